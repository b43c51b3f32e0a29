//! What the owner of an account changes about it.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::Session;

use super::account::{ADDRESS_TAKEN, unprocessable};
use crate::{
    actors::{Change, ChangeRefusal},
    http::{
        Edge, HttpError,
        client::Client,
        error::refused,
        form::Form,
        visitor::{self, SignedIn},
    },
    passwords::Password,
    types::Email,
    views::{self, FieldErrors, ProfileForm},
};

/// At the field of a password that is not the account's.
const WRONG: &str = "This is not your password. Nothing was changed.";

/// The form to change one's address.
pub(crate) async fn email_form(user: SignedIn) -> Markup {
    let email = user.account().email.as_str().to_owned();
    views::change_email(&user.visitor().shell(), &ProfileForm { email, ..ProfileForm::default() })
}

/// Changes the address.
pub(crate) async fn email(
    State(edge): State<Edge>,
    user: SignedIn,
    client: Client,
    form: Form,
) -> Result<Response, HttpError> {
    let mut page =
        ProfileForm { email: form.get("email").to_owned(), errors: FieldErrors::default() };
    let email = Email::parse(form.get("email"));
    if let Err(error) = &email {
        page.errors.insert("email", error.to_string());
    }
    if let Ok(email) = email {
        if !is_own_password(&edge, &user, client, form.get("password")).await? {
            page.errors.insert("password", WRONG.into());
        } else {
            let password = user.account().password.clone();
            match refused(
                edge.market.change_account(user.id(), Change::Address { password, email }).await,
            )? {
                Ok(()) => return Ok(Redirect::to("/account?done=email").into_response()),
                Err(ChangeRefusal::AddressTaken(_)) => {
                    page.errors.insert("email", ADDRESS_TAKEN.into());
                }
                Err(ChangeRefusal::PasswordChanged) => {
                    page.errors.insert("password", WRONG.into());
                }
                Err(ChangeRefusal::NotThere) => return Err(HttpError::NotFound),
            }
        }
    }
    Ok(unprocessable(&views::change_email(&user.visitor().shell(), &page)))
}

/// The form to change one's password.
pub(crate) async fn password_form(user: SignedIn) -> Markup {
    views::change_password(&user.visitor().shell(), &ProfileForm::default())
}

/// Changes the password, and ends all other sessions.
pub(crate) async fn password(
    State(edge): State<Edge>,
    user: SignedIn,
    client: Client,
    session: Session,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, HttpError> {
    let mut errors = FieldErrors::default();
    match Password::parse(form.get("password")) {
        Err(error) => {
            errors.insert("password", error.to_string());
        }
        Ok(new) => {
            if is_own_password(&edge, &user, client, form.get("old_password")).await? {
                let new = edge.passwords.hash(new).await?;
                let change = Change::Password { old: user.account().password.clone(), new };
                match refused(edge.market.change_account(user.id(), change).await)? {
                    Ok(()) => {
                        visitor::sign_in(&edge, &session, user.id(), &headers).await?;
                        return Ok(Redirect::to("/account?done=password").into_response());
                    }
                    Err(ChangeRefusal::NotThere) => return Err(HttpError::NotFound),
                    Err(ChangeRefusal::PasswordChanged | ChangeRefusal::AddressTaken(_)) => {}
                }
            }
            errors.insert("old_password", WRONG.into());
        }
    }
    let page = ProfileForm { errors, ..ProfileForm::default() };
    Ok(unprocessable(&views::change_password(&user.visitor().shell(), &page)))
}

/// Ends all sessions of the user but this one.
pub(crate) async fn end_sessions(
    State(edge): State<Edge>,
    user: SignedIn,
    session: Session,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    match refused(edge.market.change_account(user.id(), Change::EndSessions).await)? {
        Ok(()) => {
            visitor::sign_in(&edge, &session, user.id(), &headers).await?;
            Ok(Redirect::to("/account?done=sessions").into_response())
        }
        Err(_) => Err(HttpError::NotFound),
    }
}

/// Whether something typed is the user's password. It counts as a try to sign in.
async fn is_own_password(
    edge: &Edge,
    user: &SignedIn,
    client: Client,
    typed: &str,
) -> Result<bool, HttpError> {
    let Ok(password) = Password::parse(typed) else { return Ok(false) };
    let account = user.account();
    edge.password_fits(client, &account.email, password, Some(account.password.clone())).await
}

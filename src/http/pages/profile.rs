//! What the owner of an account changes about it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;
use tower_sessions::Session;

use super::account::unprocessable;
use crate::{
    actors::{Change, ChangeRefusal},
    domain::User,
    http::{
        Edge, HttpError,
        client::Client,
        error::refused,
        form::Form,
        visitor::{self, SignedIn},
    },
    passwords::Password,
    texts::Tell as _,
    types::Email,
    views::{self, ProfileForm},
};

/// A field, and what is wrong with it.
type Wrong = (&'static str, String);

/// The form to change one's address.
pub(crate) async fn email_form(user: SignedIn) -> Markup {
    let email = user.account().email.as_str().to_owned();
    views::change_email(&user.visitor().context(), &ProfileForm { email, ..ProfileForm::default() })
}

/// Changes the address.
pub(crate) async fn email(
    State(edge): State<Edge>,
    user: SignedIn,
    client: Client,
    form: Form,
) -> Result<Response, HttpError> {
    let Some(wrong) = wrong_with_email(&edge, &user, client, &form).await? else {
        return Ok(Redirect::to("/account?done=email").into_response());
    };
    let page = ProfileForm { email: form.get("email").to_owned(), errors: [wrong].into() };
    Ok(unprocessable(&views::change_email(&user.visitor().context(), &page)))
}

/// Changes the address, unless something is wrong: which field, and what.
async fn wrong_with_email(
    edge: &Edge,
    user: &SignedIn,
    client: Client,
    form: &Form,
) -> Result<Option<Wrong>, HttpError> {
    let t = user.visitor().language();
    let email = match Email::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => return Ok(Some(("email", error.tell(t)))),
    };
    if user.is_admin() {
        return Ok(Some(("email", t.runs_the_site().into())));
    }
    if !is_own_password(edge, user, client, form.get("password")).await? {
        return Ok(Some(("password", t.not_your_password().into())));
    }
    let change = Change::Address { password: user.account().password.clone(), email };
    match refused(edge.market.change_account(user.id(), change).await)? {
        Ok(_) => Ok(None),
        Err(ChangeRefusal::AddressTaken(_)) => Ok(Some(("email", t.address_taken().into()))),
        Err(ChangeRefusal::PasswordChanged) => Ok(Some(("password", t.not_your_password().into()))),
        Err(ChangeRefusal::NotThere | ChangeRefusal::SessionOver | ChangeRefusal::StillLive) => {
            Err(HttpError::NotFound)
        }
    }
}

/// The form to change one's password.
pub(crate) async fn password_form(user: SignedIn) -> Markup {
    views::change_password(&user.visitor().context(), &ProfileForm::default())
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
    let wrong = match change_password(&edge, &user, client, &form).await? {
        Ok(changed) => {
            visitor::sign_in(&edge, &session, &changed, &headers).await?;
            return Ok(Redirect::to("/account?done=password").into_response());
        }
        Err(wrong) => wrong,
    };
    let page = ProfileForm { errors: [wrong].into(), ..ProfileForm::default() };
    Ok(unprocessable(&views::change_password(&user.visitor().context(), &page)))
}

/// Changes the password, unless something is wrong: which field, and what.
async fn change_password(
    edge: &Edge,
    user: &SignedIn,
    client: Client,
    form: &Form,
) -> Result<Result<Arc<User>, Wrong>, HttpError> {
    let t = user.visitor().language();
    let new = match Password::parse(form.get("password")) {
        Ok(new) => new,
        Err(error) => return Ok(Err(("password", error.tell(t)))),
    };
    if !is_own_password(edge, user, client, form.get("old_password")).await? {
        return Ok(Err(("old_password", t.not_your_password().into())));
    }
    let new = edge.passwords.hash(new).await?;
    let change = Change::Password { old: user.account().password.clone(), new };
    match refused(edge.market.change_account(user.id(), change).await)? {
        Ok(changed) => Ok(Ok(changed)),
        Err(ChangeRefusal::NotThere) => Err(HttpError::NotFound),
        Err(_) => Ok(Err(("old_password", t.not_your_password().into()))),
    }
}

/// Ends all sessions of the user but this one.
pub(crate) async fn end_sessions(
    State(edge): State<Edge>,
    user: SignedIn,
    session: Session,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let end = Change::EndSessions { epoch: user.account().epoch };
    match refused(edge.market.change_account(user.id(), end).await)? {
        Ok(changed) => {
            visitor::sign_in(&edge, &session, &changed, &headers).await?;
            Ok(Redirect::to("/account?done=sessions").into_response())
        }
        // This session is one of those that were ended meanwhile.
        Err(ChangeRefusal::SessionOver) => {
            Ok(Redirect::to("/signin?next=/account").into_response())
        }
        Err(_) => Err(HttpError::NotFound),
    }
}

/// Whether something typed is the user's password. It counts as a try to sign in.
pub(super) async fn is_own_password(
    edge: &Edge,
    user: &SignedIn,
    client: Client,
    typed: &str,
) -> Result<bool, HttpError> {
    let Ok(password) = Password::parse(typed) else { return Ok(false) };
    let account = user.account();
    edge.password_fits(client, &account.email, password, Some(account.password.clone())).await
}

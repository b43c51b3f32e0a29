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
    types::{Email, Language},
    usecases::accounts::{self, AccountRefusal, CheckedPassword},
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
    if let Err(refusal) = refused(accounts::may_give_up_address(user.caller()))? {
        return Ok(Some(at_field(refusal, "password", t)?));
    }
    let Some(password) = own_password(edge, user, client, form.get("password")).await? else {
        return Ok(Some(("password", t.not_your_password().into())));
    };
    let changed = accounts::change_address(&edge.market, user.caller(), password, email).await;
    Ok(match refused(changed)? {
        Ok(_) => None,
        Err(refusal) => Some(at_field(refusal, "password", t)?),
    })
}

/// At which field to say what, if the old password was typed into this one.
fn at_field(
    refusal: AccountRefusal,
    password: &'static str,
    t: Language,
) -> Result<Wrong, HttpError> {
    match refusal {
        AccountRefusal::RunsTheSite => Ok(("email", t.runs_the_site().into())),
        AccountRefusal::AddressTaken => Ok(("email", t.address_taken().into())),
        AccountRefusal::WrongPassword => Ok((password, t.not_your_password().into())),
        AccountRefusal::NotThere
        | AccountRefusal::SessionOver
        | AccountRefusal::StillLive
        | AccountRefusal::LinkOver => Err(HttpError::NotFound),
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
    let Some(old) = own_password(edge, user, client, form.get("old_password")).await? else {
        return Ok(Err(("old_password", t.not_your_password().into())));
    };
    let new = edge.passwords.hash(new).await?;
    match refused(accounts::change_password(&edge.market, user.caller(), old, new).await)? {
        Ok(changed) => Ok(Ok(changed)),
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
    match refused(accounts::end_sessions(&edge.market, user.caller()).await)? {
        Ok(changed) => {
            visitor::sign_in(&edge, &session, &changed, &headers).await?;
            Ok(Redirect::to("/account?done=sessions").into_response())
        }
        // This session is one of those that were ended meanwhile.
        Err(AccountRefusal::SessionOver) => {
            Ok(Redirect::to("/signin?next=/account").into_response())
        }
        Err(_) => Err(HttpError::NotFound),
    }
}

/// The user's password, if it is what was typed. It counts as a try to sign in.
pub(super) async fn own_password(
    edge: &Edge,
    user: &SignedIn,
    client: Client,
    typed: &str,
) -> Result<Option<CheckedPassword>, HttpError> {
    let Ok(password) = Password::parse(typed) else { return Ok(None) };
    let account = user.account();
    let hash = Some(account.password.clone());
    let fits = edge.password_fits(client, &account.email, password, hash).await?;
    Ok(CheckedPassword::of(account, fits))
}

//! What the owner of an account changes about it.

use std::sync::Arc;

use axum::http::HeaderMap;
use maud::Markup;
use tower_sessions::Session;

use super::{go_to, mistyped};
use crate::{
    domain::User,
    http::{
        Form, HttpError, HttpResult, SignedIn,
        client::Client,
        refused,
        visitor::{self},
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
    views::change_email(&user.context(), &ProfileForm { email, ..ProfileForm::default() })
}

/// Changes the address.
pub(crate) async fn email(user: SignedIn, client: Client, form: Form) -> HttpResult {
    let Some(wrong) = wrong_with_email(&user, client, &form).await? else {
        return go_to("/account?done=email");
    };
    let page = ProfileForm { email: form.get("email").to_owned(), errors: [wrong].into() };
    mistyped(views::change_email(&user.context(), &page))
}

/// Changes the address, unless something is wrong: which field, and what.
async fn wrong_with_email(
    user: &SignedIn,
    client: Client,
    form: &Form,
) -> HttpResult<Option<Wrong>> {
    let t = user.language();
    let email = match Email::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => return Ok(Some(("email", error.tell(t)))),
    };
    if let Err(refusal) = refused(accounts::may_give_up_address(user.caller()))? {
        return Ok(Some(at_field(refusal, "password", t)?));
    }
    let Some(password) = own_password(user, client, form.get("password")).await? else {
        return Ok(Some(("password", t.not_your_password().into())));
    };
    let changed = accounts::change_address(&user.edge.market, user.caller(), password, email).await;
    Ok(match refused(changed)? {
        Ok(_) => None,
        Err(refusal) => Some(at_field(refusal, "password", t)?),
    })
}

/// At which field to say what, if the old password was typed into this one.
fn at_field(refusal: AccountRefusal, password: &'static str, t: Language) -> HttpResult<Wrong> {
    match refusal {
        AccountRefusal::RunsTheSite => Ok(("email", t.runs_the_site().into())),
        AccountRefusal::AddressTaken => Ok(("email", t.address_taken().into())),
        AccountRefusal::WrongPassword => Ok((password, t.not_your_password().into())),
        AccountRefusal::SessionOver | AccountRefusal::StillLive => Err(HttpError::NotFound),
    }
}

/// The form to change one's password.
pub(crate) async fn password_form(user: SignedIn) -> Markup {
    views::change_password(&user.context(), &ProfileForm::default())
}

/// Changes the password, and ends all other sessions.
pub(crate) async fn password(
    user: SignedIn,
    client: Client,
    session: Session,
    headers: HeaderMap,
    form: Form,
) -> HttpResult {
    let wrong = match change_password(&user, client, &form).await? {
        Ok(changed) => {
            visitor::sign_in(&user.edge, &session, &changed, &headers).await?;
            return go_to("/account?done=password");
        }
        Err(wrong) => wrong,
    };
    let page = ProfileForm { errors: [wrong].into(), ..ProfileForm::default() };
    mistyped(views::change_password(&user.context(), &page))
}

/// Changes the password, unless something is wrong: which field, and what.
async fn change_password(
    user: &SignedIn,
    client: Client,
    form: &Form,
) -> Result<Result<Arc<User>, Wrong>, HttpError> {
    let t = user.language();
    let new = match Password::parse(form.get("password")) {
        Ok(new) => new,
        Err(error) => return Ok(Err(("password", error.tell(t)))),
    };
    let Some(old) = own_password(user, client, form.get("old_password")).await? else {
        return Ok(Err(("old_password", t.not_your_password().into())));
    };
    let new = user.edge.passwords.hash(new).await?;
    match refused(accounts::change_password(&user.edge.market, user.caller(), old, new).await)? {
        Ok(changed) => Ok(Ok(changed)),
        Err(_) => Ok(Err(("old_password", t.not_your_password().into()))),
    }
}

/// Ends all sessions of the user but this one.
pub(crate) async fn end_sessions(
    user: SignedIn,
    session: Session,
    headers: HeaderMap,
) -> HttpResult {
    match refused(accounts::end_sessions(&user.edge.market, user.caller()).await)? {
        Ok(changed) => {
            visitor::sign_in(&user.edge, &session, &changed, &headers).await?;
            go_to("/account?done=sessions")
        }
        // This session is one of those that were ended meanwhile.
        Err(AccountRefusal::SessionOver) => go_to("/signin?next=/account"),
        Err(_) => Err(HttpError::NotFound),
    }
}

/// The user's password, if it is what was typed. It counts as a try to sign in.
pub(super) async fn own_password(
    user: &SignedIn,
    client: Client,
    typed: &str,
) -> HttpResult<Option<CheckedPassword>> {
    let Ok(password) = Password::parse(typed) else { return Ok(None) };
    let account = user.account();
    let hash = Some(account.password.clone());
    let fits = user.edge.password_fits(client, &account.email, password, hash).await?;
    Ok(CheckedPassword::of(account, fits))
}

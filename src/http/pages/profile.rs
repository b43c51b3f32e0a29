//! What the owner of an account changes about it.

use maud::Markup;

use super::{go_to, mistyped};
use crate::{
    http::{
        Form, HttpError, HttpResult, SignedIn, refused,
        second_look::{own_password, typed_password},
        session::SessionHere,
    },
    texts::Tell as _,
    types::{Email, Language},
    usecases::accounts::{self, AccountRefusal},
    views::{self, Done, ProfileForm},
};

/// A field, and what is wrong with it.
type Wrong = (&'static str, String);

/// The form to change one's address.
pub(crate) async fn email_form(user: SignedIn) -> Markup {
    let email = user.account().email.shown().into_owned();
    views::change_email(&user.context(), &ProfileForm { email, ..ProfileForm::default() })
}

/// Changes the address.
pub(crate) async fn email(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let wrong = |wrong: Wrong| {
        let page = ProfileForm { email: form.get("email").to_owned(), errors: [wrong].into() };
        mistyped(views::change_email(&user.context(), &page))
    };
    let email = match Email::parse(form.get("email")) {
        Ok(email) => email,
        Err(error) => return wrong(("email", error.tell(t))),
    };
    if let Err(refusal) = refused(accounts::may_give_up_address(user.caller()))? {
        return wrong(at_field(refusal, t)?);
    }
    let Some(password) = own_password(&user, &here, form.get("password")).await? else {
        return wrong(("password", t.not_your_password().into()));
    };
    let market = &user.edge.market;
    match refused(accounts::change_address(market, user.caller(), password, email).await)? {
        Ok(_) => go_to(&Done::EmailChanged.at("/account")),
        Err(refusal) => wrong(at_field(refusal, t)?),
    }
}

/// At which field to say what.
fn at_field(refusal: AccountRefusal, t: Language) -> HttpResult<Wrong> {
    match refusal {
        AccountRefusal::RunsTheSite => Ok(("email", t.runs_the_site().into())),
        AccountRefusal::AddressTaken => Ok(("email", t.address_taken().into())),
        AccountRefusal::WrongPassword => Ok(("password", t.not_your_password().into())),
        AccountRefusal::NotThere
        | AccountRefusal::SessionOver
        | AccountRefusal::StillLive
        | AccountRefusal::LinkOver
        | AccountRefusal::TermsNotAgreed => Err(HttpError::NotFound),
    }
}

/// The form to change one's password.
pub(crate) async fn password_form(user: SignedIn) -> Markup {
    views::change_password(&user.context(), &ProfileForm::default())
}

/// Changes the password, and ends all other sessions.
pub(crate) async fn password(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let wrong = |wrong: Wrong| {
        let page = ProfileForm { errors: [wrong].into(), ..ProfileForm::default() };
        mistyped(views::change_password(&user.context(), &page))
    };
    let not_yours = || wrong(("old_password", t.not_your_password().into()));
    let new = match user.edge.new_password(form.get("password"), &user.account().email) {
        Ok(new) => new,
        Err(error) => return wrong(("password", error.tell(t))),
    };
    let Some(old) = typed_password(&user, &here, form.get("old_password")).await? else {
        return not_yours();
    };
    let (market, new) = (&user.edge.market, user.edge.passwords.hash(new).await?);
    match refused(accounts::change_password(market, user.caller(), old, new).await)? {
        Ok(changed) => {
            here.begin_again(&user.edge.market, &changed).await?;
            go_to(&Done::PasswordChanged.at("/account"))
        }
        Err(_) => not_yours(),
    }
}

//! Passkeys: added, removed, and shown to sign in, as the second step of that, and when it is asked who it
//! is. Each begins with what the browser is asked for, as JSON, and ends with a form that the page's script
//! has filled (`passkey.js`): without scripts there is no button for it.

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use maud::Markup;

use super::{go_to, mistyped, not_done, second_step, second_step::HalfSignedIn, security};
use crate::{
    domain::{FirstFactor, SecondFactor, SignInBy, StoredPasskey},
    http::{
        Form, HttpError, HttpResult, Id, SignedIn, Visitor, refused, second_look::LookedAgain,
        session::SessionHere, visitor::local_path,
    },
    passkeys::ShownPasskey,
    texts::Tell as _,
    types::PasskeyName,
    usecases::{
        RefusalCode as _,
        factors::{self, FactorRefusal},
    },
    views::{self, Done, FieldErrors, PasskeyForm, SecondStepForm, SignForm},
};

/// The id of a passkey as it stands in a path.
pub(crate) struct PasskeyId(Box<[u8]>);

impl std::str::FromStr for PasskeyId {
    type Err = base64::DecodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        URL_SAFE_NO_PAD.decode(text).map(|id| Self(id.into()))
    }
}

/// The id of a passkey for a path.
pub(super) fn path_id(passkey: &StoredPasskey) -> String {
    URL_SAFE_NO_PAD.encode(&passkey.id)
}

fn asked(asked: Option<serde_json::Value>) -> HttpResult {
    let asked = asked.ok_or(HttpError::NotFound)?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(asked)).into_response())
}

/// What the browser is asked for to sign in: any passkey.
pub(crate) async fn begin_sign_in(visitor: Visitor) -> HttpResult {
    let passkeys = visitor.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    asked(passkeys.begin_sign_in())
}

/// Signs in by a passkey alone.
pub(crate) async fn sign_in(visitor: Visitor, here: SessionHere, form: Form) -> HttpResult {
    let edge = &visitor.edge;
    let passkeys = edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    let find = |id| {
        let user = edge.market.tables().user(id).ok().flatten();
        user.filter(|user| user.ban.is_none()).map(|user| (*user).clone())
    };
    let shown = passkeys.finish_sign_in(form.get("ceremony"), form.get("credential"), find);
    let by = SignInBy { first: FirstFactor::Passkey, second: None };
    let next = form.get("next");
    if taken(&visitor, &here, shown, by).await? {
        return second_step::done(edge, next);
    }
    let refusal = Some(visitor.language().wrong_passkey().to_owned());
    let page = SignForm { next: next.to_owned(), refusal, ..SignForm::default() };
    not_done(FactorRefusal::WrongPasskey.code(), views::sign_in(&visitor.context(), &page))
}

/// What the browser is asked for as the second step of a sign-in: a passkey of who has begun it.
pub(crate) async fn begin_second_step(half: HalfSignedIn, visitor: Visitor) -> HttpResult {
    let passkeys = visitor.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    asked(passkeys.begin_showing(&half.user))
}

/// Signs in by a passkey as the second step.
pub(crate) async fn show(
    half: HalfSignedIn,
    visitor: Visitor,
    here: SessionHere,
    form: Form,
) -> HttpResult {
    let edge = &visitor.edge;
    let passkeys = edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    let (id, said) = (form.get("ceremony"), form.get("credential"));
    let shown = passkeys.finish_showing(id, &half.user, said);
    let by = half.and(SecondFactor::Passkey);
    if taken(&visitor, &here, shown, by).await? {
        return half.done(edge, form.get("next")).await;
    }
    let errors = [("passkey", visitor.language().wrong_passkey().to_owned())].into();
    let next = form.get("next").to_owned();
    let page = SecondStepForm { next, errors, ..second_step::page(&half.user) };
    not_done(FactorRefusal::WrongPasskey.code(), views::second_step(&visitor.context(), &page))
}

/// Signs in whose passkey was shown, if it is one.
async fn taken(
    visitor: &Visitor,
    here: &SessionHere,
    shown: Option<ShownPasskey>,
    by: SignInBy,
) -> HttpResult<bool> {
    let edge = &visitor.edge;
    let Some(shown) = shown else { return Ok(false) };
    let Ok(user) = refused(factors::take_passkey(&edge.market, shown).await)? else {
        return Ok(false);
    };
    let (_, from) = here.place();
    tracing::info!(user = %user.id, from, "a sign-in by a passkey");
    edge.know(here.client, &user.email);
    here.begin(&user, by).await?;
    Ok(true)
}

/// What the browser is asked for when it is asked who it is.
pub(crate) async fn begin_look(user: SignedIn) -> HttpResult {
    let passkeys = user.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    asked(passkeys.begin_showing(user.account()))
}

/// Notes that the user has shown by a passkey who they are.
pub(crate) async fn look(user: SignedIn, form: Form) -> HttpResult {
    let passkeys = user.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    let next = local_path(form.get("next"));
    let (id, said) = (form.get("ceremony"), form.get("credential"));
    let shown = match passkeys.finish_showing(id, user.account(), said) {
        Some(shown) => refused(factors::take_passkey(&user.edge.market, shown).await)?.ok(),
        None => None,
    };
    match shown {
        Some(_) => {
            user.look();
            go_to(next)
        }
        None => {
            let errors = [("passkey", user.language().wrong_passkey().to_owned())].into();
            mistyped(views::second_look(&user.context(), next, &errors))
        }
    }
}

/// The form to add a passkey.
pub(crate) async fn form(LookedAgain { user, .. }: LookedAgain) -> HttpResult<Markup> {
    user.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    Ok(views::add_passkey(&user.context(), &PasskeyForm::default()))
}

/// What the browser is asked for to make one.
pub(crate) async fn begin_adding(LookedAgain { user, .. }: LookedAgain) -> HttpResult {
    let passkeys = user.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    asked(passkeys.begin_registration(user.account()))
}

/// Adds the passkey that the browser has made.
pub(crate) async fn add(LookedAgain { user, password }: LookedAgain, form: Form) -> HttpResult {
    let t = user.language();
    let passkeys = user.edge.passkeys.as_ref().ok_or(HttpError::NotFound)?;
    let wrong = |field: &'static str, what: String| {
        let errors = FieldErrors::from([(field, what)]);
        let page = PasskeyForm { name: form.get("name").to_owned(), errors };
        mistyped(views::add_passkey(&user.context(), &page))
    };
    let name = match PasskeyName::parse(form.get("name")) {
        Ok(name) => name,
        Err(error) => return wrong("name", error.tell(t)),
    };
    let (id, said) = (form.get("ceremony"), form.get("credential"));
    let Some(made) = passkeys.finish_registration(id, user.id(), said) else {
        return wrong("passkey", t.wrong_passkey().to_owned());
    };
    let market = &user.edge.market;
    match refused(factors::add_passkey(market, user.caller(), password, made, name).await)? {
        Ok(Some(codes)) => security::show_codes(&user, &codes),
        Ok(None) => go_to(&Done::FactorAdded.at("/account/security")),
        Err(FactorRefusal::TooManyPasskeys) => wrong("passkey", t.too_many_passkeys().to_owned()),
        Err(_) => wrong("passkey", t.wrong_passkey().to_owned()),
    }
}

/// Asks whether to remove a passkey.
pub(crate) async fn remove_form(
    LookedAgain { user, .. }: LookedAgain,
    Id(id): Id<PasskeyId>,
) -> HttpResult<Markup> {
    let mut passkeys = user.account().factors.passkeys.iter();
    let passkey = passkeys.find(|passkey| passkey.id == id.0).ok_or(HttpError::NotFound)?;
    let t = user.language();
    let action = format!("/account/security/passkeys/{}/remove", path_id(passkey));
    let what = t.remove_passkey(passkey.name.as_str());
    Ok(views::sure(&user.context(), (&what, t.remove_passkey_means()), &action))
}

/// Removes it.
pub(crate) async fn remove(
    LookedAgain { user, password }: LookedAgain,
    Id(id): Id<PasskeyId>,
) -> HttpResult {
    let market = &user.edge.market;
    match refused(factors::remove_passkey(market, user.caller(), password, id.0).await)? {
        Ok(()) => go_to(&Done::FactorRemoved.at("/account/security")),
        Err(refusal @ FactorRefusal::LastWayIn) => {
            let why = user.language().last_way_in();
            let page = views::openid_refused(&user.context(), why, "/account/password");
            not_done(refusal.code(), page)
        }
        Err(_) => go_to("/account/security"),
    }
}

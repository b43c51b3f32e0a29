//! What an account is signed in to by, and where.

use axum::{http::header::CACHE_CONTROL, http::request::Parts, response::IntoResponse as _};
use maud::Markup;
use tower_sessions::Session;

use super::{go_to, mistyped, passkeys, sessions};
use crate::{
    domain::{LostToken, RecoveryCode},
    http::{
        Edge, Form, HttpError, HttpResult, SignedIn, Visitor, query, refused,
        second_look::{LookedAgain, own_password},
        session::SessionHere,
        visitor::local_path,
    },
    usecases::{
        accounts,
        factors::{self, FactorRefusal},
    },
    views::{self, Done, FieldErrors, PasskeyLine, SecurityPage, TotpForm},
};

/// The factors of the account, where it is signed in to, and who has tried to be.
pub(crate) async fn security(user: SignedIn, session: Session, parts: Parts) -> HttpResult<Markup> {
    let account = user.account();
    let factors = &account.factors;
    let page = SecurityPage {
        is_needed: user.edge.staff.lacks_factor(account),
        is_asked_for: query(&parts, "needed").is_some(),
        totp_since: factors.totp.as_ref().map(|totp| totp.added_at),
        passkeys: user.edge.passkeys.is_some().then(|| {
            let lines = factors.passkeys.iter().map(|passkey| PasskeyLine {
                id: passkeys::path_id(passkey),
                name: passkey.name.to_string(),
                added: passkey.added_at,
                used: passkey.used_at,
            });
            lines.collect()
        }),
        openid: factors.openid.as_ref().map(|linked| linked.added_at),
        recovery_codes: factors.need_second_step().then_some(factors.recovery_codes.len()),
        sessions: sessions::lines(&user.edge, account, session.id())?,
        tries: sessions::tries(&user.edge, account)?,
    };
    Ok(views::security(&user.context(), &page))
}

/// What people call the OpenID Connect provider, also where there is none any more.
pub(super) fn provider_name(edge: &Edge) -> &str {
    edge.config.accounts.openid.name.trim()
}

/// The secret for an authenticator app, and the form for its first code.
pub(crate) async fn totp_form(LookedAgain { user, .. }: LookedAgain) -> HttpResult {
    if user.account().factors.totp.is_some() {
        return go_to("/account/security");
    }
    totp_page(&user, "", FieldErrors::new())
}

fn totp_page(user: &SignedIn, seed: &str, errors: FieldErrors) -> HttpResult {
    let begun = seed.parse().ok();
    let new = match refused(factors::new_totp(&user.edge.market, user.caller(), begun))? {
        Ok(new) => new,
        Err(_) => return Err(HttpError::NotFound),
    };
    let form = TotpForm {
        seed: new.seed.to_string(),
        secret: new.secret.expose(),
        address: user.account().email.as_str().to_owned(),
        is_wrong: !errors.is_empty(),
        errors,
    };
    let page = views::add_totp(&user.context(), &form);
    match form.is_wrong {
        true => mistyped(([(CACHE_CONTROL, "no-store")], page)),
        false => Ok(([(CACHE_CONTROL, "no-store")], page).into_response()),
    }
}

/// Adds the app, if the code is right.
pub(crate) async fn add_totp(
    LookedAgain { user, password }: LookedAgain,
    form: Form,
) -> HttpResult {
    let t = user.language();
    let wrong = || {
        let errors = [("code", t.wrong_first_code().to_owned())].into();
        totp_page(&user, form.get("seed"), errors)
    };
    let Ok(seed) = form.get("seed").parse() else { return wrong() };
    let (market, code) = (&user.edge.market, form.get("code"));
    match refused(factors::add_totp(market, user.caller(), password, seed, code).await)? {
        Ok(Some(codes)) => show_codes(&user, &codes),
        Ok(None) => go_to(&Done::FactorAdded.at("/account/security")),
        Err(FactorRefusal::WrongCode) => wrong(),
        Err(_) => go_to("/account/security"),
    }
}

/// The recovery codes, this once.
pub(super) fn show_codes(user: &SignedIn, codes: &[RecoveryCode]) -> HttpResult {
    let codes: Vec<_> = codes.iter().map(RecoveryCode::expose).collect();
    let page = views::recovery_codes(&user.context(), &codes);
    Ok(([(CACHE_CONTROL, "no-store")], page).into_response())
}

/// Asks whether to remove the app.
pub(crate) async fn remove_totp_form(LookedAgain { user, .. }: LookedAgain) -> Markup {
    let t = user.language();
    views::sure(
        &user.context(),
        (t.remove_app(), t.remove_app_means()),
        "/account/security/totp/remove",
    )
}

/// Removes the app.
pub(crate) async fn remove_totp(LookedAgain { user, password }: LookedAgain) -> HttpResult {
    let removed = factors::remove_totp(&user.edge.market, user.caller(), password).await;
    match refused(removed)? {
        Ok(()) => go_to(&Done::FactorRemoved.at("/account/security")),
        Err(_) => go_to("/account/security"),
    }
}

/// Asks whether to make new recovery codes.
pub(crate) async fn renew_codes_form(LookedAgain { user, .. }: LookedAgain) -> Markup {
    let t = user.language();
    views::sure(
        &user.context(),
        (t.renew_codes(), t.renew_codes_means()),
        "/account/security/codes",
    )
}

/// Makes new recovery codes, and shows them this once.
pub(crate) async fn renew_codes(LookedAgain { user, password }: LookedAgain) -> HttpResult {
    match refused(factors::renew_codes(&user.edge.market, user.caller(), password).await)? {
        Ok(codes) => show_codes(&user, &codes),
        Err(_) => go_to("/account/security"),
    }
}

/// The form to show who one is.
pub(crate) async fn look_form(user: SignedIn, parts: Parts) -> Markup {
    let next = query(&parts, "next").unwrap_or_default();
    views::second_look(&user.context(), local_path(&next), &FieldErrors::new())
}

/// Notes that the user has shown who they are, and leads to where they came from.
pub(crate) async fn look(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let next = local_path(form.get("next"));
    match own_password(&user, &here, form.get("password")).await? {
        Some(_) => go_to(next),
        None => {
            let errors = [("password", user.language().not_your_password().to_owned())].into();
            mistyped(views::second_look(&user.context(), next, &errors))
        }
    }
}

/// The button that has lost factors forgotten.
pub(crate) async fn lost_form(visitor: Visitor, parts: Parts) -> HttpResult<Markup> {
    let token = lost_token(&parts)?;
    let user = accounts::opened_by(&visitor.edge.market, &token)?.ok_or(HttpError::NotFound)?;
    Ok(views::lost_factors(&visitor.context(), parts.uri.path(), &user.email.shown()))
}

/// Forgets them.
pub(crate) async fn lost(visitor: Visitor, parts: Parts) -> HttpResult {
    match refused(factors::forget(&visitor.edge.market, lost_token(&parts)?).await)? {
        Ok(()) => go_to(&Done::FactorsForgotten.at("/signin")),
        Err(_) => Err(HttpError::NotFound),
    }
}

fn lost_token(parts: &Parts) -> HttpResult<LostToken> {
    let token = parts.uri.path().rsplit('/').next().unwrap_or_default();
    token.parse().map_err(|_| HttpError::NotFound)
}

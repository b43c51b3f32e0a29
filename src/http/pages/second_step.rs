//! The second step of a sign-in: a code, once the password was right. What shows that it was is sealed
//! in a cookie for ten minutes, and nothing is kept of it; signed in is who shows the code.

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderValue,
        header::{COOKIE, SET_COOKIE},
        request::Parts,
    },
    response::{IntoResponse as _, Redirect, Response},
};

use super::not_done;
use crate::{
    domain::{RecoveryCode, StepToken, User},
    http::{
        Edge, Form, HttpResult, Visitor, query, refused,
        session::SessionHere,
        visitor::{local_path, query_value},
    },
    usecases::{
        RefusalCode as _,
        factors::{self, FactorRefusal, STEP_LASTS, ShownCode},
    },
    views::{self, SecondStepForm},
};

/// The cookie. By https no other site of the same domain can set it.
const STEP: &str = "signing_in";
const STEP_HTTPS: &str = "__Host-signing_in";

/// Who has shown the right password, in this browser, a moment ago.
pub(crate) struct HalfSignedIn {
    token: StepToken,
    pub(super) user: std::sync::Arc<User>,
}

impl FromRequestParts<Edge> for HalfSignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let token = token(&parts.headers, edge);
        let user = token.map(|token| factors::in_second_step(&edge.market, &token)).transpose();
        let user = user.map_err(|error| crate::http::HttpError::from(error).into_response())?;
        match token.zip(user.flatten()) {
            Some((token, user)) => Ok(Self { token, user }),
            None => {
                let next = query(parts, "next").unwrap_or_default();
                let path = format!("/signin?next={}", query_value(local_path(&next)));
                Err(Redirect::to(&path).into_response())
            }
        }
    }
}

fn token(headers: &HeaderMap, edge: &Edge) -> Option<StepToken> {
    let name = if edge.config.is_https() { STEP_HTTPS } else { STEP };
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|it| it.split_once('='));
    pairs.find(|(called, _)| called.trim() == name)?.1.parse().ok()
}

/// Leads to the second step.
pub(super) fn lead(edge: &Edge, token: StepToken, next: &str) -> HttpResult {
    let path = format!("/signin/code?next={}", query_value(local_path(next)));
    Ok((cookie(edge, &token.to_string(), STEP_LASTS.as_secs()), Redirect::to(&path))
        .into_response())
}

fn cookie(edge: &Edge, value: &str, seconds: u64) -> [(axum::http::HeaderName, HeaderValue); 1] {
    let (name, secure) = match edge.config.is_https() {
        true => (STEP_HTTPS, "; Secure"),
        false => (STEP, ""),
    };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    let none = HeaderValue::from_static("");
    [(SET_COOKIE, HeaderValue::try_from(cookie).unwrap_or(none))]
}

/// Leads on who is signed in now.
pub(super) fn done(edge: &Edge, next: &str) -> HttpResult {
    Ok((cookie(edge, "", 0), Redirect::to(local_path(next))).into_response())
}

/// The form for a code.
pub(crate) async fn form(half: HalfSignedIn, visitor: Visitor, parts: Parts) -> maud::Markup {
    let next = query(&parts, "next").unwrap_or_default();
    let page = SecondStepForm { next, ..page(&half.user) };
    views::second_step(&visitor.context(), &page)
}

pub(super) fn page(user: &User) -> SecondStepForm {
    SecondStepForm {
        has_app: user.factors.totp.is_some(),
        has_passkeys: !user.factors.passkeys.is_empty(),
        has_codes: !user.factors.recovery_codes.is_empty(),
        ..SecondStepForm::default()
    }
}

/// Signs in by a code.
pub(crate) async fn show(
    half: HalfSignedIn,
    visitor: Visitor,
    here: SessionHere,
    form: Form,
) -> HttpResult {
    let (edge, t) = (&visitor.edge, visitor.language());
    let mut page = SecondStepForm { next: form.get("next").to_owned(), ..page(&half.user) };
    let code = match (form.get("code"), form.get("recovery_code")) {
        (digits, "") => Some(ShownCode::Totp(digits.chars().take(20).collect::<String>().into())),
        (_, typed) => RecoveryCode::parse(typed).map(ShownCode::Recovery),
    };
    let (field, wrong) = match form.get("recovery_code") {
        "" => ("code", t.wrong_code()),
        _ => ("recovery_code", t.wrong_recovery_code()),
    };
    let taken = edge.factor_fits(here.client, &half.user.email, async {
        // What cannot be one costs a try as well.
        let Some(code) = code else { return Ok(None) };
        let (browser, from) = here.place();
        let place = (browser.as_str(), from.as_str());
        match refused(factors::take_code(&edge.market, &half.token, code, place).await)? {
            Ok(taken) => Ok(Some(Ok(taken))),
            Err(FactorRefusal::WrongCode) => Ok(None),
            Err(refusal) => Ok(Some(Err(refusal))),
        }
    });
    match taken.await? {
        Some(Ok((user, by))) => {
            edge.know(here.client, &user.email);
            here.begin(&user, by).await?;
            done(edge, &page.next)
        }
        Some(Err(_)) => super::go_to("/signin"),
        None => {
            page.errors.insert(field, wrong.to_owned());
            not_done(FactorRefusal::WrongCode.code(), views::second_step(&visitor.context(), &page))
        }
    }
}

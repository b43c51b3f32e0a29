//! The second step of a sign-in: a code, once the first factor was right. What shows that it was is sealed
//! in a cookie for ten minutes, and nothing is kept of it; signed in is who shows the code.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{not_done, openid};
use crate::{
    domain::{RecoveryCode, SecondFactor, SignInBy, StepToken, User},
    http::{
        Edge, Form, HttpResult, Visitor,
        brief_cookie::BriefCookie,
        query, refused,
        session::SessionHere,
        visitor::{local_path, query_value},
    },
    usecases::{
        RefusalCode as _,
        factors::{self, FactorRefusal, STEP_LASTS, ShownCode},
    },
    views::{self, SecondStepForm},
};

/// The cookie.
const STEP: BriefCookie = BriefCookie { http: "signing_in", https: "__Host-signing_in" };

/// Who has shown the first factor, in this browser, a moment ago.
pub(crate) struct HalfSignedIn {
    token: StepToken,
    pub(super) user: std::sync::Arc<User>,
    parts: Parts,
}

impl HalfSignedIn {
    /// By what it is, with this as the second.
    pub(super) fn and(&self, second: SecondFactor) -> SignInBy {
        SignInBy { first: self.token.first(), second: Some(second) }
    }

    /// Leads on who is signed in now, and does what waited for that.
    pub(super) async fn done(&self, edge: &Edge, next: &str) -> HttpResult {
        openid::link_waiting(edge, &self.parts, &self.user).await?;
        done(edge, next)
    }
}

impl FromRequestParts<Edge> for HalfSignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let token = STEP.read(&parts.headers, edge).and_then(|token| token.parse().ok());
        let user =
            token.map(|token: StepToken| factors::in_second_step(&edge.market, &token)).transpose();
        let user = user.map_err(|error| crate::http::HttpError::from(error).into_response())?;
        match token.zip(user.flatten()) {
            Some((token, user)) => Ok(Self { token, user, parts: parts.clone() }),
            None => {
                let next = query(parts, "next").unwrap_or_default();
                let path = format!("/signin?next={}", query_value(local_path(&next)));
                Err(Redirect::to(&path).into_response())
            }
        }
    }
}

/// Leads to the second step.
pub(super) fn lead(edge: &Edge, token: StepToken, next: &str) -> HttpResult {
    let path = format!("/signin/code?next={}", query_value(local_path(next)));
    let cookie = STEP.set(edge, &token.to_string(), STEP_LASTS.as_secs());
    Ok((cookie, Redirect::to(&path)).into_response())
}

/// Leads on who is signed in now.
pub(super) fn done(edge: &Edge, next: &str) -> HttpResult {
    Ok((STEP.unset(edge), Redirect::to(local_path(next))).into_response())
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
            half.done(edge, &page.next).await
        }
        Some(Err(_)) => super::go_to("/signin"),
        None => {
            page.errors.insert(field, wrong.to_owned());
            not_done(FactorRefusal::WrongCode.code(), views::second_step(&visitor.context(), &page))
        }
    }
}

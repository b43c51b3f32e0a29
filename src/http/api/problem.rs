//! Errors as programs read them: `application/problem+json` (RFC 9457).
//!
//! `code` is what a program goes by, and never changes: a refusal's own (`docs/refusals.md`), or one of
//! the edge's ([`EdgeCode`]). `instance` names the request, as the log does.

use axum::{
    body::Body,
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{HttpError, status_of};
use crate::{
    types::Language,
    usecases::{Code, RefusalCode as _},
};

/// Why a request was not done.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Problem {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(format = UriReference)]
    kind: String,
    /// What the code means.
    title: &'static str,
    /// The answer's status.
    status: u16,
    /// What happened, what is unharmed, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The request, as the site's log names it.
    #[schema(format = Uri)]
    instance: String,
    /// What programs go by: it never changes.
    code: &'static str,
    /// What is wrong where, if something is with what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldProblem>,
}

/// What is wrong with a part of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::http) struct FieldProblem {
    /// Where in the body (a JSON pointer, RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Or by which parameter of the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What.
    pub detail: String,
}

impl FieldProblem {
    /// In the body.
    pub(super) fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), parameter: None, detail: detail.into() }
    }

    /// In the query.
    pub(super) fn of_query(parameter: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: None, parameter: Some(parameter.into()), detail: detail.into() }
    }
}

/// What the edge itself says no to, when a program asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", code.as_str())]
pub struct ApiError {
    pub(super) code: EdgeCode,
    pub(super) errors: Vec<FieldProblem>,
}

impl ApiError {
    /// With what is wrong where.
    pub(super) fn with(code: EdgeCode, errors: Vec<FieldProblem>) -> HttpError {
        HttpError::Api(Self { code, errors })
    }

    /// The status of its answer.
    pub(in crate::http) fn status(&self) -> StatusCode {
        self.code.status()
    }
}

impl From<EdgeCode> for HttpError {
    fn from(code: EdgeCode) -> Self {
        ApiError::with(code, vec![])
    }
}

/// The edge's own codes, each once: a variant, its name outside, the status, and what it means.
macro_rules! edge_codes {
    ($($variant:ident $code:literal $status:ident $meaning:literal)*) => {
        /// The name of what the edge says no to before any use case is asked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::http) enum EdgeCode {
            $(#[doc = $meaning] $variant,)*
        }

        impl EdgeCode {
            /// All of them.
            pub(in crate::http) const ALL: &[Self] = &[$(Self::$variant),*];

            /// As programs read it.
            pub(in crate::http) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The status of its answer.
            pub(in crate::http) fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// What it means.
            pub(in crate::http) fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

edge_codes! {
    Invalid "invalid" UNPROCESSABLE_ENTITY "The body is JSON, but not what is asked for: `errors` says what is wrong where."
    NotJson "not_json" BAD_REQUEST "The body is not JSON."
    MediaType "media_type" UNSUPPORTED_MEDIA_TYPE "The body is of another media type than what is asked for."
    NotUtf8 "not_utf8" BAD_REQUEST "The body is not UTF-8."
    BadQuery "bad_query" BAD_REQUEST "The query has something that cannot be understood: `errors` says what."
    TokenInvalid "token_invalid" UNAUTHORIZED "This is no access token, or it is revoked or over."
    TokenWithCookie "token_with_cookie" BAD_REQUEST "An access token came together with a session's cookie: send one of them."
    KeyMalformed "idempotency_key_malformed" BAD_REQUEST "An Idempotency-Key has 1 to 255 visible characters of ASCII."
    KeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY "The Idempotency-Key came before with another body."
    KeyInUse "idempotency_key_in_use" CONFLICT "The first request with this Idempotency-Key is still under way."
    NotUnderstood "not_understood" BAD_REQUEST "The request cannot be understood."
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "There is such a path, but it has no such method."
    OtherHost "other_host" MISDIRECTED_REQUEST "The site is not called so: `detail` says how."
    TooLarge "too_large" PAYLOAD_TOO_LARGE "The body is too large."
    CutOff "cut_off" REQUEST_TIMEOUT "The body did not come to its end in time."
    TooOften "too_often" TOO_MANY_REQUESTS "This was done too often: Retry-After says when it may be again."
    Overloaded "overloaded" SERVICE_UNAVAILABLE "The site is too busy. Nothing was done."
    TooSlow "too_slow" SERVICE_UNAVAILABLE "It took too long. It is not known whether it was done."
    NotDone "not_done" SERVICE_UNAVAILABLE "It was not done, for a reason on the site's side."
    OutcomeUnknown "outcome_unknown" SERVICE_UNAVAILABLE "It is not known whether it was done."
    Internal "internal" INTERNAL_SERVER_ERROR "A fault of the site."
}

/// Code and meaning of an answer that is an error.
fn name_of(error: Option<&HttpError>, status: StatusCode) -> (&'static str, &'static str) {
    let refusal = |code: Code| (code.as_str(), code.meaning());
    let edge = |code: EdgeCode| (code.as_str(), code.meaning());
    match error {
        Some(HttpError::Api(error)) => edge(error.code),
        Some(HttpError::Refused(code, _)) => refusal(*code),
        Some(HttpError::Denied(denial)) => refusal(denial.code()),
        Some(HttpError::NotFound) => refusal(Code::NotFound),
        Some(HttpError::OtherHost(_)) => edge(EdgeCode::OtherHost),
        Some(HttpError::MethodNotAllowed) => edge(EdgeCode::MethodNotAllowed),
        Some(HttpError::NotAForm) => edge(EdgeCode::MediaType),
        Some(HttpError::NotUtf8) => edge(EdgeCode::NotUtf8),
        Some(HttpError::TooLarge) => edge(EdgeCode::TooLarge),
        Some(HttpError::CutOff) => edge(EdgeCode::CutOff),
        Some(HttpError::TooOften(_)) => edge(EdgeCode::TooOften),
        Some(HttpError::Overloaded(_)) => edge(EdgeCode::Overloaded),
        Some(HttpError::NotDone(_)) => edge(EdgeCode::NotDone),
        Some(HttpError::Unknown(_)) => edge(EdgeCode::OutcomeUnknown),
        Some(HttpError::Internal(_)) => edge(EdgeCode::Internal),
        None => edge(match status {
            StatusCode::METHOD_NOT_ALLOWED => EdgeCode::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => EdgeCode::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => EdgeCode::TooSlow,
            status if status.is_client_error() => EdgeCode::NotUnderstood,
            _ => EdgeCode::Internal,
        }),
    }
}

/// What is said of it beside its meaning, in the words of the pages.
fn detail_of(error: Option<&HttpError>, status: StatusCode, t: Language) -> Option<String> {
    match error {
        Some(HttpError::Api(_)) => None,
        Some(HttpError::Refused(_, why)) if why.is_empty() => None,
        Some(HttpError::Refused(_, why)) => Some(why.clone()),
        Some(error) => Some(error.page(t).message),
        None => Some(HttpError::page_for(status, t).message),
    }
}

/// The answer again, as a problem, if it is an error.
pub(in crate::http) fn render(
    base_url: &str,
    t: Language,
    request: Uuid,
    error: Option<HttpError>,
    response: Response,
) -> Response {
    let status = response.status();
    let (code, title) = name_of(error.as_ref(), status);
    let problem = Problem {
        kind: format!("{}/api#{code}", base_url.trim_end_matches('/')),
        title,
        status: status.as_u16(),
        detail: detail_of(error.as_ref(), status, t),
        instance: format!("urn:uuid:{request}"),
        code,
        errors: match error {
            Some(HttpError::Api(ApiError { errors, .. })) => errors,
            _ => vec![],
        },
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    let json = HeaderValue::from_static("application/problem+json");
    parts.headers.insert(CONTENT_TYPE, json);
    if status == StatusCode::UNAUTHORIZED {
        let how = match code {
            "token_invalid" => "Bearer realm=\"holdfast\", error=\"invalid_token\"",
            _ => "Bearer realm=\"holdfast\"",
        };
        parts.headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(how));
    }
    // A struct of texts and numbers is always JSON.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, Body::from(body)).into_response()
}

/// The statuses under which problems come, for the document.
pub(super) fn refusal_statuses() -> impl Iterator<Item = u16> {
    let refusals = Code::ALL.iter().map(|code| status_of(*code).as_u16());
    refusals.chain(EdgeCode::ALL.iter().map(|code| code.status().as_u16()))
}

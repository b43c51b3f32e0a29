//! The paths of the design that Holdfast comes from (`api.compat`), for clients that were written for
//! it: `/api/users/…`, `/api/tickets…`, `/api/orders…`, `/api/payments`.
//!
//! They are the site's pages in other words: the same sessions by the same cookie, the same check of
//! where a request comes from, the same limits and use cases. Answers are JSON whatever is asked for,
//! since a server that renders pages forwards its browser's headers; errors are
//! `{"errors":[{"message","field"?}]}`, mostly with 400. Prices are in major units.

mod orders;
mod tickets;
mod users;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Serialize;
use serde_json::{Map, Number, Value, json};

use super::{Action, Edge, HttpError, HttpResult, Visitor};
use crate::{
    domain::User,
    types::{Currency, Language, Price},
    usecases::Code,
};

/// Where a client of that design asks.
const ROOT: &str = "/api/";

/// Every route; none unless `api.compat` is set.
pub(super) fn routes(edge: &Edge) -> Router<Edge> {
    if !edge.config.api.compat {
        return Router::new();
    }
    Router::new()
        .route("/api/users/currentuser", get(users::current))
        .route("/api/users/signup", post(users::sign_up))
        .route("/api/users/signin", post(users::sign_in))
        .route("/api/users/signout", post(users::sign_out))
        .route("/api/tickets", get(tickets::list).post(tickets::create))
        .route("/api/tickets/{id}", get(tickets::show).put(tickets::update))
        .route("/api/orders", get(orders::list).post(orders::create))
        .route("/api/orders/{id}", get(orders::show).delete(orders::cancel))
        .route("/api/payments", post(orders::pay))
        .method_not_allowed_fallback(super::pages::method_not_allowed)
}

impl Action {
    /// What a request of these does, if that is limited.
    pub(super) fn of_compat(route: &str) -> Option<Self> {
        Some(match route.strip_prefix(ROOT)? {
            "users/signup" => Self::SignUp,
            "users/signin" => Self::SignIn,
            "users/signout" => Self::SignOut,
            "tickets" => Self::List,
            "tickets/{id}" => Self::Edit,
            "orders" => Self::Buy,
            "orders/{id}" => Self::GiveUp,
            "payments" => Self::Pay,
            _ => return None,
        })
    }
}

/// What is wrong, in the words of that design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Wrong {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

impl Wrong {
    fn at(field: &'static str, message: impl Into<String>) -> Self {
        Self { message: message.into(), field: Some(field) }
    }
}

/// An answer that says what is wrong.
fn wrong(status: StatusCode, errors: &[Wrong]) -> Response {
    // It is rendered already.
    let done = axum::Extension(super::error::PlainAnswer);
    (status, done, Json(json!({ "errors": errors }))).into_response()
}

fn bad(errors: &[Wrong]) -> Response {
    wrong(StatusCode::BAD_REQUEST, errors)
}

/// Why something is not done as things are.
fn refusal(code: Code) -> Response {
    let status = match code {
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::SignInRequired | Code::NotSeller => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    wrong(status, &[Wrong { message: code.meaning().into(), field: None }])
}

fn unauthorised() -> Response {
    refusal(Code::SignInRequired)
}

/// An error of the layers or of a use case, as an answer of these paths.
pub(super) fn render(t: Language, error: Option<HttpError>, response: Response) -> Response {
    let status = response.status();
    if response.extensions().get::<super::error::PlainAnswer>().is_some() && error.is_none() {
        return response;
    }
    let (status, message) = match &error {
        Some(HttpError::Denied(denial)) => {
            use crate::usecases::RefusalCode as _;
            return with_headers_of(response, refusal(denial.code()));
        }
        Some(HttpError::Refused(code, _)) => return with_headers_of(response, refusal(*code)),
        Some(HttpError::NotAForm) => (StatusCode::BAD_REQUEST, NOT_JSON.to_owned()),
        Some(error) => (status, error.page(t).message),
        None => (status, HttpError::page_for(status, t).message),
    };
    with_headers_of(response, wrong(status, &[Wrong { message, field: None }]))
}

const NOT_JSON: &str = "The body is not JSON of this shape.";

/// Another answer that keeps what was noted of the first.
fn with_headers_of(first: Response, mut answer: Response) -> Response {
    let (mut parts, _) = first.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    let kept = parts.headers.drain().filter_map(|(name, value)| Some((name?, value)));
    answer.headers_mut().extend(kept);
    answer.extensions_mut().extend(parts.extensions);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

/// Whoever is signed in; all others get 401.
struct Member(Visitor);

impl std::ops::Deref for Member {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequestParts<Edge> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, edge).await?;
        if visitor.user().is_none() {
            return Err(unauthorised());
        }
        let action = Action::of(&parts.method, &parts.extensions);
        if let Some(action) = action.filter(|action| action.counts_by_itself()) {
            visitor.limit(action)?;
        }
        Ok(Self(visitor))
    }
}

/// A JSON object; of a field that is not asked for nothing is thought.
struct Fields(Map<String, Value>);

impl Fields {
    /// A text; a number is taken as it is written.
    fn text(&self, field: &str) -> String {
        match self.0.get(field) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }
}

impl FromRequest<Edge> for Fields {
    type Rejection = HttpError;

    async fn from_request(request: Request, edge: &Edge) -> HttpResult<Self> {
        // Of another type a page of another site could send it without being asked.
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
        let is_json = content_type.is_some_and(|v| {
            v.split(';').next().is_some_and(|v| v.trim().eq_ignore_ascii_case("application/json"))
        });
        let bytes = Bytes::from_request(request, edge).await.map_err(|_| HttpError::CutOff)?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) if is_json => Ok(Self(fields)),
            _ => Err(HttpError::NotAForm),
        }
    }
}

/// A price in major units, as a number.
fn major(price: Price, currency: Currency) -> Value {
    // What is written with digits and a point is a number.
    let number = price.decimal(currency).parse::<Number>();
    number.map_or(Value::Null, Value::Number)
}

/// How often a record has changed since it was made.
fn changes(version: u32) -> u32 {
    version.saturating_sub(1)
}

fn account(user: &User) -> Value {
    json!({ "id": user.id.to_string(), "email": user.email.as_str() })
}

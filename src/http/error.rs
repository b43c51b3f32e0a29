use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};

use super::limits::TooOften;
use crate::{
    actors::{CommandError, Unavailable},
    passwords::PasswordsError,
    storage::StorageError,
    views::ErrorPage,
};

/// Why a request is answered by an error page. The middleware logs and renders it.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// There is no such page, or it is not for this visitor to know of.
    #[error("not found")]
    NotFound,
    /// The method is not one that the page has.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// It may not be done by this visitor.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// It cannot be done as things are.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The body is no form.
    #[error("not a form")]
    NotAForm,
    /// The body is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The body is too large.
    #[error("too large")]
    TooLarge,
    /// The body did not come to its end, or not in time.
    #[error("cut off")]
    CutOff,
    /// One address, or one account, has done it too often.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// Too much is going on.
    #[error("overloaded: {0}")]
    Overloaded(&'static str),
    /// It was not done, for a reason that the visitor cannot help.
    #[error("not done: {0}")]
    NotDone(String),
    /// It is not known whether it was done.
    #[error("unknown: {0}")]
    Unknown(String),
    /// A fault of the site.
    #[error("internal: {0}")]
    Internal(String),
}

/// Seconds after which one who was turned away may come back.
pub(super) const COME_BACK_SECONDS: HeaderValue = HeaderValue::from_static("2");

impl HttpError {
    /// The page that an answer of this status gets which has none of its own.
    pub(super) fn page_for(status: StatusCode) -> ErrorPage {
        match status {
            StatusCode::FORBIDDEN => page(
                status,
                "This came from another site",
                "Your browser says that another site sent this. Nothing was done. Open the page \
                 here and try again.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed.page(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge.page(),
            StatusCode::SERVICE_UNAVAILABLE => page(
                status,
                "This is taking too long",
                "The site is busy. What you asked for may still be done: look at My orders or My \
                 listings before you try again.",
            ),
            _ if status.is_client_error() => page(
                status,
                "This cannot be done",
                "The site does not understand the request. Nothing was done.",
            ),
            _ => Self::Internal(String::new()).page(),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotUtf8 => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Overloaded(_) | Self::NotDone(_) | Self::Unknown(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn page(&self) -> ErrorPage {
        let (title, message) = match self {
            Self::NotFound => (
                "There is nothing here",
                "The address may be mistyped, or what was here is not yours to see.",
            ),
            Self::MethodNotAllowed => (
                "This is not how this page works",
                "Nothing was done. Go back and use the page's own buttons.",
            ),
            Self::Forbidden(why) | Self::Conflict(why) => ("This cannot be done", why.as_str()),
            Self::NotAForm => (
                "This is not a form",
                "Nothing was done. Send the form of the page, as \
                 application/x-www-form-urlencoded.",
            ),
            Self::NotUtf8 => {
                ("This text cannot be read", "What was sent is not UTF-8 text. Nothing was done.")
            }
            Self::TooLarge => (
                "This is too large",
                "What was sent is more than this page takes. Nothing was done.",
            ),
            Self::CutOff => (
                "This did not come through",
                "What you sent stopped half-way. Nothing was done, and nothing of it was kept. \
                 Check your connection and send it again.",
            ),
            Self::TooOften(limit) => {
                return page(self.status(), limit.title(), &limit.message());
            }
            Self::Overloaded(why) => ("The site is very busy", *why),
            Self::NotDone(_) => (
                "This could not be done just now",
                "Nothing has changed, and you were not charged. Please try again in a moment.",
            ),
            Self::Unknown(_) => (
                "We do not know whether this was done",
                "Look at My orders or My listings before you try again: what was done shows there.",
            ),
            Self::Internal(_) => (
                "Something went wrong here",
                "This is a fault of the site, not yours. What you were told was done is safe. \
                 Please try again; if it stays like this, tell the site's owner.",
            ),
        };
        page(self.status(), title, message)
    }
}

fn page(status: StatusCode, title: &str, message: &str) -> ErrorPage {
    ErrorPage { status: status.as_u16(), title: title.into(), message: message.into() }
}

/// What went wrong, for the line that the request gets in the log.
#[derive(Debug, Clone)]
pub(super) struct LoggedError(pub(super) String);

/// Marks an answer that is for programs: an error stays as it is, and becomes no page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain;

impl IntoResponse for HttpError {
    /// A status and a page to be rendered by the middleware, which knows site and visitor.
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = status.into_response();
        response.extensions_mut().insert(self.page());
        if let Self::TooOften(limit) = &self {
            response.headers_mut().insert(RETRY_AFTER, limit.retry_after().into());
        }
        if status.is_server_error() {
            response.extensions_mut().insert(LoggedError(self.to_string()));
        }
        response
    }
}

impl From<Unavailable> for HttpError {
    fn from(error: Unavailable) -> Self {
        match error {
            Unavailable::NotDone(error) => Self::NotDone(error),
            Unavailable::Unknown(error) => Self::Unknown(error),
        }
    }
}

impl From<StorageError> for HttpError {
    fn from(error: StorageError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<PasswordsError> for HttpError {
    fn from(error: PasswordsError) -> Self {
        match error {
            PasswordsError::Busy => {
                Self::Overloaded("Very many are signing in. Please try again in a moment.")
            }
            PasswordsError::Failed => Self::Internal(error.to_string()),
        }
    }
}

impl From<tower_sessions::session::Error> for HttpError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// The refusal in a command's result, or the page for what is out of order.
pub(super) fn refused<T, R>(result: Result<T, CommandError<R>>) -> Result<Result<T, R>, HttpError> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(CommandError::Refused(refusal)) => Ok(Err(refusal)),
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

use std::{convert::Infallible, fmt::Display};

use axum::{
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use tower_sessions::{session, session_store};

use super::{api::ApiError, limits::TooOften, status::status_of};
use crate::{
    actors::Unavailable,
    passwords::PasswordsError,
    storage::StorageError,
    types::Language,
    usecases::{AccessError, Code, Denial, RefusalCode as _, UseCaseError},
    views::ErrorPage,
};

/// Why a request is answered by an error page. The middleware logs and renders it.
#[derive(Debug, Clone, thiserror::Error)]
pub enum HttpError {
    /// There is no such page, or it is not for this visitor to know of.
    #[error("not found")]
    NotFound,
    /// It was asked for under a name that is not this site's: where that is.
    #[error("another host")]
    OtherHost(String),
    /// The method is not one that the page has.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// It may not be done by this visitor.
    #[error("denied: {0}")]
    Denied(Denial),
    /// It cannot be done as things are: why, by its name and in the words of the visitor.
    #[error("refused: {}", .0.as_str())]
    Refused(Code, String),
    /// A program asked in a way that the API does not take.
    #[error(transparent)]
    Api(#[from] ApiError),
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
    #[error("overloaded: {0:?}")]
    Overloaded(Busy),
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

/// What a handler answers, or why it is an error page.
pub(super) type HttpResult<T = Response> = Result<T, HttpError>;

/// With what the site is too busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// With everybody's requests.
    Requests,
    /// With passwords that are to be checked.
    SigningIn,
    /// With files that come.
    Files,
    /// With those of this visitor.
    YourFiles,
}

/// Seconds after which one who was turned away may come back.
pub(super) const COME_BACK_SECONDS: HeaderValue = HeaderValue::from_static("2");

impl HttpError {
    /// The page that an answer of this status gets which has none of its own.
    pub(super) fn page_for(status: StatusCode, t: Language) -> ErrorPage {
        match status {
            StatusCode::FORBIDDEN => page(status, t.other_site_title(), t.other_site()),
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed.page(t),
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge.page(t),
            StatusCode::SERVICE_UNAVAILABLE => page(status, t.too_long_title(), t.too_long()),
            _ if status.is_client_error() => {
                page(status, t.cannot_be_done_title(), t.not_understood())
            }
            _ => Self::Internal(String::new()).page(t),
        }
    }

    /// A fault of the site, by the error that it comes of.
    pub(super) fn internal(error: impl Display) -> Self {
        Self::Internal(error.to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::OtherHost(_) => StatusCode::MISDIRECTED_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Denied(denial) => status_of(denial.code()),
            Self::Refused(code, _) => status_of(*code),
            Self::Api(error) => error.status(),
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

    /// The page that it gets.
    pub(super) fn page(&self, t: Language) -> ErrorPage {
        let (title, message) = match self {
            Self::NotFound => (t.not_found_title(), t.not_found()),
            Self::MethodNotAllowed => (t.method_title(), t.method()),
            Self::Denied(denial) => (t.cannot_be_done_title(), said_of(*denial, t)),
            Self::Refused(_, why) => (t.cannot_be_done_title(), why.as_str()),
            // No page asks so.
            Self::Api(_) => (t.cannot_be_done_title(), t.not_understood()),
            Self::NotAForm => (t.not_a_form_title(), t.not_a_form()),
            Self::NotUtf8 => (t.not_utf8_title(), t.not_utf8()),
            Self::TooLarge => (t.too_large_title(), t.too_large()),
            Self::CutOff => (t.cut_off_title(), t.cut_off()),
            Self::OtherHost(base_url) => {
                let message = t.other_host(base_url);
                return page(self.status(), t.other_host_title(), &message);
            }
            Self::TooOften(limit) => {
                return page(self.status(), limit.title(t), &limit.message(t));
            }
            Self::Overloaded(with) => (t.busy_title(), with.message(t)),
            Self::NotDone(_) => (t.not_done_title(), t.not_done()),
            Self::Unknown(_) => (t.unknown_title(), t.unknown()),
            Self::Internal(_) => (t.internal_title(), t.internal()),
        };
        page(self.status(), title, message)
    }
}

impl Busy {
    fn message(self, t: Language) -> &'static str {
        match self {
            Self::Requests => t.busy_with_requests(),
            Self::SigningIn => t.busy_signing_in(),
            Self::Files => t.busy_with_files(),
            Self::YourFiles => t.busy_with_your_files(),
        }
    }
}

fn said_of(denial: Denial, t: Language) -> &'static str {
    match denial {
        Denial::NotFound => t.not_found(),
        Denial::SignInRequired => t.sign_in(),
        Denial::NotSeller => t.only_its_seller(),
        Denial::RefundByBuyer => t.refund_not_by_buyer(),
        Denial::RefundTooLate => t.refund_by_site_now(),
        Denial::GiveBackTooLate => t.give_back_too_late(),
        Denial::TermsNotAgreed => t.terms_before_trade(),
        // No page is asked for by a token.
        Denial::ScopeMissing(_) | Denial::NotForTokens => t.sign_in(),
        Denial::NotForSupport => t.not_for_support(),
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
pub(super) struct PlainAnswer;

impl IntoResponse for HttpError {
    /// A status and a page to be rendered by the middleware, which knows site and visitor.
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = status.into_response();
        response.extensions_mut().insert(self.clone());
        if let Self::TooOften(limit) = &self {
            response.headers_mut().insert(RETRY_AFTER, limit.retry_after().into());
        }
        if status.is_server_error() {
            response.extensions_mut().insert(LoggedError(self.to_string()));
        }
        response
    }
}

/// For what is answered by something else than an error page, too.
impl From<HttpError> for Response {
    fn from(error: HttpError) -> Self {
        error.into_response()
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
        match error.is_for_now() {
            true => Self::NotDone(error.to_string()),
            false => Self::internal(error),
        }
    }
}

impl From<PasswordsError> for HttpError {
    fn from(error: PasswordsError) -> Self {
        match error {
            PasswordsError::Busy => Self::Overloaded(Busy::SigningIn),
            PasswordsError::Failed => Self::internal(error),
        }
    }
}

impl From<session::Error> for HttpError {
    fn from(error: session::Error) -> Self {
        match error {
            session::Error::Store(session_store::Error::Backend(why)) => Self::NotDone(why),
            other => Self::internal(other),
        }
    }
}

impl From<Denial> for HttpError {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::NotFound => Self::NotFound,
            denial => Self::Denied(denial),
        }
    }
}

impl From<AccessError> for HttpError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Denied(denial) => denial.into(),
            AccessError::Storage(error) => error.into(),
        }
    }
}

impl From<UseCaseError<Infallible>> for HttpError {
    fn from(error: UseCaseError<Infallible>) -> Self {
        match error {
            UseCaseError::Access(error) => error.into(),
            UseCaseError::Refused(never) => match never {},
            UseCaseError::Unavailable(error) => error.into(),
        }
    }
}

/// The refusal in what came of a use case, or the page for what is out of order.
pub(super) fn refused<T, R>(result: Result<T, UseCaseError<R>>) -> Result<Result<T, R>, HttpError> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(UseCaseError::Refused(refusal)) => Ok(Err(refusal)),
        Err(UseCaseError::Access(error)) => Err(error.into()),
        Err(UseCaseError::Unavailable(error)) => Err(error.into()),
    }
}

//! The handlers, one file a family of pages.

pub(super) mod account;
pub(super) mod admin_lists;
pub(super) mod admin_mail;
pub(super) mod assets;
pub(super) mod browse;
pub(super) mod confirmation;
pub(super) mod deletion;
mod event_form;
pub(super) mod export;
pub(super) mod files;
pub(super) mod forgotten;
pub(super) mod language;
mod listing_form;
pub(super) mod live;
pub(super) mod operations;
pub(super) mod orders;
pub(super) mod payments;
pub(super) mod profile;
pub(super) mod receipts;
pub(super) mod refunds;
pub(super) mod selling;
pub(super) mod tickets;
pub(super) mod waitlist;
pub(super) mod webhooks;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect},
};

use super::{HttpError, HttpResult, status_of};
use crate::usecases::Code;

/// Another page of the site: the browser goes there.
fn go_to(path: &str) -> HttpResult {
    Ok(Redirect::to(path).into_response())
}

/// A form again that says what is wrong with what was typed.
fn mistyped(page: impl IntoResponse) -> HttpResult {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// A page that says why what was asked for is not done.
fn not_done(code: Code, page: impl IntoResponse) -> HttpResult {
    Ok((status_of(code), page).into_response())
}

/// Any path that is no page.
pub(super) async fn not_found() -> HttpError {
    HttpError::NotFound
}

/// A page that has no such method.
pub(super) async fn method_not_allowed() -> HttpError {
    HttpError::MethodNotAllowed
}

//! The handlers, one file a family of pages.

pub(super) mod account;
mod admin_csv;
pub(super) mod admin_desk;
pub(super) mod admin_lists;
pub(super) mod admin_mail;
pub(super) mod admin_money;
pub(super) mod admin_search;
pub(super) mod alerts;
pub(super) mod api;
pub(super) mod assets;
pub(super) mod browse;
pub(super) mod calendars;
pub(super) mod claims;
pub(super) mod confirmation;
pub(super) mod conversations;
mod csv_answer;
pub(super) mod deletion;
pub(super) mod event_changes;
mod event_form;
pub(super) mod event_picker;
pub(super) mod export;
pub(super) mod fee_invoices;
pub(super) mod files;
pub(super) mod forgotten;
pub(super) mod found;
pub(super) mod language;
pub(super) mod listing_files;
mod listing_form;
pub(super) mod live;
pub(super) mod mail_samples;
pub(super) mod money;
pub(super) mod openid;
pub(super) mod operations;
pub(super) mod orders;
pub(super) mod own_listings;
pub(super) mod passkeys;
pub(super) mod payments;
pub(super) mod payout_account;
pub(super) mod pictures;
pub(super) mod profile;
pub(super) mod purchases;
pub(super) mod receipts;
pub(super) mod refunds;
pub(super) mod reports;
pub(super) mod schemas;
pub(super) mod second_step;
pub(super) mod security;
pub(super) mod selling;
pub(super) mod sessions;
pub(super) mod site_pages;
pub(super) mod tickets;
pub(super) mod tokens;
pub(super) mod waitlist;
pub(super) mod webhook_endpoints;
pub(super) mod webhooks;

use axum::{
    http::{Method, StatusCode, Uri},
    response::{IntoResponse, Redirect},
};

use super::{HttpError, HttpResult, request_context::page_of_form, status_of};
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

/// A page that has no such method. Where a form has left its address in the bar, as with what it was
/// answered when something was wrong, whoever asks for that comes to the page of the form.
pub(super) async fn method_not_allowed(method: Method, uri: Uri) -> HttpResult {
    match method {
        Method::GET | Method::HEAD => go_to(&page_of_form(uri.path())),
        _ => Err(HttpError::MethodNotAllowed),
    }
}

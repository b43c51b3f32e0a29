//! The edge for programs: `/api/v1`, JSON over the same use cases, limits and layers as the pages.
//!
//! `caller.rs` has who asks, `body.rs` what is sent, `problem.rs` how it is said no, `idempotency.rs` how
//! what is sent twice is done once, `openapi.rs` the document that is made of all of it. A route is a
//! function here with its `#[utoipa::path]`, and a line in [`routes()`].

mod account;
mod admin;
mod alerts;
mod body;
mod caller;
mod changes;
mod conversations;
mod event_changes;
mod events;
mod history;
mod idempotency;
mod line;
mod listing;
mod model;
mod money;
mod openapi;
mod orders;
mod payments;
mod problem;
mod purchases;
mod receipts;
mod tickets;
mod webhooks;

use axum::{
    Router,
    http::header::CONTENT_TYPE,
    routing::{any, get},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use problem::ApiError;
pub(super) use {
    idempotency::KeysUnderWay,
    openapi::{ApiDocument, Operation},
    problem::{EdgeCode, render},
};

use super::{Edge, HttpError};

/// Its parts, in the order in which they are told.
pub(super) const TAGS: [&str; 10] = [
    "events", "tickets", "orders", "money", "waitlist", "alerts", "changes", "webhooks", "account",
    "admin",
];

/// Where it is.
pub(super) const ROOT: &str = "/api/v1";

/// The API.
pub(super) struct ApiRoutes {
    pub(super) router: Router<Edge>,
    /// Where one waits for what happens.
    pub(super) waiting: Router<Edge>,
    /// What all of it says of itself.
    pub(super) document: ApiDocument,
}

/// Every route of the API, and the document of them.
pub(super) fn routes() -> ApiRoutes {
    let described = OpenApiRouter::new()
        .routes(routes!(events::events))
        .routes(routes!(events::event, event_changes::change))
        .routes(routes!(event_changes::postpone))
        .routes(routes!(event_changes::cancel))
        .routes(routes!(events::tickets))
        .routes(routes!(tickets::tickets, tickets::list))
        .routes(routes!(tickets::ticket, tickets::edit))
        .routes(routes!(tickets::withdraw))
        .routes(routes!(history::history))
        .routes(routes!(orders::orders, orders::reserve))
        .routes(routes!(orders::order))
        .routes(routes!(payments::pay))
        .routes(routes!(orders::cancel))
        .routes(routes!(orders::refund))
        .routes(routes!(orders::give_back))
        .routes(routes!(orders::calendar))
        .routes(routes!(purchases::buy))
        .routes(routes!(purchases::purchase))
        .routes(routes!(purchases::cancel))
        .routes(routes!(purchases::calendar))
        .routes(routes!(receipts::receipt))
        .routes(routes!(conversations::messages, conversations::write))
        .routes(routes!(conversations::receive))
        .routes(routes!(conversations::open))
        .routes(routes!(conversations::answer))
        .routes(routes!(conversations::withdraw))
        .routes(routes!(money::money))
        .routes(routes!(money::lines))
        .routes(routes!(money::payouts))
        .routes(routes!(account::account, account::change))
        .routes(routes!(account::everything))
        .routes(routes!(account::calendar, account::renew_calendar))
        .routes(routes!(tickets::own))
        .routes(routes!(line::lines))
        .routes(routes!(line::tickets))
        .routes(routes!(line::wait_for_ticket, line::leave_ticket))
        .routes(routes!(line::wait_for_seats, line::leave_event))
        .routes(routes!(alerts::alerts, alerts::ask))
        .routes(routes!(alerts::end))
        .routes(routes!(webhooks::endpoints, webhooks::add))
        .routes(routes!(webhooks::endpoint, webhooks::delete))
        .routes(routes!(webhooks::turn_on))
        .routes(routes!(webhooks::turn_off))
        .routes(routes!(webhooks::replace_secret))
        .routes(routes!(webhooks::end_old_secret))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::all_again))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::again))
        .routes(routes!(admin::statistics::statistics))
        .routes(routes!(admin::search::search))
        .routes(routes!(admin::accounts::users))
        .routes(routes!(admin::accounts::ban))
        .routes(routes!(admin::accounts::unban))
        .routes(routes!(admin::events::events))
        .routes(routes!(admin::events::rename))
        .routes(routes!(admin::events::merge))
        .routes(routes!(admin::tickets::tickets))
        .routes(routes!(admin::tickets::disputed))
        .routes(routes!(admin::tickets::remove))
        .routes(routes!(admin::tickets::settle))
        .routes(routes!(admin::orders::orders))
        .routes(routes!(admin::orders::paid))
        .routes(routes!(admin::orders::cancel))
        .routes(routes!(admin::mails::mails))
        .routes(routes!(admin::mails::again))
        .routes(routes!(admin::mails::test));
    // Files come with these: they have places of their own.
    let files = OpenApiRouter::new()
        .routes(routes!(account::file, account::attach, account::detach))
        .routes(routes!(event_changes::picture, event_changes::remove_picture));
    let (router, mut described) =
        OpenApiRouter::new().nest(ROOT, described.merge(files)).split_for_parts();
    let waiting = OpenApiRouter::new().routes(routes!(changes::changes));
    let (waiting, waits) = OpenApiRouter::new().nest(ROOT, waiting).split_for_parts();
    described.merge(waits);
    let document = ApiDocument::of(described);
    let (json, served) = ([(CONTENT_TYPE, "application/json")], document.bytes());
    let router = router
        .route("/api/v1/openapi.json", get(async move || (json, served)))
        .route("/api/{*rest}", any(async || HttpError::NotFound))
        .method_not_allowed_fallback(async || HttpError::MethodNotAllowed);
    ApiRoutes { router, waiting, document }
}

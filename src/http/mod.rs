//! The edge: what comes over HTTP is parsed, authorised and handed to the market; what comes of it
//! is shown.
//!
//! [`router`] has every route, `middleware` every layer.

mod asked;
mod browser;
mod buckets;
mod client;
mod error;
mod form;
mod impatient;
mod limits;
mod lingering;
mod metrics;
mod middleware;
mod multipart;
mod payers;
mod policy;
mod routes;
mod search;
mod server;
mod session;
mod shown;
mod uploads;
mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;

pub use error::HttpError;
pub use limits::{Action, Limits, TooOften};
pub use metrics::Metrics;
pub use payers::Payers;
pub use server::{Server, ServerLimits};
pub use uploads::Uploads;

use crate::{
    actors::Market,
    config::{Config, Provider},
    passwords::Passwords,
    types::BuyerFee,
};

/// What every handler has at hand.
#[derive(Clone)]
pub struct Edge(Arc<EdgeInner>);

/// See [`Edge`].
pub struct EdgeInner {
    /// The marketplace.
    pub market: Arc<Market>,
    /// What the self-hoster has set.
    pub config: Config,
    /// Passwords are hashed here.
    pub passwords: Passwords,
    /// Who has done how much.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Metrics,
    /// Places for requests that wait for the payment provider.
    pub payers: Payers,
    /// Places for files that come.
    pub uploads: Uploads,
    /// Cancelled when the site stops.
    pub stopping: CancellationToken,
}

impl std::ops::Deref for Edge {
    type Target = EdgeInner;

    fn deref(&self) -> &EdgeInner {
        &self.0
    }
}

impl Edge {
    /// What handlers get.
    #[must_use]
    pub fn new(inner: EdgeInner) -> Self {
        Self(Arc::new(inner))
    }

    /// What buyers pay on top of what sellers ask for.
    fn fee(&self) -> BuyerFee {
        self.market.settings().prices.fee
    }
}

/// Every route of the site.
pub fn router(edge: &Edge) -> Router {
    let pages = Router::new()
        .route("/", get(routes::browse::home))
        .route("/events/{id}", get(routes::browse::event))
        .route("/signup", get(routes::account::sign_up_form).post(routes::account::sign_up))
        .route("/signin", get(routes::account::sign_in_form).post(routes::account::sign_in))
        .route("/forgot", get(routes::forgotten::forgot_form).post(routes::forgotten::forgot))
        .route("/reset/{token}", get(routes::forgotten::reset_form).post(routes::forgotten::reset))
        .route(
            "/confirm/{token}",
            get(routes::confirmation::form).post(routes::confirmation::confirm),
        )
        .route("/signout", post(routes::account::sign_out))
        .route("/language", post(routes::language::choose))
        .route("/account", get(routes::account::account))
        .route("/account/confirm", post(routes::confirmation::send))
        .route("/account/email", get(routes::profile::email_form).post(routes::profile::email))
        .route(
            "/account/password",
            get(routes::profile::password_form).post(routes::profile::password),
        )
        .route("/account/sessions/end", post(routes::profile::end_sessions))
        .route("/account/delete", get(routes::deletion::form).post(routes::deletion::delete))
        .route("/account/deleted", get(routes::deletion::deleted))
        .route("/account/export", get(routes::export::export))
        .route("/sell", get(routes::selling::sell_form))
        .route("/tickets/{id}", get(routes::tickets::ticket))
        .route("/tickets/{id}/edit", get(routes::selling::edit_form).post(routes::selling::edit))
        .route("/tickets/{id}/withdraw", post(routes::selling::withdraw))
        .route("/tickets/{id}/file/remove", post(routes::files::remove))
        .route("/tickets/{id}/buy", post(routes::tickets::buy))
        .route("/tickets/{id}/tell", post(routes::wishes::tell))
        .route("/tickets/{id}/tell/stop", post(routes::wishes::stop))
        .route("/selling", get(routes::selling::selling))
        .route("/orders", get(routes::orders::orders))
        .route("/orders/{id}", get(routes::orders::order))
        .route("/orders/{id}/receipt", get(routes::receipts::receipt))
        .route("/orders/{id}/pay", post(routes::payments::pay))
        .route("/orders/{id}/return", get(routes::payments::came_back))
        .route("/orders/{id}/cancel", post(routes::orders::cancel))
        .route("/orders/{id}/refund", post(routes::refunds::refund))
        .route("/admin", get(routes::admin_mail::admin))
        .route("/admin/users", get(routes::admin_desk::users))
        .route("/admin/users/{id}/ban", post(routes::admin_desk::ban))
        .route("/admin/users/{id}/unban", post(routes::admin_desk::unban))
        .route("/admin/orders", get(routes::admin_desk::orders))
        .route("/admin/orders/{id}/cancel", post(routes::admin_desk::cancel))
        .route("/admin/events", get(routes::admin_desk::events))
        .route("/admin/events/{id}/rename", post(routes::admin_desk::rename))
        .route(
            "/admin/events/{id}/merge",
            get(routes::admin_desk::merge_form).post(routes::admin_desk::merge),
        )
        .route("/admin/tickets", get(routes::admin_desk::tickets))
        .route("/admin/tickets/{id}/remove", post(routes::admin_desk::remove))
        .route("/admin/mail", get(routes::admin_mail::mails))
        .route("/admin/mail/test", post(routes::admin_mail::test))
        .route("/admin/mail/{id}/again", post(routes::admin_mail::again))
        .fallback(routes::not_found)
        .method_not_allowed_fallback(routes::method_not_allowed);
    let pages = middleware::with_sessions(pages, edge);

    // Files come with these: they take their time, and places of their own.
    let uploads = Router::new()
        .route("/tickets", post(routes::selling::sell))
        .route("/tickets/{id}/file", get(routes::files::file).post(routes::files::attach))
        .method_not_allowed_fallback(routes::method_not_allowed);
    let uploads = middleware::with_sessions(uploads, edge);

    let plain = Router::new().route("/assets/{file}", get(routes::assets::asset));
    let limited = middleware::with_limits(pages.merge(plain), uploads, edge);

    // Without a provider that tells anything there is no such page.
    let webhooks = match edge.config.payments.provider {
        Provider::Sandbox => Router::new(),
        Provider::Stripe => Router::new().route("/webhooks/stripe", post(routes::webhooks::stripe)),
    };
    let limited = limited.merge(middleware::with_limits_for_webhooks(webhooks, edge));

    // They last, and have a bound of their own: the hub's.
    let live = Router::new()
        .route("/live", get(routes::live::home))
        .route("/events/{id}/live", get(routes::live::event))
        .route("/tickets/{id}/live", get(routes::live::ticket));

    // How the site is doing is told even when it is overloaded.
    let operations = Router::new()
        .route("/healthz", get(routes::operations::healthz))
        .route("/readyz", get(routes::operations::readyz))
        .route("/metrics", get(routes::operations::metrics));
    middleware::around_all(limited.merge(live).merge(operations), edge).with_state(edge.clone())
}

//! The edge: what comes over HTTP is parsed, authorised and handed to the market; what comes of it
//! is shown.
//!
//! [`router`] has every route, `middleware` every layer.

mod browser;
mod buckets;
mod client;
mod content_policy;
mod error;
mod form;
mod limits;
mod lingering;
mod metrics;
mod middleware;
mod multipart;
mod pages;
mod payment_slots;
mod presenters;
mod request_context;
mod search;
mod server;
mod session;
mod status;
mod uploads;
mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;

pub use error::HttpError;
use error::{HttpResult, refused};
use form::{Form, Id, PageNumber, query};
pub use limits::{Action, TooOften};
pub use metrics::Metrics;
pub use server::{HttpServer, ServerLimits};
use status::status_of;
use visitor::{Admin, SignedIn, Visitor};

use self::middleware::Routes;

use crate::{
    actors::Market, config::Config, passwords::Passwords, payments::Checkout, types::BuyerFee,
    usecases::Admins,
};

/// What every handler has at hand.
#[derive(Clone)]
pub struct Edge(Arc<EdgeInner>);

/// See [`Edge`].
pub struct EdgeInner {
    /// The marketplace.
    market: Arc<Market>,
    /// What the self-hoster has set.
    config: Config,
    /// Who runs the site.
    admins: Admins,
    /// How one pays.
    checkout: Checkout,
    /// Passwords are hashed here.
    passwords: Passwords,
    /// Who has done how much.
    limits: limits::RateLimits,
    /// What is counted.
    metrics: Metrics,
    /// Places for requests that wait for the payment provider.
    payment_slots: payment_slots::PaymentSlots,
    /// Places for files that come.
    uploads: uploads::Uploads,
    /// Cancelled when the site stops.
    stopping: CancellationToken,
}

impl std::ops::Deref for Edge {
    type Target = EdgeInner;

    fn deref(&self) -> &EdgeInner {
        &self.0
    }
}

impl Edge {
    /// What handlers get, before anybody has asked for anything; `stopping` is cancelled when the
    /// site stops.
    #[must_use]
    pub fn new(
        config: Config,
        market: Arc<Market>,
        checkout: Checkout,
        passwords: Passwords,
        stopping: CancellationToken,
    ) -> Self {
        Self(Arc::new(EdgeInner {
            admins: Admins::parse(&config.site.admins),
            limits: limits::RateLimits::new(&config.limits),
            metrics: Metrics::default(),
            payment_slots: payment_slots::PaymentSlots::of(config.server.requests_in_flight_max),
            uploads: uploads::Uploads::of(config.server.uploads_max),
            config,
            market,
            checkout,
            passwords,
            stopping,
        }))
    }

    /// What buyers pay on top of what sellers ask for.
    fn fee(&self) -> BuyerFee {
        self.market.settings().prices.fee
    }
}

/// Every route of the site.
pub fn router(edge: &Edge) -> Router {
    let pages = Router::new()
        .route("/", get(pages::browse::home))
        .route("/events/{id}", get(pages::browse::event))
        .route("/signup", get(pages::account::sign_up_form).post(pages::account::sign_up))
        .route("/signin", get(pages::account::sign_in_form).post(pages::account::sign_in))
        .route("/forgot", get(pages::forgotten::forgot_form).post(pages::forgotten::forgot))
        .route("/reset/{token}", get(pages::forgotten::reset_form).post(pages::forgotten::reset))
        .route(
            "/confirm/{token}",
            get(pages::confirmation::form).post(pages::confirmation::confirm),
        )
        .route("/signout", post(pages::account::sign_out))
        .route("/language", post(pages::language::choose))
        .route("/account", get(pages::account::account))
        .route("/account/confirm", post(pages::confirmation::send))
        .route("/account/email", get(pages::profile::email_form).post(pages::profile::email))
        .route(
            "/account/password",
            get(pages::profile::password_form).post(pages::profile::password),
        )
        .route("/account/sessions/end", post(pages::profile::end_sessions))
        .route("/account/delete", get(pages::deletion::form).post(pages::deletion::delete))
        .route("/account/deleted", get(pages::deletion::deleted))
        .route("/account/export", get(pages::export::export))
        .route("/sell", get(pages::selling::sell_form))
        .route("/tickets/{id}", get(pages::tickets::ticket))
        .route("/tickets/{id}/edit", get(pages::selling::edit_form).post(pages::selling::edit))
        .route("/tickets/{id}/withdraw", post(pages::selling::withdraw))
        .route("/tickets/{id}/file/remove", post(pages::files::remove))
        .route("/tickets/{id}/buy", post(pages::tickets::buy))
        .route("/tickets/{id}/tell", post(pages::waitlist::tell))
        .route("/tickets/{id}/tell/stop", post(pages::waitlist::stop))
        .route("/selling", get(pages::selling::selling))
        .route("/orders", get(pages::orders::orders))
        .route("/orders/{id}", get(pages::orders::order))
        .route("/orders/{id}/receipt", get(pages::receipts::receipt))
        .route("/orders/{id}/pay", post(pages::payments::pay))
        .route("/orders/{id}/return", get(pages::payments::came_back))
        .route("/orders/{id}/cancel", post(pages::orders::cancel))
        .route("/orders/{id}/refund", post(pages::refunds::refund))
        .route("/admin", get(pages::admin_mail::dashboard))
        .route("/admin/users", get(pages::admin_lists::list::<pages::admin_lists::Users>))
        .route("/admin/users/{id}/ban", post(pages::admin_lists::ban))
        .route("/admin/users/{id}/unban", post(pages::admin_lists::unban))
        .route("/admin/orders", get(pages::admin_lists::list::<pages::admin_lists::OrderList>))
        .route("/admin/orders/{id}/cancel", post(pages::admin_lists::cancel))
        .route("/admin/events", get(pages::admin_lists::list::<pages::admin_lists::Events>))
        .route("/admin/events/{id}/rename", post(pages::admin_lists::rename))
        .route(
            "/admin/events/{id}/merge",
            get(pages::admin_lists::merge_form).post(pages::admin_lists::merge),
        )
        .route("/admin/tickets", get(pages::admin_lists::list::<pages::admin_lists::Tickets>))
        .route("/admin/tickets/{id}/remove", post(pages::admin_lists::remove))
        .route("/admin/mail", get(pages::admin_mail::mails))
        .route("/admin/mail/test", post(pages::admin_mail::test))
        .route("/admin/mail/{id}/again", post(pages::admin_mail::again))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::method_not_allowed);

    // Files come with these: they take their time, and places of their own.
    let uploads = Router::new()
        .route("/tickets", post(pages::selling::sell))
        .route("/tickets/{id}/file", get(pages::files::file).post(pages::files::attach))
        .method_not_allowed_fallback(pages::method_not_allowed);

    let assets = Router::new().route("/assets/{file}", get(pages::assets::asset));

    // Without a provider that tells anything there is no such page.
    let webhooks = match edge.checkout.asks_the_buyer() {
        false => Router::new(),
        true => Router::new().route("/webhooks/stripe", post(pages::webhooks::stripe)),
    };

    // They last, and have a bound of their own: the hub's.
    let live = Router::new()
        .route("/live", get(pages::live::home))
        .route("/events/{id}/live", get(pages::live::event))
        .route("/tickets/{id}/live", get(pages::live::ticket));

    // How the site is doing is told even when it is overloaded.
    let operations = Router::new()
        .route("/healthz", get(pages::operations::healthz))
        .route("/readyz", get(pages::operations::readyz))
        .route("/metrics", get(pages::operations::metrics));
    let routes = Routes { pages, uploads, assets, webhooks, live, operations };
    middleware::layered(routes, edge).with_state(edge.clone())
}

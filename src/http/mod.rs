//! The edge: what comes over HTTP is parsed, authorised and handed to the market; what comes of it
//! is shown.
//!
//! [`router`] has every route, `middleware` every layer.

mod api;
mod brief_cookie;
mod browser;
mod buckets;
mod client;
mod compat;
mod compression;
mod content_policy;
mod error;
mod form;
mod hosts;
mod limits;
mod lingering;
mod metrics;
mod middleware;
mod multipart;
mod pages;
mod payment_slots;
mod presenters;
mod price_plots;
mod request_context;
mod response_times;
mod search;
mod second_look;
mod server;
mod session;
mod shares;
mod staff_looks;
mod status;
mod ticket_filter;
mod uploads;
mod visitor;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};
use tokio_util::sync::CancellationToken;

pub use api::ApiError;
use api::ApiRoutes;
pub use error::HttpError;
use error::{HttpResult, refused};
use form::{Anchor, AskedPage, Form, Id, query};
pub use limits::{Action, TooOften};
pub use metrics::Metrics;
pub use server::{HttpServer, ServerLimits};
use status::status_of;
use visitor::{Admin, SignedIn, StaffMember, Visitor};

use self::{
    middleware::Routes,
    pages::{
        account, admin_desk, admin_lists, admin_mail, admin_money, admin_search, alerts, assets,
        browse, calendars, claims, confirmation, conversations, deletion, event_changes,
        event_picker, export, fee_invoices, files, forgotten, found, language, listing_files, live,
        mail_samples, method_not_allowed, money, not_found, openid, operations, orders,
        own_listings, passkeys, payments, payout_account, pictures, profile, purchases, receipts,
        refunds, reports, schemas, second_step, security, selling, sessions, site_pages, tickets,
        tokens, waitlist, webhook_endpoints, webhooks,
    },
};

use crate::{
    actors::Market,
    config::Config,
    delivery::bus::BusState,
    openid::OpenId,
    operator::Operator,
    passkeys::Passkeys,
    passwords::{Password, PasswordError, Passwords},
    payments::Checkout,
    storage::StorageError,
    types::{BuyerFee, Email, UserId},
    usecases::{Role, Staff},
};

/// How many take all their data away at once.
const EXPORTS_MAX: usize = 8;

/// How many programs of one account wait for what happens at once.
const CHANGES_OF_ONE_MAX: usize = 8;

/// What every handler has at hand.
pub type Edge = Arc<EdgeState>;

/// See [`Edge`].
pub struct EdgeState {
    /// The marketplace.
    market: Arc<Market>,
    /// What the self-hoster has set.
    config: Config,
    /// Who runs the site.
    staff: Staff,
    /// What they have made theirs.
    operator: Arc<Operator>,
    /// How one pays.
    checkout: Checkout,
    /// Passkeys are asked for here, where there can be any.
    passkeys: Option<Passkeys>,
    /// The provider by which people sign in as well, if there is one.
    openid: Option<OpenId>,
    /// Passwords are hashed here.
    passwords: Passwords,
    /// Under which names it is asked for.
    hosts: hosts::Hosts,
    /// Who has shown of late that it is them.
    second_looks: second_look::SecondLooks,
    /// Who has done how much.
    limits: limits::RateLimits,
    /// What is counted.
    metrics: Metrics,
    /// Places for requests that wait for the payment provider.
    payment_slots: payment_slots::PaymentSlots,
    /// Requests of programs that are to be done once, and are under way.
    keys_under_way: api::KeysUnderWay,
    /// Posters as they are shared.
    drawn: pictures::Drawn,
    /// Places for files that come.
    uploads: uploads::Uploads,
    /// Places for those who take all their data away.
    exports: shares::Shares<UserId>,
    /// Places for streams, by who looks.
    stream_shares: shares::Shares<client::Client>,
    /// Places for programs that wait for what happens, by account.
    changes_shares: shares::Shares<UserId>,
    /// The addresses of what may be found, as they were a moment ago.
    sitemap: found::Sitemap,
    /// The plots of events' pages, as they were a moment ago.
    price_plots: price_plots::PricePlots,
    /// How long answers took, day by day.
    response_times: response_times::ResponseTimes,
    /// How the event bus does.
    bus: Arc<BusState>,
    /// Cancelled when the site stops.
    stopping: CancellationToken,
}

impl EdgeState {
    /// How many minutes a turn in a line lasts, to the next whole one.
    pub(crate) fn turn_minutes(&self) -> u64 {
        self.config.orders.line_seconds.div_ceil(60)
    }

    /// What handlers get, before anybody has asked for anything; `stopping` is cancelled when the
    /// site stops.
    #[must_use]
    pub fn new(
        config: Config,
        operator: Arc<Operator>,
        market: Arc<Market>,
        checkout: Checkout,
        passwords: Passwords,
        bus: Arc<BusState>,
        stopping: CancellationToken,
    ) -> Edge {
        Arc::new(Self {
            staff: Staff::of(&config),
            hosts: hosts::Hosts::of(&config),
            limits: limits::RateLimits::new(&config.limits),
            second_looks: second_look::SecondLooks::default(),
            metrics: Metrics::default(),
            payment_slots: payment_slots::PaymentSlots::of(config.server.requests_in_flight_max),
            keys_under_way: api::KeysUnderWay::default(),
            drawn: pictures::Drawn::default(),
            uploads: uploads::Uploads::of(config.server.uploads_max),
            exports: shares::Shares::new(EXPORTS_MAX, 1),
            changes_shares: shares::Shares::new(config.server.live_streams_max, CHANGES_OF_ONE_MAX),
            // How many there are in all is the hub's to say.
            stream_shares: shares::Shares::new(
                usize::MAX,
                (config.server.connections_per_address_max * 3 / 4).max(1),
            ),
            sitemap: found::Sitemap::default(),
            price_plots: price_plots::PricePlots::default(),
            passkeys: Passkeys::of(&config.site.name, &config.site.base_url),
            openid: OpenId::of(config.accounts.openid.settings(), &config.site.base_url),
            response_times: response_times::ResponseTimes::of(
                &config.storage.path,
                &config.site.time_zone,
            ),
            config,
            operator,
            market,
            checkout,
            passwords,
            bus,
            stopping,
        })
    }

    /// What somebody chose as the password of the account of this address, if it may be one.
    fn new_password(&self, typed: &str, email: &Email) -> Result<Password, PasswordError> {
        Password::choose(typed, email, &self.config.site.name)
    }

    /// Tells the log if an account has just come to run the site, or to answer for it.
    fn log_new_staff(&self, id: UserId) -> Result<(), StorageError> {
        match self.market.tables().user(id)?.and_then(|user| self.staff.role(&user)) {
            Some(Role::Admin) => {
                tracing::warn!(user = %id, "an account runs the site from now on: \
                its address is in site.admins, and was confirmed");
            }
            Some(Role::Support) => {
                tracing::warn!(user = %id, "an account answers for the site from \
                now on: its address is in site.support, and was confirmed");
            }
            None => {}
        }
        Ok(())
    }

    /// Writes down now and then how long answers took, until the site stops.
    pub async fn keep_response_times(self: Arc<Self>) {
        loop {
            let wait = tokio::time::sleep(response_times::WRITTEN_EVERY);
            let goes_on = self.stopping.run_until_cancelled(wait).await.is_some();
            self.write_response_times().await;
            if !goes_on {
                return;
            }
        }
    }

    async fn write_response_times(self: &Arc<Self>) {
        let edge = self.clone();
        let written = tokio::task::spawn_blocking(move || edge.response_times.write()).await;
        if let Ok(Err(error)) = written {
            tracing::warn!(%error, "how long answers took is not written down; it is tried again");
        }
    }

    /// What buyers pay on top of what sellers ask for.
    fn fee(&self) -> BuyerFee {
        self.market.settings().prices.fees.buyer
    }
}

/// Every route of the site.
pub fn router(edge: &Edge) -> Router {
    let pages = Router::new()
        .route("/", get(browse::home))
        .route("/events/{id}", get(browse::event))
        .route("/events/{id}/{slug}", get(browse::event))
        .route("/events/{id}/change", get(event_changes::change_form).post(event_changes::change))
        .route(
            "/events/{id}/postpone",
            get(event_changes::postpone_form).post(event_changes::postpone),
        )
        .route("/events/{id}/cancel", get(event_changes::cancel_form).post(event_changes::cancel))
        .route("/events/{id}/picture/remove", post(event_changes::remove_picture))
        .route("/events/{id}/refunds", post(event_changes::refunds_again))
        .route("/signup", get(account::sign_up_form).post(account::sign_up))
        .route("/signin", get(account::sign_in_form).post(account::sign_in))
        .route("/signin/passkey/begin", post(passkeys::begin_sign_in))
        .route("/signin/passkey", post(passkeys::sign_in))
        .route("/signin/openid", get(openid::begin))
        .route("/signin/openid/back", get(openid::back))
        .route("/signin/openid/new", get(openid::new_form).post(openid::make))
        .route("/signin/openid/known", get(openid::known_form).post(openid::show_password))
        .route("/signin/code/passkey/begin", post(passkeys::begin_second_step))
        .route("/signin/code/passkey", post(passkeys::show))
        .route("/signin/code", get(second_step::form).post(second_step::show))
        .route("/lost/{token}", get(security::lost_form).post(security::lost))
        .route("/forgot", get(forgotten::forgot_form).post(forgotten::forgot))
        .route("/reset/{token}", get(forgotten::reset_form).post(forgotten::reset))
        .route("/confirm/{token}", get(confirmation::form).post(confirmation::confirm))
        .route("/signout", post(account::sign_out))
        .route("/language", post(language::choose))
        .route("/account", get(account::account))
        .route("/account/confirm", post(confirmation::send))
        .route("/account/email", get(profile::email_form).post(profile::email))
        .route("/account/password", get(profile::password_form).post(profile::password))
        .route("/account/look/passkey/begin", post(passkeys::begin_look))
        .route("/account/look/passkey", post(passkeys::look))
        .route("/account/look/openid", get(openid::begin_look))
        .route("/account/look", get(security::look_form).post(security::look))
        .route("/account/security", get(security::security))
        .route("/account/security/totp", get(security::totp_form).post(security::add_totp))
        .route(
            "/account/security/totp/remove",
            get(security::remove_totp_form).post(security::remove_totp),
        )
        .route("/account/security/passkeys", get(passkeys::form).post(passkeys::add))
        .route("/account/security/passkeys/begin", post(passkeys::begin_adding))
        .route(
            "/account/security/passkeys/{id}/remove",
            get(passkeys::remove_form).post(passkeys::remove),
        )
        .route(
            "/account/security/codes",
            get(security::renew_codes_form).post(security::renew_codes),
        )
        .route("/account/security/openid", get(openid::begin_link))
        .route("/account/security/openid/link", get(openid::link_form).post(openid::link))
        .route("/account/security/openid/remove", get(openid::unlink_form).post(openid::unlink))
        .route("/account/sessions/end", get(sessions::all_form).post(sessions::end_all))
        .route("/account/sessions/{id}/end", get(sessions::one_form).post(sessions::end_one))
        .route("/account/tokens", get(tokens::tokens).post(tokens::make))
        .route("/account/tokens/{id}/revoke", post(tokens::revoke))
        // Its name ends in `.ics`.
        .route("/account/calendar/{token}", get(calendars::account))
        .route("/account/terms", get(site_pages::terms_form).post(site_pages::agree))
        .route("/account/calendar", post(calendars::renew))
        .route("/account/delete", get(deletion::form).post(deletion::delete))
        .route("/account/deleted", get(deletion::deleted))
        .route("/account/export", get(export::export))
        .route("/account/webhooks", get(webhook_endpoints::list).post(webhook_endpoints::add))
        .route("/account/webhooks/{id}", get(webhook_endpoints::endpoint))
        .route("/account/webhooks/{id}/on", post(webhook_endpoints::turn_on))
        .route("/account/webhooks/{id}/off", post(webhook_endpoints::turn_off))
        .route("/account/webhooks/{id}/delete", post(webhook_endpoints::delete))
        .route("/account/webhooks/{id}/secret", post(webhook_endpoints::secret))
        .route("/account/webhooks/{id}/secret/end", post(webhook_endpoints::end_old_secret))
        .route("/account/webhooks/{id}/test", post(webhook_endpoints::test))
        .route("/account/webhooks/{id}/again", post(webhook_endpoints::all_again))
        .route("/account/webhooks/deliveries/{id}/again", post(webhook_endpoints::again))
        .route("/sell", get(selling::sell_form))
        .route("/sell/new", get(event_picker::new_event))
        .route("/tickets/{id}", get(tickets::ticket))
        .route("/tickets/{id}/edit", get(selling::edit_form).post(selling::edit))
        .route("/tickets/{id}/withdraw", post(selling::withdraw))
        .route("/tickets/{id}/file/remove", post(files::remove))
        .route("/tickets/{id}/buy", post(tickets::buy))
        .route("/tickets/{id}/report", post(reports::report))
        .route("/tickets/{id}/line", post(waitlist::wait_for_ticket))
        .route("/tickets/{id}/line/stop", post(waitlist::leave_ticket))
        .route("/events/{id}/line", post(waitlist::wait_for_seats))
        .route("/events/{id}/line/stop", post(waitlist::leave_event))
        .route("/alerts", get(alerts::alerts).post(alerts::ask))
        .route("/alerts/{id}/often", post(alerts::choose_pace))
        .route("/alerts/{id}/delete", post(alerts::end))
        .route("/alerts/stop/{token}", get(alerts::stop_form).post(alerts::stop))
        .route("/selling", get(own_listings::selling))
        .route("/selling/price", post(own_listings::reprice))
        .route("/selling/withdraw", post(own_listings::withdraw_several))
        .route("/selling/listings.csv", get(own_listings::csv))
        .route("/selling/money", get(money::money))
        .route("/selling/money.csv", get(money::csv))
        .route("/account/payout", get(payout_account::show).post(payout_account::give_bank))
        .route("/account/payout/connect", post(payout_account::connect))
        .route("/account/payout/go-on", post(payout_account::go_on))
        .route("/account/payout/back", get(payout_account::came_back))
        .route("/account/payout/look", post(payout_account::look_again))
        .route(
            "/account/payout/forget",
            get(payout_account::forget_form).post(payout_account::forget),
        )
        .route("/account/invoices", get(fee_invoices::list).post(fee_invoices::make))
        .route("/invoices/{id}", get(fee_invoices::invoice))
        .route("/api", get(pages::api::api))
        .route("/pages/{name}", get(site_pages::page))
        .route("/events/{id}/buy", post(purchases::buy))
        .route("/purchases/{id}", get(purchases::purchase))
        .route("/purchases/{id}/calendar.ics", get(calendars::purchase))
        .route("/purchases/{id}/pay", post(payments::pay))
        .route("/purchases/{id}/return", get(payments::came_back))
        .route("/purchases/{id}/cancel", post(purchases::cancel))
        .route("/purchases/{id}/drop", post(purchases::drop_one))
        .route("/orders", get(orders::orders))
        .route("/orders/{id}", get(orders::order))
        .route("/orders/{id}/calendar.ics", get(calendars::order))
        .route("/orders/{id}/receipt", get(receipts::receipt))
        .route("/orders/{id}/pay", post(payments::pay))
        .route("/orders/{id}/return", get(payments::came_back))
        .route("/orders/{id}/cancel", post(orders::cancel))
        .route("/orders/{id}/refund", post(refunds::refund))
        .route("/orders/{id}/give-back", post(refunds::give_back))
        .route("/orders/{id}/received", post(conversations::receive))
        .route("/orders/{id}/problem", post(claims::open))
        .route("/orders/{id}/problem/answer", post(claims::answer))
        .route("/orders/{id}/problem/withdraw", post(claims::withdraw))
        .route("/orders/{id}/messages/admins", post(conversations::ask_admins))
        .route("/orders/{id}/messages/{number}/file", get(conversations::file))
        .route("/admin", get(admin_desk::dashboard))
        .route("/admin/days.csv", get(admin_desk::days_csv))
        .route("/admin/search", get(admin_search::search))
        .route("/admin/payments", get(admin_desk::payments))
        .route("/admin/payments.csv", get(admin_desk::payments_csv))
        .route("/admin/audit", get(admin_lists::audit))
        .route("/admin/audit.csv", get(admin_lists::audit_csv))
        .route("/admin/users", get(admin_lists::list::<admin_lists::Users>))
        .route("/admin/users.csv", get(admin_lists::csv::<admin_lists::Users>))
        .route("/admin/users/{id}/ban", post(admin_lists::ban))
        .route("/admin/users/{id}/unban", post(admin_lists::unban))
        .route("/admin/orders", get(admin_lists::list::<admin_lists::OrderList>))
        .route("/admin/orders.csv", get(admin_lists::csv::<admin_lists::OrderList>))
        .route("/admin/orders/paid", get(admin_lists::list::<admin_lists::PaidOrders>))
        .route("/admin/orders/paid.csv", get(admin_lists::csv::<admin_lists::PaidOrders>))
        .route("/admin/orders/{id}/cancel", post(admin_lists::cancel))
        .route("/admin/events", get(admin_lists::list::<admin_lists::Events>))
        .route("/admin/events.csv", get(admin_lists::csv::<admin_lists::Events>))
        .route("/admin/events/{id}/rename", post(admin_lists::rename))
        .route("/admin/events/{id}/merge", get(admin_lists::merge_form).post(admin_lists::merge))
        .route("/admin/tickets", get(admin_lists::list::<admin_lists::Tickets>))
        .route("/admin/tickets.csv", get(admin_lists::csv::<admin_lists::Tickets>))
        .route("/admin/tickets/disputed", get(admin_lists::list::<admin_lists::Disputes>))
        .route("/admin/tickets/disputed.csv", get(admin_lists::csv::<admin_lists::Disputes>))
        .route("/admin/tickets/{id}/settle", post(admin_lists::settle))
        .route("/admin/tickets/{id}/remove", post(admin_lists::remove))
        .route("/admin/webhooks", get(admin_lists::list::<admin_lists::Endpoints>))
        .route("/admin/webhooks.csv", get(admin_lists::csv::<admin_lists::Endpoints>))
        .route("/admin/money", get(admin_money::money))
        .route("/admin/money/sellers.csv", get(admin_money::sellers_csv))
        .route("/admin/money/invoices", post(fee_invoices::make_all))
        .route("/admin/money/invoices.csv", get(fee_invoices::month_csv))
        .route("/admin/payouts", get(admin_money::runs).post(admin_money::make_run))
        .route("/admin/payouts.csv", get(admin_money::runs_csv))
        .route("/admin/payouts/{id}", get(admin_money::run))
        .route("/admin/payouts/{id}/list.csv", get(admin_money::run_csv))
        .route("/admin/payouts/{id}/sepa.xml", get(admin_money::run_sepa))
        .route("/admin/payouts/{id}/paid", post(admin_money::run_paid))
        .route("/admin/payouts/payments/{id}/settle", post(admin_money::settle))
        .route("/admin/sellers/{id}", get(admin_money::seller))
        .route("/admin/sellers/{id}/lines.csv", get(admin_money::seller_csv))
        .route("/admin/sellers/{id}/correct", post(admin_money::correct))
        .route("/admin/sellers/{id}/pause", post(admin_money::pause))
        .route("/admin/sellers/{id}/resume", post(admin_money::resume))
        .route("/admin/sellers/{id}/release", post(admin_money::release))
        .route("/admin/claims", get(admin_lists::list::<admin_lists::Claims>))
        .route("/admin/claims.csv", get(admin_lists::csv::<admin_lists::Claims>))
        .route("/admin/claims/{id}/decide", post(admin_lists::decide))
        .route("/admin/disputes", get(admin_lists::list::<admin_lists::PaymentDisputes>))
        .route("/admin/disputes.csv", get(admin_lists::csv::<admin_lists::PaymentDisputes>))
        .route("/admin/disputes/{id}/bear", post(admin_lists::bear))
        .route("/admin/reports", get(admin_lists::list::<admin_lists::Reports>))
        .route("/admin/reports.csv", get(admin_lists::csv::<admin_lists::Reports>))
        .route("/admin/reports/{id}/close", post(admin_lists::close))
        .route("/admin/mail", get(admin_mail::mails))
        .route("/admin/mail.csv", get(admin_mail::mails_csv))
        .route("/admin/mail/kinds", get(mail_samples::kinds))
        .route("/admin/mail/kinds/{kind}", get(mail_samples::kind))
        .route("/admin/mail/kinds/{kind}/html", get(mail_samples::html))
        .route("/admin/mail/test", post(admin_mail::test))
        .route("/admin/mail/{id}/again", post(admin_mail::again))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed);

    // Files come with these: they take their time, and places of their own.
    let uploads = Router::new()
        .route("/tickets", post(selling::sell))
        .route("/tickets/{id}/files", get(listing_files::files).post(listing_files::attach_several))
        .route("/tickets/{id}/pages", post(listing_files::attach_pages))
        .route("/tickets/{id}/file", get(files::file).post(files::attach))
        // The form's address: in a tab that is restored the other one would be a download.
        .route("/tickets/{id}/attach", post(files::attach))
        .route("/events/{id}/picture/attach", post(event_changes::attach_picture))
        .route("/orders/{id}/messages", get(conversations::messages).post(conversations::write))
        .route("/admin/payouts/report", post(admin_money::take_report))
        .method_not_allowed_fallback(method_not_allowed);

    let assets = Router::new()
        .route("/assets/{file}", get(assets::asset))
        .route("/events/{id}/picture", get(pictures::picture))
        .route("/events/{id}/picture/{file}", get(pictures::uploaded))
        .route("/events/{id}/poster.png", get(pictures::poster_in_dots))
        .route("/schemas/{file}", get(schemas::document))
        .route("/robots.txt", get(found::robots))
        .route("/sitemap.xml", get(found::sitemap))
        .route("/sitemap/{file}", get(found::sitemap_part))
        .route("/manifest.webmanifest", get(found::manifest));

    // Without a provider that tells anything there is no such page.
    let webhooks = match edge.checkout.asks_the_buyer() {
        false => Router::new(),
        true => Router::new().route("/webhooks/stripe", post(webhooks::stripe)),
    };

    // They last, and have a bound of their own: the hub's.
    let live = Router::new()
        .route("/live", get(live::home))
        .route("/events/{id}/live", get(live::event))
        .route("/tickets/{id}/live", get(live::ticket));

    // How the site is doing is told even when it is overloaded.
    let operations = Router::new()
        .route("/healthz", get(operations::healthz))
        .route("/readyz", get(operations::readyz))
        .route("/metrics", get(operations::metrics));
    let ApiRoutes { router: api, waiting: api_waiting, .. } = api::routes();
    let compat = compat::routes(edge);
    let routes =
        Routes { pages, uploads, assets, webhooks, live, operations, api, api_waiting, compat };
    middleware::layered(routes, edge).with_state(edge.clone())
}

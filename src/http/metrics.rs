use std::{
    fmt,
    sync::{Mutex, atomic::Ordering},
};

use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use super::Action;
use crate::actors::Market;

/// What is counted, for `GET /metrics` in Prometheus' text format.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<StatusLabel, Counter>,
    seconds: Histogram,
    webhooks: Family<WebhookLabel, Counter>,
    limited: Family<LimitedLabel, Counter>,
    users: Gauge,
    on_sale: Gauge,
    live_streams: Gauge,
    held: Gauge,
    open_orders: Gauge,
    unfinished_charges: Gauge,
    writable: Gauge,
    overdue: Gauge,
    unknown: Gauge,
    mismatched: Gauge,
    provider_answers: Gauge,
    books_read_at: Gauge,
    rounds: Gauge,
    mails_waiting: Gauge,
    mails_given_up: Gauge,
    decided_again: Counter,
    mails_sent: Counter,
    mail_tries_failed: Counter,
    mail_server_takes: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StatusLabel {
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct WebhookLabel {
    outcome: Webhook,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LimitedLabel {
    action: Action,
}

impl EncodeLabelValue for Action {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), fmt::Error> {
        self.name().encode(encoder)
    }
}

/// What came of something that the payment provider told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Webhook {
    /// It is kept, and asked about.
    Taken,
    /// It was kept already.
    Repeated,
    /// It is not the provider's.
    Refused,
    /// It could not be kept.
    Failed,
}

impl EncodeLabelValue for Webhook {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), fmt::Error> {
        match self {
            Self::Taken => "taken",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
        .encode(encoder)
    }
}

/// The bounds of the buckets of request times, in seconds.
const SECONDS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0];

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("holdfast");
        let metrics = Self {
            requests: Family::default(),
            seconds: Histogram::new(SECONDS),
            webhooks: Family::default(),
            limited: Family::default(),
            users: Gauge::default(),
            on_sale: Gauge::default(),
            live_streams: Gauge::default(),
            held: Gauge::default(),
            open_orders: Gauge::default(),
            unfinished_charges: Gauge::default(),
            writable: Gauge::default(),
            overdue: Gauge::default(),
            unknown: Gauge::default(),
            mismatched: Gauge::default(),
            provider_answers: Gauge::default(),
            books_read_at: Gauge::default(),
            rounds: Gauge::default(),
            mails_waiting: Gauge::default(),
            mails_given_up: Gauge::default(),
            decided_again: Counter::default(),
            mails_sent: Counter::default(),
            mail_tries_failed: Counter::default(),
            mail_server_takes: Gauge::default(),
            registry: Mutex::default(),
        };
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register("request_seconds", "How long they took", metrics.seconds.clone());
        let webhooks = "What the payment provider told, by what came of it";
        registry.register("webhooks", webhooks, metrics.webhooks.clone());
        for outcome in [Webhook::Taken, Webhook::Repeated, Webhook::Refused, Webhook::Failed] {
            // From the start, so that the first is seen to be one more.
            let _ = metrics.webhooks.get_or_create(&WebhookLabel { outcome });
        }
        let limited = "Requests refused because an address or an account had sent too many";
        registry.register("requests_limited", limited, metrics.limited.clone());
        for action in Action::ALL {
            let _ = metrics.limited.get_or_create(&LimitedLabel { action });
        }
        registry.register("users", "Accounts", metrics.users.clone());
        registry.register("tickets_on_sale", "Tickets for sale", metrics.on_sale.clone());
        let live = "Open pages that are told what changes";
        registry.register("live_streams", live, metrics.live_streams.clone());
        registry.register("tickets_held", "Tickets held or being sold", metrics.held.clone());
        registry.register("orders_open", "Orders not over yet", metrics.open_orders.clone());
        registry.register(
            "charges_unfinished",
            "Charges not settled with the payment provider",
            metrics.unfinished_charges.clone(),
        );
        registry.register(
            "journal_writable",
            "1 while the journal takes entries",
            metrics.writable.clone(),
        );
        registry.register(
            "payments_overdue",
            "Charges and refunds that should have been settled for over an hour",
            metrics.overdue.clone(),
        );
        registry.register(
            "payments_unknown",
            "Payments with money at the provider that belongs to no order",
            metrics.unknown.clone(),
        );
        registry.register(
            "payments_mismatched",
            "Payments at the provider that are otherwise not as their orders say",
            metrics.mismatched.clone(),
        );
        registry.register(
            "payment_provider_answers",
            "1 while the payment provider answers, as far as is known",
            metrics.provider_answers.clone(),
        );
        registry.register(
            "payment_books_read_timestamp_seconds",
            "When the provider's books were last compared with ours; 0 if never",
            metrics.books_read_at.clone(),
        );
        registry.register(
            "reconciler_rounds",
            "How often unfinished business was looked for since the start",
            metrics.rounds.clone(),
        );
        registry.register(
            "decided_again",
            "How often something was decided again, because others had changed what it rested on",
            metrics.decided_again.clone(),
        );
        metrics.register_mails(&mut registry);
        Self { registry: Mutex::new(registry), ..metrics }
    }
}

impl Metrics {
    fn register_mails(&self, registry: &mut Registry) {
        registry.register("mails_waiting", "Mails to be sent", self.mails_waiting.clone());
        let given_up = "Mails that were given up";
        registry.register("mails_given_up", given_up, self.mails_given_up.clone());
        registry.register("mails_sent", "Mails sent since the start", self.mails_sent.clone());
        registry.register(
            "mail_tries_failed",
            "Mails that were not taken when they were tried, since the start",
            self.mail_tries_failed.clone(),
        );
        registry.register(
            "mail_server_takes",
            "1 while the mail server takes mails, as far as is known; 0 if none is set up",
            self.mail_server_takes.clone(),
        );
    }

    fn look_at_mails(&self, market: &Market) {
        let (waiting, given_up) = {
            let catalog = market.tables().catalog();
            (catalog.mails.waiting().len(), catalog.mails.given_up_count())
        };
        self.mails_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.mails_given_up.set(i64::try_from(given_up).unwrap_or(i64::MAX));
        let state = market.mail_state();
        self.mail_server_takes.set(i64::from(state.is_set_up && state.trouble.is_none()));
        self.mails_sent.inner().store(state.sent, Ordering::Relaxed);
        self.mail_tries_failed.inner().store(state.failed, Ordering::Relaxed);
    }

    /// Counts a request.
    pub fn request(&self, status: u16, seconds: f64) {
        self.requests.get_or_create(&StatusLabel { status }).inc();
        self.seconds.observe(seconds);
    }

    /// Counts what came of a webhook.
    pub fn webhook(&self, outcome: Webhook) {
        self.webhooks.get_or_create(&WebhookLabel { outcome }).inc();
    }

    /// Counts a request that was refused because there were too many.
    pub fn limited(&self, action: Action) {
        self.limited.get_or_create(&LimitedLabel { action }).inc();
    }

    /// All of it as text.
    pub fn text(&self, market: &Market) -> String {
        let count = |gauge: &Gauge, count: usize| {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        };
        {
            let catalog = market.tables().catalog();
            count(&self.users, catalog.users_count());
            count(&self.on_sale, catalog.on_sale_count(market.clock().now()));
            count(&self.held, catalog.held.len());
            count(&self.open_orders, catalog.open_orders.len());
            count(&self.unfinished_charges, catalog.unfinished_charges.len());
        }
        self.decided_again.inner().store(market.conflicts(), Ordering::Relaxed);
        self.look_at_mails(market);
        count(&self.live_streams, market.tables().live().readers());
        count(&self.writable, usize::from(market.storage().health().is_sound()));
        let (unsettled, now) = (market.unsettled(), market.clock().now());
        let issues = unsettled.issues.iter().filter(|issue| issue.needs_a_person(now));
        let (unknown, mismatched) =
            issues.partition::<Vec<_>, _>(|issue| issue.judgement.is_ownerless_money());
        count(&self.overdue, unsettled.overdue.len());
        count(&self.unknown, unknown.len());
        count(&self.mismatched, mismatched.len());
        count(&self.provider_answers, usize::from(market.provider_answers()));
        self.rounds.set(i64::try_from(unsettled.rounds).unwrap_or(i64::MAX));
        self.books_read_at.set(unsettled.looked_at.map_or(0, |at| at.as_millis() / 1000));
        let mut text = String::new();
        // Writing to a string cannot fail.
        if let Ok(registry) = self.registry.lock() {
            let _ = encode(&mut text, &registry);
        }
        text
    }
}

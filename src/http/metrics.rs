use parking_lot::Mutex;
use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use super::Action;
use crate::{
    actors::Market,
    delivery::bus::BusState,
    domain::ledger::Account,
    types::{Timestamp, UserId},
};

/// What is counted, for `GET /metrics` in Prometheus' text format.
pub struct Metrics {
    requests: Labelled<u16>,
    seconds: Histogram,
    webhooks: Labelled<&'static str>,
    limited: Labelled<&'static str>,
    /// How many webhooks came to nothing since the last one that was taken, and since when.
    refused_webhooks: Mutex<Option<(u64, Timestamp)>>,
}

/// A counter for each value of one label.
type Labelled<V> = Family<[(&'static str, V); 1], Counter>;

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

impl Webhook {
    fn label(self) -> [(&'static str, &'static str); 1] {
        let outcome = match self {
            Self::Taken => "taken",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
            Self::Failed => "failed",
        };
        [("outcome", outcome)]
    }
}

/// The bounds of the buckets of request times, in seconds.
const SECONDS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0];

impl Default for Metrics {
    fn default() -> Self {
        let (webhooks, limited): (Labelled<_>, Labelled<_>) = Default::default();
        // From the start, so that the first is seen to be one more.
        for outcome in [Webhook::Taken, Webhook::Repeated, Webhook::Refused, Webhook::Failed] {
            let _ = webhooks.get_or_create(&outcome.label());
        }
        for action in Action::ALL {
            let _ = limited.get_or_create(&[("action", action.name())]);
        }
        Self {
            requests: Family::default(),
            seconds: Histogram::new(SECONDS),
            webhooks,
            limited,
            refused_webhooks: Mutex::default(),
        }
    }
}

impl Metrics {
    /// Counts a request.
    pub fn request(&self, status: u16, seconds: f64) {
        self.requests.get_or_create(&[("status", status)]).inc();
        self.seconds.observe(seconds);
    }

    /// Counts what came of a webhook.
    pub fn webhook(&self, outcome: Webhook, now: Timestamp) {
        self.webhooks.get_or_create(&outcome.label()).inc();
        let mut refused = self.refused_webhooks.lock();
        *refused = match (outcome, *refused) {
            (Webhook::Taken | Webhook::Repeated, _) => None,
            (Webhook::Refused | Webhook::Failed, Some((count, since))) => Some((count + 1, since)),
            (Webhook::Refused | Webhook::Failed, None) => Some((1, now)),
        };
    }

    /// How many webhooks were refused or could not be kept since the last one that was taken, and since
    /// when. Anybody can send one that is refused; the next good one ends it.
    pub fn refused_webhooks(&self) -> Option<(u64, Timestamp)> {
        *self.refused_webhooks.lock()
    }

    /// Counts a request that was refused because there were too many.
    pub fn limited(&self, action: Action) {
        self.limited.get_or_create(&[("action", action.name())]).inc();
    }

    /// All of it as text, with what is told of the market as it is now.
    pub fn text(&self, market: &Market, bus: &BusState) -> String {
        let mut registry = Registry::with_prefix("holdfast");
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register("request_seconds", "How long they took", self.seconds.clone());
        let webhooks = "What the payment provider told, by what came of it";
        registry.register("webhooks", webhooks, self.webhooks.clone());
        let limited = "Requests refused because an address or an account had sent too many";
        registry.register("requests_limited", limited, self.limited.clone());
        register_gauges(&mut registry, market);
        register_money(&mut registry, market);
        register_counters(&mut registry, market);
        register_bus(&mut registry, market, bus);
        register_backups(&mut registry, market);
        register_compactions(&mut registry, market);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

/// How many there are now.
fn gauge(registry: &mut Registry, name: &str, help: &str, count: impl TryInto<i64>) {
    let gauge: Gauge = Gauge::default();
    gauge.set(count.try_into().unwrap_or(i64::MAX));
    registry.register(name, help, gauge);
}

/// How often something was, since the start.
fn counter(registry: &mut Registry, name: &str, help: &str, count: u64) {
    let counter: Counter = Counter::default();
    counter.inc_by(count);
    registry.register(name, help, counter);
}

fn register_gauges(registry: &mut Registry, market: &Market) {
    let mut gauge = |name: &str, help: &str, count: usize| gauge(registry, name, help, count);
    let now = market.clock().now();
    {
        let catalog = market.tables().catalog();
        let unfinished = catalog.unfinished_charges.len();
        let help = "Disputes that no bank has decided yet";
        gauge("disputes_open", help, catalog.disputes.open_count());
        gauge("users", "Accounts", catalog.users_count());
        gauge("tickets_on_sale", "Tickets for sale", catalog.on_sale_count(now));
        gauge("tickets_held", "Tickets held or being sold", catalog.held.len());
        gauge("orders_open", "Orders not over yet", catalog.open_orders.len());
        gauge("orders_refunding", "Orders whose money is on its way back", catalog.refunding.len());
        let help = "Payouts about which the payment provider is to do something";
        gauge("payouts_at_provider", help, catalog.earnings.at_provider().len());
        gauge("charges_unfinished", "Charges not settled with the payment provider", unfinished);
        gauge("mails_waiting", "Mails to be sent", catalog.mails.waiting().len());
        gauge("mails_given_up", "Mails that were given up", catalog.mails.given_up_count());
        gauge("webhooks_waiting", "Webhooks to be sent", catalog.webhooks.waiting_in_all());
    }
    let live = "Open pages that are told what changes";
    gauge("live_streams", live, market.tables().live().readers());
    let is_writable = market.storage().is_ready();
    gauge("journal_writable", "1 while the journal takes entries", is_writable.into());
    let health = market.storage().health();
    let help = "1 while all records can be read; 0 while the snapshots are opened anew";
    gauge("snapshots_there", help, health.has_snapshots().into());
    let help = "How often the machine's clock was set back by a second or more, since the start";
    let steps = usize::try_from(health.clock_steps()).unwrap_or(usize::MAX);
    gauge("clock_steps_back", help, steps);
    let unsettled = market.unsettled();
    let overdue = "Charges and refunds that should have been settled for over an hour";
    gauge("payments_overdue", overdue, unsettled.overdue.len());
    let issues = unsettled.issues.iter().filter(|issue| issue.needs_a_person(now));
    let (unknown, mismatched) =
        issues.partition::<Vec<_>, _>(|issue| issue.judgement.is_ownerless_money());
    let help = "Payments with money at the provider that belongs to no order";
    gauge("payments_unknown", help, unknown.len());
    let help = "Payments at the provider that are otherwise not as their orders say";
    gauge("payments_mismatched", help, mismatched.len());
    let help = "Transfers to sellers at the provider that are not as their payouts are";
    let transfers = unsettled.sellers.as_ref().map_or(0, |seen| seen.transfers.len());
    gauge("transfers_mismatched", help, transfers);
    let help = "1 while the payment provider answers, as far as is known";
    gauge("payment_provider_answers", help, market.provider_answers().into());
    let help = "When the provider's books were last compared with ours; 0 if never";
    let read_at = unsettled.looked_at.map_or(0, |at| at.as_millis() / 1000);
    let read_at = usize::try_from(read_at).unwrap_or_default();
    gauge("payment_books_read_timestamp_seconds", help, read_at);
    let help = "How often unfinished business was looked for since the start";
    gauge("reconciler_rounds", help, usize::try_from(unsettled.rounds).unwrap_or(usize::MAX));
    let mails = market.mail_state();
    let help = "1 while the mail server takes mails, as far as is known; 0 if none is set up";
    gauge("mail_server_takes", help, (mails.is_set_up && mails.trouble.is_none()).into());
}

/// How backups go, if the site makes any, and whether it is a copy that is quiet.
fn register_backups(registry: &mut Registry, market: &Market) {
    gauge(
        registry,
        "quiet",
        "1 while the site pays and mails nobody",
        i64::from(market.quiet().is_some()),
    );
    let Some(backups) = market.backup_state() else { return };
    let newest = backups.newest.map_or(0, |at| at.as_millis() / 1000);
    let help = "When the newest backup was made; 0 if none is known";
    gauge(registry, "backup_newest_timestamp_seconds", help, newest);
    let is_late = i64::from(backups.late_since.is_some());
    gauge(registry, "backup_late", "1 while a backup is late", is_late);
    let help = "What verify has found in the last backup that was made";
    gauge(registry, "backup_findings", help, backups.findings);
    counter(registry, "backup_failures", "Backups that came to nothing", backups.failures);
}

/// How the journal is rid of what is gone.
fn register_compactions(registry: &mut Registry, market: &Market) {
    let state = market.compaction_state();
    let last = state.last.map_or(0, |at| at.as_millis() / 1000);
    let help = "When the journal was compacted last; 0 if it never was";
    gauge(registry, "compaction_last_timestamp_seconds", help, last);
    let (before, after) = state.made.map_or((0, 0), |made| made.bytes);
    gauge(registry, "compaction_bytes_before", "What the last one read, in bytes", before);
    gauge(registry, "compaction_bytes_after", "What it left, in bytes", after);
    let help = "1 while one is under way";
    gauge(registry, "compaction_under_way", help, i64::from(state.is_under_way));
    counter(registry, "compaction_failures", "Compactions that came to nothing", state.failures);
}

/// What is owed to sellers, and what the books say of it and of what there is, in minor units.
fn register_money(registry: &mut Registry, market: &Market) {
    let (owed, books) = {
        let tables = market.tables();
        (tables.catalog().earnings.balances(), tables.statistics().total().books)
    };
    let anybody = UserId::MIN;
    let posted = [
        Account::Held(anybody),
        Account::Available(anybody),
        Account::Frozen(anybody),
        Account::InTransit,
    ];
    let posted: i64 = posted.iter().map(|account| -books.of(*account)).sum();
    for (name, help, minor) in [
        ("owed_held_minor", "Earned with events that are not over long enough", owed.held),
        ("owed_available_minor", "What sellers can be paid", owed.available),
        ("owed_frozen_minor", "Earned by sales about which a case is open", owed.frozen),
        ("owed_in_transit_minor", "What is on its way to sellers", owed.in_transit),
        ("owed_off_books_minor", "What is owed less what the books say: 0", owed.owed() - posted),
        (
            "at_provider_minor",
            "What lies at the provider by the books",
            books.of(Account::Provider),
        ),
    ] {
        gauge(registry, name, help, minor);
    }
    if let Some(seen) = &market.unsettled().sellers {
        let help = "What lies at the provider, as that says: with what else its account is for";
        gauge(registry, "provider_balance_minor", help, seen.balance_minor);
    }
}

fn register_counters(registry: &mut Registry, market: &Market) {
    let mut counter = |name: &str, help: &str, count: u64| counter(registry, name, help, count);
    let help =
        "How often something was decided again, because others had changed what it rested on";
    counter("decided_again", help, market.conflicts());
    let mails = market.mail_state();
    counter("mails_sent", "Mails sent since the start", mails.sent);
    let help = "Mails that were not taken when they were tried, since the start";
    counter("mail_tries_failed", help, mails.failed);
    let webhooks = market.webhook_state();
    counter("webhooks_delivered", "Webhooks delivered since the start", webhooks.delivered);
    let help = "Webhooks that were not taken when they were tried, since the start";
    counter("webhook_tries_failed", help, webhooks.failed);
}

fn register_bus(registry: &mut Registry, market: &Market, bus: &BusState) {
    if !bus.is_on() {
        return;
    }
    let mut gauge = |name: &str, help: &str, count: u64| gauge(registry, name, help, count);
    gauge("bus_connected", "1 while NATS is there, as far as is known", bus.is_connected().into());
    // What cannot be read now is told by snapshots_there.
    if let Ok(backlog) = bus.backlog(market.tables()) {
        let help = "Entries of the journal whose events are not published yet";
        gauge("bus_behind_entries", help, backlog.entries);
        let now = market.clock().now();
        let behind = backlog.since.map_or(0, |since| now.since(since).as_secs());
        gauge("bus_behind_seconds", "How old the first event is that is not published", behind);
    }
    counter(registry, "bus_events", "Events published since the start", bus.published());
}

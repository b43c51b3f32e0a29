//! The actor test harness: a whole market in memory, with a clock that tests move, a journal that
//! can be told to fail, and a payment provider that can be told to misbehave.
//!
//! [`stripe::ScriptedStripe`] is the provider's twin on the other side of a real network.
//!
//! It is part of the library, so that whoever extends Holdfast tests the same way. A test runs with
//! tokio's time paused (`#[tokio::test(start_paused = true)]`): fifteen minutes pass at once, and
//! what was to happen in them has happened in order. `docs/testing.md` has a walk-through.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what a test takes for granted fails the test where it does not hold"
)]

pub mod stripe;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use crate::{
    actors::{
        Backups, CommandError, Market, Settings, WebhookPort,
        order::PayOutcome,
        purchase::{TogetherRefusal, Wanted, parts_of},
    },
    audit::{Auditor, Finding, Totals},
    backup::BackupPort,
    clock::Clock,
    config::Config,
    delivery::{
        mail::{Letterhead, MailSender, Post, Unsent},
        webhooks::scripted::ScriptedReceivers,
    },
    domain::{
        Charge, Details, DomainEvent, Entry, EventEvent, Mail, Order, OrderStatus, PasswordHash,
        Ticket, UserEvent,
        rules::{
            claim::CLAIM_FOR,
            holding::HoldLimits,
            order::OrderRefusal,
            payouts::PayoutTerms,
            prices::PriceRules,
            ticket::{NewListing, TicketRefusal},
        },
    },
    payments::{
        Card, PaymentState,
        scripted::{Scripted, Verb, cards},
    },
    reads::walk::Walk,
    storage::{MemoryJournal, Storage, Tables},
    types::{
        Category, ChargeId, City, Currency, Email, EventId, EventName, OrderId, Price, TicketId,
        Timestamp, Title, UserId, Venue, ZoneName,
    },
    usecases::Staff,
};

/// What the clock of a new [`TestMarket`] shows: 2026-11-22T12:00:00Z.
pub const STARTED_AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);

/// Whoever has this address runs the site of a [`TestMarket`], as far as webhooks go.
pub const ROOT: &str = "root@example.org";

/// How long [`TestMarket::until`] waits, by the test's clock.
const PATIENCE: Duration = Duration::from_secs(3600);

/// A market in memory. Its methods panic when what a test takes for granted does not hold.
pub struct TestMarket {
    /// The actors.
    pub market: Arc<Market>,
    /// The payment provider.
    pub gateway: Scripted,
    /// The journal.
    pub journal: MemoryJournal,
    /// Who gets its webhooks.
    pub receivers: ScriptedReceivers,
    post: Arc<dyn MailSender>,
    backups: Backups,
    clock: Clock,
    settings: Settings,
}

/// The defaults: a hold of 15 minutes, 4 of them for one buyer, 15 minutes to wait after two on one
/// ticket that ran out, no fee and no cap, 3 declined cards, a round of the reconciler every minute.
#[must_use]
pub fn default_settings() -> Settings {
    Settings {
        hold: Duration::from_secs(900),
        turn: Duration::from_secs(300),
        limits: HoldLimits { live_max: 4, cooldown: Duration::from_secs(900) },
        prices: PriceRules::NONE,
        terms: None,
        claim_for: CLAIM_FOR,
        deliver_hours_before: 24,
        payouts: PayoutTerms::DEFAULT,
        max_attempts: 3,
        reconcile: Duration::from_secs(60),
        compact_every: None,
        retention: Config::default().retention.kept(),
    }
}

/// A market over a data folder, whose provider is scripted and which sends nothing.
pub async fn market_over(storage: Storage, clock: Clock, settings: Settings) -> Arc<Market> {
    let post = Post { sender: Arc::new(Unsent), site: Letterhead::of(&Config::default()) };
    let webhooks = WebhookPort {
        receivers: Arc::new(ScriptedReceivers::default()),
        audience: Arc::new(Staff::parse(&[ROOT.into()], &[], false)),
    };
    let (storage, provider) = (Arc::new(storage), Arc::new(Scripted::default()));
    Market::start(storage, provider, post, webhooks, Backups::default(), clock, settings)
        .await
        .expect("actors start")
}

impl TestMarket {
    /// An empty market with the default settings.
    pub async fn start() -> Self {
        Self::start_with(default_settings()).await
    }

    /// An empty market.
    pub async fn start_with(settings: Settings) -> Self {
        let clock = Clock::following_tokio(STARTED_AT);
        Self::over(MemoryJournal::default(), Scripted::default(), clock, settings).await
    }

    /// An empty market that sends its mails to this server; others send none.
    pub async fn start_with_post(post: Arc<dyn MailSender>) -> Self {
        let clock = Clock::following_tokio(STARTED_AT);
        let (journal, gateway) = (MemoryJournal::default(), Scripted::default());
        let receivers = ScriptedReceivers::default();
        let ports = (post, receivers, Backups::default());
        Self::over_with(journal, gateway, ports, clock, default_settings()).await
    }

    /// An empty market that is backed up by this, and sends its mails to this server.
    pub async fn start_with_backups(post: Arc<dyn MailSender>, port: BackupPort) -> Self {
        let clock = Clock::following_tokio(STARTED_AT);
        let (journal, gateway) = (MemoryJournal::default(), Scripted::default());
        let backups = Backups { port: Some(port), quiet: None };
        let ports = (post, ScriptedReceivers::default(), backups);
        Self::over_with(journal, gateway, ports, clock, default_settings()).await
    }

    /// A market that takes up where this history ends, at this provider.
    pub async fn over(
        journal: MemoryJournal,
        gateway: Scripted,
        clock: Clock,
        settings: Settings,
    ) -> Self {
        let post: Arc<dyn MailSender> = Arc::new(Unsent);
        let ports = (post, ScriptedReceivers::default(), Backups::default());
        Self::over_with(journal, gateway, ports, clock, settings).await
    }

    async fn over_with(
        journal: MemoryJournal,
        gateway: Scripted,
        (sender, receivers, backups): (Arc<dyn MailSender>, ScriptedReceivers, Backups),
        clock: Clock,
        settings: Settings,
    ) -> Self {
        let storage = Storage::in_memory(journal.clone()).expect("the history can be");
        let provider = Arc::new(gateway.clone());
        let site = Letterhead::of(&Config::default());
        let post = Post { sender: sender.clone(), site };
        let webhooks = WebhookPort {
            receivers: Arc::new(receivers.clone()),
            audience: Arc::new(Staff::parse(&[ROOT.into()], &[], false)),
        };
        let market = Market::start(
            Arc::new(storage),
            provider,
            post,
            webhooks,
            backups.clone(),
            clock,
            settings,
        )
        .await
        .expect("actors start");
        Self { market, gateway, journal, receivers, post: sender, backups, clock, settings }
    }

    /// Kills every actor in the middle of what it does, as `kill -9` would, and starts a new market
    /// from what is in the journal. The clock goes on, and the provider remembers.
    pub async fn crash(self) -> Self {
        self.market.kill().await;
        let journal = MemoryJournal::with(self.journal.entries());
        let ports = (self.post.clone(), self.receivers, self.backups);
        Self::over_with(journal, self.gateway.clone(), ports, self.clock, self.settings).await
    }

    /// [`TestMarket::crash`], and the new market sends its mails to this server.
    pub async fn crash_with_post(self, post: Arc<dyn MailSender>) -> Self {
        let entries = self.journal.entries();
        self.crash_with_entries(entries, post).await
    }

    /// [`TestMarket::crash_with_post`], from an earlier state of the journal: a backup.
    pub async fn crash_with_entries(self, entries: Vec<Entry>, post: Arc<dyn MailSender>) -> Self {
        self.market.kill().await;
        let journal = MemoryJournal::with(entries);
        let ports = (post, self.receivers, self.backups);
        Self::over_with(journal, self.gateway.clone(), ports, self.clock, self.settings).await
    }

    /// Lets time pass.
    pub async fn pass(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    /// What time it is in the market.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new account, whose address is confirmed: no mail waits to be sent to it.
    pub async fn user(&self) -> UserId {
        let email = format!("{}@example.org", UserId::new());
        self.user_at(Email::parse(&email).expect("an address")).await
    }

    /// The same at an address.
    pub async fn user_at(&self, email: Email) -> UserId {
        let (id, password) = (UserId::new(), PasswordHash("no password fits this".into()));
        let events = [UserEvent::Created { email, password }, UserEvent::Confirmed];
        let events = events.map(|event| DomainEvent::User(id, event)).to_vec();
        let made = self.market.storage().commit(self.now(), events).await;
        made.expect("the address is new");
        id
    }

    /// A new ticket for a new event in 30 days.
    pub async fn list(&self, seller: UserId, decimal_price: &str) -> TicketId {
        let ticket = TicketId::new();
        let listing = self.listing(seller, decimal_price);
        self.market.list(ticket, listing).await.expect("it can be listed");
        ticket
    }

    /// What [`TestMarket::list`] lists.
    #[must_use]
    pub fn listing(&self, seller: UserId, decimal_price: &str) -> NewListing {
        let starts_at = self.now() + Duration::from_secs(30 * 24 * 3600);
        NewListing {
            event: EventId::new(),
            category: Category::Other,
            new_event: Some(EventEvent::Created {
                name: EventName::parse("The Test Band").expect("a name"),
                venue: Venue::parse("Town Hall").expect("a venue"),
                city: City::parse("Berlin").expect("a city"),
                starts_at,
                zone: ZoneName::parse("Europe/Berlin").expect("a zone"),
                created_by: seller,
            }),
            event_starts_at: starts_at,
            event_ends_at: None,
            seller,
            title: Title::parse("Row 5, seat 12").expect("a title"),
            price: price(decimal_price),
            details: Details::default(),
            file: None,
            group: None,
            handover: None,
        }
    }

    /// Presses Buy on a ticket at its present price.
    ///
    /// # Errors
    /// When the ticket refuses.
    pub async fn buy(
        &self,
        buyer: UserId,
        ticket: TicketId,
    ) -> Result<OrderId, CommandError<TicketRefusal>> {
        let order = OrderId::new();
        let price = self.ticket(ticket).price;
        self.market.reserve(ticket, order, buyer, price).await.map(|()| order)
    }

    /// Presses Buy on several tickets at once, at their present prices.
    ///
    /// # Errors
    /// When one of them refuses.
    pub async fn buy_together(
        &self,
        buyer: UserId,
        tickets: &[TicketId],
    ) -> Result<Vec<OrderId>, CommandError<TogetherRefusal>> {
        let wanted = tickets.iter().map(|ticket| Wanted {
            ticket: *ticket,
            order: OrderId::new(),
            price: self.ticket(*ticket).price,
        });
        let wanted: Vec<_> = wanted.collect();
        self.market.reserve_together(&wanted, buyer).await?;
        Ok(wanted.into_iter().map(|wanted| wanted.order).collect())
    }

    /// Pays with a card that succeeds.
    ///
    /// # Errors
    /// When the order refuses.
    pub async fn pay(&self, order: OrderId) -> Result<PayOutcome, CommandError<OrderRefusal>> {
        self.pay_with(order, cards::good()).await
    }

    /// Pays.
    ///
    /// # Errors
    /// When the order refuses.
    pub async fn pay_with(
        &self,
        order: OrderId,
        card: Option<Card>,
    ) -> Result<PayOutcome, CommandError<OrderRefusal>> {
        self.market.pay(order, ChargeId::new(), card).await
    }

    /// Cancels.
    ///
    /// # Errors
    /// When the order refuses.
    pub async fn cancel(&self, order: OrderId) -> Result<(), CommandError<OrderRefusal>> {
        self.market.cancel(order).await
    }

    /// The ticket as it is committed.
    #[must_use]
    pub fn ticket(&self, id: TicketId) -> Arc<Ticket> {
        self.market.tables().ticket(id).expect("it can be read").expect("it is listed")
    }

    /// The order as it is committed.
    #[must_use]
    pub fn order(&self, id: OrderId) -> Arc<Order> {
        self.market.tables().order(id).expect("it can be read").expect("it is there")
    }

    /// The charge as it is committed.
    #[must_use]
    pub fn charge(&self, id: ChargeId) -> Arc<Charge> {
        self.market.tables().charge(id).expect("it can be read").expect("it is there")
    }

    /// Waits until something holds.
    ///
    /// # Panics
    /// When it does not within an hour of the test's time.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let mut nap = Duration::from_millis(1);
        while !holds(self) {
            assert!(tokio::time::Instant::now() < deadline, "waited for this in vain: {what}");
            tokio::time::sleep(nap).await;
            // What comes soon is seen soon, and what takes hours does not take a million looks.
            nap = (nap + nap / 8).min(Duration::from_secs(1));
        }
    }

    /// Waits until nothing is under way: no charge unfinished, no order open, no ticket held.
    pub async fn until_settled(&self) {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.has_unsettled() {
            assert!(
                tokio::time::Instant::now() < deadline,
                "these are never settled: {}",
                self.unsettled()
            );
            self.pass(Duration::from_millis(100)).await;
        }
    }

    fn has_unsettled(&self) -> bool {
        let catalog = self.market.tables().catalog();
        catalog.held.len()
            + catalog.open_orders.len()
            + catalog.refunding.len()
            + catalog.unfinished_charges.len()
            > 0
    }

    fn unsettled(&self) -> String {
        let catalog = self.market.tables().catalog();
        let tickets = catalog.held.iter().copied().map(|id| self.ticket(id)).collect::<Vec<_>>();
        let orders = catalog.open_orders.iter().copied().chain(catalog.refunding.iter().copied());
        let orders = orders.map(|id| self.order(id)).collect::<Vec<_>>();
        let charges = catalog
            .unfinished_charges
            .iter()
            .copied()
            .map(|id| self.charge(id))
            .collect::<Vec<_>>();
        format!("{tickets:#?} {orders:#?} {charges:#?}")
    }

    /// Checks every invariant over the whole history, and every payment at the provider against
    /// the order that it belongs to. A test in which the reconciler is to let go of a charge's
    /// payment asks for it before, by [`Scripted::take_discarded`].
    ///
    /// # Panics
    /// With the findings.
    pub fn assert_sound(&self) -> Totals {
        let (totals, findings) = audit(&self.journal.entries());
        assert!(findings.is_empty(), "{findings:#?}");
        // The reconciler would make good what a payment's actor has done wrong.
        assert_eq!(self.gateway.take_discarded(), [], "only the books have shown these payments");
        for (id, state) in self.gateway.payments() {
            let charge = self.market.tables().charge(id).expect("it can be read");
            let charge = charge.unwrap_or_else(|| panic!("no charge {id}, which is {state:?}"));
            if !charge.status.is_unfinished() {
                let captured = state == PaymentState::Captured;
                let kept = self.parts(&charge).iter().any(|part| part.kept_minor() > 0);
                assert_eq!(captured, kept, "{charge:?}: {state:?}");
                let held = matches!(state, PaymentState::Authorised | PaymentState::Pending { .. });
                assert!(!held, "{charge:?} is settled, and {state:?} at the provider");
            }
        }
        self.assert_nobody_paid_in_vain();
        totals
    }

    /// The charges that one payment is made of, that by which it is known first.
    #[must_use]
    pub fn parts(&self, payment: &Charge) -> Vec<Arc<Charge>> {
        let parts = parts_of(self.market.tables(), payment).expect("they can be read");
        [self.charge(payment.id)].into_iter().chain(parts).collect()
    }

    /// By the provider's own ledger: what a purchase has paid is the price of its orders that are
    /// completed, and nothing for those that are cancelled and whose charges are settled.
    fn assert_nobody_paid_in_vain(&self) {
        let mut paid: HashMap<OrderId, i64> = HashMap::new();
        let mut unsettled = HashSet::new();
        for line in self.gateway.ledger() {
            let charge = self.charge(line.charge);
            let first = self.order(charge.order).purchase()[0];
            if charge.status.is_unfinished() {
                unsettled.insert(first);
            }
            *paid.entry(first).or_default() += match line.what {
                Verb::Capture => i64::from(line.minor),
                Verb::Refund => -i64::from(line.minor),
                Verb::Authorise | Verb::LookUp | Verb::Void => 0,
            };
        }
        for (first, paid) in paid {
            let orders: Vec<_> =
                self.order(first).purchase().iter().map(|id| self.order(*id)).collect();
            let price = |order: &Arc<Order>| i64::from(order.price.minor());
            let is_completed =
                |order: &&Arc<Order>| matches!(order.status, OrderStatus::Completed { .. });
            let owned: i64 = orders.iter().filter(is_completed).map(price).sum();
            let is_sold = orders.iter().any(|order| is_completed(&order));
            match unsettled.contains(&first) && !is_sold {
                true => assert!(paid >= 0 && paid <= orders.iter().map(price).sum(), "{orders:?}"),
                false => assert_eq!(paid, owned, "{orders:?}"),
            }
        }
    }
}

/// Checks every invariant over a history.
#[must_use]
pub fn audit(entries: &[Entry]) -> (Totals, Vec<Finding>) {
    let mut auditor = Auditor::default();
    for (sequence, entry) in (1..).zip(entries) {
        auditor.entry(sequence, entry);
    }
    auditor.finish()
}

/// A price in euros.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn price(decimal: &str) -> Price {
    let euro: Currency = "EUR".parse().expect("a currency");
    Price::parse(decimal, euro).expect("a price")
}

/// All mails, the latest first.
///
/// # Panics
/// If they cannot be read.
pub fn mails(tables: &Tables) -> Vec<Arc<Mail>> {
    let all = tables.mails_along(false, Walk::down(None), usize::MAX).expect("they can be read");
    let mail = |id| tables.mail(id).expect("it can be read").expect("it is there");
    all.into_iter().map(|(_, id)| mail(id)).collect()
}

use std::{
    collections::VecDeque,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::{Mutex, RwLock};
use tokio::{sync::Semaphore, task::AbortHandle};

use super::{
    Answer,
    alerts::AlertsMsg,
    backups::{BackupState, BackupsMsg},
    compactions::{CompactionState, CompactionsMsg},
    connected_accounts::AskedAbout,
    deadlines::Deadlines,
    delivery::Deliveries,
    mailbox::{ANSWER_DEADLINE, Mailbox, Unavailable},
    order::OrderActor,
    payment::{PaymentActor, PaymentMsg},
    payout::{PayoutActor, PayoutMsg},
    purchase::parts_of,
    reconciler::{ReconcilerMsg, Unsettled},
    root::{Branch, Root},
    supervisor::SupervisorMsg,
    ticket::{TicketActor, TicketMsg},
    transaction::By,
    webhook_inbox::PAYMENTS_LOOKED_FOR_MAX,
    webhooks::{LookAtFeed, WebhookAudience, WebhookPort},
};
use crate::{
    backup::{BackupPort, quiet::WouldDo},
    clock::Clock,
    delivery::{
        cloud_events::EventSource,
        mail::{MailConsumer, Post},
        webhooks::WebhookConsumer,
    },
    domain::{
        DomainEvent, LinkKey,
        rules::{
            holding::HoldLimits,
            payouts::PayoutTerms,
            prices::PriceRules,
            ticket::{TicketCommand, TicketRefusal},
            waitlist::LineTerms,
        },
    },
    payments::PaymentGateway,
    storage::{CommitError, Proposal, Storage, Tables, compaction::Retention},
    types::{ChargeId, Day, FileId, PayoutId, TicketId, Timestamp},
};

/// What a self-hoster can set about trading.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// `orders.hold_seconds`.
    pub hold: Duration,
    /// `orders.line_seconds`.
    pub turn: Duration,
    /// `orders.max_live_per_user` and `orders.cooldown_seconds`.
    pub limits: HoldLimits,
    /// `market.buyer_fee_percent`, `.seller_fee_percent` and `.max_markup_percent`.
    pub prices: PriceRules,
    /// `payouts.hold_days`, `.rest_days_after_change` and `.minimum`.
    pub payouts: PayoutTerms,
    /// `market.deliver_hours_before`.
    pub deliver_hours_before: u16,
    /// What people agree to before they buy or sell, if to anything: the version of the terms.
    pub terms: Option<Day>,
    /// How long after an event its buyers may say that something was wrong.
    pub claim_for: Duration,
    /// `payments.max_attempts`.
    pub max_attempts: u32,
    /// `payments.reconcile_seconds`.
    pub reconcile: Duration,
    /// `storage.compact_every_days`; none: it is not compacted by itself.
    pub compact_every: Option<Duration>,
    /// `[retention]`.
    pub retention: Retention,
}

impl Settings {
    /// How long a turn is for who is next in line, and what it costs.
    #[must_use]
    pub fn line(&self) -> LineTerms {
        LineTerms { hold: self.turn, fees: self.prices.fees, limits: self.limits }
    }
}

/// Who backs a market up, and whether it is itself a copy.
#[derive(Clone, Default)]
pub struct Backups {
    /// None where the site makes no backups by itself.
    pub port: Option<BackupPort>,
    /// What it would do at once, if it is a copy that is quiet. Whoever starts it has given it ports
    /// that hand nothing out.
    pub quiet: Option<WouldDo>,
}

/// The marketplace: what the edge asks, and where actors find each other and what they need.
///
/// What may not be, as things are, is [`super::CommandError::Refused`], with nothing changed; when something
/// is out of order it is [`Unavailable`], and whether it was done may not be known. The methods say
/// only what goes beyond that.
pub struct Market {
    storage: Arc<Storage>,
    clock: Clock,
    gateway: Arc<dyn PaymentGateway>,
    settings: Settings,
    pub(super) tickets: Mailbox<SupervisorMsg<TicketActor>>,
    pub(super) orders: Mailbox<SupervisorMsg<OrderActor>>,
    pub(super) payments: Mailbox<SupervisorMsg<PaymentActor>>,
    pub(super) payouts: Mailbox<SupervisorMsg<PayoutActor>>,
    /// When sellers' accounts that were not ready were asked about last.
    pub(super) asked_about: AskedAbout,
    /// Places for payments that are looked for by the names that the provider has for them.
    pub(super) looked_for: Arc<Semaphore>,
    pub(super) reconciler: Mailbox<ReconcilerMsg>,
    pub(super) mails: Arc<Deliveries<MailConsumer>>,
    pub(super) webhooks: Arc<Deliveries<WebhookConsumer>>,
    pub(super) audience: Arc<dyn WebhookAudience>,
    pub(super) follower: Mailbox<LookAtFeed>,
    pub(super) alerts: Mailbox<AlertsMsg>,
    pub(super) backups: Mailbox<BackupsMsg>,
    pub(super) compactions: Mailbox<CompactionsMsg>,
    pub(super) compaction_state: RwLock<CompactionState>,
    /// None where the site makes no backups by itself.
    pub(super) backup_port: Option<BackupPort>,
    pub(super) backup_state: RwLock<BackupState>,
    /// Files that nothing names any more, and that go once they are in a backup.
    pub(super) held_files: Mutex<VecDeque<FileId>>,
    quiet: Option<WouldDo>,
    deadlines: Deadlines,
    ends_holds: OnceLock<AbortHandle>,
    unsettled: RwLock<Arc<Unsettled>>,
    root: RwLock<Option<Root>>,
    stopping: AtomicBool,
    /// How often something was decided again, since what it was decided by had changed.
    pub(super) conflicts: AtomicU64,
    messages: AtomicU64,
}

impl Market {
    /// Starts the actors, and takes up what the last process left unfinished.
    ///
    /// # Errors
    /// When an actor cannot be started.
    pub async fn start(
        storage: Arc<Storage>,
        gateway: Arc<dyn PaymentGateway>,
        post: Post,
        webhooks: WebhookPort,
        backups: Backups,
        clock: Clock,
        settings: Settings,
    ) -> Result<Arc<Self>, ractor::SpawnErr> {
        let audience = webhooks.audience;
        let webhooks = Deliveries::new(WebhookConsumer {
            storage: storage.clone(),
            sender: webhooks.receivers,
            source: EventSource::new(&post.site.base_url, post.site.currency),
            clock,
        });
        let mails = Deliveries::new(MailConsumer { storage: storage.clone(), post });
        let market = Arc::new(Self {
            storage,
            clock,
            gateway,
            settings,
            tickets: Mailbox::new(),
            orders: Mailbox::new(),
            payments: Mailbox::new(),
            payouts: Mailbox::new(),
            asked_about: AskedAbout::default(),
            reconciler: Mailbox::new(),
            mails,
            webhooks,
            audience,
            follower: Mailbox::new(),
            alerts: Mailbox::new(),
            backups: Mailbox::new(),
            compactions: Mailbox::new(),
            compaction_state: RwLock::default(),
            backup_port: backups.port,
            backup_state: RwLock::default(),
            held_files: Mutex::default(),
            quiet: backups.quiet,
            looked_for: Arc::new(Semaphore::new(PAYMENTS_LOOKED_FOR_MAX)),
            deadlines: Deadlines::new(),
            ends_holds: OnceLock::new(),
            unsettled: RwLock::default(),
            root: RwLock::new(None),
            stopping: AtomicBool::new(false),
            conflicts: AtomicU64::new(0),
            messages: AtomicU64::new(0),
        });
        if let Err(error) = market.open_books().await {
            return Err(ractor::SpawnErr::StartupFailed(error.into()));
        }
        market.tell_of_unsent_mails();
        // It is the first.
        let _ = market.ends_holds.set(market.deadlines.run(&market));
        let root = Root::start(market.clone()).await?;
        *market.root.write() = Some(root);
        Ok(market)
    }

    /// Stops the actors: each finishes the message it is at, and those that have not within the
    /// deadline are killed. What is under way is durable, and taken up at the next start.
    pub async fn stop(&self, deadline: Duration) {
        self.begin_nothing_more();
        let root = self.root.write().take();
        let tree = async {
            if let Some(root) = root {
                root.stop(deadline).await;
            }
        };
        tokio::join!(tree, self.mails.stop(deadline), self.webhooks.stop(deadline));
    }

    /// Kills the actors in the middle of what they do, as the end of the process would, and returns
    /// when none is left: for tests.
    pub async fn kill(&self) {
        self.begin_nothing_more();
        let root = self.root.write().take();
        if let Some(root) = root {
            root.kill().await;
        }
        self.mails.kill().await;
        self.webhooks.kill().await;
    }

    /// Kills one branch of the supervision tree with all that hangs on it, as a panic of its
    /// supervisor would: for tests.
    pub fn kill_branch(&self, branch: Branch) {
        match branch {
            Branch::Tickets => self.tickets.kill(),
            Branch::Orders => self.orders.kill(),
            Branch::Payments => self.payments.kill(),
            Branch::Payouts => self.payouts.kill(),
            Branch::Reconciler => self.reconciler.kill(),
            Branch::Mails => self.mails.actor.kill(),
            Branch::Webhooks => self.webhooks.actor.kill(),
            Branch::Follower => self.follower.kill(),
            Branch::Alerts => self.alerts.kill(),
            Branch::Backups => self.backups.kill(),
            Branch::Compactions => self.compactions.kill(),
        }
    }

    fn begin_nothing_more(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.ends_holds.get().into_iter().for_each(AbortHandle::abort);
    }

    /// Whether nothing new is begun any more.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// How many ticket, order, payment and payout actors are running.
    ///
    /// # Errors
    /// When a supervisor does not answer.
    pub async fn running(&self) -> Result<[usize; 4], Unavailable> {
        Ok([
            self.tickets.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
            self.orders.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
            self.payments.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
            self.payouts.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
        ])
    }

    /// Asks a charge's actor to look at the provider: something may have happened there.
    /// Once it is settled, those of its parts look, too: some may have gone back.
    pub fn look_at_charge(&self, charge: ChargeId) {
        self.tell_payment(charge, PaymentMsg::Look);
        let parts = self.tables().charge(charge).map(|charge| match charge.as_deref() {
            Some(charge) if !charge.status.is_unfinished() => parts_of(self.tables(), charge),
            _ => Ok(vec![]),
        });
        // What cannot be read now the reconciler's round finds.
        for part in parts.into_iter().flatten().flatten() {
            self.tell_payment(part.id, PaymentMsg::Look);
        }
    }

    /// Whether the payment provider has answered lately, as far as is known.
    pub fn provider_answers(&self) -> bool {
        self.gateway.is_answering()
    }

    /// What the reconciler could not settle, as of its last round.
    pub fn unsettled(&self) -> Arc<Unsettled> {
        self.unsettled.read().clone()
    }

    pub(super) fn publish_unsettled(&self, unsettled: Unsettled) {
        *self.unsettled.write() = Arc::new(unsettled);
    }

    /// What it would do at once if it were not quiet, if it is: as of its start.
    pub fn quiet(&self) -> Option<WouldDo> {
        self.quiet
    }

    /// The records as of the last commit.
    pub fn tables(&self) -> &Tables {
        self.storage.tables()
    }

    /// The storage.
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// What seals the links in mails.
    pub fn link_key(&self) -> &LinkKey {
        self.storage.link_key()
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// What the self-hoster has set.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    pub(super) fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    pub(crate) fn gateway(&self) -> &dyn PaymentGateway {
        &*self.gateway
    }

    /// Commits events that rest on nothing but the records that they change.
    pub(super) async fn commit(
        &self,
        now: Timestamp,
        events: Vec<DomainEvent>,
    ) -> Result<(), CommitError> {
        self.propose(By::Other, Proposal::new(now, events)).await.map(drop)
    }

    /// How often something was decided again since the start, because what it was decided by had
    /// changed before it was committed.
    pub fn conflicts(&self) -> u64 {
        self.conflicts.load(Ordering::Relaxed)
    }

    /// How many messages tickets, orders, payments and their supervisors have had since the start.
    pub fn messages(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }

    pub(super) fn count_message(&self) {
        self.messages.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn tell_ticket(&self, id: TicketId, message: TicketMsg) {
        self.tickets.tell(SupervisorMsg::Deliver(id, message));
    }

    pub(super) fn tell_payment(&self, id: ChargeId, message: PaymentMsg) {
        // Until it is settled, a part is in the hands of its payment's actor.
        let id = match self.tables().charge(id) {
            Ok(Some(charge)) if charge.status.is_unfinished() => charge.payment(),
            _ => id,
        };
        self.payments.tell(SupervisorMsg::Deliver(id, message));
    }

    /// Has what the provider is to do about a payout gone on with.
    pub(super) fn resume_payout(&self, id: PayoutId) {
        self.payouts.tell(SupervisorMsg::Deliver(id, PayoutMsg::Resume));
    }

    /// Has a ticket do what is asked of it.
    pub async fn command(&self, ticket: TicketId, command: TicketCommand) -> Answer<TicketRefusal> {
        let message = |reply| SupervisorMsg::Deliver(ticket, TicketMsg::Command(command, reply));
        self.tickets.ask(message, ANSWER_DEADLINE).await?
    }
}

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::RwLock;
use ractor::{ActorRef, RpcReplyPort, rpc::CallResult};

use super::{
    accounts::{AccountsMsg, AddressTaken, Change, ChangeRefusal, LinkOver},
    consequences::with_consequences,
    entity::Failure,
    mailer::{MailerMsg, Outbox},
    notices::Notices,
    order::{OrderActor, OrderMsg, OrderRefusal, PayOutcome},
    payment::{PaymentActor, PaymentMsg},
    reconciler::{ReconcilerMsg, Unsettled},
    root::{Branch, Root},
    supervisor::SupervisorMsg,
    ticket::{
        HoldLimits, NewListing, PriceRules, TicketActor, TicketCommand, TicketMsg, TicketRefusal,
    },
    turns::Turns,
    wishes::{self, Wishes},
};
use crate::{
    clock::Clock,
    domain::{ConfirmToken, Details, DomainEvent, MailEvent, PasswordHash, ResetToken, User},
    gateway::{Card, PaymentGateway},
    mail::Post,
    storage::{CommitError, Storage, StorageError, Tables},
    types::{ChargeId, Email, MailId, OrderId, Price, Reason, TicketId, Timestamp, Title, UserId},
};

/// How long the edge waits for an actor's answer.
pub const ANSWER_DEADLINE: Duration = Duration::from_secs(5);
/// How long the edge waits for what comes of a payment; after it, the order's page tells.
pub const PAY_DEADLINE: Duration = Duration::from_secs(8);

/// What a self-hoster can set about trading.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// `orders.hold_seconds`.
    pub hold: Duration,
    /// `orders.max_live_per_user` and `orders.cooldown_seconds`.
    pub limits: HoldLimits,
    /// `market.buyer_fee_percent` and `market.max_markup_percent`.
    pub prices: PriceRules,
    /// `payments.max_attempts`.
    pub max_attempts: u32,
    /// `payments.reconcile_seconds`.
    pub reconcile: Duration,
}

/// The marketplace: what the edge asks, and where actors find each other and what they need.
pub struct Market {
    storage: Arc<Storage>,
    clock: Clock,
    gateway: Arc<dyn PaymentGateway>,
    pub(super) post: Post,
    settings: Settings,
    pub(super) tickets: Mailbox<SupervisorMsg<TicketActor>>,
    pub(super) orders: Mailbox<SupervisorMsg<OrderActor>>,
    pub(super) payments: Mailbox<SupervisorMsg<PaymentActor>>,
    pub(super) accounts: Mailbox<AccountsMsg>,
    pub(super) buyers_turns: Turns,
    pub(super) files_turns: Turns,
    pub(super) notices: Notices,
    pub(super) wishes: Wishes,
    pub(super) reconciler: Mailbox<ReconcilerMsg>,
    pub(super) mailer: Mailbox<MailerMsg>,
    pub(super) outbox: Outbox,
    unsettled: RwLock<Arc<Unsettled>>,
    root: RwLock<Option<Root>>,
    stopping: AtomicBool,
}

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError<R> {
    /// It may not be, as things are. Nothing has changed.
    #[error(transparent)]
    Refused(R),
    /// Something is out of order.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// Something is out of order that the one who asked cannot help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// It was not done.
    #[error("{0}")]
    NotDone(String),
    /// It may or may not have been done, or be done yet.
    #[error("{0}")]
    Unknown(String),
}

impl<R> CommandError<R> {
    /// What the result means for the actor that ran the command: after an unknown outcome its
    /// state is rebuilt from storage.
    pub(super) fn failure<T>(result: &Result<T, Self>) -> Result<(), Failure> {
        match result {
            Err(Self::Unavailable(Unavailable::Unknown(error))) => Err(Failure(error.clone())),
            _ => Ok(()),
        }
    }
}

impl From<CommitError> for Unavailable {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::NotWritten(error) => Self::NotDone(error),
            CommitError::Unknown(error) => Self::Unknown(error),
        }
    }
}

impl<R> From<CommitError> for CommandError<R> {
    fn from(error: CommitError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl<R> From<StorageError> for CommandError<R> {
    fn from(error: StorageError) -> Self {
        Self::Unavailable(Unavailable::Unknown(error.to_string()))
    }
}

/// The address of an actor that its supervisor may replace.
pub(super) struct Mailbox<M>(RwLock<Option<ActorRef<M>>>);

impl<M: ractor::Message> Mailbox<M> {
    fn new() -> Self {
        Self(RwLock::new(None))
    }

    pub(super) fn set(&self, actor: ActorRef<M>) {
        *self.0.write() = Some(actor);
    }

    fn kill(&self) {
        if let Some(actor) = &*self.0.read() {
            actor.get_cell().kill();
        }
    }

    /// Sends a message; one to an actor that is just being replaced is lost, as it would be had
    /// the actor failed a moment later.
    pub(super) fn tell(&self, message: M) {
        if let Some(actor) = &*self.0.read() {
            let _ = actor.send_message(message);
        }
    }

    pub(super) async fn ask<T: Send + 'static>(
        &self,
        message: impl FnOnce(RpcReplyPort<T>) -> M,
        deadline: Duration,
    ) -> Result<T, Unavailable> {
        let actor = self.0.read().clone();
        let stopped = || Unavailable::NotDone("the site is starting or stopping".into());
        match actor.ok_or_else(stopped)?.call(message, Some(deadline)).await {
            Ok(CallResult::Success(answer)) => Ok(answer),
            Ok(CallResult::Timeout) => {
                Err(Unavailable::Unknown(format!("there was no answer within {deadline:?}")))
            }
            Ok(CallResult::SenderError) => {
                Err(Unavailable::Unknown("the one who should answer has failed".into()))
            }
            Err(_) => Err(stopped()),
        }
    }
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
        clock: Clock,
        settings: Settings,
    ) -> Result<Arc<Self>, ractor::SpawnErr> {
        let market = Arc::new(Self {
            storage,
            clock,
            gateway,
            post,
            settings,
            tickets: Mailbox::new(),
            orders: Mailbox::new(),
            payments: Mailbox::new(),
            accounts: Mailbox::new(),
            reconciler: Mailbox::new(),
            buyers_turns: Turns::default(),
            files_turns: Turns::default(),
            mailer: Mailbox::new(),
            outbox: Outbox::default(),
            notices: Notices::default(),
            wishes: Wishes::default(),
            unsettled: RwLock::default(),
            root: RwLock::new(None),
            stopping: AtomicBool::new(false),
        });
        let root = Root::start(market.clone()).await?;
        *market.root.write() = Some(root);
        Ok(market)
    }

    /// Stops the actors: each finishes the message it is at, and those that have not within the
    /// deadline are killed. What is under way is durable, and taken up at the next start.
    pub async fn stop(&self, deadline: Duration) {
        self.stopping.store(true, Ordering::Relaxed);
        let root = self.root.write().take();
        let tree = async {
            if let Some(root) = root {
                root.stop(deadline).await;
            }
        };
        tokio::join!(tree, self.outbox.stop(deadline));
    }

    /// Kills the actors in the middle of what they do, as the end of the process would, and returns
    /// when none is left: for tests.
    pub async fn kill(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        let root = self.root.write().take();
        if let Some(root) = root {
            root.kill().await;
        }
        self.outbox.kill().await;
    }

    /// Kills one branch of the supervision tree with all that hangs on it, as a panic of its
    /// supervisor would: for tests.
    pub fn kill_branch(&self, branch: Branch) {
        match branch {
            Branch::Accounts => self.accounts.kill(),
            Branch::Tickets => self.tickets.kill(),
            Branch::Orders => self.orders.kill(),
            Branch::Payments => self.payments.kill(),
            Branch::Reconciler => self.reconciler.kill(),
            Branch::Mailer => self.mailer.kill(),
        }
    }

    /// Whether nothing new is begun any more.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Lists a ticket; done already if the ticket is there and the seller's.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn list(
        &self,
        ticket: TicketId,
        listing: NewListing,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let file = listing.file;
        let command = TicketCommand::List(Box::new(listing), self.settings.prices);
        match file {
            Some(file) => self.command_attaching(ticket, file, command).await,
            None => self.command(ticket, command).await,
        }
    }

    /// Changes a ticket's title and price, and its details if there are any.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn edit(
        &self,
        ticket: TicketId,
        by: UserId,
        title: Title,
        price: Price,
        details: Option<Details>,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let (details, rules) = (details.map(Box::new), self.settings.prices);
        self.command(ticket, TicketCommand::Edit { by, title, price, details, rules }).await
    }

    /// Takes a ticket back.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn withdraw(
        &self,
        ticket: TicketId,
        by: UserId,
    ) -> Result<(), CommandError<TicketRefusal>> {
        self.command(ticket, TicketCommand::Withdraw { by }).await
    }

    /// Pays for an order, and waits until it is known what came of it.
    ///
    /// # Errors
    /// When it may not be, or something is out of order; after an unknown outcome the order tells.
    pub async fn pay(
        &self,
        order: OrderId,
        charge: ChargeId,
        card: Option<Card>,
    ) -> Result<PayOutcome, CommandError<OrderRefusal>> {
        self.pay_within(order, charge, card, PAY_DEADLINE).await
    }

    /// [`Market::pay`], waiting no longer than this; with no patience at all it is begun, and the
    /// order tells what came of it.
    ///
    /// # Errors
    /// As there.
    pub async fn pay_within(
        &self,
        order: OrderId,
        charge: ChargeId,
        card: Option<Card>,
        patience: Duration,
    ) -> Result<PayOutcome, CommandError<OrderRefusal>> {
        let message = |reply| SupervisorMsg::Deliver(order, OrderMsg::Pay { charge, card, reply });
        self.orders.ask(message, patience).await?
    }

    /// Gives up an order; when this returns `Ok`, its ticket is free.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn cancel(&self, order: OrderId) -> Result<(), CommandError<OrderRefusal>> {
        let message = |reply| SupervisorMsg::Deliver(order, OrderMsg::Cancel(reply));
        self.orders.ask(message, ANSWER_DEADLINE).await?
    }

    /// Gives an order's money back, and the ticket to its seller; when this returns `Ok`, both are
    /// so. Who may ask for that is for the edge to know.
    ///
    /// # Errors
    /// When it is not paid, or something is out of order; after an unknown outcome the order tells.
    pub async fn refund(
        &self,
        order: OrderId,
        by: UserId,
        reason: Reason,
        relist: bool,
    ) -> Result<(), CommandError<OrderRefusal>> {
        self.refund_within(order, by, reason, relist, PAY_DEADLINE).await
    }

    /// [`Market::refund`], waiting no longer than this.
    ///
    /// # Errors
    /// As there.
    pub async fn refund_within(
        &self,
        order: OrderId,
        by: UserId,
        reason: Reason,
        relist: bool,
        patience: Duration,
    ) -> Result<(), CommandError<OrderRefusal>> {
        // A deleted account sells nothing.
        let relist = relist && !self.is_sold_by_deleted(order)?;
        let message =
            |reply| SupervisorMsg::Deliver(order, OrderMsg::Refund { by, reason, relist, reply });
        self.orders.ask(message, patience).await?
    }

    /// Makes an account.
    ///
    /// # Errors
    /// When the address has one, or something is out of order.
    pub async fn sign_up(
        &self,
        email: Email,
        password: PasswordHash,
    ) -> Result<UserId, CommandError<AddressTaken>> {
        let message = |reply| AccountsMsg::SignUp { email, password, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Changes an account, and gives it as the change leaves it.
    ///
    /// # Errors
    /// When it cannot be changed so, or something is out of order.
    pub async fn change_account(
        &self,
        user: UserId,
        change: Change,
    ) -> Result<Arc<User>, CommandError<ChangeRefusal>> {
        let message = |reply| AccountsMsg::Change { user, change, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Has a link for a new password sent to who has this address, if anybody has. Nothing tells
    /// which of the two it is.
    pub fn forgot_password(&self, email: Email) {
        self.accounts.tell(AccountsMsg::Forgot(email));
    }

    /// Replaces a forgotten password.
    ///
    /// # Errors
    /// When the link is over, or something is out of order.
    pub async fn reset_password(
        &self,
        token: ResetToken,
        password: PasswordHash,
    ) -> Result<(), CommandError<LinkOver>> {
        let message = |reply| AccountsMsg::Reset { token, password, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// Has another link sent to a user by which they confirm their address, if it is not confirmed.
    pub fn send_confirmation(&self, user: UserId) {
        self.accounts.tell(AccountsMsg::SendConfirmation(user));
    }

    /// Takes an address as confirmed.
    ///
    /// # Errors
    /// When the link is over, or something is out of order.
    pub async fn confirm_address(&self, token: ConfirmToken) -> Result<(), CommandError<LinkOver>> {
        let message = |reply| AccountsMsg::Confirm { token, reply };
        self.accounts.ask(message, ANSWER_DEADLINE).await?
    }

    /// How many ticket, order and payment actors are running.
    ///
    /// # Errors
    /// When a supervisor does not answer.
    pub async fn running(&self) -> Result<[usize; 3], Unavailable> {
        Ok([
            self.tickets.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
            self.orders.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
            self.payments.ask(SupervisorMsg::Count, ANSWER_DEADLINE).await?,
        ])
    }

    /// Asks a charge's actor to look at the provider: something may have happened there.
    pub fn look_at_charge(&self, charge: ChargeId) {
        self.tell_payment(charge, PaymentMsg::Look);
    }

    /// Whether the payment provider has answered lately, as far as is known.
    #[must_use]
    pub fn provider_answers(&self) -> bool {
        self.gateway.is_answering()
    }

    /// What the reconciler could not settle, as of its last round.
    #[must_use]
    pub fn unsettled(&self) -> Arc<Unsettled> {
        self.unsettled.read().clone()
    }

    pub(super) fn publish_unsettled(&self, unsettled: Unsettled) {
        *self.unsettled.write() = Arc::new(unsettled);
    }

    /// The records as of the last commit.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        self.storage.tables()
    }

    /// The storage.
    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// What the self-hoster has set.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
    }

    pub(crate) fn gateway(&self) -> &dyn PaymentGateway {
        &*self.gateway
    }

    /// Commits the events, and what follows from them, as one entry.
    pub(super) async fn commit(
        &self,
        now: Timestamp,
        events: Vec<DomainEvent>,
    ) -> Result<(), CommitError> {
        for ticket in self.commit_entry(now, events).await? {
            self.tell_the_overlooked(ticket).await;
        }
        Ok(())
    }

    /// [`Market::commit`], without a look at who may have asked meanwhile for the tickets that it
    /// has freed: it gives these.
    pub(super) async fn commit_entry(
        &self,
        now: Timestamp,
        events: Vec<DomainEvent>,
    ) -> Result<Vec<TicketId>, CommitError> {
        let events = with_consequences(self.tables(), now, events)
            .map_err(|error| CommitError::NotWritten(error.to_string()))?;
        let freed = wishes::told_all_by(&events);
        let queued = queued_in(&events);
        self.storage.commit(now, events).await?;
        if !queued.is_empty() {
            self.mailer.tell(MailerMsg::Queued(queued));
        }
        Ok(freed)
    }

    pub(super) fn tell_ticket(&self, id: TicketId, message: TicketMsg) {
        self.tickets.tell(SupervisorMsg::Deliver(id, message));
    }

    pub(super) fn tell_order(&self, id: OrderId, message: OrderMsg) {
        self.orders.tell(SupervisorMsg::Deliver(id, message));
    }

    pub(super) fn tell_payment(&self, id: ChargeId, message: PaymentMsg) {
        self.payments.tell(SupervisorMsg::Deliver(id, message));
    }

    pub(super) async fn command(
        &self,
        ticket: TicketId,
        command: TicketCommand,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let message = |reply| SupervisorMsg::Deliver(ticket, TicketMsg::Command(command, reply));
        self.tickets.ask(message, ANSWER_DEADLINE).await?
    }
}

/// The mails that events queue.
fn queued_in(events: &[DomainEvent]) -> Vec<MailId> {
    let mails = events.iter().filter_map(|event| match event {
        DomainEvent::Mail(id, MailEvent::Queued { .. }) => Some(*id),
        _ => None,
    });
    mails.collect()
}

//! A payment: one charge, brought to its end with the provider.
//!
//! A purchase is three entries, all committed by the payment's actor, which decides with the
//! machines of charge, order and ticket and commits what they make of it as one:
//!
//! 1. **begun**: `PaymentStarted + ChargeCreated`, before the provider hears of it. The charge's id
//!    is the idempotency key.
//! 2. **selling**: `ChargeAuthorised + SaleStarted`, once the provider holds the money ready, if
//!    the deadline has not come. From here no deadline ends it.
//! 3. **sold**: `ChargeCompleted + OrderCompleted + TicketSold`, once the money is captured.
//!
//! What is wanted of the charge is read off the records ([`goal`]): so whoever takes it up after a
//! crash, a cancel, an expiry or a refund need not be told. Authorised too late, it is voided;
//! captured all the same, it is refunded, and `stripe_refund_id` says so.
//!
//! A provider that asks the buyer itself (Stripe) gives the payment's name (`ChargeSubmitted`), and
//! the answer is a secret with which the browser pays there. Then somebody says that something has
//! happened (the browser comes back, a webhook comes, the reconciler makes its round). None of them
//! is believed: the provider is asked, and what it says goes the way above. An outcome that is not
//! known (time-out, broken connection) is neither success nor failure: it is asked again with the
//! same key, and "never heard of it" is final only once no request of ours can arrive any more
//! ([`crate::payments::PaymentGateway::late_arrival`]).
//!
//! **A purchase at Stripe.** The card is typed into Stripe's form, so Pay has none to send: the
//! page's script asks for `POST /orders/{id}/pay` as JSON, and the answer is the client secret of a
//! `PaymentIntent` that is captured by hand. A charge that waits for its buyer is no work in
//! progress: Pay again, in another tab or after a reload, gives the same intent. A declined card
//! ends the intent as well as the charge, so that it cannot be paid behind the back of the next
//! one. If the buyer is still typing when the deadline comes, the intent is cancelled, and Stripe
//! refuses the card; if Stripe does not answer, the ticket is free all the same, and it is asked
//! until the intent is over. After a crash between the request and its answer the payment is begun
//! again under the same key, and so found.

use std::{sync::Arc, time::Duration};

use super::{
    Answer, CommandError, Market, Unavailable,
    entity::{Alarm, Entity, Failure, Me},
    isolated::isolated,
    order::{OrderStep, Reply, decide_with_ticket},
    purchase::{decide_for_all, parts_of},
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        CancelReason, Charge, ChargeEvent, ChargeFailure, ChargeStatus, DomainEvent, Order,
        OrderStatus,
        rules::{
            Rule,
            order::{OrderCommand, OrderRefusal},
        },
    },
    payments::{
        Answered, Bill, Card, OutcomeUnknown, Payment, PaymentState,
        machine::{
            CanBegin, Goal, KnownPayment, PaymentStep, ProviderCall, ProviderLook, goal,
            goal_of_all, look, next,
        },
    },
    storage::{StorageError, Tables},
    types::{BackOff, ChargeId, OrderId, Price, Secret, Timestamp, jitter},
};

/// How long a call to the provider may take before its outcome counts as unknown.
pub const CALL_DEADLINE: Duration = Duration::from_secs(10);
/// The waits before a call is repeated.
const RETRIES: BackOff =
    BackOff { first: Duration::from_millis(200), max: Duration::from_secs(30) };
/// The wait before what could not be committed is tried again.
const COMMIT_AGAIN: Duration = Duration::from_secs(5);

/// What a payment's actor can be told.
#[derive(Debug)]
pub enum PaymentMsg {
    /// The buyer pays for this order: answered when it is known what came of it.
    Pay {
        /// Which order.
        order: OrderId,
        /// The card, where we are told it.
        card: Option<Card>,
        /// How it went.
        reply: Reply<PayOutcome>,
    },
    /// The money is to go back: answered when it has.
    Refund(Reply<()>),
    /// Look whether anything is to be done: the records say what.
    Resume,
    /// Somebody says that something has happened at the provider: ask it anew.
    Look,
    /// What the provider answered: from its own call.
    Answered(Result<Option<Payment>, OutcomeUnknown>),
    /// Repeat a call: from its own timer.
    Again(ProviderCall),
}

/// What came of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayOutcome {
    /// The buyer is to pay at the provider, by this.
    AwaitsBuyer(Secret),
    /// The ticket is the buyer's.
    Completed,
    /// It was declined, or did not come about.
    Failed(ChargeFailure),
    /// The order was over before it did.
    Cancelled(CancelReason),
}

/// The actor that owns a charge. It alone waits on the network, and for this charge alone.
pub struct PaymentActor {
    id: ChargeId,
    market: Arc<Market>,
    me: Me<Self>,
    charge: Option<Arc<Charge>>,
    /// Where it is the payment of a purchase that is not settled, the other orders' charges.
    parts: Vec<Arc<Charge>>,
    goal: Goal,
    known: KnownPayment,
    /// The card, as long as the buyer's request is known. In memory only, and only until the charge is settled.
    begun: Option<Card>,
    /// The call that is under way.
    call: Option<Alarm>,
    /// What is to be done later.
    later: Option<Alarm>,
    /// Somebody has said that something happened at the provider since it was asked last.
    look_wanted: bool,
    /// What is to be repeated is repeated now: every round of the reconciler gets an answer.
    waits_no_longer: bool,
    /// How many calls in a row said nothing final.
    unknowns: u32,
    /// When an authorisation may have been sent last.
    sent_at: Timestamp,
    /// When the provider was asked last.
    asked_at: Timestamp,
    /// Who waits for what comes of it.
    payers: Vec<Reply<PayOutcome>>,
    /// Who waits for the money to go back.
    refunders: Vec<Reply<()>>,
}

impl Entity for PaymentActor {
    type Id = ChargeId;
    type Msg = PaymentMsg;
    const KIND: &'static str = "payment";

    fn activate(id: ChargeId, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError> {
        let sent_at = market.clock().now();
        let mut actor = Self {
            id,
            market,
            me,
            charge: None,
            parts: vec![],
            goal: Goal::Authorise,
            known: KnownPayment::Nothing,
            begun: None,
            call: None,
            later: None,
            look_wanted: false,
            waits_no_longer: false,
            unknowns: 0,
            sent_at,
            asked_at: sent_at,
            payers: vec![],
            refunders: vec![],
        };
        actor.reload()?;
        Ok(actor)
    }

    async fn handle(&mut self, message: PaymentMsg) -> Result<(), Failure> {
        self.reload()?;
        if self.is_in_anothers_hands() {
            return Ok(());
        }
        match message {
            PaymentMsg::Pay { order, card, reply } => {
                if !self.pay(order, card, reply).await? {
                    return Ok(());
                }
            }
            PaymentMsg::Refund(reply) => self.refunders.push(reply),
            PaymentMsg::Resume => self.take_up(),
            PaymentMsg::Look => {
                self.look_wanted = true;
                self.look_if_wanted()?;
                return Ok(());
            }
            PaymentMsg::Answered(result) => self.learn(result),
            PaymentMsg::Again(call) => {
                self.later = None;
                if self.call.is_none() && (self.is_unfinished() || self.has_money()) {
                    self.want()?;
                    if call != ProviderCall::Refund || !self.is_disputed() {
                        self.start(call);
                    }
                }
                return Ok(());
            }
        }
        self.advance().await?;
        self.waits_no_longer = false;
        self.look_if_wanted()?;
        self.answer_waiting()
    }

    fn is_idle(&self) -> bool {
        self.call.is_none()
            && self.later.is_none()
            && self.payers.is_empty()
            && self.refunders.is_empty()
            && (!self.is_unfinished() || self.is_in_anothers_hands())
    }
}

impl PaymentActor {
    /// Begins to pay for an order; gives whether there is anything to go on with.
    async fn pay(
        &mut self,
        order: OrderId,
        card: Option<Card>,
        reply: Reply<PayOutcome>,
    ) -> Result<bool, Failure> {
        let record = self.market.tables().order(order)?;
        if let (Some(known), Some(record)) = (&self.charge, &record)
            && known.order == order
            && let Some(outcome) = outcome_of(known, record)
        {
            // Who asked may have gone.
            let _ = reply.send(Ok(outcome));
            return Ok(false);
        }
        let max_attempts = self.market.settings().max_attempts;
        let pay = |charge| OrderCommand::Pay { charge, max_attempts };
        let decide = |reading: &mut Reading<'_>| {
            let known = reading.charge(self.id)?;
            if known.is_some_and(|known| known.order != order) {
                return Err(Unavailable::NotDone("this payment is another order's".into()).into());
            }
            let decision =
                decide_for_all(reading, (self.id, order), pay)?.or(OrderRefusal::TimeIsUp)?;
            Ok(Decision { rules: is_on(reading.tables(), order)?, ..decision })
        };
        let result = self.market.transact(By::Payment(self.id), decide).await;
        let failure = CommandError::failure(&result);
        match result {
            Ok(begun) => {
                self.payers.retain(|waits| !waits.is_closed());
                self.payers.push(reply);
                match begun {
                    Some(_) => self.begun = card,
                    None => self.take_up(),
                }
            }
            Err(error) => {
                drop(reply.send(Err(error)));
                return failure.map(|()| false);
            }
        }
        self.reload()?;
        Ok(true)
    }

    /// Does the next step, and those that follow from it, up to one that takes time.
    async fn advance(&mut self) -> Result<(), Failure> {
        while self.call.is_none()
            && let Some(charge) = self.charge.clone()
        {
            self.want()?;
            // By when it was asked: what it had not heard of then may have arrived since.
            let arrivals_over =
                self.asked_at >= self.sent_at + self.market.gateway().late_arrival();
            let step = next(&charge, self.goal, &self.known, self.can_begin(), arrivals_over);
            let (event, command) = match step {
                PaymentStep::Call(call) => {
                    self.later = None;
                    self.start(call);
                    continue;
                }
                PaymentStep::Retry(call) if self.waits_no_longer => {
                    self.start(call);
                    continue;
                }
                PaymentStep::Retry(call) => {
                    if self.later.is_none() {
                        self.later =
                            Some(Alarm::after(self.wait(), &self.me, PaymentMsg::Again(call)));
                    }
                    return Ok(());
                }
                PaymentStep::Commit(event) => {
                    let command = self.follows(&event);
                    (Some(event), command)
                }
                PaymentStep::TellAuthorised => (None, Some(Told::All(ChargeNews::Authorised))),
                PaymentStep::TellCaptured => (None, Some(Told::All(ChargeNews::Captured))),
                PaymentStep::TellRefunded { stripe_id, stripe_refund_id } => {
                    let charge = self.id;
                    let told = OrderCommand::Refunded { charge, stripe_id, stripe_refund_id };
                    (None, Some(Told::Its(told)))
                }
                PaymentStep::TellFailed(failure) => {
                    let told = Told::All(ChargeNews::Failed(failure));
                    self.commit(charge.order, None, Some(told)).await?;
                    self.later = None;
                    return Ok(());
                }
                PaymentStep::TellAwaitsBuyer(client_secret) => {
                    answer(&mut self.payers, &PayOutcome::AwaitsBuyer(client_secret));
                    self.later = None;
                    return Ok(());
                }
                PaymentStep::Rest => {
                    self.later = None;
                    return Ok(());
                }
            };
            if !self.commit(charge.order, event, command).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What is wanted of the charge now.
    fn want(&mut self) -> Result<(), StorageError> {
        let (tables, now) = (self.market.tables(), self.market.clock().now());
        let mut goals = vec![];
        for charge in self.charge.iter().chain(&self.parts) {
            let Some(order) = tables.order(charge.order)? else { return Ok(()) };
            let ticket = tables.ticket(order.ticket)?;
            goals.push(goal(charge, &order, ticket.as_deref(), now));
        }
        let Some(wanted) = goal_of_all(goals) else { return Ok(()) };
        // What the buyer's bank may take does not go back as well.
        let wanted = match wanted {
            Goal::Refund if self.is_disputed() => Goal::Capture,
            wanted => wanted,
        };
        if wanted == Goal::Refund && self.goal != Goal::Refund {
            // It may have gone back behind our back.
            self.known = KnownPayment::Nothing;
        }
        self.goal = wanted;
        Ok(())
    }

    /// What an event of the charge means to its order, to become true in the same instant.
    fn follows(&self, event: &ChargeEvent) -> Option<Told> {
        Some(Told::All(match event {
            ChargeEvent::Authorised { .. } if self.goal == Goal::Authorise => {
                ChargeNews::Authorised
            }
            ChargeEvent::Failed(failure) => ChargeNews::Failed(failure.clone()),
            // The money came and went: to the order it is as if it had never come.
            ChargeEvent::Refunded { .. } => ChargeNews::Failed(ChargeFailure::NotCaptured),
            _ => return None,
        }))
    }

    /// Commits an event of the charge, and what the order makes of it; gives whether anything was
    /// committed. What could not be is tried again later.
    async fn commit(
        &mut self,
        order: OrderId,
        event: Option<ChargeEvent>,
        told: Option<Told>,
    ) -> Result<bool, Failure> {
        let max_attempts = self.market.settings().max_attempts;
        let charges = [self.id].into_iter().chain(self.parts.iter().map(|part| part.id));
        let charges: Vec<_> = charges.collect();
        let fee = match &self.known {
            KnownPayment::There(payment) => payment.fee_minor,
            _ => None,
        };
        let decide = |reading: &mut Reading<'_>| {
            let own = event.clone().into_iter().flat_map(|event| {
                charges.iter().map(move |charge| DomainEvent::Charge(*charge, event.clone()))
            });
            let step = match &told {
                Some(Told::All(news)) => decide_for_all(reading, (self.id, order), |charge| {
                    news.command(charge, max_attempts)
                })?,
                Some(Told::Its(command)) => decide_with_ticket(reading, order, command)?,
                None => OrderStep::Void,
            };
            // Else what is wanted of the charge is another now.
            let mut others = if let OrderStep::Commit(events) = step { events } else { vec![] };
            if let (Some(Told::All(ChargeNews::Captured)), Some(fee), false) =
                (&told, fee, others.is_empty())
            {
                others.push(DomainEvent::Charge(self.id, ChargeEvent::FeeRead(fee)));
            }
            let rules = match &told {
                Some(Told::All(ChargeNews::Authorised)) if !others.is_empty() => {
                    is_on(reading.tables(), order)?
                }
                _ => vec![],
            };
            Ok(Decision { events: own.chain(others).collect(), rules })
        };
        let result: Answer<OrderRefusal, _> =
            self.market.transact(By::Payment(self.id), decide).await;
        match result {
            Ok(Some(_)) => {
                self.later = None;
                self.reload()?;
                Ok(true)
            }
            Ok(None) => {
                self.try_again_later();
                Ok(false)
            }
            Err(CommandError::Unavailable(Unavailable::Unknown(error))) => Err(Failure(error)),
            Err(error) => {
                tracing::warn!(charge = %self.id, %error, "a payment could not go on; it is tried \
                    again");
                self.try_again_later();
                Ok(false)
            }
        }
    }

    /// Tells those who wait, once it is known.
    fn answer_waiting(&mut self) -> Result<(), Failure> {
        if self.payers.is_empty() && self.refunders.is_empty() {
            return Ok(());
        }
        let Some(charge) = &self.charge else { return Ok(()) };
        let Some(order) = self.market.tables().order(charge.order)? else { return Ok(()) };
        if order.status.paid_by().is_none() {
            answer(&mut self.refunders, &());
        }
        if order.status.charge_under_way() != Some(self.id)
            && let Some(outcome) = outcome_of(charge, &order)
        {
            answer(&mut self.payers, &outcome);
        }
        Ok(())
    }

    fn take_up(&mut self) {
        self.later = None;
        self.waits_no_longer = true;
        self.forget_what_may_have_changed();
    }

    fn reload(&mut self) -> Result<(), StorageError> {
        self.charge = self.market.tables().charge(self.id)?;
        self.parts = match &self.charge {
            Some(charge) if charge.status.is_unfinished() && charge.part_of.is_none() => {
                parts_of(self.market.tables(), charge)?
            }
            _ => vec![],
        };
        Ok(())
    }

    /// Whether another charge's actor brings it to its end, with the payment that it is a part of.
    fn is_in_anothers_hands(&self) -> bool {
        let charge = self.charge.as_ref();
        charge.is_some_and(|charge| charge.part_of.is_some() && charge.status.is_unfinished())
    }

    /// Asks the provider anew, if that is wanted and nothing is on the way to it: however often it
    /// is said that something has happened there, it is asked one question at a time.
    fn look_if_wanted(&mut self) -> Result<(), StorageError> {
        if !self.look_wanted || self.call.is_some() {
            return Ok(());
        }
        self.want()?;
        let Some(charge) = &self.charge else { return Ok(()) };
        match look(charge, self.goal, &self.known, self.can_begin()) {
            ProviderLook::Now(call) => {
                self.later = None;
                self.start(call);
            }
            ProviderLook::Later => {}
            ProviderLook::Never => self.look_wanted = false,
        }
        Ok(())
    }

    fn can_begin(&self) -> CanBegin {
        match &self.begun {
            _ if self.market.gateway().asks_the_buyer() => CanBegin::AtProvider,
            Some(_) => CanBegin::WithCard,
            None => CanBegin::No,
        }
    }

    fn try_again_later(&mut self) {
        self.later = Some(Alarm::after(COMMIT_AGAIN, &self.me, PaymentMsg::Resume));
    }

    /// A payment that waited for its buyer may have been made meanwhile: the provider is asked
    /// anew.
    fn forget_what_may_have_changed(&mut self) {
        if let KnownPayment::There(Payment { state: PaymentState::Pending { .. }, .. }) = self.known
        {
            self.known = KnownPayment::Nothing;
        }
    }

    fn learn(&mut self, result: Result<Option<Payment>, OutcomeUnknown>) {
        self.call = None;
        self.unknowns = match &result {
            Ok(Some(_)) => 0,
            Ok(None) | Err(_) => self.unknowns.saturating_add(1),
        };
        self.known = match result {
            Ok(Some(payment)) => KnownPayment::There(payment),
            Ok(None) => KnownPayment::NotThere,
            Err(error) => {
                tracing::warn!(charge = %self.id, %error, goal = ?self.goal, "a call to the \
                    payment provider is repeated");
                KnownPayment::Unknown
            }
        };
    }

    fn start(&mut self, call: ProviderCall) {
        let Some(charge) = self.charge.clone() else { return };
        let (market, me) = (self.market.clone(), self.me.clone());
        let card = self.begun.clone();
        self.asked_at = market.clock().now();
        // The answer to come is newer than what has been said so far.
        self.look_wanted = false;
        if call == ProviderCall::Authorise {
            self.sent_at = market.clock().now() + CALL_DEADLINE;
        }
        let known_id = match &self.known {
            KnownPayment::There(payment) => Some(payment.id.clone()),
            KnownPayment::Nothing | KnownPayment::Unknown | KnownPayment::NotThere => None,
        };
        self.call = Some(Alarm::task(async move {
            // It ends with this task: a call that outlived its actor could reach the provider when
            // the next actor believes that nothing is on the way any more.
            let asked = async move { ask(&market, call, &charge, known_id, card).await };
            let panicked = || Err(OutcomeUnknown("the adapter for the provider panicked".into()));
            let result = isolated(asked).await.unwrap_or_else(panicked);
            me.tell(PaymentMsg::Answered(result));
        }));
    }

    /// Doubling, and spread over half to all of itself.
    fn wait(&self) -> Duration {
        let half = RETRIES.wait(self.unknowns) / 2;
        half + jitter(half, &self.id, self.unknowns)
    }

    fn is_disputed(&self) -> bool {
        let payment = self.charge.as_ref().map(|charge| charge.payment());
        payment.is_some_and(|payment| self.market.is_disputed(payment))
    }

    fn has_money(&self) -> bool {
        self.charge.as_ref().is_some_and(|charge| charge.kept_minor() > 0)
    }

    fn is_unfinished(&self) -> bool {
        self.charge.as_ref().is_some_and(|charge| charge.status.is_unfinished())
    }
}

/// What orders are told of the payment that is to pay for them.
enum Told {
    /// All of them, of their own charges.
    All(ChargeNews),
    /// The charge's own alone.
    Its(OrderCommand),
}

/// What has become of a payment.
enum ChargeNews {
    Authorised,
    Captured,
    Failed(ChargeFailure),
}

impl ChargeNews {
    fn command(&self, charge: ChargeId, max_attempts: u32) -> OrderCommand {
        match self {
            Self::Authorised => OrderCommand::Authorised(charge),
            Self::Captured => OrderCommand::Captured(charge),
            Self::Failed(failure) => {
                OrderCommand::Failed { charge, failure: failure.clone(), max_attempts }
            }
        }
    }
}

/// That the event is on for which an order is, as is that for which its whole purchase is.
fn is_on(tables: &Tables, order: OrderId) -> Result<Vec<Rule>, StorageError> {
    let Some(order) = tables.order(order)? else { return Ok(vec![]) };
    let ticket = tables.ticket(order.ticket)?;
    Ok(ticket.map(|ticket| Rule::EventIsOn(ticket.event)).into_iter().collect())
}

/// Over how much the payment is of which a charge is a part.
fn paid_in_all(tables: &Tables, charge: &Charge) -> Result<Price, StorageError> {
    let payment = match charge.part_of {
        Some(payment) => tables.charge(payment)?,
        None => None,
    };
    let payment = payment.as_deref().unwrap_or(charge);
    let parts = parts_of(tables, payment)?;
    let amounts = parts.iter().map(|part| part.amount).chain([payment.amount]);
    // What is more than can be charged is not held together.
    Ok(Price::sum(amounts).unwrap_or(payment.amount))
}

/// Gives all who wait the same answer. Who asked may have gone.
fn answer<T: Clone>(waiting: &mut Vec<Reply<T>>, with: &T) {
    waiting.drain(..).for_each(|reply| drop(reply.send(Ok(with.clone()))));
}

/// What came of a charge, once that is known.
fn outcome_of(charge: &Charge, order: &Order) -> Option<PayOutcome> {
    match (&charge.status, order.status) {
        (ChargeStatus::Failed(failure), _) => Some(PayOutcome::Failed(failure.clone())),
        (_, OrderStatus::Completed { .. }) => Some(PayOutcome::Completed),
        (_, OrderStatus::Cancelled { reason, .. }) => Some(PayOutcome::Cancelled(reason)),
        (ChargeStatus::Completed, _) if charge.stripe_refund_id.is_some() => {
            Some(PayOutcome::Failed(ChargeFailure::NotCaptured))
        }
        (_, OrderStatus::Created | OrderStatus::AwaitingPayment { .. }) => None,
    }
}

async fn ask(
    market: &Market,
    call: ProviderCall,
    charge: &Charge,
    known_id: Option<Box<str>>,
    card: Option<Card>,
) -> Result<Option<Payment>, OutcomeUnknown> {
    let gateway = market.gateway();
    let unreadable = |error: StorageError| OutcomeUnknown(error.to_string());
    let order = market.tables().order(charge.order).map_err(unreadable)?;
    let order = order.ok_or_else(|| OutcomeUnknown("the charge's order is not there".into()))?;
    let whole = paid_in_all(market.tables(), charge).map_err(unreadable)?;
    // Once it is settled, each part is by itself.
    let amount = if charge.status.is_unfinished() { whole } else { charge.amount };
    let bill = Bill {
        charge: charge.id,
        payment: charge.payment(),
        order: order.id,
        ticket: order.ticket,
        amount,
        whole,
        since: charge.created_at,
        id: charge.stripe_id.clone().or(known_id),
    };
    let answer = async {
        match call {
            ProviderCall::Authorise => gateway.authorise(bill, card).await.map(Some),
            ProviderCall::LookUp => gateway.look_up(bill).await,
            ProviderCall::Capture => gateway.capture(bill).await.map(Some),
            ProviderCall::Void => gateway.void(bill).await.map(Some),
            ProviderCall::Refund => gateway.refund(bill).await.map(Some),
        }
    };
    in_time(answer).await
}

/// What the provider answers, if it does so within [`CALL_DEADLINE`].
pub(super) async fn in_time<T>(answer: impl Future<Output = Answered<T>>) -> Answered<T> {
    let slow = |_| OutcomeUnknown(format!("no answer within {CALL_DEADLINE:?}"));
    tokio::time::timeout(CALL_DEADLINE, answer).await.map_err(slow)?
}

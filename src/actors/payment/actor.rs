use std::{sync::Arc, time::Duration};

use tokio::task::JoinSet;

use super::machine::{Call, CanBegin, Goal, Known, Look, Step, look, next};
use crate::{
    actors::{
        Market,
        entity::{Alarm, Entity, Failure, Me},
        order::OrderMsg,
    },
    domain::{Charge, ChargeEvent, DomainEvent},
    payments::{Bill, Card, OutcomeUnknown, Payment, PaymentState},
    storage::{CommitError, StorageError},
    types::{ChargeId, Timestamp},
};

/// How long a call to the provider may take before its outcome counts as unknown.
pub const CALL_DEADLINE: Duration = Duration::from_secs(10);
/// The wait before the first repetition of a call; it doubles with each, up to [`RETRY_WAIT_MAX`].
const RETRY_WAIT: Duration = Duration::from_millis(200);
const RETRY_WAIT_MAX: Duration = Duration::from_secs(30);
/// How long an order may take to answer before it is told again.
const ORDER_ANSWER: Duration = Duration::from_secs(5);

/// What a payment's actor can be told.
#[derive(Debug)]
pub enum PaymentMsg {
    /// Begin, with the card where we are told it.
    Begin(Option<Card>),
    /// The ticket is being sold: take the money.
    Capture,
    /// The ticket is not to be had any more: no money.
    Void,
    /// The sale is given up: the money goes back.
    Refund,
    /// The sale, or its end, is committed.
    Settled,
    /// Look whether anything is to be done: from the reconciler, and from its own timer.
    Resume,
    /// Somebody says that something has happened at the provider: ask it anew.
    Look,
    /// What the provider answered: from its own call.
    Answered(Result<Option<Payment>, OutcomeUnknown>),
    /// Repeat a call: from its own timer.
    Again(Call),
}

/// The actor that owns a charge. It alone waits on the network, and for this charge alone.
pub struct PaymentActor {
    id: ChargeId,
    market: Arc<Market>,
    me: Me<Self>,
    charge: Option<Arc<Charge>>,
    goal: Goal,
    known: Known,
    /// Set by `Begin`: the card. In memory only, and only until the charge is settled.
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
}

impl Entity for PaymentActor {
    type Id = ChargeId;
    type Msg = PaymentMsg;
    const KIND: &'static str = "payment";

    fn activate(id: ChargeId, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError> {
        let charge = market.tables().charge(id)?;
        let sent_at = market.clock().now();
        Ok(Self {
            id,
            market,
            me,
            charge,
            goal: Goal::Authorise,
            known: Known::Nothing,
            begun: None,
            call: None,
            later: None,
            look_wanted: false,
            waits_no_longer: false,
            unknowns: 0,
            sent_at,
            asked_at: sent_at,
        })
    }

    /// Nothing before the first message: a `Begin` brings the card.
    async fn resume(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    async fn handle(&mut self, message: PaymentMsg) -> Result<(), Failure> {
        self.charge = self.market.tables().charge(self.id)?;
        match message {
            PaymentMsg::Begin(card) => self.begun = card,
            PaymentMsg::Capture => self.goal = Goal::Capture,
            PaymentMsg::Void => self.goal = Goal::Void,
            PaymentMsg::Refund => {
                self.goal = Goal::Refund;
                self.known = Known::Nothing;
            }
            PaymentMsg::Settled => self.later = None,
            PaymentMsg::Resume => {
                self.later = None;
                self.waits_no_longer = true;
                self.forget_what_may_have_changed();
            }
            PaymentMsg::Look => {
                self.look_wanted = true;
                self.look_if_wanted();
                return Ok(());
            }
            PaymentMsg::Answered(result) => self.learn(result),
            PaymentMsg::Again(call) => {
                self.later = None;
                if self.call.is_none() && (self.is_unfinished() || self.has_money()) {
                    self.start(call);
                }
                return Ok(());
            }
        }
        self.advance().await?;
        self.waits_no_longer = false;
        self.look_if_wanted();
        Ok(())
    }

    fn is_idle(&self) -> bool {
        self.call.is_none() && self.later.is_none() && !self.is_unfinished()
    }
}

impl PaymentActor {
    /// Does the next step, and those that follow from it, up to one that takes time.
    async fn advance(&mut self) -> Result<(), Failure> {
        while self.call.is_none()
            && let Some(charge) = &self.charge
        {
            // By when it was asked: what it had not heard of then may have arrived since.
            let arrivals_over =
                self.asked_at >= self.sent_at + self.market.gateway().late_arrival();
            let order = charge.order;
            match next(charge, self.goal, &self.known, self.can_begin(), arrivals_over) {
                Step::Call(call) => {
                    self.later = None;
                    self.start(call);
                }
                Step::Retry(call) if self.waits_no_longer => self.start(call),
                Step::Retry(call) => {
                    if self.later.is_none() {
                        self.later =
                            Some(Alarm::after(self.wait(), &self.me, PaymentMsg::Again(call)));
                    }
                    return Ok(());
                }
                Step::Commit(event) => {
                    if !self.commit(event).await? {
                        return Ok(());
                    }
                }
                Step::TellAwaitsBuyer(client_secret) => {
                    let message = OrderMsg::AwaitsBuyer(self.id, client_secret);
                    self.market.tell_order(order, message);
                    self.later = None;
                    return Ok(());
                }
                Step::TellAuthorised => {
                    self.market.tell_order(order, OrderMsg::Authorised(self.id));
                    self.tell_again();
                    return Ok(());
                }
                Step::TellCaptured => {
                    self.market.tell_order(order, OrderMsg::Captured(self.id));
                    self.tell_again();
                    return Ok(());
                }
                Step::TellFailed(failure) => {
                    self.market.tell_order(order, OrderMsg::Failed(self.id, failure));
                    self.later = None;
                    return Ok(());
                }
                Step::TellRefunded { stripe_id, stripe_refund_id } => {
                    let refunded =
                        OrderMsg::Refunded { charge: self.id, stripe_id, stripe_refund_id };
                    self.market.tell_order(order, refunded);
                    self.tell_again();
                    return Ok(());
                }
                Step::Rest => {
                    self.later = None;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Asks the provider anew, if that is wanted and nothing is on the way to it: however often it
    /// is said that something has happened there, it is asked one question at a time.
    fn look_if_wanted(&mut self) {
        if !self.look_wanted || self.call.is_some() {
            return;
        }
        let Some(charge) = &self.charge else { return };
        match look(charge, self.goal, &self.known, self.can_begin()) {
            Look::Now(call) => {
                self.later = None;
                self.start(call);
            }
            Look::Later => {}
            Look::Never => self.look_wanted = false,
        }
    }

    fn can_begin(&self) -> CanBegin {
        match &self.begun {
            _ if self.market.gateway().asks_the_buyer() => CanBegin::AtProvider,
            Some(_) => CanBegin::WithCard,
            None => CanBegin::No,
        }
    }

    fn tell_again(&mut self) {
        self.later = Some(Alarm::after(ORDER_ANSWER, &self.me, PaymentMsg::Resume));
    }

    /// A payment that waited for its buyer may have been made meanwhile: the provider is asked
    /// anew.
    fn forget_what_may_have_changed(&mut self) {
        if let Known::There(Payment { state: PaymentState::Pending { .. }, .. }) = self.known {
            self.known = Known::Nothing;
        }
    }

    fn learn(&mut self, result: Result<Option<Payment>, OutcomeUnknown>) {
        self.call = None;
        self.unknowns = match &result {
            Ok(Some(_)) => 0,
            Ok(None) | Err(_) => self.unknowns.saturating_add(1),
        };
        self.known = match result {
            Ok(Some(payment)) => Known::There(payment),
            Ok(None) => Known::NotThere,
            Err(error) => {
                tracing::warn!(charge = %self.id, %error, goal = ?self.goal, "a call to the \
                    payment provider is repeated");
                Known::Unknown
            }
        };
    }

    /// Commits the event; `false` if that is to be tried again later.
    async fn commit(&mut self, event: ChargeEvent) -> Result<bool, Failure> {
        let event = DomainEvent::Charge(self.id, event);
        match self.market.commit(self.market.clock().now(), vec![event]).await {
            Ok(()) => {
                self.charge = self.market.tables().charge(self.id)?;
                Ok(true)
            }
            Err(CommitError::NotWritten(_)) => {
                self.tell_again();
                Ok(false)
            }
            Err(CommitError::Unknown(error)) => Err(Failure(error)),
        }
    }

    fn start(&mut self, call: Call) {
        let Some(charge) = self.charge.clone() else { return };
        let (market, me) = (self.market.clone(), self.me.clone());
        let card = self.begun.clone();
        self.asked_at = market.clock().now();
        // The answer to come is newer than what has been said so far.
        self.look_wanted = false;
        if call == Call::Authorise {
            self.sent_at = market.clock().now() + CALL_DEADLINE;
        }
        let known_id = match &self.known {
            Known::There(payment) => Some(payment.id.clone()),
            Known::Nothing | Known::Unknown | Known::NotThere => None,
        };
        self.call = Some(Alarm::task(async move {
            // A task of its own, so that a gateway that panics is an unknown outcome; in a set, so
            // that it ends with this one: a call that outlived its actor could reach the provider
            // when the next actor believes that nothing is on the way any more.
            let mut asked = JoinSet::new();
            asked.spawn(async move { ask(&market, call, &charge, known_id, card).await });
            let result = match asked.join_next().await {
                Some(Ok(result)) => result,
                Some(Err(_)) | None => {
                    Err(OutcomeUnknown("the adapter for the provider panicked".into()))
                }
            };
            me.tell(PaymentMsg::Answered(result));
        }));
    }

    /// Doubling, and spread over half to all of itself, so that what failed together does not come
    /// back together.
    fn wait(&self) -> Duration {
        let most = RETRY_WAIT.saturating_mul(2_u32.saturating_pow(self.unknowns.min(16)));
        let most = most.min(RETRY_WAIT_MAX);
        let spread = u32::from(self.id.as_bytes()[15].rotate_left(self.unknowns % 8));
        most / 2 + most * spread / 512
    }

    fn has_money(&self) -> bool {
        self.charge.as_ref().is_some_and(|charge| charge.kept_minor() > 0)
    }

    fn is_unfinished(&self) -> bool {
        self.charge.as_ref().is_some_and(|charge| charge.status.is_unfinished())
    }
}

async fn ask(
    market: &Market,
    call: Call,
    charge: &Charge,
    known_id: Option<Box<str>>,
    card: Option<Card>,
) -> Result<Option<Payment>, OutcomeUnknown> {
    let gateway = market.gateway();
    let unreadable = |error: StorageError| OutcomeUnknown(error.to_string());
    let order = market.tables().order(charge.order).map_err(unreadable)?;
    let order = order.ok_or_else(|| OutcomeUnknown("the charge's order is not there".into()))?;
    let bill = Bill {
        charge: charge.id,
        order: order.id,
        ticket: order.ticket,
        amount: charge.amount,
        since: charge.created_at,
        id: charge.stripe_id.clone().or(known_id),
    };
    let answer = async {
        match call {
            Call::Authorise => gateway.authorise(bill, card).await.map(Some),
            Call::LookUp => gateway.look_up(bill).await,
            Call::Capture => gateway.capture(bill).await.map(Some),
            Call::Void => gateway.void(bill).await.map(Some),
            Call::Refund => gateway.refund(bill).await.map(Some),
        }
    };
    let slow = |_| OutcomeUnknown(format!("no answer within {CALL_DEADLINE:?}"));
    tokio::time::timeout(CALL_DEADLINE, answer).await.map_err(slow)?
}

//! A payout that the payment provider makes: one transfer to the seller's account there, and what of it
//! is had back once sales that it paid are refunded.
//!
//! The payout was committed with its first attempt before this hears of it (`actors/payouts.rs`). The
//! attempt is looked for and sent, and again while there is no answer: the same key, the same transfer.
//! What the provider says is committed, and only then is it so here: paid, failed, or another attempt
//! ([`crate::payments::transfer_machine`]). Until then the money is on its way, and nothing of it is
//! paid again. Whoever takes it up after a crash reads all of this off the record.

use std::{sync::Arc, time::Duration};

use super::{
    Market,
    entity::{Alarm, Entity, Failure, Me},
    isolated::isolated,
    payment::in_time,
};
use crate::{
    domain::{Arrival, Attempt, Payout, PayoutTo, rules::payouts::PayoutOutcome},
    payments::{
        OutcomeUnknown,
        sellers::{Moved, Movement},
        transfer_machine::{KnownMove, MoveStep, next},
    },
    storage::StorageError,
    types::{BackOff, PayoutId, jitter},
};

/// The waits before a question to the provider is asked again.
const RETRIES: BackOff =
    BackOff { first: Duration::from_millis(500), max: Duration::from_secs(300) };

/// The wait before what could not be committed is tried again.
const COMMIT_AGAIN: Duration = Duration::from_secs(5);

/// What a payout's actor can be told.
#[derive(Debug)]
pub enum PayoutMsg {
    /// Look whether anything is to be done: the record says what.
    Resume,
    /// What the provider answered: from its own question.
    Answered(Result<ProviderAnswer, OutcomeUnknown>),
    /// Go on: from its own timer.
    Again,
}

/// What the provider answered.
#[derive(Debug)]
pub enum ProviderAnswer {
    /// To a request to move money.
    Moved(Moved),
    /// To the question whether it was moved.
    Found(Option<Box<str>>),
}

/// What the provider is to move for a payout, and by which attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    movement: Movement,
    attempt: Attempt,
}

/// The actor that owns a payout as long as the provider is to do something about it.
pub struct PayoutActor {
    id: PayoutId,
    market: Arc<Market>,
    me: Me<Self>,
    task: Option<Task>,
    known: KnownMove,
    call: Option<Alarm>,
    later: Option<Alarm>,
    /// How many questions in a row had no answer.
    unknowns: u32,
}

impl Entity for PayoutActor {
    type Id = PayoutId;
    type Msg = PayoutMsg;
    const KIND: &'static str = "payout";

    fn activate(id: PayoutId, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError> {
        let mut actor = Self {
            id,
            market,
            me,
            task: None,
            known: KnownMove::default(),
            call: None,
            later: None,
            unknowns: 0,
        };
        actor.reload()?;
        Ok(actor)
    }

    async fn handle(&mut self, message: PayoutMsg) -> Result<(), Failure> {
        match message {
            PayoutMsg::Resume => {
                // Who waits for money looks whether it is still to be paid.
                if self.call.is_none() && self.known == KnownMove::default() {
                    self.later = None;
                }
                self.reload()?;
            }
            PayoutMsg::Again => self.later = None,
            PayoutMsg::Answered(answer) => {
                self.call = None;
                self.learn(answer);
            }
        }
        self.advance().await
    }

    fn is_idle(&self) -> bool {
        self.call.is_none() && self.later.is_none()
    }
}

impl PayoutActor {
    /// What there is to do, by the record. Of another attempt nothing is known yet.
    fn reload(&mut self) -> Result<(), StorageError> {
        let payout = self.market.tables().payout(self.id)?;
        let task = payout.as_deref().and_then(task_of);
        if task != self.task {
            (self.call, self.later) = (None, None);
            (self.task, self.known, self.unknowns) = (task, KnownMove::default(), 0);
        }
        Ok(())
    }

    fn learn(&mut self, answer: Result<ProviderAnswer, OutcomeUnknown>) {
        match answer {
            Ok(ProviderAnswer::Moved(moved)) => self.known.answer = Some(moved),
            Ok(ProviderAnswer::Found(found)) => self.known.found = Some(found),
            Err(error) => {
                let (payout, unknowns) = (self.id, self.unknowns);
                tracing::warn!(%payout, %error, "what the provider has made of a payout is not \
                    known; it stays on its way, and is asked for again");
                // What was sent may be on its way still, or done.
                self.known = KnownMove::default();
                let wait = RETRIES.wait(unknowns);
                let wait = wait + jitter(wait, &payout, unknowns);
                self.later = Some(Alarm::after(wait, &self.me, PayoutMsg::Again));
                self.unknowns = unknowns.saturating_add(1);
                return;
            }
        }
        self.unknowns = 0;
    }

    /// Does what is next, up to what takes time.
    async fn advance(&mut self) -> Result<(), Failure> {
        while self.call.is_none()
            && self.later.is_none()
            && let Some(task) = self.task.clone()
        {
            // Without it, nothing is lost: it goes on once the site is set up for it again.
            if self.market.gateway().sellers().is_none() {
                return Ok(());
            }
            let now = self.market.clock().now();
            match next(task.attempt, &self.known, now) {
                step @ (MoveStep::Send | MoveStep::Find) => self.ask(step, task),
                // Nothing of this attempt was sent yet.
                MoveStep::Wait(_) if task.attempt.number > 1 && self.is_given_up().await => {
                    self.reload()?;
                }
                MoveStep::Wait(until) => {
                    let wait = until.since(now);
                    self.later = Some(Alarm::after(wait, &self.me, PayoutMsg::Again));
                }
                step => {
                    if !self.settle(&task, step).await? {
                        let again = Alarm::after(COMMIT_AGAIN, &self.me, PayoutMsg::Again);
                        self.later = Some(again);
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether what waits for its next attempt is not made any more.
    async fn is_given_up(&self) -> bool {
        self.market.give_up_payout(self.id).await.unwrap_or_else(|error| {
            tracing::warn!(payout = %self.id, %error, "whether a payout is still to be made is not \
                known; it is asked again");
            false
        })
    }

    fn ask(&mut self, step: MoveStep, task: Task) {
        let (market, me) = (self.market.clone(), self.me.clone());
        self.call = Some(Alarm::task(async move {
            let asked = async move {
                let Some(sellers) = market.gateway().sellers() else {
                    return Err(OutcomeUnknown("the provider does not pay sellers".into()));
                };
                in_time(async {
                    match step {
                        MoveStep::Send => sellers
                            .request(task.movement, task.attempt.number)
                            .await
                            .map(ProviderAnswer::Moved),
                        _ => sellers.find(task.movement).await.map(ProviderAnswer::Found),
                    }
                })
                .await
            };
            let panicked = || Err(OutcomeUnknown("the adapter for the provider panicked".into()));
            me.tell(PayoutMsg::Answered(isolated(asked).await.unwrap_or_else(panicked)));
        }));
    }

    /// Commits what has come of an attempt; gives whether that was done.
    async fn settle(&mut self, task: &Task, step: MoveStep) -> Result<bool, Failure> {
        let (market, id) = (self.market.clone(), self.id);
        let is_transfer = matches!(task.movement, Movement::Transfer { .. });
        let result = match (step, &task.movement) {
            (MoveStep::Done(name), Movement::Transfer { .. }) => {
                let arrived = PayoutOutcome::Paid(Arrival::Transferred(name));
                market.settle_payout(id, arrived).await
            }
            (MoveStep::Refused(reason), Movement::Transfer { .. }) => {
                market.settle_payout(id, PayoutOutcome::Refused(reason)).await
            }
            (MoveStep::Done(name), Movement::TakeBack { debt, .. }) => {
                market.settle_take_back(id, *debt, Ok(name)).await
            }
            (MoveStep::Refused(why), Movement::TakeBack { debt, .. }) => {
                market.settle_take_back(id, *debt, Err(why)).await
            }
            (MoveStep::Another, _) => market.retry_payout(id, task.attempt).await,
            _ => Ok(()),
        };
        if let Err(error) = &result {
            tracing::warn!(payout = %id, is_transfer, %error, "what the provider has made of a payout \
                is not noted yet; it is tried again");
        }
        self.reload()?;
        Ok(result.is_ok())
    }
}

/// What the provider is to do about a payout, if anything.
pub(super) fn task_of(payout: &Payout) -> Option<Task> {
    match (&payout.to, payout.transfer(), payout.take_back()) {
        (PayoutTo::Provider(to), ..) if payout.is_under_way() => {
            let (to, minor) = (to.clone(), payout.minor());
            let movement = Movement::Transfer { payout: payout.id, to, minor };
            Some(Task { movement, attempt: payout.attempt })
        }
        (_, Some(transfer), Some(asked)) => {
            let (transfer, debt, minor) = (transfer.into(), asked.debt, asked.minor);
            let movement = Movement::TakeBack { payout: payout.id, transfer, debt, minor };
            Some(Task { movement, attempt: Attempt { number: 1, since: asked.asked_at } })
        }
        _ => None,
    }
}

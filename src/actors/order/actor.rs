use std::{collections::VecDeque, sync::Arc, time::Duration};

use super::{
    machine::{OrderCommand, OrderDecision, OrderRefusal, decide},
    message::{OrderMsg, PayOutcome, Reply},
};
use crate::{
    actors::{
        CommandError, Market,
        entity::{Alarm, Entity, Failure, Me},
        payment::PaymentMsg,
        ticket::{TicketCommand, TicketMsg, TicketRefusal},
    },
    domain::{CancelReason, Charge, ChargeFailure, ChargeStatus, Order, OrderStatus},
    payments::Card,
    storage::StorageError,
    types::{ChargeId, OrderId, Secret},
};

/// How long a ticket may take to answer before it is asked again.
const TICKET_ANSWER: Duration = Duration::from_secs(2);
/// How many messages wait while the ticket decides; more are dropped.
const STASH_MAX: usize = 64;

/// The actor that owns an order.
pub struct OrderActor {
    id: OrderId,
    market: Arc<Market>,
    me: Me<Self>,
    order: Option<Arc<Order>>,
    /// What the ticket was asked and has not answered. Until then nothing else is decided: the
    /// order's own events may travel with it.
    asked: Option<Asked>,
    /// What came meanwhile.
    stash: VecDeque<OrderMsg>,
    /// Who waits for what comes of a payment.
    payers: Vec<(ChargeId, Reply<PayOutcome>)>,
    /// Who waits for a cancellation.
    cancellers: Vec<Reply<()>>,
    /// Who waits for a refund.
    refunders: Vec<Reply<()>>,
}

struct Asked {
    command: TicketCommand,
    _again: Alarm,
}

impl Entity for OrderActor {
    type Id = OrderId;
    type Msg = OrderMsg;
    const KIND: &'static str = "order";

    fn activate(id: OrderId, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError> {
        let order = market.tables().order(id)?;
        Ok(Self {
            id,
            market,
            me,
            order,
            asked: None,
            stash: VecDeque::new(),
            payers: vec![],
            cancellers: vec![],
            refunders: vec![],
        })
    }

    /// Nothing: what was going on is told again by the ticket, the payment or the reconciler.
    async fn resume(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    async fn handle(&mut self, message: OrderMsg) -> Result<(), Failure> {
        match (message, self.asked.is_some()) {
            (OrderMsg::TicketAnswered(command, result), true) => {
                self.ticket_answered(&command, result)?;
            }
            (OrderMsg::AskAgain, true) => self.ask_again(),
            (OrderMsg::TicketAnswered(..) | OrderMsg::AskAgain, false) => {}
            (message, true) => {
                if self.stash.len() < STASH_MAX {
                    self.stash.push_back(message);
                }
            }
            (message, false) => self.take(message).await?,
        }
        while self.asked.is_none()
            && let Some(message) = self.stash.pop_front()
        {
            self.take(message).await?;
        }
        self.answer_waiting()
    }

    fn is_idle(&self) -> bool {
        self.asked.is_none()
            && self.payers.is_empty()
            && self.cancellers.is_empty()
            && self.refunders.is_empty()
    }
}

impl OrderActor {
    async fn take(&mut self, message: OrderMsg) -> Result<(), Failure> {
        self.reload()?;
        let max_attempts = self.market.settings().max_attempts;
        let (command, result) = match message {
            OrderMsg::Pay { charge, card, reply } => return self.pay(charge, card, reply).await,
            OrderMsg::Cancel(reply) => return self.cancel(&OrderCommand::Cancel, reply).await,
            OrderMsg::CancelBySite { by, reason, reply } => {
                return self.cancel(&OrderCommand::CancelBySite { by, reason }, reply).await;
            }
            OrderMsg::Refund { by, reason, relist, reply } => {
                let result = self.run(&OrderCommand::Refund { by, reason, relist }).await;
                let failure = CommandError::failure(&result);
                match result {
                    Ok(()) => self.refunders.push(reply),
                    Err(error) => drop(reply.send(Err(error))),
                }
                self.resume_refund();
                return failure;
            }
            OrderMsg::ResumeRefund => {
                self.resume_refund();
                return Ok(());
            }
            OrderMsg::Refunded { charge, stripe_id, stripe_refund_id } => {
                let command = OrderCommand::Refunded { charge, stripe_id, stripe_refund_id };
                ("refunded", self.run(&command).await)
            }
            OrderMsg::TicketExpired => ("expire", self.run(&OrderCommand::Expire).await),
            OrderMsg::Authorised(charge) => {
                ("authorised", self.run(&OrderCommand::Authorised { charge }).await)
            }
            OrderMsg::Captured(charge) => {
                ("captured", self.run(&OrderCommand::Captured { charge }).await)
            }
            OrderMsg::Failed(charge, failure) => {
                let command = OrderCommand::Failed { charge, failure, max_attempts };
                ("failed", self.run(&command).await)
            }
            OrderMsg::AwaitsBuyer(charge, client_secret) => {
                self.answer_payers(charge, &client_secret);
                return Ok(());
            }
            OrderMsg::TicketAnswered(..) | OrderMsg::AskAgain => return Ok(()),
        };
        if let Err(error) = &result {
            tracing::warn!(order = %self.id, command, %error, "an order could not follow; it is \
                told again");
        }
        CommandError::failure(&result)
    }

    async fn pay(
        &mut self,
        charge: ChargeId,
        card: Option<Card>,
        reply: Reply<PayOutcome>,
    ) -> Result<(), Failure> {
        if let Some(known) = self.market.tables().charge(charge)?
            && known.order == self.id
            && let Some(outcome) = self.outcome_of(&known)
        {
            // Who asked may have gone.
            let _ = reply.send(Ok(outcome));
            return Ok(());
        }
        let was_under_way =
            self.order.as_ref().and_then(|order| order.status.charge_under_way()) == Some(charge);
        let max_attempts = self.market.settings().max_attempts;
        let result = self.run(&OrderCommand::Pay { charge, max_attempts }).await;
        let failure = CommandError::failure(&result);
        match result {
            Ok(()) => {
                self.payers.retain(|(_, waits)| !waits.is_closed());
                self.payers.push((charge, reply));
                let message = match was_under_way {
                    true => PaymentMsg::Resume,
                    false => PaymentMsg::Begin(card),
                };
                self.market.tell_payment(charge, message);
            }
            Err(error) => drop(reply.send(Err(error))),
        }
        failure
    }

    async fn cancel(&mut self, command: &OrderCommand, reply: Reply<()>) -> Result<(), Failure> {
        let result = self.run(command).await;
        let failure = CommandError::failure(&result);
        match result {
            Ok(()) => self.cancellers.push(reply),
            Err(error) => drop(reply.send(Err(error))),
        }
        failure
    }

    /// Tells those who pay by a charge that the provider waits for them.
    fn answer_payers(&mut self, charge: ChargeId, client_secret: &Secret) {
        for (_, reply) in self.payers.extract_if(.., |(paying, _)| *paying == charge) {
            // Who asked may have gone.
            let _ = reply.send(Ok(PayOutcome::AwaitsBuyer(client_secret.clone())));
        }
    }

    /// What came of a charge that has been made before, once that is known.
    fn outcome_of(&self, charge: &Charge) -> Option<PayOutcome> {
        match (&charge.status, self.order.as_ref()?.status) {
            (ChargeStatus::Failed(failure), _) => Some(PayOutcome::Failed(failure.clone())),
            (_, OrderStatus::Completed { .. }) => Some(PayOutcome::Completed),
            (_, OrderStatus::Cancelled { reason, .. }) => Some(PayOutcome::Cancelled(reason)),
            (ChargeStatus::Completed, _) if charge.stripe_refund_id.is_some() => {
                Some(PayOutcome::Failed(ChargeFailure::NotCaptured))
            }
            (_, OrderStatus::Created | OrderStatus::AwaitingPayment { .. }) => None,
        }
    }

    /// Decide, then commit or ask the ticket, then the effects.
    async fn run(&mut self, command: &OrderCommand) -> Result<(), CommandError<OrderRefusal>> {
        let now = self.market.clock().now();
        let under_way = self.order.as_ref().and_then(|order| order.status.charge_under_way());
        match decide(self.order.as_deref(), command, now).map_err(CommandError::Refused)? {
            OrderDecision::Nothing => Ok(()),
            OrderDecision::Void(charge) => {
                self.market.tell_payment(charge, PaymentMsg::Void);
                Ok(())
            }
            OrderDecision::AskTicket(command) => {
                self.ask(command);
                Ok(())
            }
            OrderDecision::Commit(events) => {
                self.market.commit(now, events).await?;
                self.reload()?;
                self.void_if_over(under_way);
                Ok(())
            }
        }
    }

    fn resume_refund(&self) {
        if let Some(order) = &self.order
            && order.is_refunding()
            && let Some(charge) = order.status.paid_by()
        {
            self.market.tell_payment(charge, PaymentMsg::Refund);
        }
    }

    fn ask(&mut self, command: TicketCommand) {
        let Some(order) = &self.order else { return };
        self.market.tell_ticket(order.ticket, TicketMsg::ForOrder(self.id, command.clone()));
        let again = Alarm::after(TICKET_ANSWER, &self.me, OrderMsg::AskAgain);
        self.asked = Some(Asked { command, _again: again });
    }

    fn ask_again(&mut self) {
        if let Some(asked) = self.asked.take() {
            self.ask(asked.command);
        }
    }

    fn ticket_answered(
        &mut self,
        command: &TicketCommand,
        result: Result<(), CommandError<TicketRefusal>>,
    ) -> Result<(), Failure> {
        if self.asked.as_ref().is_none_or(|asked| asked.command != *command) {
            return Ok(());
        }
        let refusal = match result {
            Ok(()) => None,
            Err(CommandError::Refused(refusal)) => Some(refusal),
            // It is asked again in a while; if it was done all the same, it says so then.
            Err(CommandError::Unavailable(_)) => return Ok(()),
        };
        self.asked = None;
        let under_way = self.order.as_ref().and_then(|order| order.status.charge_under_way());
        let paid_by = self.order.as_ref().and_then(|order| order.status.paid_by());
        self.reload()?;
        match (command, refusal) {
            (TicketCommand::Return { .. }, _) => {
                if let Some(charge) = paid_by {
                    self.market.tell_payment(charge, PaymentMsg::Settled);
                }
            }
            (TicketCommand::StartSale { charge, .. }, None) => {
                self.market.tell_payment(*charge, PaymentMsg::Capture);
            }
            (TicketCommand::StartSale { charge, .. }, Some(_)) => {
                self.market.tell_payment(*charge, PaymentMsg::Void);
            }
            (TicketCommand::CompleteSale { .. }, None) => {
                if let Some(charge) = under_way {
                    self.market.tell_payment(charge, PaymentMsg::Settled);
                }
            }
            (TicketCommand::CompleteSale { .. }, Some(_)) => {
                if let Some(charge) = under_way
                    && self.is_open()
                {
                    self.market.tell_payment(charge, PaymentMsg::Void);
                }
            }
            (TicketCommand::Release { .. }, refusal) => {
                self.answer_cancellers(refusal);
                self.void_if_over(under_way);
            }
            _ => {}
        }
        Ok(())
    }

    /// If the order is over without a sale, the charge that was under way is of no use any more.
    fn void_if_over(&self, under_way: Option<ChargeId>) {
        let over = self
            .order
            .as_ref()
            .is_some_and(|order| matches!(order.status, OrderStatus::Cancelled { .. }));
        if let (true, Some(charge)) = (over, under_way) {
            self.market.tell_payment(charge, PaymentMsg::Void);
        }
    }

    fn answer_cancellers(&mut self, refusal: Option<TicketRefusal>) {
        let result = match (refusal, self.order.as_ref().map(|order| order.status)) {
            (
                _,
                Some(OrderStatus::Cancelled {
                    reason: CancelReason::Buyer | CancelReason::Admin,
                    ..
                }),
            ) => Ok(()),
            (_, Some(OrderStatus::Cancelled { reason, .. })) => {
                Err(OrderRefusal::Cancelled(reason))
            }
            (_, Some(OrderStatus::Completed { .. })) => Err(OrderRefusal::Completed),
            (Some(TicketRefusal::Selling), _) => Err(OrderRefusal::PaymentUnderWay),
            _ => Err(OrderRefusal::TimeIsUp),
        };
        for reply in std::mem::take(&mut self.cancellers) {
            // Who asked may have gone.
            let _ = reply.send(result.map_err(CommandError::Refused));
        }
    }

    /// Tells those who wait, once it is known.
    fn answer_waiting(&mut self) -> Result<(), Failure> {
        let Some(status) = self.order.as_ref().map(|order| order.status) else { return Ok(()) };
        if self.asked.is_some() {
            return Ok(());
        }
        if !status.is_open() {
            self.answer_cancellers(None);
        }
        if status.paid_by().is_none() {
            for reply in std::mem::take(&mut self.refunders) {
                // Who asked may have gone.
                let _ = reply.send(Ok(()));
            }
        }
        for (charge, reply) in std::mem::take(&mut self.payers) {
            let known = self.market.tables().charge(charge)?;
            let outcome = match status.charge_under_way() == Some(charge) {
                true => None,
                false => known.and_then(|known| self.outcome_of(&known)),
            };
            match outcome {
                // Who asked may have gone.
                Some(outcome) => drop(reply.send(Ok(outcome))),
                None => self.payers.push((charge, reply)),
            }
        }
        Ok(())
    }

    fn is_open(&self) -> bool {
        self.order.as_ref().is_some_and(|order| order.status.is_open())
    }

    fn reload(&mut self) -> Result<(), StorageError> {
        self.order = self.market.tables().order(self.id)?;
        Ok(())
    }
}

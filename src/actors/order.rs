//! An order: one buyer's attempt at one ticket.
//!
//! What is asked of an order, and what it takes of its ticket, becomes true at one instant.
//!
//! **A cancel** is `OrderCancelled + ReservationReleased`, and the payment under way is told: its
//! money is not wanted any more. While the ticket is being sold it is refused.
//!
//! **A refund**, by the seller (until the event starts) or by those who run the site, is of the
//! whole price. `RefundAsked` is committed first, so that it is never forgotten; then the payment's
//! actor asks the provider until it answers, and `ChargeRefunded + OrderRefunded + TicketReturned`
//! is one entry: the ticket is for sale again or withdrawn, as was asked. One that was made in the
//! provider's dashboard takes the same way from its second step on. Where the ticket has a file,
//! the same entry recalls what its buyer sells on with that file (`TicketRecalled`): for sale it is
//! withdrawn, held it is when it would be free.

use std::sync::Arc;

use ractor::RpcReplyPort;

pub use super::payment::PayOutcome;
use super::{
    Answer, CommandError, Market,
    entity::{Entity, Failure, Me},
    payment::PaymentMsg,
    purchase::decide_cancel,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed, DomainEvent,
        rules::{
            order::{OrderCommand, OrderDecision, OrderRefusal, decide},
            ticket::{self, TicketRefusal},
        },
    },
    storage::StorageError,
    types::OrderId,
};

/// Where an answer goes.
pub(super) type Reply<T> = RpcReplyPort<Answer<OrderRefusal, T>>;

/// What an order's actor is told: to cancel it, or to have its money go back, and to say how it went.
/// A refund is answered when the money has gone back.
#[derive(Debug)]
pub struct OrderMsg {
    /// What is asked.
    pub command: OrderCommand,
    /// How it went.
    pub reply: Reply<()>,
}

/// The actor that takes what is asked of an order, one after the other. It has nothing going on:
/// what takes time is its payment's, which it tells.
pub struct OrderActor {
    id: OrderId,
    market: Arc<Market>,
}

/// What an order's machine, and its ticket's where it takes that, make of a command.
pub(super) enum OrderStep {
    /// These events; none if it is so already.
    Commit(Vec<DomainEvent>),
    /// It takes the ticket, which refuses.
    Refused(TicketRefusal),
    /// The charge that it is about is of no use.
    Void,
}

impl OrderStep {
    /// The events; where there are none, this refusal.
    pub(super) fn or(self, refusal: OrderRefusal) -> Answer<OrderRefusal, Decision> {
        match self {
            Self::Commit(events) => Ok(events.into()),
            Self::Refused(_) | Self::Void => Err(CommandError::Refused(refusal)),
        }
    }
}

/// Asks the order's machine, and its ticket's where it takes that: what both decide becomes true at
/// one instant.
pub(super) fn decide_with_ticket(
    reading: &mut Reading<'_>,
    id: OrderId,
    command: &OrderCommand,
) -> Answer<OrderRefusal, OrderStep> {
    let order = reading.order(id)?;
    let decided = decide(order.as_deref(), command, reading.now).map_err(CommandError::Refused)?;
    Ok(match (decided, order) {
        (OrderDecision::Commit(events), _) => OrderStep::Commit(events),
        (OrderDecision::Void(_), _) => OrderStep::Void,
        (OrderDecision::AskTicket(command), Some(order)) => {
            let record = reading.ticket(order.ticket)?;
            match ticket::decide(order.ticket, record.as_deref(), &command, reading.now) {
                Ok(events) => OrderStep::Commit(events),
                Err(refusal) => OrderStep::Refused(refusal),
            }
        }
        (OrderDecision::Nothing | OrderDecision::AskTicket(_), _) => OrderStep::Commit(vec![]),
    })
}

impl Entity for OrderActor {
    type Id = OrderId;
    type Msg = OrderMsg;
    const KIND: &'static str = "order";

    fn activate(id: OrderId, market: Arc<Market>, _: Me<Self>) -> Result<Self, StorageError> {
        Ok(Self { id, market })
    }

    async fn handle(&mut self, OrderMsg { command, reply }: OrderMsg) -> Result<(), Failure> {
        if let OrderCommand::Refund { deed, relist } = command {
            return self.refund(&deed, relist, reply).await;
        }
        let result = self.cancel(&command).await;
        let failure = CommandError::failure(&result);
        // Who asked may have gone; what is committed stays so.
        let _ = reply.send(result);
        failure
    }

    fn is_idle(&self) -> bool {
        true
    }
}

impl OrderActor {
    async fn cancel(&self, command: &OrderCommand) -> Answer<OrderRefusal> {
        let decide =
            |reading: &mut Reading<'_>| Ok(decide_cancel(reading, self.id, command)?.into());
        self.market.transact(By::Other, decide).await.map(drop)
    }

    /// That it is to be refunded is durable before the payment is told, so that it is never
    /// forgotten.
    async fn refund(&self, deed: &Deed, relist: bool, reply: Reply<()>) -> Result<(), Failure> {
        let decide = |reading: &mut Reading<'_>| {
            // A deleted account sells nothing.
            let relist = relist && !self.is_sold_by_deleted(reading)?;
            let command = OrderCommand::Refund { deed: deed.clone(), relist };
            decide_with_ticket(reading, self.id, &command)?.or(OrderRefusal::NotPaid)
        };
        let result = self.market.transact(By::Other, decide).await;
        let failure = CommandError::failure(&result);
        let paid_by = self.market.tables().order(self.id)?.and_then(|o| o.status.paid_by());
        match (result, paid_by) {
            (Ok(_), Some(charge)) => self.market.tell_payment(charge, PaymentMsg::Refund(reply)),
            // It went back before. Who asked may have gone.
            (Ok(_), None) => drop(reply.send(Ok(()))),
            (Err(error), _) => drop(reply.send(Err(error))),
        }
        failure
    }

    fn is_sold_by_deleted(&self, reading: &mut Reading<'_>) -> Result<bool, StorageError> {
        let Some(order) = reading.order(self.id)? else { return Ok(false) };
        let Some(ticket) = reading.ticket(order.ticket)? else { return Ok(false) };
        Ok(reading.user(ticket.seller)?.is_some_and(|seller| seller.is_deleted()))
    }
}

//! What buyers do: press Buy, pay or give up, and what gives them their money back. What one buyer
//! may hold at once spans tickets, and each ticket decides for itself: so the Buys of one buyer are
//! decided one after the other.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    ANSWER_DEADLINE, CommandError, Market,
    order::{OrderMsg, OrderRefusal, PayOutcome},
    supervisor::SupervisorMsg,
    ticket::{TicketCommand, TicketRefusal, decide, may_hold},
};
use crate::{
    domain::Ticket,
    payments::Card,
    types::{ChargeId, OrderId, Price, Reason, TicketId, Timestamp, UserId},
};

/// How long the edge waits for what comes of a payment; after it, the order's page tells.
pub const PAY_DEADLINE: Duration = Duration::from_secs(8);

impl Market {
    /// Locks a ticket for a buyer who saw that they would pay this (the site's fee included), and
    /// makes the order of this id.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn reserve(
        &self,
        ticket: TicketId,
        order: OrderId,
        buyer: UserId,
        price: Price,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let deadline = Instant::now() + ANSWER_DEADLINE;
        let turn = self.buyers_turns.of(buyer, deadline).await?;
        let (hold, fee) = (self.settings().hold, self.settings().prices.fee);
        let command = TicketCommand::Reserve { order, buyer, price, fee, hold };
        self.command_in_turn(ticket, command, turn, deadline).await
    }

    /// What the rules say of a Buy as things are committed. A refusal by that is as good as the
    /// actor's, and costs the ticket that thousands want nothing; only a yes must come from the
    /// actor.
    #[must_use]
    pub fn refused_at_once(
        &self,
        ticket: &Ticket,
        order: OrderId,
        buyer: UserId,
        price: Price,
    ) -> Option<TicketRefusal> {
        let (now, hold) = (self.clock().now(), self.settings().hold);
        let fee = self.settings().prices.fee;
        let command = TicketCommand::Reserve { order, buyer, price, fee, hold };
        match decide(ticket.id, Some(ticket), &command, now) {
            // It is so already.
            Ok(events) if events.is_empty() => None,
            Ok(_) => self.may_hold(buyer, ticket.id, now).err(),
            Err(refusal) => Some(refusal),
        }
    }

    /// Whether the buyer may hold one more ticket, and this one, as things are committed.
    pub(super) fn may_hold(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<(), TicketRefusal> {
        let standing = {
            let catalog = self.tables().catalog();
            if catalog.is_banned(buyer) {
                return Err(TicketRefusal::AccountClosed);
            }
            catalog.standing(buyer, ticket, now)
        };
        may_hold(&standing, &self.settings().limits, now)
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
}

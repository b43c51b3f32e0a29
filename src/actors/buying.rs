//! Pressing Buy. What one buyer may hold at once spans tickets, and each ticket decides for itself:
//! so the Buys of one buyer are decided one after the other.

use tokio::time::Instant;

use super::{
    ANSWER_DEADLINE, CommandError, Market,
    ticket::{TicketCommand, TicketRefusal, decide, may_hold},
};
use crate::{
    domain::Ticket,
    types::{OrderId, Price, TicketId, Timestamp, UserId},
};

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
}

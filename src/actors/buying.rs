//! Pressing Buy. What one buyer may hold at once spans tickets, and each ticket decides for itself:
//! so the Buys of one buyer are decided one after the other.

use std::{
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
    sync::Arc,
};

use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::{Instant, timeout_at},
};

use super::{
    ANSWER_DEADLINE, CommandError, Market, Unavailable,
    supervisor::SupervisorMsg,
    ticket::{TicketCommand, TicketMsg, TicketRefusal, decide, may_hold},
};
use crate::{
    domain::Ticket,
    types::{OrderId, Price, TicketId, Timestamp, UserId},
};

/// As many as requests in flight by default: buyers rarely share one.
const LANES: usize = 1024;

/// Buyers take turns with themselves, and with the few who share their lane.
pub(super) struct Turns(Box<[Arc<Mutex<()>>]>);

/// A buyer's turn: until this is dropped, no other Buy of theirs is decided. It travels to the
/// ticket's actor, so that it lasts until that has decided, even if whoever pressed has gone.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is held, not used")] OwnedMutexGuard<()>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..LANES).map(|_| Arc::default()).collect())
    }
}

impl Turns {
    async fn of(&self, buyer: UserId) -> Turn {
        let hash = BuildHasherDefault::<DefaultHasher>::new().hash_one(buyer);
        let at = usize::try_from(hash % LANES as u64).unwrap_or(0);
        Turn(self.0[at].clone().lock_owned().await)
    }
}

impl Market {
    /// Locks a ticket for a buyer who saw that they would pay this (the site's fee included), and makes the order of this id.
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
        let turn = timeout_at(deadline, self.turns.of(buyer)).await.map_err(|_| {
            Unavailable::NotDone(format!("an earlier Buy took longer than {ANSWER_DEADLINE:?}"))
        })?;
        let (hold, fee) = (self.settings().hold, self.settings().prices.fee);
        let command = TicketCommand::Reserve { order, buyer, price, fee, hold };
        let message = |reply| SupervisorMsg::Deliver(ticket, TicketMsg::Buy(command, turn, reply));
        self.tickets.ask(message, deadline.saturating_duration_since(Instant::now())).await?
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
        let standing = self.tables().catalog().standing(buyer, ticket, now);
        may_hold(&standing, &self.settings().limits, now)
    }
}

//! The line: who waits for a ticket that is not free, or for seats of an event.
//!
//! Asking needs no actor, and so keeps none from selling: however many wait for a ticket, its mailbox
//! hears nothing of them. Who asks does so by the ticket as they saw it, or under the rule that no
//! such seats are for sale: if they are free meanwhile, there is nothing to wait for. The writer has
//! the next hold what an entry frees ([`crate::domain::rules::waitlist`]); what follows from that is
//! what follows from every hold. What is sold is still waited for, since a refund may bring it back.

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, SeatsWish, WaitlistEvent, WaitlistStatus, Wish,
        rules::{
            Rule,
            waitlist::{WaitlistRefusal, decide_waitlist},
        },
    },
    types::{TicketId, UserId, WaitlistId},
};

impl Market {
    /// Has a user wait for a ticket; done already if they do.
    pub async fn wait_for(&self, user: UserId, ticket: TicketId) -> Answer<WaitlistRefusal> {
        let id = WaitlistId::of(ticket, user);
        let decide = |reading: &mut Reading<'_>| {
            let record = reading.ticket(ticket)?;
            let known = reading.waitlist_entry(id)?;
            let waits = known.is_some_and(|entry| entry.status == WaitlistStatus::Waiting);
            let asked = decide_waitlist(record.as_deref(), user, waits, reading.now);
            let asked = asked.map_err(CommandError::Refused)?;
            Ok(in_line(id, user, asked, Wish::Ticket(ticket)))
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Has a user wait for seats of an event, in the place of what they waited for there before; done
    /// already if they wait for just these, or it is their turn.
    pub async fn wait_for_seats(&self, user: UserId, wish: SeatsWish) -> Answer<WaitlistRefusal> {
        let (limits, fee) = (self.settings().limits, self.settings().prices.fees.buyer);
        let decide = |reading: &mut Reading<'_>| {
            let refused = CommandError::Refused;
            let stays = {
                let catalog = reading.tables().catalog();
                catalog.event_that_stays(wish.event).map(|stays| stays.id)
            };
            let stays = stays.ok_or(refused(WaitlistRefusal::NoEvent))?;
            let event = reading.event(stays)?.ok_or(refused(WaitlistRefusal::NoEvent))?;
            if event.cancellation().is_some() {
                return Err(refused(WaitlistRefusal::EventCancelled));
            }
            if reading.now >= event.starts_at {
                return Err(refused(WaitlistRefusal::EventStarted));
            }
            if usize::from(wish.quantity) > limits.live_max {
                return Err(refused(WaitlistRefusal::TooManySeats));
            }
            let id = WaitlistId::of_event(stays, user);
            let wish = SeatsWish { event: stays, ..wish.clone() };
            let known = reading.waitlist_entry(id)?;
            let is_so = known.is_some_and(|entry| match entry.status {
                WaitlistStatus::Waiting => entry.wish == Wish::Seats(wish.clone()),
                WaitlistStatus::Served(_) => true,
                _ => false,
            });
            let asked = (!is_so).then(|| WaitlistEvent::SeatsAsked(wish.clone(), user));
            let mut decision = in_line(id, user, asked, Wish::Seats(wish.clone()));
            decision.rules.push(Rule::NoneFits { user, wish, fee });
            Ok(decision)
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Lets a user wait no more; done already if they do not. What they hold in their turn they hold.
    pub async fn stop_waiting(&self, user: UserId, id: WaitlistId) -> Result<(), Unavailable> {
        if !self.tables().catalog().places_of(user).any(|place| place.id == id) {
            return Ok(());
        }
        let dropped = DomainEvent::WaitlistEntry(id, WaitlistEvent::Dropped);
        Ok(self.commit(self.clock().now(), vec![dropped]).await?)
    }
}

fn in_line(id: WaitlistId, user: UserId, asked: Option<WaitlistEvent>, wish: Wish) -> Decision {
    let events = asked.into_iter().map(|asked| DomainEvent::WaitlistEntry(id, asked)).collect();
    let room = [Rule::WaitlistHasRoom(user), Rule::LineHasRoom(wish)];
    Decision { events, rules: [Rule::AccountIsThere(user)].into_iter().chain(room).collect() }
}

//! "Tell me when it is free": who may wait for a ticket, and whom an entry tells.

use std::time::Duration;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{DomainEvent, Ticket, TicketEvent, TicketStatus, WaitlistEvent},
    types::{OrderId, TicketId, Timestamp, UserId},
};

/// How many tickets one user can wait for.
pub const WAITLIST_MAX: usize = 50;
/// How many are told in one entry, which may have 64 KiB; those who asked first.
pub const TOLD_AT_ONCE_MAX: usize = 100;
/// For how long pages say that a ticket is free, as long as it is, to who was told so.
pub const NOTICE_LASTS: Duration = Duration::from_secs(15 * 60);

refusals! {
    /// Why somebody cannot wait for a ticket. Nothing has changed.
    pub enum WaitlistRefusal {
        NotListed = "there is no such ticket",
        OwnTicket = "this is your own ticket",
        /// By this order.
        HeldByYou(OrderId) = "you hold this ticket",
        Free = "the ticket is free",
        Sold = "the ticket is sold",
        Withdrawn = "the ticket was withdrawn by its seller",
        EventStarted = "the event has started",
        TooMany = "you wait for {WAITLIST_MAX} tickets already",
    }
}

impl Refusal for WaitlistRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::WaitlistFull).then_some(Self::TooMany)
    }
}

/// What follows when somebody asks to be told of a ticket; nothing if they wait for it already.
/// That they do not wait for too many is [`super::Rule::WaitlistHasRoom`].
///
/// # Errors
/// When there is nothing to wait for.
pub fn decide_waitlist(
    ticket: Option<&Ticket>,
    user: UserId,
    waits_already: bool,
    now: Timestamp,
) -> Result<Option<WaitlistEvent>, WaitlistRefusal> {
    let ticket = ticket.ok_or(WaitlistRefusal::NotListed)?;
    if ticket.seller == user {
        return Err(WaitlistRefusal::OwnTicket);
    }
    if now >= ticket.event_starts_at {
        return Err(WaitlistRefusal::EventStarted);
    }
    match ticket.status.at(now) {
        TicketStatus::Available => Err(WaitlistRefusal::Free),
        TicketStatus::Sold { .. } => Err(WaitlistRefusal::Sold),
        TicketStatus::Withdrawn => Err(WaitlistRefusal::Withdrawn),
        TicketStatus::Reserved(held) | TicketStatus::Selling { reservation: held, .. }
            if held.buyer == user =>
        {
            Err(WaitlistRefusal::HeldByYou(held.order))
        }
        _ if waits_already => Ok(None),
        _ => Ok(Some(WaitlistEvent::Asked(ticket.id, user))),
    }
}

/// The tickets that these events leave free, and did not find so: new ones, too.
pub(super) fn freed_by(events: &[DomainEvent]) -> Vec<TicketId> {
    let mut freed = vec![];
    for event in events {
        let DomainEvent::Ticket(id, event) = event else { continue };
        match event {
            TicketEvent::Created { .. }
            | TicketEvent::ReservationReleased { .. }
            | TicketEvent::ReservationExpired { .. }
            | TicketEvent::Returned { relist: true, .. } => freed.push(*id),
            TicketEvent::Reserved(_) | TicketEvent::Withdrawn | TicketEvent::Removed { .. } => {
                freed.retain(|of| of != id);
            }
            _ => {}
        }
    }
    freed
}

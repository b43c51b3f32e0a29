//! Who may offer a seat of an event, and what becomes of it when several do.
//!
//! One seller has one ticket for a seat. Of several sellers nobody knows who is right, so all who
//! offer the seat or have sold it are marked (`SeatDisputed`) until all but one are withdrawn, or
//! those who run the site settle it. What is marked can be bought: else whoever types in another's
//! seat would stop their sale. A ticket that was bought here and is sold on is one ticket.

use std::{collections::BTreeMap, sync::Arc};

use super::{Facts, Unreadable, ticket::TicketRefusal};
use crate::{
    domain::{Deed, DomainEvent, EventSeat, Ticket, TicketEvent, TicketStatus},
    types::{TicketId, Timestamp, UserId},
};

/// How many tickets for one seat there can be, sold ones too: an entry that settles all of them has a
/// reason for each, and 64 KiB.
pub const CLAIMS_MAX: usize = 50;

/// Whether somebody may offer a seat that these tickets are for already.
///
/// # Errors
/// When they offer it, or have sold it and not bought it back; or too many do.
pub fn may_offer(claims: &[Arc<Ticket>], seller: UserId) -> Result<(), TicketRefusal> {
    let has_it =
        sales(claims.iter().map(AsRef::as_ref)).last().is_some_and(|last| last.2 == seller);
    let is_sold = |ticket: &Ticket| matches!(ticket.status, TicketStatus::Sold { .. });
    let mut own = claims.iter().filter(|ticket| ticket.seller == seller);
    match own.find(|ticket| !(is_sold(ticket) && has_it)) {
        Some(own) => Err(TicketRefusal::SeatListed(own.id)),
        None if claims.len() >= CLAIMS_MAX => Err(TicketRefusal::SeatCrowded),
        None => Ok(()),
    }
}

/// That those who run the site let all be who offer a seat, in the state that these tickets are in.
pub fn settle(claims: &[Arc<Ticket>], deed: &Deed) -> Vec<DomainEvent> {
    let disputed = claims.iter().filter(|ticket| ticket.is_disputed());
    let settled = |ticket: &Arc<Ticket>| {
        DomainEvent::Ticket(ticket.id, TicketEvent::SeatSettled(deed.clone()))
    };
    disputed.map(settled).collect()
}

/// Marks the tickets for a seat that these events let several claim, and takes the marks off where
/// they leave one.
pub(super) fn mark(
    facts: &impl Facts,
    now: Timestamp,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let mut changed = BTreeMap::new();
    let mut seats: BTreeMap<EventSeat, bool> = BTreeMap::new();
    for (id, events) in by_ticket(events) {
        let is_reclaimed = events.iter().any(|event| reclaims(event));
        if !is_reclaimed && !events.iter().any(|event| frees(event)) {
            continue;
        }
        let old = facts.ticket(id)?;
        // One that is recalled is withdrawn once it is free.
        if !is_reclaimed && old.as_ref().is_none_or(|old| old.recalled.is_none()) {
            continue;
        }
        let mut new = old.as_deref().cloned();
        for event in events {
            // What cannot happen is refused with the entry.
            if Ticket::apply(&mut new, id, event, now).is_err() {
                return Ok(());
            }
        }
        let Some(new) = new else { continue };
        if old.as_ref().is_some_and(|old| old.claims_like(&new)) {
            continue;
        }
        let (was, is) = (old.as_ref().and_then(|old| old.claims()), new.claims());
        // One that is sold now claims nothing that it did not.
        let is_sale = was == is && matches!(new.status, TicketStatus::Sold { .. });
        // Of several who claim a seat each is marked.
        let was_marked = old.is_some_and(|old| old.dispute.is_some());
        for seat in was.into_iter().chain(is) {
            let is_anew = is == Some(seat) && !is_sale;
            if is_anew || was_marked {
                *seats.entry(seat).or_default() |= is_anew;
            }
        }
        changed.insert(id, new);
    }
    for (seat, is_claimed_anew) in seats {
        let others = facts.seat_claims(seat)?;
        let others =
            others.iter().map(AsRef::as_ref).filter(|other| !changed.contains_key(&other.id));
        let claims: Vec<&Ticket> =
            others.chain(changed.values().filter(|new| new.claims() == Some(seat))).collect();
        let is_one = is_one_ticket(&claims);
        let marks = claims.iter().filter_map(|ticket| match is_one {
            true => ticket.dispute.as_ref().map(|_| (ticket.id, TicketEvent::SeatUndisputed)),
            false => (is_claimed_anew && !ticket.is_disputed())
                .then_some((ticket.id, TicketEvent::SeatDisputed)),
        });
        events.extend(marks.map(|(id, mark)| DomainEvent::Ticket(id, mark)));
    }
    // Its seller names no seat any more.
    for (id, new) in changed.iter().filter(|(_, new)| new.claims().is_none()) {
        if new.dispute.is_some() {
            events.push(DomainEvent::Ticket(*id, TicketEvent::SeatUndisputed));
        }
    }
    Ok(())
}

/// What happens to each ticket.
fn by_ticket(events: &[DomainEvent]) -> BTreeMap<TicketId, Vec<&TicketEvent>> {
    let mut by_ticket: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for event in events {
        if let DomainEvent::Ticket(id, event) = event {
            by_ticket.entry(*id).or_default().push(event);
        }
    }
    by_ticket
}

/// Whether an event may let a ticket claim another seat, or none, or for somebody else.
fn reclaims(event: &TicketEvent) -> bool {
    matches!(
        event,
        TicketEvent::Described(_)
            | TicketEvent::Moved { .. }
            | TicketEvent::Sold(_)
            | TicketEvent::Returned { .. }
            | TicketEvent::Withdrawn
            | TicketEvent::Removed(_)
            | TicketEvent::Recalled(_)
    )
}

fn frees(event: &TicketEvent) -> bool {
    matches!(event, TicketEvent::ReservationReleased(_) | TicketEvent::ReservationExpired(_))
}

/// When, by whom and to whom tickets were sold, in that order.
fn sales<'a>(tickets: impl Iterator<Item = &'a Ticket>) -> Vec<(Timestamp, UserId, UserId)> {
    let mut sales: Vec<_> = tickets
        .filter_map(|ticket| match ticket.status {
            TicketStatus::Sold { buyer, at, .. } => Some((at, ticket.seller, buyer)),
            _ => None,
        })
        .collect();
    sales.sort_unstable();
    sales
}

/// Whether tickets for one seat are one that was sold on, each by who had bought it.
fn is_one_ticket(claims: &[&Ticket]) -> bool {
    let sales = sales(claims.iter().copied());
    let is_handed_on = sales.windows(2).all(|pair| pair[0].2 == pair[1].1);
    let mut unsold = claims.iter().filter(|t| !matches!(t.status, TicketStatus::Sold { .. }));
    let (listed, other) = (unsold.next(), unsold.next());
    let is_hers = |listed: &&Ticket| sales.last().is_none_or(|last| last.2 == listed.seller);
    is_handed_on && other.is_none() && listed.is_none_or(is_hers)
}

//! Seats that do not go singly: what may be taken of those that a seller has listed together.
//!
//! The writer asks it of whatever is proposed, so there is no way to hold a ticket, or to let go one
//! of several, that passes it by. Neighbours are those that were named one after the other when they
//! were listed. What a seller or those who run the site do with single ones is theirs to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Facts, Unreadable,
    ticket::{TicketRefusal, free},
    waitlist::ends_in,
};
use crate::{
    domain::{CancelReason, DomainEvent, OrderEvent, SeatGroup, SeatsGo, Ticket, TicketEvent},
    types::{OrderId, TicketId, Timestamp},
};

/// Seats of a group, by their places in it.
pub type Places = BTreeSet<u8>;

/// Whether these may be taken of a group of which those are free.
///
/// # Errors
/// When not all of them are taken that go only together, or one is left alone that was not.
pub fn may_take(how: SeatsGo, free: &Places, taken: &Places) -> Result<(), TicketRefusal> {
    match how {
        SeatsGo::Together if taken != free => Err(TicketRefusal::GoTogether(free.len())),
        SeatsGo::NotOneAlone if leaves_one_alone(free, &(free - taken)) => {
            Err(TicketRefusal::OneLeftAlone)
        }
        SeatsGo::Together | SeatsGo::NotOneAlone => Ok(()),
    }
}

/// Whether somebody who may hold so many at once could have so many seats.
#[must_use]
pub fn could_be_had(how: SeatsGo, size: usize, most: usize) -> bool {
    match how {
        SeatsGo::Together => size <= most,
        SeatsGo::NotOneAlone => size.min(2) <= most,
    }
}

/// Whether one has no neighbour any more that had one, or was not free.
fn leaves_one_alone(before: &Places, after: &Places) -> bool {
    let is_alone = |of: &Places, place: u8| {
        let is_free = |beside: Option<u8>| beside.is_some_and(|beside| of.contains(&beside));
        !is_free(place.checked_sub(1)) && !is_free(place.checked_add(1))
    };
    let mut lonely = after.iter().filter(|place| is_alone(after, **place));
    lonely.any(|place| !before.contains(place) || !is_alone(before, *place))
}

/// What is proposed for a group.
struct Proposed {
    group: SeatGroup,
    taken: Places,
    /// Of a purchase that keeps others of the group.
    dropped: Places,
}

/// Whether what these events take of groups, or let go, may be.
///
/// # Errors
/// When a record cannot be read.
pub fn check(
    facts: &impl Facts,
    now: Timestamp,
    events: &[DomainEvent],
) -> Result<Result<(), TicketRefusal>, Unreadable> {
    let mut groups: BTreeMap<TicketId, Proposed> = BTreeMap::new();
    for event in events {
        let DomainEvent::Ticket(id, event) = event else { continue };
        let dropped_by = match event {
            TicketEvent::Reserved(_) => None,
            TicketEvent::ReservationReleased(order) if is_given_up(events, *order) => Some(*order),
            _ => continue,
        };
        let Some((ticket, group)) = grouped(facts, *id)? else { continue };
        if let Some(order) = dropped_by
            && !keeps_others(facts, events, &ticket, order)?
        {
            continue;
        }
        let proposed = groups.entry(group.first(*id));
        let proposed = proposed.or_insert_with(|| {
            let (taken, dropped) = (Places::new(), Places::new());
            Proposed { group, taken, dropped }
        });
        match dropped_by {
            None => proposed.taken.insert(group.place),
            Some(_) => proposed.dropped.insert(group.place),
        };
    }
    for (first, Proposed { group, taken, dropped }) in groups {
        let SeatGroup { how, size, .. } = group;
        let mut are_free = Places::new();
        for place in 0..size {
            let seat = facts.ticket(first.sibling(place))?;
            if seat.is_some_and(|seat| free(&seat, now).is_ok()) {
                are_free.insert(place);
            }
        }
        if !dropped.is_empty() {
            let may_drop = match how {
                SeatsGo::Together => Err(TicketRefusal::GoTogether(usize::from(size))),
                SeatsGo::NotOneAlone if leaves_one_alone(&are_free, &(&are_free | &dropped)) => {
                    Err(TicketRefusal::OneLeftAlone)
                }
                SeatsGo::NotOneAlone => Ok(()),
            };
            if may_drop.is_err() {
                return Ok(may_drop);
            }
        }
        if !taken.is_empty()
            && let Err(refusal) = may_take(how, &are_free, &taken)
        {
            return Ok(Err(refusal));
        }
    }
    Ok(Ok(()))
}

fn grouped(
    facts: &impl Facts,
    id: TicketId,
) -> Result<Option<(std::sync::Arc<Ticket>, SeatGroup)>, Unreadable> {
    let ticket = facts.ticket(id)?;
    Ok(ticket.and_then(|ticket| Some((ticket.clone(), ticket.group?))))
}

/// Whether its buyer gives up an order, and nobody else.
fn is_given_up(events: &[DomainEvent], order: OrderId) -> bool {
    let given_up = DomainEvent::Order(order, OrderEvent::Cancelled(CancelReason::Buyer));
    events.contains(&given_up)
}

/// Whether an order's purchase goes on with others of a ticket's group.
fn keeps_others(
    facts: &impl Facts,
    events: &[DomainEvent],
    ticket: &Ticket,
    order: OrderId,
) -> Result<bool, Unreadable> {
    let Some(order) = facts.order(order)? else { return Ok(false) };
    for other in order.purchase() {
        let Some(other) = facts.order(*other)?.filter(|other| other.status.is_open()) else {
            continue;
        };
        let first = |ticket: &Ticket| ticket.group.map(|group| group.first(ticket.id));
        let is_of_group = |other: &Ticket| first(other) == first(ticket);
        if other.id != order.id
            && !ends_in(events, other.id)
            && facts.ticket(other.ticket)?.is_some_and(|other| is_of_group(&other))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(of: &[u8]) -> Places {
        of.iter().copied().collect()
    }

    #[test]
    fn what_may_be_taken() {
        use SeatsGo::{NotOneAlone, Together};

        let alone = Err(TicketRefusal::OneLeftAlone);
        for (how, free, taken, expected) in [
            (Together, &[0, 1, 2, 3][..], &[0, 1, 2, 3][..], Ok(())),
            (Together, &[0, 1, 2, 3], &[0, 1, 2], Err(TicketRefusal::GoTogether(4))),
            // One is the seller's again.
            (Together, &[0, 3], &[0, 3], Ok(())),
            (NotOneAlone, &[0, 1, 2, 3], &[0], Ok(())),
            (NotOneAlone, &[0, 1, 2, 3], &[1], alone),
            (NotOneAlone, &[0, 1, 2, 3], &[0, 1, 2], alone),
            (NotOneAlone, &[0, 1, 2, 3], &[1, 2], alone),
            (NotOneAlone, &[0, 1, 2, 3], &[0, 1], Ok(())),
            (NotOneAlone, &[0, 1, 2], &[0, 2], alone),
            // It was alone before.
            (NotOneAlone, &[0, 2, 3], &[2, 3], Ok(())),
            (NotOneAlone, &[0, 2, 3], &[0], Ok(())),
            (NotOneAlone, &[5], &[5], Ok(())),
        ] {
            let may = may_take(how, &places(free), &places(taken));
            assert_eq!(may, expected, "{taken:?} of {free:?} that go {how:?}");
        }
    }

    proptest! {
        /// Whatever is left, there is something that somebody may take: nobody is stuck with seats.
        #[test]
        fn something_may_always_be_taken(free in proptest::collection::btree_set(0_u8..10, 1..10)) {
            let all = may_take(SeatsGo::Together, &free, &free);
            prop_assert_eq!(all, Ok(()));
            let (one, two) = (free.iter().take(1), free.iter().take(2));
            let few = [one.copied().collect(), two.copied().collect::<Places>()];
            prop_assert!(few.iter().any(|few| may_take(SeatsGo::NotOneAlone, &free, few).is_ok()));
        }
    }
}

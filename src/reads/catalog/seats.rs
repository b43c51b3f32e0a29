use std::collections::{BTreeSet, HashMap};

use super::Catalog;
use crate::{
    domain::{EventSeat, Ticket},
    reads::walk::Walk,
    types::TicketId,
};

/// Which tickets are for which seats.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seats {
    claims: HashMap<EventSeat, BTreeSet<TicketId>>,
    disputed: BTreeSet<TicketId>,
}

impl Seats {
    pub(super) fn update(&mut self, old: Option<&Ticket>, new: &Ticket) {
        match new.is_disputed() {
            true => self.disputed.insert(new.id),
            false => self.disputed.remove(&new.id),
        };
        if old.is_some_and(|old| old.claims_like(new)) {
            return;
        }
        if let Some(seat) = old.and_then(Ticket::claims)
            && let Some(tickets) = self.claims.get_mut(&seat)
        {
            tickets.remove(&new.id);
            if tickets.is_empty() {
                self.claims.remove(&seat);
            }
        }
        if let Some(seat) = new.claims() {
            self.claims.entry(seat).or_default().insert(new.id);
        }
    }
}

impl Catalog {
    /// The tickets by which a seat is offered, or was sold and is not of the past, or is so since
    /// the start.
    pub fn seat_claims(&self, seat: EventSeat) -> impl Iterator<Item = TicketId> + '_ {
        self.seats.claims.get(&seat).into_iter().flatten().copied()
    }

    /// How many tickets there are whose seats others offer or have sold, too, and nobody has settled that.
    #[must_use]
    pub fn disputed_count(&self) -> usize {
        self.seats.disputed.len()
    }

    /// The tickets whose seats others offer or have sold, too, and nobody has settled that: so many at
    /// the most.
    pub fn disputed(&self, walk: Walk<TicketId>, limit: usize) -> Vec<TicketId> {
        walk.along(self.seats.disputed.range(walk.range())).take(limit).copied().collect()
    }
}

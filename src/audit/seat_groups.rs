//! What holds of seats that do not go singly: they are taken as their seller lets them, and what is
//! let go of a purchase leaves the others so.

use std::{collections::BTreeSet, sync::Arc};

use super::Auditor;
use crate::{
    domain::{
        CancelReason, DomainEvent, Entry, Order, OrderEvent, SeatGroup, SeatsGo, Ticket,
        TicketEvent, TicketStatus,
    },
    types::{OrderId, TicketId, Timestamp},
};

type Places = BTreeSet<u8>;

/// What one purchase takes of one group.
struct Taken {
    purchase: OrderId,
    first: TicketId,
    group: SeatGroup,
    places: Places,
}

impl Auditor {
    /// Looks at an entry that has been taken in.
    pub(super) fn groups_are_kept(&mut self, entry: &Entry) {
        let mut taken: Vec<Taken> = vec![];
        for event in &entry.events {
            match event {
                DomainEvent::Ticket(id, TicketEvent::Reserved(held)) => {
                    let Some((ticket, group)) = self.grouped(*id) else { continue };
                    let order = self.order(held.order);
                    let purchase = order.map_or(held.order, |order| order.purchase()[0]);
                    let first = group.first(ticket.id);
                    let of =
                        taken.iter_mut().find(|of| (of.purchase, of.first) == (purchase, first));
                    match of {
                        Some(of) => _ = of.places.insert(group.place),
                        None => {
                            let places = Places::from([group.place]);
                            taken.push(Taken { purchase, first, group, places });
                        }
                    }
                }
                DomainEvent::Order(id, OrderEvent::Cancelled(CancelReason::Buyer)) => {
                    if let Some(order) = self.order(*id) {
                        self.is_let_go_well(&order, entry.at);
                    }
                }
                _ => {}
            }
        }
        // What a later one has taken was free when an earlier one took the rest.
        let mut taken_later: Vec<(TicketId, Places)> = vec![];
        for Taken { first, group, places, .. } in taken.into_iter().rev() {
            let mut left = self.free_of(first, group, entry.at);
            let later = taken_later.iter().filter(|(of, _)| *of == first);
            left.extend(later.flat_map(|(_, places)| places));
            let before: Places = &left | &places;
            let is_well = match group.how {
                SeatsGo::Together => left.is_empty(),
                SeatsGo::NotOneAlone => lonely(&left).is_subset(&lonely(&before)),
            };
            if !is_well {
                self.find(format!("seats {places:?} of {first} are taken, and {left:?} are left"));
            }
            taken_later.push((first, places));
        }
    }

    /// One who keeps others of a group has let go nothing that goes only with them, and leaves no
    /// seat alone.
    fn is_let_go_well(&mut self, order: &Order, now: Timestamp) {
        let Some((ticket, group)) = self.grouped(order.ticket) else { return };
        let first = group.first(ticket.id);
        let keeps_others = order.purchase().iter().any(|other| {
            let is_open = self.order(*other).filter(|other| other.status.is_open());
            let other = is_open.and_then(|other| self.grouped(other.ticket));
            other.is_some_and(|(other, group)| group.first(other.id) == first)
        });
        let is_free = ticket.status.at(now) == TicketStatus::Available;
        let is_alone = || lonely(&self.free_of(first, group, now)).contains(&group.place);
        if keeps_others && is_free && (group.how == SeatsGo::Together || is_alone()) {
            self.find(format!("ticket {} was let go without those it goes with", ticket.id));
        }
    }

    fn grouped(&self, id: TicketId) -> Option<(Arc<Ticket>, SeatGroup)> {
        let ticket = self.ticket(id)?;
        let group = ticket.group?;
        Some((ticket, group))
    }

    fn free_of(&self, first: TicketId, group: SeatGroup, now: Timestamp) -> Places {
        let is_free = |place: &u8| {
            let ticket = self.ticket(first.sibling(*place));
            ticket.is_some_and(|ticket| ticket.status.at(now) == TicketStatus::Available)
        };
        (0..group.size).filter(is_free).collect()
    }
}

/// Those without a neighbour.
fn lonely(places: &Places) -> Places {
    let has_neighbour =
        |place: &u8| places.contains(&(place + 1)) || *place > 0 && places.contains(&(place - 1));
    places.iter().copied().filter(|place| !has_neighbour(place)).collect()
}

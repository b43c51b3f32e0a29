//! What holds of the seats that are offered.

use std::sync::Arc;

use super::Auditor;
use crate::{
    domain::{Details, EventSeat, Ticket, TicketStatus},
    types::TicketId,
};

impl Auditor {
    /// Notes what is said of a ticket that lets it be for another seat.
    pub(super) fn described(&mut self, id: TicketId, details: &Details) {
        let was = self.ticket(id).and_then(|ticket| ticket.details.seat_name());
        if details.seat_name() != was {
            self.newly_claimed.push(id);
        }
    }

    /// When a ticket is said to be for a seat, its seller has no other for it: for sale, or sold and not
    /// bought back.
    pub(super) fn seats_are_offered_once(&mut self) {
        for id in std::mem::take(&mut self.newly_claimed) {
            let Some(ticket) = self.ticket(id) else { continue };
            let Some(seat) = ticket.claims() else { continue };
            let (mut unsold, mut sold) = (vec![], vec![]);
            for other in self.claims_of(seat, id) {
                match other.status {
                    TicketStatus::Sold { buyer, at, .. } => sold.push((at, other.seller, buyer)),
                    _ => unsold.push(other.seller),
                }
            }
            let bought_last =
                sold.iter().max().is_some_and(|(_, _, buyer)| *buyer == ticket.seller);
            let has_sold = sold.iter().any(|(_, seller, _)| *seller == ticket.seller);
            if unsold.contains(&ticket.seller) || has_sold && !bought_last {
                let seller = ticket.seller;
                self.find(format!("ticket {id} is for a seat for which {seller} has another"));
            }
        }
    }

    fn claims_of(&self, seat: EventSeat, but: TicketId) -> Vec<Arc<Ticket>> {
        let known = self.by_seat.get(&seat).into_iter().flatten().filter(|id| **id != but);
        let tickets = known.filter_map(|id| self.ticket(*id));
        tickets.filter(|ticket| ticket.claims() == Some(seat)).collect()
    }
}

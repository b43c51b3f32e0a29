//! What has happened to each ticket, for its seller and its buyer: times and prices, no names.
//!
//! The journal has it, and the records do not. It is kept in memory and told anew by the journal,
//! which every start reads anyway. A ticket to which nothing has happened yet costs nothing: its
//! record says when it was listed.

use std::collections::HashMap;

use super::{Applied, Projection};
use crate::{
    domain::{DomainEvent, Row, TicketEvent},
    types::{Price, TicketId, Timestamp},
};

/// How many lines are kept of a ticket; older ones are forgotten.
pub const LINES_MAX: usize = 200;

/// Something that happened to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// Its seller changed the price.
    PriceChanged {
        /// From this one.
        from: Price,
        /// To this one.
        to: Price,
    },
    /// Somebody pressed Buy.
    Held,
    /// Their order was cancelled.
    Released,
    /// Their time ran out.
    RanOut,
    /// They have paid.
    Sold,
    /// They have their money back.
    Refunded {
        /// Whether it is for sale again, and not withdrawn.
        relisted: bool,
    },
    /// Its seller took it back.
    Withdrawn,
    /// Those who run the site have withdrawn it.
    Removed,
    /// The order by which its seller had bought it was refunded.
    Recalled,
    /// Its event was there twice, and it is for the one that stayed.
    Moved,
}

/// The lines of all tickets.
#[derive(Debug, Default)]
pub struct Histories(HashMap<TicketId, Vec<Line>>);

impl Line {
    /// The line that an event makes of a ticket that had this price before, if it makes one.
    #[must_use]
    pub fn of(event: &TicketEvent, at: Timestamp, price_before: Option<Price>) -> Option<Self> {
        let what = match event {
            TicketEvent::Updated { price: to, .. } => {
                let from = price_before.filter(|from| from != to)?;
                Happened::PriceChanged { from, to: *to }
            }
            TicketEvent::Reserved(_) => Happened::Held,
            TicketEvent::ReservationReleased { .. } => Happened::Released,
            TicketEvent::ReservationExpired { .. } => Happened::RanOut,
            TicketEvent::Sold { .. } => Happened::Sold,
            TicketEvent::Returned { relist, .. } => Happened::Refunded { relisted: *relist },
            TicketEvent::Withdrawn => Happened::Withdrawn,
            TicketEvent::Removed { .. } => Happened::Removed,
            TicketEvent::Recalled { .. } => Happened::Recalled,
            TicketEvent::Moved { .. } => Happened::Moved,
            TicketEvent::Created { .. }
            | TicketEvent::Described(_)
            | TicketEvent::FileAttached(_)
            | TicketEvent::FileRemoved
            | TicketEvent::SaleStarted { .. }
            | TicketEvent::SaleAbandoned { .. } => return None,
        };
        Some(Self { at, what })
    }
}

impl Projection for Histories {
    fn apply(&mut self, applied: &Applied<'_>) {
        // What an entry has set before it sets it again.
        let mut set: Vec<(TicketId, Price)> = vec![];
        for event in &applied.entry.events {
            let DomainEvent::Ticket(id, event) = event else { continue };
            let old = || {
                applied.changes.iter().find_map(|change| match &change.old {
                    Some(Row::Ticket(ticket)) if ticket.id == *id => Some(ticket.price),
                    _ => None,
                })
            };
            let earlier = set.iter().rev().find(|(of, _)| of == id).map(|(_, price)| *price);
            let before = earlier.or_else(old);
            if let TicketEvent::Created { price, .. } | TicketEvent::Updated { price, .. } = event {
                set.push((*id, *price));
            }
            if let Some(line) = Line::of(event, applied.at(), before) {
                self.add(*id, line);
            }
        }
    }
}

impl Histories {
    /// Adds what has just happened to a ticket.
    pub fn add(&mut self, ticket: TicketId, line: Line) {
        let lines = self.0.entry(ticket).or_default();
        if lines.len() == LINES_MAX {
            lines.remove(0);
        }
        lines.push(line);
    }

    /// The latest of what has happened to a ticket, oldest first: at most [`LINES_MAX`].
    #[must_use]
    pub fn of(&self, ticket: TicketId) -> &[Line] {
        self.0.get(&ticket).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_millis(1);

    #[test]
    fn only_the_latest_lines_are_kept() {
        let (mut histories, ticket) = (Histories::default(), TicketId::new());
        for n in 0..250 {
            histories.add(ticket, Line { at: Timestamp::from_millis(n), what: Happened::Held });
        }
        let kept = histories.of(ticket);
        assert_eq!(kept.len(), LINES_MAX);
        assert_eq!(kept[0].at.as_millis(), 50);
        assert_eq!(kept[LINES_MAX - 1].at.as_millis(), 249);
        assert_eq!(histories.of(TicketId::new()), []);
    }

    #[test]
    fn an_edit_of_the_title_alone_is_no_change_of_price() {
        let price = |minor| Price::from_minor(minor).unwrap();
        let title = crate::types::Title::parse("Row 5").unwrap();
        let edit = TicketEvent::Updated { title, price: price(2) };
        assert_eq!(Line::of(&edit, AT, Some(price(2))), None);
        let what = Happened::PriceChanged { from: price(1), to: price(2) };
        assert_eq!(Line::of(&edit, AT, Some(price(1))), Some(Line { at: AT, what }));
    }
}

//! What has happened to a ticket, for its seller and its buyer: times and prices, no names.

use serde::{Deserialize, Serialize};

use super::TicketEvent;
use crate::types::{Price, Timestamp};

/// How many lines are kept of a ticket; older ones are forgotten.
pub const LINES_MAX: usize = 200;

/// The latest of what has happened to a ticket since it was listed, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History(Vec<Line>);

/// Something that happened to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Happened,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// They have their money back; and whether it is for sale again, not withdrawn.
    Refunded(bool),
    /// Its seller took it back.
    Withdrawn,
    /// Those who run the site have withdrawn it.
    Removed,
    /// The order by which its seller had bought it was refunded.
    Recalled,
    /// Its event was there twice, and it is for the one that stayed.
    Moved,
}

impl History {
    /// Adds the line that an event makes of a ticket that costs this, if it makes one.
    pub(super) fn add(&mut self, event: &TicketEvent, price: Price, at: Timestamp) {
        let what = match event {
            TicketEvent::Updated { price: to, .. } if *to != price => {
                Happened::PriceChanged { from: price, to: *to }
            }
            TicketEvent::Reserved(_) => Happened::Held,
            TicketEvent::ReservationReleased { .. } => Happened::Released,
            TicketEvent::ReservationExpired { .. } => Happened::RanOut,
            TicketEvent::Sold { .. } => Happened::Sold,
            TicketEvent::Returned { relist, .. } => Happened::Refunded(*relist),
            TicketEvent::Withdrawn => Happened::Withdrawn,
            TicketEvent::Removed { .. } => Happened::Removed,
            TicketEvent::Recalled { .. } => Happened::Recalled,
            TicketEvent::Moved { .. } => Happened::Moved,
            TicketEvent::Updated { .. }
            | TicketEvent::Created { .. }
            | TicketEvent::Described(_)
            | TicketEvent::FileAttached(_)
            | TicketEvent::FileRemoved
            | TicketEvent::FileShows(_)
            | TicketEvent::SeatDisputed
            | TicketEvent::SeatUndisputed
            | TicketEvent::SeatSettled(_)
            | TicketEvent::Grouped(_)
            | TicketEvent::HandoverChosen(_)
            | TicketEvent::SaleStarted { .. }
            | TicketEvent::SaleAbandoned { .. } => return,
        };
        if self.0.len() == LINES_MAX {
            self.0.remove(0);
        }
        self.0.push(Line { at, what });
    }

    /// At most [`LINES_MAX`].
    pub fn lines(&self) -> &[Line] {
        &self.0
    }

    /// For how much a ticket was listed that costs this now; none once lines may be forgotten, of which
    /// one may have been a change of the price.
    pub fn listed_for(&self, price: Price) -> Option<Price> {
        let first = self.0.iter().find_map(|line| match line.what {
            Happened::PriceChanged { from, .. } => Some(from),
            _ => None,
        });
        (self.0.len() < LINES_MAX).then_some(first.unwrap_or(price))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(minor: u32) -> Price {
        Price::from_minor(minor).unwrap()
    }

    #[test]
    fn only_the_latest_lines_are_kept() {
        let mut history = History::default();
        for n in 0..250 {
            history.add(&TicketEvent::Withdrawn, price(1), Timestamp::from_millis(n));
        }
        let kept = history.lines();
        assert_eq!(kept.len(), LINES_MAX);
        assert_eq!(kept[0].at.as_millis(), 50);
        assert_eq!(kept[LINES_MAX - 1].at.as_millis(), 249);
    }

    #[test]
    fn an_edit_of_the_title_alone_is_no_change_of_price() {
        let at = Timestamp::from_millis(1);
        let title = crate::types::Title::parse("Row 5").unwrap();
        let edit = TicketEvent::Updated { title, price: price(2) };
        let mut history = History::default();
        history.add(&edit, price(2), at);
        assert_eq!(history.lines(), []);
        history.add(&edit, price(1), at);
        let what = Happened::PriceChanged { from: price(1), to: price(2) };
        assert_eq!(history.lines(), [Line { at, what }]);
    }
}

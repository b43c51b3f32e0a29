//! What was paid for an event's tickets lately, and the least that was asked for one meanwhile. Pure.
//!
//! Nothing is kept for it: it follows from the tickets' own histories, so that it is the same before
//! and after a restart or a compaction. The latest sales are found by an index
//! ([`PastIndex::SalesFor`](super::past::PastIndex::SalesFor)), so many at the most; what was asked is
//! of those tickets and of the cheapest that are for sale. A ticket that was taken back again is not in
//! it: nobody has ever paid what was asked for it.

use std::collections::BTreeMap;

use crate::{
    domain::{Ticket, history::Happened},
    types::{Price, Timestamp},
};

/// So many of an event's latest sales are looked at.
pub const SALES_MAX: usize = 100;

/// From so many sales on there is something to be seen.
pub const SALES_MIN: usize = 5;

/// So many of an event's tickets that are for sale are looked at, the cheapest.
pub const ASKED_MAX: usize = 100;

/// So many changes of the least price are kept, the latest.
pub const CHANGES_MAX: usize = 100;

/// The least that was asked from each moment on, from one moment on: none while no ticket was for
/// sale. A ticket that is held is for sale until it is sold.
#[must_use]
pub fn least_asked<'a>(
    tickets: impl IntoIterator<Item = &'a Ticket>,
    from: Timestamp,
) -> Vec<(Timestamp, Option<Price>)> {
    // Offers that begin (1) and end (-1), in the order of time.
    let mut turns: BTreeMap<Timestamp, Vec<(Price, i32)>> = BTreeMap::new();
    for ticket in tickets {
        for Offer { price, begins, ends } in offers(ticket) {
            if ends.is_some_and(|ends| ends <= from) {
                continue;
            }
            turns.entry(begins.max(from)).or_default().push((price, 1));
            if let Some(ends) = ends {
                turns.entry(ends).or_default().push((price, -1));
            }
        }
    }
    let mut asked: BTreeMap<Price, i32> = BTreeMap::new();
    let mut changes: Vec<(Timestamp, Option<Price>)> = vec![];
    for (at, turns) in turns {
        for (price, more) in turns {
            let count = asked.entry(price).or_default();
            *count += more;
            if *count == 0 {
                asked.remove(&price);
            }
        }
        let least = asked.first_key_value().map(|(price, _)| *price);
        if changes.last().is_none_or(|(_, before)| *before != least) {
            changes.push((at, least));
        }
    }
    let forgotten = changes.len().saturating_sub(CHANGES_MAX);
    changes.split_off(forgotten)
}

/// A price that was asked for a ticket, and while it was.
struct Offer {
    price: Price,
    begins: Timestamp,
    ends: Option<Timestamp>,
}

/// What was asked for a ticket, as far as its history is known.
fn offers(ticket: &Ticket) -> Vec<Offer> {
    let lines = ticket.history.lines();
    let first = lines.iter().find_map(|line| match line.what {
        Happened::PriceChanged { from, .. } => Some(from),
        _ => None,
    });
    let mut price = first.unwrap_or(ticket.price);
    // Of forgotten lines nothing is known.
    let is_known = ticket.history.listed_for(ticket.price).is_some();
    let known_from = lines.first().filter(|_| !is_known).map_or(ticket.listed_at, |line| line.at);
    let mut begins = Some(known_from);
    let mut offers = vec![];
    for line in lines {
        let (next, goes_on) = match line.what {
            Happened::PriceChanged { to, .. } => (to, true),
            Happened::Refunded(true) => (price, true),
            Happened::Sold
            | Happened::Withdrawn
            | Happened::Removed
            | Happened::Refunded(false) => (price, false),
            Happened::Held
            | Happened::Released
            | Happened::RanOut
            | Happened::Recalled
            | Happened::Moved => continue,
        };
        offers.extend(begins.map(|begins| Offer { price, begins, ends: Some(line.at) }));
        price = next;
        begins = goes_on.then_some(line.at);
    }
    offers.extend(begins.map(|begins| Offer { price, begins, ends: None }));
    offers
}

/// What is in the middle of some prices; of two, what is between them.
#[must_use]
pub fn median(prices: impl IntoIterator<Item = Price>) -> Option<Price> {
    let mut prices: Vec<Price> = prices.into_iter().collect();
    prices.sort_unstable();
    let (below, above) =
        (prices.get((prices.len().max(1) - 1) / 2)?, prices.get(prices.len() / 2)?);
    Price::from_minor(below.minor().midpoint(above.minor())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{DomainEvent, Entry, Reservation, TicketEvent},
        types::{ChargeId, EventId, OrderId, TicketId, Title, UserId},
    };

    fn price(minor: u32) -> Price {
        Price::from_minor(minor).unwrap()
    }

    fn at(moment: i64) -> Timestamp {
        Timestamp::from_millis(moment)
    }

    /// A ticket that was listed for a price at a moment, and what has happened to it since.
    fn ticket(listed_at: i64, minor: u32, events: &[(i64, Vec<TicketEvent>)]) -> Ticket {
        let id = TicketId::new();
        let title = Title::parse("A ticket").unwrap();
        let created = TicketEvent::Created {
            event: EventId::MIN,
            event_starts_at: at(1_000_000),
            seller: UserId::new(),
            title,
            price: price(minor),
        };
        let first = (listed_at, vec![created]);
        let mut row = None;
        for (moment, events) in std::iter::once(&first).chain(events) {
            for event in events {
                let events = vec![DomainEvent::Ticket(id, event.clone())];
                let entry = Entry { at: at(*moment), events };
                let changes = entry.changes(|_| Ok::<_, crate::domain::IllegalEvent>(row.clone()));
                row = changes.unwrap().pop().map(|change| change.new);
            }
        }
        let Some(crate::domain::Row::Ticket(ticket)) = row else { panic!("no ticket") };
        ticket.as_ref().clone()
    }

    fn changed(minor: u32) -> Vec<TicketEvent> {
        let title = Title::parse("A ticket").unwrap();
        vec![TicketEvent::Updated { title, price: price(minor) }]
    }

    fn sold() -> Vec<TicketEvent> {
        let (order, charge, buyer) = (OrderId::new(), ChargeId::new(), UserId::new());
        vec![
            TicketEvent::Reserved(Reservation { order, buyer, expires_at: at(999_999) }),
            TicketEvent::SaleStarted(order, charge),
            TicketEvent::Sold(order),
        ]
    }

    fn shape(tickets: &[Ticket], from: i64) -> Vec<(i64, Option<u32>)> {
        let asked = least_asked(tickets, at(from));
        asked.into_iter().map(|(at, least)| (at.as_millis(), least.map(Price::minor))).collect()
    }

    #[test]
    fn the_least_is_of_what_was_for_sale_then() {
        let tickets = [
            ticket(10, 50, &[(20, changed(40)), (30, sold())]),
            ticket(15, 45, &[(60, sold())]),
            ticket(70, 60, &[]),
        ];
        let all = vec![
            (10, Some(50)),
            (15, Some(45)),
            (20, Some(40)),
            (30, Some(45)),
            (60, None),
            (70, Some(60)),
        ];
        assert_eq!(shape(&tickets, 0), all);
        assert_eq!(shape(&tickets, 30), all[3..], "what was over before is not looked at");
        assert_eq!(shape(&tickets, 40), [(40, Some(45)), (60, None), (70, Some(60))]);
        assert_eq!(shape(&[], 0), []);
    }

    #[test]
    fn the_latest_changes_are_kept() {
        let falls: Vec<_> = (0..150_u32).map(|n| (i64::from(n) + 1, changed(1_000 - n))).collect();
        let asked = shape(&[ticket(0, 5_000, &falls)], 0);
        assert_eq!((asked.len(), asked[0], asked[99]), (100, (51, Some(950)), (150, Some(851))));
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let of = |prices: &[u32]| median(prices.iter().copied().map(price)).map(Price::minor);
        assert_eq!((of(&[]), of(&[7]), of(&[1, 9])), (None, Some(7), Some(5)));
        assert_eq!((of(&[9, 1, 3]), of(&[4, 1, 3, 9])), (Some(3), Some(3)));
    }
}

//! Seats that stand together: tickets of one price in one row whose numbers follow one another, and
//! tickets of one price in one part of the venue that are for no seat. Pure.

use std::collections::BTreeMap;

use super::catalog::CatalogListing;
use crate::{
    domain::{Spot, TicketStatus},
    types::{Price, TicketId, ascii_digits, seat_key},
};

/// Of so many tickets of an event, the cheapest, it is looked at how they stand.
pub const LOOKED_AT_MAX: usize = 2_000;

/// Tickets that can be had together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRun {
    /// What each costs, as its seller asks.
    pub price: Price,
    /// Where the first is, if that was said.
    pub spot: Option<Spot>,
    /// The first seat's number and the last one's, if they have any.
    pub seats: Option<(u32, u32)>,
    /// Each, in the order in which they stand.
    pub tickets: Vec<TicketId>,
}

/// What tickets that may stand together have in common.
type Part = (Price, String, String);

/// The runs of at least two among what is for sale of an event, the cheapest first, of these the
/// longest.
#[must_use]
pub fn seat_runs<'a>(listed: impl IntoIterator<Item = &'a CatalogListing>) -> Vec<SeatRun> {
    let available = listed
        .into_iter()
        .take_while(|listing| listing.status == TicketStatus::Available)
        .filter(|listing| !listing.is_disputed)
        .take(LOOKED_AT_MAX);
    let mut numbered: BTreeMap<Part, BTreeMap<u32, &CatalogListing>> = BTreeMap::new();
    let mut anywhere: BTreeMap<Part, Vec<&CatalogListing>> = BTreeMap::new();
    for listing in available {
        let [section, row, seat] = listing.spot.as_ref().map_or([""; 3], Spot::parts);
        let part = (listing.price, seat_key(section), seat_key(row));
        match seat {
            "" => anywhere.entry(part).or_default().push(listing),
            seat => {
                if let Some(number) = seat_number(seat) {
                    numbered.entry(part).or_default().entry(number).or_insert(listing);
                }
            }
        }
    }
    let mut runs: Vec<SeatRun> = vec![];
    for seats in numbered.into_values() {
        let seats: Vec<_> = seats.into_iter().collect();
        for run in seats.chunk_by(|(one, _), (next, _)| next - one == 1) {
            let (Some((first, listing)), Some((last, _))) = (run.first(), run.last()) else {
                continue;
            };
            runs.push(SeatRun {
                price: listing.price,
                spot: listing.spot.clone(),
                seats: Some((*first, *last)),
                tickets: run.iter().map(|(_, listing)| listing.id).collect(),
            });
        }
    }
    for listings in anywhere.into_values() {
        let Some(first) = listings.first() else { continue };
        runs.push(SeatRun {
            price: first.price,
            spot: first.spot.clone(),
            seats: None,
            tickets: listings.iter().map(|listing| listing.id).collect(),
        });
    }
    runs.retain(|run| run.tickets.len() > 1);
    runs.sort_by_key(|run| (run.price, std::cmp::Reverse(run.tickets.len())));
    runs
}

/// The number of a seat that has nothing else in its name than what kind of thing it is.
fn seat_number(typed: &str) -> Option<u32> {
    seat_key(&ascii_digits(typed)).parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::Details,
        types::{EventId, Seat, SeatRow, Section, Title},
    };

    fn listing(minor: u32, [section, row, seat]: [&str; 3]) -> CatalogListing {
        let details = Details {
            section: Section::parse(section).ok(),
            row: SeatRow::parse(row).ok(),
            seat: Seat::parse(seat).ok(),
            ..Details::default()
        };
        CatalogListing {
            id: TicketId::new(),
            event: EventId::from_bytes([b'e'; 16]),
            title: Title::parse("A ticket").unwrap(),
            spot: details.spot(),
            price: Price::from_minor(minor).unwrap(),
            status: TicketStatus::Available,
            is_disputed: false,
            has_file: false,
        }
    }

    /// What a run costs, from which seat to which, and of how many tickets it is.
    type Shape = (u32, Option<(u32, u32)>, usize);

    fn shape(listed: &[CatalogListing]) -> Vec<Shape> {
        let runs = seat_runs(listed);
        runs.iter().map(|run| (run.price.minor(), run.seats, run.tickets.len())).collect()
    }

    #[test]
    fn neighbours_of_one_price_stand_together() {
        let listed = [
            listing(2400, ["", "7", "4"]),
            listing(2400, ["", "Row 7", "5"]),
            listing(2400, ["", "7", "Seat 06"]),
            // A gap, another row, another price.
            listing(2400, ["", "7", "8"]),
            listing(2400, ["", "8", "7"]),
            listing(2500, ["", "7", "7"]),
            // For no seat, and a name that is no number.
            listing(3000, ["Standing", "", ""]),
            listing(3000, ["standing", "", ""]),
            listing(3000, ["Standing", "", "Box A"]),
        ];
        assert_eq!(shape(&listed), [(2400, Some((4, 6)), 3), (3000, None, 2)]);
    }

    #[test]
    fn what_is_held_or_disputed_is_in_none() {
        let mut listed: Vec<_> = ["1", "2", "3"].map(|seat| listing(2400, ["", "7", seat])).into();
        listed[1].is_disputed = true;
        assert_eq!(shape(&listed), []);
    }

    proptest! {
        #[test]
        fn every_run_is_of_one_price_and_of_numbers_that_follow(
            seats in proptest::collection::vec((1_u32..4, 1_u32..30), 0..60),
        ) {
            let listed: Vec<_> = seats
                .iter()
                .map(|(minor, seat)| listing(*minor, ["", "7", &seat.to_string()]))
                .collect();
            let mut seen = std::collections::HashSet::new();
            for run in seat_runs(&listed) {
                let (first, last) = run.seats.unwrap();
                prop_assert_eq!(usize::try_from(last - first).unwrap() + 1, run.tickets.len());
                prop_assert!(run.tickets.len() > 1);
                for (number, id) in (first..=last).zip(&run.tickets) {
                    prop_assert!(seen.insert(*id));
                    let at = listed.iter().position(|listing| listing.id == *id).unwrap();
                    prop_assert_eq!(seats[at], (run.price.minor(), number));
                }
            }
        }
    }
}

//! Seats that stand together: tickets of one price in one row whose numbers follow one another, and
//! tickets of one price in one part of the venue that are for no seat. Pure.

use std::{cmp::Reverse, collections::BTreeMap};

use super::catalog::CatalogListing;
use crate::{
    domain::{SeatsGo, Spot, TicketStatus},
    types::{Price, TicketId, seat_key, seat_number},
};

/// Of so many tickets of an event, the cheapest, it is looked at how they stand.
pub const LOOKED_AT_MAX: usize = 2_000;

/// Tickets that can be had together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatRun {
    /// What each costs, as its seller asks; of seats that go only together, the first.
    pub price: Price,
    /// What is printed on each, if their sellers say so and it is the same.
    pub face_value: Option<Price>,
    /// Where the first is, if that was said.
    pub spot: Option<Spot>,
    /// The first seat's number and the last one's, if they have any.
    pub seats: Option<(u32, u32)>,
    /// Each, in the order in which they stand.
    pub tickets: Vec<TicketId>,
    /// How they go, if not singly.
    pub how: Option<SeatsGo>,
}

impl SeatRun {
    /// How many of them one can have, who may have so many.
    pub fn counts(&self, most: usize) -> Vec<usize> {
        let all = self.tickets.len();
        let fits = |count: &usize| match self.how {
            None => true,
            Some(SeatsGo::NotOneAlone) => count + 1 != all,
            Some(SeatsGo::Together) => *count == all,
        };
        (1..=all.min(most)).filter(fits).collect()
    }
}

/// What tickets that may stand together have in common; of those that are grouped, the first of
/// their group.
type Part = (Price, Option<TicketId>, String, String);

/// The runs of at least two among what is for sale of an event, the cheapest first, of these the
/// longest.
#[must_use]
pub fn seat_runs<'a>(listed: impl IntoIterator<Item = &'a CatalogListing>) -> Vec<SeatRun> {
    let available = listed
        .into_iter()
        .take_while(|listing| listing.status == TicketStatus::Available)
        .take(LOOKED_AT_MAX);
    let mut numbered: BTreeMap<Part, BTreeMap<u32, &CatalogListing>> = BTreeMap::new();
    let mut anywhere: BTreeMap<Part, Vec<&CatalogListing>> = BTreeMap::new();
    let mut together: BTreeMap<TicketId, BTreeMap<u8, &CatalogListing>> = BTreeMap::new();
    for listing in available {
        let group = listing.group.map(|group| (group.how, group.first(listing.id), group.place));
        if let Some((SeatsGo::Together, first, place)) = group {
            together.entry(first).or_default().insert(place, listing);
            continue;
        }
        if listing.is_disputed {
            continue;
        }
        let [section, row, seat] = listing.spot.as_ref().map_or([""; 3], Spot::parts);
        let first = group.map(|(_, first, _)| first);
        let part = (listing.price, first, seat_key(section), seat_key(row));
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
            let numbers = run.first().zip(run.last()).map(|(first, last)| (first.0, last.0));
            runs.extend(run_of(run.iter().map(|(_, listing)| *listing), numbers));
        }
    }
    for mut listings in anywhere.into_values() {
        listings.sort_by_key(|listing| listing.group.map(|group| group.place));
        runs.extend(run_of(listings.into_iter(), None));
    }
    for seats in together.into_values() {
        let seats = seats.values().copied();
        runs.extend(run_of(seats.clone(), numbers_of(seats)));
    }
    runs.retain(|run| run.tickets.len() > 1);
    runs.sort_by_key(|run| (run.price, Reverse(run.tickets.len())));
    runs
}

fn run_of<'a>(
    listings: impl Iterator<Item = &'a CatalogListing> + Clone,
    seats: Option<(u32, u32)>,
) -> Option<SeatRun> {
    let first = listings.clone().next()?;
    let is_same = listings.clone().all(|listing| listing.face_value == first.face_value);
    Some(SeatRun {
        price: first.price,
        face_value: first.face_value.filter(|_| is_same),
        spot: first.spot.clone(),
        seats,
        tickets: listings.map(|listing| listing.id).collect(),
        how: first.group.map(|group| group.how),
    })
}

/// The first number and the last, if seats are in one row and follow one another.
fn numbers_of<'a>(mut seats: impl Iterator<Item = &'a CatalogListing>) -> Option<(u32, u32)> {
    let number = |listing: &CatalogListing| {
        let [section, row, seat] = listing.spot.as_ref()?.parts();
        Some((seat_key(section), seat_key(row), seat_number(seat)?))
    };
    let (section, row, first) = number(seats.next()?)?;
    let mut last = first;
    for seat in seats {
        if number(seat)? != (section.clone(), row.clone(), last + 1) {
            return None;
        }
        last += 1;
    }
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::{Details, SeatGroup},
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
            face_value: None,
            status: TicketStatus::Available,
            is_disputed: false,
            lacks_file: true,
            group: None,
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

    #[test]
    fn what_goes_only_together_is_a_run_of_all_of_them() {
        let first = TicketId::new();
        let grouped = |place, how, listing: CatalogListing| CatalogListing {
            id: first.sibling(place),
            group: Some(SeatGroup { place, size: 3, how }),
            ..listing
        };
        let run = |how| {
            let listed = [
                grouped(0, how, listing(2400, ["", "7", "4"])),
                grouped(2, how, listing(2400, ["", "7", "6"])),
                // Somebody else's beside them, and one that was made dearer.
                listing(2400, ["", "7", "7"]),
                grouped(1, how, listing(2500, ["", "7", "5"])),
            ];
            let runs = seat_runs(&listed);
            let shown = |run: &SeatRun| (run.seats, run.tickets.len(), run.counts(4));
            runs.iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(run(SeatsGo::Together), [(Some((4, 6)), 3, vec![3])]);
        assert_eq!(run(SeatsGo::NotOneAlone), [], "of one price there are no neighbours");
        let four = |place: u8| {
            let listing = listing(2400, ["", "7", &(4 + place).to_string()]);
            grouped(place, SeatsGo::NotOneAlone, listing)
        };
        let listed: Vec<_> = (0..4).map(four).collect();
        let [run] = &seat_runs(&listed)[..] else { panic!("not one run") };
        assert_eq!(
            (run.counts(10), run.counts(3), run.counts(1)),
            (vec![1, 2, 4], vec![1, 2], vec![1])
        );
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

//! An event's tickets, as far as somebody looks for some of them.
//!
//! They are walked along the index of an event's tickets by price, from where the reader is and as
//! far as a page needs: a bound on the price costs nothing, since it ends the walk; where a section
//! is looked for, so many keys are looked at for one page at the most ([`LOOKED_AT_MAX`]), and the
//! next page goes on behind them. Nothing is kept for it beside that index.

use std::collections::{BTreeMap, HashSet};

use super::{
    Catalog, CatalogListing, LOOKED_AT_MAX, ListAnchor, ListingRank, ON_SALE, looked_through,
};
use crate::{
    domain::Spot,
    reads::walk::{Stretch, Walk, Way},
    types::{EventId, Price, TicketId, Timestamp, seat_key},
};

/// Of so many of an event's tickets that are for sale, half of them the cheapest and half the
/// dearest, the sections are offered to choose from. Any other is found, too.
const SECTIONS_OF_MAX: usize = 2_000;

/// How many sections are offered.
const SECTIONS_MAX: usize = 100;

/// Which of an event's tickets somebody looks for. Empty, it finds all that are for sale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketFilter {
    /// In which section, by [`seat_key`].
    pub section: Option<String>,
    /// The highest price that a seller may ask for.
    pub max_price: Option<Price>,
}

impl TicketFilter {
    fn lets_through(&self, listing: &CatalogListing) -> bool {
        self.section.as_ref().is_none_or(|section| {
            listing.spot.as_ref().is_some_and(|spot| seat_key(section_of(spot)) == *section)
        })
    }

    /// Between which places the tickets stand that cost no more.
    fn places(&self) -> (ListingRank, ListingRank) {
        let place = |price, listed_at, id| {
            let listed_at = Timestamp::from_millis(listed_at);
            ListingRank { rank: ON_SALE, price, listed_at, id }
        };
        let highest = self.max_price.unwrap_or(Price::MAX);
        (place(Price::MIN, i64::MIN, TicketId::MIN), place(highest, i64::MAX, TicketId::MAX))
    }
}

impl Catalog {
    /// The tickets of an event that are for sale and are looked for, cheapest first, as far as a page
    /// needs.
    #[must_use]
    pub fn tickets_like(
        &self,
        event: EventId,
        filter: &TicketFilter,
        walk: Walk<ListAnchor>,
        limit: usize,
    ) -> Stretch<ListAnchor, TicketId> {
        let nothing = Stretch { found: vec![], more: None };
        let entry = self.events.get(&event);
        let Some((entry, starts)) = entry.and_then(|entry| Some((entry, entry.event.as_ref()?)))
        else {
            return nothing;
        };
        let (first, end) = filter.places();
        let walk = walk.by(|anchor| anchor.place.clamp(first, end));
        if walk.way == Way::Up && walk.from == Some(end) {
            return nothing;
        }
        let places = walk.along(entry.tickets.range(walk.range_within(first, end)));
        let listed = places.filter_map(|place| Some((*place, self.listings.get(&place.id)?)));
        let found = looked_through(listed, limit, |listing| filter.lets_through(listing));
        let anchor = |place| ListAnchor { when: (starts.starts_at, event), place };
        found.of_those(|place| place.id).by(anchor)
    }

    /// The same from the first on, of as many as are looked at for one page.
    pub fn cheapest_like(
        &self,
        event: EventId,
        filter: &TicketFilter,
    ) -> impl Iterator<Item = &CatalogListing> {
        let (first, end) = filter.places();
        let entry = self.events.get(&event).into_iter();
        let places = entry.flat_map(move |entry| entry.tickets.range(first..end));
        let listed = places.take(LOOKED_AT_MAX).filter_map(|place| self.listings.get(&place.id));
        listed.filter(|listing| filter.lets_through(listing))
    }

    /// The sections of an event's tickets that are for sale, by name, each as one of their sellers
    /// writes it. Of very many tickets, those of the cheapest and of the dearest.
    #[must_use]
    pub fn sections_of(&self, event: EventId) -> Vec<&str> {
        let mut on_sale = self.on_sale(&(Price::MIN..=Price::MAX), event);
        let cheapest = on_sale.by_ref().take(SECTIONS_OF_MAX / 2).collect::<Vec<_>>();
        let dearest = on_sale.rev().take(SECTIONS_OF_MAX / 2);
        let listed = cheapest.into_iter().chain(dearest);
        let spots = listed.filter_map(|place| self.listings.get(&place.id)?.spot.as_ref());
        let typed: HashSet<&str> =
            spots.map(section_of).filter(|section| !section.is_empty()).collect();
        let mut sections = BTreeMap::new();
        for section in typed {
            let known = sections.entry(seat_key(section)).or_insert(section);
            *known = (*known).min(section);
        }
        sections.into_values().take(SECTIONS_MAX).collect()
    }
}

fn section_of(spot: &Spot) -> &str {
    let [section, ..] = spot.parts();
    section
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{
        super::tests::{event, ticket},
        *,
    };
    use crate::{
        domain::{Event, Row, Ticket},
        reads::walk::count,
        types::Section,
    };

    fn price(minor: u32) -> Price {
        Price::from_minor(minor).unwrap()
    }

    fn listed(event: &Event, minor: u32, section: &str) -> Ticket {
        let mut ticket = ticket(event, minor);
        ticket.details.section = Section::parse(section).ok();
        ticket
    }

    /// A catalog with one event, and its tickets' prices and sections.
    fn catalog_of(tickets: &[(u32, &str)]) -> (Catalog, EventId) {
        let (mut catalog, event) = (Catalog::default(), event(1_000));
        for (minor, section) in tickets {
            catalog.update(None, &Row::Ticket(Arc::new(listed(&event, *minor, section))));
        }
        catalog.update(None, &Row::Event(event.clone()));
        (catalog, event.id)
    }

    fn filter(section: Option<&str>, most: Option<u32>) -> TicketFilter {
        TicketFilter { section: section.map(seat_key), max_price: most.map(price) }
    }

    type Found = Stretch<ListAnchor, TicketId>;

    fn prices(catalog: &Catalog, found: &Found) -> Vec<u32> {
        let listed = found.found.iter().filter_map(|(_, id)| catalog.listing(*id));
        listed.map(|listing| listing.price.minor()).collect()
    }

    #[test]
    fn a_page_has_what_fits_and_is_turned_both_ways() {
        let tickets = [
            (10, "Block A"),
            (20, "Block B"),
            (30, "block a"),
            (40, ""),
            (50, "Block A"),
            (60, "B"),
        ];
        let (catalog, event) = catalog_of(&tickets);
        let page =
            |filter: &TicketFilter, walk, limit| catalog.tickets_like(event, filter, walk, limit);
        for (of, expect) in [
            (filter(None, None), vec![10, 20, 30, 40, 50, 60]),
            (filter(None, Some(30)), vec![10, 20, 30]),
            (filter(None, Some(9)), vec![]),
            (filter(Some("BLOCK A"), None), vec![10, 30, 50]),
            (filter(Some("block a"), Some(49)), vec![10, 30]),
            (filter(Some("Balcony"), None), vec![]),
        ] {
            assert_eq!(prices(&catalog, &page(&of, Walk::up(None), 50)), expect, "{of:?}");
            let near: Vec<_> =
                catalog.cheapest_like(event, &of).map(|listing| listing.price.minor()).collect();
            assert_eq!(near, expect, "{of:?}");
        }
        let of = filter(Some("Block A"), None);
        let first = page(&of, Walk::up(None), 2);
        assert_eq!(prices(&catalog, &first), [10, 30]);
        let second = page(&of, Walk::up(first.more), 2);
        assert_eq!((prices(&catalog, &second), second.more), (vec![50], None));
        let back = page(&of, Walk::down(Some(second.found[0].0)), 2);
        assert_eq!(prices(&catalog, &back), [30, 10]);
        // What an address has typed into it is anywhere.
        for (rank, minor) in [(0, 1), (0, 99_999_999), (1, 1), (255, 99_999_999)] {
            let odd: ListAnchor =
                format!("0.{event}.{rank}.{minor}.-5.{}", TicketId::new()).parse().unwrap();
            for walk in [Walk::up(Some(odd)), Walk::down(Some(odd))] {
                page(&of, walk, 2);
                page(&filter(None, Some(15)), walk, 2);
            }
        }
    }

    #[test]
    fn a_page_looks_at_so_much_at_the_most() {
        let mut tickets = vec![(10, "Floor"); LOOKED_AT_MAX + 500];
        tickets.push((20, "Balcony"));
        let (catalog, event) = catalog_of(&tickets);
        let (of, before) = (filter(Some("Balcony"), None), count::so_far());
        let first = catalog.tickets_like(event, &of, Walk::up(None), 50);
        assert_eq!(prices(&catalog, &first), [0_u32; 0]);
        assert!(count::so_far() - before <= LOOKED_AT_MAX as u64 + 1);
        let second = catalog.tickets_like(event, &of, Walk::up(first.more), 50);
        assert_eq!((prices(&catalog, &second), second.more), (vec![20], None));
        let before = count::so_far();
        let page = catalog.tickets_like(event, &filter(None, Some(10)), Walk::up(None), 50);
        assert_eq!(page.found.len(), 50);
        assert!(count::so_far() - before <= 51, "no more than the page");
        // The dearest's section is offered, too.
        assert_eq!(catalog.sections_of(event), ["Balcony", "Floor"]);
    }

    #[test]
    fn a_section_is_offered_once() {
        let (catalog, event) =
            catalog_of(&[(10, "block 2"), (20, "Block 2"), (30, "Block 10"), (40, "")]);
        assert_eq!(catalog.sections_of(event), ["Block 10", "Block 2"]);
        assert_eq!(catalog.sections_of(EventId::MIN), [""; 0]);
    }

    #[test]
    fn a_listing_is_small() {
        assert!(size_of::<CatalogListing>() <= 176, "{}", size_of::<CatalogListing>());
    }
}

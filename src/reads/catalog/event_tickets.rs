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

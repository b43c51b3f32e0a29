//! Places in lists of tickets, from which a page is turned: what has joined or left the list before
//! them moves nothing.

use std::{cmp::Reverse, fmt, str::FromStr};

use super::{Catalog, CatalogListing, FoundEvents, ListingRank, Sort, When, rank};
use crate::types::{EventId, Price, TicketId, Timestamp};

/// Where a ticket stood in a list when a page was shown, in every order that there is. What has
/// become of the ticket since makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListAnchor {
    pub(super) when: When,
    pub(super) place: ListingRank,
}

/// How much of a list comes before an anchor, and through it: one more if it still stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnchorPlace {
    /// So many come before it.
    pub before: usize,
    /// So many come before what follows it.
    pub through: usize,
}

impl AnchorPlace {
    /// Counts those that come before, and that are, the anchor itself.
    pub(super) fn of<K: Ord>(keys: impl Iterator<Item = K>, anchor: &K) -> Self {
        let (mut before, mut through) = (0, 0);
        for key in keys {
            before += usize::from(key < *anchor);
            through += usize::from(key <= *anchor);
        }
        Self { before, through }
    }
}

impl Catalog {
    /// Where a listed ticket stands now.
    #[must_use]
    pub fn anchor_of(&self, listed: &CatalogListing) -> Option<ListAnchor> {
        let event = self.event(listed.event)?;
        let first = ListingRank {
            rank: rank(&listed.status)?,
            price: listed.price,
            listed_at: Timestamp::from_millis(i64::MIN),
            id: TicketId::MIN,
        };
        let mut alike = self.events.get(&listed.event)?.tickets.range(first..);
        let place = *alike.find(|place| place.id == listed.id)?;
        Some(ListAnchor { when: (event.starts_at, event.id), place })
    }

    /// Where an anchor stands in what was found.
    #[must_use]
    pub fn place_in(&self, found: &FoundEvents, sort: Sort, anchor: ListAnchor) -> AnchorPlace {
        let ListAnchor { when, place } = anchor;
        match sort {
            Sort::Soonest => {
                let mut sooner = 0;
                for (event, tickets) in &found.events {
                    match event.cmp(&when) {
                        std::cmp::Ordering::Less => sooner += tickets,
                        std::cmp::Ordering::Equal => {
                            let places = self.on_sale(&found.prices, event.1).copied();
                            let here = AnchorPlace::of(places, &place);
                            let (before, through) = (sooner + here.before, sooner + here.through);
                            return AnchorPlace { before, through };
                        }
                        std::cmp::Ordering::Greater => break,
                    }
                }
                AnchorPlace { before: sooner, through: sooner }
            }
            Sort::Cheapest => {
                let keys = self.keys(found, |when, at| (at.price, when.0, at.id));
                AnchorPlace::of(keys.into_iter(), &(place.price, when.0, place.id))
            }
            Sort::Newest => {
                let keys = self.keys(found, |_, at| Reverse((at.listed_at, at.id)));
                AnchorPlace::of(keys.into_iter(), &Reverse((place.listed_at, place.id)))
            }
        }
    }

    /// Where an anchor stands among an event's tickets.
    #[must_use]
    pub fn place_among(&self, event: EventId, anchor: ListAnchor) -> AnchorPlace {
        let places = self.events.get(&event).into_iter().flat_map(|entry| &entry.tickets);
        AnchorPlace::of(places.copied(), &anchor.place)
    }
}

/// As a link has it: `starts-event-rank-price-listed-ticket`, the times in milliseconds.
impl fmt::Display for ListAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { when: (starts_at, event), place } = self;
        let (starts_at, listed_at) = (starts_at.as_millis(), place.listed_at.as_millis());
        let (rank, price) = (place.rank, place.price.minor());
        write!(f, "{starts_at}.{event}.{rank}.{price}.{listed_at}.{}", place.id)
    }
}

/// A text is no anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in a list")]
pub struct ListAnchorError;

impl FromStr for ListAnchor {
    type Err = ListAnchorError;

    fn from_str(text: &str) -> Result<Self, ListAnchorError> {
        fn part<T: FromStr>(text: &str) -> Result<T, ListAnchorError> {
            text.parse().map_err(|_| ListAnchorError)
        }
        let parts: Vec<&str> = text.splitn(7, '.').collect();
        let [starts_at, event, rank, price, listed_at, id] = parts[..] else {
            return Err(ListAnchorError);
        };
        let time = |text: &str| part(text).map(Timestamp::from_millis);
        let price = Price::from_minor(part(price)?).map_err(|_| ListAnchorError)?;
        let (rank, listed_at, id) = (part(rank)?, time(listed_at)?, part(id)?);
        let place = ListingRank { rank, price, listed_at, id };
        Ok(Self { when: (time(starts_at)?, part(event)?), place })
    }
}

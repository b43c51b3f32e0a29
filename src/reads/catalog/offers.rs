//! Events, each with what there is of it: how many tickets, and from what price on.
//!
//! What is kept for that beside the tickets is one [`OnOffer`] for each event, in the order in which
//! they start. So who looks for nothing in particular has the coming events counted, never their
//! tickets; and who bounds the price has the places of the bounds looked up among an event's prices.

use std::{cmp::Reverse, fmt, str::FromStr};

use super::{
    AnchorPlace, Catalog, EventEntry, Filter, ListAnchorError, ON_SALE, Sort, When,
    sorted_prices::SortedPrices,
};
use crate::{
    reads::catalog::browse::part,
    types::{Category, EventId, Price, Timestamp},
};

/// What is for sale of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OnOffer {
    /// How many tickets.
    pub(super) tickets: usize,
    /// The least of their prices.
    pub(super) least: Option<Price>,
    /// What each costs.
    pub(super) prices: SortedPrices,
}

impl OnOffer {
    /// With one more, at this price.
    pub(super) fn add(&mut self, price: Price) {
        self.tickets += 1;
        self.prices.add(price);
        self.least = self.prices.least();
    }

    /// With one less of this price.
    pub(super) fn remove(&mut self, price: Price) {
        self.tickets -= 1;
        self.prices.remove(price);
        self.least = self.prices.least();
    }
}

impl EventEntry {
    /// The least price of its tickets that are for sale.
    pub(super) fn least_price(&self) -> Option<Price> {
        self.tickets.first().filter(|place| place.rank == ON_SALE).map(|place| place.price)
    }
}

/// A coming event that somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventOffer {
    /// Which, and when it starts.
    pub when: When,
    /// How many tickets fit what is looked for.
    pub tickets: usize,
    /// What the cheapest of them costs; none if all tickets are sold or held.
    pub from: Option<Price>,
}

/// The coming events that somebody looks for.
#[derive(Debug, PartialEq, Eq)]
pub struct EventOffers {
    /// Soonest first, those without tickets at the end.
    pub all: Vec<EventOffer>,
    /// How many of them have tickets.
    pub on_sale: usize,
    /// How many tickets these have.
    pub tickets: usize,
}

/// Where an event stands in a list of them: first those that have tickets.
type OfferKey = (bool, Option<Price>, Option<Timestamp>, Reverse<Option<EventId>>, EventId);

impl EventOffer {
    fn key(&self, sort: Sort) -> OfferKey {
        let Self { when: (starts_at, id), from, .. } = *self;
        let is_over = from.is_none();
        match sort {
            Sort::Newest if !is_over => (is_over, None, None, Reverse(Some(id)), id),
            Sort::Cheapest => (is_over, from, Some(starts_at), Reverse(None), id),
            Sort::Soonest | Sort::Newest => (is_over, None, Some(starts_at), Reverse(None), id),
        }
    }
}

impl Catalog {
    /// The events that have not started, as far as a filter lets them through. Those without a ticket
    /// for sale are among them if something is looked for, and it is not a price.
    #[must_use]
    pub fn find_events(&self, filter: &Filter, now: Timestamp) -> EventOffers {
        let prices = filter.prices();
        let is_priced = filter.is_priced();
        let is_narrow = !is_priced && filter.is_narrow();
        let (mut all, mut tickets, mut sold_out) = (vec![], 0, vec![]);
        if prices.is_empty() {
            return EventOffers { all, on_sale: 0, tickets };
        }
        self.each_coming(filter, now, |&when, on_offer| {
            let offer = match is_priced {
                true => {
                    let (from, tickets) = on_offer.prices.within(&prices).unzip();
                    EventOffer { when, tickets: tickets.unwrap_or(0), from }
                }
                false => EventOffer { when, tickets: on_offer.tickets, from: on_offer.least },
            };
            if offer.from.is_some() {
                tickets += offer.tickets;
                all.push(offer);
            } else if is_narrow && self.has_traded(when.1) {
                sold_out.push(offer);
            }
        });
        let on_sale = all.len();
        all.append(&mut sold_out);
        EventOffers { all, on_sale, tickets }
    }

    /// What was found, in order, less the first `skipped`, at most `limit`. The newest are the events
    /// that were typed in last.
    #[must_use]
    pub fn page_of_events(
        &self,
        found: &EventOffers,
        sort: Sort,
        skipped: usize,
        limit: usize,
    ) -> Vec<EventOffer> {
        match sort {
            Sort::Soonest => found.all.iter().skip(skipped).take(limit).copied().collect(),
            Sort::Cheapest | Sort::Newest => {
                let keys = found.all.iter().map(|offer| (offer.key(sort), *offer)).collect();
                part(keys, skipped, limit, |(_, offer)| offer)
            }
        }
    }

    /// Where an anchor stands in what was found.
    #[must_use]
    pub fn place_of_event(
        &self,
        found: &EventOffers,
        sort: Sort,
        anchor: EventAnchor,
    ) -> AnchorPlace {
        let keys = found.all.iter().map(|offer| offer.key(sort));
        AnchorPlace::of(keys, &anchor.0.key(sort))
    }

    /// The categories of coming events with tickets for sale, in the order in which they are offered.
    #[must_use]
    pub fn categories(&self, now: Timestamp) -> Vec<Category> {
        let has_some = |category: &Category| {
            let coming = self.categories.get(category).into_iter();
            let mut coming = coming.flat_map(|events| events.range(super::browse::last_at(now)..));
            coming.any(|when| self.starts.get(when).is_some_and(|offer| offer.tickets > 0))
        };
        Category::ALL.into_iter().filter(has_some).collect()
    }

    /// The least price of an event's tickets that are for sale.
    #[must_use]
    pub fn least_price_of(&self, event: EventId) -> Option<Price> {
        self.events.get(&event)?.least_price()
    }

    /// Whether an event has tickets that are sold or held.
    fn has_traded(&self, event: EventId) -> bool {
        self.events.get(&event).is_some_and(|entry| entry.sold + entry.held > 0)
    }
}

/// Where an event stood in a list of them when a page was shown, in every order that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventAnchor(EventOffer);

impl From<EventOffer> for EventAnchor {
    fn from(offer: EventOffer) -> Self {
        Self(offer)
    }
}

/// As a link has it: `starts.event.price`, the time in milliseconds, without a price if there was no
/// ticket.
impl fmt::Display for EventAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EventOffer { when: (starts_at, id), from, .. } = self.0;
        write!(f, "{}.{id}.", starts_at.as_millis())?;
        from.map_or(Ok(()), |from| write!(f, "{}", from.minor()))
    }
}

impl FromStr for EventAnchor {
    type Err = ListAnchorError;

    fn from_str(text: &str) -> Result<Self, ListAnchorError> {
        let parts: Vec<&str> = text.splitn(4, '.').collect();
        let [starts_at, id, from] = parts[..] else { return Err(ListAnchorError) };
        let starts_at = starts_at.parse().map_err(|_| ListAnchorError)?;
        let id = id.parse().map_err(|_| ListAnchorError)?;
        let from = match from {
            "" => None,
            minor => {
                let minor = minor.parse().map_err(|_| ListAnchorError)?;
                Some(Price::from_minor(minor).map_err(|_| ListAnchorError)?)
            }
        };
        let when = (Timestamp::from_millis(starts_at), id);
        Ok(Self(EventOffer { when, tickets: 0, from }))
    }
}

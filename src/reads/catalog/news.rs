//! What has come on sale of late, for those who are told of it.
//!
//! A ticket is news from when it was listed, or was free again after it was held or sold: which of
//! these came free is known since the start alone.

use std::collections::HashMap;

use super::{Catalog, Filter, ListingRank};
use crate::{
    domain::{AlertTopic, SearchTopic, Ticket, TicketStatus, rules::alerts::is_to_come},
    reads::search::{Query, name_keys},
    types::{BuyerFee, EventId, Price, TicketId, Timestamp, UserId},
};

/// Since when tickets are for sale.
#[derive(Debug, Default)]
pub(super) struct News {
    /// Those that are free again.
    again: HashMap<TicketId, Timestamp>,
    /// When the latest ticket of an event came on sale: of the others nobody need be told.
    latest: HashMap<EventId, Timestamp>,
}

/// A restart forgets some of it.
impl PartialEq for News {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for News {}

impl News {
    /// Takes in that a ticket that was there has changed.
    pub(super) fn change(&mut self, old: &Ticket, new: &Ticket, at: Timestamp) {
        match (old.status, new.status) {
            (TicketStatus::Available, TicketStatus::Available) => {}
            (_, TicketStatus::Available) => _ = self.again.insert(new.id, at),
            (..) => _ = self.again.remove(&new.id),
        }
    }

    /// Takes in a ticket that is for sale.
    pub(super) fn is_for_sale(&mut self, ticket: &Ticket) {
        let since = self.since(ticket.id, ticket.listed_at);
        let latest = self.latest.entry(ticket.event).or_insert(since);
        *latest = since.max(*latest);
    }

    fn since(&self, id: TicketId, listed_at: Timestamp) -> Timestamp {
        self.again.get(&id).copied().unwrap_or(listed_at)
    }
}

/// What has come on sale of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventNews {
    /// Which event.
    pub event: EventId,
    /// How many tickets.
    pub tickets: usize,
    /// What the cheapest of them costs.
    pub from: Price,
}

/// Whom to tell of what.
#[derive(Debug, Clone, Copy)]
pub struct NewsWanted<'a> {
    /// Who is told: not of what they sell themselves.
    pub user: UserId,
    /// Of which tickets.
    pub topic: &'a AlertTopic,
    /// What came on sale later.
    pub after: Timestamp,
    /// And not later than this.
    pub until: Timestamp,
}

impl Filter {
    /// What a search finds. None if no ticket costs so little.
    #[must_use]
    pub fn of(search: &SearchTopic, fee: BuyerFee) -> Option<Self> {
        let SearchTopic { words, city, category, from, to, min_price, max_price } = search;
        let max_price = match max_price {
            Some(most) => Some(fee.highest_for(*most)?),
            None => None,
        };
        let city = city.as_ref().map(|city| name_keys(city.as_str()));
        Some(Self {
            query: words.as_ref().map(|words| Query::parse(words.as_str())).unwrap_or_default(),
            city: city.filter(|keys| !keys.is_empty()),
            category: *category,
            from: *from,
            to: *to,
            min_price: min_price.map(|least| fee.lowest_for(least)),
            max_price,
            ..Self::default()
        })
    }
}

impl Catalog {
    /// What has come on sale that somebody wants to be told of, and is for sale still, the event that
    /// starts first before the others.
    #[must_use]
    pub fn news(&self, wanted: &NewsWanted<'_>, fee: BuyerFee, now: Timestamp) -> Vec<EventNews> {
        let mut filter = Filter::default();
        let mut events = vec![];
        match wanted.topic {
            AlertTopic::Event(id) => {
                let stays = self.event_that_stays(*id).map(|it| it.id);
                events.extend(stays.filter(|id| self.is_fresh(*id, wanted)));
            }
            AlertTopic::Venue(venue, city) => {
                events.extend(self.events_at(venue, city).filter(|id| self.is_fresh(*id, wanted)));
                events.sort_by_key(|id| self.event(*id).map(|event| (event.starts_at, event.id)));
            }
            AlertTopic::Search(search) => {
                let Some(looked_for) = Filter::of(search, fee) else { return vec![] };
                filter = looked_for;
                self.each_coming(&filter, now, |(_, id), on_offer| {
                    if on_offer.tickets > 0 && self.is_fresh(*id, wanted) {
                        events.push(*id);
                    }
                });
            }
        }
        let prices = filter.prices();
        if prices.is_empty() {
            return vec![];
        }
        events.retain(|id| self.event(*id).is_some_and(|event| is_to_come(event, now).is_ok()));
        let own = self.present_tickets_of(wanted.user);
        let is_news = |place: &&ListingRank| {
            let since = self.news.since(place.id, place.listed_at);
            wanted.after < since && since <= wanted.until && own.binary_search(&place.id).is_err()
        };
        let news = events.into_iter().filter_map(|event| {
            let mut fresh = self.on_sale(&prices, event).filter(is_news);
            let from = fresh.next()?.price;
            Some(EventNews { event, tickets: 1 + fresh.count(), from })
        });
        news.collect()
    }

    fn is_fresh(&self, event: EventId, wanted: &NewsWanted<'_>) -> bool {
        self.news.latest.get(&event).is_some_and(|latest| wanted.after < *latest)
    }
}

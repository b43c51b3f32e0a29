//! What is for sale, found by what somebody looks for.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
    sync::{Arc, OnceLock},
    time::Duration,
};

use parking_lot::Mutex;

use super::{Catalog, CatalogListing, ListingRank, ON_SALE, OnOffer};
use crate::{
    reads::search::Query,
    types::{Category, City, Day, EventId, Price, TicketId, Timestamp, ZoneName, name_key},
};

/// An event's place in time; those that start at one moment are told apart by their ids.
pub type When = (Timestamp, EventId);

/// What nothing that starts at this moment comes after.
pub(super) fn last_at(moment: Timestamp) -> When {
    (moment, EventId::MAX)
}

/// What somebody looks for. Empty, it finds everything.
#[derive(Default)]
pub struct Filter {
    /// In the event's name, venue or city.
    pub query: Query,
    /// What has its words, once that was looked for: all that one page asks of a catalog is about
    /// one and the same, and this is what takes long.
    pub with_words: Arc<OnceLock<Vec<When>>>,
    /// The event's city, by [`crate::reads::search::name_keys`].
    pub city: Option<BTreeSet<Box<str>>>,
    /// What kind of thing the event is.
    pub category: Option<Category>,
    /// The first day, by the clocks where the event is.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// The lowest price.
    pub min_price: Option<Price>,
    /// The highest.
    pub max_price: Option<Price>,
}

impl Filter {
    /// Between what prices; of no filter between all that there are.
    pub(super) fn prices(&self) -> RangeInclusive<Price> {
        self.min_price.unwrap_or(Price::MIN)..=self.max_price.unwrap_or(Price::MAX)
    }

    /// Whether prices matter.
    pub(super) fn is_priced(&self) -> bool {
        self.min_price.is_some() || self.max_price.is_some()
    }

    /// Whether it leaves out any event, whatever its tickets cost.
    pub(super) fn is_narrow(&self) -> bool {
        let is_of_days = self.from.is_some() || self.to.is_some();
        is_of_days || !self.query.is_empty() || self.city.is_some() || self.category.is_some()
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// What takes place soonest, event by event, and the cheapest ticket of each.
    #[default]
    Soonest,
    /// The cheapest ticket, and of those at one price the soonest event's.
    Cheapest,
    /// What was listed last.
    Newest,
}

/// The coming events with tickets that somebody looks for.
pub struct FoundEvents {
    /// Soonest first, each with how many tickets.
    pub events: Vec<(When, usize)>,
    /// How many tickets in all.
    pub tickets: usize,
    pub(super) prices: RangeInclusive<Price>,
}

/// [`Catalog::cities`], until an event joins or leaves those that have tickets for sale.
#[derive(Debug, Default)]
pub(super) struct CityMemo(Mutex<Option<CitiesNow>>);

#[derive(Debug)]
struct CitiesNow {
    /// While this is right: from now until the next event starts.
    from: Timestamp,
    until: Timestamp,
    cities: Arc<[(City, usize)]>,
}

impl CityMemo {
    pub(super) fn forget(&mut self) {
        *self.0.get_mut() = None;
    }
}

/// What was asked of a catalog makes no difference to what it is.
impl PartialEq for CityMemo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for CityMemo {}

/// How many cities are offered to choose from. Any other can be typed.
const CITIES_OFFERED: usize = 100;

impl Catalog {
    /// What is for sale for events that have not started, as far as a filter lets it through.
    pub fn find(&self, filter: &Filter, now: Timestamp) -> FoundEvents {
        self.find_some(filter, now, usize::MAX)
    }

    /// The same, but no further than is enough to tell that there are so many tickets.
    pub fn find_some(&self, filter: &Filter, now: Timestamp, enough: usize) -> FoundEvents {
        let mut found = FoundEvents { events: vec![], tickets: 0, prices: filter.prices() };
        if found.prices.is_empty() {
            return found;
        }
        let is_priced = filter.is_priced();
        self.each_coming(filter, now, |when, on_offer| {
            if on_offer.tickets == 0 || found.tickets >= enough {
                return;
            }
            let tickets = match is_priced {
                true => on_offer.prices.within(&found.prices).map_or(0, |(_, many)| many),
                false => on_offer.tickets,
            };
            if tickets > 0 {
                found.events.push((*when, tickets));
                found.tickets += tickets;
            }
        });
        found
    }

    /// The events that have not started, as far as a filter lets them through by anything but prices,
    /// soonest first, each with what is for sale.
    pub(super) fn each_coming(
        &self,
        filter: &Filter,
        now: Timestamp,
        mut consider: impl FnMut(&When, &OnOffer),
    ) {
        let after = last_at(now);
        let mut days = Days::of(filter);
        // Most have one spelling.
        let city = filter
            .city
            .as_ref()
            .map(|keys| keys.iter().filter_map(|key| self.cities.get(key)).collect::<Vec<_>>());
        let none = BTreeSet::new();
        let alike = filter.category.map(|category| self.categories.get(&category).unwrap_or(&none));
        let is_in_city =
            |when: &When| city.as_ref().is_none_or(|all| all.iter().any(|c| c.contains(when)));
        let is_alike = |when: &When| alike.is_none_or(|alike| alike.contains(when));
        let nothing = OnOffer::default();
        let on_offer = |when: &When| self.starts.get(when).unwrap_or(&nothing);
        let mut consider = |when: &When, on_offer: &OnOffer| {
            if self.is_in(&mut days, when) {
                consider(when, on_offer);
            }
        };
        if !filter.query.is_empty() {
            let with_words =
                filter.with_words.get_or_init(|| self.words.find(&filter.query, after));
            let there = with_words.iter().filter(|when| is_in_city(when) && is_alike(when));
            there.for_each(|when| consider(when, on_offer(when)));
        } else if let Some(spellings) = &city {
            let coming = spellings.iter().flat_map(|city| city.range(after..));
            let coming: BTreeSet<&When> = coming.filter(|when| is_alike(when)).collect();
            coming.into_iter().for_each(|when| consider(when, on_offer(when)));
        } else if let Some(alike) = alike {
            alike.range(after..).for_each(|when| consider(when, on_offer(when)));
        } else {
            self.coming(now).for_each(|(when, on_offer)| consider(when, on_offer));
        }
    }

    /// What was found, in order, less the first `skipped`, at most `limit`.
    pub fn page(
        &self,
        found: &FoundEvents,
        sort: Sort,
        skipped: usize,
        limit: usize,
    ) -> Vec<&CatalogListing> {
        let ids = match sort {
            Sort::Soonest => self.soonest(found, skipped, limit),
            Sort::Cheapest => {
                let keys = self.keys(found, |when, at| (at.price, when.0, at.id));
                part(keys, skipped, limit, |(.., id)| id)
            }
            Sort::Newest => {
                let keys = self.keys(found, |_, at| Reverse((at.listed_at, at.id)));
                part(keys, skipped, limit, |Reverse((_, id))| id)
            }
        };
        ids.iter().filter_map(|id| self.listings.get(id)).collect()
    }

    /// Where coming events with tickets for sale are: the most frequent cities, by name, each with
    /// how many events. A city is written as for the soonest of them.
    pub fn cities(&self, now: Timestamp) -> Arc<[(City, usize)]> {
        let mut memo = self.city_counts.0.lock();
        if let Some(known) = memo.as_ref().filter(|known| (known.from..known.until).contains(&now))
        {
            return known.cities.clone();
        }
        let cities: Arc<[(City, usize)]> = self.count_cities(now).into();
        let next = self.coming(now).next().map(|((starts_at, _), _)| *starts_at);
        let until = next.unwrap_or(Timestamp::from_millis(i64::MAX));
        *memo = Some(CitiesNow { from: now, until, cities: cities.clone() });
        cities
    }

    fn count_cities(&self, now: Timestamp) -> Vec<(City, usize)> {
        let mut counts: Vec<_> = self
            .cities
            .iter()
            .filter_map(|(key, events)| {
                let coming = events.range(last_at(now)..);
                let mut on_sale = coming.filter(|when| {
                    self.starts.get(when).is_some_and(|on_offer| on_offer.tickets > 0)
                });
                let city = self.event(on_sale.next()?.1)?.city.clone();
                // Under its other spelling it is not offered again.
                if name_key(city.as_str()) != *key {
                    return None;
                }
                Some((key, city, 1 + on_sale.count()))
            })
            .collect();
        counts.sort_by_key(|(.., events)| Reverse(*events));
        counts.truncate(CITIES_OFFERED);
        counts.sort_by_key(|(key, ..)| *key);
        counts.into_iter().map(|(_, city, events)| (city, events)).collect()
    }

    fn is_in<'a>(&'a self, days: &mut Days<'a>, (starts_at, id): &When) -> bool {
        days.surely_have(*starts_at)
            || !days.surely_precede(*starts_at)
                && self.event(*id).is_some_and(|event| {
                    let ends_at = event.ends_at.unwrap_or(*starts_at);
                    days.have((*starts_at, ends_at), &event.zone)
                })
    }

    /// The places of an event's tickets that are for sale at these prices, cheapest first.
    pub(super) fn on_sale<'a>(
        &'a self,
        prices: &RangeInclusive<Price>,
        event: EventId,
    ) -> impl DoubleEndedIterator<Item = &'a ListingRank> + use<'a> {
        let first = Timestamp::from_millis(i64::MIN);
        let last = Timestamp::from_millis(i64::MAX);
        let (lowest, highest) = (*prices.start(), *prices.end());
        let from =
            ListingRank { rank: ON_SALE, price: lowest, listed_at: first, id: TicketId::MIN };
        let to = ListingRank { rank: ON_SALE, price: highest, listed_at: last, id: TicketId::MAX };
        let entry = self.events.get(&event).into_iter();
        entry.flat_map(move |entry| entry.tickets.range(from..=to))
    }

    fn soonest(&self, found: &FoundEvents, mut skipped: usize, limit: usize) -> Vec<TicketId> {
        let mut ids = Vec::with_capacity(limit);
        for ((_, event), count) in &found.events {
            if ids.len() == limit {
                break;
            }
            if skipped >= *count {
                skipped -= count;
                continue;
            }
            let places = self.on_sale(&found.prices, *event);
            ids.extend(places.skip(skipped).take(limit - ids.len()).map(|place| place.id));
            skipped = 0;
        }
        ids
    }

    pub(super) fn keys<K>(
        &self,
        found: &FoundEvents,
        key: impl Fn(&When, &ListingRank) -> K,
    ) -> Vec<K> {
        let mut keys = Vec::with_capacity(found.tickets);
        for (when, _) in &found.events {
            keys.extend(self.on_sale(&found.prices, when.1).map(|place| key(when, place)));
        }
        keys
    }
}

/// What some keys in a row of those in order stand for, without putting all the others in order.
pub(super) fn part<K: Ord + Copy, T>(
    mut keys: Vec<K>,
    skipped: usize,
    limit: usize,
    id: impl Fn(K) -> T,
) -> Vec<T> {
    let mut rest = keys.as_mut_slice();
    if skipped >= rest.len() {
        return vec![];
    }
    if skipped > 0 {
        rest = rest.select_nth_unstable(skipped - 1).2;
    }
    if limit < rest.len() {
        rest = rest.select_nth_unstable(limit).0;
    }
    rest.sort_unstable();
    rest.iter().map(|key| id(*key)).collect()
}

/// The days looked for, and when they begin and end in the zones met so far.
struct Days<'a> {
    from: Option<Day>,
    to: Option<Day>,
    /// When they begin and end in UTC.
    utc: (Timestamp, Timestamp),
    spans: HashMap<&'a str, (Timestamp, Timestamp)>,
}

/// No zone's clocks are further from UTC.
pub(super) const FURTHEST_ZONE: Duration = Duration::from_secs(16 * 3600);

impl<'a> Days<'a> {
    fn of(filter: &Filter) -> Self {
        let (from, to) = (filter.from, filter.to);
        Self { from, to, utc: span(from, to, &ZoneName::utc()), spans: HashMap::new() }
    }

    /// Whether a moment is within them in every zone.
    fn surely_have(&self, moment: Timestamp) -> bool {
        let (begin, end) = self.utc;
        (self.from.is_none() || begin + FURTHEST_ZONE <= moment)
            && (self.to.is_none() || moment < end - FURTHEST_ZONE)
    }

    /// Whether they are over by then in every zone.
    fn surely_precede(&self, moment: Timestamp) -> bool {
        moment >= self.utc.1 + FURTHEST_ZONE
    }

    /// Whether what starts and ends then is on one of them: of several days each is.
    fn have(&mut self, (starts_at, ends_at): (Timestamp, Timestamp), zone: &'a ZoneName) -> bool {
        let (from, to) = (self.from, self.to);
        let known = self.spans.entry(zone.as_str());
        let (begin, end) = *known.or_insert_with(|| span(from, to, zone));
        starts_at < end && (begin <= starts_at || begin < ends_at)
    }
}

/// From the first moment of some days to the first after them.
fn span(from: Option<Day>, to: Option<Day>, zone: &ZoneName) -> (Timestamp, Timestamp) {
    let begin = from.map_or(Timestamp::from_millis(i64::MIN), |day| day.begins(zone));
    let end = to.map_or(Timestamp::from_millis(i64::MAX), |day| day.ends(zone));
    (begin, end)
}

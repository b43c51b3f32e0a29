//! Which event somebody sells a ticket for, of all that there are; and which there is already that
//! they are about to make again.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{Catalog, browse, browse::When};
use crate::{
    domain::Event,
    reads::{
        search::{Query, name_keys},
        walk::{Stretch, Walk, Way},
    },
    types::{EventId, Price, Timestamp},
};

/// How far apart two events of one name at one place start that may be the same: who types a time
/// anew may mean the doors, or another zone's clocks.
const SAME_WITHIN: Duration = Duration::from_secs(12 * 3600);

/// What is asked for the tickets of an event that are for sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedPrices {
    /// How many there are.
    pub tickets: usize,
    /// The least.
    pub least: Price,
    /// Half of them cost so much or less.
    pub median: Price,
}

impl Catalog {
    /// Events that have not started and have what is looked for, all if that is nothing, soonest
    /// first, as far as a page needs.
    pub fn coming_like(
        &self,
        query: &Query,
        now: Timestamp,
        walk: Walk<When>,
        limit: usize,
    ) -> Stretch<When> {
        let begin = browse::last_at(now);
        let walk = match walk.way {
            Way::Up => Walk::up(Some(walk.from.map_or(begin, |from| from.max(begin)))),
            Way::Down => walk,
        };
        let mut stretch = match query.is_empty() {
            true => self.events_like(query, None, walk, limit),
            false => {
                let found = self.words.find(query, begin);
                let stays = |(_, id)| self.event(id).is_some_and(|event| event.merged.is_none());
                super::looked_through(walk.along_slice(&found).map(|at| (at, at)), limit, stays)
            }
        };
        // Back from there is the list's beginning.
        stretch.found.retain(|(at, _)| *at > begin);
        stretch.more = stretch.more.filter(|at| *at > begin);
        stretch
    }

    /// Events that may be the one that somebody describes: of this name and at this place, however
    /// these are written, and less than half a day earlier or later. Soonest first; of very many
    /// that start then, some.
    pub fn events_similar(
        &self,
        name: &str,
        (venue, city): (&str, &str),
        starts_at: Timestamp,
    ) -> Vec<Arc<Event>> {
        let [name_spelled, venue, city] = [name, venue, city].map(spellings);
        let (words, any) = (Query::parse(name), Query::default());
        let by_name = self.events_near(&words, starts_at, SAME_WITHIN);
        let by_time = self.events_near(&any, starts_at, SAME_WITHIN);
        let mut similar: Vec<_> = by_name
            .map(|event| (event, true))
            .chain(by_time.map(|event| (event, false)))
            .filter(|(event, has_words)| {
                let is_of = |spelled: &BTreeSet<String>, other: &str| {
                    !spelled.is_disjoint(&spellings(other))
                };
                event.merged.is_none()
                    && (*has_words || is_of(&name_spelled, event.name.as_str()))
                    && (is_of(&venue, event.venue.as_str()) || is_of(&city, event.city.as_str()))
            })
            .map(|(event, _)| event.clone())
            .collect();
        similar.sort_by_key(|event| (event.starts_at, event.id));
        similar.dedup_by_key(|event| event.id);
        similar
    }

    /// What is asked for an event's tickets that are for sale, if there are any.
    pub fn asked_prices_of(&self, event: EventId) -> Option<AskedPrices> {
        let tickets = self.counts_of(event).available;
        let mut prices = self.on_sale(&(Price::MIN..=Price::MAX), event).map(|place| place.price);
        let least = prices.next()?;
        let median = match (tickets - 1) / 2 {
            0 => least,
            behind => prices.nth(behind - 1)?,
        };
        Some(AskedPrices { tickets, least, median })
    }
}

/// A name however it is written: in case, accents and punctuation, with or without spaces, and in the
/// letters of those who lack some of its own.
fn spellings(name: &str) -> BTreeSet<String> {
    name_keys(name).iter().map(|key| key.replace(' ', "")).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::catalog_of, *};

    const HALL: [&str; 3] = ["Spree Hall", "Berlin", "UTC"];

    /// A catalog of events of this name and start, in one hall.
    fn catalog(events: &[(&str, &str)]) -> Catalog {
        let [venue, city, zone] = HALL;
        let listed: Vec<_> = events
            .iter()
            .map(|(name, starts_at)| (*name, venue, city, zone, *starts_at, &[10][..]))
            .collect();
        catalog_of(&listed)
    }

    fn at(starts_at: &str) -> Timestamp {
        Timestamp::parse_local(starts_at, &"UTC".parse().unwrap()).unwrap()
    }

    #[test]
    fn an_event_that_is_there_is_found_again_however_it_is_described() {
        let catalog = catalog(&[
            ("The Paper Lanterns", "2030-05-01T20:00"),
            ("The Paper Lanterns", "2030-05-02T20:00"),
            ("Bär & Söhne", "2030-05-01T20:00"),
        ]);
        for (name, venue, city, starts_at, expect) in [
            ("the paperlanterns!", "SPREE-HALL", "Berlin", "2030-05-01T20:00", 1),
            ("The Papr Lanterns", "Somewhere", "berlin", "2030-05-01T19:00", 1),
            ("Baer und Soehne", "Spreehall", "Berlin", "2030-05-01T20:00", 0),
            ("Baer & Soehne", "Spreehall", "Potsdam", "2030-05-01T20:00", 1),
            // Another name, another place, another day.
            ("The Glass Lanterns", "Spree Hall", "Berlin", "2030-05-01T20:00", 0),
            ("The Paper Lanterns", "Town Hall", "Rome", "2030-05-01T20:00", 0),
            ("The Paper Lanterns", "Spree Hall", "Berlin", "2030-05-03T20:00", 0),
            // Between two evenings, either may be meant.
            ("The Paper Lanterns", "Spree Hall", "Berlin", "2030-05-02T08:00", 2),
        ] {
            let similar = catalog.events_similar(name, (venue, city), at(starts_at));
            assert_eq!(similar.len(), expect, "{name}, {venue}, {city}, {starts_at}");
        }
    }

    #[test]
    fn what_is_chosen_from_has_not_started_and_is_walked_both_ways() {
        let names: Vec<_> =
            (1..=9).map(|n| (format!("Band {n}"), format!("2030-05-0{n}T20:00"))).collect();
        let events: Vec<_> = names.iter().map(|(name, at)| (name.as_str(), at.as_str())).collect();
        let catalog = catalog(&events);
        let now = at("2030-05-02T20:00");
        for query in ["", "band"] {
            let query = Query::parse(query);
            let days = |stretch: &Stretch<When>| -> Vec<_> {
                let starts = stretch.found.iter().map(|((starts_at, _), _)| starts_at.rfc3339());
                starts.map(|day| day[8..10].parse::<u32>().unwrap()).collect()
            };
            let first = catalog.coming_like(&query, now, Walk::up(None), 3);
            assert_eq!(days(&first), [3, 4, 5]);
            let second = catalog.coming_like(&query, now, Walk::up(first.more), 3);
            assert_eq!(days(&second), [6, 7, 8]);
            let last = catalog.coming_like(&query, now, Walk::up(second.more), 3);
            assert_eq!((days(&last), last.more), (vec![9], None));
            let from = second.found.first().map(|(at, _)| *at);
            let back = catalog.coming_like(&query, now, Walk::down(from), 4);
            assert_eq!(
                (days(&back), back.more),
                (vec![5, 4, 3], None),
                "what has started is no page"
            );
        }
    }

    #[test]
    fn what_others_ask() {
        let [venue, city, zone] = HALL;
        for (prices, least, median) in
            [(&[7][..], 7, 7), (&[7, 3], 3, 3), (&[9, 3, 5], 3, 5), (&[9, 3, 5, 4], 3, 4)]
        {
            let catalog = catalog_of(&[("Band", venue, city, zone, "2030-05-01T20:00", prices)]);
            let event = catalog.coming_events(at("2030-01-01T00:00"), 1)[0].id;
            let price = |minor| Price::from_minor(minor).unwrap();
            let expect =
                AskedPrices { tickets: prices.len(), least: price(least), median: price(median) };
            assert_eq!(catalog.asked_prices_of(event), Some(expect), "{prices:?}");
        }
        let none = catalog_of(&[("Band", venue, city, zone, "2030-05-01T20:00", &[])]);
        let event = none.coming_events(at("2030-01-01T00:00"), 1)[0].id;
        assert_eq!(none.asked_prices_of(event), None);
    }

    #[test]
    fn names_are_the_same_however_they_are_written() {
        let is_same = |one: &str, other: &str| !spellings(one).is_disjoint(&spellings(other));
        for (one, other, same) in [
            ("The Test Band", "the test band", true),
            ("The Test Band", "The TestBand!", true),
            ("Bär & Söhne", "baer soehne", true),
            ("Bär & Söhne", "Bar und Sohne", false),
            ("AC/DC", "ac dc", true),
            ("Motörhead", "Motorhead", true),
            ("!!!", "!!!", true),
            ("!!!", "???", false),
            ("The Test Band", "The Best Band", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
        }
    }
}

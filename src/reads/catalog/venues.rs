use std::collections::HashMap;

use super::Catalog;
use crate::{
    domain::Event,
    types::{City, EventId, Venue, ZoneName, name_key},
};

/// In which zone each venue is, by the event there that was made last.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Venues(HashMap<Box<str>, Vec<(EventId, ZoneName)>>);

impl Venues {
    pub(super) fn insert(&mut self, event: &Event) {
        let known = self.0.entry(key(&event.venue, &event.city)).or_default();
        if let Err(at) = known.binary_search_by_key(&event.id, |(id, _)| *id) {
            known.insert(at, (event.id, event.zone.clone()));
        }
    }

    pub(super) fn remove(&mut self, event: &Event) {
        let key = key(&event.venue, &event.city);
        let Some(known) = self.0.get_mut(&key) else { return };
        if let Ok(at) = known.binary_search_by_key(&event.id, |(id, _)| *id) {
            known.remove(at);
        }
        if known.is_empty() {
            self.0.remove(&key);
        }
    }
}

impl Catalog {
    /// The events at a venue, in the order in which they were made.
    pub(super) fn events_at(&self, venue: &Venue, city: &City) -> impl Iterator<Item = EventId> {
        self.venues.0.get(&key(venue, city)).into_iter().flatten().map(|(id, _)| *id)
    }

    /// The zone of a venue, if there was an event: that of the one that was made last.
    pub fn zone_of(&self, venue: &Venue, city: &City) -> Option<&ZoneName> {
        self.venues.0.get(&key(venue, city))?.last().map(|(_, zone)| zone)
    }
}

/// What differs only in accents, case and punctuation is the same venue.
fn key(venue: &Venue, city: &City) -> Box<str> {
    format!("{}\n{}", name_key(venue.as_str()), name_key(city.as_str())).into()
}

use std::collections::HashMap;

use crate::{
    domain::Event,
    search::name_key,
    types::{City, EventId, Venue, ZoneName},
};

/// In which zone each venue is, by the event there that was made last.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Venues(HashMap<Box<str>, (EventId, ZoneName)>);

impl Venues {
    pub(super) fn update(&mut self, event: &Event) {
        let known = self.0.entry(key(&event.venue, &event.city));
        let (latest, zone) = known.or_insert_with(|| (event.id, event.zone.clone()));
        if event.id > *latest {
            (*latest, *zone) = (event.id, event.zone.clone());
        }
    }

    pub(super) fn zone(&self, venue: &Venue, city: &City) -> Option<&ZoneName> {
        self.0.get(&key(venue, city)).map(|(_, zone)| zone)
    }
}

/// What differs only in accents, case and punctuation is the same venue.
fn key(venue: &Venue, city: &City) -> Box<str> {
    format!("{}\n{}", name_key(venue.as_str()), name_key(city.as_str())).into()
}

//! What the sell form says of an event.

use super::listing_form::TypedListing;
use crate::{
    domain::{EventEvent, rules::event::may_end},
    http::{Edge, presenters},
    types::{
        Category, City, EventId, EventName, Timestamp, UserId, Venue, ZoneName, ZoneNameError,
        name_key,
    },
    usecases::selling::ChosenEvent,
    views::{EventLine, EventState},
};

/// The longest name of a zone that is looked up, in bytes.
const ZONE_BYTES_MAX: usize = 64;

impl TypedListing<'_> {
    /// The event that was chosen, or the one that was typed in.
    pub(super) fn event(&mut self, user: UserId, now: Timestamp) -> Option<ChosenEvent> {
        match self.form.get("event_id") {
            "" => self.typed_event(user, now),
            id => self.chosen_event(id, now),
        }
    }

    fn chosen_event(&mut self, id: &str, now: Timestamp) -> Option<ChosenEvent> {
        let catalog = self.edge.market.tables().catalog();
        let event = id.parse().ok().and_then(|id| catalog.event_that_stays(id));
        let wrong = match event {
            Some(event) if event.starts_at > now => {
                self.event = Some(presenters::event_line(event));
                return Some(ChosenEvent::known(event));
            }
            Some(_) => self.language.event_has_started(),
            None => self.language.no_such_event(),
        };
        self.add("event_id", wrong);
        None
    }

    /// The event that was typed in.
    pub(super) fn typed_event(&mut self, user: UserId, now: Timestamp) -> Option<ChosenEvent> {
        let name = self.read("event_name", EventName::parse);
        let venue = self.read("venue", Venue::parse);
        let city = self.read("city", City::parse);
        let edge = self.edge;
        let zone =
            self.read("time_zone", |typed| zone(edge, typed, venue.as_ref().zip(city.as_ref())));
        // In whichever zone, what is no time at all is said at once.
        let local = zone.clone().unwrap_or_else(ZoneName::utc);
        let category = self.category();
        let starts_at = self.read("starts_at", |typed| Timestamp::parse_local(typed, &local))?;
        if starts_at <= now {
            self.add("starts_at", self.language.start_is_past());
            return None;
        }
        let ends_at = self.end(&local, starts_at);
        let (id, name, venue, city) = (EventId::new(), name?, venue?, city?);
        let (zone, category, ends_at) = (zone?, category?, ends_at?);
        self.event = Some(EventLine {
            id,
            name: (&name).into(),
            venue: (&venue).into(),
            city: (&city).into(),
            starts_at,
            zone: zone.clone(),
            category,
            version: 0,
            ends_at,
            state: EventState::Scheduled,
            started_before: None,
            uploaded: None,
        });
        let new = EventEvent::Created { name, venue, city, starts_at, zone, created_by: user };
        Some(ChosenEvent { id, starts_at, new: Some(new), category, ends_at })
    }
}

impl TypedListing<'_> {
    /// When it ends, if that was typed.
    fn end(&mut self, zone: &ZoneName, starts_at: Timestamp) -> Option<Option<Timestamp>> {
        if self.form.get("ends_at").trim().is_empty() {
            return Some(None);
        }
        let ends_at = self.read("ends_at", |typed| Timestamp::parse_local(typed, zone))?;
        if let Err(refusal) = may_end(starts_at, Some(ends_at)) {
            self.add("ends_at", self.language.event_not_changed(&refusal));
            return None;
        }
        Some(Some(ends_at))
    }

    fn category(&mut self) -> Option<Category> {
        let tag = self.form.get("category");
        let category = if tag.is_empty() { Some(Category::Other) } else { Category::of_tag(tag) };
        if category.is_none() {
            self.add("category", self.language.not_of_the_list());
        }
        category
    }
}

/// The zone that was typed, by its name or a city's.
pub(super) fn zone_of(typed: &str) -> Result<ZoneName, ZoneNameError> {
    let typed = typed.trim();
    if typed.len() > ZONE_BYTES_MAX {
        return Err(ZoneNameError);
    }
    ZoneName::parse(typed).or_else(|_| zone_of_city(typed))
}

/// The zone that was typed; else the one that the venue has had, else the
/// site's.
fn zone(
    edge: &Edge,
    typed: &str,
    venue: Option<(&Venue, &City)>,
) -> Result<ZoneName, ZoneNameError> {
    let typed = typed.trim();
    if typed.is_empty() {
        let catalog = edge.market.tables().catalog();
        let known = venue.and_then(|(venue, city)| catalog.zone_of(venue, city));
        return Ok(known.unwrap_or(&edge.config.site.time_zone).clone());
    }
    zone_of(typed)
}

fn zone_of_city(typed: &str) -> Result<ZoneName, ZoneNameError> {
    let city = name_key(typed);
    let is_there = |name: &String| name.rsplit('/').next().map(name_key).as_ref() == Some(&city);
    ZoneName::of_places()
        .find(is_there)
        .ok_or(ZoneNameError)
        .and_then(|name| ZoneName::parse(&name))
}

//! What the sell form says of an event.

use super::listing_form::field;
use crate::{
    domain::EventEvent,
    http::{Edge, form::Form},
    search::name_key,
    types::{City, EventId, EventName, Timestamp, UserId, Venue, ZoneName, ZoneNameError},
    views::FieldErrors,
};

/// The longest name of a zone that is looked up, in bytes.
const ZONE_BYTES_MAX: usize = 64;

/// The event of a new listing.
pub(super) struct ChosenEvent {
    pub id: EventId,
    pub starts_at: Timestamp,
    /// What it is, if it was typed in.
    pub new: Option<EventEvent>,
}

/// The event that was chosen, or the one that was typed in.
pub(super) fn event(
    edge: &Edge,
    form: &Form,
    user: UserId,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<ChosenEvent> {
    match form.get("event_id").is_empty() {
        true => typed_event(edge, form, user, now, errors),
        false => chosen_event(edge, form.get("event_id"), now, errors),
    }
}

fn chosen_event(
    edge: &Edge,
    id: &str,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<ChosenEvent> {
    let catalog = edge.market.tables().catalog();
    let event = id.parse().ok().and_then(|id| catalog.event_that_stays(id));
    let wrong = match event {
        Some(event) if event.starts_at > now => {
            return Some(ChosenEvent { id: event.id, starts_at: event.starts_at, new: None });
        }
        Some(_) => "This event has started: tickets for it are not traded any more.",
        None => "There is no such event. Choose another, or type in a new one.",
    };
    errors.insert("event_id", wrong.into());
    None
}

fn typed_event(
    edge: &Edge,
    form: &Form,
    user: UserId,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<ChosenEvent> {
    let name = field(errors, "event_name", EventName::parse(form.get("event_name")));
    let venue = field(errors, "venue", Venue::parse(form.get("venue")));
    let city = field(errors, "city", City::parse(form.get("city")));
    let zone = zone(edge, form.get("time_zone"), venue.as_ref().zip(city.as_ref()));
    let zone = zone.map_err(
        |_| "This time zone is not known. Write it as Europe/London, or name a large city in it.",
    );
    let zone = field(errors, "time_zone", zone);
    // In whichever zone, what is no time at all is said at once.
    let local = zone.clone().unwrap_or_else(ZoneName::utc);
    let starts_at = Timestamp::parse_local(form.get("starts_at"), &local);
    let starts_at = field(errors, "starts_at", starts_at)?;
    if starts_at <= now {
        errors.insert("starts_at", "This is in the past. Enter when the event will start.".into());
        return None;
    }
    let new = EventEvent::Created {
        name: name?,
        venue: venue?,
        city: city?,
        starts_at,
        zone: zone?,
        created_by: user,
    };
    Some(ChosenEvent { id: EventId::new(), starts_at, new: Some(new) })
}

/// The zone that was typed, by its name or a city's; else the one that the venue has had, else the
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
    if typed.len() > ZONE_BYTES_MAX {
        return Err(ZoneNameError);
    }
    ZoneName::parse(typed).or_else(|_| zone_of_city(typed))
}

fn zone_of_city(typed: &str) -> Result<ZoneName, ZoneNameError> {
    let city = name_key(typed);
    let is_there = |name: &String| name.rsplit('/').next().map(name_key).as_ref() == Some(&city);
    ZoneName::of_places()
        .find(is_there)
        .ok_or(ZoneNameError)
        .and_then(|name| ZoneName::parse(&name))
}

use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{Category, City, EventId, EventName, Timestamp, UserId, Venue, ZoneName};

/// What people attend: a concert, a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which event.
    pub id: EventId,
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
    /// When it starts; from then on its tickets are not traded.
    pub starts_at: Timestamp,
    /// The zone in which its times are shown.
    pub zone: ZoneName,
    /// Who typed it in.
    pub created_by: UserId,
    /// Who of those who run the site has renamed it last, and why, if one has.
    pub renamed: Option<Intervention>,
    /// The event that it turned out to be, if it was there twice.
    pub merged: Option<Merged>,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// What kind of thing it is.
    pub category: Category,
}

/// What an event is called and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventWords {
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
}

/// That an event was merged into another: its tickets are the other's from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Into which.
    pub into: EventId,
    /// Who of those who run the site has done that, and why.
    pub how: Intervention,
}

named! {
    /// What happens to an event that people attend.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum EventEvent {
        /// Somebody typed it in, listing the first ticket for it.
        Created {
            /// What it is called.
            name: EventName,
            /// Where it is.
            venue: Venue,
            /// The venue's city.
            city: City,
            /// When it starts.
            starts_at: Timestamp,
            /// The zone in which its times are shown.
            zone: ZoneName,
            /// Who typed it in.
            created_by: UserId,
        } = "EventCreated",
        /// Those who run the site have put right what it is called and where it is.
        Renamed(EventWords, Deed) = "EventRenamed",
        /// Those who run the site have found it to be this other one, which stays.
        Merged(EventId, Deed) = "EventMerged",
        /// It is of this kind: said with its birth, or put right with a [`Renamed`](Self::Renamed),
        /// which says by whom and why. One of which it was never said is [`Category::Other`].
        Categorised(Category) = "EventCategorised",
    }
    pub(super) fn name;
}

impl Event {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        record: &mut Option<Self>,
        id: EventId,
        event: &EventEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let EventEvent::Created { name, venue, city, starts_at, zone, created_by } = event {
            if record.is_some() {
                return Err("there already");
            }
            *record = Some(Self {
                id,
                name: name.clone(),
                venue: venue.clone(),
                city: city.clone(),
                starts_at: *starts_at,
                zone: zone.clone(),
                created_by: *created_by,
                renamed: None,
                merged: None,
                version: 0,
                category: Category::Other,
            });
            return Ok(());
        }
        let Some(record) = record else { return Err("not there") };
        if record.merged.is_some() {
            return Err("merged into another");
        }
        match event {
            EventEvent::Created { .. } => return Err("there already"),
            EventEvent::Renamed(words, deed) => {
                let EventWords { name, venue, city } = words.clone();
                (record.name, record.venue, record.city) = (name, venue, city);
                record.renamed = Some(deed.done(at));
            }
            EventEvent::Categorised(category) => record.category = *category,
            EventEvent::Merged(into, _) if *into == id => {
                return Err("the event itself");
            }
            EventEvent::Merged(into, deed) => {
                record.merged = Some(Merged { into: *into, how: deed.done(at) });
            }
        }
        Ok(())
    }
}

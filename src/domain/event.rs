use serde::{Deserialize, Serialize};

use super::{DomainEvent, IllegalEvent};
use crate::types::{City, EventId, EventName, Timestamp, UserId, Venue, ZoneName};

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
}

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
    },
}

impl Event {
    /// Makes the event's change.
    ///
    /// # Errors
    /// When it cannot happen to this record.
    pub fn apply(
        record: &mut Option<Self>,
        id: EventId,
        event: &EventEvent,
    ) -> Result<(), IllegalEvent> {
        match (&record, event) {
            (None, EventEvent::Created { name, venue, city, starts_at, zone, created_by }) => {
                *record = Some(Self {
                    id,
                    name: name.clone(),
                    venue: venue.clone(),
                    city: city.clone(),
                    starts_at: *starts_at,
                    zone: zone.clone(),
                    created_by: *created_by,
                });
                Ok(())
            }
            (Some(_), EventEvent::Created { .. }) => Err(IllegalEvent {
                event: DomainEvent::Event(id, event.clone()).name(),
                record: format!("event {id}"),
                state: "there already",
            }),
        }
    }
}

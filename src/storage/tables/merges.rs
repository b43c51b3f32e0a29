//! That an event is merged into one that stays. All that is committed passes here, one entry after
//! the other, so two merges beside each other never lead in a circle.

use super::{ApplyError, Changes, Prepared, Tables};
use crate::{
    domain::{DomainEvent, Entry, Event, EventEvent, Key, Row},
    types::EventId,
};

/// Why an event cannot be merged into another. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("event {0} is not there, or was merged into another itself")]
pub struct MergedAwayError(pub EventId);

impl Tables {
    /// Refuses to merge an event into one that is not there to stay.
    pub(super) fn fits_merges(
        &self,
        prepared: &Prepared,
        entry: &Entry,
        changes: &Changes,
    ) -> Result<(), ApplyError> {
        for event in &entry.events {
            if let DomainEvent::Event(_, EventEvent::Merged { into, .. }) = event
                && !self.stays(prepared, changes, *into)
            {
                return Err(MergedAwayError(*into).into());
            }
        }
        Ok(())
    }

    fn stays(&self, prepared: &Prepared, changes: &Changes, id: EventId) -> bool {
        let is_there = |event: &Event| event.merged.is_none();
        let key = Key::Event(id);
        let changed = changes.rows.iter().map(|change| &change.new).find(|row| row.key() == key);
        match changed.or_else(|| prepared.rows.get(&key)) {
            Some(Row::Event(event)) => is_there(event),
            _ => self.catalog().event(id).is_some_and(|event| is_there(event)),
        }
    }
}

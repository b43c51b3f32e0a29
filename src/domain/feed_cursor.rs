use serde::{Deserialize, Serialize};

use crate::types::{FeedCursorId, Timestamp};

/// How far one of those who follow the public events has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedCursor {
    /// Whose cursor.
    pub id: FeedCursorId,
    /// The entry of the last event that they have dealt with.
    pub sequence: u64,
    /// Its place among the entry's public events.
    pub index: u16,
    /// When they had.
    pub moved_at: Timestamp,
}

named! {
    /// What happens to a cursor.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum FeedCursorEvent {
        /// All up to this event is dealt with: its entry, and its place there.
        Moved(u64, u16) = "FeedCursorMoved",
    }
    pub(super) fn name;
}

impl FeedCursor {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        cursor: &mut Option<Self>,
        id: FeedCursorId,
        event: &FeedCursorEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let FeedCursorEvent::Moved(sequence, index) = *event;
        *cursor = Some(Self { id, sequence, index, moved_at: at });
        Ok(())
    }
}

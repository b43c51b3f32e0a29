use serde::{Deserialize, Serialize};

use super::public::PublicEventId;
use crate::types::{FeedCursorId, Timestamp};

/// How far one of those who follow the public events has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedCursor {
    /// Whose cursor.
    pub id: FeedCursorId,
    /// The last event that they have dealt with.
    pub at: PublicEventId,
    /// When they had.
    pub moved_at: Timestamp,
}

named! {
    /// What happens to a cursor.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum FeedCursorEvent {
        /// All up to this event is dealt with.
        Moved(PublicEventId) = "FeedCursorMoved",
    }
    pub(super) fn name;
}

impl FeedCursor {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        cursor: &mut Option<Self>,
        id: FeedCursorId,
        event: &FeedCursorEvent,
        moved_at: Timestamp,
    ) -> Result<(), &'static str> {
        let FeedCursorEvent::Moved(at) = *event;
        *cursor = Some(Self { id, at, moved_at });
        Ok(())
    }
}

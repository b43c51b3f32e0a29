use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::Timestamp;

named! {
    /// How a ticket comes to its buyer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum Handover {
        /// By its file, here.
        File(FileTerms) = "file",
        /// It is transferred in the organiser's app.
        Transfer = "transfer",
        /// From hand to hand.
        ByHand = "by_hand",
        /// By post.
        ByPost = "by_post",
    }
    /// In one word, as forms and the API have it.
    pub fn word;
}

/// Until when a ticket's file is to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTerms {
    /// By when its seller says that it will be, if they do.
    pub by: Option<Timestamp>,
    /// So many hours before the event starts it must be: else the order is refunded.
    pub hours_before: u16,
}

impl Handover {
    /// Each that is not by a file, in the order in which they are offered.
    pub const OTHERS: [Self; 3] = [Self::Transfer, Self::ByHand, Self::ByPost];
}

impl FileTerms {
    /// The first moment at which it is too late for the file, if the event starts then.
    #[must_use]
    pub fn due_at(self, event_starts_at: Timestamp) -> Timestamp {
        event_starts_at - Duration::from_secs(3600) * u32::from(self.hours_before)
    }
}

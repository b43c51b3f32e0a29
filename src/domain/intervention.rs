use serde::{Deserialize, Serialize};

use crate::types::{Reason, Timestamp, UserId};

/// What somebody who runs the site has done to a record: kept with it, for whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Who did it.
    pub by: UserId,
    /// Why, for whom it concerns to read.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

impl Intervention {
    /// As an event tells of it.
    pub(super) fn new(by: UserId, reason: &Reason, at: Timestamp) -> Self {
        Self { by, reason: reason.clone(), at }
    }
}

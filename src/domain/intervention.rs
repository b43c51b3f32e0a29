use serde::{Deserialize, Serialize};

use crate::types::{Reason, Timestamp, UserId};

/// What somebody does to what concerns others: those who run the site, mostly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Who does it.
    pub by: UserId,
    /// Why, for whom it concerns to read.
    pub reason: Reason,
}

/// A deed, as it is kept with the record that it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Who did it.
    pub by: UserId,
    /// Why, for whom it concerns to read.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

impl Deed {
    pub(super) fn done(&self, at: Timestamp) -> Intervention {
        Intervention { by: self.by, reason: self.reason.clone(), at }
    }
}

use serde::{Deserialize, Serialize};

use crate::types::{Reason, StaffActId, Timestamp, UserId};

/// What one of those who run the site, or answer for it, has done, or has looked at: a line of the audit
/// list. It is noted in the entry of what was done, and before it is shown what is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAct {
    /// Which act.
    pub id: StaffActId,
    /// Whose.
    pub by: UserId,
    /// What it was.
    pub act: Act,
    /// When.
    pub at: Timestamp,
}

/// What somebody does for the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Something about a record.
    Deed {
        /// By what name the project speaks of it, such as `UserBanned`.
        event: Box<str>,
        /// By which letter the record's kind is stored.
        letter: u8,
        /// The record's id.
        id: [u8; 16],
        /// Why, for whom it concerns to read.
        reason: Reason,
    },
    /// A look at what is others'; the same within an hour is one.
    Look {
        /// At which page, as the router has it, such as `/admin/sellers/{id}`.
        page: Box<str>,
        /// Of what in particular: its id, or that of the account it is sought by.
        id: Option<[u8; 16]>,
    },
}

named! {
    /// What happens to an act.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum StaffActEvent {
        /// It is done, by whom.
        Noted(UserId, Act) = "StaffActNoted",
    }
    pub(super) fn name;
}

impl StaffAct {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        act: &mut Option<Self>,
        id: StaffActId,
        event: &StaffActEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let StaffActEvent::Noted(by, what) = event;
        match act {
            // The same, by the same, in the same moment: said once.
            Some(act) if (act.by, &act.act) == (*by, what) => Ok(()),
            Some(_) => Err("noted"),
            None => {
                *act = Some(Self { id, by: *by, act: what.clone(), at });
                Ok(())
            }
        }
    }
}

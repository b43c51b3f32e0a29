use serde::{Deserialize, Serialize};

use crate::types::{TicketId, Timestamp, UserId, WaitlistId};

/// A place on a ticket's waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitlistEntry {
    /// Which entry.
    pub id: WaitlistId,
    /// For which ticket.
    pub ticket: TicketId,
    /// Whose.
    pub user: UserId,
    /// When it was last made.
    pub asked_at: Timestamp,
    /// What became of it.
    pub status: WaitlistStatus,
}

/// What became of a waitlist entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitlistStatus {
    /// They wait.
    Waiting,
    /// They were told then that the ticket is free.
    Told(Timestamp),
    /// They do not want to be told, or know it.
    Over,
}

named! {
    /// What happens to a waitlist entry.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum WaitlistEvent {
        /// It is made, or made anew: for which ticket, and by whom.
        Asked(TicketId, UserId) = "WishAsked",
        /// The ticket is free. Whoever has given up meanwhile stays so.
        Told = "WishTold",
        /// It is given up.
        Dropped = "WishDropped",
    }
    pub(super) fn name;
}

impl WaitlistEntry {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        entry: &mut Option<Self>,
        id: WaitlistId,
        event: &WaitlistEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let WaitlistEvent::Asked(ticket, user) = event {
            let (ticket, user, status) = (*ticket, *user, WaitlistStatus::Waiting);
            *entry = Some(Self { id, ticket, user, asked_at: at, status });
            return Ok(());
        }
        let Some(entry) = entry else {
            return Err("not there");
        };
        entry.status = match (entry.status, event) {
            (WaitlistStatus::Waiting, WaitlistEvent::Told) => WaitlistStatus::Told(at),
            (_, WaitlistEvent::Dropped) => WaitlistStatus::Over,
            (status, _) => status,
        };
        Ok(())
    }
}

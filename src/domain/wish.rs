use serde::{Deserialize, Serialize};

use super::IllegalEvent;
use crate::types::{TicketId, Timestamp, UserId, WishId};

/// Somebody's wish to be told when a ticket is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Which wish.
    pub id: WishId,
    /// For which ticket.
    pub ticket: TicketId,
    /// Whose.
    pub user: UserId,
    /// When it was last made.
    pub asked_at: Timestamp,
    /// What became of it.
    pub status: WishStatus,
}

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WishStatus {
    /// They wait.
    Waiting,
    /// They were told that the ticket is free.
    Told {
        /// When.
        at: Timestamp,
    },
    /// They do not want to be told, or know it.
    Over,
}

/// What happens to a wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WishEvent {
    /// It is made, or made anew.
    Asked {
        /// For which ticket.
        ticket: TicketId,
        /// By whom.
        user: UserId,
    },
    /// The ticket is free. Whoever has given up meanwhile stays so.
    Told,
    /// It is given up.
    Dropped,
}

impl WishEvent {
    /// See [`DomainEvent::name`](super::DomainEvent::name).
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "WishAsked",
            Self::Told => "WishTold",
            Self::Dropped => "WishDropped",
        }
    }
}

impl Wish {
    /// Makes the event's change.
    ///
    /// # Errors
    /// When it cannot happen to this record.
    pub fn apply(
        wish: &mut Option<Self>,
        id: WishId,
        event: &WishEvent,
        at: Timestamp,
    ) -> Result<(), IllegalEvent> {
        if let WishEvent::Asked { ticket, user } = event {
            let (ticket, user, status) = (*ticket, *user, WishStatus::Waiting);
            *wish = Some(Self { id, ticket, user, asked_at: at, status });
            return Ok(());
        }
        let Some(wish) = wish else {
            return Err(IllegalEvent {
                event: event.name(),
                record: format!("wish {id}"),
                state: "not there",
            });
        };
        wish.status = match (wish.status, event) {
            (WishStatus::Waiting, WishEvent::Told) => WishStatus::Told { at },
            (_, WishEvent::Dropped) => WishStatus::Over,
            (status, _) => status,
        };
        Ok(())
    }
}

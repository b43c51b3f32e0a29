//! Alerts: how many somebody can have, and when they are told.

use super::{BrokenRule, Refusal};
use crate::{
    domain::{Alert, Event},
    types::Timestamp,
};

/// How many alerts one user can have.
pub const ALERTS_MAX: usize = 20;

refusals! {
    /// Why nobody is told. Nothing has changed.
    pub enum AlertRefusal {
        NotThere = "there is no such alert",
        NoEvent = "there is no such event",
        EventStarted = "the event has started",
        EventCancelled = "the event is cancelled",
        NothingAsked = "nothing is looked for",
        Unconfirmed = "the address is not confirmed",
        TooMany = "you have {ALERTS_MAX} alerts already",
    }
}

impl Refusal for AlertRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::AlertsFull).then_some(Self::TooMany)
    }
}

/// Whether tickets for an event may still come on sale.
///
/// # Errors
/// Why not.
pub fn is_to_come(event: &Event, now: Timestamp) -> Result<(), AlertRefusal> {
    if event.cancellation().is_some() {
        return Err(AlertRefusal::EventCancelled);
    }
    match now < event.starts_at {
        true => Ok(()),
        false => Err(AlertRefusal::EventStarted),
    }
}

/// Whether somebody may be told by an alert now, if there is news: not sooner than they want.
#[must_use]
pub fn may_be_told(alert: &Alert, now: Timestamp) -> bool {
    !alert.is_over && alert.due_at().is_none_or(|due_at| due_at <= now)
}

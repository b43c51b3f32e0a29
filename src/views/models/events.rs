//! What becomes of events: the forms for it, and how far the refunds of a cancelled one are.

use super::{EventLine, FieldErrors, TypedText};
use crate::types::{OrderId, Timestamp, ZoneName};

/// Whether an event takes place as it was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    Scheduled,
    Postponed {
        /// Whether it is known when it takes place.
        has_date: bool,
        /// The last moment at which buyers can give their tickets back.
        refunds: Timestamp,
    },
    Cancelled,
}

impl EventState {
    /// In one word, as the pages carry it in `data-event-state`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Postponed { .. } => "postponed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an event was to be before.
#[derive(Debug, Clone)]
pub struct PlanLine {
    pub name: TypedText,
    pub venue: TypedText,
    pub city: TypedText,
    pub starts_at: Timestamp,
    pub ends_at: Option<Timestamp>,
    /// The zone in which these are shown.
    pub zone: ZoneName,
}

/// What is done to an event by a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventDeed {
    Change,
    Postpone,
    Cancel,
}

impl EventDeed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Change, Self::Postpone, Self::Cancel];

    /// The last part of its page's path.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Postpone => "postpone",
            Self::Cancel => "cancel",
        }
    }
}

/// `GET /events/{id}/change`, `/postpone` and `/cancel`.
#[derive(Debug, Clone)]
pub struct EventForm {
    pub event: EventLine,
    pub deed: EventDeed,
    pub typed: TypedEvent,
    pub errors: FieldErrors,
    /// Why it is not done.
    pub notice: Option<String>,
    /// Whether the reader may do it, as things are.
    pub is_open: bool,
    /// How many of its tickets are sold.
    pub sold: usize,
    /// How many are for sale or held.
    pub listed: usize,
}

/// What is typed into such a form.
#[derive(Debug, Clone, Default)]
pub struct TypedEvent {
    pub event_name: String,
    pub venue: String,
    pub city: String,
    pub starts_at: String,
    pub ends_at: String,
    pub time_zone: String,
    pub refund_until: String,
    pub reason: String,
}

/// `GET /events/{id}/cancel` of an event that is cancelled.
#[derive(Debug, Clone)]
pub struct CancelledEvent {
    pub event: EventLine,
    pub reason: TypedText,
    /// How many of its orders were refunded.
    pub refunded: usize,
    /// How many are to be, these included.
    pub all: usize,
    /// How many tickets are still listed or held.
    pub listed: usize,
    /// Whether those whom it concerns are still being told.
    pub is_telling: bool,
    /// The refunds that should have been made, and since when: some of them.
    pub late: Vec<(OrderId, Timestamp)>,
    /// How many of them there are.
    pub late_count: usize,
    /// Whether the reader may have them tried again.
    pub is_admin: bool,
    /// Whether it has a picture that the reader may take off.
    pub may_unpicture: bool,
}

impl CancelledEvent {
    /// Whether anything is left to be done.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.is_telling || self.listed > 0 || self.refunded < self.all
    }
}

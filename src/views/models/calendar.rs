//! Calendars of what somebody has bought.

use super::{EventLine, TypedText};
use crate::types::{Language, OrderId, Timestamp};

/// `GET /orders/{id}/calendar.ics`, `GET /purchases/{id}/calendar.ics` and
/// `GET /account/calendar/{token}`.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// In which it is written.
    pub language: Language,
    /// What a calendar is called to which others are added; a single ticket's has no name.
    pub name: Option<String>,
    /// `site.base_url`.
    pub base_url: &'a str,
    /// The host's name in it.
    pub host: &'a str,
    /// When it is written.
    pub now: Timestamp,
    pub tickets: Vec<CalendarTicket>,
}

/// A ticket that somebody has bought.
#[derive(Debug, Clone)]
pub struct CalendarTicket {
    /// By which order: what calendars know it by.
    pub order: OrderId,
    /// What its seller calls it.
    pub title: TypedText,
    /// Where in the venue, in one line, if its seller says so.
    pub place: Option<String>,
    pub event: EventLine,
}

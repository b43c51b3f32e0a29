//! What sellers fill in, and what they have listed.

use super::{EventLine, FieldErrors};
use crate::types::{Percent, TicketId};

/// `GET /sell` and a refused `POST /tickets`, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct SellForm {
    /// The new listing's id, so that a form sent twice lists one ticket: hidden field `ticket_id`.
    pub ticket_id: String,
    /// The event that was chosen, if one was: field `event_id`.
    pub event_id: String,
    /// Events to choose from, soonest first.
    pub events: Vec<EventLine>,
    pub title: String,
    pub price: String,
    pub event_name: String,
    pub venue: String,
    pub city: String,
    pub starts_at: String,
    pub time_zone: String,
    /// A category's tag.
    pub category: String,
    pub quantity: String,
    pub details: DetailsForm,
    /// The site's zone, in which `starts_at` is meant if nothing else is known.
    pub zone: String,
    pub errors: FieldErrors,
}

/// What is asked of a ticket beside its title and price. As typed, or as it is.
#[derive(Debug, Clone, Default)]
pub struct DetailsForm {
    pub section: String,
    pub row: String,
    /// Field `seat`; of a new listing there can be several.
    pub seat: String,
    pub face_value: String,
    pub notes: String,
    /// `market.max_markup_percent`: with it, the face value must be said.
    pub max_markup: Option<Percent>,
    /// The seller's listing that is for the same seat, if that is what is wrong.
    pub same_seat: Option<TicketId>,
}

/// `GET /tickets/{id}/edit` and a refused `POST`: as typed, or as it is.
#[derive(Debug, Clone)]
pub struct EditForm {
    pub ticket_id: TicketId,
    pub event: EventLine,
    pub title: String,
    pub price: String,
    pub details: DetailsForm,
    pub errors: FieldErrors,
    /// Why it cannot be edited now, if so: the form is not shown then.
    pub refusal: Option<String>,
}

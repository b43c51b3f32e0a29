//! What sellers fill in, and what they have listed.

use super::{EventLine, FieldErrors, Listing, Paging};
use crate::types::{Percent, TicketId};

/// `GET /sell` and a refused `POST /tickets`.
#[derive(Debug, Clone, Default)]
pub struct SellForm {
    /// The new listing's id, so that a form sent twice lists one ticket: hidden field `ticket_id`.
    pub ticket_id: String,
    /// The event that was chosen, if one was: field `event_id`.
    pub event_id: String,
    /// Events to choose from, soonest first.
    pub events: Vec<EventLine>,
    /// As typed.
    pub title: String,
    /// As typed.
    pub price: String,
    /// As typed.
    pub event_name: String,
    /// As typed.
    pub venue: String,
    /// As typed.
    pub city: String,
    /// As typed.
    pub starts_at: String,
    /// As typed.
    pub time_zone: String,
    /// As typed.
    pub quantity: String,
    /// What else is asked of the ticket.
    pub details: DetailsForm,
    /// The site's zone, in which `starts_at` is meant if nothing else is known.
    pub zone: String,
    /// What is wrong, by field.
    pub errors: FieldErrors,
}

/// What is asked of a ticket beside its title and price. As typed, or as it is.
#[derive(Debug, Clone, Default)]
pub struct DetailsForm {
    /// Field `section`.
    pub section: String,
    /// Field `row`.
    pub row: String,
    /// Field `seat`; of a new listing there can be several.
    pub seat: String,
    /// Field `face_value`.
    pub face_value: String,
    /// Field `notes`.
    pub notes: String,
    /// `market.max_markup_percent`: with it, the face value must be said.
    pub max_markup: Option<Percent>,
}

/// `GET /tickets/{id}/edit` and a refused `POST`.
#[derive(Debug, Clone)]
pub struct EditForm {
    /// Which ticket.
    pub ticket_id: TicketId,
    /// Its event.
    pub event: EventLine,
    /// As typed, or as it is.
    pub title: String,
    /// As typed, or as it is.
    pub price: String,
    /// What else is asked of the ticket.
    pub details: DetailsForm,
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// Why it cannot be edited now, if so: the form is not shown then.
    pub refusal: Option<String>,
}

/// `GET /selling`.
#[derive(Debug, Clone)]
pub struct SellingPage {
    /// What the viewer has listed, newest first; `available` ones can be edited and withdrawn.
    pub listings: Vec<Listing>,
    /// Which part of them.
    pub paging: Paging,
}

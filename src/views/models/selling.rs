//! What sellers fill in, and what they have listed.

use super::{EventLine, FieldErrors, Turning};
use crate::{
    reads::catalog::AskedPrices,
    types::{OrderId, Percent, Price, TicketId},
};

/// `GET /sell`: the events that somebody can sell a ticket for, soonest first.
#[derive(Debug, Clone, Default)]
pub struct EventPicker {
    /// What is looked for, as typed: field `find`.
    pub find: String,
    pub events: Vec<PickedEvent>,
    pub turning: Turning,
    /// Why the one that was chosen cannot be, if so.
    pub refusal: Option<String>,
}

/// An event to choose.
#[derive(Debug, Clone)]
pub struct PickedEvent {
    pub event: EventLine,
    /// How many tickets for it are for sale.
    pub available: usize,
}

/// `GET /sell/new`: an event that is not there yet, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewEventForm {
    pub event_name: String,
    pub venue: String,
    pub city: String,
    pub starts_at: String,
    pub time_zone: String,
    /// A category's tag.
    pub category: String,
    /// The site's zone, in which `starts_at` is meant if nothing else is known.
    pub zone: String,
}

/// `GET /sell` with an event and a refused `POST /tickets`, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct SellForm {
    /// The new listing's id, so that a form sent twice lists one ticket: hidden field `ticket_id`.
    pub ticket_id: String,
    /// The event that was chosen, if one was: field `event_id`.
    pub event_id: String,
    /// The event that the ticket is for, if that is clear.
    pub event: Option<EventLine>,
    /// As typed, if it is a new one.
    pub new_event: NewEventForm,
    pub title: String,
    pub price: String,
    pub quantity: String,
    pub details: DetailsForm,
    /// What others ask at the event, if there are any.
    pub others: Option<AskedPrices>,
    /// What comes of the price, if that was asked.
    pub proceeds: Option<Proceeds>,
    /// What the seller has bought and sells on, if so.
    pub sold_on: Option<SoldOn>,
    pub errors: FieldErrors,
}

/// What comes of a price.
#[derive(Debug, Clone)]
pub enum Proceeds {
    /// For so many tickets.
    Of { each: Price, tickets: usize },
    /// Nobody could pay it, or may ask for it.
    None(String),
}

/// What a seller has bought.
#[derive(Debug, Clone, Copy)]
pub struct SoldOn {
    /// By which order: hidden field `order`.
    pub order: OrderId,
    /// What it cost them.
    pub paid: Price,
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

//! Where tickets are found: the home page with its search, and an event's page.

use std::sync::Arc;

use super::{EventLine, FieldErrors, Listing, Paging};
use crate::types::City;

/// `GET /`.
#[derive(Debug, Clone)]
pub struct Home {
    /// What is looked for.
    pub search: SearchForm,
    /// What was found, in the order asked for.
    pub listings: Vec<Listing>,
    /// Which part of it.
    pub paging: Paging,
    /// For how many events.
    pub events: usize,
    /// How many tickets are for sale at all.
    pub on_sale: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// If nothing was found: the fields without which something would be, and how many tickets.
    pub without: Vec<(&'static str, usize)>,
    /// If there are none: those by which alone something would be.
    pub alone: Vec<(&'static str, usize)>,
    /// As many of these may be more.
    pub counted_to: usize,
}

/// The form to look for tickets, and what it says of what is in it.
#[derive(Debug, Clone, Default)]
pub struct SearchForm {
    /// As typed.
    pub q: String,
    /// As typed.
    pub city: String,
    /// As typed.
    pub from: String,
    /// As typed.
    pub to: String,
    /// As typed.
    pub min_price: String,
    /// As typed.
    pub max_price: String,
    /// `soonest`, `cheapest` or `newest`.
    pub sort: &'static str,
    /// Cities to choose from, by name, with how many events there have tickets.
    pub cities: Arc<[(City, usize)]>,
    /// What is ignored, by field, and why.
    pub errors: FieldErrors,
}

impl SearchForm {
    /// The fields that leave tickets out.
    pub const FILTERS: [&'static str; 6] = ["q", "city", "from", "to", "min_price", "max_price"];

    /// What was typed into one of them.
    pub fn filter_mut(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "q" => Some(&mut self.q),
            "city" => Some(&mut self.city),
            "from" => Some(&mut self.from),
            "to" => Some(&mut self.to),
            "min_price" => Some(&mut self.min_price),
            "max_price" => Some(&mut self.max_price),
            _ => None,
        }
    }
}

/// `GET /events/{id}`.
#[derive(Debug, Clone)]
pub struct EventPage {
    /// The event.
    pub event: EventLine,
    /// Its tickets, available ones first, cheapest first.
    pub listings: Vec<Listing>,
    /// Which part of them.
    pub paging: Paging,
    /// How many are available.
    pub available: usize,
    /// How many are held or being paid for.
    pub held: usize,
    /// How many are sold.
    pub sold: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// Whether it has started: nothing is sold any more.
    pub started: bool,
}

//! Where tickets are found: the home page with its search, and an event's page.

use std::sync::Arc;

use super::{EventLine, FieldErrors, Listing, Paging};
use crate::types::City;

/// `GET /`.
#[derive(Debug, Clone)]
pub struct Home {
    pub search: SearchForm,
    /// What was found, in the order asked for.
    pub listings: Vec<Listing>,
    pub paging: Paging,
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

/// The form to look for tickets, as it was typed, and what it says of what is in it.
#[derive(Debug, Clone, Default)]
pub struct SearchForm {
    pub q: String,
    pub city: String,
    pub from: String,
    pub to: String,
    pub min_price: String,
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
    pub event: EventLine,
    /// Its tickets, available ones first, cheapest first.
    pub listings: Vec<Listing>,
    pub paging: Paging,
    pub available: usize,
    /// How many are held or being paid for.
    pub held: usize,
    pub sold: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// Whether it has started: nothing is sold any more.
    pub started: bool,
}

//! Where tickets are found: the home page with its search, and an event's page.

use std::sync::Arc;

use super::{EventLine, FieldErrors, LinePlace, Listing, Paging, PlanLine, Turning, TypedText};
use crate::{
    domain::AlertPace,
    types::{AgainstFaceValue, Category, City, Price, TicketId, Timestamp},
};

/// `GET /`.
#[derive(Debug, Clone)]
pub struct Home {
    pub search: SearchForm,
    /// The events that were found, in the order asked for.
    pub cards: Vec<EventCard>,
    pub paging: Paging,
    /// How many of all that were found have tickets.
    pub events: usize,
    /// How many tickets these have.
    pub tickets: usize,
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
    /// How often the viewer is told of what is looked for, if they are.
    pub alerted: Option<AlertPace>,
}

/// An event among others.
#[derive(Debug, Clone)]
pub struct EventCard {
    pub event: EventLine,
    /// How many tickets are left of those that are looked for.
    pub available: usize,
    /// What the cheapest of them costs its buyer.
    pub from: Option<Price>,
    /// How many are held or being paid for.
    pub held: usize,
}

/// What is looked for by a single press, so far as there is any.
#[derive(Debug, Clone, Default)]
pub struct QuickFilters {
    /// The day that it is by the site's clocks, as a date field has it.
    pub today: String,
    /// The first and the last day of the weekend that comes, or that it is.
    pub weekend: (String, String),
    /// Where most events have tickets, and then fewer.
    pub cities: Vec<City>,
    pub categories: Vec<Category>,
}

/// The form to look for tickets, as it was typed, and what it says of what is in it.
#[derive(Debug, Clone, Default)]
pub struct SearchForm {
    pub q: String,
    pub city: String,
    /// A category's tag.
    pub category: String,
    pub from: String,
    pub to: String,
    pub min_price: String,
    pub max_price: String,
    /// `soonest`, `cheapest` or `newest`.
    pub sort: &'static str,
    /// Cities to choose from, by name, with how many events there have tickets.
    pub cities: Arc<[(City, usize)]>,
    pub quick: QuickFilters,
    /// What is ignored, by field, and why.
    pub errors: FieldErrors,
}

impl SearchForm {
    /// The fields that leave tickets out.
    pub fn filters(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("city", &self.city),
            ("category", &self.category),
            ("from", &self.from),
            ("to", &self.to),
            ("min_price", &self.min_price),
            ("max_price", &self.max_price),
        ]
    }

    /// The search without what was typed into some of these.
    #[must_use]
    pub fn without(mut self, is_left_out: impl Fn(&str) -> bool) -> Self {
        for (name, typed) in [
            ("q", &mut self.q),
            ("city", &mut self.city),
            ("category", &mut self.category),
            ("from", &mut self.from),
            ("to", &mut self.to),
            ("min_price", &mut self.min_price),
            ("max_price", &mut self.max_price),
        ] {
            if is_left_out(name) {
                typed.clear();
            }
        }
        self
    }
}

/// `GET /events/{id}`.
#[derive(Debug, Clone)]
pub struct EventPage {
    pub event: EventLine,
    /// Its tickets, available ones first, cheapest first.
    pub listings: Vec<Listing>,
    pub paging: Paging,
    /// Instead of that where only some of them are looked for: nobody counts these.
    pub turning: Option<Turning>,
    /// Which of them are looked for.
    pub filter: EventFilterForm,
    pub available: usize,
    /// What the cheapest and the dearest of these cost their buyers, if there are any.
    pub prices: Option<(Price, Price)>,
    /// How many are held or being paid for.
    pub held: usize,
    pub sold: usize,
    /// How many have been listed, whatever has become of them.
    pub listed: usize,
    /// Whether it has started: nothing is sold any more.
    pub started: bool,
    /// What was paid lately, once that says something.
    pub plot: Option<PricePlot>,
    /// Tickets that can be had together.
    pub runs: Vec<SeatRunLine>,
    /// The viewer's place in the line for seats of it, if they stand there.
    pub place: Option<LinePlace>,
    /// How many seats one can wait for.
    pub most: usize,
    /// Whether the viewer is signed in.
    pub is_signed_in: bool,
    /// What they have typed of a wish that is not taken.
    pub wish: WishForm,
    /// Why something asked for cannot be done.
    pub notice: Option<String>,
    /// What it was to be before it was changed last.
    pub was: Option<PlanLine>,
    /// Why it was changed last, postponed or cancelled.
    pub reason: Option<TypedText>,
    /// Whether the viewer may change it.
    pub may_change: bool,
    /// How often they are told of new tickets for it, if they are.
    pub alerted: Option<AlertPace>,
}

/// What was paid for an event's tickets lately, and the least that was asked, from the first of these
/// sales until now: each at how many of [`Self::WHOLE`] parts of that time, which says no more than
/// the day. No person is in it.
#[derive(Debug, Clone)]
pub struct PricePlot {
    /// The latest sales, oldest first.
    pub sales: Vec<(u32, Price)>,
    /// The least that was asked from each of these moments on; none while nothing was for sale.
    pub asked: Vec<(u32, Option<Price>)>,
    /// What is in the middle of what was paid.
    pub median: Price,
    /// What the cheapest ticket costs now, if there is one.
    pub from: Option<Price>,
    /// The first day and the last.
    pub first: Timestamp,
    pub last: Timestamp,
}

impl PricePlot {
    /// All of the time.
    pub const WHOLE: u32 = 1_000;
}

/// Tickets for an event that stand together.
#[derive(Debug, Clone)]
pub struct SeatRunLine {
    /// Where, in one line.
    pub place: String,
    /// What a buyer pays for each.
    pub each: Price,
    /// Each of them, so many as one may ask for at once.
    pub tickets: Vec<TicketId>,
    /// How many of them one can have at once.
    pub counts: Vec<usize>,
    /// How many are looked for.
    pub chosen: Option<usize>,
    /// What all of them cost, if they go only together.
    pub total: Option<Price>,
    /// Whether they do not go singly.
    pub is_kept_whole: bool,
    /// Whether the viewer sells some of them, and so cannot have them.
    pub is_own: bool,
    /// How what one pays stands to what is printed on them, if that is the same on each.
    pub against_face_value: Option<AgainstFaceValue>,
}

/// Which of an event's tickets are looked for, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct EventFilterForm {
    /// How many that stand together.
    pub together: String,
    pub in_section: String,
    /// The highest price that one pays.
    pub up_to: String,
    /// What of it is understood, in words.
    pub active: Vec<String>,
    /// The sections to choose from.
    pub sections: Vec<String>,
    /// Whether there are tickets enough to look for some of them.
    pub is_offered: bool,
    /// What is ignored, by field, and why.
    pub errors: FieldErrors,
}

impl EventFilterForm {
    /// Each field, as the page's address has it.
    pub fn fields(&self) -> [(&'static str, &str); 3] {
        [("together", &self.together), ("in_section", &self.in_section), ("up_to", &self.up_to)]
    }
}

/// What is typed to wait for seats of an event.
#[derive(Debug, Clone, Default)]
pub struct WishForm {
    pub quantity: String,
    pub max_price: String,
    pub section: String,
    pub errors: FieldErrors,
    /// Why one does not wait for it.
    pub notice: Option<String>,
}

impl WishForm {
    /// What was typed; if nothing was, what is looked for among the tickets that there are.
    #[must_use]
    pub fn or_of(self, filter: &EventFilterForm) -> Self {
        let is_typed =
            [&self.quantity, &self.max_price, &self.section].iter().any(|it| !it.is_empty());
        if is_typed || !self.errors.is_empty() || !filter.errors.is_empty() {
            return self;
        }
        Self {
            quantity: filter.together.clone(),
            max_price: filter.up_to.clone(),
            section: filter.in_section.clone(),
            ..self
        }
    }
}

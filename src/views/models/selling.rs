//! What sellers fill in, and what they have listed.

use super::{EventLine, FieldErrors, FileView, Listing, Turning};
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
    pub ends_at: String,
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
    /// How several go: field `seats_go`.
    pub seats_go: String,
    /// How they come to their buyers: field `handover`.
    pub handover: String,
    /// By when their files are there: field `file_by`.
    pub file_by: String,
    /// `market.deliver_hours_before`.
    pub deliver_hours_before: u16,
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

/// `GET /selling`, and what came of changing several.
#[derive(Debug, Clone)]
pub struct SellingPage {
    pub tab: SellingTab,
    pub rows: Vec<OwnListing>,
    pub turning: Turning,
    pub sums: SellingSums,
    /// The price for several, as typed.
    pub price: String,
    pub not_done: Option<NotDone>,
}

/// A listing as its seller sees it among others.
#[derive(Debug, Clone)]
pub struct OwnListing {
    pub listing: Listing,
    pub file: Option<FileView>,
    /// Whether its buyer would have to get it otherwise.
    pub lacks_file: bool,
    /// Whether it is chosen already.
    pub is_chosen: bool,
}

/// Which of a seller's listings a page shows. Its word is in the page's address: `?show=held`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SellingTab {
    #[default]
    All,
    ForSale,
    Held,
    Sold,
    FileMissing,
}

impl SellingTab {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::All, Self::ForSale, Self::Held, Self::Sold, Self::FileMissing];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ForSale => "for_sale",
            Self::Held => "held",
            Self::Sold => "sold",
            Self::FileMissing => "file_missing",
        }
    }

    /// What a word says; all, if it is none.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.word() == word).unwrap_or_default()
    }

    /// Where it is, turned to a page of it.
    #[must_use]
    pub fn path(self, turned: Option<&str>) -> String {
        let show = (self != Self::All).then(|| format!("show={}", self.word()));
        let query: Vec<_> = show.into_iter().chain(turned.map(str::to_owned)).collect();
        match query.is_empty() {
            true => "/selling".into(),
            false => format!("/selling?{}", query.join("&")),
        }
    }
}

/// Where a seller's listings stand, and what they come to, in minor units.
#[derive(Debug, Clone, Copy, Default)]
pub struct SellingSums {
    pub for_sale: usize,
    pub held: usize,
    pub sold: usize,
    pub file_missing: usize,
    /// For what is for sale or held.
    pub asked: u64,
    pub sold_for: u64,
    /// Among how many of the newest those that are sold were looked for, if there are more.
    pub sold_among: Option<usize>,
}

impl SellingSums {
    /// How many a page shows in all; of all listings nobody knows.
    #[must_use]
    pub fn count(self, tab: SellingTab) -> Option<usize> {
        match tab {
            SellingTab::All => None,
            SellingTab::ForSale => Some(self.for_sale),
            SellingTab::Held => Some(self.held),
            SellingTab::Sold => Some(self.sold),
            SellingTab::FileMissing => Some(self.file_missing),
        }
    }
}

/// What was not done of what was asked for several.
#[derive(Debug, Clone)]
pub struct NotDone {
    pub why: String,
    /// Those that are not, each with the reason.
    pub each: Vec<(Listing, String)>,
}

/// `GET /tickets/{id}/files`: the files of the tickets that were listed together.
#[derive(Debug, Clone)]
pub struct FilesPage {
    /// The first is the one that the page is of.
    pub seats: Vec<SeatFile>,
    /// What is wrong with the files that were sent.
    pub error: Option<String>,
    /// What is wrong with the document whose pages they were to be.
    pub pages_error: Option<String>,
}

/// A ticket, and whether it has its file.
#[derive(Debug, Clone)]
pub struct SeatFile {
    pub listing: Listing,
    pub file: Option<FileView>,
    pub lacks_file: bool,
    /// Why the one that was sent for it is not attached.
    pub error: Option<String>,
}

//! A ticket's page.

pub use crate::usecases::policy::Onlooker;

use super::{FileView, Listing, OrderLine};
use crate::types::{OrderId, Price, Timestamp};

/// What its seller says of a ticket beside its title and price.
#[derive(Debug, Clone, Default)]
pub struct TicketDetails {
    /// In which part of the venue.
    pub section: Option<String>,
    /// In which row.
    pub row: Option<String>,
    /// On which seat.
    pub seat: Option<String>,
    /// What is printed on it.
    pub face_value: Option<Price>,
    /// Anything else, in lines.
    pub notes: Option<String>,
}

/// `GET /tickets/{id}`.
#[derive(Debug, Clone)]
pub struct TicketPage {
    /// The ticket.
    pub listing: Listing,
    /// What is said of it.
    pub details: TicketDetails,
    /// How many others its seller has listed by the same form, if it was the first of them.
    pub listed_with: usize,
    /// Who looks at it.
    pub onlooker: Onlooker,
    /// The ticket itself.
    pub file: FileCard,
    /// Whether its event has started: it is not sold any more.
    pub started: bool,
    /// Whether the viewer waits to be told that it is free.
    pub asked: bool,
    /// What came of the visitor's attempt, such as a changed price or somebody who was faster.
    pub refusal: Option<RefusalView>,
    /// What has happened to it, for whom it is to see that.
    pub history: Option<Vec<HistoryLine>>,
}

/// What a ticket's page says of its file.
#[derive(Debug, Clone)]
pub struct FileCard {
    /// The file, if there is one.
    pub attached: Option<FileView>,
    /// What its seller can do about it.
    pub choice: FileChoice,
    /// Whether the onlooker may have it.
    pub is_for_onlooker: bool,
    /// Whether it was taken off with a refund, as far as is known.
    pub was_taken_off: bool,
    /// The refunded order by which its seller had bought it, if there is one.
    pub recalled: Option<OrderId>,
    /// Why a file was not attached or taken off.
    pub error: Option<String>,
}

/// What its seller can do about a ticket's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChoice {
    /// There is none yet: attach one.
    Attach,
    /// Attach another in its place, or take it off.
    Replace,
    /// A buyer relies on it.
    Locked,
    /// The ticket is withdrawn.
    None,
}

/// Something that happened to a ticket.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// What, in the reader's words.
    pub what: String,
}

/// Why a ticket is not held for who pressed Buy, and what they can do about it.
#[derive(Debug, Clone, Default)]
pub struct RefusalView {
    /// In the reader's words.
    pub message: String,
    /// When that ends, if it is about the buyer and not the ticket.
    pub ends: Option<RefusalEnds>,
    /// What the buyer holds, where they hold too much.
    pub holds: Vec<OrderLine>,
}

/// What ends a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalEnd {
    /// The next of the tickets that are held for the buyer is free again.
    NextHold,
    /// It was others' turn, and is the buyer's again.
    OthersTurn,
}

/// When a refusal ends.
#[derive(Debug, Clone, Copy)]
pub struct RefusalEnds {
    /// What is from then on.
    pub what: RefusalEnd,
    /// When.
    pub at: Timestamp,
}

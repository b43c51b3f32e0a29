//! A ticket's page.

pub use crate::usecases::policy::Onlooker;

use super::{FileView, LinePlace, Listing, OrderLine, TypedText};
use crate::domain::{Handover, SeatsGo, history::Happened};
use crate::types::{OrderId, Price, TicketId, Timestamp};

/// What its seller says of a ticket beside its title and price.
#[derive(Debug, Clone, Default)]
pub struct TicketDetails {
    pub section: Option<TypedText>,
    pub row: Option<TypedText>,
    pub seat: Option<TypedText>,
    /// What is printed on it.
    pub face_value: Option<Price>,
    /// Anything else, in lines.
    pub notes: Option<TypedText>,
}

/// Seats that are had by one press.
#[derive(Debug, Clone)]
pub struct TogetherLine {
    /// Each of them.
    pub tickets: Vec<TicketId>,
    /// What a buyer pays for all.
    pub total: Price,
}

/// `GET /tickets/{id}`.
#[derive(Debug, Clone)]
pub struct TicketPage {
    pub listing: Listing,
    pub details: TicketDetails,
    /// How many others its seller has listed by the same form, if it was the first of them.
    pub listed_with: usize,
    /// Who looks at it.
    pub onlooker: Onlooker,
    /// How it goes with what was listed with it, if not singly.
    pub seats_go: Option<SeatsGo>,
    /// The seats for sale with which it can be had, if not by itself.
    pub goes_with: Option<TogetherLine>,
    /// The ticket itself.
    pub file: FileCard,
    /// Why it is withdrawn, if it is and that is known.
    pub withdrawn: Option<Happened>,
    /// Whether its event has started: it is not sold any more.
    pub started: bool,
    /// The viewer's place in the line for it, if they stand there.
    pub place: Option<LinePlace>,
    /// Whether they have let it pass too often to stand there.
    pub has_passed: bool,
    /// What came of the visitor's attempt, such as a changed price or somebody who was faster.
    pub refusal: Option<RefusalView>,
    /// When what has happened to it, for whom it is to see that.
    pub history: Option<Vec<(Timestamp, String)>>,
}

/// What a ticket's page says of its file.
#[derive(Debug, Clone)]
pub struct FileCard {
    /// The file, if there is one.
    pub attached: Option<FileView>,
    /// How the ticket comes without it.
    pub comes: HandoverView,
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

/// How a ticket comes to its buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HandoverView {
    /// As its seller says, if they do.
    pub handover: Option<Handover>,
    /// When it is too late for its file, if that is to come.
    pub file_due: Option<Timestamp>,
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

/// Why a ticket is not held for who pressed Buy, and what they can do about it.
#[derive(Debug, Clone, Default)]
pub struct RefusalView {
    /// In the reader's words.
    pub message: String,
    /// What ends it and when, if it is about the buyer and not the ticket.
    pub ends: Option<(&'static str, Timestamp)>,
    /// What the buyer holds, where they hold too much.
    pub holds: Vec<OrderLine>,
}

//! What the buyer and the seller of an order have to say to each other.

use super::{FieldErrors, FileView, OrderLine, TypedText};
use crate::{
    domain::{BorneBy, ClaimReason, Side},
    types::Timestamp,
};

/// `GET /orders/{id}/messages`, and a refused `POST`.
#[derive(Debug, Clone)]
pub struct ConversationPage {
    pub order: OrderLine,
    /// As whom the viewer takes part.
    pub side: Side,
    /// Oldest first.
    pub messages: Vec<MessageLine>,
    /// When those who run the site were asked to look, if they were.
    pub asked_admins_at: Option<Timestamp>,
    /// Whether they have not answered yet.
    pub waits_for_admins: bool,
    /// What the buyer has against what they got, if they have said so.
    pub claim: Option<ClaimView>,
    /// The form to say so, for whom it is: `POST /orders/{id}/problem`.
    pub claimable: Option<ClaimForm>,
    /// What is wrong, or what is said to it, as typed: field `text` of these forms.
    pub problem: String,
    /// Why nothing became of it.
    pub notice: Option<String>,
    /// As typed: field `text`.
    pub text: String,
    pub errors: FieldErrors,
}

/// The form by which a buyer says that something is wrong.
#[derive(Debug, Clone)]
pub struct ClaimForm {
    /// Until when it is taken; none as long as nobody knows when the event is.
    pub until: Option<Timestamp>,
    /// As chosen: field `reason`.
    pub reason: String,
}

/// What a buyer has against what they got, and what has become of it.
#[derive(Debug, Clone)]
pub struct ClaimView {
    pub reason: ClaimReason,
    pub text: TypedText,
    pub opened_at: Timestamp,
    /// What the seller says to it, and when.
    pub answer: Option<(TypedText, Timestamp)>,
    /// In one word.
    pub status: &'static str,
    /// Who bears what goes back, if anything does.
    pub borne_by: Option<BorneBy>,
    /// Why it was decided so, for both to read.
    pub why: Option<TypedText>,
}

/// A message, as one of those reads it who take part.
#[derive(Debug, Clone)]
pub struct MessageLine {
    pub number: u16,
    /// As whom its writer has written it.
    pub by: Side,
    /// Whether it is the viewer's own.
    pub is_own: bool,
    /// Whether they have not seen it before.
    pub is_new: bool,
    pub at: Timestamp,
    pub text: Option<TypedText>,
    pub file: Option<FileView>,
}

/// Where an order's page leads to what was said about it.
#[derive(Debug, Clone, Copy)]
pub struct ConversationLink {
    /// As whom the viewer takes part.
    pub side: Side,
    /// How many messages the viewer has not seen.
    pub unseen: u16,
}

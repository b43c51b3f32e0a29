//! What the buyer and the seller of an order have to say to each other.

use super::{FieldErrors, FileView, OrderLine, TypedText};
use crate::{domain::Side, types::Timestamp};

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
    /// As typed: field `text`.
    pub text: String,
    pub errors: FieldErrors,
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

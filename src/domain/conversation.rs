use serde::{Deserialize, Serialize};

use super::TicketFile;
use crate::types::{MessageId, MessageText, OrderId, Timestamp, UserId};

/// What the buyer and the seller of a paid order have to say to each other. Its messages are records
/// of their own: each is known by the order and its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Of which order.
    pub id: OrderId,
    /// How many messages there are.
    pub messages: u16,
    /// What their files come to, in bytes.
    pub file_bytes: u32,
    /// How many of them the buyer has seen.
    pub seen_by_buyer: u16,
    /// How many of them the seller has seen.
    pub seen_by_seller: u16,
    /// When one of the two asked for those who run the site, last; they see it from the first time on.
    pub asked_admins_at: Option<Timestamp>,
    /// Whether they were asked, and have not written since.
    pub waits_for_admins: bool,
    /// When the buyer said that the ticket has come.
    pub received_at: Option<Timestamp>,
}

named! {
    /// As whom somebody writes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum Side {
        /// Whose order it is.
        Buyer = "buyer",
        /// Who sold the ticket.
        Seller = "seller",
        /// Who runs the site, once one of the two has asked.
        Admin = "admin",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// What happens to a conversation.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ConversationEvent {
        /// The next message was written, by this side, with files of so many bytes: it comes in the same
        /// entry.
        Written(Side, u32) = "ConversationWritten",
        /// This side has seen so many.
        Seen(Side, u16) = "ConversationSeen",
        /// The buyer or the seller asks for those who run the site.
        AdminsAsked(UserId) = "AdminsAsked",
        /// The buyer says that the ticket has come.
        Received = "TicketReceived",
    }
    pub(super) fn name;
}

/// What somebody has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which message.
    pub id: MessageId,
    /// In the conversation of which order.
    pub order: OrderId,
    /// Which of its messages, from 0.
    pub number: u16,
    /// Who wrote it.
    pub by: UserId,
    /// As whom.
    pub side: Side,
    /// What it says.
    pub text: Option<MessageText>,
    /// What came with it.
    pub file: Option<TicketFile>,
    /// When.
    pub at: Timestamp,
}

named! {
    /// What happens to a message.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum MessageEvent {
        /// It was written.
        Written {
            /// In the conversation of which order.
            order: OrderId,
            /// Which of its messages.
            number: u16,
            /// Who wrote it.
            by: UserId,
            /// As whom.
            side: Side,
            /// What it says.
            text: Option<MessageText>,
            /// What came with it.
            file: Option<TicketFile>,
        } = "MessageWritten",
    }
    pub(super) fn name;
}

impl Conversation {
    /// One in which nothing was said yet.
    #[must_use]
    pub fn empty(id: OrderId) -> Self {
        Self {
            id,
            messages: 0,
            file_bytes: 0,
            seen_by_buyer: 0,
            seen_by_seller: 0,
            asked_admins_at: None,
            waits_for_admins: false,
            received_at: None,
        }
    }

    /// How many of its messages a side has seen; those who run the site are not counted.
    #[must_use]
    pub fn seen_by(&self, side: Side) -> u16 {
        match side {
            Side::Buyer => self.seen_by_buyer,
            Side::Seller => self.seen_by_seller,
            Side::Admin => self.messages,
        }
    }

    /// How many of its messages a side has not seen.
    #[must_use]
    pub fn unseen_by(&self, side: Side) -> u16 {
        self.messages.saturating_sub(self.seen_by(side))
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        conversation: &mut Option<Self>,
        id: OrderId,
        event: &ConversationEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let it = conversation.get_or_insert_with(|| Self::empty(id));
        match *event {
            ConversationEvent::Written(side, bytes) => {
                it.messages = it.messages.checked_add(1).ok_or("full")?;
                it.file_bytes = it.file_bytes.checked_add(bytes).ok_or("full")?;
                it.waits_for_admins &= side != Side::Admin;
            }
            ConversationEvent::Seen(_, count) if count > it.messages => return Err("shorter"),
            ConversationEvent::Seen(Side::Buyer, count) => {
                it.seen_by_buyer = it.seen_by_buyer.max(count);
            }
            ConversationEvent::Seen(Side::Seller, count) => {
                it.seen_by_seller = it.seen_by_seller.max(count);
            }
            ConversationEvent::Seen(Side::Admin, _) => return Err("not counted"),
            ConversationEvent::AdminsAsked(_) => {
                (it.asked_admins_at, it.waits_for_admins) = (Some(at), true);
            }
            ConversationEvent::Received if it.received_at.is_some() => return Err("received"),
            ConversationEvent::Received => it.received_at = Some(at),
        }
        Ok(())
    }
}

impl Message {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        message: &mut Option<Self>,
        id: MessageId,
        event: &MessageEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let MessageEvent::Written { order, number, by, side, text, file } = event.clone();
        if message.is_some() {
            return Err("written");
        }
        *message = Some(Self { id, order, number, by, side, text, file, at });
        Ok(())
    }
}

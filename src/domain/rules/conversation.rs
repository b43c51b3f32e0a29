//! What the buyer and the seller of an order may say to each other.

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        Conversation, ConversationEvent, DomainEvent, Message, MessageEvent, Order, Side,
        TicketFile,
    },
    types::{MessageId, MessageText, UserId},
};

/// How many messages a conversation has at the most.
pub const MESSAGES_MAX: u16 = 200;

/// What the files of a conversation may come to, in bytes.
pub const CONVERSATION_FILES_BYTES_MAX: u32 = 50 * 1024 * 1024;

refusals! {
    /// Why something is not said. Nothing has changed.
    pub enum MessageRefusal {
        NotThere = "there is no such conversation",
        NotPaid = "the order was never paid",
        NothingSaid = "there is neither a text nor a file",
        Full = "there are {MESSAGES_MAX} messages already",
        FilesFull = "the files of the conversation are as large as they may be together",
    }
}

impl Refusal for MessageRefusal {
    fn of(_: BrokenRule) -> Option<Self> {
        None
    }
}

/// What somebody wants to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Who.
    pub by: UserId,
    /// As whom.
    pub side: Side,
    /// What it says.
    pub text: Option<MessageText>,
    /// What comes with it; it is in its place already.
    pub file: Option<TicketFile>,
}

/// What follows when somebody says something; nothing if they have just said that.
///
/// # Errors
/// When it cannot be said.
pub fn write(
    order: &Order,
    conversation: Option<&Conversation>,
    last: Option<&Message>,
    new: &NewMessage,
) -> Result<Vec<DomainEvent>, MessageRefusal> {
    if order.paid.is_none() {
        return Err(MessageRefusal::NotPaid);
    }
    if new.text.is_none() && new.file.is_none() {
        return Err(MessageRefusal::NothingSaid);
    }
    let is_same = |last: &Message| {
        last.by == new.by && last.text == new.text && last.file.is_none() && new.file.is_none()
    };
    if last.is_some_and(is_same) {
        return Ok(vec![]);
    }
    let number = conversation.map_or(0, |it| it.messages);
    if number >= MESSAGES_MAX {
        return Err(MessageRefusal::Full);
    }
    let bytes = new.file.map_or(0, |file| file.bytes);
    let before = conversation.map_or(0, |it| it.file_bytes);
    if before.saturating_add(bytes) > CONVERSATION_FILES_BYTES_MAX {
        return Err(MessageRefusal::FilesFull);
    }
    let NewMessage { by, side, text, file } = new.clone();
    let written = MessageEvent::Written { order: order.id, number, by, side, text, file };
    let counted = ConversationEvent::Written(side, bytes);
    Ok(vec![
        DomainEvent::Conversation(order.id, counted),
        DomainEvent::Message(MessageId::of(order.id, number), written),
    ])
}

/// What follows when a side has looked at a conversation.
#[must_use]
pub fn see(conversation: &Conversation, side: Side) -> Option<DomainEvent> {
    let seen = ConversationEvent::Seen(side, conversation.messages);
    let is_new = conversation.unseen_by(side) > 0;
    is_new.then_some(DomainEvent::Conversation(conversation.id, seen))
}

/// What follows when the buyer or the seller asks for those who run the site; nothing if they are asked
/// already.
///
/// # Errors
/// When there is nothing to ask about.
pub fn ask_admins(
    order: &Order,
    conversation: Option<&Conversation>,
    by: UserId,
) -> Result<Option<DomainEvent>, MessageRefusal> {
    if order.paid.is_none() {
        return Err(MessageRefusal::NotPaid);
    }
    let is_asked = conversation.is_some_and(|it| it.waits_for_admins);
    let asked = DomainEvent::Conversation(order.id, ConversationEvent::AdminsAsked(by));
    Ok((!is_asked).then_some(asked))
}

/// What follows when the buyer says that the ticket has come; nothing if they have said so.
///
/// # Errors
/// When nothing was bought.
pub fn receive(
    order: &Order,
    conversation: Option<&Conversation>,
) -> Result<Option<DomainEvent>, MessageRefusal> {
    if order.status.paid_by().is_none() {
        return Err(MessageRefusal::NotPaid);
    }
    let is_said = conversation.is_some_and(|it| it.received_at.is_some());
    Ok((!is_said).then_some(DomainEvent::Conversation(order.id, ConversationEvent::Received)))
}

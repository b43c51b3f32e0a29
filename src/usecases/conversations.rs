//! What the buyer and the seller of an order want to say to each other.

use std::sync::Arc;

use super::{AccessError, Caller, Done, UseCaseError, policy};
use crate::{
    actors::Market,
    domain::{
        Claim, Conversation, Message, Order, Scope, Side, Ticket, TicketFile,
        rules::{
            conversation::{MessageRefusal, NewMessage},
            handover::{self, Arrival},
        },
    },
    files::ReceivedFile,
    storage::StorageError,
    types::{MessageId, MessageText, OrderId, UserId},
};

/// An order's conversation, for whom it is.
pub struct OwnConversation {
    /// Of which order.
    pub order: Arc<Order>,
    /// Of which ticket.
    pub ticket: Arc<Ticket>,
    /// Where it stands.
    pub conversation: Conversation,
    /// What the buyer has against what they got, if anything.
    pub claim: Option<Arc<Claim>>,
    /// As whom the caller takes part.
    pub side: Side,
    /// Who the caller is.
    pub by: UserId,
}

/// The conversation of an order, if the caller takes part in it.
pub fn conversation(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<OwnConversation, AccessError> {
    let tables = market.tables();
    let by = policy::signed_in(caller)?.id;
    let order = tables.order(id)?.ok_or(policy::Denial::NotFound)?;
    let ticket = tables.ticket(order.ticket)?.ok_or(policy::Denial::NotFound)?;
    let conversation = tables.conversation(id)?;
    let conversation = conversation.as_deref().cloned().unwrap_or(Conversation::empty(id));
    let claim = tables.claim(id)?;
    let side = policy::side(caller, &order, &ticket, &conversation, claim.as_deref())?;
    Ok(OwnConversation { order, ticket, conversation, claim, side, by })
}

/// Whether what it is about has come to the buyer.
pub fn arrival(market: &Market, of: &OwnConversation) -> Result<Option<Arrival>, AccessError> {
    let OwnConversation { order, ticket, conversation, claim, .. } = of;
    let event = market.tables().event_of(ticket)?.ok_or(policy::Denial::NotFound)?;
    let (claim, now) = (claim.as_deref(), market.clock().now());
    Ok(handover::arrival(order, Some(conversation), claim, &event, now))
}

/// What was said in it, oldest first.
pub fn messages(market: &Market, of: &Conversation) -> Result<Vec<Arc<Message>>, StorageError> {
    let ids = (0..of.messages).map(|number| MessageId::of(of.id, number));
    ids.filter_map(|id| market.tables().message(id).transpose()).collect()
}

/// The file that came with one of its messages, if the caller takes part in it.
pub fn file(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    number: u16,
) -> Result<TicketFile, AccessError> {
    conversation(market, caller, id)?;
    let message = market.tables().message(MessageId::of(id, number))?;
    let file = message.and_then(|message| message.file);
    Ok(file.ok_or(policy::Denial::NotFound)?)
}

/// Notes that the caller has seen what there is.
pub async fn see(market: &Market, of: &OwnConversation) -> Done<MessageRefusal> {
    match of.conversation.unseen_by(of.side) {
        0 => Ok(()),
        _ => Ok(market.see_conversation(of.order.id, of.side).await?),
    }
}

/// Says something, with the file that came with it if one did.
pub async fn write(
    market: &Arc<Market>,
    caller: Caller<'_>,
    id: OrderId,
    text: Option<MessageText>,
    received: Option<ReceivedFile>,
) -> Done<MessageRefusal> {
    let caller = policy::writes(caller)?;
    let OwnConversation { side, by, .. } = conversation(market, caller, id)?;
    let new = NewMessage { by, side, text, file: None };
    let written = match received {
        Some(received) => market.write_with(id, new, received).await,
        None => market.write(id, new).await,
    };
    Ok(written?)
}

/// Asks those who run the site to look.
pub async fn ask_admins(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<MessageRefusal> {
    let own = conversation(market, caller, id)?;
    if own.side == Side::Admin {
        return Err(UseCaseError::from(policy::Denial::NotFound));
    }
    Ok(market.ask_admins(id, own.by).await?)
}

/// Says that what the caller has bought has come.
pub async fn receive(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<MessageRefusal> {
    policy::own_order(market, policy::scoped(caller, Scope::Buy)?, id)?;
    Ok(market.receive_ticket(id).await?)
}

//! What holds of what buyers and sellers have to say to each other.

use super::Auditor;
use crate::{
    domain::{Conversation, Key, Message, Side, rules::conversation::MESSAGES_MAX},
    types::{MessageId, OrderId, UserId},
};

impl Auditor {
    /// It is about something that was paid, and has as many messages as it counts.
    pub(super) fn conversation_fits(&mut self, conversation: &Conversation) {
        let Conversation { id, messages, .. } = *conversation;
        if self.order(id).is_none_or(|order| order.paid.is_none()) {
            self.find(format!("the conversation of order {id} is about nothing that was paid"));
        }
        let is_there = |number| self.rows.contains_key(&Key::Message(MessageId::of(id, number)));
        let is_whole = messages.checked_sub(1).is_none_or(is_there) && !is_there(messages);
        if !is_whole || messages > MESSAGES_MAX {
            self.find(format!("the conversation of order {id} has not {messages} messages"));
        }
        if conversation.waits_for_admins && conversation.asked_admins_at.is_none() {
            self.find(format!("the conversation of order {id} waits for who was not asked"));
        }
    }

    /// Only those write who take part.
    pub(super) fn message_fits(&mut self, message: &Message) {
        let Message { id, order, number, by, side, .. } = *message;
        let of = self.record::<Conversation>(Key::Conversation(order));
        if of.as_ref().is_none_or(|of| of.messages <= number) || id != MessageId::of(order, number)
        {
            self.find(format!("message {id} is of no conversation"));
        }
        let takes_part = match side {
            Side::Buyer => self.order(order).is_some_and(|order| order.buyer == by),
            Side::Seller => self.is_sold_by(order, by),
            Side::Admin => {
                self.has_claim(order) || of.is_some_and(|of| of.asked_admins_at.is_some())
            }
        };
        if !takes_part {
            self.find(format!("message {id} is by somebody who does not take part"));
        }
    }

    /// Whether a user sold what an order has bought.
    fn is_sold_by(&self, order: OrderId, user: UserId) -> bool {
        let ticket = self.order(order).and_then(|order| self.ticket(order.ticket));
        ticket.is_some_and(|ticket| ticket.seller == user)
    }
}

//! That nothing is live for an account that is deleted, and its sign-ins are forgotten.

use super::Auditor;
use crate::{
    domain::{AccessToken, Key, Order, SignInHistory, Ticket, TicketStatus, User},
    types::UserId,
};

impl Auditor {
    /// Of an account that is deleted nothing is live, then or ever after.
    pub(super) fn deleted(&mut self, id: UserId) {
        self.address_is_free(id);
        self.deleted.insert(id);
        let tickets = self.listed_by.get(&id).into_iter().flatten();
        let ticket = tickets.copied().find(|id| self.ticket(*id).is_some_and(|t| is_traded(&t)));
        let orders = self.open.iter().filter_map(|id| self.order(*id));
        let order = orders.into_iter().find(|order| self.is_live_for(order, id));
        let charge = self.unfinished.iter().copied().find(|charge| {
            let order = self.charge(*charge).and_then(|charge| self.order(charge.order));
            order.is_some_and(|order| self.is_of(&order, id))
        });
        let live = ticket
            .map(|ticket| format!("ticket {ticket}"))
            .or(order.map(|order| format!("order {}", order.id)))
            .or(charge.map(|charge| format!("charge {charge}")))
            .or(self.open_claim_of(id).map(|order| format!("the claim about order {order}")));
        if let Some(live) = live {
            self.find(format!("user {id} was deleted while {live} was live"));
        }
    }

    /// Whether an order keeps a user from being deleted.
    fn is_live_for(&self, order: &Order, user: UserId) -> bool {
        order.status.is_open() && order.buyer == user
            || order.is_refunding() && self.is_of(order, user)
    }

    /// Whether a user buys or sells by this order.
    fn is_of(&self, order: &Order, user: UserId) -> bool {
        order.buyer == user || self.ticket(order.ticket).is_some_and(|t| t.seller == user)
    }

    /// Tries to sign in are some account's, and of one that is deleted none is kept.
    pub(super) fn sign_in_history_fits(&mut self, id: UserId) {
        let Some(history) = self.record::<SignInHistory>(Key::SignInHistory(id)) else { return };
        if self.deleted.contains(&id) && !history.is_empty() {
            self.find(format!("user {id} is deleted, and tries to sign in are kept"));
        }
        if self.record::<User>(Key::User(id)).is_none() {
            self.find(format!("tries to sign in are kept of user {id}, who is not there"));
        }
    }

    /// An access token is some account's, and none is made for one that is deleted or closed.
    pub(super) fn access_token_fits(&mut self, token: &AccessToken) {
        let Some(owner) = self.record::<User>(Key::User(token.owner)) else {
            self.find(format!("access token {} is nobody's", token.id));
            return;
        };
        let is_new = token.used_at.is_none() && token.revoked_at.is_none();
        if is_new && !token.goes_on(&owner, token.made_at) {
            self.find(format!("access token {} was made for an account that is over", token.id));
        }
    }

    pub(super) fn ticket_fits_deletions(&mut self, ticket: &Ticket) {
        if is_traded(ticket) && self.deleted.contains(&ticket.seller) {
            self.find(format!("ticket {} is a deleted account's", ticket.id));
        }
    }

    pub(super) fn order_fits_deletions(&mut self, order: &Order) {
        match order.status.is_open() || order.is_refunding() {
            true => self.open.insert(order.id),
            false => self.open.remove(&order.id),
        };
        if order.status.is_open() && self.deleted.contains(&order.buyer) {
            self.find(format!("order {} is a deleted account's", order.id));
        }
    }
}

/// Whether it is for sale or held.
fn is_traded(ticket: &Ticket) -> bool {
    !matches!(ticket.status, TicketStatus::Sold { .. } | TicketStatus::Withdrawn)
}

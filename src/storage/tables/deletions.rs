//! That nothing is live for an account that is deleted. All that is committed passes here, one entry
//! after the other, so neither a deletion nor what begins beside it can overlook the other.

use super::{ApplyError, Changes, Prepared, Tables};
use crate::{
    domain::{
        DomainEvent, Entry, Key, Order, OrderEvent, Row, TicketEvent, TicketStatus, UserEvent,
        WishEvent,
    },
    storage::StorageError,
    types::{ChargeId, OrderId, TicketId, UserId},
};

/// Why an entry does not fit the deletion of an account. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeletedError {
    /// Something would begin for it.
    #[error("the account {0} is deleted")]
    Deleted(UserId),
    /// It is to be deleted, and something is live for it.
    #[error("something is still live for the account {0}")]
    StillLive(UserId),
}

/// What keeps an account from being deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    /// What its owner sells: for sale, held, or being sold.
    pub listings: Vec<TicketId>,
    /// What they hold, or pay for.
    pub orders: Vec<OrderId>,
    /// Orders, as buyer or seller, whose money is on its way back.
    pub refunds: Vec<OrderId>,
    /// Payments, as buyer or seller, that are not settled with the provider.
    pub charges: Vec<ChargeId>,
}

impl Live {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { listings, orders, refunds, charges } = self;
        listings.is_empty() && orders.is_empty() && refunds.is_empty() && charges.is_empty()
    }
}

impl Tables {
    /// What is live for a user.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn live_of(&self, user: UserId) -> Result<Live, StorageError> {
        let (mut live, refunding, unfinished) = {
            let catalog = self.catalog();
            let listings = catalog.listed_by(user).iter().copied();
            let live = Live {
                listings: listings.filter(|id| catalog.listing(*id).is_some()).collect(),
                orders: catalog.open_orders_of(user).collect(),
                ..Live::default()
            };
            let refunding: Vec<_> = catalog.refunding().collect();
            (live, refunding, catalog.unfinished_charges().collect::<Vec<_>>())
        };
        for id in refunding {
            if self.is_of(id, user)? {
                live.refunds.push(id);
            }
        }
        for id in unfinished {
            let charge = self.charge(id)?;
            if charge.map(|charge| self.is_of(charge.order, user)).transpose()? == Some(true) {
                live.charges.push(id);
            }
        }
        Ok(live)
    }

    /// Whether a user buys or sells by this order.
    fn is_of(&self, order: OrderId, user: UserId) -> Result<bool, StorageError> {
        let Some(order) = self.order(order)? else { return Ok(false) };
        let ticket = self.ticket(order.ticket)?;
        Ok(order.buyer == user || ticket.is_some_and(|ticket| ticket.seller == user))
    }

    /// Refuses what would have something live for an account that is deleted.
    pub(super) fn fits_deletions(
        &self,
        prepared: &Prepared,
        entry: &Entry,
        changes: &Changes,
    ) -> Result<(), ApplyError> {
        for event in &entry.events {
            let for_whom = match event {
                DomainEvent::User(user, UserEvent::Deleted) => {
                    if self.is_anything_live(prepared, changes, *user)? {
                        return Err(DeletedError::StillLive(*user).into());
                    }
                    None
                }
                DomainEvent::Ticket(_, TicketEvent::Created { seller, .. }) => Some(*seller),
                DomainEvent::Order(_, OrderEvent::Created { buyer, .. }) => Some(*buyer),
                DomainEvent::Wish(_, WishEvent::Asked { user, .. }) => Some(*user),
                // Else it would be for sale once the money is back.
                DomainEvent::Order(id, OrderEvent::RefundAsked { relist: true, .. }) => {
                    self.seller_by(prepared, *id)?
                }
                _ => None,
            };
            if let Some(user) = for_whom.filter(|user| self.is_deleted(prepared, *user)) {
                return Err(DeletedError::Deleted(user).into());
            }
        }
        Ok(())
    }

    fn is_deleted(&self, prepared: &Prepared, user: UserId) -> bool {
        match prepared.rows.get(&Key::User(user)) {
            Some(Row::User(user)) => user.is_deleted(),
            _ => self.catalog().is_deleted(user),
        }
    }

    /// Whether anything is live for a user, or was before what is prepared: who is told no can ask
    /// again.
    fn is_anything_live(
        &self,
        prepared: &Prepared,
        changes: &Changes,
        user: UserId,
    ) -> Result<bool, StorageError> {
        if !self.live_of(user)?.is_empty() {
            return Ok(true);
        }
        let changed = changes.rows.iter().map(|change| &change.new);
        for row in prepared.rows.values().chain(changed) {
            let is_live = match row {
                Row::Ticket(ticket) => {
                    let over = matches!(
                        ticket.status,
                        TicketStatus::Sold { .. } | TicketStatus::Withdrawn
                    );
                    ticket.seller == user && !over
                }
                Row::Order(order) => {
                    let is_buyers = order.buyer == user;
                    is_buyers && order.status.is_open()
                        || order.is_refunding()
                            && (is_buyers || self.seller_of(prepared, order)? == Some(user))
                }
                // Each begins with an open order, which was found above.
                Row::Charge(_) => false,
                Row::User(_) | Row::Event(_) | Row::Notice(_) | Row::Wish(_) | Row::Mail(_) => {
                    false
                }
            };
            if is_live {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn seller_by(
        &self,
        prepared: &Prepared,
        order: OrderId,
    ) -> Result<Option<UserId>, StorageError> {
        match prepared.rows.get(&Key::Order(order)) {
            Some(Row::Order(order)) => self.seller_of(prepared, order),
            _ => match self.order(order)? {
                Some(order) => self.seller_of(prepared, &order),
                None => Ok(None),
            },
        }
    }

    fn seller_of(
        &self,
        prepared: &Prepared,
        order: &Order,
    ) -> Result<Option<UserId>, StorageError> {
        match prepared.rows.get(&Key::Ticket(order.ticket)) {
            Some(Row::Ticket(ticket)) => Ok(Some(ticket.seller)),
            _ => Ok(self.ticket(order.ticket)?.map(|ticket| ticket.seller)),
        }
    }
}

//! Closing accounts. That an account is closed is one event; what follows from it for what it
//! trades is done step by step, each of which can be done again, and by the reconciler in the end.
//!
//! From the entry on that closes it, with who and why, no Buy of that account is committed: the
//! rule for a Buy reads the account. Its sessions end, its open orders are cancelled and its
//! tickets that are for sale withdrawn. One that a buyer holds is withdrawn in the entry that would
//! free it, so it is never for sale again; a sale under way completes. The other deeds of those who
//! run the site, `OrderCancelledBySite` and `TicketRemoved`, are kept on their record with who and
//! why, and told by mail to whom it concerns.

use std::time::Duration;

use tokio::time::timeout;

use super::{ANSWER_DEADLINE, Answer, Market};
use crate::{
    domain::{
        Deed,
        rules::{
            account::{AccountChange, AccountRefusal},
            order::{OrderCommand, OrderRefusal},
        },
    },
    types::{OrderId, UserId},
};

/// How long who closes an account waits for what it trades to be taken off; the reconciler goes on.
const PATIENCE: Duration = Duration::from_secs(5);

impl Market {
    /// Closes an account: its sessions end, it reserves nothing from now on, its listings are
    /// withdrawn and its holds cancelled. Done already if it is closed.
    pub async fn ban(&self, user: UserId, deed: Deed) -> Answer<AccountRefusal> {
        self.change_account(user, AccountChange::Ban(deed)).await?;
        let _ = timeout(PATIENCE, self.tend_banned()).await;
        Ok(())
    }

    /// Gives up an order in the name of the site; when this returns `Ok`, its ticket is free.
    pub async fn cancel_by_site(&self, order: OrderId, deed: Deed) -> Answer<OrderRefusal> {
        self.command_order(order, OrderCommand::CancelBySite(deed), ANSWER_DEADLINE).await
    }

    /// Takes off what closed accounts trade: when they are closed, and every round. What cannot be
    /// taken off now, such as what is being paid for, is looked at again then.
    pub(super) async fn tend_banned(&self) {
        let (tickets, orders) = self.tables().catalog().of_banned();
        for order in orders {
            if let Err(error) = self.cancel_of_banned(order).await {
                tracing::debug!(%order, %error, "an order of a closed account goes on");
            }
        }
        for ticket in tickets {
            let Ok(Some(record)) = self.tables().ticket(ticket) else { continue };
            if let Err(error) = self.withdraw(ticket, record.seller).await {
                tracing::debug!(%ticket, %error, "a ticket of a closed account stays listed");
            }
        }
    }

    async fn cancel_of_banned(&self, id: OrderId) -> Answer<OrderRefusal> {
        let Some(order) = self.tables().order(id)? else { return Ok(()) };
        let Some(ban) = self.tables().user(order.buyer)?.and_then(|user| user.ban.clone()) else {
            return Ok(());
        };
        self.cancel_by_site(id, Deed { by: ban.by, reason: ban.reason }).await
    }
}

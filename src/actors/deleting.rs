//! Deleting an account. That nothing is live for it is a rule ([`crate::domain::rules::Rule`]).
//!
//! It takes the password, and is refused while something is live: a listing, a hold, a refund or a
//! payment that is not settled. That spans much, so the writer commits the entry alone.
//! `UserDeleted` takes address and password out of the record and ends all sessions; the address is
//! free, and wherever it stood is "deleted account". Nothing begins for the account afterwards, by
//! the rules that ask for it. Orders, payments and what was sold stay, for the other side and the
//! books. Mails that wait for its owner are given up, and a refund leaves their ticket withdrawn.

use super::{Answer, CommandError, Market};
use crate::{
    domain::{
        PasswordHash, TicketStatus,
        rules::{
            Live,
            account::{AccountChange, AccountRefusal},
        },
    },
    types::{TicketId, Timestamp, UserId},
};

impl Market {
    /// Deletes an account, if nothing is live for it. What its owner lists for events that have
    /// started keeps nobody waiting: it is taken back.
    pub async fn delete_account(
        &self,
        user: UserId,
        password: PasswordHash,
    ) -> Answer<AccountRefusal> {
        let now = self.clock().now();
        let mut live = self.tables().live_of(user, usize::MAX)?;
        let listings = std::mem::take(&mut live.listings);
        let past: Vec<_> =
            listings.iter().filter(|id| self.is_unsold(**id, now)).copied().collect();
        if live == Live::default() && past == listings {
            for ticket in past {
                // What is refused is live still, as the answer to the deletion says then.
                if let Err(CommandError::Unavailable(error)) = self.withdraw(ticket, user).await {
                    return Err(error.into());
                }
            }
        }
        self.change_account(user, AccountChange::Deletion(password)).await.map(|_| ())
    }

    /// Whether a ticket is still listed although its event has started.
    fn is_unsold(&self, ticket: TicketId, now: Timestamp) -> bool {
        self.tables().ticket(ticket).is_ok_and(|ticket| {
            ticket.is_some_and(|ticket| {
                ticket.status == TicketStatus::Available && now >= ticket.event_starts_at
            })
        })
    }
}

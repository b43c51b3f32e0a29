//! "Tell me when it is free." Who asked is told in the very entry that frees the ticket.
//!
//! Asking needs no actor, and so keeps none from selling: however many want to be told of a ticket,
//! its mailbox hears nothing of them. Who asks does so by the ticket as they saw it: if it is freed
//! meanwhile, it is decided again, and there is nothing to wait for. What frees a ticket that is
//! held again in the same entry tells nobody. The notice lasts for some minutes after `WishTold`;
//! then, or when they buy the ticket or do not want to be told, `WishDropped` ends the entry. What
//! is sold is still waited for, since a refund may bring it back.
//!
//! A page carries a notice for each ticket that its viewer waits for, hidden unless the ticket is
//! free, and `live.js` shows it when it is. Those who came after the first hundred are told in the
//! rounds after, as long as the ticket is free.

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, TicketStatus, WaitlistEvent, WaitlistStatus,
        rules::{
            Facts as _, Rule,
            waitlist::{NOTICE_LASTS, TOLD_AT_ONCE_MAX, WaitlistRefusal, decide_waitlist},
        },
    },
    types::{TicketId, UserId, WaitlistId},
};

impl Market {
    /// Has a user told when a ticket is free; done already if they wait for it.
    pub async fn ask_to_be_told(&self, user: UserId, ticket: TicketId) -> Answer<WaitlistRefusal> {
        let id = WaitlistId::of(ticket, user);
        let decide = |reading: &mut Reading<'_>| {
            let record = reading.ticket(ticket)?;
            let known = reading.waitlist_entry(id)?;
            let waits = known.is_some_and(|entry| entry.status == WaitlistStatus::Waiting);
            let asked = decide_waitlist(record.as_deref(), user, waits, reading.now);
            let asked = asked.map_err(CommandError::Refused)?;
            Ok(Decision {
                events: asked
                    .into_iter()
                    .map(|asked| DomainEvent::WaitlistEntry(id, asked))
                    .collect(),
                rules: vec![Rule::AccountIsThere(user), Rule::WaitlistHasRoom(user)],
            })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Lets a user hear no more of a ticket; done already if they do not wait to.
    pub async fn stop_telling(&self, user: UserId, ticket: TicketId) -> Result<(), Unavailable> {
        if !self.tables().is_on_waitlist(user, ticket) {
            return Ok(());
        }
        let dropped =
            DomainEvent::WaitlistEntry(WaitlistId::of(ticket, user), WaitlistEvent::Dropped);
        Ok(self.commit(self.clock().now(), vec![dropped]).await?)
    }

    /// Tells those who came after the first [`TOLD_AT_ONCE_MAX`] of tickets that are still free, and
    /// ends the entries of those who were told long enough: once a round.
    pub(super) async fn tend_waitlists(&self) {
        let now = self.clock().now();
        let free: Vec<_> = self.tables().catalog().free_but_untold(now).collect();
        for ticket in free {
            note(self.tell_the_next(ticket).await);
        }
        let told: Vec<_> = self.tables().catalog().told_until(now - NOTICE_LASTS).collect();
        for told in told.chunks(TOLD_AT_ONCE_MAX) {
            note(self.end_notices(told).await);
        }
    }

    /// Ends these entries, but for those that were made anew meanwhile.
    async fn end_notices(&self, told: &[WaitlistId]) -> Answer<WaitlistRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let mut over = vec![];
            for id in told {
                let status = reading.waitlist_entry(*id)?.map(|entry| entry.status);
                if let Some(WaitlistStatus::Told(at)) = status
                    && at + NOTICE_LASTS <= reading.now
                {
                    over.push(DomainEvent::WaitlistEntry(*id, WaitlistEvent::Dropped));
                }
            }
            Ok(over.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    async fn tell_the_next(&self, ticket: TicketId) -> Answer<WaitlistRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let is_free = reading.ticket(ticket)?.is_some_and(|ticket| {
                ticket.status == TicketStatus::Available && reading.now < ticket.event_starts_at
            });
            if !is_free {
                return Ok(Decision::default());
            }
            let waiting = reading.tables().waitlist(ticket, TOLD_AT_ONCE_MAX).into_iter();
            let told = waiting.map(|user| {
                DomainEvent::WaitlistEntry(WaitlistId::of(ticket, user), WaitlistEvent::Told)
            });
            Ok(told.collect::<Vec<_>>().into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}

/// The journal has told of what is wrong with it.
fn note<T, E: std::fmt::Display>(committed: Result<T, E>) {
    if let Err(error) = committed {
        tracing::debug!(%error, "waitlists could not be tended; the next round tries again");
    }
}

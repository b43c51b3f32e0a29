//! What those who run the site do about events. An event has no actor: what becomes of it is
//! decided by the records of it and of the other, and committed if they are still so: two merges
//! beside each other never lead in a circle. The tickets of a merged event are moved by their own
//! actors, step by step, each of which can be done again, and by the reconciler in the end. A
//! ticket that is held, being paid or sold moves, too: whoever has it keeps it, at the same price
//! and until the same time.
//!
//! From `EventMerged` on the old page and its stream answer 301, its open streams end, and it is
//! found and offered nowhere; pages follow the merge before a ticket is moved (`TicketMoved`). Only
//! what starts within 24 hours of each other can be merged, since people have bought for that time.
//! A rename (`EventRenamed`) changes name, venue and city, and the catalog forgets by which it was
//! found before.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::timeout};

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Deed, DomainEvent, EventEvent, EventWords,
        rules::{
            event::{EventRefusal, decide_merge, decide_rename},
            ticket::{TicketCommand, TicketRefusal},
        },
    },
    types::{Category, EventId, TicketId},
};

/// How long who merges events waits for the tickets to be moved; the reconciler goes on.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many tickets are moved at once: their commits become one write.
const MOVED_AT_ONCE: usize = 256;

impl Market {
    /// Has an event be called something else, and be of a category if one is named. Done already if it
    /// is.
    pub async fn rename_event(
        &self,
        id: EventId,
        words: EventWords,
        category: Option<Category>,
        deed: Deed,
    ) -> Answer<EventRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let event = reading.event(id)?.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
            let decided = decide_rename(&event, words.clone(), category, deed.clone());
            Ok(of_event(id, decided.map_err(CommandError::Refused)?))
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Merges an event into another, whose its tickets are from then on: those that are held or
    /// sold, too. Done already if it was merged into that one.
    pub async fn merge_events(
        self: &Arc<Self>,
        id: EventId,
        into: EventId,
        deed: Deed,
    ) -> Answer<EventRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let event = reading.event(id)?.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
            let into = reading.event(into)?.ok_or(CommandError::Refused(EventRefusal::NoOther))?;
            let decided = decide_merge(&event, &into, deed.clone());
            Ok(of_event(id, decided.map_err(CommandError::Refused)?))
        };
        self.transact(By::Other, decide).await?;
        let _ = timeout(PATIENCE, self.tend_merged()).await;
        Ok(())
    }

    /// Moves what is still for merged events to those that stay: when they are merged, and every
    /// round.
    pub(super) async fn tend_merged(self: &Arc<Self>) {
        loop {
            let left = match self.tables().to_be_moved(MOVED_AT_ONCE) {
                Ok(left) => left,
                Err(error) => {
                    tracing::error!(%error, "what is for merged events cannot be moved yet");
                    break;
                }
            };
            let mut moving = JoinSet::new();
            for (ticket, from, to) in left {
                let market = self.clone();
                moving.spawn(async move { market.move_ticket(ticket, from, to).await });
            }
            // What is not moved now is looked at again in the next round.
            if !moving.join_all().await.iter().any(Result::is_ok) {
                break;
            }
        }
    }

    async fn move_ticket(
        &self,
        ticket: TicketId,
        from: EventId,
        to: EventId,
    ) -> Answer<TicketRefusal> {
        let Some(event) = self.tables().event(to)? else {
            return Err(CommandError::Refused(TicketRefusal::NotListed));
        };
        let command = TicketCommand::Move { from, to, starts_at: event.starts_at };
        let result = self.command(ticket, command).await;
        if let Err(error) = &result {
            tracing::debug!(%ticket, %error, "a ticket of a merged event is not moved yet");
        }
        result
    }
}

fn of_event(id: EventId, decided: impl IntoIterator<Item = EventEvent>) -> Decision {
    let events: Vec<_> = decided.into_iter().map(|event| DomainEvent::Event(id, event)).collect();
    events.into()
}

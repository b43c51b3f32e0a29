//! What those who run the site do about events. An event has no actor: what becomes of it is one
//! event, committed by the market itself, and that two merges beside each other fit is seen to
//! where all that is committed passes (`storage/tables/merges.rs`). The tickets of a merged event
//! are moved by their own actors, step by step, each of which can be done again, and by the
//! reconciler in the end.

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::timeout};

use super::{
    CommandError, Market,
    ticket::{TicketCommand, TicketRefusal},
};
use crate::{
    domain::{DomainEvent, Event, EventEvent, TicketEvent},
    storage::Tables,
    types::{City, EventId, EventName, Reason, TicketId, UserId, Venue},
};

/// How far apart two events may start that are one: somebody has mistaken a day, or a zone.
pub const APART_MAX: Duration = Duration::from_secs(24 * 3600);

/// How long who merges events waits for the tickets to be moved; the reconciler goes on.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many tickets are moved at once: their commits become one write.
const MOVED_AT_ONCE: usize = 256;

/// What an event is called and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventWords {
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
}

/// Why an event is not renamed or merged. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventRefusal {
    /// There is no such event.
    #[error("there is no such event")]
    NotThere,
    /// There is no such event to merge it into.
    #[error("there is no such event to merge it into")]
    NoOther,
    /// It is the event itself.
    #[error("an event cannot be merged into itself")]
    Itself,
    /// It was merged into another already.
    #[error("the event was merged into another already")]
    MergedAway,
    /// The one that it is to be merged into was merged into another itself.
    #[error("the other event was merged into another itself")]
    OtherMergedAway,
    /// They start further apart than [`APART_MAX`].
    #[error("the events start further apart than a day")]
    Apart,
}

/// What follows when an event is to be called this.
///
/// # Errors
/// When it is another's now.
pub fn decide_rename(
    event: &Event,
    words: EventWords,
    by: UserId,
    reason: Reason,
) -> Result<Option<EventEvent>, EventRefusal> {
    if event.merged.is_some() {
        return Err(EventRefusal::MergedAway);
    }
    let EventWords { name, venue, city } = words;
    let is_so = (&name, &venue, &city) == (&event.name, &event.venue, &event.city);
    Ok((!is_so).then_some(EventEvent::Renamed { name, venue, city, by, reason }))
}

/// What follows when an event is to be merged into another.
///
/// # Errors
/// When they cannot be one.
pub fn decide_merge(
    event: &Event,
    into: &Event,
    by: UserId,
    reason: Reason,
) -> Result<Option<EventEvent>, EventRefusal> {
    if event.merged.as_ref().is_some_and(|merged| merged.into == into.id) {
        return Ok(None);
    }
    if event.id == into.id {
        return Err(EventRefusal::Itself);
    }
    if event.merged.is_some() {
        return Err(EventRefusal::MergedAway);
    }
    if into.merged.is_some() {
        return Err(EventRefusal::OtherMergedAway);
    }
    let (earlier, later) =
        (event.starts_at.min(into.starts_at), event.starts_at.max(into.starts_at));
    if later.since(earlier) > APART_MAX {
        return Err(EventRefusal::Apart);
    }
    Ok(Some(EventEvent::Merged { into: into.id, by, reason }))
}

impl Market {
    /// Has an event be called something else. Done already if it is.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn rename_event(
        &self,
        id: EventId,
        words: EventWords,
        by: UserId,
        reason: Reason,
    ) -> Result<(), CommandError<EventRefusal>> {
        let event =
            self.tables().event(id)?.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
        let decided = decide_rename(&event, words, by, reason).map_err(CommandError::Refused)?;
        self.commit_of_event(id, decided).await
    }

    /// Merges an event into another, whose its tickets are from then on: those that are held or
    /// sold, too. Done already if it was merged into that one.
    ///
    /// # Errors
    /// When it may not be, or something is out of order.
    pub async fn merge_events(
        self: &Arc<Self>,
        id: EventId,
        into: EventId,
        by: UserId,
        reason: Reason,
    ) -> Result<(), CommandError<EventRefusal>> {
        let decide = |reason| {
            let event = self.tables().event(id)?;
            let event = event.ok_or(CommandError::Refused(EventRefusal::NotThere))?;
            let into = self.tables().event(into)?;
            let into = into.ok_or(CommandError::Refused(EventRefusal::NoOther))?;
            decide_merge(&event, &into, by, reason).map_err(CommandError::Refused)
        };
        if let Err(error) = self.commit_of_event(id, decide(reason.clone())?).await {
            // Another merge may have been committed meanwhile: the journal takes nothing then.
            decide(reason)?;
            return Err(error);
        }
        let _ = timeout(PATIENCE, self.tend_merged()).await;
        Ok(())
    }

    async fn commit_of_event(
        &self,
        id: EventId,
        decided: Option<EventEvent>,
    ) -> Result<(), CommandError<EventRefusal>> {
        let Some(event) = decided else { return Ok(()) };
        let now = self.clock().now();
        Ok(self.commit(now, vec![DomainEvent::Event(id, event)]).await?)
    }

    /// Moves what is still for merged events to those that stay: when they are merged, and every
    /// round.
    pub(super) async fn tend_merged(self: &Arc<Self>) {
        loop {
            let left = self.tables().catalog().to_be_moved(MOVED_AT_ONCE);
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
    ) -> Result<(), CommandError<TicketRefusal>> {
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

/// What is listed for an event that was merged into another is for that one at once.
pub(super) fn that_follow(tables: &Tables, events: &[DomainEvent]) -> Vec<DomainEvent> {
    let catalog = tables.catalog();
    let moved = events.iter().filter_map(|event| match event {
        DomainEvent::Ticket(id, TicketEvent::Created { event, .. }) => {
            let stays = catalog.event_that_stays(*event).filter(|stays| stays.id != *event)?;
            let moved = TicketEvent::Moved { event: stays.id, event_starts_at: stays.starts_at };
            Some(DomainEvent::Ticket(*id, moved))
        }
        _ => None,
    });
    moved.collect()
}

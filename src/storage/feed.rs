//! The feed: every public event, oldest first. The newest are in memory, and all that the snapshots
//! have caught up with are in these, several in a row of theirs.

use std::collections::VecDeque;

use parking_lot::RwLock;
use tokio::sync::watch;

use super::{StorageError, rows::Rows};
use crate::domain::public::{PublicEvent, PublicEventId};

/// How many events stay in memory that the snapshots have, too: who follows reads them here.
const KEPT_MAX: usize = 4096;

/// See above.
#[derive(Debug)]
pub(super) struct Feed {
    tail: RwLock<Tail>,
    /// The newest event's entry.
    latest: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Tail {
    /// All events of later entries are here.
    after: u64,
    events: VecDeque<PublicEvent>,
    /// How often others have taken their place.
    generation: u64,
}

impl Default for Feed {
    fn default() -> Self {
        Self::after(0)
    }
}

impl Feed {
    /// A feed whose events up to this entry's the snapshots have.
    pub(super) fn after(sequence: u64) -> Self {
        let tail = Tail { after: sequence, ..Tail::default() };
        Self { tail: tail.into(), latest: watch::Sender::new(sequence) }
    }

    /// Takes in what has happened.
    pub(super) fn add(&self, events: Vec<PublicEvent>) {
        let Some(latest) = events.last().map(|event| event.id.sequence) else { return };
        self.tail.write().events.extend(events);
        self.latest.send_replace(latest);
    }

    /// Where one hears of more: the newest event's entry.
    pub(super) fn latest(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// The events after one, so many at the most.
    pub(super) fn events_after(
        &self,
        after: PublicEventId,
        limit: usize,
        rows: &Rows,
    ) -> Result<Vec<PublicEvent>, StorageError> {
        let mut found: Vec<PublicEvent> = vec![];
        let mut after = after;
        loop {
            let (from, generation) = {
                let tail = self.tail.read();
                if after >= PublicEventId::end_of(tail.after) {
                    let first = tail.events.partition_point(|event| event.id <= after);
                    let left = limit - found.len();
                    found.extend(tail.events.iter().skip(first).take(left).cloned());
                    return Ok(found);
                }
                (tail.after, tail.generation)
            };
            let snapshots = rows.snapshots().map_err(StorageError::Row)?;
            let read = snapshots.map_or(Ok(vec![]), |snapshots| {
                rows.noted(snapshots.public_events(after, from, limit - found.len()))
            });
            let read = read.map_err(StorageError::Row)?;
            if self.tail.read().generation != generation {
                continue;
            }
            found.extend(read);
            if found.len() >= limit {
                return Ok(found);
            }
            after = PublicEventId::end_of(from);
        }
    }

    /// Has the events of another take the place of its own. Who hears of more goes on doing so.
    pub(super) fn replace(&self, by: &Self) {
        let (mut tail, mut other) = (self.tail.write(), by.tail.write());
        let generation = tail.generation + 1;
        *tail = Tail { generation, ..std::mem::take(&mut *other) };
    }

    /// The events of the entries after one and up to another, which are in memory as long as the
    /// snapshots do not have them.
    pub(super) fn unwritten(&self, after: u64, until: u64) -> Vec<PublicEvent> {
        let tail = self.tail.read();
        let place = |sequence| tail.events.partition_point(|event| event.id.sequence <= sequence);
        tail.events.range(place(after)..place(until).max(place(after))).cloned().collect()
    }

    /// Notes that the snapshots have all up to an entry's.
    pub(super) fn are_written(&self, sequence: u64) {
        let mut tail = self.tail.write();
        while tail.events.len() > KEPT_MAX
            && let Some(first) = tail.events.front().map(|event| event.id.sequence)
            && first <= sequence
        {
            while tail.events.front().is_some_and(|event| event.id.sequence == first) {
                tail.events.pop_front();
            }
            tail.after = first;
        }
    }
}

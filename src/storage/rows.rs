//! Rows in memory, over the snapshots: those that have changed since these were written, which only
//! memory has, and some that were read.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use foldhash::HashMap;
use parking_lot::{Condvar, Mutex, RwLock};

use super::snapshots::{SnapshotError, Snapshots};
use crate::{
    domain::{Key, Row},
    reads::walk::count,
};

/// How many rows are kept that the snapshots have, too; some 40 MB.
const READ_MAX: usize = 64 * 1024;

/// How long snapshots that are being opened anew are waited for: for longer than the snapshotter
/// itself waits before it opens them.
const REOPENED_WITHIN: Duration = Duration::from_secs(3);

/// See above.
#[derive(Debug, Default)]
pub(super) struct Rows {
    held: RwLock<Held>,
    snapshots: Mutex<Under>,
    /// Others are there.
    reopened: Condvar,
    /// They could not be read.
    failed: AtomicBool,
}

/// What is under the rows in memory.
#[derive(Debug, Default)]
enum Under {
    /// Nothing: memory has all there is.
    #[default]
    Nothing,
    Snapshots(Snapshots),
    /// Snapshots that have been being opened anew since then.
    Closed(Instant),
}

#[derive(Debug, Default)]
struct Held {
    rows: HashMap<Key, HeldRow>,
    /// How many of them the snapshots have, too.
    read: usize,
    /// How often some were dropped.
    drops: u64,
    /// The greatest id of each kind of which the snapshots have had a record; none if nobody knows.
    greatest: Option<HashMap<u8, [u8; 16]>>,
}

#[derive(Debug)]
struct HeldRow {
    /// None if there is no such record.
    row: Option<Row>,
    /// The entry that changed it, if the snapshots may not have that.
    changed: Option<u64>,
}

impl Rows {
    pub(super) fn over(snapshots: Snapshots) -> Self {
        let held = Held { greatest: snapshots.greatest_ids().ok(), ..Held::default() };
        let snapshots = Under::Snapshots(snapshots).into();
        Self { held: held.into(), snapshots, ..Self::default() }
    }

    /// The snapshots; none if memory has all there is. Those that are being opened anew are mostly
    /// there in a moment, and are waited for.
    pub(super) fn snapshots(&self) -> Result<Option<Snapshots>, SnapshotError> {
        let mut under = self.snapshots.lock();
        loop {
            let since = match &*under {
                Under::Nothing => return Ok(None),
                Under::Snapshots(snapshots) => return Ok(Some(snapshots.clone())),
                Under::Closed(since) => *since,
            };
            if self.reopened.wait_until(&mut under, since + REOPENED_WITHIN).timed_out() {
                return Err(SnapshotError::Closed);
            }
        }
    }

    /// Lets go of the snapshots: until others are there, only what is in memory can be read.
    pub(super) fn close(&self) {
        let closed = std::mem::replace(&mut *self.snapshots.lock(), Under::Closed(Instant::now()));
        drop(closed);
    }

    pub(super) fn reopen(&self, snapshots: Snapshots) {
        *self.snapshots.lock() = Under::Snapshots(snapshots);
        self.failed.store(false, Ordering::Relaxed);
        self.reopened.notify_all();
    }

    /// Changes places with others: nobody sees a row of one over the snapshots of the other.
    pub(super) fn replace(&self, by: &Self) {
        let (mut held, mut others) = (self.held.write(), by.held.write());
        std::mem::swap(&mut *held, &mut *others);
        // What somebody is just reading from the old ones is not kept.
        held.drops = held.drops.max(others.drops) + 1;
        std::mem::swap(&mut *self.snapshots.lock(), &mut *by.snapshots.lock());
        self.failed.store(false, Ordering::Relaxed);
        self.reopened.notify_all();
    }

    pub(super) fn have_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// What was read, and a note if that failed.
    pub(super) fn noted<T>(&self, read: Result<T, SnapshotError>) -> Result<T, SnapshotError> {
        read.inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Row>, SnapshotError> {
        count::looked_at(1);
        loop {
            let drops = {
                let held = self.held.read();
                if let Some(place) = held.rows.get(&key) {
                    return Ok(place.row.clone());
                }
                if held.is_new(key) {
                    return Ok(None);
                }
                held.drops
            };
            let Some(snapshots) = self.snapshots()? else { return Ok(None) };
            let row = self.noted(snapshots.get(key))?;
            if let Some(row) = self.held.write().keep(key, row, drops) {
                return Ok(row);
            }
        }
    }

    /// Takes in rows as entries have made them.
    pub(super) fn set<'a>(&self, rows: impl Iterator<Item = (u64, &'a Row)>) {
        let mut held = self.held.write();
        for (sequence, row) in rows {
            let place = HeldRow { row: Some(row.clone()), changed: Some(sequence) };
            let before = held.rows.insert(row.key(), place);
            held.read -= usize::from(before.is_some_and(|before| before.changed.is_none()));
        }
    }

    /// Notes that the snapshots have these as of an entry.
    pub(super) fn are_written(&self, keys: impl Iterator<Item = Key>, sequence: u64) {
        let mut held = self.held.write();
        let mut written = 0;
        for key in keys {
            held.is_in_snapshots(key);
            if let Some(place) = held.rows.get_mut(&key)
                && place.changed.is_some_and(|changed| changed <= sequence)
            {
                place.changed = None;
                written += 1;
            }
        }
        held.read += written;
        held.bound();
    }
}

impl Held {
    /// Whether the snapshots have no such record, for all that they have are older: what is made now is
    /// mostly asked for once before, and its id is greater than those of its kind.
    fn is_new(&self, key: Key) -> bool {
        let (kind, id) = key.parts();
        self.greatest.as_ref().is_some_and(|of| of.get(&kind).is_none_or(|old| id > old))
    }

    fn is_in_snapshots(&mut self, key: Key) {
        let (kind, id) = key.parts();
        if let Some(of) = &mut self.greatest {
            let greatest = of.entry(kind).or_insert(*id);
            *greatest = *id.max(greatest);
        }
    }

    /// Keeps a row that was read when rows had been dropped so often, and gives the row as it is: it
    /// may have changed since, and then is here, unless some were dropped. Then nobody knows.
    fn keep(&mut self, key: Key, row: Option<Row>, drops: u64) -> Option<Option<Row>> {
        if let Some(held) = self.rows.get(&key) {
            return Some(held.row.clone());
        }
        if self.drops != drops {
            return None;
        }
        self.rows.insert(key, HeldRow { row: row.clone(), changed: None });
        self.read += 1;
        self.bound();
        Some(row)
    }

    fn bound(&mut self) {
        if self.read > READ_MAX {
            self.rows.retain(|_, place| place.changed.is_some());
            self.rows.shrink_to(READ_MAX);
            self.read = 0;
            self.drops += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::WebhookNotice,
        types::{Timestamp, WebhookNoticeId},
    };

    fn notice(n: u8, millis: i64) -> Row {
        Row::WebhookNotice(Arc::new(WebhookNotice {
            id: WebhookNoticeId::from_bytes([n; 16]),
            stripe_id: "evt".into(),
            kind: "kind".into(),
            received_at: Timestamp::from_millis(millis),
        }))
    }

    #[test]
    fn what_was_read_before_a_change_never_hides_it() {
        let rows = Rows::default();
        let (old, new) = (notice(1, 1), notice(1, 2));
        let key = old.key();
        let held = |rows: &Rows| rows.held.read().rows.get(&key).map(|held| held.row.clone());
        // Read, changed meanwhile, and only then kept.
        rows.set([(7, &new)].into_iter());
        let given = rows.held.write().keep(key, Some(old.clone()), 0);
        assert_eq!(given, Some(Some(new.clone())), "what it has become meanwhile");
        assert_eq!(held(&rows), Some(Some(new.clone())));
        // The same, and the change was written and dropped before it was kept.
        rows.are_written([key].into_iter(), 7);
        let mut read = rows.held.write();
        read.read = READ_MAX + 1;
        read.bound();
        assert_eq!(read.keep(key, Some(old), 0), None, "nobody knows");
        drop(read);
        assert_eq!(held(&rows), None, "it is read again");
        rows.held.write().keep(key, Some(new.clone()), 1);
        assert_eq!(held(&rows), Some(Some(new)));
    }

    #[test]
    fn what_is_greater_than_all_that_is_written_is_not_looked_for() {
        let mut held = Held { greatest: Some(HashMap::default()), ..Held::default() };
        let key = |n| notice(n, 1).key();
        assert!(held.is_new(key(1)));
        for written in [5, 3] {
            held.is_in_snapshots(key(written));
            let new = [1, 3, 5, 6].map(|n| held.is_new(key(n)));
            assert_eq!(new, [false, false, false, true]);
        }
        assert!(!Held::default().is_new(key(9)), "nobody knows");
    }

    #[test]
    fn what_only_memory_has_is_not_dropped() {
        let rows = Rows::default();
        rows.set([(1, &notice(1, 1)), (2, &notice(2, 1))].into_iter());
        rows.are_written([notice(1, 1).key(), notice(2, 1).key()].into_iter(), 1);
        let mut held = rows.held.write();
        assert_eq!(held.read, 1);
        held.read = READ_MAX + 1;
        held.bound();
        let left: Vec<_> = held.rows.keys().copied().collect();
        assert_eq!(left, [notice(2, 1).key()]);
    }
}

//! Rows in memory, over the snapshots: those that have changed since these were written, which only
//! memory has, and some that were read.

use std::collections::HashMap;

use parking_lot::RwLock;

use super::snapshots::{SnapshotError, Snapshots};
use crate::domain::{Key, Row};

/// How many rows are kept that the snapshots have, too; some 40 MB.
const READ_MAX: usize = 64 * 1024;

/// See above.
#[derive(Debug, Default)]
pub(super) struct Rows {
    held: RwLock<Held>,
    snapshots: Option<Snapshots>,
}

#[derive(Debug, Default)]
struct Held {
    rows: HashMap<Key, HeldRow>,
    /// How many of them the snapshots have, too.
    read: usize,
    /// How often some were dropped.
    drops: u64,
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
        Self { held: RwLock::default(), snapshots: Some(snapshots) }
    }

    pub(super) fn snapshots(&self) -> Option<&Snapshots> {
        self.snapshots.as_ref()
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Row>, SnapshotError> {
        let drops = {
            let held = self.held.read();
            if let Some(place) = held.rows.get(&key) {
                return Ok(place.row.clone());
            }
            held.drops
        };
        let Some(snapshots) = &self.snapshots else { return Ok(None) };
        let row = snapshots.get(key)?;
        let mut held = self.held.write();
        // Unless some were dropped meanwhile, it would still be here had it changed since.
        if held.drops == drops && !held.rows.contains_key(&key) {
            held.rows.insert(key, HeldRow { row: row.clone(), changed: None });
            held.read += 1;
            held.bound();
        }
        Ok(row)
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
    fn bound(&mut self) {
        if self.read > READ_MAX {
            self.rows.retain(|_, place| place.changed.is_some());
            self.rows.shrink_to(READ_MAX);
            self.read = 0;
            self.drops += 1;
        }
    }
}

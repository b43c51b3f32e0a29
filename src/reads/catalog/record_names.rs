//! By what others call records: of those to which something is left to happen, and of those that were
//! settled lately, which the snapshots may not have yet. They have the rest
//! ([`PastIndex::Named`](crate::reads::past::PastIndex::Named)).

use std::collections::{HashMap, VecDeque};

use crate::{
    domain::{Key, Row},
    reads::past::{RecordName, is_past, record_names},
};

/// How many that are settled are kept, some 5 MB. Where more are settled before the snapshots have them, on
/// the day of a sale, an older one is found a moment later.
const SETTLED_MAX: usize = 50_000;

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RecordNames {
    named: HashMap<RecordName, Key>,
    /// The oldest first.
    settled: VecDeque<RecordName>,
}

impl RecordNames {
    /// Takes in a changed record.
    pub(super) fn update(&mut self, row: &Row) {
        let is_settled = is_past(row);
        for name in record_names(row) {
            self.named.insert(name, row.key());
            if is_settled {
                self.settled.push_back(name);
            }
        }
        while self.settled.len() > SETTLED_MAX {
            if let Some(name) = self.settled.pop_front() {
                self.named.remove(&name);
            }
        }
    }

    /// Whose name this is.
    pub fn key_of(&self, name: RecordName) -> Option<Key> {
        self.named.get(&name).copied()
    }
}

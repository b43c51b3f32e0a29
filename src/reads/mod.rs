//! What is known beside the records themselves: what lists and searches need, how much has happened,
//! and who is told of it at this moment, in memory; and by what the past is found in the snapshots.
//!
//! **Invariant:** these follow what is committed and decide nothing of their own.

pub mod catalog;
pub mod histogram;
pub mod live;
pub mod past;
pub mod price_history;
pub mod search;
pub mod seat_runs;
pub mod statistics;
pub mod walk;

use crate::{
    domain::{
        Change, Entry,
        public::{self, PublicEvent},
    },
    types::Timestamp,
};

/// A committed entry, and what it has changed.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'a> {
    /// Its position in the journal.
    pub sequence: u64,
    /// The entry.
    pub entry: &'a Entry,
    /// The indexes of the events that a compaction has taken out of it, ascending.
    pub gone: &'a [u16],
    /// What it has made of the records.
    pub changes: &'a [Change],
}

impl Applied<'_> {
    /// When it was decided.
    pub fn at(&self) -> Timestamp {
        self.entry.at
    }

    /// What other programs may know of it.
    pub fn public_events(&self) -> Vec<PublicEvent> {
        public::of_entry((self.sequence, self.entry, self.gone), |key| {
            let change = self.changes.iter().find(|change| change.new.key() == key);
            change.map(|change| change.new.clone())
        })
    }
}

/// What follows what is committed, in memory. It is told of each entry, once and in order, live and
/// in recovery alike.
pub trait Projection {
    /// Takes in an entry.
    fn apply(&mut self, applied: &Applied<'_>);
}

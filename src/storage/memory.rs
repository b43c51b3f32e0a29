use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;

use super::{
    CommitError,
    tables::{Prepared, Tables},
};
use crate::domain::Entry;

/// A journal without a disk, for tests: it can be read at any time, handed to the next storage as
/// if a process had been killed, and told to fail.
#[derive(Clone, Default)]
pub struct MemoryJournal {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    entries: Vec<Entry>,
    fault: Option<FaultPlan>,
}

type FaultPlan = Box<dyn FnMut(&Entry) -> CommitFault + Send>;

/// What becomes of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFault {
    /// It is committed.
    None,
    /// It is committed, after a while.
    Slow(Duration),
    /// It is refused, and nothing has changed (a full disk).
    Refuse,
    /// It is committed, and whoever waits for it never hears of it: as if the power went.
    CommitThenHang,
    /// It is not committed, and whoever waits for it never hears of it.
    HangFirst,
    /// It is committed, and whoever waits for it is told that this is not known.
    CommitThenUnknown,
    /// It is not committed, and whoever waits for it is told that this is not known.
    UnknownFirst,
}

impl std::fmt::Debug for MemoryJournal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MemoryJournal({} entries)", self.inner.lock().entries.len())
    }
}

impl MemoryJournal {
    /// A journal that begins with these entries.
    #[must_use]
    pub fn with(entries: Vec<Entry>) -> Self {
        Self { inner: Arc::new(Mutex::new(Inner { entries, fault: None })) }
    }

    /// All that is committed, in order; the first has sequence number 1.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.inner.lock().entries.clone()
    }

    /// Asks the plan about every commit from now on.
    pub fn fault(&self, plan: impl FnMut(&Entry) -> CommitFault + Send + 'static) {
        self.inner.lock().fault = Some(Box::new(plan));
    }

    pub(super) async fn commit(&self, entry: Entry, tables: &Tables) -> Result<u64, CommitError> {
        let mut fault = self.planned(&entry);
        if let CommitFault::Slow(time) = fault {
            tokio::time::sleep(time).await;
            fault = CommitFault::None;
        }
        {
            let mut inner = self.inner.lock();
            let changes = tables
                .prepare(&Prepared::default(), &entry)
                .map_err(|error| CommitError::NotWritten(error.to_string()))?;
            if matches!(
                fault,
                CommitFault::None | CommitFault::CommitThenHang | CommitFault::CommitThenUnknown
            ) {
                inner.entries.push(entry);
            }
            let sequence = inner.entries.len() as u64;
            if matches!(fault, CommitFault::None | CommitFault::CommitThenUnknown) {
                tables.publish(vec![(sequence, changes)]);
            }
            if fault == CommitFault::None {
                return Ok(sequence);
            }
        }
        let says_so = || "the test says so".into();
        match fault {
            CommitFault::Refuse => Err(CommitError::NotWritten(says_so())),
            CommitFault::CommitThenUnknown | CommitFault::UnknownFirst => {
                Err(CommitError::Unknown(says_so()))
            }
            CommitFault::None
            | CommitFault::Slow(_)
            | CommitFault::CommitThenHang
            | CommitFault::HangFirst => std::future::pending().await,
        }
    }

    fn planned(&self, entry: &Entry) -> CommitFault {
        let mut inner = self.inner.lock();
        inner.fault.as_mut().map_or(CommitFault::None, |plan| plan(entry))
    }
}

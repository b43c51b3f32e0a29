use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;

use super::{
    CommitError, Committed, Proposal, Tables,
    judge::{Judged, judge},
};
use crate::{domain::Entry, reads::Applied};

/// A journal without a disk, for tests: it can be read at any time, handed to the next storage as
/// if a process had been killed, and told to fail.
#[derive(Clone, Default)]
pub struct MemoryJournal {
    inner: Arc<Mutex<MemoryState>>,
}

#[derive(Default)]
struct MemoryState {
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
        Self { inner: Arc::new(Mutex::new(MemoryState { entries, fault: None })) }
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

    pub(super) async fn commit(
        &self,
        proposal: Proposal,
        tables: &Arc<Tables>,
    ) -> Result<Committed, CommitError> {
        let (mut committed, mut fault) = self.attempt(proposal.clone(), tables, None)?;
        if let CommitFault::Slow(time) = fault {
            let (journal, tables) = (self.clone(), tables.clone());
            // As by the writer's thread, it is done even if whoever asked has gone.
            let done = tokio::spawn(async move {
                tokio::time::sleep(time).await;
                journal.attempt(proposal, &tables, Some(CommitFault::None))
            });
            let failed = |_| CommitError::Unknown("the journal's task has ended".into());
            (committed, fault) = done.await.map_err(failed)??;
        }
        let says_so = || "the test says so".into();
        match (fault, committed) {
            (CommitFault::None, Some(committed)) => Ok(committed),
            (CommitFault::Refuse, _) => Err(CommitError::NotWritten(says_so())),
            (CommitFault::CommitThenUnknown | CommitFault::UnknownFirst, _) => {
                Err(CommitError::Unknown(says_so()))
            }
            _ => std::future::pending().await,
        }
    }

    /// Judges and, unless the plan has it otherwise, commits.
    fn attempt(
        &self,
        proposal: Proposal,
        tables: &Tables,
        asked: Option<CommitFault>,
    ) -> Result<(Option<Committed>, CommitFault), CommitError> {
        let mut inner = self.inner.lock();
        let Judged { entry, changes, .. } = judge(tables, proposal, None)?;
        let fault = asked.unwrap_or_else(|| inner.planned(&entry));
        let is_seen = match fault {
            CommitFault::None | CommitFault::CommitThenUnknown => true,
            CommitFault::CommitThenHang => false,
            CommitFault::Slow(_)
            | CommitFault::Refuse
            | CommitFault::HangFirst
            | CommitFault::UnknownFirst => return Ok((None, fault)),
        };
        let position = inner.entries.len() as u64 + 1;
        if is_seen {
            let applied =
                Applied { sequence: position, entry: &entry, gone: &[], changes: &changes };
            tables.publish(std::iter::once(applied));
        }
        inner.entries.push(entry);
        Ok((Some(Committed { position, changes }), fault))
    }
}

impl MemoryState {
    fn planned(&mut self, entry: &Entry) -> CommitFault {
        self.fault.as_mut().map_or(CommitFault::None, |plan| plan(entry))
    }
}

//! What is kept. The only code that names sled or bincode.
//!
//! - The **journal** is the truth: what [`Storage::commit`] has acknowledged stands in it, and
//!   survives `kill -9` and a power cut.
//! - The **snapshots** are every record as of some entry, so that a start need not read the whole
//!   history. They are never believed without their seal, and built anew when it does not fit.

pub mod codec;
pub mod compaction;
mod feed;
mod folder;
pub mod journal;
mod judge;
mod memory;
mod open;
mod row;
mod rows;
mod snapshots;
mod snapshots_place;
mod snapshotter;
mod stored_sums;
mod tables;
mod upgrade;
mod writer;

use std::path::PathBuf;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use std::time::Duration;

pub use folder::{
    Folder, FolderError, free_bytes, read_link_key, read_site_id, write_link_key, write_private,
    write_site_id, write_version,
};
pub use memory::{CommitFault, MemoryJournal};
pub use open::{OpenError, Recovery, StorageLimits};
use parking_lot::Mutex;
pub use snapshots::SnapshotError;
#[cfg(test)]
pub use stored_sums::spoil_sums;
pub use stored_sums::{StoredSums, stored_sums};
pub use tables::{ApplyError, Tables};
use tokio::sync::{mpsc, oneshot};
pub use upgrade::{Upgrade, VERSION};
pub use writer::COMMIT_QUEUE_MAX;

use crate::domain::{
    Change, DomainEvent, Key, LinkKey, Row,
    rules::{BrokenRule, Rule, waitlist::LineTerms},
};
use crate::files::Files;
use crate::types::Timestamp;
use writer::Job;

/// The records, and the way to change them.
#[derive(Debug)]
pub struct Storage {
    site_id: String,
    link_key: LinkKey,
    tables: Arc<Tables>,
    health: Arc<Health>,
    commits: Commits,
    /// Empty for a storage in memory.
    data: PathBuf,
    /// Held while it is compacted.
    compacting: Mutex<()>,
    /// None for a storage in memory.
    files: Option<Arc<Files>>,
    /// They hold the folder's lock until the last of them ends.
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

#[derive(Debug)]
enum Commits {
    Journal(mpsc::Sender<Job>),
    Memory(MemoryJournal),
}

/// A record cannot be read now.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The snapshots are damaged, or the disk is.
    #[error("a record cannot be read ({0}); nothing is lost, and a restart builds it anew")]
    Row(#[source] SnapshotError),
}

impl StorageError {
    /// Whether it can be read in a moment: the snapshots are being opened anew.
    #[must_use]
    pub fn is_for_now(&self) -> bool {
        matches!(self, Self::Row(SnapshotError::Closed | SnapshotError::Unreadable))
    }
}

/// Events that are to become true at one instant, and what that rests on.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// When they were decided.
    pub at: Timestamp,
    /// In the order in which they apply. What follows from them is added when they are committed.
    pub events: Vec<DomainEvent>,
    /// What must hold of what is committed.
    pub rules: Vec<Rule>,
    /// The records by which they were decided, as they were then: if one is another now, it is to
    /// be decided again.
    pub seen: Vec<(Key, Option<Row>)>,
    /// How long a turn is for who is next in line for what this frees, and what it costs; without it
    /// nobody has theirs.
    pub line: Option<LineTerms>,
}

impl Proposal {
    /// Events that rest on nothing but the records that they change.
    #[must_use]
    pub fn new(at: Timestamp, events: Vec<DomainEvent>) -> Self {
        Self { at, events, rules: vec![], seen: vec![], line: None }
    }

    /// The same, if this rule holds, too.
    #[must_use]
    pub fn requiring(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }
}

/// What was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The entry's position in the journal: it means this entry for ever.
    pub position: u64,
    /// What the entry has made of the records.
    pub changes: Vec<Change>,
}

/// An entry was not committed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A rule that it rests on does not hold, and nothing has changed.
    #[error(transparent)]
    Broken(BrokenRule),
    /// A record by which it was decided has changed meanwhile, or a deadline of it has passed, and it
    /// was not committed.
    #[error("what it was decided by has changed meanwhile")]
    Conflict,
    /// It was not, and nothing has changed; a later attempt may succeed.
    #[error("it could not be saved, and nothing has changed: {0}")]
    NotWritten(String),
    /// It may or may not be found committed after a restart.
    #[error("it is not known whether it was saved: {0}")]
    Unknown(String),
}

/// Whether the storage can take anything.
#[derive(Debug, Default)]
pub struct Health {
    full: AtomicBool,
    broken: AtomicBool,
    snapshots_damaged: AtomicBool,
    snapshots_away: AtomicBool,
    closing: AtomicBool,
    journal_damaged: OnceLock<String>,
    snapshots_reopened: AtomicU64,
    clock_steps: AtomicU64,
    clock_is_behind: AtomicBool,
}

/// By how much what is to be committed may be dated before what is: it was decided while others
/// were committed. More than this means that the machine's clock was set back.
const CLOCK_STEP: Duration = Duration::from_secs(1);

impl Health {
    /// Whether commits are taken, as far as is known.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        !is_set(&self.full) && !is_set(&self.broken) && !is_set(&self.snapshots_damaged)
    }

    /// Whether the snapshots are there; if not, memory grows until they are.
    #[must_use]
    pub fn has_snapshots(&self) -> bool {
        !self.snapshots_away.load(Ordering::Relaxed)
    }

    /// How often the snapshots were opened anew.
    #[must_use]
    pub fn snapshots_reopened(&self) -> u64 {
        self.snapshots_reopened.load(Ordering::Relaxed)
    }

    /// What is damaged in the part of the journal that the start did not read, if it is known.
    #[must_use]
    pub fn journal_damage(&self) -> Option<&str> {
        self.journal_damaged.get().map(String::as_str)
    }

    /// How often the machine's clock has been set back by a second or more.
    #[must_use]
    pub fn clock_steps(&self) -> u64 {
        self.clock_steps.load(Ordering::Relaxed)
    }

    /// Takes note of a time that the clock gives, beside the latest that there is an entry of.
    fn clock_says(&self, now: Timestamp, latest: Timestamp) {
        let behind = latest.since(now);
        let is_behind = behind > CLOCK_STEP;
        if self.clock_is_behind.swap(is_behind, Ordering::Relaxed) != is_behind && is_behind {
            self.clock_steps.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(
                ?behind,
                "the machine's clock was set back: until it has caught up, what is committed has the \
                 date of what was before, and a new hold may last longer"
            );
        }
    }

    fn set_journal_damaged(&self, what: String) {
        // There is one who says so.
        let _ = self.journal_damaged.set(what);
    }

    /// Whether a part of the data is being built anew, without which nothing is taken.
    #[must_use]
    pub fn has_damaged_snapshots(&self) -> bool {
        self.snapshots_damaged.load(Ordering::Relaxed)
    }

    fn set_snapshots_damaged(&self, are_damaged: bool) {
        self.snapshots_damaged.store(are_damaged, Ordering::Relaxed);
    }

    fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    fn set_closing(&self) {
        self.closing.store(true, Ordering::Release);
    }

    /// Gives what it was before.
    fn set_full(&self, full: bool) -> bool {
        self.full.swap(full, Ordering::Relaxed)
    }

    fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    fn set_broken(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    fn set_snapshots_away(&self, are_away: bool) {
        if self.snapshots_away.swap(are_away, Ordering::Relaxed) && !are_away {
            self.snapshots_reopened.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Storage {
    /// A storage without a disk, for tests, that begins with these entries. Its journal can be told
    /// to fail.
    ///
    /// # Errors
    /// When the entries cannot be.
    pub fn in_memory(journal: MemoryJournal) -> Result<Self, ApplyError> {
        let tables = Arc::new(Tables::default());
        for (sequence, entry) in (1..).zip(journal.entries()) {
            tables.apply(sequence, &journal::StoredEntry::from(entry))?;
        }
        Ok(Self {
            site_id: "in memory".into(),
            // The same whenever a test goes on with its journal.
            link_key: LinkKey([0; LinkKey::BYTES]),
            tables,
            health: Arc::default(),
            commits: Commits::Memory(journal),
            data: PathBuf::new(),
            compacting: Mutex::default(),
            files: None,
            threads: Mutex::default(),
        })
    }

    /// Commits events that rest on nothing but the records that they change, and what follows from
    /// them, as one entry; gives its position.
    ///
    /// # Errors
    /// As [`Storage::propose`].
    pub async fn commit(
        &self,
        at: Timestamp,
        events: Vec<DomainEvent>,
    ) -> Result<u64, CommitError> {
        self.propose(Proposal::new(at, events)).await.map(|committed| committed.position)
    }

    /// Has the writer judge a proposal and commit it as one entry: when this returns `Ok`, it is
    /// durable and visible to every reader.
    ///
    /// # Errors
    /// When it is not committed, or that is not known.
    pub async fn propose(&self, proposal: Proposal) -> Result<Committed, CommitError> {
        match &self.commits {
            Commits::Memory(journal) => journal.commit(proposal, &self.tables).await,
            Commits::Journal(queue) => {
                let closed = || CommitError::NotWritten("the site is stopping".into());
                let (done, result) = oneshot::channel();
                let pending = writer::PendingProposal { proposal, done };
                queue.send(Job::Commit(pending)).await.map_err(|_| closed())?;
                // The writer answers everyone unless it panics.
                let failed = || CommitError::Unknown("the journal's thread has failed".into());
                result.await.unwrap_or_else(|_| Err(failed()))
            }
        }
    }

    /// Which site this is: [`Folder::site_id`].
    #[must_use]
    pub fn site_id(&self) -> &str {
        &self.site_id
    }

    /// What seals the links in its mails: [`Folder::link_key`].
    #[must_use]
    pub fn link_key(&self) -> &LinkKey {
        &self.link_key
    }

    /// The records.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The records, for who follows them for as long as the site runs.
    #[must_use]
    pub fn shared_tables(&self) -> Arc<Tables> {
        self.tables.clone()
    }

    /// Whether commits are taken.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The tickets' files; a storage in memory has none.
    #[must_use]
    pub fn files(&self) -> Option<&Arc<Files>> {
        self.files.as_ref()
    }

    /// Whether commits are taken, as far as is known. A disk that was full is looked at anew for who
    /// asks next: where nobody is sent to a site that is not ready, nobody else would find out.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        if self.health.is_full()
            && let Commits::Journal(queue) = &self.commits
        {
            // An error means that the writer is at work, or has ended.
            let _ = queue.try_send(Job::Look);
        }
        self.health.is_sound()
    }

    /// Ends the threads once all that waits is committed, closes the journal in good order, and
    /// lets go of the folder. Blocks for as long as that takes: async code calls it through
    /// `spawn_blocking`. (A storage that is dropped does the same, and nobody waits for it.)
    pub fn close(&self) {
        if let Commits::Journal(queue) = &self.commits {
            self.health.set_closing();
            // This wakes a writer that waits; one that is at work looks at the flag. An error
            // means that the queue is full, and so it is at work, or that it has ended.
            let _ = queue.try_send(Job::Look);
        }
        // One that is under way sees that it is to end.
        drop(self.compacting.lock());
        for thread in std::mem::take(&mut *self.threads.lock()) {
            if thread.join().is_err() {
                tracing::error!("a storage thread panicked; nothing acknowledged is lost");
            }
        }
    }
}

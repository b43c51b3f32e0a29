//! The two threads behind [`super::Storage`]: the writer, which judges what is proposed and owns the
//! journal, and the snapshotter, which owns what is written to the snapshots.
//!
//! Proposals that come while a group commit is under way make the next one. Each is judged on what
//! is committed: so one that reads what another of its group changes, or changes what another has
//! read, opens the group after.

use std::{
    collections::{HashSet, VecDeque},
    hash::{BuildHasherDefault, Hasher},
    io,
    sync::{Arc, mpsc::TryRecvError},
    thread,
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use super::{
    CommitError, Committed, Folder, Health, Proposal, Tables, codec,
    journal::{Commit, JournalPosition, JournalWriter},
    judge::{Judged, Touches, judge},
    snapshots::{Batch, PastCheck, SnapshotError, SnapshotState, Snapshots},
};
use crate::{
    domain::{Change, Entry, Row},
    reads::{
        Applied,
        statistics::{Quarter, Tally},
    },
    types::Timestamp,
};

/// How many commits may wait; those who come when so many do wait for a place.
pub const COMMIT_QUEUE_MAX: usize = 4096;
/// How many entries one group commit takes.
const GROUP_ENTRIES_MAX: usize = 1024;
/// How many bytes of entries end a group commit; the last may go over it.
const GROUP_BYTES_MAX: usize = 1024 * 1024;
/// How many group commits the snapshots may be behind; the journal waits when they are.
const SNAPSHOT_QUEUE_MAX: usize = 256;
/// How many rows end a batch of snapshots: sled serves no reader while it applies one.
const SNAPSHOT_BATCH_ROWS: usize = 512;
/// How long nothing must have been committed before the snapshots are written: nobody waits for
/// them, and those who buy at an on-sale wait for the processor.
const QUIET: Duration = Duration::from_millis(20);
/// How many changed rows are left for a quieter time: some 40 MB, and what a start after a kill reads
/// of the journal in a fraction of a second.
const LEFT_ROWS_MAX: usize = 64 * 1024;

/// A proposal that waits for the writer.
#[derive(Debug)]
pub struct PendingProposal {
    /// What is proposed.
    pub proposal: Proposal,
    /// Who waits for it.
    pub done: Done,
}

/// What the writer is asked to do.
#[derive(Debug)]
pub enum Job {
    /// Commit an entry.
    Commit(PendingProposal),
    /// Look whether to finish what has come, and end.
    Close,
}

/// What a group commit has changed.
#[derive(Debug)]
pub struct Changed {
    /// Its last entry.
    pub sequence: u64,
    /// Where its frame stands in the journal.
    pub place: JournalPosition,
    /// Rows as they are after each of its entries, one after the other.
    pub rows: Vec<Row>,
    /// What has happened, and when.
    pub tallies: Vec<(Quarter, Tally)>,
}

impl Changed {
    /// What committed entries have changed.
    pub fn by<'a>(place: JournalPosition, entries: impl Iterator<Item = Applied<'a>>) -> Self {
        let mut changed = Self { sequence: 0, place, rows: vec![], tallies: vec![] };
        for applied in entries {
            changed.sequence = applied.sequence;
            changed.rows.extend(applied.changes.iter().map(|change| change.new.clone()));
            let tally = Tally::of_applied(&applied);
            if tally != Tally::default() {
                changed.tallies.push((Quarter::of(applied.at()), tally));
            }
        }
        changed
    }
}

/// Where the writer sends what the snapshots are to hold.
pub type SnapshotQueue = std::sync::mpsc::SyncSender<Changed>;

/// Starts the writer. It ends when it is told to, or when the queue's senders are gone.
///
/// # Errors
/// When there can be no thread.
pub fn start_writer(
    mut journal: JournalWriter,
    tables: Arc<Tables>,
    snapshots: SnapshotQueue,
    health: Arc<Health>,
    folder: Arc<Folder>,
) -> io::Result<(mpsc::Sender<Job>, thread::JoinHandle<()>)> {
    let (queue, mut waiting) = mpsc::channel::<Job>(COMMIT_QUEUE_MAX);
    let thread = thread::Builder::new().name("journal".into()).spawn(move || {
        let _folder = folder;
        let _alarm = PanicAlarm(&health);
        let mut held_over = None;
        while let Some(first) = held_over.take().or_else(|| waiting.blocking_recv()) {
            let mut group = Group::default();
            let mut next = Some(first);
            while let Some(job) = next {
                if let Job::Commit(pending) = &job {
                    health.clock_says(pending.proposal.at, tables.latest());
                }
                if let Job::Commit(pending) = job
                    && let Some(meets) = group.add(pending, &tables)
                {
                    held_over = Some(Job::Commit(meets));
                    break;
                }
                next = if group.is_full() { None } else { waiting.try_recv().ok() };
            }
            group.commit(&mut journal, &tables, &snapshots, &health);
            if health.is_closing() {
                // No more can come; what has come is still received.
                waiting.close();
            }
        }
        if let Err(error) = journal.close() {
            tracing::error!(%error, "the journal could not be closed in good order; nothing is lost");
        }
    })?;
    Ok((queue, thread))
}

/// Tells when the writer ends by a fault, which nobody would see otherwise until they commit.
struct PanicAlarm<'a>(&'a Health);

impl Drop for PanicAlarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.set_broken();
        }
    }
}

/// Entries that become durable together: none rests on what another changes.
#[derive(Default)]
struct Group {
    size: usize,
    /// When its last entry is.
    latest: Option<Timestamp>,
    bytes: Vec<Vec<u8>>,
    entries: Vec<(Entry, Vec<Change>)>,
    waiting: Vec<Done>,
    reads: HashSet<u64, AsIs>,
    writes: HashSet<u64, AsIs>,
    is_alone: bool,
}

/// What is in these sets is a hash already.
type AsIs = BuildHasherDefault<HashAsIs>;

#[derive(Default)]
struct HashAsIs(u64);

impl Hasher for HashAsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

type Done = oneshot::Sender<Result<Committed, CommitError>>;

impl Group {
    fn is_full(&self) -> bool {
        self.bytes.len() >= GROUP_ENTRIES_MAX || self.size >= GROUP_BYTES_MAX
    }

    /// Takes in a proposal if it can be committed with the others, and answers one that cannot be
    /// committed at all. Gives back one that must not be judged beside the others.
    fn add(&mut self, pending: PendingProposal, tables: &Tables) -> Option<PendingProposal> {
        let PendingProposal { mut proposal, done } = pending;
        proposal.at = self.latest.map_or(proposal.at, |latest| latest.max(proposal.at));
        let judged = match judge(tables, proposal) {
            Ok(judged) => judged,
            Err(error) => {
                answer(done, Err(error));
                return None;
            }
        };
        if !self.bytes.is_empty() && self.meets(&judged.touches) {
            return Some(PendingProposal { proposal: judged.into_proposal(), done });
        }
        let Judged { entry, changes, touches, .. } = judged;
        let bytes = match codec::encode_entry(&entry) {
            Ok(bytes) => bytes,
            Err(error) => {
                answer(done, Err(CommitError::NotWritten(error.to_string())));
                return None;
            }
        };
        self.latest = Some(entry.at);
        self.is_alone = touches.is_alone;
        self.reads.extend(touches.reads);
        self.writes.extend(touches.writes);
        self.size += bytes.len();
        self.bytes.push(bytes);
        self.entries.push((entry, changes));
        self.waiting.push(done);
        None
    }

    fn meets(&self, touches: &Touches) -> bool {
        self.is_alone
            || touches.is_alone
            || touches.reads.iter().any(|key| self.writes.contains(key))
            || touches.writes.iter().any(|key| self.reads.contains(key))
    }

    fn commit(
        self,
        journal: &mut JournalWriter,
        tables: &Tables,
        snapshots: &SnapshotQueue,
        health: &Health,
    ) {
        if self.bytes.is_empty() {
            return;
        }
        if health.must_restart() {
            let why = "the site's log says why; it must be started again";
            return self.refuse(&CommitError::NotWritten(why.into()));
        }
        let (first_sequence, place) = match journal.commit(&self.bytes) {
            Commit::Durable { first_sequence, place } => (first_sequence, place),
            Commit::NotWritten(error) => {
                if !health.set_full(true) {
                    tracing::error!(%error, "nothing can be written to the journal; what was \
                        acknowledged is safe. Is the disk full? Every request tries again");
                }
                return self.refuse(&CommitError::NotWritten(error.to_string()));
            }
            Commit::Unknown(error) => {
                tracing::error!(%error, "the disk failed while the journal was written; what was \
                    acknowledged is safe. Nothing more is taken until a restart");
                health.set_broken();
                return self.refuse(&CommitError::Unknown(error.to_string()));
            }
        };
        if health.set_full(false) {
            tracing::info!("the journal can be written again");
        }
        let applied = || {
            let entries = (first_sequence..).zip(&self.entries);
            entries.map(|(sequence, (entry, changes))| Applied { sequence, entry, changes })
        };
        tables.publish(applied());
        // One message for all: each wakes the snapshotter.
        if snapshots.send(Changed::by(place, applied())).is_err() {
            health.set_snapshots_stopped();
        }
        let answers = (first_sequence..).zip(self.entries).zip(self.waiting);
        for ((position, (_, changes)), done) in answers {
            answer(done, Ok(Committed { position, changes }));
        }
    }

    fn refuse(self, error: &CommitError) {
        for done in self.waiting {
            answer(done, Err(error.clone()));
        }
    }
}

/// Who waited may have gone; what is committed stays so.
fn answer(done: Done, result: Result<Committed, CommitError>) {
    let _ = done.send(result);
}

/// Starts the snapshotter. It ends when the queue's sender is gone and all of it is written.
///
/// # Errors
/// When there can be no thread.
pub fn start_snapshotter(
    snapshots: Snapshots,
    mut kept: SnapshotState,
    tables: Arc<Tables>,
    health: Arc<Health>,
    folder: Arc<Folder>,
) -> io::Result<(SnapshotQueue, thread::JoinHandle<()>)> {
    let (queue, waiting) = std::sync::mpsc::sync_channel::<Changed>(SNAPSHOT_QUEUE_MAX);
    let thread = thread::Builder::new().name("snapshots".into()).spawn(move || {
        let _folder = folder;
        let mut check = Some(PastCheck::default());
        let mut left = VecDeque::<Changed>::new();
        let mut left_rows = 0;
        loop {
            if let Some(unfinished) = &mut check {
                match snapshots.check(kept.seal(), unfinished) {
                    Ok(is_last) => check = check.filter(|_| !is_last),
                    Err(error) => return stop_for(&error, &health),
                }
            }
            if left.is_empty() {
                let first = match &check {
                    Some(_) => match waiting.try_recv() {
                        Ok(first) => first,
                        Err(TryRecvError::Empty) => continue,
                        Err(TryRecvError::Disconnected) => break,
                    },
                    None => match waiting.recv() {
                        Ok(first) => first,
                        Err(_) => break,
                    },
                };
                left_rows += first.rows.len();
                left.push_back(first);
            }
            while left_rows < LEFT_ROWS_MAX
                && let Ok(next) = waiting.recv_timeout(QUIET)
            {
                left_rows += next.rows.len();
                left.push_back(next);
            }
            let mut batch = Batch::default();
            while batch.rows.len() < SNAPSHOT_BATCH_ROWS
                && let Some(next) = left.pop_front()
            {
                left_rows -= next.rows.len();
                batch.add(next);
            }
            if let Err(error) = snapshots.put(&mut kept, check.as_mut(), &batch) {
                tracing::error!(%error, "snapshots cannot be written. Nothing is lost: the journal \
                    has everything, and the next start builds them anew. Memory grows until then");
                return;
            }
            tables.are_written(batch.rows.into_keys(), batch.sequence);
        }
        if let Err(error) = snapshots.flush() {
            tracing::error!(%error, "snapshots could not be flushed. Nothing is lost: the journal \
                has everything");
        }
    })?;
    Ok((queue, thread))
}

/// What is of the past is not as it was written: nobody must decide by it.
fn stop_for(error: &SnapshotError, health: &Health) {
    health.set_snapshots_damaged();
    tracing::error!(%error, "the snapshots are damaged. Nothing is lost: the journal has everything, \
        and the next start builds them anew. Nothing more is taken until then: start again");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{DomainEvent, PasswordHash, UserEvent},
        storage::journal,
        types::{Email, Timestamp, UserId},
    };

    struct TestWriter {
        queue: mpsc::Sender<Job>,
        tables: Arc<Tables>,
        health: Arc<Health>,
        thread: thread::JoinHandle<()>,
        snapshots: std::sync::mpsc::Receiver<Changed>,
        folder: tempfile::TempDir,
    }

    /// A writer that has committed one entry to a file, and then gets another file.
    fn site(file: Option<&str>) -> TestWriter {
        let folder = tempfile::tempdir().unwrap();
        let claimed = Arc::new(Folder::claim(&folder.path().join("data")).unwrap());
        let end = journal::replay(folder.path(), |_, _| Ok(())).unwrap();
        let mut journal = JournalWriter::open(folder.path(), &end, 1 << 20).unwrap();
        let first = codec::encode_entry(&entry(UserId::new())).unwrap();
        assert!(matches!(journal.commit(&[first]), Commit::Durable { first_sequence: 1, .. }));
        if let Some(file) = file {
            journal.replace_file(file);
        }
        let (tables, health) = (Arc::<Tables>::default(), Arc::<Health>::default());
        let (send, snapshots) = std::sync::mpsc::sync_channel(100);
        let (queue, thread) =
            start_writer(journal, tables.clone(), send, health.clone(), claimed).unwrap();
        TestWriter { queue, tables, health, thread, snapshots, folder }
    }

    fn entry(id: UserId) -> Entry {
        let email = Email::parse(&format!("{id}@example.org")).unwrap();
        let created = UserEvent::Created { email, password: PasswordHash("x".into()) };
        Entry { at: Timestamp::from_millis(1), events: vec![DomainEvent::User(id, created)] }
    }

    impl TestWriter {
        fn commit(&self, id: UserId) -> Result<u64, CommitError> {
            let (Entry { at, events }, (done, result)) = (entry(id), oneshot::channel());
            let proposal = Proposal::new(at, events);
            assert!(self.queue.try_send(Job::Commit(PendingProposal { proposal, done })).is_ok());
            result.blocking_recv().unwrap().map(|committed| committed.position)
        }

        /// Ends it; gives how many entries the journal has.
        fn end(self) -> u64 {
            drop(self.queue);
            self.thread.join().unwrap();
            journal::replay(self.folder.path(), |_, _| Ok(())).unwrap().next_sequence - 1
        }
    }

    #[test]
    fn after_a_failed_sync_nothing_is_shown_and_nothing_more_is_taken() {
        let site = site(Some("/dev/null"));
        for _ in 0..3 {
            let id = UserId::new();
            assert!(matches!(site.commit(id), Err(CommitError::Unknown(_))));
            assert!(site.tables.user(id).unwrap().is_none());
            assert!(!site.health.is_sound());
        }
        assert!(site.snapshots.try_recv().is_err());
        assert_eq!(site.end(), 1);
    }

    #[test]
    fn after_a_failed_write_that_cannot_be_taken_back_nothing_more_is_taken() {
        let site = site(Some("/dev/full"));
        let id = UserId::new();
        assert!(matches!(site.commit(id), Err(CommitError::Unknown(_))));
        assert!(site.tables.user(id).unwrap().is_none());
        assert!(!site.health.is_sound());
        assert_eq!(site.end(), 1);
    }

    #[test]
    fn what_cannot_be_is_refused_and_its_neighbours_are_taken() {
        let site = site(None);
        let id = UserId::new();
        assert_eq!(site.commit(id), Ok(2));
        assert!(matches!(site.commit(id), Err(CommitError::NotWritten(_))));
        assert_eq!(site.commit(UserId::new()), Ok(3));
        assert!(site.health.is_sound());
        assert_eq!(site.end(), 3);
    }

    #[test]
    fn snapshots_that_have_stopped_stop_nothing_else() {
        let mut site = site(None);
        site.snapshots = std::sync::mpsc::sync_channel(1).1;
        let id = UserId::new();
        assert_eq!(site.commit(id), Ok(2));
        assert!(site.tables.user(id).unwrap().is_some());
        assert!(site.health.is_sound() && !site.health.has_snapshots());
        assert_eq!(site.end(), 2);
    }
}

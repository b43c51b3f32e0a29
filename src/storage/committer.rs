//! The two threads behind [`super::Storage`]: the committer, which owns the journal, and the
//! snapshotter, which owns what is written to the snapshots.

use std::{
    collections::HashMap,
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tokio::sync::{mpsc, oneshot};

use super::{
    CommitError, Folder, Health,
    journal::{Commit, JournalWriter},
    snapshots::{Seal, Snapshots},
    tables::{Changes, Prepared, Tables},
};
use crate::domain::{Entry, Key, Row};

/// How many commits may wait; those who come when so many do wait for a place.
pub const COMMIT_QUEUE_MAX: usize = 4096;
/// How many entries one group commit takes.
const BATCH_ENTRIES_MAX: usize = 1024;
/// How many bytes of entries end a group commit; the last may go over it.
const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// How many group commits the snapshots may be behind; the journal waits when they are.
const SNAPSHOT_QUEUE_MAX: usize = 256;
/// How many rows end a batch of snapshots: sled serves no reader while it applies one.
const SNAPSHOT_BATCH_ROWS: usize = 512;
/// How long a batch waits for more. Each costs sled a write and the waking of all its threads, and
/// a record that changes often within this time is written once.
const SNAPSHOT_BATCH_WAIT: Duration = Duration::from_millis(20);

/// An entry that waits for the journal.
#[derive(Debug)]
pub struct Pending {
    /// The entry.
    pub entry: Entry,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Who waits for it.
    pub done: oneshot::Sender<Result<u64, CommitError>>,
}

/// What the committer is asked to do.
#[derive(Debug)]
pub enum Job {
    /// Commit an entry.
    Commit(Pending),
    /// Look whether to finish what has come, and end.
    Close,
}

/// Rows that a group commit has changed.
#[derive(Debug)]
pub struct Changed {
    /// Its last entry.
    pub sequence: u64,
    /// As they are after each of its entries, one after the other.
    pub rows: Vec<Row>,
}

/// Where the committer sends what the snapshots are to hold.
pub type SnapshotQueue = std::sync::mpsc::SyncSender<Changed>;

/// Starts the committer. It ends when it is told to, or when the queue's senders are gone.
///
/// # Errors
/// When there can be no thread.
pub fn start_committer(
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
        while let Some(first) = waiting.blocking_recv() {
            let mut batch = Batch::default();
            let mut next = Some(first);
            while let Some(job) = next {
                if let Job::Commit(pending) = job {
                    batch.add(pending, &tables);
                }
                next = if batch.is_full() { None } else { waiting.try_recv().ok() };
            }
            batch.commit(&mut journal, &tables, &snapshots, &health);
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

/// Tells when the committer ends by a fault, which nobody would see otherwise until they commit.
struct PanicAlarm<'a>(&'a Health);

impl Drop for PanicAlarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.set_broken();
        }
    }
}

/// Entries that become durable together.
#[derive(Default)]
struct Batch {
    size: usize,
    bytes: Vec<Vec<u8>>,
    changes: Vec<(Changes, Done)>,
    prepared: Prepared,
}

type Done = oneshot::Sender<Result<u64, CommitError>>;

impl Batch {
    fn is_full(&self) -> bool {
        self.bytes.len() >= BATCH_ENTRIES_MAX || self.size >= BATCH_BYTES_MAX
    }

    /// Takes in an entry, if it can happen to the records as they are: what cannot is a fault that
    /// must not reach the journal.
    fn add(&mut self, pending: Pending, tables: &Tables) {
        match tables.prepare(&self.prepared, &pending.entry) {
            Ok(changes) => {
                self.prepared.add(&changes);
                self.size += pending.bytes.len();
                self.bytes.push(pending.bytes);
                self.changes.push((changes, pending.done));
            }
            Err(error) => {
                tracing::error!(%error, "an entry was refused, and nothing has changed");
                answer(pending.done, Err(CommitError::NotWritten(error.to_string())));
            }
        }
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
        let first_sequence = match journal.commit(&self.bytes) {
            Commit::Durable { first_sequence } => first_sequence,
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
        let (changes, waiting): (Vec<_>, Vec<_>) = self.changes.into_iter().unzip();
        let sequences = first_sequence..first_sequence + changes.len() as u64;
        let rows = tables.publish(sequences.clone().zip(changes).collect());
        // One message for all: each wakes the snapshotter.
        if snapshots.send(Changed { sequence: sequences.end - 1, rows }).is_err() {
            health.set_snapshots_stopped();
        }
        for (sequence, done) in sequences.zip(waiting) {
            answer(done, Ok(sequence));
        }
    }

    fn refuse(self, error: &CommitError) {
        for (_, done) in self.changes {
            answer(done, Err(error.clone()));
        }
    }
}

/// Who waited may have gone; what is committed stays so.
fn answer(done: Done, result: Result<u64, CommitError>) {
    let _ = done.send(result);
}

/// Starts the snapshotter. It ends when the queue's sender is gone and all of it is written.
///
/// # Errors
/// When there can be no thread.
pub fn start_snapshotter(
    snapshots: Snapshots,
    mut seal: Seal,
    tables: Arc<Tables>,
    folder: Arc<Folder>,
) -> io::Result<(SnapshotQueue, thread::JoinHandle<()>)> {
    let (queue, waiting) = std::sync::mpsc::sync_channel::<Changed>(SNAPSHOT_QUEUE_MAX);
    let thread = thread::Builder::new().name("snapshots".into()).spawn(move || {
        let _folder = folder;
        while let Ok(first) = waiting.recv() {
            let mut latest: HashMap<Key, Row> = HashMap::new();
            let until = Instant::now() + SNAPSHOT_BATCH_WAIT;
            let (mut sequence, mut next) = (0, Some(first));
            while let Some(changed) = next {
                sequence = changed.sequence;
                latest.extend(changed.rows.into_iter().map(|row| (row.key(), row)));
                let left = until.saturating_duration_since(Instant::now());
                let is_full = latest.len() >= SNAPSHOT_BATCH_ROWS;
                next = if is_full { None } else { waiting.recv_timeout(left).ok() };
            }
            if let Err(error) = snapshots.put(&mut seal, sequence, latest.values()) {
                tracing::error!(%error, "snapshots cannot be written. Nothing is lost: the journal \
                    has everything, and the next start builds them anew. Memory grows until then");
                return;
            }
            tables.forget(latest.into_keys(), sequence);
        }
        if let Err(error) = snapshots.flush() {
            tracing::error!(%error, "snapshots could not be flushed. Nothing is lost: the journal \
                has everything");
        }
    })?;
    Ok((queue, thread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{DomainEvent, PasswordHash, UserEvent},
        storage::{codec, journal},
        types::{Email, Timestamp, UserId},
    };

    struct Site {
        queue: mpsc::Sender<Job>,
        tables: Arc<Tables>,
        health: Arc<Health>,
        thread: thread::JoinHandle<()>,
        snapshots: std::sync::mpsc::Receiver<Changed>,
        folder: tempfile::TempDir,
    }

    /// A committer that has committed one entry to a file, and then gets another file.
    fn site(file: Option<&str>) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let claimed = Arc::new(Folder::claim(&folder.path().join("data")).unwrap());
        let end = journal::replay(folder.path(), |_, _| Ok(())).unwrap();
        let mut journal = JournalWriter::open(folder.path(), &end, 1 << 20).unwrap();
        let first = codec::encode_entry(&entry(UserId::new())).unwrap();
        assert!(matches!(journal.commit(&[first]), Commit::Durable { first_sequence: 1 }));
        if let Some(file) = file {
            journal.replace_file(file);
        }
        let (tables, health) = (Arc::<Tables>::default(), Arc::<Health>::default());
        let (send, snapshots) = std::sync::mpsc::sync_channel(100);
        let (queue, thread) =
            start_committer(journal, tables.clone(), send, health.clone(), claimed).unwrap();
        Site { queue, tables, health, thread, snapshots, folder }
    }

    fn entry(id: UserId) -> Entry {
        let email = Email::parse(&format!("{id}@example.org")).unwrap();
        let created = UserEvent::Created { email, password: PasswordHash("x".into()) };
        Entry { at: Timestamp::from_millis(1), events: vec![DomainEvent::User(id, created)] }
    }

    impl Site {
        fn commit(&self, id: UserId) -> Result<u64, CommitError> {
            let (entry, (done, result)) = (entry(id), oneshot::channel());
            let bytes = codec::encode_entry(&entry).unwrap();
            assert!(self.queue.try_send(Job::Commit(Pending { entry, bytes, done })).is_ok());
            result.blocking_recv().unwrap()
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

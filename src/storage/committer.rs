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
    CommitError, Health,
    journal::{Commit, JournalWriter},
    row::{Key, Row},
    snapshots::{Seal, Snapshots},
    tables::{Changes, Prepared, Tables},
};
use crate::domain::Entry;

/// How many commits may wait; those who come when so many do wait for a place.
pub const COMMIT_QUEUE_MAX: usize = 4096;
/// How many entries one group commit takes.
const BATCH_ENTRIES_MAX: usize = 1024;
/// How many bytes of entries end a group commit; the last may go over it.
const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// How many entries the snapshots may be behind; the journal waits when they are.
const SNAPSHOT_QUEUE_MAX: usize = 16 * 1024;
/// How many entries one batch of snapshots takes: sled serves no reader while it applies one.
const SNAPSHOT_BATCH_MAX: usize = 256;
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
    /// Finish what has come before this, and end.
    Close,
}

/// Rows that an entry has changed.
#[derive(Debug)]
pub struct Changed {
    /// Which entry.
    pub sequence: u64,
    /// As they are after it.
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
) -> io::Result<(mpsc::Sender<Job>, thread::JoinHandle<()>)> {
    let (queue, mut waiting) = mpsc::channel::<Job>(COMMIT_QUEUE_MAX);
    let thread = thread::Builder::new().name("journal".into()).spawn(move || {
        let mut open = true;
        while open && let Some(mut job) = waiting.blocking_recv() {
            let mut batch = Batch::default();
            loop {
                let Job::Commit(pending) = job else {
                    open = false;
                    break;
                };
                batch.add(pending, &tables);
                if batch.is_full() {
                    break;
                }
                let Ok(next) = waiting.try_recv() else { break };
                job = next;
            }
            batch.commit(&mut journal, &tables, &snapshots, &health);
        }
        if health.is_sound()
            && let Err(error) = journal.close()
        {
            tracing::error!(%error, "the journal could not be closed in good order; nothing is lost");
        }
    })?;
    Ok((queue, thread))
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
                tracing::error!(%error, "nothing can be written to the journal; what was \
                    acknowledged is safe. Is the disk full? The next request tries again");
                health.set_full(true);
                return self.refuse(&CommitError::NotWritten(error.to_string()));
            }
            Commit::Unknown(error) => {
                tracing::error!(%error, "the disk failed while the journal was written; what was \
                    acknowledged is safe. Nothing more is taken until a restart");
                health.set_broken();
                return self.refuse(&CommitError::Unknown(error.to_string()));
            }
        };
        health.set_full(false);
        let mut done = Vec::with_capacity(self.changes.len());
        for (sequence, (changes, waiting)) in (first_sequence..).zip(self.changes) {
            let rows = tables.publish(sequence, changes);
            if snapshots.send(Changed { sequence, rows }).is_err() {
                health.set_snapshots_stopped();
            }
            done.push((waiting, sequence));
        }
        for (done, sequence) in done {
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
) -> io::Result<(SnapshotQueue, thread::JoinHandle<()>)> {
    let (queue, waiting) = std::sync::mpsc::sync_channel::<Changed>(SNAPSHOT_QUEUE_MAX);
    let thread = thread::Builder::new().name("snapshots".into()).spawn(move || {
        while let Ok(first) = waiting.recv() {
            let mut latest: HashMap<Key, Row> = HashMap::new();
            let mut sequence = 0;
            let until = Instant::now() + SNAPSHOT_BATCH_WAIT;
            let more = std::iter::from_fn(|| {
                waiting.recv_timeout(until.saturating_duration_since(Instant::now())).ok()
            });
            for changed in [first].into_iter().chain(more).take(SNAPSHOT_BATCH_MAX) {
                sequence = changed.sequence;
                latest.extend(changed.rows.into_iter().map(|row| (row.key(), row)));
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

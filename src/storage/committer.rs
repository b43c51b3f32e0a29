//! The two threads behind [`super::Storage`]: the committer, which owns the journal, and the
//! snapshotter, which owns what is written to the snapshots.

use std::{collections::HashMap, io, sync::Arc, thread};

use tokio::sync::{mpsc, oneshot};

use super::{
    CommitError, Health,
    journal::{Commit, JournalWriter},
    row::{Key, Row},
    snapshots::{Seal, Snapshots},
    tables::Tables,
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
/// How many entries one batch of snapshots takes.
const SNAPSHOT_BATCH_MAX: usize = 4096;

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
            let mut bytes = vec![];
            let mut batch = vec![];
            let mut size = 0;
            loop {
                let Job::Commit(mut pending) = job else {
                    open = false;
                    break;
                };
                size += pending.bytes.len();
                bytes.push(std::mem::take(&mut pending.bytes));
                batch.push(pending);
                if batch.len() >= BATCH_ENTRIES_MAX || size >= BATCH_BYTES_MAX {
                    break;
                }
                let Ok(next) = waiting.try_recv() else { break };
                job = next;
            }
            if !batch.is_empty() {
                commit(&mut journal, &bytes, batch, &tables, &snapshots, &health);
            }
        }
        if health.is_sound()
            && let Err(error) = journal.close()
        {
            tracing::error!(%error, "the journal could not be closed in good order; nothing is lost");
        }
    })?;
    Ok((queue, thread))
}

fn commit(
    journal: &mut JournalWriter,
    bytes: &[Vec<u8>],
    batch: Vec<Pending>,
    tables: &Tables,
    snapshots: &SnapshotQueue,
    health: &Health,
) {
    let first_sequence = match journal.commit(bytes) {
        Commit::Durable { first_sequence } => first_sequence,
        Commit::NotWritten(error) => {
            tracing::error!(%error, "nothing can be written to the journal; what was acknowledged \
                is safe. Is the disk full? Writing is tried again with the next request");
            health.set_full(true);
            return refuse(batch, &CommitError::NotWritten(error.to_string()));
        }
        Commit::Unknown(error) => {
            tracing::error!(%error, "the disk failed while the journal was written; what was \
                acknowledged is safe. Nothing more is taken until a restart");
            health.set_broken();
            return refuse(batch, &CommitError::Unknown(error.to_string()));
        }
    };
    health.set_full(false);
    let mut done = Vec::with_capacity(batch.len());
    for (sequence, pending) in (first_sequence..).zip(batch) {
        match tables.apply(sequence, &pending.entry) {
            Ok(rows) => {
                if snapshots.send(Changed { sequence, rows }).is_err() {
                    health.set_snapshots_stopped();
                }
                done.push((pending.done, Ok(sequence)));
            }
            Err(error) => {
                tracing::error!(%error, sequence, "a committed entry cannot be applied: this is a \
                    fault in Holdfast. Nothing more is taken until a restart");
                health.set_broken();
                done.push((pending.done, Err(CommitError::Unknown(error.to_string()))));
            }
        }
    }
    for (done, result) in done {
        // Who waited may have gone; it is committed all the same.
        let _ = done.send(result);
    }
}

fn refuse(batch: Vec<Pending>, error: &CommitError) {
    for pending in batch {
        let _ = pending.done.send(Err(error.clone()));
    }
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
            for changed in [first].into_iter().chain(waiting.try_iter()).take(SNAPSHOT_BATCH_MAX) {
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

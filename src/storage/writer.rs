//! The writer: the thread behind [`super::Storage`] that judges what is proposed and owns the journal.
//!
//! Proposals that come while a group commit is under way make the next one. Each is judged on what
//! is committed: so one that reads what another of its group changes, or changes what another has
//! read, opens the group after.

use std::{
    collections::HashSet,
    fmt,
    hash::{BuildHasherDefault, Hasher},
    io,
    sync::Arc,
    thread,
};

use tokio::sync::{mpsc, oneshot};

use super::{
    CommitError, Committed, Folder, Health, Proposal, Tables, codec,
    journal::{Commit, JournalWriter},
    judge::{Judged, Touches, judge},
    snapshotter::{Changed, SnapshotJob, SnapshotQueue},
};
use crate::{
    domain::{Change, Entry},
    reads::Applied,
    types::Timestamp,
};

/// How many commits may wait; those who come when so many do wait for a place.
pub const COMMIT_QUEUE_MAX: usize = 4096;
/// How many entries one group commit takes.
const GROUP_ENTRIES_MAX: usize = 1024;
/// How many bytes of entries end a group commit; the last may go over it.
const GROUP_BYTES_MAX: usize = 1024 * 1024;

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
    /// Do this between two group commits.
    Run(WriterTask),
    /// Look whether to finish what has come, and end; and whether a disk that was full has room.
    Look,
}

/// What is done by the writer while it commits nothing.
pub struct WriterTask(pub Box<ToDo>);

type ToDo = dyn FnOnce(&mut JournalWriter, &SnapshotQueue) + Send;

impl fmt::Debug for WriterTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriterTask")
    }
}

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
            let (mut next, mut task) = (Some(first), None);
            while let Some(job) = next {
                if let Job::Run(to_do) = job {
                    task = Some(to_do);
                    break;
                }
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
            if let Some(WriterTask(task)) = task {
                task(&mut journal, &snapshots);
            }
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
        let PendingProposal { proposal, done } = pending;
        let judged = match judge(tables, proposal, self.latest) {
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
            if health.is_full() && journal.has_room() {
                note_room(health);
            }
            return;
        }
        if health.has_damaged_snapshots() {
            let why = "a part of the data is being built anew from the journal";
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
        note_room(health);
        let applied = || {
            let entries = (first_sequence..).zip(&self.entries);
            entries.map(|(sequence, (entry, changes))| Applied {
                sequence,
                entry,
                gone: &[],
                changes,
            })
        };
        tables.publish(applied());
        // One message for all: each wakes the snapshotter.
        if snapshots.send(SnapshotJob::Changed(Changed::by(place, applied()))).is_err() {
            health.set_snapshots_away(true);
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

fn note_room(health: &Health) {
    if health.set_full(false) {
        tracing::info!("the journal can be written again");
    }
}

/// Who waited may have gone; what is committed stays so.
fn answer(done: Done, result: Result<Committed, CommitError>) {
    let _ = done.send(result);
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
        snapshots: std::sync::mpsc::Receiver<SnapshotJob>,
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

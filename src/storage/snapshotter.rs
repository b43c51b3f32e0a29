//! The snapshotter: the thread that owns what is written to the snapshots, a little behind the
//! journal.
//!
//! What it cannot write, or finds damaged, costs nothing but time: the journal has everything. The
//! snapshots are closed then and opened anew, or built anew beside the running site, and go on from
//! where they end. Meanwhile memory has what has changed, and who needs a record that only they have
//! is told to come back.

use std::{
    collections::VecDeque,
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    Folder, Health, Tables,
    folder::free_bytes,
    journal::{self, JournalPosition, StoredEntry},
    open::{OpenError, reopen_snapshots},
    snapshots::{Batch, PastCheck, SnapshotError, SnapshotState, Snapshots},
};
use crate::{
    domain::Row,
    reads::{
        Applied,
        statistics::{Quarter, Tally},
    },
};

/// How many group commits the snapshots may be behind; the journal waits when they are.
const QUEUE_MAX: usize = 256;
/// How many rows end a batch: sled serves no reader while it applies one.
const BATCH_ROWS: usize = 512;
/// How long nothing must have been committed before the snapshots are written: nobody waits for
/// them, and those who buy at an on-sale wait for the processor.
const QUIET: Duration = Duration::from_millis(20);
/// How many changed rows are left for a quieter time: some 40 MB, and what a start after a kill reads
/// of the journal in a fraction of a second.
const LEFT_ROWS_MAX: usize = 64 * 1024;
/// How soon it is seen that they cannot be read, when nothing is written.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// How long until snapshots that failed are opened anew, and how long at the most if that fails, too.
const REOPENED_AFTER: Duration = Duration::from_secs(1);
const REOPENED_AFTER_MAX: Duration = Duration::from_secs(60);
/// How much room on the disk that takes, many times over.
const REOPENED_WITH_BYTES: u64 = 8 * 1024 * 1024;

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
pub type SnapshotQueue = SyncSender<Changed>;

/// Starts the snapshotter. It ends when the queue's sender is gone and all of it is written.
///
/// # Errors
/// When there can be no thread.
pub fn start_snapshotter(
    (snapshots, kept): (Snapshots, SnapshotState),
    journal: PathBuf,
    tables: Arc<Tables>,
    health: Arc<Health>,
    folder: Arc<Folder>,
) -> io::Result<(SnapshotQueue, thread::JoinHandle<()>)> {
    let (queue, waiting) = sync_channel::<Changed>(QUEUE_MAX);
    let mut snapshotter = Snapshotter {
        snapshots: Some(snapshots),
        kept,
        check: Some(PastCheck::default()),
        left: Left::default(),
        waiting,
        journal,
        tables,
        health,
        folder,
    };
    let run = move || {
        while let Err(error) = snapshotter.keep_up() {
            if !snapshotter.begin_anew(&error) {
                break;
            }
        }
    };
    Ok((queue, thread::Builder::new().name("snapshots".into()).spawn(run)?))
}

struct Snapshotter {
    /// None while they are closed.
    snapshots: Option<Snapshots>,
    kept: SnapshotState,
    /// The check of the past, until it has come to the end.
    check: Option<PastCheck>,
    left: Left,
    waiting: Receiver<Changed>,
    journal: PathBuf,
    tables: Arc<Tables>,
    health: Arc<Health>,
    folder: Arc<Folder>,
}

/// What is not written yet.
#[derive(Default)]
struct Left {
    changed: VecDeque<Changed>,
    rows: usize,
}

impl Left {
    fn add(&mut self, changed: Changed) {
        self.rows += changed.rows.len();
        self.changed.push_back(changed);
    }

    fn batch(&mut self) -> Batch {
        let mut batch = Batch::default();
        while batch.rows.len() < BATCH_ROWS
            && let Some(next) = self.changed.pop_front()
        {
            self.rows -= next.rows.len();
            batch.add(next);
        }
        batch
    }

    /// Without what is written up to an entry.
    fn after(self, sequence: u64) -> Self {
        let mut left = Self::default();
        self.changed.into_iter().filter(|c| c.sequence > sequence).for_each(|c| left.add(c));
        left
    }
}

impl Snapshotter {
    /// Writes what comes until no more does.
    fn keep_up(&mut self) -> Result<(), SnapshotError> {
        let Some(snapshots) = self.snapshots.clone() else { return Ok(()) };
        loop {
            if let Some(unfinished) = &mut self.check {
                let is_last = snapshots.check(self.kept.seal(), unfinished)?;
                self.check = self.check.take().filter(|_| !is_last);
            }
            if self.left.changed.is_empty() {
                let first = match &self.check {
                    Some(_) => match self.waiting.try_recv() {
                        Ok(first) => first,
                        Err(TryRecvError::Empty) => continue,
                        Err(TryRecvError::Disconnected) => return snapshots.flush(),
                    },
                    None => match self.waiting.recv_timeout(LOOKED_AT_EVERY) {
                        Ok(first) => first,
                        Err(RecvTimeoutError::Timeout) if self.tables.have_snapshots_failed() => {
                            return Err(SnapshotError::Unreadable);
                        }
                        Err(RecvTimeoutError::Timeout) => continue,
                        Err(RecvTimeoutError::Disconnected) => return snapshots.flush(),
                    },
                };
                self.left.add(first);
            }
            while self.left.rows < LEFT_ROWS_MAX
                && let Ok(next) = self.waiting.recv_timeout(QUIET)
            {
                self.left.add(next);
            }
            let mut batch = self.left.batch();
            batch.public =
                self.tables.unwritten_public_events(self.kept.seal().sequence, batch.sequence);
            snapshots.put(&mut self.kept, self.check.as_mut(), &batch)?;
            self.tables.are_written(batch.rows.into_keys(), batch.sequence);
        }
    }

    /// Closes the snapshots and opens them anew, or new ones, until that succeeds; gives whether the
    /// site still runs.
    fn begin_anew(&mut self, error: &SnapshotError) -> bool {
        let mut is_damage = matches!(error, SnapshotError::Seal(_) | SnapshotError::Row(_));
        self.health.set_snapshots_away(true);
        // Nobody must decide by a past that is not as it was written.
        self.health.set_snapshots_damaged(is_damage);
        tracing::error!(
            %error,
            "the snapshots cannot be used and are opened anew. Nothing is lost: the journal has \
             everything. Until then what has changed is in memory, and other records cannot be read"
        );
        let mut wait = REOPENED_AFTER;
        loop {
            // As long as there is no room, others would fail, too, and these can be read.
            let has_room =
                free_bytes(&self.journal).map_or(true, |free| free >= REOPENED_WITH_BYTES);
            if has_room && self.snapshots.take().is_some() {
                self.tables.close_snapshots();
            }
            // What has failed to be written can often be read.
            if !self.take_for(wait) {
                return false;
            }
            if self.snapshots.is_some() {
                continue;
            }
            match self.open_anew(std::mem::take(&mut is_damage)) {
                Ok(()) => break,
                Err(error) => tracing::error!(%error, "they cannot be opened yet"),
            }
            wait = (wait * 2).min(REOPENED_AFTER_MAX);
        }
        self.health.set_snapshots_away(false);
        self.health.set_snapshots_damaged(false);
        tracing::info!("the snapshots are there again");
        true
    }

    /// Takes what comes for so long; gives whether more can come.
    fn take_for(&mut self, time: Duration) -> bool {
        let until = Instant::now() + time;
        loop {
            match self.waiting.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(next) => self.left.add(next),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    fn open_anew(&mut self, is_damaged: bool) -> Result<(), OpenError> {
        let open = || reopen_snapshots(&self.folder, &self.journal, is_damaged);
        // The writer must not wait for it.
        let (snapshots, opened) = thread::scope(|scope| {
            let opening = scope.spawn(open);
            while !opening.is_finished() {
                self.waiting.recv_timeout(QUIET).into_iter().for_each(|next| self.left.add(next));
            }
            opening.join().unwrap_or(Err(SnapshotError::Panicked.into()))
        })?;
        let (seal, mut kept) = (opened.seal, SnapshotState::of(&opened));
        // What they lack is applied to tables of its own, as a start does.
        let tables = Tables::over(snapshots.clone(), opened);
        let mut left = Left::default();
        let mut written = Ok(());
        let mut write = |left: &mut Left| {
            let mut batch = left.batch();
            batch.public = tables.unwritten_public_events(kept.seal().sequence, batch.sequence);
            snapshots.put(&mut kept, None, &batch)?;
            let keys = || batch.rows.keys().copied();
            tables.are_written(keys(), batch.sequence);
            self.tables.are_written(keys(), batch.sequence);
            Ok::<_, SnapshotError>(())
        };
        let replay = |sequence, place, stored: StoredEntry| {
            self.waiting.try_iter().for_each(|next| self.left.add(next));
            let changes = tables.apply(sequence, &stored).map_err(|error| error.to_string())?;
            let applied = stored.applied(sequence, &changes);
            left.add(Changed::by(place, std::iter::once(applied)));
            if left.rows >= BATCH_ROWS {
                written = write(&mut left);
            }
            written.as_ref().map_err(ToString::to_string).copied()
        };
        journal::replay_acknowledged_after(&self.journal, seal.sequence, seal.place, replay)?;
        if !left.changed.is_empty() {
            write(&mut left)?;
        }
        self.left = std::mem::take(&mut self.left).after(kept.seal().sequence);
        self.tables.reopen_snapshots(snapshots.clone());
        (self.snapshots, self.kept, self.check) =
            (Some(snapshots), kept, Some(PastCheck::default()));
        Ok(())
    }
}

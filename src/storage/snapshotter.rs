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
    snapshots::{Batch, Opened, PastCheck, SnapshotError, SnapshotState, Snapshots},
};
use crate::{
    domain::{Key, Row},
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

/// What the snapshotter is told.
#[derive(Debug)]
pub enum SnapshotJob {
    /// A group commit has changed this.
    Changed(Changed),
    /// Others are in the place of the snapshots, with all that was told before in them or with them.
    Replaced(Box<CaughtUp>),
}

/// Where the writer sends what the snapshots are to hold.
pub type SnapshotQueue = SyncSender<SnapshotJob>;

/// Snapshots, and what they lack.
#[derive(Debug)]
pub struct CaughtUp {
    snapshots: Snapshots,
    kept: SnapshotState,
    left: Left,
}

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
    let (queue, waiting) = sync_channel::<SnapshotJob>(QUEUE_MAX);
    let mut snapshotter = Snapshotter {
        snapshots: Some(snapshots),
        kept,
        check: Some(PastCheck::default()),
        left: Left::default(),
        replaced: None,
        generation: 0,
        waiting,
        journal,
        tables,
        health,
        folder,
    };
    let run = move || {
        loop {
            let goes_on = match snapshotter.keep_up() {
                Ok(Kept::Replaced) => true,
                Ok(Kept::ToTheEnd) => false,
                Err(error) => snapshotter.begin_anew(&error),
            };
            if !goes_on {
                break;
            }
            snapshotter.take_replaced();
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
    /// What is to take the place of the snapshots.
    replaced: Option<Box<CaughtUp>>,
    /// How often that has happened.
    generation: u64,
    waiting: Receiver<SnapshotJob>,
    journal: PathBuf,
    tables: Arc<Tables>,
    health: Arc<Health>,
    folder: Arc<Folder>,
}

/// What is not written yet.
#[derive(Debug, Default)]
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

/// Tables of their own over snapshots that were opened just now, to which what these lack is applied as a
/// start does; it is written to them as it comes.
pub struct CatchUp {
    tables: Tables,
    snapshots: Snapshots,
    kept: SnapshotState,
    left: Left,
}

impl CatchUp {
    /// Over snapshots as they were opened.
    pub fn over(snapshots: Snapshots, opened: Opened) -> Self {
        let kept = SnapshotState::of(&opened);
        let tables = Tables::over(snapshots.clone(), opened);
        Self { tables, snapshots, kept, left: Left::default() }
    }

    /// Applies the next entry; gives the keys that were written, if some were.
    ///
    /// # Errors
    /// When it cannot happen to what is there, or the snapshots fail.
    pub fn entry(
        &mut self,
        sequence: u64,
        place: JournalPosition,
        stored: &StoredEntry,
    ) -> Result<Vec<Key>, String> {
        let changes = self.tables.apply(sequence, stored).map_err(|error| error.to_string())?;
        self.left.add(Changed::by(place, std::iter::once(stored.applied(sequence, &changes))));
        match self.left.rows >= BATCH_ROWS {
            true => self.write().map_err(|error| error.to_string()),
            false => Ok(vec![]),
        }
    }

    /// Writes a batch of what they lack; gives its keys.
    ///
    /// # Errors
    /// When the snapshots fail.
    pub fn write(&mut self) -> Result<Vec<Key>, SnapshotError> {
        if self.left.changed.is_empty() {
            return Ok(vec![]);
        }
        let mut batch = self.left.batch();
        let (after, until) = (self.kept.seal().sequence, batch.sequence);
        batch.public = self.tables.unwritten_public_events(after, until);
        self.snapshots.put(&mut self.kept, None, &batch)?;
        let keys: Vec<_> = batch.rows.into_keys().collect();
        self.tables.are_written(keys.iter().copied(), until, 0);
        Ok(keys)
    }

    /// The tables, and what the snapshotter goes on with.
    pub fn finish(self) -> (Tables, CaughtUp) {
        let Self { tables, snapshots, kept, left } = self;
        (tables, CaughtUp { snapshots, kept, left })
    }
}

/// Why there is nothing more to write.
enum Kept {
    /// No more comes.
    ToTheEnd,
    /// Others take the place of these snapshots.
    Replaced,
}

impl Snapshotter {
    fn take(&mut self, job: SnapshotJob) {
        match job {
            SnapshotJob::Changed(changed) => self.left.add(changed),
            SnapshotJob::Replaced(caught_up) => {
                self.left = Left::default();
                self.replaced = Some(caught_up);
            }
        }
    }

    /// Goes on with what has taken the place of the snapshots, if something has.
    fn take_replaced(&mut self) {
        let Some(caught_up) = self.replaced.take() else { return };
        let CaughtUp { snapshots, kept, mut left } = *caught_up;
        std::mem::take(&mut self.left).changed.into_iter().for_each(|next| left.add(next));
        // Those that were being opened anew may have come between.
        self.tables.reopen_snapshots(snapshots.clone());
        (self.snapshots, self.kept, self.left) = (Some(snapshots), kept, left);
        self.check = Some(PastCheck::default());
        self.generation += 1;
        self.health.set_snapshots_away(false);
        self.health.set_snapshots_damaged(false);
    }

    /// Writes what comes until no more does, or others take their place.
    fn keep_up(&mut self) -> Result<Kept, SnapshotError> {
        let Some(snapshots) = self.snapshots.clone() else { return Ok(Kept::ToTheEnd) };
        let to_the_end = |snapshots: &Snapshots| snapshots.flush().map(|()| Kept::ToTheEnd);
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
                        Err(TryRecvError::Disconnected) => return to_the_end(&snapshots),
                    },
                    None => match self.waiting.recv_timeout(LOOKED_AT_EVERY) {
                        Ok(first) => first,
                        Err(RecvTimeoutError::Timeout) if self.tables.have_snapshots_failed() => {
                            return Err(SnapshotError::Unreadable);
                        }
                        Err(RecvTimeoutError::Timeout) => continue,
                        Err(RecvTimeoutError::Disconnected) => return to_the_end(&snapshots),
                    },
                };
                self.take(first);
            }
            while self.left.rows < LEFT_ROWS_MAX
                && self.replaced.is_none()
                && let Ok(next) = self.waiting.recv_timeout(QUIET)
            {
                self.take(next);
            }
            if self.replaced.is_some() {
                return Ok(Kept::Replaced);
            }
            let mut batch = self.left.batch();
            batch.public =
                self.tables.unwritten_public_events(self.kept.seal().sequence, batch.sequence);
            snapshots.put(&mut self.kept, self.check.as_mut(), &batch)?;
            self.tables.are_written(batch.rows.into_keys(), batch.sequence, self.generation);
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
            if self.replaced.is_some() {
                return true;
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
                Ok(next) => self.take(next),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    fn open_anew(&mut self, is_damaged: bool) -> Result<(), OpenError> {
        let (folder, journal) = (self.folder.clone(), self.journal.clone());
        let open = || reopen_snapshots(&folder, &journal, is_damaged);
        // The writer must not wait for it.
        let (snapshots, opened) = thread::scope(|scope| {
            let opening = scope.spawn(open);
            while !opening.is_finished() {
                self.waiting.recv_timeout(QUIET).into_iter().for_each(|next| self.take(next));
            }
            opening.join().unwrap_or(Err(SnapshotError::Panicked.into()))
        })?;
        let seal = opened.seal;
        let mut catch_up = CatchUp::over(snapshots, opened);
        let (tables, generation) = (self.tables.clone(), self.generation);
        let replay = |sequence, place, stored: StoredEntry| {
            while let Ok(next) = self.waiting.try_recv() {
                self.take(next);
            }
            let written = catch_up.entry(sequence, place, &stored)?;
            tables.are_written(written.into_iter(), sequence, generation);
            Ok(())
        };
        journal::replay_acknowledged_after(&journal, seal.sequence, seal.place, replay)?;
        let written = catch_up.write()?;
        if self.replaced.is_some() {
            return Ok(());
        }
        let (_, CaughtUp { snapshots, kept, left: _ }) = catch_up.finish();
        self.tables.are_written(written.into_iter(), kept.seal().sequence, self.generation);
        self.left = std::mem::take(&mut self.left).after(kept.seal().sequence);
        self.tables.reopen_snapshots(snapshots.clone());
        (self.snapshots, self.kept, self.check) =
            (Some(snapshots), kept, Some(PastCheck::default()));
        Ok(())
    }
}

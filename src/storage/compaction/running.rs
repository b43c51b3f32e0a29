//! Compacting while the site runs: nobody who buys waits for it.
//!
//! 1. The writer begins a new segment: the **cut**. What stands before it is not written to any more, and
//!    is compacted beside, as that of a site which is stopped is; a segment of which nothing is gone stays
//!    the same file. The new snapshots are as of the cut, in the other one of two folders.
//! 2. What has come since is applied to them, and to tables of their own, until little is left.
//! 3. In the writer's thread, between two group commits: the rest is applied; the segments since the cut
//!    are linked to the new ones; the folder `compacting` becomes `compacted`, which decides, and its
//!    journal takes the old one's place; the new tables take the old ones' place, and the snapshotter is
//!    given the new snapshots.
//! 4. The old is deleted once nobody has it open.
//!
//! The new tables are what a restart makes of the new folder. If an entry since the cut cannot be applied
//! to what is left, because it was about something that is gone, all is left as it was, to be tried
//! another time.

use std::{io, path::Path, sync::Arc};

use tokio::sync::oneshot;

use super::{CompactError, Compacted, CompactionStep, Prepared, Retention, swap};
use crate::{
    storage::{
        Commits, Health, OpenError, Storage, Tables,
        journal::{self, JournalPosition, JournalWriter, StoredEntry},
        snapshots::{self, Snapshots},
        snapshotter::{CatchUp, SnapshotJob, SnapshotQueue},
        writer::{Job, WriterTask},
    },
    types::Timestamp,
};

/// How few entries are left to the writer's thread, and how often it is tried to have so few.
const LEFT_TO_WRITER: u64 = 256;
const ROUNDS_MAX: usize = 20;
/// How often it is looked whether the old snapshots are let go of.
const LET_GO_TRIES: usize = 6;

/// Who is told of each step, and may say no.
pub type StepWatch = Arc<dyn Fn(CompactionStep) -> io::Result<()> + Send + Sync>;

/// Nobody is told, and nobody says no.
#[must_use]
pub fn unwatched() -> StepWatch {
    Arc::new(|_| Ok(()))
}

impl Storage {
    /// When the folder was compacted last, if it ever was.
    #[must_use]
    pub fn last_compaction(&self) -> Option<Timestamp> {
        swap::last(&self.data)
    }

    /// Compacts the folder while the site goes on, as of now. Blocks for as long as that takes, at the
    /// most until the storage is closed.
    ///
    /// # Errors
    /// When it cannot be, or `watch` says no. Up to [`CompactionStep::Ready`] all is as it was; after that
    /// nothing more is committed until a restart, which finishes it.
    pub fn compact(
        &self,
        now: Timestamp,
        retention: Retention,
        watch: &StepWatch,
    ) -> Result<Compacted, CompactError> {
        let Some(_turn) = self.compacting.try_lock() else { return Err(CompactError::UnderWay) };
        if !self.health.is_sound() || !self.health.has_snapshots() {
            return Err(CompactError::NotNow);
        }
        let data = &self.data;
        // What somebody had open after the last one: while it is there no other can be decided.
        if swap::is_decided(data) && !clean_once_free(data, now, watch)? {
            return Err(CompactError::NotNow);
        }
        let cut = self.in_writer(|journal, _| journal.begin_segment())?.map_err(OpenError::from)?;
        let compacted = self.compact_before(cut, (retention, now), watch);
        if compacted.is_err() && !swap::is_decided(data) {
            swap::settle(data)?;
        }
        compacted
    }

    fn compact_before(
        &self,
        cut: u64,
        (retention, now): (Retention, Timestamp),
        watch: &StepWatch,
    ) -> Result<Compacted, CompactError> {
        let (data, health) = (self.data.clone(), self.health.clone());
        let watch: StepWatch = {
            let (watch, health) = (watch.clone(), health.clone());
            Arc::new(move |step| match health.is_closing() && step.may_stop() {
                true => Err(io::Error::other("the site is stopping")),
                false => watch(step),
            })
        };
        let mut step = |step| watch(step);
        let prepared = Prepared::of(&data, Some(cut), (retention, now), &mut step)?;
        let snapshots = swap::other_snapshots(&data)?;
        let (snapshots, opened) =
            Snapshots::open(&snapshots, snapshots::PATIENCE).map_err(super::not_built)?;
        let mut next =
            Next { catch_up: CatchUp::over(snapshots, opened), cut, at: (prepared.last, None) };
        for _ in 0..ROUNDS_MAX {
            step(CompactionStep::Followed(next.at.0))?;
            if next.follow(&data)? <= LEFT_TO_WRITER {
                break;
            }
        }
        prepared.make_durable(&data, &mut step)?;
        let tables = self.tables.clone();
        let old = {
            let (data, watch) = (data.clone(), watch.clone());
            let swap = move |journal: &mut JournalWriter, queue: &SnapshotQueue| {
                let swapped = take_over(journal, next, (&data, &watch));
                if swapped.is_err() && swap::is_decided(&data) {
                    // What is written to the old journal from here on would be lost.
                    journal.give_up();
                    health.set_broken();
                }
                swapped.map(|next| replace(&tables, next, queue, &health))
            };
            self.in_writer(swap)??
        };
        drop(old);
        if !clean_once_free(&data, now, &watch)? {
            tracing::warn!(
                "somebody has the old snapshots open; the next one or a start deletes them"
            );
        }
        if let Some(files) = &self.files {
            for id in prepared.files_gone {
                if !self.tables.names_file(id).unwrap_or(true) {
                    files.discard(id);
                }
            }
        }
        Ok(prepared.compacted)
    }

    /// Has the writer do this between two group commits.
    fn in_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut JournalWriter, &SnapshotQueue) -> T + Send + 'static,
    ) -> Result<T, CompactError> {
        let Commits::Journal(writer) = &self.commits else { return Err(CompactError::NotNow) };
        let (done, result) = oneshot::channel();
        let task = WriterTask(Box::new(move |journal, queue| {
            // Who waited may have gone.
            let _ = done.send(work(journal, queue));
        }));
        writer.blocking_send(Job::Run(task)).map_err(|_| CompactError::NotNow)?;
        result.blocking_recv().map_err(|_| CompactError::NotNow)
    }
}

/// The new, and how far it has followed the old.
struct Next {
    catch_up: CatchUp,
    cut: u64,
    at: (u64, Option<JournalPosition>),
}

impl Next {
    /// Applies what has been committed meanwhile; gives how many entries that were.
    fn follow(&mut self, data: &Path) -> Result<u64, CompactError> {
        let Self { catch_up, cut, at } = self;
        let from = *at;
        let mut entries = 0;
        let entry = |sequence, place, stored: StoredEntry| {
            catch_up.entry(sequence, place, &stored)?;
            *at = (sequence, Some(place));
            entries += 1;
            Ok(())
        };
        journal::replay_acknowledged_since(&journal::folder_in(data), *cut, from, entry)
            .map_err(OpenError::from)?;
        catch_up.write().map_err(super::not_built)?;
        Ok(entries)
    }
}

/// Deletes the old once nobody has it open; gives whether it is gone.
fn clean_once_free(data: &Path, now: Timestamp, watch: &StepWatch) -> io::Result<bool> {
    let old = swap::other_snapshots(data)?;
    let is_free =
        !old.exists() || (0..LET_GO_TRIES).any(|_| snapshots::wait_until_free(&old).is_ok());
    if is_free {
        swap::clean(data, now, &mut |step| watch(step))?;
    }
    Ok(is_free)
}

/// Has the new journal take the place of the old; nobody writes meanwhile.
fn take_over(
    journal: &mut JournalWriter,
    mut next: Next,
    (data, watch): (&Path, &StepWatch),
) -> Result<Next, CompactError> {
    next.follow(data)?;
    journal.link_into(&swap::draft_journal(data), next.cut).map_err(OpenError::from)?;
    watch(CompactionStep::Linked)?;
    swap::decide(data)?;
    watch(CompactionStep::Decided)?;
    swap::put_in_place(data, &mut |step| watch(step))?;
    journal.has_moved().map_err(OpenError::from)?;
    Ok(next)
}

/// Has the new tables and snapshots take the place of the old; gives these.
fn replace(tables: &Tables, next: Next, queue: &SnapshotQueue, health: &Health) -> Tables {
    let (new, caught_up) = next.catch_up.finish();
    let old = tables.replace(new);
    if queue.send(SnapshotJob::Replaced(Box::new(caught_up))).is_err() {
        health.set_snapshots_away(true);
    }
    old
}

impl CompactionStep {
    /// Whether what was done until then can be left as if it had not been.
    fn may_stop(self) -> bool {
        !matches!(self, Self::Decided | Self::Moved | Self::Cleaning)
    }
}

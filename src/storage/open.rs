//! Start-up: from what a stop, a `kill -9` or a power cut has left, to tables as of the last
//! committed entry.
//!
//! **A restart.** The folder is locked, and a compaction that was decided is finished. sled opens
//! on a thread of its own that may panic or hang; if its checksums and seal do not fit, the
//! snapshots are moved aside and built anew (those of another version's layout, too: `upgrade`). Then
//! the journal is read: a torn frame at the very end is cut off (and kept in a `.torn` file); zeros
//! there are room that the last run had made for more; damage anywhere else stops the start, with file and offset, and changes nothing. It is read
//! from the frame on with which the snapshots end, and the entries after that are applied as live
//! ones are. What was going on is then taken up by the reconciler; what of the journal a start did
//! not read is looked through while the site runs, and damage to it is said in the log, for a backup
//! to mend it before anybody needs it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use super::{
    ApplyError, Commits, Health, Storage, Tables, Upgrade, VERSION,
    folder::{Folder, FolderError},
    journal::{self, Acknowledged, JournalError, JournalWriter, StoredEntry},
    snapshots::{self, Opened, SnapshotError, SnapshotState, Snapshots},
    snapshots_place::snapshots_of,
    snapshotter::{Changed, SnapshotJob, start_snapshotter},
    writer::start_writer,
};
use crate::{clock::Clock, files::Files};

/// Why the storage cannot be opened. Nothing has been lost by trying.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be had.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The journal is damaged, or the disk is.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// New snapshots cannot be made.
    #[error("snapshots cannot be made: {0}")]
    Snapshots(#[from] SnapshotError),
    /// A later version has written what this one does not know.
    #[error("{source} It was last open with Holdfast {by}.")]
    Newer {
        /// Which version.
        by: String,
        /// What, and where.
        source: JournalError,
    },
    /// An entry given cannot be.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The snapshots know of more than the journal has.
    #[error(
        "the journal ends with entry {journal_ends}, but the snapshots hold entry {snapshots}: \
         the end of the journal is missing, and acknowledged sales with it. Put the journal's \
         last file back from a backup. (To go on without what is missing, delete the \
         folder snapshots, or snapshots-2 if that is there, and start again.) Nothing was changed."
    )]
    JournalBehind {
        /// The journal's last entry.
        journal_ends: u64,
        /// The snapshots' last entry.
        snapshots: u64,
    },
    /// The folder of the tickets' files cannot be had.
    #[error("the folder files in the data folder cannot be used: {0}")]
    Files(std::io::Error),
    /// The machine gives no thread.
    #[error("the storage's threads cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}

impl OpenError {
    /// With the version that had the folder open last, where that says more.
    fn said_of(self, version: &Option<String>) -> Self {
        match (self, version) {
            (Self::Journal(source @ JournalError::Newer { .. }), Some(by)) if by != VERSION => {
                Self::Newer { by: by.clone(), source }
            }
            (error, _) => error,
        }
    }
}

/// What a start has found and mended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The journal's last position: so many entries were ever written.
    pub entries: u64,
    /// How many of them were not in the snapshots.
    pub replayed: u64,
    /// How many bytes of a torn tail were cut off the journal.
    pub torn_bytes: u64,
    /// Why the snapshots were built anew, if they were.
    pub snapshots_rebuilt: Option<String>,
    /// What it has made of what another version had open, if one had.
    pub upgrade: Option<Upgrade>,
}

/// What tests set otherwise.
#[derive(Debug, Clone, Copy)]
pub struct StorageLimits {
    /// A segment of the journal that has reached this size is followed by another.
    pub segment_bytes_max: u64,
    /// How long sled may take to open a small folder before it counts as hanging.
    pub snapshots_patience: Duration,
}

impl Default for StorageLimits {
    fn default() -> Self {
        Self {
            segment_bytes_max: journal::SEGMENT_BYTES_MAX,
            snapshots_patience: snapshots::PATIENCE,
        }
    }
}

impl Storage {
    /// Opens the data folder, and mends what a crash has left. Blocks for as long as that takes.
    ///
    /// # Errors
    /// When the folder is another process's, the journal is damaged elsewhere than at a torn end,
    /// or the disk fails.
    pub fn open(path: &Path, clock: Clock) -> Result<(Self, Recovery), OpenError> {
        Self::open_with(path, clock, StorageLimits::default())
    }

    /// [`Storage::open`] with other limits.
    ///
    /// # Errors
    /// As there.
    pub fn open_with(
        path: &Path,
        clock: Clock,
        limits: StorageLimits,
    ) -> Result<(Self, Recovery), OpenError> {
        let begun = Instant::now();
        let folder = Arc::new(Folder::claim(path)?);
        let from = folder.version()?;
        let opened = Self::open_claimed(&folder, clock, limits);
        let (storage, mut recovery, mut upgrade) = opened.map_err(|error| error.said_of(&from))?;
        if from.as_deref() != Some(VERSION)
            && let Err(error) = folder.set_version()
        {
            tracing::warn!(%error, "it cannot be noted that this version has the data folder open");
        }
        (upgrade.from, upgrade.entries, upgrade.took) = (from, recovery.entries, begun.elapsed());
        recovery.upgrade = upgrade.is_one().then_some(upgrade);
        Ok((storage, recovery))
    }

    fn open_claimed(
        folder: &Arc<Folder>,
        clock: Clock,
        limits: StorageLimits,
    ) -> Result<(Self, Recovery, Upgrade), OpenError> {
        folder.settle_compaction()?;
        let site_id = folder.site_id()?;
        let link_key = folder.link_key()?;
        let journal_folder = folder.subfolder("journal")?;
        let (mut recovery, mut upgrade) = (Recovery::default(), Upgrade::default());
        journal::settle(&journal_folder)?;
        let (snapshots, opened, anew) =
            open_snapshots(folder, &journal_folder, limits.snapshots_patience)?;
        if let Some(Anew { why, layouts }) = anew {
            (recovery.snapshots_rebuilt, upgrade.layouts) = (Some(why), layouts);
        }
        upgrade.older_records = opened.older_records;
        let (seal, kept) = (opened.seal, SnapshotState::of(&opened));
        let tables = Arc::new(Tables::over(snapshots.clone(), opened));
        let health = Arc::new(Health::default());
        let files = Files::open(folder.subfolder("files")?).map_err(OpenError::Files)?;
        let (snapshot_queue, snapshotter) = start_snapshotter(
            (snapshots, kept),
            journal_folder.clone(),
            tables.clone(),
            health.clone(),
            folder.clone(),
        )?;

        let go_on = || -> Result<_, OpenError> {
            let mut replayed = 0;
            let mut progress = Progress::to_the_end_of(&journal_folder)?;
            let replay = |sequence, place, stored: StoredEntry| {
                replayed += 1;
                progress.is_at(sequence);
                let changes = tables.apply(sequence, &stored).map_err(|error| error.to_string())?;
                let applied = stored.applied(sequence, &changes);
                // A snapshotter that has ended has said why, and the journal needs none.
                let changed = Changed::by(place, std::iter::once(applied));
                let _ = snapshot_queue.send(SnapshotJob::Changed(changed));
                Ok(())
            };
            let end = journal::replay_after(&journal_folder, seal.sequence, seal.place, replay)?;
            if end.next_sequence <= seal.sequence {
                return Err(OpenError::JournalBehind {
                    journal_ends: end.next_sequence - 1,
                    snapshots: seal.sequence,
                });
            }
            end.latest.into_iter().for_each(|latest| tables.was_at(latest));
            health.clock_says(clock.now(), tables.latest());
            journal::cut_tail(&journal_folder, &end)?;
            let journal = JournalWriter::open(&journal_folder, &end, limits.segment_bytes_max)?;
            let writer = start_writer(
                journal,
                tables.clone(),
                snapshot_queue,
                health.clone(),
                folder.clone(),
            )?;
            Ok((writer, end, replayed))
        };
        let ((queue, writer), end, replayed) = match go_on() {
            Ok(begun) => begun,
            Err(error) => {
                // Its queue is gone with what failed; it holds the folder until it ends, too.
                let _ = snapshotter.join();
                return Err(error);
            }
        };
        recovery.entries = end.next_sequence - 1;
        (recovery.replayed, recovery.torn_bytes) = (replayed, end.torn_bytes);
        let mut threads = vec![writer, snapshotter];
        if seal.place.is_some() {
            threads.push(look_through(journal_folder, health.clone())?);
        }
        let storage = Self {
            site_id,
            link_key,
            tables,
            health,
            commits: Commits::Journal(queue),
            data: folder.path().to_owned(),
            compacting: Mutex::default(),
            files: Some(Arc::new(files)),
            threads: Mutex::new(threads),
        };
        Ok((storage, recovery, upgrade))
    }
}

/// Tells who waits for a start how far it is.
struct Progress {
    said: Instant,
    end: u64,
}

impl Progress {
    const SAID_EVERY: Duration = Duration::from_secs(3);

    fn to_the_end_of(journal: &Path) -> Result<Self, JournalError> {
        let end =
            Acknowledged::read(journal)?.map_or(0, |mark| mark.next_sequence.saturating_sub(1));
        Ok(Self { said: Instant::now(), end })
    }

    fn is_at(&mut self, entry: u64) {
        if self.said.elapsed() >= Self::SAID_EVERY {
            self.said = Instant::now();
            tracing::info!(
                entry,
                of = self.end,
                "what the snapshots lack is read from the journal"
            );
        }
    }
}

/// How often the journal is looked through again because it was compacted meanwhile.
const LOOKED_AGAIN_MAX: usize = 10;

/// Reads the whole journal, of which the start has read the end.
fn look_through(journal: PathBuf, health: Arc<Health>) -> std::io::Result<thread::JoinHandle<()>> {
    thread::Builder::new().name("journal-check".into()).spawn(move || {
        let go_on = |_, _| if health.is_closing() { Err("stopping".into()) } else { Ok(()) };
        let mut looked = journal::replay_acknowledged(&journal, go_on);
        for _ in 0..LOOKED_AGAIN_MAX {
            if !matches!(looked, Err(JournalError::CompactedMeanwhile)) {
                break;
            }
            looked = journal::replay_acknowledged(&journal, go_on);
        }
        match looked {
            Err(error) if !health.is_closing() => {
                tracing::error!(%error, "the site goes on: its snapshots have what was there");
                health.set_journal_damaged(error.to_string());
            }
            _ => {}
        }
    })
}

fn is_of_another(journal: &Path, opened: &Opened) -> Result<bool, JournalError> {
    let place = opened.seal.place;
    place.map_or(Ok(false), |place| journal::is_of_another_journal(journal, place))
}

/// Opens snapshots that have failed anew, or new ones in their place.
pub(super) fn reopen_snapshots(
    folder: &Folder,
    journal: &Path,
    are_damaged: bool,
) -> Result<(Snapshots, Opened), OpenError> {
    if are_damaged {
        folder.move_aside(snapshots_of(journal).map_err(journal::at(journal))?)?;
    }
    let (snapshots, opened, _) = open_snapshots(folder, journal, snapshots::PATIENCE)?;
    Ok((snapshots, opened))
}

/// Why snapshots were built anew, and of which layout they were and are, if that is why.
struct Anew {
    why: String,
    layouts: Option<(u64, u64)>,
}

fn open_snapshots(
    folder: &Folder,
    journal: &Path,
    patience: Duration,
) -> Result<(Snapshots, Opened, Option<Anew>), OpenError> {
    let name = snapshots_of(journal).map_err(journal::at(journal))?;
    let path = folder.subfolder(name)?;
    let opened = match Snapshots::open(&path, patience) {
        Ok((snapshots, opened)) if is_of_another(journal, &opened)? => {
            snapshots.close(&path)?;
            Err(SnapshotError::OfAnotherJournal)
        }
        opened => opened,
    };
    match opened {
        Ok((snapshots, opened)) => Ok((snapshots, opened, None)),
        Err(error) if matches!(error, SnapshotError::InUse) || error.is_full_disk() => {
            Err(error.into())
        }
        Err(error) => {
            // They are all that is changed, and not for a journal of which nothing can be built.
            journal::replay_acknowledged(journal, |_, _| Ok(()))?;
            let aside = folder.move_aside(name)?;
            let layouts = match error {
                SnapshotError::OfAnotherLayout(layout) => {
                    tracing::info!(
                        "{error}: they are built anew from the journal, which may take a while"
                    );
                    let _ = fs::remove_dir_all(&aside);
                    Some((layout, snapshots::LAYOUT))
                }
                _ => {
                    tracing::warn!(
                        %error,
                        aside = %aside.display(),
                        "the snapshots cannot be used and were moved aside; they are built anew from the \
                         journal. Nothing is lost"
                    );
                    None
                }
            };
            // There is nothing to fall back on if this one fails, and nothing in it yet.
            let (snapshots, opened) =
                Snapshots::open(&folder.subfolder(name)?, snapshots::PATIENCE)?;
            Ok((snapshots, opened, Some(Anew { why: error.to_string(), layouts })))
        }
    }
}

//! Opening and closing the snapshots' folder: sled's may panic or hang on damaged files, and frees
//! its lock when it likes.

use std::{
    fs,
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use super::{
    super::{
        codec::{self, CodecError},
        row,
    },
    COUNT, COUNTED, Opened, SEAL_KEY, Seal, SnapshotError, Snapshots, Sum, decode_count,
};
use crate::{
    domain::Row,
    reads::{
        past::{self, PastCount},
        statistics::{Quarter, Tally},
    },
};

/// The folder's files are small and few: a cache of this size keeps the hot part of them.
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// How long sled may take to open its folder and read all rows before it counts as hanging: this
/// for a folder of any size, and some for each MiB of it. (Measured: 1.1 million rows in 0.5 GB
/// take 1.5 s.)
pub const PATIENCE: Duration = Duration::from_secs(20);
const PATIENCE_PER_MIB: Duration = Duration::from_millis(100);

/// How long to wait for sled's own lock, which it frees some time after it is dropped.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const LOCK_RETRY: Duration = Duration::from_millis(20);

impl Snapshots {
    /// Opens the folder, makes it if it is missing, and reads and checks what is present, on a thread of
    /// its own that may panic or hang. One that hangs cannot be ended: it stays, asleep or busy,
    /// until the process ends; the next start does not see the folder that it hangs over.
    ///
    /// # Errors
    /// When it cannot be used as it is.
    pub fn open(folder: &Path, patience: Duration) -> Result<(Self, Opened), SnapshotError> {
        let patience = patience + PATIENCE_PER_MIB.saturating_mul(mebibytes(folder));
        let folder = folder.to_owned();
        let (done, opened) = mpsc::sync_channel(1);
        let spawned = thread::Builder::new()
            .name("snapshots-open".into())
            .spawn({
                let folder = folder.clone();
                move || {
                    // The receiver is gone only if it lost patience; the result is of no use then.
                    let _ = done.send(open_and_check(&folder));
                }
            })
            .map_err(|source| SnapshotError::Io { path: folder, source })?;
        match opened.recv_timeout(patience) {
            Ok(result) => result,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(SnapshotError::Hung(patience)),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                // The panic has been reported by the panic hook; its payload says no more.
                let _ = spawned.join();
                Err(SnapshotError::Panicked)
            }
        }
    }

    /// Lets go of the folder, and waits until sled has, too: from then on nothing writes to it.
    ///
    /// # Errors
    /// When sled fails, or does not let go.
    pub fn close(self, folder: &Path) -> Result<(), SnapshotError> {
        self.flush()?;
        drop(self);
        wait_until_free(folder)
    }
}

fn open_and_check(folder: &Path) -> Result<(Snapshots, Opened), SnapshotError> {
    remove_unfinished(folder)?;
    let db = open_once_free(folder)?;
    let rows = db.open_tree("rows")?;
    // One reads and decodes, and another sorts in what was read.
    let opened = thread::scope(|scope| {
        let (send, parts) = mpsc::sync_channel::<Vec<Present>>(PARTS_AHEAD_MAX);
        let sorted = scope.spawn(move || {
            let mut sorted = Opened::default();
            parts.into_iter().flatten().for_each(|present| sorted.add(present));
            sorted
        });
        let read = read_present(&rows, &send);
        drop(send);
        let sorted = sorted.join().map_err(|_| SnapshotError::Panicked)?;
        Ok::<_, SnapshotError>(Opened { seal: read?, ..sorted })
    })?;
    let snapshots = Snapshots {
        db,
        rows,
        #[cfg(feature = "harness")]
        fails: std::sync::Arc::default(),
    };
    Ok((snapshots, opened))
}

/// What is present, as it is read; of a record also whether it is in an earlier form.
enum Present {
    Row(Row, bool),
    Count(PastCount, u64),
    Tally(Option<Quarter>, Tally),
}

/// How many rows are handed on at once, and how often that, before they are sorted in.
const PART_ROWS: usize = 512;
const PARTS_AHEAD_MAX: usize = 16;

/// Reads what is present and hands it on; gives the seal, which fits it.
fn read_present(
    rows: &sled::Tree,
    parts: &mpsc::SyncSender<Vec<Present>>,
) -> Result<Seal, SnapshotError> {
    // Before any row: in another layout they may be others.
    let seal = rows.get(SEAL_KEY)?.map_or(Ok(Seal::default()), |bytes| Seal::decode(&bytes))?;
    let mut found = Sum::default();
    let unknown = || CodecError::Malformed("an unknown kind of row".into());
    let mut part = Vec::with_capacity(PART_ROWS);
    for pair in rows.range(..[past::FIRST]) {
        let (key, bytes) = pair?;
        if key == SEAL_KEY {
            continue;
        }
        found.add(&key, &bytes);
        part.push(match key.split_first() {
            Some((&COUNT, part)) => {
                let counted = PastCount::of_part(part).ok_or_else(unknown)?;
                Present::Count(counted, decode_count(&key, &bytes)?)
            }
            Some((&COUNTED, quarter)) => {
                let tally = codec::decode_tally(codec::unseal(&key, &bytes)?)?;
                let quarter = quarter.try_into().ok().map(i64::from_be_bytes).map(Quarter);
                Present::Tally(quarter, tally)
            }
            _ => {
                let key = row::key_of(&key).ok_or_else(unknown)?;
                Present::Row(row::decode(key, &bytes)?, row::is_of_older(key, &bytes))
            }
        });
        if part.len() == PART_ROWS {
            // An error means that the one who sorts has failed, which says so itself.
            let _ = parts.send(std::mem::replace(&mut part, Vec::with_capacity(PART_ROWS)));
        }
    }
    let _ = parts.send(part);
    match found == seal.present {
        true => Ok(seal),
        false => Err(SnapshotError::Seal(format!(
            "{} rows found, {} were written",
            found.rows, seal.present.rows
        ))),
    }
}

impl Opened {
    fn add(&mut self, present: Present) {
        match present {
            Present::Row(row, is_of_older) => {
                self.catalog.update(None, &row);
                self.older_records += u64::from(is_of_older);
            }
            Present::Count(counted, count) => self.catalog.count(counted, count),
            Present::Tally(quarter, tally) => self.statistics.set(quarter, tally),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "sled does not say when it frees its lock")]
fn open_once_free(folder: &Path) -> Result<sled::Db, SnapshotError> {
    let deadline = Instant::now() + LOCK_PATIENCE;
    loop {
        match sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).open() {
            // The data folder's lock is ours, so it can only be this process that has sled's.
            Err(sled::Error::Io(error)) if error.to_string().contains("could not acquire lock") => {
                if Instant::now() >= deadline {
                    return Err(SnapshotError::InUse);
                }
                thread::sleep(LOCK_RETRY);
            }
            opened => return Ok(opened?),
        }
    }
}

/// Waits for the lock that sled has on one of its files while it has the folder.
#[expect(clippy::disallowed_methods, reason = "sled does not say when it frees its lock")]
pub fn wait_until_free(folder: &Path) -> Result<(), SnapshotError> {
    let path = folder.join("db");
    let deadline = Instant::now() + LOCK_PATIENCE;
    let file = fs::File::options().write(true).open(&path);
    let file = file.map_err(|source| SnapshotError::Io { path, source })?;
    while file.try_lock().is_err() {
        if Instant::now() >= deadline {
            return Err(SnapshotError::InUse);
        }
        thread::sleep(LOCK_RETRY);
    }
    Ok(())
}

/// A kill while sled opens can leave a file after which it never opens again.
fn remove_unfinished(folder: &Path) -> Result<(), SnapshotError> {
    let Ok(files) = fs::read_dir(folder) else { return Ok(()) };
    for file in files.flatten() {
        let path = file.path();
        if path.extension().is_some_and(|extension| extension == "generating") {
            fs::remove_file(&path).map_err(|source| SnapshotError::Io { path, source })?;
        }
    }
    Ok(())
}

fn mebibytes(folder: &Path) -> u32 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes: u64 = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    u32::try_from(bytes / (1024 * 1024)).unwrap_or(u32::MAX)
}

//! The snapshots: every record as of some sequence number, in sled.
//!
//! sled never calls fsync, can lose the tail of what it had, and can panic or hang on damaged files
//! (sled 0.34.7). So nothing here is believed: each row has a checksum, and a seal over all of them
//! is written in the same batch as the rows. If the seal does not fit what is found at start-up, or
//! sled does not open in time, the folder is moved aside and built anew from the journal.

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use super::{
    codec::{self, CodecError},
    row,
};
use crate::{
    domain::{Key, Row},
    reads::catalog::Catalog,
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

/// The seal's own key; no record's key has its length.
const SEAL_KEY: &[u8] = b"seal";

/// What the snapshots hold, in short: written in one batch with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seal {
    /// The last entry whose changes are in the rows.
    pub sequence: u64,
    /// How many rows there are.
    rows: u64,
    /// The sum of all rows' checksums, mixed.
    sum: u64,
}

/// The snapshots, opened.
#[derive(Debug, Clone)]
pub struct Snapshots {
    db: sled::Db,
    rows: sled::Tree,
}

/// Why snapshots cannot be used. The journal has everything, so this is never the end.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// sled says so.
    #[error("sled: {0}")]
    Sled(#[from] sled::Error),
    /// A row is damaged.
    #[error("a row is damaged: {0}")]
    Row(#[from] CodecError),
    /// Rows are missing, or stale.
    #[error("the rows do not fit their seal: {0}")]
    Seal(String),
    /// They are whole, but not yet let go of.
    #[error("an earlier storage of this process has not let go of them")]
    InUse,
    /// sled panicked.
    #[error("sled panicked while it read its folder")]
    Panicked,
    /// sled did not come to an end.
    #[error("sled did not open its folder within {0:?}")]
    Hung(Duration),
    /// The disk says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl Snapshots {
    /// Opens the folder, makes it if it is missing, and reads and checks every row, on a thread of
    /// its own that may panic or hang. One that hangs cannot be ended: it stays, asleep or busy,
    /// until the process ends; the next start does not see the folder that it hangs over.
    ///
    /// # Errors
    /// When it cannot be used as it is.
    pub fn open(folder: &Path, patience: Duration) -> Result<(Self, Seal, Catalog), SnapshotError> {
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

    /// The row under a key.
    ///
    /// # Errors
    /// When sled fails or the row is damaged.
    pub fn get(&self, key: Key) -> Result<Option<Row>, SnapshotError> {
        // sled may panic on what it reads from the disk, and this runs on the writer's thread.
        let found = catch_unwind(AssertUnwindSafe(|| self.rows.get(row::key_bytes(key))))
            .map_err(|_| SnapshotError::Panicked)??;
        Ok(found.map(|bytes| row::decode(key, &bytes)).transpose()?)
    }

    /// Writes the rows as they are after entry `sequence`, with the new seal, in one batch.
    ///
    /// # Errors
    /// When sled fails.
    pub fn put<'a>(
        &self,
        seal: &mut Seal,
        sequence: u64,
        rows: impl Iterator<Item = &'a Row>,
    ) -> Result<(), SnapshotError> {
        let mut next = Seal { sequence, ..*seal };
        let mut batch = sled::Batch::default();
        for row in rows {
            let key = row::key_bytes(row.key());
            let new = row::encode(row)?;
            if let Some(old) = self.rows.get(key)? {
                next.remove(&key, &old);
            }
            next.add(&key, &new);
            batch.insert(&key, new);
        }
        batch.insert(SEAL_KEY, next.encode());
        self.rows.apply_batch(batch)?;
        *seal = next;
        Ok(())
    }

    /// Hands what was put to the operating system. It is durable some time after: what a power cut
    /// takes from it, the journal has.
    ///
    /// # Errors
    /// When sled fails.
    pub fn flush(&self) -> Result<(), SnapshotError> {
        self.db.flush()?;
        Ok(())
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

    /// The trees for sessions, which live in sled alone, and for finding those of a user.
    ///
    /// # Errors
    /// When sled fails.
    pub fn sessions(&self) -> Result<(sled::Tree, sled::Tree), SnapshotError> {
        Ok((self.db.open_tree("sessions")?, self.db.open_tree("sessions_by_user")?))
    }
}

impl Seal {
    fn add(&mut self, key: &[u8], row: &[u8]) {
        self.rows = self.rows.wrapping_add(1);
        self.sum = self.sum.wrapping_add(mixed(key, row));
    }

    fn remove(&mut self, key: &[u8], row: &[u8]) {
        self.rows = self.rows.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(mixed(key, row));
    }

    fn encode(&self) -> Vec<u8> {
        let numbers = [self.sequence, self.rows, self.sum];
        codec::seal(SEAL_KEY, &numbers.map(u64::to_le_bytes).concat())
    }

    fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let bytes = codec::unseal(SEAL_KEY, bytes)?;
        let mut numbers = bytes.chunks_exact(8).map_while(|n| n.try_into().ok());
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(sequence), Some(rows), Some(sum)) => Ok(Self {
                sequence: u64::from_le_bytes(sequence),
                rows: u64::from_le_bytes(rows),
                sum: u64::from_le_bytes(sum),
            }),
            _ => Err(CodecError::Malformed("the seal is cut short".into())),
        }
    }
}

/// A row's share of the seal's sum: its checksum, spread over 64 bits (the finaliser of splitmix64)
/// so that a sum of them tells one set of rows from another.
fn mixed(key: &[u8], row: &[u8]) -> u64 {
    let sum = crc32c::crc32c_append(crc32c::crc32c(key), row);
    let mut z = (u64::from(sum) << 32) ^ row.len() as u64;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn open_and_check(folder: &Path) -> Result<(Snapshots, Seal, Catalog), SnapshotError> {
    remove_unfinished(folder)?;
    let db = open_once_free(folder)?;
    let rows = db.open_tree("rows")?;
    let mut found = Seal::default();
    let mut sealed = Seal::default();
    let mut catalog = Catalog::default();
    for pair in &rows {
        let (key, bytes) = pair?;
        if key == SEAL_KEY {
            sealed = Seal::decode(&bytes)?;
            continue;
        }
        let known = row::key_of(&key)
            .ok_or_else(|| CodecError::Malformed("an unknown kind of row".into()))?;
        let row = row::decode(known, &bytes)?;
        found.add(&key, &bytes);
        catalog.update(None, &row);
    }
    found.sequence = sealed.sequence;
    match found == sealed {
        true => Ok((Snapshots { db, rows }, sealed, catalog)),
        false => Err(SnapshotError::Seal(format!(
            "{} rows found, {} were written",
            found.rows, sealed.rows
        ))),
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
fn wait_until_free(folder: &Path) -> Result<(), SnapshotError> {
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

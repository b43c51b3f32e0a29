//! The journal: the truth. An append-only log of committed entries, in segments, each named after
//! the sequence number of its first entry.

mod frame;
mod replay;
mod writer;

use std::{
    io,
    path::{Path, PathBuf},
};

pub use replay::{End, cut_tail, replay, settle};
pub use writer::{Commit, JournalWriter};

use super::codec::CodecError;

/// A segment that has reached this size is followed by another, unless a test sets another size.
pub const SEGMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Why the journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// Bytes inside the journal are not what was written. Nothing has been changed.
    #[error(
        "the journal is damaged: {what} in {} at offset {offset}. \
         Nothing was changed. Put the file back from a backup, or ask for help before you \
         change anything: what follows the damage is still there.",
        path.display()
    )]
    Damaged {
        /// In which file.
        path: PathBuf,
        /// At which byte.
        offset: u64,
        /// What is wrong there.
        what: String,
    },
    /// An entry is no entry of this version.
    #[error("{} at offset {offset}, entry {sequence}: {source}", path.display())]
    Entry {
        /// In which file.
        path: PathBuf,
        /// At which byte its frame begins.
        offset: u64,
        /// Which entry.
        sequence: u64,
        /// What is wrong with it.
        source: CodecError,
    },
    /// The one who reads the entries found one that cannot be.
    #[error("{} at offset {offset}, entry {sequence}: {what}", path.display())]
    Impossible {
        /// In which file.
        path: PathBuf,
        /// At which byte its frame begins.
        offset: u64,
        /// Which entry.
        sequence: u64,
        /// What is wrong with it.
        what: String,
    },
}

/// Names the file in an I/O error.
fn at(path: &Path) -> impl FnOnce(io::Error) -> JournalError + '_ {
    |source| JournalError::Io { path: path.to_owned(), source }
}

fn segment_path(folder: &Path, first_sequence: u64) -> PathBuf {
    folder.join(format!("{first_sequence:020}.log"))
}

/// Makes the names in a folder as durable as the files' contents.
fn sync_folder(folder: &Path) -> Result<(), JournalError> {
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

/// The journal's folder inside a data folder.
#[must_use]
pub fn folder_in(data: &Path) -> PathBuf {
    data.join("journal")
}

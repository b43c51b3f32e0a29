//! The journal: the truth. An append-only log of committed entries, in segments, each named after
//! the sequence number of its first entry.
//!
//! **Positions last.** An entry's sequence number, and an event's index within it, mean the same for
//! ever. A compaction leaves out what is gone, says so in its place (`frame` has the bytes of a run
//! of emptied entries, `stored_entry` those of an entry that lacks some of its events), and moves
//! nothing. Numbers that no frame accounts for are damage.

mod acknowledged;
mod frame;
mod part;
mod replay;
mod stored_entry;
mod writer;

use std::{
    io,
    path::{Path, PathBuf},
};

pub use acknowledged::Acknowledged;
pub use part::{AcknowledgedPart, Extent, cut_after, mark_whole, segment_in};
pub use replay::{
    End, closed_segments, cut_tail, is_of_another_journal, replay, replay_acknowledged,
    replay_acknowledged_after, replay_acknowledged_since, replay_after, replay_closed,
    replay_segment, replay_stored, settle,
};
pub use stored_entry::StoredEntry;
pub use writer::{Commit, JournalWriter};

use self::frame::Salt;

/// A segment that has reached this size is followed by another, unless a test sets another size.
pub const SEGMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Where a frame begins: from there on the journal can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalPosition {
    /// The segment's first sequence number.
    segment: u64,
    /// At which of its bytes.
    offset: u64,
    /// By which one segment is told from another of the same number.
    salt: Salt,
}

impl JournalPosition {
    /// As numbers, for the snapshots.
    #[must_use]
    pub fn to_numbers(self) -> [u64; 3] {
        [self.segment, self.offset, self.salt.0.into()]
    }

    /// What [`JournalPosition::to_numbers`] gave; none if it is of no segment.
    #[must_use]
    pub fn of_numbers([segment, offset, salt]: [u64; 3]) -> Option<Self> {
        let salt = Salt(u32::try_from(salt).ok()?);
        (segment > 0).then_some(Self { segment, offset, salt })
    }
}

/// What stands in the journal, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<Bytes> {
    /// An entry's bytes.
    Entry(Bytes),
    /// So many entries in a row that a compaction has emptied.
    Emptied(u64),
}

impl<Bytes> Piece<Bytes> {
    /// How many sequence numbers it takes.
    pub fn entries(&self) -> u64 {
        match self {
            Self::Entry(_) => 1,
            Self::Emptied(entries) => *entries,
        }
    }
}

impl Piece<Vec<u8>> {
    fn as_slice(&self) -> Piece<&[u8]> {
        match self {
            Self::Entry(bytes) => Piece::Entry(bytes),
            Self::Emptied(entries) => Piece::Emptied(*entries),
        }
    }
}

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
    /// Less is in it than was acknowledged. Nothing has been changed.
    #[error(
        "the journal ends with entry {ends}, but all up to entry {acknowledged} were acknowledged: \
         its end is cut off or damaged, and acknowledged sales with it. Nothing was changed. Put the \
         journal's last file back from a backup. (To go on without what is missing, delete {} and \
         start again.)",
        mark.display()
    )]
    EndMissing {
        /// The last entry that is there.
        ends: u64,
        /// The last that was acknowledged.
        acknowledged: u64,
        /// The file that says so.
        mark: PathBuf,
    },
    /// What stands there is whole, and in a form that this version does not know. Nothing has been
    /// changed.
    #[error(
        "Holdfast {} cannot read this data folder: a newer Holdfast has written {what}, in {} at \
         offset {offset}. Nothing was changed. Start that version again, or a later one. (To go back \
         to this one, restore a backup that was made before the upgrade to another folder: what came \
         after it is not in there.)",
        env!("CARGO_PKG_VERSION"),
        path.display()
    )]
    Newer {
        /// In which file.
        path: PathBuf,
        /// At which byte.
        offset: u64,
        /// What it is.
        what: String,
    },
    /// It was compacted while it was read.
    #[error("the site has compacted its journal while it was read. Nothing is wrong; do it again.")]
    CompactedMeanwhile,
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
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> JournalError + '_ {
    |source| JournalError::Io { path: path.to_owned(), source }
}

/// The first sequence number of the segment that has this name.
fn first_of(path: &Path) -> Option<u64> {
    path.file_stem()?.to_str()?.parse().ok()
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

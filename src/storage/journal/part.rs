//! Parts of a journal: how far each segment is acknowledged, for who copies it while somebody appends,
//! and a copy that ends between two entries.

use std::{
    fs,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use crate::domain::Entry;

use super::{
    Acknowledged, End, JournalError, JournalPosition, Piece,
    acknowledged::Mark,
    at, first_of, frame,
    replay::{JournalReading, load, segments},
    segment_path, sync_folder,
};

/// What of a journal is acknowledged, for who copies it while somebody appends. Its bytes stay the same
/// for as long as its segments have the same salts: what is appended comes after them, and what
/// rewrites them makes new ones. A journal without a mark is taken to its end.
pub struct AcknowledgedPart<'a>(JournalReading<'a>);

/// A segment as far as it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// The segment's first sequence number.
    pub first: u64,
    /// Where it is.
    pub path: PathBuf,
    /// How much of it is acknowledged.
    pub bytes: u64,
}

impl<'a> AcknowledgedPart<'a> {
    /// What is acknowledged now.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn of(folder: &'a Path) -> Result<Self, JournalError> {
        JournalReading::acknowledged(folder).map(Self)
    }

    /// Reads its entries, as [`super::replay()`] does.
    ///
    /// # Errors
    /// As there.
    pub fn replay(
        &self,
        mut visit: impl FnMut(u64, Entry) -> Result<(), String>,
    ) -> Result<End, JournalError> {
        self.0.replay(|sequence, stored| visit(sequence, stored.into_entry()))
    }

    /// The segments, once they were read to this end.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn extents(&self, end: &End) -> Result<Vec<Extent>, JournalError> {
        let extent = |(first, path): &(u64, PathBuf)| {
            let bytes = match end.segment.as_ref() == Some(path) {
                true => end.bytes,
                false => fs::metadata(path).map_err(at(path))?.len(),
            };
            Ok(Extent { first: *first, path: path.clone(), bytes })
        };
        self.0.segments.iter().map(extent).collect()
    }

    /// Whether a compaction has put others in the place of its segments since.
    #[must_use]
    pub fn is_compacted_meanwhile(&self) -> bool {
        self.0.is_compacted_meanwhile()
    }
}

/// Where a segment of this first sequence number belongs.
#[must_use]
pub fn segment_in(folder: &Path, first: u64) -> PathBuf {
    segment_path(folder, first)
}

/// Marks a copy as acknowledged up to its end, durably.
///
/// # Errors
/// When the disk fails.
pub fn mark_whole(folder: &Path, end: &End) -> Result<(), JournalError> {
    let Some(segment) = end.segment.as_ref().and_then(|last| first_of(last)) else { return Ok(()) };
    let mut mark = Mark::open(folder)?;
    mark.set(Acknowledged { next_sequence: end.next_sequence, segment, bytes: end.bytes })
        .and_then(|()| mark.sync())
        .map_err(at(folder))?;
    sync_folder(folder)
}

/// Cuts a copy so that this, whose frame is there, is its last entry: also in the middle of a group
/// commit, which is written anew as far as it goes then. A copy that is cut has no mark yet.
///
/// # Errors
/// When the disk fails, or the copy is damaged where it is cut.
pub fn cut_after(folder: &Path, entry: u64, place: JournalPosition) -> Result<(), JournalError> {
    for (first, path) in segments(folder)? {
        if first > place.segment {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    let path = segment_path(folder, place.segment);
    let damaged = || JournalError::Damaged {
        path: path.clone(),
        offset: place.offset,
        what: "it cannot be cut there".into(),
    };
    let (salt, bytes) = load(&path, place.offset)?;
    let salt = salt.ok_or_else(damaged)?;
    let frame = frame::read(&bytes, 0, salt).ok_or_else(damaged)?;
    let first_sequence = frame.first_sequence;
    let mut left = (entry + 1).saturating_sub(first_sequence);
    let pieces = frame.pieces.into_iter().map_while(|piece| {
        let taken = piece.entries().min(left);
        left -= taken;
        match piece {
            _ if taken == 0 => None,
            Piece::Entry(bytes) => Some(Piece::Entry(bytes)),
            Piece::Emptied(_) => Some(Piece::Emptied(taken)),
        }
    });
    let mut rewritten = vec![];
    frame::write(&mut rewritten, salt, first_sequence, pieces);
    let file = fs::File::options().write(true).open(&path).map_err(at(&path))?;
    file.set_len(place.offset)
        .and_then(|()| file.write_all_at(&rewritten, place.offset))
        .and_then(|()| file.sync_all())
        .map_err(at(&path))?;
    sync_folder(folder)
}

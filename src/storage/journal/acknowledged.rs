//! The mark of what was acknowledged: how far the journal is known to be durable, in a small file
//! beside its segments, so that damage to its last frames is told from a write that was torn.
//!
//! A frame vouches for those before it, and nothing for the last: bytes there that are no whole
//! frame may have been a group commit that nobody was ever told of, or one that was. The mark is
//! written when a group commit is durable, before anybody is told of it. It is in two places, which
//! are written by turns: one of them is always whole.
//!
//! The mark itself is not waited for. After a `kill -9` it is exact, since the system has it. After
//! a power cut it may be some seconds old: what was acknowledged in them and is damaged, in the last
//! frame alone, cannot be told from a torn write then.

use std::{fs, io, os::unix::fs::FileExt as _, path::Path};

use super::{JournalError, at};

/// The file's name, in the journal's folder.
pub const NAME: &str = "acknowledged";

const NUMBERS: usize = 3;
const PLACE_BYTES: usize = NUMBERS * 8 + 4;

/// How far the journal is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledged {
    /// The sequence number after that of the last entry.
    pub next_sequence: u64,
    /// The first sequence number of the segment in which its frame ends.
    pub segment: u64,
    /// At which byte of it.
    pub bytes: u64,
}

impl Acknowledged {
    /// What the mark says; none if there is none, or none that is whole.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn read(journal: &Path) -> Result<Option<Self>, JournalError> {
        let path = journal.join(NAME);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(at(&path))?,
        };
        Ok(bytes.chunks(PLACE_BYTES).filter_map(Self::decode).max())
    }

    fn encode(self) -> [u8; PLACE_BYTES] {
        let mut place = [0; PLACE_BYTES];
        let (numbers, sum) = place.split_at_mut(NUMBERS * 8);
        let each = [self.next_sequence, self.segment, self.bytes];
        for (bytes, number) in numbers.chunks_mut(8).zip(each) {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
        sum.copy_from_slice(&crc32c::crc32c(numbers).to_le_bytes());
        place
    }

    fn decode(place: &[u8]) -> Option<Self> {
        let (numbers, sum) = place.split_at_checked(NUMBERS * 8)?;
        let is_whole = sum == crc32c::crc32c(numbers).to_le_bytes();
        let mut numbers = numbers.as_chunks::<8>().0.iter().map(|n| u64::from_le_bytes(*n));
        let mut number = || numbers.next().filter(|_| is_whole);
        Some(Self { next_sequence: number()?, segment: number()?, bytes: number()? })
    }
}

/// Who moves the mark on.
#[derive(Debug)]
pub(super) struct Mark {
    file: fs::File,
    is_second: bool,
}

impl Mark {
    pub(super) fn open(journal: &Path) -> Result<Self, JournalError> {
        let path = journal.join(NAME);
        let mut options = fs::File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        Ok(Self { file: file.map_err(at(&path))?, is_second: false })
    }

    pub(super) fn set(&mut self, acknowledged: Acknowledged) -> io::Result<()> {
        let place = if self.is_second { PLACE_BYTES as u64 } else { 0 };
        self.is_second = !self.is_second;
        self.file.write_all_at(&acknowledged.encode(), place)
    }

    /// Makes it as durable as what it vouches for.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

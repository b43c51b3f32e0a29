//! Writing the journal: appending group commits, each durable before it is acknowledged.

use std::{
    fs,
    io::{self, Seek as _, SeekFrom, Write as _},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use super::{
    Acknowledged, End, JournalError, JournalPosition, Piece,
    acknowledged::Mark,
    at, first_of,
    frame::{self, Salt},
    segment_path, sync_folder,
};

/// How much room is made at once: a group commit that overwrites zeros is durable sooner than one
/// that makes the file longer, since the file's length need not be written too.
pub(super) const ROOM_BYTES: usize = 512 * 1024;

/// The one writer of a journal.
#[derive(Debug)]
pub struct JournalWriter {
    folder: PathBuf,
    segment: PathBuf,
    /// Its first sequence number, after which it is named.
    segment_first: u64,
    file: fs::File,
    salt: Salt,
    /// The length of the segment up to the end of its last frame.
    bytes: u64,
    /// The length of its file: from `bytes` on there are zeros.
    room_end: u64,
    next_sequence: u64,
    segment_bytes_max: u64,
    /// Set once it is not known what stands on the disk.
    broken: bool,
    buffer: Vec<u8>,
    mark: Mark,
}

/// What became of a group commit.
#[derive(Debug)]
pub enum Commit {
    /// Durable; the first of the entries has this sequence number.
    Durable {
        /// The sequence number of the first of the entries.
        first_sequence: u64,
        /// Where the frame stands.
        place: JournalPosition,
    },
    /// Nothing was written, and a later attempt may succeed (a full disk, say).
    NotWritten(JournalError),
    /// It may or may not be on the disk, now or after a crash: nothing more is written until a
    /// restart has read what is there. (A failed fsync cannot be repeated:
    /// <https://www.usenix.org/conference/atc20/presentation/rebello>.)
    Unknown(JournalError),
}

impl JournalWriter {
    /// A writer that goes on where [`super::replay()`] found the end.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn open(folder: &Path, end: &End, segment_bytes_max: u64) -> Result<Self, JournalError> {
        let segment =
            end.segment.clone().unwrap_or_else(|| segment_path(folder, end.next_sequence));
        let mut file = open_segment(&segment)?;
        let (bytes, salt) = match end.salt {
            Some(salt) => (end.bytes, salt),
            None => {
                let begun = begin_segment(&mut file).map_err(at(&segment))?;
                file.sync_all().map_err(at(&segment))?;
                sync_folder(folder)?;
                begun
            }
        };
        let room_end = file.metadata().map_err(at(&segment))?.len();
        file.seek(SeekFrom::Start(bytes)).map_err(at(&segment))?;
        let segment_first = first_of(&segment).unwrap_or(end.next_sequence);
        let mut mark = Mark::open(folder)?;
        let next_sequence = end.next_sequence;
        mark.set(Acknowledged { next_sequence, segment: segment_first, bytes })
            .map_err(at(folder))?;
        Ok(Self {
            folder: folder.to_owned(),
            segment_first,
            segment,
            file,
            salt,
            bytes,
            room_end,
            next_sequence: end.next_sequence,
            segment_bytes_max,
            broken: false,
            buffer: vec![],
            mark,
        })
    }

    /// Appends the entries as one frame and makes it durable: one write, one `fdatasync`.
    pub fn commit(&mut self, entries: &[Vec<u8>]) -> Commit {
        self.append(entries.iter().map(|bytes| Piece::Entry(&bytes[..])))
    }

    /// [`JournalWriter::commit`], for a compaction: what it has emptied keeps its numbers.
    pub fn commit_pieces(&mut self, pieces: &[Piece<Vec<u8>>]) -> Commit {
        self.append(pieces.iter().map(Piece::as_slice))
    }

    fn append<'a>(&mut self, pieces: impl Iterator<Item = Piece<&'a [u8]>>) -> Commit {
        if self.broken {
            let source = io::Error::other("an earlier write to the journal failed");
            return Commit::Unknown(JournalError::Io { path: self.segment.clone(), source });
        }
        if self.bytes >= self.segment_bytes_max
            && let Err(failed) = self.next_segment()
        {
            return failed;
        }
        self.buffer.clear();
        let first_sequence = self.next_sequence;
        let next_sequence = frame::write(&mut self.buffer, self.salt, first_sequence, pieces);
        self.make_room();
        if let Err(source) = self.file.write_all(&self.buffer) {
            return self.take_back(source);
        }
        if let Err(error) = self.file.sync_data().map_err(at(&self.segment)) {
            return self.break_off(error);
        }
        let place =
            JournalPosition { segment: self.segment_first, offset: self.bytes, salt: self.salt };
        self.bytes += self.buffer.len() as u64;
        self.next_sequence = next_sequence;
        let (segment, bytes) = (self.segment_first, self.bytes);
        if let Err(error) = self.mark.set(Acknowledged { next_sequence, segment, bytes }) {
            // What is durable is: only damage to it would go unseen.
            tracing::warn!(%error, "the mark of what was acknowledged could not be moved on");
        }
        Commit::Durable { first_sequence, place }
    }

    /// Goes on in a new segment, which becomes the first with entries that are not committed yet; gives
    /// its first sequence number. What stands before it is not written to any more.
    pub fn begin_segment(&mut self) -> Result<u64, JournalError> {
        if self.broken {
            let source = io::Error::other("an earlier write to the journal failed");
            return Err(JournalError::Io { path: self.segment.clone(), source });
        }
        if self.segment_first < self.next_sequence
            && let Err(Commit::NotWritten(error) | Commit::Unknown(error)) = self.next_segment()
        {
            return Err(error);
        }
        let (next_sequence, segment) = (self.next_sequence, self.segment_first);
        self.mark
            .set(Acknowledged { next_sequence, segment, bytes: self.bytes })
            .and_then(|()| self.mark.sync())
            .map_err(at(&self.folder))?;
        Ok(segment)
    }

    /// Has a folder with the segments before one take over: links those from that one on into it, and
    /// marks it as acknowledged as far as this journal is, durably. It is of no account before
    /// [`JournalWriter::has_moved`].
    pub fn link_into(&self, folder: &Path, from: u64) -> Result<(), JournalError> {
        for (first, path) in super::replay::segments(&self.folder)? {
            if first >= from {
                let to = segment_path(folder, first);
                fs::hard_link(&path, &to).map_err(at(&to))?;
            }
        }
        let (next_sequence, segment) = (self.next_sequence, self.segment_first);
        let mut mark = Mark::open(folder)?;
        let acknowledged = Acknowledged { next_sequence, segment, bytes: self.bytes };
        // In both of its places: what is older there is no more.
        mark.set(acknowledged)
            .and_then(|()| mark.set(acknowledged))
            .and_then(|()| mark.sync())
            .map_err(at(folder))?;
        sync_folder(folder)
    }

    /// Goes on in the folder that is in the place of the old one now.
    pub fn has_moved(&mut self) -> Result<(), JournalError> {
        let moved = Mark::open(&self.folder).map(|mark| self.mark = mark);
        self.broken |= moved.is_err();
        moved
    }

    /// Takes nothing more until a restart.
    pub fn give_up(&mut self) {
        self.broken = true;
    }

    /// Marks that the journal was closed in good order, so that damage to its last entries is told
    /// from a torn write.
    pub fn close(mut self) -> Result<(), JournalError> {
        match self.commit(&[]) {
            Commit::Durable { .. } => {
                self.give_room_back().map_err(at(&self.segment))?;
                self.file.sync_all().map_err(at(&self.segment))?;
                self.mark.sync().map_err(at(&self.folder))
            }
            Commit::NotWritten(error) | Commit::Unknown(error) => Err(error),
        }
    }

    /// Makes room for what is in the buffer, and more. Where there is none to be had the file grows
    /// with what is written, as far as it can.
    fn make_room(&mut self) {
        let end = self.bytes + self.buffer.len() as u64;
        if end > self.room_end {
            self.make_more_room();
        }
    }

    /// Whether there is room for entries, after a write for which there was none.
    pub fn has_room(&mut self) -> bool {
        self.buffer.clear();
        if !self.broken && self.room_end == self.bytes {
            self.make_more_room();
        }
        self.room_end > self.bytes
    }

    fn make_more_room(&mut self) {
        let zeros = vec![0; self.buffer.len() + ROOM_BYTES];
        match self.file.write_all_at(&zeros, self.bytes) {
            Ok(()) => self.room_end = self.bytes + zeros.len() as u64,
            // If the part that was written cannot be taken back it is room all the same.
            Err(_) => drop(self.give_room_back()),
        }
    }

    fn give_room_back(&mut self) -> io::Result<()> {
        self.file.set_len(self.bytes)?;
        self.room_end = self.bytes;
        Ok(())
    }

    /// After a failed write: cuts off what of it may stand there, so that the next one begins where
    /// this one did.
    fn take_back(&mut self, source: io::Error) -> Commit {
        let error = JournalError::Io { path: self.segment.clone(), source };
        let cut = self.give_room_back().and_then(|()| self.file.seek(SeekFrom::Start(self.bytes)));
        match cut {
            Ok(_) => Commit::NotWritten(error),
            Err(_) => self.break_off(error),
        }
    }

    fn break_off(&mut self, error: JournalError) -> Commit {
        self.broken = true;
        Commit::Unknown(error)
    }

    /// Goes on in a new file. One that was begun and could not be finished is begun anew by the
    /// next attempt or the next start; its entries would have been the next ones.
    fn next_segment(&mut self) -> Result<(), Commit> {
        // Only the last segment may end with room.
        self.give_room_back().map_err(at(&self.segment)).map_err(Commit::NotWritten)?;
        let given = self.file.sync_all().map_err(at(&self.segment));
        given.map_err(|error| self.break_off(error))?;
        let segment = segment_path(&self.folder, self.next_sequence);
        let mut file = open_segment(&segment).map_err(Commit::NotWritten)?;
        let (bytes, salt) =
            begin_segment(&mut file).map_err(at(&segment)).map_err(Commit::NotWritten)?;
        file.sync_all()
            .map_err(at(&segment))
            .and_then(|()| sync_folder(&self.folder))
            .map_err(|error| self.break_off(error))?;
        (self.segment, self.file, self.salt) = (segment, file, salt);
        self.segment_first = self.next_sequence;
        (self.bytes, self.room_end) = (bytes, bytes);
        Ok(())
    }

    /// Puts a file in the place of the segment: `/dev/full` takes nothing, `/dev/null` cannot be
    /// synced.
    #[cfg(test)]
    pub(in crate::storage) fn replace_file(&mut self, path: &str) {
        self.file = fs::File::options().write(true).open(path).expect("it can be opened");
    }
}

fn open_segment(segment: &Path) -> Result<fs::File, JournalError> {
    let mut options = fs::File::options();
    options.create(true).truncate(false).read(true).write(true).open(segment).map_err(at(segment))
}

/// Writes the header, not synced yet.
fn begin_segment(file: &mut fs::File) -> io::Result<(u64, Salt)> {
    let (header, salt) = frame::new_segment();
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)?;
    Ok((header.len() as u64, salt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_has_failed_once_is_not_trusted_again() {
        let folder = tempfile::tempdir().unwrap();
        let end = super::super::replay(folder.path(), |_, _| Ok(())).unwrap();
        let mut writer = JournalWriter::open(folder.path(), &end, 1 << 20).unwrap();
        let segment = writer.segment.display().to_string();
        let before = fs::read(&segment).unwrap();
        writer.replace_file("/dev/null");
        assert!(matches!(writer.commit(&[vec![1]]), Commit::Unknown(_)));
        writer.replace_file(&segment);
        assert!(matches!(writer.commit(&[vec![1]]), Commit::Unknown(_)));
        assert!(writer.close().is_err());
        assert_eq!(fs::read(&segment).unwrap(), before);
    }
}

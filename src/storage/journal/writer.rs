//! Writing the journal: appending group commits, each durable before it is acknowledged.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{End, JournalError, SEGMENT_BYTES_MAX, at, frame, segment_path, sync_folder};

/// The one writer of a journal.
#[derive(Debug)]
pub struct JournalWriter {
    folder: PathBuf,
    segment: PathBuf,
    file: fs::File,
    /// The length of the segment up to the end of its last frame.
    bytes: u64,
    next_sequence: u64,
    /// Set once it is not known what stands on the disk.
    broken: bool,
    buffer: Vec<u8>,
}

/// What became of a group commit.
#[derive(Debug)]
pub enum Commit {
    /// Durable; the first of the entries has this sequence number.
    Durable {
        /// The sequence number of the first of the entries.
        first_sequence: u64,
    },
    /// Nothing was written, and a later attempt may succeed (a full disk, say).
    NotWritten(JournalError),
    /// It may or may not be on the disk, now or after a crash: nothing more is written until a
    /// restart has read what is there. (A failed fsync cannot be repeated:
    /// <https://www.usenix.org/conference/atc20/presentation/rebello>.)
    Unknown(JournalError),
}

impl JournalWriter {
    /// A writer that goes on where [`super::replay`] found the end.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn open(folder: &Path, end: &End) -> Result<Self, JournalError> {
        let segment =
            end.segment.clone().unwrap_or_else(|| segment_path(folder, end.next_sequence));
        let mut file = open_segment(&segment)?;
        let mut bytes = end.bytes;
        if bytes == 0 {
            bytes = begin_segment(folder, &segment, &mut file)?;
        }
        file.seek(SeekFrom::Start(bytes)).map_err(at(&segment))?;
        Ok(Self {
            folder: folder.to_owned(),
            segment,
            file,
            bytes,
            next_sequence: end.next_sequence,
            broken: false,
            buffer: vec![],
        })
    }

    /// Appends the entries as one frame and makes it durable: one write, one `fdatasync`.
    pub fn commit(&mut self, entries: &[Vec<u8>]) -> Commit {
        if self.broken {
            let source = std::io::Error::other("an earlier write to the journal failed");
            return Commit::Unknown(JournalError::Io { path: self.segment.clone(), source });
        }
        if self.bytes >= SEGMENT_BYTES_MAX
            && let Err(error) = self.next_segment()
        {
            return Commit::NotWritten(error);
        }
        self.buffer.clear();
        frame::write(&mut self.buffer, self.next_sequence, entries);
        if let Err(source) = self.file.write_all(&self.buffer) {
            return self.take_back(source);
        }
        if let Err(source) = self.file.sync_data() {
            self.broken = true;
            return Commit::Unknown(JournalError::Io { path: self.segment.clone(), source });
        }
        let first_sequence = self.next_sequence;
        self.bytes += self.buffer.len() as u64;
        self.next_sequence += entries.len() as u64;
        Commit::Durable { first_sequence }
    }

    /// Marks that the journal was closed in good order, so that damage to its last entries is told
    /// from a torn write.
    pub fn close(mut self) -> Result<(), JournalError> {
        match self.commit(&[]) {
            Commit::Durable { .. } => Ok(()),
            Commit::NotWritten(error) | Commit::Unknown(error) => Err(error),
        }
    }

    /// After a failed write: cuts off what of it may stand there, so that the next one begins where
    /// this one did.
    fn take_back(&mut self, source: std::io::Error) -> Commit {
        let error = JournalError::Io { path: self.segment.clone(), source };
        let cut = self
            .file
            .set_len(self.bytes)
            .and_then(|()| self.file.seek(SeekFrom::Start(self.bytes)));
        match cut {
            Ok(_) => Commit::NotWritten(error),
            Err(_) => {
                self.broken = true;
                Commit::Unknown(error)
            }
        }
    }

    fn next_segment(&mut self) -> Result<(), JournalError> {
        let segment = segment_path(&self.folder, self.next_sequence);
        let mut file = open_segment(&segment)?;
        let bytes = begin_segment(&self.folder, &segment, &mut file)?;
        (self.segment, self.file, self.bytes) = (segment, file, bytes);
        Ok(())
    }
}

fn open_segment(segment: &Path) -> Result<fs::File, JournalError> {
    fs::File::options().create(true).truncate(false).write(true).open(segment).map_err(at(segment))
}

fn begin_segment(folder: &Path, segment: &Path, file: &mut fs::File) -> Result<u64, JournalError> {
    file.set_len(0)
        .and_then(|()| file.seek(SeekFrom::Start(0)))
        .and_then(|_| file.write_all(frame::SEGMENT_HEADER))
        .and_then(|()| file.sync_all())
        .map_err(at(segment))?;
    sync_folder(folder)?;
    Ok(frame::SEGMENT_HEADER.len() as u64)
}

use std::{
    fs::{self, File},
    io::{self, BufReader, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{FILE_BYTES_MAX, NoPages, Unfit, check::look};
use crate::{
    domain::{KnownFile, TicketFile},
    types::FileId,
};

/// Why a file is not taken. Nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum IncomingError {
    /// It is larger than [`FILE_BYTES_MAX`].
    #[error("it is too large")]
    TooLarge,
    /// It cannot be a ticket.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The disk says no.
    #[error("it cannot be saved: {0}")]
    Disk(#[from] io::Error),
}

/// Why a document is not taken apart into so many tickets. Nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum ApartError {
    /// It cannot be.
    #[error(transparent)]
    NoPages(#[from] NoPages),
    /// It has so many pages.
    #[error("it has {0} pages")]
    OtherCount(usize),
    /// A page cannot be kept.
    #[error(transparent)]
    Page(#[from] IncomingError),
}

/// A file that is still coming. Dropped before it is whole, it leaves nothing behind.
#[derive(Debug)]
pub struct Incoming {
    id: FileId,
    part: Part,
    file: File,
    digest: Sha256,
    bytes: u32,
}

/// A file that has come whole and can be a ticket, and that has no place yet. Dropped, it leaves
/// nothing behind.
#[derive(Debug)]
pub struct ReceivedFile {
    pub(super) part: Part,
    /// What a ticket says of it.
    pub file: KnownFile,
}

/// A file on the disk that is deleted unless it is kept.
#[derive(Debug)]
pub(super) struct Part {
    path: PathBuf,
    is_kept: bool,
}

impl Incoming {
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        let id = FileId::new();
        let path = folder.join(id.to_string());
        let file =
            File::options().create_new(true).read(true).write(true).mode(0o600).open(&path)?;
        let part = Part { path, is_kept: false };
        Ok(Self { id, part, file, digest: Sha256::new(), bytes: 0 })
    }

    /// Takes what comes next.
    ///
    /// # Errors
    /// When there is too much of it, or the disk says no.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), IncomingError> {
        let length = u32::try_from(bytes.len()).ok().and_then(|more| self.bytes.checked_add(more));
        self.bytes = length.filter(|all| *all <= FILE_BYTES_MAX).ok_or(IncomingError::TooLarge)?;
        self.digest.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    /// The file, now that all of it has come and is durable. What is in it counts: what its sender
    /// calls it and declares it as does not, and whoever gets it gets it under a name of ours.
    ///
    /// # Errors
    /// When it cannot be a ticket, or the disk says no.
    pub fn finish(self) -> Result<ReceivedFile, IncomingError> {
        let (kind, shown) = look(&mut BufReader::new(&self.file))??;
        self.file.sync_all()?;
        let digest = self.digest.finalize().into();
        let file = TicketFile { id: self.id, kind, bytes: self.bytes, digest };
        Ok(ReceivedFile { part: self.part, file: KnownFile { file, shown } })
    }
}

impl ReceivedFile {
    /// All of it.
    pub(super) fn content(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.part.path)
    }
}

impl Part {
    /// Moves it to its place.
    pub(super) fn keep(mut self, at: &Path) -> io::Result<()> {
        fs::rename(&self.path, at)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(%error, "a part of a file could not be deleted; the next start does it");
        }
    }
}

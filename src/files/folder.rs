use std::{
    fs::{self, DirBuilder, File},
    io::{self, Read as _},
    os::unix::fs::{DirBuilderExt as _, FileExt as _},
    path::{Path, PathBuf},
};

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use super::{ApartError, Incoming, IncomingError, ReceivedFile, pages::Pages};
use crate::{
    domain::{KnownFile, TicketFile},
    types::FileId,
};

/// Where files are while they come.
const INCOMING: &str = "incoming";
/// What files leave free on the disk: it is the journal's, without which nothing can be sold.
const LEFT_FREE_BYTES: u64 = 256 * 1024 * 1024;

/// The folder.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    incoming: PathBuf,
    /// What was there at the start and has not been looked through.
    unswept: Mutex<Vec<FileId>>,
}

/// Where a data folder keeps its tickets' files.
#[must_use]
pub fn folder_in(data: &Path) -> PathBuf {
    data.join("files")
}

impl Files {
    /// Opens the folder, and deletes what was still coming when the last process ended.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        let incoming = folder.join(INCOMING);
        DirBuilder::new().recursive(true).mode(0o700).create(&incoming)?;
        for part in fs::read_dir(&incoming)? {
            fs::remove_file(part?.path())?;
        }
        let mut unswept = vec![];
        for file in fs::read_dir(&folder)? {
            // What has another name is not ours to delete.
            unswept.extend(file?.file_name().to_str().and_then(|name| name.parse::<FileId>().ok()));
        }
        Ok(Self { folder, incoming, unswept: Mutex::new(unswept) })
    }

    /// A new file, of which nothing has come yet.
    ///
    /// # Errors
    /// When the disk says no, or is nearly full.
    pub fn begin(&self) -> io::Result<Incoming> {
        let disk = rustix::fs::statvfs(&self.folder)?;
        if disk.f_bavail.saturating_mul(disk.f_frsize) < LEFT_FREE_BYTES {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Incoming::begin(&self.incoming)
    }

    /// Takes a document that has come apart: its pages, each a file of its own, if there are so many.
    ///
    /// # Errors
    /// When it cannot be, or has another number of pages, or the disk says no.
    pub fn take_apart(
        &self,
        received: &ReceivedFile,
        count: usize,
    ) -> Result<Vec<ReceivedFile>, ApartError> {
        let content = received.content().map_err(IncomingError::from)?;
        let mut pages = Pages::of(&content)?;
        if pages.count() != count {
            return Err(ApartError::OtherCount(pages.count()));
        }
        let mut each = vec![];
        for number in 0..count {
            let mut incoming = self.begin().map_err(IncomingError::from)?;
            incoming.write(&pages.page(number)?)?;
            each.push(incoming.finish()?);
        }
        Ok(each)
    }

    /// Gives a file its place: when this returns `Ok` it is durable there, and a ticket can name it.
    ///
    /// # Errors
    /// When the disk says no; then it is deleted, or left to the next start.
    pub fn keep(&self, received: ReceivedFile) -> io::Result<KnownFile> {
        let file = received.file;
        received.part.keep(&self.path(file.file.id))?;
        File::open(&self.folder)?.sync_all()?;
        Ok(file)
    }

    /// Deletes a file that no ticket names. What fails is left to the next start.
    pub fn discard(&self, id: FileId) {
        if let Err(error) = fs::remove_file(self.path(id)) {
            tracing::warn!(file = %id, %error, "a file could not be deleted; the next start does it");
        }
    }

    /// Deletes what was there at the start and is not named; gives how many those were. What has
    /// come since is left alone, so that it may run beside everything else.
    pub fn sweep(&self, is_named: impl Fn(FileId) -> bool) -> usize {
        let unswept = std::mem::take(&mut *self.unswept.lock());
        let rubbish = unswept.into_iter().filter(|id| !is_named(*id));
        rubbish.filter(|id| fs::remove_file(self.path(*id)).is_ok()).count()
    }

    /// Whether the file is there, as long as it should be.
    ///
    /// # Errors
    /// When it is not, or the disk says no.
    pub fn look(&self, file: &TicketFile) -> io::Result<()> {
        match fs::metadata(self.path(file.id))?.len() {
            bytes if bytes == u64::from(file.bytes) => Ok(()),
            bytes => Err(io::Error::other(format!("it has {bytes} bytes, not {}", file.bytes))),
        }
    }

    /// At most so many bytes of a file from there on. The file is open for no longer than this
    /// takes, however slow whoever wants it may be.
    ///
    /// # Errors
    /// When it is not there, or the disk says no.
    pub fn read(&self, id: FileId, from: u32, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; bytes_max];
        let read = File::open(self.path(id))?.read_at(&mut bytes, u64::from(from))?;
        bytes.truncate(read);
        Ok(bytes)
    }

    fn path(&self, id: FileId) -> PathBuf {
        self.folder.join(id.to_string())
    }
}

/// What is wrong with a file of a data folder, if it is not there as its ticket says.
#[must_use]
pub fn fault_of(data: &Path, file: &TicketFile) -> Option<String> {
    match digest(&folder_in(data).join(file.id.to_string())) {
        Err(error) => Some(format!("cannot be read: {error}")),
        Ok((bytes, _)) if bytes != u64::from(file.bytes) => {
            Some(format!("has {bytes} bytes, and not {}", file.bytes))
        }
        Ok((_, digest)) if digest != file.digest => Some("has another content".into()),
        Ok(_) => None,
    }
}

fn digest(path: &Path) -> io::Result<(u64, [u8; 32])> {
    let (mut file, mut digest, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut part = vec![0; 64 * 1024];
    loop {
        match file.read(&mut part)? {
            0 => return Ok((bytes, digest.finalize().into())),
            read => {
                digest.update(&part[..read]);
                bytes += read as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::FileKind,
        files::{FILE_BYTES_MAX, IncomingError, samples},
    };

    fn receive(files: &Files, content: &[u8]) -> Result<ReceivedFile, IncomingError> {
        let mut incoming = files.begin()?;
        incoming.write(content)?;
        incoming.finish()
    }

    fn there(folder: &Path) -> Vec<String> {
        let inside = |folder: &Path| fs::read_dir(folder).unwrap().map(|file| file.unwrap());
        let all = inside(folder).chain(inside(&folder.join(INCOMING)));
        let names = all.map(|file| file.file_name().into_string().unwrap());
        names.filter(|name| name != INCOMING).collect()
    }

    #[test]
    fn what_is_not_kept_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path().to_owned()).unwrap();
        let whole = samples::file(FileKind::Png, 1);
        drop(files.begin().unwrap());
        drop(receive(&files, &whole).unwrap());
        assert!(matches!(receive(&files, b"GIF89a.."), Err(IncomingError::Unfit(_))));
        let large = vec![b'%'; FILE_BYTES_MAX as usize + 1];
        assert!(matches!(receive(&files, &large), Err(IncomingError::TooLarge)));
        assert_eq!(there(folder.path()), [""; 0]);

        let kept = files.keep(receive(&files, &whole).unwrap()).unwrap().file;
        assert_eq!(there(folder.path()), [kept.id.to_string()]);
        assert_eq!(files.read(kept.id, 0, 100_000).unwrap(), whole);
        assert_eq!(files.read(kept.id, 8, 4).unwrap(), whole[8..12]);
        files.look(&kept).unwrap();
        files.discard(kept.id);
        assert_eq!(there(folder.path()), [""; 0]);
        assert!(files.look(&kept).is_err());
    }

    #[test]
    fn a_start_sweeps_up_what_no_ticket_names() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path().to_owned()).unwrap();
        let [named, rubbish] = [1, 2].map(|n| {
            let received = receive(&files, &samples::file(FileKind::Pdf, n)).unwrap();
            files.keep(received).unwrap().file
        });
        std::mem::forget(files.begin().unwrap());
        fs::write(folder.path().join("notes.txt"), "the owner's").unwrap();

        let files = Files::open(folder.path().to_owned()).unwrap();
        let later = files.keep(receive(&files, b"%PDF-1.4 %%EOF").unwrap()).unwrap().file;
        assert_eq!(files.sweep(|id| id == named.id), 1);
        assert!(files.look(&named).is_ok() && files.look(&rubbish).is_err());
        assert!(files.look(&later).is_ok(), "what came since is left alone");
        assert!(folder.path().join("notes.txt").exists());
        assert_eq!(there(folder.path()).len(), 3);
        assert_eq!(files.sweep(|_| false), 0, "once");
    }

    #[test]
    fn faults() {
        let data = tempfile::tempdir().unwrap();
        let files = Files::open(folder_in(data.path())).unwrap();
        let received = receive(&files, &samples::file(FileKind::Jpeg, 1)).unwrap();
        let file = files.keep(received).unwrap().file;
        assert_eq!(fault_of(data.path(), &file), None);
        let path = files.path(file.id);
        let mut content = fs::read(&path).unwrap();
        content[5] ^= 1;
        fs::write(&path, &content).unwrap();
        assert_eq!(fault_of(data.path(), &file), Some("has another content".into()));
        content.push(0);
        fs::write(&path, &content).unwrap();
        assert!(fault_of(data.path(), &file).unwrap().contains("bytes, and not"));
        files.discard(file.id);
        assert!(fault_of(data.path(), &file).unwrap().contains("cannot be read"));
    }
}

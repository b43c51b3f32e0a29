use std::{
    fs::{self, DirBuilder, File, Permissions, TryLockError},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{VERSION, compaction};
use crate::domain::LinkKey;

/// More than a version comes to.
const VERSION_BYTES_MAX: u64 = 64;

/// A data folder that is this process's alone: readable by nobody else, and locked against a
/// second process until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
}

/// Why a data folder cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process has it.
    #[error(
        "the data folder {} is in use by another holdfast process. Stop that one first, or give \
         this one a folder of its own (storage.path). Nothing was changed.",
        .0.display()
    )]
    InUse(PathBuf),
    /// It has files in it, and none of ours.
    #[error(
        "{} is not empty and is not a Holdfast data folder. Name an empty folder or a new one \
         (storage.path). Nothing was changed.",
        .0.display()
    )]
    Foreign(PathBuf),
    /// The key of links is not what was written.
    #[error(
        "the key that seals links in mails is damaged: {} must have {} bytes. Put it back from a \
         backup that was made with --with-key, or delete it and start the site: it makes a new one, \
         and only links that were sent before open nothing any more. Nothing was changed.",
        .0.display(),
        LinkKey::BYTES
    )]
    DamagedLinkKey(PathBuf),
    /// The disk says no.
    #[error("the data folder cannot be used: {}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Closed, it would go on being locked for a moment more by a process that this one is just
        // starting, which has inherited it. What cannot be unlocked is closed all the same.
        let _ = self.lock.unlock();
    }
}

impl Folder {
    const LOCK: &str = "holdfast.lock";

    const SITE_ID: &str = "site-id";

    const LINK_KEY: &str = "link-key";

    const VERSION: &str = "version";

    const JOURNAL: &str = "journal/00000000000000000001.log";

    /// Takes the folder, and makes it if it is missing.
    ///
    /// # Errors
    /// When another process has it, it is something else's, or the disk says no.
    pub fn claim(path: &Path) -> Result<Self, FolderError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| FolderError::Io { path, source }
        };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(io(path))?;
        if let Some(parent) = path.canonicalize().map_err(io(path))?.parent() {
            // Some parents may be entered but not read, and cannot be synced; they are not new.
            let _ = sync(parent);
        }
        if is_foreign(path).map_err(io(path))? {
            return Err(FolderError::Foreign(path.to_owned()));
        }
        let lock_path = path.join(Self::LOCK);
        fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(io(path))?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(io(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => Err(io(&lock_path)(source)),
        }
    }

    /// Which site this folder is, in 36 characters: made with the folder, and the same for ever.
    /// What others keep for several sites (payments at a provider) is told apart by it.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn site_id(&self) -> Result<String, FolderError> {
        let path = self.path.join(Self::SITE_ID);
        let io = |source| FolderError::Io { path: path.clone(), source };
        if let Some(known) = read_site_id(&self.path).map_err(io)? {
            return Ok(known);
        }
        let made = Uuid::now_v7().to_string();
        write_private(&self.path, Self::SITE_ID, made.as_bytes()).map_err(io)?;
        Ok(made)
    }

    /// The key that seals links in mails: made if it is missing, and readable by this user alone.
    ///
    /// # Errors
    /// When it is damaged, or the disk or the machine's randomness says no.
    pub fn link_key(&self) -> Result<LinkKey, FolderError> {
        let path = self.path.join(Self::LINK_KEY);
        let io = |source| FolderError::Io { path: path.clone(), source };
        if let Some(known) = read_link_key(&self.path)? {
            let mode = fs::metadata(&path).map_err(io)?.permissions().mode();
            if mode & 0o077 != 0 {
                fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(io)?;
                tracing::warn!(
                    path = %path.display(),
                    "others on this machine could read the key that seals links in mails, and cannot \
                     any more; if somebody may have, stop the site, delete it, and start again"
                );
            }
            return Ok(known);
        }
        let mut made = LinkKey([0; LinkKey::BYTES]);
        getrandom::fill(&mut made.0).map_err(|error| io(error.into()))?;
        write_private(&self.path, Self::LINK_KEY, &made.0).map_err(io)?;
        if self.path.join(Self::JOURNAL).exists() {
            tracing::warn!(
                path = %path.display(),
                "there was no key that seals links in mails, and a new one is made: links that were \
                 sent before open nothing any more, and whoever needs one asks for another"
            );
        }
        Ok(made)
    }

    /// The version that had it open last; none if it did not say so.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn version(&self) -> Result<Option<String>, FolderError> {
        let path = self.path.join(Self::VERSION);
        let text = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => Err(error),
            Ok(file) => {
                let mut bytes = vec![];
                file.take(VERSION_BYTES_MAX).read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        let text = text.map_err(|source| FolderError::Io { path, source })?;
        let text = String::from_utf8_lossy(&text).trim().to_owned();
        let is_one = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
        Ok(is_one.then_some(text))
    }

    /// Notes that it is open with this version.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn set_version(&self) -> Result<(), FolderError> {
        write_version(&self.path, VERSION)
            .map_err(|source| FolderError::Io { path: self.path.join(Self::VERSION), source })
    }

    /// A folder inside it, made if it is missing.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn subfolder(&self, name: &str) -> Result<PathBuf, FolderError> {
        let path = self.path.join(name);
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.and_then(|()| sync(&self.path))
            .map_err(|source| FolderError::Io { path: path.clone(), source })?;
        Ok(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finishes a compaction that was decided when its process ended, or undoes one that was not.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn settle_compaction(&self) -> Result<(), FolderError> {
        compaction::settle(&self.path)
            .map_err(|source| FolderError::Io { path: self.path.clone(), source })
    }

    /// Moves something inside it aside, under a name that is free; gives that name.
    ///
    /// # Errors
    /// When the disk says no.
    pub fn move_aside(&self, name: &str) -> Result<PathBuf, FolderError> {
        let from = self.path.join(name);
        let to = (1..)
            .map(|n| self.path.join(format!("{name}.damaged-{n}")))
            .find(|to| !to.exists())
            .unwrap_or_else(|| self.path.join(format!("{name}.damaged")));
        fs::rename(&from, &to).map_err(|source| FolderError::Io { path: from, source })?;
        Ok(to)
    }
}

/// How many bytes can still be written to the disk that a folder is on.
///
/// # Errors
/// When the disk says no.
pub fn free_bytes(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Which site a data folder is, without claiming it; none if it has never been said.
///
/// # Errors
/// When the disk says no.
pub fn read_site_id(data: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(data.join(Folder::SITE_ID)) {
        Ok(known) => Ok(known.trim().parse::<Uuid>().ok().map(|id| id.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The key that seals a data folder's links, without claiming it; none if it was never made.
///
/// # Errors
/// When it is damaged, or the disk says no.
pub fn read_link_key(data: &Path) -> Result<Option<LinkKey>, FolderError> {
    let path = data.join(Folder::LINK_KEY);
    match fs::read(&path) {
        Ok(bytes) => match bytes.try_into() {
            Ok(bytes) => Ok(Some(LinkKey(bytes))),
            Err(_) => Err(FolderError::DamagedLinkKey(path)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FolderError::Io { path, source }),
    }
}

/// Gives a copy of a data folder the same identity.
///
/// # Errors
/// When the disk says no.
pub fn write_site_id(to: &Path, id: &str) -> io::Result<()> {
    match id.is_empty() {
        true => Ok(()),
        false => write_private(to, Folder::SITE_ID, id.as_bytes()),
    }
}

/// Gives a copy of a data folder the same key, so that links that were sent open there, too.
///
/// # Errors
/// When the disk says no.
pub fn write_link_key(to: &Path, key: &[u8]) -> io::Result<()> {
    write_private(to, Folder::LINK_KEY, key)
}

/// Notes which version had a data folder open last.
///
/// # Errors
/// When the disk says no.
pub fn write_version(to: &Path, version: &str) -> io::Result<()> {
    write_private(to, Folder::VERSION, format!("{version}\n").as_bytes())
}

/// Writes a small file that no other user reads: durably, and whole or not at all.
///
/// # Errors
/// When the disk says no.
pub fn write_private(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let draft = folder.join(format!("{name}.new"));
    // One that was left may be readable by others.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, folder.join(name))?;
    sync(folder)
}

/// Whether a folder has something in it, and neither our lock nor a journal, which is all that a
/// backup need hold. A fresh disk's `lost+found` counts as nothing.
fn is_foreign(path: &Path) -> io::Result<bool> {
    if path.join(Folder::LOCK).exists() || path.join(Folder::JOURNAL).exists() {
        return Ok(false);
    }
    for file in fs::read_dir(path)? {
        if file?.file_name() != "lost+found" {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the names in a folder as durable as the files' contents.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

use std::{
    collections::BTreeSet, fmt, fs, io, os::unix::fs::DirBuilderExt as _, path::PathBuf,
    str::FromStr, sync::Arc, time::Duration,
};

use futures_util::TryStreamExt as _;
use object_store::{
    ObjectStore, ObjectStoreExt as _, local::LocalFileSystem, path::Path as ObjectPath,
};

use super::{
    BackupError, Digest, io_on,
    manifest::{BACKUPS, BackupName, OBJECTS},
    s3::{self, S3Settings},
};
use crate::types::legible;

/// How long a list of all objects may take: so many times as one of them.
const LIST_PATIENCE: u32 = 5;
/// More than any object comes to.
const OBJECT_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// How much of what a place says is told.
const SAID_CHARS_MAX: usize = 300;

/// Where backups lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket that speaks S3, under a prefix: `s3://bucket/prefix`.
    Bucket {
        /// The bucket's name.
        bucket: String,
        /// What the names in it begin with; may be empty.
        prefix: String,
    },
}

impl FromStr for Place {
    type Err = BackupError;

    fn from_str(typed: &str) -> Result<Self, BackupError> {
        let wrong = |what: &str| Err(BackupError::NoPlace(format!("{typed:?} {what}")));
        let Some(bucket) = typed.strip_prefix("s3://") else {
            return match typed.contains("://") || typed.is_empty() {
                true => wrong("is neither a folder nor of the form s3://bucket/prefix"),
                false => Ok(Self::Folder(typed.into())),
            };
        };
        let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        let is_path = |c: char| is_name(c) || c == '/';
        if bucket.is_empty() || !bucket.chars().all(is_name) || !prefix.chars().all(is_path) {
            return wrong("is not of the form s3://bucket/prefix");
        }
        Ok(Self::Bucket { bucket: bucket.into(), prefix: prefix.trim_matches('/').into() })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// A place, as it is written and read. What it says last is bounded in time and size, whatever it does.
#[derive(Debug, Clone)]
pub struct Store {
    place: Place,
    objects: Arc<dyn ObjectStore>,
    base: ObjectPath,
    /// How long one object may take.
    patience: Duration,
}

impl Store {
    /// For who backs up: a folder is made if it is missing.
    ///
    /// # Errors
    /// When it is something else's, or cannot be had.
    pub fn to_write(place: Place, s3: &S3Settings) -> Result<Self, BackupError> {
        if let Place::Folder(folder) = &place {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(io_on(folder))?;
            let is_ours = [BACKUPS, OBJECTS].iter().any(|name| folder.join(name).is_dir());
            if !is_ours && !is_empty(folder).map_err(io_on(folder))? {
                return Err(BackupError::Foreign(place));
            }
        }
        Self::to_read(place, s3)
    }

    /// For who looks at backups that are there.
    ///
    /// # Errors
    /// When it cannot be had.
    pub fn to_read(place: Place, s3: &S3Settings) -> Result<Self, BackupError> {
        let no = |error: object_store::Error| BackupError::Place {
            place: place.clone(),
            what: said(&error),
        };
        let (objects, base): (Arc<dyn ObjectStore>, _) = match &place {
            Place::Folder(folder) => {
                fs::metadata(folder).map_err(io_on(folder))?;
                let local = LocalFileSystem::new_with_prefix(folder).map_err(no)?;
                (Arc::new(local.with_fsync(true)), ObjectPath::default())
            }
            Place::Bucket { bucket, prefix } => {
                let bucket = s3::bucket(bucket, s3)?;
                (Arc::new(bucket), ObjectPath::from(&**prefix))
            }
        };
        Ok(Self { place, objects, base, patience: s3.patience })
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Puts an object there, and reads it back: what this says `Ok` to lies there as it was given.
    pub(super) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), BackupError> {
        let digest = Digest::of(&bytes);
        let path = self.path(name);
        let put = self.objects.put(&path, bytes.into());
        self.within(self.patience, put).await?;
        match Digest::of(&self.get(name).await?) == digest {
            true => Ok(()),
            false => Err(self.damaged(name, "is not what was just put there")),
        }
    }

    /// An object.
    pub(super) async fn get(&self, name: &str) -> Result<Vec<u8>, BackupError> {
        let path = self.path(name);
        let get = async {
            let got = self.objects.get(&path).await?;
            match got.meta.size > OBJECT_BYTES_MAX {
                true => Ok(None),
                false => got.bytes().await.map(Some),
            }
        };
        match self.within(self.patience, get).await {
            Ok(Some(bytes)) => Ok(bytes.into()),
            Ok(None) => Err(self.damaged(name, "is far too large")),
            Err(error) => Err(error),
        }
    }

    /// The objects below a folder of names, each with how long it is.
    pub(super) async fn list(&self, below: &str) -> Result<Vec<(String, u64)>, BackupError> {
        let path = self.path(below);
        let listed = self.objects.list(Some(&path)).map_ok(|object| {
            let name = object.location.prefix_match(&self.base).map(|parts| {
                parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join("/")
            });
            (name.unwrap_or_default(), object.size)
        });
        self.within(self.patience * LIST_PATIENCE, listed.try_collect()).await
    }

    /// Deletes what a process has left in a folder that was killed while it wrote there. No list has it.
    pub(super) fn tidy(&self) {
        let Place::Folder(folder) = &self.place else { return };
        let below = |path: PathBuf| fs::read_dir(path).into_iter().flatten().flatten();
        let all = below(folder.join(OBJECTS)).flat_map(|key| below(key.path()));
        let parts = all.flat_map(|two| below(two.path())).chain(below(folder.join(BACKUPS)));
        for part in parts.filter(|file| file.file_name().to_string_lossy().contains('#')) {
            // What stays takes some room, and no more.
            let _ = fs::remove_file(part.path());
        }
    }

    /// Deletes an object; done already if it is not there.
    pub(super) async fn delete(&self, name: &str) -> Result<(), BackupError> {
        let path = self.path(name);
        let delete = async {
            match self.objects.delete(&path).await {
                Err(object_store::Error::NotFound { .. }) => Ok(()),
                deleted => deleted,
            }
        };
        self.within(self.patience, delete).await
    }

    /// The backups that are there.
    ///
    /// # Errors
    /// When the place does not say.
    pub async fn backups(&self) -> Result<BTreeSet<BackupName>, BackupError> {
        let listed = self.list(BACKUPS).await?;
        Ok(listed.iter().filter_map(|(name, _)| BackupName::of_object(name)).collect())
    }

    pub(super) fn damaged(&self, object: &str, what: impl Into<String>) -> BackupError {
        let (place, object) = (self.place.clone(), object.into());
        BackupError::Damaged { place, object, what: what.into() }
    }

    pub(super) fn failed(&self, error: impl fmt::Display) -> BackupError {
        BackupError::Place { place: self.place.clone(), what: said(&error) }
    }

    fn path(&self, name: &str) -> ObjectPath {
        self.base.parts().chain(ObjectPath::from(name).parts()).collect()
    }

    async fn within<T>(
        &self,
        deadline: Duration,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, BackupError> {
        match tokio::time::timeout(deadline, work).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(object_store::Error::NotFound { path, .. })) => {
                Err(self.damaged(&path, "is missing"))
            }
            Ok(Err(error)) => Err(self.failed(error)),
            Err(_) => Err(self.failed(format!("no answer within {} s", deadline.as_secs()))),
        }
    }
}

fn is_empty(folder: &std::path::Path) -> io::Result<bool> {
    for file in fs::read_dir(folder)? {
        if file?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn said(error: &dyn fmt::Display) -> String {
    legible(&error.to_string().split_whitespace().collect::<Vec<_>>().join(" "), SAID_CHARS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let bucket = |bucket: &str, prefix: &str| Place::Bucket {
            bucket: bucket.into(),
            prefix: prefix.into(),
        };
        for (typed, expect) in [
            ("/mnt/backups", Some(Place::Folder("/mnt/backups".into()))),
            ("backups", Some(Place::Folder("backups".into()))),
            ("s3://tickets", Some(bucket("tickets", ""))),
            ("s3://tickets/a/b/", Some(bucket("tickets", "a/b"))),
            ("s3://", None),
            ("s3:///a", None),
            ("s3://key:secret@host/a", None),
            ("https://example.org", None),
            ("", None),
        ] {
            assert_eq!(typed.parse::<Place>().ok(), expect, "{typed}");
        }
    }
}

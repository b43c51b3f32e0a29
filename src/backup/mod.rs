//! Backups of a data folder, whether its site runs or not, and what is made of them again.
//!
//! **What lies there.** Many backups lie in one place, a folder or a bucket ([`Place`]):
//!
//! | name | what |
//! | --- | --- |
//! | `objects/<key>/<aa>/<SHA-256>` | content: 1 MiB of a segment of the journal, or a ticket's file; named after what it is, so that what is there is never sent again |
//! | `backups/<time>-<entries>.json` | a backup: which objects it has ([`Manifest`]), and the SHA-256 of that |
//!
//! Objects come first, and the manifest last: so a backup is whole or not there, and one that was
//! killed half-way leaves what the next goes on with. `<key>` is `plain`, or says for whom the objects
//! are encrypted: another key begins anew, beside what is there.
//!
//! **A backup of a running site** reads what a second process can rely on: the mark of what was
//! acknowledged, the segments up to it, and the files that the journal names there. What is appended
//! meanwhile lies beyond the mark. A compaction puts new segments in the place of old ones: each has a
//! salt of its own, and a backup that sees another than before begins anew (`make`). A file is
//! deleted only after an entry says so: where one is gone, the journal is read again, and does not name
//! it any more. One lock in the data folder keeps two backups of it apart.
//!
//! **A moment before.** The journal holds all moments up to a backup, so each is restored from the first
//! backup made after it ([`restore()`]). A ticket's file that is not named any more is in that one, too,
//! if it still lies there: a site that backs itself up keeps such files until then.
//!
//! **Quiet.** Two copies of a site must not both pay and mail: see [`quiet`].
//!
//! **Invariant:** nothing else names object_store or age.

mod make;
mod maker;
mod manifest;
pub mod quiet;
mod restore;
mod retention;
mod s3;
mod sealing;
mod store;

use std::{io, path::PathBuf};

pub use make::{BackedUp, Wanted, backup};
pub use maker::{BackupMaker, BackupPort, SiteBackups};
pub use manifest::{BackupName, Digest, Manifest};
pub use restore::{Checked, Moment, Restored, check, is_place, restore};
pub use retention::kept;
pub use s3::S3Settings;
pub use sealing::{Identities, Recipient};
pub use store::{Place, Store};

use crate::storage::{FolderError, journal::JournalError};

/// Why there is no backup, or nothing is made of one. Nothing of the data folder was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing to back up.
    #[error("{} is not a Holdfast data folder: it has no journal", .0.display())]
    NoJournal(PathBuf),
    /// Another process is at it.
    #[error("another backup of {} is being made", .0.display())]
    Busy(PathBuf),
    /// It goes on changing in a way that leaves no moment to back up.
    #[error("{} is being rewritten: try again once `holdfast compact` is done", .0.display())]
    Rewritten(PathBuf),
    /// What is named cannot be a place.
    #[error("{0}")]
    NoPlace(String),
    /// There is something, and no backup.
    #[error("{0} is not empty and holds no backups: name a new folder, or one that has some")]
    Foreign(Place),
    /// The backups there are of another site.
    #[error(
        "{place} has backups of another site ({theirs}, this one is {ours}): each has its own place"
    )]
    OtherSite {
        /// Where.
        place: Place,
        /// Whose are there.
        theirs: String,
        /// Whose is to be there.
        ours: String,
    },
    /// The key of links is asked for, and was never made.
    #[error("{} has no key that seals links: start the site once, or leave out --with-key", .0.display())]
    NoLinkKey(PathBuf),
    /// The folder cannot be had, or its key is damaged.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The journal is damaged, or the disk is.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// There is no backup.
    #[error("there is no backup in {0}")]
    NoBackup(Place),
    /// A backup was made by a newer program.
    #[error(
        "the backup {name} was made by a newer Holdfast ({by}): use that version or a later one"
    )]
    Newer {
        /// Which.
        name: String,
        /// By which version.
        by: String,
    },
    /// No backup knows of that moment.
    #[error("no backup goes as far: the newest was made at {made_at}, with {entries} entries")]
    NotSoFar {
        /// When.
        made_at: String,
        /// How many entries it has.
        entries: u64,
    },
    /// There was nothing yet.
    #[error("the site's history begins at {0}: there is nothing before")]
    NothingYet(String),
    /// It is encrypted, and no key is there.
    #[error(
        "the backup is encrypted for {0}: name the file with the key for it by --identity (AGE-SECRET-KEY-…)"
    )]
    NoIdentity(String),
    /// It is encrypted for another key.
    #[error("the backup is encrypted for {wanted}, and the key that was named is for {named}")]
    WrongIdentity {
        /// For whom it is.
        wanted: String,
        /// For whom the key is.
        named: String,
    },
    /// What is to be a key is none.
    #[error("{0}")]
    NoKey(String),
    /// What lies there is not what was put there.
    #[error("the backup is damaged: {object} in {place} {what}")]
    Damaged {
        /// Where.
        place: Place,
        /// Which object.
        object: String,
        /// What is wrong with it.
        what: String,
    },
    /// Somebody's folder is in the way.
    #[error("{} is not empty: name a folder that is empty or not there. Nothing was changed.", .0.display())]
    InTheWay(PathBuf),
    /// The place says no.
    #[error("{place} does not work: {what}")]
    Place {
        /// Which.
        place: Place,
        /// What it says.
        what: String,
    },
    /// A disk says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

fn io_on(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> BackupError {
    |source| BackupError::Io { path: path.into(), source }
}

/// Has something done that waits for the disk.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(BackupError::Io { path: PathBuf::new(), source: io::Error::other(error) })
    })
}

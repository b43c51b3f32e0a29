//! A backup of a data folder, whether its site runs or not: the journal as far as it is acknowledged,
//! and the files that its tickets and events name. All else is built anew from these.
//!
//! What the mark vouches for is in the journal's files by then, so nothing that is being written is
//! copied. The key that seals links is left out unless it is asked for: who has it and the journal
//! makes a link to any account. A running site may delete a file that the journal named when it was copied: then the
//! journal says so by now, and is gone on with.

use std::{
    collections::HashSet,
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use super::{
    compaction,
    folder::{FolderError, copy_link_key, copy_site_id, sync},
    journal::{self, JournalError},
};
use crate::{
    audit::Auditor,
    files::{self, Files},
};

/// How often the journal is gone on with for the sake of files that have gone meanwhile.
const ROUNDS_MAX: usize = 10;

/// Until it is whole a backup has a name that no start takes.
const UNFINISHED: &str = "unfinished";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The last entry.
    pub entries: u64,
    /// How many files of tickets and events.
    pub files: usize,
    /// What `verify` finds wrong with it: so it is in the site's own folder.
    pub findings: Vec<String>,
}

/// Why there is no backup. Nothing of the data folder was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing to back up.
    #[error("{} is not a Holdfast data folder: it has no journal", .0.display())]
    NoJournal(PathBuf),
    /// There is something already.
    #[error("{} is there already: name a new folder for each backup", .0.display())]
    Exists(PathBuf),
    /// The key is asked for, and was never made.
    #[error("{} has no key that seals links: start the site once, or leave out --with-key", .0.display())]
    NoLinkKey(PathBuf),
    /// The key is asked for, and damaged.
    #[error(transparent)]
    LinkKey(#[from] FolderError),
    /// The journal is damaged, or the disk is.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A disk says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

/// Makes a backup in a new folder, with the key that seals links if that is asked for, checks it, and
/// only then gives it its name. One that fails leaves nothing.
///
/// # Errors
/// When there is none, and why.
pub fn backup(data: &Path, to: &Path, with_key: bool) -> Result<BackedUp, BackupError> {
    let journal =
        compaction::journal_of(data).ok_or_else(|| BackupError::NoJournal(data.to_owned()))?;
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    let draft = to.with_file_name(format!("{name}.{UNFINISHED}"));
    let made =
        Draft { data, journal: &journal, folder: &draft, with_key }.fill().and_then(|backed_up| {
            fs::rename(&draft, to)
                .and_then(|()| {
                    sync(to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(".".as_ref()))
                })
                .map_err(io_on(to))?;
            Ok(backed_up)
        });
    if made.is_err() && draft.exists() {
        // What is left has a name that says what it is.
        let _ = fs::remove_dir_all(&draft);
    }
    made
}

struct Draft<'a> {
    data: &'a Path,
    journal: &'a Path,
    folder: &'a Path,
    with_key: bool,
}

impl Draft<'_> {
    fn fill(&self) -> Result<BackedUp, BackupError> {
        let (journal, files) = (journal::folder_in(self.folder), files::folder_in(self.folder));
        for folder in [self.folder, &journal, &files] {
            DirBuilder::new().mode(0o700).create(folder).map_err(io_on(folder))?;
        }
        copy_site_id(self.data, self.folder).map_err(io_on(self.folder))?;
        if self.with_key && !copy_link_key(self.data, self.folder)? {
            return Err(BackupError::NoLinkKey(self.data.to_owned()));
        }
        let (mut before, mut round) = (None, 1);
        loop {
            let mark = journal::copy(self.journal, &journal)?;
            let mut auditor = Auditor::default();
            let end = journal::replay(&journal, |sequence, entry| {
                auditor.entry(sequence, &entry);
                Ok(())
            })?;
            let named: Vec<_> = auditor.files().collect();
            let mut faults = vec![];
            for (owner, file) in &named {
                self.copy_file(&file.id.to_string())?;
                let fault = files::fault_of(self.folder, file);
                faults.extend(fault.map(|what| format!("the file {} of {owner} {what}", file.id)));
            }
            // Those that are missing have been deleted since, or are missing in the site's folder, too.
            if faults.is_empty() || before == Some(mark) || round == ROUNDS_MAX {
                // An earlier round may have copied what the journal does not name any more.
                let kept: HashSet<_> = named.iter().map(|(_, file)| file.id).collect();
                let copied = Files::open(files.clone()).map_err(io_on(&files))?;
                copied.sweep(|id| kept.contains(&id));
                sync(&files).and_then(|()| sync(self.folder)).map_err(io_on(self.folder))?;
                let broken = auditor.finish().1;
                let findings = broken.iter().map(ToString::to_string).chain(faults).collect();
                let entries = end.next_sequence - 1;
                return Ok(BackedUp { entries, files: named.len(), findings });
            }
            before = Some(mark);
            round += 1;
        }
    }

    /// One that is not there is seen when it is checked.
    fn copy_file(&self, name: &str) -> Result<(), BackupError> {
        let copy = files::folder_in(self.folder).join(name);
        if copy.exists() {
            return Ok(());
        }
        match fs::copy(files::folder_in(self.data).join(name), &copy) {
            Ok(_) => File::open(&copy).and_then(|file| file.sync_all()).map_err(io_on(&copy)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(io_on(&copy)(source)),
        }
    }
}

fn io_on(path: &Path) -> impl FnOnce(io::Error) -> BackupError + '_ {
    |source| BackupError::Io { path: path.to_owned(), source }
}

//! The new in the place of the old. Each step can be the last that a process makes, and whoever comes
//! next goes on from there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::CompactionStep;
use crate::storage::{folder::sync, open::SNAPSHOTS};

/// Where the new is prepared: of no account until it has the next name.
pub(super) const DRAFT: &str = "compacting";
/// The new is whole and takes the place of the old.
const DECIDED: &str = "compacted";

/// Finishes a compaction that was decided, and undoes one that was not. Without either it does
/// nothing.
///
/// # Errors
/// When the disk says no; it can be tried again.
pub fn settle(data: &Path) -> io::Result<()> {
    remove(&data.join(DRAFT))?;
    match data.join(DECIDED).exists() {
        true => finish(data, &mut |_| Ok(())),
        false => Ok(()),
    }
}

/// Where the journal of a data folder is, if it is one: in its place, or on its way there, if a
/// compaction was killed between the old and the new.
#[must_use]
pub fn journal_of(data: &Path) -> Option<PathBuf> {
    let places = [data.join("journal"), data.join(DECIDED).join("journal")];
    places.into_iter().find(|place| place.is_dir())
}

/// From here on the new is what counts.
pub(super) fn decide(data: &Path) -> io::Result<()> {
    fs::rename(data.join(DRAFT), data.join(DECIDED))?;
    sync(data)
}

/// Puts the new in the place of the old, and deletes that with what was moved aside of it.
pub(super) fn finish(
    data: &Path,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> io::Result<()> {
    let decided = data.join(DECIDED);
    for name in ["journal", SNAPSHOTS] {
        let (new, place) = (decided.join(name), data.join(name));
        if !new.exists() {
            continue;
        }
        if place.exists() {
            fs::rename(&place, decided.join(format!("{name}.old")))?;
            sync(data)?;
            step(CompactionStep::Moved)?;
        }
        fs::rename(&new, &place)?;
        sync(data)?;
        step(CompactionStep::Moved)?;
    }
    step(CompactionStep::Cleaning)?;
    for file in fs::read_dir(data)? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(&format!("{SNAPSHOTS}.damaged")) {
            remove(&path)?;
        }
    }
    step(CompactionStep::Cleaning)?;
    remove(&decided)?;
    sync(data)
}

/// Makes a folder with all that is in it durable.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        match path.is_dir() {
            true => sync_all(&path)?,
            false => fs::File::open(&path)?.sync_all()?,
        }
    }
    sync(folder)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

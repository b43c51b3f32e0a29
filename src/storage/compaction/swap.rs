//! The new in the place of the old. Each step can be the last that a process makes, and whoever comes
//! next goes on from there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::CompactionStep;
use crate::storage::{
    folder::{sync, write_private},
    snapshots_place::{is_moved_aside, other_than, snapshots_of},
};
use crate::{clock::Clock, types::Timestamp};

/// Where the new is prepared: of no account until it has the next name.
pub(super) const DRAFT: &str = "compacting";
/// The new is whole and takes the place of the old.
const DECIDED: &str = "compacted";
/// When the last one was, in milliseconds.
const LAST: &str = "compacted-at";

/// Finishes a compaction that was decided, and undoes one that was not. Without either it does
/// nothing.
///
/// # Errors
/// When the disk says no; it can be tried again.
pub fn settle(data: &Path) -> io::Result<()> {
    remove(&data.join(DRAFT))?;
    if data.join(DECIDED).exists() {
        put_in_place(data, &mut |_| Ok(()))?;
        clean(data, Clock::System.now(), &mut |_| Ok(()))?;
    }
    // Those of a journal that was not to be, or is no more.
    remove(&other_snapshots(data)?)
}

/// The folder in which no snapshots of the journal are.
pub(super) fn other_snapshots(data: &Path) -> io::Result<PathBuf> {
    Ok(data.join(other_than(snapshots_of(&data.join("journal"))?)))
}

/// Where the journal of a data folder is, if it is one: in its place, or on its way there, if a
/// compaction was killed between the old and the new.
#[must_use]
pub fn journal_of(data: &Path) -> Option<PathBuf> {
    let places = [data.join("journal"), data.join(DECIDED).join("journal")];
    places.into_iter().find(|place| place.is_dir())
}

/// Where the new journal is prepared.
pub(super) fn draft_journal(data: &Path) -> PathBuf {
    data.join(DRAFT).join("journal")
}

/// Whether the new is what counts, and has still to take the place of the old, or the old to be deleted.
pub(super) fn is_decided(data: &Path) -> bool {
    data.join(DECIDED).exists()
}

/// From here on the new is what counts.
pub(super) fn decide(data: &Path) -> io::Result<()> {
    fs::rename(data.join(DRAFT), data.join(DECIDED))?;
    sync(data)
}

/// Puts the new in the place of the old.
pub(super) fn put_in_place(
    data: &Path,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> io::Result<()> {
    let (place, decided) = (data.join("journal"), data.join(DECIDED));
    let new = decided.join("journal");
    if !new.exists() {
        return Ok(());
    }
    if place.exists() {
        fs::rename(&place, decided.join("journal.old"))?;
        sync(data)?;
        step(CompactionStep::Moved)?;
    }
    fs::rename(&new, &place)?;
    sync(data)?;
    step(CompactionStep::Moved)
}

/// When the folder was compacted last; none if that is not known.
pub(super) fn last(data: &Path) -> Option<Timestamp> {
    let said = fs::read_to_string(data.join(LAST)).ok()?;
    said.trim().parse().ok().map(Timestamp::from_millis)
}

/// Deletes the old, and what was moved aside of it; notes when that was.
pub(super) fn clean(
    data: &Path,
    now: Timestamp,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> io::Result<()> {
    step(CompactionStep::Cleaning)?;
    for file in fs::read_dir(data)? {
        let path = file?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if is_moved_aside(name) {
            remove(&path)?;
        }
    }
    remove(&other_snapshots(data)?)?;
    write_private(data, LAST, now.as_millis().to_string().as_bytes())?;
    step(CompactionStep::Cleaning)?;
    remove(&data.join(DECIDED))?;
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

pub(super) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

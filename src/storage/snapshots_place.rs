//! Which of two folders the snapshots of a journal are in. The journal's own folder says it, so that a
//! compaction has both change at one instant, and no folder is moved that sled has open.

use std::{fs, io, path::Path};

use super::folder::write_private;

/// The folders. A journal that says nothing has the first.
const NAMES: [&str; 2] = ["snapshots", "snapshots-2"];

/// The file that says it, in the journal's folder.
const FILE: &str = "snapshots";

/// The name of the folder in which the snapshots of this journal are.
///
/// # Errors
/// When the disk says no.
pub(super) fn snapshots_of(journal: &Path) -> io::Result<&'static str> {
    let said = match fs::read(journal.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => vec![],
        said => said?,
    };
    Ok(NAMES.into_iter().find(|name| name.as_bytes() == said).unwrap_or(NAMES[0]))
}

/// The other one, in which those of the next journal are prepared.
pub(super) fn other_than(name: &str) -> &'static str {
    if name == NAMES[0] { NAMES[1] } else { NAMES[0] }
}

/// Has a journal say in which its snapshots are.
///
/// # Errors
/// When the disk says no.
pub(super) fn say(journal: &Path, name: &str) -> io::Result<()> {
    write_private(journal, FILE, name.as_bytes())
}

/// Whether a folder of this name has snapshots that were moved aside.
pub(super) fn is_moved_aside(name: &str) -> bool {
    NAMES.iter().any(|of| name.starts_with(&format!("{of}.damaged")))
}

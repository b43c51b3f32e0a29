//! A copy of a journal to which somebody may append meanwhile.

use std::{
    fs,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
};

use super::{
    Acknowledged, JournalError, acknowledged::Mark, at, replay::segments, segment_path, sync_folder,
};

/// Copies what is acknowledged, durably, to a folder that is there; what an earlier call has copied
/// is gone on with. The copy has the same mark. Gives how far it goes: no further, if nothing was
/// acknowledged since.
///
/// # Errors
/// When a disk fails.
pub fn copy(journal: &Path, to: &Path) -> Result<Option<Acknowledged>, JournalError> {
    let mark = Acknowledged::read(journal)?;
    for (first, path) in segments(journal)? {
        let bytes = match mark {
            Some(mark) if first > mark.segment => break,
            Some(mark) if first == mark.segment => mark.bytes,
            _ => fs::metadata(&path).map_err(at(&path))?.len(),
        };
        let copy = segment_path(to, first);
        copy_up_to(&path, &copy, bytes).map_err(at(&copy))?;
    }
    if let Some(mark) = mark {
        let mut copied = Mark::open(to)?;
        copied.set(mark).and_then(|()| copied.sync()).map_err(at(to))?;
    }
    sync_folder(to)?;
    Ok(mark)
}

fn copy_up_to(from: &Path, to: &Path, bytes: u64) -> io::Result<()> {
    let mut to = fs::File::options().create(true).append(true).open(to)?;
    let copied = to.metadata()?.len();
    let mut from = fs::File::open(from)?;
    from.seek(SeekFrom::Start(copied))?;
    let rest = bytes.saturating_sub(copied);
    if io::copy(&mut from.take(rest), &mut to)? != rest {
        return Err(io::Error::other("the journal is shorter than what was acknowledged of it"));
    }
    to.sync_all()
}

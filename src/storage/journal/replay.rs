//! Reading the journal from its beginning: at start-up, and for `holdfast verify`.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{
    JournalError, Piece, StoredEntry, at, frame, segment_path, sync_folder, writer::ROOM_BYTES,
};
use crate::domain::Entry;

/// What may follow the last whole frame: a torn one, and room for more.
const TAIL_BYTES_MAX: usize = frame::FRAME_BYTES_MAX + ROOM_BYTES;

/// Where the journal ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The last segment, if there is one.
    pub segment: Option<PathBuf>,
    /// Its length up to the end of its last frame, in bytes.
    pub bytes: u64,
    /// The sequence number that the next entry gets, beyond all that were ever given; the first has
    /// 1.
    pub next_sequence: u64,
    /// How many bytes of a torn tail were found after it.
    pub torn_bytes: u64,
}

/// Reads every entry in order and hands it to `visit` with its sequence number; those that a
/// compaction has emptied are passed over, so there may be gaps. Changes nothing: a torn tail is
/// passed over, too.
///
/// # Errors
/// When the disk fails, when bytes are damaged anywhere but in a torn tail, or when `visit` finds
/// an entry impossible.
pub fn replay(
    folder: &Path,
    mut visit: impl FnMut(u64, Entry) -> Result<(), String>,
) -> Result<End, JournalError> {
    replay_stored(folder, |sequence, stored| visit(sequence, stored.into_entry()))
}

/// [`replay`], for who needs to know at which index of its entry an event stands.
///
/// # Errors
/// As there.
pub fn replay_stored(
    folder: &Path,
    mut visit: impl FnMut(u64, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    let segments = segments(folder)?;
    let mut end = End { segment: None, bytes: 0, next_sequence: 1, torn_bytes: 0 };
    for (index, (first_sequence, path)) in segments.iter().enumerate() {
        let damaged = |offset: usize, what: String| JournalError::Damaged {
            path: path.clone(),
            offset: offset as u64,
            what,
        };
        if *first_sequence != end.next_sequence {
            let what = format!(
                "entries {} to {} are missing before this file",
                end.next_sequence,
                first_sequence.saturating_sub(1)
            );
            return Err(damaged(0, what));
        }
        let is_last = index + 1 == segments.len();
        let bytes = fs::read(path).map_err(at(path))?;
        let salt = match frame::salt_of(&bytes) {
            Some(salt) => Some(salt),
            None if is_last && frame::is_unfinished_header(&bytes) => None,
            None => {
                let what = "the file's header is not a Holdfast journal's".into();
                return Err(damaged(0, what));
            }
        };
        let mut offset = if salt.is_some() { frame::SEGMENT_HEADER_BYTES } else { 0 };
        // What follows the last frame is torn, but for the zeros that were room for more.
        let mut room = 0;
        while offset < bytes.len() {
            let Some(frame) = salt.and_then(|salt| frame::read(&bytes, offset, salt)) else {
                let can_tear = is_last && bytes.len() - offset <= TAIL_BYTES_MAX;
                if can_tear && bytes[offset..].iter().all(|byte| *byte == 0) {
                    room = bytes.len() - offset;
                    break;
                }
                let follows = salt.and_then(|salt| frame::find(&bytes, offset + 1, salt));
                match can_tear && follows.is_none() {
                    true => break,
                    false => {
                        return Err(damaged(offset, "a frame's checksum does not fit".into()));
                    }
                }
            };
            if frame.first_sequence != end.next_sequence {
                let what = format!(
                    "entry {} stands where entry {} belongs",
                    frame.first_sequence, end.next_sequence
                );
                return Err(damaged(offset, what));
            }
            for piece in &frame.pieces {
                let sequence = end.next_sequence;
                let at = || (path.clone(), offset as u64);
                if let Piece::Entry(bytes) = piece {
                    match StoredEntry::decode(bytes).map(|stored| visit(sequence, stored)) {
                        Ok(Ok(())) => {}
                        Ok(Err(what)) => {
                            let (path, offset) = at();
                            return Err(JournalError::Impossible { path, offset, sequence, what });
                        }
                        Err(source) => {
                            let (path, offset) = at();
                            return Err(JournalError::Entry { path, offset, sequence, source });
                        }
                    }
                }
                end.next_sequence += piece.entries();
            }
            offset = frame.end;
        }
        end.segment = Some(path.clone());
        end.bytes = offset as u64;
        end.torn_bytes = (bytes.len() - offset - room) as u64;
    }
    Ok(end)
}

/// Makes durable what a process that was killed, or whose disk failed, may have left in the system's
/// cache alone: it is to be believed, so a power cut must not take it away any more. To be called
/// before [`replay`], by the one who will write. The contents stay as they are.
///
/// A failed fsync marks what it could not write as written, so another one would do nothing: the
/// bytes are written again first. Only the last group commit can be meant.
///
/// # Errors
/// When the disk fails.
pub fn settle(folder: &Path) -> Result<(), JournalError> {
    let Some((_, path)) = segments(folder)?.pop() else { return Ok(()) };
    let mut file = fs::File::options().read(true).write(true).open(&path).map_err(at(&path))?;
    let length = file.metadata().map_err(at(&path))?.len();
    let start = length.saturating_sub(TAIL_BYTES_MAX as u64);
    let mut tail = vec![];
    file.seek(SeekFrom::Start(start))
        .and_then(|_| file.read_to_end(&mut tail))
        .and_then(|_| file.seek(SeekFrom::Start(start)))
        .and_then(|_| file.write_all(&tail))
        .and_then(|()| file.sync_all())
        .map_err(at(&path))?;
    sync_folder(folder)
}

/// Cuts off a torn tail; what was cut is kept beside the segment, in a `.torn` file.
///
/// # Errors
/// When the disk fails.
pub fn cut_tail(folder: &Path, end: &End) -> Result<(), JournalError> {
    let (Some(path), 1..) = (&end.segment, end.torn_bytes) else { return Ok(()) };
    let kept = (1..)
        .map(|n| path.with_extension(format!("{}-{n}.torn", end.bytes)))
        .find(|kept| !kept.exists())
        .unwrap_or_else(|| path.with_extension("torn"));
    let bytes = fs::read(path).map_err(at(path))?;
    let tail = usize::try_from(end.bytes).ok().and_then(|start| bytes.get(start..));
    fs::write(&kept, tail.unwrap_or_default())
        .and_then(|()| fs::File::open(&kept)?.sync_all())
        .map_err(at(&kept))?;
    let file = fs::File::options().write(true).open(path).map_err(at(path))?;
    file.set_len(end.bytes).and_then(|()| file.sync_all()).map_err(at(path))?;
    sync_folder(folder)
}

/// The segments in order, each with its first sequence number.
fn segments(folder: &Path) -> Result<Vec<(u64, PathBuf)>, JournalError> {
    let mut segments = vec![];
    for file in fs::read_dir(folder).map_err(at(folder))? {
        let path = file.map_err(at(folder))?.path();
        let first = path.file_stem().and_then(|stem| stem.to_str()?.parse::<u64>().ok());
        if let Some(first) = first
            && path == segment_path(folder, first)
        {
            segments.push((first, path));
        }
    }
    segments.sort_unstable();
    Ok(segments)
}

//! Reading the journal: from its beginning for `holdfast verify`, and from where the snapshots end at
//! start-up.

use std::{
    fs,
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{
    Acknowledged, JournalError, JournalPosition, Piece, StoredEntry, acknowledged, at, first_of,
    frame::{self, Salt},
    segment_path, sync_folder,
    writer::ROOM_BYTES,
};
use crate::{domain::Entry, types::Timestamp};

/// What may follow the last whole frame: a torn one, and room for more.
const TAIL_BYTES_MAX: usize = frame::FRAME_BYTES_MAX + ROOM_BYTES;

/// Where the journal ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The last segment, if there is one.
    pub segment: Option<PathBuf>,
    /// Its salt, if its header is whole.
    pub salt: Option<Salt>,
    /// Its length up to the end of its last frame, in bytes.
    pub bytes: u64,
    /// The sequence number that the next entry gets, beyond all that were ever given; the first has
    /// 1.
    pub next_sequence: u64,
    /// When its last entry was.
    pub latest: Option<Timestamp>,
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
    visit: impl FnMut(u64, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    JournalReading::of(folder)?.replay(visit)
}

/// [`replay`] of a journal to which somebody may append meanwhile: what was acknowledged when it was
/// begun, and nothing after it. One without a mark is read to its end.
///
/// # Errors
/// As there.
pub fn replay_acknowledged(
    folder: &Path,
    mut visit: impl FnMut(u64, Entry) -> Result<(), String>,
) -> Result<End, JournalError> {
    let reading = JournalReading::acknowledged(folder)?;
    reading.replay(|sequence, stored| visit(sequence, stored.into_entry()))
}

/// Reads the entries after `after` and hands each to `visit`, with the place of its frame. It begins
/// to read at `place`, the frame of entry `after`. If there is no such frame, it reads the whole
/// journal, and says why something is wrong with it, if something is.
///
/// # Errors
/// As [`replay`]; damage before `place` is not seen.
pub fn replay_after(
    folder: &Path,
    after: u64,
    place: Option<JournalPosition>,
    visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    JournalReading::of(folder)?.read_after(after, place, visit)
}

/// [`replay_after`] of a journal to which somebody may append meanwhile: what was acknowledged when it
/// was begun.
///
/// # Errors
/// As there.
pub fn replay_acknowledged_after(
    folder: &Path,
    after: u64,
    place: Option<JournalPosition>,
    visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    JournalReading::acknowledged(folder)?.read_after(after, place, visit)
}

/// Reads the entries of the segments before one, all of which are closed; of a journal to which nobody
/// appends those of all.
///
/// # Errors
/// As [`replay`].
pub fn replay_closed(
    folder: &Path,
    before: Option<u64>,
    visit: impl FnMut(u64, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    JournalReading::closed(folder, before)?.replay(visit)
}

/// Reads the entries of one segment, which is closed.
///
/// # Errors
/// As [`replay`].
pub fn replay_segment(
    folder: &Path,
    first: u64,
    visit: impl FnMut(u64, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    let segments = vec![(first, segment_path(folder, first))];
    JournalReading { folder, mark: None, segments, first, is_to_mark: false, salts: vec![] }
        .replay(visit)
}

/// The first sequence numbers of the segments before one, in order; of all of a journal to which nobody
/// appends.
///
/// # Errors
/// When the disk fails.
pub fn closed_segments(folder: &Path, before: Option<u64>) -> Result<Vec<u64>, JournalError> {
    let reading = JournalReading::closed(folder, before)?;
    Ok(reading.segments.into_iter().map(|(first, _)| first).collect())
}

/// [`replay_acknowledged_after`], of the segments from one on alone: those before it are not looked at.
///
/// # Errors
/// As there.
pub fn replay_acknowledged_since(
    folder: &Path,
    segment: u64,
    (after, place): (u64, Option<JournalPosition>),
    visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
) -> Result<End, JournalError> {
    JournalReading::acknowledged_since(folder, segment)?.read_after(after, place, visit)
}

/// Whether the journal's segment is another than the one in which this place was: then what comes
/// after the place is not what came after it.
///
/// # Errors
/// When the disk fails.
pub fn is_of_another_journal(folder: &Path, place: JournalPosition) -> Result<bool, JournalError> {
    let path = segment_path(folder, place.segment);
    match path.exists() {
        true => Ok(open(&path)?.1.is_some_and(|salt| salt != place.salt)),
        false => Ok(false),
    }
}

fn is_not_there(error: &JournalError) -> bool {
    matches!(error, JournalError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
}

/// A segment from some byte on.
struct Begin {
    segment: usize,
    base: usize,
    /// Of the frame that begins there.
    first_sequence: u64,
    salt: Salt,
    bytes: Vec<u8>,
}

/// The segment from this place on, if the frame of an entry is there.
fn begin_at(
    segments: &[(u64, PathBuf)],
    place: JournalPosition,
    entry: u64,
) -> Result<Option<Begin>, JournalError> {
    let Some(segment) = segments.iter().position(|(first, _)| *first == place.segment) else {
        return Ok(None);
    };
    let (salt, bytes) = load(&segments[segment].1, place.offset)?;
    let (Some(salt), Ok(base)) = (salt, usize::try_from(place.offset)) else { return Ok(None) };
    let frame = frame::read(&bytes, 0, salt);
    let first_sequence = frame.and_then(|frame| {
        let sequences = frame.first_sequence..frame.next_sequence;
        sequences.contains(&entry).then_some(frame.first_sequence)
    });
    Ok(first_sequence.map(|first_sequence| Begin { segment, base, first_sequence, salt, bytes }))
}

/// A segment's salt, and its bytes from this one on.
pub(super) fn load(path: &Path, from: u64) -> Result<(Option<Salt>, Vec<u8>), JournalError> {
    let (mut file, salt) = open(path)?;
    let mut bytes = vec![];
    file.seek(SeekFrom::Start(from))
        .and_then(|_| file.read_to_end(&mut bytes))
        .map_err(at(path))?;
    Ok((salt, bytes))
}

pub(super) fn open(path: &Path) -> Result<(fs::File, Option<Salt>), JournalError> {
    let mut file = fs::File::open(path).map_err(at(path))?;
    let mut header = vec![];
    let mut start = (&mut file).take(frame::SEGMENT_HEADER_BYTES as u64);
    start.read_to_end(&mut header).map_err(at(path))?;
    Ok((file, frame::salt_of(&header)))
}

/// The files of a journal, and how far it is acknowledged. The mark is looked at first: what it
/// vouches for is in the files by then.
pub(super) struct JournalReading<'a> {
    folder: &'a Path,
    mark: Option<Acknowledged>,
    pub(super) segments: Vec<(u64, PathBuf)>,
    /// The sequence number with which they begin.
    first: u64,
    is_to_mark: bool,
    /// By which it is seen that a compaction has changed them meanwhile.
    salts: Vec<Option<Salt>>,
}

impl<'a> JournalReading<'a> {
    fn of(folder: &'a Path) -> Result<Self, JournalError> {
        let mark = Acknowledged::read(folder)?;
        let segments = segments(folder)?;
        Ok(Self { folder, mark, segments, first: 1, is_to_mark: false, salts: vec![] })
    }

    fn closed(folder: &'a Path, before: Option<u64>) -> Result<Self, JournalError> {
        let mut reading = Self::of(folder)?;
        if let Some(before) = before {
            reading.segments.retain(|(first, _)| *first < before);
            reading.mark = None;
        }
        Ok(reading)
    }

    /// To the mark, and no further.
    pub(super) fn acknowledged(folder: &'a Path) -> Result<Self, JournalError> {
        Self::acknowledged_since(folder, 1)
    }

    /// The same, from this segment on.
    fn acknowledged_since(folder: &'a Path, first: u64) -> Result<Self, JournalError> {
        let begin = || {
            let mut reading = Self { first, is_to_mark: true, ..Self::of(folder)? };
            let last = reading.mark.map_or(u64::MAX, |mark| mark.segment);
            reading.segments.retain(|(segment, _)| (first..=last).contains(segment));
            reading.salts = reading.salts()?;
            Ok(reading)
        };
        // What was found a moment ago has given way to another.
        begin().map_err(|error| match is_not_there(&error) {
            true => JournalError::CompactedMeanwhile,
            false => error,
        })
    }

    /// By what its segments are told from others in their place.
    fn salts(&self) -> Result<Vec<Option<Salt>>, JournalError> {
        self.segments.iter().map(|(_, path)| Ok(open(path)?.1)).collect()
    }

    /// Whether a compaction has put others in the place of its segments since it was begun.
    pub(super) fn is_compacted_meanwhile(&self) -> bool {
        match self.salts() {
            Ok(salts) => salts != self.salts,
            Err(error) => is_not_there(&error),
        }
    }

    fn read_after(
        &self,
        after: u64,
        place: Option<JournalPosition>,
        visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
    ) -> Result<End, JournalError> {
        let begin = match place {
            Some(place) => begin_at(&self.segments, place, after)?,
            None => None,
        };
        self.read(begin, after, visit)
    }

    pub(super) fn replay(
        &self,
        mut visit: impl FnMut(u64, StoredEntry) -> Result<(), String>,
    ) -> Result<End, JournalError> {
        self.read(None, 0, |sequence, _, stored| visit(sequence, stored))
    }

    fn read(
        &self,
        begin: Option<Begin>,
        after: u64,
        visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
    ) -> Result<End, JournalError> {
        let read = self.read_segments(begin, after, visit);
        // A part of the old and a part of the new may look like damage, or like a whole.
        match self.is_to_mark && self.is_compacted_meanwhile() {
            true => Err(JournalError::CompactedMeanwhile),
            false => read,
        }
    }

    fn read_segments(
        &self,
        mut begin: Option<Begin>,
        after: u64,
        mut visit: impl FnMut(u64, JournalPosition, StoredEntry) -> Result<(), String>,
    ) -> Result<End, JournalError> {
        let mut end = End {
            segment: None,
            salt: None,
            bytes: 0,
            next_sequence: self.first,
            latest: None,
            torn_bytes: 0,
        };
        let skipped = begin.as_ref().map_or(0, |begin| begin.segment);
        for (index, (first_sequence, path)) in self.segments.iter().enumerate().skip(skipped) {
            let begun = begin.take();
            let base = begun.as_ref().map_or(0, |begun| begun.base);
            let damaged = |offset: usize, what: String| JournalError::Damaged {
                path: path.clone(),
                offset: (base + offset) as u64,
                what,
            };
            if begun.is_none() && *first_sequence != end.next_sequence {
                let what = format!(
                    "entries {} to {} are missing before this file",
                    end.next_sequence,
                    first_sequence.saturating_sub(1)
                );
                return Err(damaged(0, what));
            }
            let is_last = index + 1 == self.segments.len();
            let (salt, mut bytes, mut offset) = match begun {
                Some(begun) => {
                    end.next_sequence = begun.first_sequence;
                    (Some(begun.salt), begun.bytes, 0)
                }
                None => match load(path, 0)? {
                    (Some(salt), bytes) => (Some(salt), bytes, frame::SEGMENT_HEADER_BYTES),
                    (None, bytes) if is_last && frame::is_unfinished_header(&bytes) => {
                        (None, bytes, 0)
                    }
                    (None, bytes) => {
                        if let Some(version) = frame::newer_version(&bytes) {
                            let what = format!("a journal of version {version}");
                            return Err(JournalError::Newer {
                                path: path.clone(),
                                offset: 0,
                                what,
                            });
                        }
                        let what = "the file's header is not a Holdfast journal's".into();
                        return Err(damaged(0, what));
                    }
                },
            };
            if let Some(mark) = self.mark.filter(|_| self.is_to_mark)
                && mark.segment == *first_sequence
            {
                bytes.truncate(
                    usize::try_from(mark.bytes).unwrap_or(usize::MAX).saturating_sub(base),
                );
            }
            // What follows the last frame is torn, but for the zeros that were room for more.
            let mut room = 0;
            while offset < bytes.len() {
                let frame = salt.and_then(|salt| Some((salt, frame::read(&bytes, offset, salt)?)));
                let Some((salt, frame)) = frame else {
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
                let place = JournalPosition {
                    segment: *first_sequence,
                    offset: (base + offset) as u64,
                    salt,
                };
                for piece in &frame.pieces {
                    let sequence = end.next_sequence;
                    let at = || (path.clone(), (base + offset) as u64);
                    if let Piece::Entry(bytes) = piece
                        && sequence >= after
                    {
                        let stored = StoredEntry::decode(bytes).map_err(|source| {
                            // The frame's checksum fits: this is what somebody wrote.
                            let (path, offset) = at();
                            let what = format!("entry {sequence} ({source})");
                            JournalError::Newer { path, offset, what }
                        })?;
                        end.latest = end.latest.max(Some(stored.entry().at));
                        if sequence > after {
                            visit(sequence, place, stored).map_err(|what| {
                                let (path, offset) = at();
                                JournalError::Impossible { path, offset, sequence, what }
                            })?;
                        }
                    }
                    end.next_sequence += piece.entries();
                }
                offset = frame.end;
            }
            (end.segment, end.salt) = (Some(path.clone()), salt);
            end.bytes = (base + offset) as u64;
            end.torn_bytes = (bytes.len() - offset - room) as u64;
        }
        match self.mark {
            Some(mark) if mark.next_sequence > end.next_sequence => Err(JournalError::EndMissing {
                ends: end.next_sequence - 1,
                acknowledged: mark.next_sequence - 1,
                mark: self.folder.join(acknowledged::NAME),
            }),
            _ => Ok(end),
        }
    }
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
pub(super) fn segments(folder: &Path) -> Result<Vec<(u64, PathBuf)>, JournalError> {
    let mut segments = vec![];
    for file in fs::read_dir(folder).map_err(at(folder))? {
        let path = file.map_err(at(folder))?.path();
        if let Some(first) = first_of(&path)
            && path == segment_path(folder, first)
        {
            segments.push((first, path));
        }
    }
    segments.sort_unstable();
    Ok(segments)
}

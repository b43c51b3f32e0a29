//! Compaction: a data folder's journal is written anew without what is gone, and its snapshots with
//! it. It is done beside the old ones, read back and compared, and only then put in their place; of a
//! site that runs, too (`running`).
//!
//! What is left stays where it is: an entry of which nothing is left is empty and keeps its number,
//! and in one that is thinned out each event keeps its index.
//!
//! What a crash leaves is either the old or the new, never a mix: everything is prepared in the
//! folder `compacting`; renaming that to `compacted` decides; and from then on whoever opens the
//! data folder next finishes it.
//!
//! `redact` says what is gone: the addresses and passwords of deleted accounts, the words about
//! tickets of theirs that nobody ever bought, waitlist entries that are over, mails to them, bank accounts
//! that were taken out, what is settled and the looks of those who run the site once their time is over
//! ([`Retention`]), and where a feed's cursor was before (docs/data.md has all of it, with why). Every
//! ticket's history stays, and `verify` means what it did. So
//! does what a deleted seller wrote to a buyer: titles and notes of what was sold, the reasons of
//! refunds, and the events that they typed in.
//!
//! The new journal is read back, audited, and compared with the old one, event by event where each
//! stands and record by record what it comes to. Snapshots are built beside it. The
//! old is deleted with what was moved aside and the `.torn` files.

mod positions;
mod redact;
mod running;
mod swap;

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

pub use redact::{Redaction, Retention, Scan};
pub use running::{StepWatch, unwatched};
pub use swap::{journal_of, settle};

use super::{
    OpenError,
    codec::CodecError,
    folder::{Folder, free_bytes},
    journal::{self, Commit, JournalWriter, Piece, StoredEntry},
    snapshots::{self, Batch, Opened, SnapshotError, SnapshotState, Snapshots},
    snapshots_place::{self, snapshots_of},
};
use crate::{
    audit::Auditor,
    clock::Clock,
    domain::{Key, Order, Record as _, Row, ledger::Sums, public::PublicEvent},
    files::Files,
    reads::statistics::{Quarter, Tally},
    types::{FileId, Timestamp},
};
use positions::Positions;

/// How many entries and runs of emptied ones one write to the new journal takes, and how many bytes
/// of them end it.
const BATCH_PIECES_MAX: usize = 1024;
const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// How many rows one batch of the new snapshots takes.
const ROWS_AT_ONCE: usize = 1024;
/// What is left free on the disk beside what is written.
const LEFT_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// Why a data folder was not compacted. It is as it was, unless it says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An invariant is broken.
    #[error(
        "{0} findings of `holdfast verify` stand in the way: what is broken is not rewritten. \
         Nothing was changed."
    )]
    Broken(usize),
    /// The new journal would not say the same as the old.
    #[error("the new journal would not say the same as the old ({0}). Nothing was changed.")]
    NotTheSame(String),
    /// An entry cannot be written.
    #[error("an entry cannot be written: {0}. Nothing was changed.")]
    Entry(#[from] CodecError),
    /// There is not enough room.
    #[error(
        "it takes {} MiB on the disk for a while, and {} MiB are free. Nothing was changed.",
        .needed >> 20, .free >> 20
    )]
    NoRoom {
        /// In bytes.
        needed: u64,
        /// In bytes.
        free: u64,
    },
    /// One is under way already.
    #[error("one is under way already")]
    UnderWay,
    /// Something is amiss with the site, or it is stopping.
    #[error("the site can take no changes now. Nothing was changed.")]
    NotNow,
    /// The disk says no.
    #[error("the disk says no: {0}. What is unfinished the next start finishes or undoes.")]
    Io(#[from] io::Error),
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compacted {
    /// Entries of the journal that have something, before and after.
    pub entries: (u64, u64),
    /// Bytes of the journal before, and after.
    pub bytes: (u64, u64),
    /// Deleted accounts of which nothing is left but that they were there.
    pub forgotten: usize,
}

/// What goes on, for who waits, or for a test to stop it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompactionStep {
    /// The journal is read: so many entries of it.
    Read(u64),
    /// The new one is written: so many entries of the old.
    Written(u64),
    /// The new one is read back: so many entries of it.
    Compared(u64),
    /// The snapshots are built.
    Snapshots,
    /// What was committed meanwhile is applied to the new: up to this entry.
    Followed(u64),
    /// All is ready, and nothing has changed.
    Ready,
    /// What was committed meanwhile is in the new journal, too.
    Linked,
    /// It is decided.
    Decided,
    /// The old and the new have changed places, one of them.
    Moved,
    /// The old is being deleted.
    Cleaning,
}

/// Compacts a data folder that no other process has.
///
/// # Errors
/// When it cannot be, or `step` says no; then what is left is as if the process had been killed
/// there.
pub fn compact(
    data: &Path,
    clock: Clock,
    retention: Retention,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> Result<Compacted, CompactError> {
    let folder = Folder::claim(data).map_err(OpenError::from)?;
    folder.settle_compaction().map_err(OpenError::from)?;
    let now = clock.now();
    let prepared = Prepared::of(data, None, (retention, now), step)?;
    not_behind(data, prepared.last)?;
    prepared.make_durable(data, step)?;
    swap::decide(data)?;
    step(CompactionStep::Decided)?;
    swap::put_in_place(data, step)?;
    swap::clean(data, now, step)?;
    let files = Files::open(folder.subfolder("files").map_err(OpenError::from)?)?;
    files.sweep(|id| prepared.files.contains(&id));
    Ok(prepared.compacted)
}

/// The new beside the old, of no account yet.
pub(super) struct Prepared {
    pub(super) compacted: Compacted,
    /// The last entry that it has.
    pub(super) last: u64,
    /// The files that it names.
    pub(super) files: HashSet<FileId>,
    /// Those that only the old names.
    pub(super) files_gone: Vec<FileId>,
}

impl Prepared {
    /// Of the segments before one, which nobody writes to; or of all of a journal to which nobody
    /// appends.
    pub(super) fn of(
        data: &Path,
        before: Option<u64>,
        (retention, now): (Retention, Timestamp),
        step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
    ) -> Result<Self, CompactError> {
        let journal = journal::folder_in(data);
        let mut old = Auditor::default();
        let mut scan = Scan::default();
        let mut entries = 0;
        let end = read(&journal, before, |sequence, entry| {
            scan.entry(entry.entry());
            old.entry(sequence, entry.entry());
            entries += 1;
            step(CompactionStep::Read(entries))
        })?;
        let broken = old.finish().1.len();
        if broken > 0 {
            return Err(CompactError::Broken(broken));
        }
        let redaction = scan.finish(old.rows(), retention, now);
        let old_bytes = bytes_in(&journal)?;
        let in_use = data.join(snapshots_of(&journal)?);
        has_room(data, old_bytes + bytes_in(&in_use).unwrap_or(old_bytes))?;

        let draft = data.join(swap::DRAFT);
        swap::remove(&draft)?;
        fs::create_dir(&draft)?;
        let new_journal = folder_of(&draft, "journal")?;
        let positions = write(&journal, &new_journal, before, &redaction, step)?;
        let snapshots = swap::other_snapshots(data)?;
        let name = snapshots.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        snapshots_place::say(&new_journal, name)?;
        swap::remove(&snapshots)?;
        let last = end.next_sequence - 1;
        let expect = Expected { old: &old, next_sequence: end.next_sequence, positions };
        let mut building = NewSnapshots::open(&folder_of(data, name)?, last)?;
        let (new, tallies, entries_left) =
            compare(&new_journal, expect, &redaction, &mut building, step)?;
        step(CompactionStep::Snapshots)?;
        building.finish(&new, tallies)?;
        let files: HashSet<_> = new.files().map(|(_, file)| file.id).collect();
        let gone = old.files().map(|(_, file)| file.id).filter(|id| !files.contains(id));
        let compacted = Compacted {
            entries: (entries, entries_left),
            bytes: (old_bytes, bytes_in(&new_journal)?),
            forgotten: redaction.forgotten(),
        };
        Ok(Self { compacted, last, files_gone: gone.collect(), files })
    }

    /// So that it can be believed after a power cut. (Snapshots are never believed without their seal.)
    pub(super) fn make_durable(
        &self,
        data: &Path,
        step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
    ) -> Result<(), CompactError> {
        swap::sync_all(&data.join(swap::DRAFT))?;
        Ok(step(CompactionStep::Ready)?)
    }
}

/// Clears away what a compaction that failed has left, or finishes it if it was decided. What cannot
/// be done now the next start does.
pub fn tidy(data: &Path) {
    if let Err(error) = Folder::claim(data).and_then(|folder| folder.settle_compaction()) {
        tracing::debug!(%error, "what a compaction has left is left to the next start");
    }
}

/// Reads a journal, or its segments before one; what `visit` refuses ends it.
fn read(
    journal: &Path,
    before: Option<u64>,
    mut visit: impl FnMut(u64, StoredEntry) -> io::Result<()>,
) -> Result<journal::End, CompactError> {
    let mut refused = None;
    let end = journal::replay_closed(journal, before, |sequence, entry| {
        visit(sequence, entry).map_err(|error| {
            let said = error.to_string();
            refused = Some(error);
            said
        })
    });
    match (end, refused) {
        (_, Some(error)) => Err(error.into()),
        (end, None) => Ok(end.map_err(OpenError::from)?),
    }
}

/// Writes the new journal, in the segments of the old one; gives what stands where in it, by what is
/// gone from the old one. A segment of which nothing is gone is the same file.
fn write(
    from: &Path,
    to: &Path,
    before: Option<u64>,
    redaction: &Redaction,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> Result<Positions, CompactError> {
    let mut positions = Positions::default();
    let (mut entries, mut refused) = (0, None);
    for first in journal::closed_segments(from, before).map_err(OpenError::from)? {
        let mut is_same = true;
        let mut look = |sequence, entry: StoredEntry| -> io::Result<()> {
            let at = entry.entry().at;
            for (index, event) in entry.events() {
                let left = redaction.event(event.clone());
                is_same &= left.as_ref() == Some(event);
                if let Some(event) = left {
                    positions.add(sequence, at, (index, event)).map_err(io::Error::other)?;
                }
            }
            entries += 1;
            step(CompactionStep::Written(entries))
        };
        let mut visit = |sequence, entry| {
            look(sequence, entry).map_err(|error| {
                let said = error.to_string();
                refused = Some(error);
                said
            })
        };
        let looked = journal::replay_segment(from, first, &mut visit);
        if let Some(error) = refused.take() {
            return Err(error.into());
        }
        let end = looked.map_err(OpenError::from)?;
        // The last of a journal to which nobody appends may have room at its end.
        if is_same && before.is_some() {
            let name = journal::segment_in(Path::new(""), first);
            fs::hard_link(from.join(&name), to.join(&name))?;
        } else {
            write_segment((from, to), (first, &end), redaction)?;
        }
    }
    Ok(positions)
}

/// Writes one segment anew, as far as it goes.
fn write_segment(
    (from, to): (&Path, &Path),
    (first, end): (u64, &journal::End),
    redaction: &Redaction,
) -> Result<(), CompactError> {
    let begin = journal::End { segment: None, salt: None, bytes: 0, ..end.clone() };
    let begin = journal::End { next_sequence: first, latest: None, torn_bytes: 0, ..begin };
    let writer = JournalWriter::open(to, &begin, u64::MAX).map_err(OpenError::from)?;
    let mut rewriter = Rewriter { writer, next_sequence: first, batch: vec![], bytes: 0 };
    let mut written = Ok(());
    let read = journal::replay_segment(from, first, |sequence, entry| {
        let Some(entry) = redaction.entry(entry) else { return Ok(()) };
        let encoded = entry.encode().map_err(io::Error::other);
        written = encoded.and_then(|bytes| rewriter.entry(sequence, bytes));
        written.as_ref().map_err(ToString::to_string).copied()
    });
    written?;
    read.map_err(OpenError::from)?;
    rewriter.finish(end.next_sequence)
}

/// Writes entries under the numbers that they have, and that those between them are emptied.
struct Rewriter {
    writer: JournalWriter,
    next_sequence: u64,
    batch: Vec<Piece<Vec<u8>>>,
    bytes: usize,
}

impl Rewriter {
    /// A batch ends before an entry, never after one: so the last frame holds an entry, also if a
    /// run of emptied ones ends the journal, and snapshots that know this entry see to it that no
    /// number is given again because the frame was lost.
    fn entry(&mut self, sequence: u64, bytes: Vec<u8>) -> io::Result<()> {
        if self.batch.len() >= BATCH_PIECES_MAX || self.bytes >= BATCH_BYTES_MAX {
            self.append()?;
        }
        self.empty_until(sequence);
        self.next_sequence += 1;
        self.bytes += bytes.len();
        self.batch.push(Piece::Entry(bytes));
        Ok(())
    }

    fn empty_until(&mut self, sequence: u64) {
        if sequence > self.next_sequence {
            self.batch.push(Piece::Emptied(sequence - self.next_sequence));
            self.next_sequence = sequence;
        }
    }

    fn finish(mut self, next_sequence: u64) -> Result<(), CompactError> {
        self.empty_until(next_sequence);
        if !self.batch.is_empty() {
            self.append()?;
        }
        Ok(self.writer.close().map_err(OpenError::from)?)
    }

    fn append(&mut self) -> io::Result<()> {
        match self.writer.commit_pieces(&self.batch) {
            Commit::Durable { .. } => {
                self.batch.clear();
                self.bytes = 0;
                Ok(())
            }
            Commit::NotWritten(error) | Commit::Unknown(error) => Err(io::Error::other(error)),
        }
    }
}

/// What the new journal must come to, less what is gone.
struct Expected<'a> {
    old: &'a Auditor,
    next_sequence: u64,
    positions: Positions,
}

/// Reads the new journal, and sees that it comes to what the old one does, less what is gone, and
/// that all of it stands where it stood. Gives what it comes to, and how many entries it has.
fn compare(
    journal: &Path,
    Expected { old, next_sequence, positions: expected }: Expected<'_>,
    redaction: &Redaction,
    snapshots: &mut NewSnapshots,
    step: &mut dyn FnMut(CompactionStep) -> io::Result<()>,
) -> Result<(Auditor, HashMap<Quarter, Tally>, u64), CompactError> {
    let (mut new, mut positions, mut entries) = (Auditor::default(), Positions::default(), 0);
    let mut tallies: HashMap<Quarter, Tally> = HashMap::new();
    let end = read(journal, None, |sequence, entry| {
        let books = Sums::of_entry(entry.entry(), |key| new.rows().get(&key).cloned());
        new.entry(sequence, entry.entry());
        let order = |id| new.rows().get(&Key::Order(id)).and_then(Order::in_row).map(AsRef::as_ref);
        let tally = Tally::of_entry(entry.entry(), order, books);
        *tallies.entry(Quarter::of(entry.entry().at)).or_default() += tally;
        let public = entry.public_events(sequence, |key| new.rows().get(&key).cloned());
        snapshots.public_events(public).map_err(io::Error::other)?;
        for (index, event) in entry.events() {
            let event = (index, event.clone());
            positions.add(sequence, entry.entry().at, event).map_err(io::Error::other)?;
        }
        entries += 1;
        step(CompactionStep::Compared(entries))
    })?;
    if let Some(finding) = new.finish().1.first() {
        return Err(CompactError::NotTheSame(finding.to_string()));
    }
    if end.next_sequence != next_sequence || positions.finish() != expected.finish() {
        return Err(CompactError::NotTheSame("something would stand elsewhere".into()));
    }
    let expect: HashMap<Key, Row> =
        old.rows().values().filter_map(|row| Some((row.key(), redaction.row(row)?))).collect();
    if let Some(key) = expect.keys().find(|key| expect.get(key) != new.rows().get(key)) {
        return Err(CompactError::NotTheSame(format!("{key:?} would be another")));
    }
    if expect.len() != new.rows().len() {
        return Err(CompactError::NotTheSame("there would be other records".into()));
    }
    Ok((new, tallies, entries))
}

/// The new snapshots, as of the journal's last number.
struct NewSnapshots {
    path: PathBuf,
    last: u64,
    built: Snapshots,
    kept: SnapshotState,
    public: Vec<PublicEvent>,
}

impl NewSnapshots {
    fn open(path: &Path, last: u64) -> Result<Self, CompactError> {
        let (built, opened) = Snapshots::open(path, snapshots::PATIENCE).map_err(not_built)?;
        let (path, kept) = (path.to_owned(), SnapshotState::of(&opened));
        Ok(Self { path, last, built, kept, public: vec![] })
    }

    fn put(&mut self, batch: Batch) -> Result<(), SnapshotError> {
        let batch = Batch { sequence: self.last, ..batch };
        self.built.put(&mut self.kept, None, &batch)
    }

    /// Takes in what the next entry makes public.
    fn public_events(&mut self, events: Vec<PublicEvent>) -> Result<(), SnapshotError> {
        self.public.extend(events);
        if self.public.len() < ROWS_AT_ONCE {
            return Ok(());
        }
        let public = std::mem::take(&mut self.public);
        self.put(Batch { public, ..Batch::default() })
    }

    fn finish(
        mut self,
        new: &Auditor,
        tallies: HashMap<Quarter, Tally>,
    ) -> Result<(), CompactError> {
        let public = std::mem::take(&mut self.public);
        self.put(Batch { public, tallies, ..Batch::default() }).map_err(not_built)?;
        let rows: Vec<_> = new.rows().values().collect();
        for rows in rows.chunks(ROWS_AT_ONCE) {
            let rows = rows.iter().map(|row| (row.key(), Row::clone(row))).collect();
            self.put(Batch { rows, ..Batch::default() }).map_err(not_built)?;
        }
        self.built.close(&self.path).map_err(not_built)
    }
}

fn not_built(error: SnapshotError) -> CompactError {
    CompactError::Open(OpenError::Snapshots(error))
}

/// Fails if the old snapshots know of more than the journal does.
fn not_behind(data: &Path, last: u64) -> Result<(), CompactError> {
    let path = data.join(snapshots_of(&journal::folder_in(data))?);
    match Snapshots::open(&path, snapshots::PATIENCE) {
        Ok((_, Opened { seal, .. })) if seal.sequence > last => {
            let snapshots = seal.sequence;
            Err(OpenError::JournalBehind { journal_ends: last, snapshots }.into())
        }
        Ok((old, _)) => old.close(&path).map_err(not_built),
        Err(error @ SnapshotError::InUse) => Err(not_built(error)),
        Err(_) => Ok(()),
    }
}

fn has_room(data: &Path, bytes: u64) -> Result<(), CompactError> {
    let (needed, free) = (bytes + LEFT_FREE_BYTES, free_bytes(data)?);
    if free < needed { Err(CompactError::NoRoom { needed, free }) } else { Ok(()) }
}

fn folder_of(draft: &Path, name: &str) -> io::Result<PathBuf> {
    let path = draft.join(name);
    fs::DirBuilder::new().mode(0o700).create(&path)?;
    Ok(path)
}

fn bytes_in(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for file in fs::read_dir(folder)? {
        let file = file?.metadata()?;
        bytes += if file.is_file() { file.len() } else { 0 };
    }
    Ok(bytes)
}

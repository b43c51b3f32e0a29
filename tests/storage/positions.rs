//! Positions last: what is left of a journal stands where it always stood, and what is missing is
//! never taken for what was emptied.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::history::{AT, History, Random, contents, open, sign_up};
use holdfast::storage::journal::{
    Commit, End, JournalError, JournalPosition, JournalWriter, Piece, StoredEntry, replay_after,
    replay_stored,
};
use tempfile::TempDir;

/// A journal of which much is gone.
struct Thinned {
    folder: TempDir,
    left: Vec<(u64, StoredEntry)>,
    next_sequence: u64,
}

fn writer(folder: &Path, segment_bytes_max: u64) -> JournalWriter {
    let end = replay_stored(folder, |_, _| Ok(())).unwrap();
    JournalWriter::open(folder, &end, segment_bytes_max).unwrap()
}

/// What is found here is found by the frames alone.
fn unmark(journal: &Path) {
    fs::remove_file(journal.join("acknowledged")).unwrap();
}

fn read(folder: &Path) -> Result<(Vec<(u64, StoredEntry)>, End), JournalError> {
    let mut read = vec![];
    let end = replay_stored(folder, |sequence, stored| {
        read.push((sequence, stored));
        Ok(())
    })?;
    Ok((read, end))
}

impl Thinned {
    /// Runs of emptied entries anywhere, at the beginning and the end of frames, segments and the
    /// journal too, and entries that lack some of their events.
    fn random(seed: u64, entries: usize) -> Self {
        let mut random = Random::new(seed);
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path(), 1500);
        let (mut left, mut next_sequence) = (vec![], 1);
        let mut frame = vec![];
        for entry in History::random(seed, entries).entries {
            if random.below(3) == 0 {
                let run = if random.below(2) == 0 { 1 } else { random.next() % (1 << 33) + 1 };
                frame.push(Piece::Emptied(run));
                next_sequence += run;
            }
            let stored =
                StoredEntry::from(entry).filter_map(|event| (random.below(4) > 0).then_some(event));
            match stored {
                Some(stored) => {
                    frame.push(Piece::Entry(stored.encode().unwrap()));
                    left.push((next_sequence, stored));
                }
                None => frame.push(Piece::Emptied(1)),
            }
            next_sequence += 1;
            if random.below(3) == 0 {
                assert!(matches!(writer.commit_pieces(&frame), Commit::Durable { .. }));
                frame.clear();
            }
        }
        frame.push(Piece::Emptied(1_000_000));
        next_sequence += 1_000_000;
        assert!(matches!(writer.commit_pieces(&frame), Commit::Durable { .. }));
        writer.close().unwrap();
        unmark(folder.path());
        Self { folder, left, next_sequence }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What it is read as: the same as ever, or damage.
    fn is_damaged(&self) -> bool {
        match read(self.path()) {
            Ok((left, end)) => {
                assert!(left == self.left, "other entries");
                assert_eq!(end.next_sequence, self.next_sequence);
                false
            }
            Err(JournalError::Damaged { .. }) => true,
            Err(other) => panic!("{other}"),
        }
    }

    /// Where the frames are, each in its file.
    fn frames(&self) -> Vec<(PathBuf, std::ops::Range<usize>)> {
        let mut frames = vec![];
        for (path, bytes) in contents(self.path()) {
            let mut at = 16;
            while at < bytes.len() && bytes[at] != 0 {
                let payload = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().unwrap());
                let end = at + 28 + payload as usize;
                frames.push((path.clone(), at..end));
                at = end;
            }
        }
        frames
    }

    fn change(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        let whole = fs::read(path).unwrap();
        let mut changed = whole.clone();
        change(&mut changed);
        fs::write(path, &changed).unwrap();
        let is_damaged = self.is_damaged();
        fs::write(path, &whole).unwrap();
        is_damaged
    }
}

#[test]
fn what_is_left_is_read_where_it_stood_and_what_is_new_comes_after_all_that_ever_was() {
    for seed in 0..20 {
        let journal = Thinned::random(seed, 40);
        assert!(!journal.is_damaged());
        let mut next_sequence = journal.next_sequence;
        for _ in 0..2 {
            let mut writer = writer(journal.path(), 1500);
            for (_, stored) in &journal.left[..3] {
                let Commit::Durable { first_sequence, .. } =
                    writer.commit(&[stored.encode().unwrap()])
                else {
                    panic!()
                };
                assert_eq!(first_sequence, next_sequence);
                next_sequence += 1;
            }
            drop(writer);
            let (read, end) = read(journal.path()).unwrap();
            assert_eq!(end.next_sequence, next_sequence);
            assert!(read.starts_with(&journal.left));
            assert_eq!(read.last().unwrap().0, next_sequence - 1);
        }
    }
}

#[test]
fn a_flipped_bit_is_damage_and_never_a_gap() {
    let journal = Thinned::random(1, 20);
    let (last, mark) = journal.frames().pop().unwrap();
    for (path, bytes) in contents(journal.path()) {
        for byte in 0..bytes.len() {
            let damaged = journal.change(&path, |bytes| bytes[byte] ^= 1 << (byte % 8));
            // The mark that it was closed may be torn; nothing is lost with it.
            assert_eq!(damaged, path != last || byte < mark.start, "{} {byte}", path.display());
        }
    }
}

#[test]
fn a_frame_that_is_missing_or_elsewhere_is_damage_and_never_a_gap() {
    for seed in 0..5 {
        let journal = Thinned::random(seed, 30);
        let frames = journal.frames();
        for (n, (path, frame)) in frames[..frames.len() - 1].iter().enumerate() {
            assert!(journal.change(path, |bytes| drop(bytes.drain(frame.clone()))), "{n} is lost");
            assert!(
                journal.change(path, |bytes| {
                    let twice = bytes[frame.clone()].to_vec();
                    bytes.splice(frame.end..frame.end, twice);
                }),
                "{n} is there twice"
            );
            assert!(journal.change(path, |bytes| bytes[frame.clone()].fill(0)), "{n} is zeros");
            if frames[n + 1].0 == *path {
                let both = frame.start..frames[n + 1].1.end;
                let change = |bytes: &mut Vec<u8>| bytes[both].rotate_left(frame.len());
                assert!(journal.change(path, change), "{n} stands after the next");
            }
        }
    }
}

#[test]
fn a_segment_that_is_missing_is_damage_and_never_a_gap() {
    let journal = Thinned::random(3, 200);
    let mut segments: Vec<_> = contents(journal.path()).into_iter().collect();
    segments.pop();
    assert!(segments.len() > 3);
    for (path, bytes) in segments {
        fs::remove_file(&path).unwrap();
        assert!(journal.is_damaged(), "{}", path.display());
        fs::write(path, bytes).unwrap();
    }
}

/// Of the same history, emptied otherwise: its frames begin and end with the same numbers.
#[test]
fn a_frame_of_another_journal_is_damage_even_if_its_numbers_fit() {
    let entry = |n: u32| StoredEntry::from(History::random(u64::from(n), 1).entries[0].clone());
    let twins = [false, true].map(|is_empty| {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path(), 1 << 20);
        for n in 0..3 {
            let piece = match is_empty && n == 1 {
                true => Piece::Emptied(1),
                false => Piece::Entry(entry(n).encode().unwrap()),
            };
            assert!(matches!(writer.commit_pieces(&[piece]), Commit::Durable { .. }));
        }
        writer.close().unwrap();
        unmark(folder.path());
        let left = read(folder.path()).unwrap().0;
        Thinned { folder, left, next_sequence: 4 }
    });
    let [(whole, frame), (emptied, run)] = [0, 1].map(|n| twins[n].frames()[1].clone());
    let run = fs::read(emptied).unwrap()[run].to_vec();
    assert!(twins[0].change(&whole, |bytes| drop(bytes.splice(frame, run))));
}

/// What follows a frame that is damaged may have any number, if that frame said that a million
/// entries are gone: it is damage all the same, not a torn end to be cut off.
#[test]
fn a_damaged_run_before_the_end_is_no_torn_write() {
    let journal = Thinned::random(4, 9);
    let mut writer = writer(journal.path(), 1 << 20);
    let entry = journal.left[0].1.encode().unwrap();
    for piece in [Piece::Emptied(1 << 36), Piece::Entry(entry)] {
        assert!(matches!(writer.commit_pieces(&[piece]), Commit::Durable { .. }));
    }
    drop(writer);
    unmark(journal.path());
    let frames = journal.frames();
    let (path, run) = &frames[frames.len() - 2];
    assert_eq!(run.len(), 28 + 33 * 4);
    assert!(journal.change(path, |bytes| bytes[run.start + 30] ^= 1));
}

#[test]
fn snapshots_that_are_lost_are_built_anew_over_the_gaps() {
    let data = tempfile::tempdir().unwrap();
    let history = History::random(11, 50);
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, 0);
    storage.close();
    drop(storage);
    let mut writer = writer(&data.path().join("journal"), 1 << 20);
    assert!(matches!(writer.commit_pieces(&[Piece::Emptied(50)]), Commit::Durable { .. }));
    writer.close().unwrap();
    for (n, is_lost) in [(101, false), (102, true), (103, false)] {
        if is_lost {
            fs::remove_dir_all(data.path().join("snapshots")).unwrap();
        }
        let (storage, recovery) = open(data.path()).unwrap();
        assert_eq!(recovery.replayed, if is_lost { 51 } else { 0 });
        let committed = crate::history::block_on(storage.commit(AT, sign_up(n)));
        assert_eq!(committed, Ok(n));
        storage.close();
    }
}

/// From wherever reading begins, all that comes after an entry is read: the place of another entry's
/// frame is not taken for that of its own.
#[test]
fn what_comes_after_an_entry_is_found_by_any_place() {
    for seed in 0..4 {
        let thinned = Thinned::random(seed, 40);
        let after = |after: u64, place: Option<JournalPosition>| {
            let mut read = vec![];
            replay_after(thinned.path(), after, place, |sequence, place, _| {
                read.push((sequence, place));
                Ok(())
            })
            .unwrap();
            read
        };
        let all = after(0, None);
        assert_eq!(all.len(), thinned.left.len());
        for (entry, _) in &all {
            let rest: Vec<_> =
                all.iter().filter(|(sequence, _)| sequence > entry).copied().collect();
            for (other, place) in &all {
                assert_eq!(after(*entry, Some(*place)), rest, "{seed}: {entry} from {other}");
            }
        }
    }
}

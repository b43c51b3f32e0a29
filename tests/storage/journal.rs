//! The journal keeps what was acknowledged, whatever a crash leaves of its last write, and says so
//! when it has been damaged.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::common::tmpfs::{Tmpfs, skip};
use crate::history::{
    AT, History, contents, copy, open, open_with, segments, sign_up, small_segments,
};
use holdfast::{
    domain::Entry,
    storage::{
        CommitError, OpenError, Storage, codec,
        journal::{
            Commit, End, JournalError, JournalWriter, cut_tail, replay, replay_acknowledged, settle,
        },
    },
};
use tempfile::TempDir;

/// A journal with one entry in each frame, as a kill would leave it, less the room for more; where
/// each frame begins, and where the last one ends.
fn journal(entries: &[Entry], segment_bytes_max: u64) -> (TempDir, Vec<(PathBuf, u64)>, End) {
    let folder = tempfile::tempdir().unwrap();
    let end = replay(folder.path(), |_, _| Ok(())).unwrap();
    let mut writer = JournalWriter::open(folder.path(), &end, segment_bytes_max).unwrap();
    let mut frames = vec![];
    for (sequence, entry) in (1..).zip(entries) {
        let bytes = codec::encode_entry(entry).unwrap();
        let frame_bytes = 28 + 4 + bytes.len() as u64;
        let committed = writer.commit(&[bytes]);
        assert!(
            matches!(committed, Commit::Durable { first_sequence, .. } if first_sequence == sequence)
        );
        let end = replay(folder.path(), |_, _| Ok(())).unwrap();
        frames.push((end.segment.unwrap(), end.bytes - frame_bytes));
    }
    let end = replay(folder.path(), |_, _| Ok(())).unwrap();
    take_room(&end);
    drop(writer);
    // As a power cut may leave it: nothing says what was acknowledged.
    fs::remove_file(mark_in(folder.path())).unwrap();
    (folder, frames, end)
}

fn mark_in(journal: &Path) -> PathBuf {
    journal.join("acknowledged")
}

/// Leaves nothing after the last frame.
fn take_room(end: &End) {
    let last = fs::File::options().write(true).open(end.segment.as_ref().unwrap()).unwrap();
    last.set_len(end.bytes).unwrap();
}

fn read(folder: &Path) -> Result<(Vec<Entry>, End), JournalError> {
    let mut entries = vec![];
    let end = replay(folder, |sequence, entry| {
        entries.push(entry);
        assert_eq!(sequence, entries.len() as u64);
        Ok(())
    })?;
    Ok((entries, end))
}

#[test]
fn is_read_as_it_was_written_over_many_segments() {
    let history = History::random(1, 300);
    let data = tempfile::tempdir().unwrap();
    for part in [0, 100, 200] {
        let (storage, recovery) = open_with(data.path(), small_segments()).unwrap();
        assert_eq!((recovery.entries, recovery.replayed, recovery.torn_bytes), (part, 0, 0));
        let until = usize::try_from(part).unwrap() + 100;
        history.prefix(until).commit_to(&storage, until - 100);
        storage.close();
    }
    assert!(segments(data.path()).len() > 5);
    let (entries, end) = read(&data.path().join("journal")).unwrap();
    assert_eq!(entries, history.entries);
    assert_eq!((end.next_sequence, end.torn_bytes), (301, 0));
}

#[test]
fn a_torn_last_frame_is_cut_off_and_kept_wherever_it_tore() {
    let history = History::random(2, 12);
    let (folder, frames, end) = journal(&history.entries, 700);
    let (path, start) = frames.last().unwrap();
    let whole = fs::read(path).unwrap();
    assert!(end.segment.as_ref() == Some(path) && segments_in(folder.path()) > 1);
    let start = usize::try_from(*start).unwrap();
    for length in start..whole.len() {
        // Cut short there, and grown to its length without its data, as filesystems may leave it.
        for zeros in [0, whole.len() - length] {
            let mut torn = whole[..length].to_vec();
            torn.resize(length + zeros, 0);
            if torn == whole {
                continue;
            }
            fs::write(path, &torn).unwrap();
            settle(folder.path()).unwrap();
            // Zeros alone are room for more, whoever left them.
            let is_room = torn[start..].iter().all(|byte| *byte == 0);
            let (entries, end) = read(folder.path()).unwrap();
            assert_eq!(entries, history.entries[..11], "{length}");
            assert_eq!(end.torn_bytes, if is_room { 0 } else { torn.len() - start } as u64);
            assert_eq!(fs::read(path).unwrap(), torn, "reading changes nothing");
            cut_tail(folder.path(), &end).unwrap();
            assert_eq!(fs::read(path).unwrap(), if is_room { &torn } else { &whole[..start] });
            let kept: Vec<_> = contents(folder.path())
                .into_iter()
                .filter(|(path, _)| path.extension().is_some_and(|e| e == "torn"))
                .collect();
            match is_room {
                true => assert!(kept.is_empty()),
                false => assert_eq!(kept[0].1, torn[start..], "{length}"),
            }
            kept.iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
            let (_, clean) = read(folder.path()).unwrap();
            assert_eq!((clean.torn_bytes, clean.bytes), (0, start as u64));
            // What is written next stands where the torn one stood.
            let mut writer = JournalWriter::open(folder.path(), &clean, 1 << 20).unwrap();
            let bytes = codec::encode_entry(&history.entries[11]).unwrap();
            assert!(matches!(writer.commit(&[bytes]), Commit::Durable { first_sequence: 12, .. }));
            fs::remove_file(mark_in(folder.path())).unwrap();
            take_room(&read(folder.path()).unwrap().1);
            assert_eq!(fs::read(path).unwrap(), whole);
        }
    }
}

/// What is torn may be followed by room, and by parts of itself: the disk writes blocks in any order.
#[test]
fn room_for_more_is_no_damage_and_is_written_over() {
    let history = History::random(12, 9);
    let (folder, frames, end) = journal(&history.entries[..8], 1 << 20);
    let (path, start) = frames.last().unwrap();
    let whole = fs::read(path).unwrap();
    let start = usize::try_from(*start).unwrap();
    let mut torn = whole.clone();
    torn[start..start + 20].fill(0);
    for (bytes, entries, torn_bytes) in [
        (&whole[..], 8, 0),
        (&whole[..start], 7, 0),
        (&torn[..], 7, whole.len() - start),
        (&whole[..start + 20], 7, 20),
    ] {
        for room in [1, 24, 4096, 512 * 1024] {
            let mut bytes = bytes.to_vec();
            bytes.resize(bytes.len() + room, 0);
            fs::write(path, &bytes).unwrap();
            settle(folder.path()).unwrap();
            let (read_entries, end) = read(folder.path()).unwrap();
            assert_eq!(read_entries, history.entries[..entries]);
            let expect = if torn_bytes == 0 { 0 } else { torn_bytes + room };
            assert_eq!(end.torn_bytes, expect as u64, "{entries} {torn_bytes} {room}");
            cut_tail(folder.path(), &end).unwrap();
            let mut writer = JournalWriter::open(folder.path(), &end, 1 << 20).unwrap();
            for entry in &history.entries[entries..] {
                let bytes = codec::encode_entry(entry).unwrap();
                assert!(matches!(writer.commit(&[bytes]), Commit::Durable { .. }));
            }
            let (all, end) = read(folder.path()).unwrap();
            assert_eq!((all, end.torn_bytes), (history.entries.clone(), 0));
            assert!(fs::metadata(path).unwrap().len() > end.bytes, "there is room after a kill");
            writer.close().unwrap();
            fs::remove_file(mark_in(folder.path())).unwrap();
            let (_, end) = read(folder.path()).unwrap();
            assert_eq!(fs::metadata(path).unwrap().len(), end.bytes, "and none after a close");
        }
    }
    assert_eq!(end.torn_bytes, 0);
}

fn segments_in(folder: &Path) -> usize {
    contents(folder).into_keys().filter(|p| p.extension().is_some_and(|e| e == "log")).count()
}

#[test]
fn a_torn_tail_is_mended_by_the_next_start() {
    let history = History::random(3, 40);
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, 0);
    let crashed = tempfile::tempdir().unwrap();
    copy(data.path(), crashed.path());
    storage.close();
    let path = segments(crashed.path()).pop().unwrap();
    take_room(&read(&crashed.path().join("journal")).unwrap().1);
    fs::File::options()
        .append(true)
        .open(&path)
        .and_then(|mut f| {
            use std::io::Write as _;
            f.write_all(&[0xF5, b'H', 0xFF, b'F', 90, 0, 0, 0, 1])
        })
        .unwrap();
    for torn_bytes in [9, 0] {
        let (storage, recovery) = open(crashed.path()).unwrap();
        assert_eq!((recovery.entries, recovery.torn_bytes), (40, torn_bytes));
        history.assert_in(&storage, "after the tail was cut");
        storage.close();
    }
}

#[test]
fn a_flipped_bit_before_the_last_frame_is_damage() {
    let history = History::random(4, 12);
    let (folder, frames, _) = journal(&history.entries, 700);
    let last = frames.last().unwrap().clone();
    let mut seen = 0;
    for (path, whole) in contents(folder.path()) {
        for byte in 0..whole.len() {
            if path == last.0 && byte as u64 >= last.1 {
                break;
            }
            let mut flipped = whole.clone();
            flipped[byte] ^= 1 << (byte % 8);
            fs::write(&path, &flipped).unwrap();
            let before = contents(folder.path());
            let frame = frames.iter().filter(|f| f.0 == path && f.1 <= byte as u64).map(|f| f.1);
            let expect = frame.max().unwrap_or(0);
            match read(folder.path()) {
                Err(JournalError::Damaged { path: named, offset, .. }) => {
                    assert_eq!((&named, offset), (&path, expect), "byte {byte}");
                }
                other => panic!("{} byte {byte}: {other:?}", path.display()),
            }
            assert!(contents(folder.path()) == before);
            seen += 1;
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(seen > 1000, "{seen}");
}

/// A data folder with a history in several segments.
fn of_many_segments() -> (TempDir, History) {
    let history = History::random(5, 60);
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open_with(data.path(), small_segments()).unwrap();
    history.commit_to(&storage, 0);
    storage.close();
    (data, history)
}

/// Opens a data folder whose journal was changed and is all that there is; the error, and that
/// nothing was changed in it.
fn refused(change: impl FnOnce(&Path)) -> String {
    refused_to(|data| {
        fs::remove_dir_all(data.join("snapshots")).unwrap();
        change(data);
    })
}

/// The same, with the snapshots that were made of it.
fn refused_to(change: impl FnOnce(&Path)) -> String {
    let (data, _) = of_many_segments();
    change(data.path());
    let before = contents(&data.path().join("journal"));
    let error = open(data.path()).expect_err("it is refused").to_string();
    assert!(contents(&data.path().join("journal")) == before);
    error
}

#[test]
fn damage_refuses_the_start_and_is_named() {
    let segment = |data: &Path, index: usize| segments(data)[index].clone();
    let mut named = String::new();
    let error = refused(|data| {
        let path = segment(data, 1);
        named = path.display().to_string();
        let mut bytes = fs::read(&path).unwrap();
        bytes[40] ^= 1;
        fs::write(&path, bytes).unwrap();
    });
    assert!(error.contains(&named) && error.contains("at offset 16."), "{error}");
    let error = refused(|data| fs::remove_file(segment(data, 1)).unwrap());
    assert!(error.contains("are missing before this file"), "{error}");
    let error = refused(|data| fs::remove_file(segment(data, 0)).unwrap());
    assert!(error.contains("entries 1 to"), "{error}");
    let error = refused(|data| fs::write(segment(data, 1), b"a letter to my aunt").unwrap());
    assert!(error.contains("header is not a Holdfast journal's"), "{error}");
    let error = refused(|data| fs::write(segment(data, 1), b"HOLD").unwrap());
    assert!(error.contains("header is not a Holdfast journal's"), "{error}");
    let error = refused(|data| {
        let last = segments(data).pop().unwrap();
        let mut bytes = fs::read(&last).unwrap();
        bytes[3] ^= 0x20;
        fs::write(&last, bytes).unwrap();
    });
    assert!(error.contains("header is not a Holdfast journal's"), "{error}");
    let error = refused(|data| {
        let last = segments(data).pop().unwrap();
        let mut bytes = fs::read(&last).unwrap();
        bytes.extend(vec![0; 5 << 20]);
        fs::write(&last, bytes).unwrap();
    });
    assert!(error.contains("checksum does not fit"), "more than can tear: {error}");
}

#[test]
fn what_the_snapshots_hold_already_is_looked_through_while_the_site_runs() {
    let (data, history) = of_many_segments();
    let path = segments(data.path())[1].clone();
    let mut bytes = fs::read(&path).unwrap();
    bytes[40] ^= 1;
    fs::write(&path, bytes).unwrap();
    let (storage, recovery) = open(data.path()).unwrap();
    assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None));
    history.assert_in(&storage, "beside damage to what is not read");
    let until = Instant::now() + Duration::from_secs(60);
    let damage = loop {
        if let Some(damage) = storage.health().journal_damage() {
            break damage;
        }
        assert!(Instant::now() < until, "nobody has seen it");
        std::thread::yield_now();
    };
    let named = path.display().to_string();
    assert!(damage.contains(&named) && damage.contains("at offset 16."), "{damage}");
    assert!(storage.health().is_sound());
    storage.close();
}

#[test]
fn snapshots_of_another_journal_are_built_anew() {
    let (data, history) = of_many_segments();
    let (other, _) = of_many_segments();
    fs::remove_dir_all(data.path().join("snapshots")).unwrap();
    copy(&other.path().join("snapshots"), &data.path().join("snapshots"));
    let (storage, recovery) = open(data.path()).unwrap();
    let why = recovery.snapshots_rebuilt.unwrap();
    assert!(why.contains("made from another journal"), "{why}");
    history.assert_in(&storage, "built anew");
    storage.close();
}

#[test]
fn damage_to_the_last_entry_after_an_orderly_close_is_no_torn_write() {
    let error = refused_to(|data| {
        let last = segments(data).pop().unwrap();
        let mut bytes = fs::read(&last).unwrap();
        let before_mark = bytes.len() - 28 - 1;
        bytes[before_mark] ^= 1;
        fs::write(&last, bytes).unwrap();
    });
    assert!(error.contains("checksum does not fit"), "{error}");
}

#[test]
fn a_lost_end_of_the_journal_is_seen() {
    for (is_marked, expect) in [
        (true, "but all up to entry 60 were acknowledged"),
        (false, "but the snapshots hold entry 60"),
    ] {
        let unmark = |data: &Path| {
            if !is_marked {
                fs::remove_file(mark_in(&data.join("journal"))).unwrap();
            }
        };
        let error = refused_to(|data| {
            unmark(data);
            fs::remove_file(segments(data).pop().unwrap()).unwrap();
        });
        assert!(error.contains(expect), "{error}");
        let error = refused_to(|data| {
            unmark(data);
            segments(data).iter().for_each(|s| fs::remove_file(s).unwrap());
        });
        assert!(error.contains("the journal ends with entry 0"), "{error}");
    }
}

/// Whatever of the last frames is cut off, zeroed or flipped: with the mark it is never taken for a
/// write that was torn. What stands after the mark is.
#[test]
fn damage_to_what_was_acknowledged_does_not_pass_for_a_torn_write() {
    let history = History::random(11, 8);
    let (folder, frames, end) = journal(&history.entries, 1 << 20);
    let path = &frames[0].0;
    let whole = fs::read(path).unwrap();
    drop(JournalWriter::open(folder.path(), &end, 1 << 20).unwrap());
    let mark = fs::read(mark_in(folder.path())).unwrap();
    let start = |n: usize| usize::try_from(frames[n].1).unwrap();
    let is_refused = |bytes: &[u8], what: &str| {
        fs::write(path, bytes).unwrap();
        match read(folder.path()) {
            Err(JournalError::EndMissing { ends, acknowledged: 8, .. }) => {
                assert!(ends < 8, "{what}");
            }
            Err(JournalError::Damaged { .. }) => {}
            other => panic!("{what}: {other:?}"),
        }
        assert_eq!(fs::read(path).unwrap(), bytes, "{what}: reading changes nothing");
    };
    for at in start(5)..whole.len() {
        is_refused(&whole[..at], &format!("cut at {at}"));
        let zeroed = [&whole[..at], &vec![0; whole.len() - at]].concat();
        if zeroed != whole {
            is_refused(&zeroed, &format!("zeros from {at}"));
        }
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        is_refused(&flipped, &format!("a flipped bit at {at}"));
    }
    // Nobody was told of what stands after it.
    for torn in [&[0xF5, b'H', 0xFF, b'F', 90, 0, 0, 0, 1][..], &[0; 9]] {
        fs::write(path, [&whole, torn].concat()).unwrap();
        assert_eq!(read(folder.path()).unwrap().0, history.entries);
    }
    // A mark of which one place is torn vouches for what the other says; the way to go on without
    // what is missing is to delete it.
    fs::write(path, &whole[..start(7)]).unwrap();
    for (bytes, is_seen) in [
        (&mark[..], true),
        (&[&[0; 28], &mark[..]].concat(), true),
        (&mark[1..], false),
        (b"", false),
    ] {
        fs::write(mark_in(folder.path()), bytes).unwrap();
        assert_eq!(read(folder.path()).is_err(), is_seen, "{bytes:?}");
    }
}

#[test]
fn a_start_after_a_kill_refuses_to_lose_what_was_acknowledged() {
    let history = History::random(12, 20);
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, 0);
    let killed = tempfile::tempdir().unwrap();
    copy(data.path(), killed.path());
    storage.close();
    fs::remove_dir_all(killed.path().join("snapshots")).unwrap();
    let journal = killed.path().join("journal");
    let end = read(&journal).unwrap().1;
    let last = fs::File::options().write(true).open(end.segment.unwrap()).unwrap();
    last.set_len(end.bytes - 1).unwrap();
    let before = contents(&journal);
    let error = open(killed.path()).expect_err("an entry is missing").to_string();
    assert!(error.contains("all up to entry 20 were acknowledged"), "{error}");
    assert!(error.contains(&format!("delete {}", mark_in(&journal).display())), "{error}");
    assert!(contents(&journal) == before, "nothing was changed");
    fs::remove_file(mark_in(&journal)).unwrap();
    let (storage, recovery) = open(killed.path()).unwrap();
    assert_eq!(recovery.entries, 19);
    storage.close();
}

/// Who reads while somebody appends may see the room that was made before and a frame behind it.
#[test]
fn what_is_appended_meanwhile_is_no_damage_to_who_reads_what_was_acknowledged() {
    let history = History::random(13, 5);
    let (folder, frames, end) = journal(&history.entries, 1 << 20);
    drop(JournalWriter::open(folder.path(), &end, 1 << 20).unwrap());
    let path = &frames[0].0;
    let whole = fs::read(path).unwrap();
    let last = &whole[usize::try_from(frames[4].1).unwrap()..];
    fs::write(path, [&whole[..], &[0; 4096], last].concat()).unwrap();
    assert!(matches!(read(folder.path()), Err(JournalError::Damaged { .. })));
    let mut entries = vec![];
    replay_acknowledged(folder.path(), |_, entry| {
        entries.push(entry);
        Ok(())
    })
    .unwrap();
    assert_eq!(entries, history.entries);
}

#[test]
fn a_frame_that_is_missing_or_there_twice_is_damage() {
    let history = History::random(10, 6);
    let (folder, frames, _) = journal(&history.entries, 1 << 20);
    let whole = fs::read(&frames[0].0).unwrap();
    let frame = |n: usize| {
        let at = |n: usize| usize::try_from(frames[n].1).unwrap();
        at(n)..at(n + 1)
    };
    let missing = [&whole[..frame(2).start], &whole[frame(2).end..]].concat();
    let twice = [&whole[..frame(2).end], &whole[frame(2).start..]].concat();
    for (bytes, offset) in [(missing, frame(2).start), (twice, frame(2).end)] {
        fs::write(&frames[0].0, bytes).unwrap();
        match read(folder.path()) {
            Err(JournalError::Damaged { offset: named, what, .. }) => {
                assert_eq!(named, offset as u64);
                assert!(what.contains("stands where entry"), "{what}");
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_segment_that_a_crash_left_half_begun_is_begun_anew() {
    let history = History::random(6, 30);
    for begun in [&b""[..], b"HOL", b"HOLDFS\x00\x02salt", &[0; 16], &[0; 3]] {
        let (folder, _, end) = journal(&history.entries[..29], 1 << 20);
        let next = folder.path().join(format!("{:020}.log", end.next_sequence));
        fs::write(&next, begun).unwrap();
        settle(folder.path()).unwrap();
        let (_, end) = read(folder.path()).unwrap();
        assert_eq!((end.segment.as_ref(), end.next_sequence), (Some(&next), 30));
        cut_tail(folder.path(), &end).unwrap();
        let mut writer = JournalWriter::open(folder.path(), &end, 1 << 20).unwrap();
        let bytes = codec::encode_entry(&history.entries[29]).unwrap();
        assert!(matches!(writer.commit(&[bytes]), Commit::Durable { first_sequence: 30, .. }));
        assert_eq!(read(folder.path()).unwrap().0, history.entries);
    }
}

#[test]
fn other_files_in_the_folder_are_let_be() {
    let history = History::random(7, 5);
    let (folder, ..) = journal(&history.entries, 1 << 20);
    for name in ["notes.txt", "1.log", "00000000000000000001.5-1.torn", "00000000000000000009.log~"]
    {
        fs::write(folder.path().join(name), "x").unwrap();
    }
    assert_eq!(read(folder.path()).unwrap().0, history.entries);
}

#[test]
fn what_a_client_typed_into_a_torn_frame_does_not_pass_for_damage() {
    // Two ids, chosen so that a whole empty frame stands in the entry, with the number that comes
    // next: but for the segment's salt, which nobody outside knows.
    let mut forged = vec![0xF5, b'H', 0xFF, b'F', 0, 0, 0, 0];
    forged.extend(3u64.to_le_bytes());
    forged.extend(3u64.to_le_bytes());
    let sums = [crc(&forged[4..]), crc(&[&[0; 4], &forged[4..]].concat())];
    let history = History::random(8, 3);
    let (folder, frames, _) = journal(&history.entries, 1 << 20);
    let (path, start) = frames.last().unwrap();
    let mut bytes = fs::read(path).unwrap();
    bytes.truncate(usize::try_from(*start).unwrap() + 30);
    for sum in sums {
        bytes.extend(&forged);
        bytes.extend(sum.to_le_bytes());
        bytes.extend(b"and so on");
    }
    fs::write(path, &bytes).unwrap();
    assert_eq!(read(folder.path()).unwrap().0, history.entries[..2]);
    // Who knew it could.
    bytes.extend(&forged);
    bytes.extend(crc(&[&bytes[8..12], &forged[4..]].concat()).to_le_bytes());
    fs::write(path, &bytes).unwrap();
    assert!(matches!(read(folder.path()), Err(JournalError::Damaged { .. })));
}

/// crc32c, bit by bit: the tests' own.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8)
            .fold(sum ^ u32::from(*byte), |s, _| (s >> 1) ^ (0x82f6_3b78 & (s & 1).wrapping_neg()))
    })
}

#[test]
fn group_commits_give_every_entry_a_number_of_its_own() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    let storage = Arc::new(storage);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let committed = runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..256 {
            let storage = storage.clone();
            tasks.spawn(async move {
                let mut committed = vec![];
                for _ in 0..8 {
                    let events = sign_up(n);
                    let sequence = storage.commit(AT, events.clone()).await.unwrap();
                    let Some(holdfast::domain::DomainEvent::User(id, _)) = events.first() else {
                        panic!()
                    };
                    assert!(storage.tables().user(*id).unwrap().is_some(), "it is visible at once");
                    committed.push((sequence, Entry { at: AT, events }));
                }
                committed
            });
        }
        tasks.join_all().await
    });
    storage.close();
    let mut committed: Vec<_> = committed.into_iter().flatten().collect();
    committed.sort_by_key(|(sequence, _)| *sequence);
    let entries = read(&data.path().join("journal")).unwrap().0;
    let expect: Vec<_> = (1..).zip(entries).collect();
    assert_eq!(committed, expect);
    let bytes = fs::read(segments(data.path()).pop().unwrap()).unwrap();
    let frames = bytes.windows(4).filter(|w| *w == [0xF5, b'H', 0xFF, b'F']).count();
    assert!(frames < 2048 / 4, "{frames} frames for 2048 commits");
}

#[test]
fn a_full_disk_refuses_what_does_not_fit_and_takes_more_once_there_is_room() {
    let data = tempfile::tempdir().unwrap();
    open(data.path()).unwrap().0.close();
    fs::remove_dir_all(data.path().join("journal")).unwrap();
    let Some(disk) = Tmpfs::mount(&data.path().join("journal"), "64k") else {
        skip("a tmpfs cannot be mounted here: run it as root");
        return;
    };
    // In one long segment and in short ones, whose roll-over fails as well.
    for limits in [holdfast::storage::StorageLimits::default(), small_segments()] {
        let (storage, recovery) = open_with(data.path(), limits).unwrap();
        let mut expect = usize::try_from(recovery.entries).unwrap();
        crate::history::block_on(async {
            let refusal = loop {
                match storage.commit(AT, sign_up(0)).await {
                    Ok(_) => expect += 1,
                    Err(error) => break error,
                }
            };
            assert!(
                matches!(&refusal, CommitError::NotWritten(why) if why.contains("space")),
                "{refusal:?}"
            );
            assert!(!storage.health().is_sound());
            assert_eq!(storage.tables().catalog().users_count(), expect, "nothing refused is seen");
            let crashed = tempfile::tempdir().unwrap();
            copy(&data.path().join("journal"), crashed.path());
            let (entries, end) = read(crashed.path()).unwrap();
            assert_eq!((entries.len(), end.torn_bytes), (expect, 0), "no part of a frame is left");
            disk.resize("4m");
            // Who only asks finds out, too.
            let until = Instant::now() + Duration::from_secs(20);
            while !storage.is_ready() {
                assert!(Instant::now() < until, "room is not seen");
                std::thread::yield_now();
            }
            assert_eq!(storage.commit(AT, sign_up(0)).await, Ok(expect as u64 + 1));
            assert!(storage.health().is_sound());
            expect += 1;
        });
        storage.close();
        drop(storage);
        assert_eq!(read(&data.path().join("journal")).unwrap().0.len(), expect);
        let bytes: usize = contents(&data.path().join("journal")).values().map(Vec::len).sum();
        disk.resize(&format!("{}k", bytes.div_ceil(4096) * 4 + 8 * expect.div_ceil(20)));
    }
}

/// Run under strace by the tests below; does nothing otherwise.
#[test]
fn child_commits() {
    let Some(data) = std::env::var_os("HOLDFAST_TEST_CHILD_DATA") else { return };
    let (storage, recovery) = open(Path::new(&data)).unwrap();
    if recovery.entries == 0 {
        History::random(9, 20).commit_to(&storage, 0);
    }
    storage.close();
}

/// The system calls that write or sync, one a line; none if there is no strace here.
fn traced(data: &Path) -> Option<String> {
    if Command::new("strace").arg("-V").output().is_err() {
        skip("strace is not here; install it (Debian: apt-get install strace)");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let output = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fdatasync,fsync,pwrite64,write", "-o"])
        .arg(&trace)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "journal::child_commits"])
        .env("HOLDFAST_TEST_CHILD_DATA", data)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(fs::read_to_string(&trace).unwrap())
}

const FIRST_SEGMENT: &str = "/00000000000000000001.log>";

fn calls(trace: &str, call: &str, of: &str) -> Vec<usize> {
    let hits = trace.lines().enumerate();
    hits.filter(|(_, l)| l.contains(call) && l.contains(of)).map(|(at, _)| at).collect()
}

#[test]
fn every_commit_waits_for_the_disk() {
    let data = tempfile::tempdir().unwrap();
    let Some(trace) = traced(data.path()) else { return };
    let syncs = calls(&trace, " fdatasync(", FIRST_SEGMENT);
    // One for each commit, one at a time, and one for the mark at the end, each after its write.
    assert_eq!(syncs.len(), 21, "{trace}");
    let writes = calls(&trace, " write(", FIRST_SEGMENT);
    assert_eq!(writes.len(), 22, "the header, and one for each: {trace}");
    assert!(writes[1..].iter().zip(&syncs).all(|(write, sync)| write < sync), "{trace}");
    // The names of the segment and of the folders.
    let header = calls(&trace, " fsync(", FIRST_SEGMENT);
    assert!(!header.is_empty() && header[0] < writes[1], "{trace}");
    for folder in
        [format!("{}/journal>", data.path().display()), format!("{}>", data.path().display())]
    {
        let name = calls(&trace, " fsync(", &folder);
        assert!(!name.is_empty() && name[0] < writes[1], "{folder}: {trace}");
    }
}

#[test]
fn what_a_kill_left_is_made_durable_before_it_is_believed() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    History::random(9, 20).commit_to(&storage, 0);
    let killed = tempfile::tempdir().unwrap();
    copy(data.path(), killed.path());
    fs::remove_dir_all(killed.path().join("snapshots")).unwrap();
    storage.close();
    let Some(trace) = traced(killed.path()) else { return };
    let rewritten = calls(&trace, " write(", FIRST_SEGMENT)[0];
    let settled = calls(&trace, " fsync(", FIRST_SEGMENT)[0];
    let believed = calls(&trace, "pwrite64(", "/snapshots/db>")[0];
    assert!(rewritten < settled && settled < believed, "{trace}");
}

#[test]
fn close_can_be_called_from_anywhere_and_twice() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    crate::history::block_on(async {
        let storage = Arc::new(storage);
        let waiting: Vec<_> = (0..10)
            .map(|n| {
                let storage = storage.clone();
                tokio::spawn(async move { storage.commit(AT, sign_up(n)).await })
            })
            .collect();
        tokio::task::yield_now().await;
        storage.close();
        storage.close();
        let late = storage.commit(AT, sign_up(99)).await;
        assert_eq!(late, Err(CommitError::NotWritten("the site is stopping".into())));
        for (sequence, result) in (1..).zip(waiting) {
            assert_eq!(result.await.unwrap(), Ok(sequence), "what came before is committed");
        }
    });
    assert_eq!(open(data.path()).unwrap().1.entries, 10);
}

#[test]
fn a_storage_that_is_dropped_lets_go_of_its_folder_when_all_is_written() {
    let data = tempfile::tempdir().unwrap();
    for entries in 0..20 {
        let storage = loop {
            match open(data.path()) {
                Ok((storage, recovery)) => {
                    assert_eq!((recovery.entries, recovery.snapshots_rebuilt), (entries, None));
                    break storage;
                }
                Err(OpenError::Folder(_)) => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        };
        crate::history::block_on(storage.commit(AT, sign_up(entries))).unwrap();
        drop::<Storage>(storage);
    }
}

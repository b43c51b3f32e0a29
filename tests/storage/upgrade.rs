//! Versions of Holdfast over one folder: a later one goes on where an earlier one left off, and an
//! earlier one refuses what it does not know before it has changed anything.

use std::{fs, path::Path};

use crate::history::{History, contents, copy, open, segments};
use holdfast::storage::{
    OpenError, Upgrade, VERSION,
    journal::{self, Commit, JournalWriter},
};
use tempfile::TempDir;

/// A folder that was closed in good order.
fn whole() -> (TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let (storage, recovery) = open(folder.path()).unwrap();
    assert_eq!(recovery.upgrade, None, "a new folder is nobody else's");
    let history = History::random(7, 60);
    history.commit_to(&storage, 0);
    storage.close();
    (folder, history)
}

fn rows(data: &Path, change: impl Fn(&sled::Tree)) {
    let db = loop {
        // It frees its lock when it likes.
        if let Ok(db) = sled::open(data.join("snapshots")) {
            break db;
        }
        std::thread::yield_now();
    };
    change(&db.open_tree("rows").unwrap());
    db.flush().unwrap();
}

/// Writes an entry as a later version might: whole, and in a form that this one does not know.
fn append(data: &Path, entry: &[u8]) {
    let journal = journal::folder_in(data);
    let end = journal::replay(&journal, |_, _| Ok(())).unwrap();
    let mut writer = JournalWriter::open(&journal, &end, 1 << 20).unwrap();
    assert!(matches!(writer.commit(&[entry.to_vec()]), Commit::Durable { .. }));
    writer.close().unwrap();
}

/// The seal as another layout has it.
fn set_layout(rows: &sled::Tree, layout: u64) {
    let seal = rows.get(b"seal").unwrap().unwrap();
    let mut numbers = seal[4..].to_vec();
    let at = numbers.len() - 8;
    numbers[at..].copy_from_slice(&layout.to_le_bytes());
    let sum = crc32c::crc32c_append(crc32c::crc32c(b"seal"), &numbers);
    rows.insert(b"seal", [&sum.to_le_bytes()[..], &numbers].concat()).unwrap();
}

fn upgrade(data: &Path, history: &History) -> Option<Upgrade> {
    let (storage, recovery) = open(data).unwrap();
    history.assert_in(&storage, "after an upgrade");
    storage.close();
    recovery.upgrade
}

#[test]
fn a_start_says_what_it_has_made_of_an_earlier_versions_folder_once() {
    let (data, history) = whole();
    let said = |upgrade: Option<Upgrade>| upgrade.map(|upgrade| upgrade.to_string());
    assert_eq!(upgrade(data.path(), &history), None, "the same version");
    fs::write(data.path().join("version"), "0.0.9\n").unwrap();
    let first = said(upgrade(data.path(), &history)).unwrap();
    assert!(
        first.contains(&format!("last open with Holdfast 0.0.9, and is with {VERSION}")),
        "{first}"
    );
    assert!(first.contains("are used as they are"), "{first}");
    assert_eq!(upgrade(data.path(), &history), None, "once");

    // Before versions were noted, with snapshots of another layout.
    fs::remove_file(data.path().join("version")).unwrap();
    rows(data.path(), |rows| set_layout(rows, 1));
    let upgraded = upgrade(data.path(), &history).unwrap();
    assert_eq!(upgraded.layouts.map(|(was, _)| was), Some(1));
    let said = upgraded.to_string();
    for words in ["an earlier Holdfast", "built anew in layout", "Nothing is lost", " s"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!data.path().join("snapshots.damaged-1").exists(), "they were not damaged");
    assert_eq!(upgrade(data.path(), &history), None, "once");
    let damaged = [&b"\xff\x00 no version"[..], b"", &[b'1'; 4000]];
    for bytes in damaged {
        fs::write(data.path().join("version"), bytes).unwrap();
        assert!(upgrade(data.path(), &history).is_some(), "it decides nothing");
    }
}

/// Whatever a later version may have changed: the words say what happened, that nothing was changed, and
/// what to do; and nothing is.
#[test]
fn what_a_later_version_has_written_is_refused_and_left_as_it_is() {
    let (whole, _) = whole();
    // A later version of entries; one of a later kind of event; and one with something after its end.
    let known = {
        let mut entry = vec![];
        let visit = |_, each| {
            entry = holdfast::storage::codec::encode_entry(&each).unwrap();
            Ok(())
        };
        journal::replay(&journal::folder_in(whole.path()), visit).unwrap();
        entry
    };
    let version = [&[2], &known[1..]].concat();
    // The time, one event, of a kind that does not exist.
    let kind = vec![1, 0, 1, 250];
    let longer = [&known[..], &[0]].concat();
    for (what, entry) in [("version", version), ("kind", kind), ("longer", longer)] {
        for snapshots in ["used", "of a later layout", "gone"] {
            let data = tempfile::tempdir().unwrap();
            copy(whole.path(), data.path());
            append(data.path(), &entry);
            match snapshots {
                "used" => {}
                "gone" => fs::remove_dir_all(data.path().join("snapshots")).unwrap(),
                _ => rows(data.path(), |rows| set_layout(rows, 1000)),
            }
            fs::write(data.path().join("version"), "99.1.0\n").unwrap();
            refused(data.path(), &format!("{what}, snapshots {snapshots}"), snapshots != "gone");
        }
    }
    // A later journal, with a header that fits.
    let data = tempfile::tempdir().unwrap();
    copy(whole.path(), data.path());
    fs::write(data.path().join("version"), "99.1.0\n").unwrap();
    let path = &segments(data.path())[0];
    let mut bytes = fs::read(path).unwrap();
    bytes[7] += 1;
    fs::write(path, &bytes).unwrap();
    let error = open_error(data.path());
    assert!(error.contains("damaged"), "a bit that has flipped is no later version: {error}");
    let sum = crc32c::crc32c(&bytes[..12]);
    bytes[12..16].copy_from_slice(&sum.to_le_bytes());
    fs::write(path, &bytes).unwrap();
    fs::remove_dir_all(data.path().join("snapshots")).unwrap();
    refused(data.path(), "header", false);
}

fn open_error(data: &Path) -> String {
    match open(data) {
        Ok(_) => panic!("it opens"),
        Err(error) => error.to_string(),
    }
}

fn refused(data: &Path, what: &str, with_snapshots: bool) {
    // sled writes as it is opened, whatever comes of it; what it says stays the same.
    let kept = |data: &Path| {
        let mut all = contents(data);
        all.retain(|path, _| !path.starts_with(data.join("snapshots")));
        all
    };
    let before = kept(data);
    for _ in 0..2 {
        let error = open(data).err().unwrap_or_else(|| panic!("{what}: it opens"));
        assert!(matches!(error, OpenError::Newer { .. }), "{what}: {error}");
        let said = error.to_string();
        for words in [
            &format!("Holdfast {VERSION} cannot read"),
            "Nothing was changed",
            "Start that version",
            "99.1.0",
        ] {
            assert!(said.contains(words), "{what}: {words:?} is not in {said}");
        }
        assert_eq!(kept(data), before, "{what}: something was changed");
        assert!(!with_snapshots || data.join("snapshots/conf").exists(), "{what}");
    }
}

//! A backup of a folder that is traded in meanwhile: whole, as of a moment, and never half of one.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use holdfast::storage::{
    backup::{BackupError, backup},
    journal,
};

use crate::history::{AT, History, block_on, contents, open, open_with, sign_up, small_segments};

/// How many are made while entries are committed as fast as they can be.
const BACKUPS: usize = 12;
/// A bound on what is committed.
const ENTRIES_MAX: u64 = 200_000;

/// Ends whoever commits, also when something is not as expected.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn one_that_is_made_while_others_write_holds_all_that_was_acknowledged_before() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    let (acknowledged, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..ENTRIES_MAX {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let position = block_on(storage.commit(AT, sign_up(n))).unwrap();
                acknowledged.store(position, Ordering::Release);
            }
        });
        let _end = End(&is_over);
        for n in 0..BACKUPS {
            let to = folder.path().join(n.to_string());
            let before = acknowledged.load(Ordering::Acquire);
            let backed_up = backup(&data, &to, false).unwrap();
            assert!(backed_up.entries >= before, "{backed_up:?} of {before}");
            assert_eq!(backed_up.findings, [""; 0]);
            let end = journal::replay(&journal::folder_in(&to), |_, _| Ok(())).unwrap();
            assert_eq!((end.next_sequence - 1, end.torn_bytes), (backed_up.entries, 0));
            // Nothing of what was being written, which a slow reader sees in parts.
            assert_eq!(fs::metadata(end.segment.unwrap()).unwrap().len(), end.bytes);
            let (restored, recovery) = open(&to).unwrap();
            assert_eq!(recovery.entries, backed_up.entries);
            assert_eq!(restored.site_id(), storage.site_id());
            restored.close();
        }
    });
    storage.close();
}

#[test]
fn one_of_a_stopped_site_is_the_same_as_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let [data, to] = ["data", "backup"].map(|name| folder.path().join(name));
    let history = History::random(31, 60);
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    history.commit_to(&storage, 0);
    storage.close();
    assert_eq!(backup(&data, &to, false).unwrap().entries, 60);
    let (restored, _) = open(&to).unwrap();
    history.assert_in(&restored, "in the backup");
    restored.close();
}

#[test]
fn one_that_fails_leaves_nothing_and_none_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let [data, to] = ["data", "backup"].map(|name| folder.path().join(name));
    assert!(matches!(backup(&data, &to, false), Err(BackupError::NoJournal(_))));
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    History::random(32, 60).commit_to(&storage, 0);
    storage.close();
    backup(&data, &to, false).unwrap();
    let before = contents(&to);
    assert!(matches!(backup(&data, &to, false), Err(BackupError::Exists(_))));
    assert!(contents(&to) == before);
    // A flipped bit in the middle.
    let segment = crate::history::segments(&data).swap_remove(1);
    let mut bytes = fs::read(&segment).unwrap();
    bytes[40] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let error = backup(&data, &folder.path().join("other"), false).unwrap_err();
    assert!(error.to_string().contains("is damaged"), "{error}");
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// Who reads a backup makes no link to anybody's account, unless it was asked for.
#[test]
fn the_key_of_links_is_left_out_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (storage, _) = open(&path("data")).unwrap();
    block_on(storage.commit(AT, sign_up(1))).unwrap();
    backup(&path("data"), &path("without"), false).unwrap();
    backup(&path("data"), &path("with"), true).unwrap();
    let key = storage.link_key().0;
    storage.close();
    let holds_it = |name: &str| {
        contents(&path(name))
            .into_iter()
            .any(|(_, bytes)| bytes.windows(key.len()).any(|of| of == key))
    };
    assert!(holds_it("with") && !holds_it("without"));
    assert!(!path("without").join("link-key").exists());
    let mode = fs::metadata(path("with").join("link-key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for (name, is_same) in [("with", true), ("without", false)] {
        let (restored, _) = open(&path(name)).unwrap();
        assert_eq!(restored.link_key().0 == key, is_same, "{name}");
        restored.close();
    }
    fs::remove_file(path("data").join("link-key")).unwrap();
    let error = backup(&path("data"), &path("other"), true).unwrap_err();
    assert!(matches!(error, BackupError::NoLinkKey(_)), "{error}");
    assert!(!path("other").exists());
}

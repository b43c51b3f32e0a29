//! The data folder is one process's alone.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

use crate::history::{AT, History, contents, copy, open, sign_up};
use holdfast::storage::{FolderError, OpenError};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nobody_else_can_read_it() {
    let outer = tempfile::tempdir().unwrap();
    let made = outer.path().join("new/data");
    let loose = outer.path().join("loose");
    fs::create_dir(&loose).unwrap();
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o755)).unwrap();
    for data in [&made, &loose] {
        let (storage, _) = open(data).unwrap();
        crate::history::block_on(storage.commit(AT, sign_up(1))).unwrap();
        storage.close();
        for folder in [data.clone(), data.join("journal"), data.join("snapshots")] {
            // sled makes its own folder's contents as it likes: the way to them is closed.
            assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        }
    }
}

/// What seals links is this user's alone, made once, and never made up in the place of one that is
/// damaged.
#[test]
fn the_key_of_links_is_made_once_and_nobody_else_reads_it() {
    let outer = tempfile::tempdir().unwrap();
    let [data, other] = ["data", "other"].map(|name| outer.path().join(name));
    let path = data.join("link-key");
    let key = |data: &Path| {
        let (storage, _) = open(data).unwrap();
        crate::history::block_on(storage.commit(AT, sign_up(1))).unwrap();
        storage.close();
        storage.link_key().0
    };
    let first = key(&data);
    assert_eq!((mode(&path), fs::read(&path).unwrap()), (0o600, first.to_vec()));
    assert_ne!(first, key(&other), "each site has its own");
    let once_more = || {
        let (storage, _) = open(&data).unwrap();
        storage.close();
        storage.link_key().0
    };
    assert_eq!(once_more(), first);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!((once_more(), mode(&path)), (first, 0o600), "others cannot read it any more");
    for damaged in [&first[1..], &[], &[first, first].concat()] {
        fs::write(&path, damaged).unwrap();
        let error = open(&data).unwrap_err();
        let is_named = matches!(error, OpenError::Folder(FolderError::DamagedLinkKey(_)));
        assert!(is_named && error.to_string().contains("link-key"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), damaged, "nothing was changed");
    }
    fs::remove_file(&path).unwrap();
    assert_ne!(once_more(), first, "a new one");
    // One that was left half written by a crash, and that others may read.
    fs::write(data.join("link-key.new"), [1]).unwrap();
    fs::remove_file(&path).unwrap();
    assert_ne!(once_more(), first);
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_second_storage_is_told_that_it_is_in_use() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    let before = contents(&data.path().join("journal"));
    let error = open(data.path()).unwrap_err();
    assert!(matches!(error, OpenError::Folder(FolderError::InUse(_))), "{error}");
    assert!(error.to_string().contains("in use by another holdfast process"), "{error}");
    assert!(contents(&data.path().join("journal")) == before);
    storage.close();
    // Its tables and sessions are still there, and sled's own lock with them, until it is dropped.
    let error = open(data.path()).unwrap_err();
    assert!(matches!(error, OpenError::Snapshots(_)), "{error}");
    drop(storage);
    assert_eq!(open(data.path()).unwrap().1.snapshots_rebuilt, None);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "so that the lock is freed late")]
fn a_lock_that_is_freed_late_is_waited_for() {
    let data = tempfile::tempdir().unwrap();
    let (storage, _) = open(data.path()).unwrap();
    storage.close();
    let late = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(storage);
    });
    assert_eq!(open(data.path()).unwrap().1.snapshots_rebuilt, None);
    late.join().unwrap();
}

#[test]
fn a_folder_is_free_at_once_while_programs_are_being_started() {
    let data = tempfile::tempdir().unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                Command::new("true").status().unwrap();
            }
        });
        let opened =
            (0..30).try_for_each(|_| open(data.path()).map(|(storage, _)| storage.close()));
        stop.store(true, Ordering::Relaxed);
        opened.unwrap();
    });
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let data = tempfile::tempdir().unwrap();
    fs::set_permissions(data.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for folder in ["lost+found", "journal"] {
        fs::create_dir(data.path().join(folder)).unwrap();
    }
    fs::write(data.path().join("lock"), "somebody else's").unwrap();
    let before = contents(data.path());
    let error = open(data.path()).unwrap_err();
    assert!(matches!(error, OpenError::Folder(FolderError::Foreign(_))), "{error}");
    assert!(contents(data.path()) == before && mode(data.path()) == 0o755);
    let file = data.path().join("lock");
    assert!(matches!(open(&file), Err(OpenError::Folder(FolderError::Io { .. }))));
}

#[test]
fn a_fresh_disk_and_a_backup_of_the_journal_alone_are_taken() {
    let data = tempfile::tempdir().unwrap();
    fs::create_dir(data.path().join("lost+found")).unwrap();
    let history = History::random(31, 20);
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, 0);
    storage.close();
    let restored = tempfile::tempdir().unwrap();
    copy(&data.path().join("journal"), &restored.path().join("journal"));
    let (storage, _) = open(restored.path()).unwrap();
    history.assert_in(&storage, "restored");
}

/// Run by the tests below; does nothing otherwise.
#[test]
fn child_holds() {
    let Some(data) = std::env::var_os("HOLDFAST_TEST_CHILD_DATA") else { return };
    let data = Path::new(&data);
    let (storage, _) = open(data).unwrap();
    crate::history::block_on(async {
        for n in 1.. {
            let sequence = storage.commit(AT, sign_up(n)).await.unwrap();
            // Acknowledged: whoever reads this counts on it.
            println!("acknowledged {sequence}");
        }
    });
}

fn child(data: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "folder::child_holds", "--nocapture"])
        .env("HOLDFAST_TEST_CHILD_DATA", data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_kill_frees_it_and_loses_nothing_that_was_acknowledged() {
    use std::io::{BufRead as _, BufReader};
    let data = tempfile::tempdir().unwrap();
    let mut least = 0;
    for round in 0..if crate::history::long() { 100 } else { 6 } {
        let mut child = child(data.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut acknowledged = |lines: &mut dyn Iterator<Item = String>, count: usize| {
            let numbers =
                lines.filter_map(|l| l.strip_prefix("acknowledged ")?.parse::<u64>().ok());
            least = numbers.take(count).fold(least, u64::max);
        };
        acknowledged(&mut lines, 1 + round * 37 % 400);
        let error = open(data.path()).unwrap_err();
        assert!(matches!(error, OpenError::Folder(FolderError::InUse(_))), "{error}");
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged(&mut lines, usize::MAX);
        let (storage, recovery) = open(data.path()).unwrap();
        assert!(recovery.entries >= least, "{} of {least}", recovery.entries);
        assert!(recovery.entries <= least + 1, "one at most was under way");
        assert_eq!(recovery.snapshots_rebuilt, None);
        assert_eq!(storage.tables().catalog().users_count() as u64, recovery.entries);
        storage.close();
    }
}

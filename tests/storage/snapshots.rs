//! The snapshots are never believed: whatever has become of them, the site starts with every
//! record that the journal has.

use std::{
    fs,
    path::Path,
    process::Command,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use crate::history::{AT, History, Random, contents, copy, long, open, open_with, sign_up};
use holdfast::{
    domain::{DomainEvent, UserEvent},
    reads::past,
    storage::{CommitError, Recovery, StorageLimits, journal},
};
use tempfile::TempDir;

/// A data folder of some MiB that was closed in good order: sled has several segments, and a file
/// `snap.*`. It is left as it is; tests damage copies.
fn whole() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for seed in 0..3 {
            let (storage, _) = open(folder.path()).unwrap();
            if seed == 0 {
                History::random(seed, 300).commit_to(&storage, 0);
            }
            fill(Arc::new(storage));
        }
        folder
    });
    folder.path()
}

/// Commits 1000 large records, many at a time, and closes.
fn fill(storage: Arc<holdfast::storage::Storage>) {
    crate::history::block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..1000 {
            let storage = storage.clone();
            tasks.spawn(async move {
                let mut events = sign_up(n);
                for event in &mut events {
                    if let DomainEvent::User(_, UserEvent::Created { password, .. }) = event {
                        password.0 = n.to_string().repeat(150).into();
                    }
                }
                storage.commit(AT, events).await.unwrap();
            });
        }
        tasks.join_all().await;
    });
    storage.close();
}

fn damaged(change: impl FnOnce(&Path)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(whole(), folder.path());
    change(&folder.path().join("snapshots"));
    folder
}

/// What the journal says.
fn truth(data: &Path) -> History {
    let mut history = History::default();
    let visit = |_, entry| {
        history.push(entry, 0);
        Ok(())
    };
    journal::replay(&data.join("journal"), visit).unwrap();
    history
}

/// Opens, and compares every record and the catalog with what the journal says.
fn mended(data: &Path) -> Recovery {
    let limits =
        StorageLimits { snapshots_patience: Duration::from_secs(8), ..StorageLimits::default() };
    let (storage, recovery) = open_with(data, limits).unwrap();
    truth(data).assert_in(&storage, "after recovery");
    storage.close();
    recovery
}

#[test]
fn whole_ones_are_believed() {
    let data = damaged(|_| {});
    let recovery = mended(data.path());
    assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None));
    assert!(recovery.entries > 3000);
}

#[test]
fn deleted_ones_are_built_anew() {
    let data = damaged(|snapshots| fs::remove_dir_all(snapshots).unwrap());
    let recovery = mended(data.path());
    assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (recovery.entries, None));
    assert_eq!(mended(data.path()).replayed, 0);
}

#[test]
fn a_file_that_a_kill_left_unfinished_is_removed() {
    let data = damaged(|snapshots| {
        let whole = contents(snapshots)
            .into_iter()
            .find(|(p, _)| p.display().to_string().contains("snap."));
        let (path, bytes) = whole.expect("sled has written one");
        fs::write(format!("{}.generating", path.display()), &bytes[..bytes.len() / 2]).unwrap();
        fs::write(snapshots.join("snap.00000000FFFFFFFF.generating"), b"").unwrap();
    });
    assert_eq!(mended(data.path()).snapshots_rebuilt, None);
}

#[test]
fn old_ones_are_brought_up() {
    let data = tempfile::tempdir().unwrap();
    let old = tempfile::tempdir().unwrap();
    let history = History::random(21, 120);
    for until in [70, 120] {
        let (storage, _) = open(data.path()).unwrap();
        history.prefix(until).commit_to(&storage, if until == 70 { 0 } else { 70 });
        storage.close();
        if until == 70 {
            copy(&data.path().join("snapshots"), old.path());
        }
    }
    fs::remove_dir_all(data.path().join("snapshots")).unwrap();
    copy(old.path(), &data.path().join("snapshots"));
    let (storage, recovery) = open(data.path()).unwrap();
    assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (50, None));
    history.assert_in(&storage, "brought up");
    storage.close();
}

/// Changes rows behind the storage's back.
fn with_rows(snapshots: &Path, change: impl FnOnce(&sled::Tree)) {
    // It frees its lock when it likes.
    let until = Instant::now() + Duration::from_secs(60);
    let db = loop {
        match sled::open(snapshots) {
            Ok(db) => break db,
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
        std::thread::yield_now();
    };
    change(&db.open_tree("rows").unwrap());
    db.flush().unwrap();
}

#[test]
fn rows_that_were_lost_exchanged_or_added_do_not_fit_the_seal() {
    let any_two = |rows: &sled::Tree| {
        let mut users = rows.scan_prefix(b"u").map(Result::unwrap);
        (users.next().unwrap(), users.next().unwrap())
    };
    let check = |what: &str, change: &dyn Fn(&sled::Tree), expect: &str| {
        let data = damaged(|snapshots| with_rows(snapshots, change));
        let why = mended(data.path()).snapshots_rebuilt;
        assert!(why.as_ref().is_some_and(|why| why.contains(expect)), "{what}: {why:?}");
    };
    check("lost", &|rows| drop(rows.remove(any_two(rows).0.0).unwrap()), "do not fit their seal");
    check(
        "under another key",
        &|rows| drop(rows.insert(any_two(rows).0.0, any_two(rows).1.1).unwrap()),
        "a row is damaged",
    );
    check("of no kind", &|rows| drop(rows.insert(b"zzz", b"z").unwrap()), "unknown kind of row");
    check("without a seal", &|rows| drop(rows.remove(b"seal").unwrap()), "do not fit their seal");
    check(
        "a false seal",
        &|rows| drop(rows.insert(b"seal", &[7; 28]).unwrap()),
        "a row is damaged",
    );
    let data = damaged(|snapshots| with_rows(snapshots, |rows| rows.clear().unwrap()));
    let recovery = mended(data.path());
    assert_eq!(recovery.replayed, recovery.entries, "all lost, with the seal: as if new");
}

#[test]
fn what_of_the_past_was_lost_changed_or_added_ends_commits_until_it_is_built_anew() {
    let first =
        |rows: &sled::Tree, prefix: &[u8]| rows.scan_prefix(prefix).next().unwrap().unwrap();
    let check = |what: &str, change: &dyn Fn(&sled::Tree)| {
        let data = damaged(|snapshots| with_rows(snapshots, change));
        let (storage, recovery) = open(data.path()).unwrap();
        assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None), "{what}");
        until(what, || !storage.health().is_sound());
        let result = crate::history::block_on(storage.commit(AT, sign_up(1_000_000)));
        // The site goes on by itself, and on a busy machine has done so by now.
        let is_anew = storage.health().is_sound() && storage.health().has_snapshots();
        let is_refused = matches!(result, Err(CommitError::NotWritten(_)));
        assert!(is_refused || result.is_ok() && is_anew, "{what}: {result:?}");
        until(what, || storage.health().is_sound() && storage.health().has_snapshots());
        truth(data.path()).assert_in(&storage, what);
        crate::history::block_on(storage.commit(AT, sign_up(1_000_001))).unwrap();
        storage.close();
        drop(storage);
        assert!(data.path().join("snapshots.damaged-1").exists(), "{what}");
        assert_eq!(mended(data.path()).snapshots_rebuilt, None, "{what}");
    };
    check("lost", &|rows| drop(rows.remove(first(rows, b"~o").0).unwrap()));
    check("lost of an index", &|rows| drop(rows.remove(first(rows, b"~B").0).unwrap()));
    check("changed", &|rows| drop(rows.insert(first(rows, b"~o").0, vec![7; 40]).unwrap()));
    check("added", &|rows| drop(rows.insert(b"~B an order that never was", vec![]).unwrap()));
}

/// A full disk, a failed write of sled: what is traded goes on, and so does the site.
#[test]
fn snapshots_that_fail_are_opened_anew_while_the_site_runs() {
    let data = damaged(|_| {});
    let mut history = truth(data.path());
    let committed = history.entries.len();
    history.go_on(32, 300);
    let (storage, _) = open(data.path()).unwrap();
    for time in 1..=2 {
        storage.tables().fail_snapshots();
        let from = committed + (time - 1) * 150;
        // Commits are taken all the while.
        history.commit_some_to(&storage, from..from + 150);
        until("opened anew", || storage.health().snapshots_reopened() == time as u64);
        assert!(storage.health().is_sound());
    }
    history.assert_in(&storage, "after both");
    storage.close();
    drop(storage);
    let recovery = mended(data.path());
    assert_eq!((recovery.replayed, recovery.snapshots_rebuilt), (0, None));
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < until, "{what}: not within a minute");
        std::thread::yield_now();
    }
}

/// The check goes on while batches change what it has seen and what it has not.
#[test]
fn what_changes_while_the_past_is_checked_is_no_damage() {
    let data = damaged(|_| {});
    let mut history = truth(data.path());
    let committed = history.entries.len();
    history.go_on(31, 200);
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, committed);
    history.assert_in(&storage, "beside the check");
    storage.close();
    assert!(storage.health().is_sound());
    drop(storage);
    assert_eq!(mended(data.path()).snapshots_rebuilt, None);
}

#[test]
fn an_older_row_does_not_fit_the_seal() {
    let data = tempfile::tempdir().unwrap();
    let history = History::random(22, 300);
    let (storage, _) = open(data.path()).unwrap();
    history.prefix(150).commit_to(&storage, 0);
    storage.close();
    drop(storage);
    let snapshots = data.path().join("snapshots");
    let mut old = vec![];
    with_rows(&snapshots, |rows| old = rows.scan_prefix(b"t").map(Result::unwrap).collect());
    let (storage, _) = open(data.path()).unwrap();
    history.commit_to(&storage, 150);
    storage.close();
    drop(storage);
    with_rows(&snapshots, |rows| {
        let stale = old.iter().find(|(key, row)| rows.get(key).unwrap().unwrap() != row).unwrap();
        rows.insert(&stale.0, stale.1.clone()).unwrap();
    });
    let why = mended(data.path()).snapshots_rebuilt.unwrap();
    assert!(why.contains("do not fit their seal"), "{why}");
}

#[test]
fn what_is_moved_aside_keeps_a_name_of_its_own() {
    let data = damaged(|_| {});
    for n in 1..=3 {
        let conf = data.path().join("snapshots/conf");
        let mut bytes = fs::read(&conf).unwrap();
        bytes[20] ^= 1;
        fs::write(&conf, bytes).unwrap();
        assert!(mended(data.path()).snapshots_rebuilt.is_some());
        assert!(data.path().join(format!("snapshots.damaged-{n}")).is_dir());
    }
    assert!(!data.path().join("snapshots.damaged-4").exists());
}

#[test]
fn a_hanging_open_holds_up_the_start_no_longer_than_it_may() {
    let data = damaged(|snapshots| {
        // Whoever opens a pipe to read waits for a writer, and there is none.
        fs::remove_file(snapshots.join("conf")).unwrap();
        let made = Command::new("mkfifo").arg(snapshots.join("conf")).status().unwrap();
        assert!(made.success());
    });
    let limits = StorageLimits {
        snapshots_patience: Duration::from_millis(700),
        ..StorageLimits::default()
    };
    let (storage, recovery) = open_with(data.path(), limits).unwrap();
    let why = recovery.snapshots_rebuilt.unwrap();
    assert!(why.contains("did not open its folder within"), "{why}");
    truth(data.path()).assert_in(&storage, "after a hang");
    storage.close();
}

/// Run by the test below, since what sled does with damage may go beyond a panic; does nothing
/// otherwise.
#[test]
fn child_is_mended() {
    let Some(data) = std::env::var_os("HOLDFAST_TEST_CHILD_DATA") else { return };
    let started = Instant::now();
    let recovery = mended(Path::new(&data));
    eprintln!("mended in {:?}: {recovery:?}", started.elapsed());
}

/// sled reads damaged files: cut short, or with bits flipped, anywhere in any of them.
#[test]
fn no_damage_to_a_file_loses_a_record_or_holds_up_the_start() {
    let seeds = if long() { 3000 } else { 80 };
    let mut rebuilt = 0;
    for seed in 0..seeds {
        let mut random = Random::new(seed);
        let mut what = String::new();
        let data = damaged(|snapshots| {
            let files: Vec<_> =
                contents(snapshots).into_iter().filter(|f| !f.1.is_empty()).collect();
            // The large one more often than the others.
            let (path, mut bytes) = files[random.below(files.len() + 3) % files.len()].clone();
            match random.below(3) {
                0 => bytes.truncate(random.below(bytes.len())),
                n => (0..=4 * (n - 1)).for_each(|_| {
                    let at = random.below(bytes.len());
                    bytes[at] ^= 1 << random.below(8);
                }),
            }
            what = format!("{} of {} bytes", path.display(), bytes.len());
            fs::write(path, bytes).unwrap();
        });
        let started = Instant::now();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "snapshots::child_is_mended", "--nocapture"])
            .env("HOLDFAST_TEST_CHILD_DATA", data.path())
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "seed {seed}, {what}: {} {said}", output.status);
        assert!(started.elapsed() < Duration::from_secs(20), "seed {seed}, {what}: {said}");
        rebuilt += usize::from(said.contains("snapshots_rebuilt: Some"));
    }
    assert!(rebuilt > usize::try_from(seeds).unwrap() / 4, "{rebuilt} of {seeds} were damaged");
}

/// Live, reopened, killed and gone on, and built anew from the journal alone: the records, and every
/// answer of the projections. Ten thousand histories in the long form, on two threads.
#[test]
fn one_history_gives_one_state_however_it_is_come_by() {
    let histories: &[(u64, usize)] =
        if long() { &[(200, 150), (10_000, 40)] } else { &[(6, 150), (20, 40)] };
    for (count, entries) in histories {
        let half = count / 2;
        std::thread::scope(|scope| {
            scope.spawn(|| (0..half).for_each(|seed| one_state(seed, *entries)));
            (half..*count).for_each(|seed| one_state(seed, *entries));
        });
    }
}

/// What the histories are worth: something is found by each index of the past.
#[test]
fn random_histories_have_all_that_is_found_of_the_past() {
    let mut found = std::collections::BTreeSet::new();
    for seed in 0..120 {
        let history = History::random(seed + 100, 150);
        for row in history.rows.values().filter(|row| past::is_past(row)) {
            found.extend(past::entries(row).iter().map(|entry| char::from(entry[1])));
        }
    }
    assert_eq!(found.into_iter().collect::<String>(), "ABCDEFGHMNPRSUVWXYZ");
}

fn one_state(seed: u64, entries: usize) {
    let mut random = Random::new(seed);
    let history = History::random(seed + 100, entries);
    let data = tempfile::tempdir().unwrap();
    let killed = tempfile::tempdir().unwrap();
    let kill_at = random.below(entries);
    let (storage, _) = open_with(data.path(), crate::history::small_segments()).unwrap();
    history.prefix(kill_at).commit_to(&storage, 0);
    // What a kill leaves: the files as they are now, while both threads run.
    copy(data.path(), killed.path());
    history.commit_to(&storage, kill_at);
    history.assert_in(&storage, "live");
    storage.close();
    drop(storage);

    let (storage, recovery) = open_with(data.path(), crate::history::small_segments()).unwrap();
    assert_eq!(recovery.replayed, 0, "seed {seed}");
    history.assert_in(&storage, "closed and reopened");
    storage.close();
    drop(storage);

    let (storage, recovery) = open_with(killed.path(), crate::history::small_segments()).unwrap();
    assert_eq!(recovery.entries, kill_at as u64, "seed {seed}");
    history.prefix(kill_at).assert_in(&storage, "killed and reopened");
    history.commit_to(&storage, kill_at);
    history.assert_in(&storage, "killed, reopened and gone on");
    storage.close();
    drop(storage);

    fs::remove_dir_all(killed.path().join("snapshots")).unwrap();
    let (storage, recovery) = open(killed.path()).unwrap();
    assert_eq!(
        (recovery.entries, recovery.replayed),
        (entries as u64, entries as u64),
        "seed {seed}"
    );
    history.assert_in(&storage, "rebuilt");
    storage.close();
}

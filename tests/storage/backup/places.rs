//! What lies in a place: whole after a kill, told where it is damaged, and no longer than it is needed.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use holdfast::{
    backup::{
        BackupError, Digest, Identities, Moment, Place, S3Settings, Store, Wanted, backup, check,
        kept, quiet,
    },
    clock::Clock,
};

use super::{back_up, backups, bring_back, objects, store};
use crate::{
    common::program::{Program, run, verify},
    history::{AT, History, block_on, contents, open, open_with, sign_up, small_segments},
};

#[test]
fn nothing_is_put_where_something_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place, other] = ["data", "backups", "other"].map(|name| folder.path().join(name));
    let try_it = |data: &Path, place: &Path| {
        let store = Store::to_write(Place::Folder(place.to_owned()), &S3Settings::default())?;
        block_on(backup(data, &store, &Wanted::default(), Clock::System))
    };
    let error = try_it(&data, &place).unwrap_err();
    assert!(matches!(error, BackupError::NoJournal(_)), "{error}");
    for data in [&data, &other] {
        let (storage, _) = open(data).unwrap();
        block_on(storage.commit(AT, sign_up(1))).unwrap();
        storage.close();
    }
    let error = try_it(&data, &other).unwrap_err();
    assert!(matches!(error, BackupError::Foreign(_)), "{error}");
    try_it(&data, &place).unwrap();
    let error = try_it(&other, &place).unwrap_err();
    assert!(matches!(error, BackupError::OtherSite { .. }), "{error}");
    let before = contents(&data);
    let error = bring_back(&place, &data, None).unwrap_err();
    assert!(matches!(error, BackupError::InTheWay(_)), "{error}");
    assert!(contents(&data) == before);
    // What an attempt has left that was killed at its end is cleared.
    let to = folder.path().join("restored");
    bring_back(&place, &to, None).unwrap();
    let whole = contents(&to);
    fs::create_dir(to.join("restoring")).unwrap();
    fs::rename(to.join("journal"), to.join("restoring/journal")).unwrap();
    bring_back(&place, &to, None).unwrap();
    let names =
        |all: std::collections::BTreeMap<PathBuf, Vec<u8>>| -> Vec<_> { all.into_keys().collect() };
    assert_eq!(names(contents(&to)), names(whole));
    let none = folder.path().join("none");
    let error = bring_back(&none, &folder.path().join("new"), None).unwrap_err();
    assert!(matches!(error, BackupError::NoBackup(_)), "{error}");
    // One at a time.
    let lock = fs::File::open(data.join("backup.lock")).unwrap();
    lock.try_lock().unwrap();
    let error = try_it(&data, &place).unwrap_err();
    assert!(matches!(error, BackupError::Busy(_)), "{error}");
}

/// Each bit that is lost is told by name, and no folder is made of it that a start would take.
#[test]
fn what_is_damaged_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place] = ["data", "backups"].map(|name| folder.path().join(name));
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    History::random(32, 60).commit_to(&storage, 0);
    storage.close();
    back_up(&data, &place);
    let to = folder.path().join("restored");
    let no_key = Identities::default();
    let scratch = folder.path().join("scratch");
    let refused = |what: &str| {
        for error in [
            bring_back(&place, &to, None).unwrap_err(),
            block_on(check(&store(&place), &no_key, &scratch)).unwrap_err(),
        ] {
            assert!(error.to_string().contains(what), "{error}");
        }
        assert!(!to.join("journal").exists() && !scratch.exists());
    };
    for path in contents(&place).into_keys() {
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 0x41;
        fs::write(&path, &damaged).unwrap();
        refused("the backup is damaged");
        fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        refused("the backup is damaged");
        if path.starts_with(place.join("objects")) {
            fs::remove_file(&path).unwrap();
            refused("is missing");
        }
        fs::write(&path, &whole).unwrap();
    }
    let manifest = fs::read_dir(place.join("backups")).unwrap().last().unwrap().unwrap().path();
    let newer = fs::read_to_string(&manifest).unwrap().replace("\"format\":1", "\"format\":2");
    let newer = newer.lines().next().unwrap();
    let newer = format!("{newer}\n{}\n", Digest::of(newer.as_bytes()));
    let newest = place.join("backups/20991231T235959.000Z-000000000060.json");
    fs::write(&newest, newer).unwrap();
    refused("was made by a newer Holdfast");
    fs::remove_file(newest).unwrap();
    bring_back(&place, &to, None).unwrap();
    // The next backup sends again what is missing.
    fs::remove_file(objects(&place).first().unwrap()).unwrap();
    assert_eq!(back_up(&data, &place).sent.0, 1);
    // One that cannot be read says nothing of whose it is, and holds up no other.
    let newest = place.join(format!("backups/{}.json", backups(&place).last().unwrap()));
    fs::write(newest, "{").unwrap();
    assert_eq!(back_up(&data, &place).sent, (0, 0));
    // The site's own journal.
    let segment = crate::history::segments(&data).swap_remove(1);
    let mut bytes = fs::read(&segment).unwrap();
    bytes[40] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let before = backups(&place);
    let made = block_on(backup(&data, &store(&place), &Wanted::default(), Clock::System));
    assert!(made.unwrap_err().to_string().contains("the journal is damaged"));
    assert_eq!(backups(&place), before);
}

/// Who reads a backup makes no link to anybody's account, unless it was asked for.
#[test]
fn the_key_of_links_is_left_out_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (storage, _) = open(&path("data")).unwrap();
    block_on(storage.commit(AT, sign_up(1))).unwrap();
    let key = storage.link_key().0;
    storage.close();
    for (name, with_key) in [("without", false), ("with", true)] {
        let wanted = Wanted { with_key, ..Wanted::default() };
        block_on(backup(&path("data"), &store(&path(name)), &wanted, Clock::System)).unwrap();
        let holds_it = contents(&path(name))
            .into_iter()
            .any(|(_, bytes)| bytes.windows(key.len()).any(|of| of == key));
        assert_eq!(holds_it, with_key);
        let to = path(&format!("{name}-restored"));
        bring_back(&path(name), &to, None).unwrap();
        if with_key {
            let mode = fs::metadata(to.join("link-key")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let (restored, _) = open(&to).unwrap();
        assert_eq!(restored.link_key().0 == key, with_key, "{name}");
        restored.close();
    }
    fs::remove_file(path("data").join("link-key")).unwrap();
    let wanted = Wanted { with_key: true, ..Wanted::default() };
    let made = block_on(backup(&path("data"), &store(&path("with")), &wanted, Clock::System));
    let error = made.unwrap_err();
    assert!(matches!(error, BackupError::NoLinkKey(_)), "{error}");
}

/// Whatever is dropped, each backup that stays is whole, and nothing lies there that none needs.
#[test]
fn retention_leaves_what_the_others_need_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place] = ["data", "backups"].map(|name| folder.path().join(name));
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    let hour = Duration::from_secs(3600);
    let wanted = Wanted { keep_days: Some(5), ..Wanted::default() };
    for n in 0..12u32 {
        block_on(storage.commit(AT + hour * n, sign_up(n.into()))).unwrap();
        let now = AT + hour * 20 * n;
        let clock = Clock::Tokio { started_at: now, start: tokio::time::Instant::now() };
        // What was killed before its end is needed by none, too.
        let orphan = place.join("objects/plain/00/0000");
        fs::create_dir_all(orphan.parent().unwrap()).unwrap();
        fs::create_dir_all(place.join("backups")).unwrap();
        fs::write(&orphan, "half").unwrap();
        let before = backups(&place);
        let made = block_on(backup(&data, &store(&place), &wanted, clock)).unwrap();
        let all = before.iter().copied().chain([made.name]).collect();
        let is_looked_at = !orphan.exists();
        let left = backups(&place);
        assert_eq!(left, if is_looked_at { kept(&all, made.name.made_at, 5) } else { all });
        let mut needed = BTreeSet::new();
        for name in &left {
            let to = folder.path().join("restored");
            let restored = bring_back(&place, &to, Some(Moment::Entry(name.entries))).unwrap();
            assert_eq!((restored.backup, &restored.findings[..]), (*name, &[][..]));
            fs::remove_dir_all(&to).unwrap();
            let manifest = place.join(format!("backups/{name}.json"));
            let text = fs::read_to_string(manifest).unwrap();
            needed.extend(
                objects(&place)
                    .into_iter()
                    .filter(|path| text.contains(path.file_name().unwrap().to_str().unwrap())),
            );
        }
        if is_looked_at {
            assert_eq!(objects(&place), needed);
        }
    }
    assert!(backups(&place).len() <= 7, "{:?}", backups(&place));
    storage.close();
    // A backup that cannot be read may need anything.
    let unreadable = place.join(format!("backups/{}.json", backups(&place).first().unwrap()));
    fs::write(unreadable, "{").unwrap();
    let before = objects(&place);
    let clock = Clock::Tokio { started_at: AT + hour * 480, start: tokio::time::Instant::now() };
    let wanted = Wanted { keep_days: Some(30), ..Wanted::default() };
    let made = block_on(backup(&data, &store(&place), &wanted, clock)).unwrap();
    assert!(made.not_dropped.unwrap().contains("is not what was put there"));
    assert!(objects(&place).is_superset(&before));
}

/// The real program, killed in the middle of it: what was there stays whole, and the next goes on with
/// what has been sent.
#[test]
fn one_that_is_killed_leaves_the_others_whole_and_the_next_goes_on() {
    let kills = if crate::history::long() { 100 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    let [data, place] = ["data", "backups"].map(|name| folder.path().join(name));
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    for n in 0..300 {
        block_on(storage.commit(AT, sign_up(n))).unwrap();
    }
    storage.close();
    let spawn = || Program::spawn(folder.path(), &["backup", "backups"], &[]);
    let started = std::time::Instant::now();
    let (code, said) = spawn().finish(Duration::from_secs(60));
    assert_eq!(code, Some(0), "{said}");
    let takes = started.elapsed();
    let whole = objects(&place).len();
    let mut half_way = 0;
    for kill in 0..kills {
        fs::remove_dir_all(place.join("objects")).unwrap();
        let before = backups(&place);
        spawn().kill_after(takes * (kill + 1) / (kills + 1));
        let sent = objects(&place).len();
        half_way += u32::from((1..whole).contains(&sent));
        let (code, said) = run(folder.path(), &["backup", "backups"], &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(backups(&place).len() > before.len());
        assert!(
            said.contains(&format!("{} objects of", whole - sent)),
            "{sent} of {whole}: {said}"
        );
        let (code, said) = run(folder.path(), &["verify", "backups"], &[]);
        assert_eq!(code, Some(0), "{said}");
    }
    println!("{half_way} of {kills} were killed half-way");
}

#[test]
fn an_operator_backs_up_checks_restores_and_goes_live() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (storage, _) = open(&data).unwrap();
    for n in 0..5 {
        block_on(storage.commit(AT, sign_up(n))).unwrap();
    }
    storage.close();
    let does = |arguments: &[&str], code: i32, says: &str| {
        let (ended, said) = run(folder.path(), arguments, &[]);
        assert!(ended == Some(code) && said.contains(says), "{arguments:?}: {said}");
    };
    does(&["backup"], 2, "backup.to: it is not set");
    does(&["backup", "backups"], 0, "5 entries and 0 tickets' files, checked");
    does(&["backup", "backups"], 0, "0 objects of 0 bytes are new");
    does(&["verify", "backups"], 0, "5 entries, 5 users");
    does(&["restore", "backups"], 1, "data is not empty");
    does(&["restore", "backups", "copy", "--at", "3"], 0, "3 entries, the last of 2026-11-18");
    does(
        &["restore", "backups", "other", "--at", "2020-01-01T00:00:00Z"],
        1,
        "begins at 2026-11-18",
    );
    does(&["restore", "backups", "third", "--at", "yesterday"], 2, "a time such as");
    does(&["verify", "copy"], 0, "every invariant holds");
    does(&["go-live", "copy"], 1, "it stays quiet");
    assert!(quiet::is_marked(&folder.path().join("copy")));
    does(&["go-live", "copy", "--yes"], 0, "It goes live with its next start");
    assert!(!quiet::is_marked(&folder.path().join("copy")));
    does(&["go-live", "copy", "--yes"], 0, "It is not quiet");
    assert_eq!(verify(folder.path()).0, Some(0));
}

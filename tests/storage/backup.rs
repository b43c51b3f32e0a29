//! Backups of a folder that is traded in meanwhile: each whole, as of a moment; restored as of any
//! moment before.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use holdfast::{
    audit::Auditor,
    backup::{
        BackedUp, BackupError, BackupName, Identities, Moment, Place, Restored, S3Settings,
        Store, Wanted, backup, check, kept, quiet, restore,
    },
    clock::Clock,
    domain::{Entry, FileKind, TicketFile},
    files,
    harness::TestMarket,
    storage::{
        compaction::compact,
        journal::{self, Commit, JournalWriter, StoredEntry},
    },
    types::FileId,
};
use tempfile::TempDir;

use crate::{
    common::program::{Program, run, verify},
    history::{AT, History, Random, block_on, contents, open, open_with, sign_up, small_segments},
};

pub fn store(place: &Path) -> Store {
    Store::to_write(Place::Folder(place.to_owned()), &S3Settings::default()).unwrap()
}

fn back_up(data: &Path, place: &Path) -> BackedUp {
    block_on(backup(data, &store(place), &Wanted::default(), Clock::System)).unwrap()
}

fn bring_back(place: &Path, to: &Path, at: Option<Moment>) -> Result<Restored, BackupError> {
    block_on(restore(&store(place), &Identities::default(), to, at))
}

/// The objects and the backups of a place.
fn objects(place: &Path) -> BTreeSet<PathBuf> {
    let objects = place.join("objects");
    if objects.is_dir() { contents(&objects).into_keys().collect() } else { BTreeSet::new() }
}

fn backups(place: &Path) -> BTreeSet<BackupName> {
    block_on(store(place).backups()).unwrap()
}

/// What a journal says, entry by entry.
fn entries(data: &Path) -> Vec<Entry> {
    let mut entries = vec![];
    let read = journal::replay(&journal::folder_in(data), |_, entry| {
        entries.push(entry);
        Ok(())
    });
    assert_eq!(read.unwrap().torn_bytes, 0);
    entries
}

/// A trade in which files come, are replaced, sold, and go with what they belonged to; and the content
/// of each.
async fn trade(rounds: usize) -> (Vec<Entry>, HashMap<FileId, Vec<u8>>) {
    let market = TestMarket::start().await;
    let mut random = Random::new(7);
    let mut files = HashMap::new();
    let mut file = || {
        let content = format!("%PDF-1.4 ticket {} %%EOF", files.len()).into_bytes();
        let digest = sha2::Digest::finalize(sha2::Digest::chain_update(
            <sha2::Sha256 as sha2::Digest>::new(),
            &content,
        ));
        let bytes = content.len() as u32;
        let file =
            TicketFile { id: FileId::new(), kind: FileKind::Pdf, bytes, digest: digest.into() };
        files.insert(file.id, content);
        file
    };
    for _ in 0..rounds {
        let (seller, buyer) = (market.user().await, market.user().await);
        let ticket = market.list(seller, "10").await;
        for _ in 0..=random.below(2) {
            market.market.attach(ticket, seller, file()).await.unwrap();
        }
        match random.below(4) {
            0 => drop(market.market.withdraw(ticket, seller).await),
            1 => {}
            _ => {
                let order = market.buy(buyer, ticket).await.unwrap();
                drop(market.pay(order).await);
            }
        }
        if random.below(5) == 0 {
            market.pass(Duration::from_secs(1000)).await;
        }
    }
    market.until_settled().await;
    market.assert_sound();
    let entries = market.journal.entries();
    market.market.kill().await;
    drop(file);
    (entries, files)
}

/// Appends to a journal as a running site does, with the files that it names there before and gone
/// after; `acknowledged` follows.
fn run_a_site(
    data: &Path,
    history: &[Entry],
    content: &HashMap<FileId, Vec<u8>>,
    acknowledged: &AtomicU64,
) {
    let (folder, files) = (journal::folder_in(data), files::folder_in(data));
    let end = journal::replay(&folder, |_, _| Ok(())).unwrap();
    let mut writer = JournalWriter::open(&folder, &end, 2000).unwrap();
    let (mut auditor, mut there) = (Auditor::default(), HashSet::new());
    let (mut random, mut next) = (Random::new(3), 0);
    while next < history.len() {
        let group = &history[next..history.len().min(next + 1 + random.below(4))];
        let before = there.clone();
        for entry in group {
            next += 1;
            auditor.entry(next as u64, entry);
            there.extend(auditor.files().map(|(_, file)| file.id));
        }
        for id in there.difference(&before) {
            fs::write(files.join(id.to_string()), &content[id]).unwrap();
        }
        let bytes: Vec<_> =
            group.iter().map(|entry| StoredEntry::from(entry.clone()).encode().unwrap()).collect();
        assert!(matches!(writer.commit(&bytes), Commit::Durable { .. }));
        acknowledged.store(next as u64, Ordering::Release);
        let named: HashSet<_> = auditor.files().map(|(_, file)| file.id).collect();
        for id in there.difference(&named) {
            fs::remove_file(files.join(id.to_string())).unwrap();
        }
        there = named;
    }
    // Killed: with room for more at its end.
    std::mem::forget(writer);
}

fn new_folder(folder: &TempDir) -> PathBuf {
    let data = folder.path().join("data");
    for folder in [journal::folder_in(&data), files::folder_in(&data)] {
        fs::create_dir_all(folder).unwrap();
    }
    data
}

/// Made one after the other while others write, and restored as of 100 moments: everything that was
/// acknowledged by then is there, nothing else, and every invariant holds.
#[test]
fn what_is_backed_up_under_load_is_restored_as_of_any_moment() {
    let paused = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    let (history, content) = paused.unwrap().block_on(trade(60));
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (new_folder(&folder), folder.path().join("backups"));
    let (acknowledged, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut made = vec![];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            run_a_site(&data, &history, &content, &acknowledged);
            is_over.store(true, Ordering::Release);
        });
        let mut is_last = false;
        while !is_last {
            is_last = is_over.load(Ordering::Acquire);
            let before = acknowledged.load(Ordering::Acquire);
            let backed_up = back_up(&data, &place);
            assert!(backed_up.entries >= before, "{backed_up:?} of {before}");
            assert_eq!(backed_up.findings, [""; 0]);
            made.push(backed_up);
        }
    });
    let last = made.last().unwrap();
    assert_eq!(last.entries, history.len() as u64);
    println!("{} backups of up to {} entries", made.len(), history.len());
    // What is there already is not sent again.
    assert!(made.iter().skip(1).all(|backed_up| backed_up.sent.0 < objects(&place).len()));
    assert_eq!(back_up(&data, &place).sent, (0, 0));

    let gone: HashSet<_> = {
        let mut auditor = Auditor::default();
        (1..).zip(&history).for_each(|(n, entry)| auditor.entry(n, entry));
        let named: HashSet<_> = auditor.files().map(|(_, file)| file.id).collect();
        content.keys().filter(|id| !named.contains(id)).map(ToString::to_string).collect()
    };
    let (mut random, mut lacking) = (Random::new(11), 0);
    for n in 0..100 {
        let entry = 1 + random.below(history.len());
        let to = folder.path().join(format!("restored-{n}"));
        let restored = bring_back(&place, &to, Some(Moment::Entry(entry as u64))).unwrap();
        assert_eq!(restored.entries, entry as u64);
        assert!(entries(&to) == history[..entry], "as of {entry}");
        // A file that was deleted before the first backup after that moment is in none.
        let deleted = |finding: &String| gone.iter().any(|id| finding.contains(&**id));
        assert!(restored.findings.iter().all(deleted), "{entry}: {:?}", restored.findings);
        lacking += usize::from(!restored.findings.is_empty());
        assert!(quiet::is_marked(&to));
        if n % 20 == 0 {
            let (storage, recovery) = open(&to).unwrap();
            assert_eq!((recovery.entries, recovery.torn_bytes), (entry as u64, 0));
            storage.close();
        }
        fs::remove_dir_all(&to).unwrap();
    }
    println!("{lacking} of 100 lack a file that was deleted a moment later");
    // The end of each backup lacks nothing.
    for backed_up in made.iter().filter(|backed_up| backed_up.entries > 0).step_by(5) {
        let to = folder.path().join("whole");
        let restored = bring_back(&place, &to, Some(Moment::Entry(backed_up.entries))).unwrap();
        assert_eq!(restored.findings, [""; 0]);
        fs::remove_dir_all(&to).unwrap();
    }
}

#[test]
fn a_time_is_the_last_entry_that_is_dated_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place] = ["data", "backups"].map(|name| folder.path().join(name));
    let second = |n: u64| AT + Duration::from_secs(n);
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    for n in 1..=40 {
        block_on(storage.commit(second(n), sign_up(n))).unwrap();
        if n % 20 == 0 {
            let clock = Clock::Tokio { started_at: second(n), start: tokio::time::Instant::now() };
            block_on(backup(&data, &store(&place), &Wanted::default(), clock)).unwrap();
        }
    }
    storage.close();
    let as_of = |time| {
        let to = tempfile::tempdir().unwrap();
        bring_back(&place, to.path(), Some(Moment::Time(time))).map(|restored| {
            assert!(restored.backup.made_at >= time, "{restored:?}");
            let (storage, recovery) = open(to.path()).unwrap();
            // It goes on from there.
            let next = block_on(storage.commit(second(99), sign_up(99))).unwrap();
            assert_eq!((recovery.entries, next), (restored.entries, restored.entries + 1));
            storage.close();
            restored.entries
        })
    };
    let half = Duration::from_millis(500);
    for n in [1, 2, 19, 20, 21, 37, 39] {
        assert_eq!(as_of(second(n)).unwrap(), n);
        assert_eq!(as_of(second(n) + half).unwrap(), n);
    }
    let error = as_of(second(0)).unwrap_err();
    assert!(matches!(error, BackupError::NothingYet(_)), "{error}");
    let error = as_of(second(1000)).unwrap_err();
    assert!(matches!(error, BackupError::NotSoFar { entries: 40, .. }), "{error}");
}

#[test]
fn one_of_a_stopped_site_is_the_same_as_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let [data, place, to] = ["data", "backups", "restored"].map(|name| folder.path().join(name));
    let history = History::random(31, 60);
    let (storage, _) = open_with(&data, small_segments()).unwrap();
    history.commit_to(&storage, 0);
    let site = storage.site_id().to_owned();
    storage.close();
    assert_eq!(back_up(&data, &place).entries, 60);
    assert_eq!(bring_back(&place, &to, None).unwrap().entries, 60);
    for private in [&to, &to.join("journal"), &to.join("files"), &place] {
        assert_eq!(fs::metadata(private).unwrap().permissions().mode() & 0o777, 0o700);
    }
    let (restored, _) = open(&to).unwrap();
    history.assert_in(&restored, "in the backup");
    assert_eq!(restored.site_id(), site);
    restored.close();
}

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
    let names = |all: std::collections::BTreeMap<PathBuf, Vec<u8>>| -> Vec<_> {
        all.into_keys().collect()
    };
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
    let newest = place.join("backups/99991231T235959.000Z-000000000060.json");
    fs::write(&newest, newer).unwrap();
    refused("was made by a newer Holdfast");
    fs::remove_file(newest).unwrap();
    bring_back(&place, &to, None).unwrap();
    // The next backup sends again what is missing.
    fs::remove_file(objects(&place).first().unwrap()).unwrap();
    assert_eq!(back_up(&data, &place).sent.0, 1);
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

/// A site that was stopped is compacted while it is backed up: each backup is of the journal before, or
/// of the one after.
#[test]
fn a_compaction_meanwhile_leaves_no_mixture() {
    let paused = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    let (history, content) = paused.unwrap().block_on(trade(40));
    let later = history.last().unwrap().at + Duration::from_secs(90 * 24 * 3600);
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (new_folder(&folder), folder.path().join("backups"));
    run_a_site(&data, &history, &content, &AtomicU64::new(0));
    let is_over = AtomicBool::new(false);
    let mut made = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..8u32 {
                let clock = later + Duration::from_secs(24 * 3600) * n;
                let clock = Clock::Tokio { started_at: clock, start: tokio::time::Instant::now() };
                compact(&data, clock, &mut |_| Ok(())).unwrap();
            }
            is_over.store(true, Ordering::Release);
        });
        while !is_over.load(Ordering::Acquire) || made == 0 {
            let backed_up = back_up(&data, &place);
            assert_eq!(backed_up.findings, [""; 0]);
            let to = folder.path().join(format!("restored-{made}"));
            let restored = bring_back(&place, &to, None).unwrap();
            assert_eq!(restored.findings, [""; 0]);
            assert_eq!(restored.entries, backed_up.entries);
            made += 1;
        }
    });
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
            needed.extend(objects(&place).into_iter().filter(|path| {
                text.contains(path.file_name().unwrap().to_str().unwrap())
            }));
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
    let made = block_on(backup(&data, &store(&place), &wanted, clock));
    assert!(made.unwrap_err().to_string().contains("cannot be read"));
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
        assert!(said.contains(&format!("{} objects of", whole - sent)), "{sent} of {whole}: {said}");
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
    does(&["restore", "backups", "other", "--at", "2020-01-01T00:00:00Z"], 1, "begins at 2026-11-18");
    does(&["restore", "backups", "third", "--at", "yesterday"], 2, "a time such as");
    does(&["verify", "copy"], 0, "every invariant holds");
    does(&["go-live", "copy"], 1, "it stays quiet");
    assert!(quiet::is_marked(&folder.path().join("copy")));
    does(&["go-live", "copy", "--yes"], 0, "It goes live with its next start");
    assert!(!quiet::is_marked(&folder.path().join("copy")));
    does(&["go-live", "copy", "--yes"], 0, "It is not quiet");
    assert_eq!(verify(folder.path()).0, Some(0));
}

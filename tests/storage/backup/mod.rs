//! Backups of a folder that is traded in meanwhile: each whole, as of a moment; restored as of any
//! moment before.

mod buckets;
mod encrypted;
mod places;

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
        BackedUp, BackupError, BackupName, Identities, Moment, Place, Restored, S3Settings, Store,
        Wanted, backup, quiet, restore,
    },
    clock::Clock,
    config::Config,
    domain::{Entry, FileKind, TicketFile},
    files,
    harness::TestMarket,
    storage::{
        compaction::compact,
        journal::{self, Commit, JournalWriter, StoredEntry},
    },
    types::FileId,
};
use parking_lot::Mutex;
use tempfile::TempDir;

use crate::history::{
    AT, History, Random, block_on, contents, open, open_with, sign_up, small_segments,
};

fn store(place: &Path) -> Store {
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
    let all = if objects.is_dir() { contents(&objects) } else { Default::default() };
    // Not what is being written there.
    all.into_keys().filter(|path| !path.to_string_lossy().contains('#')).collect()
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
    (entries, files)
}

/// Appends to a journal as a running site does, with the files that it names there before, and
/// `discard` for those that it does not name any more; `acknowledged` follows.
fn run_a_site(
    data: &Path,
    (history, content): (&[Entry], &HashMap<FileId, Vec<u8>>),
    acknowledged: &AtomicU64,
    discard: impl Fn(PathBuf),
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
            discard(files.join(id.to_string()));
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
/// acknowledged by then is there, nothing else, and every invariant holds. A site that backs itself up
/// keeps what it does not need any more until that is in a backup.
#[test]
fn what_is_backed_up_under_load_is_restored_as_of_any_moment() {
    back_up_under_load(true);
}

/// Beside a site that does not know of its backups, a file that it has deleted since is in none.
#[test]
fn a_file_that_went_before_the_next_backup_is_named() {
    back_up_under_load(false);
}

fn back_up_under_load(site_knows: bool) {
    let discarded = Mutex::new(vec![]);
    let paused =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    let (history, content) = paused.unwrap().block_on(trade(60));
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (new_folder(&folder), folder.path().join("backups"));
    let (acknowledged, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut made = vec![];
    std::thread::scope(|scope| {
        scope.spawn(|| {
            run_a_site(&data, (&history, &content), &acknowledged, |file| match site_knows {
                true => discarded.lock().push(file),
                false => fs::remove_file(file).unwrap(),
            });
            is_over.store(true, Ordering::Release);
        });
        let mut is_last = false;
        while !is_last {
            is_last = is_over.load(Ordering::Acquire);
            let before = acknowledged.load(Ordering::Acquire);
            let in_it = std::mem::take(&mut *discarded.lock());
            let backed_up = back_up(&data, &place);
            in_it.iter().for_each(|file| fs::remove_file(file).unwrap());
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
        assert!(restored.findings.is_empty() || !site_knows, "{entry}: {:?}", restored.findings);
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

/// A site that was stopped is compacted while it is backed up: each backup is of the journal before, or
/// of the one after.
#[test]
fn a_compaction_meanwhile_leaves_no_mixture() {
    let paused =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    let (history, content) = paused.unwrap().block_on(trade(40));
    let later = history.last().unwrap().at + Duration::from_secs(90 * 24 * 3600);
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (new_folder(&folder), folder.path().join("backups"));
    run_a_site(&data, (&history, &content), &AtomicU64::new(0), |file| {
        fs::remove_file(file).unwrap();
    });
    let is_over = AtomicBool::new(false);
    let mut made = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..8u32 {
                let clock = later + Duration::from_secs(24 * 3600) * n;
                let clock = Clock::Tokio { started_at: clock, start: tokio::time::Instant::now() };
                compact(&data, clock, Config::default().retention.kept(), &mut |_| Ok(())).unwrap();
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

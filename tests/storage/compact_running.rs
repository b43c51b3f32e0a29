//! Compacting while the site runs: the same as if it had been stopped for it, whatever comes meanwhile,
//! and wherever a kill finds it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use holdfast::{
    actors::{CompactionState, Market, Settings},
    clock::Clock,
    domain::Entry,
    harness::{TestMarket, default_settings, market_over},
    storage::{
        CommitError, Storage,
        compaction::{CompactError, Compacted, CompactionStep, StepWatch, compact},
        journal,
    },
};
use parking_lot::Mutex;

use crate::{
    compact::{copy, history, holding, new_user, positions, rows, with_what_goes, without_titles},
    feed,
    history::{long, small_segments},
};

fn open(data: &Path, clock: Clock) -> Storage {
    Storage::open_with(data, clock, small_segments()).unwrap().0
}

/// Market and storage, with a clock that tests command.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// Commits one entry more; gives its number.
fn commit_one(
    runtime: &tokio::runtime::Runtime,
    storage: &Storage,
    market: &TestMarket,
) -> Result<u64, CommitError> {
    runtime.block_on(async { storage.commit(market.now(), vec![new_user()]).await })
}

fn nobody() -> StepWatch {
    Arc::new(|_| Ok(()))
}

/// That what is in memory is what a restart finds, and what the journal comes to.
fn assert_whole(storage: &Storage, data: &Path, clock: Clock) {
    let folder = tempfile::tempdir().unwrap();
    let copied = folder.path().join("data");
    storage.close();
    copy(data, &copied);
    let again = open(&copied, clock);
    for (key, row) in rows(&copied) {
        assert_eq!(storage.tables().row(key).unwrap().as_ref(), Some(&row), "{key:?}");
        assert_eq!(again.tables().row(key).unwrap().as_ref(), Some(&row), "{key:?}");
    }
    assert!(*storage.tables().catalog() == *again.tables().catalog(), "indexes as after a restart");
    assert!(*storage.tables().statistics() == *again.tables().statistics());
    feed::assert_in(&again, &feed::truth(&copied), "after a restart");
    again.close();
}

/// Ends the others, also when a test fails.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

#[test]
fn what_comes_meanwhile_is_there_and_all_is_as_if_the_site_had_been_stopped() {
    let (mut compacted, mut refused, mut longest) = (0, 0, Duration::ZERO);
    for seed in 11..if long() { 60 } else { 14 } {
        let runtime = runtime();
        let (market, people) = runtime.block_on(history(seed));
        let entries = with_what_goes(market.journal.entries(), seed);
        runtime.block_on(market.pass(Duration::from_secs(31 * 24 * 3600)));
        let clock = market.market.clock();
        let now = runtime.block_on(async { clock.now() });
        let folder = tempfile::tempdir().unwrap();
        let (data, stopped) = (folder.path().join("data"), folder.path().join("stopped"));
        let storage = open(&data, clock);
        let is_over = AtomicBool::new(false);
        let followed = Mutex::new(vec![]);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut last = false;
                while !last {
                    last = is_over.load(Ordering::Acquire);
                    match storage.compact(now, default_settings().retention, &nobody()) {
                        Ok(_) => compacted += 1,
                        Err(error) if !last => {
                            assert!(!matches!(error, CompactError::NotTheSame(_)), "{error}");
                            refused += 1;
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            });
            // Who follows what happens misses nothing, and has nothing twice.
            scope.spawn(|| {
                let mut last = false;
                while !last {
                    last = is_over.load(Ordering::Acquire);
                    let mut followed = followed.lock();
                    let after = followed
                        .last()
                        .map(|event: &holdfast::domain::public::PublicEvent| event.id);
                    match storage.tables().public_events_after(after, 7) {
                        Ok(more) => {
                            last &= more.is_empty();
                            followed.extend(more);
                        }
                        Err(error) => assert!(error.is_for_now(), "{error}"),
                    }
                }
            });
            let _over = Over(&is_over);
            for Entry { at, events } in entries.clone() {
                let begun = Instant::now();
                runtime.block_on(storage.commit(at, events)).unwrap();
                longest = longest.max(begun.elapsed());
            }
        });
        assert_whole(&storage, &data, clock);
        assert_eq!(without_titles(&followed.into_inner()), without_titles(&feed::truth(&data)));
        for person in people.iter().filter(|person| person.is_deleted) {
            assert_eq!(holding(&data, &format!("{}@", person.word)), Vec::<PathBuf>::new());
        }

        let storage = open(&stopped, clock);
        for Entry { at, events } in entries {
            runtime.block_on(storage.commit(at, events)).unwrap();
        }
        storage.close();
        drop(storage);
        runtime.block_on(async {
            compact(&stopped, clock, default_settings().retention, &mut |_| Ok(())).unwrap()
        });
        assert_eq!(positions(&data), positions(&stopped));
    }
    println!("{compacted} compactions, {refused} put off; the longest commit took {longest:?}");
    assert!(compacted > 3);
}

/// A folder in which something is to go, as it was before.
async fn to_compact(seed: u64, data: &Path) -> (TestMarket, Vec<String>) {
    let (market, people) = history(seed).await;
    let entries = with_what_goes(market.journal.entries(), seed);
    market.pass(Duration::from_secs(31 * 24 * 3600)).await;
    let storage = open(data, market.market.clock());
    for Entry { at, events } in entries {
        storage.commit(at, events).await.unwrap();
    }
    storage.close();
    let gone = people.into_iter().filter(|person| person.is_deleted);
    (market, gone.map(|person| format!("{}@", person.word)).collect())
}

/// The kinds of steps, in their order.
const KINDS: [&str; 10] = [
    "read",
    "written",
    "compared",
    "snapshots",
    "followed",
    "ready",
    "linked",
    "decided",
    "moved",
    "cleaning",
];

fn kind(step: CompactionStep) -> &'static str {
    match step {
        CompactionStep::Read(_) => "read",
        CompactionStep::Written(_) => "written",
        CompactionStep::Compared(_) => "compared",
        CompactionStep::Snapshots => "snapshots",
        CompactionStep::Followed(_) => "followed",
        CompactionStep::Ready => "ready",
        CompactionStep::Linked => "linked",
        CompactionStep::Decided => "decided",
        CompactionStep::Moved => "moved",
        CompactionStep::Cleaning => "cleaning",
    }
}

#[test]
fn wherever_a_kill_finds_it_the_next_start_has_the_old_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = runtime();
    let (market, gone) = runtime.block_on(to_compact(11, &data));
    assert!(!gone.is_empty());
    let clock = market.market.clock();
    let now = runtime.block_on(async { clock.now() });
    let (before, next) = positions(&data);
    let storage = open(&data, clock);
    let taken = Arc::new(Mutex::new(BTreeMap::new()));
    let watch: StepWatch = {
        let (data, folder, taken) = (data.clone(), folder.path().to_owned(), taken.clone());
        let count = AtomicUsize::new(0);
        Arc::new(move |step| {
            let name = format!("{:03}-{}", count.fetch_add(1, Ordering::Relaxed), kind(step));
            let mut taken = taken.lock();
            let of_kind = taken.values().filter(|it: &&CompactionStep| kind(**it) == kind(step));
            if of_kind.count() < 2 {
                copy(&data, &folder.join(&name));
                taken.insert(name, step);
            }
            Ok(())
        })
    };
    storage.compact(now, default_settings().retention, &watch).unwrap();
    let (after, _) = positions(&data);
    assert_ne!(before, after);
    assert_whole(&storage, &data, clock);
    drop(storage);

    let taken = taken.lock().clone();
    let mut seen: Vec<_> = taken.values().map(|step| kind(*step)).collect();
    seen.dedup();
    assert_eq!(seen, KINDS);
    for (name, step) in &taken {
        let killed = folder.path().join(name);
        let storage = open(&killed, clock);
        let is_new = matches!(
            step,
            CompactionStep::Decided | CompactionStep::Moved | CompactionStep::Cleaning
        );
        let found = positions(&killed);
        assert_eq!(found, (if is_new { after.clone() } else { before.clone() }, next), "{name}");
        for address in &gone {
            assert_eq!(holding(&killed, address).is_empty(), is_new, "{name}: {address}");
        }
        assert_eq!(commit_one(&runtime, &storage, &market), Ok(next), "{name}");
        storage.compact(now, default_settings().retention, &nobody()).unwrap();
        assert_whole(&storage, &killed, clock);
        let names = |folder: &Path| {
            let mut names: Vec<_> =
                fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert!(
            names(&killed).iter().all(|it| *it != "compacting" && *it != "compacted"),
            "{name}"
        );
    }
}

#[test]
fn what_fails_half_way_leaves_the_site_as_it_was_or_waits_for_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let origin = folder.path().join("origin");
    let runtime = runtime();
    let (market, _) = runtime.block_on(to_compact(12, &origin));
    let clock = market.market.clock();
    let now = runtime.block_on(async { clock.now() });
    let (before, next) = positions(&origin);
    for fails_at in KINDS.into_iter().filter(|kind| *kind != "cleaning") {
        let data = folder.path().join(fails_at);
        copy(&origin, &data);
        let storage = open(&data, clock);
        let watch: StepWatch = Arc::new(move |step| match kind(step) == fails_at {
            true => Err(std::io::Error::other("no more")),
            false => Ok(()),
        });
        let failed = storage.compact(now, default_settings().retention, &watch).unwrap_err();
        assert!(failed.to_string().contains("no more"), "{fails_at}: {failed}");
        let is_decided = ["decided", "moved"].contains(&fails_at);
        let commit = commit_one(&runtime, &storage, &market);
        match is_decided {
            // What was written to the old journal would be lost.
            true => assert!(matches!(commit, Err(CommitError::Unknown(_))), "{commit:?}"),
            false => {
                assert_eq!(commit, Ok(next), "{fails_at}");
                assert_eq!(positions(&data).0.range(..(next, 0)).count(), before.len());
                let Compacted { forgotten, .. } =
                    storage.compact(now, default_settings().retention, &nobody()).unwrap();
                assert!(forgotten > 0);
            }
        }
        storage.close();
        drop(storage);
        let storage = open(&data, clock);
        let next = next + u64::from(!is_decided);
        assert_eq!(commit_one(&runtime, &storage, &market), Ok(next), "{fails_at}");
        assert_whole(&storage, &data, clock);
    }
}

/// Waits for as long as it takes on the clock of tests, which goes on whenever nobody has anything to do.
async fn until(market: &Market, what: &str, is_so: impl Fn(&CompactionState) -> bool) {
    for _ in 0..100_000 {
        if is_so(&market.compaction_state()) {
            return;
        }
        tokio::task::spawn_blocking(std::thread::yield_now).await.unwrap();
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    panic!("waited in vain until {what}: {:?}", market.compaction_state());
}

#[test]
fn the_site_does_it_by_itself_and_says_so_when_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = runtime();
    let (test, gone) = runtime.block_on(to_compact(12, &data));
    let clock = test.market.clock();
    let settings =
        Settings { compact_every: Some(Duration::from_secs(7 * 24 * 3600)), ..default_settings() };
    runtime.block_on(async {
        let market = market_over(open(&data, clock), clock, settings).await;
        assert_eq!(market.compaction_state(), CompactionState::default());
        until(&market, "it is made", |state| state.last.is_some()).await;
        let made = market.compaction_state();
        assert!(made.made.unwrap().forgotten > 0 && made.trouble.is_none());
        for address in &gone {
            assert_eq!(holding(&data, address), Vec::<PathBuf>::new());
        }
        // The next comes when it is due, and not before; also after a restart.
        market.stop(Duration::from_secs(5)).await;
        market.storage().close();
        drop(market);
        let market = market_over(open(&data, clock), clock, settings).await;
        assert_eq!(market.compaction_state().last, made.last);
        until(&market, "it is made again", |state| state.last > made.last).await;
        let waited = market.compaction_state().last.unwrap().since(made.last.unwrap());
        assert!(waited >= Duration::from_secs(7 * 24 * 3600), "{waited:?}");
        market.stop(Duration::from_secs(5)).await;
        market.storage().close();

        // Of one without a folder there is nothing to compact.
        let market = TestMarket::start_with(settings).await.market;
        until(&market, "it has failed twice", |state| state.failures > 1).await;
        let state = market.compaction_state();
        let (since, _) = state.trouble.unwrap();
        assert!(clock.now().since(since) >= Duration::from_secs(3600), "it is tried again later");
        assert_eq!(state.last, None);
    });
}

/// What could not be deleted after one compaction does not stand in the way of the next.
#[test]
fn what_the_last_one_has_left_is_cleared_away_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = runtime();
    let (market, _) = runtime.block_on(to_compact(11, &data));
    let clock = market.market.clock();
    let now = runtime.block_on(async { clock.now() });
    let storage = open(&data, clock);
    let watch: StepWatch = Arc::new(|step| match kind(step) {
        "cleaning" => Err(std::io::Error::other("in use")),
        _ => Ok(()),
    });
    storage.compact(now, default_settings().retention, &watch).unwrap_err();
    assert!(data.join("compacted").exists());
    commit_one(&runtime, &storage, &market).unwrap();
    storage.compact(now, default_settings().retention, &nobody()).unwrap();
    assert!(!data.join("compacted").exists());
    commit_one(&runtime, &storage, &market).unwrap();
    assert_whole(&storage, &data, clock);
}

#[test]
fn a_segment_of_which_nothing_goes_stays_the_same_file() {
    use std::os::unix::fs::MetadataExt as _;

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let runtime = runtime();
    let (market, _) = runtime.block_on(to_compact(13, &data));
    let clock = market.market.clock();
    let now = runtime.block_on(async { clock.now() });
    let storage = open(&data, clock);
    storage.compact(now, default_settings().retention, &nobody()).unwrap();
    let inodes = || -> BTreeMap<_, _> {
        let files = fs::read_dir(journal::folder_in(&data)).unwrap().map(|it| it.unwrap());
        let segments = files.filter(|it| it.path().extension().is_some_and(|end| end == "log"));
        segments.map(|it| (it.file_name(), it.metadata().unwrap().ino())).collect()
    };
    let before = inodes();
    assert!(before.len() > 2, "{before:?}");
    commit_one(&runtime, &storage, &market).unwrap();
    storage.compact(now, default_settings().retention, &nobody()).unwrap();
    let after = inodes();
    assert!(
        before.iter().all(|(name, inode)| after.get(name) == Some(inode)),
        "{before:?} {after:?}"
    );
    storage.close();
}

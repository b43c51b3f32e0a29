//! The feed of public events: the same for ever, from wherever one reads on.

use std::{collections::HashMap, fs, path::Path};

use crate::history::{History, open};
use holdfast::{
    domain::{
        IllegalEvent, Key, Row,
        public::{PublicEvent, PublicEventId},
    },
    storage::{Storage, journal},
};

/// What a journal makes public, by the records as they are after each of its entries.
pub fn truth(data: &Path) -> Vec<PublicEvent> {
    let mut rows: HashMap<Key, Row> = HashMap::new();
    let mut public = vec![];
    let read = journal::replay_stored(&data.join("journal"), |sequence, stored| {
        let before = |key| Ok::<_, IllegalEvent>(rows.get(&key).cloned());
        let changes = stored.entry().changes(before).map_err(|error| error.to_string())?;
        rows.extend(changes.into_iter().map(|change| (change.new.key(), change.new)));
        public.extend(stored.public_events(sequence, |key| rows.get(&key).cloned()));
        Ok(())
    });
    read.unwrap();
    public
}

fn all(storage: &Storage, after: Option<PublicEventId>, at_once: usize) -> Vec<PublicEvent> {
    let (mut read, mut after) = (vec![], after);
    loop {
        let page = storage.tables().public_events_after(after, at_once).unwrap();
        assert!(page.len() <= at_once);
        let Some(last) = page.last() else { return read };
        after = Some(last.id);
        read.extend(page);
    }
}

pub fn assert_in(storage: &Storage, expect: &[PublicEvent], what: &str) {
    assert_eq!(all(storage, None, 7), expect, "{what}");
    assert_eq!(all(storage, None, usize::MAX), expect, "{what}");
    for (at, event) in expect.iter().enumerate().step_by(11) {
        assert_eq!(
            all(storage, Some(event.id), 50),
            expect[at + 1..],
            "{what}, after {}",
            event.id
        );
    }
}

pub fn versions_have_no_gap(events: &[PublicEvent]) {
    let mut versions: HashMap<Key, u32> = HashMap::new();
    for event in events {
        let version = versions.entry(event.fact.key()).or_default();
        *version += 1;
        assert_eq!(event.fact.version(), *version, "{event:?}");
    }
    assert!(events.is_sorted_by(|one, next| one.id < next.id));
}

#[test]
fn it_is_the_same_after_a_restart_and_with_new_snapshots() {
    for seed in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        let mut history = History::random(seed, 400);
        let (storage, _) = open(data).unwrap();
        let mut latest = storage.tables().latest_public_event();
        history.commit_to(&storage, 0);
        let public = truth(data);
        versions_have_no_gap(&public);
        assert!(public.len() > 250, "{}", public.len());
        assert_eq!(*latest.borrow_and_update(), public.last().unwrap().id.sequence);
        assert_in(&storage, &public, "as it was committed");
        storage.close();
        drop(storage);

        let (storage, _) = open(data).unwrap();
        assert_in(&storage, &public, "after a restart");
        history.go_on(seed + 100, 200);
        history.commit_to(&storage, 400);
        let public = truth(data);
        versions_have_no_gap(&public);
        assert_in(&storage, &public, "from the snapshots and from memory");
        storage.close();
        drop(storage);

        fs::remove_dir_all(data.join("snapshots")).unwrap();
        let (storage, recovery) = open(data).unwrap();
        assert_eq!(recovery.replayed, 600);
        assert_in(&storage, &public, "with new snapshots");
        storage.close();
        drop(storage);
    }
}

#[test]
fn an_id_is_written_in_one_way() {
    for text in ["1-0", "4711-12", "18446744073709551615-65535"] {
        assert_eq!(text.parse::<PublicEventId>().unwrap().to_string(), text);
    }
    for text in ["", "1", "-", "1-", "-1", "01-0", "1-00", "+1-0", "1-0 ", "1-65536", "1-0-0"] {
        assert!(text.parse::<PublicEventId>().is_err(), "{text}");
    }
}

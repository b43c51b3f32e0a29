//! Sessions in sled: who is signed in.

use std::{collections::HashMap, time::Duration};

use crate::history::{block_on, contents, open};
use holdfast::{
    clock::Clock,
    harness::STARTED_AT,
    storage::{SledSessions, Storage},
    types::UserId,
};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore as _,
    session::{Id, Record},
};

fn record(id: i128, expires: i64) -> Record {
    let data = HashMap::from([("user".to_owned(), serde_json::json!("Ann ü"))]);
    let expiry_date = OffsetDateTime::from_unix_timestamp(expires).unwrap();
    Record { id: Id(id), data, expiry_date }
}

const NOW: i64 = STARTED_AT.as_millis() / 1000;

/// A store at a time that tests move, by tokio's.
fn stored(test: impl AsyncFnOnce(&SledSessions)) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(async {
            let data = tempfile::tempdir().unwrap();
            let clock = Clock::following_tokio(STARTED_AT);
            let (storage, _) = Storage::open(data.path(), clock).unwrap();
            test(storage.sessions().unwrap()).await;
        });
}

#[test]
fn what_is_created_is_loaded_until_it_is_deleted() {
    stored(async |sessions| {
        let mut record = record(5, NOW + 60);
        sessions.create(&mut record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
        record.data.insert("more".into(), serde_json::json!([1, null, {"a": 1.5}]));
        sessions.save(&record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
        sessions.delete(&record.id).await.unwrap();
        sessions.delete(&record.id).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    });
}

/// Nobody is taken for somebody by what was read before a session changed or ended.
#[test]
fn whose_a_session_is_is_known_from_its_reading_until_it_changes_ends_or_expires() {
    stored(async |sessions| {
        let user = UserId::new();
        let mut record = record(5, NOW + 60);
        record.data.insert("user".into(), serde_json::json!(user.to_string()));
        record.data.insert("epoch".into(), serde_json::json!(3));
        sessions.create(&mut record).await.unwrap();
        let known = || sessions.whose(record.id).map(|whose| (whose.user, whose.epoch));
        let load = async || sessions.load(&record.id).await.unwrap();
        assert_eq!(known(), None, "it was not read");
        assert!(load().await.is_some());
        assert_eq!(known(), Some((user, 3)));
        let mut later = record.clone();
        later.data.insert("epoch".into(), serde_json::json!(4));
        sessions.save(&later).await.unwrap();
        assert_eq!(known(), None, "it has changed");
        assert!(load().await.is_some());
        assert_eq!(known(), Some((user, 4)));
        sessions.delete(&record.id).await.unwrap();
        assert_eq!(known(), None, "it has ended");
        assert!(load().await.is_none());
        assert_eq!(known(), None);
        sessions.create(&mut later).await.unwrap();
        assert!(load().await.is_some());
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!(known(), None, "it has expired");
    });
}

#[test]
fn two_of_one_id_are_two() {
    stored(async |sessions| {
        let (mut first, mut second) = (record(5, NOW + 60), record(5, NOW + 70));
        sessions.create(&mut first).await.unwrap();
        sessions.create(&mut second).await.unwrap();
        assert_ne!(first.id, second.id);
        assert_eq!(sessions.load(&first.id).await.unwrap(), Some(first));
        assert_eq!(sessions.load(&second.id).await.unwrap(), Some(second));
    });
}

#[test]
fn a_slow_request_does_not_sign_in_again() {
    stored(async |sessions| {
        let mut record = record(5, NOW + 60);
        sessions.create(&mut record).await.unwrap();
        sessions.delete(&record.id).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    });
}

#[test]
fn the_expired_are_not_loaded_and_are_removed() {
    stored(async |sessions| {
        let (mut short, mut long) = (record(5, NOW + 60), record(6, NOW + 600));
        sessions.create(&mut short).await.unwrap();
        sessions.create(&mut long).await.unwrap();
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(sessions.load(&short.id).await.unwrap().is_some());
        assert_eq!(sessions.remove_expired().unwrap(), 0);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(sessions.load(&short.id).await.unwrap().is_none());
        assert_eq!(sessions.remove_expired().unwrap(), 1);
        assert_eq!(sessions.remove_expired().unwrap(), 0);
        assert!(sessions.load(&long.id).await.unwrap().is_some());
    });
}

#[test]
fn they_outlive_a_restart_and_their_ids_are_not_in_the_files() {
    let data = tempfile::tempdir().unwrap();
    let id = i128::from_le_bytes(*b"the session's id");
    let mut record = record(id, 4_000_000_000);
    let (storage, _) = open(data.path()).unwrap();
    block_on(storage.sessions().unwrap().create(&mut record)).unwrap();
    storage.close();
    drop(storage);
    let files = contents(data.path());
    let holds = |what: &[u8]| files.values().any(|f| f.windows(what.len()).any(|w| w == what));
    assert!(holds("Ann ü".as_bytes()), "the session is there");
    assert!(!holds(&id.to_le_bytes()) && !holds(&id.to_be_bytes()));
    assert!(!holds(record.id.to_string().as_bytes()));
    let (storage, _) = open(data.path()).unwrap();
    let loaded = block_on(storage.sessions().unwrap().load(&record.id)).unwrap();
    assert_eq!(loaded, Some(record));
}

#[test]
fn a_damaged_one_is_none() {
    let data = tempfile::tempdir().unwrap();
    let mut record = record(7, 4_000_000_000);
    let (storage, _) = open(data.path()).unwrap();
    block_on(storage.sessions().unwrap().create(&mut record)).unwrap();
    storage.close();
    drop(storage);
    {
        let db = sled::open(data.path().join("snapshots")).unwrap();
        let tree = db.open_tree("sessions").unwrap();
        let (key, row) = tree.first().unwrap().unwrap();
        let mut row = row.to_vec();
        row[9] ^= 1;
        tree.insert(key, row).unwrap();
        db.flush().unwrap();
    }
    let (storage, recovery) = open(data.path()).unwrap();
    assert_eq!(recovery.snapshots_rebuilt, None);
    let sessions = storage.sessions().unwrap();
    assert_eq!(block_on(sessions.load(&record.id)).unwrap(), None);
    assert_eq!(sessions.remove_expired().unwrap(), 1);
}

#[test]
fn those_of_a_user_are_found() {
    stored(async |sessions| {
        let of = |user: &str, id, expires| {
            let data = HashMap::from([("user".to_owned(), serde_json::json!(user))]);
            Record { data, ..record(id, expires) }
        };
        let mut all = [of("ann", 1, NOW + 60), of("ann", 2, NOW + 600), of("ben", 3, NOW + 60)];
        for one in &mut all {
            sessions.create(one).await.unwrap();
        }
        let mut nobodys = Record { data: HashMap::new(), ..record(4, NOW + 60) };
        sessions.create(&mut nobodys).await.unwrap();
        let count = |user| sessions.of_user(user, None).unwrap().len();
        assert_eq!((count("ann"), count("ben"), count("an"), count("")), (2, 1, 0, 0));
        let found = sessions.of_user("ann", Some(all[1].id)).unwrap();
        assert_eq!(found.iter().filter(|own| own.is_this).count(), 1);
        // Who signs in where nobody was is found too.
        nobodys.data.insert("user".into(), serde_json::json!("ben"));
        sessions.save(&nobodys).await.unwrap();
        assert_eq!(count("ben"), 2);
        sessions.delete(&all[2].id).await.unwrap();
        assert_eq!(count("ben"), 1);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!((count("ann"), count("ben")), (1, 0), "the expired are not shown");
        sessions.remove_expired().unwrap();
        assert_eq!((count("ann"), count("ben")), (1, 0));
        for id in 100..300 {
            sessions.create(&mut of("carl", id, NOW + 6000)).await.unwrap();
        }
        assert_eq!(count("carl"), 100);
    });
}

//! Webhooks in the data folder: what is found after a restart, and what a compaction leaves of them.

use std::{path::Path, time::Duration};

use holdfast::{
    clock::Clock,
    config::Config,
    domain::{
        DomainEvent, Entry, FeedCursor, FeedCursorEvent, LinkKey, PasswordHash, UserEvent,
        WebhookAbout, WebhookDeliveryEvent, WebhookEndpointEvent, WebhookSeed,
        public::{PublicEventId, PublicKind},
    },
    harness::TestMarket,
    reads::walk::Walk,
    storage::{Storage, compaction, journal},
    types::{
        Email, FeedCursorId, Timestamp, UserId, WebhookDeliveryId, WebhookEndpointId, WebhookUrl,
    },
};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn added(owner: UserId, id: WebhookEndpointId) -> DomainEvent {
    let added = WebhookEndpointEvent::Added {
        owner,
        url: WebhookUrl::parse("https://example.org/hook").unwrap(),
        types: PublicKind::ALL.to_vec(),
        is_of_everything: false,
        seed: WebhookSeed::of(&LinkKey([1; LinkKey::BYTES]), id, [2; 16]),
    };
    DomainEvent::WebhookEndpoint(id, added)
}

fn delivery(endpoint: WebhookEndpointId, n: u64) -> WebhookDeliveryId {
    WebhookDeliveryId::of(endpoint, &format!("{n}-0"))
}

/// So many are queued; every other one is delivered.
fn deliveries(endpoint: WebhookEndpointId, numbers: std::ops::Range<u64>) -> Vec<DomainEvent> {
    let events = numbers.flat_map(|n| {
        let event = PublicEventId { sequence: n, index: 0 };
        let about = WebhookAbout::Event { id: event, kind: PublicKind::OrderCreated };
        let queued = WebhookDeliveryEvent::Queued(endpoint, about);
        let settled = n.is_multiple_of(2).then_some(WebhookDeliveryEvent::Delivered(200));
        [Some(queued), settled]
            .into_iter()
            .flatten()
            .map(move |event| DomainEvent::WebhookDelivery(delivery(endpoint, n), event))
    });
    events.collect()
}

fn log(storage: &Storage, id: WebhookEndpointId) -> Vec<(Timestamp, WebhookDeliveryId)> {
    storage.tables().webhook_deliveries_along(id, Walk::down(None), usize::MAX).unwrap()
}

async fn commit(data: &Path, clock: Clock, entries: Vec<(Timestamp, Vec<DomainEvent>)>) {
    let (storage, _) = Storage::open(data, clock).unwrap();
    for (at, events) in entries {
        storage.commit(at, events).await.unwrap();
    }
    storage.close();
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_what_waits_waits_and_the_log_has_all() {
    let market = TestMarket::start().await;
    let (clock, folder) = (market.market.clock(), tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let (owner, id) = (UserId::new(), WebhookEndpointId::new());
    let entries = (0..10).map(|n| {
        let at = clock.now() + Duration::from_secs(n);
        (at, deliveries(id, 10 * n..10 * n + 10))
    });
    let entries = [(clock.now(), vec![added(owner, id)])].into_iter().chain(entries).collect();
    commit(&data, clock, entries).await;
    let (storage, recovery) = Storage::open(&data, clock).unwrap();
    assert_eq!(recovery.snapshots_rebuilt, None);
    assert_eq!(storage.tables().catalog().webhooks.waiting_count(id), 50);
    let all = log(&storage, id);
    assert_eq!(all.len(), 100);
    assert!(all.is_sorted_by(|one, next| one > next), "the latest first");
    // A page at a time, it is the same.
    let (mut paged, mut from) = (vec![], None);
    loop {
        let walk = Walk::down(from);
        let page = storage.tables().webhook_deliveries_along(id, walk, 7).unwrap();
        let Some(last) = page.last() else { break };
        from = Some(*last);
        paged.extend(page);
    }
    assert_eq!(paged, all);
    // One that is sent again is present again, and is there once.
    let resumed = WebhookDeliveryEvent::Resumed;
    let resumed = DomainEvent::WebhookDelivery(delivery(id, 0), resumed);
    storage.commit(clock.now(), vec![resumed]).await.unwrap();
    assert_eq!(log(&storage, id), all);
    assert_eq!(storage.tables().catalog().webhooks.waiting_count(id), 51);
    storage.close();
}

#[tokio::test(start_paused = true)]
async fn a_compaction_drops_old_deliveries_and_what_is_of_deleted_endpoints_and_accounts() {
    let market = TestMarket::start().await;
    let (clock, folder) = (market.market.clock(), tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let [stays, goes] = [UserId::new(), UserId::new()];
    let [kept, deleted, of_leaver] = [(); 3].map(|()| WebhookEndpointId::new());
    let user = |id: UserId| {
        let email = Email::parse(&format!("{id}@example.org")).unwrap();
        let password = PasswordHash("hash".into());
        DomainEvent::User(id, UserEvent::Created { email, password })
    };
    let start = clock.now();
    let late = start + 20 * DAY;
    commit(
        &data,
        clock,
        vec![
            (start, vec![user(stays), user(goes), added(stays, kept), added(stays, deleted)]),
            (start, vec![added(goes, of_leaver)]),
            (start, deliveries(kept, 0..10)),
            (late, [deliveries(kept, 10..20), deliveries(deleted, 0..10)].concat()),
            (late, deliveries(of_leaver, 0..10)),
            (late, vec![DomainEvent::WebhookEndpoint(deleted, WebhookEndpointEvent::Deleted)]),
            (late, vec![DomainEvent::User(goes, UserEvent::Deleted)]),
        ],
    )
    .await;
    market.pass(31 * DAY).await;
    compaction::compact(&data, clock, Config::default().retention.kept(), &mut |_| Ok(())).unwrap();
    let (storage, _) = Storage::open(&data, clock).unwrap();
    assert!(storage.tables().webhook_endpoint(kept).unwrap().is_some());
    let left: Vec<_> = log(&storage, kept).into_iter().map(|(_, id)| id).collect();
    let mut expect: Vec<_> = (10..20).map(|n| delivery(kept, n)).collect();
    expect.sort_unstable();
    expect.reverse();
    assert_eq!(left, expect);
    for gone in [deleted, of_leaver] {
        assert_eq!(storage.tables().webhook_endpoint(gone).unwrap(), None);
        assert_eq!(log(&storage, gone), []);
        assert_eq!(storage.tables().webhook_delivery(delivery(gone, 1)).unwrap(), None);
    }
    storage.close();
}

/// Each place to which a cursor was moved, as the journal has it.
fn moves(data: &Path) -> Vec<(u64, PublicEventId)> {
    let mut moves = vec![];
    let each = |sequence, entry: Entry| {
        let moved = entry.events.iter().filter_map(|event| match event {
            DomainEvent::FeedCursor(_, FeedCursorEvent::Moved(at)) => Some((sequence, *at)),
            _ => None,
        });
        moves.extend(moved);
        Ok(())
    };
    journal::replay(&compaction::journal_of(data).unwrap(), each).unwrap();
    moves
}

#[tokio::test(start_paused = true)]
async fn a_compaction_drops_where_a_cursor_was_before_and_what_comes_later_goes_on_from_there() {
    let market = TestMarket::start().await;
    let (clock, folder) = (market.market.clock(), tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let (owner, id, cursor) =
        (UserId::new(), WebhookEndpointId::new(), FeedCursorId::of("webhooks"));
    let place = |n| PublicEventId { sequence: n, index: 0 };
    let moved = |n| DomainEvent::FeedCursor(cursor, FeedCursorEvent::Moved(place(n)));
    let user = UserEvent::Created {
        email: Email::parse("anna@example.org").unwrap(),
        password: PasswordHash("hash".into()),
    };
    let start = clock.now();
    let entries = (1..=20).map(|n| {
        let at = start + Duration::from_secs(n);
        (at, [deliveries(id, n..n + 1), vec![moved(n)]].concat())
    });
    let first = (start, vec![DomainEvent::User(owner, user), added(owner, id)]);
    commit(&data, clock, [first].into_iter().chain(entries).collect()).await;
    assert_eq!(moves(&data).len(), 20);
    let moved_at = start + Duration::from_secs(20);
    let expect = FeedCursor { id: cursor, at: place(20), moved_at };
    for _ in 0..2 {
        market.pass(Duration::from_secs(60)).await;
        compaction::compact(&data, clock, Config::default().retention.kept(), &mut |_| Ok(()))
            .unwrap();
        assert_eq!(moves(&data), [(21, place(20))], "the latest, where it stood");
        let (storage, _) = Storage::open(&data, clock).unwrap();
        let cursor = storage.tables().feed_cursor(cursor).unwrap();
        assert_eq!(cursor.as_deref(), Some(&expect));
        assert_eq!(log(&storage, id).len(), 20);
        storage.close();
    }
    commit(&data, clock, vec![(clock.now(), vec![moved(21)])]).await;
    assert_eq!(moves(&data), [(21, place(20)), (22, place(21))]);
}

//! How late holds are let go that all end in the same second: from the deadline to the moment at
//! which the release is durable and every reader sees it.
mod support;

use std::{collections::VecDeque, path::Path, sync::Arc, time::Duration};

use holdfast::{
    actors::{Backups, Market},
    clock::Clock,
    payments::sandbox::Sandbox,
    storage::Storage,
    types::Timestamp,
};
use support::{
    disk, folder,
    report::{Latencies, Table},
    scale,
    seed::{self, Seed},
};

/// From the last hold to the first deadline.
const LEAD: Duration = Duration::from_secs(3);
/// How often it is looked: what a lateness may be too large by.
const LOOK: Duration = Duration::from_millis(1);
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    support::main(async {
        let folder = folder();
        disk::say_rate(folder.path());
        let count = scale(10_000, 500);
        let mut table = Table::new(
            &format!("Lateness of {count} expiries"),
            &["deadlines", "p50", "p99", "longest"],
        );
        for (name, spread_millis) in [("over one second", 1000), ("at one instant", 1)] {
            let data = folder.path().join(spread_millis.to_string());
            seed::fill(&data, Seed { tickets: count, holds: 0 });
            let mut latencies = expire(&data, count, spread_millis).await;
            let [p50, p99, longest] = latencies.cells();
            table.row(&[name.into(), p50, p99, longest]);
        }
    });
}

async fn expire(data: &Path, count: u32, spread_millis: u32) -> Latencies {
    let (storage, _) = Storage::open(data, Clock::System).expect("it opens");
    let storage = Arc::new(storage);
    let first = Clock::System.now() + LEAD;
    let deadline = move |n: u32| first + Duration::from_millis(u64::from(n % spread_millis));
    seed::hold(&storage, count, deadline).await;
    let (gateway, settings) = (Arc::new(Sandbox), seed::settings());
    let (post, webhooks) = (seed::post(), seed::webhooks());
    let market = Market::start(
        storage,
        gateway,
        post,
        webhooks,
        Backups::default(),
        Clock::System,
        settings,
    );
    let market = market.await.expect("actors start");
    assert!(Clock::System.now() < first, "the holds took too long to make");

    let mut later: Vec<Timestamp> = (0..count).map(deadline).collect();
    later.sort_unstable();
    let mut later = VecDeque::from(later);
    let mut due = vec![];
    let mut latencies = Latencies::default();
    while latencies.len() < count as usize {
        tokio::time::sleep(LOOK).await;
        let now = Clock::System.now();
        assert!(now < first + PATIENCE, "{} holds outlive their deadline", due.len());
        while later.front().is_some_and(|deadline| *deadline <= now) {
            due.extend(later.pop_front());
        }
        let held = market.tables().catalog().held.len();
        let free = due.len().saturating_sub(held - later.len());
        // Who was due first is counted as free first: looking at each would take the time itself.
        let now = Clock::System.now();
        due.drain(..free).for_each(|deadline| latencies.add(now.since(deadline)));
    }
    latencies
}

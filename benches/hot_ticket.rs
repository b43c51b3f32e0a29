//! Thousands want one ticket: how fast all but one of them are told no.
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use holdfast::{
    actors::{CommandError, Market},
    domain::rules::ticket::TicketRefusal,
    types::OrderId,
};
use support::{
    folder,
    load::{self, Answer, Connection},
    report::{Latencies, Table, rate},
    seed::{self, PRICE, Seed},
    site::{Log, Site},
    span,
};
use tokio::task::JoinSet;

const SEED: Seed = Seed { tickets: 10, holds: 0 };

fn main() {
    support::main(async {
        let folder = folder();
        let heads = ["way, buyers at once", "answers a second", "p50", "p99", "longest"];
        let mut table = Table::new("One ticket that everybody wants", &heads);
        let data = folder.path().join("actors");
        seed::fill(&data, SEED);
        let market = seed::market(&data).await;
        for (n, at_once) in [(0, 64), (1, 256)] {
            let started = Instant::now();
            let mut latencies = through_actors(&market, n, at_once).await;
            let per_second = rate(latencies.len(), started.elapsed());
            let [p50, p99, longest] = latencies.cells();
            table.row(&[format!("actors, {at_once}"), per_second, p50, p99, longest]);
        }
        let data = folder.path().join("http");
        seed::fill(&data, SEED);
        let site = Site::start(&data, Log::File).await;
        let sessions = load::sign_in(site.address, 64).await;
        for (n, connections) in [(0, 64), (1, 256)] {
            let (sessions, winners) = (sessions.clone(), Arc::new(AtomicU32::new(0)));
            let path = format!("/tickets/{}/buy", seed::ticket(n));
            let form = format!("price={PRICE}");
            let request = move |connection: &Connection, place: usize, _: u32| {
                let session = &sessions[place % sessions.len()];
                Some(connection.post(&path, Some(session), &form))
            };
            let won = winners.clone();
            let check = move |answer: &Answer| match answer.status {
                // The one who holds it is shown their order, each time they ask.
                303 => drop(won.fetch_add(1, Ordering::Relaxed)),
                status => assert_eq!(status, 409),
            };
            let mut outcome = load::run(site.address, connections, span(), request, check).await;
            let answers = outcome.latencies.len();
            assert!(winners.load(Ordering::Relaxed) > 0, "somebody holds it");
            let [p50, p99, longest] = outcome.latencies.cells();
            let per_second = rate(answers, outcome.took);
            table.row(&[format!("HTTP, {connections}"), per_second, p50, p99, longest]);
        }
    });
}

async fn through_actors(market: &Arc<Market>, ticket: u32, at_once: u32) -> Latencies {
    let started = Instant::now();
    let winners = Arc::new(AtomicU32::new(0));
    let mut running = JoinSet::new();
    for buyer in 0..at_once {
        let (market, winners) = (market.clone(), winners.clone());
        running.spawn(async move {
            let mut latencies = Latencies::default();
            while started.elapsed() < span() {
                let asked = Instant::now();
                let (ticket, order) = (seed::ticket(ticket), OrderId::new());
                let reserved = market.reserve(ticket, order, seed::buyer(buyer), seed::price());
                match reserved.await {
                    Ok(()) => drop(winners.fetch_add(1, Ordering::Relaxed)),
                    Err(CommandError::Refused(
                        TicketRefusal::Held { .. } | TicketRefusal::HeldByYou { .. },
                    )) => {}
                    Err(error) => panic!("{error}"),
                }
                latencies.add(asked.elapsed());
            }
            latencies
        });
    }
    let mut latencies = Latencies::default();
    for one in running.join_all().await {
        latencies.extend(one);
    }
    assert_eq!(winners.load(Ordering::Relaxed), 1, "one reservation for one ticket");
    latencies
}

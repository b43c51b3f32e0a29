//! Reservations a second through the actors, each durable before it is answered.
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use holdfast::{actors::Market, types::OrderId};
use support::{
    disk, folder,
    report::{Latencies, Table, rate},
    scale,
    seed::{self, Seed},
    span,
};
use tokio::task::JoinSet;

fn main() {
    support::main(async {
        let folder = folder();
        let data = folder.path().join("data");
        let tickets = scale(400_000, 8_000);
        seed::fill(&data, Seed { tickets, holds: 0 });
        let market = seed::market(&data).await;
        disk::say_rate(folder.path());
        let heads = ["at once", "reservations a second", "p50", "p99", "longest"];
        let mut table = Table::new("Reservations through the actors", &heads);
        let next = Arc::new(AtomicU32::new(0));
        for at_once in [1, 16, 64, 256] {
            let started = Instant::now();
            let mut latencies = reserve(&market, &next, tickets, at_once).await;
            let per_second = rate(latencies.len(), started.elapsed());
            let [p50, p99, longest] = latencies.cells();
            table.row(&[at_once.to_string(), per_second, p50, p99, longest]);
        }
    });
}

async fn reserve(
    market: &Arc<Market>,
    next: &Arc<AtomicU32>,
    tickets: u32,
    at_once: u32,
) -> Latencies {
    let started = Instant::now();
    let mut running = JoinSet::new();
    for buyer in 0..at_once {
        let (market, next) = (market.clone(), next.clone());
        running.spawn(async move {
            let mut latencies = Latencies::default();
            while started.elapsed() < span() {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= tickets {
                    break;
                }
                let asked = Instant::now();
                let reserved = market.reserve(
                    seed::ticket(n),
                    OrderId::new(),
                    seed::buyer(buyer),
                    seed::price(),
                );
                reserved.await.expect("it is free");
                latencies.add(asked.elapsed());
            }
            latencies
        });
    }
    let mut latencies = Latencies::default();
    for one in running.join_all().await {
        latencies.extend(one);
    }
    latencies
}

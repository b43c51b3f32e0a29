//! Reservations a second as people make them: the program itself, forms over HTTP from buyers who
//! are signed in. The load generator is on the same cores.
mod support;

use std::{path::Path, time::Duration};

use support::{
    beside, disk, folder,
    load::{self, Answer, Connection},
    report::{Table, rate},
    scale,
    seed::{self, BUYERS, PRICE, Seed, TICKETS_PER_EVENT},
    site::{Log, Site, processor},
    span,
};

/// How many tickets one may have together.
const TOGETHER: u32 = 4;

fn main() {
    support::main(async {
        let folder = folder();
        disk::say_rate(folder.path());
        let heads = [
            "connections",
            "reservations a second",
            "p50",
            "p99",
            "longest",
            "processor for each",
            "the load's own",
        ];
        let mut table = Table::new("Reservations through HTTP", &heads);
        let mut with_64 = None;
        for connections in asked_for().unwrap_or_else(|| vec![1, 16, 64, 256]) {
            let name = connections.to_string();
            let data = folder.path().join(&name);
            let (row, rate) = measure(&data, connections, Log::File, name, 1).await;
            table.row(&row);
            with_64 = with_64.or((connections == 64).then_some(rate));
        }
        if asked_for().is_none() {
            let data = folder.path().join("quiet");
            let name = "64, log.level = warn".into();
            table.row(&measure(&data, 64, Log::Quiet, name, 1).await.0);
            let data = folder.path().join("together");
            let name = format!("64, {TOGETHER} tickets by one press");
            table.row(&measure(&data, 64, Log::File, name, TOGETHER).await.0);
        }
        drop(table);
        if let Some(ours) = with_64 {
            beside::measure(folder.path(), ours).await;
        }
    });
}

/// The numbers of connections on the command line: `cargo bench --bench reserve_http -- 64`.
fn asked_for() -> Option<Vec<usize>> {
    let numbers: Vec<usize> = std::env::args().filter_map(|n| n.parse().ok()).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// Presses of so many tickets of one event each.
async fn measure(
    data: &Path,
    connections: usize,
    log: Log,
    name: String,
    together: u32,
) -> (Vec<String>, f64) {
    let tickets = scale(if connections == 1 { 15_000 } else { 80_000 }, 3_000);
    seed::fill(data, Seed { tickets, holds: 0 });
    let site = Site::start(data, log).await;
    let sessions = load::sign_in(site.address, BUYERS).await;
    let form = format!("price={PRICE}");
    let request = move |connection: &Connection, _, n: u32| {
        let session = &sessions[n as usize % sessions.len()];
        let first = n * together;
        (first < tickets).then(|| match together {
            1 => {
                let path = format!("/tickets/{}/buy", seed::ticket(n));
                connection.post(&path, Some(session), &form)
            }
            _ => {
                let path = format!("/events/{}/buy", seed::event(first / TICKETS_PER_EVENT));
                let tickets = (first..first + together)
                    .map(|n| format!("ticket={}&", seed::ticket(n)))
                    .collect::<String>();
                let form = format!("{tickets}each={PRICE}&quantity={together}");
                connection.post(&path, Some(session), &form)
            }
        })
    };
    let before = (site.processor(), processor("self"));
    let mut outcome = load::run(site.address, connections, span(), request, is_reserved).await;
    let used = (site.processor() - before.0, processor("self") - before.1);
    let count = outcome.latencies.len();
    let each = |used: Duration| format!("{:.0} µs", used.as_secs_f64() * 1e6 / count as f64);
    let [p50, p99, longest] = outcome.latencies.cells();
    let row = vec![name, rate(count, outcome.took), p50, p99, longest, each(used.0), each(used.1)];
    (row, count as f64 / outcome.took.as_secs_f64())
}

fn is_reserved(answer: &Answer) {
    let to_order = answer
        .location
        .as_deref()
        .is_some_and(|to| to.starts_with("/orders/") || to.starts_with("/purchases/"));
    assert!(answer.status == 303 && to_order, "not reserved: {answer:?}");
}

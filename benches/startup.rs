//! How long a start takes, and how much memory a site at rest has in use: by what is for sale, and by
//! what has happened. `HOLDFAST_BENCH=long` adds a million tickets.
mod support;

use std::{path::Path, time::Duration};

use support::{
    folder, long,
    report::{Table, millis, thousands},
    scale,
    seed::{self, Seed},
    site::{Log, Site},
};

/// Long enough for what a start leaves to be tidied.
const AT_REST: Duration = Duration::from_secs(2);
const ROUNDS: usize = 3;

fn main() {
    support::main(async {
        let folder = folder();
        let heads = ["tickets", "holds", "first page", "Storage::open", "Market::start", "memory"];
        let mut table = Table::new("Start-up (the median of three), and memory at rest", &heads);
        let mut at_rest = vec![];
        let many = scale(100_000, 2_000);
        for (tickets, holds) in [(0, 0), (1_000, 0), (many / 10, 0), (many, 0), (many, many / 10)] {
            let data = folder.path().join(format!("{tickets}-{holds}"));
            seed::fill(&data, Seed { tickets, holds });
            let mut opened = [vec![], vec![]];
            for _ in 0..ROUNDS {
                let [open, start] = seed::time_open(&data);
                opened[0].push(open);
                opened[1].push(start);
            }
            let mut pages = vec![];
            let mut memory = 0;
            for _ in 0..ROUNDS {
                let site = Site::start(&data, Log::File).await;
                pages.push(site.first_page);
                if pages.len() == ROUNDS {
                    tokio::time::sleep(AT_REST).await;
                    memory = site.memory();
                }
            }
            at_rest.push((tickets, holds, memory));
            let [open, start] = opened.map(median);
            table.row(&[
                thousands(f64::from(tickets)),
                thousands(f64::from(holds)),
                millis(median(pages)),
                millis(open),
                millis(start),
                format!("{:.1} MiB", memory as f64 / 1024.0 / 1024.0),
            ]);
        }
        drop(table);
        history(folder.path()).await;
        if long() {
            a_million(folder.path()).await;
        }
        let memory_with = |tickets, holds| {
            let found = at_rest.iter().find(|(t, h, _)| (*t, *h) == (tickets, holds));
            found.map_or(0.0, |(.., memory)| *memory as f64)
        };
        let each = (memory_with(many, 0) - memory_with(0, 0)) / f64::from(many);
        println!("\nmemory for each listed ticket: {each:.0} bytes");
        let each = (memory_with(many, many / 10) - memory_with(many, 0)) / f64::from(many / 10);
        println!("and for each live hold: {each:.0} bytes more");
    });
}

/// The same tickets for sale, with and without a past.
async fn history(folder: &Path) {
    let heads = ["domain events that happened", "first page", "Storage::open", "memory"];
    let mut table = Table::new("Start-up over a past, with 10,000 tickets for sale", &heads);
    let (tickets, past) = (scale(10_000, 500), scale(1_000_000, 5_000));
    let without = folder.join("no-past");
    seed::fill(&without, Seed { tickets, holds: 0 });
    let with = folder.join("past");
    seed::fill(&with, Seed { tickets, holds: 0 });
    seed::let_happen(&with, past);
    // By turns, for the machine may change meanwhile.
    let mut found = [0, past].map(|events| (events, vec![], vec![], 0));
    for _ in 0..ROUNDS {
        for (data, (_, pages, opened, memory)) in [&without, &with].into_iter().zip(&mut found) {
            opened.push(seed::time_open(data)[0]);
            let site = Site::start(data, Log::File).await;
            pages.push(site.first_page);
            tokio::time::sleep(AT_REST).await;
            *memory = site.memory();
        }
    }
    let firsts = found.map(|(events, pages, opened, memory)| {
        let (page, open) = (median(pages), median(opened));
        table.row(&[
            thousands(f64::from(events)),
            millis(page),
            millis(open),
            format!("{:.1} MiB", memory as f64 / 1024.0 / 1024.0),
        ]);
        page.as_secs_f64()
    });
    drop(table);
    println!("\nto the first page, with the past against without: {:.2}", firsts[1] / firsts[0]);
}

async fn a_million(folder: &Path) {
    let heads = ["tickets", "first page", "Storage::open", "memory"];
    let mut table = Table::new("Start-up with very many tickets for sale", &heads);
    let data = folder.join("million");
    seed::fill(&data, Seed { tickets: 1_000_000, holds: 0 });
    let mut opened = vec![];
    let mut pages = vec![];
    let mut memory = 0;
    for _ in 0..ROUNDS {
        opened.push(seed::time_open(&data)[0]);
        let site = Site::start(&data, Log::File).await;
        pages.push(site.first_page);
        tokio::time::sleep(AT_REST).await;
        memory = site.memory();
    }
    table.row(&[
        thousands(1e6),
        millis(median(pages)),
        millis(median(opened)),
        format!("{:.1} MiB", memory as f64 / 1024.0 / 1024.0),
    ]);
}

fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

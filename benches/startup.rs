//! How long a start takes, and how much memory a site at rest has in use.
mod support;

use std::time::Duration;

use support::{
    folder,
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

fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

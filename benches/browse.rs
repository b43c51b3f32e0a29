//! Pages a second with 10,000 tickets on sale, over 64 connections.
mod support;

use support::{
    folder,
    load::{self, Answer, Connection},
    report::{Table, rate},
    seed::{self, Seed},
    site::{Log, Site},
    span,
};

fn main() {
    support::main(async {
        let folder = folder();
        let data = folder.path().join("data");
        seed::fill(&data, Seed { tickets: 10_000, holds: 500 });
        let site = Site::start(&data, Log::File).await;
        let sessions = load::sign_in(site.address, 1).await;
        let session = sessions.first().cloned();
        let heads = ["page", "a second", "p50", "p99", "bytes"];
        let mut table = Table::new("Pages, 64 connections, 10,000 tickets", &heads);
        let event = format!("/events/{}", seed::event(300));
        let ticket = format!("/tickets/{}", seed::ticket(6_000));
        for (name, path, session) in [
            ("home", "/", None),
            ("home, signed in", "/", session.clone()),
            ("home, page 150", "/?page=150", None),
            ("event", &event, None),
            ("event, signed in", &event, session.clone()),
            ("ticket", &ticket, None),
            ("ticket, signed in", &ticket, session.clone()),
        ] {
            let one = Connection::open(site.address).await;
            let mut one = one.expect("a connection");
            let path = load::leads_to(site.address, path).await;
            let bytes = one.ask(&one.get(&path, session.as_deref())).await.body_bytes;
            let request = move |connection: &Connection, _: usize, _: u32| {
                Some(connection.get(&path, session.as_deref()))
            };
            let check = |answer: &Answer| assert_eq!(answer.status, 200);
            let mut outcome = load::run(site.address, 64, span(), request, check).await;
            let [p50, p99, _] = outcome.latencies.cells();
            let per_second = rate(outcome.latencies.len(), outcome.took);
            table.row(&[name.into(), per_second, p50, p99, bytes.to_string()]);
        }
    });
}

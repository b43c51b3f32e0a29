//! Searches over 100,000 tickets for 5,000 events, and with `HOLDFAST_BENCH=long` over 1,000,000 for
//! 20,000, one at a time: what the server needs for each page, from the request's first byte to the
//! answer's last, rendering included.
mod support;

use support::{
    folder,
    load::{self, Answer, Connection},
    long,
    report::{Table, thousands},
    scale, seed,
    site::{Log, Site},
    span,
};

/// What is asked, from the plainest to what is meant to take long.
const SEARCHES: [(&str, &str); 24] = [
    ("nothing", "/"),
    ("nothing, page 1000", "/?page=1000"),
    ("nothing, page 2000", "/?page=2000"),
    ("cheapest", "/?sort=cheapest"),
    ("cheapest, page 1000", "/?sort=cheapest&page=1000"),
    ("cheapest, page 2000", "/?sort=cheapest&page=2000"),
    ("newest", "/?sort=newest"),
    ("newest, page 1000", "/?sort=newest&page=1000"),
    ("newest, page 2000", "/?sort=newest&page=2000"),
    ("one letter, which all have", "/?q=t"),
    ("the same, cheapest", "/?q=t&sort=cheapest"),
    ("two words", "/?q=lanterns%20berlin"),
    ("two words with a typo each", "/?q=latnerns%20belrin"),
    ("ten words of one letter", "/?q=t%20p%20l%20h%201%202%203%204%205%206"),
    (
        "ten words that all have, cheapest",
        "/?q=t%20th%20the%20h%20ha%20hal%20hall%20p%20pa%20par&sort=cheapest",
    ),
    (
        "ten long words with typos",
        "/?q=papre%20latnerns%20harbuor%20orchetsra%20clokcmakers%20cartogrpaher%20elecrtic%20\
         wanderign%20northenr%20sattic",
    ),
    ("a city", "/?city=Berlin"),
    ("days", "/?from=2027-01-01&to=2027-01-31"),
    ("days, all of them", "/?from=2000-01-01&to=2099-12-31"),
    ("prices", "/?min_price=20&max_price=30"),
    ("prices, all of them", "/?min_price=0.01&max_price=999999.99"),
    ("prices, all of them, cheapest", "/?min_price=0.01&max_price=999999.99&sort=cheapest"),
    (
        "all of it, cheapest",
        "/?q=the%20hall&city=Berlin&from=2000-01-01&to=2099-12-31&min_price=1&max_price=900\
         &sort=cheapest",
    ),
    (
        "all of it, and nothing is found",
        "/?q=the%20hall&city=Berlin&from=2000-01-01&to=2099-12-31&min_price=900&max_price=901",
    ),
];

fn main() {
    support::main(async {
        let (tickets, events) = scale((100_000, 5_000), (2_000, 100));
        measure(tickets, events).await;
        if long() {
            measure(1_000_000, 20_000).await;
        }
    });
}

async fn measure(tickets: u32, events: u32) {
    let folder = folder();
    let data = folder.path().join("data");
    seed::fill_varied(&data, tickets, events);
    let site = Site::start(&data, Log::File).await;
    let title = format!(
        "Searches one at a time, {} tickets for {} events",
        thousands(f64::from(tickets)),
        thousands(f64::from(events)),
    );
    let mut table = Table::new(&title, &["search", "p50", "p99", "longest", "bytes"]);
    let event = format!("/events/{}", seed::event(events - 1));
    let last = format!("{event}?page=1000");
    let pages = [("an event", event.as_str()), ("an event, its last page", &last)];
    for (name, path) in SEARCHES.into_iter().chain(pages) {
        let one = Connection::open(site.address).await;
        let mut one = one.expect("a connection");
        let path = load::leads_to(site.address, path).await;
        let bytes = one.ask(&one.get(&path, None)).await.body_bytes;
        let request =
            move |connection: &Connection, _: usize, _: u32| Some(connection.get(&path, None));
        let check = |answer: &Answer| assert_eq!(answer.status, 200);
        let mut outcome = load::run(site.address, 1, span(), request, check).await;
        let [p50, p99, longest] = outcome.latencies.cells();
        table.row(&[name.into(), p50, p99, longest, bytes.to_string()]);
    }
    drop(table);
    println!("\nmemory: {:.1} MiB", site.memory() as f64 / 1024.0 / 1024.0);
}

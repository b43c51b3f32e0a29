//! What programs beside the pages take and cost: reservations through the API beside those through
//! pages, and events a second to a NATS server (`HOLDFAST_NATS_SERVER` names one) with how far the bus is
//! behind under reservations. All of it on the same cores.
mod support;

use std::{
    env,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use holdfast::{
    clock::Clock,
    domain::{AccessTokenEvent, DomainEvent, Scope, ShownToken},
    storage::Storage,
    types::TokenName,
};
use support::{
    folder,
    load::{self, Answer, Connection},
    report::{Table, millis, rate, thousands},
    scale,
    seed::{self, BUYERS, PRICE, Seed},
    site::{Log, Site},
    span,
};

const CONNECTIONS: usize = 64;
/// How often it is looked how far the bus is behind.
const LOOKED_EVERY: Duration = Duration::from_millis(50);

fn main() {
    support::main(async {
        let folder = folder();
        let heads = ["by", "reservations a second", "p50", "p99", "longest", "processor for each"];
        let mut table = Table::new("Reservations over 64 connections", &heads);
        for (turn, by) in ["pages", "API", "pages", "API"].into_iter().enumerate() {
            let data = folder.path().join(turn.to_string());
            table.row(&reservations(&data, by, None).await.0);
        }
        let Some(server) = env::var_os("HOLDFAST_NATS_SERVER") else {
            drop(table);
            println!("HOLDFAST_NATS_SERVER names no nats-server: the bus is not measured");
            return;
        };
        let nats = Nats::start(Path::new(&server), folder.path()).await;
        let data = folder.path().join("with-bus");
        let (row, (worst, caught_up)) =
            reservations(&data, "pages, with the bus", Some(&nats)).await;
        table.row(&row);
        drop(table);
        println!(
            "\nThe bus was {} entries behind at the most, and had caught up {} after the last reservation",
            thousands(worst),
            millis(caught_up)
        );
        drop(nats);
        catching_up(&folder, Path::new(&server)).await;
    });
}

/// Some seconds of them; and how many entries the bus was behind at the most, and how long until it was
/// not.
async fn reservations(
    data: &Path,
    by: &str,
    nats: Option<&Nats>,
) -> (Vec<String>, (f64, Duration)) {
    let tickets = scale(80_000, 3_000);
    seed::fill(data, Seed { tickets, holds: 0 });
    let tokens = if by == "API" { tokens(data).await } else { vec![] };
    let url = nats.map_or(String::new(), |nats| nats.url.clone());
    let stream = "RESERVATIONS";
    let variables = [("HOLDFAST_BUS__URL", &*url), ("HOLDFAST_BUS__STREAM", stream)];
    let site = Site::start_with(data, Log::File, &variables).await;
    let address = site.address;
    if nats.is_some() {
        until_published(address).await;
    }
    let sessions = if by == "API" { vec![] } else { load::sign_in(address, BUYERS).await };
    let form = format!("price={PRICE}");
    let request = move |connection: &Connection, _, n: u32| {
        let ticket = seed::ticket(n);
        (n < tickets).then(|| match sessions.is_empty() {
            false => {
                let session = &sessions[n as usize % sessions.len()];
                connection.post(&format!("/tickets/{ticket}/buy"), Some(session), &form)
            }
            true => {
                let token = &tokens[n as usize % tokens.len()];
                let body = format!(
                    r#"{{"ticketId":"{ticket}","price":{{"minor":4950,"currency":"EUR"}}}}"#
                );
                connection.post_json("/api/v1/orders", token, &body)
            }
        })
    };
    let watching = nats.map(|_| tokio::spawn(worst_backlog(address)));
    let before = site.processor();
    let mut outcome = load::run(address, CONNECTIONS, span(), request, is_reserved).await;
    let used = site.processor() - before;
    let ended = Instant::now();
    let mut backlog = (0.0, Duration::ZERO);
    if let Some(watching) = watching {
        until_published(address).await;
        backlog = (watching.await.expect("it was watched"), ended.elapsed());
    }
    let count = outcome.latencies.len();
    let [p50, p99, longest] = outcome.latencies.cells();
    let each = format!("{:.0} µs", used.as_secs_f64() * 1e6 / count as f64);
    let row = vec![by.to_owned(), rate(count, outcome.took), p50, p99, longest, each];
    (row, backlog)
}

fn is_reserved(answer: &Answer) {
    let to_order = answer.location.as_deref().is_some_and(|to| to.contains("/orders/"));
    assert!(matches!(answer.status, 201 | 303) && to_order, "not reserved: {answer:?}");
}

/// A token of each buyer.
async fn tokens(data: &Path) -> Vec<String> {
    let (storage, _) = Storage::open(data, Clock::System).expect("it opens");
    let now = Clock::System.now();
    let (mut tokens, mut made) = (vec![], vec![]);
    for n in 0..BUYERS {
        let shown = ShownToken::generate().expect("randomness");
        let event = AccessTokenEvent::Made {
            owner: seed::buyer(n),
            epoch: 0,
            name: TokenName::parse("a program").expect("a name"),
            scopes: [Scope::Buy, Scope::Read].into_iter().collect(),
            expires_at: now + Duration::from_secs(3600),
            hash: shown.hash(),
        };
        made.push(DomainEvent::AccessToken(shown.id, event));
        tokens.push(shown.expose());
    }
    for some in made.chunks(200) {
        storage.commit(now, some.to_vec()).await.expect("it can be");
    }
    storage.close();
    tokens
}

/// A journal of many events that has never been published.
async fn catching_up(folder: &tempfile::TempDir, server: &Path) {
    let tickets = scale(100_000, 3_000);
    let data = folder.path().join("unpublished");
    seed::fill(&data, Seed { tickets, holds: 0 });
    let nats = Nats::start(server, folder.path()).await;
    let site = Site::start_with(&data, Log::File, &[("HOLDFAST_BUS__URL", &nats.url)]).await;
    let began = Instant::now();
    until_published(site.address).await;
    let took = began.elapsed();
    let events = metric(site.address, "bus_events_total").await.unwrap_or(0.0);
    let rate = thousands(events / took.as_secs_f64());
    println!("\n{} events were published in {}: {rate} a second", thousands(events), millis(took));
}

async fn metric(address: std::net::SocketAddr, name: &str) -> Option<f64> {
    let mut connection = Connection::open(address).await?;
    let text = connection.text(&connection.get("/metrics", None)).await;
    text.lines().find_map(|line| line.strip_prefix(&format!("holdfast_{name} "))?.parse().ok())
}

async fn until_published(address: std::net::SocketAddr) {
    let connected = async || metric(address, "bus_connected").await == Some(1.0);
    while !connected().await || metric(address, "bus_behind_entries").await != Some(0.0) {
        tokio::time::sleep(LOOKED_EVERY).await;
    }
}

/// Until it has been behind and is not any more for a second.
async fn worst_backlog(address: std::net::SocketAddr) -> f64 {
    let (mut worst, mut quiet_since) = (0.0_f64, Instant::now());
    while quiet_since.elapsed() < Duration::from_secs(1) {
        let behind = metric(address, "bus_behind_entries").await.unwrap_or(0.0);
        worst = worst.max(behind);
        if behind > 0.0 {
            quiet_since = Instant::now();
        }
        tokio::time::sleep(LOOKED_EVERY).await;
    }
    worst
}

/// A NATS server with JetStream; it is killed when this is dropped.
struct Nats {
    child: Child,
    url: String,
    _store: tempfile::TempDir,
}

impl Nats {
    async fn start(server: &Path, folder: &Path) -> Self {
        let store = tempfile::TempDir::new_in(folder).expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let port = free.expect("a free port").port();
        let child = Command::new(server)
            .args(["-js", "-a", "127.0.0.1", "-p", &port.to_string(), "-sd"])
            .arg(store.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the NATS server starts");
        let nats = Self { child, url: format!("nats://127.0.0.1:{port}"), _store: store };
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(LOOKED_EVERY).await;
        }
        nats
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        // An error means that it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

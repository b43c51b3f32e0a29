//! Files of 10 MB that come: how fast, with how much memory, and what is left to others meanwhile.
mod support;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use support::{
    folder,
    load::{self, Answer, Connection, Outcome},
    report::{Table, rate, thousands},
    seed::{self, Seed},
    site::{Log, Site},
    span,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

const FILE_BYTES: usize = 10 * 1024 * 1024;
const AT_ONCE: u32 = 32;
/// A phone on a good line: 8 Mbit/s.
const PHONE_BYTES_PER_SECOND: usize = 1024 * 1024;
const BOUNDARY: &str = "----a-browsers-boundary";

fn main() {
    support::main(async {
        let folder = folder();
        let data = folder.path().join("data");
        seed::fill(&data, Seed { tickets: 10_000, holds: 0 });
        let site = Site::start(&data, Log::File).await;
        let address = site.address;
        let sellers = listed(address).await;
        let body = body();
        let heads = ["uploads at once", "MB/s", "memory", "event pages a second", "against none"];
        let mut table = Table::new("Files of 10 MB", &heads);
        let alone = pages(address).await;
        let alone = alone.latencies.len() as f64 / alone.took.as_secs_f64();
        let memory = |site: &Site| format!("{:.0} MB", site.memory() as f64 / 1e6);
        table.row(&["none".into(), "".into(), memory(&site), thousands(alone), "".into()]);
        for (name, count, pace) in [
            ("1", 1, None),
            ("32, 1 MB/s each", AT_ONCE, Some(PHONE_BYTES_PER_SECOND)),
            ("32", AT_ONCE, None),
        ] {
            let (sent, over) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
            let mut uploads = JoinSet::new();
            for (n, seller) in sellers.iter().take(count as usize).cloned().enumerate() {
                let (body, sent, over) = (body.clone(), sent.clone(), over.clone());
                uploads.spawn(async move {
                    for round in 0.. {
                        if over.load(Ordering::Relaxed) {
                            return;
                        }
                        upload(address, &seller, &body, n, round, pace, &sent, &over).await;
                    }
                });
            }
            let started = Instant::now();
            // None has its place at once, nor all of its memory.
            tokio::time::sleep(span() / 3).await;
            let measured = pages(address).await;
            let memory = memory(&site);
            let megabytes = sent.load(Ordering::Relaxed) as f64 / 1e6;
            let speed = megabytes / started.elapsed().as_secs_f64();
            over.store(true, Ordering::Relaxed);
            uploads.join_all().await;
            // Who broke off has a place until that is noticed.
            let incoming = data.join("files/incoming");
            while std::fs::read_dir(&incoming).expect("a folder").next().is_some() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let ratio = measured.latencies.len() as f64 / measured.took.as_secs_f64() / alone;
            table.row(&[
                name.into(),
                format!("{speed:.0}"),
                memory,
                rate(measured.latencies.len(), measured.took),
                format!("{ratio:.2}"),
            ]);
        }
    });
}

/// Somebody with a ticket of their own.
#[derive(Clone)]
struct Seller {
    session: String,
    ticket: String,
}

async fn listed(address: SocketAddr) -> Vec<Seller> {
    let mut sellers = vec![];
    for session in load::sign_in(address, AT_ONCE).await {
        let mut connection = Connection::open(address).await.expect("a connection");
        let form = format!("event_id={}&title=Row+5&price=49.50", seed::event(300));
        let answer = connection.ask(&connection.post("/tickets", Some(&session), &form)).await;
        let ticket = answer.location.unwrap_or_else(|| panic!("listed, with {}", answer.status));
        sellers.push(Seller { session, ticket });
    }
    sellers
}

async fn pages(address: SocketAddr) -> Outcome {
    let path = load::leads_to(address, &format!("/events/{}", seed::event(300))).await;
    let request =
        move |connection: &Connection, _: usize, _: u32| Some(connection.get(&path, None));
    let check = |answer: &Answer| assert_eq!(answer.status, 200);
    load::run(address, 16, span(), request, check).await
}

/// What all files have in common; each ends in its own way.
fn body() -> Arc<[u8]> {
    let mut body = b"%PDF-1.4\n".to_vec();
    body.resize(FILE_BYTES - 64, b'x');
    body.into()
}

#[expect(clippy::too_many_arguments, reason = "a bench's own")]
async fn upload(
    address: SocketAddr,
    seller: &Seller,
    body: &[u8],
    n: usize,
    round: u32,
    pace: Option<usize>,
    sent: &AtomicU64,
    over: &AtomicBool,
) {
    let part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    let end = format!("\n{n} {round} {}\n%%EOF\r\n--{BOUNDARY}--\r\n", std::process::id());
    let length = part.len() + body.len() + end.len();
    let Seller { session, ticket } = seller;
    let head = format!(
        "POST {ticket}/file HTTP/1.1\r\nHost: {address}\r\nCookie: {session}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{part}"
    );
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("it is sent");
    let chunk = pace.map_or(256 * 1024, |pace| pace / 10);
    for chunk in body.chunks(chunk) {
        if over.load(Ordering::Relaxed) {
            return;
        }
        stream.write_all(chunk).await.expect("it is sent");
        sent.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        if pace.is_some() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    stream.write_all(end.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
}

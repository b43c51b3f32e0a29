//! Thousands look: how soon all of them are told what changes, what an open page costs, and what
//! those cost who buy.
mod support;

use std::{
    io::ErrorKind,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use support::{
    folder,
    load::{self, Answer, Connection},
    report::{Latencies, Table, rate, thousands},
    scale,
    seed::{self, PRICE, Seed},
    site::{Log, Site},
    span,
};
use tokio::{net::TcpStream, task::JoinSet};

/// All who look here come from one address.
const FROM_ONE_ADDRESS: [(&str, &str); 1] =
    [("HOLDFAST_SERVER__CONNECTIONS_PER_ADDRESS_MAX", "16384")];
/// How many tickets a home page shows.
const SHOWN: u32 = 50;
/// How long the longest text is that is waited for.
const ID_BYTES: usize = 36;

fn main() {
    support::main(async {
        let folder = folder();
        one_ticket(&folder.path().join("ticket")).await;
        home_page(folder.path()).await;
        reservations(folder.path()).await;
    });
}

/// Ten thousand look at one ticket, which is held and free again by turns.
async fn one_ticket(data: &Path) {
    let heads = ["looking, changes", "p50", "p99", "the last", "memory", "for each who looks"];
    let mut table = Table::new("From the request that changes a ticket to those who look", &heads);
    seed::fill(data, Seed { tickets: 100, holds: 0 });
    let site = Site::start_with(data, Log::File, &FROM_ONE_ADDRESS).await;
    let session = load::sign_in(site.address, 1).await.remove(0);
    let mut buyer = Connection::open(site.address).await.expect("a connection");
    let (before, audience) = (site.memory(), Audience::new());
    let mut looking = JoinSet::new();
    let (apart, at_once) = (Duration::from_millis(300), Duration::ZERO);
    for (count, pause, name) in [
        (scale(1000, 100), apart, "now and then"),
        (scale(10_000, 300), apart, "now and then"),
        (scale(10_000, 300), at_once, "one after the other"),
    ] {
        let ticket = format!("/tickets/{}", seed::ticket(0));
        audience.expect("available");
        let more = count - looking.len();
        audience.seat(&mut looking, &site, &format!("{ticket}/live"), more).await;
        audience.until(more).await;
        let memory = site.memory();
        audience.start().await;
        for _ in 0..scale(10, 2) {
            tokio::time::sleep(pause).await;
            audience.expect("reserved");
            let form = format!("price={PRICE}");
            let request = buyer.post(&format!("{ticket}/buy"), Some(&session), &form);
            let order = buyer.ask(&request).await.location.expect("an order");
            audience.until(count).await;
            tokio::time::sleep(pause).await;
            audience.expect("available");
            let request = buyer.post(&format!("{order}/cancel"), Some(&session), "");
            assert_eq!(buyer.ask(&request).await.status, 303);
            audience.until(count).await;
        }
        let [p50, p99, last] = audience.latencies.lock().cells();
        let grown = memory.saturating_sub(before) as f64;
        table.row(&[
            format!("{}, {name}", thousands(count as f64)),
            p50,
            p99,
            last,
            mib(memory as f64),
            format!("{:.1} KiB", grown / 1024.0 / count as f64),
        ]);
    }
}

/// A thousand look at the home page while a thousand tickets a second are bought.
async fn home_page(folder: &Path) {
    let heads = [
        "looking",
        "told of",
        "changes a second",
        "p50",
        "p99",
        "the last",
        "processor",
        "sent a second",
    ];
    let mut table = Table::new("The home page during an on-sale", &heads);
    let shown = shown();
    for (name, looking, told_of, path) in [
        ("nobody", 0, "", String::new()),
        ("shown", scale(1000, 50), "the tickets they show", format!("/live?tickets={shown}")),
        ("many", scale(10_000, 100), "the tickets they show", format!("/live?tickets={shown}")),
        ("all", scale(100, 10), "all tickets", "/live".to_owned()),
    ] {
        let data = folder.join(name);
        let span = span() * 2;
        let tickets = SHOWN + 1100 * u32::try_from(span.as_millis()).expect("short") / 1000;
        seed::fill(&data, Seed { tickets, holds: 0 });
        let site = Site::start_with(&data, Log::File, &FROM_ONE_ADDRESS).await;
        let sessions = load::sign_in(site.address, 64).await;
        let audience = Audience::new();
        let mut all = JoinSet::new();
        audience.seat(&mut all, &site, &path, looking).await;
        audience.start().await;
        let probing = probe(site.address, sessions[0].clone(), audience.clone(), looking, span);
        let probing = tokio::spawn(probing);
        let (used, started) = (site.processor(), Instant::now());
        let changes = on_sale(&site, &sessions, span).await;
        let took = started.elapsed();
        let used = (site.processor() - used).as_secs_f64() / took.as_secs_f64();
        let sent = audience.bytes.load(Ordering::Relaxed) as f64 / took.as_secs_f64();
        probing.await.expect("no panic");
        let [p50, p99, last] = match looking {
            0 => ["", "", ""].map(str::to_owned),
            _ => audience.latencies.lock().cells(),
        };
        table.row(&[
            thousands(looking as f64),
            told_of.into(),
            rate(changes, took),
            p50,
            p99,
            last,
            format!("{:.0} % of a core", used * 100.0),
            mib(sent),
        ]);
    }
}

/// Holds one of the tickets that are shown after the other; each time all must be told.
async fn probe(
    address: std::net::SocketAddr,
    session: String,
    audience: Arc<Audience>,
    looking: usize,
    span: Duration,
) {
    let mut buyer = Connection::open(address).await.expect("a connection");
    let started = Instant::now();
    for n in (0..SHOWN).take_while(|_| looking > 0 && started.elapsed() < span) {
        audience.expect_of(&seed::ticket(n).to_string());
        let path = format!("/tickets/{}/buy", seed::ticket(n));
        let request = buyer.post(&path, Some(&session), &format!("price={PRICE}"));
        assert_eq!(buyer.ask(&request).await.status, 303);
        audience.until(looking).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Buys a thousand tickets a second that nobody sees; gives how many.
async fn on_sale(site: &Site, sessions: &[String], span: Duration) -> usize {
    let next = Arc::new(AtomicU32::new(0));
    let started = Instant::now();
    let mut buying = JoinSet::new();
    for place in 0..16 {
        let mut buyer = Connection::open(site.address).await.expect("a connection");
        let (next, session) = (next.clone(), sessions[place % sessions.len()].clone());
        buying.spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let due = started + Duration::from_millis(u64::from(n));
                if due >= started + span {
                    return;
                }
                tokio::time::sleep_until(due.into()).await;
                let path = format!("/tickets/{}/buy", seed::ticket(SHOWN + n));
                let request = buyer.post(&path, Some(&session), &format!("price={PRICE}"));
                assert_eq!(buyer.ask(&request).await.status, 303);
            }
        });
    }
    buying.join_all().await;
    usize::try_from(span.as_millis()).expect("short")
}

/// Reservations a second as in `reserve_http`, with so many open pages that show other tickets.
async fn reservations(folder: &Path) {
    let heads = ["open pages", "reservations a second", "p50", "p99", "processor for each"];
    let mut table = Table::new("Reservations through HTTP, 64 connections", &heads);
    let home = format!("/live?tickets={}", shown());
    let ticket = format!("/tickets/{}/live", seed::ticket(0));
    for (name, count, path) in [
        ("none", 0, &home),
        ("1,000 of a ticket", scale(1000, 50), &ticket),
        ("1,000 of the home page", scale(1000, 50), &home),
        ("10,000 of the home page", scale(10_000, 100), &home),
    ] {
        let data = folder.join(name);
        let tickets = scale(80_000, 3000);
        seed::fill(&data, Seed { tickets, holds: 0 });
        let site = Site::start_with(&data, Log::File, &FROM_ONE_ADDRESS).await;
        let sessions = load::sign_in(site.address, 64).await;
        let mut all = JoinSet::new();
        Audience::new().seat(&mut all, &site, path, count).await;
        let form = format!("price={PRICE}");
        let request = move |connection: &Connection, place: usize, n: u32| {
            let path = format!("/tickets/{}/buy", seed::ticket(SHOWN + n));
            let session = &sessions[place % sessions.len()];
            (SHOWN + n < tickets).then(|| connection.post(&path, Some(session), &form))
        };
        let is_reserved = |answer: &Answer| assert_eq!(answer.status, 303);
        let before = site.processor();
        let mut outcome = load::run(site.address, 64, span(), request, is_reserved).await;
        let used = site.processor() - before;
        let made = outcome.latencies.len();
        let [p50, p99, _] = outcome.latencies.cells();
        let each = format!("{:.0} µs", used.as_secs_f64() * 1e6 / made as f64);
        table.row(&[name.into(), rate(made, outcome.took), p50, p99, each]);
    }
}

fn shown() -> String {
    (0..SHOWN).map(|n| seed::ticket(n).to_string()).collect::<Vec<_>>().join(",")
}

fn mib(bytes: f64) -> String {
    format!("{:.1} MiB", bytes / 1024.0 / 1024.0)
}

/// Those who look, and how soon each was told what is waited for.
struct Audience {
    /// What is waited for, and since when. It changes only when nobody is to be told any more.
    expected: Mutex<(String, Instant)>,
    told: AtomicUsize,
    bytes: AtomicU64,
    latencies: Mutex<Latencies>,
}

impl Audience {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            expected: Mutex::new((String::new(), Instant::now())),
            told: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
            latencies: Mutex::default(),
        })
    }

    /// Once all have what their streams begin with: from now on what is told is counted.
    async fn start(&self) {
        let mut bytes = None;
        while bytes.replace(self.bytes.load(Ordering::Relaxed)) != bytes {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        *self.latencies.lock() = Latencies::default();
        self.bytes.store(0, Ordering::Relaxed);
    }

    /// Waits for a status from now on.
    fn expect(&self, status: &str) {
        self.expect_of(&format!("\"status\":\"{status}\""));
    }

    fn expect_of(&self, text: &str) {
        self.told.store(0, Ordering::Relaxed);
        *self.expected.lock() = (text.to_owned(), Instant::now());
    }

    /// Waits until so many have been told.
    async fn until(&self, count: usize) {
        let started = Instant::now();
        while self.told.load(Ordering::Relaxed) < count {
            let told = self.told.load(Ordering::Relaxed);
            assert!(started.elapsed() < Duration::from_secs(30), "{told} of {count} were told");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Opens so many more streams. Each is there once it has begun to answer.
    async fn seat(
        self: &Arc<Self>,
        looking: &mut JoinSet<()>,
        site: &Site,
        path: &str,
        count: usize,
    ) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", site.address);
        for _ in 0..count {
            let stream = TcpStream::connect(site.address).await.expect("a connection");
            assert_eq!(stream.try_write(request.as_bytes()).expect("it is sent"), request.len());
            stream.readable().await.expect("an answer");
            let audience = self.clone();
            looking.spawn(async move { audience.look(&stream).await });
        }
    }

    async fn look(&self, stream: &TcpStream) {
        // A text may come in two parts.
        let mut tail = Vec::with_capacity(ID_BYTES);
        loop {
            stream.readable().await.expect("it is open");
            let mut part = [0; 16 * 1024];
            let kept = tail.len();
            part[..kept].copy_from_slice(&tail);
            match stream.try_read(&mut part[kept..]) {
                Ok(0) => panic!("the stream has ended"),
                Ok(count) => {
                    let text = self.hear(&part[..kept + count], count);
                    let keep = text.saturating_sub(1).min(kept + count);
                    tail.clear();
                    tail.extend_from_slice(&part[kept + count - keep..kept + count]);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Gives the length of the text that is waited for.
    fn hear(&self, told: &[u8], fresh: usize) -> usize {
        let heard = Instant::now();
        self.bytes.fetch_add(fresh as u64, Ordering::Relaxed);
        let (found, since, length) = {
            let expected = self.expected.lock();
            let text = expected.0.as_bytes();
            let found = !text.is_empty() && told.windows(text.len()).any(|part| part == text);
            (found, expected.1, text.len())
        };
        if found {
            self.latencies.lock().add(heard - since);
            self.told.fetch_add(1, Ordering::Relaxed);
        }
        length
    }
}

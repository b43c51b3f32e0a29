//! Reservations a second through the actors, each durable before it is answered; and listings, one at a
//! time, where nobody and where very many want to hear of them. `-- listings` does these alone.
mod support;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use holdfast::{
    actors::{Backups, Market},
    clock::Clock,
    delivery::mail::{Post, scripted::ScriptedPost},
    domain::{
        AlertEvent, AlertPace, AlertTopic, Details, DomainEvent, SearchTopic, UserEvent,
        rules::ticket::NewListing,
    },
    payments::sandbox::Sandbox,
    storage::Storage,
    types::{AlertId, Category, City, OrderId, SearchText, TicketId, Title, UserId, Venue},
};
use support::{
    disk, folder,
    report::{Latencies, Table, rate, thousands},
    scale,
    seed::{self, Seed},
    span,
};
use tokio::task::JoinSet;

/// How many alerts one user has: as many as may be.
const ALERTS_EACH: u32 = 20;
/// How often the two markets take turns: beyond the time at which those who want to hear are told.
const TURNS: usize = 6;

fn main() {
    support::main(async {
        let folder = folder();
        if !std::env::args().any(|name| name == "listings") {
            reservations(folder.path()).await;
        }
        listings(folder.path()).await;
    });
}

async fn reservations(folder: &Path) {
    let data = folder.join("data");
    let tickets = scale(400_000, 8_000);
    seed::fill(&data, Seed { tickets, holds: 0 });
    let market = seed::market(&data).await;
    disk::say_rate(folder);
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
    market.stop(Duration::from_secs(5)).await;
}

/// By turns, without alerts and with very many, of which a tenth are searches that find nothing: ten
/// seconds after the first listing all of these are looked through, beside the listings.
async fn listings(folder: &Path) {
    let users = scale(5_000, 50);
    let mut markets = vec![];
    for users in [0, users] {
        let data = folder.join(format!("{users} users"));
        seed::fill(&data, Seed { tickets: 20_000, holds: 0 });
        markets.push((users * ALERTS_EACH, alerted(&data, users).await, Latencies::default()));
    }
    for _ in 0..TURNS {
        for (_, market, latencies) in &mut markets {
            latencies.extend(list(market).await);
        }
    }
    let heads = ["alerts", "listings", "p50", "p99", "longest", "p50, of that without"];
    let mut table = Table::new("Listings through the actors, one at a time", &heads);
    let mut without = None;
    for (alerts, market, mut latencies) in markets {
        let median = latencies.quantile(0.5).as_secs_f64();
        let ratio = median / *without.get_or_insert(median);
        let [p50, p99, longest] = latencies.cells();
        let (alerts, count) = (f64::from(alerts), latencies.len() as f64);
        table.row(&[thousands(alerts), thousands(count), p50, p99, longest, format!("{ratio:.2}")]);
        market.stop(Duration::from_secs(5)).await;
    }
}

/// A market in which so many users want to hear of events, of venues and of what searches find.
async fn alerted(data: &Path, users: u32) -> Arc<Market> {
    let (storage, _) = Storage::open(data, Clock::System).expect("it opens");
    let now = Clock::System.now();
    for n in 0..users {
        storage.commit(now, alerts(n)).await.expect("it can be");
    }
    let sender = Arc::new(ScriptedPost::default());
    let post = Post { sender, ..seed::post() };
    let (storage, gateway) = (Arc::new(storage), Arc::new(Sandbox));
    let webhooks = seed::webhooks();
    Market::start(
        storage,
        gateway,
        post,
        webhooks,
        Backups::default(),
        Clock::System,
        seed::settings(),
    )
    .await
    .expect("actors start")
}

fn alerts(n: u32) -> Vec<DomainEvent> {
    let user = UserId::new();
    let topic = |of: u32| match of {
        0 | 1 => AlertTopic::Search(SearchTopic {
            words: SearchText::parse(&format!("zither {} {of}", n % 1000)).ok(),
            ..SearchTopic::default()
        }),
        2..=9 => AlertTopic::Event(seed::event((n * 8 + of) % 1000)),
        _ => AlertTopic::Venue(
            Venue::parse(&format!("Hall {}", n * 10 + of)).expect("a venue"),
            City::parse("Berlin").expect("a city"),
        ),
    };
    let created = seed::account(user, &format!("alerted-{n}@bench.example"));
    let confirmed = DomainEvent::User(user, UserEvent::Confirmed);
    let alerts = (0..ALERTS_EACH).map(topic).map(|topic| {
        let id = AlertId::of(user, &topic.key());
        DomainEvent::Alert(id, AlertEvent::Asked(user, topic, AlertPace::Daily))
    });
    [created, confirmed].into_iter().chain(alerts).collect()
}

async fn list(market: &Arc<Market>) -> Latencies {
    let started = Instant::now();
    let mut latencies = Latencies::default();
    let event = market.tables().event(seed::event(0)).expect("it can be read");
    let event = event.expect("it was seeded");
    while started.elapsed() < span() {
        let listing = NewListing {
            event: event.id,
            new_event: None,
            category: Category::default(),
            event_starts_at: event.starts_at,
            event_ends_at: None,
            seller: seed::seller(0),
            title: Title::parse("Row 5").expect("a title"),
            price: seed::price(),
            details: Details::default(),
            file: None,
            group: None,
            handover: None,
        };
        let asked = Instant::now();
        market.list(TicketId::new(), listing).await.expect("it can be listed");
        latencies.add(asked.elapsed());
    }
    latencies
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

//! Data folders with a marketplace in them, made by a process of its own, so that the one that is
//! measured begins fresh. Ids are counted, so that whoever knows how many there are knows them all.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use holdfast::{
    actors::{Backups, Market, Settings, WebhookPort},
    clock::Clock,
    config::Config,
    delivery::{
        mail::{Letterhead, Post, Unsent},
        webhooks::scripted::ScriptedReceivers,
    },
    domain::{
        CancelReason, ChargeEvent, DomainEvent, EventEvent, MailEvent, OrderEvent, PasswordHash,
        Reservation, Row, TicketEvent, UserEvent,
        rules::{holding::HoldLimits, payouts::PayoutTerms, prices::PriceRules},
    },
    passwords::{Password, Passwords},
    payments::sandbox::Sandbox,
    storage::{Proposal, Storage},
    types::{
        ChargeId, City, Email, EventId, EventName, OrderId, Price, TicketId, Timestamp, Title,
        UserId, Venue, ZoneName,
    },
    usecases::Staff,
};
use tokio::task::JoinSet;

/// How many accounts there are: the sellers, then the buyers.
pub const SELLERS: u32 = 100;
pub const BUYERS: u32 = 2000;
/// What every account's password is.
pub const PASSWORD: &str = "correct horse battery staple";
/// What every ticket costs.
pub const PRICE: &str = "49.50";
/// How many tickets each event has, one after the other.
pub const TICKETS_PER_EVENT: u32 = 20;
/// How many commits wait at once while a folder is filled.
const AT_ONCE: usize = 1024;

/// Of what the names of a varied marketplace are made; everything begins with `The`.
const KINDS: [&str; 12] = [
    "Paper",
    "Glass",
    "Northern",
    "Violet",
    "Copper",
    "Slow",
    "Winter",
    "Saltwater",
    "Hidden",
    "Electric",
    "Wandering",
    "Töricht",
];
const THINGS: [&str; 16] = [
    "Lanterns",
    "Harbour",
    "Choir",
    "Static",
    "Orchestra",
    "Clockmakers",
    "Garden",
    "Sessions",
    "Quartet",
    "Kites",
    "Cartographer",
    "Rovers",
    "Theatre",
    "Marathon",
    "Symphony",
    "Comedians",
];
const CITIES: [(&str, &str); 8] = [
    ("Berlin", "Europe/Berlin"),
    ("Zürich", "Europe/Zurich"),
    ("København", "Europe/Copenhagen"),
    ("Łódź", "Europe/Warsaw"),
    ("New York", "America/New_York"),
    ("Tōkyō", "Asia/Tokyo"),
    ("São Paulo", "America/Sao_Paulo"),
    ("London", "Europe/London"),
];

/// What is in a folder.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    pub tickets: u32,
    /// How many of the tickets are held.
    pub holds: u32,
}

pub fn seller(n: u32) -> UserId {
    UserId::from_bytes(id(1, n % SELLERS))
}

pub fn buyer(n: u32) -> UserId {
    UserId::from_bytes(id(2, n % BUYERS))
}

pub fn buyer_email(n: u32) -> String {
    format!("buyer-{}@bench.example", n % BUYERS)
}

pub fn event(n: u32) -> EventId {
    EventId::from_bytes(id(3, n))
}

pub fn ticket(n: u32) -> TicketId {
    TicketId::from_bytes(id(4, n))
}

pub fn order(n: u32) -> OrderId {
    OrderId::from_bytes(id(5, n))
}

/// An account of which nobody knows the password.
pub fn account(id: UserId, email: &str) -> DomainEvent {
    let (email, password) = (Email::parse(email).expect("an address"), PasswordHash("x".into()));
    DomainEvent::User(id, UserEvent::Created { email, password })
}

pub fn price() -> Price {
    Price::from_minor(4950).expect("a price")
}

/// A version 7 id, in the order in which it was counted, as fresh ones are.
fn id(kind: u8, n: u32) -> [u8; 16] {
    let [a, b, c, d] = n.to_be_bytes();
    [1, 0x90, a, b, c, d, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, kind]
}

/// Fills a folder.
pub fn fill(data: &Path, seed: Seed) {
    let numbers = [seed.tickets.to_string(), seed.holds.to_string()];
    run_child("fill", data, &numbers);
}

/// Lets so many domain events happen to a folder's tickets, of which nothing is left to be done:
/// holds that ran out and that were given up, tickets that were listed and sold, and the mails
/// about them. What is for sale stays as it is.
pub fn let_happen(data: &Path, events: u32) {
    run_child("let-happen", data, &[events.to_string()]);
}

/// Fills a folder with events of many names, cities, zones and days, with tickets at many prices.
pub fn fill_varied(data: &Path, tickets: u32, events: u32) {
    run_child("fill-varied", data, &[tickets.to_string(), events.to_string()]);
}

/// Opens a folder in a fresh process and starts the actors: how long each took.
pub fn time_open(data: &Path) -> [Duration; 2] {
    let text = run_child("open", data, &[]);
    let mut micros = text.split_whitespace().map(|n| n.parse().expect("a number"));
    [(); 2].map(|()| Duration::from_micros(micros.next().expect("two numbers")))
}

/// What trading is set to.
pub fn settings() -> Settings {
    Settings {
        deliver_hours_before: 24,
        terms: None,
        claim_for: holdfast::domain::rules::claim::CLAIM_FOR,
        hold: Duration::from_secs(900),
        turn: Duration::from_secs(300),
        // The few buyers here stand for very many.
        limits: HoldLimits { live_max: 1_000_000, cooldown: Duration::ZERO },
        prices: PriceRules::NONE,
        payouts: PayoutTerms::DEFAULT,
        max_attempts: 3,
        reconcile: Duration::from_secs(60),
        compact_every: None,
        retention: holdfast::config::Config::default().retention.kept(),
    }
}

/// The actors over a folder.
pub async fn market(data: &Path) -> Arc<Market> {
    let (storage, recovery) = Storage::open(data, Clock::System).expect("it opens");
    assert_eq!(recovery.snapshots_rebuilt, None, "the folder was closed in good order");
    start(storage).await
}

/// No mail server.
pub fn post() -> Post {
    Post { sender: Arc::new(Unsent), site: Letterhead::of(&Config::default()) }
}

/// Webhooks go nowhere.
pub fn webhooks() -> WebhookPort {
    let receivers = Arc::new(ScriptedReceivers::default());
    WebhookPort { receivers, audience: Arc::new(Staff::default()) }
}

/// The actors over a storage.
pub async fn start(storage: Storage) -> Arc<Market> {
    let (storage, gateway) = (Arc::new(storage), Arc::new(Sandbox));
    Market::start(
        storage,
        gateway,
        post(),
        webhooks(),
        Backups::default(),
        Clock::System,
        settings(),
    )
    .await
    .expect("actors start")
}

pub const CHILD: &str = "as-child";

fn run_child(task: &str, data: &Path, numbers: &[String]) -> String {
    let child = Command::new(std::env::current_exe().expect("this program"))
        .args([CHILD, task])
        .arg(data)
        .args(numbers)
        .stderr(Stdio::inherit())
        .output()
        .expect("a process");
    assert!(child.status.success(), "{task}: {}", child.status);
    String::from_utf8(child.stdout).expect("text")
}

/// Whether this process is one of [`run_child`]'s.
pub fn is_child(arguments: &[String]) -> bool {
    arguments.get(1).is_some_and(|first| first == CHILD)
}

/// What it does.
pub async fn child(arguments: &[String]) {
    if arguments[2] == "bare-form" {
        return super::beside::serve_bare_form(&arguments[3]).await;
    }
    let number = |at: usize| arguments[at].parse().expect("a number");
    let data = Path::new(&arguments[3]);
    match arguments[2].as_str() {
        "fill" => {
            let (storage, _) = Storage::open(data, Clock::System).expect("a folder");
            let storage = Arc::new(storage);
            put(&storage, Seed { tickets: number(4), holds: number(5) }).await;
            tokio::task::spawn_blocking(move || storage.close()).await.expect("it closes");
        }
        "fill-varied" => {
            let (storage, _) = Storage::open(data, Clock::System).expect("a folder");
            let storage = Arc::new(storage);
            put_varied(&storage, number(4), number(5)).await;
            tokio::task::spawn_blocking(move || storage.close()).await.expect("it closes");
        }
        "let-happen" => {
            let (storage, _) = Storage::open(data, Clock::System).expect("a folder");
            let storage = Arc::new(storage);
            happen(&storage, number(4)).await;
            tokio::task::spawn_blocking(move || storage.close()).await.expect("it closes");
        }
        _ => {
            let started = Instant::now();
            let (storage, recovery) = Storage::open(data, Clock::System).expect("a folder");
            assert_eq!(recovery.snapshots_rebuilt, None);
            let opened = started.elapsed();
            let market = start(storage).await;
            println!("{} {}", opened.as_micros(), (started.elapsed() - opened).as_micros());
            market.stop(Duration::from_secs(5)).await;
        }
    }
}

/// Commits what is seeded.
async fn put(storage: &Arc<Storage>, seed: Seed) {
    let now = Clock::System.now();
    let starts_at = now + Duration::from_secs(30 * 24 * 3600);
    let passwords = Passwords::new(1).expect("argon2 runs");
    let password = Password::parse(PASSWORD).expect("a password");
    let hash = passwords.hash(password).await.expect("it can be hashed");
    let user = |id, email: String| {
        let email = Email::parse(&email).expect("an address");
        vec![DomainEvent::User(id, UserEvent::Created { email, password: hash.clone() })]
    };
    let sellers = (0..SELLERS).map(|n| user(seller(n), format!("seller-{n}@bench.example")));
    let buyers = (0..BUYERS).map(|n| user(buyer(n), buyer_email(n)));
    commit_all(storage, now, sellers.chain(buyers)).await;
    let events = (0..seed.tickets.div_ceil(TICKETS_PER_EVENT)).map(|n| {
        let created = EventEvent::Created {
            name: EventName::parse(&format!("The Paper Lanterns, evening {n}")).expect("a name"),
            venue: Venue::parse("Spree Hall").expect("a venue"),
            city: City::parse("Berlin").expect("a city"),
            starts_at: starts_at + Duration::from_secs(u64::from(n) * 60),
            zone: ZoneName::parse("Europe/Berlin").expect("a zone"),
            created_by: seller(n),
        };
        vec![DomainEvent::Event(event(n), created)]
    });
    commit_all(storage, now, events).await;
    let tickets = (0..seed.tickets).map(|n| {
        let of = n / TICKETS_PER_EVENT;
        let title = format!("Stalls, row {}, seat {}", n / 40 % 25 + 1, n % 40 + 1);
        let created = TicketEvent::Created {
            event: event(of),
            event_starts_at: starts_at + Duration::from_secs(u64::from(of) * 60),
            seller: seller(n),
            title: Title::parse(&title).expect("a title"),
            price: price(),
        };
        vec![DomainEvent::Ticket(ticket(n), created)]
    });
    commit_all(storage, now, tickets).await;
    hold(storage, seed.holds, |_| now + Duration::from_secs(3600)).await;
}

/// A fortieth of the events has started, with tickets that nobody bought. Of the cities every
/// second event has one of eight, and the others one of 112.
async fn put_varied(storage: &Arc<Storage>, tickets: u32, events: u32) {
    let now = Clock::System.now();
    let first = now - Duration::from_secs(3 * 24 * 3600);
    let starts_at = |of: u32| first + Duration::from_secs(u64::from(of * 7919 % 5000) * 35 * 60);
    let pick = |of: u32, among: usize| (of as usize).wrapping_mul(2_654_435_761) / 64 % among;
    let created = (0..events).map(|n| {
        let (kind, thing) = (KINDS[pick(n, KINDS.len())], THINGS[pick(n + 7, THINGS.len())]);
        let (city, zone) = CITIES[n as usize % CITIES.len()];
        let city = if n % 2 == 0 { city.to_owned() } else { format!("{city} {}", n % 112) };
        let created = EventEvent::Created {
            name: EventName::parse(&format!("The {kind} {thing}, part {n}")).expect("a name"),
            venue: Venue::parse(&format!("The {thing} Hall {}", n % 300)).expect("a venue"),
            city: City::parse(&city).expect("a city"),
            starts_at: starts_at(n),
            zone: ZoneName::parse(zone).expect("a zone"),
            created_by: seller(n),
        };
        vec![DomainEvent::Event(event(n), created)]
    });
    commit_all(storage, first, created).await;
    let listed = (0..tickets).map(|n| {
        let of = n % events;
        let title = format!("Stalls, row {}, seat {}", n / 40 % 25 + 1, n % 40 + 1);
        let created = TicketEvent::Created {
            event: event(of),
            event_starts_at: starts_at(of),
            seller: seller(n),
            title: Title::parse(&title).expect("a title"),
            price: Price::from_minor(1000 + n * 7907 % 14_000).expect("a price"),
        };
        vec![DomainEvent::Ticket(ticket(n), created)]
    });
    commit_all(storage, first, listed).await;
}

/// See [`let_happen`].
async fn happen(storage: &Arc<Storage>, events: u32) {
    let tickets = u32::try_from(storage.tables().catalog().listed).expect("few");
    let (mut happened, mut n) = (0, 0);
    let mut under_way = JoinSet::new();
    while happened < events as usize {
        while under_way.len() < AT_ONCE {
            under_way.spawn(story(storage.clone(), n, tickets));
            n += 1;
        }
        happened += under_way.join_next().await.expect("one is under way").expect("no panic");
    }
    under_way.join_all().await;
}

/// Something that begins and ends; gives of how many events it was made.
async fn story(storage: Arc<Storage>, n: u32, tickets: u32) -> usize {
    let (at, buyer, order) = (Clock::System.now(), buyer(n), OrderId::from_bytes(id(6, n)));
    let is_sold = n.is_multiple_of(5);
    let ticket = if is_sold { TicketId::from_bytes(id(7, n)) } else { ticket(n % tickets) };
    let charge = ChargeId::from_bytes(id(8, n));
    let reservation = Reservation { order, buyer, expires_at: at + Duration::from_secs(900) };
    let of_ticket = |event| DomainEvent::Ticket(ticket, event);
    let of_order = |event| DomainEvent::Order(order, event);
    let of_charge = |event| DomainEvent::Charge(charge, event);
    let expires_at = reservation.expires_at;
    let held = vec![
        of_ticket(TicketEvent::Reserved(reservation)),
        of_order(OrderEvent::Created { ticket, buyer, price: price(), expires_at }),
    ];
    let entries = match n % 5 {
        0 => vec![
            vec![of_ticket(TicketEvent::Created {
                event: event(n % tickets / TICKETS_PER_EVENT),
                event_starts_at: at + Duration::from_secs(30 * 24 * 3600),
                seller: seller(n),
                title: Title::parse(&format!("Sold, seat {n}")).expect("a title"),
                price: price(),
            })],
            held,
            vec![
                of_order(OrderEvent::PaymentStarted(charge)),
                of_charge(ChargeEvent::Created(order, price())),
            ],
            vec![
                of_charge(ChargeEvent::Authorised(format!("pi_{n}").into())),
                of_ticket(TicketEvent::SaleStarted(order, charge)),
            ],
            vec![
                of_charge(ChargeEvent::Completed),
                of_order(OrderEvent::Completed(charge)),
                of_ticket(TicketEvent::Sold(order)),
            ],
        ],
        1 | 2 => vec![
            held,
            vec![of_ticket(TicketEvent::ReservationExpired(order)), of_order(OrderEvent::Expired)],
        ],
        _ => vec![
            held,
            vec![
                of_ticket(TicketEvent::ReservationReleased(order)),
                of_order(OrderEvent::Cancelled(CancelReason::Buyer)),
            ],
        ],
    };
    let mut happened = 0;
    for events in entries {
        happened += events.len();
        let committed = storage.propose(Proposal::new(at, events)).await.expect("it is committed");
        for change in committed.changes {
            if let (None, Row::Mail(mail)) = (change.old, change.new) {
                happened += 2;
                let sent = DomainEvent::Mail(mail.id, MailEvent::Sent);
                storage.commit(at, vec![sent]).await.expect("it is committed");
            }
        }
    }
    happened
}

/// Holds the first so many tickets, each until its own time.
pub async fn hold(storage: &Arc<Storage>, count: u32, until: impl Fn(u32) -> Timestamp) {
    let holds = (0..count).map(|n| {
        let (order, buyer, expires_at) = (order(n), buyer(n), until(n));
        let reserved = TicketEvent::Reserved(Reservation { order, buyer, expires_at });
        let ticket = ticket(n);
        let created = OrderEvent::Created { ticket, buyer, price: price(), expires_at };
        vec![DomainEvent::Ticket(ticket, reserved), DomainEvent::Order(order, created)]
    });
    commit_all(storage, Clock::System.now(), holds).await;
}

async fn commit_all(
    storage: &Arc<Storage>,
    at: Timestamp,
    entries: impl Iterator<Item = Vec<DomainEvent>>,
) {
    let mut under_way = JoinSet::new();
    for events in entries {
        if under_way.len() >= AT_ONCE {
            under_way.join_next().await.expect("one is under way").expect("no panic");
        }
        let storage = storage.clone();
        under_way.spawn(async move { storage.commit(at, events).await.expect("it is committed") });
    }
    under_way.join_all().await;
}

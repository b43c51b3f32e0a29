//! The program is killed in the middle of everything, again and again: what was acknowledged is
//! there afterwards, and every invariant holds.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::common::{
    DECLINED_CARD, EVENT, GOOD_CARD, Site, Visitor, encode,
    program::{Program, verify},
};
use holdfast::clock::Clock;
use hyper::body::Bytes;
use rustix::process::Signal;
use tokio::task::JoinHandle;

/// How often it is killed.
fn rounds() -> u32 {
    if std::env::var_os("HOLDFAST_LONG").is_some() { 100 } else { 20 }
}

/// What a client has been told of an order, and what it asked for without hearing what came of it.
#[derive(Debug, Clone)]
struct Known {
    ticket: String,
    status: &'static str,
    expires_at: Option<String>,
    asked: Option<&'static str>,
}

/// What all clients together know.
#[derive(Debug, Default)]
struct Ledger {
    /// Tickets by path, with title.
    tickets: Mutex<HashMap<String, String>>,
    for_sale: Mutex<Vec<(usize, String)>>,
    /// By path, with whose it is.
    orders: Mutex<HashMap<String, (usize, Known)>>,
    acknowledged: AtomicUsize,
}

/// A small generator of numbers, with a seed that a failure prints.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Posts; nothing when the process has gone.
pub async fn post(
    visitor: &mut Visitor,
    path: &str,
    fields: &[(&str, &str)],
) -> Option<crate::common::Answer> {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value)));
    let body = Bytes::from(body.collect::<Vec<_>>().join("&"));
    let form = Some("application/x-www-form-urlencoded");
    visitor.try_send("POST", path, form, body).await.ok()
}

/// Lists, reserves, pays and cancels until the process has gone.
async fn trade(me: usize, mut visitor: Visitor, ledger: Arc<Ledger>, mut dice: Dice) {
    while trade_once(me, &mut visitor, &ledger, &mut dice).await.is_some() {}
}

async fn trade_once(
    me: usize,
    visitor: &mut Visitor,
    ledger: &Ledger,
    dice: &mut Dice,
) -> Option<()> {
    let title = format!("Row {}", dice.throw(1000));
    let fields = [&EVENT[..], &[("title", &title), ("price", "10")]].concat();
    let ticket = post(visitor, "/tickets", &fields).await?.sent_to();
    ledger.tickets.lock().unwrap().insert(ticket.clone(), title);
    ledger.for_sale.lock().unwrap().push((me, ticket));
    ledger.acknowledged.fetch_add(1, Ordering::Relaxed);

    let ticket = {
        let mut for_sale = ledger.for_sale.lock().unwrap();
        let others = for_sale.iter().position(|(seller, _)| *seller != me);
        let Some(others) = others else { return Some(()) };
        // Left there now and then, so that others are refused.
        if dice.throw(3) == 0 { for_sale[others].1.clone() } else { for_sale.remove(others).1 }
    };
    let answer = post(visitor, &format!("{ticket}/buy"), &[("price", "10")]).await?;
    if answer.status == 409 {
        return Some(());
    }
    let order = answer.sent_to();
    let known = Known { ticket, status: "created", expires_at: None, asked: None };
    ledger.orders.lock().unwrap().entry(order.clone()).or_insert((me, known));
    ledger.acknowledged.fetch_add(1, Ordering::Relaxed);
    let page = visitor.try_send("GET", &order, None, Bytes::new()).await.ok()?;
    let expires_at = page.attr_of(&order, "data-expires-at").map(str::to_owned);
    ledger.note(&order, |known| known.expires_at = expires_at);

    let card = if dice.throw(4) == 0 { DECLINED_CARD } else { GOOD_CARD };
    match dice.throw(3) {
        0 => {}
        1 => {
            ledger.note(&order, |known| known.asked = Some("cancel"));
            post(visitor, &format!("{order}/cancel"), &[]).await?.sent_to();
            ledger.note(&order, |known| known.status = "cancelled");
        }
        _ => {
            ledger.note(&order, |known| known.asked = Some("pay"));
            let fields = [("card_number", card), ("card_expiry", "12/34"), ("card_cvc", "123")];
            let answer = post(visitor, &format!("{order}/pay"), &fields).await?;
            if answer.status == 303 {
                let page = visitor.try_send("GET", &order, None, Bytes::new()).await.ok()?;
                if page.attr_of(&order, "data-order-status") == Some("completed") {
                    ledger.note(&order, |known| known.status = "completed");
                }
            }
        }
    }
    ledger.acknowledged.fetch_add(1, Ordering::Relaxed);
    Some(())
}

impl Ledger {
    fn note(&self, order: &str, what: impl FnOnce(&mut Known)) {
        what(&mut self.orders.lock().unwrap().get_mut(order).unwrap().1);
    }

    /// Everything that was acknowledged is there, as it was or legally further.
    async fn check(&self, visitors: &mut [Visitor]) {
        let tickets = self.tickets.lock().unwrap().clone();
        for (ticket, title) in &tickets {
            visitors[0].get(ticket).await.is(200, title);
        }
        let orders = self.orders.lock().unwrap().clone();
        for (order, (owner, known)) in &orders {
            let page = visitors[*owner].get(order).await;
            page.is(200, "data-order-status");
            let status = page.attr_of(order, "data-order-status").unwrap().to_owned();
            let legal: &[&str] = match (known.status, known.asked) {
                ("created", None) => &["created"],
                ("created", Some("cancel")) => &["created", "cancelled"],
                ("created", _) => &["created", "awaiting_payment", "completed"],
                (status, _) => &[status],
            };
            assert!(legal.contains(&status.as_str()), "{order} is {status}: {known:?}");
            if let (Some(known), Some(now)) =
                (&known.expires_at, page.attr_of(order, "data-expires-at"))
            {
                assert_eq!(known, now, "{order}: a deadline is a time, not a time left");
            }
            let ticket = visitors[*owner].get(&known.ticket).await;
            let shown = ticket.attr_of(&known.ticket, "data-ticket-status").unwrap();
            match status.as_str() {
                "completed" => assert_eq!(shown, "sold", "{order}"),
                "created" => assert_eq!(shown, "reserved", "{order}"),
                _ => {}
            }
        }
    }
}

/// Kills the program once so much more is acknowledged to its clients, and waits until they see that
/// it has gone.
pub async fn kill_after(
    program: Program,
    acknowledged: &AtomicUsize,
    more: usize,
    clients: Vec<JoinHandle<()>>,
) {
    let enough = acknowledged.load(Ordering::Relaxed) + more;
    let deadline = Instant::now() + Duration::from_secs(30);
    while acknowledged.load(Ordering::Relaxed) < enough {
        assert!(Instant::now() < deadline, "{}", program.output());
        assert!(!clients.iter().all(JoinHandle::is_finished), "nobody trades");
        tokio::task::yield_now().await;
    }
    program.kill();
    for client in clients {
        client.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_being_killed_under_load() {
    const CLIENTS: usize = 4;
    let seed = holdfast::clock::Clock::System.now().as_millis().unsigned_abs();
    println!("seed {seed}");
    let mut dice = Dice(seed);
    // These few leave many orders alone, and go on.
    let many = [("HOLDFAST_ORDERS__MAX_LIVE_PER_USER", "1000000")];
    let folder = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Ledger::default());
    let mut visitors = vec![];
    for round in 0..rounds() {
        let (program, address) = Program::serve(folder.path(), &many);
        if round == 0 {
            for name in ["anna", "ben", "cleo", "dora"] {
                let mut visitor = Visitor::at(address);
                visitor.sign_up(name).await;
                visitors.push(visitor);
            }
        }
        for visitor in &mut visitors {
            visitor.address = address;
            assert_eq!(visitor.get("/account").await.status, 200, "still signed in");
        }
        ledger.check(&mut visitors).await;
        let clients = visitors[..CLIENTS].iter().enumerate().map(|(me, visitor)| {
            let dice = Dice(dice.throw(u64::from(u32::MAX)));
            tokio::spawn(trade(me, visitor.clone(), ledger.clone(), dice))
        });
        let clients = clients.collect();
        let more = 20 + dice.throw(60) as usize;
        kill_after(program, &ledger.acknowledged, more, clients).await;
        let (code, said) = verify(folder.path());
        assert_eq!(code, Some(0), "round {round}: {said}");
    }
    let (program, address) = Program::serve(folder.path(), &[]);
    visitors.iter_mut().for_each(|visitor| visitor.address = address);
    ledger.check(&mut visitors).await;
    program.signal(Signal::TERM);
    assert_eq!(program.finish(Duration::from_secs(10)).0, Some(0));
    assert_eq!(verify(folder.path()).0, Some(0));
    let orders = ledger.orders.lock().unwrap();
    let count = |status| orders.values().filter(|(_, known)| known.status == status).count();
    println!(
        "{} orders, {} completed, {} cancelled",
        orders.len(),
        count("completed"),
        count("cancelled")
    );
    assert!(count("completed") > 20 && count("cancelled") > 20, "{orders:?}");
}

#[tokio::test]
async fn holds_that_ran_out_while_it_was_down_are_released_at_the_start() {
    let an_hour_ago = Clock::System.now() - Duration::from_secs(3600);
    let site = Site::start_by(Clock::following_tokio(an_hour_ago), |_| {}).await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let folder = site.stop().await;
    let before = crate::common::entries(&folder.path().join("data"));
    // A longer hold now changes nothing for those that were made before.
    let longer = [("HOLDFAST_ORDERS__HOLD_SECONDS", "86400")];
    let (_program, address) = Program::serve(folder.path(), &longer);
    for visitor in [&mut anna, &mut ben, &mut cleo] {
        visitor.address = address;
    }
    let over = |answer: &crate::common::Answer| {
        answer.attr_of(&order, "data-order-reason") == Some("expired")
    };
    ben.until(&order, over).await;
    assert!(
        crate::common::entries(&folder.path().join("data")) > before,
        "it is recorded, unasked"
    );
    let theirs = cleo.buy(&ticket, "10").await.sent_to();
    assert_eq!(cleo.pay(&theirs, GOOD_CARD).await.sent_to(), theirs);
    ben.pay(&order, GOOD_CARD).await.is(409, "");
}

#[tokio::test]
async fn killed_at_any_moment_of_its_start_it_starts_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let order = sold(folder.path()).await;
    let mut dice = Dice(holdfast::clock::Clock::System.now().as_millis().unsigned_abs());
    for _ in 0..20 {
        let program = Program::spawn(folder.path(), &[], &[]);
        program.kill_after(Duration::from_micros(dice.throw(150_000)));
    }
    // On a new folder as well.
    for _ in 0..10 {
        let program = Program::spawn(folder.path(), &[], &[("HOLDFAST_STORAGE__PATH", "new")]);
        program.kill_after(Duration::from_micros(dice.throw(60_000)));
    }
    let (_new, address) = Program::serve(folder.path(), &[("HOLDFAST_STORAGE__PATH", "new")]);
    Visitor::at(address).sign_up("anna").await;
    let (_program, address) = Program::serve(folder.path(), &[]);
    is_sold(address, &order).await;
    assert_eq!(verify(folder.path()).0, Some(0));
}

/// A site on which ben has bought a ticket; the path of his order.
async fn sold(folder: &Path) -> String {
    let (program, address) = Program::serve(folder, &[]);
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna").await;
    ben.sign_up("ben").await;
    for n in 0..30 {
        anna.list(&format!("Row {n}"), "10").await;
    }
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    program.signal(Signal::TERM);
    assert_eq!(program.finish(Duration::from_secs(10)).0, Some(0));
    order
}

async fn is_sold(address: SocketAddr, order: &str) {
    let mut ben = Visitor::at(address);
    ben.sign_in("ben").await;
    let page = ben.get(order).await;
    assert_eq!(page.attr_of(order, "data-order-status"), Some("completed"), "{}", page.body);
    ben.get("/").await.is(200, "30 tickets");
}

#[tokio::test]
async fn snapshots_that_are_gone_or_damaged_are_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let order = sold(folder.path()).await;
    let snapshots = folder.path().join("data/snapshots");
    let files = |damage: &dyn Fn(&mut Vec<u8>)| {
        for entry in std::fs::read_dir(&snapshots).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let mut bytes = std::fs::read(&path).unwrap();
                damage(&mut bytes);
                std::fs::write(&path, bytes).unwrap();
            }
        }
    };
    let flip = |at: usize, step: usize| {
        files(&|bytes| {
            for byte in bytes.iter_mut().skip(at).step_by(step) {
                *byte ^= 0x04;
            }
        });
    };
    let damages: [(&str, &dyn Fn()); 8] = [
        ("deleted", &|| std::fs::remove_dir_all(&snapshots).unwrap()),
        ("cut in half", &|| files(&|bytes| bytes.truncate(bytes.len() / 2))),
        ("cut by one", &|| files(&|bytes| bytes.truncate(bytes.len().saturating_sub(1)))),
        ("empty", &|| files(&Vec::clear)),
        ("zeroed", &|| files(&|bytes| bytes.fill(0))),
        ("a bit early", &|| flip(20, usize::MAX)),
        ("a bit at 500", &|| flip(500, usize::MAX)),
        ("bits everywhere", &|| flip(7, 97)),
    ];
    for (what, damage) in damages {
        damage();
        let (program, address) = Program::serve(folder.path(), &[]);
        is_sold(address, &order).await;
        program.signal(Signal::TERM);
        assert_eq!(program.finish(Duration::from_secs(10)).0, Some(0), "{what}");
        assert_eq!(verify(folder.path()).0, Some(0), "{what}");
    }
}

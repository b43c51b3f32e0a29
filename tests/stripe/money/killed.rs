//! Purchases of all kinds at a Stripe where anything goes wrong, by people in browsers, while the
//! program is killed again and again.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use holdfast::{
    clock::Clock,
    harness::stripe::{API_KEY, HttpFault, IntentStatus, ScriptedStripe, WEBHOOK_SECRET, webhook},
    storage::Storage,
};
use hyper::body::Bytes;
use rustix::process::Signal;
use tokio::task::JoinSet;

use super::shop::{Dice, books_agree, seed};
use crate::common::{
    Answer, EVENT, Visitor, encode, lasting_address,
    program::{Program, verify},
};

/// Purchases that are under way together; the program is killed once in the middle of them.
const TOGETHER: usize = 5;
const HOLD: Duration = Duration::from_secs(4);
/// The reconciler's. Two of them are the minute after which what Stripe answers with a saved 500 is
/// asked under another key.
const ROUND_SECONDS: &str = "30";
/// How often a buyer looks again before giving up.
const TURNS: usize = 60;

/// How long the test is.
struct Length {
    /// How often there are so many sets of purchases, after which all that goes wrong stops, and
    /// everything must be settled.
    times: usize,
    /// Each with a kill in its middle.
    sets: usize,
    /// Whether the program is killed once more when nothing goes wrong any more: then it asks at
    /// once a Stripe that it would leave alone for up to half a minute.
    ends_with_a_kill: bool,
}

fn length() -> Length {
    match std::env::var_os("HOLDFAST_LONG") {
        Some(_) => Length { times: 10, sets: 20, ends_with_a_kill: false },
        None => Length { times: 1, sets: 10, ends_with_a_kill: true },
    }
}

/// What a buyer does with Stripe's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Buyer {
    Pays,
    PaysTwiceAtOnce,
    /// A first card is declined.
    IsDeclinedOnce,
    IsAlwaysDeclined,
    Authenticates,
    FailsToAuthenticate,
    /// Never fills in the form.
    Leaves,
    /// Pays, and never comes back.
    PaysAndLeaves,
    CancelsAfterPaying,
}

const BUYERS: [Buyer; 9] = [
    Buyer::Pays,
    Buyer::PaysTwiceAtOnce,
    Buyer::IsDeclinedOnce,
    Buyer::IsAlwaysDeclined,
    Buyer::Authenticates,
    Buyer::FailsToAuthenticate,
    Buyer::Leaves,
    Buyer::PaysAndLeaves,
    Buyer::CancelsAfterPaying,
];

/// The program at one address, however often it is started.
struct Server {
    address: SocketAddr,
    variables: Vec<(&'static str, String)>,
}

impl Server {
    fn at(stripe: &ScriptedStripe) -> Self {
        let address = lasting_address();
        let variables = vec![
            ("HOLDFAST_SERVER__LISTEN", address.to_string()),
            ("HOLDFAST_ORDERS__HOLD_SECONDS", HOLD.as_secs().to_string()),
            // These few stand for many.
            ("HOLDFAST_ORDERS__MAX_LIVE_PER_USER", "1000000".into()),
            ("HOLDFAST_LOG__LEVEL", "warn".into()),
            ("HOLDFAST_PAYMENTS__PROVIDER", "stripe".into()),
            ("HOLDFAST_PAYMENTS__RECONCILE_SECONDS", ROUND_SECONDS.into()),
            ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY.into()),
            ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_scripted".into()),
            ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET.into()),
            ("HOLDFAST_PAYMENTS__STRIPE__API_URL", stripe.url()),
        ];
        Self { address, variables }
    }

    async fn start(&self, folder: &Path) -> Program {
        let (folder, variables) = (folder.to_owned(), self.variables.clone());
        let started = tokio::task::spawn_blocking(move || {
            let variables: Vec<_> = variables.iter().map(|(n, v)| (*n, v.as_str())).collect();
            Program::serve(&folder, &variables).0
        });
        started.await.unwrap()
    }
}

/// Asks until the server is there and answers.
async fn ask(visitor: &mut Visitor, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value)));
    let body = Bytes::from(body.collect::<Vec<_>>().join("&"));
    let form = (method == "POST").then_some("application/x-www-form-urlencoded");
    for _ in 0..3000 {
        match visitor.try_send(method, path, form, body.clone()).await {
            Ok(answer) => return answer,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("{method} {path}: the server is gone for good");
}

/// Buys the ticket; its order's path, unless the hold ran out before the answer came.
async fn buy(visitor: &mut Visitor, ticket: &str) -> Option<String> {
    for _ in 0..TURNS {
        let answer = ask(visitor, "POST", &format!("{ticket}/buy"), &[("price", "49.50")]).await;
        if answer.status == 303 {
            return Some(answer.sent_to());
        }
        // An answer may have been lost with the server: then the ticket is ours.
        let page = ask(visitor, "GET", ticket, &[]).await;
        if let Some(at) = page.body.find("/orders/") {
            return Some(page.body[at..at + "/orders/".len() + 36].to_owned());
        }
    }
    None
}

/// One purchase from the listing to wherever it ends.
async fn purchase(
    mut seller: Visitor,
    mut visitor: Visitor,
    stripe: ScriptedStripe,
    mut dice: Dice,
) {
    let buyer = BUYERS[dice.throw(BUYERS.len() as u64) as usize];
    let fields = [&EVENT[..], &[("title", "Row 5"), ("price", "49.50")]].concat();
    let listed = ask(&mut seller, "POST", "/tickets", &fields).await;
    let Some(order) = buy(&mut visitor, &listed.sent_to()).await else { return };
    let mut declined = false;
    for _ in 0..TURNS {
        let page = ask(&mut visitor, "GET", &order, &[]).await;
        if let Some("completed" | "cancelled") = page.attr_of(&order, "data-order-status") {
            return;
        }
        let Some(attempt) = page.field("attempt") else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let mut press = visitor.with("accept", "application/json");
        let (path, fields) = (format!("{order}/pay"), [("attempt", attempt)]);
        let answer = if buyer == Buyer::PaysTwiceAtOnce {
            let mut twin = press.clone();
            tokio::join!(
                ask(&mut press, "POST", &path, &fields),
                ask(&mut twin, "POST", &path, &fields)
            )
            .0
        } else {
            ask(&mut press, "POST", &path, &fields).await
        };
        let form: Option<serde_json::Value> = serde_json::from_str(&answer.body).ok();
        let Some(secret) = form.as_ref().and_then(|form| form["client_secret"].as_str()) else {
            continue;
        };
        let intent = secret.split("_secret_").next().unwrap();
        tokio::time::sleep(dice.millis(200)).await;
        // Whatever is too late is refused there.
        match buyer {
            Buyer::Leaves => return,
            Buyer::IsDeclinedOnce if !declined => {
                declined = true;
                let _ = stripe.buyer_pays_with(secret, "pm_card_visa_chargeDeclined");
            }
            Buyer::IsAlwaysDeclined => {
                let _ = stripe.buyer_pays_with(secret, "pm_card_visa_chargeDeclined");
            }
            Buyer::Authenticates | Buyer::FailsToAuthenticate => {
                let asked = stripe.buyer_pays_with(secret, "pm_card_threeDSecure2Required");
                if asked == Ok(IntentStatus::RequiresAction) {
                    let _ = match buyer {
                        Buyer::Authenticates => stripe.authenticate(intent),
                        _ => stripe.fail_authentication(intent),
                    };
                }
            }
            _ => {
                let _ = stripe.buyer_pays(secret);
            }
        }
        match buyer {
            Buyer::PaysAndLeaves => return,
            Buyer::CancelsAfterPaying => {
                ask(&mut visitor, "POST", &format!("{order}/cancel"), &[]).await;
            }
            _ => {
                ask(&mut visitor, "GET", &format!("{order}/return"), &[]).await;
            }
        }
    }
}

/// Tells what happened, in any order, some of it twice and some never.
async fn tell_by_webhook(stripe: ScriptedStripe, address: SocketAddr, mut dice: Dice) {
    let url = format!("http://{address}/webhooks/stripe");
    loop {
        let events = stripe.events();
        let recent = &events[events.len().saturating_sub(60)..];
        for _ in 0..5 {
            if let Some(event) = recent.get(dice.throw(recent.len().max(1) as u64) as usize) {
                // Nobody may be there just now.
                let _ = webhook::deliver(&url, event).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn metric(visitor: &mut Visitor, name: &str) -> u64 {
    let page = ask(visitor, "GET", "/metrics", &[]).await.body;
    let line = page.lines().find_map(|line| line.strip_prefix(&format!("holdfast_{name} ")));
    line.unwrap_or_else(|| panic!("no {name}: {page}")).trim().parse().unwrap()
}

/// Once every hold has run out: everything is settled within two rounds of the reconciler.
async fn is_settled_in_two_rounds(visitor: &mut Visitor) -> Result<(), String> {
    tokio::time::sleep(HOLD).await;
    let first = metric(visitor, "reconciler_rounds").await;
    loop {
        let mut left = vec![];
        for what in ["charges_unfinished", "orders_open", "tickets_held", "payments_unknown"] {
            left.push((what, metric(visitor, what).await));
        }
        if left.iter().all(|(_, count)| *count == 0) {
            return Ok(());
        }
        let rounds = metric(visitor, "reconciler_rounds").await - first;
        if rounds > 2 {
            return Err(format!("not settled after two rounds: {left:?}"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn purchases_with_every_fault_and_a_kill_in_the_middle() {
    let stripe = ScriptedStripe::start().await;
    let length = length();
    let server = Server::at(&stripe);
    let folder = tempfile::tempdir().unwrap();
    let mut program = server.start(folder.path()).await;
    let mut dice = Dice(seed());
    let mut people = vec![];
    for n in 0..=TOGETHER {
        let mut visitor = Visitor::at(server.address);
        visitor.sign_up(&format!("user{n}")).await;
        people.push(visitor);
    }
    let (seller, buyers) = people.split_first().unwrap();
    let telling = stripe.clone();
    let telling = tokio::spawn(tell_by_webhook(telling, server.address, Dice(dice.0 ^ 0xabc)));
    let (mut purchases, mut kills_in_the_middle) = (0, 0);
    for time in 1..=length.times {
        while kills_in_the_middle < length.sets * time {
            let mut faults = Dice(dice.throw(u64::from(u32::MAX)));
            let percent = [0, 10, 30, 60][faults.throw(4) as usize];
            stripe.fault(move |_| faults.fault(percent));
            let under_way = Arc::new(AtomicUsize::new(TOGETHER));
            let mut together = JoinSet::new();
            for buyer in buyers {
                let (seller, buyer, stripe) = (seller.clone(), buyer.clone(), stripe.clone());
                let dice = Dice(dice.throw(u64::from(u32::MAX)));
                let under_way = under_way.clone();
                together.spawn(async move {
                    purchase(seller, buyer, stripe, dice).await;
                    under_way.fetch_sub(1, Ordering::Relaxed);
                });
            }
            purchases += TOGETHER;
            tokio::time::sleep(dice.millis(500)).await;
            kills_in_the_middle += usize::from(under_way.load(Ordering::Relaxed) > 0);
            program.kill();
            program = server.start(folder.path()).await;
            while let Some(done) = together.join_next().await {
                done.unwrap();
            }
        }
        stripe.fault(|_| HttpFault::None);
        if length.ends_with_a_kill {
            program.kill();
            program = server.start(folder.path()).await;
        }
        let settled = is_settled_in_two_rounds(&mut people[0].clone()).await;
        assert_eq!(settled, Ok(()), "{}{:#?}", program.output(), stripe.ledger().open());
    }
    telling.abort();
    program.signal(Signal::TERM);
    let ended = tokio::task::spawn_blocking(|| program.finish(Duration::from_secs(15)));
    let (code, said) = ended.await.unwrap();
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
    let (storage, _) = Storage::open(&folder.path().join("data"), Clock::System).unwrap();
    let kept = books_agree(&stripe, storage.tables());
    storage.close();
    assert!(said.contains(&format!(" {kept} kept")), "{said}: {kept} at Stripe");
    println!(
        "{purchases} purchases, the program killed in the middle of {kills_in_the_middle} sets of \
         {TOGETHER}: {kept} kept here and there, {} requests to Stripe",
        stripe.requests().len()
    );
    assert!(kept > 0, "nobody has bought anything");
}

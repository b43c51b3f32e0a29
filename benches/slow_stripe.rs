//! What people who look around and reserve feel of a Stripe that takes 10 seconds to answer, while
//! 200 buyers wait for it: pages and reservations a second, against the same site with a Stripe
//! that nobody waits for, by turns in one run.
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicUsize, Ordering},
    },
    time::Duration,
};

use holdfast::harness::stripe::{API_KEY, HttpFault, ScriptedStripe, WEBHOOK_SECRET};
use support::{
    folder,
    load::{self, Answer, Connection},
    report::{Latencies, Table, rate},
    scale,
    seed::{self, PRICE, Seed},
    site::{Log, Site},
    span,
};
use tokio::task::JoinSet;

const SLOW: Duration = Duration::from_secs(10);
const PAYERS: usize = 200;
const TURNS: usize = 3;

/// What is measured, and the next ticket to buy.
struct Bench {
    site: Site,
    sessions: Arc<Vec<String>>,
    next: Arc<AtomicU32>,
    tickets: u32,
}

#[derive(Default)]
struct Measured {
    latencies: Latencies,
    took: Duration,
}

impl Measured {
    fn add(&mut self, outcome: load::Outcome) {
        self.latencies.extend(outcome.latencies);
        self.took += outcome.took;
    }

    fn a_second(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }
}

fn main() {
    support::main(async {
        let stripe = ScriptedStripe::start().await;
        let url = stripe.url();
        let folder = folder();
        let data = folder.path().join("data");
        let tickets = scale(400_000, 30_000);
        seed::fill(&data, Seed { tickets, holds: 0 });
        let variables = [
            ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
            ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", API_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_scripted"),
            ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("HOLDFAST_PAYMENTS__STRIPE__API_URL", &url),
        ];
        let site = Site::start_with(&data, Log::File, &variables).await;
        let sessions = Arc::new(load::sign_in(site.address, 64).await);
        let bench = Bench { site, sessions, next: Arc::default(), tickets };
        let mut with_nobody = [Measured::default(), Measured::default()];
        let mut with_payers = [Measured::default(), Measured::default()];
        for _ in 0..TURNS {
            stripe.fault(|_| HttpFault::None);
            bench.measure(&mut with_nobody).await;
            stripe.fault(|_| HttpFault::Delay(SLOW));
            let waiting = Arc::new(AtomicUsize::new(0));
            let mut payers = bench.payers(&waiting);
            while waiting.load(Ordering::Relaxed) < PAYERS {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            bench.measure(&mut with_payers).await;
            payers.abort_all();
            while payers.join_next().await.is_some() {}
        }
        let heads = [
            "",
            "a second",
            "p50",
            "p99",
            "with 200 buyers waiting for Stripe",
            "p50",
            "p99",
            "ratio",
        ];
        let mut table = Table::new("Stripe answers in 10 s, 64 connections", &heads);
        for ((name, mut alone), mut beside) in
            ["event pages", "reservations"].into_iter().zip(with_nobody).zip(with_payers)
        {
            let ratio = beside.a_second() / alone.a_second();
            let [p50, p99, _] = alone.latencies.cells();
            let [slow_p50, slow_p99, _] = beside.latencies.cells();
            table.row(&[
                name.into(),
                rate(alone.latencies.len(), alone.took),
                p50,
                p99,
                rate(beside.latencies.len(), beside.took),
                slow_p50,
                slow_p99,
                format!("{ratio:.2}"),
            ]);
        }
    });
}

impl Bench {
    async fn measure(&self, into: &mut [Measured; 2]) {
        let address = self.site.address;
        let event = load::leads_to(address, &format!("/events/{}", seed::event(3))).await;
        let page =
            move |connection: &Connection, _: usize, _: u32| Some(connection.get(&event, None));
        let is_page = |answer: &Answer| assert_eq!(answer.status, 200);
        into[0].add(load::run(address, 64, span(), page, is_page).await);
        let (sessions, next, tickets) = (self.sessions.clone(), self.next.clone(), self.tickets);
        let reserve = move |connection: &Connection, place: usize, _: u32| {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let session = &sessions[place % sessions.len()];
            let path = format!("/tickets/{}/buy", seed::ticket(n));
            (n < tickets).then(|| connection.post(&path, Some(session), &format!("price={PRICE}")))
        };
        let is_reserved = |answer: &Answer| {
            assert!(answer.status == 303, "not reserved: {answer:?}");
        };
        into[1].add(load::run(address, 64, span(), reserve, is_reserved).await);
    }

    /// Each reserves a ticket and presses Pay, again and again; counts those that wait.
    fn payers(&self, waiting: &Arc<AtomicUsize>) -> JoinSet<()> {
        let mut payers = JoinSet::new();
        for place in 0..PAYERS {
            let (sessions, next) = (self.sessions.clone(), self.next.clone());
            let (address, waiting) = (self.site.address, waiting.clone());
            payers.spawn(async move {
                let session = &sessions[place % sessions.len()];
                let mut connection = Connection::open(address).await.expect("a connection");
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let path = format!("/tickets/{}/buy", seed::ticket(n));
                    let form = format!("price={PRICE}");
                    let bought =
                        connection.ask(&connection.post(&path, Some(session), &form)).await;
                    let order = bought.location.expect("an order");
                    waiting.fetch_add(1, Ordering::Relaxed);
                    let pay = connection.post(&format!("{order}/pay"), Some(session), "");
                    let answer = connection.ask(&pay).await;
                    assert!(answer.status == 303, "{answer:?}");
                }
            });
        }
        payers
    }
}

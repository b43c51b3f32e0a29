//! Every step of every story failed, repeated, and crashed before and after. Whatever happens, the
//! market settles by itself, it is sound, nobody has paid without a ticket, and whoever was left
//! without one can still buy it.

mod stories;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use holdfast::{
    actors::order::PayOutcome,
    domain::{OrderStatus, TicketStatus},
    harness::TestMarket,
    payments::scripted::{Fault, GatewayCall, Verb, cards},
    storage::CommitFault,
    types::ChargeId,
};
use stories::{ALL, Cast, Story, Telling, word};
use tokio::sync::Notify;

/// What goes wrong, at which of a story's commits or calls.
#[derive(Debug, Clone, Copy)]
enum Trip {
    Nothing,
    Commit(usize, CommitFault),
    /// This commit and so many after it are refused.
    DiskFull(usize, usize),
    CrashAtCommit(usize, CommitFault),
    Call(usize, Fault),
    /// From this call on, so many are refused.
    ProviderDown(usize, usize),
    CrashAtCall(usize, Fault),
}

/// How far a story came when nothing went wrong.
#[derive(Debug, Clone, Copy)]
struct Steps {
    commits: usize,
    calls: usize,
}

#[derive(Clone, Default)]
struct Counters {
    commits: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
    crash: Arc<Notify>,
}

impl Counters {
    fn set(&self, market: &TestMarket, story: Story, trip: Trip) {
        let counters = self.clone();
        market.journal.fault(move |_| {
            let n = counters.commits.fetch_add(1, Ordering::Relaxed) + 1;
            match trip {
                Trip::Commit(at, fault) if n == at => fault,
                Trip::DiskFull(from, count) if (from..from + count).contains(&n) => {
                    CommitFault::Refuse
                }
                Trip::CrashAtCommit(at, fault) if n == at => {
                    counters.crash.notify_one();
                    fault
                }
                _ => CommitFault::None,
            }
        });
        let counters = self.clone();
        let mut provider = story.provider();
        market.gateway.fault(move |asked: GatewayCall| {
            let m = counters.calls.fetch_add(1, Ordering::Relaxed) + 1;
            let usual = provider(asked);
            match trip {
                Trip::Call(at, fault) if m == at => fault,
                Trip::ProviderDown(from, count) if (from..from + count).contains(&m) => {
                    Fault::Refuse
                }
                Trip::CrashAtCall(at, fault) if m == at => {
                    counters.crash.notify_one();
                    fault
                }
                _ => usual,
            }
        });
    }
}

/// Tells a story with this going wrong, and tells it again; settles, and checks.
async fn run(story: Story, trip: Trip) -> (TestMarket, Cast, Steps) {
    let mut market = TestMarket::start().await;
    market.gateway.set_late_arrival(Duration::from_secs(60));
    let cast = Cast::of(&market).await;
    let counters = Counters::default();
    counters.set(&market, story, trip);
    let to_its_end = async {
        story.tell(&market, cast, Telling::First).await;
        if matches!(trip, Trip::CrashAtCommit(..) | Trip::CrashAtCall(..)) {
            // The step comes after the story, when the market settles.
            market.pass(Duration::from_secs(3600)).await;
            panic!("{story:?} never came to {trip:?}");
        }
    };
    let crashed = tokio::select! {
        biased;
        () = counters.crash.notified() => true,
        () = to_its_end => false,
    };
    if crashed {
        market = market.crash().await;
    }
    // The answer was lost, so the same is asked again.
    if !matches!(trip, Trip::Nothing) {
        story.tell(&market, cast, Telling::Again).await;
    }
    market.until_settled().await;
    let steps = Steps {
        commits: counters.commits.load(Ordering::Relaxed),
        calls: counters.calls.load(Ordering::Relaxed),
    };
    market.assert_sound();
    (market, cast, steps)
}

/// Whoever is without the ticket can buy it; then it is theirs, and paid for once.
async fn buys_it_after_all(market: &TestMarket, cast: Cast) {
    market.journal.fault(|_| CommitFault::None);
    market.gateway.fault(|_| Fault::None);
    // Whoever failed last is back by now.
    market.pass(Duration::from_secs(1)).await;
    if market.ticket(cast.ticket).status == TicketStatus::Available {
        let order = market.buy(cast.buyer, cast.ticket).await.unwrap();
        let charge = ChargeId::new();
        let mut outcome = market.market.pay(order, charge, cards::good()).await;
        if let Ok(PayOutcome::AwaitsBuyer(_)) = outcome {
            market.gateway.buyer_pays(charge);
            outcome = market.market.pay(order, charge, None).await;
        }
        assert_eq!(outcome, Ok(PayOutcome::Completed));
        market.until_settled().await;
        assert!(matches!(market.order(order).status, OrderStatus::Completed { .. }));
    }
    let totals = market.assert_sound();
    match market.ticket(cast.ticket).status {
        // The money went back at the provider: the seller has the ticket.
        TicketStatus::Withdrawn => assert_eq!((totals.completed, totals.kept_minor), (0, 0)),
        TicketStatus::Sold { buyer, .. } if buyer == cast.buyer => {
            assert_eq!((totals.completed, totals.kept_minor), (1, 4950));
        }
        status => panic!("{status:?}"),
    }
}

async fn check(story: Story, trip: Trip) {
    // Seen only if it fails.
    println!("{story:?} with {trip:?}");
    let (market, cast, _) = run(story, trip).await;
    buys_it_after_all(&market, cast).await;
    market.market.kill().await;
}

/// The steps of a story that goes as it should.
async fn steps(story: Story) -> Steps {
    let (.., steps) = run(story, Trip::Nothing).await;
    assert!(steps.commits >= 2, "{story:?}: {steps:?}");
    steps
}

#[tokio::test(start_paused = true)]
async fn stories_end_as_they_should() {
    use Verb::{Authorise, Capture, Refund, Void};
    for (story, ticket, order, charges, ledger) in [
        (Story::Bought, "sold", "completed", ["completed", "-"], vec![Authorise, Capture]),
        (Story::Expired, "available", "expired", ["-", "-"], vec![]),
        (Story::Cancelled, "available", "buyer", ["-", "-"], vec![]),
        (Story::CancelledWhilePaying, "available", "buyer", ["voided", "-"], vec![Authorise, Void]),
        (Story::Declined, "available", "payment_failed", ["failed", "failed"], vec![]),
        (
            Story::NotCaptured,
            "sold",
            "completed",
            ["failed", "completed"],
            vec![Authorise, Void, Authorise, Capture],
        ),
        (
            Story::GivenBack,
            "available",
            "expired",
            ["refunded", "-"],
            vec![Authorise, Capture, Refund],
        ),
        (Story::PaidThere, "sold", "completed", ["completed", "-"], vec![Authorise, Capture]),
        (Story::LeftThere, "available", "expired", ["voided", "-"], vec![Void]),
        (
            Story::TakenThere,
            "available",
            "buyer",
            ["refunded", "-"],
            vec![Authorise, Capture, Refund],
        ),
        (
            Story::Refunded,
            "available",
            "refunded",
            ["refunded", "-"],
            vec![Authorise, Capture, Refund],
        ),
        (
            Story::RefundedThere,
            "withdrawn",
            "refunded",
            ["refunded", "-"],
            vec![Authorise, Capture, Refund],
        ),
    ] {
        let (market, cast, _) = run(story, Trip::Nothing).await;
        assert_eq!(market.ticket(cast.ticket).status.word(), ticket, "{story:?}");
        let end = match market.order(cast.order).status {
            OrderStatus::Cancelled { reason, .. } => reason.word(),
            status => status.word(),
        };
        assert_eq!(end, order, "{story:?}");
        let [first, second, _] = cast.charges.map(|charge| word(&market, charge));
        assert_eq!([first, second], charges, "{story:?}");
        let happened = market.gateway.ledger().iter().map(|line| line.what).collect::<Vec<_>>();
        assert_eq!(happened, ledger, "{story:?}");
        buys_it_after_all(&market, cast).await;
    }
}

#[tokio::test(start_paused = true)]
async fn every_commit_of_every_story_fails_once() {
    for story in ALL {
        for n in 1..=steps(story).await.commits {
            for fault in
                [CommitFault::Refuse, CommitFault::CommitThenUnknown, CommitFault::UnknownFirst]
            {
                check(story, Trip::Commit(n, fault)).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn from_every_commit_on_the_disk_is_full_for_a_while() {
    for story in ALL {
        for n in 1..=steps(story).await.commits {
            check(story, Trip::DiskFull(n, 40)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_story_crashes_before_and_after_every_commit() {
    for story in ALL {
        for n in 1..=steps(story).await.commits {
            for fault in [CommitFault::HangFirst, CommitFault::CommitThenHang] {
                check(story, Trip::CrashAtCommit(n, fault)).await;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_call_of_every_story_goes_wrong() {
    let secs = Duration::from_secs;
    for story in ALL {
        for m in 1..=steps(story).await.calls {
            for fault in [
                Fault::Refuse,
                Fault::AnswerLost,
                Fault::Slow(secs(3)),
                Fault::Slow(secs(30)),
                Fault::Late(secs(1)),
                Fault::Late(secs(30)),
            ] {
                check(story, Trip::Call(m, fault)).await;
            }
            check(story, Trip::ProviderDown(m, 10)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_story_crashes_before_and_after_every_call() {
    for story in ALL {
        for m in 1..=steps(story).await.calls {
            for fault in [
                Fault::Refuse,
                Fault::AnswerLost,
                Fault::Late(Duration::from_secs(30)),
                Fault::Slow(Duration::from_secs(30)),
            ] {
                check(story, Trip::CrashAtCall(m, fault)).await;
            }
        }
    }
}

/// The provider said that it had never heard of the payment, and then the request arrived.
#[tokio::test(start_paused = true)]
async fn a_request_that_is_on_its_way_when_we_crash_is_never_forgotten() {
    for seconds in 1..60 {
        check(Story::Bought, Trip::CrashAtCall(1, Fault::Late(Duration::from_secs(seconds)))).await;
    }
}

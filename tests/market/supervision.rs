//! What happens to an actor that fails, to its neighbours, and to all when the market stops.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use holdfast::{
    actors::{
        BACK_OFF, Branch, CommandError, QUARANTINE, RESTARTS_MAX, Unavailable, order::PayOutcome,
    },
    domain::{DomainEvent, Entry, OrderStatus, TicketEvent, TicketStatus},
    harness::{TestMarket, price},
    payments::scripted::Fault,
    storage::CommitFault,
    types::{OrderId, TicketId, Timestamp, Title, UserId},
};
use tokio::{task::JoinSet, time::Instant};

const SECOND: Duration = Duration::from_secs(1);

fn is_about(entry: &Entry, ticket: TicketId) -> bool {
    entry.events.iter().any(|event| matches!(event, DomainEvent::Ticket(id, _) if *id == ticket))
}

fn is_expiry(entry: &Entry) -> bool {
    entry.events.iter().any(|event| {
        matches!(event, DomainEvent::Ticket(_, TicketEvent::ReservationExpired { .. }))
    })
}

#[tokio::test(start_paused = true)]
async fn an_actor_that_fails_is_rebuilt_from_storage_and_its_timer_fires() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let mut faults = vec![CommitFault::CommitThenUnknown];
    market.journal.fault(move |_| faults.pop().unwrap_or(CommitFault::None));
    let (order, until) = (OrderId::new(), market.now() + 900 * SECOND);
    let answer = market.market.reserve(ticket, order, buyer, price("10")).await;
    assert!(matches!(answer, Err(CommandError::Unavailable(Unavailable::Unknown(_)))));
    // It was committed after all, and the next actor knows.
    market.pass(SECOND).await;
    assert_eq!(market.market.reserve(ticket, order, buyer, price("10")).await, Ok(()));
    market.pass(898 * SECOND).await;
    assert_eq!(market.ticket(ticket).status.reservation().unwrap().expires_at, until);
    market.pass(2 * SECOND).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    market.until_settled().await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn neighbours_of_an_actor_that_fails_notice_nothing() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let failing = market.list(seller, "10").await;
    let (sold, held) = (market.list(seller, "10").await, market.list(seller, "10").await);
    let order = market.buy(market.user().await, sold).await.unwrap();
    market.buy(market.user().await, held).await.unwrap();
    market.journal.fault(move |entry| match is_about(entry, failing) {
        true => CommitFault::UnknownFirst,
        false => CommitFault::None,
    });
    for _ in 0..20 {
        market.buy(UserId::new(), failing).await.unwrap_err();
        market.pass(Duration::from_millis(60)).await;
    }
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.pass(900 * SECOND).await;
    assert_eq!(market.ticket(held).status, TicketStatus::Available);
    market.until_settled().await;
    market.assert_sound();
}

/// When, after the deadline, the expiry of a ticket was tried.
type Tries = Arc<Mutex<Vec<Duration>>>;

#[tokio::test(start_paused = true)]
async fn an_actor_that_keeps_failing_is_quarantined_and_comes_back() {
    let market = TestMarket::start().await;
    let ticket = market.list(market.user().await, "10").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    let deadline: Timestamp = market.order(order).expires_at;
    let tries: Tries = Arc::default();
    let seen = tries.clone();
    market.journal.fault(move |entry| match is_expiry(entry) {
        true => {
            seen.lock().unwrap().push(entry.at.since(deadline));
            CommitFault::UnknownFirst
        }
        false => CommitFault::None,
    });
    market.pass(930 * SECOND).await;
    // Each wait is twice the one before, until it is in quarantine.
    let waits = tries.lock().unwrap().windows(2).map(|w| w[1] - w[0]).collect::<Vec<_>>();
    let expect = [1, 2, 4, 8, 16].map(|factor| BACK_OFF * factor);
    assert_eq!(expect.len(), RESTARTS_MAX as usize);
    assert_eq!(waits.len(), expect.len(), "{waits:?}");
    for (wait, expect) in waits.iter().zip(expect) {
        assert!((expect..expect + SECOND / 100).contains(wait), "{waits:?}");
    }
    let began = Instant::now();
    let answer = market.buy(UserId::new(), ticket).await;
    assert!(matches!(answer, Err(CommandError::Unavailable(_))), "{answer:?}");
    assert_eq!(began.elapsed(), Duration::ZERO, "who asks hears so at once");
    market.journal.fault(|_| CommitFault::None);
    market.pass(QUARANTINE).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    market.until_settled().await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.assert_sound();
}

/// With a full disk nothing expires, nobody spins, and all is made good when there is room again.
#[tokio::test(start_paused = true)]
async fn an_expiry_that_is_refused_is_tried_again_at_leisure() {
    let market = TestMarket::start().await;
    let ticket = market.list(market.user().await, "10").await;
    market.buy(market.user().await, ticket).await.unwrap();
    let tries: Tries = Arc::default();
    let seen = tries.clone();
    market.journal.fault(move |_| {
        seen.lock().unwrap().push(Duration::ZERO);
        assert!(seen.lock().unwrap().len() < 1000, "it spins");
        CommitFault::Refuse
    });
    market.pass(1000 * SECOND).await;
    let tried = tries.lock().unwrap().len();
    assert!((50..=200).contains(&tried), "{tried} times in 100 seconds");
    market.journal.fault(|_| CommitFault::None);
    market.pass(2 * SECOND).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    market.until_settled().await;
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_branch_that_fails_is_replaced_and_nothing_is_lost() {
    for branch in [Branch::Tickets, Branch::Orders, Branch::Payments, Branch::Reconciler] {
        println!("{branch:?}");
        let market = TestMarket::start().await;
        let seller = market.user().await;
        let mut orders = vec![];
        for _ in 0..50 {
            let ticket = market.list(seller, "10").await;
            orders.push(market.buy(UserId::new(), ticket).await.unwrap());
        }
        market.gateway.fault(|_| Fault::Slow(SECOND));
        market.gateway.set_late_arrival(10 * SECOND);
        let paid = orders[0];
        let (outcome, ()) = tokio::join!(market.pay(paid), async {
            market.pass(SECOND / 2).await;
            market.market.kill_branch(branch);
        });
        market.pass(SECOND).await;
        let ticket = market.list(market.user().await, "10").await;
        let order = market.buy(market.user().await, ticket).await.unwrap();
        assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
        market.pass(900 * SECOND).await;
        market.until_settled().await;
        for order in &orders[1..] {
            assert!(matches!(market.order(*order).status, OrderStatus::Cancelled { .. }));
        }
        // Its payment was under way: it came to an end, and who waited was not told a lie.
        let completed = matches!(market.order(paid).status, OrderStatus::Completed { .. });
        assert!(completed || outcome != Ok(PayOutcome::Completed), "{outcome:?}");
        market.assert_sound();
    }
}

#[tokio::test(start_paused = true)]
async fn a_market_with_thousands_of_holds_stops_in_time() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let mut tickets = vec![];
    for _ in 0..3000 {
        let ticket = market.list(seller, "10").await;
        market.buy(UserId::new(), ticket).await.unwrap();
        tickets.push(ticket);
    }
    assert_eq!(market.market.running().await.unwrap()[0], 3000);
    let began = Instant::now();
    market.market.stop(5 * SECOND).await;
    assert!(began.elapsed() < SECOND, "{:?}", began.elapsed());
    let entries = market.journal.entries().len();
    let answer = market.buy(UserId::new(), tickets[0]).await;
    assert!(matches!(answer, Err(CommandError::Unavailable(Unavailable::NotDone(_)))));
    market.pass(1000 * SECOND).await;
    assert_eq!(market.journal.entries().len(), entries, "something went on after the stop");
    // The next process ends what this one left.
    let market = market.crash().await;
    market.until_settled().await;
    assert_eq!(market.assert_sound().orders, 3000);
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_for_what_hangs_no_longer_than_its_limit() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    // Several that run out together would be nobody's to hang at but the timer's.
    let ticket = market.list(seller, "10").await;
    market.buy(UserId::new(), ticket).await.unwrap();
    market.journal.fault(|_| CommitFault::HangFirst);
    market.pass(901 * SECOND).await;
    let began = Instant::now();
    market.market.stop(5 * SECOND).await;
    let took = began.elapsed();
    assert!((5 * SECOND..6 * SECOND).contains(&took), "{took:?}");
}

/// An available ticket's actor stops after each message; no call may fall into the gap.
async fn hammer(market: &TestMarket, ticket: TicketId, seller: UserId, calls: u64) {
    let mut running = JoinSet::new();
    for number in 0..calls {
        let market = market.market.clone();
        running.spawn(async move {
            for _ in 0..number % 7 {
                tokio::task::yield_now().await;
            }
            let title = Title::parse(&format!("Seat {number}")).unwrap();
            market.edit(ticket, seller, (title, price("10"), None), None).await
        });
    }
    while let Some(answer) = running.join_next().await {
        assert_eq!(answer.unwrap(), Ok(()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_passivates_answers_every_call() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "10").await;
    hammer(&market, ticket, seller, 5000).await;
    assert_eq!(market.journal.entries().len(), 2 + 5000);
    market.pass(SECOND).await;
    assert_eq!(market.market.running().await, Ok([0, 0, 0, 0]));
    market.assert_sound();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_passivates_on_many_threads_answers_every_call() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "10").await;
    hammer(&market, ticket, seller, 5000).await;
    assert_eq!(market.journal.entries().len(), 2 + 5000);
    market.assert_sound();
}

//! What happens when many do the same at once, or something happens just before or after a
//! deadline.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use holdfast::{
    actors::{CommandError, Market, order::PayOutcome},
    domain::{
        DomainEvent, OrderStatus, PasswordHash, TicketStatus, UserEvent,
        rules::{account::AccountRefusal, order::OrderRefusal, ticket::TicketRefusal},
    },
    harness::TestMarket,
    payments::scripted::{Fault, LedgerLine, Verb, cards},
    types::{ChargeId, Email, Language, OrderId, TicketId, UserId},
};
use tokio::task::JoinSet;

use crate::common::dice::{Dice, Seed};

const SECOND: Duration = Duration::from_secs(1);

/// So many buyers press Buy at once: one gets the ticket, and all others are told that it is held.
async fn race(market: &TestMarket, ticket: TicketId, buyers: usize) {
    let price = market.ticket(ticket).price;
    let mut running = JoinSet::new();
    for _ in 0..buyers {
        let market: Arc<Market> = market.market.clone();
        let (order, buyer) = (OrderId::new(), UserId::new());
        running.spawn(async move { (order, market.reserve(ticket, order, buyer, price).await) });
    }
    let mut winners = vec![];
    while let Some(answer) = running.join_next().await {
        match answer.unwrap() {
            (order, Ok(())) => winners.push(order),
            (_, Err(CommandError::Refused(TicketRefusal::Held(until)))) => {
                assert_eq!(until, market.ticket(ticket).status.reservation().unwrap().expires_at);
            }
            (_, other) => panic!("{other:?}"),
        }
    }
    let [winner] = winners[..] else { panic!("{winners:?} all have the ticket") };
    assert_eq!(market.ticket(ticket).status.reservation().unwrap().order, winner);
}

#[tokio::test(start_paused = true)]
async fn of_a_thousand_buyers_one_gets_the_ticket() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    for _ in 0..200 {
        let ticket = market.list(seller, "10").await;
        race(&market, ticket, 1000).await;
    }
    assert_eq!(market.assert_sound().orders, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_thousand_buyers_on_many_threads_one_gets_the_ticket() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    for _ in 0..20 {
        let ticket = market.list(seller, "10").await;
        race(&market, ticket, 1000).await;
    }
    assert_eq!(market.assert_sound().orders, 20);
}

/// A thousand payments whose authorisation arrives at the deadline, or up to 50 ms before or after
/// it: each ends sold or voided, by the provider's own ledger, and never both.
#[tokio::test(start_paused = true)]
async fn a_payment_at_the_deadline_is_captured_or_voided() {
    a_thousand_payments_at_the_deadline(1).await;
}

/// The same for four tickets each, of as many sellers: all of them, or none.
#[tokio::test(start_paused = true)]
async fn a_payment_for_four_at_the_deadline_is_captured_or_voided_for_all() {
    a_thousand_payments_at_the_deadline(4).await;
}

async fn a_thousand_payments_at_the_deadline(tickets_each: usize) {
    let market = TestMarket::start().await;
    let (mut sellers, mut tries) = (vec![], vec![]);
    for _ in 0..tickets_each {
        sellers.push(market.user().await);
    }
    for number in 0..1000_u64 {
        let mut tickets = vec![];
        for seller in &sellers {
            tickets.push(market.list(*seller, "10").await);
        }
        let orders = market.buy_together(UserId::new(), &tickets).await.unwrap();
        tries.push((number % 101, tickets, orders));
    }
    market.pass(895 * SECOND).await;
    let to_deadline = market.order(tries[0].2[0]).expires_at.since(market.now());
    let mut delays = HashMap::new();
    let mut running = JoinSet::new();
    for (number, (d, _, orders)) in tries.iter().enumerate() {
        let (charge, order) = (ChargeId::new(), orders[0]);
        let arrives = to_deadline + Duration::from_millis(*d) - Duration::from_millis(50);
        let capture = [Duration::ZERO, Duration::from_millis(30), 12 * SECOND][number % 3];
        delays.insert(charge, (arrives, capture));
        let market = market.market.clone();
        running.spawn(async move { (charge, market.pay(order, charge, cards::good()).await) });
    }
    let mut captured = HashSet::new();
    market.gateway.fault(move |asked| match (asked.verb, delays[&asked.charge]) {
        (Verb::Authorise, (arrives, _)) => Fault::Slow(arrives),
        (Verb::Capture, (_, slow)) if captured.insert(asked.charge) => Fault::Slow(slow),
        _ => Fault::None,
    });
    let mut charges = HashMap::new();
    while let Some(answer) = running.join_next().await {
        let (charge, outcome) = answer.unwrap();
        charges.insert(market.charge(charge).order, (charge, outcome));
    }
    market.until_settled().await;
    let mut ledger: HashMap<ChargeId, Vec<Verb>> = HashMap::new();
    for LedgerLine { charge, what, .. } in market.gateway.ledger() {
        ledger.entry(charge).or_default().push(what);
    }
    for (d, tickets, orders) in tries {
        let (charge, outcome) = &charges[&orders[0]];
        let statuses = tickets.iter().map(|ticket| market.ticket(*ticket).status);
        let mut all = orders.iter().zip(statuses);
        match &ledger[charge][..] {
            [Verb::Authorise, Verb::Capture] => {
                assert!(d < 50, "captured {} ms after the deadline", d - 50);
                assert!(all.all(|(order, status)| {
                    matches!(status, TicketStatus::Sold { order: to, .. } if to == *order)
                }));
                // A capture that takes 12 seconds outlasts the wait for its outcome.
                let told = matches!(outcome, Ok(PayOutcome::Completed))
                    || matches!(outcome, Err(CommandError::Unavailable(_)));
                assert!(told, "{outcome:?}");
            }
            [Verb::Authorise, Verb::Void] => {
                assert!(d > 45, "voided {} ms before the deadline", 50 - d);
                assert!(all.all(|(_, status)| status == TicketStatus::Available));
                assert!(matches!(outcome, Ok(PayOutcome::Cancelled(_))), "{outcome:?}");
            }
            other => panic!("{other:?}"),
        }
    }
    let totals = market.assert_sound();
    assert!((400..600).contains(&(totals.completed / tickets_each)), "{totals:?}");
}

#[tokio::test(start_paused = true)]
async fn sign_ups_that_race_for_one_address_give_one_account() {
    let market = TestMarket::start().await;
    let email = Email::parse("ada@example.org").unwrap();
    let mut running = JoinSet::new();
    for _ in 0..50 {
        let (market, email) = (market.market.clone(), email.clone());
        running.spawn(async move {
            market.sign_up(email, PasswordHash("hash".into()), Language::default()).await
        });
    }
    let answers = running.join_all().await;
    let made = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect::<Vec<_>>();
    assert_eq!(made.len(), 1);
    let taken = Err(CommandError::Refused(AccountRefusal::AddressTaken));
    assert_eq!(answers.iter().filter(|answer| **answer == taken).count(), 49);
    assert_eq!(market.market.tables().catalog().user_by_email(&email), Some(*made[0]));
    assert_eq!(market.assert_sound().users, 1);
}

#[tokio::test(start_paused = true)]
async fn a_payment_that_is_sent_again_charges_once() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "10").await;
    let order = market.buy(market.user().await, ticket).await.unwrap();
    market.gateway.fault(|_| Fault::Slow(SECOND));
    let charge = ChargeId::new();
    let mut running = JoinSet::new();
    for _ in 0..20 {
        let market = market.market.clone();
        running.spawn(async move { market.pay(order, charge, cards::good()).await });
    }
    market.pass(SECOND / 2).await;
    let refused = |refusal| Err(CommandError::Refused(refusal));
    assert_eq!(market.pay(order).await, refused(OrderRefusal::PaymentUnderWay));
    for outcome in running.join_all().await {
        assert_eq!(outcome, Ok(PayOutcome::Completed));
    }
    let later = market.market.pay(order, charge, cards::good()).await;
    assert_eq!(later, Ok(PayOutcome::Completed));
    assert_eq!(market.pay(order).await, refused(OrderRefusal::Completed));
    let happened = market.gateway.ledger().iter().map(|line| line.what).collect::<Vec<_>>();
    assert_eq!(happened, [Verb::Authorise, Verb::Capture]);
    assert_eq!(market.assert_sound().charges, 1);
}

#[tokio::test(start_paused = true)]
async fn a_reservation_that_is_sent_again_is_one_order() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let (ticket, other) = (market.list(seller, "10").await, market.list(seller, "10").await);
    let (order, price) = (OrderId::new(), market.ticket(ticket).price);
    let mut running = JoinSet::new();
    for _ in 0..50 {
        let market = market.market.clone();
        running.spawn(async move { market.reserve(ticket, order, buyer, price).await });
    }
    for answer in running.join_all().await {
        assert_eq!(answer, Ok(()));
    }
    // Neither for another ticket nor after its end does it come to be again.
    let not_held = Err(CommandError::Refused(TicketRefusal::NotHeld));
    assert_eq!(market.market.reserve(other, order, buyer, price).await, not_held);
    market.pass(900 * SECOND).await;
    market.until_settled().await;
    assert_eq!(market.market.reserve(ticket, order, buyer, price).await, not_held);
    assert!(matches!(market.order(order).status, OrderStatus::Cancelled { .. }));
    assert_eq!(market.assert_sound().orders, 1);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_an_order_that_is_over_ends_nothing() {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let ticket = market.list(seller, "10").await;
    let first = market.buy(market.user().await, ticket).await.unwrap();
    market.pass(100 * SECOND).await;
    market.cancel(first).await.unwrap();
    let second = market.buy(market.user().await, ticket).await.unwrap();
    let holds = |order| market.ticket(ticket).status.reservation().map(|r| r.order) == Some(order);
    // The first one's deadline passes.
    market.pass(850 * SECOND).await;
    assert!(holds(second));
    market.pass(49 * SECOND).await;
    assert!(holds(second));
    market.pass(2 * SECOND).await;
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    market.until_settled().await;
    market.assert_sound();
}

/// An entry is dated after it was decided where others were committed meanwhile, or the clock was set
/// back: by some milliseconds, or by more than a hold lasts. Whatever lies between the two, what is
/// done is done within its deadline by the journal's time.
#[tokio::test(start_paused = true)]
async fn nothing_is_dated_after_a_deadline_before_which_it_was_decided() {
    const TEST: &str = "nothing_is_dated_after_a_deadline";
    let (mut paid, mut late) = (0, 0);
    for seed in 1..=8 {
        let _seed = Seed { seed, test: TEST };
        let mut dice = Dice::new(seed);
        let market = TestMarket::start().await;
        let (seller, buyer) = (market.user().await, market.user().await);
        for _ in 0..6 {
            let ticket = market.list(seller, "10").await;
            ahead(&market, &mut dice).await;
            let Ok(order) = market.buy(buyer, ticket).await else { continue };
            let left = market.order(order).expires_at.since(market.now());
            market.pass(left - Duration::from_millis(1 + dice.below(3)).min(left)).await;
            ahead(&market, &mut dice).await;
            match dice.below(4) {
                0 => _ = market.cancel(order).await,
                _ => match market.pay(order).await {
                    Ok(PayOutcome::Completed) => paid += 1,
                    _ => late += 1,
                },
            }
        }
        market.until_settled().await;
        market.assert_sound();
    }
    assert!(paid > 2 && late > 2, "{paid} are paid, {late} are too late");
}

/// Something else is committed, dated later than the clock shows.
async fn ahead(market: &TestMarket, dice: &mut Dice) {
    let by = match dice.below(4) {
        0 => Duration::ZERO,
        1 => Duration::from_secs(dice.below(2000)),
        _ => Duration::from_millis(dice.below(6)),
    };
    let id = UserId::new();
    let email = Email::parse(&format!("{id}@example.org")).unwrap();
    let created = UserEvent::Created { email, password: PasswordHash("x".into()) };
    let created = vec![DomainEvent::User(id, created)];
    market.market.storage().commit(market.now() + by, created).await.unwrap();
}

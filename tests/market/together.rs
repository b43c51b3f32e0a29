//! Tickets that are bought together: what holds of one holds of all of them at every instant.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use holdfast::{
    actors::{CommandError, order::PayOutcome, purchase::TogetherRefusal},
    domain::{
        CancelReason, ChargeFailure, DomainEvent, OrderEvent, OrderStatus, TicketEvent,
        TicketStatus,
        rules::{order::OrderRefusal, ticket::TicketRefusal},
    },
    harness::TestMarket,
    payments::scripted::{Fault, GatewayCall, Verb, cards},
    storage::CommitFault,
    types::{ChargeId, OrderId, Reason, TicketId, UserId},
};

const HOLD: Duration = Duration::from_secs(900);

async fn listed(market: &TestMarket, prices: &[&str]) -> Vec<TicketId> {
    let mut tickets = vec![];
    for price in prices {
        // Each by a seller of its own.
        let seller = market.user().await;
        tickets.push(market.list(seller, price).await);
    }
    tickets
}

async fn held(market: &TestMarket, prices: &[&str]) -> (UserId, Vec<TicketId>, Vec<OrderId>) {
    let (buyer, tickets) = (market.user().await, listed(market, prices).await);
    let orders = market.buy_together(buyer, &tickets).await.unwrap();
    (buyer, tickets, orders)
}

fn is_over(market: &TestMarket, order: OrderId, why: CancelReason) -> bool {
    matches!(market.order(order).status, OrderStatus::Cancelled { reason, .. } if reason == why)
}

fn is_free(market: &TestMarket, ticket: TicketId) -> bool {
    market.ticket(ticket).status == TicketStatus::Available
}

fn refused<T: std::fmt::Debug>(
    result: Result<T, CommandError<TogetherRefusal>>,
) -> (Option<TicketId>, TicketRefusal) {
    match result {
        Err(CommandError::Refused(TogetherRefusal { ticket, why })) => (ticket, why),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_purchase_is_four_entries_with_its_birth_and_one_payment_over_the_sum() {
    let market = TestMarket::start().await;
    let tickets = listed(&market, &["24", "24", "30.50"]).await;
    let buyer = market.user().await;
    let before = market.journal.entries().len();
    let orders = market.buy_together(buyer, &tickets).await.unwrap();
    assert_eq!(market.journal.entries().len(), before + 1);
    for order in &orders {
        assert_eq!(market.order(*order).purchase(), orders);
        assert_eq!(market.order(*order).expires_at, market.order(orders[0]).expires_at);
    }
    assert_eq!(market.pay(orders[0]).await, Ok(PayOutcome::Completed));
    assert_eq!(market.journal.entries().len(), before + 4, "begun, selling, sold");
    for (ticket, order) in tickets.iter().zip(&orders) {
        assert!(
            matches!(market.ticket(*ticket).status, TicketStatus::Sold { order: o, .. } if o == *order)
        );
    }
    let ledger: Vec<_> =
        market.gateway.ledger().iter().map(|line| (line.what, line.minor)).collect();
    assert_eq!(ledger, [(Verb::Authorise, 7850), (Verb::Capture, 7850)]);
    assert_eq!(market.assert_sound().kept_minor, 7850);
}

#[tokio::test(start_paused = true)]
async fn all_or_none() {
    let market = TestMarket::start().await;
    let tickets = listed(&market, &["10", "20", "30"]).await;
    let (first, second) = (market.user().await, market.user().await);
    let order = market.buy(first, tickets[1]).await.unwrap();
    let until = market.order(order).expires_at;
    let before = market.journal.entries().len();
    let refusal = refused(market.buy_together(second, &tickets).await);
    assert_eq!(refusal, (Some(tickets[1]), TicketRefusal::Held(until)));
    assert_eq!(market.journal.entries().len(), before);
    assert!(is_free(&market, tickets[0]) && is_free(&market, tickets[2]));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn all_of_them_count_for_what_one_may_hold() {
    let market = TestMarket::start().await;
    let tickets = listed(&market, &["10"; 5]).await;
    let buyer = market.user().await;
    let (_, why) = refused(market.buy_together(buyer, &tickets).await);
    assert!(matches!(why, TicketRefusal::TooManyHeld { held: 0, max: 4, .. }), "{why:?}");
    market.buy_together(buyer, &tickets[..3]).await.unwrap();
    let (_, why) = refused(market.buy_together(buyer, &tickets[3..]).await);
    assert!(matches!(why, TicketRefusal::TooManyHeld { held: 3, max: 4, .. }), "{why:?}");
    market.buy_together(buyer, &tickets[3..4]).await.unwrap();
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn what_is_pressed_twice_at_once_is_held_once() {
    let market = TestMarket::start().await;
    let tickets = listed(&market, &["10"; 4]).await;
    let (one, other) = (market.user().await, market.user().await);
    let turned: Vec<_> = tickets.iter().rev().copied().collect();
    let (won, lost) =
        tokio::join!(market.buy_together(one, &tickets), market.buy_together(other, &turned));
    let of = |buyer| {
        let is_his = |ticket: &&TicketId| {
            market.ticket(**ticket).status.reservation().is_some_and(|held| held.buyer == buyer)
        };
        tickets.iter().filter(is_his).count()
    };
    assert_eq!((won.is_ok(), lost.is_ok()), (of(one) == 4, of(other) == 4));
    assert!(won.is_ok() != lost.is_ok(), "{won:?} {lost:?}");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_thousand_press_for_four_that_one_can_have() {
    let market = TestMarket::start().await;
    let tickets = listed(&market, &["10"; 4]).await;
    let mut buyers = vec![];
    for _ in 0..1000 {
        buyers.push(market.user().await);
    }
    let presses = buyers.iter().map(|buyer| market.buy_together(*buyer, &tickets));
    let results = futures_util::future::join_all(presses).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let held = market.ticket(tickets[0]).status.reservation().copied().unwrap();
    for (ticket, order) in tickets.iter().zip(results.into_iter().flatten().flatten()) {
        let reservation = market.ticket(*ticket).status.reservation().copied().unwrap();
        assert_eq!((reservation.buyer, reservation.order), (held.buyer, order));
    }
    market.assert_sound();
}

fn is_an_end(event: &DomainEvent) -> bool {
    matches!(
        event,
        DomainEvent::Ticket(_, TicketEvent::ReservationExpired(_))
            | DomainEvent::Order(_, OrderEvent::Expired)
    )
}

#[tokio::test(start_paused = true)]
async fn they_run_out_at_one_instant_in_one_entry() {
    let market = TestMarket::start().await;
    let (_, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    let before = market.journal.entries().len();
    market.pass(HOLD).await;
    market.until("they are free", |m| tickets.iter().all(|ticket| is_free(m, *ticket))).await;
    let entries = market.journal.entries();
    let [entry] = &entries[before..] else { panic!("{:?}", &entries[before..]) };
    assert_eq!(entry.events.iter().filter(|event| is_an_end(event)).count(), 6);
    assert!(orders.iter().all(|order| is_over(&market, *order, CancelReason::Expired)));
    market.assert_sound();
}

/// Their timers are late, and somebody wants one of them: that entry ends all.
#[tokio::test(start_paused = true)]
async fn whoever_finds_one_run_out_ends_all_of_them() {
    let market = TestMarket::start().await;
    let (_, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    let (is_late, other) = (Arc::new(AtomicBool::new(true)), market.user().await);
    let refuses = is_late.clone();
    market.journal.fault(move |entry| {
        match entry.events.iter().any(is_an_end) && refuses.load(Ordering::Relaxed) {
            true => CommitFault::Refuse,
            false => CommitFault::None,
        }
    });
    market.pass(HOLD).await;
    is_late.store(false, Ordering::Relaxed);
    let before = market.journal.entries().len();
    market.buy(other, tickets[1]).await.unwrap();
    let entries = market.journal.entries();
    assert_eq!(entries[before].events.iter().filter(|event| is_an_end(event)).count(), 6);
    assert!(is_free(&market, tickets[0]) && is_free(&market, tickets[2]));
    assert!(orders.iter().all(|order| is_over(&market, *order, CancelReason::Expired)));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn one_is_dropped_and_the_others_are_paid() {
    let market = TestMarket::start().await;
    let (_, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    market.cancel(orders[0]).await.unwrap();
    assert!(is_free(&market, tickets[0]) && !is_free(&market, tickets[1]));
    assert_eq!(market.pay(orders[1]).await, Ok(PayOutcome::Completed));
    assert_eq!(market.assert_sound().kept_minor, 5000);
    assert!(is_over(&market, orders[0], CancelReason::Buyer));
}

#[tokio::test(start_paused = true)]
async fn a_payment_under_way_ends_with_a_dropped_ticket_and_counts_for_no_try() {
    let market = TestMarket::start().await;
    market.gateway.ask_the_buyer_itself();
    let (_, tickets, orders) = held(&market, &["10", "20"]).await;
    let charge = ChargeId::new();
    let begun = market.market.pay(orders[0], charge, None).await;
    assert!(matches!(begun, Ok(PayOutcome::AwaitsBuyer(_))), "{begun:?}");
    market.cancel(orders[0]).await.unwrap();
    let left = market.order(orders[1]);
    assert_eq!(left.status, OrderStatus::AwaitingPayment(None));
    assert_eq!(left.last_failure, Some(ChargeFailure::TicketDropped));
    assert_eq!(left.failed_attempts, 0);
    // What is paid there all the same is let go of.
    market.gateway.buyer_pays(charge);
    market.market.look_at_charge(charge);
    market.until("it is settled", |m| !m.charge(charge).status.is_unfinished()).await;
    let again = market.market.pay(orders[1], ChargeId::new(), None).await;
    assert!(matches!(again, Ok(PayOutcome::AwaitsBuyer(_))), "{again:?}");
    let under_way = market.order(orders[1]).status.charge_under_way().unwrap();
    market.gateway.buyer_pays(under_way);
    market.market.look_at_charge(under_way);
    market
        .until("it is sold", |m| matches!(m.ticket(tickets[1]).status, TicketStatus::Sold { .. }))
        .await;
    assert_eq!(market.assert_sound().kept_minor, 2000);
}

#[tokio::test(start_paused = true)]
async fn all_are_given_up_in_one_entry() {
    let market = TestMarket::start().await;
    let (_, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    let before = market.journal.entries().len();
    market.market.cancel_together(orders[1]).await.unwrap();
    assert_eq!(market.journal.entries().len(), before + 1);
    assert!(tickets.iter().all(|ticket| is_free(&market, *ticket)));
    market.market.cancel_together(orders[1]).await.unwrap();
    assert_eq!(market.journal.entries().len(), before + 1, "it is so already");
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_declined_card_is_one_try_for_all_and_the_last_ends_all() {
    let market = TestMarket::start().await;
    let (_, tickets, orders) = held(&market, &["10", "20"]).await;
    for tries in 1..=3 {
        let outcome = market.pay_with(orders[0], cards::declined()).await;
        assert!(matches!(outcome, Ok(PayOutcome::Failed(_))), "{outcome:?}");
        assert!(orders.iter().all(|order| market.order(*order).failed_attempts == tries));
    }
    assert!(orders.iter().all(|order| is_over(&market, *order, CancelReason::PaymentFailed)));
    assert!(tickets.iter().all(|ticket| is_free(&market, *ticket)));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn each_goes_back_by_itself() {
    let market = TestMarket::start().await;
    let (buyer, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    market.pay(orders[0]).await.unwrap();
    let reason = || Reason::parse("No show").unwrap();
    for (n, kept) in [(1, 4000), (0, 3000), (2, 0)] {
        market.market.refund(orders[n], buyer, reason(), false).await.unwrap();
        assert!(is_over(&market, orders[n], CancelReason::Refunded));
        assert_eq!(market.ticket(tickets[n]).status, TicketStatus::Withdrawn);
        assert_eq!(market.assert_sound().kept_minor, kept);
    }
    let back: Vec<_> =
        market.gateway.ledger().into_iter().filter(|l| l.what == Verb::Refund).collect();
    assert_eq!(back.iter().map(|line| line.minor).collect::<Vec<_>>(), [2000, 1000, 3000]);
}

#[tokio::test(start_paused = true)]
async fn what_goes_back_in_the_dashboard_goes_back_for_all() {
    let market = TestMarket::start().await;
    let (_, _, orders) = held(&market, &["10", "20"]).await;
    let charge = ChargeId::new();
    market.market.pay(orders[0], charge, cards::good()).await.unwrap();
    market.gateway.refund_in_dashboard(charge);
    market.market.look_at_charge(charge);
    market
        .until("both are refunded", |m| {
            orders.iter().all(|order| is_over(m, *order, CancelReason::Refunded))
        })
        .await;
    assert_eq!(market.assert_sound().kept_minor, 0);
}

/// What the provider does late, or says nothing of, ends with all sold or all free.
#[tokio::test(start_paused = true)]
async fn every_answer_lost_at_every_call_with_a_crash_at_every_entry() {
    for verb in [Verb::Authorise, Verb::Capture] {
        for fault in [
            Fault::AnswerLost,
            Fault::Refuse,
            Fault::Late(Duration::from_secs(5)),
            Fault::Slow(Duration::from_secs(9)),
            Fault::Slow(Duration::from_secs(25)),
        ] {
            for crashes in [false, true] {
                settles(verb, fault, crashes).await;
            }
        }
    }
}

async fn settles(verb: Verb, fault: Fault, crashes: bool) {
    let mut market = TestMarket::start().await;
    market.gateway.set_late_arrival(Duration::from_secs(30));
    let (_, tickets, orders) = held(&market, &["10", "20", "30"]).await;
    let mut is_left = true;
    market.gateway.fault(move |call: GatewayCall| match call.verb == verb && is_left {
        true => {
            is_left = false;
            fault
        }
        false => Fault::None,
    });
    let paid = market.market.pay_within(
        orders[0],
        ChargeId::new(),
        cards::good(),
        Duration::from_millis(10),
    );
    let _ = paid.await;
    if crashes {
        market = market.crash().await;
    }
    market.pass(HOLD + Duration::from_secs(120)).await;
    market.until_settled().await;
    let sold = tickets
        .iter()
        .filter(|ticket| matches!(market.ticket(**ticket).status, TicketStatus::Sold { .. }))
        .count();
    let free = tickets.iter().filter(|ticket| is_free(&market, **ticket)).count();
    assert!(
        matches!((sold, free), (3, 0) | (0, 3)),
        "{verb:?} {fault:?}: {sold} sold, {free} free"
    );
    market.assert_sound();
}

/// The deadline against the authorisation, to the millisecond.
#[tokio::test(start_paused = true)]
async fn all_sold_or_all_free_at_the_deadline() {
    for millis in -50_i64..=50 {
        let market = TestMarket::start().await;
        let (_, tickets, orders) = held(&market, &["10", "20", "30", "40"]).await;
        let takes = Duration::from_millis(u64::try_from(1000 + millis).unwrap());
        market.gateway.fault(move |call: GatewayCall| match call.verb {
            Verb::Authorise => Fault::Slow(takes),
            _ => Fault::None,
        });
        market.pass(HOLD - Duration::from_secs(1)).await;
        let paid = market.pay(orders[0]).await;
        market.until_settled().await;
        let sold = tickets
            .iter()
            .filter(|ticket| matches!(market.ticket(**ticket).status, TicketStatus::Sold { .. }))
            .count();
        assert!(sold == 0 || sold == 4, "{millis} ms: {sold} sold, {paid:?}");
        assert_eq!(sold == 4, paid == Ok(PayOutcome::Completed), "{millis} ms: {paid:?}");
        market.assert_sound();
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_over_cannot_be_paid() {
    let market = TestMarket::start().await;
    let (_, _, orders) = held(&market, &["10", "20"]).await;
    market.market.cancel_together(orders[0]).await.unwrap();
    for order in orders {
        let refusal = OrderRefusal::Cancelled(CancelReason::Buyer);
        assert_eq!(market.pay(order).await, Err(CommandError::Refused(refusal)));
    }
    market.assert_sound();
}

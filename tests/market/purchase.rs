//! A purchase, from listing to owning, through the actors.

use std::time::Duration;

use holdfast::{
    actors::{CommandError, Unavailable, order::PayOutcome},
    domain::{
        CancelReason, OrderStatus, TicketStatus,
        rules::{order::OrderRefusal, ticket::TicketRefusal},
    },
    harness::TestMarket,
    payments::scripted::{Fault, cards},
    types::ChargeId,
};

#[tokio::test(start_paused = true)]
async fn a_ticket_is_listed_held_paid_and_owned() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    assert!(matches!(market.ticket(ticket).status, TicketStatus::Reserved(r) if r.order == order));
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    assert!(
        matches!(market.ticket(ticket).status, TicketStatus::Sold { buyer: b, .. } if b == buyer)
    );
    assert!(matches!(market.order(order).status, OrderStatus::Completed { .. }));
    assert_eq!(market.assert_sound().kept_minor, 4950);
}

#[tokio::test(start_paused = true)]
async fn the_second_buyer_waits_and_gets_the_ticket_when_time_is_up() {
    let market = TestMarket::start().await;
    let (seller, first, second) = (market.user().await, market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let order = market.buy(first, ticket).await.unwrap();
    let until = market.order(order).expires_at;
    assert_eq!(
        market.buy(second, ticket).await,
        Err(CommandError::Refused(TicketRefusal::Held(until)))
    );
    market.pass(Duration::from_secs(900)).await;
    market.until("it is free", |m| m.ticket(ticket).status == TicketStatus::Available).await;
    market
        .until("the order is expired", |m| {
            matches!(
                m.order(order).status,
                OrderStatus::Cancelled { reason: CancelReason::Expired, .. }
            )
        })
        .await;
    let order = market.buy(second, ticket).await.unwrap();
    assert_eq!(market.pay(order).await, Ok(PayOutcome::Completed));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_declined_card_leaves_the_rest_of_time_and_attempts() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    for attempt in 1..=3 {
        let outcome = market.pay_with(order, cards::declined()).await;
        assert!(matches!(outcome, Ok(PayOutcome::Failed(_))), "{outcome:?}");
        assert_eq!(market.order(order).failed_attempts, attempt);
    }
    assert!(matches!(
        market.order(order).status,
        OrderStatus::Cancelled { reason: CancelReason::PaymentFailed, .. }
    ));
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert_eq!(
        market.pay(order).await,
        Err(CommandError::Refused(OrderRefusal::Cancelled(CancelReason::PaymentFailed)))
    );
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_order_frees_the_ticket_at_once() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "10").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    assert_eq!(market.cancel(order).await, Ok(()));
    assert_eq!(market.ticket(ticket).status, TicketStatus::Available);
    assert_eq!(market.cancel(order).await, Ok(()));
    market.assert_sound();
}

#[tokio::test(start_paused = true)]
async fn idle_actors_passivate() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    for _ in 0..100 {
        market.list(seller, "10").await;
    }
    let ticket = market.list(seller, "10").await;
    market.buy(buyer, ticket).await.unwrap();
    market.pass(Duration::from_secs(1)).await;
    assert_eq!(market.market.running().await, Ok([1, 0, 0, 0]));
}

#[tokio::test(start_paused = true)]
async fn however_often_one_looks_a_provider_that_was_away_is_asked_again() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let away = tokio::time::Instant::now() + Duration::from_secs(60);
    market.gateway.fault(move |_| match tokio::time::Instant::now() < away {
        true => Fault::Refuse,
        false => Fault::None,
    });
    let charge = ChargeId::new();
    let paid = market.market.pay(order, charge, cards::good()).await;
    assert!(matches!(paid, Err(CommandError::Unavailable(Unavailable::Unknown(_)))), "{paid:?}");
    while market.order(order).status.is_open() {
        market.pass(Duration::from_secs(1)).await;
        market.market.look_at_charge(charge);
        let late = tokio::time::Instant::now() - away > Duration::from_secs(60);
        assert!(!late, "it is put off by everyone who looks");
    }
    assert!(matches!(market.order(order).status, OrderStatus::Completed { .. }));
    market.assert_sound();
}

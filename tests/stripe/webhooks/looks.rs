//! What a webhook leads to, in a market in memory: a durable record, then a question to the
//! provider.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use holdfast::{
    actors::order::PayOutcome,
    config::{Config, Provider},
    domain::{
        CancelReason, ChargeEvent, ChargeStatus, DomainEvent, Entry, OrderStatus, TicketStatus,
    },
    harness::{
        TestMarket,
        stripe::{WEBHOOK_SECRET, webhook::sign},
    },
    http::{EdgeState, router},
    passwords::Passwords,
    payments::{
        scripted::{Fault, GatewayCall, Verb},
        stripe::checkout,
    },
    storage::CommitFault,
    types::{ChargeId, OrderId, Secret, TicketId},
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::event;

/// The site's routes over a market in memory, whose provider asks the buyer itself.
fn routes(market: &TestMarket) -> Router {
    let mut config = Config::default();
    config.payments.provider = Provider::Stripe;
    config.payments.stripe.webhook_secret = Secret::new(WEBHOOK_SECRET);
    let checkout = checkout(&config.payments.stripe, config.site.currency);
    router(&EdgeState::new(
        config,
        Arc::default(),
        market.market.clone(),
        checkout,
        Passwords::new(1).unwrap(),
        Arc::default(),
        CancellationToken::new(),
    ))
}

async fn send(market: &TestMarket, routes: &Router, body: String) -> StatusCode {
    let signature = sign(&body, market.now(), &[WEBHOOK_SECRET]);
    let request = Request::post("/webhooks/stripe").header("stripe-signature", signature);
    let answer = routes.clone().oneshot(request.body(Body::from(body)).unwrap());
    answer.await.unwrap().status()
}

/// An event that says that the payment of this charge succeeded.
fn about(id: &str, charge: ChargeId) -> String {
    format!(
        r#"{{"id":"{id}","type":"payment_intent.succeeded","data":{{"object":{{"id":"pi_x",
        "status":"succeeded","metadata":{{"charge":"{charge}"}}}}}}}}"#
    )
}

/// An order whose buyer is at the provider.
async fn waiting() -> (TestMarket, TicketId, OrderId, ChargeId) {
    let market = TestMarket::start().await;
    market.gateway.ask_the_buyer_itself();
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let charge = ChargeId::new();
    let outcome = market.market.pay(order, charge, None).await;
    assert!(matches!(outcome, Ok(PayOutcome::AwaitsBuyer(_))), "{outcome:?}");
    (market, ticket, order, charge)
}

/// Counts what is asked from now on, and how much of it at once; each answer takes a second.
fn count(market: &TestMarket) -> Arc<AtomicUsize> {
    let asked = Arc::new(AtomicUsize::new(0));
    let counts = asked.clone();
    market.gateway.fault(move |asked: GatewayCall| {
        if asked.verb == Verb::LookUp {
            counts.fetch_add(1, Ordering::Relaxed);
        }
        Fault::Slow(Duration::from_secs(1))
    });
    asked
}

#[tokio::test(start_paused = true)]
async fn nothing_is_answered_before_it_is_durable() {
    let (market, .., charge) = waiting().await;
    let routes = routes(&market);
    let before = market.journal.entries().len();
    for fault in [CommitFault::Refuse, CommitFault::UnknownFirst] {
        market.journal.fault(move |_| fault);
        let status = send(&market, &routes, about("evt_1", charge)).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{fault:?}");
        assert_eq!(market.journal.entries().len(), before);
    }
    for fault in [CommitFault::HangFirst, CommitFault::CommitThenHang] {
        market.journal.fault(move |_| fault);
        let sent = send(&market, &routes, about(&format!("evt_{fault:?}"), charge));
        let answered = tokio::time::timeout(Duration::from_secs(25), sent).await;
        assert!(answered.is_err(), "{fault:?}: {answered:?}");
    }
    market.journal.fault(|_| CommitFault::None);
    for _ in 0..2 {
        assert_eq!(send(&market, &routes, about("evt_1", charge)).await, StatusCode::OK);
    }
    assert_eq!(market.journal.entries().len(), before + 2, "one hung after it was committed");
}

#[tokio::test(start_paused = true)]
async fn what_it_says_is_never_believed() {
    let (market, ticket, order, charge) = waiting().await;
    let routes = routes(&market);
    let asked = count(&market);
    let before = market.journal.entries().len();
    for n in 1..=3 {
        let status = send(&market, &routes, about(&format!("evt_{n}"), charge)).await;
        assert_eq!(status, StatusCode::OK);
        market.pass(Duration::from_secs(2)).await;
        assert_eq!(asked.load(Ordering::Relaxed), n, "each leads to a question");
    }
    // Of what is told again nothing comes, nor of what is not ours.
    for body in [about("evt_1", charge), about("evt_4", ChargeId::new()), event("evt_5")] {
        assert_eq!(send(&market, &routes, body).await, StatusCode::OK);
    }
    market.pass(Duration::from_secs(2)).await;
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    assert_eq!(market.journal.entries().len(), before + 5, "only the notices");
    assert_eq!(market.order(order).status, OrderStatus::AwaitingPayment(Some(charge)));
    assert!(matches!(market.ticket(ticket).status, TicketStatus::Reserved(_)));
    assert_eq!(market.charge(charge).status, ChargeStatus::Created);
}

#[tokio::test(start_paused = true)]
async fn many_at_once_ask_one_question_at_a_time() {
    let (market, .., charge) = waiting().await;
    let routes = routes(&market);
    let asked = count(&market);
    for n in 0..100 {
        send(&market, &routes, about(&format!("evt_{n}"), charge)).await;
    }
    market.pass(Duration::from_millis(500)).await;
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    // The buyer pays while the question is on its way: its answer may be older than that.
    market.pass(Duration::from_secs(5)).await;
    assert_eq!(asked.load(Ordering::Relaxed), 2, "one more, for what was told meanwhile");
}

#[tokio::test(start_paused = true)]
async fn a_purchase_and_a_refund_in_the_dashboard_are_seen_at_once() {
    let (market, ticket, order, charge) = waiting().await;
    let routes = routes(&market);
    market.gateway.buyer_pays(charge);
    send(&market, &routes, about("evt_1", charge)).await;
    market.pass(Duration::from_secs(1)).await;
    assert!(matches!(market.order(order).status, OrderStatus::Completed { .. }));
    market.gateway.refund_in_dashboard(charge);
    send(&market, &routes, about("evt_2", charge)).await;
    market.pass(Duration::from_secs(1)).await;
    let status = market.order(order).status;
    assert!(
        matches!(status, OrderStatus::Cancelled { reason: CancelReason::Refunded, .. }),
        "{status:?}"
    );
    assert_eq!(market.ticket(ticket).status, TicketStatus::Withdrawn);
    assert_eq!(market.assert_sound().kept_minor, 0);
}

#[tokio::test(start_paused = true)]
async fn a_refund_that_is_told_before_the_sale_is_settled_is_not_lost() {
    let (market, _, order, charge) = waiting().await;
    let routes = routes(&market);
    let settles = |entry: &Entry| {
        let sold =
            |event: &DomainEvent| matches!(event, DomainEvent::Charge(_, ChargeEvent::Completed));
        entry.events.iter().any(sold)
    };
    market.journal.fault(move |entry| match settles(entry) {
        true => CommitFault::Refuse,
        false => CommitFault::None,
    });
    market.gateway.buyer_pays(charge);
    send(&market, &routes, about("evt_1", charge)).await;
    market.pass(Duration::from_secs(1)).await;
    let captured = market.gateway.ledger().iter().any(|line| line.what == Verb::Capture);
    assert!(captured && market.charge(charge).status == ChargeStatus::Authorised);
    market.gateway.refund_in_dashboard(charge);
    send(&market, &routes, about("evt_2", charge)).await;
    market.pass(Duration::from_secs(1)).await;
    market.journal.fault(|_| CommitFault::None);
    market.pass(Duration::from_secs(10)).await;
    let status = market.order(order).status;
    assert!(
        matches!(status, OrderStatus::Cancelled { reason: CancelReason::Refunded, .. }),
        "{status:?}"
    );
    market.assert_sound();
}

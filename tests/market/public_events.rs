//! What other programs hear of what happens, and who hears what.

use std::time::Duration;

use holdfast::{
    domain::public::{PublicEvent, PublicKind},
    harness::TestMarket,
    payments::scripted::cards,
    types::{Reason, UserId},
    usecases::{Caller, policy},
};
use serde_json::Value;

fn events(market: &TestMarket) -> Vec<PublicEvent> {
    market.market.tables().public_events_after(None, usize::MAX).unwrap()
}

/// As `<sequence>: <kind> <status or what changed>`.
fn lines(market: &TestMarket, after: usize) -> Vec<String> {
    let events = events(market);
    let first = events[after].id.sequence;
    let line = |event: &PublicEvent| {
        let body = holdfast::delivery::cloud_events::EventSource::new(
            "http://example.org/",
            "EUR".parse().unwrap(),
        )
        .body(event);
        let data = &body["data"];
        let status = match (&data["status"], &data["reason"]) {
            (Value::String(status), Value::String(reason)) => format!("{status} {reason}"),
            (Value::String(status), _) => status.clone(),
            _ => data["changed"].to_string(),
        };
        format!("{}: {} {status}", event.id.sequence - first, event.fact.kind().word())
    };
    events[after..].iter().map(line).collect()
}

#[tokio::test(start_paused = true)]
async fn a_purchase_and_what_may_become_of_it() {
    let market = TestMarket::start().await;
    let (seller, buyer) = (market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let listed = events(&market).len();

    let order = market.buy(buyer, ticket).await.unwrap();
    market.pay_with(order, cards::declined()).await.unwrap();
    market.pay(order).await.unwrap();
    let reason = Reason::parse("Off").unwrap();
    market.market.refund(order, seller, reason, true).await.unwrap();
    market.until_settled().await;
    assert_eq!(
        lines(&market, listed),
        [
            "0: ticket.updated reserved",
            "0: order.created created",
            "1: charge.created created",
            "2: charge.updated failed",
            "3: charge.created created",
            "4: charge.updated authorised",
            "4: ticket.updated selling",
            "5: ticket.updated sold",
            "5: charge.updated completed",
            "5: order.completed completed",
            "7: ticket.updated available",
            "7: charge.updated refunded",
            "7: order.refunded cancelled refunded",
        ]
    );

    let before = events(&market).len();
    let order = market.buy(market.user().await, ticket).await.unwrap();
    market.cancel(order).await.unwrap();
    market.buy(market.user().await, ticket).await.unwrap();
    market.pass(Duration::from_secs(900)).await;
    market.until_settled().await;
    assert_eq!(
        lines(&market, before),
        [
            "0: user.created [\"confirmation\"]",
            "1: ticket.updated reserved",
            "1: order.created created",
            "2: ticket.updated available",
            "2: order.cancelled cancelled buyer",
            "3: user.created [\"confirmation\"]",
            "4: ticket.updated reserved",
            "4: order.created created",
            "5: ticket.updated available",
            "5: order.expired cancelled expired",
        ]
    );
    market.assert_sound();
}

/// Which kinds somebody hears of.
fn heard(market: &TestMarket, caller: Caller<'_>) -> Vec<&'static str> {
    let may = |event: &PublicEvent| policy::may_know(&market.market, caller, event).unwrap();
    let mut kinds: Vec<_> =
        events(market).iter().filter(|e| may(e)).map(|e| e.fact.kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.iter().map(PublicKind::word).collect()
}

#[tokio::test(start_paused = true)]
async fn everybody_hears_what_concerns_them() {
    let market = TestMarket::start().await;
    let (seller, buyer, other) = (market.user().await, market.user().await, market.user().await);
    let ticket = market.list(seller, "49.50").await;
    let order = market.buy(buyer, ticket).await.unwrap();
    let user = |id: UserId| market.market.tables().user(id).unwrap().unwrap();
    let (seller, buyer, other) = (user(seller), user(buyer), user(other));

    let everybodys = ["ticket.created", "ticket.updated", "event.created"];
    assert_eq!(heard(&market, Caller::Visitor), everybodys);
    let with = |more: &[&'static str]| {
        let all = PublicKind::ALL.iter().map(|kind| kind.word());
        all.filter(|kind| everybodys.contains(kind) || more.contains(kind)).collect::<Vec<_>>()
    };
    assert_eq!(heard(&market, Caller::User(&other)), with(&["user.created"]));
    assert_eq!(
        heard(&market, Caller::User(&seller)),
        with(&["user.created"]),
        "not before it is paid"
    );
    assert_eq!(heard(&market, Caller::User(&buyer)), with(&["user.created", "order.created"]));

    market.pay(order).await.unwrap();
    assert_eq!(heard(&market, Caller::User(&other)), with(&["user.created"]));
    assert_eq!(heard(&market, Caller::User(&seller)), with(&["user.created", "order.completed"]));
    let paid = ["order.created", "order.completed", "charge.created", "charge.updated"];
    let buyers = with(&[&["user.created"], &paid[..]].concat());
    assert_eq!(heard(&market, Caller::User(&buyer)), buyers);
    assert_eq!(heard(&market, Caller::Admin(&other)), buyers);
    assert_eq!(heard(&market, Caller::Site), buyers);
    // Each account's own, and no other's.
    let users = |caller| {
        let events = events(&market);
        let may = |event: &&PublicEvent| {
            let is_user = event.fact.kind() == PublicKind::UserCreated;
            is_user && policy::may_know(&market.market, caller, event).unwrap()
        };
        events.iter().filter(may).count()
    };
    assert_eq!((users(Caller::User(&other)), users(Caller::Admin(&other))), (1, 3));
}

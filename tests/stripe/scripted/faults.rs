//! Keys and faults: what is done once, what is said again, and what goes wrong as it is told.

use std::time::Duration;

use holdfast::harness::stripe::{Endpoint, HttpFault, IntentStatus, KEY_LIFE, ledger::What};

use super::{NEW, POOR, in_state, start};
use crate::common::time::pass;

#[tokio::test]
async fn the_same_key_does_it_once() {
    let (stripe, client) = start().await;
    let first = client.create_with_key("key", "order", "charge").await.is(200);
    assert!(!first.replayed);
    let again = client.create_with_key("key", "order", "charge").await.is(200);
    assert!(again.replayed && again.body == first.body);
    let other = client.create_with_key("key", "order", "another").await;
    assert_eq!(other.fails(400, "").text("/error/type"), "idempotency_error");
    // Another endpoint is another request too.
    let other = client.on(first.id(), "cancel", "key", &[]).await.fails(400, "");
    assert_eq!(other.text("/error/type"), "idempotency_error");
    assert_eq!(stripe.intents().len(), 1);

    // What was refused is refused again, whatever has changed since.
    let early = client.on(first.id(), "capture", "early", &[]).await;
    let early = early.fails(400, "payment_intent_unexpected_state");
    let other = client.on(first.id(), "cancel", "early", &[]).await.fails(400, "");
    assert_eq!(other.text("/error/type"), "idempotency_error", "the parameters are the same");
    let declined = client.on(first.id(), "confirm", "card", &[("payment_method", POOR)]).await;
    let declined = declined.fails(402, "card_declined");
    stripe.buyer_pays(first.id()).unwrap();
    let again = client.on(first.id(), "capture", "early", &[]).await;
    assert!(again.replayed && again.body == early.body && again.status == 400);
    let again = client.on(first.id(), "confirm", "card", &[("payment_method", POOR)]).await;
    assert!(again.replayed && again.body == declined.body && again.status == 402);
    client.on(first.id(), "capture", "late", &[]).await.is(200);

    // A key means nothing to a GET.
    let path = format!("/v1/payment_intents/{}", first.id());
    let key = [("idempotency-key", "key")];
    let got = client.raw("GET", &path, &key, "").await.is(200);
    assert!(!got.replayed && got.text("/status") == "succeeded");

    let long = "k".repeat(256);
    let got = client.create_with_key(&long, "order", "charge").await.fails(400, "");
    assert_eq!(got.text("/error/type"), "idempotency_error");
    client.create_with_key(&long[1..], "order", "charge").await.is(200);

    stripe.pass(KEY_LIFE - Duration::from_secs(60));
    assert!(client.create_with_key("key", "order", "charge").await.is(200).replayed);
    stripe.pass(Duration::from_secs(120));
    let new = client.create_with_key("key", "order", "charge").await.is(200);
    assert!(!new.replayed && new.id() != first.id(), "after 24 hours it is a new request");
}

#[tokio::test]
async fn a_key_in_use() {
    let (stripe, client) = start().await;
    stripe.fault(|asked| match asked.nth {
        1 => HttpFault::Delay(KEY_LIFE / 2),
        _ => HttpFault::None,
    });
    let slow = {
        let client = client.clone();
        tokio::spawn(async move { client.create_with_key("key", "o", "c").await })
    };
    stripe.until("the first is under way", |stripe| stripe.requests().len() == 1).await;
    let refused = client.create_with_key("key", "o", "c").await;
    let refused = refused.fails(409, "idempotency_key_in_use");
    assert!(!refused.replayed);
    pass(KEY_LIFE / 2).await;
    assert!(!slow.await.unwrap().is(200).replayed);
    assert!(client.create_with_key("key", "o", "c").await.is(200).replayed);
    assert_eq!(stripe.intents().len(), 1);
}

/// No request takes a day: where a test lets one pass while something is under way, who looks finds
/// nothing of it, and its key is forgotten before it has its effect.
#[tokio::test]
async fn a_day_passes_once_nothing_is_under_way() {
    for waits in [true, false] {
        let (stripe, client) = start().await;
        stripe.fault(|asked| match asked.nth {
            1 => HttpFault::Delay(Duration::from_millis(50)),
            _ => HttpFault::None,
        });
        let slow = {
            let client = client.clone();
            tokio::spawn(async move { client.create_with_key("key", "o", "c").await })
        };
        stripe.until("it is under way", |stripe| stripe.requests().len() == 1).await;
        if waits {
            stripe.until_quiet().await;
        }
        stripe.pass(KEY_LIFE);
        assert_eq!(stripe.intents().len(), usize::from(waits), "who looks finds so many");
        slow.await.unwrap().is(200);
        assert!(!client.create_with_key("key", "o", "c").await.is(200).replayed);
    }
}

/// What a client sees, whether it is done, and what the same key gives after.
async fn check_fault(fault: HttpFault, sees: Option<u16>, done_at_once: bool, then: (u16, bool)) {
    let (stripe, client) = start().await;
    let id = in_state(&stripe, &client, IntentStatus::RequiresCapture).await;
    stripe.fault(move |asked| match (asked.call, asked.nth_of_call) {
        (Endpoint::Capture, 1) => fault,
        _ => HttpFault::None,
    });
    let got = client.try_on(&id, "capture", "key", &[]).await;
    assert_eq!(got.as_ref().ok().map(|got| got.status), sees, "{fault:?}: {got:?}");
    assert_eq!(stripe.ledger().count(What::Captured), usize::from(done_at_once), "{fault:?}");
    let again = client.on(&id, "capture", "key", &[]).await;
    assert_eq!((again.status, again.replayed), then, "{fault:?}: {}", again.body);
    let taken = usize::from(done_at_once || again.status == 200);
    assert_eq!(stripe.ledger().count(What::Captured), taken, "{fault:?}");
    assert!(stripe.ledger().double_charges().is_empty());
    let asked = stripe.requests();
    let captures: Vec<_> = asked.iter().filter(|asked| asked.call == Endpoint::Capture).collect();
    assert_eq!(captures.len(), 2, "nothing was sent again by itself");
    assert_eq!(captures[0].key.as_deref(), Some("key"));
    assert_eq!(captures[0].path, format!("/v1/payment_intents/{id}/capture"));
}

#[tokio::test]
async fn every_fault() {
    check_fault(HttpFault::None, Some(200), true, (200, true)).await;
    check_fault(HttpFault::Refuse, None, false, (200, false)).await;
    check_fault(HttpFault::Delay(Duration::from_millis(5)), Some(200), true, (200, true)).await;
    check_fault(HttpFault::CommitThenDrop, None, true, (200, true)).await;
    for status in [409, 429, 500] {
        check_fault(HttpFault::Status(status), Some(status), false, (200, false)).await;
    }
    check_fault(HttpFault::CommitThen500, Some(500), true, (500, true)).await;
    check_fault(HttpFault::Saved500, Some(500), false, (500, true)).await;
    check_fault(HttpFault::HtmlBadGateway, Some(502), false, (200, false)).await;
    check_fault(HttpFault::CutJson, None, true, (200, true)).await;
}

#[tokio::test]
async fn how_faults_look_on_the_wire() {
    let (stripe, client) = start().await;
    stripe.fault(|asked| match asked.nth {
        1 => HttpFault::HtmlBadGateway,
        2 => HttpFault::Status(429),
        3 => HttpFault::Status(500),
        _ => HttpFault::CutJson,
    });
    let html = client.get("/v1/account").await;
    assert_eq!(html.content_type, "text/html");
    assert!(html.body.starts_with("<html>"));
    let limited = client.get("/v1/account").await.fails(429, "rate_limit");
    assert_eq!(limited.content_type, "application/json");
    let broken = client.get("/v1/account").await.fails(500, "");
    assert_eq!(broken.text("/error/type"), "api_error");
    let cut = client.try_raw("GET", "/v1/account", &[], "").await.unwrap_err();
    let half = String::from_utf8(cut.received).unwrap();
    assert!(half.starts_with('{') && half.contains("\"country\""), "half of it came: {half}");
    assert!(serde_json::from_str::<serde_json::Value>(&half).is_err());
}

#[tokio::test]
async fn what_comes_late_still_comes() {
    let (stripe, client) = start().await;
    let id = in_state(&stripe, &client, IntentStatus::RequiresCapture).await;
    stripe.fault(|asked| match (asked.call, asked.nth_of_call) {
        (Endpoint::Capture, 1) => HttpFault::Late(Duration::from_millis(20)),
        _ => HttpFault::None,
    });
    client.try_on(&id, "capture", "key", &[]).await.unwrap_err();
    stripe.until("it is taken", |stripe| stripe.ledger().count(What::Captured) == 1).await;
    assert_eq!(stripe.status(&id), Some(IntentStatus::Succeeded));

    // The same key twice, of which one overtakes the other: once.
    let before = stripe.intents().len();
    stripe.fault(|asked| match asked.nth_of_call {
        2 => HttpFault::Late(Duration::from_millis(20)),
        _ => HttpFault::None,
    });
    let late = client.try_raw("POST", "/v1/payment_intents", &[("idempotency-key", "a")], NEW);
    late.await.unwrap_err();
    client.raw("POST", "/v1/payment_intents", &[("idempotency-key", "a")], NEW).await.is(200);
    // One without a key that was late as well, and shows that the first has arrived.
    stripe.fault(|_| HttpFault::Late(Duration::from_millis(60)));
    client.try_raw("POST", "/v1/payment_intents", &[], NEW).await.unwrap_err();
    stripe.until("all have arrived", |stripe| stripe.intents().len() >= before + 2).await;
    assert_eq!(stripe.intents().len(), before + 2);
}

#[tokio::test]
async fn a_client_that_leaves_changes_nothing() {
    let (stripe, client) = start().await;
    let id = in_state(&stripe, &client, IntentStatus::RequiresCapture).await;
    stripe.fault(|_| HttpFault::Delay(Duration::from_millis(50)));
    let path = format!("/v1/payment_intents/{id}/capture");
    let sent = client.try_raw("POST", &path, &[], "");
    tokio::select! {
        got = sent => panic!("{got:?}"),
        () = stripe.until("it is asked", |s| s.requests().last().is_some_and(|asked| asked.call == Endpoint::Capture)) => {}
    }
    stripe.until("it is taken", |stripe| stripe.status(&id) == Some(IntentStatus::Succeeded)).await;
}

#[tokio::test]
async fn a_plan_may_act() {
    let (stripe, client) = start().await;
    let id = in_state(&stripe, &client, IntentStatus::RequiresCapture).await;
    let (dashboard, intent) = (stripe.clone(), id.clone());
    stripe.fault(move |asked| {
        if asked.call == Endpoint::Capture {
            dashboard.cancel_in_dashboard(&intent).unwrap();
        }
        HttpFault::None
    });
    let got = client.on(&id, "capture", "k", &[]).await;
    got.fails(400, "payment_intent_unexpected_state");
    assert!(stripe.ledger().held().is_empty());
}

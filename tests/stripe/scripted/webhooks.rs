//! What the harness's own Stripe tells by webhook: signed as Stripe signs, and delivered as a test
//! says.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Bytes, http::HeaderMap, routing::post};
use hmac::{Hmac, KeyInit as _, Mac as _};
use holdfast::{
    clock::Clock,
    harness::{
        STARTED_AT,
        stripe::{
            RefundStatus, ScriptedStripe, WEBHOOK_SECRET,
            webhook::{SignedEvent, deliver, sign},
        },
    },
    types::Timestamp,
};
use parking_lot::Mutex;
use serde_json::Value;
use sha2::Sha256;

use super::client::Client;

/// As a receiver checks it (<https://docs.stripe.com/webhooks#verify-manually>), apart from the
/// code that signs: any `v1` will do, within the tolerance.
fn verify(event: &SignedEvent, secret: &str, now: Timestamp) -> bool {
    let parts = || event.signature.split(',').filter_map(|part| part.split_once('='));
    let Some((_, t)) = parts().find(|(name, _)| *name == "t") else { return false };
    let Ok(at) = t.parse::<i64>() else { return false };
    let fits = |hex: &str| {
        let bytes: Option<Vec<u8>> = (0..hex.len() / 2)
            .map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok())
            .collect();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(t.as_bytes());
        mac.update(b".");
        mac.update(event.payload.as_bytes());
        bytes.is_some_and(|bytes| mac.verify_slice(&bytes).is_ok())
    };
    (now.as_millis() / 1000 - at).abs() <= 300
        && parts().any(|(name, hex)| name == "v1" && fits(hex))
}

#[test]
fn a_signature_that_others_made() {
    // By `printf '%s' '1533204620.{…}' | openssl dgst -sha256 -hmac whsec_test`.
    let at = Timestamp::from_millis(1_533_204_620_999);
    let payload = r#"{"id":"evt_123","object":"event"}"#;
    let v1 = "a7d3f42df1135919a0cda3c02624c92f949c365877f1303d8230e439a0a4cdfd";
    assert_eq!(sign(payload, at, &["whsec_test"]), format!("t=1533204620,v1={v1}"));
    let two = sign(payload, at, &["whsec_old", "whsec_test"]);
    assert!(two.starts_with("t=1533204620,v1=") && two.ends_with(&format!(",v1={v1}")), "{two}");
    assert_eq!(sign::<&str>(payload, at, &[]), "t=1533204620");
}

#[tokio::test]
async fn signed_now_with_every_secret() {
    let stripe = bought().await;
    let now = stripe.now();
    for event in stripe.events() {
        assert!(verify(&event, WEBHOOK_SECRET, now), "{event:?}");
        assert!(!verify(&event, "whsec_other", now));
        let forged = SignedEvent { payload: event.payload.replace("pi_", "pj_"), ..event.clone() };
        assert!(!verify(&forged, WEBHOOK_SECRET, now));
        let later = now + Duration::from_secs(302);
        assert!(!verify(&event, WEBHOOK_SECRET, later), "it is stale");
    }
    stripe.pass(Duration::from_secs(3600));
    let later = stripe.now();
    assert!(stripe.events().iter().all(|event| verify(event, WEBHOOK_SECRET, later)));
    stripe.set_webhook_secrets(&["whsec_new", "whsec_old"]);
    for event in stripe.events() {
        assert!(verify(&event, "whsec_new", later) && verify(&event, "whsec_old", later));
        assert!(!verify(&event, WEBHOOK_SECRET, later));
    }
}

#[tokio::test]
async fn what_events_say() {
    let stripe = bought().await;
    let (intent, _) = stripe.intents().remove(0);
    let refund = stripe.refund_in_dashboard(&intent).unwrap();
    stripe.settle_refund(&refund, RefundStatus::Failed).unwrap();
    let (second, _) = stripe.intents().remove(1);
    stripe.cancel_in_dashboard(&second).unwrap();
    let events = stripe.events();
    let told: Vec<(&str, String, String)> = events
        .iter()
        .map(|event| {
            let json: Value = serde_json::from_str(&event.payload).unwrap();
            assert_eq!(json["id"], event.id.as_str());
            assert_eq!(json["type"], event.kind.as_str());
            assert_eq!(json["object"], "event");
            assert_eq!(json["created"], STARTED_AT.as_millis() / 1000);
            let object = &json["data"]["object"];
            let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
            let id = text(if text("object") == "payment_intent" { "id" } else { "payment_intent" });
            (event.kind.as_str(), id, text("status"))
        })
        .collect();
    let first = |kind, status: &str| (kind, intent.clone(), status.to_owned());
    let other = |kind, status: &str| (kind, second.clone(), status.to_owned());
    assert_eq!(
        told,
        [
            first("payment_intent.created", "requires_payment_method"),
            first("payment_intent.payment_failed", "requires_payment_method"),
            first("payment_intent.amount_capturable_updated", "requires_capture"),
            first("payment_intent.succeeded", "succeeded"),
            other("payment_intent.created", "requires_payment_method"),
            other("payment_intent.requires_action", "requires_action"),
            first("refund.created", "succeeded"),
            first("charge.refunded", "succeeded"),
            first("refund.updated", "succeeded"),
            first("refund.updated", "failed"),
            first("refund.failed", "failed"),
            other("payment_intent.canceled", "canceled"),
        ]
    );
    let ids: std::collections::HashSet<_> = events.iter().map(|event| &event.id).collect();
    assert_eq!(ids.len(), events.len());
}

#[tokio::test]
async fn delivered_as_it_is() {
    let got = Arc::new(Mutex::new(Vec::new()));
    let taken = got.clone();
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let text = |name| headers[name].to_str().unwrap().to_owned();
        let signature: String = text("stripe-signature");
        assert_eq!(text("content-type"), "application/json; charset=utf-8");
        taken.lock().push((signature, String::from_utf8(body.to_vec()).unwrap()));
        if taken.lock().len() > 1 { "" } else { panic!("the first is lost") }
    };
    let router = Router::new().route("/webhooks/stripe", post(take));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let limits = holdfast::http::ServerLimits {
        connections_max: 10,
        connections_per_address_max: 10,
        trusted_proxies: vec![],
        head: Duration::from_secs(5),
        drain: Duration::from_secs(1),
    };
    let server = holdfast::http::HttpServer::new(listener, router, limits);
    tokio::spawn(server.run(std::future::pending()));
    let url = format!("{base}/webhooks/stripe");

    let stripe = bought().await;
    let events = stripe.events();
    deliver(&url, &events[0]).await.unwrap_err();
    for event in [&events[1], &events[0], &events[1]] {
        assert_eq!(deliver(&url, event).await.unwrap(), 200);
    }
    assert_eq!(deliver(&format!("{base}/other"), &events[0]).await.unwrap(), 404);
    for nowhere in ["", "/webhooks", "http://", "http://127.0.0.1:1/x"] {
        assert!(deliver(nowhere, &events[0]).await.is_err(), "{nowhere}");
    }
    let sent: Vec<_> = [0, 1, 0, 1]
        .map(|at: usize| (events[at].signature.clone(), events[at].payload.clone()))
        .to_vec();
    assert_eq!(*got.lock(), sent);
}

/// A decline, then a purchase; and another that waits for its buyer.
async fn bought() -> ScriptedStripe {
    // A clock that stands still: what is signed is signed at a known second.
    let clock = Clock::Tokio {
        started_at: STARTED_AT,
        start: tokio::time::Instant::now() + Duration::from_secs(3600),
    };
    let stripe = ScriptedStripe::start_at(clock).await;
    let client = Client::of(&stripe);
    let id = client.create("order-1", "charge-1").await.is(200).id().to_owned();
    stripe.buyer_pays_with(&id, "pm_card_visa_chargeDeclined").unwrap();
    stripe.buyer_pays(&id).unwrap();
    client.on(&id, "capture", "k", &[]).await.is(200);
    let other = client.create("order-2", "charge-2").await.is(200).id().to_owned();
    stripe.buyer_pays_with(&other, "pm_card_threeDSecure2Required").unwrap();
    stripe
}

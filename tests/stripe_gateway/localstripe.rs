//! The same requests to a Stripe that others wrote: that what we send is what Stripe's API takes,
//! and not only what our own Stripe takes. It knows no keys, and declines no card that is captured by
//! hand.
//!
//! ```text
//! pip install localstripe && localstripe --port 8420 --from-scratch &
//! HOLDFAST_LOCALSTRIPE=http://127.0.0.1:8420 cargo test --test stripe_gateway localstripe
//! ```

use holdfast::{
    gateway::{Payment, PaymentGateway as _, PaymentState},
    harness::stripe::API_KEY,
    types::Timestamp,
};
use http_body_util::Full;
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Bill, LIMITS, bill, gateway};

#[tokio::test]
async fn localstripe_takes_our_requests() {
    let Ok(url) = std::env::var("HOLDFAST_LOCALSTRIPE") else {
        eprintln!("skipped: HOLDFAST_LOCALSTRIPE is not set");
        return;
    };
    let site = bill().charge.to_string();
    let gateway = gateway(&url, API_KEY, &site, LIMITS);
    gateway.check().await.unwrap();
    let begin = async || {
        let mut bill = bill();
        let begun = gateway.authorise(bill.clone(), None).await.unwrap();
        assert!(matches!(begun.state, PaymentState::Pending { .. }), "{begun:?}");
        bill.id = Some(begun.id);
        bill
    };

    let sold = begin().await;
    pay(&url, &sold, "pm_card_visa").await;
    assert_eq!(look_up(&gateway, &sold).await, PaymentState::Authorised);
    assert_eq!(gateway.capture(sold.clone()).await.unwrap().state, PaymentState::Captured);
    assert_eq!(gateway.void(sold.clone()).await.unwrap().state, PaymentState::Captured);
    let Payment { id, state } = gateway.refund(sold.clone()).await.unwrap();
    assert!(matches!(state, PaymentState::Refunded { .. }), "{state:?}");
    assert_eq!(look_up(&gateway, &sold).await, state);
    assert_eq!(gateway.refund(sold.clone()).await.unwrap().state, state);

    let unpaid = begin().await;
    assert_eq!(gateway.void(unpaid.clone()).await.unwrap().state, PaymentState::Voided);
    let held = begin().await;
    pay(&url, &held, "pm_card_visa").await;
    assert_eq!(gateway.void(held.clone()).await.unwrap().state, PaymentState::Voided);
    assert_eq!(gateway.capture(held).await.unwrap().state, PaymentState::Voided);

    let orphan = begin().await;
    gateway.discard(orphan.id.clone().unwrap()).await.unwrap();
    let listed = gateway.listed(Timestamp::from_millis(0)).await.unwrap();
    assert_eq!(listed.len(), 4);
    let sold_entry = listed.iter().find(|listed| listed.id == id).unwrap();
    assert_eq!((sold_entry.captured_minor, sold_entry.refunded_minor), (4950, 4950));
    assert_eq!(gateway.find(id).await.unwrap().as_ref(), Some(sold_entry));
    assert!(listed.iter().all(|listed| !listed.open));
    assert_eq!(gateway.find("pi_none".into()).await.unwrap(), None);
}

async fn look_up(gateway: &super::Stripe, bill: &Bill) -> PaymentState {
    gateway.look_up(bill.clone()).await.unwrap().unwrap().state
}

/// What the buyer's browser does.
async fn pay(url: &str, bill: &Bill, method: &str) {
    let id = bill.id.as_deref().unwrap();
    post(url, &format!("/v1/payment_intents/{id}"), &format!("payment_method={method}")).await;
    post(url, &format!("/v1/payment_intents/{id}/confirm"), "").await;
}

async fn post(url: &str, path: &str, body: &str) {
    let host = url.trim_start_matches("http://").trim_end_matches('/');
    let stream = TcpStream::connect(host).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::post(path)
        .header("host", host)
        .header("authorization", format!("Bearer {API_KEY}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(body.to_owned())))
        .unwrap();
    sender.send_request(request).await.unwrap();
}

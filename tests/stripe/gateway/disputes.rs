//! Disputes as Stripe has them, and what it takes, asked for by the adapter.

use holdfast::{
    domain::{DisputeAtProvider, DisputeStatus},
    harness::stripe::{API_KEY, DISPUTE_FEE},
    payments::PaymentGateway as _,
    types::Timestamp,
};

use super::{Desk, LIMITS, MINOR, Verb, gateway};

const EVER: Timestamp = Timestamp::from_millis(0);

#[tokio::test]
async fn a_dispute_is_asked_for_by_its_name_or_with_all() {
    let desk = Desk::taken().await;
    assert_eq!(desk.gateway.disputes(EVER).await, Ok(vec![]));
    let id = desk.stripe.open_dispute(desk.id(), MINOR).unwrap();
    let found = desk.gateway.find_dispute(id.as_str().into()).await.unwrap().unwrap();
    assert_eq!(desk.gateway.disputes(EVER).await, Ok(vec![found.clone()]));
    let DisputeAtProvider { name, payment, minor, status, due_by, opened_at, .. } = &found;
    assert_eq!((&**name, *payment, *minor), (id.as_str(), desk.bill.charge, MINOR.into()));
    assert_eq!(*status, DisputeStatus::NeedsResponse);
    assert!(due_by.is_some_and(|due_by| due_by > *opened_at));
    assert_eq!((found.moved_minor, found.fee_minor), (MINOR.into(), DISPUTE_FEE.into()));
    // Of another site, and of none.
    let other = gateway(&desk.stripe.url(), API_KEY, "site-2", LIMITS);
    assert_eq!(other.disputes(EVER).await, Ok(vec![]));
    assert_eq!(other.find_dispute(id.as_str().into()).await, Ok(None));
    for name in ["du_none", "", "../charges", "du_1?expand"] {
        assert_eq!(desk.gateway.find_dispute(name.into()).await, Ok(None), "{name}");
    }
    assert!(desk.unknown(Verb::Refund).await.contains("charge_disputed"));
    for (with_fee, fee) in [(true, 0), (false, i64::from(DISPUTE_FEE))] {
        let desk = Desk::taken().await;
        let id = desk.stripe.open_dispute(desk.id(), MINOR).unwrap();
        desk.stripe.move_dispute(&id, DisputeStatus::Won, with_fee).unwrap();
        let won = desk.gateway.find_dispute(id.into()).await.unwrap().unwrap();
        assert_eq!((won.status, won.moved_minor, won.fee_minor), (DisputeStatus::Won, 0, fee));
    }
    let desk = Desk::taken().await;
    let id = desk.stripe.open_inquiry(desk.id(), MINOR).unwrap();
    let asks = desk.gateway.find_dispute(id.into()).await.unwrap().unwrap();
    assert_eq!(asks.status, DisputeStatus::InquiryNeedsResponse);
    assert_eq!((asks.moved_minor, asks.fee_minor), (0, 0));
}

#[tokio::test]
async fn what_stripe_takes_comes_with_the_capture_or_later() {
    for is_late in [false, true] {
        let desk = Desk::held().await;
        desk.stripe.set_fee(Some(99), is_late);
        let taken = desk.ask(Verb::Capture).await.unwrap();
        assert_eq!(taken.fee_minor, (!is_late).then_some(99));
        let listed = || async { desk.gateway.listed(EVER).await.unwrap()[0].fee_minor };
        assert_eq!(listed().await, (!is_late).then_some(99));
        desk.stripe.set_fee(None, false);
        assert_eq!(listed().await, Some(99));
    }
}

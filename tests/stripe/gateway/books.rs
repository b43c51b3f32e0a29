//! What is at Stripe, by its lists and by name.

use std::{slice::from_ref, time::Duration};

use holdfast::{
    harness::stripe::{API_KEY, Endpoint, HttpFault, IntentStatus, RefundStatus},
    payments::{Listed, PaymentGateway as _, PaymentState},
    types::Timestamp,
};

use super::{Desk, LIMITS, MINOR, Verb, bill, gateway};

const EVER: Timestamp = Timestamp::from_millis(0);

async fn listed(desk: &Desk, since: Timestamp) -> Vec<Listed> {
    desk.gateway.listed(since).await.unwrap()
}

#[tokio::test]
async fn a_payment_in_the_list_through_its_life() {
    let desk = Desk::begun().await;
    let open = Listed {
        id: desk.id().into(),
        charge: Some(desk.bill.charge),
        order: Some(desk.bill.order),
        open: true,
        captured_minor: 0,
        refunded_minor: 0,
        fee_minor: None,
    };
    let check = async |expect: &Listed| {
        assert_eq!(listed(&desk, EVER).await, from_ref(expect));
        assert_eq!(desk.gateway.find(expect.id.clone()).await.unwrap().as_ref(), Some(expect));
    };
    check(&open).await;
    desk.stripe.buyer_pays(desk.id()).unwrap();
    check(&open).await;
    desk.state(Verb::Capture).await;
    let taken = Listed { open: false, captured_minor: MINOR.into(), ..open };
    check(&taken).await;
    desk.stripe.refund_part_in_dashboard(desk.id(), 1000).unwrap();
    check(&Listed { refunded_minor: 1000, ..taken.clone() }).await;
    desk.stripe.set_refunds_begin(RefundStatus::Pending);
    let rest = desk.stripe.refund_in_dashboard(desk.id()).unwrap();
    check(&Listed { refunded_minor: MINOR.into(), ..taken.clone() }).await;
    desk.stripe.settle_refund(&rest, RefundStatus::Failed).unwrap();
    check(&Listed { refunded_minor: 1000, ..taken }).await;
}

/// More than a page of each, among those of another site with the same account.
#[tokio::test]
async fn many_payments() {
    let desk = Desk::start().await;
    let other = gateway(&desk.stripe.url(), API_KEY, "site-2", LIMITS);
    let mut ours = Vec::new();
    for nth in 0..130 {
        let mut bill = bill();
        let payment = desk.gateway.authorise(bill.clone(), None).await.unwrap();
        let theirs = other.authorise(super::bill(), None).await.unwrap();
        bill.id = Some(payment.id.clone());
        desk.stripe.buyer_pays(&payment.id).unwrap();
        desk.stripe.capture_in_dashboard(&payment.id).unwrap();
        if nth % 2 == 0 {
            desk.stripe.refund_in_dashboard(&payment.id).unwrap();
            desk.stripe.buyer_pays(&theirs.id).unwrap();
            desk.stripe.capture_in_dashboard(&theirs.id).unwrap();
            desk.stripe.refund_in_dashboard(&theirs.id).unwrap();
        }
        ours.push(payment.id);
    }
    let found = listed(&desk, EVER).await;
    let mut names: Vec<_> = found.iter().map(|listed| listed.id.clone()).collect();
    names.reverse();
    assert_eq!(names, ours);
    let refunded = found.iter().filter(|listed| listed.refunded_minor == u64::from(MINOR));
    assert_eq!(refunded.count(), 65);
    assert!(found.iter().all(|listed| listed.captured_minor == u64::from(MINOR)));
    let pages = |call| desk.stripe.requests().iter().filter(|asked| asked.call == call).count();
    assert_eq!((pages(Endpoint::List), pages(Endpoint::ListRefunds)), (3, 2));
    assert!(!desk.stripe.requests().iter().any(|asked| asked.path.contains("created")));
}

/// The list goes back to a moment, and no further; refunds since then bring older payments in.
#[tokio::test]
async fn since_a_moment() {
    let old = Desk::taken().await;
    old.stripe.refund_part_in_dashboard(old.id(), 1000).unwrap();
    let quiet = old.gateway.authorise(bill(), None).await.unwrap();
    old.stripe.pass(Duration::from_secs(3600));
    let moment = old.stripe.now();
    let new = old.gateway.authorise(bill(), None).await.unwrap();
    let names = |found: Vec<Listed>| found.into_iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(names(listed(&old, moment).await), from_ref(&new.id));

    // Two refunds of it since then, and one before: all of them count, once.
    old.stripe.refund_part_in_dashboard(old.id(), 500).unwrap();
    old.stripe.refund_part_in_dashboard(old.id(), 250).unwrap();
    let found = listed(&old, moment).await;
    assert_eq!(found.len(), 2);
    assert_eq!((&*found[1].id, found[1].refunded_minor), (old.id(), 1750));
    assert_eq!(found[1].captured_minor, u64::from(MINOR));
    assert_eq!(found[1].charge, Some(old.bill.charge));
    assert_eq!(names(listed(&old, EVER).await), [new.id, quiet.id, old.id().into()]);
}

#[tokio::test]
async fn by_name() {
    let desk = Desk::held().await;
    for id in ["pi_none", "pi_x/../y", "", "ch_1"] {
        assert_eq!(desk.gateway.find(id.into()).await, Ok(None), "{id:?}");
        desk.gateway.discard(id.into()).await.unwrap_err();
    }
    // What is another site's is not ours to know, nor to let go.
    let other = gateway(&desk.stripe.url(), API_KEY, "site-2", LIMITS);
    assert_eq!(other.find(desk.id().into()).await, Ok(None));
    other.discard(desk.id().into()).await.unwrap_err();
    assert_eq!(desk.status(), IntentStatus::RequiresCapture);

    desk.gateway.discard(desk.id().into()).await.unwrap();
    desk.gateway.discard(desk.id().into()).await.unwrap();
    assert_eq!(desk.status(), IntentStatus::Canceled);
    let taken = Desk::taken().await;
    taken.gateway.discard(taken.id().into()).await.unwrap();
    assert_eq!(taken.state(Verb::LookUp).await, PaymentState::Captured);
}

#[tokio::test]
async fn letting_go_with_faults() {
    for fault in [
        HttpFault::Refuse,
        HttpFault::CommitThenDrop,
        HttpFault::Status(400),
        HttpFault::Status(409),
        HttpFault::Status(500),
        HttpFault::CommitThen500,
        HttpFault::HtmlBadGateway,
        HttpFault::CutJson,
    ] {
        let desk = Desk::held().await;
        desk.stripe.fault(move |asked| match (asked.call, asked.nth_of_call) {
            (Endpoint::Cancel, 1..=3) => fault,
            _ => HttpFault::None,
        });
        while desk.gateway.discard(desk.id().into()).await.is_err() {}
        assert_eq!(desk.status(), IntentStatus::Canceled, "{fault:?}");
    }
    let desk = Desk::begun().await;
    desk.stripe.buyer_pays_with(desk.id(), "pm_usBankAccount_processing").unwrap();
    let why = desk.gateway.discard(desk.id().into()).await.unwrap_err().0;
    assert!(why.contains("processing"), "{why}");
}

/// A list that breaks off is no list.
#[tokio::test]
async fn a_page_that_does_not_come() {
    let desk = Desk::begun().await;
    for call in [Endpoint::List, Endpoint::ListRefunds] {
        desk.stripe.fault(move |asked| {
            if asked.call == call { HttpFault::HtmlBadGateway } else { HttpFault::None }
        });
        desk.gateway.listed(EVER).await.unwrap_err();
    }
    desk.stripe.fault(|asked| match asked.nth_of_call {
        1..=2 => HttpFault::CutJson,
        _ => HttpFault::None,
    });
    assert_eq!(listed(&desk, EVER).await.len(), 1);
    assert_eq!(
        desk.gateway.find(desk.id().into()).await.unwrap().unwrap().charge,
        Some(desk.bill.charge)
    );
}

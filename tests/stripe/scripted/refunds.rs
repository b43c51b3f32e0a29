//! Refunds: of all, of a part, slow ones and failed ones.

use holdfast::harness::stripe::{IntentStatus, RefundStatus};

use super::{in_state, start};

#[tokio::test]
async fn refunds_that_take_time_and_refunds_that_fail() {
    let (stripe, client) = start().await;
    stripe.set_refunds_begin(RefundStatus::Pending);
    let id = in_state(&stripe, &client, IntentStatus::Succeeded).await;
    let fields = [("payment_intent", id.as_str()), ("reason", "requested_by_customer")];
    let refund = client.post("/v1/refunds", Some("r"), &fields).await.is(200);
    assert_eq!(refund.text("/status"), "pending");
    assert!(client.post("/v1/refunds", Some("r"), &fields).await.is(200).replayed);
    assert_eq!(stripe.ledger().captured_by_order("order"), 0, "it is on its way");
    stripe.settle_refund(refund.id(), RefundStatus::Failed).unwrap();
    let failed = client.get(&format!("/v1/refunds/{}", refund.id())).await.is(200);
    assert_eq!(failed.text("/status"), "failed");
    assert_eq!(stripe.ledger().captured_by_order("order"), 4950, "it came back");
    stripe.set_refunds_begin(RefundStatus::Failed);
    client.post("/v1/refunds", None, &fields).await.is(200);
    assert_eq!(stripe.ledger().captured_by_order("order"), 4950);
    stripe.set_refunds_begin(RefundStatus::Succeeded);
    stripe.refund_in_dashboard(&id).unwrap();
    assert_eq!(stripe.ledger().captured_by_order("order"), 0);
    assert!(stripe.refund_in_dashboard(&id).is_err());
    assert!(stripe.settle_refund("re_none", RefundStatus::Failed).is_err());
}

#[tokio::test]
async fn refunds_of_a_part() {
    let (stripe, client) = start().await;
    let id = in_state(&stripe, &client, IntentStatus::Succeeded).await;
    let first = stripe.refund_part_in_dashboard(&id, 1000).unwrap();
    assert!(stripe.refund_part_in_dashboard(&id, 3951).is_err(), "more than is left");
    assert_eq!(stripe.ledger().captured_by_order("order"), 3950);
    let rest = client.post("/v1/refunds", None, &[("payment_intent", &id)]).await.is(200);
    assert_eq!(rest.number("/amount"), 3950, "without an amount it is all that is left");
    assert_eq!(stripe.ledger().captured_by_order("order"), 0);
    let told: Vec<_> =
        stripe.events().into_iter().filter(|e| e.kind == "charge.refunded").collect();
    let refunded = |at: usize| told[at].payload.contains("\"refunded\": true");
    assert_eq!([refunded(0), refunded(1)], [false, true]);
    stripe.settle_refund(&first, RefundStatus::Failed).unwrap();
    assert_eq!(stripe.ledger().captured_by_order("order"), 1000, "only that part came back");

    // A list with its intents in it.
    let plain = client.get("/v1/refunds").await.is(200);
    assert_eq!(plain.text("/data/0/payment_intent"), id);
    let whole = client.get("/v1/refunds?expand[]=data.payment_intent").await.is(200);
    assert_eq!(whole.text("/data/1/payment_intent/id"), id);
    assert_eq!(whole.text("/data/1/payment_intent/metadata/order"), "order");
}

//! What is sent twice is done once.

use serde_json::json;

use super::{Robot, listing, money};
use crate::common::Site;

fn listed(site: &Site) -> usize {
    site.market.tables().catalog().listed
}

#[tokio::test]
async fn a_key_makes_one_record_and_is_known_after_a_restart() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut sells = Robot::of(&site, &mut anna, &["sell", "read"]).await;
    let buys = ben.token("a program", &["buy", "read"]).await;

    let mut two = listing("Row 1", 1000);
    (two["quantity"], two["seat"]) = (json!(2), json!("12"));
    let mut keyed = sells.with("idempotency-key", "list-1");
    let first = keyed.post("/tickets", two.clone()).await.is(201);
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    let again = keyed.post("/tickets", two.clone()).await;
    let at = again.header("location").unwrap().to_owned();
    assert_eq!(again.is(201)["items"], first["items"]);
    assert!(at.ends_with(first["items"][0]["id"].as_str().unwrap()));
    assert_eq!(listed(&site), 2);
    let mut other = two.clone();
    other["title"] = json!("Row 2");
    keyed.post("/tickets", other.clone()).await.says_no(422, "idempotency_key_reused");
    let mut another = sells.with("idempotency-key", "list-2");
    other["seat"] = json!("14");
    another.post("/tickets", other).await.is(201);
    assert_eq!(listed(&site), 4);
    sells
        .with("idempotency-key", "")
        .post("/tickets", two.clone())
        .await
        .says_no(400, "idempotency_key_malformed");
    sells
        .with("idempotency-key", &"x".repeat(256))
        .post("/tickets", two.clone())
        .await
        .says_no(400, "idempotency_key_malformed");
    // Without a key, what is the same is another.
    sells.post("/tickets", listing("Row 9", 900)).await.is(201);
    sells.post("/tickets", listing("Row 9", 900)).await.is(201);

    let ticket = first["items"][0]["id"].clone();
    let order = json!({ "ticketId": ticket, "price": money(1000) });
    let mut keyed_buy = Robot::showing(&site, &buys).with("idempotency-key", "hold-1");
    let held = keyed_buy.post("/orders", order.clone()).await.is(201);
    assert_eq!(keyed_buy.post("/orders", order.clone()).await.is(201)["id"], held["id"]);

    // It is durable without a table.
    let folder = site.stop().await;
    let site = Site::start_with(|config| config.storage.path = folder.path().join("data")).await;
    let sells_token = {
        let mut anna = site.visitor();
        anna.sign_in("anna").await;
        anna.token("another program", &["sell", "read"]).await
    };
    let mut keyed = Robot::showing(&site, &sells_token).with("idempotency-key", "list-1");
    let later = keyed.post("/tickets", two.clone()).await.is(201);
    assert_eq!(later["items"][0]["id"], first["items"][0]["id"]);
    assert_eq!(later["items"][0]["status"], "reserved", "as it is now");
    two["notes"] = json!("another body");
    keyed.post("/tickets", two).await.says_no(422, "idempotency_key_reused");
    let mut keyed_buy = Robot::showing(&site, &buys).with("idempotency-key", "hold-1");
    let after = keyed_buy.post("/orders", order.clone()).await.is(201);
    assert_eq!(after["id"], held["id"]);
    // Also once it is over: the same order, and not another.
    let cancel = format!("/orders/{}/cancel", held["id"].as_str().unwrap());
    assert_eq!(keyed_buy.ask("POST", &cancel, None).await.is(200)["status"], "cancelled");
    let after = keyed_buy.post("/orders", order.clone()).await.is(201);
    assert_eq!((&after["id"], &after["status"]), (&held["id"], &json!("cancelled")));
    let mut fresh = Robot::showing(&site, &buys).with("idempotency-key", "hold-2");
    assert_ne!(fresh.post("/orders", order).await.is(201)["id"], held["id"]);
}

#[tokio::test]
async fn a_payment_that_is_sent_twice_charges_once() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut sells = Robot::of(&site, &mut anna, &["sell"]).await;
    let mut buys = Robot::of(&site, &mut ben, &["buy"]).await;
    let ticket = sells.post("/tickets", listing("Row 1", 1000)).await.is(201);
    let order = json!({ "ticketId": ticket["items"][0]["id"], "price": money(1000) });
    let order = buys.post("/orders", order).await.is(201);
    let pay = format!("/orders/{}/pay", order["id"].as_str().unwrap());
    let card = |number| json!({ "card": { "number": number, "expiry": "12/34", "cvc": "123" } });
    let mut keyed = buys.with("idempotency-key", "pay-1");
    let declined = card("4000 0000 0000 0002");
    keyed.post(&pay, declined.clone()).await.says_no(402, "payment_failed");
    keyed.post(&pay, declined).await.says_no(402, "payment_failed");
    let id = order["id"].as_str().unwrap().parse().unwrap();
    let failed = site.market.tables().order(id).unwrap().unwrap().failed_attempts;
    assert_eq!(failed, 1, "it was one attempt");
    let mut keyed = buys.with("idempotency-key", "pay-2");
    let good = card("4242 4242 4242 4242");
    for _ in 0..2 {
        let paid = keyed.post(&pay, good.clone()).await.is(200);
        assert_eq!(
            (&paid["status"], &paid["order"]["status"]),
            (&json!("completed"), &json!("completed"))
        );
    }
}

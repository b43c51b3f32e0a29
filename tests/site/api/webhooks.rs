//! Webhook endpoints by the API.

use serde_json::json;

use super::{Robot, listing};
use crate::common::{Site, receiver::Receiver};

const TYPES: [&str; 2] = ["holdfast.ticket.created", "holdfast.ticket.updated"];

#[tokio::test]
async fn an_endpoint_is_added_once_and_hears_what_happens() {
    let receiver = Receiver::start().await;
    let site = Site::start_with(|config| {
        config.webhooks.allowed_networks = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["sell", "read"]).await;
    let new = json!({ "url": receiver.url("/"), "types": TYPES });
    let mut once = robot.with("idempotency-key", "first");
    let endpoint = once.post("/webhooks", new.clone()).await.is(201);
    assert!(endpoint["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!((&endpoint["types"], &endpoint["isOn"]), (&json!(TYPES), &json!(true)));
    assert_eq!(once.post("/webhooks", new.clone()).await.is(201), endpoint);
    let other = json!({ "url": receiver.url("/"), "types": [TYPES[0]] });
    once.post("/webhooks", other).await.says_no(422, "idempotency_key_reused");
    assert_eq!(robot.get("/webhooks").await.is(200)["items"], json!([endpoint]));

    // Whoever has the secret forges webhooks: it is not for those who may only look.
    let mut looker = Robot::of(&site, &mut anna, &["read"]).await;
    let seen = looker.get("/webhooks").await.is(200)["items"][0].clone();
    assert_eq!((&seen["id"], &seen["secret"]), (&endpoint["id"], &json!(null)));

    robot.post("/tickets", listing("Row 7", 1000)).await.is(201);
    receiver.until(1).await;
    let id = endpoint["id"].as_str().unwrap().to_owned();
    let path = format!("/webhooks/{id}/deliveries");
    let delivery = loop {
        let items = robot.get(&path).await.is(200)["items"].clone();
        if items[0]["status"] == "delivered" {
            break items[0].clone();
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(delivery["type"], "holdfast.ticket.created");
    assert_eq!(delivery["tries"][0]["outcome"], "it answered 204");
    let again = format!("/webhook-deliveries/{}/again", delivery["id"].as_str().unwrap());
    robot.ask("POST", &again, None).await.is(204);
    receiver.until(2).await;

    let off = robot.ask("POST", &format!("/webhooks/{id}/off"), None).await.is(200);
    assert_eq!(off["isOn"], false);
    robot.ask("POST", &format!("/webhooks/{id}/test"), None).await.says_no(409, "webhook_is_off");
    robot.ask("DELETE", &format!("/webhooks/{id}"), None).await.is(204);
    robot.get(&format!("/webhooks/{id}")).await.says_no(404, "not_found");
}

#[tokio::test]
async fn what_cannot_be_is_said_where_it_is() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["buy", "read"]).await;
    let url = "https://example.org/";
    for (new, pointer) in [
        (json!({ "url": "ftp://example.org", "types": TYPES }), "/url"),
        (json!({ "url": url, "types": [] }), "/types"),
        (json!({ "url": url, "types": [TYPES[0], "order.created"] }), "/types/1"),
    ] {
        let reply = robot.post("/webhooks", new).await;
        assert_eq!(reply.says_no(422, "invalid").pointer(), Some(pointer));
    }
    let everything = json!({ "url": url, "types": TYPES, "everything": true });
    robot.post("/webhooks", everything).await.says_no(404, "not_found");
    let mut looker = Robot::of(&site, &mut anna, &["read"]).await;
    let new = json!({ "url": url, "types": TYPES });
    looker.post("/webhooks", new).await.says_no(403, "scope_missing");
}

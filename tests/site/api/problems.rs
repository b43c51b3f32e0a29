//! Problems from every layer.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Robot, listing, money};
use crate::common::{Site, Still};

#[tokio::test]
async fn whatever_is_wrong_is_told_as_a_problem() {
    let site = Site::start_with(|config| {
        config.site.base_url = "https://tickets.example".into();
        config.site.admins = vec!["root@example.org".into()];
    })
    .await;
    let mut nobody = Robot::nobody(&site);
    nobody.get("/nothing").await.says_no(404, "not_found");
    nobody.send("GET", "/api/other", None, Default::default()).await.says_no(404, "not_found");
    nobody.send("GET", "/api/v1", None, Default::default()).await.says_no(404, "not_found");
    nobody.get("/tickets/x").await.says_no(404, "not_found");
    nobody.ask("DELETE", "/events", None).await.says_no(405, "method_not_allowed");
    nobody.get("/account").await.says_no(401, "sign_in_required");
    let elsewhere = nobody.with("host", "elsewhere.example");
    elsewhere.clone().get("/events").await.says_no(421, "other_host");
    let reply = nobody.get("/events?limit=0").await;
    assert_eq!(reply.says_no(400, "bad_query").json["errors"][0]["parameter"], "limit");
    for query in ["limit=101", "limit=x", "after=x"] {
        nobody.get(&format!("/tickets?{query}")).await.says_no(400, "bad_query");
    }
    let reply = nobody.get("/tickets?from=tomorrow").await;
    assert_eq!(reply.says_no(400, "bad_query").json["errors"][0]["parameter"], "from");
    // In the words of who asks.
    let german = nobody.with("accept-language", "de");
    let reply = german.clone().get("/nothing").await;
    let detail = reply.says_no(404, "not_found").json["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("gibt"), "{detail}");
}

#[tokio::test]
async fn what_is_sent_is_read_strictly() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["sell", "buy"]).await;
    let send = async |kind: Option<&str>, body: &str| {
        let mut robot = robot.clone();
        robot.send("POST", "/api/v1/tickets", kind, body.to_owned().into()).await
    };
    let json = Some("application/json");
    send(json, "{").await.says_no(400, "not_json");
    send(Some("text/plain"), "{}").await.says_no(415, "media_type");
    send(None, "{}").await.says_no(415, "media_type");
    let much = format!("{{\"title\":\"{}\"}}", "x".repeat(100_000));
    send(json, &much).await.says_no(413, "too_large");

    let changed = |pointer: &str, value: Value| {
        let mut listing = listing("Row 1", 1000);
        match listing.pointer_mut(pointer) {
            Some(there) => *there = value,
            None => listing[pointer.trim_start_matches('/')] = value,
        }
        listing
    };
    for (pointer, value) in [
        ("/nothing", json!(1)),
        ("/title", json!(1)),
        ("/title", json!("")),
        ("/title", json!("a\u{202e}b")),
        ("/notes", json!("x".repeat(501))),
        ("/quantity", json!(0)),
        ("/quantity", json!(11)),
        ("/quantity", json!(300)),
        ("/price/minor", json!(0)),
        ("/price/minor", json!(-1)),
        ("/price/minor", json!(4.5)),
        ("/price/currency", json!("USD")),
        ("/event/startsAt", json!("2001-01-01T20:00")),
        ("/event/startsAt", json!("soon")),
        ("/event/city", json!("")),
        ("/eventId", json!("x")),
    ] {
        let reply = robot.post("/tickets", changed(pointer, value.clone())).await;
        assert_eq!(reply.says_no(422, "invalid").pointer(), Some(pointer), "{value}");
    }
    let both = changed("/price", json!({ "minor": 0, "currency": "EUR", "x": 1 }));
    let reply = robot.post("/tickets", both).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/price/x"));
    // All that is wrong, at once.
    let mut several = changed("/title", json!(""));
    several["price"] = money(0);
    let reply = robot.post("/tickets", several).await;
    assert_eq!(reply.says_no(422, "invalid").json["errors"].as_array().unwrap().len(), 2);
    assert_eq!(site.market.tables().catalog().listed, 0, "nothing of it was done");
}

/// The buckets are those of the pages.
#[tokio::test]
async fn limits_are_told_before_and_after_they_are_reached() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| config.limits.enabled = true).await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["buy", "read"]).await;
    let nothing = json!({ "ticketId": "x", "price": money(100) });
    let reply = robot.post("/orders", nothing.clone()).await;
    reply.says_no(422, "invalid");
    let policy = "\"buy-address\";q=600;w=60, \"buy-account\";q=60;w=60";
    assert_eq!(reply.header("ratelimit-policy"), Some(policy));
    let now = "\"buy-address\";r=599;t=1, \"buy-account\";r=59;t=1";
    assert_eq!(reply.header("ratelimit"), Some(now));
    // Pages take from the same.
    for _ in 0..20 {
        anna.post("/tickets/01890000-0000-7000-8000-000000000000/buy", &[("price", "1")]).await;
    }
    for _ in 0..39 {
        robot.post("/orders", nothing.clone()).await.says_no(422, "invalid");
    }
    let reply = robot.post("/orders", nothing.clone()).await;
    reply.says_no(429, "too_often");
    assert_eq!(reply.header("retry-after"), Some("1"));
    let now = reply.header("ratelimit").unwrap();
    assert!(now.ends_with("\"buy-account\";r=0;t=1"), "{now}");
    time.pass(Duration::from_secs(1)).await;
    robot.post("/orders", nothing).await.says_no(422, "invalid");
    assert_eq!(robot.get("/orders").await.header("ratelimit"), None, "to look is not counted");
}

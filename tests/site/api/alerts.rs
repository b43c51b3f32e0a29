//! Alerts by the API.

use serde_json::json;

use super::{Robot, money};
use crate::common::Site;

#[tokio::test]
async fn a_program_has_its_owner_told_and_ends_it() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    anna.list("Row 5", "10").await;
    let event = site.market.tables().catalog().coming_events(site.market.clock().now(), 1)[0].id;
    let mut robot = Robot::of(&site, &mut ben, &["read", "buy"]).await;
    let mut other = Robot::of(&site, &mut anna, &["read", "buy"]).await;
    let of_event = json!({ "eventId": event, "often": "once" });
    let made = robot.ask("PUT", "/alerts", Some(of_event.clone())).await.is(200);
    assert_eq!((&made["eventId"], &made["often"]), (&json!(event), &json!("once")));
    assert!(made["toldAt"].is_null() && made["venue"].is_null());
    assert_eq!(robot.ask("PUT", "/alerts", Some(of_event)).await.is(200)["id"], made["id"]);
    let often = json!({ "eventId": event, "often": "daily" });
    assert_eq!(robot.ask("PUT", "/alerts", Some(often)).await.is(200)["often"], "daily");
    let venue = json!({ "venue": { "name": "Town Hall", "city": "Köln" }, "often": "daily" });
    assert_eq!(robot.ask("PUT", "/alerts", Some(venue)).await.is(200)["venue"]["city"], "Köln");
    let looked_for = json!({
        "q": "jazz", "city": null, "category": "music", "from": "2026-12-01", "to": null,
        "minPrice": null, "maxPrice": money(6000),
    });
    let search = json!({ "search": looked_for, "often": "daily" });
    let made = robot.ask("PUT", "/alerts", Some(search)).await.is(200);
    assert_eq!(made["search"], looked_for);
    assert_eq!(robot.get("/alerts").await.is(200)["items"].as_array().unwrap().len(), 3);

    for (said, pointer) in [
        (json!({ "often": "daily" }), ""),
        (json!({ "eventId": event, "search": {}, "often": "daily" }), ""),
        (json!({ "eventId": event, "often": "hourly" }), "/often"),
        (json!({ "search": { "from": "soon" }, "often": "daily" }), "/search/from"),
        (json!({ "venue": { "name": "", "city": "Köln" }, "often": "once" }), "/venue/name"),
    ] {
        let reply = robot.ask("PUT", "/alerts", Some(said)).await;
        assert_eq!(reply.says_no(422, "invalid").pointer(), Some(pointer));
    }
    let nothing = json!({ "search": {}, "often": "daily" });
    robot.ask("PUT", "/alerts", Some(nothing)).await.says_no(422, "nothing_asked");
    let unknown = json!({ "eventId": "x", "often": "daily" });
    robot.ask("PUT", "/alerts", Some(unknown)).await.says_no(404, "not_found");

    let path = format!("/alerts/{}", made["id"].as_str().unwrap());
    other.ask("DELETE", &path, None).await.says_no(404, "not_found");
    robot.ask("DELETE", &path, None).await.is(204);
    assert_eq!(robot.get("/alerts").await.is(200)["items"].as_array().unwrap().len(), 2);
    assert_eq!(other.get("/alerts").await.is(200)["items"], json!([]));
}

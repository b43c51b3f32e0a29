//! What becomes of events, and calendars, by programs.

use serde_json::json;

use super::{
    Robot, listing, money,
    trade::{FORM, form},
};
use crate::{
    common::{GOOD_CARD, Site, program::verify},
    pictures::photograph,
};

async fn site() -> Site {
    Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await
}

#[tokio::test]
async fn who_made_an_event_changes_it_by_a_program() {
    let site = site().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut sells = Robot::of(&site, &mut anna, &["sell"]).await;
    let mut new = listing("Row 1", 1000);
    new["event"]["endsAt"] = json!("2099-04-30T20:00");
    let reply = sells.post("/tickets", new.clone()).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/event/endsAt"));
    new["event"]["endsAt"] = json!("2099-05-03T18:00");
    let listed = sells.post("/tickets", new).await.is(201);
    let event = format!("/events/{}", listed["items"][0]["eventId"].as_str().unwrap());
    let made = Robot::nobody(&site).get(&event).await.is(200);
    assert_eq!(made["endsAt"], "2099-05-03T18:00:00.000Z");
    assert_eq!(made["picture"]["uploaded"], false);
    let drawn = made["picture"]["url"].as_str().unwrap();
    assert!(drawn.starts_with("http") && drawn.contains("/poster.png?v="), "{drawn}");

    let before = site.entries();
    let changed = json!({ "name": " ", "startsAt": "soon", "reason": "Typo" });
    let reply = sells.ask("PATCH", &event, Some(changed)).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/name"));
    assert_eq!(reply.json["errors"][1]["pointer"], "/startsAt");
    let past = json!({ "startsAt": "2020-01-01T20:00", "reason": "Typo" });
    sells.ask("PATCH", &event, Some(past)).await.says_no(422, "start_past");
    assert_eq!(site.entries(), before, "none of that changed anything");
    let changed = json!({ "startsAt": "2099-05-02T20:00", "reason": "The hall is taken" });
    let now = sells.ask("PATCH", &event, Some(changed)).await.is(200);
    assert_eq!(now["startsAt"], "2099-05-02T20:00:00.000Z");
    assert_eq!(now["previousStartsAt"], made["startsAt"]);
    assert_eq!((&now["name"], &now["endsAt"]), (&made["name"], &made["endsAt"]), "as it was");
    let open = json!({ "endsAt": null, "reason": "The hall is taken" });
    let now = sells.ask("PATCH", &event, Some(open)).await.is(200);
    assert!(now["endsAt"].is_null());

    // A picture in the poster's stead, and off again.
    let at = format!("/api/v1{event}/picture");
    let no_picture = form(b"no picture").into();
    sells.send("POST", &at, Some(FORM), no_picture).await.says_no(415, "file_unfit");
    let photograph = photograph();
    let mut others = Robot::of(&site, &mut ben, &["sell"]).await;
    let not_theirs = others.send("POST", &at, Some(FORM), form(&photograph).into()).await;
    not_theirs.says_no(404, "not_found");
    let now = sells.send("POST", &at, Some(FORM), form(&photograph).into()).await.is(200);
    assert_eq!(now["picture"]["uploaded"], true);
    let small = now["picture"]["smallUrl"].as_str().unwrap();
    let (_, path) = small.split_once("/events/").unwrap();
    let shown = site.visitor().get(&format!("/events/{path}")).await;
    assert!(shown.header("content-type").unwrap().starts_with("image/"));
    let now = sells.ask("DELETE", &format!("{event}/picture"), None).await.is(200);
    assert_eq!(now["picture"]["uploaded"], false);

    // Once somebody else holds a ticket it is theirs no more.
    let mut buys = Robot::of(&site, &mut ben, &["buy"]).await;
    let hold = json!({ "ticketId": listed["items"][0]["id"], "price": money(1000) });
    buys.post("/orders", hold).await.is(201);
    let why = json!({ "reason": "No" });
    sells
        .ask("PATCH", &event, Some(json!({ "city": "Bonn", "reason": "x" })))
        .await
        .says_no(409, "others_tickets");
    sells.post(&format!("{event}/cancel"), why).await.says_no(409, "others_tickets");
}

#[tokio::test]
async fn who_runs_the_site_postpones_and_cancels_by_a_program() {
    let site = site().await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let other = anna.list("Row 2", "10").await;
    let event_of = |ticket: &str| {
        let id = ticket.rsplit('/').next().unwrap().parse().unwrap();
        let event = site.market.tables().ticket(id).unwrap().unwrap().event;
        format!("/events/{event}")
    };
    let (event, other_event) = (event_of(&ticket), event_of(&other));
    let other_order = ben.buy(&other, "10").await.sent_to();
    ben.pay(&other_order, GOOD_CARD).await.sent_to();
    let mut root = Robot::of(&site, &mut root, &["admin"]).await;
    let mut buys = Robot::of(&site, &mut ben, &["read", "buy"]).await;

    let give_back = format!("{order}/give-back");
    buys.post(&give_back, json!({})).await.says_no(403, "refund_by_buyer");
    let postpone = format!("{event}/postpone");
    let wrong = json!({ "refundUntil": "soon", "endsAt": "2099-06-02T20:00", "reason": "Ill" });
    let reply = root.post(&postpone, wrong).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/refundUntil"));
    assert_eq!(reply.json["errors"][1]["pointer"], "/endsAt", "an end without a start");
    let over = json!({ "refundUntil": "2020-01-01", "reason": "Ill" });
    root.post(&postpone, over).await.says_no(422, "refunds_past");
    let until = json!({ "refundUntil": "2098-01-01", "reason": "The singer is ill" });
    let now = root.post(&postpone, until).await.is(200);
    assert_eq!(
        (&now["status"], &now["statusReason"]),
        (&json!("postponed"), &json!("The singer is ill"))
    );
    assert_eq!(now["refundUntil"], "2098-01-02T00:00:00.000Z");
    let back = buys.post(&give_back, json!({})).await.is(200);
    assert_eq!(
        (&back["id"], &back["toldWhy"]),
        (&json!(order.rsplit('/').next().unwrap()), &json!("The singer is ill"))
    );
    buys.post(&give_back, json!({})).await.is(200);

    let why = json!({ "reason": "The hall has burnt down" });
    let now = root.post(&format!("{other_event}/cancel"), why.clone()).await.is(200);
    assert_eq!((&now["status"], &now["statusReason"]), (&json!("cancelled"), &why["reason"]));
    root.post(&format!("{other_event}/cancel"), why).await.is(200);
    for order in [&order, &other_order] {
        ben.until(order, |page| page.attr("data-order-reason") == Some("refunded")).await;
        assert_eq!(buys.get(order).await.is(200)["reason"], "refunded");
    }
    let folder = site.stop().await;
    let (code, said) = verify(folder.path());
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn a_program_knows_its_owners_calendar() {
    let site = site().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let mut reads = Robot::of(&site, &mut ben, &["read"]).await;
    reads.get(&format!("{order}/calendar")).await.says_no(404, "not_found");
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let own = reads.get(&format!("{order}/calendar")).await;
    assert_eq!(own.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert!(own.text.contains("SUMMARY:The Test Band"), "{}", own.text);
    let mut sellers = Robot::of(&site, &mut anna, &["read"]).await;
    sellers.get(&format!("{order}/calendar")).await.says_no(404, "not_found");

    let told = reads.get("/account/calendar").await.is(200);
    let path = |told: &serde_json::Value| {
        let url = told["url"].as_str().unwrap();
        url[url.find("/account/calendar/").unwrap()..].to_owned()
    };
    let shown = site.visitor().get(&path(&told)).await;
    shown.is(200, "SUMMARY:The Test Band");
    reads.post("/account/calendar", json!({})).await.says_no(403, "scope_missing");
    let mut buys = Robot::of(&site, &mut ben, &["buy"]).await;
    let new = buys.post("/account/calendar", json!({})).await.is(200);
    assert_ne!(told, new);
    assert_eq!(site.visitor().get(&path(&told)).await.status, 404);
    site.visitor().get(&path(&new)).await.is(200, "SUMMARY:The Test Band");
}

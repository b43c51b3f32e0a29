//! Lists, part by part.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Robot, listing};
use crate::common::{GOOD_CARD, Site};

/// All of a list, in parts of three.
async fn all(robot: &mut Robot, path: &str) -> Vec<Value> {
    let mark = if path.contains('?') { '&' } else { '?' };
    let (mut items, mut next) = (vec![], None::<String>);
    loop {
        let after = next.map(|next| format!("&after={next}")).unwrap_or_default();
        let part = robot.get(&format!("{path}{mark}limit=3{after}")).await.is(200);
        let part_items = part["items"].as_array().unwrap();
        assert!(part_items.len() <= 3);
        items.extend(part_items.clone());
        match part["next"].as_str() {
            Some(more) => next = Some(more.to_owned()),
            None => return items,
        }
    }
}

#[tokio::test]
async fn a_list_is_walked_to_its_end_and_has_each_thing_once() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["sell", "read"]).await;
    let mut nobody = Robot::nobody(&site);
    for n in 0..8 {
        let mut listing = listing(&format!("Row {n}"), 1000 + n);
        listing["event"]["name"] = json!(format!("Band {n}"));
        listing["event"]["startsAt"] = json!(format!("2099-05-0{}T20:00", n + 1));
        robot.post("/tickets", listing).await.is(201);
    }
    let event = nobody.get("/events").await.is(200)["items"][0]["id"].as_str().unwrap().to_owned();
    for n in 0..5 {
        let mut more = listing(&format!("Seat {n}"), 500 + n);
        more.as_object_mut().unwrap().remove("event");
        more["eventId"] = json!(event);
        robot.post("/tickets", more).await.is(201);
    }
    for (path, count) in [
        ("/events", 8),
        ("/events?q=band", 8),
        ("/tickets", 13),
        ("/tickets?sort=cheapest", 13),
        ("/tickets?sort=newest&city=berlin", 13),
        ("/tickets?min_price=10&max_price=10.03", 4),
        (&format!("/events/{event}/tickets"), 6),
        ("/account/listings", 13),
    ] {
        let items = all(&mut robot, path).await;
        let ids: HashSet<_> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!((items.len(), ids.len()), (count, count), "{path}");
    }
    let prices: Vec<_> = all(&mut nobody, "/tickets?sort=cheapest")
        .await
        .iter()
        .map(|ticket| ticket["price"]["minor"].as_u64().unwrap())
        .collect();
    assert!(prices.is_sorted(), "{prices:?}");
    let starts: Vec<_> = all(&mut nobody, "/events")
        .await
        .iter()
        .map(|event| event["startsAt"].as_str().unwrap().to_owned())
        .collect();
    assert!(starts.is_sorted(), "{starts:?}");
    // What a list goes on behind may be gone.
    let part = robot.get("/account/listings?limit=3").await.is(200);
    let last = part["items"][2]["id"].as_str().unwrap();
    robot.ask("POST", &format!("/tickets/{last}/withdraw"), None).await.is(200);
    let next = part["next"].as_str().unwrap();
    let rest = robot.get(&format!("/account/listings?after={next}")).await.is(200);
    assert_eq!(rest["items"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn who_runs_the_site_has_its_lists_in_parts_too() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let mut root = Robot::of(&site, &mut root, &["admin"]).await;
    let mut sells = Robot::of(&site, &mut anna, &["sell"]).await;
    for n in 0..7 {
        site.user(&format!("user{n}")).await;
        let mut listing = listing(&format!("Row {n}"), 1000);
        listing["event"]["name"] = json!(format!("Band {n}"));
        sells.post("/tickets", listing).await.is(201);
    }
    let tickets = all(&mut root, "/admin/tickets").await;
    let path = |ticket: &Value| format!("/tickets/{}", ticket["id"].as_str().unwrap());
    for ticket in &tickets[..4] {
        let order = ben.buy(&path(ticket), "10").await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
    }
    // Those that are left: as many as somebody holds at once at the most.
    for ticket in &tickets[4..] {
        ben.buy(&path(ticket), "10").await.sent_to();
    }
    for (path, count) in [
        ("/admin/users", 10),
        ("/admin/users?q=user", 7),
        ("/admin/events", 7),
        ("/admin/events?q=band", 7),
        ("/admin/tickets", 3),
        ("/admin/tickets?q=row", 3),
        ("/admin/tickets?q=anna%40example.org", 7),
        ("/admin/orders", 3),
        ("/admin/orders?q=ben", 7),
        ("/admin/orders?q=anna", 7),
        ("/admin/orders/paid", 4),
        ("/admin/orders/paid?q=ben", 4),
        ("/admin/tickets/disputed", 0),
    ] {
        let items = all(&mut root, path).await;
        let ids: HashSet<_> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!((items.len(), ids.len()), (count, count), "{path}");
        root.get(&format!("{path}{}limit=0", if path.contains('?') { '&' } else { '?' }))
            .await
            .says_no(400, "bad_query");
    }
}

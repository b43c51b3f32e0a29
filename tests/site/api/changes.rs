//! What has happened: part by part, waited for, and as a stream.

use std::time::Duration;

use serde_json::Value;

use super::{Robot, listing};
use crate::common::{Site, stream::Stream};

fn kinds(items: &Value) -> Vec<String> {
    let items = items.as_array().unwrap().iter();
    items.map(|item| item["type"].as_str().unwrap().replacen("holdfast.", "", 1)).collect()
}

/// All that somebody may know, in parts of two, and where it ends.
async fn all(robot: &mut Robot) -> (Vec<Value>, String) {
    let (mut items, mut next) = (vec![], String::new());
    loop {
        let after = if next.is_empty() { String::new() } else { format!("&after={next}") };
        let part = robot.get(&format!("/changes?limit=2{after}")).await.is(200);
        items.extend(part["items"].as_array().unwrap().clone());
        let before = std::mem::replace(&mut next, part["next"].as_str().unwrap().to_owned());
        if before == next {
            return (items, next);
        }
    }
}

#[tokio::test]
async fn everybody_reads_what_concerns_them_from_the_first_on() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let mut seller = Robot::of(&site, &mut anna, &["sell", "read"]).await;
    let mut buyer = Robot::of(&site, &mut ben, &["buy", "read"]).await;
    let mut admin = Robot::of(&site, &mut root, &["admin", "read"]).await;
    seller.post("/tickets", listing("Row 7", 1000)).await.is(201);
    let ticket = seller.get("/account/listings").await.is(200)["items"][0]["id"].clone();
    let order = serde_json::json!({ "ticketId": ticket, "price": super::money(1000) });
    let order = buyer.post("/orders", order).await.is(201)["id"].as_str().unwrap().to_owned();

    let own = ["user.created", "event.created", "ticket.created", "ticket.updated"];
    let (of_seller, _) = all(&mut seller).await;
    assert_eq!(kinds(&of_seller.clone().into()), own);
    assert_eq!(of_seller[0]["specversion"], "1.0");
    let (of_buyer, end) = all(&mut buyer).await;
    assert_eq!(kinds(&of_buyer.into()), [&own[..], &["order.created"]].concat());
    let (of_admin, _) = all(&mut admin).await;
    assert_eq!(of_admin.iter().filter(|item| item["type"] == "holdfast.user.created").count(), 3);

    // Nothing more, and then something.
    let part = buyer.get(&format!("/changes?after={end}")).await.is(200);
    assert_eq!(
        (part["items"].as_array().unwrap().len(), &part["next"]),
        (0, &Value::from(end.clone()))
    );
    let path = format!("/changes?after={end}&wait=30");
    let mut waiting = buyer.clone();
    let waits = tokio::spawn(async move { waiting.get(&path).await.is(200) });
    buyer.ask("POST", &format!("/orders/{order}/cancel"), None).await.is(200);
    let told = waits.await.unwrap();
    assert_eq!(kinds(&told["items"]), ["ticket.updated", "order.cancelled"]);
    let headers = buyer.get("/changes").await;
    assert_eq!(headers.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn what_cannot_be_asked_is_said() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut robot = Robot::of(&site, &mut anna, &["read"]).await;
    for query in ["after=x", "after=01-0", "limit=0", "limit=101", "wait=31", "wait=x"] {
        robot.get(&format!("/changes?{query}")).await.says_no(400, "bad_query");
    }
    Robot::nobody(&site).get("/changes").await.says_no(401, "sign_in_required");
    let mut blind = Robot::of(&site, &mut anna, &["sell"]).await;
    assert_eq!(blind.get("/changes").await.status, 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_goes_on_until_its_token_ends() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let token = anna.token("a program", &["sell", "read"]).await;
    let mut robot = Robot::showing(&site, &token);
    robot.post("/tickets", listing("Row 7", 1000)).await.is(201);
    let headers = format!("host: {}\r\nauthorization: Bearer {token}\r\n", site.address);
    let open = |more: &str| {
        Stream::open_with(site.address, "/api/v1/changes", &format!("{headers}{more}"))
    };
    let mut stream = tokio::task::block_in_place(|| open(""));
    assert!(stream.head.contains("text/event-stream"), "{}", stream.head);
    let mut next = || tokio::task::block_in_place(|| stream.any());
    let first: Vec<_> = (0..3).map(|_| next().unwrap()).collect();
    let kinds: Vec<_> = first.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["user.created", "event.created", "ticket.created"]);

    // Who comes back goes on where they were.
    let last = first[0].1["id"].as_str().unwrap().to_owned();
    let mut back = tokio::task::block_in_place(|| open(&format!("last-event-id: {last}\r\n")));
    assert_eq!(tokio::task::block_in_place(|| back.any()).unwrap().0, "event.created");
    // Only so many of one account.
    let more: Vec<_> = (0..6).map(|_| tokio::task::block_in_place(|| open(""))).collect();
    let refused = tokio::task::block_in_place(|| open(""));
    assert!(refused.head.starts_with("HTTP/1.1 503"), "{}", refused.head);
    drop((more, back, refused));

    robot.post("/tickets", listing("Row 8", 1000)).await.is(201);
    assert_eq!([next().unwrap().0, next().unwrap().0], ["event.created", "ticket.created"]);
    let id = anna.get("/account/tokens").await.attr("data-token-id").unwrap().to_owned();
    anna.post(&format!("/account/tokens/{id}/revoke"), &[]).await.sent_to();
    // It is seen when there is something to tell.
    let mut other = site.user("other").await;
    let mut robot = Robot::of(&site, &mut other, &["sell"]).await;
    robot.post("/tickets", listing("Row 9", 1000)).await.is(201);
    let ended = tokio::time::timeout(Duration::from_secs(20), async {
        while next().is_some_and(|(_, told)| told["data"]["title"] != "Row 9") {}
    });
    ended.await.unwrap();
    assert_eq!(next(), None, "its token is over");
}

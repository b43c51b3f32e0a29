//! Tickets that are bought together, by programs.

use serde_json::{Value, json};

use super::{Robot, listing, money};
use crate::common::{GOOD_CARD, Site};

#[tokio::test]
async fn two_are_held_and_paid_as_one() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut anna = Robot::of(&site, &mut anna, &["read", "sell"]).await;
    let mut ben = Robot::of(&site, &mut ben, &["read", "buy"]).await;
    let mut tickets = vec![];
    let mut first = listing("Row 1", 1000);
    let listed = anna.post("/tickets", first.clone()).await.is(201);
    let event = listed["items"][0]["eventId"].as_str().unwrap().to_owned();
    tickets.push(listed["items"][0]["id"].clone());
    first.as_object_mut().unwrap().remove("event");
    first["eventId"] = json!(event);
    for title in ["Row 2", "Row 3"] {
        first["title"] = json!(title);
        let listed = anna.post("/tickets", first.clone()).await.is(201);
        tickets.push(listed["items"][0]["id"].clone());
    }
    let wanted =
        |ids: &[Value], price| json!({ "eventId": event, "ticketIds": ids, "price": price });

    ben.post("/purchases", wanted(&tickets, money(2000))).await.says_no(409, "price_changed");
    ben.post("/purchases", wanted(&[], money(2000))).await.says_no(422, "invalid");
    let mut too_many = wanted(&tickets, money(3000));
    too_many["quantity"] = json!(4);
    ben.post("/purchases", too_many).await.says_no(422, "invalid");
    let mut keyed = ben.with("idempotency-key", "two");
    let mut two = wanted(&tickets, money(2000));
    two["quantity"] = json!(2);
    let reply = keyed.post("/purchases", two.clone()).await;
    let at = reply.header("location").unwrap().to_owned();
    let made = reply.is(201);
    assert_eq!(at, format!("/api/v1/purchases/{}", made["id"].as_str().unwrap()));
    assert_eq!(keyed.post("/purchases", two).await.is(201)["id"], made["id"]);
    let orders = made["orders"].as_array().unwrap().clone();
    assert_eq!(orders.len(), 2);
    for order in &orders {
        assert_eq!(order["purchase"], json!([orders[0]["id"], orders[1]["id"]]));
        assert_eq!(order["expiresAt"], orders[0]["expiresAt"]);
    }
    anna.get(at.strip_prefix("/api/v1").unwrap()).await.says_no(404, "not_found");

    let card = json!({ "card": { "number": GOOD_CARD, "expiry": "12/34", "cvc": "123" } });
    let pay = format!("/orders/{}/pay", orders[1]["id"].as_str().unwrap());
    assert_eq!(ben.post(&pay, card).await.is(200)["status"], "completed");
    let paid = ben.get(at.strip_prefix("/api/v1").unwrap()).await.is(200);
    for order in paid["orders"].as_array().unwrap() {
        assert_eq!(order["status"], "completed", "{paid}");
    }
    let cancel = format!("/purchases/{}/cancel", made["id"].as_str().unwrap());
    ben.post(&cancel, json!({})).await.says_no(409, "order_completed");
}

#[tokio::test]
async fn seats_go_as_their_seller_says() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut anna = Robot::of(&site, &mut anna, &["read", "sell"]).await;
    let mut ben = Robot::of(&site, &mut ben, &["read", "buy"]).await;
    let mut seats = listing("Row 1", 1000);
    (seats["quantity"], seats["seat"], seats["seatsGo"]) =
        (json!(3), json!("4"), json!("sideways"));
    anna.post("/tickets", seats.clone()).await.says_no(422, "invalid");
    seats["seatsGo"] = json!("together");
    let listed = anna.post("/tickets", seats.clone()).await.is(201);
    let items = listed["items"].as_array().unwrap();
    let ids: Vec<_> = items.iter().map(|item| item["id"].clone()).collect();
    for item in items {
        assert_eq!((&item["seatsGo"], &item["seatsGoWith"]), (&json!("together"), &json!(ids)));
    }
    let order = json!({ "ticketId": ids[0], "price": money(1000) });
    ben.post("/orders", order).await.says_no(409, "seats_go_together");
    let wanted = |ids: &[Value], price| json!({ "eventId": items[0]["eventId"], "ticketIds": ids, "price": money(price) });
    ben.post("/purchases", wanted(&ids[..2], 2000)).await.says_no(409, "seats_go_together");
    ben.post("/purchases", wanted(&ids, 3000)).await.is(201);
    seats["quantity"] = json!(5);
    seats["seat"] = json!("10");
    anna.post("/tickets", seats.clone()).await.says_no(409, "too_many_seats");
    seats["seatsGo"] = json!("not_one_alone");
    let listed = anna.post("/tickets", seats).await.is(201);
    assert_eq!(listed["items"][0]["seatsGo"], "not_one_alone");
    assert_eq!(
        ben.get(&format!("/tickets/{}", ids[0].as_str().unwrap())).await.is(200)["seatsGo"],
        "together"
    );
}

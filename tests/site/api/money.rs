//! What programs read of sellers' money, and how they take part in what is said about an order.

use serde_json::{Value, json};

use super::Robot;
use crate::{
    common::{GOOD_CARD, Site},
    money::{paid_out, site},
};

fn balance(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "EUR" })
}

#[tokio::test]
async fn what_a_seller_is_owed_and_was_paid() {
    let site = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let mut root = site.user("root").await;
    let mut seller = Robot::of(&site, &mut ann, &["read"]).await;
    let none = seller.get("/money").await.is(200);
    assert_eq!((&none["held"], &none["readiness"]), (&balance(0), &json!("no_bank")));
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "54.45").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let (run, settle) = paid_out(&mut root, &mut ann, "ann").await;
    let money = seller.get("/money").await.is(200);
    assert_eq!((&money["held"], &money["inTransit"]), (&balance(4702), &balance(2000)));
    assert_eq!((&money["readiness"], &money["restsUntil"]), (&json!("ready"), &Value::Null));
    // Line by line, newest first.
    let first = seller.get("/money/lines?limit=1").await.is(200);
    let line = &first["items"][0];
    assert_eq!((&line["cause"], &line["place"]), (&json!("adjustment"), &json!("in_payout")));
    assert_eq!((&line["amount"], &line["why"]), (&balance(2000), &json!("As agreed")));
    let payout = line["payoutId"].clone();
    let next = first["next"].as_str().unwrap();
    let rest = seller.get(&format!("/money/lines?after={next}")).await.is(200);
    let line = &rest["items"][0];
    assert_eq!((&line["cause"], &line["place"]), (&json!("sale"), &json!("held")));
    assert_eq!(line["amount"], balance(4702));
    assert!(order.ends_with(line["orderId"].as_str().unwrap()));
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    // And what was paid.
    let begun = seller.get("/payouts").await.is(200)["items"][0].clone();
    assert_eq!((&begun["id"], &begun["status"]), (&payout, &json!("begun")));
    assert_eq!((&begun["amount"], &begun["bankAccount"]), (&balance(2000), &json!("DE … 3000")));
    let form = [("outcome", "returned"), ("reason", "No such account")];
    root.post(&settle, &form).await.sent_to();
    let back = seller.get("/payouts").await.is(200)["items"][0].clone();
    assert_eq!((&back["status"], &back["why"]), (&json!("returned"), &json!("No such account")));
    assert!(!run.is_empty() && back["settledAt"].is_string());
    let nothing = Robot::of(&site, &mut ben, &["read"]).await.get("/money/lines").await.is(200);
    assert_eq!(nothing, json!({ "items": [], "next": null }));
}

#[tokio::test]
async fn the_two_of_an_order_write_each_other_and_settle_a_problem() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let mut seller = Robot::of(&site, &mut anna, &["read", "sell"]).await;
    let mut buyer = Robot::of(&site, &mut ben, &["read", "buy"]).await;
    let mut looker = Robot::of(&site, &mut ben, &["read"]).await;

    let messages = format!("{order}/messages");
    let said = looker.get(&messages).await.is(200);
    assert_eq!((&said["messages"], &said["seenAs"]), (&json!([]), &json!("buyer")));
    assert_eq!((&said["problem"], &said["arrival"]), (&Value::Null, &Value::Null));
    let hello = json!({ "text": "Where do we meet?" });
    looker.post(&messages, hello.clone()).await.says_no(403, "scope_missing");
    buyer.post(&messages, json!({ "text": " " })).await.says_no(422, "invalid");
    for _ in 0..2 {
        let said = buyer.post(&messages, hello.clone()).await.is(201);
        assert_eq!(said["messages"].as_array().unwrap().len(), 1, "said once");
    }
    let said = seller.post(&messages, json!({ "text": "At the door." })).await.is(201);
    assert_eq!((&said["messages"][1]["by"], &said["seenAs"]), (&json!("seller"), &json!("seller")));
    assert_eq!(said["messages"][0]["text"], "Where do we meet?");

    let problem = format!("{order}/problem");
    let (text, answer) = ("She was not there.", format!("{problem}/answer"));
    seller.post(&answer, json!({ "text": "I was." })).await.says_no(404, "not_found");
    let wrong = json!({ "reason": "bored", "text": text });
    assert_eq!(buyer.post(&problem, wrong).await.pointer(), Some("/reason"));
    let open = json!({ "reason": "not_received", "text": text });
    seller.post(&problem, open.clone()).await.says_no(403, "scope_missing");
    let opened = buyer.post(&problem, open).await.is(201);
    assert_eq!(
        (&opened["problem"]["status"], &opened["problem"]["text"]),
        (&json!("open"), &json!(text))
    );
    let again = json!({ "reason": "refused_at_door", "text": text });
    buyer.post(&problem, again).await.says_no(409, "claim_opened_before");
    let answered = seller.post(&answer, json!({ "text": "I was." })).await.is(200);
    assert_eq!(answered["problem"]["answer"], "I was.");
    let withdrawn = buyer.post(&format!("{problem}/withdraw"), json!({})).await.is(200);
    assert_eq!(withdrawn["problem"]["status"], "withdrawn");
    let received = buyer.post(&format!("{order}/received"), json!({})).await.is(200);
    assert_eq!(received["arrival"], "confirmed");
    assert!(received["receivedAt"].is_string());
}

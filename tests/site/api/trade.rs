//! A ticket from its listing to its refund, by programs alone.

use holdfast::{domain::FileKind, files::samples, types::ZoneName};
use serde_json::{Value, json};

use super::{Robot, listing, money};
use crate::common::{GOOD_CARD, Site};

/// A form with one file, and what it says of itself.
pub const FORM: &str = "multipart/form-data; boundary=b";
pub fn form(bytes: &[u8]) -> Vec<u8> {
    let head = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"t.pdf\"\r\n\r\n";
    [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat()
}

#[tokio::test]
async fn a_ticket_is_listed_held_paid_and_refunded() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let mut people = vec![];
    for name in ["anna", "ben", "cleo", "root"] {
        people.push(site.user(name).await);
    }
    let mut anna = Robot::of(&site, &mut people[0], &["read", "sell"]).await;
    let mut ben = Robot::of(&site, &mut people[1], &["read", "buy"]).await;
    let mut cleo = Robot::of(&site, &mut people[2], &["read", "buy"]).await;
    let mut root = Robot::of(&site, &mut people[3], &["admin"]).await;

    let listed = anna.post("/tickets", listing("Row 1", 1000)).await.is(201);
    let id = listed["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/tickets/{id}");
    let reply = anna.get(&path).await;
    let version = reply.header("etag").unwrap().to_owned();
    let ticket = reply.is(200);
    assert_eq!((&ticket["seenAs"], &ticket["askedPrice"]), (&json!("seller"), &money(1000)));
    assert_eq!(version, format!("\"{}\"", ticket["version"]));

    // It is changed once by each who has seen it as it is.
    let edit = json!({ "price": money(1200), "notes": "Aisle", "row": "5" });
    let mut seen = anna.with("if-match", &version);
    let changed = seen.ask("PATCH", &path, Some(edit.clone())).await;
    let newer = changed.header("etag").unwrap().to_owned();
    assert_eq!(changed.is(200)["row"], "5");
    seen.ask("PATCH", &path, Some(json!({ "row": "6" }))).await.says_no(412, "version_changed");
    let mut odd = anna.with("if-match", "W/\"x\"");
    odd.ask("PATCH", &path, Some(json!({ "row": "6" }))).await.says_no(412, "version_changed");
    let mut newer = anna.with("if-match", &newer);
    let cleared = newer.ask("PATCH", &path, Some(json!({ "notes": null }))).await.is(200);
    assert_eq!((&cleared["notes"], &cleared["row"]), (&Value::Null, &json!("5")));

    let pdf = samples::file(FileKind::Pdf, 1);
    let file = format!("/api/v1{path}/file");
    let kind = Some(FORM);
    let attached = anna.send("POST", &file, kind, form(&pdf).into()).await.is(200);
    assert_eq!(attached["file"]["mediaType"], "application/pdf");
    anna.send("POST", &file, kind, form(b"no ticket").into()).await.says_no(415, "file_unfit");
    anna.send("POST", &file, Some("text/plain"), pdf.clone().into())
        .await
        .says_no(415, "media_type");
    ben.send("GET", &file, None, Default::default()).await.says_no(404, "not_found");

    let order = |price| json!({ "ticketId": id, "price": price });
    ben.post("/orders", order(money(1000))).await.says_no(409, "price_changed");
    anna.clone().post("/orders", order(money(1200))).await.says_no(403, "scope_missing");
    let reply = ben.post("/orders", order(money(1200))).await;
    let at = reply.header("location").unwrap().to_owned();
    let held = reply.is(201);
    let order_id = held["id"].as_str().unwrap().to_owned();
    assert_eq!((at, &held["status"]), (format!("/api/v1/orders/{order_id}"), &json!("created")));
    assert_eq!(ben.post("/orders", order(money(1200))).await.is(201)["id"], held["id"]);
    cleo.post("/orders", order(money(1200))).await.says_no(409, "ticket_held");
    ben.get(&format!("{path}/history")).await.says_no(404, "not_found");
    anna.ask("PATCH", &path, Some(edit)).await.says_no(409, "ticket_held");
    cleo.ask("PUT", &format!("/waitlist/{id}"), None).await.is(204);
    assert_eq!(cleo.get("/waitlist").await.is(200)["items"][0]["id"], id);
    let place = cleo.get("/lines").await.is(200)["items"][0].clone();
    assert_eq!((&place["ticketId"], &place["place"]), (&json!(id), &json!(1)));
    assert!(place["orderId"].is_null());

    let at = format!("/orders/{order_id}");
    cleo.get(&at).await.says_no(404, "not_found");
    anna.get(&at).await.says_no(404, "not_found");
    let open = root.get("/admin/orders").await.is(200);
    assert_eq!(open["items"][0]["id"], order_id);
    let pay = format!("{at}/pay");
    let card = |number| json!({ "card": { "number": number, "expiry": "12/34", "cvc": "123" } });
    let reply = ben.post(&pay, card("1234")).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/card/number"));
    let reply = ben.post(&pay, card("4000 0000 0000 9995")).await;
    reply.says_no(402, "payment_failed");
    assert_eq!(ben.get(&at).await.is(200)["lastFailure"], "insufficient_funds");
    let paid = ben.post(&pay, card("4242 4242 4242 4242")).await.is(200);
    assert_eq!(paid["order"]["status"], "completed");
    assert!(paid["clientSecret"].is_null());

    let receipt = ben.get(&format!("{at}/receipt")).await.is(200);
    assert_eq!(
        (&receipt["buyer"], &receipt["event"]["city"]),
        (&json!("ben@example.org"), &json!("Berlin"))
    );
    let receipt = anna.get(&format!("{at}/receipt")).await.is(200);
    assert_eq!(receipt["buyer"], Value::Null, "its seller is not told who");
    ben.ask("POST", &format!("{at}/cancel"), None).await.says_no(409, "order_completed");
    let bought = ben.get(&format!("{path}/history")).await.is(200);
    assert_eq!(bought["lines"][2]["what"], "sold");
    cleo.get(&format!("{path}/history")).await.says_no(404, "not_found");
    cleo.send("GET", &file, None, Default::default()).await.says_no(404, "not_found");

    let refund = format!("{at}/refund");
    ben.post(&refund, json!({ "reason": "x" })).await.says_no(403, "scope_missing");
    let reply = anna.post(&refund, json!({ "reason": "" })).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/reason"));
    let refunded =
        anna.post(&refund, json!({ "reason": "It is off", "relist": true })).await.is(200);
    assert_eq!(refunded["toldWhy"], "It is off");
    let mut ben_again = ben.clone();
    let back = ben_again.get(&at).await.is(200);
    assert_eq!((&back["status"], &back["reason"]), (&json!("cancelled"), &json!("refunded")));
    assert_eq!(root.get("/admin/orders/paid").await.is(200)["items"][0]["id"], order_id);

    // Who has it is told what has happened to it, and nobody else is.
    let history = format!("{path}/history");
    let told = anna.get(&history).await.is(200);
    assert_eq!((&told["listedFor"], &told["listedAt"]), (&money(1000), &ticket["listedAt"]));
    let lines = told["lines"].as_array().unwrap();
    let what: Vec<_> = lines.iter().map(|line| line["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["price_changed", "held", "sold", "refunded_relisted", "held"]);
    assert_eq!((&lines[0]["from"], &lines[0]["to"]), (&money(1000), &money(1200)));
    for robot in [&mut ben, &mut cleo] {
        robot.get(&history).await.says_no(404, "not_found");
    }
    // What came back is the next one's in line; who lets it go waits at the end.
    let place = cleo.get("/lines").await.is(200)["items"][0].clone();
    assert!(place["place"].is_null());
    let turn = format!("/orders/{}", place["orderId"].as_str().unwrap());
    assert_eq!(cleo.get(&turn).await.is(200)["status"], "created");
    cleo.ask("POST", &format!("{turn}/cancel"), None).await.is(200);
    assert_eq!(cleo.get("/lines").await.is(200)["items"][0]["place"], 1);
    let event = ticket["eventId"].as_str().unwrap();
    let line = format!("/events/{event}/line");
    let wish = |quantity, max| json!({ "quantity": quantity, "maxPrice": money(max) });
    cleo.ask("PUT", &line, Some(wish(1, 1200))).await.says_no(409, "seats_free");
    cleo.ask("PUT", &line, Some(wish(9, 1200))).await.says_no(409, "too_many_seats");
    let reply = cleo.ask("PUT", &line, Some(wish(11, 1200))).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some("/quantity"));
    cleo.ask("PUT", &line, Some(wish(2, 1200))).await.is(204);
    assert_eq!(cleo.get("/lines").await.is(200)["items"][0]["maxPrice"], money(1200));
    cleo.ask("DELETE", &line, None).await.is(204);

    anna.ask("DELETE", &format!("{path}/file"), None).await.is(200);
    anna.ask("POST", &format!("{path}/withdraw"), None).await.is(200);
    let gone = anna.ask("POST", &format!("{path}/withdraw"), None).await.is(200);
    assert_eq!(gone["status"], "withdrawn", "it is so already");
    cleo.ask("DELETE", &format!("/waitlist/{id}"), None).await.is(204);

    let export = ben.get("/account/export").await.is(200);
    assert_eq!(export["orders"][0]["id"], order_id);
    let german = ben.ask("PATCH", "/account", Some(json!({ "language": "de" }))).await.is(200);
    assert_eq!(german["language"], "de");
}

#[tokio::test]
async fn who_runs_the_site_does_so_by_a_program_too() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    let mut sells = Robot::of(&site, &mut anna, &["sell"]).await;
    let mut root = Robot::of(&site, &mut root, &["admin"]).await;
    let listed = sells.post("/tickets", listing("Row 1", 1000)).await.is(201);
    let ticket = listed["items"][0]["id"].as_str().unwrap().to_owned();
    let event = listed["items"][0]["eventId"].as_str().unwrap().to_owned();
    let why = json!({ "reason": "As it must be" });
    let renamed =
        json!({ "name": "The Best Band", "venue": "Hall", "city": "Bonn", "reason": "Typo" });
    let renamed = root.post(&format!("/admin/events/{event}/rename"), renamed).await.is(200);
    assert_eq!(renamed["city"], "Bonn");
    let found = root.get("/admin/events?q=best").await.is(200);
    assert_eq!(found["items"][0]["id"], event);
    let merge = json!({ "into": event, "reason": "x" });
    root.post(&format!("/admin/events/{event}/merge"), merge).await.says_no(409, "same_event");
    root.post(&format!("/admin/tickets/{ticket}/settle"), why.clone()).await.is(200);
    let removed = root.post(&format!("/admin/tickets/{ticket}/remove"), why.clone()).await.is(200);
    assert_eq!(removed["status"], "withdrawn");
    let mut seller = Robot::of(&site, &mut anna, &["read"]).await;
    let told = seller.get(&format!("/tickets/{ticket}/history")).await.is(200);
    let line = &told["lines"][0];
    assert_eq!((&line["what"], &line["reason"]), (&json!("removed"), &json!("As it must be")));
    let found = root.get("/admin/users?q=anna").await.is(200);
    let user = found["items"][0]["id"].as_str().unwrap().to_owned();
    let reply = root.post(&format!("/admin/users/{user}/ban"), json!({})).await;
    assert_eq!(reply.says_no(422, "invalid").pointer(), Some(""));
    let banned = root.post(&format!("/admin/users/{user}/ban"), why.clone()).await.is(200);
    assert_eq!(banned["ban"]["reason"], "As it must be");
    sells.post("/tickets", listing("Row 2", 1000)).await.says_no(401, "token_invalid");
    let open = root.post(&format!("/admin/users/{user}/unban"), why.clone()).await.is(200);
    assert!(open["ban"].is_null());
    let mails = root.get("/admin/mails").await.is(200);
    let mail = mails["items"][0]["id"].as_str().unwrap().to_owned();
    root.post(&format!("/admin/mails/{mail}/again"), why.clone())
        .await
        .says_no(409, "mail_not_given_up");
    assert_eq!(root.post("/admin/mails/test", json!({})).await.is(200)["taken"], false);
    root.post("/admin/orders/01890000-0000-7000-8000-000000000000/cancel", why)
        .await
        .says_no(404, "not_found");
}

#[tokio::test]
async fn a_program_sees_how_the_site_does_as_its_page_shows_it() {
    let site = Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.time_zone = ZoneName::parse("Asia/Kathmandu").unwrap();
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let (mut anna, mut ben, mut root) =
        (site.user("anna").await, site.user("ben").await, site.user("root").await);
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "11").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let mut robot = Robot::of(&site, &mut root, &["admin"]).await;
    let told = robot.get("/admin/statistics").await.is(200);
    let counted = json!({
        "signUps": 3, "listings": 1, "holds": 1, "holdsRunOut": 0, "sales": 1, "refunds": 0,
        "sold": money(1100), "fees": money(100), "refunded": money(0),
    });
    assert_eq!((&told["today"], &told["inAll"]), (&counted, &counted));
    assert_eq!(told["timeZone"], "Asia/Kathmandu");
    let midnight = told["todaySince"].as_str().unwrap();
    assert!(midnight.ends_with("T18:15:00.000Z"), "{midnight}");
    assert_eq!((&told["paymentsUnsettled"], &told["openPages"]), (&json!(0), &json!(0)));
    assert_eq!(told["mailsGivenUp"], 0);
    root.get("/admin").await.is(200, &format!("<strong>{}</strong>", told["mailsWaiting"]));
}

#[tokio::test]
async fn how_a_ticket_comes_is_said_and_shown() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut anna = Robot::of(&site, &mut anna, &["read", "sell"]).await;
    let said = |handover: Value, by: Value| {
        let mut said = listing("Row 1", 1000);
        (said["handover"], said["fileBy"]) = (handover, by);
        said
    };
    let plain = anna.post("/tickets", listing("Row 1", 1000)).await.is(201)["items"][0].clone();
    assert_eq!((&plain["handover"], &plain["fileBy"]), (&json!("file"), &Value::Null));
    assert!(plain["fileDueAt"].is_string(), "{plain}");
    let by = said(json!("file"), json!("2026-12-31T20:00"));
    let by = anna.post("/tickets", by).await.is(201)["items"][0].clone();
    assert!(by["fileBy"].as_str().unwrap().starts_with("2026-12-31T"), "{by}");
    for handover in ["transfer", "by_hand", "by_post"] {
        let other = anna.post("/tickets", said(json!(handover), Value::Null)).await;
        let other = other.is(201)["items"][0].clone();
        assert_eq!((&other["handover"], &other["fileDueAt"]), (&json!(handover), &Value::Null));
    }
    let late = said(json!("file"), json!("2199-01-01T00:00"));
    anna.post("/tickets", late).await.says_no(422, "invalid");
    anna.post("/tickets", said(json!("pigeon"), Value::Null)).await.says_no(422, "invalid");
}

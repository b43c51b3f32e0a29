//! What somebody has bought, in their calendar: read by `icalendar`, which others wrote. How to have
//! it: docs/testing.md.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use holdfast::types::Email;
use serde_json::Value;

use crate::common::{
    GOOD_CARD, PASSWORD, Site, Visitor,
    nats::{PYTHON, named},
};

async fn site() -> Site {
    Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.base_url = "https://tickets.example.org".into();
    })
    .await
}

/// What a calendar says, as `icalendar` reads it; nothing if there is no `icalendar` here.
fn read(calendar: &str) -> Option<Vec<Value>> {
    let python = named(PYTHON)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/read_calendar.py");
    let mut command = Command::new(python);
    let command = command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = command.spawn().unwrap();
    reader.stdin.take().unwrap().write_all(calendar.as_bytes()).unwrap();
    let said = reader.wait_with_output().unwrap();
    assert!(said.status.success(), "{calendar}");
    let lines = String::from_utf8(said.stdout).unwrap();
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

async fn bought(seller: &mut Visitor, buyer: &mut Visitor, fields: &[(&str, &str)]) -> String {
    let ticket = seller.post("/tickets", fields).await.sent_to();
    let order = buyer.buy(&ticket, "10.00").await.sent_to();
    assert_eq!(buyer.pay(&order, GOOD_CARD).await.sent_to(), order);
    order
}

const IN_NEW_YORK: [(&str, &str); 9] = [
    ("title", "Two, please; \\ front"),
    ("price", "10"),
    ("event_name", "Müller, Meier; & Söhne – ein sehr langer Abend mit sehr vielen Umlauten äöüß"),
    ("venue", "Carnegie Hall"),
    ("city", "New York"),
    ("starts_at", "2031-11-01T20:00"),
    ("time_zone", "America/New_York"),
    ("row", "5"),
    ("seat", "12"),
];

/// Where an account's calendar is, as its page says.
async fn address(visitor: &mut Visitor, page: &str) -> String {
    let page = visitor.get(page).await;
    let shown = page.body.split("data-calendar").next().unwrap();
    let url = shown.rsplit("value=\"").next().unwrap().split('"').next().unwrap();
    url.strip_prefix("https://tickets.example.org").unwrap().to_owned()
}

#[tokio::test]
async fn a_ticket_is_in_its_buyers_calendar_at_the_time_of_its_place() {
    let site = site().await;
    let [mut anna, mut ben, mut cleo] =
        [site.user("anna").await, site.user("ben").await, site.user("cleo").await];
    let ticket = anna.post("/tickets", &IN_NEW_YORK).await.sent_to();
    let order = ben.buy(&ticket, "10.00").await.sent_to();
    let path = format!("{order}/calendar.ics");
    assert_eq!(ben.get(&path).await.status, 404, "nothing is bought yet");
    ben.pay(&order, GOOD_CARD).await.sent_to();
    ben.get(&order).await.is(200, &format!("href=\"{path}\""));
    for other in [&mut anna, &mut cleo] {
        assert_eq!(other.get(&path).await.status, 404);
    }

    let answer = ben.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert!(answer.body.split("\r\n").all(|line| line.len() <= 75), "{}", answer.body);
    let Some(events) = read(&answer.body) else { return };
    let [event] = &events[..] else { panic!("{events:?}") };
    let id = order.rsplit('/').next().unwrap();
    assert_eq!(event["uid"], format!("{id}@tickets.example.org"));
    assert_eq!(event["summary"], IN_NEW_YORK[2].1);
    assert_eq!(event["location"], "Carnegie Hall, New York");
    assert_eq!(event["zone"], "America/New_York");
    assert_eq!(event["start"], "2031-11-01T20:00:00-04:00");
    assert_eq!(event["end"], "2031-11-01T23:00:00-04:00");
    assert_eq!(event["url"], format!("https://tickets.example.org{order}"));
    assert_eq!(event["errors"], Value::Array(vec![]));
    let about = event["description"].as_str().unwrap();
    assert!(about.starts_with("Two, please; \\ front\nRow 5"), "{about}");

    anna.post(&format!("{order}/refund"), &[("reason", "Off")]).await.sent_to();
    anna.until(&order, |page| page.body.contains("Refunded")).await;
    assert_eq!(ben.get(&path).await.status, 404, "it is given back");
}

#[tokio::test]
async fn tickets_that_were_bought_together_are_one_file() {
    let site = site().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let first = anna.list_row("10", "2").await;
    let page = anna.get(&first).await.body;
    let event = page[page.find("\"/events/").unwrap() + 1..].split('"').next().unwrap();
    let page = ben.get(event).await.body;
    let tickets = page.split("name=\"ticket\" value=\"").skip(1);
    let mut fields: Vec<_> = tickets.map(|of| ("ticket", of.split('"').next().unwrap())).collect();
    fields.push(("each", "10.00"));
    let event = event.split('/').take(3).collect::<Vec<_>>().join("/");
    let purchase = ben.post(&format!("{event}/buy"), &fields).await.sent_to();
    let path = format!("{purchase}/calendar.ics");
    assert_eq!(ben.get(&path).await.status, 404, "nothing is bought yet");
    ben.pay(&purchase, GOOD_CARD).await.sent_to();
    ben.get(&purchase).await.is(200, &format!("href=\"{path}\""));
    assert_eq!(anna.get(&path).await.status, 404);
    let answer = ben.get(&path).await;
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let Some(events) = read(&answer.body) else { return };
    assert_eq!(events.len(), 2);
    for event in &events {
        assert_eq!(event["errors"], Value::Array(vec![]));
        assert_eq!(event["start"], events[0]["start"]);
    }
    assert_ne!(events[0]["uid"], events[1]["uid"]);
}

#[tokio::test]
async fn an_accounts_calendar_has_all_that_is_to_come_and_opens_by_its_address_alone() {
    let site = site().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut orders = vec![];
    for (name, starts_at, zone) in [
        ("Winter", "2031-01-15T19:30", "Europe/Berlin"),
        ("Summer", "2032-07-15T19:30", "Europe/Berlin"),
        ("Nepal", "2031-05-01T20:00", "Asia/Kathmandu"),
        ("Clocks go back", "2031-10-26T01:00", "Europe/Berlin"),
        ("UTC", "2031-10-26T01:00", "UTC"),
    ] {
        let other = [("event_name", name), ("starts_at", starts_at), ("time_zone", zone)];
        let kept = IN_NEW_YORK.iter().filter(|(name, _)| other.iter().all(|(of, _)| of != name));
        let fields: Vec<_> = kept.chain(&other).copied().collect();
        orders.push(bought(&mut anna, &mut ben, &fields).await);
    }
    let path = address(&mut ben, "/account").await;
    assert!(path.starts_with("/account/calendar/") && path.ends_with(".ics"), "{path}");
    assert_eq!(address(&mut ben, "/orders").await, path);

    let mut nobody = site.visitor();
    let answer = nobody.get(&path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("private, max-age=300"));
    assert_eq!(nobody.get(path.strip_suffix(".ics").unwrap()).await.status, 404);
    if let Some(events) = read(&answer.body) {
        let starts: Vec<_> = events.iter().map(|of| of["start"].as_str().unwrap()).collect();
        assert_eq!(
            starts,
            [
                "2031-10-26T01:00:00+00:00",
                "2031-10-26T01:00:00+02:00",
                "2031-05-01T20:00:00+05:45",
                "2032-07-15T19:30:00+02:00",
                "2031-01-15T19:30:00+01:00",
            ]
        );
        assert!(events.iter().all(|of| of["errors"] == Value::Array(vec![])), "{events:?}");
    }

    // A new address, all sessions ended, and a new password end the one before.
    ben.post("/account/calendar", &[]).await.sent_to();
    assert_eq!(nobody.get(&path).await.status, 404);
    let path = address(&mut ben, "/account").await;
    assert_eq!(nobody.get(&path).await.status, 200);
    ben.post("/account/sessions/end", &[("password", PASSWORD)]).await.sent_to();
    assert_eq!(nobody.get(&path).await.status, 404);
    let path = address(&mut ben, "/account").await;
    let new = "quite another secret of three";
    ben.post("/account/password", &[("old_password", PASSWORD), ("password", new)]).await.sent_to();
    assert_eq!(nobody.get(&path).await.status, 404);

    // What is refunded is in it no more.
    let path = address(&mut ben, "/account").await;
    let refunded = &orders[0];
    anna.post(&format!("{refunded}/refund"), &[("reason", "Off")]).await.sent_to();
    anna.until(refunded, |page| page.body.contains("Refunded")).await;
    assert_eq!(nobody.get(&path).await.body.matches("BEGIN:VEVENT").count(), orders.len() - 1);

    let mut root = site.user("root").await;
    let ben =
        site.market.tables().catalog().user_by_email(&Email::parse("ben@example.org").unwrap());
    let ban = format!("/admin/users/{}/ban", ben.unwrap());
    root.post(&ban, &[("reason", "Fraud")]).await.sent_to();
    assert_eq!(nobody.get(&path).await.status, 404);
}

//! Alerts over pages and by the link in a mail: asked for, changed, ended, by their owners and by
//! whoever has the link, and by nobody else.

use std::time::Duration;

use super::common::{Answer, PASSWORD, Site, Visitor};
use holdfast::{
    config::{Config, MailSecurity},
    domain::{AlertToken, ConfirmToken, LinkKey},
    types::{AlertId, Email, EventId},
};

/// A mail server that is down: mails wait.
fn with_mails(config: &mut Config) {
    config.mail.server = "127.0.0.1".into();
    config.mail.port = 9;
    config.mail.security = MailSecurity::None;
    config.mail.from = "tickets@example.org".into();
}

fn event(site: &Site) -> EventId {
    site.market.tables().catalog().coming_events(site.market.clock().now(), 1)[0].id
}

async fn ask(who: &mut Visitor, fields: &[(&str, &str)]) -> Answer {
    who.post("/alerts", fields).await
}

/// The one that somebody has.
async fn alert_of(who: &mut Visitor) -> AlertId {
    who.get("/alerts").await.attr("data-alert-id").unwrap().parse().unwrap()
}

fn stop_path(site: &Site, alert: AlertId) -> String {
    format!("/alerts/stop/{}", AlertToken::new(site.market.link_key(), alert))
}

#[tokio::test]
async fn who_wants_to_hear_of_an_event_a_venue_or_a_search_says_so_there() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    anna.list("Row 5", "10").await;
    let event = event(&site).to_string();
    let path = format!("/events/{event}");
    let mut visitor = site.visitor();
    let page = visitor.event(&path).await;
    page.is(200, "Sign in to be told of new tickets").is(200, "href=\"/signin?next=/events/");
    assert_eq!(ask(&mut visitor, &[]).await.sent_to(), "/signin?next=/alerts");
    ben.event(&path).await.is(200, "Tell me of new tickets").is(200, "All at ");
    ben.get("/alerts").await.is(200, "You have no alerts");

    let made = ask(&mut ben, &[("event_id", &event), ("often", "once")]).await.sent_to();
    assert_eq!(made, "/alerts?done=alert");
    let page = ben.get(&made).await;
    page.is(200, "You are told by mail when such tickets come on sale.").is(200, "The Test Band");
    assert_eq!(page.attr("data-often"), Some("once"));
    ben.event(&path).await.is(200, "data-alerted");
    let entries = site.entries();
    ask(&mut ben, &[("event_id", &event), ("often", "once")]).await.sent_to();
    assert_eq!(site.entries(), entries, "asking twice is asking once");
    ask(&mut ben, &[("event_id", &event), ("about", "venue")]).await.sent_to();
    assert!(!visitor.get("/").await.body.contains("id=\"alert\""), "nothing is looked for");
    visitor.get("/?q=Jazz").await.is(200, "/signin?next=/%3Fq%3DJazz");
    let search = [("q", "Jazz <b>"), ("city", "Berlin"), ("max_price", "60"), ("from", "x")];
    ask(&mut ben, &search).await.sent_to();
    ben.get("/?q=jazz+%3Cb%3E&city=berlin&max_price=60.00").await.is(200, "data-alerted");
    assert!(!ben.get("/?q=jazz").await.body.contains("data-alerted"));
    let page = ben.get("/alerts").await;
    page.is(200, "“Jazz &lt;b&gt;”, in Berlin, at most €60.00").is(200, "Once a day at most");
    assert_eq!(page.body.matches("data-alert-id").count(), 3);
    page.is(200, "href=\"/?q=Jazz+%3Cb%3E&amp;city=Berlin&amp;max_price=60.00\"");
    ben.get("/orders").await.is(200, "href=\"/alerts\"");
    ben.get("/account").await.is(200, "href=\"/alerts\"");

    ask(&mut ben, &[("q", "")]).await.is(422, "Look for something first");
    ask(&mut ben, &[("event_id", "x")]).await.is(404, "There is nothing here");
    let unknown = EventId::new().to_string();
    ask(&mut ben, &[("event_id", &unknown)]).await.is(404, "There is nothing here");
    for n in 0..17 {
        ask(&mut ben, &[("q", &format!("word {n}"))]).await.sent_to();
    }
    ask(&mut ben, &[("q", "one more")]).await.is(409, "You have 20 alerts already");
    let export = ben.get("/account/export").await.body;
    let export: serde_json::Value = serde_json::from_str(&export).unwrap();
    assert_eq!(export["alerts"].as_array().unwrap().len(), 20);
    assert_eq!(export["alerts"][0]["about"]["event"], event);
    assert_eq!(export["alerts"][2]["about"]["search"]["max_price"], "60.00");
}

#[tokio::test]
async fn their_owners_change_and_end_them_and_nobody_else_does() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    ask(&mut anna, &[("q", "jazz")]).await.sent_to();
    let alert = alert_of(&mut anna).await;
    let (often, delete) = (format!("/alerts/{alert}/often"), format!("/alerts/{alert}/delete"));
    let entries = site.entries();
    for path in [&often, &delete] {
        ben.post(path, &[("often", "once")]).await.is(404, "There is nothing here");
        let to_sign_in = site.visitor().post(path, &[]).await.sent_to();
        assert_eq!(to_sign_in, "/signin?next=/alerts");
    }
    assert_eq!(site.entries(), entries);
    let changed = anna.post(&often, &[("often", "once")]).await.sent_to();
    anna.get(&changed).await.is(200, "That is changed.").is(200, "data-often=\"once\"");
    let ended = anna.post(&delete, &[]).await.sent_to();
    anna.get(&ended).await.is(200, "You are not told of these any more.");
    assert_eq!(anna.post(&delete, &[]).await.sent_to(), ended, "done already");
}

#[tokio::test]
async fn the_link_in_a_mail_ends_it_without_signing_in_and_looking_at_it_does_not() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    ask(&mut anna, &[("q", "jazz")]).await.sent_to();
    let alert = alert_of(&mut anna).await;
    let (path, mut phone) = (stop_path(&site, alert), site.visitor());
    let entries = site.entries();
    for _ in 0..2 {
        phone.get(&path).await.is(200, "You are told of new tickets: “jazz”").is(200, &path);
    }
    assert_eq!(site.entries(), entries, "programs that open links end nothing");
    let other = AlertToken::new(&LinkKey([7; LinkKey::BYTES]), alert);
    for forged in [format!("/alerts/stop/{other}"), "/alerts/stop/x".into()] {
        phone.get(&forged).await.is(404, "There is nothing here");
        phone.post(&forged, &[]).await.is(404, "There is nothing here");
    }
    assert_eq!(site.entries(), entries);
    phone.language = Some("de".into());
    phone.get(&path).await.is(200, "Keine mehr schicken");
    phone.post(&path, &[]).await.is(200, "Das ist beendet");
    anna.get("/alerts").await.is(200, "You have no alerts");
    let entries = site.entries();
    phone.get(&path).await.is(200, "Das ist beendet");
    phone.post(&path, &[]).await.is(200, "Das ist beendet");
    assert_eq!(site.entries(), entries);
}

/// As a mail service does it for its reader (RFC 8058).
#[tokio::test]
async fn one_press_in_a_mail_program_ends_it() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
        ),
    ] {
        ask(&mut anna, &[("q", "jazz")]).await.sent_to();
        let path = stop_path(&site, alert_of(&mut anna).await);
        let answer = site.visitor().send("POST", &path, Some(kind), body.into()).await;
        answer.is(200, "That has ended");
        anna.get("/alerts").await.is(200, "You have no alerts");
    }
    // A page elsewhere has nobody's browser do it.
    ask(&mut anna, &[("q", "jazz")]).await.sent_to();
    let path = stop_path(&site, alert_of(&mut anna).await);
    let mut elsewhere = site.visitor();
    elsewhere.headers.push(("origin", "https://elsewhere.example".into()));
    assert_eq!(elsewhere.post(&path, &[]).await.status, 403);
}

#[tokio::test]
async fn nobody_is_told_at_an_address_that_may_be_another_s() {
    let site = Site::start_with(with_mails).await;
    let mut anna = site.user("anna").await;
    ask(&mut anna, &[("q", "jazz")]).await.is(403, "Please confirm your mail address first");
    anna.get("/?q=jazz").await.is(200, "Please confirm your mail address first");
    let tables = site.market.tables();
    let email = Email::parse("anna@example.org").unwrap();
    let id = tables.catalog().user_by_email(&email).unwrap();
    let until = site.market.clock().now() + Duration::from_secs(60);
    let user = tables.user(id).unwrap().unwrap();
    let token = ConfirmToken::new(site.market.link_key(), &user, until);
    site.visitor().post(&format!("/confirm/{token}"), &[]).await.is(200, "confirmed");
    ask(&mut anna, &[("q", "band")]).await.sent_to();
    anna.get("/alerts").await.is(200, "“band”").is(200, "No mail so far");
    // With the account the alerts are gone.
    let alert = alert_of(&mut anna).await;
    anna.post("/account/delete", &[("password", PASSWORD)]).await.sent_to();
    assert!(tables.alert(alert).unwrap().unwrap().is_over);
    site.visitor().get(&stop_path(&site, alert)).await.is(200, "That has ended");
}

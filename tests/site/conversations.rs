//! What buyers and sellers have to say to each other, on their pages: nobody else learns that it is there,
//! and those who run the site once they are asked.

use std::time::Duration;

use crate::common::{Answer, GOOD_CARD, Site, Still, Visitor};
use holdfast::{domain::FileKind, files::samples, types::ZoneName};

const HOUR: Duration = Duration::from_secs(3600);

async fn sold(anna: &mut Visitor, ben: &mut Visitor) -> String {
    let ticket = anna.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    order
}

/// A message with a file.
async fn write(who: &mut Visitor, path: &str, text: &str, bytes: &[u8]) -> Answer {
    let mut body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n--b\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    who.send("POST", path, Some("multipart/form-data; boundary=b"), body.into()).await
}

#[tokio::test]
async fn the_two_write_each_other_and_nobody_else_reads_it() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut root) = (site.user("cleo").await, site.user("root").await);
    let order = sold(&mut anna, &mut ben).await;
    let path = format!("{order}/messages");
    ben.get(&order).await.is(200, &format!("href=\"{path}\"")).is(200, "Write to the seller");
    ben.get(&path).await.is(200, "Nothing was written yet");
    let to = ben.post(&path, &[("text", "Where is <b>it</b>?\r\n\r\nBen")]).await.sent_to();
    assert_eq!(to, format!("{path}#last"));
    anna.get(&order).await.is(200, "Write to the buyer (1 new)");
    let page = anna.get(&path).await;
    page.is(200, "Where is &lt;b&gt;it&lt;/b&gt;?\n\nBen").is(200, "The buyer").is(200, "new");
    assert!(!page.body.contains("ben@example.org"), "no address");
    assert!(!anna.get(&order).await.body.contains("(1 new)"));
    let pdf = samples::file(FileKind::Pdf, 1);
    write(&mut anna, &path, "Here it is.", &pdf).await.sent_to();
    let file = format!("{path}/1/file");
    ben.get(&path).await.is(200, &file).is(200, "Here it is.");
    for who in [&mut anna, &mut ben] {
        let answer = who.get(&file).await;
        assert_eq!((answer.status, answer.body.as_bytes()), (200, &*pdf));
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
    }
    // Nobody else, not even those who run the site.
    for who in [&mut cleo, &mut root] {
        for path in [&path, &file] {
            assert_eq!(who.get(path).await.status, 404);
        }
        assert_eq!(who.post(&path, &[("text", "Hello")]).await.status, 404);
        assert_eq!(write(who, &path, "Hello", &pdf).await.status, 404);
        assert_eq!(who.post(&format!("{path}/admins"), &[]).await.status, 404);
    }
    // Until one of the two asks them.
    ben.post(&format!("{path}/admins"), &[]).await.sent_to();
    ben.get(&path).await.is(200, "were asked to look");
    root.get(&path).await.is(200, "Here it is.");
    root.get(&file).await.is(200, "");
    root.post(&path, &[("text", "Anna, is this yours?")]).await.sent_to();
    anna.get(&path).await.is(200, "The people who run this site").is(200, "Anna, is this yours?");
    assert_eq!(root.post(&format!("{path}/admins"), &[]).await.status, 404);
    assert_eq!(cleo.get(&path).await.status, 404);
    // In German, too.
    ben.language = Some("de".into());
    ben.get(&path).await.is(200, "Nachrichten mit dem Anbieter").is(200, "Betreiber dieser Seite");
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_at_its_field_with_what_was_typed() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let order = sold(&mut anna, &mut ben).await;
    let path = format!("{order}/messages");
    let before = site.entries();
    let long = "x".repeat(2001);
    ben.post(&path, &[("text", &long)]).await.is(422, "2000 characters").is(422, &long);
    ben.post(&path, &[("text", " \r\n ")]).await.is(422, "Write something");
    write(&mut ben, &path, "Look", b"no ticket").await.is(415, "This is no PDF").is(415, "Look");
    assert_eq!(site.entries(), before);
    // One that is made for nothing yet leads to where it is paid.
    let ticket = anna.list("Row 2", "10").await;
    let held = ben.buy(&ticket, "10").await.sent_to();
    assert_eq!(ben.get(&format!("{held}/messages")).await.sent_to(), held);
    assert_eq!(ben.post(&format!("{held}/messages"), &[("text", "Hi")]).await.status, 404);
    assert_eq!(anna.get(&format!("{held}/messages")).await.status, 404);
    ben.post(&format!("{held}/received"), &[]).await.is(409, "not paid");
}

#[tokio::test]
async fn the_buyer_says_that_the_ticket_has_come() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let order = sold(&mut anna, &mut ben).await;
    ben.get(&order).await.is(200, "I have the ticket");
    let received = format!("{order}/received");
    assert_eq!(anna.post(&received, &[]).await.status, 404);
    for _ in 0..2 {
        let to = ben.post(&received, &[]).await.sent_to();
        ben.get(&to).await.is(200, "it is noted").is(200, "data-received");
    }
    anna.get(&order).await.is(200, "The buyer said on");
}

#[tokio::test]
async fn once_the_event_is_over_it_is_assumed_to_have_come() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let soon = time.clock.now() + 24 * HOUR;
    let soon = soon.format("%Y-%m-%dT%H:%M", &ZoneName::utc());
    let mut orders = vec![];
    for title in ["Row 1", "Row 2"] {
        let fields = [
            ("title", title),
            ("price", "10"),
            ("event_name", "The Test Band"),
            ("venue", "Town Hall"),
            ("city", "Berlin"),
            ("starts_at", &soon),
            ("handover", "by_hand"),
        ];
        let ticket = anna.post("/tickets", &fields).await.sent_to();
        let order = ben.buy(&ticket, "10").await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        assert!(!anna.get(&order).await.body.contains("data-received"));
        orders.push(order);
    }
    let problem = [("reason", "not_received"), ("text", "She was not there.")];
    ben.post(&format!("{}/problem", orders[1]), &problem).await.sent_to();
    time.pass(27 * HOUR).await;
    ben.get(&orders[0])
        .await
        .is(200, "data-received=\"assumed\"")
        .is(200, "The event is over, so we take it that it came.");
    anna.get(&orders[0]).await.is(200, "so we take it that the buyer has it");
    ben.language = Some("de".into());
    ben.get(&orders[0]).await.is(200, "nehmen wir an, dass es angekommen ist");
    for who in [&mut anna, &mut ben] {
        assert!(!who.get(&orders[1]).await.body.contains("data-received"));
    }
}

//! Standing in line, by pages without a script, by the stream, and over a restart.

use super::common::{Answer, DECLINED_CARD, GOOD_CARD, Site, Visitor, stream::Stream};
use holdfast::types::TicketId;

async fn wait(visitor: &mut Visitor, of: &str) -> Answer {
    visitor.post(&format!("{of}/line"), &[]).await
}

/// The notices of turns on a page, and the place in the one line that it shows.
fn turns(page: &Answer) -> usize {
    page.body.matches("data-line-status=\"yours\"").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_who_waits_for_a_ticket() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut dora) = (site.user("cleo").await, site.user("dora").await);
    let mut visitor = site.visitor();
    let ticket = anna.list("Row <5>", "49.50").await;
    let other = anna.list("Row 6", "20").await;
    // While it is free there is nothing to wait for.
    let refused = wait(&mut cleo, &ticket).await;
    refused
        .is(409, "It is free now: nobody holds it, and you can buy it.")
        .is(409, "Buy for €49.50");
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    wait(&mut anna, &ticket).await.is(403, "This is your own ticket");
    assert_eq!(wait(&mut ben, &ticket).await.sent_to(), order);
    assert_eq!(wait(&mut visitor, &ticket).await.sent_to(), format!("/signin?next={ticket}"));
    let stop = format!("{ticket}/line/stop");
    let to_sign_in = visitor.post(&stop, &[]).await.sent_to();
    assert_eq!(to_sign_in, format!("/signin?next={ticket}"));
    for path in ["/tickets/x/line", &format!("/tickets/{}/line", TicketId::new())] {
        cleo.post(path, &[]).await.is(404, "There is nothing here");
        cleo.post(&format!("{path}/stop"), &[]).await.is(404, "There is nothing here");
    }
    let sign_in = format!("href=\"/signin?next={ticket}\"");
    visitor.get(&ticket).await.is(200, "Sign in to wait in line").is(200, &sign_in);
    for (who, asks) in [(&mut anna, false), (&mut ben, false), (&mut cleo, true)] {
        let page = who.get(&ticket).await;
        assert_eq!(page.body.contains("Wait in line"), asks, "{}", page.body);
    }

    assert_eq!(wait(&mut cleo, &ticket).await.sent_to(), ticket);
    let entries = site.entries();
    assert_eq!(wait(&mut cleo, &ticket).await.sent_to(), ticket);
    assert_eq!(site.entries(), entries, "asking twice is asking once");
    wait(&mut dora, &ticket).await.sent_to();
    for (who, place) in [(&mut cleo, "1"), (&mut dora, "2")] {
        let page = who.get(&ticket).await;
        page.is(200, "Your place in line:").is(200, &stop);
        assert_eq!(page.attr("data-line-place"), Some(place));
        let orders = who.get("/orders").await;
        orders.is(200, "You wait in line for").is(200, "Row &lt;5&gt;").is(200, &stop);
        assert_eq!(turns(&orders), 0);
    }

    // Cleo's turn is told on every page, and leads to what is held for her.
    ben.cancel(&order).await.sent_to();
    for path in ["/", "/orders", "/account", "/sell", "/nowhere", &other, &ticket] {
        let page = cleo.get(path).await;
        let words = "It is your turn: Row &lt;5&gt; for The Test Band is held for you";
        assert!(page.body.contains(words), "{path}: {}", page.body);
    }
    let page = cleo.get("/").await;
    let theirs = held_in_turn(&page);
    assert_eq!(turns(&dora.get("/").await), 0);
    assert_eq!(dora.get(&ticket).await.attr("data-line-place"), Some("1"));
    ben.buy(&ticket, "49.50").await.is(409, "Somebody was faster");
    cleo.get(&theirs).await.is(200, "data-order-status=\"created\"");
    // She does not want it: Dora has it then, and Cleo waits at the end.
    cleo.cancel(&theirs).await.sent_to();
    assert_eq!(turns(&cleo.get("/").await), 0);
    assert_eq!(turns(&dora.get("/").await), 1);
    assert_eq!(cleo.get(&ticket).await.attr("data-line-place"), Some("1"));
    let back = cleo.post(&stop, &[("next", "/orders#line")]).await.sent_to();
    assert_eq!(back, "/orders#line");
    let elsewhere = cleo.post(&stop, &[("next", "https://elsewhere.example")]).await.sent_to();
    assert_eq!(elsewhere, "/");
    assert!(cleo.get(&ticket).await.attr("data-line-place").is_none());

    // A card that is declined for good ends the hold, too; also after a restart.
    let order = ben.buy(&other, "20").await.sent_to();
    wait(&mut cleo, &other).await.sent_to();
    let address = site.address;
    let folder = site.stop().await;
    let site = Site::start_with(|config| {
        config.server.listen = address;
        config.storage.path = folder.path().join("data");
    })
    .await;
    assert_eq!(turns(&dora.get("/").await), 1);
    assert_eq!(cleo.get(&other).await.attr("data-line-place"), Some("1"));
    for _ in 0..3 {
        ben.pay(&order, DECLINED_CARD).await;
    }
    let page = cleo.until("/", |page| turns(page) == 1).await;
    let theirs = held_in_turn(&page);
    assert_eq!(cleo.pay(&theirs, GOOD_CARD).await.sent_to(), theirs);
    let page = cleo.until("/orders", |page| turns(page) == 0).await;
    assert!(!page.body.contains("You wait in line for"), "{}", page.body);
    site.stop().await;
}

/// What is held for somebody in their turn: where the notice of it leads.
fn held_in_turn(page: &Answer) -> String {
    let at = page.body.find("data-line-status=\"yours\"").unwrap();
    let link = page.body[at..].find("href=\"/orders/").map(|link| at + link + 6).unwrap();
    page.body[link..].split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_of_an_event_are_waited_for() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut cleo = site.user("cleo").await;
    let ticket = anna.list("Row 1", "70").await;
    let page = anna.get(&ticket).await;
    let at = page.body.find("href=\"/events/").unwrap() + 6;
    let event = page.body[at..at + 44].to_owned();
    let line = format!("{event}/line");
    site.visitor().get(&event_page(&site, &event).await).await.is(200, "Sign in to wait in line");
    // What is wrong is told at its field, with what was typed.
    for (field, typed, says) in [
        ("quantity", "0", "1 to 10"),
        ("quantity", "11", "1 to 10"),
        ("max_price", "cheap", "as a number"),
        ("section", &"x".repeat(41), "at most 40"),
    ] {
        let form = [("quantity", "2"), ("max_price", "60"), ("section", "Block <B>")];
        let form = form.map(|(name, value)| (name, if name == field { typed } else { value }));
        let page = cleo.post(&line, &form).await;
        page.is(422, says);
        if field != "section" {
            page.is(422, "Block &lt;B&gt;");
        }
    }
    cleo.post(&line, &[("quantity", "9")]).await.is(409, "more than 4 tickets at once");
    let page = cleo.post(&line, &[("quantity", "1")]).await;
    page.is(409, "you need not wait");
    let [form, why] = ["id=\"line\"", "you need not wait"].map(|it| page.body.find(it).unwrap());
    assert!(form < why, "it is said where the form leads");
    let form = [("quantity", "2"), ("max_price", "60.00"), ("section", "")];
    assert_eq!(cleo.post(&line, &form).await.sent_to(), format!("{event}#line"));
    let page = cleo.get(&event_page(&site, &event).await).await;
    page.is(200, "2 tickets, at most €60.00 each").is(200, "data-line-place=\"1\"");
    cleo.get("/orders").await.is(200, "2 tickets, at most €60.00 each");

    // Two are listed by one form: they are hers, as one purchase.
    let id = event.rsplit('/').next().unwrap();
    let fields = [
        ("title", "Row 7"),
        ("price", "60"),
        ("event_id", id),
        ("row", "7"),
        ("seat", "4"),
        ("quantity", "2"),
    ];
    anna.post("/tickets", &fields).await.sent_to();
    let page = cleo.get("/").await;
    assert_eq!(turns(&page), 1);
    let order = held_in_turn(&page);
    let purchase = cleo.get(&order).await.sent_to();
    cleo.get(&purchase).await.is(200, "€120.00");
    cleo.pay(&purchase, GOOD_CARD).await.sent_to();
    assert_eq!(turns(&cleo.get("/").await), 0);
    ben.get(&event_page(&site, &event).await).await.is(200, "data-count=\"sold\">2<");

    // One leaves, and stands there no more.
    ben.buy(&ticket, "70").await.sent_to();
    cleo.post(&line, &[("quantity", "1")]).await.sent_to();
    let stopped = cleo.post(&format!("{line}/stop"), &[]).await.sent_to();
    assert_eq!(stopped, format!("{event}#line"));
    let page = cleo.get(&event_page(&site, &event).await).await;
    assert!(page.attr("data-line-place").is_none());
    site.stop().await;
}

async fn event_page(site: &Site, event: &str) -> String {
    site.visitor().get(event).await.header("location").unwrap().to_owned()
}

/// Who looks is told of places that are left, by names that say something to their owners alone.
#[tokio::test(flavor = "multi_thread")]
async fn the_stream_tells_how_a_line_moves() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut dora) = (site.user("cleo").await, site.user("dora").await);
    let ticket = anna.list("Row 1", "70").await;
    ben.buy(&ticket, "70").await.sent_to();
    wait(&mut cleo, &ticket).await.sent_to();
    wait(&mut dora, &ticket).await.sent_to();
    let place = |page: &Answer| page.attr("data-line-id").unwrap().to_owned();
    // Who asks in the same millisecond stands in whatever order.
    if cleo.get(&ticket).await.attr("data-line-place") == Some("2") {
        std::mem::swap(&mut cleo, &mut dora);
    }
    let (of_cleo, of_dora) = (place(&cleo.get("/").await), place(&dora.get("/").await));
    let id = ticket.rsplit('/').next().unwrap().to_owned();
    let paths = [
        format!("/live?line=x,{id}&tickets=none"),
        format!("/live?line={id}&events=none"),
        format!("{ticket}/live?line={id}"),
    ];
    let mut streams = paths.map(|path| Stream::open(site.address, &path));
    let next = |stream: &mut Stream| loop {
        let (kind, told) = stream.any().unwrap();
        if kind == "line" {
            assert_eq!(told["line"], id);
            return told;
        }
    };
    for stream in &mut streams {
        assert_eq!(next(stream)["head"]["id"], of_cleo);
    }
    let stop = format!("{ticket}/line/stop");
    for (who, place) in [(&mut cleo, of_cleo), (&mut dora, of_dora)] {
        who.post(&stop, &[]).await.sent_to();
        for stream in &mut streams {
            assert_eq!(next(stream)["left"][0]["id"], place);
        }
    }
    drop(streams);
    // Each of them had two places.
    let hub = site.market.tables().live();
    anna.until("/", |_| hub.readers() == 0).await;
    site.stop().await;
}

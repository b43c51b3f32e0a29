//! Streams of what changes: whoever looks at a ticket, an event or the home page is told.

use std::time::{Duration, Instant};

use super::common::{
    GOOD_CARD, Site, Visitor, metric,
    program::Program,
    stream::{PATIENCE, Stream},
    time::{HOLD, clock, pass},
};
use holdfast::{
    domain::{DomainEvent, TicketEvent},
    types::{Price, TicketId, Title},
};
use rustix::process::Signal;
use serde_json::Value;

fn id_in(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// The addresses of the three streams, and of those that say which tickets they show.
async fn streams_of(visitor: &mut Visitor, ticket: &str) -> Vec<String> {
    let page = visitor.get(ticket).await;
    let at = page.body.find("href=\"/events/").unwrap() + 6;
    let event = &page.body[at..at + 44];
    let shown = format!("?tickets={},x,{}", TicketId::new(), id_in(ticket));
    vec![
        format!("{ticket}/live"),
        format!("{event}/live"),
        format!("{event}/live{shown}"),
        "/live".into(),
        format!("/live{shown}"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_is_told_of_every_change() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "49.50").await;
    let mut streams: Vec<_> = streams_of(&mut anna, &ticket)
        .await
        .iter()
        .map(|path| Stream::open(site.address, path))
        .collect();
    for stream in &mut streams {
        assert!(stream.head.starts_with("HTTP/1.1 200"), "{}", stream.head);
        for header in [
            "content-type: text/event-stream",
            "cache-control: no-store",
            "x-accel-buffering: no",
            "content-security-policy: default-src 'none'",
            "x-request-id: ",
        ] {
            assert!(stream.head.contains(header), "{header}: {}", stream.head);
        }
        assert!(!stream.head.contains("set-cookie"), "{}", stream.head);
        let first = stream.message().unwrap();
        let expect = serde_json::json!({
            "id": id_in(&ticket), "status": "available", "price": "49.50", "expires_at": null
        });
        assert_eq!(first, expect, "the present state comes first");
    }

    let order = ben.buy(&ticket, "49.50").await.sent_to();
    let page = ben.get(&ticket).await;
    let until = page.attr_of(&ticket, "data-expires-at").unwrap();
    for stream in &mut streams {
        assert_eq!(stream.until(&ticket, "reserved")["expires_at"], until);
    }
    ben.cancel(&order).await;
    for stream in &mut streams {
        assert_eq!(stream.until(&ticket, "available")["expires_at"], Value::Null);
    }
    let edit = [("title", "Row 5"), ("price", "55")];
    anna.post(&format!("{ticket}/edit"), &edit).await.sent_to();
    for stream in &mut streams {
        assert_eq!(stream.until(&ticket, "available")["price"], "55.00");
    }
    let order = ben.buy(&ticket, "55").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    for stream in &mut streams {
        assert_eq!(stream.until(&ticket, "sold")["price"], "55.00");
    }
    // One who comes back begins with what is now, also where pages do not list it any more.
    for path in streams_of(&mut anna, &ticket).await.iter().filter(|path| path.contains("ticket")) {
        let first = Stream::open(site.address, path).message().unwrap();
        assert_eq!(first["status"], "sold", "{path}");
    }
}

#[tokio::test]
async fn a_hold_that_ends_by_itself_is_told() {
    let site = Site::start_by(clock(), |_| {}).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let (address, path) = (site.address, format!("{ticket}/live"));
    let opened = tokio::task::spawn_blocking(move || Stream::open(address, &path)).await;
    let mut stream = opened.unwrap();
    // It is read on another thread: the site is on this one.
    let told = async |mut stream: Stream, status: &'static str| {
        let ticket = ticket.clone();
        let told = tokio::task::spawn_blocking(move || {
            stream.until(&ticket, status);
            stream
        });
        told.await.unwrap()
    };
    ben.buy(&ticket, "10").await.sent_to();
    stream = told(stream, "reserved").await;
    pass(HOLD).await;
    stream = told(stream, "available").await;
    let withdrawn = anna.post(&format!("{ticket}/withdraw"), &[]).await;
    assert_eq!(withdrawn.status, 303);
    told(stream, "withdrawn").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_has_no_stream() {
    let site = Site::start().await;
    let mut visitor = site.visitor();
    for path in ["/tickets/x/live", "/events/x/live"] {
        visitor.get(path).await.is(404, "There is nothing here");
        let unknown = path.replace('x', &TicketId::new().to_string());
        visitor.get(&unknown).await.is(404, "There is nothing here");
    }
    visitor.post("/live", &[]).await.is(405, "");
    assert_eq!(metric(&site.market, "live_streams"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn beyond_the_bound_pages_work_without() {
    let site = Site::start_with(|config| config.server.live_streams_max = 2).await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let first = Stream::open(site.address, "/live");
    let _second = Stream::open(site.address, &format!("{ticket}/live"));
    let refused = anna.get(&format!("{ticket}/live")).await;
    assert_eq!(refused.status, 503);
    assert_eq!(refused.header("retry-after"), Some("2"));
    anna.get("/").await.is(200, "1 ticket left");
    anna.get(&ticket).await.is(200, "data-ticket-status=\"available\"");
    assert_eq!(metric(&site.market, "live_streams"), 2);
    drop(first);
    anna.until("/metrics", |answer| answer.body.contains("holdfast_live_streams 1\n")).await;
    Stream::open(site.address, "/live").until(&ticket, "available");
}

/// They are no requests in flight, and outlast the time that a request may take.
#[tokio::test(flavor = "multi_thread")]
async fn streams_keep_no_place_from_requests() {
    let site = Site::start_with(|config| {
        config.server.requests_in_flight_max = 1;
        config.server.request_seconds = 1;
        config.server.head_seconds = 1;
    })
    .await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let mut streams: Vec<_> = (0..20).map(|_| Stream::open(site.address, "/live")).collect();
    anna.get("/").await.is(200, "1 ticket left");
    // Longer than any of those times: they are what is tested.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    ben.buy(&ticket, "10").await.sent_to();
    for stream in &mut streams {
        stream.until(&ticket, "reserved");
    }
}

/// Changes prices at once, without pages in between.
async fn change_prices(site: &Site, tickets: &[TicketId], minor: u32) {
    let (storage, now) = (site.market.storage(), site.market.clock().now());
    let price = Price::from_minor(minor).unwrap();
    for some in tickets.chunks(100) {
        let event = TicketEvent::Updated { title: Title::parse("Row").unwrap(), price };
        let events = some.iter().map(|id| DomainEvent::Ticket(*id, event.clone())).collect();
        storage.commit(now, events).await.unwrap();
    }
}

async fn list_many(site: &Site, count: usize) -> Vec<TicketId> {
    let mut anna = site.user("anna").await;
    let first = anna.list("Row", "1").await;
    let first = site.market.tables().ticket(id_in(&first).parse().unwrap()).unwrap().unwrap();
    let created = TicketEvent::Created {
        event: first.event,
        event_starts_at: first.event_starts_at,
        seller: first.seller,
        title: first.title.clone(),
        price: first.price,
    };
    let ids: Vec<_> = (0..count).map(|_| TicketId::new()).collect();
    for some in ids.chunks(100) {
        let events = some.iter().map(|id| DomainEvent::Ticket(*id, created.clone())).collect();
        site.market.storage().commit(site.market.clock().now(), events).await.unwrap();
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_takes_nothing_is_dropped_and_the_others_go_on() {
    let site = Site::start_with(|config| config.server.head_seconds = 1).await;
    let ids = list_many(&site, 2000).await;
    let asked = format!("/live?tickets={}", ids[0]);
    let mut good = Stream::open(site.address, &asked);
    let deaf = Stream::open(site.address, "/live");
    let started = Instant::now();
    let mut minor = 100;
    while metric(&site.market, "live_streams") == 2 {
        assert!(started.elapsed() < PATIENCE * 3, "it is still open");
        minor += 1;
        change_prices(&site, &ids, minor).await;
    }
    // It is told of the last one, and so is whoever begins now.
    change_prices(&site, &ids, minor + 1).await;
    let last = Price::from_minor(minor + 1).unwrap().decimal("EUR".parse().unwrap());
    for stream in [&mut good, &mut Stream::open(site.address, &asked)] {
        while stream.message().unwrap()["price"] != *last {}
    }
    drop(deaf);
}

/// A page shows fifty of them at most; what it counts are all.
#[tokio::test(flavor = "multi_thread")]
async fn an_events_page_is_told_the_counts_of_all_its_tickets() {
    let site = Site::start().await;
    let ids = list_many(&site, 600).await;
    let (mut anna, mut ben) = (site.user("seller").await, site.user("ben").await);
    let unseen = format!("/tickets/{}", ids[599]);
    let event = streams_of(&mut ben, &unseen).await.swap_remove(1);
    let mut client = Stream::open(site.address, &event);
    let mut page = Stream::open(site.address, &format!("{event}?tickets={}", ids[0]));
    // Also one that shows none yet.
    let mut empty = Stream::open(site.address, &format!("{event}?tickets="));
    let expect = |available: u32, reserved: u32, sold: u32, listed: u32| {
        serde_json::json!({
            "available": available, "reserved": reserved, "sold": sold, "listed": listed
        })
    };
    assert_eq!(page.any().unwrap().0, "ticket", "the present state comes first");
    for stream in [&mut page, &mut empty] {
        stream.until_counts(&expect(601, 0, 0, 601));
    }
    let order = ben.buy(&unseen, "1").await.sent_to();
    page.until_counts(&expect(600, 1, 0, 601));
    ben.pay(&order, GOOD_CARD).await.sent_to();
    page.until_counts(&expect(600, 0, 1, 601));
    let fields =
        [("event_id", id_in(event.trim_end_matches("/live"))), ("title", "New"), ("price", "1")];
    let new = anna.post("/tickets", &fields).await.sent_to();
    for stream in [&mut page, &mut empty] {
        stream.until_counts(&expect(601, 0, 1, 602));
    }
    anna.post(&format!("{new}/withdraw"), &[]).await.sent_to();
    page.until_counts(&expect(600, 0, 1, 602));
    // Who does not say what it shows is told of tickets alone, and of all of them.
    loop {
        let (kind, told) = client.any().unwrap();
        assert_eq!(kind, "ticket");
        if told["id"] == id_in(&new) && told["status"] == "withdrawn" {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_is_told_when_something_is_listed() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut empty = Stream::open(site.address, "/live?tickets=");
    empty.until_counts(&serde_json::json!({ "listed": 0 }));
    let unseen = anna.list("Row 1", "10").await;
    empty.until_counts(&serde_json::json!({ "listed": 1 }));
    let mut page = Stream::open(site.address, &format!("/live?tickets={}", TicketId::new()));
    page.until_counts(&serde_json::json!({ "listed": 1 }));
    // What it does not see wakes it for nothing else.
    ben.buy(&unseen, "10").await.sent_to();
    anna.list("Row 2", "10").await;
    let (kind, told) = page.any().unwrap();
    assert_eq!((kind.as_str(), &told["listed"]), ("counts", &2.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_is_told_what_is_left_of_the_events_that_it_shows() {
    let site =
        Site::start_with(|config| config.market.buyer_fee_percent = "10".parse().unwrap()).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let cheap = anna.list("Row 1", "10").await;
    let event = ben.get("/").await.attr("data-event-id").unwrap().to_owned();
    let fields = [("event_id", event.as_str()), ("title", "Row 2"), ("price", "30")];
    let dear = anna.post("/tickets", &fields).await.sent_to();
    let other = anna.list("Row 3", "5").await;
    let mut page = Stream::open(site.address, &format!("/live?events={event},x"));
    let mut until = |available: u32, held: u32, price: Option<&str>| {
        let expect = serde_json::json!({
            "id": event, "available": available, "held": held, "price": price
        });
        loop {
            match page.any().unwrap() {
                (kind, told) if kind == "event" => {
                    assert_eq!(told["id"], *event, "nothing of other events");
                    if told == expect {
                        break;
                    }
                }
                (kind, _) => assert_eq!(kind, "counts", "no tickets are told of"),
            }
        }
    };
    until(2, 0, Some("11.00"));
    ben.buy(&other, "5.50").await.sent_to();
    let order = ben.buy(&cheap, "11").await.sent_to();
    until(1, 1, Some("33.00"));
    ben.pay(&order, GOOD_CARD).await.sent_to();
    until(1, 0, Some("33.00"));
    ben.buy(&dear, "33").await.sent_to();
    until(0, 1, None);
}

/// A list that came while a ticket was held or sold lacks it.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_list_is_told_of_what_comes_back() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 1", "10").await;
    let event = ben.get("/").await.attr("data-event-id").unwrap().to_owned();
    let listed = |page: &crate::common::Answer| {
        let listed: usize = page.attr("data-listed").unwrap().parse().unwrap();
        serde_json::json!({ "listed": listed })
    };
    for comes_back in ["cancelled", "refunded"] {
        let order = ben.buy(&ticket, "10").await.sent_to();
        if comes_back == "refunded" {
            ben.pay(&order, GOOD_CARD).await.sent_to();
        }
        let page = ben.get("/").await;
        assert!(!page.body.contains(&event), "{comes_back}");
        let mut stream = Stream::open(site.address, "/live?events=");
        stream.until_counts(&listed(&page));
        match comes_back {
            "cancelled" => ben.cancel(&order).await.sent_to(),
            _ => {
                let fields = [("reason", "Off"), ("relist", "yes")];
                anna.post(&format!("{order}/refund"), &fields).await.sent_to()
            }
        };
        let (kind, told) = stream.any().unwrap();
        assert_eq!(kind, "counts", "{comes_back}");
        assert_ne!(told["listed"], listed(&page)["listed"], "{comes_back}");
        let page = ben.get("/").await;
        page.is(200, &event);
        assert_eq!(told["listed"], listed(&page)["listed"], "{comes_back}: what it gets is whole");
    }
}

/// Whatever is missed while a connection is broken, the last that is seen is what is.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_catches_up() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    for path in streams_of(&mut anna, &ticket).await {
        let mut stream = Stream::open(site.address, &path);
        for round in 0..12 {
            // Breaks at another point of each round; what happens goes on meanwhile.
            if round % 3 == 0 {
                drop(std::mem::replace(&mut stream, Stream::open(site.address, &path)));
            }
            let order = ben.buy(&ticket, "10").await.sent_to();
            if round % 3 == 1 {
                stream = Stream::open(site.address, &path);
            }
            // Without ids it begins with what is for sale: what is held then is not told of.
            if round % 2 == 0 && (path != "/live" || round % 3 != 1) {
                stream.until(&ticket, "reserved");
            }
            ben.cancel(&order).await.sent_to();
            if round % 3 == 2 {
                stream = Stream::open(site.address, &path);
            }
        }
        stream.until(&ticket, "available");
    }
}

#[tokio::test]
async fn open_streams_do_not_keep_the_site_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let mut anna = Visitor::at(address);
    anna.sign_up("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let paths = ["/live".to_owned(), format!("{ticket}/live")];
    let mut streams: Vec<_> = (0..200).map(|n| Stream::open(address, &paths[n % 2])).collect();
    for stream in &mut streams {
        stream.until(&ticket, "available");
    }
    program.signal(Signal::TERM);
    let (code, said) = program.finish(Duration::from_secs(10));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("stopped in good order") && !said.contains("in time"), "{said}");
    for stream in &mut streams {
        while stream.message().is_some() {}
    }
}

//! Events at the admin's desk: renamed, merged, and how the site does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::common::{EVENT, GOOD_CARD, Site, Visitor, stream::Stream};
use holdfast::{
    actors::CommandError,
    audit::Auditor,
    clock::Clock,
    config::Config,
    delivery::mail::Unsent,
    domain::{
        Deed, DomainEvent, Event, EventEvent, EventStatus, EventWords, Intervention, Merged,
        TicketEvent, TicketStatus,
        history::Happened,
        ledger::Account,
        rules::{
            event::{EventRefusal, decide_merge, decide_rename},
            ticket::NewListing,
        },
    },
    harness::TestMarket,
    reads::statistics::Tally,
    storage::{CommitFault, Storage, compaction, journal},
    types::{
        Category, City, EventId, EventName, Reason, TicketId, Timestamp, UserId, Venue, ZoneName,
    },
};

const WHY: (&str, &str) = ("reason", "Typed in <twice>");

async fn site() -> (Site, Visitor) {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let root = site.user("root").await;
    (site, root)
}

fn why() -> Reason {
    Reason::parse("Typed in twice").unwrap()
}

/// The event of a ticket, by its path.
fn event_of(site: &Site, ticket: &str) -> EventId {
    let id: TicketId = ticket.strip_prefix("/tickets/").unwrap().parse().unwrap();
    site.market.tables().ticket(id).unwrap().unwrap().event
}

fn event(starts_at: i64) -> Event {
    Event {
        id: EventId::new(),
        name: EventName::parse("The Test Band").unwrap(),
        venue: Venue::parse("Town Hall").unwrap(),
        city: City::parse("Berlin").unwrap(),
        starts_at: Timestamp::from_millis(starts_at),
        zone: ZoneName::utc(),
        created_by: UserId::new(),
        renamed: None,
        merged: None,
        version: 0,
        category: Category::Other,
        ends_at: None,
        status: EventStatus::Scheduled,
        changes: vec![],
        telling: None,
        picture: None,
    }
}

#[test]
fn what_may_be_merged_and_renamed() {
    const DAY: i64 = 24 * 3600 * 1000;
    let by = UserId::new();
    let (this, other, third) = (event(DAY), event(DAY), event(DAY));
    let away = |event: &Event, into: EventId| {
        let how = Intervention { by, reason: why(), at: event.starts_at };
        Event { merged: Some(Merged { into, how }), ..event.clone() }
    };
    let merged = |into: &Event| Ok(Some(EventEvent::Merged(into.id, Deed { by, reason: why() })));
    for (event, into, expect) in [
        (this.clone(), other.clone(), merged(&other)),
        (this.clone(), this.clone(), Err(EventRefusal::Itself)),
        (away(&this, other.id), other.clone(), Ok(None)),
        (away(&this, third.id), other.clone(), Err(EventRefusal::MergedAway)),
        (this.clone(), away(&other, third.id), Err(EventRefusal::OtherMergedAway)),
        (this.clone(), away(&other, this.id), Err(EventRefusal::OtherMergedAway)),
        (
            this.clone(),
            Event { starts_at: Timestamp::from_millis(0), ..other.clone() },
            merged(&other),
        ),
        (
            this.clone(),
            Event { starts_at: Timestamp::from_millis(2 * DAY), ..other.clone() },
            merged(&other),
        ),
        (
            this.clone(),
            Event { starts_at: Timestamp::from_millis(-1), ..other.clone() },
            Err(EventRefusal::Apart),
        ),
        (
            this.clone(),
            Event { starts_at: Timestamp::from_millis(2 * DAY + 1), ..other.clone() },
            Err(EventRefusal::Apart),
        ),
    ] {
        assert_eq!(
            decide_merge(&event, &into, Deed { by, reason: why() }),
            expect,
            "{event:?}\n{into:?}"
        );
    }
    let words = |name: &str| EventWords {
        name: EventName::parse(name).unwrap(),
        venue: this.venue.clone(),
        city: this.city.clone(),
    };
    let deed = || Deed { by, reason: why() };
    assert_eq!(decide_rename(&this, words("The Test Band"), None, deed()), Ok(vec![]));
    let of_its_own = Some(this.category);
    assert_eq!(decide_rename(&this, words("The Test Band"), of_its_own, deed()), Ok(vec![]));
    let put_right = decide_rename(&this, words("The Test Band"), Some(Category::Comedy), deed());
    assert!(matches!(
        put_right.unwrap()[..],
        [EventEvent::Renamed(..), EventEvent::Categorised(Category::Comedy)]
    ));
    let renamed = decide_rename(&this, words("The Best Band"), None, deed()).unwrap();
    assert!(matches!(renamed[..], [EventEvent::Renamed { .. }]));
    let refused = decide_rename(&away(&this, other.id), words("The Best Band"), None, deed());
    assert_eq!(refused, Err(EventRefusal::MergedAway));
}

#[tokio::test]
async fn a_renamed_event_is_found_by_its_new_words_alone() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let ticket = ann.list("Row 1", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    ann.list("Row 2", "12").await;
    let more = ann.list("Row 3", "12").await;
    let id = event_of(&site, &more);
    let rename = format!("/admin/events/{id}/rename");
    let words = [("name", "Glass <Harbour>"), ("venue", "The Anchor"), ("city", "Potsdam")];
    let all = [&words[..], &[WHY]].concat();

    let before = site.entries();
    assert_eq!(ann.post(&rename, &all).await.status, 404);
    let page = root.post(&rename, &words).await;
    page.is(422, "Nothing was done").is(422, "value=\"Glass &lt;Harbour&gt;\"");
    assert!(page.body.contains(&format!("id=\"reason-{id}-error\"")), "{}", page.body);
    root.post(&rename, &[("name", " "), WHY]).await.is(422, &format!("name-{id}-error"));
    assert_eq!(site.entries(), before, "none of that changed anything");

    assert_eq!(root.post(&rename, &all).await.sent_to(), format!("/admin/events?q={id}"));
    let page = root.get(&format!("/admin/events?q={id}")).await;
    page.is(200, "Renamed by root@example.org").is(200, "Typed in &lt;twice&gt;");
    assert_eq!(page.attr("data-event-status"), Some("coming"));
    root.get("/admin/events?q=harbour").await.is(200, &id.to_string());
    for (query, count) in [("harbour", 1), ("anchor", 1), ("potsdam", 1), ("test+band", 2)] {
        let found = ann.get(&format!("/?q={query}")).await;
        assert_eq!(found.body.matches("data-event-id").count(), count, "{query}");
    }
    let found = ann.get("/?city=Berlin").await;
    assert_eq!(found.body.matches("data-event-id").count(), 2, "the others, one of them sold out");
    let event = format!("/events/{id}/glass-harbour");
    let old = root.get(&format!("/events/{id}/the-test-band?page=1")).await;
    assert_eq!((old.status, old.header("location")), (301, Some(&*format!("{event}?page=1"))));
    for page in [event, more.clone(), "/".into(), "/selling".into()] {
        ann.get(&page).await.is(200, "Glass &lt;Harbour&gt;");
    }
    let catalog_zone = |venue: &str, city: &str| {
        let (venue, city) = (Venue::parse(venue).unwrap(), City::parse(city).unwrap());
        site.market.tables().catalog().zone_of(&venue, &city).is_some()
    };
    assert!(catalog_zone("The Anchor", "Potsdam"));
    let before = site.entries();
    root.post(&rename, &all).await.sent_to();
    assert_eq!(site.entries(), before, "twice is once");

    // Receipts and pages of what is bought already say it, too.
    let sold = event_of(&site, &ticket);
    root.post(&format!("/admin/events/{sold}/rename"), &all).await.sent_to();
    ben.get(&order).await.is(200, "Glass &lt;Harbour&gt;");
    ben.get(&format!("{order}/receipt")).await.is(200, "Glass &lt;Harbour&gt;");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_merged_event_hands_all_it_has_to_the_one_that_stays() {
    let (site, mut root) = site().await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let first = ann.list("Row 1", "10").await;
    let from = event_of(&site, &first);
    let of = |id: &EventId, title: &'static str| {
        [
            ("event_id".to_owned(), id.to_string()),
            ("title".into(), title.into()),
            ("price".into(), "10".into()),
        ]
    };
    let mut tickets = vec![first];
    for title in ["Row 2", "Row 3", "Row 4"] {
        let fields = of(&from, title);
        let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        tickets.push(ann.post("/tickets", &fields).await.sent_to());
    }
    let stays = ann.list("Row 9", "10").await;
    let into = event_of(&site, &stays);
    // Available, held, sold, withdrawn.
    let held = ben.buy(&tickets[1], "10").await.sent_to();
    let sold = ben.buy(&tickets[2], "10").await.sent_to();
    ben.pay(&sold, GOOD_CARD).await.sent_to();
    ann.post(&format!("{}/withdraw", tickets[3]), &[]).await.sent_to();
    let deadline = ben.get(&held).await.attr("data-expires-at").unwrap().to_owned();

    let merge = format!("/admin/events/{from}/merge");
    let page = root.get(&merge).await;
    page.is(200, "1 for sale · 1 held · 1 sold · 4 ever listed").is(200, "This cannot be undone.");
    assert_eq!(page.field("into"), Some(into.to_string().as_str()));
    let into_text = into.to_string();
    let all = [("into", into_text.as_str()), WHY];
    let before = site.entries();
    assert_eq!(ann.post(&merge, &all).await.status, 404);
    root.post(&merge, &all[..1]).await.is(422, "Nothing was done");
    root.post(&merge, &[("into", "nothing"), WHY]).await.is(409, "no such event");
    root.post(&merge, &[("into", &from.to_string()), WHY]).await.is(409, "into itself");
    assert_eq!(site.entries(), before, "none of that changed anything");

    let address = site.address;
    let live = format!("/events/{from}/live");
    let mut stream = Stream::open(address, &live);
    assert!(stream.head.starts_with("HTTP/1.1 200"), "{}", stream.head);
    assert_eq!(root.post(&merge, &all).await.sent_to(), format!("/admin/events?q={from}"));
    let page = root.get(&format!("/admin/events?q={from}")).await;
    page.is(200, "data-event-status=\"merged\"").is(200, "Typed in &lt;twice&gt;");
    page.is(200, "2 for sale · 1 held · 1 sold · 5 ever listed");
    while tokio::task::block_in_place(|| stream.message()).is_some() {}

    for (path, to) in [
        (format!("/events/{from}"), format!("/events/{into}/the-test-band")),
        (format!("/events/{from}/picture?v=1"), format!("/events/{into}/picture")),
        (live.clone() + "?tickets=", format!("/events/{into}/live?tickets=")),
    ] {
        let answer = ann.get(&path).await;
        assert_eq!((answer.status, answer.header("location")), (301, Some(to.as_str())));
    }
    for (ticket, status) in tickets.iter().zip(["available", "reserved", "sold", "withdrawn"]) {
        let page = ann.get(ticket).await;
        assert_eq!(page.attr_of(ticket, "data-ticket-status"), Some(status));
        assert_eq!(event_of(&site, ticket), into);
        page.is(200, "moved to the entry that stays");
    }
    let found = ann.get("/?q=test+band").await;
    assert_eq!(found.body.matches("data-event-id").count(), 1, "one event");
    assert_eq!(found.attr("data-available"), Some("2"), "what is for sale, once each");
    assert!(!found.body.contains(&from.to_string()), "nothing leads to the old one");
    assert_eq!(ben.get(&held).await.attr("data-expires-at"), Some(deadline.as_str()));
    ben.pay(&held, GOOD_CARD).await.sent_to();
    ben.get(&held).await.is(200, "data-order-status=\"completed\"");
    root.post(&format!("{sold}/refund"), &[WHY, ("relist", "on")]).await.sent_to();

    // It is not offered any more, and what is listed for it is for the other.
    let form = ann.get(&format!("/sell?event_id={from}")).await;
    assert!(!form.body.contains(&format!("value=\"{from}\"")));
    assert_eq!(form.field("event_id"), Some(into.to_string().as_str()));
    let fields = of(&from, "Row 5");
    let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let late = ann.post("/tickets", &fields).await.sent_to();
    assert_eq!(event_of(&site, &late), into);

    let before = site.entries();
    root.post(&merge, &all).await.sent_to();
    assert_eq!(site.entries(), before, "twice is once");
    let back = format!("/admin/events/{into}/merge");
    root.post(&back, &[("into", &from.to_string()), WHY]).await.is(409, "yet another");
    let rename = [("name", "X1"), ("venue", "X"), ("city", "X"), WHY];
    root.post(&format!("/admin/events/{from}/rename"), &rename).await.is(409, "already");

    // Too far apart.
    let mut fields = EVENT.to_vec();
    fields[3] = ("starts_at", "2099-05-02T20:01");
    fields.extend([("title", "Row 7"), ("price", "1")]);
    let apart = ann.post("/tickets", &fields).await.sent_to();
    let apart = event_of(&site, &apart).to_string();
    root.post(&back, &[("into", &apart), WHY]).await.is(409, "more than 24 hours apart");
    assert!(!root.get(&back).await.body.contains(&apart));

    let folder = site.stop().await;
    let data = folder.path().join("data");
    assert_sound(&data);
    // Nobody has deleted anything, so a compaction leaves it all.
    compaction::compact(&data, Clock::System, Config::default().retention.kept(), &mut |_| Ok(()))
        .unwrap();
    assert_sound(&data);
}

fn assert_sound(data: &std::path::Path) {
    let mut auditor = Auditor::default();
    journal::replay(&journal::folder_in(data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    })
    .unwrap();
    assert_eq!(auditor.finish().1, []);
}

fn new_event(market: &TestMarket, ticket: TicketId) -> EventId {
    market.ticket(ticket).event
}

/// A market with two events, of which the first has so many tickets.
async fn two_events(count: usize) -> (TestMarket, UserId, [EventId; 2], Vec<TicketId>) {
    let market = TestMarket::start().await;
    let seller = market.user().await;
    let first = market.list(seller, "10").await;
    let event = new_event(&market, first);
    let mut tickets = vec![first];
    for _ in 1..count {
        let id = TicketId::new();
        let listing = NewListing { event, new_event: None, ..market.listing(seller, "10") };
        market.market.list(id, listing).await.unwrap();
        tickets.push(id);
    }
    let other = market.list(seller, "10").await;
    let into = new_event(&market, other);
    (market, seller, [event, into], tickets)
}

/// Only the merge itself and some of its steps were committed: the next start takes up the rest.
#[tokio::test(start_paused = true)]
async fn a_merge_is_finished_after_a_crash_wherever_it_stopped() {
    for moved in [0, 7, 600] {
        let (market, root, [from, into], tickets) = two_events(600).await;
        let held = market.buy(market.user().await, tickets[3]).await.unwrap();
        let mut entries = market.journal.entries();
        let known = entries.len();
        market.market.merge_events(from, into, Deed { by: root, reason: why() }).await.unwrap();
        entries.extend(market.journal.entries().into_iter().skip(known).take(1 + moved));
        let market = market.crash_with_entries(entries, Arc::new(Unsent)).await;
        market
            .until("all are moved", |m| tickets.iter().all(|id| m.ticket(*id).event == into))
            .await;
        let steps = market.journal.entries().into_iter().flat_map(|entry| entry.events);
        let is_step =
            |e: &DomainEvent| matches!(e, DomainEvent::Ticket(_, TicketEvent::Moved { .. }));
        assert_eq!(steps.filter(is_step).count(), 600, "each is moved once");
        assert!(
            matches!(market.ticket(tickets[3]).status, TicketStatus::Reserved(r) if r.order == held)
        );
        market.pay(held).await.unwrap();
        let history = market.ticket(tickets[3]).history.clone();
        assert!(history.lines().iter().any(|line| line.what == Happened::Moved));
        market.assert_sound();
    }
}

/// A listing that was decided before the merge and committed after it, and one that is listed later
/// for the event that is no more.
#[tokio::test(start_paused = true)]
async fn what_is_listed_beside_a_merge_is_for_the_event_that_stays() {
    let (market, seller, [from, into], _) = two_events(1).await;
    let listing = || NewListing { event: from, new_event: None, ..market.listing(seller, "10") };
    let (slow, is_on_its_way) = (TicketId::new(), Arc::new(AtomicBool::new(false)));
    let on_its_way = is_on_its_way.clone();
    market.journal.fault(move |entry| {
        let is_of =
            |event: &DomainEvent| matches!(event, DomainEvent::Ticket(id, _) if *id == slow);
        if !entry.events.iter().any(is_of) || on_its_way.swap(true, Ordering::Relaxed) {
            return CommitFault::None;
        }
        CommitFault::Slow(Duration::from_secs(2))
    });
    let merge = async {
        market.until("it is decided", |_| is_on_its_way.load(Ordering::Relaxed)).await;
        market.market.merge_events(from, into, Deed { by: seller, reason: why() }).await
    };
    let (listed, merged) = tokio::join!(market.market.list(slow, listing()), merge);
    listed.unwrap();
    merged.unwrap();
    assert_eq!(market.ticket(slow).event, into, "it is judged when it is committed");
    let late = TicketId::new();
    market.market.list(late, listing()).await.unwrap();
    assert_eq!(market.ticket(late).event, into);
    market.assert_sound();
}

/// Both were decided while neither event was merged.
#[tokio::test(start_paused = true)]
async fn two_merges_beside_each_other_never_lead_in_a_circle() {
    let (market, root, [one, two], tickets) = two_events(3).await;
    market.journal.fault(|entry| {
        let is_merge =
            |event: &DomainEvent| matches!(event, DomainEvent::Event(_, EventEvent::Merged { .. }));
        match entry.events.iter().any(is_merge) {
            true => CommitFault::Slow(Duration::from_secs(1)),
            false => CommitFault::None,
        }
    });
    let (there, back) = tokio::join!(
        market.market.merge_events(one, two, Deed { by: root, reason: why() }),
        market.market.merge_events(two, one, Deed { by: root, reason: why() })
    );
    // Whichever is first.
    let late = Err(CommandError::Refused(EventRefusal::OtherMergedAway));
    let (one, two) = if there.is_ok() { (one, two) } else { (two, one) };
    assert!(
        (there.clone(), back.clone()) == (Ok(()), late.clone()) || (there, back) == (late, Ok(()))
    );
    assert!(tickets.iter().all(|id| market.ticket(*id).event == two));

    // Nor does a chain: the first one's tickets go where the chain ends.
    let third = market.list(root, "10").await;
    let third = new_event(&market, third);
    market.market.merge_events(two, third, Deed { by: root, reason: why() }).await.unwrap();
    let late = TicketId::new();
    let listing = NewListing { event: one, new_event: None, ..market.listing(root, "10") };
    market.market.list(late, listing).await.unwrap();
    assert_eq!(market.ticket(late).event, third);
    assert!(tickets.iter().all(|id| market.ticket(*id).event == third));
    market.assert_sound();
}

#[tokio::test]
async fn the_numbers_of_the_day_are_right_after_a_restart_and_a_compaction() {
    let site = Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let mut root = site.user("root").await;
    let (mut ann, mut ben) = (site.user("ann").await, site.user("ben").await);
    let (one, two) = (ann.list("Row 1", "10").await, ann.list("Row 2", "20").await);
    for ticket in [&one, &two] {
        let price = if *ticket == one { "11" } else { "22" };
        let order = ben.buy(ticket, price).await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        if *ticket == one {
            ann.post(&format!("{order}/refund"), &[WHY, ("relist", "on")]).await.sent_to();
        }
    }
    let order = ben.buy(&one, "11").await.sent_to();
    ben.cancel(&order).await.sent_to();
    let books = site.market.tables().statistics().total().books;
    let nobody = UserId::MIN;
    for (account, minor) in [
        (Account::Provider, 2200),
        (Account::Held(nobody), -2000),
        (Account::Available(nobody), 0),
        (Account::BuyerFees, -200),
    ] {
        assert_eq!(books.of(account), minor, "{account:?}");
    }
    let expect = Tally {
        books,
        sign_ups: 3,
        listings: 2,
        holds: 3,
        run_outs: 0,
        sales: 2,
        sold_minor: 3300,
        fees_minor: 300,
        refunds: 1,
        refunded_minor: 1100,
    };
    let page = root.get("/admin").await;
    // Today's are in the tiles, or beneath them.
    for (number, what, times) in [
        ("3", "sign-ups", 1),
        ("2", "listings", 1),
        ("3", "holds", 2),
        ("2", "sales", 1),
        ("€33.00", "sold for", 1),
        ("€3.00", "of it fees", 2),
        ("1", "refunds", 2),
        ("€11.00", "refunded", 2),
    ] {
        let shown = format!("<strong>{number}</strong> {what}");
        assert_eq!(page.body.matches(&shown).count(), times, "{shown}");
    }
    page.is(200, "data-needs=\"").is(200, "open live streams");
    assert_eq!(ann.get("/admin").await.status, 404);
    assert_eq!(site.market.tables().statistics().total(), expect);

    let folder = site.stop().await;
    let data = folder.path().join("data");
    let counted = || {
        let (storage, _) = Storage::open(&data, Clock::System).unwrap();
        let now = Clock::System.now();
        let counted = {
            let numbers = storage.tables().statistics();
            (numbers.total(), numbers.since(now - Duration::from_secs(3600), now))
        };
        storage.close();
        counted
    };
    assert_eq!(counted(), (expect, expect));
    compaction::compact(&data, Clock::System, Config::default().retention.kept(), &mut |_| Ok(()))
        .unwrap();
    assert_eq!(counted(), (expect, expect), "compacted");
    // Those of the journal that was compacted are in the other folder.
    std::fs::remove_dir_all(data.join("snapshots-2")).unwrap();
    assert_eq!(counted(), (expect, expect), "without snapshots");
}

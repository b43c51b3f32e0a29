//! What people type to find tickets, what they are shown, and that what is past is not.

use super::common::{
    Answer, Site, Visitor, encode,
    time::{clock, pass},
};
use holdfast::{
    clock::Clock,
    domain::{DomainEvent, EventEvent, TicketEvent},
    storage::Storage,
    types::{City, EventId, EventName, Price, TicketId, Title, UserId, Venue, ZoneName},
};
use std::time::Duration;

/// Name, venue, city, start; then each ticket's title and price, in the order of listing.
type Listed<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

const EVENTS: [Listed; 5] = [
    ("The Paper Lanterns", "Spree Hall", "Berlin", "2090-05-02T20:00", &[("A", "30"), ("B", "10")]),
    ("Nachtlinie 8", "Limmat Theatre", "Zürich", "2090-05-01T23:30", &[("C", "20")]),
    ("Glass Harbour", "Papiermühle", "Zurich", "2090-05-03T00:00", &[("D", "40"), ("E", "15")]),
    ("Die Leisen Töne", "Straße des Friedens", "København", "2090-06-01T20:00", &[("F", "5.50")]),
    ("Mrs O'Brien's R.E.M.", "Łódź Arena", "Łódź", "2090-07-01T20:00", &[("G", "99")]),
];

async fn site() -> Site {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for (name, venue, city, starts_at, tickets) in EVENTS {
        let mut event = String::new();
        for (title, price) in tickets {
            let mut fields = vec![("title", *title), ("price", *price)];
            match event.as_str() {
                "" => fields.extend([
                    ("event_name", name),
                    ("venue", venue),
                    ("city", city),
                    ("starts_at", starts_at),
                ]),
                event => fields.push(("event_id", event)),
            }
            let ticket = anna.post("/tickets", &fields).await.sent_to();
            event = event_on(&anna.get(&ticket).await);
        }
    }
    site
}

fn event_on(page: &Answer) -> String {
    let at = page.body.find("/events/").unwrap() + "/events/".len();
    page.body[at..at + 36].to_owned()
}

/// The events on a page in order, by the first letter of their cities' or, of those in Zürich, venues'
/// names: B, L (Limmat), P (Papiermühle), K and Ł.
fn events(page: &Answer) -> String {
    let cards = page.body.split("class=\"event-card\"").skip(1);
    let place = |card: &str| {
        let card = card.split("</li>").next().unwrap();
        let (venue, city) =
            card.split("<p class=\"muted\">").nth(1).unwrap().split_once(", ").unwrap();
        let is_in_zurich = city.starts_with('Z');
        (if is_in_zurich { venue } else { city }).chars().next().unwrap()
    };
    cards.map(place).collect()
}

/// What a field of the form shows.
fn value<'a>(page: &'a Answer, field: &str) -> &'a str {
    let at = page.body.find(&format!("<input id=\"{field}\"")).unwrap();
    let input = &page.body[at..at + page.body[at..].find('>').unwrap()];
    let at = input.find(" value=\"").unwrap() + 8;
    &input[at..at + input[at..].find('"').unwrap()]
}

async fn found(visitor: &mut Visitor, query: &str) -> String {
    let page = visitor.get(&format!("/?{query}")).await;
    assert_eq!(page.status, 200, "{query}: {}", page.body);
    events(&page)
}

#[tokio::test]
async fn names_venues_and_cities_are_found_however_they_are_typed() {
    let site = site().await;
    let mut visitor = site.visitor();
    for (typed, expect) in [
        ("", "LBPKŁ"),
        // Event names, venues and cities; words in any order.
        ("paper lanterns", "B"),
        ("lanterns the paper", "B"),
        ("spree", "B"),
        ("berlin hall paper", "B"),
        ("limmat zürich 8", "L"),
        ("harbour berlin", ""),
        // Prefixes, as one types.
        ("p", "BP"),
        ("pa", "BP"),
        ("pap", "BP"),
        ("pape", "B"),
        ("lan", "B"),
        ("anterns hall", "B"),
        ("ntern", ""),
        // Accents and case.
        ("ZURICH", "LP"),
        ("zürich", "LP"),
        ("Zu\u{308}RICH", "LP"),
        ("papiermuhle", "P"),
        ("STRASSE", "K"),
        ("tone kobenhavn", "K"),
        ("lodz", "Ł"),
        ("ŁÓDŹ", "Ł"),
        ("obrien", "Ł"),
        ("o’brien rem", "Ł"),
        // One typo in words of five letters or more.
        ("lnaterns", "B"),
        ("lantens", "B"),
        ("laterns papper", "B"),
        ("zuricj", "LP"),
        ("kopenhavn", "K"),
        ("berln", "B"),
        ("lntrns", ""),
        ("hlal", ""),
    ] {
        assert_eq!(found(&mut visitor, &format!("q={}", encode(typed))).await, expect, "{typed:?}");
    }
}

#[tokio::test]
async fn filters_and_orders_go_together() {
    let site = site().await;
    let mut visitor = site.visitor();
    for (query, expect) in [
        ("sort=soonest", "LBPKŁ"),
        ("sort=cheapest", "KBPLŁ"),
        ("sort=newest", "ŁKPLB"),
        ("city=zurich", "LP"),
        ("city=Z%C3%9CRICH&sort=cheapest", "PL"),
        ("city=zuric", ""),
        ("city=Zuerich", "L"),
        ("from=2090-05-02", "BPKŁ"),
        ("from=2090-05-03&to=2090-05-03", "P"),
        ("to=2090-05-02", "LB"),
        ("to=2090-05-01", "L"),
        ("min_price=20", "LBPŁ"),
        ("max_price=15.00", "BPK"),
        ("min_price=15&max_price=30&sort=cheapest", "PLB"),
        ("q=lanterns&min_price=11&sort=newest", "B"),
        ("q=pap&city=Zurich&from=2090-05-01&to=2090-12-31&min_price=1&max_price=20", "P"),
    ] {
        assert_eq!(found(&mut visitor, query).await, expect, "{query}");
    }
}

#[tokio::test]
async fn what_was_found_is_counted_and_the_form_shows_it_again() {
    let site = site().await;
    let query = "/?q=Pap&city=zurich&from=2090-05-01&to=2090-12-31&min_price=1&max_price=50\
                 &sort=cheapest";
    let page = site.visitor().get(query).await;
    page.is(200, "<strong>2 tickets</strong> at 1 event, cheapest first.");
    page.is(200, "Show all 7").is(200, "<details open>");
    page.is(200, "<option value=\"cheapest\" selected>");
    for (field, expect) in [
        ("q", "Pap"),
        ("city", "zurich"),
        ("from", "2090-05-01"),
        ("to", "2090-12-31"),
        ("min_price", "1"),
        ("max_price", "50"),
    ] {
        assert_eq!(value(&page, field), expect, "{field}");
    }
    let all = site.visitor().get("/").await;
    all.is(200, "<strong>7 tickets</strong> at 5 events, soonest events first.");
    assert!(!all.body.contains("<details open>") && !all.body.contains("Show all"));
    // Cities to choose from, however they are written.
    all.is(200, "<option value=\"Berlin\">1 event</option>");
    all.is(200, "<option value=\"Zürich\">2 events</option>");
    assert_eq!(all.body.matches("value=\"Zurich\"").count(), 0);
}

#[tokio::test]
async fn a_search_can_be_shared() {
    let site = site().await;
    let query = "/?q=pap&city=Zurich&sort=newest";
    let mut ben = site.user("ben").await;
    let (mine, theirs) = (site.visitor().get(query).await, ben.get(query).await);
    assert_eq!(events(&mine), events(&theirs));
    // As the form sends it, with all that is empty.
    let sent = "/?q=pap&city=Zurich&from=&to=&min_price=&max_price=&sort=newest";
    let form = |page: &Answer| {
        let at = page.body.find("<form class=\"search\"").unwrap();
        // What comes after all that leads back to the page's own address.
        page.body[at..].split("</main>").next().unwrap().to_owned()
    };
    let other = site.visitor().get(sent).await;
    assert_eq!(form(&mine), form(&other));
    let (mut mine, mut other) = (ben.clone(), site.visitor());
    for query in [query, sent] {
        assert_eq!(events(&mine.get(query).await), events(&other.get(query).await));
    }
}

#[tokio::test]
async fn a_long_search_has_pages_that_keep_it() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for n in 0..60 {
        let (name, price) = (format!("Test Band {n}"), (10 + n % 7).to_string());
        let starts_at = format!("2090-{:02}-{:02}T20:00", 1 + n / 28, 1 + n % 28);
        let fields = [
            ("event_name", name.as_str()),
            ("venue", "Town Hall"),
            ("city", "Berlin"),
            ("starts_at", &starts_at),
            ("title", "Seat"),
            ("price", &price),
        ];
        anna.post("/tickets", &fields).await.sent_to();
    }
    for sort in ["soonest", "cheapest", "newest"] {
        let mut path = format!("/?q=test%20b&city=Berlin&max_price=15&sort={sort}");
        let mut seen = vec![];
        let mut pages = 1;
        loop {
            let page = site.visitor().get(&path).await;
            page.is(200, "<strong>52 tickets</strong> at 52 events");
            seen.extend(
                page.body
                    .split(">Test Band ")
                    .skip(1)
                    .map(|part| part[..part.find('<').unwrap()].parse::<usize>().unwrap()),
            );
            let Some(at) = page.body.find("rel=\"next\" href=\"") else { break };
            let href = &page.body[at + 17..];
            path = href[..href.find('"').unwrap()].replace("&amp;", "&");
            assert!(path.contains("q=test%20b&city=Berlin&max_price=15"), "{path}");
            pages += 1;
        }
        assert_eq!((seen.len(), pages), (52, 3), "{sort}");
        match sort {
            "soonest" => assert!(seen.is_sorted(), "{seen:?}"),
            "newest" => assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}"),
            _ => assert!(seen.is_sorted_by_key(|n| (n % 7, *n)), "{seen:?}"),
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 52, "each once");
        let last = format!("/?q=test%20b&city=Berlin&max_price=15&sort={sort}&page=999");
        site.visitor().get(&last).await.is(200, "Page 3 of 3");
    }
}

#[tokio::test]
async fn an_event_is_one_card_however_many_tickets_it_has() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let first = anna.list("Row 0", "30").await;
    let event = event_on(&anna.get(&first).await);
    let tens = [("event_id", event.as_str()), ("title", "Row"), ("quantity", "10")];
    for price in 24..124 {
        let price = price.to_string();
        anna.post("/tickets", &[&tens[..], &[("price", &price)]].concat()).await.sent_to();
    }
    let home = site.visitor().get("/").await;
    home.is(200, "<strong>1001 tickets</strong> at 1 event").is(200, "1001 tickets left");
    assert_eq!(home.body.matches("data-event-id").count(), 1);
    assert_eq!(home.attr_of(&event, "data-available"), Some("1001"));
    let price = home.body.split("from <data class=\"price\" value=\"").nth(1).unwrap();
    assert!(price.starts_with("24.00\""), "{price}");
    // What is left and from what price on is of those that are looked for.
    let dear = site.visitor().get("/?min_price=100.50&max_price=110").await;
    assert_eq!(dear.attr_of(&event, "data-available"), Some("100"));
    dear.is(200, "from <data class=\"price\" value=\"101.00\"").is(200, "100 tickets left");
    assert!(!dear.body.contains("data-left"), "it is not told anew when it changes");
}

#[tokio::test]
async fn what_is_sold_out_is_found_after_what_is_not() {
    let site = site().await;
    let mut ben = site.user("ben").await;
    let nacht = site.visitor().get("/?q=nachtlinie").await;
    let event = nacht.body.split("data-event-id=\"").nth(1).unwrap()[..36].to_owned();
    let page = ben.event(&format!("/events/{event}")).await;
    let ticket = format!("/tickets/{}", page.attr("data-ticket-id").unwrap());
    let order = ben.buy(&ticket, "20").await.sent_to();
    let held = ben.get("/?q=nachtlinie").await;
    held.is(200, "1 event, without a ticket just now.").is(200, "All held just now");
    ben.pay(&order, crate::common::GOOD_CARD).await.sent_to();
    let sold = ben.get("/?q=nachtlinie").await;
    sold.is(200, "Sold out");
    assert_eq!(sold.attr_of(&event, "data-available"), Some("0"));
    for (query, expect) in [
        ("q=zurich", "PL"),
        ("city=Zurich&sort=newest", "PL"),
        ("to=2090-05-02", "BL"),
        ("category=other&sort=cheapest", "KBPŁL"),
        // Who names a price wants a ticket.
        ("q=zurich&max_price=50", "P"),
        ("", "BPKŁ"),
    ] {
        assert_eq!(found(&mut ben, query).await, expect, "{query}");
    }
    ben.get("/?q=zurich").await.is(200, "Then 1 event without a ticket just now.");
}

#[tokio::test]
async fn events_are_found_by_what_kind_of_thing_they_are() {
    let site = site().await;
    let mut carl = site.user("carl").await;
    let fields = [
        ("event_name", "The Winter Garden"),
        ("venue", "Limmat Theatre"),
        ("city", "Zürich"),
        ("starts_at", "2090-05-09T20:00"),
        ("title", "Seat"),
        ("price", "10"),
    ];
    let wrong = [&fields[..], &[("category", "opera")]].concat();
    carl.post("/tickets", &wrong).await.is(422, "Choose one of the list.");
    let theatre = [&fields[..], &[("category", "theatre")]].concat();
    let ticket = carl.post("/tickets", &theatre).await.sent_to();
    assert_eq!(found(&mut carl, "category=theatre").await, "L");
    assert_eq!(found(&mut carl, "category=theatre&city=berlin").await, "");
    assert_eq!(found(&mut carl, "category=other&city=zurich").await, "LP");
    assert_eq!(found(&mut carl, "category=theatre&q=winter&from=2090-05-09").await, "L");
    let home = carl.get("/").await;
    home.is(200, "<a href=\"/?category=theatre\">Theatre</a>");
    assert!(!home.body.contains("category=sport\""), "there is none: {}", home.body);
    let wrong = carl.get("/?category=opera").await;
    wrong.is(200, "“opera” is ignored.").is(200, "id=\"category-error\"");
    let event = event_on(&carl.get(&ticket).await);
    let page = carl.event(&format!("/events/{event}")).await;
    page.is(200, "<p class=\"eyebrow\">Theatre</p>");
}

#[tokio::test]
async fn who_finds_nothing_is_helped() {
    let site = site().await;
    let page = site.visitor().get("/?q=lanterns&city=Zurich&max_price=99&sort=newest").await;
    page.is(200, "No ticket fits this search").is(200, "Show all 7 tickets");
    page.is(200, "href=\"/?city=Zurich&amp;max_price=99&amp;sort=newest\">Any event, not only");
    page.is(
        200,
        "href=\"/?q=lanterns&amp;max_price=99&amp;sort=newest\">Any city, not only Zurich",
    );
    assert!(!page.body.contains("Also above"), "that alone would not help");
    assert_eq!(found(&mut site.visitor(), "q=lanterns&max_price=99&sort=newest").await, "B");
    let page = site.visitor().get("/?q=lanterns&city=Zurich&min_price=98&sort=newest").await;
    page.is(200, "Look for one of them alone");
    page.is(200, "<a href=\"/?q=lanterns&amp;sort=newest\">All with “lanterns”</a>");
    page.is(200, "<a href=\"/?city=Zurich&amp;sort=newest\">All in Zurich</a>");
    page.is(200, "<a href=\"/?min_price=98&amp;sort=newest\">All for 98 or more</a>");
    let page = site.visitor().get("/?q=zzzzzz&city=Paris").await;
    page.is(200, "No ticket fits this search").is(200, "Show all 7 tickets");
    assert!(!page.body.contains("Look for one"), "nothing would help: {}", page.body);
    // With nothing for sale at all, there is nothing to look for.
    let empty = Site::start().await;
    empty.visitor().get("/?q=lanterns").await.is(200, "be the first to sell");
}

#[tokio::test]
async fn what_cannot_be_understood_is_ignored_and_says_so() {
    let site = site().await;
    for (query, field, says) in [
        ("from=tomorrow", "from", "“tomorrow” is ignored."),
        ("to=2090-02-30", "to", "“2090-02-30” is ignored."),
        ("from=2090-12-31&to=2080-01-01&q=zzz", "to", "before the first day"),
        ("min_price=free", "min_price", "“free” is ignored."),
        ("max_price=-1", "max_price", "“-1” is ignored."),
        ("max_price=1.234", "max_price", "can be read in two ways"),
        ("min_price=50&max_price=10&q=zzz", "max_price", "less than the lowest price"),
        ("sort=best", "sort", "“best” is ignored."),
    ] {
        let page = site.visitor().get(&format!("/?{query}")).await;
        page.is(200, says).is(200, &format!("id=\"{field}-error\"")).is(200, "<details open>");
        if !query.contains("zzz") {
            assert_eq!(events(&page), "LBPKŁ", "{query}");
        }
    }
}

#[tokio::test]
async fn hostile_searches_do_no_harm() {
    let site = site().await;
    let long = "x".repeat(6_000);
    let words = "a ".repeat(3_000);
    let marks = "\u{301}".repeat(500);
    let ligatures = "\u{FDFA}".repeat(300);
    for typed in [
        long.as_str(),
        &words,
        &marks,
        &ligatures,
        "\u{0}\u{1}\u{7f}\r\n",
        "paper\u{202E}snretnal",
        "שלום \u{2066}עולם\u{2069}",
        "'; DROP TABLE tickets; --",
        ".*(a+)+$",
        "%",
        "\u{10FFFF}\u{FFFE}",
        "👩\u{200D}🎤",
    ] {
        for field in ["q", "city", "from", "to", "min_price", "max_price", "sort", "page"] {
            let page = site.visitor().get(&format!("/?{field}={}", encode(typed))).await;
            assert_eq!(page.status, 200, "{field}={typed:?}");
            assert!(!page.body.contains(['\u{202E}', '\u{2066}', '\u{0}', '\u{1}']));
        }
    }
    for query in ["q=%00", "q=%FF%FE&city=Berlin", "q=%", "&&=&==&q", "q=a&q=b", "%71=lantern", "?"]
    {
        let page = site.visitor().get(&format!("/?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
    }
    assert_eq!(found(&mut site.visitor(), "q=%00&max_price=6").await, "K", "no word, no matter");
    assert_eq!(found(&mut site.visitor(), "%71=lantern").await, "B");
}

#[tokio::test]
async fn what_is_typed_is_shown_as_text() {
    let site = site().await;
    let hostile = "\"><script>alert(1)</script>'&amp;";
    for field in ["q", "city", "from", "to", "min_price", "max_price", "sort"] {
        // Something is found, nothing is found, and there are links to other pages of it.
        for rest in ["", "&q=zzz", "&city=zzz"] {
            let page = site.visitor().get(&format!("/?{field}={}{rest}", encode(hostile))).await;
            assert_eq!(page.status, 200);
            assert!(!page.body.contains("<script>"), "{field}{rest}: {}", page.body);
            assert!(!page.body.contains("alert(1)<"), "{field}{rest}: {}", page.body);
        }
    }
    let page = site.visitor().get(&format!("/?q={}", encode(hostile))).await;
    assert_eq!(value(&page, "q"), "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'&amp;amp;");
    let hostile = "lanterns \"'<>&#";
    let page = site.visitor().get(&format!("/?q={}&city=Zurich", encode(hostile))).await;
    let link = "href=\"/?q=lanterns%20%22%27%3C%3E%26%23\">Any city";
    page.is(200, link);
}

#[tokio::test]
async fn what_is_held_is_not_for_sale_until_it_is_free_again() {
    let site = site().await;
    let mut ben = site.user("ben").await;
    let home = ben.get("/?q=nachtlinie").await;
    let path = home.body.split("<h2><a href=\"").nth(1).unwrap().split('"').next().unwrap();
    let ticket = format!("/tickets/{}", ben.get(path).await.attr("data-ticket-id").unwrap());
    let order = ben.buy(&ticket, "20").await.sent_to();
    assert_eq!(found(&mut ben, "q=zurich").await, "PL", "behind what is for sale");
    assert_eq!(found(&mut ben, "").await, "BPKŁ");
    ben.get("/?q=nachtlinie").await.is(200, "All held just now");
    ben.cancel(&order).await;
    assert_eq!(found(&mut ben, "q=zurich").await, "LP");
}

/// A site where an event is over, with a ticket that nobody bought.
async fn site_with_a_past() -> (Site, EventId, TicketId) {
    let (event, ticket) = (EventId::new(), TicketId::new());
    let site = Site::start_with(|config| {
        let (storage, _) = Storage::open(&config.storage.path, Clock::System).unwrap();
        let day = Duration::from_secs(24 * 3600);
        let now = Clock::System.now();
        let created = EventEvent::Created {
            name: EventName::parse("Yesterday's Band").unwrap(),
            venue: Venue::parse("Old Hall").unwrap(),
            city: City::parse("Rome").unwrap(),
            starts_at: now - day,
            zone: ZoneName::utc(),
            created_by: UserId::new(),
        };
        let listed = TicketEvent::Created {
            event,
            event_starts_at: now - day,
            seller: UserId::new(),
            title: Title::parse("Too late").unwrap(),
            price: Price::from_minor(1000).unwrap(),
        };
        let events = vec![DomainEvent::Event(event, created), DomainEvent::Ticket(ticket, listed)];
        tokio::task::block_in_place(|| {
            let committed = storage.commit(now - day - day, events);
            tokio::runtime::Handle::current().block_on(committed).unwrap();
            storage.close();
        });
    })
    .await;
    (site, event, ticket)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_past_is_in_no_list_and_cannot_be_sold_for_or_bought() {
    let (site, event, ticket) = site_with_a_past().await;
    let mut anna = site.user("anna").await;
    // With nothing else there, nothing is for sale.
    anna.get("/").await.is(200, "Nothing is for sale just now");
    anna.list("Row 5", "10").await;
    let before = site.entries();
    for query in ["", "q=old+hall", "q=yestreday", "city=Rome", "from=2000-01-01", "sort=newest"] {
        for rest in ["", "&max_price=99", "&sort=cheapest"] {
            let page = anna.get(&format!("/?{query}{rest}")).await;
            assert_eq!(page.status, 200);
            assert!(!page.body.contains("Yesterday"), "{query}{rest}: {}", page.body);
            assert!(!page.body.contains("<option value=\"Rome\""), "nor is its city offered");
        }
    }
    for form in ["/sell".to_owned(), format!("/sell?event_id={event}")] {
        let page = anna.get(&form).await;
        page.is(200, "The Test Band");
        assert!(!page.body.contains("Yesterday"), "{}", page.body);
    }
    let event_id = event.to_string();
    let fields = [("event_id", event_id.as_str()), ("title", "Row 1"), ("price", "10")];
    anna.post("/tickets", &fields).await.is(422, "This event has started");
    let ticket = format!("/tickets/{ticket}");
    anna.buy(&ticket, "10").await.is(409, "The event has started");
    // Who has kept the address sees what it was, with nothing to press.
    let page = anna.get(&ticket).await;
    page.is(200, "Too late");
    assert!(!page.body.contains("/buy\""), "{}", page.body);
    let page = anna.event(&format!("/events/{event}")).await;
    page.is(200, "This event has started");
    assert!(!page.body.contains("/sell?event_id="), "{}", page.body);
    assert_eq!(site.entries(), before, "none of that changed anything");
}

#[tokio::test]
async fn an_event_that_starts_leaves_the_lists_by_itself() {
    let site = Site::start_by(clock(), |_| {}).await;
    let mut anna = site.user("anna").await;
    let mut ben = site.user("ben").await;
    anna.list("Row 5", "10").await;
    let hour = Duration::from_secs(3600);
    let soon = site.market.clock().now() + hour;
    let starts_at = soon.format("%Y-%m-%dT%H:%M:%S", &ZoneName::utc());
    let fields = [
        ("event_name", "Any Moment Now"),
        ("venue", "Hall"),
        ("city", "Rome"),
        ("starts_at", &starts_at),
        ("title", "Hurry"),
        ("price", "10"),
    ];
    let ticket = anna.post("/tickets", &fields).await.sent_to();
    let event = event_on(&anna.get(&ticket).await);
    assert_eq!(found(&mut ben, "q=moment").await, "R");
    assert_eq!(found(&mut ben, "").await, "RB");
    anna.get("/sell").await.is(200, "Any Moment Now");
    pass(hour).await;
    ben.until("/", |page| events(page) == "B").await;
    ben.get("/?q=moment&city=Rome").await.is(200, "No ticket fits this search");
    assert!(!anna.get("/sell").await.body.contains("Any Moment Now"));
    assert!(!ben.get("/").await.body.contains("Rome"), "nor is its city offered");
    ben.buy(&ticket, "10").await.is(409, "The event has started");
    let fields = [("event_id", event.as_str()), ("title", "Row 1"), ("price", "10")];
    anna.post("/tickets", &fields).await.is(422, "This event has started");
}

use super::*;
use crate::{
    domain::{Details, EventStatus},
    reads::search::Query,
    types::{Category, City, Day, EventName, Venue, ZoneName},
};

pub(super) fn event(starts_at: i64) -> Arc<Event> {
    Arc::new(Event {
        id: EventId::new(),
        name: EventName::parse("The Paper Lanterns").unwrap(),
        venue: Venue::parse("Spree Hall").unwrap(),
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
    })
}

pub(super) fn ticket(event: &Event, minor: u32) -> Ticket {
    Ticket {
        id: TicketId::new(),
        event: event.id,
        event_starts_at: event.starts_at,
        seller: event.created_by,
        title: Title::parse("Row 5").unwrap(),
        price: Price::from_minor(minor).unwrap(),
        listed_at: Timestamp::from_millis(0),
        status: TicketStatus::Available,
        details: Details::default(),
        file: None,
        removed: None,
        recalled: None,
        history: Default::default(),
        shown: None,
        dispute: None,
        group: None,
        handover: None,
        version: 0,
    }
}

/// Name, venue, city, zone, start, and the prices of its tickets.
pub(super) type Listed<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a [u32]);

/// A catalog of these events.
/// Of all tickets the first is the oldest.
pub(super) fn catalog_of(events: &[Listed<'_>]) -> Catalog {
    let mut catalog = Catalog::default();
    let mut listed_at = 0;
    for (name, venue, city, zone, starts_at, prices) in events {
        let zone = ZoneName::parse(zone).unwrap();
        let event = Arc::new(Event {
            name: EventName::parse(name).unwrap(),
            venue: Venue::parse(venue).unwrap(),
            city: City::parse(city).unwrap(),
            ..Event::clone(&event(Timestamp::parse_local(starts_at, &zone).unwrap().as_millis()))
        });
        let event = Arc::new(Event { zone, ..Event::clone(&event) });
        for minor in *prices {
            let mut ticket = ticket(&event, *minor);
            ticket.listed_at = Timestamp::from_millis(listed_at);
            listed_at += 1;
            catalog.update(None, &Row::Ticket(Arc::new(ticket)));
        }
        catalog.update(None, &Row::Event(event));
    }
    catalog
}

const BERLIN: &str = "Europe/Berlin";

fn sample() -> Catalog {
    catalog_of(&[
        ("Paper Lanterns", "Spree Hall", "Berlin", BERLIN, "2030-05-02T20:00", &[300, 100]),
        ("Nachtlinie 8", "Limmat Theatre", "Zürich", BERLIN, "2030-05-01T23:30", &[200]),
        ("Glass Harbour", "Papermill", "ZURICH", BERLIN, "2030-05-03T00:00", &[400, 150, 250]),
        ("Low Tide", "The Bowl", "New York", "America/New_York", "2030-05-02T23:30", &[50]),
        ("Over", "Spree Hall", "Berlin", BERLIN, "2029-12-31T20:00", &[10]),
        ("Sold out", "Spree Hall", "Berlin", BERLIN, "2030-05-01T20:00", &[]),
    ])
}

fn now() -> Timestamp {
    Timestamp::parse_local("2030-01-01T00:00", &ZoneName::utc()).unwrap()
}

fn prices(catalog: &Catalog, filter: &Filter, sort: Sort) -> Vec<u32> {
    let found = catalog.find(filter, now());
    let page = catalog.page(&found, sort, 0, 100);
    assert_eq!(page.len(), found.tickets);
    let events: HashSet<_> = page.iter().map(|listing| listing.event).collect();
    assert_eq!(events.len(), found.events.len());
    page.iter().map(|listing| listing.price.minor()).collect()
}

fn prices_of_all() -> Vec<u32> {
    vec![200, 100, 300, 150, 250, 400, 50]
}

/// Who looks for a Saturday finds what lasts from Friday to Sunday.
#[test]
fn what_lasts_several_days_is_on_each_of_them() {
    let mut catalog = Catalog::default();
    let zone = ZoneName::parse("Pacific/Auckland").unwrap();
    let at = |local| Timestamp::parse_local(local, &zone).unwrap();
    let starts_at = at("2030-05-03T18:00");
    let event = Event {
        ends_at: Some(at("2030-05-06T00:00")),
        zone: zone.clone(),
        ..Event::clone(&event(starts_at.as_millis()))
    };
    catalog.update(None, &Row::Ticket(Arc::new(ticket(&event, 100))));
    catalog.update(None, &Row::Event(Arc::new(event)));
    let day = |day| Some(Day::parse(day).unwrap());
    for (from, to, is_found) in [
        (day("2030-05-01"), day("2030-05-02"), false),
        (day("2030-05-03"), day("2030-05-03"), true),
        (day("2030-05-04"), day("2030-05-04"), true),
        (day("2030-05-05"), None, true),
        (day("2030-05-06"), None, false),
        (None, day("2030-05-02"), false),
        (None, day("2030-05-03"), true),
    ] {
        let found = prices(&catalog, &Filter { from, to, ..Filter::default() }, Sort::Soonest);
        assert_eq!(!found.is_empty(), is_found, "{from:?} {to:?}");
    }
}

#[test]
fn filters_leave_out_what_does_not_fit() {
    let catalog = sample();
    let day = |day| Some(Day::parse(day).unwrap());
    let price = |minor| Some(Price::from_minor(minor).unwrap());
    let all = || Filter::default();
    for (filter, expect) in [
        (all(), prices_of_all()),
        (Filter { query: Query::parse("paper"), ..all() }, vec![100, 300, 150, 250, 400]),
        (Filter { query: Query::parse("zurich pap"), ..all() }, vec![150, 250, 400]),
        (Filter { query: Query::parse("over"), ..all() }, vec![]),
        (Filter { query: Query::parse("sold out"), ..all() }, vec![]),
        (Filter { city: Some(search::name_keys("zürich")), ..all() }, vec![200, 150, 250, 400]),
        (Filter { city: Some(search::name_keys("Zür")), ..all() }, vec![]),
        (Filter { city: Some(search::name_keys("NEW  york")), ..all() }, vec![50]),
        // Each day from its first moment to its last, by the clocks where the event is.
        (Filter { from: day("2030-05-02"), ..all() }, vec![100, 300, 150, 250, 400, 50]),
        (Filter { from: day("2030-05-03"), ..all() }, vec![150, 250, 400]),
        (Filter { from: day("2029-01-01"), to: day("2031-01-01"), ..all() }, prices_of_all()),
        (Filter { to: day("2030-04-30"), ..all() }, vec![]),
        (Filter { to: day("2030-05-01"), ..all() }, vec![200]),
        (Filter { to: day("2030-05-02"), ..all() }, vec![200, 100, 300, 50]),
        (Filter { from: day("2030-05-02"), to: day("2030-05-02"), ..all() }, vec![100, 300, 50]),
        (Filter { min_price: price(250), ..all() }, vec![300, 250, 400]),
        (Filter { max_price: price(100), ..all() }, vec![100, 50]),
        (Filter { min_price: price(200), max_price: price(250), ..all() }, vec![200, 250]),
        (Filter { min_price: price(251), max_price: price(250), ..all() }, vec![]),
        (
            Filter {
                query: Query::parse("papre"),
                city: Some(search::name_keys("Zurich")),
                min_price: price(200),
                to: day("2030-05-03"),
                ..all()
            },
            vec![250, 400],
        ),
    ] {
        assert_eq!(prices(&catalog, &filter, Sort::Soonest), expect);
    }
}

#[test]
fn one_looks_no_further_than_is_enough() {
    let catalog = sample();
    for (enough, expect) in [(0, 0), (1, 1), (2, 3), (7, 7), (99, 7)] {
        assert_eq!(catalog.find_some(&Filter::default(), now(), enough).tickets, expect);
    }
}

#[test]
fn what_is_found_is_in_the_order_asked_for_in_parts() {
    let catalog = sample();
    let found = catalog.find(&Filter::default(), now());
    for (sort, expect) in [
        (Sort::Soonest, [200, 100, 300, 150, 250, 400, 50]),
        (Sort::Cheapest, [50, 100, 150, 200, 250, 300, 400]),
        (Sort::Newest, [50, 250, 150, 400, 200, 100, 300]),
    ] {
        for skipped in 0..9 {
            for limit in 1..9 {
                let page = catalog.page(&found, sort, skipped, limit);
                let prices: Vec<_> = page.iter().map(|listing| listing.price.minor()).collect();
                let rest = &expect[skipped.min(expect.len())..];
                assert_eq!(prices, rest[..limit.min(rest.len())], "{sort:?} {skipped} {limit}");
            }
        }
    }
}

#[test]
fn of_tickets_at_one_price_the_soonest_and_then_the_oldest_comes_first() {
    let catalog = catalog_of(&[
        ("Later", "Hall", "Berlin", BERLIN, "2030-05-02T20:00", &[100]),
        ("Sooner", "Hall", "Berlin", BERLIN, "2030-05-01T20:00", &[100, 100]),
    ]);
    let found = catalog.find(&Filter::default(), now());
    let page = catalog.page(&found, Sort::Cheapest, 0, 3);
    let starts = page.iter().map(|listing| catalog.event(listing.event).unwrap().name.as_str());
    assert_eq!(starts.collect::<Vec<_>>(), ["Sooner", "Sooner", "Later"]);
    let page = catalog.page(&found, Sort::Soonest, 0, 2);
    assert!(page[0].id < page[1].id);
}

#[test]
fn cities_are_offered_while_something_is_for_sale_there() {
    let mut catalog = sample();
    let cities = |catalog: &Catalog, now| {
        let cities = catalog.cities(now);
        cities.iter().map(|(city, events)| format!("{city} {events}")).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        assert_eq!(cities(&catalog, now()), ["Berlin 1", "New York 1", "Zürich 2"]);
    }
    let after_the_first =
        Timestamp::parse_local("2030-05-01T23:30", &ZoneName::parse(BERLIN).unwrap()).unwrap();
    assert_eq!(cities(&catalog, after_the_first), ["Berlin 1", "New York 1", "ZURICH 1"]);
    assert_eq!(cities(&catalog, now()).len(), 3, "time may be set back");
    let event = event(now().as_millis() + 1);
    let ticket = Row::Ticket(Arc::new(ticket(&event, 1)));
    catalog.update(None, &Row::Event(event));
    assert_eq!(cities(&catalog, now())[0], "Berlin 1", "nothing is for sale there yet");
    catalog.update(None, &ticket);
    assert_eq!(cities(&catalog, now())[0], "Berlin 2");
    let Row::Ticket(listed) = &ticket else { unreachable!() };
    let gone = Ticket { status: TicketStatus::Withdrawn, ..Ticket::clone(listed) };
    catalog.update(Some(&ticket), &Row::Ticket(Arc::new(gone)));
    assert_eq!(cities(&catalog, now())[0], "Berlin 1");
}

#[test]
fn only_what_has_not_started_is_found() {
    let mut catalog = Catalog::default();
    for starts_at in [30, 10, 20] {
        let event = event(starts_at);
        for minor in [2, 1] {
            catalog.update(None, &Row::Ticket(Arc::new(ticket(&event, minor))));
        }
        catalog.update(None, &Row::Event(event));
    }
    for (now, expect) in [
        (9, vec![(10, 1), (10, 2), (20, 1), (20, 2), (30, 1), (30, 2)]),
        (10, vec![(20, 1), (20, 2), (30, 1), (30, 2)]),
        (29, vec![(30, 1), (30, 2)]),
        (30, vec![]),
    ] {
        let now = Timestamp::from_millis(now);
        assert_eq!(catalog.on_sale_count(now), expect.len(), "{now:?}");
        for filter in [
            Filter::default(),
            Filter { query: Query::parse("paper"), ..Filter::default() },
            Filter { city: Some(search::name_keys("berlin")), ..Filter::default() },
            Filter { max_price: Some(Price::MAX), ..Filter::default() },
            Filter { from: Some(Day::parse("1970-01-01").unwrap()), ..Filter::default() },
        ] {
            let found = catalog.find(&filter, now);
            let page = catalog.page(&found, Sort::Soonest, 0, 10);
            let page = page.iter().map(|listed| {
                let starts_at = catalog.event(listed.event).unwrap().starts_at;
                (starts_at.as_millis(), listed.price.minor())
            });
            assert_eq!(page.collect::<Vec<_>>(), expect, "{now:?}");
        }
    }
}

#[test]
fn the_soonest_events_that_have_not_started_are_offered() {
    let mut catalog = Catalog::default();
    for starts_at in [30, 10, 20] {
        catalog.update(None, &Row::Event(event(starts_at)));
    }
    for (now, limit, expect) in
        [(9, 3, vec![10, 20, 30]), (9, 2, vec![10, 20]), (10, 3, vec![20, 30]), (30, 3, vec![])]
    {
        let coming = catalog.coming_events(Timestamp::from_millis(now), limit);
        let starts: Vec<_> = coming.iter().map(|event| event.starts_at.as_millis()).collect();
        assert_eq!(starts, expect, "{now}");
    }
}

#[test]
fn what_is_sold_or_withdrawn_leaves_nothing_behind() {
    let mut catalog = Catalog::default();
    let event = event(10);
    let listed = ticket(&event, 1);
    let withdrawn = Ticket { status: TicketStatus::Withdrawn, ..listed.clone() };
    let (listed, withdrawn) = (Row::Ticket(Arc::new(listed)), Row::Ticket(Arc::new(withdrawn)));
    catalog.update(None, &listed);
    catalog.update(Some(&listed), &withdrawn);
    let mut rebuilt = Catalog::default();
    rebuilt.update(None, &withdrawn);
    assert_eq!(catalog, rebuilt);
}

#[test]
fn a_venue_is_in_the_zone_of_the_event_that_was_made_there_last() {
    let made = |n: u8, venue: &str, city: &str, zone: &str| {
        let mut id = [0; 16];
        id[15] = n;
        Row::Event(Arc::new(Event {
            id: EventId::from_bytes(id),
            venue: Venue::parse(venue).unwrap(),
            city: City::parse(city).unwrap(),
            zone: ZoneName::parse(zone).unwrap(),
            ..Event::clone(&event(1_000))
        }))
    };
    let rows = [
        made(1, "The Anchor", "London", "UTC"),
        made(2, "the  ANCHOR!", "london", "Europe/London"),
        made(3, "The Anchor", "Berlin", BERLIN),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut catalog = Catalog::default();
        for at in order {
            catalog.update(None, &rows[at]);
        }
        for (venue, city, expect) in [
            ("The Anchor", "London", Some("Europe/London")),
            ("Thé Anchor", "LONDON", Some("Europe/London")),
            ("The Anchor", "Berlin", Some(BERLIN)),
            ("The Anchor London", "x", None),
            ("Anchor", "London", None),
        ] {
            let (venue, city) = (Venue::parse(venue).unwrap(), City::parse(city).unwrap());
            let zone = catalog.zone_of(&venue, &city).map(ZoneName::as_str);
            assert_eq!(zone, expect, "{venue}, {city}");
        }
    }
}

#[test]
fn waitlist_entries_in_whatever_order_their_rows_come() {
    use crate::domain::{SeatsWish, WaitlistEntry, WaitlistStatus, Wish};
    let at = Timestamp::from_millis;
    let (ticket, other, user) = (TicketId::new(), TicketId::new(), UserId::new());
    let entry = |wish: Wish, user, asked_at, status| {
        let id = match &wish {
            Wish::Ticket(ticket) => crate::types::WaitlistId::of(*ticket, user),
            Wish::Seats(seats) => crate::types::WaitlistId::of_event(seats.event, user),
        };
        Arc::new(WaitlistEntry { id, wish, user, asked_at: at(asked_at), status, let_pass: 0 })
    };
    let (of_ticket, of_other) = (Wish::Ticket(ticket), Wish::Ticket(other));
    let event = EventId::new();
    let seats = Wish::Seats(SeatsWish { event, quantity: 2, at_most: None, section: None });
    let (stranger, order) = (UserId::new(), OrderId::new());
    let late = entry(of_ticket.clone(), stranger, 20, WaitlistStatus::Waiting);
    let early = entry(of_ticket.clone(), user, 10, WaitlistStatus::Waiting);
    let served = entry(of_other.clone(), user, 5, WaitlistStatus::Served(order));
    let over = entry(of_other.clone(), stranger, 6, WaitlistStatus::Over);
    let pair = entry(seats.clone(), user, 30, WaitlistStatus::Waiting);
    let rows =
        [&late, &early, &served, &over, &pair].map(|entry| Row::WaitlistEntry(entry.clone()));
    let mut forwards = Catalog::default();
    rows.iter().for_each(|row| forwards.update(None, row));
    let mut backwards = Catalog::default();
    rows.iter().rev().for_each(|row| backwards.update(None, row));
    assert!(forwards == backwards);
    let mut catalog = forwards;
    assert_eq!([&of_ticket, &of_other, &seats].map(|wish| catalog.in_line(wish)), [2, 0, 1]);
    let before = |user| {
        let place = catalog.places_of(user).find(|place| place.wish == of_ticket).unwrap();
        catalog.before_in_line(place.place(), Some(ticket), event, 10)
    };
    assert_eq!((before(user), before(stranger)), (0, 1));
    let wishes: Vec<_> = catalog.places_of(user).map(|place| place.wish.clone()).collect();
    assert_eq!(wishes, [of_other, of_ticket, seats]);
    assert_eq!(catalog.served_by(order), Some(served.id));
    assert!(catalog.wants_several(event) && catalog.has_line(event, other));
    assert!(catalog.has_line(EventId::new(), ticket) && !catalog.has_line(EventId::new(), other));

    // Each ends, by way of its state before, and nothing is left.
    for row in rows {
        let Row::WaitlistEntry(entry) = &row else { unreachable!() };
        let over = Row::WaitlistEntry(Arc::new(WaitlistEntry {
            status: WaitlistStatus::Over,
            ..WaitlistEntry::clone(entry)
        }));
        catalog.update(Some(&row), &over);
    }
    assert!(catalog == Catalog::default());
}

/// In whatever order the rows come, the catalog is the same, and what an event was called before
/// finds nothing.
#[test]
fn what_a_renamed_or_merged_event_was_leaves_nothing_behind() {
    use crate::domain::{Intervention, Merged};
    let old = event(1_000);
    let renamed = Arc::new(Event {
        name: EventName::parse("Glass Harbour").unwrap(),
        venue: Venue::parse("The Anchor").unwrap(),
        city: City::parse("London").unwrap(),
        zone: ZoneName::parse(BERLIN).unwrap(),
        ..Event::clone(&old)
    });
    let into = Arc::new(Event { id: EventId::new(), ..Event::clone(&renamed) });
    let how = Intervention {
        by: UserId::new(),
        reason: crate::types::Reason::parse("It was there twice").unwrap(),
        at: Timestamp::from_millis(5),
    };
    let merged = Some(Merged { into: into.id, how });
    let merged = Arc::new(Event { merged, ..Event::clone(&renamed) });
    let statuses = [
        TicketStatus::Available,
        TicketStatus::Available,
        TicketStatus::Withdrawn,
        TicketStatus::Sold { order: OrderId::new(), buyer: UserId::new(), at: into.starts_at },
    ];
    let listed = statuses.map(|status| Arc::new(Ticket { status, ..ticket(&old, 100) }));
    let moved = listed.each_ref().map(|t| Arc::new(Ticket { event: into.id, ..Ticket::clone(t) }));

    let mut catalog = Catalog::default();
    let found = |catalog: &Catalog, words: &str| {
        let query = Query::parse(words);
        let at = Timestamp::from_millis(0);
        catalog.find(&Filter { query, ..Filter::default() }, at).tickets
    };
    let rebuilt = |rows: &[Row]| {
        let mut forwards = Catalog::default();
        rows.iter().for_each(|row| forwards.update(None, row));
        let mut backwards = Catalog::default();
        rows.iter().rev().for_each(|row| backwards.update(None, row));
        assert!(forwards == backwards);
        forwards
    };
    let mut rows: Vec<Row> = vec![Row::Event(old.clone()), Row::Event(into.clone())];
    rows.extend(listed.iter().cloned().map(Row::Ticket));
    rows.iter().for_each(|row| catalog.update(None, row));
    assert_eq!((found(&catalog, "paper"), found(&catalog, "harbour")), (2, 0));

    catalog.update(Some(&Row::Event(old.clone())), &Row::Event(renamed.clone()));
    rows[0] = Row::Event(renamed.clone());
    assert!(catalog == rebuilt(&rows), "renamed");
    assert_eq!((found(&catalog, "paper"), found(&catalog, "harbour")), (0, 2));
    assert_eq!(catalog.zone_of(&old.venue, &old.city), None);
    let cities = catalog.cities(Timestamp::from_millis(0));
    assert_eq!(cities.iter().map(|(city, _)| city.as_str()).collect::<Vec<_>>(), ["London"]);

    catalog.update(Some(&Row::Event(renamed)), &Row::Event(merged.clone()));
    rows[0] = Row::Event(merged);
    assert!(catalog == rebuilt(&rows), "merged, and nothing is moved yet");
    assert_eq!(catalog.event_that_stays(old.id), Some(&into));
    assert_eq!(catalog.to_be_moved(9).len(), 4, "sold and withdrawn ones, too");
    assert_eq!(catalog.to_be_moved(3).len(), 3);
    for (at, (listed, moved)) in listed.into_iter().zip(moved).enumerate() {
        catalog.update(Some(&Row::Ticket(listed)), &Row::Ticket(moved.clone()));
        rows[2 + at] = Row::Ticket(moved);
        assert!(catalog == rebuilt(&rows), "moved {at}");
    }
    assert_eq!(catalog.to_be_moved(9), []);
    assert_eq!(catalog.counts_of(old.id), EventCounts::default());
    let expect = EventCounts { available: 2, held: 0, sold: 1, listed: 4 };
    assert_eq!(catalog.counts_of(into.id), expect);
    assert_eq!(found(&catalog, "harbour"), 2);
    let coming = catalog.coming_events(Timestamp::from_millis(0), 9);
    assert_eq!(coming.iter().map(|event| event.id).collect::<Vec<_>>(), [into.id]);
    let (all, query) = (Walk::up(None), Query::parse(""));
    let found = catalog.events_like(&query, None, all, 10).found;
    assert_eq!(found.into_iter().map(|((_, id), _)| id).collect::<Vec<_>>(), [into.id]);
}

fn offered(catalog: &Catalog, filter: &Filter, sort: Sort) -> Vec<(String, usize, u32)> {
    let found = catalog.find_events(filter, now());
    let shown = catalog.page_of_events(&found, sort, 0, 100);
    assert_eq!(shown.iter().filter(|offer| offer.from.is_some()).count(), found.on_sale);
    assert_eq!(shown.iter().map(|offer| offer.tickets).sum::<usize>(), found.tickets);
    let said = |offer: &EventOffer| {
        let name = catalog.event(offer.when.1).unwrap().name.to_string();
        (name, offer.tickets, offer.from.map_or(0, Price::minor))
    };
    shown.iter().map(said).collect()
}

#[test]
fn an_event_is_found_once_with_what_there_is_of_it() {
    let mut catalog = sample();
    let (paper, nacht) = (("Paper Lanterns", 2, 100), ("Nachtlinie 8", 1, 200));
    let (glass, tide) = (("Glass Harbour", 3, 150), ("Low Tide", 1, 50));
    let price = |minor| Some(Price::from_minor(minor).unwrap());
    let day = |day| Some(Day::parse(day).unwrap());
    let all = || Filter::default();
    let sold = TicketStatus::Sold { order: OrderId::new(), buyer: UserId::new(), at: now() };
    let gone = catalog.events.values().filter_map(|entry| entry.event.clone());
    let gone = gone.clone().find(|event| event.name.as_str() == "Sold out").unwrap();
    let sold = Ticket { status: sold, ..ticket(&gone, 700) };
    catalog.update(None, &Row::Ticket(Arc::new(sold)));
    let sold_out = ("Sold out", 0, 0);
    for (filter, sort, expect) in [
        (all(), Sort::Soonest, vec![nacht, paper, glass, tide]),
        (all(), Sort::Cheapest, vec![tide, paper, glass, nacht]),
        (all(), Sort::Newest, vec![tide, glass, nacht, paper]),
        (
            Filter { city: Some(search::name_keys("berlin")), ..all() },
            Sort::Newest,
            vec![paper, sold_out],
        ),
        (Filter { query: Query::parse("sold"), ..all() }, Sort::Soonest, vec![sold_out]),
        (Filter { to: day("2030-05-01"), ..all() }, Sort::Cheapest, vec![nacht, sold_out]),
        (
            Filter { category: Some(Category::Other), ..all() },
            Sort::Soonest,
            vec![nacht, paper, glass, tide, sold_out],
        ),
        (Filter { category: Some(Category::Music), ..all() }, Sort::Soonest, vec![]),
        // By prices nothing is found that has no ticket, and what is left is of these prices.
        (
            Filter { query: Query::parse("spree"), max_price: price(100), ..all() },
            Sort::Soonest,
            vec![("Paper Lanterns", 1, 100)],
        ),
        (
            Filter { min_price: price(200), max_price: price(300), ..all() },
            Sort::Cheapest,
            vec![nacht, ("Glass Harbour", 1, 250), ("Paper Lanterns", 1, 300)],
        ),
        (Filter { min_price: price(300), max_price: price(200), ..all() }, Sort::Soonest, vec![]),
    ] {
        let expect: Vec<_> =
            expect.into_iter().map(|(name, n, from)| (name.to_owned(), n, from)).collect();
        assert_eq!(offered(&catalog, &filter, sort), expect);
    }
    assert_eq!(catalog.categories(now()), [Category::Other]);
}

#[test]
fn a_page_of_events_is_turned_where_it_ended_whatever_has_come_and_gone() {
    let mut catalog = sample();
    for sort in [Sort::Soonest, Sort::Cheapest, Sort::Newest] {
        let found = catalog.find_events(&Filter::default(), now());
        let all = catalog.page_of_events(&found, sort, 0, 9);
        for (at, offer) in all.iter().enumerate() {
            let anchor: EventAnchor = EventAnchor::from(*offer).to_string().parse().unwrap();
            let place = catalog.place_of_event(&found, sort, anchor);
            assert_eq!((place.before, place.through), (at, at + 1), "{sort:?}");
            assert_eq!(catalog.page_of_events(&found, sort, place.through, 9), all[at + 1..]);
        }
    }
    let found = catalog.find_events(&Filter::default(), now());
    let first = EventAnchor::from(found.all[0]);
    let sooner = event((now() + Duration::from_secs(1)).as_millis());
    catalog.update(None, &Row::Ticket(Arc::new(ticket(&sooner, 1))));
    catalog.update(None, &Row::Event(sooner));
    let found = catalog.find_events(&Filter::default(), now());
    assert_eq!(catalog.place_of_event(&found, Sort::Soonest, first).through, 2);
    for text in ["", "1", "1.2.3", "x.00000000-0000-0000-0000-000000000000.", "1.2.3.4.5"] {
        assert_eq!(text.parse::<EventAnchor>(), Err(ListAnchorError), "{text}");
    }
}

/// What happens to one of three events or nine tickets.
#[derive(Debug, Clone)]
enum Step {
    /// The event is of another category, and elsewhere.
    Event(usize, Category, &'static str),
    /// The ticket is at this price, and where its status says.
    Ticket(usize, u32, TicketStatus),
    /// The ticket is for another event.
    Move(usize, usize),
}

fn steps() -> impl proptest::strategy::Strategy<Value = Vec<Step>> {
    use proptest::prelude::*;
    let sold = TicketStatus::Sold {
        order: OrderId::from_bytes([1; 16]),
        buyer: UserId::from_bytes([1; 16]),
        at: now(),
    };
    let held = TicketStatus::Reserved(crate::domain::Reservation {
        order: OrderId::from_bytes([1; 16]),
        buyer: UserId::from_bytes([1; 16]),
        expires_at: now(),
    });
    let statuses =
        [TicketStatus::Available, TicketStatus::Available, held, sold, TicketStatus::Withdrawn];
    let category = prop::sample::select(Category::ALL.to_vec());
    let city = prop::sample::select(vec!["Berlin", "Zürich"]);
    let step = prop_oneof![
        1 => (0..3_usize, category, city).prop_map(|(n, of, city)| Step::Event(n, of, city)),
        6 => (0..9_usize, 1..5_u32, prop::sample::select(statuses.to_vec()))
            .prop_map(|(n, price, status)| Step::Ticket(n, price, status)),
        1 => (0..9_usize, 0..3_usize).prop_map(|(n, to)| Step::Move(n, to)),
    ];
    prop::collection::vec(step, 0..60)
}

/// All that is found, by looking at every ticket.
fn naively(events: &[Arc<Event>], tickets: &[Option<Ticket>], filter: &Filter) -> EventOffers {
    let (mut all, mut sold_out, mut count) = (vec![], vec![], 0);
    let (is_narrow, is_priced) = (filter.is_narrow(), filter.is_priced());
    for event in events {
        let is_in_city =
            filter.city.as_ref().is_none_or(|keys| keys.contains(&*name_key(event.city.as_str())));
        let is_alike = filter.category.is_none_or(|category| category == event.category);
        if !is_in_city || !is_alike || event.starts_at <= now() {
            continue;
        }
        let own: Vec<_> = tickets.iter().flatten().filter(|it| it.event == event.id).collect();
        let fits = |it: &&&Ticket| {
            it.status == TicketStatus::Available && filter.prices().contains(&it.price)
        };
        let prices: Vec<_> = own.iter().filter(fits).map(|it| it.price).collect();
        let when = (event.starts_at, event.id);
        let from = prices.iter().min().copied();
        let offer = EventOffer { when, tickets: prices.len(), from };
        let is_traded =
            |it: &&Ticket| !matches!(it.status, TicketStatus::Available | TicketStatus::Withdrawn);
        if from.is_some() {
            count += prices.len();
            all.push(offer);
        } else if is_narrow && !is_priced && own.iter().any(is_traded) {
            sold_out.push(offer);
        }
    }
    all.sort();
    sold_out.sort();
    let on_sale = all.len();
    all.append(&mut sold_out);
    EventOffers { all, on_sale, tickets: count }
}

proptest::proptest! {
    #[test]
    fn what_is_kept_for_events_is_what_their_tickets_come_to(steps in steps()) {
        let mut catalog = Catalog::default();
        let mut events: Vec<_> =
            [1, 2, -1].map(|days| event(now().as_millis() + days * 86_400_000)).into();
        events.iter().for_each(|event| catalog.update(None, &Row::Event(event.clone())));
        let mut tickets: Vec<Option<Ticket>> = vec![None; 9];
        for step in steps {
            match step {
                Step::Event(n, category, city) => {
                    let city = City::parse(city).unwrap();
                    let new = Arc::new(Event { category, city, ..Event::clone(&events[n]) });
                    catalog.update(Some(&Row::Event(events[n].clone())), &Row::Event(new.clone()));
                    events[n] = new;
                }
                Step::Ticket(n, minor, status) => {
                    let old = tickets[n].clone();
                    let new = old.clone().unwrap_or_else(|| ticket(&events[n % 3], minor));
                    let new = Ticket { price: Price::from_minor(minor).unwrap(), status, ..new };
                    let before = old.map(|old| Row::Ticket(Arc::new(old)));
                    catalog.update(before.as_ref(), &Row::Ticket(Arc::new(new.clone())));
                    tickets[n] = Some(new);
                }
                Step::Move(n, to) => {
                    let Some(old) = tickets[n].clone() else { continue };
                    let (event, event_starts_at) = (events[to].id, events[to].starts_at);
                    let new = Ticket { event, event_starts_at, ..old.clone() };
                    let (old, moved) = (Row::Ticket(Arc::new(old)), Arc::new(new.clone()));
                    catalog.update(Some(&old), &Row::Ticket(moved));
                    tickets[n] = Some(new);
                }
            }
            let price = |minor| Some(Price::from_minor(minor).unwrap());
            let city = || Some(search::name_keys("zürich"));
            for filter in [
                Filter::default(),
                Filter { city: city(), ..Filter::default() },
                Filter { category: Some(Category::Music), ..Filter::default() },
                Filter { category: Some(Category::Music), city: city(), ..Filter::default() },
                Filter { min_price: price(2), max_price: price(3), ..Filter::default() },
                Filter { min_price: price(2), city: city(), ..Filter::default() },
            ] {
                let expect = naively(&events, &tickets, &filter);
                proptest::prop_assert_eq!(catalog.find_events(&filter, now()), expect);
            }
        }
        // And as it is built when the site starts.
        let mut rebuilt = Catalog::default();
        tickets.into_iter().flatten().for_each(|it| rebuilt.update(None, &Row::Ticket(Arc::new(it))));
        events.into_iter().for_each(|event| rebuilt.update(None, &Row::Event(event)));
        proptest::prop_assert!(catalog.starts == rebuilt.starts);
        proptest::prop_assert!(catalog.categories == rebuilt.categories);
    }
}

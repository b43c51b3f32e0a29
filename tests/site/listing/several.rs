//! Several tickets by one form: each listed once, however often and however far the form comes.

use holdfast::{
    harness::TestMarket,
    storage::CommitFault,
    types::{Seat, TicketId},
};

use super::{form, id_of, times};
use crate::common::{Site, offer_path};

#[tokio::test]
async fn several_tickets_of_one_form_are_sold_one_by_one() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let id = anna.get(&offer_path()).await.field("ticket_id").unwrap().to_owned();
    let sent = [("ticket_id", id.as_str()), ("row", "5"), ("seat", "12"), ("quantity", "3")];
    let fields = form(&sent);
    let (mut again, before) = (anna.clone(), site.entries());
    let both = tokio::join!(anna.post("/tickets", &fields), again.post("/tickets", &fields));
    let ticket = both.0.sent_to();
    assert_eq!(ticket, format!("/tickets/{id}"));
    assert_eq!(both.1.sent_to(), ticket);
    assert_eq!(anna.post("/tickets", &fields).await.sent_to(), ticket);
    assert_eq!(site.entries(), before + 1, "once, however often the form comes");
    assert_eq!(site.market.tables().catalog().events_count(), 1, "for one event");
    let page = ben.get(&ticket).await;
    let event = page.body[page.body.find("\"/events/").unwrap() + 1..].split('"').next().unwrap();
    for seat in ["Row 5 · Seat 12", "Row 5 · Seat 13", "Row 5 · Seat 14"] {
        assert_eq!(times(&mut anna, "/selling", seat).await, 1, "{seat}");
        assert_eq!(times(&mut ben, event, seat).await, 1, "{seat}");
    }
    anna.get(&ticket).await.is(200, "2 others were listed with it.").is(200, "href=\"/selling\"");
    // Each has its own life.
    let first = id_of(&ticket);
    let path = |n| format!("/tickets/{}", first.sibling(n));
    anna.post(&format!("{}/withdraw", path(2)), &[]).await.sent_to();
    ben.buy(&path(1), "40").await.sent_to();
    for (n, status) in [(0, "available"), (1, "reserved"), (2, "withdrawn")] {
        let page = anna.get(&path(n)).await;
        assert_eq!(page.attr("data-ticket-status"), Some(status), "{n}");
    }
    // Sent by who has signed in meanwhile, it is theirs.
    let theirs = ben.post("/tickets", &fields).await.sent_to();
    assert_ne!(theirs, ticket);
    assert_eq!(site.market.tables().catalog().events_count(), 2);
    // Even if it is only the second that would be somebody else's.
    let number = u128::from_be_bytes(*first.as_bytes()) - 1;
    let before_first = TicketId::from_bytes(number.to_be_bytes());
    assert_eq!(before_first.sibling(1), first);
    let near = before_first.to_string();
    let theirs = ben.post("/tickets", &form(&[("ticket_id", &near), ("quantity", "2")])).await;
    let theirs = id_of(&theirs.sent_to());
    assert_ne!(theirs, before_first);
    for id in [theirs, theirs.sibling(1)] {
        assert!(site.market.tables().ticket(id).unwrap().is_some());
    }
}

#[tokio::test]
async fn a_form_that_stopped_half_way_is_completed_by_sending_it_again() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let id = TicketId::new().to_string();
    // What is there when the site stops after the first of three.
    anna.post("/tickets", &form(&[("ticket_id", &id), ("seat", "7")])).await.sent_to();
    let folder = site.stop().await;
    let data = folder.path().join("data");
    let site = Site::start_with(|config| config.storage.path = data).await;
    anna.address = site.address;
    let whole = form(&[("ticket_id", &id), ("seat", "7"), ("quantity", "3")]);
    for _ in 0..2 {
        assert_eq!(anna.post("/tickets", &whole).await.sent_to(), format!("/tickets/{id}"));
    }
    let catalog = site.market.tables().catalog();
    assert_eq!((catalog.events_count(), catalog.on_sale_count(site.market.clock().now())), (1, 3));
    let event = catalog.listing(id.parse().unwrap()).unwrap().event;
    let spots: Vec<_> = catalog.tickets_of(event).map(|t| t.spot.clone().unwrap()).collect();
    assert_eq!(spots.iter().map(|spot| spot.parts()[2]).collect::<Vec<_>>(), ["7", "8", "9"]);
}

#[tokio::test]
async fn who_goes_back_to_the_form_and_changes_it_lists_another() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let id = TicketId::new().to_string();
    let sent = |fields: &[(&'static str, &'static str)]| {
        let same = [("ticket_id", id.clone()), ("section", "B".into())];
        let fields = form(fields).into_iter().map(|(name, value)| (name, value.to_owned()));
        fields.chain(same).collect::<Vec<_>>()
    };
    let mut known = std::collections::BTreeMap::new();
    // Each twice, as a button that is pressed twice sends it, and then all of them again.
    for round in 0..3 {
        for fields in [
            &[("seat", "12")][..],
            &[("seat", "15")],
            &[("seat", "16"), ("price", "39")],
            &[("seat", "17"), ("notes", "With a view")],
            &[("seat", "20"), ("event_name", "Another Band"), ("quantity", "2")],
        ] {
            let all = sent(fields);
            let all: Vec<_> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let ticket = id_of(&anna.post("/tickets", &all).await.sent_to());
            assert_eq!(*known.entry(fields).or_insert(ticket), ticket, "{round} {fields:?}");
        }
    }
    assert_eq!(known[&[("seat", "12")][..]].to_string(), id);
    let catalog = site.market.tables().catalog();
    assert_eq!(catalog.on_sale_count(site.market.clock().now()), 6);
    for (fields, ticket) in known {
        let listed = catalog.listing(ticket).unwrap();
        let (event, spot) = (catalog.event(listed.event).unwrap(), listed.spot.as_ref().unwrap());
        let is_another = fields.iter().any(|(_, value)| *value == "Another Band");
        assert_eq!(event.name.as_str() == "Another Band", is_another);
        assert!(fields.iter().any(|(_, seat)| spot.parts() == ["B", "", seat]), "{spot:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_listing_of_several_is_there_as_a_whole_or_not_at_all() {
    for fault in [CommitFault::Refuse, CommitFault::UnknownFirst, CommitFault::CommitThenUnknown] {
        let market = TestMarket::start().await;
        let seller = market.user().await;
        let (first, listing) = (TicketId::new(), market.listing(seller, "40"));
        let seats = || ["1", "2", "3", "4"].map(|seat| Seat::parse(seat).ok()).to_vec();
        market.journal.fault(move |_| fault);
        market.market.list_seats(first, listing, seats(), None).await.unwrap_err();
        market.journal.fault(|_| CommitFault::None);
        let market = market.crash().await;
        let there =
            (0..4).filter(|n| market.market.tables().ticket(first.sibling(*n)).unwrap().is_some());
        let there = there.count();
        assert!(there == 0 || there == 4, "{there} after {fault:?}");
        // The form sent again names its event anew.
        let again = market.listing(seller, "40");
        market.market.list_seats(first, again, seats(), None).await.unwrap();
        let event = market.ticket(first).event;
        for (n, seat) in (0..).zip(seats()) {
            let ticket = market.ticket(first.sibling(n));
            assert_eq!((ticket.event, &ticket.details.seat), (event, &seat), "{fault:?}");
        }
        let counts = market.market.tables().catalog().counts_of(event);
        assert_eq!(counts.available, 4, "{fault:?}");
        assert_eq!(market.market.tables().catalog().events_count(), 1);
        market.assert_sound();
        market.market.kill().await;
    }
}

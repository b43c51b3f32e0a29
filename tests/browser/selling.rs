//! Selling in a real browser: an event is found among very many with the keyboard alone, and two
//! seats are listed with their files.

use std::fs;

use crate::common::{Site, Visitor};
use crate::keyboard::{ARROW_DOWN, ENTER};
use crate::machine::{Browser, TURN};
use holdfast::{
    domain::{Details, EventEvent, FileKind, rules::ticket::NewListing},
    files::samples,
    types::{Category, City, EventId, EventName, TicketId, Title, Venue, ZoneName},
};

const EVENTS: u32 = 5_000;

/// Lists a ticket for each of very many events.
async fn list_for_many(site: &Site, seller: &mut Visitor) {
    let ticket = seller.list("Row 1", "10").await;
    let id: TicketId = ticket.rsplit('/').next().unwrap().parse().unwrap();
    let known = site.market.tables().ticket(id).unwrap().unwrap();
    let list = async |n: u32| {
        let starts_at = known.event_starts_at + std::time::Duration::from_secs(u64::from(n) * 3600);
        let listing = NewListing {
            event: EventId::new(),
            category: Category::Other,
            new_event: Some(EventEvent::Created {
                name: EventName::parse(&format!("Evening {n}")).unwrap(),
                venue: Venue::parse("Town Hall").unwrap(),
                city: City::parse("Berlin").unwrap(),
                starts_at,
                zone: ZoneName::utc(),
                created_by: known.seller,
            }),
            event_starts_at: starts_at,
            event_ends_at: None,
            seller: known.seller,
            title: Title::parse("Row 1").unwrap(),
            price: known.price,
            details: Details::default(),
            file: None,
            group: None,
            handover: None,
        };
        site.market.list(TicketId::new(), listing).await.unwrap();
    };
    for first in (1..=EVENTS).step_by(100) {
        futures_util::future::join_all((first..first + 100).map(list)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_very_many_events_is_chosen_with_the_keyboard_alone() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    list_for_many(&site, &mut site.user("other").await).await;
    browser.sign_up("seller").await;
    browser.open("/sell").await;
    browser.until("#find[role=combobox][aria-expanded=true]").await;
    browser.skip_to_content().await;
    browser.tab_to("#find").await;
    browser.key("evening 4321").await;
    browser.until_text("#found", "Evening 4321").await;
    assert!(
        browser
            .client
            .find_all(fantoccini::Locator::Css("#found [role=option]"))
            .await
            .unwrap()
            .len()
            <= 20
    );
    browser.until_text("[data-announce]", "event found").await;
    browser.key(ARROW_DOWN).await;
    // The focus stays, and what is chosen is told.
    browser.has_focus("#find[aria-activedescendant=option-0]").await;
    browser.until("#option-0[aria-selected=true]").await;
    browser.key(ENTER).await;
    browser.until_text(".chosen", "Evening 4321").await;
    // What is not there is described.
    browser.open("/sell").await;
    browser.skip_to_content().await;
    browser.tab_to("#find").await;
    browser.key("no such thing").await;
    browser.until("[data-found-none]").await;
    assert!(!browser.shows("#found").await);
    browser.follow("[data-describe]").await;
    assert_eq!(browser.attr("#event_name", "value").await, "no such thing");
    browser.close().await;
    site.stop().await;
}

async fn two_seats_with_their_files(javascript: bool) {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(browser) = Browser::start(&site, javascript).await else { return };
    site.user("other").await.list("Row 9", "60").await;
    let folder = tempfile::tempdir().unwrap();
    let paths = [1, 2].map(|n| {
        let path = folder.path().join(format!("seat {n}.pdf"));
        fs::write(&path, samples::file(FileKind::Pdf, n)).unwrap();
        path.to_str().unwrap().to_owned()
    });
    browser.sign_up("seller").await;
    browser.open("/sell").await;
    browser.follow(if javascript { "#found [role=option]" } else { "#found a" }).await;
    let form = "form[action='/tickets']";
    browser.fill(form, "title", "Seated").await;
    browser.fill(form, "row", "5").await;
    browser.fill(form, "seat", "12").await;
    browser.click(&format!("{form} [name=quantity] option:nth-child(2)")).await;
    browser.fill(form, "price", "40").await;
    if !javascript {
        browser.follow(&format!("{form} button[formmethod=get]:not(.plain)")).await;
    }
    browser.until_text("#proceeds", "You get €40.00 for each of 2 tickets, €80.00 in all.").await;
    browser.press(form).await;
    browser.until_text("#seats", "Seat 13").await;
    let files = "form[data-files]";
    browser.type_in(&format!("{files} #file"), &paths.join("\n")).await;
    let mut expected = [1, 2];
    if javascript {
        // Who has chosen them sees which is whose, and puts it right.
        browser.until_text("#matches", "seat 2.pdf").await;
        browser.click("#match-0 option:nth-child(2)").await;
        browser.click("#match-1 option:nth-child(1)").await;
        expected = [2, 1];
    }
    browser.follow(&format!("{files} button")).await;
    browser.until_text(".done", "All files are attached.").await;
    let first = browser.attr("[data-seat]", "data-seat").await;
    let first: TicketId = first.parse().unwrap();
    for (n, file) in (0..).zip(expected) {
        let ticket = site.market.tables().ticket(first.sibling(n)).unwrap().unwrap();
        let files = site.market.storage().files().unwrap();
        let content = files.read(ticket.file.unwrap().id, 0, 100_000).unwrap();
        assert_eq!(content, samples::file(FileKind::Pdf, file), "seat {n}");
    }
    browser.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_seats_are_listed_with_two_files() {
    two_seats_with_their_files(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_seats_are_listed_with_two_files_without_javascript() {
    two_seats_with_their_files(false).await;
}

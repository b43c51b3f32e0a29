//! What a listing says of its ticket, several tickets by one form, prices that are capped, and
//! venues in other time zones.

mod files;
mod handover;
mod own;
mod seats;
mod several;
mod steps;

use std::time::Duration;

use crate::common::{Answer, EVENT, Site, Visitor, offer_path};
use holdfast::{
    domain::{Details, rules::prices::PriceRules},
    harness::{TestMarket, default_settings},
    types::{SeatRow, TicketId},
};

const TICKET: [(&str, &str); 2] = [("title", "Seated"), ("price", "40")];

/// The form of a new event's ticket, with these fields besides or instead.
fn form<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_replaced = |name: &str| fields.iter().any(|(field, _)| *field == name);
    let rest = [&EVENT[..], &TICKET].concat().into_iter().filter(|(name, _)| !is_replaced(name));
    rest.chain(fields.iter().copied()).collect()
}

/// The message at a field, as the page has it.
fn message<'a>(answer: &'a Answer, field: &str) -> &'a str {
    assert_eq!(answer.status, 422, "{field}: {}", answer.body);
    let at = answer.body.find(&format!("id=\"{field}-error\""));
    let message = &answer.body[at.unwrap_or_else(|| panic!("{field}: {}", answer.body))..];
    &message[message.find('>').unwrap() + 1..message.find('<').unwrap()]
}

/// How often a text stands on a page.
async fn times(visitor: &mut Visitor, path: &str, text: &str) -> usize {
    visitor.get(path).await.body.matches(text).count()
}

fn id_of(path: &str) -> TicketId {
    path.trim_start_matches("/tickets/").parse().unwrap()
}

#[tokio::test]
async fn what_a_seller_says_is_where_buyers_look() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let fields = form(&[
        ("section", " Block  B "),
        ("row", "5"),
        ("seat", "12"),
        ("face_value", "35.50"),
        ("notes", "Behind a pillar.\r\n\r\n\r\n<b>Really</b>, a pillar."),
    ]);
    let ticket = anna.post("/tickets", &fields).await.sent_to();
    let place = "Block B · Row 5 · Seat 12";
    let page = site.visitor().get(&ticket).await;
    for fact in [
        "<dt>Section</dt><dd>Block B</dd>",
        "<dt>Row</dt><dd>5</dd>",
        "<dt>Seat</dt><dd>12</dd>",
        "<dt>Face value</dt><dd>€35.50</dd>",
        "Behind a pillar.\n\n&lt;b&gt;Really&lt;/b&gt;, a pillar.",
    ] {
        page.is(200, fact);
    }
    let start = page.body.find("\"/events/").unwrap() + 1;
    let event = page.body[start..].split('"').next().unwrap().to_owned();
    site.visitor().get(&event).await.is(200, place);
    anna.get("/selling").await.is(200, place);
    let order = ben.buy(&ticket, "40").await.sent_to();
    ben.pay(&order, crate::common::GOOD_CARD).await.sent_to();
    for path in ["/orders", &order, &format!("{order}/receipt")] {
        ben.get(path).await.is(200, place);
    }
    // Where nothing was said, nothing is shown.
    let plain = anna.list("Standing", "10").await;
    let plain = anna.get(&plain).await;
    assert!(!plain.body.contains("<dt>Section") && !plain.body.contains("<dt>Notes"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_lists_nothing() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 4", "10").await;
    let edit = format!("{ticket}/edit");
    let before = site.entries();
    let (long, longer, longest) = ("x".repeat(21), "x".repeat(41), "x".repeat(501));
    for (field, value, says) in [
        ("section", longer.as_str(), "40 characters at most"),
        ("section", "a\u{202e}b", "A hidden character in it"),
        ("section", "\u{ad}\u{2800}", "Enter something here"),
        ("row", &long, "20 characters at most"),
        ("seat", &long, "20 characters at most"),
        ("seat", "a\nb", "A hidden character in it"),
        ("face_value", "0", "more than 0"),
        ("face_value", "forty", "Write the price"),
        ("face_value", "1.9999", "2 decimals"),
        ("face_value", "1.999", "Write 1999 if you mean that"),
        ("notes", &longest, "500 characters at most"),
        ("notes", "a\u{0}b", "A hidden character in it"),
    ] {
        for (path, fields) in [
            ("/tickets", form(&[(field, value)])),
            (&edit, [&TICKET[..], &[(field, value)]].concat()),
        ] {
            let answer = anna.post(path, &fields).await;
            let shown = message(&answer, field);
            assert!(shown.contains(says), "{field} {value:?}: {shown}");
            answer.is(422, "value=\"40\"");
        }
    }
    for (quantity, seat, field, says) in [
        ("0", "", "quantity", "a whole number from 1 to 10"),
        ("11", "", "quantity", "a whole number from 1 to 10"),
        ("-1", "", "quantity", "a whole number from 1 to 10"),
        ("two", "", "quantity", "a whole number from 1 to 10"),
        ("2", "A1", "seat", "enter the first seat (12)"),
        ("3", "12, 13", "seat", "or all 3 with commas"),
        ("2", "12, 12", "seat", "twice"),
    ] {
        let fields = form(&[("quantity", quantity), ("seat", seat), ("notes", "Kept")]);
        let answer = anna.post("/tickets", &fields).await;
        let shown = message(&answer, field);
        assert!(shown.contains(says), "{quantity} {seat}: {shown}");
        answer
            .is(422, "\nKept</textarea>")
            .is(422, &format!("name=\"seat\" type=\"text\" value=\"{seat}\""));
    }
    assert_eq!(site.entries(), before, "nothing was listed or changed");
}

#[tokio::test]
async fn the_longest_listing_is_kept() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    // Four bytes each, in a form twelve.
    let long = |chars| "𝔸".repeat(chars);
    let lengths = [
        ("event_name", 120),
        ("venue", 120),
        ("city", 80),
        ("title", 120),
        ("section", 40),
        ("row", 20),
        ("notes", 500),
    ];
    let values = lengths.map(|(name, chars)| (name, long(chars)));
    let seats = (0..10).map(|n| format!("{}{n}", long(19))).collect::<Vec<_>>().join(", ");
    let fields: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = [
        &fields[..],
        &[("starts_at", EVENT[3].1), ("price", "999999.99"), ("face_value", "999999.99")],
        &[("seat", &seats), ("quantity", "10")],
    ];
    let ticket = anna.post("/tickets", &fields.concat()).await.sent_to();
    anna.get(&ticket).await.is(200, &long(500)).is(200, "9 others were listed with it.");
    assert_eq!(anna.get("/selling").await.body.matches("data-ticket-id").count(), 10);
}

#[tokio::test]
async fn an_edit_leaves_what_is_not_sent_as_it_is() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let all = form(&[
        ("section", "Block B"),
        ("row", "5"),
        ("seat", "12"),
        ("face_value", "35.50"),
        ("notes", "Two\r\nlines"),
    ]);
    let ticket = anna.post("/tickets", &all).await.sent_to();
    let edit = format!("{ticket}/edit");
    let details = || site.market.tables().ticket(id_of(&ticket)).unwrap().unwrap().details.clone();
    let before = details();
    // As scripts do that know of no other fields.
    anna.post(&edit, &[("title", "Better"), ("price", "41")]).await.sent_to();
    assert_eq!(details(), before);
    anna.post(&edit, &[("title", "Better"), ("price", "41"), ("row", "6")]).await.sent_to();
    assert_eq!(details(), Details { row: SeatRow::parse("6").ok(), ..before.clone() });
    // As the form of the page does, which sends all.
    let page = anna.get(&edit).await;
    for (name, value) in
        [("section", "Block B"), ("row", "6"), ("seat", "12"), ("face_value", "35.50")]
    {
        assert_eq!(page.field(name), Some(value));
    }
    page.is(200, "\nTwo\nlines</textarea>");
    let emptied =
        [("section", ""), ("row", " "), ("seat", ""), ("face_value", ""), ("notes", "\r\n")];
    anna.post(&edit, &[&TICKET[..], &emptied].concat()).await.sent_to();
    assert_eq!(details(), Details::default());
    let entries = site.entries();
    anna.post(&edit, &[&TICKET[..], &emptied].concat()).await.sent_to();
    assert_eq!(site.entries(), entries, "nothing is left to change");
    // A wrong field keeps what was typed into the others, and what was not sent.
    let wrong = [("title", "x"), ("price", "no"), ("section", "Typed")];
    let wrong = anna.post(&edit, &wrong).await;
    assert_eq!(wrong.field("section"), Some("Typed"));
}

#[tokio::test]
async fn a_capped_price_is_refused_with_the_highest_that_is_allowed() {
    let site = Site::start_with(|config| {
        config.market.max_markup_percent = Some("10".parse().unwrap());
    })
    .await;
    let mut anna = site.user("anna").await;
    anna.get(&offer_path()).await.is(200, "at most 10 % above it");
    let before = site.entries();
    let refused = anna.post("/tickets", &form(&[])).await;
    assert_eq!(
        message(&refused, "face_value"),
        "Enter what is printed on the ticket: it may cost at most 10 % above the face value."
    );
    let over = [("price", "44.01"), ("face_value", "40")];
    let refused = anna.post("/tickets", &form(&over)).await;
    assert_eq!(
        message(&refused, "price"),
        "At most €44.00 is allowed here: 10 % above the face value."
    );
    // All that is wrong is said at once.
    let both = anna.post("/tickets", &form(&[over[0], over[1], ("venue", "")])).await;
    assert!(message(&both, "price").contains("44.00") && !message(&both, "venue").is_empty());
    assert_eq!(site.entries(), before, "nothing was listed");
    let most = [("price", "44"), ("face_value", "40")];
    let ticket = anna.post("/tickets", &form(&most)).await.sent_to();
    let edit = format!("{ticket}/edit");
    let before = site.entries();
    for (fields, field, says) in [
        (&[("price", "44.01")][..], "price", "At most €44.00"),
        (&[("price", "44"), ("face_value", "39")], "price", "At most €42.90"),
        (&[("price", "44"), ("face_value", "")], "face_value", "Enter what is printed"),
    ] {
        let refused = anna.post(&edit, &[&[("title", "Seated")], fields].concat()).await;
        assert!(message(&refused, field).contains(says), "{}", refused.body);
    }
    assert_eq!(site.entries(), before, "nothing was changed");
    anna.post(&edit, &[("title", "Seated"), ("price", "30")]).await.sent_to();
    let several = form(&[("price", "44.01"), ("face_value", "40"), ("quantity", "3")]);
    assert!(message(&anna.post("/tickets", &several).await, "price").contains("44.00"));
}

#[tokio::test(start_paused = true)]
async fn the_cap_is_the_tickets_own_rule() {
    let max_markup = Some("10".parse().unwrap());
    let prices = PriceRules { max_markup, ..PriceRules::NONE };
    let settings = holdfast::actors::Settings { prices, ..default_settings() };
    let market = TestMarket::start_with(settings).await;
    let seller = market.user().await;
    let listing = market.listing(seller, "40");
    let refused = market.market.list_seats(TicketId::new(), listing, vec![None, None], None).await;
    refused.unwrap_err();
    assert_eq!(market.market.tables().catalog().events_count(), 0);
    market.pass(Duration::from_secs(1)).await;
    market.assert_sound();
}

#[tokio::test]
async fn times_are_by_the_clocks_of_the_venue() {
    let site = Site::start_with(|config| {
        config.site.time_zone = "Europe/Berlin".parse().unwrap();
    })
    .await;
    let mut anna = site.user("anna").await;
    let form_at = |venue, city, zone, starts_at| {
        form(&[("venue", venue), ("city", city), ("time_zone", zone), ("starts_at", starts_at)])
    };
    let summer = "2099-07-01T20:00";
    for (venue, city, zone, starts_at, expect, says) in [
        ("Spree Hall", "Berlin", "", summer, "2099-07-01T18:00", "Europe/Berlin"),
        ("The Anchor", "London", "Europe/London", summer, "2099-07-01T19:00", "Europe/London"),
        // Known from then on, however it is written.
        ("the anchor", "LONDON", "", summer, "2099-07-01T19:00", "Europe/London"),
        ("The Anchor", "Berlin", "", summer, "2099-07-01T18:00", "Europe/Berlin"),
        ("The Bowl", "New York", "new york", summer, "2099-07-02T00:00", "America/New_York"),
        ("The Dome", "Tokyo", "asia/tokyo", summer, "2099-07-01T11:00", "Asia/Tokyo"),
        ("Gallus", "Zürich", "Zürich", summer, "2099-07-01T18:00", "Europe/Zurich"),
        // What is said counts more than what was known, and is known from then on.
        ("The Anchor", "London", "UTC", summer, "2099-07-01T20:00", "UTC"),
        ("The Anchor", "London", "", summer, "2099-07-01T20:00", "UTC"),
        // Clocks are put back: it comes twice, and the first is meant.
        ("Spree Hall", "Berlin", "", "2099-10-25T02:30", "2099-10-25T00:30", "Europe/Berlin"),
    ] {
        let sent = form_at(venue, city, zone, starts_at);
        let ticket = anna.post("/tickets", &sent).await.sent_to();
        let page = site.visitor().get(&ticket).await;
        page.is(200, &format!("datetime=\"{expect}:00.000Z\"")).is(200, says);
        page.is(200, &starts_at[11..]);
    }
    let before = site.entries();
    for (zone, starts_at, field, says) in [
        ("Mars/Olympus", summer, "time_zone", "not known"),
        ("Etc/Unknown", summer, "time_zone", "not known"),
        ("../../etc/passwd", summer, "time_zone", "not known"),
        ("...", summer, "time_zone", "not known"),
        (&"x".repeat(5000), summer, "time_zone", "not known"),
        ("", "2099-03-29T02:30", "starts_at", "put forward"),
        ("London", "2099-03-29T01:30", "starts_at", "put forward"),
        ("Nowhere", "soon", "starts_at", "Write date and time"),
    ] {
        let answer = anna.post("/tickets", &form_at("New", "Berlin", zone, starts_at)).await;
        assert!(message(&answer, field).contains(says), "{zone}: {}", answer.body);
        let is_open = answer.body.contains("<details class=\"zone\" open>");
        assert_eq!(is_open, !zone.is_empty(), "what was typed is in sight");
    }
    assert_eq!(site.entries(), before);
}

#[tokio::test]
async fn an_events_page_says_what_where_when_and_how_its_tickets_stand() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let new = form(&[("time_zone", "Europe/London"), ("price", "30"), ("title", "Thirty")]);
    let ticket = anna.post("/tickets", &new).await.sent_to();
    let event = site.market.tables().catalog().listing(id_of(&ticket)).unwrap().event.to_string();
    let mut paths = vec![ticket];
    for (title, price) in [("Ten", "10"), ("Forty", "40"), ("Twenty", "20"), ("Five", "5")] {
        let fields = [("event_id", event.as_str()), ("title", title), ("price", price)];
        paths.push(anna.post("/tickets", &fields).await.sent_to());
    }
    let order = ben.buy(&paths[4], "5").await.sent_to();
    ben.pay(&order, crate::common::GOOD_CARD).await.sent_to();
    ben.buy(&paths[1], "10").await.sent_to();
    anna.post(&format!("{}/withdraw", paths[2]), &[]).await.sent_to();
    let page = site.visitor().event(&format!("/events/{event}")).await;
    page.is(200, "<h1>The Test Band</h1>").is(200, "Town Hall, Berlin");
    page.is(200, "Fri 1 May 2099, 20:00").is(200, "Europe/London");
    for (state, count) in [("available", 2), ("reserved", 1), ("sold", 1)] {
        page.is(200, &format!("data-count=\"{state}\">{count}</strong>"));
    }
    let order = ["Twenty", "Thirty", "Ten"].map(|title| page.body.find(&format!(">{title}</a>")));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}: {}", page.body);
    for gone in ["Forty", "Five"] {
        assert!(!page.body.contains(&format!(">{gone}</a>")), "{gone} is not for sale");
    }
}

#[tokio::test]
async fn what_is_done_is_said_where_one_comes_from() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let fields = [&EVENT[..], &[("title", "Row"), ("price", "10"), ("quantity", "10")]].concat();
    for _ in 0..6 {
        anna.post("/tickets", &fields).await.sent_to();
    }
    let last = anna.get("/selling").await;
    let (_, last) = last.body.split_once("href=\"/selling?after=").unwrap();
    let here = format!("/selling?after={}", &last[..36]);
    let page = anna.get(&here).await;
    assert_eq!(page.field("after"), Some(&here["/selling?after=".len()..]));
    let ticket = format!("/tickets/{}", page.attr("data-ticket-id").unwrap());
    let said = async |anna: &mut Visitor, path: String, says: &str| {
        let page = anna.get(&path).await;
        page.is(200, &format!("<p class=\"notice done\" role=\"status\">{says}"));
    };
    let edit = [("title", "Row 5"), ("price", "11")];
    let to = anna.post(&format!("{ticket}/edit"), &edit).await.sent_to();
    assert_eq!(to, format!("{ticket}?done=saved"));
    said(&mut anna, to, "Your changes are saved.").await;
    let next = [("next", here.as_str())];
    let to = anna.post(&format!("{ticket}/withdraw"), &next).await.sent_to();
    assert_eq!(to, format!("{here}&done=withdrawn"));
    said(&mut anna, to, "The ticket is withdrawn.").await;
    let away = [("next", "https://example.org/")];
    let to = anna.post(&format!("{ticket}/withdraw"), &away).await.sent_to();
    assert_eq!(to, "/?done=withdrawn");
    let page = anna.get("/selling?done=%3Cb%3E").await;
    assert!(!page.body.contains("notice done"), "only what is known is said: {}", page.body);
}

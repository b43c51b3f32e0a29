//! One seat is not for sale twice: by one seller never, by two not without everybody being told.

use super::{form, id_of};
use crate::common::{GOOD_CARD, Site};

const SEAT: [(&str, &str); 3] = [("section", "A"), ("row", "5"), ("seat", "12")];
const WARNING: &str = "Another seller offers the same seat";

async fn site() -> Site {
    Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await
}

#[tokio::test]
async fn a_seller_is_told_which_listing_has_the_seat() {
    let site = site().await;
    let mut anna = site.user("anna").await;
    let first = anna.post("/tickets", &form(&SEAT)).await.sent_to();
    let event = site.market.tables().ticket(id_of(&first)).unwrap().unwrap().event.to_string();
    let again = |seat: &'static [(&str, &str)], more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("title", "Another"), ("price", "40")];
        fields.extend_from_slice(seat);
        fields.extend_from_slice(more);
        fields
    };
    let before = site.entries();
    let link = format!("href=\"{first}\"");
    for seat in [
        again(&[("section", "Block a"), ("row", "05"), ("seat", "１２")], &[]),
        // None of several is listed if one of them is not free.
        again(&[("section", "A"), ("row", "5"), ("seat", "10")], &[("quantity", "4")]),
    ] {
        let fields = [&[("event_id", event.as_str())], &seat[..]].concat();
        let page = anna.post("/tickets", &fields).await;
        page.is(409, "each seat is sold once").is(409, &link).is(409, "seat-error");
        page.is(409, "value=\"Another\"");
    }
    // The event typed anew is another, and the same to everybody.
    let page = anna.post("/tickets", &form(&SEAT)).await;
    page.is(409, "each seat is sold once").is(409, &link);
    assert_eq!(site.entries(), before);
    let twice = again(&[("row", "5"), ("seat", "A1, a-01")], &[("quantity", "2")]);
    let twice = [&[("event_id", event.as_str())], &twice[..]].concat();
    assert_eq!(anna.post("/tickets", &twice).await.status, 422, "two of one form");
    assert_eq!(site.entries(), before, "nothing has changed");

    let other = [&[("event_id", event.as_str())], &again(&[("seat", "13")], &[])[..]].concat();
    let other = anna.post("/tickets", &other).await.sent_to();
    let edit = [&[("title", "Another"), ("price", "40")], &SEAT[..]].concat();
    let page = anna.post(&format!("{other}/edit"), &edit).await;
    page.is(409, "each seat is sold once").is(409, &link).is(409, "value=\"5\"");
}

#[tokio::test]
async fn two_sellers_of_a_seat_are_shown_to_all_until_an_admin_settles_it() {
    let site = site().await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let mut root = site.user("root").await;
    let annas = anna.post("/tickets", &form(&SEAT)).await.sent_to();
    let event = site.market.tables().ticket(id_of(&annas)).unwrap().unwrap().event;
    let (of, page) = (event.to_string(), format!("/events/{event}/the-test-band"));
    let fields = [&[("event_id", of.as_str()), ("title", "Seat"), ("price", "50")], &SEAT[..]];
    assert!(!cleo.get(&page).await.body.contains(WARNING));
    let bens = ben.post("/tickets", &fields.concat()).await.sent_to();

    assert_eq!(cleo.get(&page).await.body.matches(WARNING).count(), 2, "in the list");
    for ticket in [&annas, &bens] {
        let ticket = cleo.get(ticket).await;
        ticket.is(200, WARNING).is(200, "at your own risk").is(200, "/buy\"");
    }
    anna.get(&annas).await.is(200, "Buyers are told so");
    let order = cleo.buy(&annas, "40").await.sent_to();
    cleo.get(&order).await.is(200, "at your own risk");
    cleo.pay(&order, GOOD_CARD).await.sent_to();
    cleo.get(&bens).await.is(200, WARNING);

    let list = root.get("/admin/tickets/disputed").await;
    let [one, other] = [&annas, &bens].map(|path| id_of(path).to_string());
    list.is(200, &one).is(200, &other);
    root.get("/admin/tickets/disputed?q=ben%40example.org").await.is(200, &other);
    let note = format!("Others offer the same seat or have sold it: {other}");
    root.get(&format!("/admin/tickets?q={one}")).await.is(200, &note);
    let settle = format!("/admin{bens}/settle");
    let before = site.entries();
    for stranger in [&mut anna, &mut ben] {
        assert_eq!(stranger.get("/admin/tickets/disputed").await.status, 404);
        assert_eq!(stranger.post(&settle, &[("reason", "Mine")]).await.status, 404);
    }
    root.post(&settle, &[("reason", " ")]).await.is(422, "Nothing was done.");
    assert_eq!(site.entries(), before);
    let shown = root.post(&settle, &[("reason", "Two <halls>")]).await.sent_to();
    root.get(&shown).await.is(200, "settled by root@example.org: Two &lt;halls&gt;");
    root.post(&settle, &[("reason", "Two halls")]).await.sent_to();
    // And that the list was looked at.
    assert_eq!(site.entries(), before + 2, "twice is once");
    assert!(!cleo.get(&page).await.body.contains(WARNING));
    assert!(!cleo.get(&bens).await.body.contains(WARNING));
    root.get("/admin/tickets/disputed").await.is(200, "Nothing");
}

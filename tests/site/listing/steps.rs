//! A listing step by step, as browsers without a script go: the event is chosen or described, then the
//! seats and the price, with what comes of it.

use super::{TICKET, form, id_of};
use crate::common::{EVENT, GOOD_CARD, Site, Visitor, encode, offer_path};

/// The paths of the events that a page of the first step offers.
fn offered(page: &str) -> Vec<&str> {
    let paths = page.split("href=\"").map(|rest| rest.split('"').next().unwrap_or_default());
    paths.filter(|path| path.starts_with("/sell?event_id=")).collect()
}

/// Where the form for a described event leads.
fn described(event: &[(&str, &str)]) -> String {
    let fields = event.iter().map(|(name, value)| format!("{name}={}", encode(value)));
    format!("/sell/new?{}", fields.collect::<Vec<_>>().join("&"))
}

async fn list_event(visitor: &mut Visitor, name: &str, day: u32) {
    let starts_at = format!("2099-05-{day:02}T20:00");
    let fields = form(&[("event_name", name), ("starts_at", &starts_at)]);
    visitor.post("/tickets", &fields).await.sent_to();
}

#[tokio::test]
async fn every_event_can_be_chosen_however_many_there_are() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let none = anna.get("/sell").await;
    none.is(200, "Step 1 of 3").is(200, "href=\"/sell/new\"");
    assert!(offered(&none.body).is_empty());
    for day in 1..=23 {
        list_event(&mut anna, &format!("Evening {day}"), day).await;
    }
    let first = anna.get("/sell").await;
    assert_eq!(offered(&first.body).len(), 20);
    first.is(200, "Evening 1<").is(200, "There are more.").is(200, "1 for sale");
    let (_, next) = first.body.split_once("rel=\"next\" href=\"").unwrap();
    let rest = anna.get(&next[..next.find('"').unwrap()]).await;
    assert_eq!(offered(&rest.body).len(), 3);
    rest.is(200, "Evening 23<");
    // By its name, a typo forgiven.
    let found = anna.get("/sell?find=evenign+17").await;
    found.is(200, "Evening 17<");
    assert_eq!(offered(&found.body).len(), 1);
    let none = anna.get("/sell?find=%3Cb%3Enowhere").await;
    none.is(200, "data-found-none").is(200, "event_name=%3Cb%3Enowhere");
    // It leads to the second step.
    let form = anna.get(offered(&found.body)[0]).await;
    form.is(200, "Step 2 of 3").is(200, "<strong>Evening 17</strong>");
    let event = form.field("event_id").unwrap().to_owned();
    let fields = [("event_id", event.as_str()), TICKET[0], TICKET[1]];
    anna.post("/tickets", &fields).await.sent_to();
    // One that is none says so, and lets choose another.
    let wrong = anna.get("/sell?event_id=1").await;
    wrong.is(200, "There is no such event.");
    assert_eq!(offered(&wrong.body).len(), 20);
}

#[tokio::test]
async fn who_describes_an_event_that_is_there_is_asked_whether_it_is_that_one() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let wrong = anna.get(&described(&[("event_name", "The Test Band"), ("venue", "")])).await;
    wrong.is(422, "id=\"venue-error\"").is(422, "value=\"The Test Band\"");
    // The first of its kind is asked for its seats at once, and nothing is made before these are sent.
    let before = site.entries();
    let first = anna.get(&described(&EVENT)).await;
    first.is(200, "Step 2 of 3").is(200, "<strong>The Test Band</strong>");
    assert_eq!(site.entries(), before);
    let kept: Vec<_> = EVENT.iter().map(|(name, _)| first.field(name).unwrap()).collect();
    assert_eq!(kept, EVENT.map(|(_, value)| value), "it is sent with the ticket");
    let ticket = anna.list("Row 1", "10").await;
    let event = site.market.tables().catalog().listing(id_of(&ticket)).unwrap().event;

    for again in [
        EVENT.to_vec(),
        vec![("event_name", "the TESTBAND"), ("venue", "town-hall"), ("city", "Bérlin"), EVENT[3]],
        vec![EVENT[0], ("venue", "Elsewhere"), EVENT[2], ("starts_at", "2099-05-01T18:30")],
    ] {
        let asked = anna.get(&described(&again)).await;
        asked.is(200, "Is it this one?").is(200, &format!("data-similar=\"{event}\""));
        assert_eq!(offered(&asked.body), [format!("/sell?event_id={event}")], "one press takes it");
        // One press makes the other.
        assert_eq!(asked.field("event_name"), Some(again[0].1));
        let sure = [again.clone(), vec![("sure", "yes")]].concat();
        anna.get(&described(&sure)).await.is(200, "Step 2 of 3");
    }
    for other in [
        vec![("event_name", "The Rest Home"), EVENT[1], EVENT[2], EVENT[3]],
        vec![EVENT[0], ("venue", "Elsewhere"), ("city", "Rome"), EVENT[3]],
        vec![EVENT[0], EVENT[1], EVENT[2], ("starts_at", "2099-05-03T20:00")],
    ] {
        anna.get(&described(&other)).await.is(200, "Step 2 of 3");
    }
    // Back to what was typed.
    let change = [&EVENT[..], &[("change", "yes"), ("sure", "yes")]].concat();
    let change = anna.get(&described(&change)).await;
    change.is(200, "action=\"/sell/new\"");
    assert_eq!(change.field("venue"), Some("Town Hall"));
}

#[tokio::test]
async fn an_event_of_several_days_is_made_with_its_end() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for (wrong, says) in [
        ("2099-05-01T20:00", "ends after it starts"),
        ("2199-05-01T20:00", "ends after it starts"),
        ("some day", "id=\"ends_at-error\""),
    ] {
        let fields = [&EVENT[..], &[("ends_at", wrong)]].concat();
        let page = anna.get(&described(&fields)).await;
        page.is(422, "id=\"ends_at-error\"").is(422, says);
        assert_eq!(page.field("ends_at"), Some(wrong), "it is kept");
    }
    let fields = [&EVENT[..], &[("ends_at", "2099-05-03T18:00")]].concat();
    let page = anna.get(&described(&fields)).await;
    page.is(200, "Step 2 of 3");
    assert_eq!(page.field("ends_at"), Some("2099-05-03T18:00"), "it is sent with the ticket");
    let before = site.entries();
    let ticket = [&fields[..], &[("title", "Row 1"), ("price", "10")]].concat();
    let ticket = anna.post("/tickets", &ticket).await.sent_to();
    assert_eq!(site.entries(), before + 1, "it is said in the entry that makes it");
    let event = site.market.tables().catalog().listing(id_of(&ticket)).unwrap().event;
    let page = anna.event(&format!("/events/{event}")).await;
    page.is(200, "\"endDate\":\"2099-05-03T18:00:00+00:00\"").is(200, "3 May 2099, 18:00");
}

#[tokio::test]
async fn a_seller_sees_what_they_get_and_what_others_ask() {
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "10".parse().unwrap();
        config.market.max_markup_percent = Some("10".parse().unwrap());
    })
    .await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut event = String::new();
    for price in ["50", "30", "41"] {
        let mut fields = form(&[("price", price), ("face_value", "60")]);
        if !event.is_empty() {
            fields.push(("event_id", &event));
        }
        let ticket = ben.post("/tickets", &fields).await.sent_to();
        event = site.market.tables().catalog().listing(id_of(&ticket)).unwrap().event.to_string();
    }
    let path = format!("/sell?event_id={event}");
    let page = anna.get(&path).await;
    page.is(200, "3 tickets for this event are for sale: from €30.00 on, half of them for €41.00");
    assert!(!page.body.contains("You get"), "nothing is asked yet");
    let asked = anna.get(&format!("{path}&price=40&quantity=3&face_value=40&row=5")).await;
    asked.is(200, "You get €40.00 for each of 3 tickets, €120.00 in all.");
    asked.is(200, "Who buys pays €44.00 for each.");
    assert_eq!((asked.field("price"), asked.field("row")), (Some("40"), Some("5")));
    assert!(!asked.body.contains("role=\"alert\""), "nothing was sent yet");
    for (typed, says) in [
        ("price=44.01&face_value=40", "At most €44.00 is allowed here"),
        ("price=44.01", "Enter what is printed on the ticket"),
        ("price=x", "Write the price"),
        ("price=%3Cb%3E", "Write the price"),
    ] {
        let page = anna.get(&format!("{path}&{typed}")).await;
        let (_, shown) = page.body.split_once("id=\"proceeds\"").unwrap();
        assert!(shown[..shown.find("</div>").unwrap()].contains(says), "{typed}: {}", page.body);
    }
    // Of an event that is to be made, too.
    let new = format!("{}&price=40&face_value=40", offer_path());
    anna.get(&new).await.is(200, "You get €40.00.");
}

#[tokio::test]
async fn what_was_bought_is_sold_on_with_what_is_known_of_it() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let place = [("section", "Block B"), ("row", "5"), ("seat", "12"), ("face_value", "35.00")];
    let ticket = anna.post("/tickets", &form(&place)).await.sent_to();
    let order = ben.buy(&ticket, "40").await.sent_to();
    assert!(!ben.get(&order).await.body.contains("/sell?order="), "it is not theirs yet");
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let path = format!("/sell?order={}", order.rsplit('/').next().unwrap());
    ben.get(&order).await.is(200, &format!("href=\"{path}\""));
    let page = ben.get(&path).await;
    page.is(200, "Step 2 of 3").is(200, "You paid €40.00 for it.");
    for (name, value) in [("title", "Seated"), ("price", "40.00")].iter().chain(&place) {
        assert_eq!(page.field(name), Some(*value), "{name}");
    }
    // What is changed counts, and what it cost is still said.
    let changed =
        format!("{path}&event_id={}&title=Mine&price=30", page.field("event_id").unwrap());
    let changed = ben.get(&changed).await;
    changed.is(200, "You paid €40.00 for it.").is(200, "You get €30.00.");
    assert_eq!(changed.field("title"), Some("Mine"));
    let mut fields: Vec<_> = ["event_id", "title", "section", "row", "seat", "price", "ticket_id"]
        .map(|name| (name, page.field(name).unwrap()))
        .to_vec();
    fields.push(("quantity", "1"));
    let listed = ben.post("/tickets", &fields).await.sent_to();
    ben.get(&listed).await.is(200, "<dt>Seat</dt><dd>12</dd>");
    // Nobody else's order is sold on.
    anna.get(&path).await.is(404, "There is nothing here");
}

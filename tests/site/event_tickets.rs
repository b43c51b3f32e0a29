//! An event's tickets: looking for some of them, how they stand to what is printed on them, and what
//! was paid lately.

use super::common::{Answer, EVENT, GOOD_CARD, Site, Visitor};

/// The tickets that a page shows, in order.
fn shown(page: &Answer) -> Vec<String> {
    let marks = page.body.split("class=\"row\" data-ticket-id=\"").skip(1);
    marks.map(|rest| rest[..36].to_owned()).collect()
}

fn link(page: &Answer, rel: &str) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("rel=\"{rel}\" href=\""))?;
    let (path, _) = rest.split_once('"')?;
    Some(path.replace("&amp;", "&"))
}

/// The path of the event that a ticket is for.
async fn event_of(visitor: &mut Visitor, ticket: &str) -> String {
    let page = visitor.get(ticket).await.body;
    page[page.find("\"/events/").unwrap() + 1..].split('"').next().unwrap().to_owned()
}

/// Lists a ticket for the event at a path, or for a new one if that is empty; gives the ticket's.
async fn list(seller: &mut Visitor, event: &str, more: &[(&str, &str)]) -> String {
    let id = [("event_id", event.split('/').nth(2).unwrap_or_default())];
    let of = if event.is_empty() { &EVENT[..] } else { &id[..] };
    seller.post("/tickets", &[of, &[("title", "Seat")], more].concat()).await.sent_to()
}

#[tokio::test]
async fn what_is_looked_for_is_shown_and_carried_by_the_pages() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let first = list(
        &mut anna,
        "",
        &[("price", "10"), ("section", "Block A"), ("row", "1"), ("seat", "1")],
    )
    .await;
    let event = event_of(&mut anna, &first).await;
    let few = anna.get(&event).await;
    assert!(!few.body.contains("name=\"up_to\""), "there is nothing to choose from");
    for n in 0..7_u32 {
        let (price, row) = ((20 + n).to_string(), (n + 2).to_string());
        let seats =
            [("price", &*price), ("section", "Block A"), ("row", &*row), ("quantity", "10")];
        list(&mut anna, &event, &[&seats[..], &[("seat", "1")]].concat()).await;
    }
    list(&mut anna, &event, &[("price", "99"), ("section", "Balcony")]).await;

    let all = anna.get(&event).await;
    for offered in ["name=\"up_to\"", "value=\"Balcony\"", "value=\"Block A\""] {
        assert!(all.body.contains(offered), "{offered}");
    }
    assert!(!all.body.contains("data-filtered"));

    // Section and price: carried by what turns the page, both ways.
    let path = format!("{event}?together=&in_section=block+a&up_to=25%2C50");
    let one = anna.get(&path).await;
    one.is(200, "Only section block a · up to €25.50 each.");
    assert_eq!(shown(&one).len(), 50);
    let next = link(&one, "next").unwrap();
    for carried in ["in_section=block%20a", "up_to=25.50", "after="] {
        assert!(next.contains(carried), "{next}");
    }
    let two = anna.get(&next).await;
    two.is(200, "data-filtered");
    assert_eq!(shown(&two).len(), 11);
    assert!(shown(&two).iter().all(|ticket| !shown(&one).contains(ticket)));
    assert_eq!(link(&two, "next"), None);
    let back = anna.get(&link(&two, "prev").unwrap()).await;
    assert_eq!(shown(&back), shown(&one));

    // How many: rows alone, with that many chosen.
    let three = anna.get(&format!("{event}?together=3&up_to=22")).await;
    three.is(200, "3 side by side · up to €22.00 each");
    assert_eq!((shown(&three).len(), three.body.matches("data-seat-run=").count()), (0, 3));
    assert!(three.body.contains("<option value=\"3\" selected>"));

    // Nothing: said, with a way back and one to wait for just that.
    let none = anna.get(&format!("{event}?together=2&in_section=Balcony&up_to=99")).await;
    none.is(200, "No ticket here fits that");
    assert!(none.body.contains("href=\"#line\"") && none.body.contains("Show all 72"));
    let line = &none.body[none.body.find("id=\"line\"").unwrap()..];
    for typed in ["<option value=\"2\" selected>", "value=\"99\"", "value=\"Balcony\""] {
        assert!(line.contains(typed), "{typed}: {line}");
    }

    // What cannot be understood is ignored, and says so.
    let odd = anna.get(&format!("{event}?together=x&in_section=&up_to=-1")).await;
    odd.is(200, "“x” is ignored.");
    assert!(odd.body.contains("“-1” is ignored.") && !odd.body.contains("data-filtered"));
    for after in ["x", "0.x.0.0.0.0", "%00"] {
        anna.get(&format!("{event}?up_to=25&after={after}")).await.is(200, "data-filtered");
    }
}

#[tokio::test]
async fn a_price_with_the_fee_stands_beside_what_is_printed() {
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let mut anna = site.user("anna").await;
    let first = list(&mut anna, "", &[("price", "50"), ("face_value", "55")]).await;
    let event = event_of(&mut anna, &first).await;
    list(&mut anna, &event, &[("price", "45"), ("face_value", "55")]).await;
    list(&mut anna, &event, &[("price", "60"), ("face_value", "55")]).await;
    list(&mut anna, &event, &[("price", "70")]).await;
    let page = anna.get(&event).await;
    for (class, words) in [
        ("below", "10\u{a0}% below face value"),
        ("at", "at face value"),
        ("above", "20\u{a0}% above face value"),
    ] {
        page.is(200, &format!("data-face-value=\"{class}\">{words}<"));
    }
    assert_eq!(page.body.matches("data-face-value=").count(), 3);
}

#[tokio::test]
async fn what_was_paid_is_drawn_from_the_fifth_sale_on() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let mut event = String::new();
    let mut orders = vec![];
    for price in ["40", "42", "45", "50", "60"] {
        let ticket = list(&mut anna, &event, &[("price", price)]).await;
        event = event_of(&mut anna, &ticket).await;
        let before = ben.get(&event).await;
        assert!(!before.body.contains("data-sales="), "{} sales", orders.len());
        let order = ben.buy(&ticket, price).await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        orders.push(order);
    }
    let told = "Of the last 5 sales the median was €45.00;";
    ben.get(&event).await.is(200, &format!("{told} nothing is for sale just now."));
    list(&mut anna, &event, &[("price", "39")]).await;
    let drawn = ben.get(&event).await;
    drawn.is(200, &format!("{told} today from €39.00."));
    assert_eq!(drawn.body.matches("<circle ").count(), 5);
    // The same after a restart.
    let site = site.restart_with(|_| {}).await;
    let mut ben = site.visitor();
    ben.get(&event).await.is(200, &format!("{told} today from €39.00."));
    let mut anna = site.visitor();
    anna.sign_in("anna").await;
    let refund = format!("{}/refund", orders[4]);
    anna.post(&refund, &[("reason", "Off")]).await.sent_to();
    while ben.get(&event).await.body.contains("data-sales=\"5\"") {
        tokio::task::yield_now().await;
    }
    assert!(!ben.get(&event).await.body.contains("data-sales="), "four are too few");
}

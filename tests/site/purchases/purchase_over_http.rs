//! Three people trade over HTTP: what each sees, presses and is told.

use crate::common::{
    Answer, DECLINED_CARD, ERROR_CARD, EVENT, GOOD_CARD, POOR_CARD, Site, encode,
    time::{HOLD, clock, pass},
};

#[tokio::test]
async fn from_listing_to_owning() {
    let site = Site::start().await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let ticket = anna.list("Row 5, seat 12", "49.5").await;
    let event = event_of(&anna.get(&ticket).await);
    // A second one for the same event.
    let fields = [("event_id", event.as_str()), ("title", "Row 5, seat 13"), ("price", "60")];
    let second = anna.post("/tickets", &fields).await.sent_to();
    let home = site.visitor().get("/").await;
    home.is(200, "The Test Band").is(200, "2 tickets left").is(200, "49.50");
    assert_eq!(home.attr_of(&event, "data-available"), Some("2"));
    let answer = site.visitor().event(&format!("/events/{event}")).await;
    answer.is(200, "Row 5, seat 12").is(200, "Row 5, seat 13").is(200, "The Test Band");
    assert_eq!(answer.attr_of(&ticket, "data-ticket-status"), Some("available"));
    assert_eq!(answer.attr_of(&second, "data-ticket-status"), Some("available"));
    site.visitor().get(&ticket).await.is(200, "Sign in to buy").is(200, "49.50");
    let sign_in = site.visitor().buy(&ticket, "49.50").await.sent_to();
    assert_eq!(sign_in, format!("/signin?next={ticket}"));
    anna.get(&ticket).await.is(200, "You are selling this ticket.");

    let price = ben.get(&ticket).await.field("price").unwrap().to_owned();
    assert_eq!(price, "49.50");
    let order = ben.buy(&ticket, &price).await.sent_to();
    assert_eq!(ben.buy(&ticket, &price).await.sent_to(), order, "a second press is the same order");
    let held = ben.get(&order).await;
    held.is(200, "Held for you until").is(200, "49.50");
    assert_eq!(held.attr_of(&order, "data-order-status"), Some("created"));
    let until = held.attr_of(&order, "data-expires-at").unwrap().to_owned();
    assert!(until.len() == 24 && until.ends_with('Z'), "RFC 3339 in UTC: {until}");
    ben.get(&ticket).await.is(200, "Go on to pay").is(200, &order);

    // To everyone else it is held, until when is said, and nothing more.
    let before = site.entries();
    for (mut visitor, says) in [
        (cleo.clone(), "Held by another buyer until"),
        (site.visitor(), "Held by another buyer until"),
        (anna.clone(), "Held by a buyer until"),
    ] {
        let answer = visitor.get(&ticket).await;
        answer.is(200, says);
        assert_eq!(answer.attr_of(&ticket, "data-ticket-status"), Some("reserved"));
        assert_eq!(answer.attr_of(&ticket, "data-expires-at"), Some(until.as_str()));
    }
    cleo.buy(&ticket, "49.50").await.is(409, "Somebody was faster").is(409, &until);
    anna.buy(&second, "60.00").await.is(403, "This is your own ticket");
    let edit = [("title", "Row 1"), ("price", "99")];
    anna.post(&format!("{ticket}/edit"), &edit).await.is(409, "A buyer holds this ticket until");
    anna.get(&format!("{ticket}/edit")).await.is(409, "A buyer holds this ticket until");
    let withdrawn = anna.post(&format!("{ticket}/withdraw"), &[]).await;
    withdrawn.is(409, "A buyer holds this ticket until");
    for mut stranger in [cleo.clone(), anna.clone()] {
        assert_eq!(stranger.get(&order).await.status, 404, "an order is its buyer's alone");
        assert_eq!(stranger.pay(&order, GOOD_CARD).await.status, 404);
        assert_eq!(stranger.cancel(&order).await.status, 404);
    }
    assert_eq!(site.entries(), before, "none of that changed anything");

    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    let paid = ben.get(&order).await;
    assert_eq!(paid.attr_of(&order, "data-order-status"), Some("completed"));
    assert_eq!(paid.attr_of(&order, "data-expires-at"), None);
    ben.get(&ticket).await.is(200, "It is yours.");
    cleo.get(&ticket).await.is(200, "Somebody else has bought it.");
    let home = cleo.get("/").await;
    assert_eq!(home.attr_of(&event, "data-available"), Some("1"), "the other one alone");
    let before = site.entries();
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order, "paying twice pays once");
    ben.cancel(&order).await.is(409, "This order is over");
    cleo.buy(&ticket, "49.50").await.is(409, "This ticket has just been sold.");
    anna.post(&format!("{ticket}/edit"), &edit).await.is(409, "This ticket is sold.");
    let withdrawn = anna.post(&format!("{ticket}/withdraw"), &[]).await;
    withdrawn.is(409, "This ticket is sold.");
    assert_eq!(site.entries(), before);

    let selling = anna.get("/selling").await;
    assert_eq!(selling.attr_of(&ticket, "data-ticket-status"), Some("sold"));
    assert_eq!(selling.attr_of(&second, "data-ticket-status"), Some("available"));
    let orders = ben.get("/orders").await;
    assert_eq!(orders.attr_of(&order, "data-order-status"), Some("completed"));
    cleo.get("/orders").await.is(200, "You have no orders here");
    cleo.get("/selling").await.is(200, "You have nothing listed here");
    for page in ["/account", "/orders", "/selling", "/sell", &order, &format!("{ticket}/edit")] {
        let next = site.visitor().get(page).await.sent_to();
        assert_eq!(next, format!("/signin?next={page}"));
    }
}

#[tokio::test]
async fn cards_that_fail_leave_the_rest_of_the_attempts() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let before = site.entries();
    for (number, expiry, cvc, says) in [
        ("", "12/34", "123", "Enter the card&#39;s number."),
        ("4111 1111 1111 1111", "12/34", "123", "This is not one of the sandbox"),
        ("4242 4242 4242 4241", "12/34", "123", "This is not a card number."),
        ("not a number", "12/34", "123", "This is not a card number."),
        (GOOD_CARD, "", "123", "Write the expiry as month/year"),
        (GOOD_CARD, "13/34", "123", "Write the expiry as month/year"),
        (GOOD_CARD, "01/20", "123", "This card has expired."),
        (GOOD_CARD, "12/34", "", "The code is the 3 or 4 digits"),
        (GOOD_CARD, "12/34", "12x", "The code is the 3 or 4 digits"),
    ] {
        let fields = [("card_number", number), ("card_expiry", expiry), ("card_cvc", cvc)];
        let answer = ben.post(&format!("{order}/pay"), &fields).await;
        let plain = answer.body.replace("'", "&#39;");
        assert!(answer.status == 422 && plain.contains(says), "{number}: {}", answer.body);
        // A card of the sandbox is no secret, and anything else may be one.
        let is_kept = answer.body.contains(&format!("value=\"{number}\""));
        assert!(number.is_empty() || is_kept == (number == GOOD_CARD), "{number}");
    }
    assert_eq!(site.entries(), before, "what is no card is no attempt");
    ben.pay(&order, DECLINED_CARD).await.is(402, "Your card was declined. You were not charged.");
    let page = ben.pay(&order, POOR_CARD).await;
    page.is(402, "Your card has insufficient funds. You were not charged.");
    assert_eq!(page.attr_of(&order, "data-order-status"), Some("awaiting_payment"));
    let last = ben.pay(&order, ERROR_CARD).await;
    last.is(402, "processing error");
    assert_eq!(last.attr_of(&order, "data-order-status"), Some("cancelled"));
    assert_eq!(last.attr_of(&order, "data-order-reason"), Some("payment_failed"));
    let free = site.visitor().get(&ticket).await;
    assert_eq!(free.attr_of(&ticket, "data-ticket-status"), Some("available"));
    ben.pay(&order, GOOD_CARD).await.is(409, "This order is over");
    let again = ben.buy(&ticket, "10").await.sent_to();
    assert_ne!(again, order);
    ben.pay(&again, DECLINED_CARD).await.is(402, "declined");
    assert_eq!(ben.pay(&again, GOOD_CARD).await.sent_to(), again, "another card goes");
}

#[tokio::test]
async fn a_form_sent_twice_charges_once() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let charge = ben.get(&order).await.field("attempt").unwrap().to_owned();
    let declined = [
        ("attempt", charge.as_str()),
        ("card_number", DECLINED_CARD),
        ("card_expiry", "12/34"),
        ("card_cvc", "123"),
    ];
    let pay = format!("{order}/pay");
    let (mut other, path) = (ben.clone(), pay.clone());
    let at_once = tokio::join!(ben.post(&pay, &declined), other.post(&path, &declined));
    for answer in [at_once.0, at_once.1] {
        assert!([303, 402].contains(&answer.status), "{}", answer.body);
    }
    let stale = ben.post(&pay, &declined).await;
    assert_eq!(stale.status, 402);
    let id = order.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(site.market.tables().order(id).unwrap().unwrap().failed_attempts, 1);
    // A charge of somebody else's order is not taken up.
    let mut cleo = site.user("cleo").await;
    let other = anna.list("Row 6", "10").await;
    let theirs = cleo.buy(&other, "10").await.sent_to();
    let mut fields = declined;
    fields[1].1 = GOOD_CARD;
    assert_eq!(cleo.post(&format!("{theirs}/pay"), &fields).await.sent_to(), theirs);
    let paid = cleo.get(&theirs).await;
    assert_eq!(paid.attr_of(&theirs, "data-order-status"), Some("completed"));
}

#[tokio::test]
async fn of_buyers_at_one_instant_one_gets_it() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let mut buyers = vec![];
    for name in ["ben", "cleo", "dora", "emil"] {
        buyers.push(site.user(name).await);
    }
    let presses = buyers.into_iter().flat_map(|buyer| [buyer.clone(), buyer]).map(|mut buyer| {
        let ticket = ticket.clone();
        tokio::spawn(async move { buyer.buy(&ticket, "10").await })
    });
    let presses: Vec<_> = presses.collect();
    let mut orders = vec![];
    for press in presses {
        let answer = press.await.unwrap();
        match answer.status {
            303 => orders.push(answer.sent_to()),
            _ => drop(answer.is(409, "held for another buyer until")),
        }
    }
    assert_eq!(orders.len(), 2, "both presses of one buyer: {orders:?}");
    assert_eq!(orders[0], orders[1]);
    assert_eq!(site.market.tables().catalog().open_orders.len(), 1);
}

#[tokio::test]
async fn a_price_that_changed_is_shown_and_not_charged() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let seen = ben.get(&ticket).await.field("price").unwrap().to_owned();
    let edit = [("title", "Row 5, aisle"), ("price", "12.50")];
    assert_eq!(
        anna.post(&format!("{ticket}/edit"), &edit).await.sent_to(),
        format!("{ticket}?done=saved")
    );
    let before = site.entries();
    let answer = ben.buy(&ticket, &seen).await;
    answer.is(409, "it is €12.50 now").is(409, "Row 5, aisle");
    assert_eq!(answer.field("price"), Some("12.50"), "the button is for the new price");
    for price in ["", "free", "0"] {
        ben.buy(&ticket, price).await.is(422, "Press Buy again");
    }
    assert_eq!(site.entries(), before);
    let order = ben.buy(&ticket, "12.5").await.sent_to();
    ben.get(&order).await.is(200, "12.50");
    // Who is not the seller changes nothing.
    let not_theirs = ben.post(&format!("{ticket}/edit"), &edit).await;
    not_theirs.is(403, "Only its seller can change this ticket.");
    assert_eq!(ben.get(&format!("{ticket}/edit")).await.status, 403);
    assert_eq!(ben.post(&format!("{ticket}/withdraw"), &[]).await.status, 403);
}

#[tokio::test]
async fn cancelling_and_withdrawing() {
    let site = Site::start().await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    assert_eq!(ben.cancel(&order).await.sent_to(), order);
    assert_eq!(ben.cancel(&order).await.sent_to(), order, "once more changes nothing");
    let over = ben.get(&order).await;
    assert_eq!(over.attr_of(&order, "data-order-status"), Some("cancelled"));
    assert_eq!(over.attr_of(&order, "data-order-reason"), Some("buyer"));
    ben.pay(&order, GOOD_CARD).await.is(409, "This order is over");
    let theirs = cleo.buy(&ticket, "10").await.sent_to();
    cleo.cancel(&theirs).await.sent_to();
    let withdraw = format!("{ticket}/withdraw");
    for _ in 0..2 {
        assert_eq!(anna.post(&withdraw, &[]).await.sent_to(), "/selling?done=withdrawn");
    }
    cleo.buy(&ticket, "10").await.is(409, "This ticket was withdrawn.");
    let edit = [("title", "Row 5"), ("price", "9")];
    anna.post(&format!("{ticket}/edit"), &edit).await.is(409, "This ticket is withdrawn.");
    cleo.get(&ticket).await.is(200, "It was withdrawn from sale.");
}

#[tokio::test]
async fn when_the_time_is_up_the_next_buyer_gets_it() {
    let site = Site::start_by(clock(), |_| {}).await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    cleo.buy(&ticket, "10").await.is(409, "held for another buyer");
    pass(HOLD).await;
    let free = |answer: &Answer| answer.attr_of(&ticket, "data-ticket-status") == Some("available");
    cleo.until(&ticket, free).await;
    let late = ben.pay(&order, GOOD_CARD).await;
    late.is(409, "You were not charged.");
    let late = ben.pay(&order, "not even a card").await;
    assert_eq!(late.status, 409);
    let over = |answer: &Answer| answer.attr_of(&order, "data-order-reason") == Some("expired");
    ben.until(&order, over).await;
    let theirs = cleo.buy(&ticket, "10").await.sent_to();
    assert_eq!(cleo.pay(&theirs, GOOD_CARD).await.sent_to(), theirs);
    let paid = cleo.get(&theirs).await;
    assert_eq!(paid.attr_of(&theirs, "data-order-status"), Some("completed"));
    let (code, said) = crate::common::program::verify(site.folder.path());
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn browsing_shows_the_soonest_first_in_pages_of_24() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let mut list = async |year: u32, name: &str| {
        let starts_at = format!("{year}-05-01T20:00");
        let mut fields = [&EVENT[..], &[("title", "Seat"), ("price", "10")]].concat();
        (fields[0].1, fields[3].1) = (name, &starts_at);
        anna.post("/tickets", &fields).await.sent_to()
    };
    // Listed in another order than they take place.
    for n in 0..101 {
        let year = 2040 + n * 37 % 101;
        list(year, &format!("Year {year}")).await;
    }
    let mut shown = vec![];
    for (page, expect) in
        [("/", 24), ("/?page=2", 24), ("/?page=3", 24), ("/?page=4", 24), ("/?page=5", 5)]
    {
        let answer = site.visitor().get(page).await;
        let titles = years(&answer);
        assert_eq!(titles.len(), expect, "{page}");
        shown.extend(titles);
    }
    assert_eq!(shown, (2040..2141).collect::<Vec<_>>());
    let last = years(&site.visitor().get("/?page=5").await);
    for beyond in ["6", "99999999999", "18446744073709551615"] {
        assert_eq!(years(&site.visitor().get(&format!("/?page={beyond}")).await), last);
    }
    for odd in ["0", "-1", "x", "", "%FF", "18446744073709551616", &encode("1 OR 1=1")] {
        let answer = site.visitor().get(&format!("/?page={odd}")).await;
        assert_eq!(years(&answer)[0], 2040, "{odd}");
    }
    let own = anna.get("/selling").await.body.matches("data-ticket-id").count();
    assert_eq!(own, 50, "the list of one's own has more");
}

fn years(page: &Answer) -> Vec<u32> {
    let parts = page.body.split(">Year ").skip(1);
    parts.map(|part| part[..4].parse().unwrap()).collect()
}

fn event_of(ticket: &Answer) -> String {
    let at = ticket.body.find("/events/").unwrap() + "/events/".len();
    ticket.body[at..at + 36].to_owned()
}

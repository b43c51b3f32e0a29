//! The site's fee: everyone sees what they will pay, from the first price on, and pays that.

use crate::common::{Answer, GOOD_CARD, Site, Visitor, offer_path, stream::Stream};
use holdfast::{
    audit::Auditor, config::Config, harness::stripe::ScriptedStripe, storage::journal,
    types::Percent,
};

fn percent(text: &str) -> Percent {
    text.parse().unwrap()
}

async fn site(fee: &str) -> Site {
    Site::start_with(|config| config.market.buyer_fee_percent = percent(fee)).await
}

/// The path of the event of a ticket.
async fn event_of(visitor: &mut Visitor, ticket: &str) -> String {
    let page = visitor.get(ticket).await;
    let at = page.body.find("\"/events/").unwrap() + 1;
    page.body[at..].split('"').next().unwrap().to_owned()
}

/// What a page's prices are, as its elements have them.
fn prices(page: &Answer) -> Vec<&str> {
    let parts = page.body.split("<data class=\"price\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap()).collect()
}

#[track_caller]
fn says_nothing_of(page: &Answer, text: &str) {
    assert!(!page.body.contains(text), "{text:?} is on the page: {}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_what_they_will_pay() {
    let site = site("10").await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    anna.get(&offer_path()).await.is(200, "Buyers pay a fee of 10 % on top.");
    let ticket = anna.list("Row 5", "45").await;
    let event = event_of(&mut ben, &ticket).await;

    let mut visitor = site.visitor();
    for path in ["/", "/?q=test&sort=cheapest", &event, &ticket] {
        for reader in [&mut visitor, &mut ben] {
            let page = reader.get(path).await;
            assert_eq!(prices(&page), ["49.50"], "{path}");
            page.is(200, "with this site’s fee of 10 % included");
            says_nothing_of(&page, "45.00");
        }
    }
    for reader in [&mut visitor, &mut ben] {
        reader.get(&ticket).await.is(200, "<span data-fee>€4.50</span> of it is this site’s fee");
    }
    let page = ben.get(&ticket).await;
    assert_eq!(page.field("price"), Some("49.50"));
    page.is(200, "Buy for €49.50");
    for path in ["/live".to_owned(), format!("{}/live", &event[..44]), format!("{ticket}/live")] {
        let told = Stream::open(site.address, &path).message().unwrap();
        assert_eq!((&told["price"], &told["fee"]), (&"49.50".into(), &"4.50".into()), "{path}");
    }

    // Sellers see what they asked for, and what it comes to.
    anna.get(&ticket).await.is(200, "You get €45.00; buyers pay ").is(200, "value=\"49.50\"");
    assert_eq!(prices(&anna.get("/selling").await), ["45.00"]);
    let edit = anna.get(&format!("{ticket}/edit")).await;
    edit.is(200, "Buyers pay a fee of 10 % on top.");
    assert_eq!(edit.field("price"), Some("45.00"));
    let selling = anna.get("/selling").await;
    selling.is(200, "Prices are what you get; buyers pay a fee of 10 % on top.");
    says_nothing_of(&selling, "49.50");
    says_nothing_of(&selling, "included");

    // What is refused is said in the same prices.
    for seen in ["45", "49.49", "54.45"] {
        ben.buy(&ticket, seen).await.is(409, "it is €49.50 now");
    }
    let mut stream = Stream::open(site.address, &format!("{ticket}/live"));
    anna.post(&format!("{ticket}/edit"), &[("title", "Row 5"), ("price", "50")]).await.sent_to();
    while stream.message().unwrap()["price"] != "55.00" {}
    ben.buy(&ticket, "49.50").await.is(409, "it is €55.00 now");
    anna.get(&ticket).await.is(200, "from €45.00 before the fee to €50.00 before the fee");
    sound(site).await;
}

#[tokio::test]
async fn it_is_said_wherever_money_is() {
    let site = site("10").await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "45").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    let parts = "€49.50, of which €4.50 fee";
    assert_eq!(prices(&ben.get("/orders").await), ["49.50"]);
    let page = ben.get(&order).await;
    assert_eq!(prices(&page), ["49.50"; 2], "above the form and beside it");
    page.is(200, parts).is(200, "Pay €49.50");
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    ben.get(&order).await.is(200, "You paid €49.50, of which €4.50 fee");

    let page = anna.get(&order).await;
    assert_eq!(prices(&page), ["45.00"], "for the seller");
    page.is(200, "The buyer pays €49.50, of which €4.50 fee");
    page.is(200, "gets back all of the €49.50, of which €4.50 fee");
    let receipt = format!("{order}/receipt");
    for reader in [&mut anna, &mut ben] {
        let page = reader.get(&receipt).await;
        for (name, sum) in [("Price", "€45.00"), ("Fee", "€4.50"), ("Paid", "<strong>€49.50")]
        {
            page.is(200, &format!("<dt>{name}</dt><dd>{sum}"));
        }
    }
    assert_eq!(anna.post(&format!("{order}/refund"), &[("reason", "Off")]).await.sent_to(), order);
    let back = "Refunded: the buyer gets back €49.50, of which €4.50 fee";
    anna.until(&order, |page| page.body.contains(back)).await;
    ben.get(&receipt).await.is(200, "<dt>Refunded</dt><dd><strong>€49.50");
    sound(site).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_one_nothing_is_said() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "49.50").await;
    let told = Stream::open(site.address, &format!("{ticket}/live")).message().unwrap();
    assert_eq!(told.get("fee"), None);
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let receipt = format!("{order}/receipt");
    let edit = format!("{ticket}/edit");
    for path in ["/", "/sell", &offer_path(), &ticket, &order, &receipt, &edit] {
        for reader in [&mut anna, &mut ben] {
            let page = reader.get(path).await;
            let words = page.body.split(|c: char| !c.is_alphanumeric());
            assert!(words.into_iter().all(|word| word != "fee"), "{path}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn one_looks_for_what_one_pays() {
    let site = site("2.5").await;
    let mut anna = site.user("anna").await;
    // 9.99, 10.00, 10.01, 10.25 and 20.50 with the fee.
    for price in ["9.75", "9.76", "9.77", "10", "20"] {
        anna.list("Row", price).await;
    }
    let mut visitor = site.visitor();
    for (query, expect) in [
        ("min_price=10", &["10.00", "10.01", "10.25", "20.50"][..]),
        ("max_price=10", &["9.99", "10.00"]),
        ("min_price=10&max_price=10", &["10.00"]),
        ("min_price=10.02&max_price=10.24", &[]),
        ("max_price=20.49", &["9.99", "10.00", "10.01", "10.25"]),
        ("min_price=20.50", &["20.50"]),
    ] {
        let page = visitor.get(&format!("/?sort=cheapest&{query}")).await;
        assert_eq!(prices(&page), expect, "{query}");
    }
}

/// Whoever was faster than the change pays what they saw; whoever was not is asked again.
#[tokio::test]
async fn another_fee_changes_what_tickets_cost_but_no_order() {
    let site = site("10").await;
    let (mut anna, mut ben, mut cleo) =
        (site.user("anna").await, site.user("ben").await, site.user("cleo").await);
    let (held, free) = (anna.list("Row 1", "45").await, anna.list("Row 2", "45").await);
    let order = ben.buy(&held, "49.50").await.sent_to();
    assert_eq!(cleo.get(&free).await.field("price"), Some("49.50"));
    let folder = site.stop().await;
    let open = |fee: &'static str| {
        let data = folder.path().join("data");
        move |config: &mut Config| {
            config.storage.path = data;
            config.market.buyer_fee_percent = percent(fee);
        }
    };

    let site = Site::start_with(open("20")).await;
    for visitor in [&mut anna, &mut ben, &mut cleo] {
        visitor.address = site.address;
    }
    cleo.buy(&free, "49.50").await.is(409, "it is €54.00 now");
    let page = cleo.get(&free).await;
    assert_eq!(page.field("price"), Some("54.00"));
    ben.get(&held).await.is(200, "value=\"49.50\"");
    assert_eq!(prices(&cleo.get(&held).await), ["54.00"], "what it would cost another");
    ben.get(&order).await.is(200, "€49.50, of which €4.50 fee");
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let order = ben.get(&order).await;
    order.is(200, "You paid €49.50, of which €4.50 fee");
    assert_eq!(cleo.buy(&free, "54").await.status, 303);
    site.stop().await;

    // Without any, and with one that is too much for what is listed.
    let site = Site::start_with(open("0")).await;
    anna.address = site.address;
    let dear = anna.list("Row 3", "999999.99").await;
    site.stop().await;
    let site = Site::start_with(open("1000")).await;
    cleo.address = site.address;
    assert_eq!(prices(&cleo.get(&dear).await), ["999999.99"]);
    cleo.buy(&dear, "999999.99").await.is(409, "This ticket cannot be sold now");
    cleo.get("/").await.is(200, "999999.99");
    site.stop().await;
    audit(&folder.path().join("data"));
}

#[tokio::test]
async fn in_every_currency_it_is_what_can_be_charged() {
    for (currency, fee, asked, total, part, paid) in [
        ("JPY", "5", "1010", "1061", "¥51", "¥1,061"),
        ("KWD", "2.5", "10.01", "10.260", "KWD\u{a0}0.250", "KWD\u{a0}10.260"),
        ("ISK", "5", "1010", "1061.00", "ISK\u{a0}51.00", "ISK\u{a0}1,061.00"),
        ("EUR", "0.01", "1", "1.00", "€0.00", "€1.00"),
    ] {
        let site = Site::start_with(|config| {
            config.site.currency = currency.parse().unwrap();
            config.market.buyer_fee_percent = percent(fee);
        })
        .await;
        let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
        let ticket = anna.list("Row 5", asked).await;
        let page = ben.get(&ticket).await;
        assert_eq!(page.field("price"), Some(total), "{currency}");
        page.is(200, &format!("<span data-fee>{part}</span> of it"));
        let order = ben.buy(&ticket, total).await.sent_to();
        ben.pay(&order, GOOD_CARD).await.sent_to();
        ben.get(&order).await.is(200, &format!("You paid {paid}"));
        sound(site).await;
    }
}

#[tokio::test]
async fn stripe_charges_the_total_and_no_price_that_it_cannot() {
    let stripe = ScriptedStripe::start().await;
    let set = |config: &mut Config| config.market.buyer_fee_percent = percent("10");
    let site = Site::start_with_stripe(&stripe, set).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "45").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.get(&order).await.is(200, "data-amount=\"4950\"");
    let json = ben.with("accept", "application/json").post(&format!("{order}/pay"), &[]).await;
    let told: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    stripe.buyer_pays(told["client_secret"].as_str().unwrap()).unwrap();
    ben.get(&format!("{order}/return")).await.sent_to();
    ben.get(&order).await.is(200, "It is yours.");
    let id = order.rsplit('/').next().unwrap();
    assert_eq!(stripe.ledger().captured_by_order(id), 4950);

    // 0.45 comes to the 0.50 that Stripe takes at least, and 909090.90 to the most.
    let path = format!("{}/edit", anna.list("Row 6", "0.45").await);
    for (price, says) in [
        ("0.44", Some("at least €0.45")),
        ("0.45", None),
        ("909090.91", Some("at most €909,090.90")),
        ("909090.90", None),
    ] {
        let answer = anna.post(&path, &[("title", "Row 6"), ("price", price)]).await;
        match says {
            Some(says) => drop(answer.is(422, says)),
            None => drop(answer.sent_to()),
        }
    }
    sound(site).await;
}

/// Stops a site and checks every invariant over what it leaves.
async fn sound(site: Site) {
    let folder = site.stop().await;
    audit(&folder.path().join("data"));
}

fn audit(data: &std::path::Path) {
    let mut auditor = Auditor::default();
    let read = journal::replay(&journal::folder_in(data), |sequence, entry| {
        auditor.entry(sequence, &entry);
        Ok(())
    });
    read.unwrap();
    let (_, findings) = auditor.finish();
    assert!(findings.is_empty(), "{findings:?}");
}

//! What remains of a sale for those who took part in it: a receipt, and the ticket's history.

use crate::common::{DECLINED_CARD, GOOD_CARD, Site, Visitor};
use holdfast::types::Timestamp;

async fn site() -> Site {
    Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.site.base_url = "https://tickets.example.org".into();
        config.site.time_zone = "Asia/Tokyo".parse().unwrap();
    })
    .await
}

async fn people(site: &Site) -> [Visitor; 4] {
    [
        site.user("anna").await,
        site.user("ben").await,
        site.user("cleo").await,
        site.user("root").await,
    ]
}

fn charge_of(site: &Site, order: &str) -> holdfast::domain::Charge {
    let id = order.rsplit('/').next().unwrap().parse().unwrap();
    let tables = site.market.tables();
    let charge = tables.order(id).unwrap().unwrap().status.paid_by().unwrap();
    (*tables.charge(charge).unwrap().unwrap()).clone()
}

fn written(at: Timestamp) -> String {
    at.format("%-d %b %Y, %H:%M", &"Asia/Tokyo".parse().unwrap())
}

fn paid_at(site: &Site, order: &str) -> Timestamp {
    let id = order.rsplit('/').next().unwrap().parse().unwrap();
    site.market.tables().order(id).unwrap().unwrap().status.over_at().unwrap()
}

#[tokio::test]
async fn a_receipt_is_for_those_who_see_the_order_once_it_is_paid() {
    let site = site().await;
    let [mut anna, mut ben, mut cleo, mut root] = people(&site).await;
    let ticket = anna.list("Row <5>", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    let receipt = format!("{order}/receipt");
    assert_eq!(ben.get(&receipt).await.status, 404, "nothing is paid");
    ben.pay(&order, DECLINED_CARD).await.is(402, "declined");
    assert_eq!(ben.get(&receipt).await.status, 404);
    assert_eq!(ben.pay(&order, GOOD_CARD).await.sent_to(), order);
    ben.get(&order).await.is(200, &format!("href=\"{receipt}\""));

    let charge = charge_of(&site, &order);
    let page = ben.get(&receipt).await;
    page.is(200, "Holdfast · https://tickets.example.org")
        .is(200, order.rsplit('/').next().unwrap())
        .is(200, "Row &lt;5&gt;")
        .is(200, "The Test Band")
        .is(200, "Town Hall, Berlin")
        .is(200, "Fri 1 May 2099, 20:00")
        .is(200, "Asia/Tokyo")
        .is(200, "€49.50")
        .is(200, &written(paid_at(&site, &order)))
        .is(200, &charge.id.to_string())
        .is(200, charge.stripe_id.as_deref().unwrap())
        .is(200, "<dd>ben@example.org</dd>")
        .is(200, "no real money moved");
    assert!(!page.body.contains("Refund"), "{}", page.body);
    assert!(!page.body.contains("4242"), "a card is nowhere: {}", page.body);
    root.get(&receipt).await.is(200, "<dd>ben@example.org</dd>");
    anna.get(&order).await.is(200, &format!("href=\"{receipt}\""));
    let sellers = anna.get(&receipt).await;
    sellers.is(200, "€49.50");
    assert!(!sellers.body.contains("ben@example.org"), "{}", sellers.body);
    assert_eq!(cleo.get(&receipt).await.status, 404);
    assert!(site.visitor().get(&receipt).await.sent_to().starts_with("/signin?next="));
    assert_eq!(ben.get("/orders/x/receipt").await.status, 404);
}

#[tokio::test]
async fn a_receipt_says_what_was_refunded_and_still_when_it_was_paid() {
    let site = site().await;
    let [mut anna, mut ben, mut cleo, _] = people(&site).await;
    let ticket = anna.list("Row 5", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let (charge, paid) = (charge_of(&site, &order), paid_at(&site, &order));
    let fields = [("reason", "It is <off>"), ("relist", "yes")];
    anna.post(&format!("{order}/refund"), &fields).await.sent_to();
    // What becomes of the ticket afterwards changes nothing about it.
    let theirs = cleo.buy(&ticket, "49.50").await.sent_to();
    cleo.pay(&theirs, GOOD_CARD).await.sent_to();
    let tables = site.market.tables();
    let refund = tables.charge(charge.id).unwrap().unwrap().stripe_refund_id.clone().unwrap();
    ben.get(&order).await.is(200, &format!("href=\"{order}/receipt\""));
    for reader in [&mut ben, &mut anna] {
        let page = reader.get(&format!("{order}/receipt")).await;
        let times = [paid.rfc3339(), paid_at(&site, &order).rfc3339()];
        let refunded = [charge.id.to_string(), refund.to_string()];
        for says in times.iter().chain(&refunded) {
            page.is(200, says);
        }
        page.is(200, "Paid on").is(200, "Refunded on").is(200, "It is &lt;off&gt;");
    }
    let other = cleo.get(&format!("{theirs}/receipt")).await;
    other.is(200, "Paid on");
    assert!(!other.body.contains("Refund"), "{}", other.body);
}

/// The lines of a ticket's history, without their times.
async fn history(visitor: &mut Visitor, ticket: &str) -> Option<Vec<String>> {
    let page = visitor.get(ticket).await;
    let (_, rest) = page.body.split_once("<details class=\"history\">")?;
    let (list, _) = rest.split_once("</details>").unwrap();
    let lines = list.split("<li>").skip(1).map(|line| {
        let (time, what) = line.split_once(" · ").unwrap();
        assert!(time.contains("<time datetime=\"20"), "{line}");
        what.split("</li>").next().unwrap().to_owned()
    });
    Some(lines.collect())
}

#[tokio::test]
async fn a_ticket_has_a_history_that_its_seller_and_its_buyer_see() {
    let site = Site::start().await;
    let [mut anna, mut ben, mut cleo, _] = people(&site).await;
    let ticket = anna.list("Row 5", "49.50").await;
    assert_eq!(history(&mut anna, &ticket).await.unwrap(), ["Listed for €49.50"]);
    for (title, price) in [("Row 6", "49.50"), ("Row 6", "45"), ("Row 7", "40")] {
        anna.post(&format!("{ticket}/edit"), &[("title", title), ("price", price)]).await.sent_to();
    }
    let given_up = cleo.buy(&ticket, "40.00").await.sent_to();
    assert_eq!(history(&mut cleo, &ticket).await, None, "a hold shows nothing of it");
    cleo.cancel(&given_up).await.sent_to();
    let order = ben.buy(&ticket, "40.00").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    let mut expect = vec![
        "Listed for €49.50",
        "Price changed from €49.50 to €45.00",
        "Price changed from €45.00 to €40.00",
        "Held for a buyer",
        "Released: the order was cancelled",
        "Held for a buyer",
        "Sold",
    ];
    assert_eq!(history(&mut anna, &ticket).await.unwrap(), expect);
    assert_eq!(history(&mut ben, &ticket).await.unwrap(), expect);
    assert_eq!(history(&mut cleo, &ticket).await, None);
    assert_eq!(history(&mut site.visitor(), &ticket).await, None);
    let fields = [("reason", "off"), ("relist", "yes")];
    anna.post(&format!("{order}/refund"), &fields).await.sent_to();
    assert_eq!(history(&mut ben, &ticket).await, None, "it is not theirs any more");
    anna.post(&format!("{ticket}/withdraw"), &[]).await.sent_to();
    expect.extend(["Refunded, and for sale again", "Withdrawn"]);
    assert_eq!(history(&mut anna, &ticket).await.unwrap(), expect);

    // A restart tells it as it was, from the snapshots and from the journal alone; and nobody has
    // to sign in again for it.
    let session = anna.session.clone();
    let folder = site.stop().await;
    let path = folder.path().join("data");
    let again = Site::start_with(|config| config.storage.path.clone_from(&path)).await;
    let mut seller = again.visitor();
    seller.session.clone_from(&session);
    assert_eq!(history(&mut seller, &ticket).await.unwrap(), expect);
    again.stop().await;
    std::fs::remove_dir_all(path.join("snapshots")).unwrap();
    let again = Site::start_with(|config| config.storage.path.clone_from(&path)).await;
    let mut seller = again.visitor();
    seller.sign_in("anna").await;
    assert_eq!(history(&mut seller, &ticket).await.unwrap(), expect);
    again.stop().await;
}

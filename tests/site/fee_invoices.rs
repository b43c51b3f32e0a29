//! Invoices of the site's fees, for who paid them and for those who run the site.

use std::time::Duration;

use crate::common::{GOOD_CARD, Site, Still, Visitor};
use holdfast::{config::Config, types::Timestamp};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// As much as buyers and sellers pay in docs/selling.md.
fn with_fees(config: &mut Config) {
    config.site.admins = vec!["root@example.org".into()];
    config.market.buyer_fee_percent = "10".parse().unwrap();
    config.market.seller_fee_percent = "5".parse().unwrap();
}

fn with_issuer(config: &mut Config) {
    with_fees(config);
    config.site.operator = "Encore & Söhne\nHafenstr. 1\n\n20457 Hamburg\n".into();
    config.site.tax_id = "DE123456789".into();
    config.site.tax_percent = "19".parse().unwrap();
}

async fn sold(anna: &mut Visitor, ben: &mut Visitor) -> String {
    let ticket = anna.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "54.45").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    order
}

/// The month in which a moment is, by the site's clocks.
fn month(at: Timestamp) -> String {
    at.rfc3339().chars().take(7).collect()
}

#[tokio::test]
async fn fees_are_invoiced_once_their_month_is_over() {
    let time = Still::now();
    let site = Site::start_by(time.clock, with_issuer).await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let (mut cleo, mut root) = (site.user("cleo").await, site.user("root").await);
    let order = sold(&mut anna, &mut ben).await;
    let of_sale = month(time.clock.now());
    ben.get(&format!("{order}/receipt"))
        .await
        .is(200, "Encore &amp; Söhne<br>Hafenstr. 1<br>20457 Hamburg")
        .is(200, "DE123456789");
    let page = anna.post("/account/invoices", &[]).await.sent_to();
    anna.get(&page).await.is(200, "No invoice is due").is(200, "No invoices yet");

    time.pass(40 * DAY).await;
    for (who, name) in [(&mut anna, "anna"), (&mut ben, "ben"), (&mut cleo, "cleo")] {
        who.sign_in(name).await;
    }
    root.sign_in("root").await;
    let id = order.trim_start_matches("/orders/");
    let refund = [("reason", "The band is ill")];
    root.post(&format!("/orders/{id}/refund"), &refund).await.sent_to();
    let page = anna.post("/account/invoices", &[]).await.sent_to();
    let list = anna.get(&page).await;
    list.is(200, "The invoices are made").is(200, "Invoice no. 1").is(200, "€2.48");
    let invoice = format!("/invoices/{}", list.attr("data-invoice-id").unwrap());
    let shown = anna.get(&invoice).await;
    shown
        .is(200, "data-net=\"208\" data-tax=\"40\"")
        .is(200, "Encore &amp; Söhne<br>")
        .is(200, "Tax: 19 %")
        .is(200, "anna@example.org")
        .is(200, &order);
    assert_eq!(shown.attr("data-invoice-number"), Some("1"));
    // Whose it is not does not learn that it is there.
    for who in [&mut ben, &mut cleo] {
        assert_eq!(who.get(&invoice).await.status, 404);
    }
    assert_eq!(site.visitor().get(&invoice).await.status, 303);
    root.get(&invoice).await.is(200, "Invoice no. 1");
    anna.language = Some("de".into());
    anna.get(&invoice).await.is(200, "Rechnung Nr. 1").is(200, "Gebühr für einen Verkauf");
    anna.get("/account/invoices").await.is(200, "Rechnungen über Gebühren");

    // Those who run the site make what is left, and take a month away.
    for _ in 0..2 {
        root.post("/admin/money/invoices", &[]).await.sent_to();
    }
    let csv = root.get(&format!("/admin/money/invoices.csv?month={of_sale}")).await;
    csv.is(200, "1,invoice,").is(200, ",seller,2.08,0.40,2.48,EUR\r\n");
    csv.is(200, "2,invoice,").is(200, ",buyer,4.16,0.79,4.95,EUR\r\n");
    assert_eq!(csv.body.lines().count(), 3, "{}", csv.body);
    assert_eq!(root.get("/admin/money/invoices.csv?month=13").await.status, 404);
    // What went back has a credit note, once that month is over.
    let of_refund = month(time.clock.now());
    time.pass(35 * DAY).await;
    root.sign_in("root").await;
    root.post("/admin/money/invoices", &[]).await.sent_to();
    let csv = root.get(&format!("/admin/money/invoices.csv?month={of_refund}")).await;
    csv.is(200, "3,credit_note,").is(200, "4,credit_note,");
    ben.sign_in("ben").await;
    let list = ben.get("/account/invoices").await;
    list.is(200, "Credit note no.").is(200, "Invoice no. 2");
    let note = format!("/invoices/{}", list.attr("data-invoice-id").unwrap());
    ben.get(&note).await.is(200, "Given back of invoice no. 2");
}

#[tokio::test]
async fn who_has_not_said_who_they_are_issues_none() {
    let site = Site::start_with(with_fees).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    anna.get("/account/invoices").await.is(200, "has not said yet who they are");
    anna.post("/account/invoices", &[]).await.is(409, "has not said yet who they are");
    root.get("/admin/money").await.is(200, "has not said yet who they are");
    root.post("/admin/money/invoices", &[]).await.is(409, "");
}

#[tokio::test]
async fn what_is_made_at_once_has_numbers_of_its_own() {
    let time = Still::now();
    let site = Site::start_by(time.clock, with_issuer).await;
    let (mut ben, mut root) = (site.user("ben").await, site.user("root").await);
    let mut sellers = vec![];
    for n in 0..8 {
        let mut seller = site.user(&format!("seller{n}")).await;
        sold(&mut seller, &mut ben).await;
        sellers.push(seller);
    }
    let of_sale = month(time.clock.now());
    time.pass(40 * DAY).await;
    root.sign_in("root").await;
    for (n, seller) in sellers.iter_mut().enumerate() {
        seller.sign_in(&format!("seller{n}")).await;
    }
    let make = |mut seller: Visitor| async move {
        seller.post("/account/invoices", &[]).await.sent_to();
    };
    futures_util::future::join_all(sellers.into_iter().map(make)).await;
    let csv = root.get(&format!("/admin/money/invoices.csv?month={of_sale}")).await.body;
    let numbers = csv.lines().skip(1).filter_map(|line| line.split(',').next());
    assert_eq!(numbers.collect::<Vec<_>>(), ["1", "2", "3", "4", "5", "6", "7", "8"], "{csv}");
}

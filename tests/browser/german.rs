//! A purchase by people who speak German, in a browser that says so.

use crate::common::{DECLINED_CARD, GOOD_CARD, Site};
use crate::machine::{Browser, PATIENCE, TURN};
use holdfast::{
    config::Config,
    delivery::mail::{Letter, Letterhead},
    harness::mails,
};
use serde_json::json;
use tokio::time::Instant;

/// What is mailed, as it would be sent now.
fn letters(site: &Site) -> Vec<Letter> {
    let (tables, head) = (site.market.tables(), Letterhead::of(&Config::default()));
    mails(tables)
        .into_iter()
        .map(|mail| {
            Letter::write(&head, site.market.storage(), &mail, site.market.clock().now()).unwrap()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_from_the_listing_to_the_mail() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(seller) = Browser::start_in("de", &site, true).await else { return };
    let Some(buyer) = Browser::start_in("de-AT,de", &site, true).await else { return };
    let Some(onlooker) = Browser::start_in("de", &site, true).await else { return };

    seller.sign_up("anna").await;
    seller.open("/sell").await;
    seller.until_text("[data-found-none]", "Keine Veranstaltung").await;
    seller.follow("[data-describe]").await;
    let form = "form[action='/sell/new']";
    for (name, value) in [("event_name", "Glashafen"), ("venue", "Spreehalle"), ("city", "Berlin")]
    {
        seller.fill(form, name, value).await;
    }
    // How a date is typed is a matter of the browser.
    let starts = "document.querySelector('[name=starts_at]').value = '2060-05-01T20:00'";
    seller.client.execute(starts, vec![]).await.unwrap();
    seller.press(form).await;
    let form = "form[action='/tickets']";
    seller.fill(form, "title", "Reihe 5, Platz 12").await;
    seller.fill(form, "price", "49,50").await;
    seller.until_text("#proceeds", "Du bekommst 49,50").await;
    seller.press(form).await;
    seller.follow("[data-done]").await;
    seller.until("[data-ticket-status=available]").await;
    let ticket = seller.client.current_url().await.unwrap().path().to_owned();

    onlooker.open(&ticket).await;
    onlooker.until_text("html[lang=de][data-live] .badge", "Verfügbar").await;
    buyer.sign_up("ben").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    buyer.until_text("main .until", "Für dich reserviert bis").await;
    buyer.until_text("[data-countdown]", "noch ").await;
    let first = buyer.seconds_left().await;
    let deadline = Instant::now() + PATIENCE;
    while buyer.seconds_left().await >= first {
        assert!(Instant::now() < deadline, "it does not tick");
    }
    // Nobody touches the onlooker's page.
    onlooker.until_text(".badge", "Reserviert").await;
    let said = "return document.querySelector('[data-announce]').textContent";
    let deadline = Instant::now() + PATIENCE;
    while onlooker.client.execute(said, vec![]).await.unwrap()
        != json!("Es ist für jemanden reserviert. Wird nicht bezahlt, ist es wieder frei.")
    {
        assert!(Instant::now() < deadline, "it is not said");
    }

    buyer.pay(DECLINED_CARD).await;
    buyer.until_text("[role=alert]", "Deine Karte wurde abgelehnt. Es wurde nichts").await;
    buyer.pay(GOOD_CARD).await;
    buyer.until_text("[data-order-status=completed]", "Es gehört dir.").await;
    onlooker.until_text(".badge", "Verkauft").await;

    buyer.follow("a[href$='/receipt']").await;
    buyer.until_text("article.receipt", "Quittung").await;
    buyer.until_text("article.receipt", "49,50 €").await;
    buyer.follow("footer button[value=en]").await;
    buyer.until_text("html[lang=en] article.receipt", "€49.50").await;
    let subjects = |of: &str| {
        let letters = letters(&site).into_iter();
        letters
            .filter(|letter| letter.to.as_str().starts_with(of))
            .map(|l| l.subject)
            .collect::<Vec<_>>()
    };
    assert_eq!(subjects("ben")[0].as_str(), "Your ticket for Glashafen");
    buyer.follow("footer button[value=de]").await;
    buyer.until_text("html[lang=de] article.receipt", "49,50 €").await;
    assert_eq!(subjects("ben")[0].as_str(), "Dein Ticket für Glashafen");
    assert_eq!(subjects("anna")[0].as_str(), "Verkauft: dein Ticket für Glashafen");
    let paid = letters(&site).into_iter().any(|l| l.body.contains("Bezahlt    49,50\u{a0}€\n"));
    assert!(paid, "{:?}", letters(&site));

    for browser in [seller, buyer, onlooker] {
        browser.close().await;
    }
    site.stop().await;
}

//! Two seats together, in a real browser.

use crate::common::{GOOD_CARD, PASSWORD, Site};
use crate::machine::{Browser, TURN};

/// Clicks what leads to another page, and counts.
async fn click(buyer: &Browser, selector: &str, clicks: &mut usize) {
    buyer.follow(selector).await;
    *clicks += 1;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_has_two_seats_by_seven_clicks_and_one_card() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    site.user("seller").await.list_row("24", "6").await;

    let mut clicks = 0;
    buyer.open("/").await;
    click(&buyer, "main a[href^='/events/']", &mut clicks).await;
    click(&buyer, ".run button", &mut clicks).await;
    // Nobody is signed in: the way leads through the account and back.
    click(&buyer, "main a[href^='/signup']", &mut clicks).await;
    let form = "form[action^='/signup']";
    buyer.fill(form, "email", "ann@example.org").await;
    buyer.fill(form, "password", PASSWORD).await;
    click(&buyer, &format!("{form} button.primary"), &mut clicks).await;
    click(&buyer, ".run button", &mut clicks).await;
    buyer.until("[data-purchase-status=created]").await;
    buyer.pay(GOOD_CARD).await;
    clicks += 1;
    buyer.until("[data-purchase-status=completed]").await;
    assert!(clicks <= 7, "{clicks} clicks");
    let page = buyer.text("main").await;
    assert!(page.contains("They are yours."), "{page}");

    buyer.close().await;
    site.stop().await;
}

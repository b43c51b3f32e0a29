//! A seller's money in a browser: from the sale to the bank account, the run of those who run the site,
//! and what both see of it.

use holdfast::{domain::rules::payouts::PayoutMethod, harness::stripe::ScriptedStripe};

use crate::common::{GOOD_CARD, PASSWORD, Site, lasting_address};
use crate::machine::{Browser, TURN};

/// A site whose bank accounts need not rest.
pub async fn site() -> Site {
    Site::start_with(|config| {
        config.site.admins = vec!["root@example.org".into()];
        config.payouts.rest_days_after_change = 0;
        config.payouts.debtor_name = "Encore".into();
        config.payouts.debtor_iban = "DE02120300000000202051".into();
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_sale_to_the_payout() {
    let _turn = TURN.acquire().await;
    let site = site().await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    let mut ben = site.user("ben").await;
    browser.sign_up("ann").await;
    let mut ann = site.visitor();
    ann.post("/signin", &[("email", "ann@example.org"), ("password", PASSWORD)]).await.sent_to();
    let ticket = ann.list("Row 1", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    browser.open("/selling").await;
    browser.follow("main a[href='/selling/money']").await;
    browser.until("[data-earning-place=held]").await;
    browser.until_text("[data-money=held]", "€49.50").await;
    browser.follow("main a[href='/account/payout']").await;
    browser.fill("main form", "holder", "Ann Example").await;
    browser.fill("main form", "iban", "DE89 3704 0044 0532 0130 01").await;
    browser.fill("main form", "password", PASSWORD).await;
    browser.follow("main form button").await;
    browser.until_text("#iban-error", "This is no IBAN").await;
    assert!(browser.shows("#iban:focus").await, "one goes on where something is wrong");
    browser
        .command(
            "Runtime.evaluate",
            serde_json::json!({ "expression": "document.querySelector('#iban').value = ''" }),
        )
        .await;
    browser.fill("main form", "iban", "DE89 3704 0044 0532 0130 00").await;
    browser.fill("main form", "password", PASSWORD).await;
    browser.follow("main form button").await;
    browser.until_text("main", "DE … 3000").await;
    browser.sign_out().await;

    browser.sign_up("root").await;
    site.let_run("root").await;
    browser.open("/admin").await;
    browser.follow("main a[href='/admin/money']").await;
    browser.until_text("[data-account='Liabilities:Sellers:*:Held']", "€49.50").await;
    browser.follow("[data-seller-id] a").await;
    browser.click("main details:nth-of-type(1) summary").await;
    browser.fill("main details:nth-of-type(1)", "amount", "20.00").await;
    browser.fill("main details:nth-of-type(1)", "reason", "As agreed").await;
    browser.follow("main details:nth-of-type(1) button.danger").await;
    browser.until_text("[data-money=available]", "€20.00").await;
    browser.open("/admin/payouts").await;
    browser.click("main summary").await;
    browser.fill("main details", "reason", "The first of the month").await;
    browser.follow("main details button.danger").await;
    browser.until("[data-closed=true]").await;
    browser.until_text("[data-payout-status=begun]", "DE89 3704 0044 0532 0130 00").await;
    browser.until("a[href$='/sepa.xml']").await;
    browser.click("main > details summary").await;
    browser.fill("main > details", "reason", "The bank says so").await;
    browser.follow("main > details button.danger").await;
    browser.until("[data-payout-status=paid]").await;
    let page = ann.get("/selling/money").await;
    page.is(200, "data-money=\"paid\" data-minor=\"2000\"");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_who_reads_german_finds_their_way() {
    let _turn = TURN.acquire().await;
    let site = site().await;
    let Some(browser) = Browser::start_in("de", &site, true).await else { return };
    browser.sign_up("ann").await;
    let (mut ann, mut ben) = (site.visitor(), site.user("ben").await);
    ann.sign_in("ann").await;
    let ticket = ann.list("Reihe 1", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    browser.open("/account").await;
    browser.follow("main a[href='/selling/money']").await;
    browser.until_text("[data-money=held]", "Einbehalten").await;
    browser.until_text("main .notice", "Es ist kein Bankkonto hinterlegt").await;
    browser.follow("main a[href='/account/payout']").await;
    browser.fill("main form", "holder", "Änne Groß").await;
    browser.fill("main form", "iban", "DE89 3704 0044 0532 0130 00").await;
    browser.fill("main form", "password", PASSWORD).await;
    browser.follow("main form button").await;
    browser.until_text("main", "Du wirst auf DE … 3000 ausgezahlt.").await;
    browser.follow("[data-earning-place=held] a").await;
    browser.until("[data-order-status=completed]").await;
    browser.open("/account").await;
    browser.follow("main a[href='/account/invoices']").await;
    browser.until_text("main .empty", "Noch keine Rechnungen").await;
    browser.open("/account/delete").await;
    browser.until_text("[data-owed]", "Dir stehen noch 49,50").await;
    browser.fill("main form", "password", PASSWORD).await;
    browser.click("main form button.danger").await;
    assert!(browser.shows("[name=owed]:invalid").await, "what is lost is to be ticked first");
    browser.close().await;
}

/// From the password to Stripe, where the seller tells all, and back.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_at_stripe() {
    let _turn = TURN.acquire().await;
    let stripe = ScriptedStripe::start().await;
    let address = lasting_address();
    let site = Site::start_with_stripe(&stripe, |config| {
        config.server.listen = address;
        // Stripe sends back to there.
        config.site.base_url = format!("http://{address}");
        config.payouts.method = PayoutMethod::Stripe;
        config.payouts.rest_days_after_change = 0;
    })
    .await;
    let Some(browser) = Browser::start_in("de", &site, true).await else { return };
    browser.sign_up("ann").await;
    browser.open("/selling/money").await;
    browser.until_text("main .notice", "noch kein Konto bei Stripe").await;
    browser.follow("main a[href='/account/payout']").await;
    browser.fill("main form", "password", "falsch falsch").await;
    browser.follow("main form button").await;
    browser.until_text("#password-error", "Passwort").await;
    browser.fill("main form", "password", PASSWORD).await;
    browser.follow("main form button").await;
    browser.until_text("main .notice", "Stripe hat noch Fragen an dich").await;
    browser.click("form[action='/account/payout/go-on'] button").await;
    browser.until("main [data-ready=true]").await;
    browser.until_text("main", "auf dein Konto bei Stripe ausgezahlt").await;
    browser.follow("main a[href='/account/payout/forget']").await;
    // It was shown a moment ago who asks.
    browser.follow("main form button").await;
    browser.until_text("main .notice", "noch kein Konto bei Stripe").await;
    browser.close().await;
}

//! Paying in Stripe's form in a real browser: the page's own script, and one that stands in for
//! Stripe's in front of a Stripe of our own.

use std::net::{Ipv4Addr, TcpListener};

use crate::common::Site;
use crate::machine::{Browser, TURN};
use crate::paying::PHONE;
use holdfast::{
    config::Config,
    harness::stripe::{Endpoint, ScriptedStripe, ledger::What},
};
use tokio::sync::SemaphorePermit;

const VISA: &str = "pm_card_visa";
const DECLINED: &str = "pm_card_chargeDeclined";
const POOR: &str = "pm_card_chargeDeclinedInsufficientFunds";
const ASKS: &str = "pm_card_threeDSecure2Required";

const READY: &str = "form[data-stripe] button.primary:not([hidden]):not([disabled])";
const COMPLETED: &str = "[data-order-status=completed]";

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase() {
    let Some(shop) = Shop::open(true, |_| {}).await else { return };
    let order = shop.order().await;
    // What is not in order stays in the browser.
    shop.press().await;
    shop.says("[data-stripe-error]", "Your card number is incomplete.").await;
    assert_eq!(shop.asked(Endpoint::Create), 0);
    shop.buyer.until(READY).await;

    shop.choose(VISA).await;
    // Pressed twice, it is sent once.
    let twice = "const f = document.querySelector('form[data-stripe]'); \
        f.requestSubmit(); f.requestSubmit();";
    shop.buyer.client.execute(twice, vec![]).await.unwrap();
    shop.buyer.until(COMPLETED).await;
    assert_eq!(shop.buyer.client.current_url().await.unwrap().path(), order);
    assert_eq!((shop.asked(Endpoint::Create), shop.asked(Endpoint::Confirm)), (1, 1));
    assert_eq!(shop.stripe.ledger().captured_by_order(id_of(&order)), 4950);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_and_another_one() {
    let Some(shop) = Shop::open(true, |_| {}).await else { return };
    let order = shop.order().await;
    shop.pay(POOR).await;
    shop.says(".alert[role=alert]", "Your card has insufficient funds. You were not charged.")
        .await;
    shop.buyer.until(READY).await;
    shop.says("form[data-stripe] .hint", "2 tries left").await;
    shop.pay(VISA).await;
    shop.buyer.until(COMPLETED).await;
    assert_eq!(shop.stripe.ledger().count(What::Declined), 1);
    assert_eq!(shop.stripe.ledger().captured_by_order(id_of(&order)), 4950);
    shop.nothing_stays_open().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_on_a_phones_first_screen() {
    let Some(shop) = Shop::open(true, |_| {}).await else { return };
    shop.buyer.is_as_large_as(PHONE).await;
    shop.order().await;
    shop.buyer.can_pay_on_a_phone("#stand-in-card").await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_try() {
    let Some(shop) = Shop::open(true, |config| config.payments.max_attempts = 1).await else {
        return;
    };
    shop.order().await;
    shop.says("form[data-stripe] .hint", "This is the last try").await;
    shop.pay(DECLINED).await;
    shop.buyer.until("[data-order-status=cancelled][data-order-reason=payment_failed]").await;
    shop.says("main", "You were not charged.").await;
    shop.nothing_stays_open().await;
    shop.buyer.open(&shop.ticket).await;
    shop.buyer.until("[data-ticket-status=available]").await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_asks_who_it_is() {
    let Some(shop) = Shop::open(true, |_| {}).await else { return };
    let order = shop.order().await;
    shop.pay(ASKS).await;
    shop.buyer.until("#stand-in-bank").await;
    shop.says("form[data-stripe] button[disabled]", "Waiting for your bank…").await;
    shop.answer_bank(false).await;
    shop.says(".alert[role=alert]", "We are unable to authenticate your payment method.").await;
    shop.buyer.until(READY).await;
    shop.pay(ASKS).await;
    shop.answer_bank(true).await;
    shop.buyer.until(COMPLETED).await;
    assert_eq!(shop.stripe.ledger().captured_by_order(id_of(&order)), 4950);
    shop.nothing_stays_open().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_return_address_says_is_not_believed() {
    let Some(shop) = Shop::open(true, |_| {}).await else { return };
    let order = shop.order().await;
    let lie = format!("{order}/return?payment_intent=pi_1&redirect_status=succeeded");
    shop.buyer.open(&lie).await;
    shop.buyer.until("[data-order-status=created]").await;
    shop.buyer.until(READY).await;
    // Nor while a payment waits for its buyer.
    shop.pay(ASKS).await;
    shop.buyer.until("#stand-in-bank").await;
    shop.buyer.open(&lie).await;
    shop.buyer.until("[data-order-status=awaiting_payment]").await;
    shop.buyer.until(READY).await;
    assert!(shop.stripe.ledger().held().is_empty());
    // It goes on with the same payment.
    shop.pay(VISA).await;
    shop.buyer.until(COMPLETED).await;
    assert_eq!(shop.stripe.intents().len(), 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deadline_passes_while_the_bank_asks() {
    let Some(shop) = Shop::open(true, |config| config.orders.hold_seconds = 8).await else {
        return;
    };
    shop.order().await;
    shop.pay(ASKS).await;
    shop.buyer.until("#stand-in-bank").await;
    // Nobody touches the page from here on.
    shop.buyer.until("[data-order-status=cancelled][data-order-reason=expired]").await;
    shop.says("main", "The time to pay ran out").await;
    shop.nothing_stays_open().await;
    assert_eq!(shop.stripe.ledger().count(What::Captured), 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stripes_script_does_not_come() {
    // Taken and given back: nobody answers there.
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let nobody = taken.local_addr().unwrap();
    drop(taken);
    let js_url = format!("http://{nobody}/v3/");
    let Some(shop) = Shop::open(true, |config| config.payments.stripe.js_url = js_url).await else {
        return;
    };
    shop.buyer.open(&shop.ticket).await;
    shop.buyer.buy().await;
    let missing = "[data-stripe-missing]:not([hidden])";
    shop.says(missing, "Stripe’s form could not be loaded.").await;
    shop.says(missing, &format!("allow {nobody}")).await;
    shop.says(missing, "the ticket stays held for you until").await;
    shop.buyer.until("form[data-stripe] button[hidden]").await;
    shop.cancel().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript() {
    let Some(shop) = Shop::open(false, |_| {}).await else { return };
    shop.buyer.open(&shop.ticket).await;
    shop.buyer.buy().await;
    shop.says("form[data-stripe] .notice", "your browser must run JavaScript").await;
    shop.buyer.until("form[data-stripe] button[hidden]").await;
    shop.cancel().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_cannot_be_reached() {
    let Some(mut shop) = Shop::open(true, |_| {}).await else { return };
    shop.order().await;
    shop.choose(VISA).await;
    shop.site.take().unwrap().stop().await;
    shop.press().await;
    shop.says("[data-stripe-error]", "You were not charged. Please try again").await;
    shop.buyer.until(READY).await;
    assert!(shop.stripe.intents().is_empty());
    shop.close().await;
}

/// A site with a ticket for 49.50, the Stripe that it takes money through, and a buyer before a
/// browser.
struct Shop {
    site: Option<Site>,
    stripe: ScriptedStripe,
    buyer: Browser,
    ticket: String,
    _turn: SemaphorePermit<'static>,
}

impl Shop {
    /// None if there is no browser on this machine.
    async fn open(javascript: bool, set: impl FnOnce(&mut Config)) -> Option<Self> {
        let _turn = TURN.acquire().await.unwrap();
        let stripe = ScriptedStripe::start().await;
        let site = Site::start_with_stripe(&stripe, set).await;
        let buyer = Browser::start(&site, javascript).await?;
        let ticket = site.user("seller").await.list("Row 1", "49.50").await;
        buyer.sign_up("buyer").await;
        Some(Self { site: Some(site), stripe, buyer, ticket, _turn })
    }

    /// Presses Buy, and waits for Stripe's form; the order's path.
    async fn order(&self) -> String {
        self.buyer.open(&self.ticket).await;
        self.buyer.buy().await;
        self.buyer.until(READY).await;
        self.buyer.client.current_url().await.unwrap().path().to_owned()
    }

    async fn choose(&self, method: &str) {
        self.buyer.until(READY).await;
        let option = format!("#stand-in-card option[value={method}]");
        self.buyer.click(&option).await;
    }

    async fn press(&self) {
        self.buyer.click(READY).await;
    }

    async fn pay(&self, method: &str) {
        self.choose(method).await;
        self.press().await;
    }

    async fn answer_bank(&self, succeeds: bool) {
        let button = format!("#stand-in-bank button[value={succeeds}]");
        self.buyer.click(&button).await;
    }

    async fn cancel(&self) {
        self.buyer.click(".ask summary").await;
        self.buyer.follow("form[action$='/cancel'] button").await;
        self.buyer.until("[data-order-status=cancelled][data-order-reason=buyer]").await;
    }

    /// Waits until an element shows these words.
    async fn says(&self, css: &str, words: &str) {
        self.buyer.until_text(css, words).await;
    }

    fn asked(&self, call: Endpoint) -> usize {
        self.stripe.requests().iter().filter(|asked| asked.call == call).count()
    }

    /// Nothing is left at Stripe that could still take money.
    async fn nothing_stays_open(&self) {
        self.stripe.until("all is over", |stripe| stripe.ledger().open().is_empty()).await;
    }

    async fn close(self) {
        self.buyer.close().await;
        if let Some(site) = self.site {
            site.stop().await;
        }
    }
}

fn id_of(order: &str) -> &str {
    order.rsplit('/').next().unwrap()
}

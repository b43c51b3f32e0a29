//! Buying with the keyboard alone, from the home page to the ticket, and what is announced to those
//! who do not see the page change.

use std::time::Duration;

use crate::common::{DECLINED_CARD, GOOD_CARD, PASSWORD, Site, offer_path};
use crate::machine::{Browser, PATIENCE, TURN};
use serde_json::json;
use tokio::time::Instant;

const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const ARROW_DOWN: &str = "\u{e015}";
const SPACE: &str = " ";

/// What is between the first element of a page and any other.
const TABS_MAX: usize = 30;

/// Whether this has the focus, is seen, and is seen to have it; else what has it.
const FOCUS: &str = "
    const el = document.activeElement;
    const at = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    const isShown = at.width > 0 && at.top < innerHeight && at.bottom > 0 && at.left < innerWidth && at.right > 0;
    const ring = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
    return {  here: el.matches(arguments[0]), isShown, ring, html: el.outerHTML.slice(0, 200) };";

/// Keeps what is announced, and only what is announced politely.
const LISTEN: &str = "addEventListener('DOMContentLoaded', () => {
    const region = document.querySelector('[role=status][data-announce]');
    const keep = () => (sessionStorage.said = (sessionStorage.said || '|') + region.textContent + '|');
    new MutationObserver(keep).observe(region, { childList: true });
});";

impl Browser {
    /// Presses a key, on whatever has the focus.
    pub async fn key(&self, key: &str) {
        let actions: Vec<_> = key
            .chars()
            .flat_map(|c| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": c })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.ask("actions", &json!({ "actions": [keyboard] })).await;
    }

    /// Goes on with Tab until this has the focus; whatever has it on the way shows it.
    pub async fn tab_to(&self, css: &str) {
        let mut seen = vec![];
        for _ in 0..TABS_MAX {
            self.key(TAB).await;
            let focus = self.client.execute(FOCUS, vec![json!(css)]).await.unwrap();
            let html = focus["html"].as_str().unwrap().to_owned();
            assert!(focus["isShown"] == true, "{html} has the focus and is not on the screen");
            assert!(focus["ring"] == true, "{html} does not show that it has the focus");
            if focus["here"] == true {
                return;
            }
            seen.push(html);
        }
        panic!("{css} is not reached with Tab: {seen:#?}");
    }

    async fn type_into(&self, css: &str, text: &str) {
        self.tab_to(css).await;
        self.key(text).await;
    }

    /// Each page is begun at its top, and the first Tab offers to skip what all pages have.
    pub async fn skip_to_content(&self) {
        self.tab_to("a.skip").await;
        self.key(ENTER).await;
        self.has_focus("main").await;
    }

    pub async fn has_focus(&self, css: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let focus = self.client.execute(FOCUS, vec![json!(css)]).await.unwrap();
            if focus["here"] == true {
                return;
            }
            assert!(Instant::now() < deadline, "{css} has not the focus, but {focus}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Keeps all that is announced from now on, also across pages.
    async fn listen(&self) {
        let params = json!({ "source": LISTEN });
        let command = json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": params });
        self.ask("goog/cdp/execute", &command).await;
    }

    async fn hears(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = "return sessionStorage.said || ''";
            let said = self.client.execute(said, vec![]).await.unwrap();
            if said.as_str().unwrap().contains(words) {
                return;
            }
            assert!(Instant::now() < deadline, "{words:?} is not announced: {said}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// So much time passes on the page's clock.
    async fn wait_on_page(&self, seconds: u32) {
        let script = "const now = performance.now.bind(performance);
            performance.now = () => now() + 1000 * arguments[0];";
        let script = script.replace("arguments[0]", &seconds.to_string());
        self.client.execute(&script, vec![]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_purchase_by_keyboard_alone() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.open("/").await;
    buyer.skip_to_content().await;
    buyer.type_into("#q", "test band").await;
    buyer.key(ENTER).await;
    buyer.until("#q[value='test band']").await;
    buyer.skip_to_content().await;
    buyer.tab_to("summary").await;
    buyer.key(SPACE).await;
    buyer.until("details[open]").await;
    buyer.tab_to(".event-card a").await;
    buyer.key(ENTER).await;
    buyer.until("[data-count=available]").await;
    buyer.skip_to_content().await;
    buyer.tab_to("a.row-link").await;
    buyer.key(ENTER).await;
    buyer.until(&format!("[data-reload='{ticket}']")).await;

    // Nobody is known yet: signing up leads back to the ticket.
    buyer.skip_to_content().await;
    buyer.tab_to("a.primary").await;
    buyer.key(ENTER).await;
    buyer.until("form[action='/signin']").await;
    buyer.skip_to_content().await;
    buyer.tab_to("a[href^='/signup?next=']").await;
    buyer.key(ENTER).await;
    buyer.until("form[action='/signup']").await;
    buyer.skip_to_content().await;
    buyer.type_into("#email", "buyer@example.org").await;
    buyer.type_into("#password", "short").await;
    // What is wrong is said at the field, which has the focus.
    buyer.key(ENTER).await;
    buyer.has_focus("#password:invalid").await;
    buyer.key(&PASSWORD["short".len()..]).await;
    buyer.key(ENTER).await;
    buyer.until("form[action$='/buy']").await;
    assert_eq!(buyer.client.current_url().await.unwrap().path(), ticket);

    buyer.skip_to_content().await;
    buyer.tab_to("form[action$='/buy'] button").await;
    buyer.key(SPACE).await;
    buyer.until("form[action$='/pay']").await;
    // A card with something missing: what is wrong has the focus.
    buyer.skip_to_content().await;
    buyer.type_into("#card_number", "4242 4242 4242 4241").await;
    buyer.type_into("#card_expiry", "12/34").await;
    buyer.type_into("#card_cvc", "123").await;
    buyer.key(ENTER).await;
    buyer.until("#card_number[aria-invalid]").await;
    buyer.has_focus("#card_number").await;
    buyer.key(DECLINED_CARD).await;
    buyer.type_into("#card_expiry", "12/34").await;
    buyer.type_into("#card_cvc", "123").await;
    buyer.tab_to("form[action$='/pay'] button").await;
    buyer.key(SPACE).await;
    buyer.until_text("[role=alert]", "declined").await;
    buyer.has_focus("[role=alert]").await;
    buyer.type_into("#card_number", GOOD_CARD).await;
    buyer.type_into("#card_expiry", "12/34").await;
    buyer.type_into("#card_cvc", "123").await;
    buyer.key(ENTER).await;
    buyer.until("[data-order-status=completed]").await;
    buyer.skip_to_content().await;
    buyer.tab_to("a[href$='/receipt']").await;
    buyer.key(ENTER).await;
    buyer.until(".receipt").await;

    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_by_itself_is_announced() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(anna) = Browser::start(&site, true).await else { return };
    let (mut seller, mut buyer) = (site.user("seller").await, site.user("buyer").await);
    let (ticket, other) = (seller.list("Row 1", "49.50").await, seller.list("Row 2", "20").await);
    anna.listen().await;

    // On a ticket's page, and in a list.
    anna.open(&ticket).await;
    anna.until("html[data-live]").await;
    let order = buyer.buy(&ticket, "49.50").await.sent_to();
    anna.hears("|It is held for a buyer. If they do not pay, it is free again.|").await;
    buyer.cancel(&order).await.sent_to();
    anna.hears("|It is free again.|").await;
    let edit = [("title", "Row 1"), ("price", "55")];
    seller.post(&format!("{ticket}/edit"), &edit).await.sent_to();
    anna.hears("|the price is €55.00 now.|").await;
    let order = buyer.buy(&ticket, "55").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    anna.hears("|It has been sold.|").await;
    anna.open("/").await;
    anna.until("html[data-live]").await;
    buyer.buy(&other, "20").await.sent_to();
    anna.hears("|The Test Band: All held just now|").await;
    seller.list("Row 3", "10").await;
    anna.hears("|There is something new.|").await;

    // A deadline, in time to do something about it, and when it has passed.
    let ticket = seller.list("Row 4", "10").await;
    anna.sign_up("anna").await;
    anna.open(&ticket).await;
    anna.buy().await;
    assert!(anna.seconds_left().await > 300);
    for (seconds, words) in
        [(650, "|5 minutes left.|"), (200, "|1 minute left.|"), (60, "|The time is up.|")]
    {
        anna.wait_on_page(seconds).await;
        anna.hears(words).await;
    }

    anna.close().await;
    site.stop().await;
}

/// On a phone, where a form is longer than the screen.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_mistyped_is_seen_has_the_focus_and_is_kept() {
    let _turn = TURN.acquire().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    buyer.client.set_window_size(390, 664).await.unwrap();
    let ticket = site.user("seller").await.list("Row 1", "10").await;
    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    let form = "form[action$='/pay']";
    let type_card = async |number: &str, expiry: &str| {
        for (name, value) in [("card_number", number), ("card_expiry", expiry), ("card_cvc", "123")]
        {
            let clear = format!("document.querySelector(\"{form} [name={name}]\").value = ''");
            buyer.client.execute(&clear, vec![]).await.unwrap();
            buyer.fill(form, name, value).await;
        }
        buyer.click(&format!("{form} button.primary")).await;
    };
    let has_focus = async |css: &str| {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let focus = buyer.client.execute(FOCUS, vec![json!(css)]).await.unwrap();
            if focus["here"] == true && focus["isShown"] == true {
                break;
            }
            assert!(Instant::now() < deadline, "{css}: {focus}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let value = async |name: &str| {
        let read = format!("return document.querySelector(\"{form} [name={name}]\").value");
        buyer.client.execute(&read, vec![]).await.unwrap()
    };
    // What looks like no card is not sent at all: nothing of it is lost.
    type_card("4242", "12/34").await;
    has_focus("#card_number:invalid").await;
    assert_eq!(
        (value("card_number").await, value("card_cvc").await),
        ("4242".into(), "123".into())
    );
    // What is wrong with the rest leaves a card of the sandbox where it is.
    type_card(GOOD_CARD, "01/20").await;
    buyer.until("#card_expiry-error").await;
    has_focus("#card_expiry[aria-invalid]").await;
    assert_eq!(value("card_number").await, GOOD_CARD);
    // Any other number may be somebody's own, and is not sent back.
    type_card("4111 1111 1111 1111", "12/34").await;
    buyer.until("#card_number-error").await;
    has_focus("#card_number[aria-invalid]").await;
    assert_eq!(
        (value("card_number").await, value("card_expiry").await),
        ("".into(), "12/34".into())
    );
    // A card that is declined is no field's fault.
    type_card(DECLINED_CARD, "12/34").await;
    has_focus("[role=alert]").await;

    let form = "form[action='/tickets']";
    buyer.open(&offer_path()).await;
    buyer.fill(form, "title", "Row 2").await;
    buyer.fill(form, "price", "a lot").await;
    buyer.press(form).await;
    has_focus("[aria-invalid]").await;
    assert!(
        buyer
            .client
            .execute(
                "return document.activeElement === document.querySelector('[aria-invalid]')",
                vec![]
            )
            .await
            .unwrap()
            .as_bool()
            .unwrap(),
        "the first"
    );
    buyer.close().await;
    site.stop().await;
}

/// What those who run the site were told leads there from any of their pages, without a mouse.
#[tokio::test(flavor = "multi_thread")]
async fn those_who_run_the_site_search_with_the_keyboard_alone() {
    let _turn = TURN.acquire().await;
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let Some(browser) = Browser::start(&site, true).await else { return };
    site.user("ann").await;
    browser.sign_up("root").await;
    site.let_run("root").await;
    browser.open("/admin").await;
    browser.type_into("#anything", "ann@").await;
    browser.key(ENTER).await;
    browser.until("[data-user-status=open]").await;
    browser.open("/admin").await;
    browser.tab_to("[data-figure=listings] summary").await;
    browser.key(ENTER).await;
    browser.until("[data-figure=listings] details[open] td").await;
    browser.close().await;
    site.stop().await;
}

//! Buying with the keyboard alone, from the home page to the ticket, and what is announced to those
//! who do not see the page change.

mod common;
#[path = "common/browser.rs"]
mod machine;

use common::{DECLINED_CARD, GOOD_CARD, PASSWORD, Site};
use machine::{Browser, TURN};
use serde_json::json;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
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
    return { here: el.matches(arguments[0]), isShown, ring, html: el.outerHTML.slice(0, 200) };";

impl Browser {
    /// Presses a key, on whatever has the focus.
    async fn key(&self, key: &str) {
        let actions: Vec<_> = key
            .chars()
            .flat_map(|c| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": c })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.ask("actions", &json!({ "actions": [keyboard] })).await;
    }

    /// Goes on with Tab until this has the focus; whatever has it on the way shows it.
    async fn tab_to(&self, css: &str) {
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
    async fn skip_to_content(&self) {
        self.tab_to("a.skip").await;
        self.key(ENTER).await;
        let focus = self.client.execute(FOCUS, vec![json!("main")]).await.unwrap();
        assert!(focus["here"] == true, "after the skip link: {focus}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_purchase_by_keyboard_alone() {
    let _turn = TURN.lock().await;
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
    let focus = buyer.client.execute(FOCUS, vec![json!("#password:invalid")]).await.unwrap();
    assert!(focus["here"] == true, "{focus}");
    buyer.key(&PASSWORD["short".len()..]).await;
    buyer.key(ENTER).await;
    buyer.until("form[action$='/buy']").await;
    assert_eq!(buyer.client.current_url().await.unwrap().path(), ticket);

    buyer.skip_to_content().await;
    buyer.tab_to("form[action$='/buy'] button").await;
    buyer.key(SPACE).await;
    buyer.until("form[action$='/pay']").await;
    // A card with something missing: the list of what is wrong leads to the field.
    buyer.skip_to_content().await;
    buyer.type_into("#card_number", "4242 4242 4242 4241").await;
    buyer.type_into("#card_expiry", "12/34").await;
    buyer.type_into("#card_cvc", "123").await;
    buyer.key(ENTER).await;
    buyer.until("#card_number[aria-invalid]").await;
    buyer.skip_to_content().await;
    buyer.tab_to(".alert a[href='#card_number']").await;
    buyer.key(ENTER).await;
    let focus = buyer.client.execute(FOCUS, vec![json!("#card_number")]).await.unwrap();
    assert!(focus["here"] == true, "{focus}");
    for card in [DECLINED_CARD, GOOD_CARD] {
        buyer.key(card).await;
        if buyer
            .client
            .execute("return document.activeElement.id === 'card_number'", vec![])
            .await
            .unwrap()
            != true
        {
            panic!("typed elsewhere");
        }
        buyer.type_into("#card_expiry", "12/34").await;
        buyer.type_into("#card_cvc", "123").await;
        buyer.tab_to("form[action$='/pay'] button").await;
        buyer.key(SPACE).await;
        if card == DECLINED_CARD {
            buyer.until_text("[role=alert]", "declined").await;
            buyer.skip_to_content().await;
            buyer.tab_to("#card_number").await;
        }
    }
    buyer.until("[data-order-status=completed]").await;
    buyer.skip_to_content().await;
    buyer.tab_to("a[href$='/receipt']").await;
    buyer.key(ENTER).await;
    buyer.until(".receipt").await;

    buyer.close().await;
    site.stop().await;
}

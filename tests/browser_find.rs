//! Finding a ticket in a real browser, as somebody does who has never been here.

mod common;
#[path = "common/browser.rs"]
mod machine;

use common::{GOOD_CARD, Site};
use fantoccini::{Locator, key::Key};
use machine::{Browser, TURN};

const SEARCH: &str = "form[role=search]";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_few_letters_to_a_ticket() {
    let _turn = TURN.lock().await;
    let site = Site::start().await;
    let Some(visitor) = Browser::start(&site, true).await else { return };
    let mut seller = site.user("seller").await;
    for (event, city, title, price) in [
        ("The Paper Lanterns", "Köln", "Block A", "70.00"),
        ("The Paper Lanterns", "Köln", "Block B", "35.00"),
        ("Harbour Lights", "Hamburg", "Standing", "20.00"),
    ] {
        let fields = [
            ("title", title),
            ("price", price),
            ("event_name", event),
            ("venue", "Town Hall"),
            ("city", city),
            ("starts_at", "2060-06-01T20:00"),
        ];
        assert_eq!(seller.post("/tickets", &fields).await.status, 303);
    }

    visitor.open("/").await;
    let found = || async {
        let rows = visitor.client.find_all(Locator::Css("[data-ticket-id]")).await.unwrap();
        let mut titles = vec![];
        for row in rows {
            titles.push(row.find(Locator::Css("a")).await.unwrap().text().await.unwrap());
        }
        titles
    };
    assert_eq!(found().await.len(), 3);

    // On a phone, with a slip of the thumb, without the accent, and sent by the keyboard.
    visitor.fill(SEARCH, "q", "koln lantrens").await;
    visitor
        .until(&format!("{SEARCH} [name=q]"))
        .await
        .send_keys(&Key::Enter.to_string())
        .await
        .unwrap();
    visitor.until_text("main", "2 tickets").await;
    assert_eq!(found().await.len(), 2);

    visitor.until(&format!("{SEARCH} summary")).await.click().await.unwrap();
    visitor.fill(SEARCH, "max_price", "50").await;
    visitor.press(SEARCH).await;
    visitor.until_text("main", "1 ticket").await;
    assert_eq!(found().await, ["Block B"]);

    // What one found, another sees by the same address.
    let address = visitor.client.current_url().await.unwrap();
    let shared = format!("{}?{}", address.path(), address.query().unwrap());
    assert!(site.visitor().get(&shared).await.body.contains("Block B"));

    visitor.fill(SEARCH, "q", "opera").await;
    visitor.press(SEARCH).await;
    visitor.until_text(".empty", "No ticket fits this search").await;
    visitor.until(".empty a.button").await.click().await.unwrap();
    visitor.until_text("main", "3 tickets").await;

    visitor.sign_up("buyer").await;
    visitor.open(&shared).await;
    visitor.until("[data-ticket-id] a").await.click().await.unwrap();
    visitor.until_text("h1", "Block B").await;
    visitor.buy().await;
    visitor.pay(GOOD_CARD).await;
    visitor.until("[data-order-status=completed]").await;

    visitor.close().await;
    site.stop().await;
}

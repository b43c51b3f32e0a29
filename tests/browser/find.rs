//! Finding a ticket in a real browser, as somebody does who has never been here.

use crate::common::{GOOD_CARD, Site};
use crate::machine::{Browser, TURN};
use fantoccini::key::Key;

const SEARCH: &str = "form[role=search]";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_few_letters_to_a_ticket() {
    let _turn = TURN.acquire().await;
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
    let found = async || {
        let titles = "return [...document.querySelectorAll('[data-event-id] a')]
            .map((link) => link.textContent)";
        let titles = visitor.client.execute(titles, vec![]).await.unwrap();
        serde_json::from_value::<Vec<String>>(titles).unwrap()
    };
    assert_eq!(found().await.len(), 3);

    // On a phone, with a slip of the thumb, without the accent, and sent by the keyboard.
    visitor.fill(SEARCH, "q", "koln lantrens").await;
    visitor.type_in(&format!("{SEARCH} [name=q]"), &Key::Enter.to_string()).await;
    visitor.until_text("main", "2 tickets").await;
    assert_eq!(found().await.len(), 2);

    visitor.click(&format!("{SEARCH} summary")).await;
    visitor.fill(SEARCH, "max_price", "50").await;
    visitor.press(SEARCH).await;
    visitor.until_text("main", "1 ticket").await;
    assert_eq!(found().await, ["The Paper Lanterns"]);

    // What one found, another sees by the same address.
    let address = visitor.client.current_url().await.unwrap();
    let shared = format!("{}?{}", address.path(), address.query().unwrap());
    assert!(site.visitor().get(&shared).await.body.contains("35.00"));

    visitor.fill(SEARCH, "q", "opera").await;
    visitor.press(SEARCH).await;
    visitor.until_text(".empty", "No ticket fits this search").await;
    visitor.follow(".empty a.button").await;
    visitor.until_text("main", "3 tickets").await;

    visitor.sign_up("buyer").await;
    visitor.open(&shared).await;
    visitor.follow("[data-event-id] a").await;
    visitor.follow("[data-ticket-id] a").await;
    visitor.until_text("h1", "Block B").await;
    visitor.buy().await;
    visitor.pay(GOOD_CARD).await;
    visitor.until("[data-order-status=completed]").await;

    visitor.close().await;
    site.stop().await;
}

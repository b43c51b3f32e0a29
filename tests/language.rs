//! In which language one reads the site.

mod common;

use common::{Answer, DECLINED_CARD, GOOD_CARD, PASSWORD, Site, Visitor};

fn is_german(body: &str) -> bool {
    assert_ne!(body.contains(r#"<html lang="de""#), body.contains(r#"<html lang="en""#));
    body.contains(r#"<html lang="de""#)
}

#[tokio::test]
async fn the_browser_asks_and_the_visitor_chooses() {
    let site = Site::start().await;
    let mut visitor = site.visitor();
    assert!(!is_german(&visitor.get("/").await.body));
    visitor.headers.push(("accept-language", "de-AT,de;q=0.9,en;q=0.5".into()));
    let page = visitor.get("/signin").await;
    assert!(is_german(&page.body), "{}", page.body);
    assert!(page.body.contains("Anmelden"), "{}", page.body);
    assert_eq!(page.header("set-cookie"), None, "nobody who only looks gets a cookie");
    let error = visitor.get("/no-such-page").await;
    assert!(is_german(&error.body) && error.body.contains("Hier ist nichts"), "{}", error.body);

    let english = [("language", "en"), ("next", "/sell?event_id=1")];
    assert_eq!(visitor.post("/language", &english).await.sent_to(), "/sell?event_id=1");
    assert!(!is_german(&visitor.get("/").await.body), "what was chosen counts for more");
    for (language, next, to) in
        [("de", "https://evil.example/", "/"), ("tlh", "/sell", "/sell"), ("", "", "/")]
    {
        let answer = visitor.post("/language", &[("language", language), ("next", next)]).await;
        assert_eq!(answer.sent_to(), to);
    }
    assert!(is_german(&visitor.get("/").await.body));
}

#[tokio::test]
async fn an_account_keeps_what_was_chosen() {
    let site = Site::start().await;
    let mut anna = site.visitor();
    anna.headers.push(("accept-language", "de".into()));
    anna.sign_up("anna").await;
    let sign_in = [("email", "anna@example.org"), ("password", PASSWORD)];
    let elsewhere = async |accepted: &str| -> Visitor {
        let mut visitor = site.visitor();
        visitor.headers.push(("accept-language", accepted.into()));
        visitor.post("/signin", &sign_in).await;
        visitor
    };
    let mut other = elsewhere("en").await;
    assert!(is_german(&other.get("/").await.body), "as she signed up");
    other.post("/language", &[("language", "en")]).await;
    assert!(!is_german(&anna.get("/").await.body), "in all her browsers at once");
    let entries = site.entries();
    other.post("/language", &[("language", "en")]).await;
    assert_eq!(site.entries(), entries, "and once is enough");
    other.post("/signout", &[]).await;
    assert!(!is_german(&other.get("/").await.body), "this browser keeps it for visitors");
}

/// What a page must say.
#[track_caller]
fn says(answer: &Answer, status: u16, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(is_german(&answer.body));
    for words in words {
        assert!(answer.body.contains(words), "no {words:?} in {}", answer.body);
    }
}

#[tokio::test]
async fn a_purchase_in_german() {
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "10".parse().unwrap();
        config.payments.max_attempts = 2;
    })
    .await;
    let german = async |name: &str| {
        let mut visitor = site.visitor();
        visitor.headers.push(("accept-language", "de".into()));
        visitor.sign_up(name).await;
        visitor
    };
    let (mut seller, mut buyer) = (german("anna").await, german("ben").await);
    let ticket = seller.list("Reihe 1", "49.50").await;
    says(&buyer.get("/orders").await, 200, &["Meine Käufe", "Du hast hier noch nichts gekauft"]);

    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    let facts = [
        "Dein Kauf",
        "54,45 EUR, davon 4,95 EUR Gebühr.",
        "Für dich reserviert bis",
        " Uhr</time>",
        "54,45 EUR bezahlen",
        "Noch 2 Versuche",
        "Testkarten",
        "Gültig bis (MM/JJ)",
        "Diesen Kauf stornieren",
    ];
    says(&buyer.get(&order).await, 200, &facts);
    let pay = format!("{order}/pay");
    let typo = [("card_number", "4"), ("card_expiry", "x"), ("card_cvc", "1")];
    let errors = [
        "Das ist keine Kartennummer.",
        "Schreibe Monat/Jahr, zum Beispiel 12/34.",
        "Die Prüfziffer sind die 3 oder 4 Ziffern auf der Karte.",
        "Noch nicht abgeschickt",
    ];
    says(&buyer.post(&pay, &typo).await, 422, &errors);
    let declined = "Deine Karte wurde abgelehnt. Es wurde nichts abgebucht.";
    says(&buyer.pay(&order, DECLINED_CARD).await, 402, &[declined, "Das ist der letzte Versuch"]);
    says(&buyer.get(&order).await, 200, &[declined]);
    says(&buyer.pay(&order, DECLINED_CARD).await, 402, &["Die Zahlung ist zu oft fehlgeschlagen"]);
    says(&buyer.cancel(&order).await, 409, &["Dieser Kauf ist schon vorbei"]);

    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    buyer.cancel(&order).await.sent_to();
    says(&buyer.get(&order).await, 200, &["Du hast diesen Kauf storniert."]);
    let order = buyer.buy(&ticket, "54.45").await.sent_to();
    buyer.pay(&order, GOOD_CARD).await.sent_to();
    says(
        &buyer.get(&order).await,
        200,
        &["Es gehört dir.", "Bezahlt hast du 54,45 EUR, davon 4,95 EUR Gebühr."],
    );
    let receipt = format!("{order}/receipt");
    let facts = ["Quittung", "Bezahlt am", "<strong>54,45 EUR</strong>", "Im Testbetrieb"];
    says(&buyer.get(&receipt).await, 200, &facts);
    let list =
        ["3 Käufe, die neuesten zuerst.", "Zahlung fehlgeschlagen", "von dir", "Abgeschlossen"];
    says(&buyer.get("/orders").await, 200, &list);

    let refund = format!("{order}/refund");
    let asked = [("reason", "Es fällt aus")];
    says(&buyer.post(&refund, &asked).await, 403, &["wer das Ticket verkauft hat"]);
    let facts = ["Dein Verkauf", "Verkauft und bezahlt: 54,45 EUR", "54,45 EUR erstatten"];
    says(&seller.get(&order).await, 200, &facts);
    seller.post(&refund, &asked).await.sent_to();
    says(
        &buyer.get(&order).await,
        200,
        &["Dieser Kauf wurde erstattet", "Der Grund: <q>Es fällt aus"],
    );
    says(&seller.get(&order).await, 200, &["Erstattet: Zurückgezahlt werden 54,45 EUR"]);
    says(&buyer.get(&receipt).await, 200, &["Erstattet am", "Grund"]);
    site.stop().await;
}

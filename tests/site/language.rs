//! In which language one reads the site.

use crate::common::{Answer, DECLINED_CARD, EVENT, GOOD_CARD, PASSWORD, Site, Visitor, offer_path};

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

#[tokio::test]
async fn tickets_are_found_looked_at_and_refused_in_german() {
    let site = Site::start_with(|config| {
        config.orders.max_live_per_user = 1;
        config.market.buyer_fee_percent = "10".parse().unwrap();
    })
    .await;
    let german = async |name: &str| -> Visitor {
        let mut visitor = site.visitor();
        visitor.headers.push(("accept-language", "de".into()));
        visitor.sign_up(name).await;
        visitor
    };
    let (mut anna, mut ben, mut carl) =
        (german("anna").await, german("ben").await, german("carl").await);
    let mut nobody = site.visitor().with("accept-language", "de");
    nobody.get("/").await.is(200, "Gerade ist nichts im Angebot");
    let seat = [&EVENT[..], &[("title", "Reihe 5"), ("price", "45"), ("seat", "12")]].concat();
    let ticket = anna.post("/tickets", &seat).await.sent_to();
    let other = anna.list("Reihe 6", "50").await;

    // Found, with a slip of the finger and prices as Germans write them.
    let all = "<strong>2 Tickets</strong> für 2 Veranstaltungen, die nächsten Termine zuerst.";
    nobody.get("/?q=berlim").await.is(200, all).is(200, "Alle 2 zeigen");
    nobody.get("/").await.is(200, "noch 1 Ticket").is(200, "ab <data");
    nobody.get("/?max_price=49,50").await.is(200, "<strong>1 Ticket</strong>").is(200, "\"49,50\"");
    let nothing = nobody.get("/?min_price=60,50&from=2098-05-02&city=Berlin").await;
    nothing
        .is(200, "Zu dieser Suche passt kein Ticket")
        .is(200, r#"<a href="/?city=Berlin&amp;from=2098-05-02">Auch unter 60,50</a>"#)
        .is(200, "Alle 2 Tickets zeigen");
    let unread = nobody.get("/?from=morgen&min_price=1.234&max_price=1&sort=x").await;
    for says in [
        "„morgen“ bleibt unbeachtet. Schreibe den Tag so: 2026-12-31.",
        "„1.234“ bleibt unbeachtet. Das lässt sich auf zwei Arten lesen. Schreibe 1234,",
        "„x“ bleibt unbeachtet. Die nächsten Termine stehen zuerst.",
    ] {
        unread.is(200, says);
    }
    let page = nobody.get(&ticket).await;
    page.is(200, "Zum Kaufen anmelden")
        .is(200, "Davon gehen <span data-fee>4,50\u{a0}€</span> als");
    let at = page.body.find("\"/events/").unwrap() + 1;
    let event = page.body[at..].split('"').next().unwrap().to_owned();
    nobody.get(&event).await.is(200, "<strong data-count=\"available\">1</strong> verfügbar");

    // Bought, or not.
    let page = ben.get(&ticket).await;
    page.is(200, "Für 49,50\u{a0}€ kaufen").is(200, r#"name="price" value="49.50""#);
    ben.post(&format!("{ticket}/buy"), &[]).await.is(422, "kam nicht mit dem Formular an");
    ben.buy(&ticket, "45").await.is(409, "Er ist jetzt 49,50\u{a0}€. Es wurde nichts reserviert");
    anna.buy(&ticket, "49.50").await.is(403, "Das ist dein eigenes Ticket");
    ben.buy(&ticket, "49.50").await.sent_to();
    ben.get(&ticket).await.is(200, "Für dich reserviert bis").is(200, "Uhr</time>");
    let second = ben.buy(&other, "55").await;
    second
        .is(409, "Für dich ist schon 1 Ticket reserviert, und mehr als 1 auf einmal")
        .is(409, "Das nächste davon ist reserviert bis");
    carl.buy(&ticket, "49.50").await.is(409, "Jemand war schneller: Es ist bis ");
    carl.get(&ticket).await.is(200, "In die Schlange stellen");
    carl.post(&format!("{ticket}/line"), &[]).await.sent_to();
    carl.get(&ticket).await.is(200, "Dein Platz in der Schlange:");
    carl.post(&format!("{other}/line"), &[]).await.is(409, "Es ist gerade frei");

    // Its seller: what has happened, and what cannot be done.
    anna.get(&ticket)
        .await
        .is(200, "Für jemanden reserviert bis")
        .is(200, "Angeboten für 45,00\u{a0}€ ohne Gebühr")
        .is(200, "Du bekommst 45,00\u{a0}€, beim Kauf kostet es");
    anna.post(&format!("{ticket}/withdraw"), &[]).await.is(409, "Bezahlt wird der Preis");
    let path = format!("{other}/file");
    let kind = "multipart/form-data; boundary=between";
    for (name, status, says) in [
        ("ticket.pdf", 415, "Das ist kein PDF, kein Bild"),
        ("", 422, "Wähle die Datei aus, die du anhängen willst"),
    ] {
        let content = if name.is_empty() { "" } else { "no document at all" };
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let body = format!("--between\r\n{head}\r\n\r\n{content}\r\n--between--\r\n");
        anna.send("POST", &path, Some(kind), body.into()).await.is(status, says);
    }
    anna.post(&format!("{other}/withdraw"), &[]).await.sent_to();
    anna.get(&other).await.is(200, "Ein zurückgezogenes Ticket hat keine Datei.");
    ben.buy(&other, "55").await.is(409, "Dieses Ticket wurde zurückgezogen.");
}

/// The message at a field of a form that was refused, as the page has it.
#[track_caller]
fn message<'a>(answer: &'a Answer, field: &str) -> &'a str {
    assert_eq!(answer.status, 422, "{field}: {}", answer.body);
    let at = answer.body.find(&format!("id=\"{field}-error\""));
    let message = &answer.body[at.unwrap_or_else(|| panic!("{field}: {}", answer.body))..];
    &message[message.find('>').unwrap() + 1..message.find('<').unwrap()]
}

#[tokio::test]
async fn who_sells_in_german_is_told_in_german_what_is_wrong() {
    let site = Site::start_with(|config| {
        config.market.buyer_fee_percent = "2.5".parse().unwrap();
        config.market.max_markup_percent = Some("12.5".parse().unwrap());
    })
    .await;
    let mut anna = site.visitor().with("accept-language", "de");
    anna.sign_up("anna").await;
    let before = site.entries();
    anna.get("/selling").await.is(200, "Du bietest hier noch nichts an");
    anna.get(&offer_path())
        .await
        .is(200, "Preis in EUR")
        .is(200, "zahlt dazu eine Gebühr von 2,5 %.")
        .is(200, "der Preis darf höchstens 12,5 % darüber liegen.");

    let (long, hidden) = ("x".repeat(121), "a\u{202e}b".to_owned());
    let wrong: &[(&str, &str, &str)] = &[
        ("title", &long, "Das ist zu lang: höchstens 120 Zeichen."),
        ("price", "1.234", "Schreibe 1234, wenn du das meinst"),
        ("section", &hidden, "Ein verstecktes Zeichen darin (U+202E)"),
        ("row", "\u{200b}\u{3164}", "Gib hier etwas ein."),
        ("seat", "12, 12", "Ein Platz ist doppelt"),
        ("quantity", "2", ""),
        ("face_value", "35,5055", "Diese Währung hat 2 Nachkommastellen"),
        ("notes", "\u{200b}\u{3164}", "Gib hier etwas ein."),
        ("event_name", "", "Gib hier etwas ein"),
        ("venue", "", "Gib hier etwas ein"),
        ("city", "", "Gib hier etwas ein"),
        ("starts_at", "morgen", "Schreibe Datum und Uhrzeit so: 2026-12-31T20:00."),
        ("time_zone", "Mars", "Diese Zeitzone ist nicht bekannt."),
    ];
    let fields: Vec<_> = wrong.iter().map(|(name, typed, _)| (*name, *typed)).collect();
    let refused = anna.post("/tickets", &fields).await;
    for (field, _, says) in wrong.iter().filter(|(.., says)| !says.is_empty()) {
        assert!(message(&refused, field).contains(says), "{field}: {}", message(&refused, field));
    }
    assert_eq!(refused.field("price"), Some("1.234"), "as it was typed");

    let with = |fields: &[(&'static str, &'static str)]| {
        let ticket = [("title", "Unterrang"), ("row", "5"), ("seat", "12"), ("face_value", "44")];
        let known = [&EVENT[..], &ticket].concat().into_iter();
        let known = known.filter(|(name, _)| fields.iter().all(|(field, _)| field != name));
        known.chain(fields.iter().copied()).collect::<Vec<_>>()
    };
    for (fields, field, says) in [
        (&[("price", "")][..], "price", "Gib einen Preis ein."),
        (&[("price", "0")], "price", "Der Preis muss höher als 0 sein."),
        (&[("price", "1000000")], "price", "Dieser Preis ist höher, als abgebucht werden kann."),
        (
            &[("price", "999999")],
            "price",
            "Mit der Gebühr von 2,5 % ist das mehr, als abgebucht werden kann: höchstens \
             975.609,75\u{a0}€.",
        ),
        (
            &[("price", "49,51")],
            "price",
            "Hier darfst du höchstens 49,50\u{a0}€ verlangen: 12,5 % mehr als den Originalpreis.",
        ),
        (
            &[("price", "49,50"), ("face_value", "")],
            "face_value",
            "Gib ein, was auf dem Ticket steht: Es darf höchstens 12,5 % mehr als den \
             Originalpreis kosten.",
        ),
        (
            &[("price", "49,50"), ("quantity", "11")],
            "quantity",
            "Gib eine ganze Zahl von 1 bis 10 ein.",
        ),
        (
            &[("price", "49,50"), ("quantity", "3"), ("seat", "12, 13")],
            "seat",
            "Gib für 3 Tickets den ersten Platz ein (12) oder alle 3, mit Kommas dazwischen.",
        ),
        (
            &[("price", "49,50"), ("starts_at", "")],
            "starts_at",
            "Gib Datum und Uhrzeit ein, zu der es beginnt.",
        ),
        (&[("price", "49,50"), ("starts_at", "2020-05-01T20:00")], "starts_at", "schon vorbei"),
    ] {
        let refused = anna.post("/tickets", &with(fields)).await;
        assert!(message(&refused, field).contains(says), "{}", message(&refused, field));
    }
    assert_eq!(site.entries(), before, "nothing was listed");

    let ticket = anna.post("/tickets", &with(&[("price", "49,50")])).await.sent_to();
    let edit = format!("{ticket}/edit");
    let refused = anna.post("/tickets", &with(&[("price", "49,50"), ("event_id", "x")])).await;
    assert!(message(&refused, "event_id").contains("Diese Veranstaltung gibt es nicht."));
    let form = anna.get(&edit).await;
    form.is(200, "Ticket bearbeiten").is(200, "Fr., 1. Mai 2099, 20:00\u{a0}Uhr");
    assert_eq!((form.field("price"), form.field("face_value")), (Some("49,50"), Some("44,00")));
    let refused = anna.post(&edit, &[("title", "Oberrang"), ("price", "49,51")]).await;
    assert!(message(&refused, "price").contains("höchstens 49,50\u{a0}€"), "{}", refused.body);
    let changes = [("title", "Oberrang"), ("price", "45,5"), ("face_value", "41,25")];
    anna.post(&edit, &changes).await.sent_to();
    anna.get("/selling")
        .await
        .is(200, "Das neueste zuerst.")
        .is(200, r#"<data class="price" value="45.50">45,50 €</data>"#)
        .is(200, "Reihe 5 · Platz 12")
        .is(200, "Alle gewählten zurückziehen");

    // Who reads English reads of the same ticket in English; what is not clear is asked.
    let mut ben = site.user("ben").await;
    ben.get(&ticket).await.is(200, "€46.64");
    let refused = ben.post("/tickets", &with(&[("price", "1,234")])).await;
    let message = message(&refused, "price");
    assert!(message.starts_with("This can be read in two ways. Write 1234 if"), "{message}");
    let listed = ben.post("/tickets", &with(&[("price", "€ 45,50")])).await.sent_to();
    ben.get(&listed).await.is(200, r#"value="46.64""#);
    ben.post(&format!("{ticket}/withdraw"), &[])
        .await
        .is(403, "Only its seller can change this ticket.");
    let mut cleo = site.visitor().with("accept-language", "de");
    cleo.sign_up("cleo").await;
    cleo.post(&format!("{ticket}/withdraw"), &[])
        .await
        .is(403, "Nur wer dieses Ticket anbietet, kann es ändern.");
    let order = cleo.buy(&ticket, "46.64").await.sent_to();
    for refused in [anna.get(&edit).await, anna.post(&format!("{ticket}/withdraw"), &[]).await] {
        refused.is(409, "So lange kann es nicht geändert werden");
    }
    cleo.cancel(&order).await.sent_to();
    anna.post(&format!("{ticket}/withdraw"), &[]).await.sent_to();
    anna.get("/selling").await.is(200, "Zurückgezogen");
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
        "54,45\u{a0}€, davon 4,95\u{a0}€ Gebühr.",
        "Für dich reserviert bis",
        "\u{a0}Uhr</time>",
        "54,45\u{a0}€ bezahlen",
        "Noch 2 Versuche",
        "Testkarten",
        "Ablauf (MM/JJ)",
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
        &["Es gehört dir.", "Bezahlt hast du 54,45\u{a0}€, davon 4,95\u{a0}€ Gebühr."],
    );
    let receipt = format!("{order}/receipt");
    let facts = ["Quittung", "Bezahlt am", "<strong>54,45\u{a0}€</strong>", "Im Testbetrieb"];
    says(&buyer.get(&receipt).await, 200, &facts);
    let list = ["Die neuesten zuerst.", "Zahlung fehlgeschlagen", "von dir", "Abgeschlossen"];
    says(&buyer.get("/orders").await, 200, &list);

    let refund = format!("{order}/refund");
    let asked = [("reason", "Es fällt aus")];
    says(&buyer.post(&refund, &asked).await, 403, &["wer das Ticket verkauft hat"]);
    let facts = ["Dein Verkauf", "Verkauft und bezahlt: 54,45\u{a0}€", "54,45\u{a0}€ erstatten"];
    says(&seller.get(&order).await, 200, &facts);
    seller.post(&refund, &asked).await.sent_to();
    says(
        &buyer.get(&order).await,
        200,
        &["Dieser Kauf wurde erstattet", "Der Grund: <q>Es fällt aus"],
    );
    says(&seller.get(&order).await, 200, &["Erstattet: Zurückgezahlt werden 54,45\u{a0}€"]);
    says(&buyer.get(&receipt).await, 200, &["Erstattet am", "Grund"]);
    site.stop().await;
}

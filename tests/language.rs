//! In which language one reads the site.

mod common;

use common::{EVENT, PASSWORD, Site, Visitor};

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
    nobody.get("/").await.is(200, "Platz 12");
    nobody.get("/?max_price=49,50").await.is(200, "<strong>1 Ticket</strong>").is(200, "\"49,50\"");
    let nothing = nobody.get("/?min_price=60,50&from=2098-05-02&city=Berlin").await;
    nothing
        .is(200, "Zu dieser Suche passt kein Ticket")
        .is(200, r#"<a href="/?city=Berlin&amp;from=2098-05-02">Auch unter 60,50</a>"#)
        .is(200, "Alle 2 Tickets zeigen");
    let unread = nobody.get("/?from=morgen&min_price=1.234,50&max_price=1&sort=x").await;
    for says in [
        "„morgen“ bleibt unbeachtet. Schreibe den Tag so: 2026-12-31.",
        "„1.234,50“ bleibt unbeachtet. Schreibe den Preis in Ziffern mit Komma",
        "„x“ bleibt unbeachtet. Die nächsten Termine stehen zuerst.",
    ] {
        unread.is(200, says);
    }
    let page = nobody.get(&ticket).await;
    page.is(200, "Zum Kaufen anmelden").is(200, "Davon gehen <span data-fee>4,50</span> EUR als");
    let at = page.body.find("/events/").unwrap();
    let event = page.body[at..].split('"').next().unwrap().to_owned();
    nobody.get(&event).await.is(200, "<strong data-count=\"available\">1</strong> verfügbar");

    // Bought, or not.
    let page = ben.get(&ticket).await;
    page.is(200, "Für 49,50 EUR kaufen").is(200, r#"name="price" value="49.50""#);
    ben.post(&format!("{ticket}/buy"), &[]).await.is(422, "kam nicht mit dem Formular an");
    ben.buy(&ticket, "45").await.is(409, "Er ist jetzt 49,50 EUR. Es wurde nichts reserviert");
    anna.buy(&ticket, "49.50").await.is(403, "Das ist dein eigenes Ticket");
    ben.buy(&ticket, "49.50").await.sent_to();
    ben.get(&ticket).await.is(200, "Für dich reserviert bis").is(200, "Uhr</time>");
    let second = ben.buy(&other, "55").await;
    second
        .is(409, "Für dich ist schon 1 Ticket reserviert, und mehr als 1 auf einmal")
        .is(409, "Das nächste davon ist reserviert bis");
    carl.buy(&ticket, "49.50").await.is(409, "Jemand war schneller: Es ist bis ");
    carl.get(&ticket).await.is(200, "Bescheid geben, sobald es frei ist");
    carl.post(&format!("{ticket}/tell"), &[]).await.sent_to();
    carl.get(&ticket).await.is(200, "Du bekommst Bescheid, sobald es frei ist");
    carl.post(&format!("{other}/tell"), &[]).await.is(409, "Es ist gerade frei");

    // Its seller: what has happened, and what cannot be done.
    anna.get(&ticket)
        .await
        .is(200, "Für jemanden reserviert bis")
        .is(200, "Angeboten für 45,00 EUR ohne Gebühr")
        .is(200, "Du bekommst 45,00 EUR, beim Kauf kostet es");
    anna.post(&format!("{ticket}/withdraw"), &[]).await.is(409, "Bezahlt wird der Preis");
    let path = format!("{other}/file");
    let kind = "multipart/form-data; boundary=between";
    for (name, status, says) in [
        ("ticket.pdf", 415, "Das ist weder PDF noch PNG noch JPEG."),
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

//! In which language one reads the site.

mod common;

use common::{PASSWORD, Site, Visitor};

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

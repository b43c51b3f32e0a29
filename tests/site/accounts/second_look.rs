//! Before what must not be done by whoever finds a browser signed in, its owner shows who they are.

use std::time::Duration;

use crate::common::{PASSWORD, Site, Still};

#[tokio::test]
async fn once_shown_it_is_not_asked_for_again_in_this_browser_for_some_minutes() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |_| {}).await;
    let mut ann = site.user("ann").await;
    let mut phone = site.visitor();
    phone.sign_in("ann").await;
    let pages = ["/account/email", "/account/tokens", "/account/payout"];
    for page in pages {
        ann.get(page).await.is(200, "name=\"password\"");
    }
    let asks = [
        ("/account/email", vec![("email", "anne@example.org")]),
        ("/account/tokens", vec![("name", "x"), ("days", "30"), ("scope_read", "yes")]),
        ("/account/payout", vec![("holder", "Ann"), ("iban", "DE89370400440532013000")]),
        ("/account/delete", vec![]),
        ("/account/sessions/end", vec![]),
    ];
    for (path, fields) in &asks {
        ann.post(path, fields).await.is(422, "This is not your password.");
    }
    let led = ann.post("/account/payout/go-on", &[]).await.sent_to();
    assert_eq!(led, "/account/look?next=/account/payout");

    let look = [("password", PASSWORD), ("next", "/account/payout")];
    assert_eq!(ann.post("/account/look", &look).await.sent_to(), "/account/payout");
    for page in pages {
        let page = ann.get(page).await;
        assert!(!page.body.contains("name=\"password\""), "{}", page.body);
        page.is(200, "You have shown a moment ago");
        phone.get("/account/email").await.is(200, "name=\"password\"");
    }
    // What is typed is looked at all the same.
    let wrong = [("email", "anne@example.org"), ("password", "wrong password")];
    ann.post("/account/email", &wrong).await.is(422, "name=\"password\"");
    let (path, fields) = &asks[0];
    assert_eq!(ann.post(path, fields).await.sent_to(), "/account?done=email");
    phone.post("/account/email", &[("email", "a@example.org")]).await.is(422, "not your password");

    // What cannot be undone, and what keeps the owner out, takes it each time.
    ann.get("/account/delete").await.is(200, "name=\"password\"");
    ann.post("/account/delete", &[]).await.is(422, "This is not your password.");
    let new = [("old_password", ""), ("password", "another horse battery")];
    ann.post("/account/password", &new).await.is(422, "This is not your password.");

    time.pass(Duration::from_secs(601)).await;
    ann.post(path, &[("email", "annie@example.org")]).await.is(422, "not your password");
    // A form that asks for the password by itself is as good.
    let token = [("name", "x"), ("days", "30"), ("scope_read", "yes"), ("password", PASSWORD)];
    ann.post("/account/tokens", &token).await.is(200, "holdfast_");
    ann.post(path, &[("email", "annie@example.org")]).await.sent_to();
}

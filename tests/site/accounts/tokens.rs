//! Access tokens: made with the password, shown once, listed, revoked.

use holdfast::domain::{ShownToken, rules::tokens::ACCESS_TOKENS_MAX};

use crate::common::{PASSWORD, Site, Visitor};

const WANTED: [(&str, &str); 4] =
    [("name", "Box office"), ("days", "30"), ("scope_read", "yes"), ("password", PASSWORD)];

fn wanted_but<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let changed = WANTED.map(|(name, is)| (name, if name == field { value } else { is }));
    changed.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// How many are listed.
async fn listed(who: &mut Visitor) -> usize {
    who.get("/account/tokens").await.body.matches("data-token-id").count()
}

#[tokio::test]
async fn a_token_is_shown_once_and_listed_until_it_is_revoked() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let text = anna.token("<b>Box</b> office", &["read", "sell"]).await;
    let shown: ShownToken = text.parse().unwrap();
    let page = anna.get("/account/tokens").await;
    page.is(200, "&lt;b&gt;Box&lt;/b&gt; office").is(200, "read, sell").is(200, "Not used yet");
    assert!(!page.body.contains(&text), "it is shown once");
    anna.get("/account").await.is(200, "href=\"/account/tokens\"");
    let export = anna.get("/account/export").await;
    assert!(export.body.contains("\"name\": \"<b>Box</b> office\""), "{}", export.body);
    assert!(!export.body.contains("holdfast_"));

    let token = site.market.tables().access_token(shown.id).unwrap().unwrap();
    assert!(token.is_shown_by(&shown));
    let revoke = format!("/account/tokens/{}/revoke", shown.id);
    assert_eq!(ben.post(&revoke, &[]).await.status, 404, "it is not theirs");
    assert_eq!(listed(&mut anna).await, 1);
    let to = anna.post(&revoke, &[]).await.sent_to();
    anna.get(&to).await.is(200, "The token is revoked");
    assert_eq!(anna.post(&revoke, &[]).await.status, 303, "it is so already");
    assert_eq!(listed(&mut anna).await, 0);
}

#[tokio::test]
async fn what_is_typed_wrong_makes_none() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut anna, mut root) = (site.user("anna").await, site.user("root").await);
    for (field, value, says) in [
        ("name", "", "Enter something here."),
        ("name", "a\u{202e}b", "A hidden character"),
        ("scope_read", "", "Choose at least one"),
        ("days", "400", "Choose one of these."),
        ("days", "x", "Choose one of these."),
        ("password", "", "This is not your password"),
        ("password", "wrong horse battery", "This is not your password"),
    ] {
        anna.post("/account/tokens", &wanted_but(field, value)).await.is(422, says);
    }
    let as_admin = [&wanted_but("scope_read", "")[..], &[("scope_admin", "yes")]].concat();
    anna.post("/account/tokens", &as_admin).await.is(422, "Choose at least one");
    assert!(!anna.get("/account/tokens").await.body.contains("scope_admin"));
    root.get("/account/tokens").await.is(200, "scope_admin");
    root.token("root", &["admin"]).await;
    assert_eq!((listed(&mut anna).await, listed(&mut root).await), (0, 1));
}

#[tokio::test]
async fn there_are_so_many_at_the_most_and_those_that_are_over_make_room() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for _ in 0..ACCESS_TOKENS_MAX {
        anna.token("a program", &["read"]).await;
    }
    anna.post("/account/tokens", &WANTED).await.is(409, "there can be no more");
    assert_eq!(listed(&mut anna).await, ACCESS_TOKENS_MAX);
    anna.post("/account/sessions/end", &[("password", PASSWORD)]).await.sent_to();
    assert_eq!(listed(&mut anna).await, 0, "all are over");
    anna.token("another", &["read"]).await;
    assert_eq!(listed(&mut anna).await, 1);
    let open = site.market.tables().catalog().access_tokens().count();
    assert_eq!(open, 1, "none of the others is kept among those that go on");
}

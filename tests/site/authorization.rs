//! Who gets where: every route of the site × everybody who may ask for it. The list of routes is
//! read from the router's own source, so that a new one fails this until it has its row.

use std::collections::BTreeSet;

use crate::common::{GOOD_CARD, Site, Visitor};
use holdfast::{
    domain::{AlertToken, ConfirmToken, ResetToken},
    types::{AlertId, Email},
};

const ROUTER: &str = include_str!("../../src/http/mod.rs");

/// Streams do not end: `tests/site/live.rs` has them, and everybody may look. The provider's endpoint is
/// there with a provider alone: `tests/stripe/webhooks` has it.
const ELSEWHERE: [&str; 4] =
    ["GET /live", "GET /events/{id}/live", "GET /tickets/{id}/live", "POST /webhooks/stripe"];

const NAMES: [&str; 5] = ["buyer", "other", "seller", "root", "banned"];

/// What comes of it for a visitor, the buyer, another user, the seller, an admin and a banned user:
/// `i` sent to sign in, `n` not found, `f` forbidden, `.` let through.
const ROWS: &[(&str, &str)] = &[
    ("GET /", "......"),
    ("GET /account", "i....i"),
    ("GET /account/calendar/{token}", "nnnnnn"),
    ("GET /account/delete", "i....i"),
    ("GET /account/deleted", "......"),
    ("GET /account/email", "i....i"),
    ("GET /account/export", "i....i"),
    ("GET /account/look", "i....i"),
    ("GET /account/security", "i....i"),
    ("GET /account/security/codes", "i....i"),
    ("GET /account/security/totp", "i....i"),
    ("GET /account/security/totp/remove", "i....i"),
    ("GET /lost/{token}", "nnnnnn"),
    // To whoever has not shown their password just now.
    ("GET /signin/code", "iiiiii"),
    ("POST /account/look", "i....i"),
    // Who has shown of late who they are has no second factor; others are led to show it.
    ("POST /account/security/codes", "in.n.i"),
    ("POST /account/security/totp", "i....i"),
    ("POST /account/security/totp/remove", "i....i"),
    ("POST /lost/{token}", "nnnnnn"),
    ("GET /account/security/passkeys", "i....i"),
    ("GET /account/security/passkeys/{id}/remove", "in.n.i"),
    // Nothing was begun, or nobody has a passkey.
    ("POST /account/look/passkey", "i....i"),
    ("POST /account/look/passkey/begin", "innnni"),
    ("POST /account/security/passkeys", "i....i"),
    ("POST /account/security/passkeys/begin", "i....i"),
    ("POST /account/security/passkeys/{id}/remove", "in.n.i"),
    ("POST /signin/code/passkey", "iiiiii"),
    ("POST /signin/code/passkey/begin", "iiiiii"),
    ("POST /signin/passkey", "......"),
    ("POST /signin/passkey/begin", "......"),
    ("POST /signin/code", "iiiiii"),
    ("GET /account/password", "i....i"),
    ("GET /account/invoices", "i....i"),
    ("GET /account/payout", "i....i"),
    ("GET /account/payout/back", "i....i"),
    ("GET /account/payout/forget", "i....i"),
    ("GET /account/sessions/end", "i....i"),
    ("GET /account/sessions/{id}/end", "i.nnni"),
    ("GET /account/tokens", "i....i"),
    ("GET /account/webhooks", "i....i"),
    ("GET /account/webhooks/{id}", "i.nnni"),
    ("GET /admin", "nnnn.n"),
    ("GET /admin/claims", "nnnn.n"),
    ("GET /admin/disputes", "nnnn.n"),
    ("GET /admin/events", "nnnn.n"),
    ("GET /admin/events/{id}/merge", "nnnn.n"),
    ("GET /admin/mail", "nnnn.n"),
    ("GET /admin/money", "nnnn.n"),
    ("GET /admin/orders", "nnnn.n"),
    ("GET /admin/orders/paid", "nnnn.n"),
    // Of no month.
    ("GET /admin/money/invoices.csv", "nnnnnn"),
    ("GET /admin/payouts", "nnnn.n"),
    ("GET /admin/payouts/{id}", "nnnn.n"),
    ("GET /admin/payouts/{id}/list.csv", "nnnn.n"),
    ("GET /admin/payouts/{id}/sepa.xml", "nnnn.n"),
    ("GET /admin/sellers/{id}", "nnnn.n"),
    ("GET /admin/reports", "nnnn.n"),
    ("GET /admin/tickets", "nnnn.n"),
    ("GET /admin/tickets/disputed", "nnnn.n"),
    ("GET /admin/users", "nnnn.n"),
    ("GET /alerts", "i....i"),
    ("GET /alerts/stop/{token}", "nnnnnn"),
    ("GET /api", "......"),
    ("GET /assets/{file}", "nnnnnn"),
    ("GET /confirm/{token}", "nnnnnn"),
    ("GET /events/{id}", "......"),
    ("GET /events/{id}/cancel", "inn..i"),
    ("GET /events/{id}/change", "inn..i"),
    ("GET /events/{id}/picture", "......"),
    ("GET /events/{id}/picture/{file}", "nnnnnn"),
    ("GET /events/{id}/poster.png", "......"),
    ("GET /events/{id}/postpone", "inn..i"),
    ("GET /events/{id}/{slug}", "......"),
    ("GET /forgot", "......"),
    ("GET /healthz", "......"),
    ("GET /manifest.webmanifest", "......"),
    ("GET /metrics", "......"),
    // There is none.
    ("GET /invoices/{id}", "innnni"),
    ("GET /orders", "i....i"),
    ("GET /orders/{id}", "i.n..i"),
    ("GET /orders/{id}/calendar.ics", "i.nnni"),
    ("GET /orders/{id}/messages", "i.n.ni"),
    ("GET /orders/{id}/messages/{number}/file", "innnni"),
    ("GET /orders/{id}/receipt", "i.n..i"),
    ("GET /orders/{id}/return", "i.nnni"),
    // Of an order that was made alone: its own page.
    ("GET /purchases/{id}", "i.nnni"),
    ("GET /purchases/{id}/calendar.ics", "i.nnni"),
    ("GET /purchases/{id}/return", "i.nnni"),
    ("GET /readyz", "......"),
    ("GET /reset/{token}", "nnnnnn"),
    ("GET /robots.txt", "......"),
    ("GET /schemas/{file}", "nnnnnn"),
    ("GET /sell", "i....i"),
    ("GET /sell/new", "i....i"),
    ("GET /selling", "i....i"),
    ("GET /selling/listings.csv", "i....i"),
    ("GET /selling/money", "i....i"),
    ("GET /selling/money.csv", "i....i"),
    ("GET /signin", "......"),
    ("GET /signup", "......"),
    ("GET /sitemap.xml", "......"),
    ("GET /sitemap/{file}", "nnnnnn"),
    ("GET /tickets/{id}", "......"),
    ("GET /tickets/{id}/edit", "iff.fi"),
    ("GET /tickets/{id}/file", "nnnnnn"),
    ("GET /tickets/{id}/files", "iff.fi"),
    ("POST /account/calendar", "i....i"),
    ("POST /account/confirm", "i....i"),
    ("POST /account/delete", "i....i"),
    ("POST /account/email", "i....i"),
    ("POST /account/password", "i....i"),
    ("POST /account/invoices", "i....i"),
    ("POST /account/payout", "i....i"),
    ("POST /account/payout/connect", "i....i"),
    ("POST /account/payout/forget", "i....i"),
    ("POST /account/payout/go-on", "i....i"),
    ("POST /account/payout/look", "i....i"),
    ("POST /account/sessions/end", "i....i"),
    ("POST /account/sessions/{id}/end", "i.nnni"),
    ("POST /account/tokens", "i....i"),
    ("POST /account/tokens/{id}/revoke", "i.nnni"),
    ("POST /account/webhooks", "i....i"),
    ("POST /account/webhooks/deliveries/{id}/again", "i.nnni"),
    ("POST /account/webhooks/{id}/again", "i.nnni"),
    ("POST /account/webhooks/{id}/off", "i.nnni"),
    ("POST /account/webhooks/{id}/on", "i.nnni"),
    ("POST /account/webhooks/{id}/secret", "i.nnni"),
    ("POST /account/webhooks/{id}/secret/end", "i.nnni"),
    ("POST /account/webhooks/{id}/test", "i.nnni"),
    // There is none yet.
    ("POST /admin/claims/{id}/decide", "nnnnnn"),
    ("POST /admin/disputes/{id}/bear", "nnnnnn"),
    ("POST /admin/events/{id}/merge", "nnnn.n"),
    ("POST /admin/events/{id}/rename", "nnnn.n"),
    ("POST /admin/mail/test", "nnnn.n"),
    ("POST /admin/mail/{id}/again", "nnnn.n"),
    ("POST /admin/orders/{id}/cancel", "nnnn.n"),
    ("POST /admin/money/invoices", "nnnn.n"),
    ("POST /admin/payouts", "nnnn.n"),
    ("POST /admin/payouts/payments/{id}/settle", "nnnn.n"),
    ("POST /admin/payouts/report", "nnnn.n"),
    ("POST /admin/payouts/{id}/paid", "nnnn.n"),
    ("POST /admin/sellers/{id}/correct", "nnnn.n"),
    ("POST /admin/sellers/{id}/pause", "nnnn.n"),
    ("POST /admin/sellers/{id}/release", "nnnn.n"),
    ("POST /admin/sellers/{id}/resume", "nnnn.n"),
    // There is none of this id.
    ("POST /admin/reports/{id}/close", "nnnnnn"),
    ("POST /admin/tickets/{id}/remove", "nnnn.n"),
    ("POST /admin/tickets/{id}/settle", "nnnn.n"),
    ("POST /admin/users/{id}/ban", "nnnn.n"),
    ("POST /admin/users/{id}/unban", "nnnn.n"),
    ("POST /alerts", "i....i"),
    ("POST /alerts/stop/{token}", "nnnnnn"),
    ("POST /alerts/{id}/delete", "i.nnni"),
    ("POST /alerts/{id}/often", "i.nnni"),
    ("POST /confirm/{token}", "nnnnnn"),
    ("POST /events/{id}/buy", "i....i"),
    ("POST /events/{id}/line", "i....i"),
    ("POST /events/{id}/line/stop", "i....i"),
    ("POST /events/{id}/cancel", "inn..i"),
    ("POST /events/{id}/change", "inn..i"),
    ("POST /events/{id}/picture/attach", "inn..i"),
    ("POST /events/{id}/picture/remove", "inn..i"),
    ("POST /events/{id}/postpone", "inn..i"),
    ("POST /events/{id}/refunds", "innn.i"),
    ("POST /forgot", "......"),
    ("POST /language", "......"),
    ("POST /orders/{id}/cancel", "i.nnni"),
    ("POST /orders/{id}/give-back", "ifnnni"),
    ("POST /orders/{id}/messages", "i.n.ni"),
    // From then on those who run the site take part.
    ("POST /orders/{id}/messages/admins", "i.n.ni"),
    ("POST /orders/{id}/pay", "i.nnni"),
    ("POST /orders/{id}/problem", "i.n..i"),
    ("POST /orders/{id}/problem/answer", "i.n..i"),
    ("POST /orders/{id}/problem/withdraw", "innnni"),
    ("POST /orders/{id}/received", "i.nnni"),
    ("POST /orders/{id}/refund", "ifn..i"),
    ("POST /purchases/{id}/cancel", "i.nnni"),
    ("POST /purchases/{id}/drop", "innnni"),
    ("POST /purchases/{id}/pay", "i.nnni"),
    ("POST /reset/{token}", "nnnnnn"),
    ("POST /selling/price", "i....i"),
    ("POST /selling/withdraw", "i....i"),
    ("POST /signin", "......"),
    ("POST /signup", "......"),
    ("POST /tickets", "i....i"),
    ("POST /tickets/{id}/attach", "iff.fi"),
    ("POST /tickets/{id}/buy", "i....i"),
    ("POST /tickets/{id}/edit", "iff.fi"),
    ("POST /tickets/{id}/file", "iff.fi"),
    ("POST /tickets/{id}/files", "iff.fi"),
    ("POST /tickets/{id}/pages", "iff.fi"),
    ("POST /tickets/{id}/file/remove", "iff.fi"),
    ("POST /tickets/{id}/line", "i..f.i"),
    ("POST /tickets/{id}/line/stop", "i....i"),
    ("POST /tickets/{id}/report", "i....i"),
    ("POST /tickets/{id}/withdraw", "iff.fi"),
    // Later it is nobody's any more.
    ("POST /account/webhooks/{id}/delete", "i.nnni"),
    // Last, since who is signed out by it stays so.
    ("POST /signout", "......"),
];

/// `METHOD path` of each route in the source.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in ROUTER.split(".route(").skip(1) {
        let path = part.split('"').nth(1).unwrap();
        // Until the next statement, which the last of a chain is followed by.
        let call = part.split(';').next().unwrap();
        for (method, verb) in [("GET", "get("), ("POST", "post(")] {
            if call.contains(verb) {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    found
}

/// The path with what is there: the ticket and its event, the order, the user.
fn filled(path: &str, ids: &[(&str, String)]) -> String {
    let (_, id) = ids.iter().find(|(prefix, _)| path.starts_with(prefix)).unwrap();
    path.replace("{id}", id).replace("{token}", id).replace("{file}", "none.css")
}

/// A place where somebody is signed in.
fn sign_in_of(site: &Site, name: &str) -> String {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    let catalog = site.market.tables().catalog();
    let id = catalog.user_by_email(&email).unwrap();
    catalog.sign_ins_of(id).next().unwrap().to_string()
}

/// An access token of somebody.
async fn token_of(who: &mut Visitor) -> String {
    who.token("a program", &["read"]).await;
    who.get("/account/tokens").await.attr("data-token-id").unwrap().to_owned()
}

/// A webhook endpoint, and something that was sent to it.
async fn webhook_of(who: &mut Visitor) -> (String, String) {
    let form = [("url", "https://127.0.0.1/"), ("order.created", "on")];
    let page = who.post("/account/webhooks", &form).await.sent_to();
    let endpoint = page.split(['/', '?']).nth(3).unwrap().to_owned();
    who.post(&format!("/account/webhooks/{endpoint}/test"), &[]).await.sent_to();
    let page = who.get(&page).await;
    (endpoint, page.attr("data-delivery-id").unwrap().to_owned())
}

/// An alert of somebody.
async fn alert_of(who: &mut Visitor) -> AlertId {
    who.post("/alerts", &[("q", "jazz")]).await.sent_to();
    who.get("/alerts").await.attr("data-alert-id").unwrap().parse().unwrap()
}

async fn outcome(who: &mut Visitor, method: &str, path: &str) -> char {
    let answer = match method {
        "GET" => who.get(path).await,
        _ => who.post(path, &[]).await,
    };
    match (answer.status, answer.header("location")) {
        (303, Some(to)) if to.starts_with("/signin?next=") => 'i',
        (404, _) => 'n',
        (403, _) => 'f',
        _ => '.',
    }
}

#[tokio::test]
async fn everybody_gets_where_they_may_and_nowhere_else() {
    let rows: BTreeSet<_> = ROWS.iter().map(|(route, _)| (*route).to_owned()).collect();
    let mut known = rows.clone();
    known.extend(ELSEWHERE.map(str::to_owned));
    assert_eq!(routes(), known, "each route has a row");

    let site = super::money::site().await;
    let mut all = vec![site.visitor()];
    for name in NAMES {
        all.push(site.user(name).await);
    }
    let ticket = all[3].list("Row 1", "10").await;
    let order = all[1].buy(&ticket, "11").await.sent_to();
    all[1].pay(&order, GOOD_CARD).await.sent_to();
    let event = site.market.tables().catalog().coming_events(site.market.clock().now(), 1)[0].id;
    let page = all[4].get("/admin/users?q=banned").await;
    let user = page.attr("data-user-id").unwrap().to_owned();
    let ban = format!("/admin/users/{user}/ban");
    all[4].post(&ban, &[("reason", "To see what they can do")]).await.sent_to();
    let mail = all[4].get("/admin/mail").await.attr("data-mail-id").unwrap().to_owned();
    let [.., seller, root, _] = &mut all[..] else { unreachable!() };
    let (run, settle) = super::money::paid_out(root, seller, "seller").await;
    let payout = settle.split('/').nth(4).unwrap().to_owned();
    let (endpoint, delivery) = webhook_of(&mut all[1]).await;
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let ids = [
        ("/tickets", last(&ticket)),
        ("/orders", last(&order)),
        ("/purchases", last(&order)),
        ("/events", event.to_string()),
        ("/admin/users", user.clone()),
        ("/admin/sellers", user),
        ("/admin/payouts/payments", payout),
        ("/admin/payouts", last(&run)),
        ("/admin/events", event.to_string()),
        ("/admin/claims", last(&order)),
        ("/admin/reports", "00".repeat(16)),
        ("/admin/disputes", "00".repeat(16)),
        ("/admin/orders", last(&order)),
        ("/admin/tickets", last(&ticket)),
        ("/admin/mail", mail),
        ("/account/sessions", sign_in_of(&site, "buyer")),
        ("/account/tokens", token_of(&mut all[1]).await),
        ("/account/webhooks/deliveries", delivery),
        ("/account/webhooks", endpoint),
        ("/alerts/stop", "none".to_owned()),
        ("/alerts", alert_of(&mut all[1]).await.to_string()),
        ("/", "none".to_owned()),
    ];
    let mut wrong = vec![];
    for (route, expect) in ROWS {
        let (method, path) = route.split_once(' ').unwrap();
        let path = filled(path, &ids);
        let mut got = String::new();
        for who in &mut all {
            got.push(outcome(who, method, &path).await);
        }
        if got != *expect {
            wrong.push(format!("    (\"{route}\", \"{got}\"),"));
        }
    }
    assert!(wrong.is_empty(), "these answer otherwise:\n{}", wrong.join("\n"));
}

/// As in a tab that is restored: a form's address stands in the bar when something was wrong with
/// it, and is asked for by GET then.
#[tokio::test]
async fn every_address_that_a_form_leaves_in_the_bar_answers_get() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let (mut root, mut ann) = (site.user("root").await, site.user("ann").await);
    let (ticket, mut ben) = (ann.list("Row 1", "10").await, site.user("ben").await);
    let held = ben.list("Row 2", "10").await;
    let order = ann.buy(&held, "10").await.sent_to();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let (event, user) = {
        let (catalog, now) = (site.market.tables().catalog(), site.market.clock().now());
        let email = Email::parse("ann@example.org").unwrap();
        (catalog.coming_events(now, 1)[0].id, catalog.user_by_email(&email).unwrap())
    };
    let run = root.post("/admin/payouts", &[("reason", "A run")]).await.sent_to();
    let run = last(&run);
    let (endpoint, delivery) = webhook_of(&mut ann).await;
    let alert = alert_of(&mut ann).await;
    let mail = "00".repeat(16);
    let account = site.market.tables().user(user).unwrap().unwrap();
    let until = site.market.clock().now() + std::time::Duration::from_secs(60);
    let ids = [
        ("/tickets", last(&ticket)),
        ("/orders", last(&order)),
        ("/purchases", last(&order)),
        ("/events", event.to_string()),
        ("/admin/users", user.to_string()),
        ("/admin/sellers", user.to_string()),
        ("/admin/payouts/payments", "none".to_owned()),
        ("/admin/payouts", run),
        ("/admin/events", event.to_string()),
        ("/admin/claims", last(&order)),
        ("/admin/reports", "00".repeat(16)),
        ("/admin/disputes", "00".repeat(16)),
        ("/admin/orders", last(&order)),
        ("/admin/tickets", last(&ticket)),
        ("/admin/mail", mail),
        ("/reset", ResetToken::new(site.market.link_key(), &account, until).to_string()),
        ("/confirm", ConfirmToken::new(site.market.link_key(), &account, until).to_string()),
        ("/account/sessions", sign_in_of(&site, "ann")),
        ("/account/tokens", token_of(&mut ann).await),
        ("/account/webhooks/deliveries", delivery),
        ("/account/webhooks", endpoint),
        ("/alerts/stop", AlertToken::new(site.market.link_key(), alert).to_string()),
        ("/alerts", alert.to_string()),
        ("/", String::new()),
    ];
    let routes = routes();
    let forms = routes.iter().filter_map(|route| route.strip_prefix("POST "));
    let mut asked = 0;
    // No page has a form for these: programs send them, and what has a second factor in its address is there
    // for who has one (`accounts/second_factor.rs`).
    let factors = ["/lost/{token}", "/account/security/passkeys/{id}/remove"];
    let others = [&["/webhooks/stripe", "/tickets/{id}/file"][..], &factors].concat();
    for path in forms.filter(|path| !others.contains(path)) {
        let path = filled(path, &ids);
        let who = if path.starts_with("/admin") { &mut root } else { &mut ann };
        let mut answer = who.get(&path).await;
        let mut way = vec![path];
        while matches!(answer.status, 301 | 303) && way.len() < 5 {
            way.push(answer.header("location").unwrap().to_owned());
            answer = who.get(way.last().unwrap()).await;
        }
        assert_eq!(answer.status, 200, "{way:?}");
        asked += 1;
    }
    assert!(asked > 25, "{asked}");
    // The example: what was typed is not a card, and the page is asked for again.
    let pay = format!("{order}/pay");
    ann.post(&pay, &[("card_number", "1")]).await.is(422, "card_number");
    assert_eq!(ann.get(&pay).await.sent_to(), order);
    assert_eq!(ann.send("PUT", &pay, None, Default::default()).await.status, 405);
}

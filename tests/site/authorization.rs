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

const NAMES: [&str; 6] = ["buyer", "other", "seller", "root", "banned", "support"];

/// What comes of it for a visitor, the buyer, another user, the seller, an admin, a banned user and support:
/// `i` sent to sign in, `n` not found, `f` forbidden, `.` let through.
const ROWS: &[(&str, &str)] = &[
    ("GET /", "......."),
    ("GET /account", "i....i."),
    ("GET /account/calendar/{token}", "nnnnnnn"),
    ("GET /account/delete", "i....i."),
    ("GET /account/deleted", "......."),
    ("GET /account/email", "i....i."),
    ("GET /account/export", "i....i."),
    ("GET /account/look", "i....i."),
    ("GET /account/security", "i....i."),
    ("GET /account/security/codes", "i....i."),
    ("GET /account/security/totp", "i....i."),
    ("GET /account/security/totp/remove", "i....i."),
    // There is no provider.
    ("GET /signin/openid", "nnnnnnn"),
    ("GET /signin/openid/back", "nnnnnnn"),
    ("GET /signin/openid/known", "......."),
    ("GET /signin/openid/new", "......."),
    ("POST /signin/openid/known", "......."),
    ("POST /signin/openid/new", "......."),
    ("GET /account/look/openid", "innnnin"),
    ("GET /account/security/openid", "in.n.i."),
    ("GET /account/security/openid/link", "i....i."),
    ("GET /account/security/openid/remove", "i....i."),
    ("POST /account/security/openid/link", "i....i."),
    ("POST /account/security/openid/remove", "i....i."),
    ("GET /lost/{token}", "nnnnnnn"),
    // To whoever has not shown their password just now.
    ("GET /signin/code", "iiiiiii"),
    ("POST /account/look", "i....i."),
    // Who has shown of late who they are has no second factor; others are led to show it.
    ("POST /account/security/codes", "in.n.i."),
    ("POST /account/security/totp", "i....i."),
    ("POST /account/security/totp/remove", "i....i."),
    ("POST /lost/{token}", "nnnnnnn"),
    ("GET /account/security/passkeys", "i....i."),
    ("GET /account/security/passkeys/{id}/remove", "in.n.i."),
    // Nothing was begun, or nobody has a passkey.
    ("POST /account/look/passkey", "i....i."),
    ("POST /account/look/passkey/begin", "innnnin"),
    ("POST /account/security/passkeys", "i....i."),
    ("POST /account/security/passkeys/begin", "i....i."),
    ("POST /account/security/passkeys/{id}/remove", "in.n.i."),
    ("POST /signin/code/passkey", "iiiiiii"),
    ("POST /signin/code/passkey/begin", "iiiiiii"),
    ("POST /signin/passkey", "......."),
    ("POST /signin/passkey/begin", "......."),
    ("POST /signin/code", "iiiiiii"),
    ("GET /account/password", "i....i."),
    ("GET /account/invoices", "i....i."),
    ("GET /account/payout", "i....i."),
    ("GET /account/payout/back", "i....i."),
    ("GET /account/payout/forget", "i....i."),
    ("GET /account/sessions/end", "i....i."),
    ("GET /account/sessions/{id}/end", "i.nnnin"),
    ("GET /account/tokens", "i....i."),
    ("GET /account/webhooks", "i....i."),
    ("GET /account/webhooks/{id}", "i.nnnin"),
    ("GET /admin", "nnnn.n."),
    ("GET /admin/audit", "nnnn.nf"),
    ("GET /admin/search", "nnnn.n."),
    ("GET /admin/payments", "nnnn.n."),
    ("GET /admin/webhooks", "nnnn.n."),
    ("GET /admin/audit.csv", "nnnn.nf"),
    ("GET /admin/claims.csv", "nnnn.n."),
    ("GET /admin/days.csv", "nnnn.n."),
    ("GET /admin/disputes.csv", "nnnn.n."),
    ("GET /admin/events.csv", "nnnn.n."),
    ("GET /admin/mail.csv", "nnnn.n."),
    ("GET /admin/money/sellers.csv", "nnnn.n."),
    ("GET /admin/orders.csv", "nnnn.n."),
    ("GET /admin/orders/paid.csv", "nnnn.n."),
    ("GET /admin/payments.csv", "nnnn.n."),
    ("GET /admin/payouts.csv", "nnnn.n."),
    ("GET /admin/reports.csv", "nnnn.n."),
    ("GET /admin/sellers/{id}/lines.csv", "nnnn.n."),
    ("GET /admin/tickets.csv", "nnnn.n."),
    ("GET /admin/tickets/disputed.csv", "nnnn.n."),
    ("GET /admin/users.csv", "nnnn.n."),
    ("GET /admin/webhooks.csv", "nnnn.n."),
    ("GET /admin/claims", "nnnn.n."),
    ("GET /admin/disputes", "nnnn.n."),
    ("GET /admin/events", "nnnn.n."),
    ("GET /admin/events/{id}/merge", "nnnn.nf"),
    ("GET /admin/mail", "nnnn.n."),
    ("GET /admin/money", "nnnn.n."),
    ("GET /admin/orders", "nnnn.n."),
    ("GET /admin/orders/paid", "nnnn.n."),
    // Of no month.
    ("GET /admin/money/invoices.csv", "nnnnnnn"),
    ("GET /admin/payouts", "nnnn.n."),
    ("GET /admin/payouts/{id}", "nnnn.n."),
    ("GET /admin/payouts/{id}/list.csv", "nnnn.n."),
    ("GET /admin/payouts/{id}/sepa.xml", "nnnn.nf"),
    ("GET /admin/sellers/{id}", "nnnn.n."),
    ("GET /admin/reports", "nnnn.n."),
    ("GET /admin/tickets", "nnnn.n."),
    ("GET /admin/tickets/disputed", "nnnn.n."),
    ("GET /admin/users", "nnnn.n."),
    ("GET /alerts", "i....i."),
    ("GET /alerts/stop/{token}", "nnnnnnn"),
    ("GET /api", "......."),
    ("GET /assets/{file}", "nnnnnnn"),
    ("GET /confirm/{token}", "nnnnnnn"),
    ("GET /events/{id}", "......."),
    ("GET /events/{id}/cancel", "inn..if"),
    ("GET /events/{id}/change", "inn..if"),
    ("GET /events/{id}/picture", "......."),
    ("GET /events/{id}/picture/{file}", "nnnnnnn"),
    ("GET /events/{id}/poster.png", "......."),
    ("GET /events/{id}/postpone", "inn..if"),
    ("GET /events/{id}/{slug}", "......."),
    ("GET /forgot", "......."),
    ("GET /healthz", "......."),
    ("GET /manifest.webmanifest", "......."),
    ("GET /metrics", "......."),
    ("GET /account/terms", "i....i."),
    ("GET /admin/mail/kinds", "nnnn.n."),
    ("GET /admin/mail/kinds/{kind}", "nnnnnnn"),
    ("GET /admin/mail/kinds/{kind}/html", "nnnnnnn"),
    // There is none.
    ("GET /invoices/{id}", "innnnin"),
    ("GET /orders", "i....i."),
    ("GET /orders/{id}", "i.n..i."),
    ("GET /orders/{id}/calendar.ics", "i.nnnin"),
    ("GET /orders/{id}/messages", "i.n.nin"),
    ("GET /orders/{id}/messages/{number}/file", "innnnin"),
    ("GET /orders/{id}/receipt", "i.n..i."),
    ("GET /orders/{id}/return", "i.nnnin"),
    // Of an order that was made alone: its own page.
    ("GET /purchases/{id}", "i.nnnin"),
    ("GET /purchases/{id}/calendar.ics", "i.nnnin"),
    ("GET /purchases/{id}/return", "i.nnnin"),
    ("GET /readyz", "......."),
    ("GET /reset/{token}", "nnnnnnn"),
    ("GET /robots.txt", "......."),
    ("GET /schemas/{file}", "nnnnnnn"),
    ("GET /sell", "i....i."),
    ("GET /sell/new", "i....i."),
    ("GET /selling", "i....i."),
    ("GET /selling/listings.csv", "i....i."),
    ("GET /selling/money", "i....i."),
    ("GET /selling/money.csv", "i....i."),
    ("GET /signin", "......."),
    ("GET /signup", "......."),
    ("GET /sitemap.xml", "......."),
    ("GET /sitemap/{file}", "nnnnnnn"),
    ("GET /tickets/{id}", "......."),
    ("GET /tickets/{id}/edit", "iff.fif"),
    ("GET /tickets/{id}/file", "nnnnnnn"),
    ("GET /tickets/{id}/files", "iff.fif"),
    ("POST /account/calendar", "i....i."),
    ("POST /account/confirm", "i....i."),
    ("POST /account/delete", "i....i."),
    ("POST /account/email", "i....i."),
    ("POST /account/password", "i....i."),
    ("POST /account/invoices", "i....i."),
    ("POST /account/payout", "i....i."),
    ("POST /account/payout/connect", "i....i."),
    ("POST /account/payout/forget", "i....i."),
    ("POST /account/payout/go-on", "i....i."),
    ("POST /account/payout/look", "i....i."),
    ("POST /account/sessions/end", "i....i."),
    ("POST /account/sessions/{id}/end", "i.nnnin"),
    ("POST /account/tokens", "i....i."),
    ("POST /account/tokens/{id}/revoke", "i.nnnin"),
    ("POST /account/webhooks", "i....i."),
    ("POST /account/webhooks/deliveries/{id}/again", "i.nnnin"),
    ("POST /account/webhooks/{id}/again", "i.nnnin"),
    ("POST /account/webhooks/{id}/off", "i.nnnin"),
    ("POST /account/webhooks/{id}/on", "i.nnnin"),
    ("POST /account/webhooks/{id}/secret", "i.nnnin"),
    ("POST /account/webhooks/{id}/secret/end", "i.nnnin"),
    ("POST /account/webhooks/{id}/test", "i.nnnin"),
    ("GET /pages/{name}", "nnnnnnn"),
    ("POST /account/terms", "i....i."),
    // There is none yet.
    ("POST /admin/claims/{id}/decide", "nnnnnnf"),
    ("POST /admin/disputes/{id}/bear", "nnnnnnf"),
    ("POST /admin/events/{id}/merge", "nnnn.nf"),
    ("POST /admin/events/{id}/rename", "nnnn.nf"),
    ("POST /admin/mail/test", "nnnn.n."),
    ("POST /admin/mail/{id}/again", "nnnn.n."),
    ("POST /admin/orders/{id}/cancel", "nnnn.nf"),
    ("POST /admin/money/invoices", "nnnn.nf"),
    ("POST /admin/payouts", "nnnn.nf"),
    ("POST /admin/payouts/payments/{id}/settle", "nnnn.nf"),
    ("POST /admin/payouts/report", "nnnn.nf"),
    ("POST /admin/payouts/{id}/paid", "nnnn.nf"),
    ("POST /admin/sellers/{id}/correct", "nnnn.nf"),
    ("POST /admin/sellers/{id}/pause", "nnnn.nf"),
    ("POST /admin/sellers/{id}/release", "nnnn.nf"),
    ("POST /admin/sellers/{id}/resume", "nnnn.nf"),
    // There is none of this id.
    ("POST /admin/reports/{id}/close", "nnnnnnn"),
    ("POST /admin/tickets/{id}/remove", "nnnn.nf"),
    ("POST /admin/tickets/{id}/settle", "nnnn.nf"),
    ("POST /admin/users/{id}/ban", "nnnn.nf"),
    ("POST /admin/users/{id}/unban", "nnnn.nf"),
    ("POST /alerts", "i....i."),
    ("POST /alerts/stop/{token}", "nnnnnnn"),
    ("POST /alerts/{id}/delete", "i.nnnin"),
    ("POST /alerts/{id}/often", "i.nnnin"),
    ("POST /confirm/{token}", "nnnnnnn"),
    ("POST /events/{id}/buy", "i....i."),
    ("POST /events/{id}/line", "i....i."),
    ("POST /events/{id}/line/stop", "i....i."),
    ("POST /events/{id}/cancel", "inn..if"),
    ("POST /events/{id}/change", "inn..if"),
    ("POST /events/{id}/picture/attach", "inn..if"),
    ("POST /events/{id}/picture/remove", "inn..if"),
    ("POST /events/{id}/postpone", "inn..if"),
    ("POST /events/{id}/refunds", "innn.if"),
    ("POST /forgot", "......."),
    ("POST /language", "......."),
    ("POST /orders/{id}/cancel", "i.nnnin"),
    ("POST /orders/{id}/give-back", "ifnnnin"),
    ("POST /orders/{id}/messages", "i.n.nin"),
    // From then on those who run the site take part.
    ("POST /orders/{id}/messages/admins", "i.n.nin"),
    ("POST /orders/{id}/pay", "i.nnnin"),
    ("POST /orders/{id}/problem", "i.n..i."),
    ("POST /orders/{id}/problem/answer", "i.n..i."),
    ("POST /orders/{id}/problem/withdraw", "innnnin"),
    ("POST /orders/{id}/received", "i.nnnin"),
    ("POST /orders/{id}/refund", "ifn..if"),
    ("POST /purchases/{id}/cancel", "i.nnnin"),
    ("POST /purchases/{id}/drop", "innnnin"),
    ("POST /purchases/{id}/pay", "i.nnnin"),
    ("POST /reset/{token}", "nnnnnnn"),
    ("POST /selling/price", "i....i."),
    ("POST /selling/withdraw", "i....i."),
    ("POST /signin", "......."),
    ("POST /signup", "......."),
    ("POST /tickets", "i....i."),
    ("POST /tickets/{id}/attach", "iff.fif"),
    ("POST /tickets/{id}/buy", "i....i."),
    ("POST /tickets/{id}/edit", "iff.fif"),
    ("POST /tickets/{id}/file", "iff.fif"),
    ("POST /tickets/{id}/files", "iff.fif"),
    ("POST /tickets/{id}/pages", "iff.fif"),
    ("POST /tickets/{id}/file/remove", "iff.fif"),
    ("POST /tickets/{id}/line", "i..f.i."),
    ("POST /tickets/{id}/line/stop", "i....i."),
    ("POST /tickets/{id}/report", "i....i."),
    ("POST /tickets/{id}/withdraw", "iff.fif"),
    // Later it is nobody's any more.
    ("POST /account/webhooks/{id}/delete", "i.nnnin"),
    // Last, since who is signed out by it stays so.
    ("POST /signout", "......."),
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

/// Whether something is there under a path that a page names.
fn is_route(path: &str) -> bool {
    let path: Vec<_> = path.split('?').next().unwrap_or_default().split('/').collect();
    routes().iter().any(|route| {
        let route: Vec<_> = route.split(' ').nth(1).unwrap_or_default().split('/').collect();
        let fits = |(of, part): (&&str, &&str)| of == part || of.starts_with('{');
        route.len() == path.len() && route.iter().zip(&path).all(fits)
    })
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
    let [.., seller, root, _, _] = &mut all[..] else { unreachable!() };
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
    for (route, _) in ROWS.iter().filter(|(route, _)| route.starts_with("GET /admin")) {
        let path = filled(route.strip_prefix("GET ").unwrap(), &ids);
        let page = all[4].get(&path).await;
        for action in page.body.split("action=\"").skip(1) {
            let action = action.split('"').next().unwrap();
            assert!(is_route(action), "{path} has a form that is sent to {action}");
        }
    }
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

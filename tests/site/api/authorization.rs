//! Who gets where by the API: every operation of its document × everybody × every scope. One that has no
//! row fails this.

use std::{collections::BTreeSet, time::Duration};

use holdfast::{
    actors::NewAccessToken,
    domain::{Scope, ShownToken},
    types::{Email, TokenName},
};

use super::Robot;
use crate::common::{GOOD_CARD, Site};

const NAMES: [&str; 4] = ["buyer", "other", "seller", "root"];

/// An operation, a scope by which it is let through, and what comes of that for the buyer, another, the
/// seller and who runs the site: `n` not found, `f` forbidden, `.` let through. By every other scope it
/// is `s`, and without a token, or by one that is over, `i`, unless it is for everybody.
const ROWS: &[(&str, &str, &str)] = &[
    ("GET /account", "read", "...."),
    ("GET /account/calendar", "read", "...."),
    ("GET /account/export", "read", "...."),
    ("GET /account/listings", "read", "...."),
    ("GET /admin/events", "admin", "nnn."),
    ("GET /admin/mails", "admin", "nnn."),
    ("GET /admin/orders", "admin", "nnn."),
    ("GET /admin/orders/paid", "admin", "nnn."),
    ("GET /admin/search", "admin", "nnn."),
    ("GET /admin/statistics", "admin", "nnn."),
    ("GET /admin/tickets", "admin", "nnn."),
    ("GET /admin/tickets/disputed", "admin", "nnn."),
    ("GET /admin/users", "admin", "nnn."),
    ("GET /alerts", "read", "...."),
    ("GET /changes", "read", "...."),
    ("GET /events", "read", "...."),
    ("GET /events/{id}", "read", "...."),
    ("GET /events/{id}/tickets", "read", "...."),
    ("GET /money", "read", "...."),
    ("GET /money/lines", "read", "...."),
    ("GET /payouts", "read", "...."),
    ("GET /orders", "read", "...."),
    // Without the scope that runs the site, who does is a user like all others.
    ("GET /orders/{id}", "read", ".n.n"),
    ("GET /orders/{id}/calendar", "read", ".nnn"),
    ("GET /orders/{id}/messages", "read", ".n.n"),
    ("GET /orders/{id}/receipt", "read", ".n.n"),
    ("GET /purchases/{id}", "read", ".nnn"),
    // Its buyer has their money back by then.
    ("GET /purchases/{id}/calendar", "read", "nnnn"),
    ("GET /tickets", "read", "...."),
    ("GET /tickets/{id}", "read", "...."),
    // There is none.
    ("GET /tickets/{id}/file", "read", "nnnn"),
    // Its buyer has their money back by then.
    ("GET /tickets/{id}/history", "read", "nn.n"),
    ("GET /lines", "read", "...."),
    ("GET /waitlist", "read", "...."),
    ("GET /webhooks", "read", "...."),
    ("GET /webhooks/{id}", "read", "nn.n"),
    ("GET /webhooks/{id}/deliveries", "read", "nn.n"),
    ("PATCH /account", "buy", "...."),
    // Its maker, and who runs the site as such.
    ("PATCH /events/{id}", "sell", "nn.n"),
    ("PATCH /events/{id}", "admin", "nn.."),
    ("PATCH /tickets/{id}", "sell", "ff.f"),
    ("POST /account/calendar", "buy", "...."),
    ("POST /admin/events/{id}/merge", "admin", "nnn."),
    ("POST /admin/events/{id}/rename", "admin", "nnn."),
    ("POST /admin/mails/test", "admin", "nnn."),
    ("POST /admin/mails/{id}/again", "admin", "nnn."),
    ("POST /admin/orders/{id}/cancel", "admin", "nnn."),
    ("POST /admin/tickets/{id}/remove", "admin", "nnn."),
    ("POST /admin/tickets/{id}/settle", "admin", "nnn."),
    ("POST /admin/users/{id}/ban", "admin", "nnn."),
    ("POST /admin/users/{id}/unban", "admin", "nnn."),
    ("POST /events/{id}/cancel", "sell", "nn.n"),
    ("POST /events/{id}/cancel", "admin", "nn.."),
    ("POST /events/{id}/picture", "sell", "nn.n"),
    ("POST /events/{id}/picture", "admin", "nn.."),
    ("POST /events/{id}/postpone", "sell", "nn.n"),
    ("POST /events/{id}/postpone", "admin", "nn.."),
    ("POST /orders", "buy", "...."),
    ("POST /orders/{id}/cancel", "buy", ".nnn"),
    ("POST /orders/{id}/give-back", "buy", ".nnn"),
    ("POST /orders/{id}/messages", "buy", ".n.n"),
    ("POST /orders/{id}/messages", "sell", ".n.n"),
    ("POST /orders/{id}/pay", "buy", ".nnn"),
    ("POST /orders/{id}/problem", "buy", ".nnn"),
    ("POST /orders/{id}/problem/answer", "sell", "nn.n"),
    ("POST /orders/{id}/problem/withdraw", "buy", ".nnn"),
    ("POST /orders/{id}/received", "buy", ".nnn"),
    ("POST /orders/{id}/refund", "sell", "fn.n"),
    ("POST /orders/{id}/refund", "admin", "fn.."),
    ("POST /purchases", "buy", "...."),
    ("POST /purchases/{id}/cancel", "buy", ".nnn"),
    ("POST /tickets", "sell", "...."),
    ("POST /tickets/{id}/file", "sell", "ff.f"),
    ("POST /tickets/{id}/withdraw", "sell", "ff.f"),
    ("POST /webhook-deliveries/{id}/again", "sell", "nn.n"),
    ("POST /webhook-deliveries/{id}/again", "buy", "nn.n"),
    ("POST /webhooks", "sell", "...."),
    ("POST /webhooks", "buy", "...."),
    ("POST /webhooks/{id}/again", "sell", "nn.n"),
    ("POST /webhooks/{id}/again", "buy", "nn.n"),
    ("POST /webhooks/{id}/off", "sell", "nn.n"),
    ("POST /webhooks/{id}/off", "buy", "nn.n"),
    ("POST /webhooks/{id}/on", "sell", "nn.n"),
    ("POST /webhooks/{id}/on", "buy", "nn.n"),
    ("POST /webhooks/{id}/secret", "sell", "nn.n"),
    ("POST /webhooks/{id}/secret", "buy", "nn.n"),
    ("POST /webhooks/{id}/secret/end", "sell", "nn.n"),
    ("POST /webhooks/{id}/secret/end", "buy", "nn.n"),
    ("POST /webhooks/{id}/test", "sell", "nn.n"),
    ("POST /webhooks/{id}/test", "buy", "nn.n"),
    ("PUT /alerts", "buy", "...."),
    ("PUT /events/{id}/line", "buy", "...."),
    ("DELETE /alerts/{id}", "buy", ".nnn"),
    ("PUT /waitlist/{id}", "buy", "..f."),
    ("DELETE /events/{id}/line", "buy", "...."),
    ("DELETE /events/{id}/picture", "sell", "nn.n"),
    ("DELETE /events/{id}/picture", "admin", "nn.."),
    ("DELETE /tickets/{id}/file", "sell", "ff.f"),
    ("DELETE /waitlist/{id}", "buy", "...."),
    ("DELETE /webhooks/{id}", "sell", "nn.n"),
    // It is gone by then.
    ("DELETE /webhooks/{id}", "buy", "nnnn"),
];

/// A token of exactly these scopes, whatever its owner may; it lasts this long.
async fn token(site: &Site, name: &str, scopes: &[Scope], lasts: Duration) -> String {
    let email = Email::parse(&format!("{name}@example.org")).unwrap();
    let tables = site.market.tables();
    let id = tables.catalog().user_by_email(&email).unwrap();
    let shown = ShownToken::generate().unwrap();
    let new = NewAccessToken {
        shown: shown.clone(),
        name: TokenName::parse("a program").unwrap(),
        scopes: scopes.iter().copied().collect(),
        expires_at: site.market.clock().now() + lasts,
    };
    let password = tables.user(id).unwrap().unwrap().password.clone();
    site.market.make_access_token(id, password, new).await.unwrap();
    shown.expose()
}

async fn outcome(robot: &mut Robot, method: &str, path: &str, has_body: bool) -> char {
    // What is asked after the body was read needs one that can be read.
    let text = "To see who may";
    let said = match path.rsplit('/').next() {
        Some("postpone") => serde_json::json!({ "reason": text, "refundUntil": "2098-01-01" }),
        Some("cancel") => serde_json::json!({ "reason": text }),
        _ if method == "PATCH" && path.starts_with("/events/") => {
            serde_json::json!({ "reason": text })
        }
        Some("refund") => serde_json::json!({ "reason": text }),
        Some("messages" | "answer") => serde_json::json!({ "text": text }),
        Some("problem") => serde_json::json!({ "text": text, "reason": "not_received" }),
        _ => serde_json::json!({}),
    };
    let body = has_body.then_some(said);
    let reply = robot.ask(method, path, body).await;
    match (reply.status, reply.json["code"].as_str().unwrap_or_default()) {
        (401, _) => 'i',
        (403, "scope_missing") => 's',
        (403, _) => 'f',
        (404, _) => 'n',
        (500.., _) => '!',
        _ => '.',
    }
}

#[tokio::test]
async fn everybody_gets_where_they_may_and_nowhere_else() {
    let site =
        Site::start_with(|config| config.site.admins = vec!["root@example.org".into()]).await;
    let mut people = vec![];
    for name in NAMES {
        people.push(site.user(name).await);
    }
    let ticket = people[2].list("Row 1", "10").await;
    let order = people[0].buy(&ticket, "10").await.sent_to();
    people[0].pay(&order, GOOD_CARD).await.sent_to();
    let event = site.market.tables().catalog().coming_events(site.market.clock().now(), 1)[0].id;
    let user = people[3].get("/admin/users?q=other").await.attr("data-user-id").unwrap().to_owned();
    let mail = people[3].get("/admin/mail").await.attr("data-mail-id").unwrap().to_owned();
    let form = [("url", "https://127.0.0.1/"), ("order.created", "on")];
    let page = people[2].post("/account/webhooks", &form).await.sent_to();
    let endpoint = page.split(['/', '?']).nth(3).unwrap().to_owned();
    people[2].post(&format!("/account/webhooks/{endpoint}/test"), &[]).await.sent_to();
    let delivery = people[2].get(&page).await.attr("data-delivery-id").unwrap().to_owned();
    people[0].post("/alerts", &[("q", "jazz")]).await.sent_to();
    let alert = people[0].get("/alerts").await.attr("data-alert-id").unwrap().to_owned();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let ids = [
        ("/tickets", last(&ticket)),
        ("/waitlist", last(&ticket)),
        ("/webhook-deliveries", delivery),
        ("/webhooks", endpoint),
        ("/alerts", alert),
        ("/orders", last(&order)),
        ("/purchases", last(&order)),
        ("/events", event.to_string()),
        ("/admin/users", user),
        ("/admin/events", event.to_string()),
        ("/admin/orders", last(&order)),
        ("/admin/tickets", last(&ticket)),
        ("/admin/mails", mail),
    ];

    let day = Duration::from_secs(86_400);
    let mut robots = vec![];
    for name in NAMES {
        for scope in Scope::ALL {
            let token = token(&site, name, &[scope], day).await;
            robots.push((name, scope, Robot::showing(&site, &token)));
        }
    }
    let over = token(&site, "root", &Scope::ALL, Duration::ZERO).await;
    let (mut nobody, mut over) = (Robot::nobody(&site), Robot::showing(&site, &over));

    let document = nobody.get("/openapi.json").await.is(200);
    let mut operations = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let path = path.strip_prefix("/api/v1").unwrap();
            operations.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
        }
    }
    let known: BTreeSet<_> = ROWS.iter().map(|(operation, ..)| (*operation).to_owned()).collect();
    let there: BTreeSet<_> = operations.iter().map(|(operation, _)| operation.clone()).collect();
    assert_eq!(there, known, "each operation has a row");

    let mut wrong = vec![];
    // What takes something away comes last.
    operations.sort_by_key(|(operation, _)| {
        operation.starts_with("DELETE")
            || ["POST /events/{id}/cancel", "POST /orders/{id}/give-back"].contains(&&**operation)
    });
    for (operation, described) in operations {
        let rows: Vec<_> = ROWS.iter().filter(|(of, ..)| *of == operation).collect();
        let (method, path) = operation.split_once(' ').unwrap();
        let id = ids.iter().find(|(prefix, _)| path.starts_with(prefix));
        let path = id.map_or(path.to_owned(), |(_, id)| path.replace("{id}", id));
        let has_body = !described["requestBody"].is_null();
        let ways = described["security"].as_array().unwrap();
        let is_open = ways.contains(&serde_json::json!({}));
        let told: BTreeSet<_> = ways.iter().filter_map(|way| way["token"][0].as_str()).collect();
        let take: BTreeSet<_> = rows.iter().map(|(_, scope, _)| *scope).collect();
        assert_eq!(told, take, "{operation}: the document tells the scopes");

        for (who, robot, expect) in [
            ("nobody", &mut nobody, if is_open { '.' } else { 'i' }),
            ("a token that is over", &mut over, 'i'),
        ] {
            let got = outcome(robot, method, &path, has_body).await;
            if got != expect {
                wrong.push(format!("{operation}: {who}: {got} and not {expect}"));
            }
        }
        for (name, scope, robot) in &mut robots {
            let column = NAMES.iter().position(|of| of == name).unwrap();
            let row = rows.iter().find(|(_, of, _)| *of == scope.word());
            let expect = row.map_or('s', |(.., row)| row.chars().nth(column).unwrap());
            let got = outcome(robot, method, &path, has_body).await;
            if got != expect {
                wrong.push(format!(
                    "{operation}: {name} by {}: {got} and not {expect}",
                    scope.word()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "these answer otherwise:\n{}", wrong.join("\n"));
}

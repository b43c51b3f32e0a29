//! A client of the design that the site comes from, unmodified: its paths, words and statuses.

use hyper::body::Bytes;
use serde_json::{Value, json};

use crate::common::{EVENT, Site, Visitor, encode};

/// A site that has an event, and answers such clients; and the event's id.
async fn site() -> (Site, String) {
    // It is not known before it is made.
    let site = Site::start().await;
    let mut seller = site.visitor();
    seller.sign_up("first").await;
    let ticket = seller.list("Row 1", "10").await;
    let id = ticket.strip_prefix("/tickets/").unwrap().parse().unwrap();
    let event = site.market.tables().ticket(id).unwrap().unwrap().event.to_string();
    let event_id = event.clone();
    let site = site
        .restart_with(move |config| {
            config.api.compat = true;
            config.api.compat_event = event_id;
        })
        .await;
    (site, event)
}

async fn send(who: &mut Visitor, method: &str, path: &str, said: Value) -> (u16, Value) {
    let answer = who
        .try_send(method, path, Some("application/json"), Bytes::from(said.to_string()))
        .await
        .unwrap();
    let said = if answer.body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&answer.body).unwrap()
    };
    (answer.status, said)
}

/// That it says what is wrong, as that design does.
fn is_wrong((status, said): &(u16, Value), expect: u16, field: Option<&str>) {
    assert_eq!(*status, expect, "{said}");
    let errors = said["errors"].as_array().unwrap_or_else(|| panic!("{said}"));
    assert!(errors.iter().all(|error| !error["message"].as_str().unwrap().is_empty()), "{said}");
    let fields: Vec<_> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(fields, field.into_iter().collect::<Vec<_>>(), "{said}");
}

async fn member(site: &Site, name: &str) -> (Visitor, String) {
    let mut visitor = site.visitor();
    let said =
        json!({ "email": format!("{name}@example.org"), "password": "correct horse battery" });
    let (status, account) = send(&mut visitor, "POST", "/api/users/signup", said).await;
    assert_eq!(status, 201, "{account}");
    (visitor, account["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn accounts() {
    let (site, _) = site().await;
    let mut visitor = site.visitor();
    let nobody = (200, json!({ "currentUser": null }));
    let current = "/api/users/currentuser";
    assert_eq!(send(&mut visitor, "GET", current, json!({})).await, nobody);
    let account = |email: &str, password: &str| json!({ "email": email, "password": password });
    let signup = "/api/users/signup";
    is_wrong(
        &send(&mut visitor, "POST", signup, account("none", "correct horse")).await,
        400,
        Some("email"),
    );
    is_wrong(
        &send(&mut visitor, "POST", signup, account("a@example.org", "p")).await,
        400,
        Some("password"),
    );
    let (status, made) =
        send(&mut visitor, "POST", signup, account("a@example.org", "correct horse battery")).await;
    assert_eq!((status, &made["email"]), (201, &json!("a@example.org")));
    assert_eq!(send(&mut visitor, "GET", current, json!({})).await.1["currentUser"], made);
    is_wrong(
        &send(
            &mut site.visitor(),
            "POST",
            signup,
            account("a@example.org", "correct horse battery"),
        )
        .await,
        400,
        Some("email"),
    );

    assert_eq!(send(&mut visitor, "POST", "/api/users/signout", json!({})).await, (200, json!({})));
    assert_eq!(send(&mut visitor, "GET", current, json!({})).await, nobody);
    let signin = "/api/users/signin";
    is_wrong(
        &send(&mut visitor, "POST", signin, account("a@example.org", "wrong horse")).await,
        400,
        None,
    );
    is_wrong(
        &send(&mut visitor, "POST", signin, account("b@example.org", "wrong horse")).await,
        400,
        None,
    );
    let signed_in =
        send(&mut visitor, "POST", signin, account("a@example.org", "correct horse battery")).await;
    assert_eq!(signed_in, (200, made.clone()));
    assert_eq!(send(&mut visitor, "GET", current, json!({})).await.1["currentUser"], made);
    // It is the site's own session.
    visitor.get("/account").await.is(200, "a@example.org");
}

#[tokio::test]
async fn tickets() {
    let (site, event) = site().await;
    let ((mut ann, ann_id), (mut ben, _)) =
        (member(&site, "ann").await, member(&site, "ben").await);
    let tickets = "/api/tickets";
    is_wrong(
        &send(&mut site.visitor(), "POST", tickets, json!({ "title": "a", "price": 1 })).await,
        401,
        None,
    );
    is_wrong(
        &send(&mut ann, "POST", tickets, json!({ "title": "", "price": 10 })).await,
        400,
        Some("title"),
    );
    for price in [json!(-10), json!(0), json!("x"), json!(1.001), json!(null)] {
        let sent = json!({ "title": "a", "price": price });
        is_wrong(&send(&mut ann, "POST", tickets, sent).await, 400, Some("price"));
    }
    let (status, listed) =
        send(&mut ann, "POST", tickets, json!({ "title": "Row 7", "price": 49.5 })).await;
    let id = listed["id"].as_str().unwrap().to_owned();
    let expect =
        json!({ "id": id, "title": "Row 7", "price": 49.5, "userId": ann_id, "version": 0 });
    assert_eq!((status, &listed), (201, &expect));
    let of_event = site.market.tables().ticket(id.parse().unwrap()).unwrap().unwrap().event;
    assert_eq!(of_event.to_string(), event);

    let path = format!("{tickets}/{id}");
    assert_eq!(send(&mut site.visitor(), "GET", &path, json!({})).await, (200, listed.clone()));
    for unknown in ["00000000-0000-7000-8000-000000000000", "none"] {
        is_wrong(
            &send(&mut ann, "GET", &format!("{tickets}/{unknown}"), json!({})).await,
            404,
            None,
        );
        let sent = json!({ "title": "a", "price": 1 });
        is_wrong(&send(&mut ann, "PUT", &format!("{tickets}/{unknown}"), sent).await, 404, None);
    }
    let changed = json!({ "title": "Row 8", "price": "30" });
    is_wrong(&send(&mut site.visitor(), "PUT", &path, changed.clone()).await, 401, None);
    is_wrong(&send(&mut ben, "PUT", &path, changed.clone()).await, 401, None);
    is_wrong(
        &send(&mut ann, "PUT", &path, json!({ "title": "", "price": 1 })).await,
        400,
        Some("title"),
    );
    let (status, changed) = send(&mut ann, "PUT", &path, changed).await;
    let expect = json!({ "id": id, "title": "Row 8", "price": 30, "userId": ann_id, "version": 1 });
    assert_eq!((status, changed["price"].as_f64()), (200, Some(30.0)));
    assert_eq!((&changed["title"], &changed["version"]), (&expect["title"], &expect["version"]));

    let (_, all) = send(&mut site.visitor(), "GET", tickets, json!({})).await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let (status, order) = send(&mut ben, "POST", "/api/orders", json!({ "ticketId": id })).await;
    assert_eq!(status, 201, "{order}");
    let (_, all) = send(&mut site.visitor(), "GET", tickets, json!({})).await;
    assert_eq!(all.as_array().unwrap().len(), 1, "of what is available");
    let (_, held) = send(&mut site.visitor(), "GET", &path, json!({})).await;
    assert_eq!((&held["orderId"], &held["version"]), (&order["id"], &json!(2)));
    is_wrong(&send(&mut ann, "PUT", &path, json!({ "title": "a", "price": 1 })).await, 400, None);
}

#[tokio::test]
async fn orders_and_payments() {
    let (site, _) = site().await;
    let (mut ann, _) = member(&site, "ann").await;
    let ((mut ben, ben_id), (mut cid, _)) =
        (member(&site, "ben").await, member(&site, "cid").await);
    let (_, listed) =
        send(&mut ann, "POST", "/api/tickets", json!({ "title": "Row 7", "price": 20 })).await;
    let ticket = listed["id"].as_str().unwrap();
    let orders = "/api/orders";
    is_wrong(
        &send(&mut site.visitor(), "POST", orders, json!({ "ticketId": ticket })).await,
        401,
        None,
    );
    is_wrong(&send(&mut site.visitor(), "GET", orders, json!({})).await, 401, None);
    is_wrong(&send(&mut ben, "POST", orders, json!({})).await, 400, Some("ticketId"));
    let unknown = json!({ "ticketId": "00000000-0000-7000-8000-000000000000" });
    is_wrong(&send(&mut ben, "POST", orders, unknown).await, 404, None);
    let (status, order) = send(&mut ben, "POST", orders, json!({ "ticketId": ticket })).await;
    assert_eq!(
        (status, &order["status"], &order["userId"]),
        (201, &json!("created"), &json!(ben_id))
    );
    assert_eq!((&order["version"], &order["ticket"]["id"]), (&json!(0), &json!(ticket)));
    assert_eq!(order["ticket"]["price"].as_f64(), Some(20.0));
    assert!(order["expiresAt"].as_str().unwrap().ends_with('Z'));
    is_wrong(&send(&mut cid, "POST", orders, json!({ "ticketId": ticket })).await, 400, None);

    let path = format!("{orders}/{}", order["id"].as_str().unwrap());
    assert_eq!(send(&mut ben, "GET", &path, json!({})).await, (200, order.clone()));
    is_wrong(&send(&mut cid, "GET", &path, json!({})).await, 401, None);
    is_wrong(&send(&mut cid, "DELETE", &path, json!({})).await, 401, None);
    is_wrong(&send(&mut ben, "GET", &format!("{orders}/none"), json!({})).await, 404, None);
    assert_eq!(send(&mut ben, "DELETE", &path, json!({})).await, (204, Value::Null));
    let (_, cancelled) = send(&mut ben, "GET", &path, json!({})).await;
    assert_eq!((&cancelled["status"], &cancelled["version"]), (&json!("cancelled"), &json!(1)));

    let (_, order) = send(&mut cid, "POST", orders, json!({ "ticketId": ticket })).await;
    let id = &order["id"];
    let payments = "/api/payments";
    let pay = |token: &str| json!({ "orderId": id, "token": token });
    is_wrong(&send(&mut site.visitor(), "POST", payments, pay("tok_visa")).await, 401, None);
    is_wrong(&send(&mut ben, "POST", payments, pay("tok_visa")).await, 401, None);
    is_wrong(
        &send(&mut cid, "POST", payments, json!({ "orderId": "none", "token": "tok_visa" })).await,
        404,
        None,
    );
    is_wrong(&send(&mut cid, "POST", payments, pay("tok_mine")).await, 400, Some("token"));
    is_wrong(&send(&mut cid, "POST", payments, pay("tok_chargeDeclined")).await, 400, None);
    let (status, payment) = send(&mut cid, "POST", payments, pay("tok_visa")).await;
    assert_eq!((status, payment["id"].is_string()), (201, true), "{payment}");
    is_wrong(&send(&mut cid, "POST", payments, pay("tok_visa")).await, 400, None);
    let ben_order = json!({ "orderId": cancelled["id"], "token": "tok_visa" });
    is_wrong(&send(&mut ben, "POST", payments, ben_order).await, 400, None);
    let (_, paid) = send(&mut cid, "GET", orders, json!({})).await;
    assert_eq!((paid.as_array().unwrap().len(), &paid[0]["status"]), (1, &json!("complete")));
    let (status, _) =
        send(&mut cid, "DELETE", &format!("{orders}/{}", id.as_str().unwrap()), json!({})).await;
    assert_eq!(status, 400);
}

/// Layers, too, answer in its words; and none of it is there unless it is asked for.
#[tokio::test]
async fn what_is_none_of_it() {
    let (site, _) = site().await;
    let (mut ann, _) = member(&site, "ann").await;
    let form = [&EVENT[..], &[("title", "a")]].concat();
    let form: Vec<_> =
        form.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let type_ = Some("application/x-www-form-urlencoded");
    let answer = ann.try_send("POST", "/api/tickets", type_, form.join("&").into()).await.unwrap();
    is_wrong(&(answer.status, serde_json::from_str(&answer.body).unwrap()), 400, None);
    let answer =
        ann.try_send("POST", "/api/tickets", Some("application/json"), "{".into()).await.unwrap();
    is_wrong(&(answer.status, serde_json::from_str(&answer.body).unwrap()), 400, None);
    is_wrong(&send(&mut ann, "PATCH", "/api/tickets", json!({})).await, 405, None);
    let large = json!({ "title": "a".repeat(1 << 20) });
    is_wrong(&send(&mut ann, "POST", "/api/tickets", large).await, 413, None);

    let other = Site::start().await;
    for path in ["/api/users/currentuser", "/api/tickets", "/api/orders"] {
        assert_eq!(other.visitor().get(path).await.status, 404, "{path}");
    }
}

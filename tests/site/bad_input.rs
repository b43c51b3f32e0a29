//! What is typed wrong, sent wrong or sent by somebody else is refused, helps, and changes nothing.

use super::common::{Answer, EVENT, GOOD_CARD, Site, Visitor, offer_path};
use hyper::body::Bytes;

const UNKNOWN: &str = "0190a0b0-0000-7000-8000-000000000000";
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// What a form that is in order holds.
const LISTING: [(&str, &str); 6] =
    [EVENT[0], EVENT[1], EVENT[2], EVENT[3], ("title", "Row 5"), ("price", "10")];

fn with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = LISTING.to_vec();
    fields.retain(|(name, _)| *name != field);
    fields.push((field, value));
    fields
}

/// The message at a field, as the page has it.
fn message<'a>(answer: &'a Answer, field: &str) -> &'a str {
    let at = answer.body.find(&format!("id=\"{field}-error\""));
    let message = &answer.body[at.unwrap_or_else(|| panic!("{field}: {}", answer.body))..];
    &message[message.find('>').unwrap() + 1..message.find('<').unwrap()]
}

#[tokio::test]
async fn a_listing_with_something_wrong_says_what_and_where() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 4", "10").await;
    let before = site.entries();
    let edit = format!("{ticket}/edit");
    let (long_text, long_city) = ("x".repeat(121), "x".repeat(81));
    for (field, value, says) in [
        ("price", "", "Enter a price"),
        ("price", "0", "more than 0"),
        ("price", "0.00", "more than 0"),
        ("price", "-1", "more than 0"),
        ("price", "1e9", "Write the price"),
        ("price", "NaN", "Write the price"),
        ("price", "inf", "Write the price"),
        ("price", "0x10", "Write the price"),
        ("price", "1.5.1", "Write the price"),
        ("price", "١٠¹", "Write the price"),
        ("price", "49.9999", "2 decimals"),
        ("price", "49.999", "Write 49999 if you mean that"),
        ("price", "1000000", "more than can be charged"),
        ("price", "99999999999999999999999999", "more than can be charged"),
        ("title", "", "Enter something here"),
        ("title", "   ", "Enter something here"),
        ("title", "\u{200b}\u{3164}", "Enter something here"),
        ("title", &long_text, "120 characters at most"),
        ("title", "a\u{0}b", "A hidden character in it"),
        ("title", "a\r\nb", "A hidden character in it"),
        ("title", "a\u{202e}b", "A hidden character in it"),
        ("event_name", "", "Enter something here"),
        ("event_name", &long_text, "120 characters at most"),
        ("event_name", "a\u{202e}b", "A hidden character in it"),
        ("venue", "", "Enter something here"),
        ("venue", &long_text, "120 characters at most"),
        ("venue", "a\u{7}b", "A hidden character in it"),
        ("city", "", "Enter something here"),
        ("city", &long_city, "80 characters at most"),
        ("city", "a\u{2066}b", "A hidden character in it"),
        ("starts_at", "", "Enter the date and time"),
        ("starts_at", "tomorrow", "Write date and time as"),
        ("starts_at", "2099-02-30T20:00", "Write date and time as"),
        ("starts_at", "2001-01-01T20:00", "in the past"),
        ("starts_at", "99999-01-01T20:00", "Write date and time as"),
        ("event_id", "x", "There is no such event"),
        ("event_id", UNKNOWN, "There is no such event"),
    ] {
        let answer = anna.post("/tickets", &with(field, value)).await;
        assert_eq!(answer.status, 422, "{field} {value:?}: {}", answer.body);
        if field != "event_id" {
            let shown = message(&answer, field);
            assert!(shown.contains(says), "{field} {value:?}: {shown}");
        }
        let kept = if field == "venue" { "Berlin" } else { "Town Hall" };
        answer.is(422, says).is(422, &format!("value=\"{kept}\""));
        if ["title", "price"].contains(&field) {
            let fields = match field {
                "title" => [("title", value), ("price", "10")],
                _ => [("title", "Row 5"), ("price", value)],
            };
            let answer = anna.post(&edit, &fields).await;
            assert_eq!(answer.status, 422, "{field} {value:?}: {}", answer.body);
            assert!(message(&answer, field).contains(says), "{}", answer.body);
        }
    }
    let nothing = anna.post("/tickets", &[]).await;
    for field in ["title", "price", "event_name", "venue", "city", "starts_at"] {
        assert!(!message(&nothing, field).is_empty());
    }
    assert_eq!(site.entries(), before, "nothing was listed or changed");
    let same = anna.get(&ticket).await;
    same.is(200, "Row 4").is(200, "10.00");
}

#[tokio::test]
async fn what_people_type_is_shown_escaped_everywhere() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let nasty = "\"><script>alert('1')</script>&amp;";
    let mut fields: Vec<_> = LISTING.iter().map(|(name, _)| (*name, nasty)).collect();
    let refused = anna.post("/tickets", &fields).await;
    fields[3].1 = LISTING[3].1;
    fields[5].1 = LISTING[5].1;
    let ticket = anna.post("/tickets", &fields).await.sent_to();
    let order = ben.buy(&ticket, "10").await.sent_to();
    let shown = [
        refused,
        anna.get("/").await,
        anna.get("/sell").await,
        anna.get("/selling").await,
        anna.get(&ticket).await,
        anna.get(&format!("{ticket}/edit")).await,
        ben.get(&ticket).await,
        ben.get("/orders").await,
        ben.get(&order).await,
        site.visitor().post("/signin", &[("email", nasty), ("next", nasty)]).await,
        site.visitor().post("/signup", &[("email", nasty), ("next", nasty)]).await,
        ben.post(&format!("{order}/pay"), &[("card_expiry", nasty)]).await,
    ];
    for (at, answer) in shown.iter().enumerate() {
        assert!(!answer.body.contains("<script>alert"), "{at}: {}", answer.body);
        let nothing = ["Page not", "No tickets"].iter().any(|it| answer.body.contains(it));
        let escaped = answer.body.contains("&lt;script&gt;alert");
        let has_none = at == 1 || at == 5 || nothing;
        assert!(escaped || has_none, "{at}: {}", answer.body);
    }
}

#[tokio::test]
async fn ids_that_are_nobodys_are_not_found() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let before = site.entries();
    let (ticket_id, order_id) = (ticket.replace("/tickets/", ""), order.replace("/orders/", ""));
    let long = "1".repeat(2000);
    // Of another kind, unknown, malformed: all the same.
    for id in [&order_id, UNKNOWN, "1", "x", "-1", "%00", "%FF", "..%2f..", "%F0%9F%8E%AB", &long] {
        for (method, path) in [
            ("GET", format!("/tickets/{id}")),
            ("GET", format!("/events/{id}")),
            ("GET", format!("/tickets/{id}/edit")),
            ("POST", format!("/tickets/{id}/edit")),
            ("POST", format!("/tickets/{id}/buy")),
            ("POST", format!("/tickets/{id}/withdraw")),
        ] {
            not_found(&mut ben, method, &path).await;
        }
    }
    for id in [&ticket_id, UNKNOWN, "1", "x", "-1", "%00", "%FF", "..%2f..", &long] {
        for (method, path) in [
            ("GET", format!("/orders/{id}")),
            ("POST", format!("/orders/{id}/pay")),
            ("POST", format!("/orders/{id}/cancel")),
        ] {
            not_found(&mut ben, method, &path).await;
        }
    }
    for path in ["/nothing", "/tickets/", "/orders/", "/events", "/assets/x.css", "//"] {
        let answer = ben.get(path).await;
        assert!([404, 405].contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.body.contains("<h1>"), "{path} is a page: {}", answer.body);
    }
    assert_eq!(site.entries(), before);
}

async fn not_found(visitor: &mut Visitor, method: &str, path: &str) {
    let answer = visitor.send(method, path, FORM, Bytes::new()).await;
    assert_eq!(answer.status, 404, "{method} {path}: {}", answer.body);
    answer.is(404, "There is nothing here");
}

#[tokio::test]
async fn methods_that_a_page_has_not_are_refused_as_a_page() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    for (method, path, allow) in [
        ("POST", "/", "GET,HEAD"),
        ("DELETE", "/", "GET,HEAD"),
        ("PUT", "/signout", "POST"),
        ("DELETE", "/tickets/1/buy", "POST"),
        ("PUT", "/sell", "GET,HEAD"),
        ("POST", "/orders", "GET,HEAD"),
        ("POST", "/healthz", "GET,HEAD"),
        ("POST", "/assets/x.css", "GET,HEAD"),
    ] {
        let answer = anna.send(method, path, None, Bytes::new()).await;
        answer.is(405, "This is not how this page works");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
    assert_eq!(anna.send("HEAD", "/", None, Bytes::new()).await.status, 200);
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_refused() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let mut ben = site.user("ben").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let before = site.entries();
    let edit = format!("{ticket}/edit");
    let (buy, pay) = (format!("{ticket}/buy"), format!("{order}/pay"));
    let large = Bytes::from([b"title=".as_slice(), &[b'x'; 70_000]].concat());
    let huge = Bytes::from(vec![b'x'; 3_000_000]);
    for (visitor, path) in [
        (&mut anna.clone(), "/tickets"),
        (&mut anna.clone(), &edit),
        (&mut ben.clone(), &buy),
        (&mut ben.clone(), &pay),
        (&mut site.visitor(), "/signin"),
        (&mut site.visitor(), "/signup"),
    ] {
        for body in [&large, &huge] {
            let answer = visitor.send("POST", path, FORM, body.clone()).await;
            answer.is(413, "This is too large");
        }
        for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
            let answer = visitor.send("POST", path, Some(content_type), "a=b".into()).await;
            answer.is(415, "This is not a form");
        }
        visitor.send("POST", path, None, "a=b".into()).await.is(415, "This is not a form");
        for body in [&b"title=%FF%FE"[..], b"\xFF\xFE=1", b"email=\xC3\x28"] {
            let answer = visitor.send("POST", path, FORM, Bytes::from_static(body)).await;
            answer.is(400, "not UTF-8");
        }
        for body in ["&&&", "=", "%", "a=%zz", "a=b=c&a=d", "\u{0}=\u{0}", &"a&".repeat(20_000)] {
            let answer = visitor.send("POST", path, FORM, body.to_owned().into()).await;
            assert_eq!(answer.status, 422, "{path} {body:.20}: {}", answer.body);
        }
    }
    assert_eq!(site.entries(), before);
}

#[tokio::test]
async fn what_another_site_sends_is_refused() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let before = site.entries();
    let own = format!("http://{}", site.address);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:1"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let (anna, mut ben) = (anna.with(name, value), ben.with(name, value));
        for (visitor, path) in [
            (&anna, "/tickets".to_owned()),
            (&anna, format!("{ticket}/edit")),
            (&anna, format!("{ticket}/withdraw")),
            (&ben, format!("{ticket}/buy")),
            (&ben, format!("{order}/pay")),
            (&ben, format!("{order}/cancel")),
            (&ben, "/signout".to_owned()),
            (&ben, "/signin".to_owned()),
            (&ben, "/signup".to_owned()),
        ] {
            let fields = [&LISTING[..], &[("card_number", GOOD_CARD)]].concat();
            let answer = visitor.clone().post(&path, &fields).await;
            assert_eq!(answer.status, 403, "{path} {name} {value}: {}", answer.body);
            answer.is(403, "This came from another site");
            assert_eq!(answer.header("set-cookie"), None);
        }
        assert_eq!(ben.get(&order).await.status, 200, "looking is free");
    }
    assert_eq!(site.entries(), before);
    assert_eq!(ben.get(&order).await.status, 200, "still signed in");
    for (name, value) in [
        ("origin", own.as_str()),
        ("origin", "http://localhost:8080"),
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "none"),
    ] {
        let edit = [("title", "Row 5"), ("price", "10")];
        let answer = anna.with(name, value).post(&format!("{ticket}/edit"), &edit).await;
        assert_eq!(answer.status, 409, "{name} {value}: held, but not forbidden");
    }
}

#[tokio::test]
async fn forms_sent_again_do_nothing_again() {
    let site = Site::start().await;
    let (mut anna, mut ben) = (site.user("anna").await, site.user("ben").await);
    let id = anna.get(&offer_path()).await.field("ticket_id").unwrap().to_owned();
    let fields = [&LISTING[..], &[("ticket_id", &id)]].concat();
    let (mut again, before) = (anna.clone(), site.entries());
    let both = tokio::join!(anna.post("/tickets", &fields), again.post("/tickets", &fields));
    let ticket = both.0.sent_to();
    assert_eq!(ticket, format!("/tickets/{id}"));
    assert_eq!(both.1.sent_to(), ticket, "one ticket for two presses");
    assert_eq!(anna.post("/tickets", &fields).await.sent_to(), ticket);
    assert_eq!(site.entries(), before + 1);
    assert_eq!(site.market.tables().catalog().events_count(), 1, "and one event");
    // The same form, sent by who has signed in meanwhile, is theirs.
    let theirs = ben.post("/tickets", &fields).await.sent_to();
    assert_ne!(theirs, ticket);
    let edit = [("title", "Row 6"), ("price", "11")];
    let (path, before) = (format!("{ticket}/edit"), site.entries());
    for _ in 0..3 {
        assert_eq!(anna.post(&path, &edit).await.sent_to(), format!("{ticket}?done=saved"));
    }
    assert_eq!(site.entries(), before + 1, "the second time nothing is left to change");
}

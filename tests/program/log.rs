//! What the log says, and what it must never say.

use std::{io::Write as _, net::TcpStream, time::Duration};

use crate::common::{DECLINED_CARD, GOOD_CARD, PASSWORD, Visitor, program::Program};
use holdfast::{
    clock::Clock,
    harness::stripe::{HttpFault, ScriptedStripe, webhook::sign},
};
use rustix::process::Signal;
use serde_json::Value;
use uuid::Uuid;

/// Whether a line of the log tells a secret. Ids are random, and times and the test's own folder by
/// chance, so that they may have any few digits in them: they are passed over.
fn tells(value: &Value, secret: &str) -> bool {
    let is_digits = secret.bytes().all(|b| b.is_ascii_digit());
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| {
            let is_by_chance = ["timestamp", "milliseconds", "data"].contains(&name.as_str());
            !(is_digits && is_by_chance) && tells(value, secret)
        }),
        Value::String(text) if is_digits => text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .any(|word| Uuid::parse_str(word).is_err() && word.contains(secret)),
        Value::String(text) => text.contains(secret),
        Value::Number(number) => number.to_string() == secret,
        Value::Array(values) => values.iter().any(|value| tells(value, secret)),
        Value::Bool(_) | Value::Null => false,
    }
}

#[test]
fn digits_are_found_but_in_ids() {
    for (line, expect) in [
        (
            r#"{"user":"01987000-4242-7987-8987-000000000987","path":"/orders/01987000424279878987000000000987/pay"}"#,
            false,
        ),
        (r#"{"timestamp":"2026-11-29T16:00:00.987Z","milliseconds":0.987,"status":402}"#, false),
        (r#"{"message":"the code 987 is wrong"}"#, true),
        (r#"{"message":"card","code":987}"#, true),
        (r#"{"error":"card=4242424242420002,cvc=987."}"#, true),
        (r#"{"path":"/987"}"#, true),
    ] {
        assert_eq!(tells(&serde_json::from_str(line).unwrap(), "987"), expect, "{line}");
    }
}

/// A whole purchase, with everything that goes wrong on the way; what of it must not be in a log.
async fn purchase(address: std::net::SocketAddr) -> Vec<String> {
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna-distinctive").await;
    ben.sign_up("ben-distinctive").await;
    let mut sessions = vec![anna.session.clone(), ben.session.clone()];
    let ticket = anna.list("Distinctive title", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    ben.pay(&order, DECLINED_CARD).await.is(402, "declined");
    let wrong = [("card_number", "4242424242424241"), ("card_expiry", "11/39")];
    assert_eq!(ben.post(&format!("{order}/pay"), &wrong).await.status, 422);
    let right = [("card_number", GOOD_CARD), ("card_expiry", "11/39"), ("card_cvc", "987")];
    assert_eq!(ben.post(&format!("{order}/pay"), &right).await.status, 303);
    let pair = [("email", "ben-distinctive@example.org"), ("password", "wrong-distinctive")];
    assert_eq!(ben.post("/signin", &pair).await.status, 422);
    let bad = [("email", "bad-distinctive"), ("password", "bad")];
    assert_eq!(ben.post("/signup", &bad).await.status, 422);
    ben.sign_in("ben-distinctive").await;
    let mut other = ben.with("user-agent", "Distinctive Firefox/140.0 on Linux");
    other.sign_in("ben-distinctive").await;
    sessions.push(other.session.clone());
    sessions.push(ben.session.clone());
    let mut forged = Visitor::at(address);
    forged.session = Some("forged-distinctive".into());
    forged.get("/account").await;
    forged.get("/?email=query-distinctive@example.org").await;
    forged.get("/signin?next=/next-distinctive").await;
    forged.get("/reset/path-distinctive").await;
    forged.get("/tickets/path-distinctive@example.org").await;
    ben.post("/signout", &[]).await;
    let mut raw = TcpStream::connect(address).unwrap();
    raw.write_all(b"GET /raw-distinctive\x01\r\ncookie: raw-distinctive\r\n\r\n").unwrap();
    let typed = ["distinctive", "Distinctive", PASSWORD, "4242", "0002", "11/39", "987", "argon2"];
    let sessions = sessions.into_iter().flatten();
    typed.map(str::to_owned).into_iter().chain(sessions).collect()
}

#[tokio::test]
async fn json_is_one_object_a_line_a_line_a_request_and_nothing_secret() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [("HOLDFAST_LOG__FORMAT", "json"), ("HOLDFAST_LOG__LEVEL", "debug")];
    let (program, address) = Program::serve(folder.path(), &variables);
    let secrets = purchase(address).await;
    let answer = Visitor::at(address).get("/nothing/here").await;
    let id = answer.header("x-request-id").unwrap().to_owned();
    program.signal(Signal::TERM);
    let (_, said) = program.finish(Duration::from_secs(10));
    for secret in secrets {
        let found = said.lines().find(|line| match serde_json::from_str(line) {
            Ok(line) => tells(&line, &secret),
            Err(_) => line.contains(&secret) && !line.starts_with("Holdfast is at "),
        });
        assert_eq!(found, None, "{secret}");
    }
    let told = |what: &str| {
        let mut lines = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.find(|line| line["message"] == what).unwrap_or_else(|| panic!("{what}: {said}"))
    };
    for what in ["a sign-in", "a wrong password"] {
        let line = told(what);
        let user = line["user"].as_str().unwrap_or_default();
        assert!(Uuid::parse_str(user).is_ok() && line["from"] == "127.0.0.1", "{line}");
    }
    let mut requests = vec![];
    for line in said.lines().filter(|line| !line.starts_with("Holdfast is at ")) {
        let line: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
        if line["message"] == "request" {
            requests.push(line);
        }
    }
    for line in &requests {
        assert!(line["request"].is_string() && line["method"].is_string(), "{line}");
        assert!(line["status"].is_u64() && line["milliseconds"].is_f64(), "{line}");
        assert!(line["path"].as_str().is_some_and(|path| !path.contains('?')), "{line}");
    }
    let last: Vec<_> = requests.iter().filter(|line| line["request"] == id.as_str()).collect();
    assert_eq!(last.len(), 1, "one line a request, under the id that the answer has: {said}");
    assert_eq!(last[0]["status"], 404);
    let count = |status| requests.iter().filter(|line| line["status"] == status).count();
    assert_eq!((count(402), count(422), count(404)), (1, 3, 3), "{said}");
}

/// Of payments through Stripe, of a Stripe in trouble, and of webhooks: nobody's key, no buyer's
/// secret, and nothing of what a webhook says.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_and_no_word_of_a_webhook_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let stripe = ScriptedStripe::start().await;
    let url = stripe.url();
    let (old, new) = ("whsec_DistinctiveOld", "whsec_DistinctiveNew");
    let variables = [
        ("HOLDFAST_LOG__LEVEL", "debug"),
        ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
        ("HOLDFAST_PAYMENTS__STRIPE__API_URL", url.as_str()),
        ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", "sk_test_Distinctive"),
        ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", "pk_test_Distinctive"),
        ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", &format!("{old} {new}")),
    ];
    let (program, address) = Program::serve(folder.path(), &variables);
    let (mut anna, mut ben) = (Visitor::at(address), Visitor::at(address));
    anna.sign_up("anna").await;
    ben.sign_up("ben").await;
    let ticket = anna.list("Row 5", "10").await;
    let order = ben.buy(&ticket, "10").await.sent_to();
    let mut press = ben.with("accept", "application/json");
    let begun = press.post(&format!("{order}/pay"), &[]).await;
    let begun: serde_json::Value =
        serde_json::from_str(begun.is(200, "client_secret").body.as_str()).unwrap();
    let client_secret = begun["client_secret"].as_str().unwrap().to_owned();
    stripe.buyer_pays(&client_secret).unwrap();

    // A Stripe in trouble: every answer is repeated in other words, if at all.
    stripe.fault(|asked| match asked.nth % 4 {
        0 => HttpFault::Status(500),
        1 => HttpFault::Status(401),
        2 => HttpFault::Refuse,
        _ => HttpFault::HtmlBadGateway,
    });
    let (now, mut bodies) = (Clock::System.now(), vec![]);
    for (n, by) in [old, new, "whsec_forged"].into_iter().enumerate() {
        let body = format!(
            r#"{{"id":"evt_{n}","type":"payment_intent.succeeded","note":"DistinctiveWord","data":
            {{"object":{{"id":"{}"}}}}}}"#,
            client_secret.split_once("_secret_").unwrap().0
        );
        let mut sender = Visitor::at(address).with("stripe-signature", &sign(&body, now, &[by]));
        let answer = sender.send("POST", "/webhooks/stripe", None, body.into()).await;
        assert_eq!(answer.status, if n < 2 { 200 } else { 400 }, "{}", answer.body);
        bodies.push(answer.body);
    }
    let large = "DistinctiveWord".repeat(100_000);
    let answer = Visitor::at(address).send("POST", "/webhooks/stripe", None, large.into()).await;
    assert_eq!(answer.status, 413);
    bodies.push(answer.body);
    bodies.push(ben.get(&format!("{order}/return")).await.body);
    bodies.push(ben.get("/nothing/here").await.body);
    program.signal(Signal::TERM);
    let (_, said) = program.finish(Duration::from_secs(20));
    assert!(said.contains("a webhook was refused"), "{said}");
    let told = "a call to the payment provider is repeated";
    assert!(said.contains(told), "the trouble is told: {said}");
    for secret in ["sk_test_Distinctive", old, new, "DistinctiveWord"] {
        assert!(!said.contains(secret), "{secret}: {said}");
        assert!(!bodies.iter().any(|body| body.contains(secret)), "{secret}: {bodies:?}");
    }
    for secret in ["pk_test_Distinctive", client_secret.as_str(), "whsec_forged"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
}

#[tokio::test]
async fn text_is_a_line_a_request_without_colours() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[]);
    let secrets = purchase(address).await;
    program.signal(Signal::TERM);
    let (_, said) = program.finish(Duration::from_secs(10));
    for secret in secrets.iter().filter(|secret| !secret.bytes().all(|b| b.is_ascii_digit())) {
        assert!(!said.contains(secret.as_str()), "{secret}: {said}");
    }
    assert!(!said.contains('\u{1b}'), "{said}");
    let mut requests = 0;
    for line in said.lines().filter(|line| !line.starts_with("Holdfast is at ")) {
        let mut words = line.split_whitespace();
        let time = words.next().unwrap();
        assert!(time.ends_with('Z') && time.contains('T'), "{line}");
        let level = words.next().unwrap();
        assert!(["DEBUG", "INFO", "WARN", "ERROR"].contains(&level), "{line}");
        if line.contains(" request request=") {
            requests += 1;
            for field in [" method=", " path=", " status=", " milliseconds="] {
                assert!(line.contains(field), "{line}");
            }
        }
    }
    assert_eq!(requests, 17, "{said}");
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[("HOLDFAST_LOG__LEVEL", "error")]);
    purchase(address).await;
    program.signal(Signal::TERM);
    let (code, said) = program.finish(Duration::from_secs(10));
    assert_eq!((code, said.lines().count()), (Some(0), 1), "nothing was wrong: {said}");
}

#[tokio::test]
async fn a_reader_who_stops_reading_the_log_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve_unread(folder.path());
    // More than a pipe and a write hold.
    let requests = async {
        let mut visitor = Visitor::at(address);
        for _ in 0..2_000 {
            visitor.get("/healthz").await.is(200, "alive");
        }
    };
    let answered = tokio::time::timeout(Duration::from_secs(60), requests).await;
    assert!(answered.is_ok(), "they wait for who reads the log");
    program.signal(Signal::TERM);
    assert_eq!(program.finish(Duration::from_secs(10)).0, Some(0));
}

//! What the log says, and what it must never say.

mod common;

use std::{io::Write as _, net::TcpStream, time::Duration};

use common::{DECLINED_CARD, GOOD_CARD, PASSWORD, Visitor, program::Program};
use rustix::process::Signal;

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
        // The times have digits of their own.
        let found = said.lines().find(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let mut line = line.as_object().cloned().unwrap_or_default();
            for own in ["timestamp", "milliseconds", "request", "path"] {
                if secret.bytes().all(|b| b.is_ascii_digit()) {
                    line.remove(own);
                }
            }
            serde_json::to_string(&line).unwrap().contains(&secret)
        });
        assert_eq!(found, None, "{secret}");
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
    assert_eq!(requests, 16, "{said}");
    let folder = tempfile::tempdir().unwrap();
    let (program, address) = Program::serve(folder.path(), &[("HOLDFAST_LOG__LEVEL", "error")]);
    purchase(address).await;
    program.signal(Signal::TERM);
    let (code, said) = program.finish(Duration::from_secs(10));
    assert_eq!((code, said.lines().count()), (Some(0), 1), "nothing was wrong: {said}");
}

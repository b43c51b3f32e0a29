//! How often one address, and one account, may do what costs much or could be guessed.

use std::{
    io::{Read as _, Write as _},
    time::Duration,
};

use super::common::{Answer, EVENT, PASSWORD, Site, Still, Visitor, program::Program};
use holdfast::config::{Config, MailSecurity};
use rustix::process::Signal;

/// A site with limits behind a proxy on this machine, and the time there.
async fn behind_a_proxy() -> (Site, Still) {
    limited(|config| config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await
}

async fn limited(set: impl FnOnce(&mut Config)) -> (Site, Still) {
    let time = Still::now();
    let set = |config: &mut Config| {
        config.limits.enabled = true;
        set(config);
    };
    (Site::start_by(time.clock, set).await, time)
}

/// Somebody who comes through a proxy that says this.
fn from(visitor: &Visitor, forwarded_for: &str) -> Visitor {
    let mut visitor = visitor.clone();
    visitor.headers.retain(|(name, _)| *name != "x-forwarded-for");
    visitor.with("x-forwarded-for", forwarded_for)
}

async fn sign_in(visitor: &Visitor, name: &str, password: &str) -> Answer {
    let email = format!("{name}@example.org");
    visitor.clone().post("/signin", &[("email", &email), ("password", password)]).await
}

/// One that is refused for its password, and costs none to be hashed.
async fn sign_up(visitor: &Visitor) -> Answer {
    visitor.clone().post("/signup", &[("email", "a@example.org"), ("password", "short")]).await
}

#[track_caller]
fn refused(answer: &Answer, seconds: &str, says: &str) {
    answer.is(429, says);
    assert_eq!(answer.header("retry-after"), Some(seconds), "{}", answer.body);
    assert!(answer.body.contains("Please try again in "), "{}", answer.body);
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
}

const NETWORK: &str = "Very many tries came from your network";
const NOBODYS: &str = "/tickets/01890000-0000-7000-8000-000000000000/buy";
const NO_ORDER: &str = "/orders/01890000-0000-7000-8000-000000000000/pay";

#[tokio::test]
async fn each_action_by_address() {
    let (site, time) = behind_a_proxy().await;
    let (here, there) =
        (from(&site.visitor(), "203.0.113.1"), from(&site.visitor(), "203.0.113.2"));
    // Many accounts from one address.
    for n in 0..300 {
        assert_eq!(sign_in(&here, &format!("nobody-{n}"), "short").await.status, 422, "{n}");
    }
    let answer = sign_in(&here, "nobody", PASSWORD).await;
    refused(&answer, "1", "Too many tries to sign in");
    answer.is(429, NETWORK);
    assert_eq!(sign_in(&there, "nobody", PASSWORD).await.status, 422, "others are others");
    time.pass(Duration::from_millis(999)).await;
    refused(&sign_in(&here, "nobody", PASSWORD).await, "1", "again in a second");
    time.pass(Duration::from_millis(1)).await;
    assert_eq!(sign_in(&here, "nobody", PASSWORD).await.status, 422);
    refused(&sign_in(&here, "nobody", PASSWORD).await, "1", NETWORK);

    // A whole house, or all of a mobile network's customers who come on the day of a sale.
    for n in 0..600 {
        assert_eq!(sign_up(&here).await.status, 422, "{n}");
    }
    refused(&sign_up(&here).await, "6", "No account was made or changed.");
    refused(&sign_up(&here).await, "6", "again in 6 seconds");
    assert_eq!(sign_up(&there).await.status, 422);
    time.pass(Duration::from_secs(6)).await;
    assert_eq!(sign_up(&here).await.status, 422);

    // Before anybody is asked who they are.
    for (path, times, seconds, says) in
        [(NOBODYS, 600, "1", "what you hold stays yours"), (NO_ORDER, 300, "1", "not charged")]
    {
        for n in 0..times {
            assert_eq!(here.clone().post(path, &[]).await.status, 303, "{n}");
        }
        refused(&here.clone().post(path, &[]).await, seconds, says);
        assert_eq!(there.clone().post(path, &[]).await.status, 303);
        time.pass(Duration::from_secs(1)).await;
        assert_eq!(here.clone().post(path, &[]).await.status, 303);
    }
    // Whoever only looks is not limited, nor is what is not done at all.
    for _ in 0..100 {
        assert_eq!(here.clone().get("/signup").await.status, 200);
        let cross_site = here.with("origin", "https://evil.example");
        assert_eq!(cross_site.clone().post("/signup", &[]).await.status, 403);
    }
    time.pass(Duration::from_secs(6)).await;
    assert_eq!(sign_up(&here).await.status, 422);

    let metrics = site.visitor().get("/metrics").await.body;
    for (action, count) in [("sign_in", 3), ("sign_up", 2), ("reset", 0), ("buy", 1), ("pay", 1)] {
        let line = format!("holdfast_requests_limited_total{{action=\"{action}\"}} {count}");
        assert!(metrics.contains(&line), "{line}: {metrics}");
    }
}

#[tokio::test]
async fn an_address_that_is_limited_is_refused_before_its_body_comes() {
    let (site, _time) = limited(|_| {}).await;
    let visitor = site.visitor();
    for _ in 0..600 {
        assert_eq!(sign_up(&visitor).await.status, 422);
    }
    let address = site.address;
    let head = "POST /signup HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\
                content-type: application/x-www-form-urlencoded\r\n\r\n";
    let said = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut said = [0; 12];
        stream.read_exact(&mut said).unwrap();
        String::from_utf8_lossy(&said).into_owned()
    });
    assert_eq!(said.await.unwrap(), "HTTP/1.1 429");
}

#[tokio::test]
async fn nobody_who_is_not_a_trusted_proxy_is_believed() {
    let (site, _time) = limited(|_| {}).await;
    for n in 0..600 {
        let said = format!("203.0.113.{}", n % 99);
        assert_eq!(sign_up(&from(&site.visitor(), &said)).await.status, 422);
    }
    refused(&sign_up(&from(&site.visitor(), "203.0.113.99")).await, "6", NETWORK);
    refused(&sign_up(&site.visitor()).await, "6", NETWORK);
}

/// Behind a proxy, what a client writes itself stands left of what the proxy adds.
#[tokio::test]
async fn a_trusted_proxy_is_believed_in_what_it_adds_itself() {
    let (site, _time) = behind_a_proxy().await;
    for n in 0..600 {
        let chain = format!("198.51.100.{}, 203.0.113.1", n % 99);
        assert_eq!(sign_up(&from(&site.visitor(), &chain)).await.status, 422);
    }
    refused(&sign_up(&from(&site.visitor(), "198.51.100.99, 203.0.113.1")).await, "6", NETWORK);
    assert_eq!(sign_up(&from(&site.visitor(), "203.0.113.1, 203.0.113.2")).await.status, 422);
    // An IPv6 client has a whole /64 network of addresses.
    for n in 0..600 {
        let own = format!("2001:db8:1:2::{n}");
        assert_eq!(sign_up(&from(&site.visitor(), &own)).await.status, 422);
    }
    refused(&sign_up(&from(&site.visitor(), "[2001:db8:1:2:3::9]:443")).await, "6", NETWORK);
    assert_eq!(sign_up(&from(&site.visitor(), "2001:db8:1:3::1")).await.status, 422);
}

#[tokio::test]
async fn wrong_passwords_are_counted_by_account() {
    let (site, time) = behind_a_proxy().await;
    let home = from(&site.visitor(), "203.0.113.1");
    home.clone().sign_up("anna").await;
    // Right ones are not counted, and tell which address is hers.
    for _ in 0..15 {
        assert_eq!(sign_in(&home, "anna", PASSWORD).await.status, 303);
    }
    let from_everywhere = |n: usize| from(&site.visitor(), &format!("198.51.100.{n}"));
    // One account from many addresses, whether or not there is such an account.
    for name in ["anna", "nobody"] {
        for n in 0..10 {
            let answer = sign_in(&from_everywhere(n), name, "wrong password").await;
            answer.is(422, "do not belong together");
        }
        let answer = sign_in(&from_everywhere(11), name, "wrong password").await;
        refused(&answer, "90", "Too many wrong passwords were typed for this account.");
        let answer = sign_in(&from_everywhere(11), name, PASSWORD).await;
        refused(&answer, "90", "again in 90 seconds");
    }
    // Who signs in where she has signed in before does not suffer from it…
    assert_eq!(sign_in(&home, "anna", PASSWORD).await.status, 303);
    // … and cannot guess there either.
    for _ in 0..10 {
        assert_eq!(sign_in(&home, "anna", "wrong password").await.status, 422);
    }
    refused(&sign_in(&home, "anna", PASSWORD).await, "90", "Too many wrong passwords");
    assert_eq!(sign_in(&home, "ben", "wrong password").await.status, 422, "others are others");
    time.pass(Duration::from_secs(90)).await;
    assert_eq!(sign_in(&home, "anna", PASSWORD).await.status, 303);
    assert_eq!(sign_in(&from_everywhere(12), "anna", PASSWORD).await.status, 303);
    // Many at once are many.
    time.pass(Duration::from_secs(900)).await;
    let at_once = (20..40).map(|n| {
        let visitor = from_everywhere(n);
        tokio::spawn(async move { sign_in(&visitor, "anna", "wrong password").await.status })
    });
    let mut looked_at = 0;
    for one in at_once.collect::<Vec<_>>() {
        looked_at += usize::from(one.await.unwrap() == 422);
    }
    assert_eq!(looked_at, 10);
}

#[tokio::test]
async fn buying_and_paying_by_account() {
    let (site, time) = behind_a_proxy().await;
    let mut anna = from(&site.visitor(), "203.0.113.1");
    anna.sign_up("anna").await;
    let mut ben = from(&site.visitor(), "203.0.113.2");
    ben.sign_up("ben").await;
    let fields = [&EVENT[..], &[("title", "Row 5"), ("price", "10")]].concat();
    let ticket = anna.post("/tickets", &fields).await.sent_to();
    let order = ben.buy(&ticket, "10").await.sent_to();
    // From wherever it is done.
    for n in 1..60 {
        let mut ben = from(&ben, &format!("198.51.100.{n}"));
        assert_eq!(ben.buy(&ticket, "10").await.sent_to(), order);
    }
    let answer = ben.buy(&ticket, "10").await;
    refused(&answer, "1", "You have tried this very often just now.");
    answer.is(429, "action=\"/signout\"");
    let mut elsewhere = from(&ben, "198.51.100.99");
    refused(&elsewhere.buy(&ticket, "10").await, "1", "what you hold stays yours");
    assert_eq!(from(&anna, "198.51.100.99").buy(&ticket, "10").await.status, 403, "others may");
    time.pass(Duration::from_secs(1)).await;
    assert_eq!(ben.buy(&ticket, "10").await.sent_to(), order);

    for _ in 0..30 {
        assert_eq!(ben.pay(&order, "1").await.status, 422);
    }
    refused(&ben.pay(&order, "1").await, "2", "You were not charged by this try");
    // A script learns it from the status.
    let mut script = ben.with("accept", "application/json");
    assert_eq!(script.post(&format!("{order}/pay"), &[]).await.status, 429);
    time.pass(Duration::from_secs(2)).await;
    assert_eq!(ben.pay(&order, crate::common::GOOD_CARD).await.sent_to(), order);
}

/// Lists one ticket, for an event that is there or one of its own.
async fn list(seller: &Visitor, event: &str, title: &str) -> Answer {
    let new = [&EVENT[1..], &[("event_name", title)]].concat();
    let chosen = [("event_id", event)];
    let event = if event.is_empty() { &new[..] } else { &chosen[..] };
    let fields = [event, &[("title", title), ("price", "10")]].concat();
    seller.clone().post("/tickets", &fields).await
}

/// How many tickets, each for an event of its own if none is named, somebody may list at once.
async fn listed(seller: &Visitor, event: &str, round: &str) -> (usize, Answer) {
    for n in 0.. {
        let answer = list(seller, event, &format!("{round} {n}")).await;
        if answer.status != 303 {
            return (n, answer);
        }
    }
    unreachable!("nobody lists without an end")
}

#[tokio::test]
async fn listing_is_limited_and_a_new_account_does_less_of_it() {
    let (site, time) = behind_a_proxy().await;
    let mut anna = from(&site.visitor(), "203.0.113.1");
    anna.sign_up("anna").await;
    let (count, answer) = listed(&anna, "", "First").await;
    assert_eq!(count, 10, "new events");
    refused(&answer, "8640", "Nothing was listed by this try; what you have listed stays");
    answer.is(429, "In its first day, and until its address is confirmed,");
    let event = site.market.tables().catalog().coming_events(time.clock.now(), 1)[0].id.to_string();
    let (count, answer) = listed(&anna, &event, "Second").await;
    // One form was refused for its event.
    assert_eq!(count, 20 - 11, "forms in all");
    refused(&answer, "180", "first day");
    time.pass(Duration::from_secs(24 * 3600)).await;
    let (count, answer) = listed(&anna, "", "Third").await;
    assert_eq!(count, 50, "she is not new any more");
    refused(&answer, "1728", "You have tried this very often");
    assert!(!answer.body.contains("first day"), "{}", answer.body);
    let (count, _) = listed(&anna, &event, "Fourth").await;
    assert_eq!(count, 120 - 51);
    // From wherever it is done, and others do not suffer from it.
    assert_eq!(list(&from(&anna, "203.0.113.9"), &event, "Fifth").await.status, 429);
    let mut ben = from(&site.visitor(), "203.0.113.1");
    ben.sign_up("ben").await;
    assert_eq!(list(&ben, &event, "Sixth").await.status, 303);
}

/// Where mails are sent, who has not confirmed their address stays new.
#[tokio::test]
async fn an_unconfirmed_account_does_less_for_as_long_as_it_is() {
    let (site, time) = limited(|config| {
        config.mail.server = "127.0.0.1".into();
        config.mail.port = 9;
        config.mail.security = MailSecurity::None;
        config.mail.from = "tickets@example.org".into();
    })
    .await;
    let anna = site.user("anna").await;
    time.pass(Duration::from_secs(48 * 3600)).await;
    let (count, answer) = listed(&anna, "", "First").await;
    assert_eq!(count, 10);
    answer.is(429, "until its address is confirmed");
}

/// What is written beside listings, and what is much to read: each has its limit by account.
#[tokio::test]
async fn everything_else_that_writes_is_limited_by_account() {
    let (site, _time) = limited(|_| {}).await;
    let mut anna = site.user("anna").await;
    let ticket = list(&anna, "", "Row 5").await.sent_to();
    let mut ben = site.user("ben").await;
    for (is_seller, method, path, times) in [
        (true, "POST", format!("{ticket}/edit"), 60),
        (false, "POST", format!("{ticket}/line"), 60),
        (false, "POST", "/language".into(), 30),
        (false, "POST", "/account/sessions/end".into(), 20),
        (false, "GET", "/account/export".into(), 6),
    ] {
        let visitor = if is_seller { &mut anna } else { &mut ben };
        let form = Some("application/x-www-form-urlencoded");
        let body = "language=de&password=correct%20horse%20battery";
        for n in 0..=times {
            let answer = visitor.send(method, &path, form, body.into()).await;
            assert_eq!(answer.status == 429, n == times, "{path} {n}: {}", answer.body);
        }
        // The German ones have German words.
        let answer = visitor.send(method, &path, form, body.into()).await;
        assert!(answer.header("retry-after").is_some(), "{answer:?}");
    }
}

#[tokio::test]
async fn limits_are_set_and_unset() {
    let (site, _time) = limited(|config| config.limits.address_factor = 2).await;
    for _ in 0..1200 {
        assert_eq!(sign_up(&site.visitor()).await.status, 422);
    }
    refused(&sign_up(&site.visitor()).await, "3", NETWORK);
    let site = Site::start().await;
    for _ in 0..650 {
        assert_eq!(sign_up(&site.visitor()).await.status, 422);
    }
}

/// An operator who has forgotten `server.trusted_proxies` is told, once, and nobody's address is.
#[tokio::test]
async fn a_proxy_that_is_not_believed_is_told_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [("HOLDFAST_LOG__LEVEL", "debug"), ("HOLDFAST_LIMITS__ENABLED", "true")];
    let (program, address) = Program::serve(folder.path(), &variables);
    let mut statuses = vec![];
    for n in 0..620 {
        let visitor = from(&Visitor::at(address), &format!("203.0.113.{}", n % 99));
        statuses.push(sign_up(&visitor).await.status);
    }
    assert!(statuses[..600].iter().all(|status| *status == 422), "{statuses:?}");
    assert!(statuses[600..].contains(&429), "{statuses:?}");
    program.signal(Signal::TERM);
    let (_, said) = program.finish(Duration::from_secs(10));
    assert_eq!(said.matches("server.trusted_proxies").count(), 1, "{said}");
    assert!(!said.contains("203.0.113"), "{said}");
}

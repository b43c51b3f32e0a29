//! What one address may have of what there is: streams, places for files, bodies that have come in
//! part. Of IPv6 an address is a /64, which a household has. And how slowly a body may come.

use std::time::Duration;

use super::common::{EVENT, Site, Still, Visitor};
use holdfast::config::Config;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";

/// Three addresses of one household, and the neighbours' of the next /64 and of IPv4.
const HERE: [&str; 3] = ["2001:db8:1:1::1", "2001:db8:1:1::2", "2001:db8:1:1:ffff:ffff:ffff:ffff"];
const NEXT_DOOR: [&str; 2] = ["2001:db8:1:2::1", "203.0.113.1"];

/// A site behind a proxy on this machine, which says who asks.
async fn behind_a_proxy(set: impl FnOnce(&mut Config)) -> Site {
    Site::start_with(|config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        // What is tried again and again here is tried by nobody.
        config.limits.address_factor = 1_000_000;
        set(config);
    })
    .await
}

/// Begins a request from an address, and sends so much of its body.
async fn begin(visitor: &Visitor, from: &str, head: &str, body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(visitor.address).await.unwrap();
    let session = visitor.session.as_deref().unwrap_or_default();
    let head = format!(
        "{head}\r\nHost: {}\r\nCookie: holdfast={session}\r\nX-Forwarded-For: {from}\r\n\r\n",
        visitor.address
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    stream
}

fn post(path: &str, content_type: &str, length: usize) -> String {
    format!("POST {path} HTTP/1.1\r\nContent-Type: {content_type}\r\nContent-Length: {length}")
}

/// The status that is answered.
async fn status(stream: &mut TcpStream) -> u16 {
    let mut answer = [0; 12];
    let read = stream.read_exact(&mut answer);
    tokio::time::timeout(Duration::from_secs(60), read).await.unwrap().unwrap();
    std::str::from_utf8(&answer[9..]).unwrap().parse().unwrap()
}

/// Asks from an address until this is answered.
async fn until(visitor: &Visitor, from: &str, head: &str, body: &[u8], expect: u16) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    loop {
        let is = status(&mut begin(visitor, from, head, body).await).await;
        if is == expect {
            break;
        }
        let is_late = tokio::time::Instant::now() > deadline;
        assert!(!is_late, "{head}: waited in vain for {expect}, not {is}");
    }
}

#[tokio::test]
async fn one_address_has_a_share_of_the_streams() {
    let site = behind_a_proxy(|config| config.server.connections_per_address_max = 4).await;
    let visitor = site.visitor();
    let head = "GET /live HTTP/1.1\r\nAccept: text/event-stream";
    let open = async |from: &str| {
        let mut stream = begin(&visitor, from, head, b"").await;
        (status(&mut stream).await, stream)
    };
    let mut streams = vec![];
    for from in HERE {
        let (status, stream) = open(from).await;
        assert_eq!(status, 200, "{from}");
        streams.push(stream);
    }
    for from in HERE {
        assert_eq!(open(from).await.0, 503, "{from}: a household has three");
    }
    for from in NEXT_DOOR {
        assert_eq!(open(from).await.0, 200, "{from}");
    }
    let mut page = visitor.with("x-forwarded-for", HERE[0]);
    page.get("/").await.is(200, "Holdfast");
    drop(streams.pop());
    until(&visitor, HERE[1], head, b"", 200).await;
}

#[tokio::test]
async fn one_address_has_a_share_of_the_places_for_files() {
    let site = behind_a_proxy(|config| config.server.uploads_max = 16).await;
    let mut users = vec![];
    for name in ["anna", "ben", "carl", "dora", "emil"] {
        users.push(site.user(name).await);
    }
    // A form with a file that has begun; each is another user's.
    let whole = {
        let mut form = vec![];
        for (name, value) in EVENT.into_iter().chain([("title", "Row 5"), ("price", "10")]) {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            form.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
        }
        let head =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
        form.extend(head.as_bytes());
        form.resize(300_000, b'x');
        form.extend(b"\r\n--b--\r\n");
        form
    };
    let head = post("/tickets", PARTS, whole.len());
    let mut held = vec![];
    for (user, from) in users.iter().zip([HERE[0], HERE[1], HERE[2], HERE[0]]) {
        held.push(begin(user, from, &head, &whole[..100_000]).await);
    }
    // What is no ticket is refused once it has come: 415, or 503 where there is no place for it.
    until(&users[4], HERE[1], &head, &whole, 503).await;
    for from in NEXT_DOOR {
        assert_eq!(status(&mut begin(&users[4], from, &head, &whole).await).await, 415, "{from}");
    }
    // A form without a file needs no such place.
    let fields: Vec<_> = EVENT.into_iter().chain([("title", "Row 5"), ("price", "10")]).collect();
    users[4].with("x-forwarded-for", HERE[1]).post("/tickets", &fields).await.sent_to();
    drop(held.pop());
    until(&users[4], HERE[1], &head, &whole, 415).await;
}

#[tokio::test]
async fn one_address_has_a_share_of_what_waits_for_the_rest() {
    const BODY: usize = 8 * 1024 * 1024;
    let site = behind_a_proxy(|config| {
        config.server.body_bytes_max = BODY;
        config.server.request_seconds = 600;
    })
    .await;
    let visitor = site.visitor();
    let large = post("/signin", FORM, BODY);
    let begin_large = async || begin(&visitor, HERE[0], &large, &vec![b'a'; BODY - 1]).await;
    let mut begun = begin_large().await;
    let (small, body) = (post("/signin", FORM, 20), b"email=a&password=bcd");
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    while status(&mut begin(&visitor, HERE[1], &small, body).await).await != 503 {
        assert!(tokio::time::Instant::now() < deadline, "waited in vain");
        // The small one may have had what the large one lacked.
        if begun.try_read(&mut [0]).is_ok() {
            begun = begin_large().await;
        }
    }
    for from in NEXT_DOOR {
        assert_eq!(status(&mut begin(&visitor, from, &small, body).await).await, 422, "{from}");
    }
    // Who sends nothing waits for nothing.
    let mut page = visitor.with("x-forwarded-for", HERE[1]);
    page.get("/").await.is(200, "Holdfast");
    drop(begun);
    until(&visitor, HERE[1], &small, body, 422).await;
}

/// Whatever it is a body of, it comes at the rate of a slow phone line at least.
#[tokio::test]
async fn a_body_that_trickles_is_not_waited_for() {
    let time = Still::now();
    let site = Site::start_by(time.clock, |config| {
        config.server.request_seconds = 600;
        config.server.head_seconds = 100;
    })
    .await;
    let anna = site.user("anna").await;
    let other = "application/json";
    for (path, content_type) in [("/signin", FORM), ("/signout", other), ("/tickets", FORM)] {
        let body = [b"email=a&password=".as_slice(), &[b'b'; 60_000]].concat();
        let head = format!("{}\r\nExpect: 100-continue", post(path, content_type, body.len()));
        let begun = async || {
            let mut stream = begin(&anna, HERE[0], &head, b"").await;
            assert_eq!(status(&mut stream).await, 100, "{path}");
            let mut rest = [0; 13];
            stream.read_exact(&mut rest).await.unwrap();
            stream
        };
        let mut slow = begun().await;
        for byte in &body[..2] {
            slow.write_all(&[*byte]).await.unwrap();
            time.pass(Duration::from_secs(8)).await;
        }
        assert_eq!(status(&mut slow).await, 408, "{path}");
        // One that has sent much already is waited for longer.
        let mut steady = begun().await;
        let (most, last) = body.split_at(body.len() - 1);
        steady.write_all(most).await.unwrap();
        // The site is on this thread: it has read that once others are answered that came later.
        for _ in 0..20 {
            site.visitor().get("/healthz").await.is(200, "alive");
        }
        time.pass(Duration::from_secs(20)).await;
        steady.write_all(last).await.unwrap();
        let answer = status(&mut steady).await;
        assert!(answer != 408 && answer != 503, "{path}: {answer}");
    }
}

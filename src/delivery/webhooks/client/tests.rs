use std::{
    net::Ipv4Addr,
    sync::atomic::{AtomicUsize, Ordering},
};

use parking_lot::Mutex;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::Notify,
};

use super::*;
use crate::types::WebhookUrl;

/// What a name resolves to, look by look; the last for ever.
struct Lies(Vec<Vec<IpAddr>>, AtomicUsize);

impl Lies {
    fn new(looks: &[&[&str]]) -> Arc<Self> {
        let addresses = |look: &&[&str]| look.iter().map(|it| it.parse().unwrap()).collect();
        Arc::new(Self(looks.iter().map(addresses).collect(), AtomicUsize::new(0)))
    }
}

#[async_trait]
impl Resolve for Lies {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let nth = self.1.fetch_add(1, Ordering::SeqCst);
        Ok(self.0[nth.min(self.0.len() - 1)].clone())
    }
}

/// A server that answers each connection with the same bytes, and notes what it was sent.
struct Receiver {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
    asked: Arc<Notify>,
}

impl Receiver {
    /// One that keeps the connection open after that answer; without one, it hangs.
    async fn start(at: Ipv4Addr, port: u16, answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind((at, port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (requests, asked) = (Arc::new(Mutex::new(vec![])), Arc::new(Notify::new()));
        let (notes, told) = (requests.clone(), asked.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (notes, told) = (notes.clone(), told.clone());
                tokio::spawn(async move {
                    let (mut request, mut some) = (vec![], [0; 4096]);
                    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                        match stream.read(&mut some).await {
                            Ok(read) if read > 0 => request.extend_from_slice(&some[..read]),
                            _ => return,
                        }
                    }
                    notes.lock().push(String::from_utf8_lossy(&request).into_owned());
                    told.notify_one();
                    let _ = stream.write_all(answer).await;
                    // Until the other side has had enough.
                    while stream.read(&mut some).await.is_ok_and(|read| read > 0) {}
                });
            }
        });
        Self { port, requests, asked }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().clone()
    }
}

const LOCALHOST: Ipv4Addr = Ipv4Addr::LOCALHOST;

fn client(allowed: &[&str], resolver: Arc<dyn Resolve>) -> WebhookClient {
    let allowed = allowed.iter().map(|network| network.parse().unwrap()).collect();
    WebhookClient::new(Reach::new(allowed), resolver, Clock::System).unwrap()
}

fn webhook(url: &str) -> Webhook {
    Webhook {
        url: WebhookUrl::parse(url).unwrap(),
        id: "7-0".into(),
        sent_at: 1_795_348_800,
        signature: "v1,c2lnbmF0dXJl".into(),
        body: b"{}".to_vec(),
    }
}

async fn answered(answer: &'static [u8]) -> (Result<WebhookReply, WebhookOutcome>, Vec<String>) {
    let receiver = Receiver::start(LOCALHOST, 0, answer).await;
    let client = client(&["127.0.0.1"], Lies::new(&[&[]]));
    let url = format!("http://127.0.0.1:{}/hook?a=b", receiver.port);
    let reply = client.send(&webhook(&url)).await;
    (reply, receiver.requests())
}

#[tokio::test]
async fn what_a_receiver_is_sent() {
    let (reply, requests) =
        answered(b"HTTP/1.1 204 No Content\r\nretry-after: 7\r\nconnection: close\r\n\r\n").await;
    let after = Some(Duration::from_secs(7));
    assert_eq!(reply, Ok(WebhookReply { status: 204, retry_after: after }));
    let request = requests.concat().to_lowercase();
    assert!(request.starts_with("post /hook?a=b http/1.1\r\n"), "{request}");
    for header in [
        "host: 127.0.0.1:",
        "content-type: application/cloudevents+json",
        "content-length: 2",
        "webhook-id: 7-0",
        "webhook-timestamp: 1795348800",
        "webhook-signature: v1,c2lnbmf0dxjl",
        "user-agent: holdfast/",
    ] {
        assert!(request.contains(&format!("\r\n{header}")), "{header}: {request}");
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let elsewhere = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\n\
        content-length: 0\r\n\r\n";
    let (reply, requests) = answered(elsewhere).await;
    assert_eq!(reply.map(|reply| reply.status), Ok(307));
    assert_eq!(requests.len(), 1, "{requests:?}");
}

/// What is said of the body makes no difference: nothing is done with it.
#[tokio::test]
async fn a_receiver_that_lies_about_length_has_answered() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\nx"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nmuch more than that",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        b"HTTP/1.1 200 OK\r\n\r\nwithout an end",
    ] {
        let (reply, _) = answered(answer).await;
        assert_eq!(reply.map(|reply| reply.status), Ok(200));
    }
}

#[tokio::test]
async fn what_is_not_http_or_too_long_is_no_answer() {
    let much = "HTTP/1.1 200 OK\r\n".to_owned() + &"x-more: and more of it\r\n".repeat(10_000);
    let much: &'static str = Box::leak(much.into_boxed_str());
    let huge = format!("HTTP/1.1 200 OK\r\nx-one: {}\r\n\r\n", "x".repeat(100_000));
    let huge: &'static str = Box::leak(huge.into_boxed_str());
    for answer in [
        &b"220 mail.example.org ESMTP\r\n"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: minus one\r\n\r\n",
        much.as_bytes(),
        huge.as_bytes(),
    ] {
        assert_eq!(answered(answer).await.0, Err(WebhookOutcome::NotHttp));
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_is_left_after_fifteen_seconds() {
    let receiver = Receiver::start(LOCALHOST, 0, b"").await;
    let client = client(&["127.0.0.1"], Lies::new(&[&[]]));
    let webhook = webhook(&format!("http://127.0.0.1:{}/", receiver.port));
    let sent = tokio::spawn(async move { client.send(&webhook).await });
    receiver.asked.notified().await;
    tokio::time::pause();
    let since = tokio::time::Instant::now();
    assert_eq!(sent.await.unwrap(), Err(WebhookOutcome::TooLate));
    assert_eq!(since.elapsed().as_secs(), WEBHOOK_TRY_MAX.as_secs());
}

#[tokio::test]
async fn a_name_is_asked_for_once_and_what_was_checked_is_what_is_connected_to() {
    let ok = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let inside = Receiver::start(LOCALHOST, 0, ok).await;
    let checked = Receiver::start(Ipv4Addr::new(127, 0, 0, 2), inside.port, ok).await;
    let lies = Lies::new(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let client = client(&["127.0.0.2"], lies.clone());
    let webhook = webhook(&format!("http://rebinds.example:{}/", inside.port));
    assert_eq!(client.send(&webhook).await.map(|reply| reply.status), Ok(200));
    assert_eq!(lies.1.load(Ordering::SeqCst), 1, "one look");
    assert_eq!((checked.requests().len(), inside.requests().len()), (1, 0));
    // The next try has the second look.
    assert_eq!(client.send(&webhook).await, Err(WebhookOutcome::NotAllowed));
    assert_eq!((checked.requests().len(), inside.requests().len()), (1, 0));
}

#[tokio::test]
async fn of_several_addresses_only_those_that_may_be_are_reached() {
    let ok = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    let receiver = Receiver::start(Ipv4Addr::new(127, 0, 0, 3), 0, ok).await;
    let lies = Lies::new(&[&["127.0.0.1", "169.254.169.254", "10.0.0.1", "127.0.0.3"]]);
    let url = format!("http://several.example:{}/", receiver.port);
    let reply = client(&["127.0.0.3"], lies).send(&webhook(&url)).await;
    assert_eq!(reply.map(|reply| reply.status), Ok(200));
}

#[tokio::test]
async fn what_is_inside_is_not_reached() {
    let inside = Receiver::start(LOCALHOST, 0, b"HTTP/1.1 200 OK\r\n\r\n").await;
    let port = inside.port;
    for (host, found) in [
        ("127.0.0.1", &[][..]),
        ("2130706433", &[]),
        ("0x7f.1", &[]),
        ("[::ffff:127.0.0.1]", &[]),
        ("[::1]", &[]),
        ("localhost", &["127.0.0.1"]),
        ("inside.example", &["::1", "127.0.0.1"]),
        ("mapped.example", &["::ffff:127.0.0.1"]),
        ("metadata.example", &["169.254.169.254"]),
    ] {
        let client = client(&[], Lies::new(&[found]));
        for scheme in ["http", "https"] {
            let webhook = webhook(&format!("{scheme}://{host}:{port}/"));
            let reply = client.send(&webhook).await;
            assert_eq!(reply, Err(WebhookOutcome::NotAllowed), "{scheme} {host}");
        }
    }
    // Unless its operator says so.
    let client = client(&["127.0.0.0/8"], Lies::new(&[&["169.254.169.254"]]));
    let url = format!("http://[::ffff:127.0.0.1]:{port}/");
    assert_eq!(client.send(&webhook(&url)).await.map(|reply| reply.status), Ok(200));
    let reply = client.send(&webhook("http://metadata.example/")).await;
    assert_eq!(reply, Err(WebhookOutcome::NotAllowed));
    assert_eq!(inside.requests().len(), 1);
}

#[tokio::test]
async fn a_name_without_an_address_and_a_port_where_nobody_listens() {
    let free = TcpListener::bind((LOCALHOST, 0)).await.unwrap().local_addr().unwrap().port();
    for (host, expect) in [
        ("nowhere.example", WebhookOutcome::NoAddress),
        ("127.0.0.1", WebhookOutcome::NotConnected),
    ] {
        let client = client(&["127.0.0.1"], Lies::new(&[&[]]));
        let reply = client.send(&webhook(&format!("http://{host}:{free}/"))).await;
        assert_eq!(reply, Err(expect), "{host}");
    }
}

#[tokio::test]
async fn who_speaks_no_tls_has_no_secure_connection() {
    let receiver = Receiver::start(LOCALHOST, 0, b"").await;
    let client = client(&["127.0.0.1"], Lies::new(&[&[]]));
    let url = format!("https://127.0.0.1:{}/", receiver.port);
    let sent = tokio::spawn(async move { client.send(&webhook(&url)).await });
    // A greeting has no empty line: it is never answered.
    tokio::time::pause();
    let reply = sent.await.unwrap();
    assert!(matches!(reply, Err(WebhookOutcome::TooLate | WebhookOutcome::NotSecure)), "{reply:?}");
    assert!(receiver.requests().is_empty());
}

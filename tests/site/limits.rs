//! What bounds the work that clients can cause, and what every answer has.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};

use super::common::{Answer, PASSWORD, Site, Visitor, program::Program};
use holdfast::config::Config;
use hyper::body::Bytes;

/// Waits at most ten seconds for anything.
fn connect(site: &Site) -> TcpStream {
    let stream = TcpStream::connect(site.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// Reads until the other side closes; all that it said.
fn to_the_end(stream: &mut TcpStream) -> String {
    let mut said = vec![];
    if let Err(error) = stream.read_to_end(&mut said) {
        // One that was reset is closed too.
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "it is not closed");
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// A POST that has begun, and whose body does not come.
fn stalled_post(site: &Site) -> TcpStream {
    let mut stream = connect(site);
    let head = "POST /signin HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\
                content-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    // The handler has begun to read once it asks for the body.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert!(asked.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&asked));
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_hardened_and_has_an_id() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let home = anna.get("/").await;
    let style = home.attr("rel=\"stylesheet\" href").unwrap().to_owned();
    let script = home.attr("script src").unwrap().to_owned();
    let assets = [anna.get(&style).await, anna.get(&script).await];
    for asset in &assets {
        assert_eq!(asset.status, 200);
        assert_eq!(asset.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
    let cross_site = anna.with("origin", "https://evil.example").post("/signout", &[]).await;
    let answers = [
        home,
        anna.get(&ticket).await,
        anna.get("/account").await,
        site.visitor().get("/account").await,
        anna.get("/nothing").await,
        anna.post("/", &[]).await,
        anna.post("/tickets", &[]).await,
        anna.buy(&ticket, "10").await,
        cross_site,
        anna.send("POST", "/signin", None, vec![b'x'; 100_000].into()).await,
        anna.send("POST", "/signin", Some("text/plain"), "x".into()).await,
        anna.get("/healthz").await,
        anna.get("/readyz").await,
        anna.get("/metrics").await,
        anna.post("/metrics", &[]).await,
    ];
    let mut ids = vec![];
    for answer in answers.iter().chain(&assets) {
        hardened(answer);
        ids.push(answer.header("x-request-id").unwrap());
    }
    for answer in &answers {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", answer.body);
        let page = answer.header("content-type").is_some_and(|it| it.starts_with("text/html"));
        assert!(answer.status < 400 || page, "an error is a page: {answer:?}");
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), answers.len() + assets.len(), "each has an id of its own");
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    let expect = [200, 200, 200, 303, 404, 405, 422, 403, 403, 413, 415, 200, 200, 200, 405];
    assert_eq!(statuses, expect);
    anna.get("/metrics").await.is(200, "holdfast_requests_total{status=\"422\"} 1");
}

fn hardened(answer: &Answer) {
    for (name, holds) in [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "form-action 'self'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
    ] {
        let value = answer.header(name).unwrap_or_else(|| panic!("{name}: {answer:?}"));
        assert!(value.contains(holds), "{name}: {value}");
        assert!(!value.contains("unsafe"), "{name}: {value}");
    }
    assert!(
        !answer.body.contains("<style") && !answer.body.contains(" onclick="),
        "nothing inline"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_do_not_come_keep_nobody_out() {
    let site = Site::start_with(|config| config.server.requests_in_flight_max = 1).await;
    let [mut first, _second] = [stalled_post(&site), stalled_post(&site)];
    site.visitor().get("/").await.is(200, "Holdfast");
    first.write_all(b"email=anna").unwrap();
    let mut start = [0; 12];
    first.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 422", "one that comes after all is served");
}

/// What tells how the site is doing does so when there is no place for anyone.
#[tokio::test(flavor = "multi_thread")]
async fn an_overloaded_site_says_so_and_tells_how_it_is() {
    let site = Site::start_with(|config| config.server.requests_in_flight_max = 0).await;
    let mut visitor = site.visitor();
    let busy = visitor.get("/").await;
    busy.is(503, "The site is very busy");
    assert_eq!(busy.header("retry-after"), Some("2"));
    hardened(&busy);
    visitor.get("/healthz").await.is(200, "alive");
    visitor.get("/readyz").await.is(200, "ready");
    visitor.get("/metrics").await.is(200, "holdfast_journal_writable 1");
}

/// Once it is said where the site is, it is nowhere else; those who watch over it may ask by any name.
#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_refused() {
    let site = Site::start_with(|config| {
        config.site.base_url = "https://tickets.example.org".into();
        config.server.hosts_allowed.clear();
    })
    .await;
    let mut own = site.visitor().with("host", "tickets.example.org");
    let home = own.get("/").await;
    home.is(200, "Tickets for sale");
    let style = home.attr("rel=\"stylesheet\" href").unwrap();
    let mut other = site.visitor().with("host", "evil.example");
    for path in ["/", "/signin", style, "/live", "/nothing", "/tickets/1/file"] {
        let refused = other.get(path).await;
        refused.is(421, "You find it at https://tickets.example.org.");
        hardened(&refused);
    }
    other.post("/signup", &[("email", "a@example.org"), ("password", PASSWORD)]).await.is(421, "");
    assert_eq!(site.entries(), 0);
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(other.get(path).await.status, 200, "{path}");
    }
    own.sign_up("anna").await;
}

/// What is for everyone is compressed; what has a secret in it, beside what strangers write, is not
/// (BREACH).
#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_secret_is_compressed() {
    let site = Site::start().await;
    let mut anna = site.user("anna").await;
    let ticket = anna.list("Row 5", "10").await;
    let session = format!("cookie: a=b; holdfast={}\r\n", anna.session.as_ref().unwrap());
    let home = anna.get("/").await;
    let style = home.attr("rel=\"stylesheet\" href").unwrap();
    let is_compressed = |request: &str, headers: &str| {
        let mut stream = connect(&site);
        let request = format!(
            "{request} HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip, br\r\n{headers}\
             connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut said = vec![];
        stream.read_to_end(&mut said).unwrap();
        let text = String::from_utf8_lossy(&said);
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 "), "{head}");
        let is_compressed = head.contains("content-encoding: gzip");
        assert!(!is_compressed || head.contains("vary: accept-encoding"), "{head}");
        (is_compressed, said.len())
    };
    let language = "cookie: language=de\r\n";
    for (request, headers, expect) in [
        ("GET /", "", true),
        ("GET /", language, true),
        ("GET /?q=Row", "", true),
        (&format!("GET {ticket}"), "", true),
        (&format!("GET {style}"), "", true),
        ("GET /", &session, false),
        ("GET /?q=anna%40example.org", &session, false),
        (&format!("GET {ticket}"), &session, false),
        ("GET /account/export", &session, false),
        (&format!("GET /reset/{}", "x".repeat(80)), "", false),
        ("POST /signin", "content-length: 0\r\n", false),
        ("GET /nothing", &session, false),
        ("GET /metrics", "", false),
    ] {
        assert_eq!(is_compressed(request, headers).0, expect, "{request} {headers}");
    }
    let style = format!("GET {style}");
    let [(_, small), (_, large)] = ["", &session].map(|headers| is_compressed(&style, headers));
    assert!(small * 2 < large, "{small} {large}");
    // A stream says its first at once.
    let mut stream = connect(&site);
    stream.write_all(b"GET /live HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\n\r\n").unwrap();
    let mut said = String::new();
    while !said.contains("retry: ") {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "{said}");
        said.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(!said.contains("content-encoding"), "{said}");
}

/// How much is sold is not for everyone.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_is_told_to_whom_it_concerns() {
    let proxy = |config: &mut Config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        config.server.metrics_allowed = vec!["203.0.113.0/24".parse().unwrap()];
    };
    let alone = Site::start().await;
    let proxied = Site::start_with(proxy).await;
    for (site, forwarded, status) in [
        (&alone, "", 200),
        (&alone, "127.0.0.1", 404),
        (&proxied, "", 200),
        (&proxied, "203.0.113.9", 200),
        (&proxied, "127.0.0.1, 198.51.100.1", 404),
        (&proxied, "unknown", 404),
    ] {
        let visitor = site.visitor();
        let mut visitor =
            if forwarded.is_empty() { visitor } else { visitor.with("x-forwarded-for", forwarded) };
        let answer = visitor.get("/metrics").await;
        assert_eq!(answer.status, status, "{forwarded}");
        assert_eq!(answer.body.contains("holdfast_"), status == 200, "{forwarded}");
        assert_eq!(visitor.get("/healthz").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_takes_too_long_is_ended() {
    let site = Site::start_with(|config| config.server.request_seconds = 1).await;
    let mut stalled = stalled_post(&site);
    let said = to_the_end(&mut stalled);
    assert!(said.starts_with("HTTP/1.1 503"), "{said}");
    assert!(said.contains("retry-after: 2") && said.contains("taking too long"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_dawdle_are_closed() {
    let site = Site::start_with(|config| config.server.head_seconds = 1).await;
    let started = Instant::now();
    let mut silent = connect(&site);
    let mut slow = connect(&site);
    slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").unwrap();
    let mut idle = connect(&site);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let said = to_the_end(&mut idle);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    to_the_end(&mut silent);
    to_the_end(&mut slow);
    assert!(started.elapsed() >= Duration::from_millis(900), "they had their second");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_and_never_reads_is_closed() {
    let site = Site::start_with(|config| config.server.head_seconds = 1).await;
    let mut deaf = connect(&site);
    deaf.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    let asked = "GET /signin HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    let ended = loop {
        if let Err(error) = deaf.write_all(asked.as_bytes()) {
            break error.kind();
        }
    };
    let closed = [std::io::ErrorKind::ConnectionReset, std::io::ErrorKind::BrokenPipe];
    assert!(closed.contains(&ended), "it is still open: {ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_beyond_the_bound_wait_their_turn() {
    let site = Site::start_with(|config| config.server.connections_max = 1).await;
    let first = stalled_post(&site);
    let mut visitor = site.visitor();
    let mut next = Box::pin(visitor.get("/healthz"));
    let waits = tokio::time::timeout(Duration::from_millis(100), &mut next).await;
    assert!(waits.is_err(), "there is no place: {waits:?}");
    drop(first);
    next.await.is(200, "alive");
}

/// One head of 16 KB is much; one that goes on is not waited for.
#[tokio::test(flavor = "multi_thread")]
async fn a_head_has_a_bound() {
    let site = Site::start().await;
    let head = |bytes: usize| {
        let begin = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: ";
        format!("{begin}{}", "x".repeat(bytes - begin.len()))
    };
    let mut fits = connect(&site);
    fits.write_all(format!("{}\r\n\r\n", head(15_000)).as_bytes()).unwrap();
    assert!(to_the_end(&mut fits).starts_with("HTTP/1.1 200"));
    for end in ["\r\n\r\n", ""] {
        let mut long = connect(&site);
        long.write_all(format!("{}{end}", head(17_000)).as_bytes()).unwrap();
        assert!(to_the_end(&mut long).starts_with("HTTP/1.1 431"), "{end:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_has_a_share_of_the_connections() {
    let site = Site::start_with(|config| config.server.connections_per_address_max = 2).await;
    let held = [stalled_post(&site), stalled_post(&site)];
    let refused = to_the_end(&mut connect(&site));
    assert!(refused.starts_with("HTTP/1.1 503") && refused.contains("retry-after: 2"), "{refused}");
    let (head, body) = refused.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{refused}");
    // Others come from elsewhere: all of 127.0.0.0/8 is this machine.
    let elsewhere = std::net::SocketAddr::from(([127, 0, 0, 2], 0));
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(elsewhere).unwrap();
    let other = socket.connect(site.address).await.unwrap().into_std().unwrap();
    other.set_nonblocking(false).unwrap();
    let answer = tokio::task::spawn_blocking(move || {
        let mut other = other;
        other.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        to_the_end(&mut other)
    });
    assert!(answer.await.unwrap().starts_with("HTTP/1.1 200"));
    drop(held);
    site.visitor().until_served("/healthz").await;
}

/// A proxy's connections are many people's.
#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_has_as_many_connections_as_it_likes() {
    let site = Site::start_with(|config| {
        config.server.connections_per_address_max = 2;
        config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let _held: Vec<_> = (0..10).map(|_| stalled_post(&site)).collect();
    site.visitor().get("/healthz").await.is(200, "alive");
}

/// Service managers start programs with few file handles and let them take more; where they do
/// not, connections leave enough for the rest.
#[tokio::test(flavor = "multi_thread")]
async fn connections_do_not_use_up_the_file_handles() {
    for limits in ["ulimit -Sn 64", "ulimit -n 256"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_holdfast");
        command.args(["-c", &format!("{limits}; exec {program}")]);
        let mut program = Program::spawn_command(command, folder.path(), &[]);
        let address = program.until_started();
        let mut anna = Visitor::at(address);
        anna.sign_up("anna").await;
        let idle: Vec<_> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
        drop(idle);
        anna.until_served("/healthz").await;
        anna.list("Row 5", "10").await;
        let said = program.output();
        assert!(!said.contains("could not be accepted"), "{limits}: {said}");
        assert_eq!(said.contains("fewer connections"), limits.contains("256"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_closed_and_the_site_goes_on() {
    let site = Site::start().await;
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(1000));
    for sent in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(),
        b"GET\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ] {
        let mut stream = connect(&site);
        // It may be closed before all is sent.
        let _ = stream.write_all(sent);
        let said = to_the_end(&mut stream);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said:.100}");
    }
    // What is HTTP, and odd.
    for (sent, expect) in [
        ("GET /healthz HTTP/1.0\r\n\r\n", "HTTP/1.0 200"),
        ("OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 4"),
        ("CONNECT x:1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 4"),
        ("TRACE / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "HTTP/1.1 405"),
        ("GET http://evil.example/ HTTP/1.1\r\nconnection: close\r\n\r\n", "HTTP/1.1 200"),
        ("GET /?a=%zz&\u{e9}#x HTTP/1.1\r\nconnection: close\r\n\r\n", "HTTP/1.1 "),
        ("POST /signout HTTP/1.1\r\nconnection: close\r\n\r\n", "HTTP/1.1 303"),
    ] {
        let mut stream = connect(&site);
        stream.write_all(sent.as_bytes()).unwrap();
        let said = to_the_end(&mut stream);
        assert!(said.starts_with(expect) && !said.starts_with("HTTP/1.1 5"), "{sent}: {said}");
    }
    site.visitor().get("/readyz").await.is(200, "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_larger_form_fits_when_the_owner_says_so() {
    let site = Site::start_with(|config| config.server.body_bytes_max = 4_000_000).await;
    let form = Some("application/x-www-form-urlencoded");
    let body = Bytes::from([b"email=".as_slice(), &vec![b'x'; 3_000_000]].concat());
    let answer = site.visitor().send("POST", "/signin", form, body).await;
    assert_eq!(answer.status, 422);
    // Also without a length in the head.
    let mut stream = connect(&site);
    let head = "POST /signin HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\
                content-type: application/x-www-form-urlencoded\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b'x'; 0x10_0000], b"\r\n"].concat();
    for _ in 0..4 {
        // It may be answered, and closed, before all is sent.
        let _ = stream.write_all(&chunk);
    }
    let mut said = [0; 12];
    stream.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"HTTP/1.1 413");
}

/// Who sends all of it before looking reads why it was refused, and not that the connection broke.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_early_is_answered_after_it_was_sent() {
    let site = Site::start().await;
    let body = vec![b'x'; 6_000_000];
    for (path, content_type, expect) in [
        ("/signin", "application/x-www-form-urlencoded", "HTTP/1.1 413"),
        ("/tickets", "multipart/form-data; boundary=b", "HTTP/1.1 303"),
        ("/nothing", "multipart/form-data; boundary=b", "HTTP/1.1 413"),
        ("/webhooks/stripe", "application/json", "HTTP/1.1 413"),
    ] {
        for _ in 0..5 {
            let mut stream = connect(&site);
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                 content-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&body).unwrap();
            let said = to_the_end(&mut stream);
            assert!(said.starts_with(expect), "{path}: {said}");
        }
    }
}

/// There is one thread for work that takes long, and it is busy: passwords wait for it, pages do not.
#[test]
fn passwords_are_hashed_while_pages_go_on() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let site = Site::start().await;
        let (free, until_free) = std::sync::mpsc::channel::<()>();
        let busy = tokio::task::spawn_blocking(move || until_free.recv());
        let mut visitor = site.visitor();
        let signing_in = tokio::spawn(async move {
            let pair = [("email", "anna@example.org"), ("password", "not her password")];
            visitor.post("/signin", &pair).await.status
        });
        for _ in 0..50 {
            site.visitor().get("/").await.is(200, "Tickets for sale");
        }
        assert!(!signing_in.is_finished(), "it was hashed where pages are made");
        drop(free);
        assert_eq!(signing_in.await.unwrap(), 422);
        assert!(busy.await.unwrap().is_err());
    });
}

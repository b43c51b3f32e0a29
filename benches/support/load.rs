//! The load generator: kept-open HTTP/1.1 connections, each with one request under way.

use std::{
    io::ErrorKind,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{net::TcpStream, task::JoinSet};

use super::{
    report::Latencies,
    seed::{self, BUYERS},
};

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    host: String,
    read: Vec<u8>,
}

/// What of an answer is looked at.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub cookie: Option<String>,
    pub body_bytes: usize,
}

/// Where a page is: an event's is at its name.
pub async fn leads_to(address: SocketAddr, path: &str) -> String {
    let mut connection = Connection::open(address).await.expect("a connection");
    let answer = connection.ask(&connection.get(path, None)).await;
    answer.location.unwrap_or_else(|| path.to_owned())
}

impl Connection {
    /// Connects, if something listens there.
    pub async fn open(address: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(address).await.ok()?;
        stream.set_nodelay(true).ok()?;
        Some(Self { stream, host: address.to_string(), read: Vec::with_capacity(64 * 1024) })
    }

    /// The bytes of a GET.
    pub fn get(&self, path: &str, session: Option<&str>) -> String {
        let host = &self.host;
        let cookie = session.map(|id| format!("Cookie: {id}\r\n")).unwrap_or_default();
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{BROWSER}{cookie}\r\n")
    }

    /// The bytes of a form that a browser sends from a page of the site.
    pub fn post(&self, path: &str, session: Option<&str>, form: &str) -> String {
        let (host, length) = (&self.host, form.len());
        let cookie = session.map(|id| format!("Cookie: {id}\r\n")).unwrap_or_default();
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\n{BROWSER}{cookie}Origin: http://{host}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        )
    }

    /// The bytes of what a program sends with an access token.
    pub fn post_json(&self, path: &str, token: &str, body: &str) -> String {
        let (host, length) = (&self.host, body.len());
        format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    }

    /// What is answered, as text.
    pub async fn text(&mut self, request: &str) -> String {
        let bytes = self.ask(request).await.body_bytes;
        String::from_utf8_lossy(&self.read[self.read.len() - bytes..]).into_owned()
    }

    /// Sends a request and reads the whole answer.
    pub async fn ask(&mut self, request: &str) -> Answer {
        // It is far smaller than a socket's buffer, which is empty.
        let sent = self.stream.try_write(request.as_bytes()).expect("the request is sent");
        assert_eq!(sent, request.len(), "the request is sent whole");
        self.read.clear();
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|w| w == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await;
        };
        let mut answer = parse(&self.read[..head]);
        while self.read.len() < head + answer.body_bytes {
            self.more().await;
        }
        answer.body_bytes = self.read.len() - head;
        answer
    }

    async fn more(&mut self) {
        let mut part = [0; 16 * 1024];
        loop {
            self.stream.readable().await.expect("an answer");
            match self.stream.try_read(&mut part) {
                Ok(0) => panic!("the connection was closed"),
                Ok(read) => return self.read.extend_from_slice(&part[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

const BROWSER: &str = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 \
    Firefox/140.0\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";

fn parse(head: &[u8]) -> Answer {
    let head = str::from_utf8(head).expect("text");
    let status = head.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
    let mut answer = Answer { status, location: None, cookie: None, body_bytes: 0 };
    for line in head.lines().skip(1) {
        let Some((name, value)) = line.split_once(": ") else { continue };
        match name {
            "content-length" => answer.body_bytes = value.parse().expect("a length"),
            "location" => answer.location = Some(value.to_owned()),
            "set-cookie" => answer.cookie = value.split(';').next().map(str::to_owned),
            _ => {}
        }
    }
    answer
}

/// Signs buyers in, a few at a time; gives the cookie of each.
pub async fn sign_in(address: SocketAddr, buyers: u32) -> Vec<String> {
    let mut cookies = vec![];
    for first in (0..buyers.min(BUYERS)).step_by(64) {
        let signing = (first..buyers.min(first + 64)).map(|n| async move {
            let mut connection = Connection::open(address).await.expect("a connection");
            let email = seed::buyer_email(n).replace('@', "%40");
            let form = format!("email={email}&password={}", seed::PASSWORD.replace(' ', "+"));
            let answer = connection.ask(&connection.post("/signin", None, &form)).await;
            assert_eq!(answer.status, 303, "signed in: {answer:?}");
            answer.cookie.expect("a cookie")
        });
        cookies.extend(signing.collect::<JoinSet<_>>().join_all().await);
    }
    cookies
}

/// What came of a load.
pub struct Outcome {
    pub latencies: Latencies,
    pub took: Duration,
}

/// Asks over so many connections at once, for a while or until there is nothing more to ask.
/// `request` gives the bytes of the n-th request (None: nothing more), `check` looks at the answer.
pub async fn run(
    address: SocketAddr,
    connections: usize,
    span: Duration,
    request: impl Fn(&Connection, usize, u32) -> Option<String> + Send + Sync + 'static,
    check: impl Fn(&Answer) + Send + Sync + 'static,
) -> Outcome {
    let mut open = vec![];
    for _ in 0..connections {
        open.push(Connection::open(address).await.expect("a connection"));
    }
    let shared = Arc::new((request, check, AtomicU32::new(0)));
    let started = Instant::now();
    let mut running = JoinSet::new();
    for (place, mut connection) in open.into_iter().enumerate() {
        let shared = shared.clone();
        running.spawn(async move {
            let (request, check, next) = &*shared;
            let mut latencies = Latencies::default();
            while started.elapsed() < span {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Some(request) = request(&connection, place, n) else { break };
                let asked = Instant::now();
                let answer = connection.ask(&request).await;
                latencies.add(asked.elapsed());
                check(&answer);
            }
            latencies
        });
    }
    let mut latencies = Latencies::default();
    for one in running.join_all().await {
        latencies.extend(one);
    }
    Outcome { latencies, took: started.elapsed() }
}

//! A site in this process or as the real program, and a visitor who talks to it as a browser does.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod certificate;
pub mod dice;
pub mod localstripe;
pub mod mail_server;
pub mod moto;
pub mod nats;
pub mod openid;
pub mod program;
pub mod receiver;
pub mod said;
pub mod stream;
pub mod time;
pub mod tmpfs;
pub mod totp;

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
};

use axum::body::Bytes;
use holdfast::{
    actors::Market,
    app::App,
    clock::Clock,
    config::{Config, Provider},
    delivery::bus::BusState,
    domain::{ConfirmToken, DomainEvent, Entry, SignInHistoryEvent},
    harness::stripe::{API_KEY, PUBLISHABLE_KEY, ScriptedStripe, WEBHOOK_SECRET},
    storage::journal,
    types::{Email, Secret},
    usecases::Staff,
};
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Request, client::conn::http1};
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::{net::TcpStream, sync::oneshot, task::JoinHandle};

/// The password of everyone here.
pub const PASSWORD: &str = "correct horse battery";

/// The cards that the sandbox knows.
pub const GOOD_CARD: &str = "4242 4242 4242 4242";
pub const DECLINED_CARD: &str = "4000 0000 0000 0002";
pub const POOR_CARD: &str = "4000 0000 0000 9995";
pub const ERROR_CARD: &str = "4000 0000 0000 0119";

/// A new event's fields.
pub const EVENT: [(&str, &str); 4] = [
    ("event_name", "The Test Band"),
    ("venue", "Town Hall"),
    ("city", "Berlin"),
    ("starts_at", "2099-05-01T20:00"),
];

/// A site in this process, with a folder and a port of its own.
pub struct Site {
    pub address: SocketAddr,
    pub market: Arc<Market>,
    pub folder: TempDir,
    /// Who is to run it.
    staff: Staff,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// An address for who is started there again and again: the system gives its port to nobody else in
/// between, as it does with those of 32768 and above.
pub fn lasting_address() -> SocketAddr {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id().wrapping_mul(101);
    for _ in 0..u16::MAX {
        let nth = u32::from(TAKEN.fetch_add(1, Ordering::Relaxed));
        let port = 10_000 + u16::try_from(first.wrapping_add(nth) % 22_000).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
    panic!("no port is free");
}

impl Site {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(set: impl FnOnce(&mut Config)) -> Self {
        Self::start_by(Clock::System, set).await
    }

    /// The same by another clock. Nobody is limited here who does not ask for it: all the visitors
    /// of a test come from one address.
    pub async fn start_by(clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), clock, set).await
    }

    /// Stops it, and starts it again as it is to be set now.
    pub async fn restart_with(self, set: impl FnOnce(&mut Config)) -> Self {
        let folder = self.stop().await;
        Self::start_in(folder, Clock::System, set).await
    }

    /// The same over a folder with a `data` that is there.
    pub async fn start_in(folder: TempDir, clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::default();
        config.storage.path = folder.path().join("data");
        config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.limits.enabled = false;
        // Those tests ask for it that are about it.
        config.accounts.admins_need_second_factor = false;
        // Where it listens, beside where people are told to find it.
        config.server.hosts_allowed = vec!["127.0.0.1".into()];
        set(&mut config);
        let staff = Staff::of(&config);
        let app = App::build(config, clock).await.unwrap();
        let (address, market) = (app.address, app.market.clone());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(app.run_until(async {
            let _ = stopped.await;
        }));
        Self { address, market, folder, staff, stop: Some(stop), task }
    }

    /// A site that takes money through this Stripe.
    pub async fn start_with_stripe(stripe: &ScriptedStripe, set: impl FnOnce(&mut Config)) -> Self {
        Self::start_with(|config| {
            config.payments.provider = Provider::Stripe;
            let keys = &mut config.payments.stripe;
            keys.secret_key = Secret::new(API_KEY);
            keys.publishable_key = PUBLISHABLE_KEY.into();
            keys.webhook_secret = Secret::new(WEBHOOK_SECRET);
            keys.api_url = stripe.url();
            keys.js_url = stripe.js_url();
            set(config);
        })
        .await
    }

    /// Somebody of whom the site knows nothing.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.address)
    }

    /// Somebody with an account, signed in; who is to run the site does.
    pub async fn user(&self, name: &str) -> Visitor {
        let mut visitor = self.visitor();
        visitor.sign_up(name).await;
        self.let_run(name).await;
        visitor
    }

    /// Has an account that is to run the site do so: its address is confirmed, as by the link that
    /// `holdfast admin` prints.
    pub async fn let_run(&self, name: &str) {
        self.confirm(&format!("{name}@example.org")).await;
    }

    /// The same of the account with this address.
    pub async fn confirm(&self, address: &str) {
        let email = Email::parse(address).unwrap();
        if self.staff.role_of(&email).is_none() {
            return;
        }
        let tables = self.market.tables();
        let id = tables.catalog().user_by_email(&email).unwrap();
        let until = self.market.clock().now() + std::time::Duration::from_secs(60);
        let token =
            ConfirmToken::new(self.market.link_key(), &tables.user(id).unwrap().unwrap(), until);
        self.market.confirm_address(token).await.unwrap();
    }

    /// How many entries the journal has: what changes nothing adds none.
    pub fn entries(&self) -> u64 {
        entries(&self.folder.path().join("data"))
    }

    /// Stops it in good order; gives what it leaves.
    pub async fn stop(mut self) -> TempDir {
        self.stop.take().unwrap().send(()).unwrap();
        self.task.await.unwrap();
        self.folder
    }
}

/// Time that stands still until it is moved, though the network is a real one.
pub struct Still {
    pub clock: Clock,
    /// While work of another thread is not done, tokio does not move its paused time by itself.
    _held: std::sync::mpsc::Sender<()>,
}

impl Still {
    pub fn now() -> Self {
        let (held, hold) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || hold.recv());
        tokio::time::pause();
        Self { clock: Clock::following_tokio(Clock::System.now()), _held: held }
    }

    pub async fn pass(&self, time: std::time::Duration) {
        tokio::time::advance(time).await;
    }
}

/// Ann lists a ticket and Ben buys it, both with new accounts; gives the order's path.
pub async fn purchase(address: SocketAddr) -> String {
    let (mut ann, mut ben) = (Visitor::at(address), Visitor::at(address));
    ann.sign_up("ann").await;
    ben.sign_up("ben").await;
    let ticket = ann.list("Row 5", "49.50").await;
    let order = ben.buy(&ticket, "49.50").await.sent_to();
    ben.pay(&order, GOOD_CARD).await.sent_to();
    order
}

/// What `GET /metrics` says of a market, by a name without its prefix.
pub fn metric(market: &Market, name: &str) -> i64 {
    let text = holdfast::http::Metrics::default().text(market, &BusState::default());
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("holdfast_{name} ")));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

/// How many entries a data folder's journal has, without those that note a wrong password a little
/// later than it is answered.
pub fn entries(data: &Path) -> u64 {
    let mut entries = 0;
    let count = |_, entry: Entry| {
        let notes = |event: &DomainEvent| {
            matches!(event, DomainEvent::SignInHistory(_, SignInHistoryEvent::Failed { .. }))
        };
        entries += u64::from(!entry.events.iter().all(notes));
        Ok(())
    };
    journal::replay(&journal::folder_in(data), count).unwrap();
    entries
}

/// Where the form is to list a ticket for [`EVENT`], which is not there yet.
pub fn offer_path() -> String {
    let fields = EVENT.iter().map(|(name, value)| format!("{name}={}&", encode(value)));
    format!("/sell/new?{}sure=yes", fields.collect::<String>())
}

/// A browser: it keeps a cookie, and follows nothing by itself.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub address: SocketAddr,
    /// The session cookie's value.
    pub session: Option<String>,
    /// The cookie of a sign-in whose second step is to come.
    pub step: Option<String>,
    /// The cookie of a sign-in that was begun at an OpenID Connect provider.
    pub openid: Option<String>,
    /// The cookie that keeps a language that was chosen.
    pub language: Option<String>,
    /// What stands before the names of cookies.
    prefix: &'static str,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
}

impl Visitor {
    pub fn at(address: SocketAddr) -> Self {
        let [session, step, openid, language] = Default::default();
        Self { address, session, step, openid, language, prefix: "", headers: vec![] }
    }

    /// The same, with one more header.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name, value.into()));
        other
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Bytes::new()).await
    }

    /// The page of an event, wherever its name has it.
    pub async fn event(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        match answer.header("location").filter(|_| answer.status == 301).map(str::to_owned) {
            Some(path) => self.get(&path).await,
            None => answer,
        }
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = body.collect::<Vec<_>>().join("&");
        self.send("POST", path, Some("application/x-www-form-urlencoded"), body.into()).await
    }

    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: Bytes,
    ) -> Answer {
        self.try_send(method, path, content_type, body).await.unwrap()
    }

    /// An error is a connection that broke: the process has gone.
    pub async fn try_send(
        &mut self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: Bytes,
    ) -> Result<Answer, String> {
        let gone = |error: &dyn std::fmt::Display| format!("{method} {path}: {error}");
        let stream = TcpStream::connect(self.address).await.map_err(|e| gone(&e))?;
        let shaken = http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = shaken.map_err(|e| gone(&e))?;
        let connection = tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path);
        if self.headers.iter().all(|(name, _)| *name != "host") {
            request = request.header("host", self.address.to_string());
        }
        if let Some(session) = &self.session {
            request = request.header("cookie", format!("{}holdfast={session}", self.prefix));
        }
        if let Some(step) = &self.step {
            request = request.header("cookie", format!("{}signing_in={step}", self.prefix));
        }
        if let Some(openid) = &self.openid {
            request = request.header("cookie", format!("{}openid={openid}", self.prefix));
        }
        if let Some(language) = &self.language {
            request = request.header("cookie", format!("{}language={language}", self.prefix));
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(body)).unwrap();
        let response = sender.send_request(request).await.map_err(|e| gone(&e))?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map_err(|e| gone(&e))?.to_bytes();
        connection.abort();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, bytes, body };
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (pair, flags) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let over = value.is_empty() || flags.contains("Max-Age=0");
            let value = (!over).then(|| value.to_owned());
            // What a browser takes under such a name alone.
            let own = name.strip_prefix("__Host-");
            let is_strict = flags.contains("Secure") && flags.contains("Path=/");
            assert!(own.is_none() || (is_strict && !flags.contains("Domain")), "{cookie}");
            self.prefix = if own.is_some() { "__Host-" } else { "" };
            match own.unwrap_or(name) {
                "holdfast" => self.session = value,
                "language" => self.language = value,
                "signing_in" => self.step = value,
                "openid" => self.openid = value,
                other => panic!("an unknown cookie: {other}"),
            }
        }
        Ok(answer)
    }

    pub async fn sign_up(&mut self, name: &str) {
        let email = format!("{name}@example.org");
        let answer = self.post("/signup", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    pub async fn sign_in(&mut self, name: &str) {
        let email = format!("{name}@example.org");
        let answer = self.post("/signin", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    /// Lists a ticket for a new event; gives its path.
    /// Makes an access token of these scopes, and gives its text.
    pub async fn token(&mut self, name: &str, scopes: &[&str]) -> String {
        let scopes: Vec<_> = scopes.iter().map(|scope| format!("scope_{scope}")).collect();
        let mut fields = vec![("name", name), ("days", "30"), ("password", PASSWORD)];
        fields.extend(scopes.iter().map(|scope| (scope.as_str(), "yes")));
        let answer = self.post("/account/tokens", &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer
            .body
            .split("value=\"")
            .map(|rest| rest.split('"').next().unwrap_or_default())
            .find(|value| value.starts_with("holdfast_"))
            .expect("a token")
            .to_owned()
    }

    pub async fn list(&mut self, title: &str, price: &str) -> String {
        let fields = [&EVENT[..], &[("title", title), ("price", price)]].concat();
        self.post("/tickets", &fields).await.sent_to()
    }

    /// Seats of row 7 that stand side by side, from seat 4 on, by one form; gives the first.
    pub async fn list_row(&mut self, price: &str, quantity: &str) -> String {
        self.list_row_that_goes(price, quantity, "singly").await.sent_to()
    }

    /// The same with how they go, and what comes of it.
    pub async fn list_row_that_goes(&mut self, price: &str, quantity: &str, how: &str) -> Answer {
        let fields = [
            ("title", "Row 7"),
            ("price", price),
            ("event_name", "Night of Lanterns"),
            ("venue", "Old Gasworks"),
            ("city", "Leeds"),
            ("starts_at", "2031-05-01T20:00"),
            ("row", "7"),
            ("seat", "4"),
            ("quantity", quantity),
            ("seats_go", how),
        ];
        self.post("/tickets", &fields).await
    }

    pub async fn buy(&mut self, ticket: &str, price: &str) -> Answer {
        self.post(&format!("{ticket}/buy"), &[("price", price)]).await
    }

    pub async fn pay(&mut self, order: &str, card: &str) -> Answer {
        let fields = [("card_number", card), ("card_expiry", "12/34"), ("card_cvc", "123")];
        self.post(&format!("{order}/pay"), &fields).await
    }

    pub async fn cancel(&mut self, order: &str) -> Answer {
        self.post(&format!("{order}/cancel"), &[]).await
    }

    /// Asks until somebody answers 200: a connection may be refused before.
    pub async fn until_served(&mut self, path: &str) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        while !self
            .try_send("GET", path, None, Bytes::new())
            .await
            .is_ok_and(|answer| answer.status == 200)
        {
            assert!(tokio::time::Instant::now() < deadline, "waited in vain");
            tokio::task::yield_now().await;
        }
    }

    /// Asks until the page holds this, and gives it.
    pub async fn until(&mut self, path: &str, holds: impl Fn(&Answer) -> bool) -> Answer {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let answer = self.get(path).await;
            if holds(&answer) {
                return answer;
            }
            assert!(tokio::time::Instant::now() < deadline, "waited in vain: {}", answer.body);
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// As it came; `body` is what of it is text.
    pub bytes: Bytes,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a 303 leads.
    #[track_caller]
    pub fn sent_to(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location").unwrap().to_owned()
    }

    /// The first value of an attribute on the page.
    pub fn attr(&self, name: &str) -> Option<&str> {
        attr(&self.body, name)
    }

    /// An attribute of the element that shows a ticket or an order.
    pub fn attr_of(&self, path: &str, name: &str) -> Option<&str> {
        let id = path.rsplit('/').next().unwrap();
        let at = self.body.find(&format!("-id=\"{id}\""))?;
        let element = &self.body[at..];
        attr(&element[..element.find('>')?], name)
    }

    /// A hidden field's value.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = self.body.find(&format!("name=\"{name}\""))?;
        attr(&self.body[at..], "value")
    }

    #[track_caller]
    pub fn is(&self, status: u16, says: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(self.body.contains(says), "{says:?} is not on the page: {}", self.body);
        self
    }
}

fn attr<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let start = html.find(&format!("{name}=\""))? + name.len() + 2;
    Some(&html[start..start + html[start..].find('"')?])
}

/// Percent-encoded for a form.
pub fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

//! The pages in a real browser: Chromium without a window, driven through `chromedriver`.

mod common;

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use common::{DECLINED_CARD, GOOD_CARD, PASSWORD, Site, Visitor};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::Mutex, time::Instant};

const MISSING: &str = "chromedriver and chromium are not here; install them \
    (Debian: apt-get install chromium chromium-driver)";

/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// No window, no sandbox (root has none), no network of the browser's own; as large as a phone.
const FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --window-size=390,844";

/// One test at a time: several browsers at once would take each other's seconds.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_in_a_real_browser() {
    let _turn = TURN.lock().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    buyer.pay(DECLINED_CARD).await;
    let refusal = buyer.until("[role=alert]").await.text().await.unwrap();
    assert!(refusal.contains("declined"), "{refusal}");
    buyer.until("form[action$='/pay']").await;
    buyer.pay(GOOD_CARD).await;
    buyer.until("[data-order-status=completed]").await;
    buyer.open(&ticket).await;
    buyer.until("[data-ticket-status=sold]").await;

    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_countdown_runs_by_the_servers_clock() {
    let _turn = TURN.lock().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;
    // The buyer's clock is five hours fast.
    let source = "{
        const Real = Date;
        const wrong = () => Real.now() + 5 * 3600 * 1000;
        window.Date = class extends Real {
            constructor(...args) { args.length ? super(...args) : super(wrong()); }
            static now() { return wrong(); }
        };
    }";
    let script =
        json!({ "cmd": "Page.addScriptToEvaluateOnNewDocument", "params": { "source": source } });
    buyer.ask("goog/cdp/execute", &script).await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    let now = buyer.client.execute("return new Date().getTime()", vec![]).await.unwrap();
    let real = site.market.clock().now().as_millis() as f64;
    assert!(now.as_f64().unwrap() > real + 4.0 * 3_600_000.0, "its clock is right");

    let first = buyer.seconds_left().await;
    assert!((14 * 60..=15 * 60).contains(&first), "{first} s left");
    let deadline = Instant::now() + PATIENCE;
    while buyer.seconds_left().await >= first {
        assert!(Instant::now() < deadline, "it does not tick");
    }

    buyer.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_passes_on_an_open_page_is_shown_by_itself() {
    let _turn = TURN.lock().await;
    let site = Site::start_with(|config| config.orders.hold_seconds = 8).await;
    let Some(buyer) = Browser::start(&site, true).await else { return };
    let Some(onlooker) = Browser::start(&site, true).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    onlooker.open(&ticket).await;
    onlooker.until("[data-ticket-status=available]").await;
    buyer.buy().await;
    onlooker.open(&ticket).await;
    onlooker.until("[data-ticket-status=reserved]").await;
    // Nobody touches either page from here on.
    buyer.until("[data-order-status=cancelled][data-order-reason=expired]").await;
    onlooker.until("[data-ticket-status=available]").await;

    buyer.close().await;
    onlooker.close().await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_purchase_without_javascript() {
    let _turn = TURN.lock().await;
    let site = Site::start().await;
    let Some(buyer) = Browser::start(&site, false).await else { return };
    let ticket = site.user("seller").await.list("Row 1", "49.50").await;

    buyer.sign_up("buyer").await;
    buyer.open(&ticket).await;
    buyer.buy().await;
    // The deadline is there as a time; only the script would let it tick.
    let time = buyer.until("main .until time[datetime]").await.text().await.unwrap();
    let (hour, minute) = time.rsplit_once(':').unwrap();
    assert!(hour.ends_with(|c: char| c.is_ascii_digit()) && minute.len() == 2, "{time}");
    buyer.until("[data-countdown][hidden]").await;
    buyer.pay(DECLINED_CARD).await;
    buyer.until("[role=alert]").await;
    buyer.pay(GOOD_CARD).await;
    buyer.until("[data-order-status=completed]").await;

    buyer.close().await;
    site.stop().await;
}

/// A browser of its own, as large as a phone, with nothing in it yet.
struct Browser {
    client: Client,
    site: SocketAddr,
    driver: Driver,
    // Goes last: the browser writes there until it has gone.
    _profile: TempDir,
}

impl Browser {
    /// None if there is no browser on this machine.
    async fn start(site: &Site, javascript: bool) -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let chromium = names.into_iter().find_map(on_path);
        let (Some(chromium), Some(chromedriver)) = (chromium, on_path("chromedriver")) else {
            skip(MISSING);
            return None;
        };
        let driver = Driver::start(chromedriver);
        let profile = tempfile::tempdir().unwrap();
        let flags = format!("{FLAGS} --user-data-dir={}", profile.path().display());
        let flags = flags.split_whitespace().collect::<Vec<_>>();
        let allowed = if javascript { 1 } else { 2 };
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": chromium,
                "args": flags,
                "prefs": { "profile.managed_default_content_settings.javascript": allowed },
            },
        });
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(serde_json::from_value(capabilities).unwrap())
            .connect(&format!("http://{}", driver.address))
            .await
            .unwrap();
        Some(Self { client, site: site.address, driver, _profile: profile })
    }

    async fn open(&self, path: &str) {
        self.client.goto(&format!("http://{}{path}", self.site)).await.unwrap();
    }

    /// Waits for an element, also across pages.
    async fn until(&self, css: &str) -> Element {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(error) if Instant::now() >= deadline => {
                    panic!("waited in vain for {css}: {error}: {:?}", self.client.source().await)
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    async fn fill(&self, form: &str, name: &str, value: &str) {
        let field = self.until(&format!("{form} [name={name}]")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    async fn press(&self, form: &str) {
        self.until(&format!("{form} button.primary")).await.click().await.unwrap();
    }

    async fn sign_up(&self, name: &str) {
        self.open("/signup").await;
        let form = "form[action='/signup']";
        self.fill(form, "email", &format!("{name}@example.org")).await;
        self.fill(form, "password", PASSWORD).await;
        self.press(form).await;
        self.until("form[action='/signout']").await;
    }

    async fn buy(&self) {
        self.press("form[action$='/buy']").await;
        self.until("form[action$='/pay']").await;
    }

    async fn pay(&self, card: &str) {
        let form = "form[action$='/pay']";
        for (name, value) in [("card_number", card), ("card_expiry", "12/34"), ("card_cvc", "123")]
        {
            self.fill(form, name, value).await;
        }
        self.press(form).await;
    }

    /// What the countdown says.
    async fn seconds_left(&self) -> u32 {
        let text = self.until("[data-countdown]:not([hidden])").await.text().await.unwrap();
        let left = text.strip_suffix(" left").and_then(|left| left.split_once(':'));
        let (minutes, seconds) = left.unwrap_or_else(|| panic!("{text:?}"));
        minutes.parse::<u32>().unwrap() * 60 + seconds.parse::<u32>().unwrap()
    }

    /// A command that only Chromium has.
    async fn ask(&self, command: &str, body: &Value) -> Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let path = format!("/session/{session}/{command}");
        let body = body.to_string().into();
        let mut driver = Visitor::at(self.driver.address);
        let answer = driver.send("POST", &path, Some("application/json"), body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Ends it; it must have had nothing to complain about that the content security policy forbids.
    async fn close(self) {
        let log = self.ask("se/log", &json!({ "type": "browser" })).await;
        for entry in log["value"].as_array().unwrap() {
            let message = entry["message"].as_str().unwrap();
            let forbidden = ["Refused to", "Content Security Policy"];
            assert!(!forbidden.iter().any(|words| message.contains(words)), "{message}");
        }
        self.client.close().await.unwrap();
    }
}

/// A `chromedriver` of our own. It ends with this, and so does its browser.
struct Driver {
    child: Child,
    address: SocketAddr,
    // Open as long as it runs: it may have more to say.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    fn start(program: PathBuf) -> Self {
        let mut command = Command::new(program);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let said = output.by_ref().lines().map(Result::unwrap);
        let port = said
            .filter_map(|line| {
                line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
            })
            .next();
        let address = SocketAddr::from(([127, 0, 0, 1], port.unwrap()));
        Self { child, address, _output: output }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Killed at once, it would leave its browser behind.
        if let Ok(mut stream) = TcpStream::connect(self.address) {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = write!(stream, "GET /shutdown HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
            let _ = stream.read(&mut [0; 256]);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Says what is missing on this machine; where changes are judged, nothing may be.
fn skip(why: &str) {
    eprintln!("skipped: {why}");
    assert!(env::var_os("CI").is_none(), "{why}");
}

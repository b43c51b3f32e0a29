//! Chromium without a window, driven through `chromedriver`.

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder, Locator, elements::Element, error::CmdError, wd::PrintConfiguration,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::Semaphore, time::Instant};

use crate::common::{PASSWORD, Site, Visitor};

const MISSING: &str = "chromedriver and chromium are not here; install them \
    (Debian: apt-get install chromium chromium-driver)";

/// How long anything may take to come: longer than the longest wait before the payment provider is
/// asked again (30 s), while other tests take the machine's time.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// No window, no sandbox (root has none), no network of the browser's own; as large as a phone.
const FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --window-size=390,844";

/// There is one at any time: it stands for its page.
const PAGE: Locator<'static> = Locator::Css("html");

/// Two tests at a time: many browsers at once would take each other's seconds, and one waits most of
/// the time.
pub static TURN: Semaphore = Semaphore::const_new(2);

/// A browser of its own, as large as a phone, with nothing in it yet.
pub struct Browser {
    pub client: Client,
    site: SocketAddr,
    /// By which name the site is asked for.
    name: &'static str,
    driver: Driver,
    // Goes last: the browser writes there until it has gone.
    _profile: TempDir,
}

impl Browser {
    /// None if there is no browser on this machine.
    pub async fn start(site: &Site, javascript: bool) -> Option<Self> {
        Self::start_in("en", site, javascript).await
    }

    /// The same, of somebody who speaks this language.
    pub async fn start_in(language: &str, site: &Site, javascript: bool) -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let chromium = names.into_iter().find_map(on_path);
        let (Some(chromium), Some(chromedriver)) = (chromium, on_path("chromedriver")) else {
            skip(MISSING);
            return None;
        };
        let driver = Driver::start(chromedriver);
        let profile = tempfile::tempdir().unwrap();
        let flags =
            format!("{FLAGS} --lang={language} --user-data-dir={}", profile.path().display());
        let flags = flags.split_whitespace().collect::<Vec<_>>();
        let allowed = if javascript { 1 } else { 2 };
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": chromium,
                "args": flags,
                "prefs": {
                    "profile.managed_default_content_settings.javascript": allowed,
                    "intl.accept_languages": language,
                },
            },
        });
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(serde_json::from_value(capabilities).unwrap())
            .connect(&format!("http://{}", driver.address))
            .await
            .unwrap();
        let name = "127.0.0.1";
        Some(Self { client, site: site.address, name, driver, _profile: profile })
    }

    /// The same, that asks for the site by another name of this machine.
    pub fn by_name(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub async fn open(&self, path: &str) {
        let port = self.site.port();
        self.client.goto(&format!("http://{}:{port}{path}", self.name)).await.unwrap();
    }

    /// Does this with an element, once it is there and takes it. Pages give way to others, and
    /// their scripts replace parts of them, at any moment: what has gone is sought again.
    async fn on<T>(&self, css: &str, act: impl AsyncFn(&Element) -> Result<T, CmdError>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let done = match self.client.find(Locator::Css(css)).await {
                Ok(element) => act(&element).await,
                Err(error) => Err(error),
            };
            match done {
                Ok(value) => return value,
                Err(error) if Instant::now() >= deadline => {
                    panic!("waited in vain for {css}: {error}: {:?}", self.client.source().await)
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Waits for an element, also across pages.
    pub async fn until(&self, css: &str) {
        self.on(css, async |_| Ok(())).await;
    }

    /// Waits until an element shows these words, also across pages.
    pub async fn until_text(&self, css: &str, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.text(css).await;
            if text.contains(words) {
                return;
            }
            assert!(Instant::now() < deadline, "waited in vain for {words:?} in {css}: {text}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What an element shows; WebDriver gives spaces that do not break as plain ones.
    pub async fn text(&self, css: &str) -> String {
        self.on(css, async |element| element.text().await).await
    }

    /// What an attribute of an element says.
    pub async fn attr(&self, css: &str, name: &str) -> String {
        let value = self.on(css, async |element| element.attr(name).await).await;
        value.unwrap_or_else(|| panic!("{css} has no {name}"))
    }

    /// Whether an element can be seen.
    pub async fn shows(&self, css: &str) -> bool {
        self.on(css, async |element| element.is_displayed().await).await
    }

    /// How an element is drawn.
    pub async fn style(&self, css: &str, name: &str) -> String {
        self.on(css, async |element| element.css_value(name).await).await
    }

    /// Clicks what changes this page.
    pub async fn click(&self, css: &str) {
        self.on(css, async |element| element.click().await).await;
    }

    /// Clicks what leads to another page, and waits until this one has gone: what comes next is
    /// looked for on the other, even where both have it.
    pub async fn follow(&self, css: &str) {
        let click = async |element: &Element| {
            let page = self.client.find(PAGE).await?;
            element.click().await?;
            Ok(page)
        };
        let page = self.on(css, click).await;
        self.until_gone(&page).await;
    }

    /// The page that is open.
    pub async fn page(&self) -> Element {
        self.client.find(PAGE).await.unwrap()
    }

    /// Waits until another page is open in its place.
    pub async fn until_gone(&self, page: &Element) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match page.tag_name().await {
                Err(error) if error.is_stale_element_reference() => return,
                _ => assert!(Instant::now() < deadline, "the same page is still open"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Types into a field, over what is there.
    pub async fn fill(&self, form: &str, name: &str, value: &str) {
        let field = format!("{form} [name={name}]");
        self.on(&field, async |field| field.clear().await).await;
        self.type_in(&field, value).await;
    }

    /// Types into a field, after what is there.
    pub async fn type_in(&self, field: &str, keys: &str) {
        self.on(field, async |field| field.send_keys(keys).await).await;
    }

    /// Sends a form.
    pub async fn press(&self, form: &str) {
        self.follow(&format!("{form} button.primary")).await;
    }

    pub async fn sign_up(&self, name: &str) {
        self.open("/signup").await;
        let form = "form[action='/signup']";
        self.fill(form, "email", &format!("{name}@example.org")).await;
        self.fill(form, "password", PASSWORD).await;
        self.press(form).await;
        self.until("form[action='/signout']").await;
    }

    /// On a phone the button is in a menu.
    pub async fn sign_out(&self) {
        self.click(".menu summary").await;
        self.follow("form[action='/signout'] button").await;
        self.until("a[href='/signin']").await;
    }

    pub async fn buy(&self) {
        self.press("form[action$='/buy']").await;
        self.until("form[action$='/pay']").await;
    }

    pub async fn pay(&self, card: &str) {
        let form = "form[action$='/pay']";
        for (name, value) in [("card_number", card), ("card_expiry", "12/34"), ("card_cvc", "123")]
        {
            self.fill(form, name, value).await;
        }
        self.press(form).await;
    }

    /// What the countdown says.
    pub async fn seconds_left(&self) -> u32 {
        let text = self.text("[data-countdown]:not([hidden])").await;
        let left = text.split(' ').find_map(|word| word.split_once(':'));
        let (minutes, seconds) = left.unwrap_or_else(|| panic!("{text:?}"));
        minutes.parse::<u32>().unwrap() * 60 + seconds.parse::<u32>().unwrap()
    }

    /// The page on sheets of A4: a PDF.
    pub async fn print(&self) -> Vec<u8> {
        self.client.print(PrintConfiguration::default()).await.unwrap()
    }

    /// A command of Chromium's own (CDP).
    pub async fn command(&self, name: &str, params: Value) {
        self.ask("goog/cdp/execute", &json!({ "cmd": name, "params": params })).await;
    }

    /// A command that only Chromium has.
    pub async fn ask(&self, command: &str, body: &Value) -> Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let path = format!("/session/{session}/{command}");
        let body = body.to_string().into();
        let mut driver = Visitor::at(self.driver.address);
        let answer = driver.send("POST", &path, Some("application/json"), body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// Ends it; it must have had nothing to complain about that the content security policy forbids.
    pub async fn close(self) {
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
    /// One that finds its port taken, for there are two kinds of it, ends: another is started then.
    fn start(program: PathBuf) -> Self {
        (0..5).find_map(|_| Self::try_start(&program)).expect("chromedriver starts")
    }

    fn try_start(program: &Path) -> Option<Self> {
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
        let Some(port) = port else {
            child.wait().unwrap();
            return None;
        };
        Some(Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)), _output: output })
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
pub fn skip(why: &str) {
    eprintln!("skipped: {why}");
    assert!(env::var_os("CI").is_none(), "{why}");
}

//! [localstripe](https://github.com/adrienverge/localstripe): a Stripe that others wrote, with a
//! state of its own, in a process of its own. Its buyers, its banks and its dashboard are here.

use std::{
    env,
    ffi::OsString,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    path::Path,
    process::Command,
    time::Duration,
};

use holdfast::{
    clock::Clock,
    config::{Config, Provider},
    payments::stripe::{Stripe, StripeLimits},
    types::{Currency, Secret},
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::Instant;

use super::{
    Answer, Site, Visitor,
    program::{Program, run},
    time::clock,
};

const MISSING: &str = "localstripe is not here; install it (pip install localstripe==1.15.10) on the PATH, or name \
     it by HOLDFAST_LOCALSTRIPE";

/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What its requests are signed with, and ours to it.
pub const WEBHOOK_SECRET: &str = "whsec_localstripe";
const SECRET_KEY: &str = "sk_test_localstripe";
const PUBLISHABLE_KEY: &str = "pk_test_localstripe";

/// The cards that it knows. A number is one that it has no name for.
pub const VISA: &str = "pm_card_visa";
pub const DECLINED: &str = "pm_card_chargeCustomerFail";
pub const ASKS_THE_BUYER: &str = "4000002760003184";
pub const ASKS_THEN_DECLINES: &str = "4000008400001629";

/// A running localstripe; killed when dropped.
pub struct LocalStripe {
    program: Program,
    address: SocketAddr,
    url: String,
    // Goes last.
    _folder: TempDir,
}

impl LocalStripe {
    /// None if there is none on this machine: then it says so, and where changes are judged, that
    /// is a failure.
    pub async fn start() -> Option<Self> {
        let Some(path) = path() else {
            eprintln!("skipped: {MISSING}");
            assert!(env::var_os("CI").is_none(), "{MISSING}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let deadline = Instant::now() + PATIENCE;
        'port: loop {
            let port = free_port();
            let mut command = Command::new(&path);
            command.args(["--from-scratch", "--port", &port.to_string()]);
            let program = Program::spawn_command(command, folder.path(), UNBUFFERED);
            while !program.output().contains("Running on ") {
                // Between our look and its start, somebody else took the port.
                if program.output().contains("address already in use") {
                    continue 'port;
                }
                assert!(Instant::now() < deadline, "it does not start: {}", program.output());
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            let url = format!("http://{address}");
            return Some(Self { program, address, url, _folder: folder });
        }
    }

    /// The adapter alone.
    pub fn gateway(&self, site: &str) -> Stripe {
        let mut config = Config::default().payments.stripe;
        config.secret_key = Secret::new(SECRET_KEY);
        config.api_url.clone_from(&self.url);
        let limits = StripeLimits::default();
        Stripe::new(&config, Currency::EUR, site, limits, Clock::System).unwrap()
    }

    /// A site that takes its money here.
    pub async fn site(&self, set: impl FnOnce(&mut Config)) -> Site {
        Site::start_by(clock(), |config| {
            config.payments.provider = Provider::Stripe;
            let stripe = &mut config.payments.stripe;
            stripe.secret_key = Secret::new(SECRET_KEY);
            stripe.publishable_key = PUBLISHABLE_KEY.into();
            stripe.webhook_secret = Secret::new(WEBHOOK_SECRET);
            stripe.api_url.clone_from(&self.url);
            stripe.js_url = format!("{}/js.stripe.com/v3/", self.url);
            set(config);
        })
        .await
    }

    /// `holdfast verify --payments` over the folder's `data`: its exit code, and what it says.
    pub fn verify(&self, folder: &Path) -> (Option<i32>, String) {
        run(folder, &["verify", "--payments"], &self.variables())
    }

    /// The program's configuration for it, as variables of the environment.
    pub fn variables(&self) -> [(&str, &str); 5] {
        [
            ("HOLDFAST_PAYMENTS__PROVIDER", "stripe"),
            ("HOLDFAST_PAYMENTS__STRIPE__SECRET_KEY", SECRET_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__PUBLISHABLE_KEY", PUBLISHABLE_KEY),
            ("HOLDFAST_PAYMENTS__STRIPE__WEBHOOK_SECRET", WEBHOOK_SECRET),
            ("HOLDFAST_PAYMENTS__STRIPE__API_URL", &self.url),
        ]
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.client().get(path).await;
        serde_json::from_str(&answer.is(200, "").body).unwrap()
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.client().post(path, fields).await
    }

    pub async fn intent(&self, id: &str) -> Intent {
        Intent(self.get(&format!("/v1/payment_intents/{id}")).await)
    }

    /// The intents of an order, in the order in which they were made.
    pub async fn intents_of(&self, order: &str) -> Vec<Intent> {
        let id = order.rsplit('/').next().unwrap();
        let all = self.get("/v1/payment_intents?limit=100").await;
        let all = all["data"].as_array().unwrap().iter().cloned().map(Intent);
        all.filter(|intent| intent.0["metadata"]["order"] == id).collect()
    }

    /// What it keeps of an order's money, in cents.
    pub async fn kept(&self, order: &str) -> i64 {
        self.intents_of(order).await.iter().map(Intent::kept).sum()
    }

    /// What the buyer's browser does with the client secret and a card; gives where the payment
    /// stands.
    pub async fn buyer_pays(&self, client_secret: &str, card: &str) -> Answer {
        let (intent, _) = client_secret.split_once("_secret_").unwrap();
        let method =
            if card.starts_with("pm_") { card.to_owned() } else { self.method(card).await };
        let path = format!("/v1/payment_intents/{intent}");
        self.post(&path, &[("payment_method", &method)]).await.is(200, "");
        self.post(&format!("{path}/confirm"), &[]).await
    }

    /// What the buyer tells their bank when it asks.
    pub async fn authenticate(&self, client_secret: &str, success: bool) -> Answer {
        let (intent, _) = client_secret.split_once("_secret_").unwrap();
        let path = format!("/v1/payment_intents/{intent}/_authenticate");
        let success = if success { "true" } else { "false" };
        self.post(&path, &[("client_secret", client_secret), ("success", success)]).await
    }

    /// Money goes back from its dashboard, all of it unless it is said how much.
    pub async fn refund(&self, intent: &str, cents: Option<&str>) {
        let mut fields = vec![("payment_intent", intent)];
        fields.extend(cents.map(|cents| ("amount", cents)));
        self.post("/v1/refunds", &fields).await.is(200, "succeeded");
    }

    /// From now on it tells the site of what happens, 1 s later, once.
    pub async fn send_webhooks_to(&self, name: &str, site: &Site, secret: &str) {
        let url = format!("http://{}/webhooks/stripe", site.address);
        let fields = [("url", &*url), ("secret", secret)];
        self.post(&format!("/_config/webhooks/{name}"), &fields).await.is(200, "");
    }

    /// Waits until the intent has this status.
    pub async fn until_status(&self, id: &str, status: &str) -> Intent {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let intent = self.intent(id).await;
            if intent.status() == status {
                return intent;
            }
            assert!(Instant::now() < deadline, "waited in vain for {status}: {}", intent.0);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until it has said this in its log.
    pub async fn until_said(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.program.output().contains(words) {
            let said = self.program.output();
            assert!(Instant::now() < deadline, "waited in vain for {words:?}: {said}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn method(&self, number: &str) -> String {
        let fields = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "2034"),
            ("card[cvc]", "123"),
        ];
        let answer = self.post("/v1/payment_methods", &fields).await;
        let method: Value = serde_json::from_str(&answer.is(200, "").body).unwrap();
        method["id"].as_str().unwrap().to_owned()
    }

    fn client(&self) -> Visitor {
        Visitor::at(self.address).with("authorization", &format!("Bearer {SECRET_KEY}"))
    }
}

/// A PaymentIntent as it has it.
#[derive(Debug, Clone)]
pub struct Intent(pub Value);

impl Intent {
    pub fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    pub fn status(&self) -> &str {
        self.0["status"].as_str().unwrap()
    }

    /// What was captured and did not go back. It has no `amount_received`: its charge tells.
    pub fn kept(&self) -> i64 {
        let charge = &self.0["latest_charge"];
        match charge["captured"].as_bool() {
            Some(true) => {
                charge["amount"].as_i64().unwrap() - charge["amount_refunded"].as_i64().unwrap()
            }
            _ => 0,
        }
    }
}

/// Python keeps back what it says otherwise.
const UNBUFFERED: &[(&str, &str)] = &[("PYTHONUNBUFFERED", "1")];

/// Where it is: named, or on the `PATH`.
fn path() -> Option<OsString> {
    if let Some(named) = env::var_os("HOLDFAST_LOCALSTRIPE") {
        return Some(named);
    }
    let path = env::var_os("PATH")?;
    let mut programs = env::split_paths(&path).map(|folder| folder.join("localstripe"));
    programs.find(|program| program.is_file()).map(OsString::from)
}

/// It takes no 0: a port that was free just now, on all of the machine's addresses as it listens.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv6Addr::UNSPECIFIED, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

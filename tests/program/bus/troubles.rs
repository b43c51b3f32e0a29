//! A NATS that does not let the site in, is full or slow: the site goes on, says once what is wrong, and
//! everything arrives once and in order as soon as it can.

use std::net::SocketAddr;

use async_nats::jetstream::stream::{Config, DiscardPolicy};

use super::{
    Bus, STREAM,
    credentials::Operator,
    events, ids_of, is_once_in_order_and_without_a_gap, metric,
    proxy::{Proxy, Way},
    sell, until, uuid,
};
use crate::common::{Visitor, certificate::certificate, nats::Nats, program::Program};

/// What the NATS server says of each connection, if it is asked to.
const DEBUG: &str = "debug: true\n";
const CONNECTED: &str = "Client connection created";

/// Somebody reserves what somebody else has listed.
async fn reserve(address: SocketAddr) {
    let [mut seller, mut buyer] = [(); 2].map(|()| Visitor::at(address));
    seller.sign_up(&uuid()).await;
    buyer.sign_up(&uuid()).await;
    let ticket = seller.list("Row 5", "49.50").await;
    let bought = buyer.buy(&ticket, "49.50").await;
    assert_eq!(bought.status, 303, "{}", bought.body);
    buyer.get(&bought.sent_to()).await.is(200, "name=\"card_number\"");
}

impl Bus {
    /// The site goes on though nothing is published, and says so to those who watch over it.
    async fn goes_on(&self, (program, address): &(Program, SocketAddr), why: &str) {
        until(why, async || program.output().contains(why)).await;
        reserve(*address).await;
        Visitor::at(*address).get("/readyz").await.is(200, "entries behind; see the log");
        assert!(metric(*address, "bus_behind_entries").await > Some(0.0));
    }

    /// It tries again some times, and does not fill the log with it.
    async fn tries_again(&self, (program, _): &(Program, SocketAddr)) {
        let tries = || self.nats.output().matches(CONNECTED).count();
        let before = tries();
        until("it tries again", async || tries() >= before + 3).await;
        let output = program.output();
        let said: Vec<_> =
            output.lines().filter(|line| line.contains("are not published now")).collect();
        assert_eq!(said.len(), 1, "{output}");
        assert!(!output.contains(" ERROR "), "{output}");
    }

    /// All that happened arrives, once and in order. Ends the site.
    async fn catches_up(&self, (program, address): (Program, SocketAddr)) {
        until("published", async || metric(address, "bus_behind_entries").await == Some(0.0)).await;
        until("it says so", async || program.output().contains("events are published again")).await;
        Visitor::at(address).get("/readyz").await.is(200, "0 entries behind\n");
        assert_eq!(metric(address, "bus_connected").await, Some(1.0));
        program.kill();
        let events = events(self.folder.path(), "1");
        is_once_in_order_and_without_a_gap(&events);
        assert_eq!(self.ids().await, ids_of(&events));
    }

    async fn restart(mut self, configuration: &str) -> Self {
        let port = self.nats.port;
        self.nats.kill();
        let nats = Nats::start_with(self.store.path(), Some(port), configuration).await;
        self.nats = nats.unwrap();
        self
    }

    /// Nothing is published until NATS has this configuration.
    async fn waits_to_be_let_in(self, configuration: &str, why: &str, secrets: &[&str]) {
        let site = self.serve();
        self.goes_on(&site, why).await;
        assert_eq!(metric(site.1, "bus_connected").await, Some(0.0));
        self.tries_again(&site).await;
        let output = site.0.output();
        assert!(secrets.iter().all(|secret| !output.contains(secret)), "{output}");
        self.restart(configuration).await.catches_up(site).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_with_another_password_is_not_let_in() {
    let user = |password: &str| {
        format!("{DEBUG}authorization {{ user: holdfast, password: \"{password}\" }}\n")
    };
    let Some(mut bus) = Bus::start_with(&user("another-one")).await else { return };
    let file = bus.store.path().join("password");
    std::fs::write(&file, "s3cret-as-can-be\n").unwrap();
    bus.options = bus.options.user_and_password("holdfast".into(), "s3cret-as-can-be".into());
    bus.variables = vec![
        ("HOLDFAST_BUS__USER", "holdfast".into()),
        ("HOLDFAST_BUS__PASSWORD_FILE", file.to_str().unwrap().into()),
    ];
    let why = "see to bus.user and its password, or to bus.credentials_file";
    bus.waits_to_be_let_in(&user("s3cret-as-can-be"), why, &["s3cret-as-can-be"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_who_may_not_publish_is_told_so() {
    let user = |may: &str| {
        let permissions = format!("{{ publish: {may}, subscribe: \">\" }}");
        format!(
            "{DEBUG}authorization {{ users: [{{ user: holdfast, password: \"s3cret-as-can-be\", \
             permissions: {permissions} }}] }}\n"
        )
    };
    let Some(mut bus) = Bus::start_with(&user("\"$JS.API.>\"")).await else { return };
    bus.options = bus.options.user_and_password("holdfast".into(), "s3cret-as-can-be".into());
    bus.variables = vec![
        ("HOLDFAST_BUS__USER", "holdfast".into()),
        ("HOLDFAST_BUS__PASSWORD", "s3cret-as-can-be".into()),
    ];
    let site = bus.serve();
    sell(site.1).await;
    bus.goes_on(&site, "NATS refuses: ").await;
    bus.tries_again(&site).await;
    assert!(!site.0.output().contains("s3cret-as-can-be"));
    bus.restart(&user("\">\"")).await.catches_up(site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_of_another_operator_are_not_let_in() {
    let [ours, other] = [Operator::new(), Operator::new()];
    let with_debug = |operator: &Operator| format!("{DEBUG}{}", operator.configuration);
    let Some(mut bus) = Bus::start_with(&with_debug(&other)).await else { return };
    let (credentials, seed) = ours.credentials();
    let file = bus.store.path().join("holdfast.creds");
    std::fs::write(&file, &credentials).unwrap();
    bus.options = bus.options.credentials(&credentials).unwrap();
    bus.variables = vec![("HOLDFAST_BUS__CREDENTIALS_FILE", file.to_str().unwrap().into())];
    let jwt = credentials.lines().nth(1).unwrap();
    let why = "see to bus.user and its password, or to bus.credentials_file";
    bus.waits_to_be_let_in(&with_debug(&ours), why, &[&seed, jwt]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_another_certificate_or_none_is_not_trusted() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let made = folders.each_ref().map(|folder| certificate(folder.path(), "nats", "IP:127.0.0.1"));
    let [Some(ours), Some(other)] = made else { return };
    let tls = |(cert, key): &(std::path::PathBuf, std::path::PathBuf)| {
        format!("{DEBUG}tls {{ cert_file: {cert:?}, key_file: {key:?} }}\n")
    };
    let why = "TLS with NATS fails: see to bus.ca_file and to NATS's certificate";
    let trusting = async |configuration: &str| {
        let mut bus = Bus::start_with(configuration).await?;
        bus.options = bus.options.add_root_certificates(ours.0.clone());
        bus.variables = vec![("HOLDFAST_BUS__CA_FILE", ours.0.to_str().unwrap().into())];
        Some(bus)
    };
    let Some(bus) = trusting(&tls(&other)).await else { return };
    bus.waits_to_be_let_in(&tls(&ours), why, &[]).await;
    // What could read along could take the password, too.
    let Some(bus) = trusting(DEBUG).await else { return };
    bus.waits_to_be_let_in(&tls(&ours), why, &[]).await;
}

/// Sells until NATS takes no more.
async fn fill(site: &(Program, SocketAddr), why: &str) {
    let mut seller = Visitor::at(site.1);
    seller.sign_up(&uuid()).await;
    until(why, async || {
        seller.clone().list("Row 5", "49.50").await;
        site.0.output().contains(why)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_is_full_costs_nothing_but_the_backlog() {
    let Some(bus) = Bus::start_with(DEBUG).await else { return };
    let full = Config {
        name: STREAM.into(),
        subjects: vec!["holdfast.v1.>".into()],
        max_bytes: 16 << 10,
        discard: DiscardPolicy::New,
        ..Config::default()
    };
    bus.jetstream().await.create_stream(full).await.unwrap();
    let site = bus.serve();
    fill(&site, "maximum bytes exceeded").await;
    bus.goes_on(&site, "maximum bytes exceeded").await;
    bus.tries_again(&site).await;

    let config = bus.stream().await.cached_info().config.clone();
    assert_eq!(config.max_bytes, 16 << 10, "it is left as somebody made it");
    let before = bus.ids().await;
    assert!(ids_of(&events(bus.folder.path(), "1")).starts_with(&before) && !before.is_empty());
    bus.jetstream().await.update_stream(Config { max_bytes: -1, ..config }).await.unwrap();
    bus.catches_up(site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_full_costs_nothing_but_the_backlog() {
    let limited = |bytes: u32| format!("{DEBUG}jetstream {{ max_file_store: {bytes} }}\n");
    let Some(bus) = Bus::start_with(&limited(16 << 10)).await else { return };
    let site = bus.serve();
    fill(&site, "publish failed: ").await;
    bus.goes_on(&site, "resource").await;
    bus.tries_again(&site).await;
    bus.restart(&limited(64 << 20)).await.catches_up(site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn that_nats_has_gone_is_known_though_nothing_is_to_be_published() {
    let Some(bus) = Bus::start().await else { return };
    let (program, address) = bus.serve();
    let is_connected = async |value| metric(address, "bus_connected").await == Some(value);
    until("connected", async || is_connected(1.0).await).await;
    bus.nats.kill();
    until("gone", async || is_connected(0.0).await).await;
    until("it is said", async || program.output().contains("NATS cannot be reached")).await;
}

async fn check_slow(way: Way) {
    let Some(mut bus) = Bus::start().await else { return };
    let proxy = Proxy::start(bus.nats.port).await;
    bus.variables = vec![("HOLDFAST_BUS__URL", format!("nats://127.0.0.1:{}", proxy.port))];
    let site = bus.serve();
    reserve(site.1).await;
    until("published", async || metric(site.1, "bus_behind_entries").await == Some(0.0)).await;
    proxy.hold(way, true);
    reserve(site.1).await;
    assert!(metric(site.1, "bus_behind_entries").await > Some(0.0));
    assert!(!site.0.output().contains("not published"), "nothing is wrong as yet");
    bus.goes_on(&site, "NATS does not acknowledge").await;
    // What the last session sent arrives only now, beside what the next one sends.
    proxy.hold(way, false);
    reserve(site.1).await;
    bus.catches_up(site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_nats_hears_nothing_reservations_go_on() {
    check_slow(Way::ToNats).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_nats_is_not_heard_reservations_go_on() {
    check_slow(Way::FromNats).await;
}

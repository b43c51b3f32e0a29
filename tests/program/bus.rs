//! The event bus with a real NATS server and a client of it that others wrote: each event once and in
//! order, whatever is killed when.

mod credentials;
mod proxy;
mod troubles;

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::Value;
use tokio::time::Instant;

use crate::common::{
    EVENT, Visitor,
    dice::Dice,
    nats::Nats,
    program::{Program, run, verify},
};

const STREAM: &str = "HOLDFAST_EVENTS";
/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often something is killed, and how many events there are at the least.
fn length() -> (usize, usize) {
    if std::env::var_os("HOLDFAST_LONG").is_some() { (50, 10_000) } else { (6, 200) }
}

fn events(folder: &Path, from: &str) -> Vec<Value> {
    let (code, output) = run(folder, &["events", "--from", from], &[]);
    assert_eq!(code, Some(0), "{output}");
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so().await {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn metric(address: SocketAddr, name: &str) -> Option<f64> {
    let page =
        Visitor::at(address).try_send("GET", "/metrics", None, Default::default()).await.ok()?;
    let line = |line: &str| line.strip_prefix(&format!("holdfast_{name} "))?.parse().ok();
    page.body.lines().find_map(line)
}

fn is_once_in_order_and_without_a_gap(events: &[Value]) {
    let position = |event: &Value| {
        let (sequence, index) = event["id"].as_str().unwrap().split_once('-').unwrap();
        (sequence.parse::<u64>().unwrap(), index.parse::<u16>().unwrap())
    };
    assert!(events.is_sorted_by(|one, next| position(one) < position(next)));
    let mut versions: HashMap<&str, u64> = HashMap::new();
    for event in events {
        let version = versions.entry(event["subject"].as_str().unwrap()).or_default();
        *version += 1;
        assert_eq!(event["data"]["version"], *version, "{event}");
    }
}

/// Sells and gives up until it is told to stop, at whatever address the site has.
async fn trade(address: SocketAddr, me: usize, stop: Arc<AtomicBool>) {
    let name = format!("{me}-{}", uuid());
    let (mut seller, mut buyer) = (Visitor::at(address), Visitor::at(address));
    let fields = |fields: &[(&str, &str)]| {
        let encoded =
            fields.iter().map(|(name, value)| format!("{name}={}", crate::common::encode(value)));
        hyper::body::Bytes::from(encoded.collect::<Vec<_>>().join("&"))
    };
    let form = Some("application/x-www-form-urlencoded");
    let post = async |who: &mut Visitor, path: &str, sent: &[(&str, &str)]| {
        who.try_send("POST", path, form, fields(sent))
            .await
            .ok()
            .filter(|answer| answer.status == 303)
    };
    let going = async {
        let account = |who: &str| format!("{who}-{name}@example.org");
        for (who, visitor) in [("seller", &mut seller), ("buyer", &mut buyer)] {
            let (email, password) = (account(who), crate::common::PASSWORD);
            post(visitor, "/signup", &[("email", &email), ("password", password)]).await?;
        }
        loop {
            let listing = [&EVENT[..], &[("title", "Row 5"), ("price", "10")]].concat();
            let ticket = post(&mut seller, "/tickets", &listing).await?.sent_to();
            for _ in 0..8 {
                if stop.load(Ordering::Relaxed) {
                    return Some(());
                }
                let order =
                    post(&mut buyer, &format!("{ticket}/buy"), &[("price", "10")]).await?.sent_to();
                post(&mut buyer, &format!("{order}/cancel"), &[]).await?;
            }
        }
    };
    let _: Option<()> = going.await;
}

fn uuid() -> String {
    holdfast::types::UserId::new().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_event_is_in_the_stream_once_and_in_order_whatever_is_killed() {
    let (kills, least) = length();
    let folder = tempfile::tempdir().unwrap();
    let store = tempfile::tempdir().unwrap();
    let Some(mut nats) = Nats::start(store.path(), None).await else { return };
    let url = nats.url();
    let variables = [
        ("HOLDFAST_BUS__URL", url.as_str()),
        // Holds that end by themselves are among what happens.
        ("HOLDFAST_ORDERS__HOLD_SECONDS", "2"),
        ("HOLDFAST_ORDERS__COOLDOWN_SECONDS", "0"),
    ];
    let seed = std::env::var("HOLDFAST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("HOLDFAST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let (mut program, mut address) = Program::serve(folder.path(), &variables);
    for round in 0..kills {
        let stop = Arc::<AtomicBool>::default();
        let trading: Vec<_> =
            (0..2).map(|me| tokio::spawn(trade(address, me, stop.clone()))).collect();
        // It is not known to whom what happens when, and that is the point of it.
        tokio::time::sleep(Duration::from_millis(200 + dice.below(1200))).await;
        match round % 3 {
            0 => {
                program.kill();
                (program, address) = Program::serve(folder.path(), &variables);
            }
            1 => {
                let port = nats.port;
                nats.kill();
                tokio::time::sleep(Duration::from_millis(dice.below(700))).await;
                nats = Nats::start(store.path(), Some(port)).await.unwrap();
            }
            _ => {
                let port = nats.port;
                nats.kill();
                program.kill();
                (program, address) = Program::serve(folder.path(), &variables);
                tokio::time::sleep(Duration::from_millis(dice.below(500))).await;
                nats = Nats::start(store.path(), Some(port)).await.unwrap();
            }
        }
        stop.store(true, Ordering::Relaxed);
        for trading in trading {
            trading.await.unwrap();
        }
    }
    while events(folder.path(), "1").len() < least {
        let stop = Arc::<AtomicBool>::default();
        let trading = tokio::spawn(trade(address, 0, stop.clone()));
        tokio::time::sleep(Duration::from_secs(1)).await;
        stop.store(true, Ordering::Relaxed);
        trading.await.unwrap();
    }
    until("no hold is left", async || metric(address, "orders_open").await == Some(0.0)).await;
    until("the bus has caught up", async || {
        metric(address, "bus_behind_entries").await == Some(0.0)
    })
    .await;

    let expect = events(folder.path(), "1");
    is_once_in_order_and_without_a_gap(&expect);
    let Some(read) = nats.read(STREAM, expect.len()).await else { return };
    assert_eq!(read.len(), expect.len());
    for (read, expect) in read.iter().zip(&expect) {
        assert_eq!(read, expect);
    }
    let kinds: std::collections::BTreeSet<_> =
        expect.iter().map(|event| event["type"].as_str().unwrap()).collect();
    println!("{} events, {kills} kills, {kinds:?}", expect.len());
    program.kill();
    assert_eq!(verify(folder.path()).0, Some(0));
}

/// Somebody new lists a ticket.
async fn sell(address: SocketAddr) {
    let mut seller = Visitor::at(address);
    seller.sign_up(&uuid()).await;
    seller.list("Row 5", "49.50").await;
}

/// A site and its stream.
struct Bus {
    folder: tempfile::TempDir,
    store: tempfile::TempDir,
    nats: Nats,
    /// The site's, beside the server's address.
    variables: Vec<(&'static str, String)>,
    /// How a test connects.
    options: async_nats::ConnectOptions,
}

impl Bus {
    async fn start() -> Option<Self> {
        Self::start_with("").await
    }

    /// With this in the NATS server's configuration.
    async fn start_with(configuration: &str) -> Option<Self> {
        let [folder, store] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let nats = Nats::start_with(store.path(), None, configuration).await?;
        let options = async_nats::ConnectOptions::new();
        Some(Self { folder, store, nats, variables: vec![], options })
    }

    fn serve(&self) -> (Program, SocketAddr) {
        let url = self.nats.url();
        let variables = self.variables.iter().map(|(name, value)| (*name, value.as_str()));
        let variables: Vec<_> =
            [("HOLDFAST_BUS__URL", url.as_str())].into_iter().chain(variables).collect();
        Program::serve(self.folder.path(), &variables)
    }

    /// Runs the site until somebody has sold something and the stream has it; gives all events.
    async fn sell(&self) -> Vec<Value> {
        let (program, address) = self.serve();
        sell(address).await;
        until("published", async || metric(address, "bus_behind_entries").await == Some(0.0)).await;
        program.signal(rustix::process::Signal::TERM);
        assert_eq!(program.finish(PATIENCE).0, Some(0));
        events(self.folder.path(), "1")
    }

    async fn stream(&self) -> async_nats::jetstream::stream::Stream {
        self.jetstream().await.get_stream(STREAM).await.unwrap()
    }

    async fn jetstream(&self) -> async_nats::jetstream::Context {
        let client = self.options.clone().connect(self.nats.url()).await.unwrap();
        async_nats::jetstream::new(client)
    }

    /// The ids of its messages.
    async fn ids(&self) -> Vec<String> {
        let (stream, mut ids) = (self.stream().await, vec![]);
        let state = stream.cached_info().state.clone();
        for sequence in state.first_sequence..=state.last_sequence {
            let message = stream.get_raw_message(sequence).await.unwrap();
            ids.push(message.headers.get("Nats-Msg-Id").unwrap().to_string());
        }
        ids
    }

    /// The site runs, and the bus says what keeps it; nothing is published.
    async fn stands_still(&self, why: &str) {
        let before = self.stream().await.cached_info().state.clone();
        let (program, address) = self.serve();
        until("it is said", async || program.output().contains(why)).await;
        sell(address).await;
        let ready = Visitor::at(address).get("/readyz").await;
        ready.is(200, "entries behind; see the log");
        assert!(metric(address, "bus_behind_entries").await > Some(0.0));
        let after = self.stream().await.cached_info().state.clone();
        assert_eq!(before.last_sequence, after.last_sequence);
        program.kill();
    }
}

fn ids_of(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_was_emptied_goes_on_where_it_was() {
    let Some(bus) = Bus::start().await else { return };
    let first = bus.sell().await;
    let cursor = bus.folder.path().join("data/bus-cursor");
    let early = std::fs::read(&cursor).unwrap();
    bus.stream().await.purge().await.unwrap();

    let second = bus.sell().await;
    assert_eq!(bus.ids().await, ids_of(&second[first.len()..]));

    // Behind it by all of these.
    bus.stream().await.purge().await.unwrap();
    std::fs::write(&cursor, early).unwrap();
    let third = bus.sell().await;
    assert_eq!(bus.ids().await, ids_of(&third[second.len()..]));

    bus.stream().await.purge().await.unwrap();
    std::fs::remove_file(&cursor).unwrap();
    bus.stands_still("bus-cursor that says which the last one was is missing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_is_ahead_of_the_journal_or_anothers_is_left_alone() {
    let Some(bus) = Bus::start().await else { return };
    bus.sell().await;
    let data = bus.folder.path().join("data");
    let backup = tempfile::tempdir().unwrap();
    let copy = |from: &Path, to: &Path| {
        let options = ["-a", "--no-target-directory"];
        let status = std::process::Command::new("cp").args(options).arg(from).arg(to).status();
        assert!(status.unwrap().success());
    };
    copy(&data, &backup.path().join("data"));
    bus.sell().await;
    std::fs::remove_dir_all(&data).unwrap();
    copy(&backup.path().join("data"), &data);
    let restored = "the journal ends before it, or has another event there";
    bus.stands_still(restored).await;
    // By now the journal has an event of this number, which is another.
    bus.stands_still(restored).await;

    let Some(bus) = Bus::start().await else { return };
    bus.sell().await;
    let client = async_nats::connect(bus.nats.url()).await.unwrap();
    let stranger = async_nats::jetstream::new(client);
    stranger.publish("holdfast.v1.order.created", "{}".into()).await.unwrap().await.unwrap();
    bus.stands_still("somebody else publishes to its subjects").await;
    drop(bus.store);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_put_behind_what_somebody_else_has_published_while_the_site_runs() {
    let Some(bus) = Bus::start().await else { return };
    let (program, address) = bus.serve();
    sell(address).await;
    until("all is published", async || metric(address, "bus_behind_entries").await == Some(0.0))
        .await;
    let client = async_nats::connect(bus.nats.url()).await.unwrap();
    let stranger = async_nats::jetstream::new(client);
    let sent = stranger.publish("holdfast.v1.order.created", "{}".into()).await.unwrap();
    let foreign = sent.await.unwrap().sequence;
    // The site has not seen it, and takes the next place for its own.
    sell(address).await;
    let why = "somebody else publishes to its subjects";
    until("it is said", async || program.output().contains(why)).await;
    assert!(metric(address, "bus_behind_entries").await > Some(0.0));
    let last = bus.stream().await.cached_info().state.last_sequence;
    assert_eq!(last, foreign, "what happens comes behind the site's own, or not at all");
    program.kill();
    drop(bus.store);
}

#[test]
fn the_documents_are_what_others_parse() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let Some(said) = crate::common::nats::asyncapi_says(&documents.join("asyncapi.json")) else {
        return;
    };
    assert!(said.ends_with("13 messages\n"), "{said}");
    let check = "import json, pathlib, sys, jsonschema
for file in sorted(pathlib.Path(sys.argv[1]).glob('*.*.json')):
    jsonschema.Draft202012Validator.check_schema(json.loads(file.read_text()))
    print(file.name)
";
    let checked = crate::common::nats::python(check, &[documents.to_str().unwrap()]).unwrap();
    assert_eq!(checked.lines().count(), 13, "{checked}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documents_are_served_and_the_consumer_of_the_docs_reads() {
    let Some(bus) = Bus::start().await else { return };
    let events = bus.sell().await;
    let (program, address) = bus.serve();
    let mut visitor = Visitor::at(address);
    for event in &events {
        let schema = event["dataschema"].as_str().unwrap();
        let path = &schema[schema.find("/schemas/").unwrap()..];
        let served: Value = serde_json::from_str(&visitor.get(path).await.body).unwrap();
        assert_eq!(served["title"], event["type"]);
    }
    visitor.get("/schemas/asyncapi.json").await.is(200, "3.0.0");
    visitor.get("/schemas/order.json").await.is(404, "");
    program.kill();

    let page = include_str!("../../docs/events.md");
    let code = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(code.lines().count() <= 10, "ten lines");
    // It reads for ever: here until it has read all.
    let code = code.replace("nats://localhost:4222", &bus.nats.url());
    let last = events.last().unwrap()["id"].as_str().unwrap();
    let (head, tail) = code.rsplit_once('\n').unwrap_or((&code, ""));
    let code = format!("{head}\n{tail}").replace(
        "await message.ack()",
        &format!("await message.ack()\n        if event['id'] == '{last}': raise SystemExit"),
    );
    let said = crate::common::nats::python(&code, &[]).unwrap();
    assert_eq!(said.lines().count(), events.len(), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_is_read_beside_the_site_and_as_it_grows() {
    let folder = tempfile::tempdir().unwrap();
    let (site, address) = Program::serve(folder.path(), &[]);
    sell(address).await;
    let first = events(folder.path(), "1");
    let follows = Program::spawn(folder.path(), &["events", "--follow"], &[]);
    let said = || follows.output().lines().count();
    until("what has happened", async || said() == first.len()).await;
    sell(address).await;
    let all = events(folder.path(), "1");
    assert!(all.len() > first.len());
    until("what happens", async || said() == all.len()).await;
    let told: Vec<Value> =
        follows.output().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told, all);
    let last = all.last().unwrap()["sequence"].as_str().unwrap().parse::<u64>().unwrap();
    let later = events(folder.path(), &last.to_string());
    assert!(!later.is_empty() && all.ends_with(&later) && later.len() < all.len());
    follows.kill();
    site.kill();
    // Without the site it is the same, and what is no data folder is said to be none.
    assert_eq!(events(folder.path(), "1"), all);
    let (code, output) = run(folder.path(), &["events", "nothing"], &[]);
    assert_eq!(code, Some(1), "{output}");
}

//! What a stranger can cause: the attacks of docs/security.md, each bounded, against the real
//! program, with the memory and the processor time that it takes there. `-- heads searches` does these
//! alone; there are `listings`, `parts` and `exports`, too.
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use support::{
    folder,
    load::Connection,
    report::{Table, millis},
    scale,
    site::{Log, Site},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

const FORM: &str = "application/x-www-form-urlencoded";

fn main() {
    support::main(async {
        let heads = ["attack", "what came of it", "memory, before and at most", "processor"];
        let mut table = Table::new("What a stranger can cause", &heads);
        let named: Vec<String> =
            std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
        let is_wanted = |name: &str| named.is_empty() || named.iter().any(|it| it == name);
        if is_wanted("heads") {
            heads_without_an_end(&mut table).await;
        }
        if is_wanted("listings") {
            listings(&mut table).await;
        }
        if is_wanted("parts") {
            parts_without_contents(&mut table).await;
        }
        if is_wanted("searches") {
            searches(&mut table).await;
        }
        if is_wanted("exports") {
            exports(&mut table).await;
        }
    });
}

/// A site, of whose memory the most is watched.
struct Watched {
    site: Site,
    _folder: tempfile::TempDir,
    begun: (u64, Duration),
    most: Arc<AtomicUsize>,
}

impl Watched {
    async fn start(limited: bool) -> Self {
        let folder = folder();
        let data = folder.path().join("data");
        let factors = ["HOLDFAST_LIMITS__ADDRESS_FACTOR", "HOLDFAST_LIMITS__ACCOUNT_FACTOR"];
        let factor = if limited { "1" } else { "1000000" };
        let site = Site::start_with(&data, Log::File, &factors.map(|name| (name, factor))).await;
        let mut watched =
            Self { site, _folder: folder, begun: Default::default(), most: Arc::default() };
        watched.begin();
        watched
    }

    fn begin(&mut self) {
        self.begun = (self.site.memory(), self.site.processor());
        self.most.store(0, Ordering::Relaxed);
    }

    fn look(&self) {
        self.most.fetch_max(self.site.memory() as usize, Ordering::Relaxed);
    }

    fn report(&self, table: &mut Table, attack: &str, came: String) {
        self.look();
        let mb = |bytes: f64| format!("{:.0}", bytes / 1e6);
        let most = self.most.load(Ordering::Relaxed) as f64;
        let memory = format!("{}, {} MB", mb(self.begun.0 as f64), mb(most));
        let processor = self.site.processor().saturating_sub(self.begun.1);
        table.row(&[attack.into(), came, memory, millis(processor)]);
    }

    async fn ask(&self, request: impl Fn(&Connection) -> String) -> support::load::Answer {
        let mut connection = Connection::open(self.site.address).await.expect("a connection");
        connection.ask(&request(&connection)).await
    }

    async fn sign_up(&self) -> String {
        let form = "email=mallory%40bench.example&password=correct+horse+battery";
        self.ask(|c| c.post("/signup", None, form)).await.cookie.expect("a cookie")
    }

    /// Lists so many tickets for an event of this name.
    async fn list(&self, session: &str, n: usize, name: &str, quantity: usize) -> u16 {
        let form = format!(
            "title=Row+{n}&price=10&quantity={quantity}&event_name={name}&venue=Hall+{n}&city=Berlin\
             &starts_at=2099-05-01T20%3A00"
        );
        self.ask(|c| c.post("/tickets", Some(session), &form)).await.status
    }
}

async fn heads_without_an_end(table: &mut Table) {
    let watched = Watched::start(true).await;
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}", "x".repeat(395_000));
    let head: Arc<[u8]> = head.into_bytes().into();
    let mut held = JoinSet::new();
    for _ in 0..scale(3000, 100) {
        let (head, address) = (head.clone(), watched.site.address);
        held.spawn(async move {
            let mut stream = TcpStream::connect(address).await.ok()?;
            // What is not taken within a second is not taken.
            let sent = tokio::time::timeout(Duration::from_secs(1), stream.write_all(&head)).await;
            let mut closed = [0];
            let wait = Duration::from_millis(200);
            let is_open = sent.is_ok_and(|sent| sent.is_ok())
                && tokio::time::timeout(wait, stream.read(&mut closed)).await.is_err();
            is_open.then_some(stream)
        });
    }
    let mut open = vec![];
    while let Some(one) = held.join_next().await {
        open.extend(one.ok().flatten());
        watched.look();
    }
    let came = format!("{} heads are waited for", open.len());
    watched.report(table, "3,000 unfinished heads of 395 KB", came);
}

async fn listings(table: &mut Table) {
    let watched = Watched::start(true).await;
    let session = watched.sign_up().await;
    let until = Instant::now() + Duration::from_secs(8);
    let mut listed = 0;
    for n in 0..scale(400, 40) {
        if Instant::now() > until {
            break;
        }
        listed += usize::from(watched.list(&session, n, &format!("Spam+{n}"), 10).await == 303);
    }
    let came = format!("{} tickets at {listed} new events", listed * 10);
    watched.report(table, "A new account lists 4,000 tickets at 400 events", came);
}

async fn parts_without_contents(table: &mut Table) {
    let mut watched = Watched::start(true).await;
    let session = watched.sign_up().await;
    let mut body = Vec::with_capacity(scale(39_000_000, 1_000_000));
    for n in 0_u64.. {
        if body.len() + 100 > body.capacity() {
            break;
        }
        let name = format!("{:016x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name={name}\r\n\r\n\r\n").bytes(),
        );
    }
    body.extend(b"--b--\r\n");
    let body: Arc<[u8]> = body.into();
    watched.begin();
    let mut sending = JoinSet::new();
    for _ in 0..4 {
        let (body, address, session) = (body.clone(), watched.site.address, session.clone());
        sending.spawn(async move {
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let head = format!(
                "POST /tickets HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
                 Cookie: {session}\r\nContent-Type: multipart/form-data; boundary=b\r\n\
                 Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            // It may be answered, and closed, before all is sent.
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(&body).await;
            let mut said = vec![];
            let _ = stream.read_to_end(&mut said).await;
        });
    }
    let mut longest = Duration::ZERO;
    while !sending.is_empty() {
        let begun = Instant::now();
        watched.ask(|c| c.get("/", None)).await;
        longest = longest.max(begun.elapsed());
        watched.look();
        while sending.try_join_next().is_some() {}
    }
    let came = format!("another's page waits {} at most", millis(longest));
    watched.report(table, "Four forms of 39 MB of empty parts", came);
}

async fn searches(table: &mut Table) {
    let mut watched = Watched::start(false).await;
    let session = watched.sign_up().await;
    let events = scale(10_000, 200);
    for n in 0..events {
        // Words of their own, and some of each letter.
        let words = format!("{n:x}orchestrion+{n:x}quartet+a{n}+b{n}+c{n}+d{n}+e{n}+f{n}");
        assert_eq!(watched.list(&session, n, &words, 1).await, 303);
    }
    let typos = "orchestrionx+quartetxy+harbourxy+lantrensx+berlinxyz+theatrexy+operettax";
    let all = "&city=Nowhere&from=2000-01-01&to=2099-12-31&min_price=900&max_price=901";
    for (name, query) in [
        ("ten letters", "q=a+b+c+d+e+f+g+h+i+j&sort=cheapest".to_owned()),
        ("seven words with typos", format!("q={typos}")),
        ("the same, with every filter, and nothing is found", format!("q={typos}{all}")),
    ] {
        watched.begin();
        let (times, begun) = (scale(20, 2), Instant::now());
        for _ in 0..times {
            assert_eq!(watched.ask(|c| c.get(&format!("/?{query}"), None)).await.status, 200);
        }
        let came = format!("{} each", millis(begun.elapsed() / times));
        watched.report(table, &format!("{times} searches at {events} events: {name}"), came);
    }
}

async fn exports(table: &mut Table) {
    let mut watched = Watched::start(false).await;
    let session = watched.sign_up().await;
    let forms = scale(1200, 20);
    for n in 0..forms {
        assert_eq!(watched.list(&session, n, "One", 10).await, 303);
    }
    watched.begin();
    let mut taking = JoinSet::new();
    for _ in 0..30 {
        let (address, session) = (watched.site.address, session.clone());
        taking.spawn(async move {
            let mut stream = TcpStream::connect(address).await.expect("a connection");
            let asked = format!(
                "GET /account/export HTTP/1.1\r\nHost: {address}\r\nCookie: {session}\r\n\
                 Connection: close\r\nContent-Type: {FORM}\r\n\r\n"
            );
            let _ = stream.write_all(asked.as_bytes()).await;
            let mut said = vec![];
            let _ = stream.read_to_end(&mut said).await;
            said.starts_with(b"HTTP/1.1 200")
        });
    }
    let mut taken = 0;
    while !taking.is_empty() {
        watched.look();
        while let Some(done) = taking.try_join_next() {
            taken += usize::from(done.is_ok_and(|is_taken| is_taken));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let came = format!("{taken} are answered, the others told to come back");
    watched.report(table, &format!("30 exports at once of {} listings", forms * 10), came);
}

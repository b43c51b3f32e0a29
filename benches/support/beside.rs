//! What others do with as much: the same form sent to a server that only reads it, a lock in Redis,
//! and a hold in PostgreSQL, each durable before it is answered, where these are installed.

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{Form, Router, response::Redirect, routing::post};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use super::{
    load::{self, Connection},
    report::{Table, rate},
    seed, span,
};

const CONNECTIONS: usize = 64;

/// Measures all of them; ours is how many reservations a second were measured in the same run.
pub async fn measure(folder: &Path, ours: f64) {
    let heads = ["over 64 connections", "a second", "reservations against it"];
    let mut table = Table::new("Beside it, in the same run", &heads);
    let mut row = |name: &str, measured: Option<(usize, Duration)>| {
        let Some((count, took)) = measured else {
            return table.row(&[name.into(), "not installed".into(), String::new()]);
        };
        let ratio = ours / (count as f64 / took.as_secs_f64());
        table.row(&[name.into(), rate(count, took), format!("{ratio:.2}")]);
    };
    row("the form, to a bare axum server", Some(bare_form().await));
    row("Redis: SET NX EX, appendfsync always", redis(&folder.join("redis")).await);
    row("PostgreSQL: UPDATE and INSERT", postgres(&folder.join("postgres")).await);
}

/// A process that ends with this.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port")
}

async fn bare_form() -> (usize, Duration) {
    let address = free_address();
    let server = Command::new(std::env::current_exe().expect("this program"))
        .args([seed::CHILD, "bare-form", &address.to_string()])
        .spawn();
    let _server = Server(server.expect("a process"));
    while Connection::open(address).await.is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let form = format!("price={}", seed::PRICE);
    let cookie = "holdfast=AAAAAAAAAAAAAAAAAAAAAA";
    let request = move |connection: &Connection, _, n: u32| {
        let path = format!("/tickets/{}/buy", seed::ticket(n));
        Some(connection.post(&path, Some(cookie), &form))
    };
    let done = load::run(address, CONNECTIONS, span(), request, |answer| {
        assert_eq!(answer.status, 303);
    });
    let outcome = done.await;
    (outcome.latencies.len(), outcome.took)
}

#[derive(serde::Deserialize)]
struct Typed {
    price: String,
}

/// What the process of [`bare_form`] does.
pub async fn serve_bare_form(address: &str) {
    let buy = |Form(Typed { price }): Form<Typed>| async move {
        Redirect::to(if price.is_empty() { "/" } else { "/orders/1" })
    };
    let router = Router::new().route("/tickets/{id}/buy", post(buy));
    let listener = tokio::net::TcpListener::bind(address).await.expect("the address");
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.set_nodelay(true);
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(hyper_util::rt::TokioIo::new(stream), service);
        tokio::spawn(connection);
    }
}

async fn redis(folder: &Path) -> Option<(usize, Duration)> {
    std::fs::create_dir_all(folder).expect("a folder");
    let address = free_address();
    let port = address.port().to_string();
    let server = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--appendonly", "yes"])
        .args(["--appendfsync", "always", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn();
    let _server = match server {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        server => Server(server.expect("Redis starts")),
    };
    while TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let started = Instant::now();
    let clients = (0..CONNECTIONS).map(|client| async move {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let mut answer = [0; 5];
        let mut count = 0;
        while started.elapsed() < span() {
            let key = seed::ticket(u32::try_from(count * CONNECTIONS + client).expect("few"));
            let (key, buyer) = (key.to_string(), seed::buyer(0).to_string());
            let parts = ["SET", &key, &buyer, "NX", "EX", "900"];
            let parts = parts.map(|part| format!("${}\r\n{part}\r\n", part.len()));
            let command = format!("*6\r\n{}", parts.concat());
            stream.write_all(command.as_bytes()).await.expect("it is sent");
            stream.read_exact(&mut answer).await.expect("an answer");
            assert_eq!(&answer, b"+OK\r\n");
            count += 1;
        }
        count
    });
    let counts = clients.collect::<JoinSet<_>>().join_all().await;
    Some((counts.into_iter().sum(), started.elapsed()))
}

/// By pgbench, PostgreSQL's own.
async fn postgres(folder: &Path) -> Option<(usize, Duration)> {
    let programs = programs_of_postgres()?;
    std::fs::create_dir_all(folder).expect("a folder");
    // It does not run as root: then as nobody.
    let is_root = rustix::process::geteuid().is_root();
    let nobody = 65_534;
    if is_root {
        std::os::unix::fs::chown(folder, Some(nobody), Some(nobody)).expect("it can be given");
        for parent in folder.ancestors().skip(1).take_while(|path| *path != Path::new("/")) {
            // So that it finds its folder; an error means that it is another's, who has seen to it.
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            let _ = std::fs::set_permissions(parent, mode);
        }
    }
    let command = |name: &str| {
        let mut command = Command::new(programs.join(name));
        command.stdout(Stdio::null()).stderr(Stdio::null()).current_dir(folder);
        if is_root {
            command.uid(nobody).gid(nobody);
        }
        command
    };
    let run = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let data = folder.join("data");
    assert!(run(command("initdb").args(["-A", "trust", "-U", "bench", "-D"]).arg(&data)), "initdb");
    let port = free_address().port().to_string();
    let server = command("postgres")
        .args(["-p", &port, "-c", "listen_addresses=", "-c", "max_connections=100", "-k"])
        .arg(folder)
        .arg("-D")
        .arg(&data)
        .spawn();
    let _server = Server(server.expect("PostgreSQL starts"));
    let client = |name: &str| {
        let mut client = command(name);
        client.args(["-U", "bench", "-p", &port, "-h"]).arg(folder);
        client
    };
    let until = Instant::now() + Duration::from_secs(30);
    while !run(client("pg_isready").args(["-d", "postgres"])) {
        assert!(Instant::now() < until, "PostgreSQL does not start");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let tables = "create table tickets (id int primary key, holder int, until timestamptz); \
        create table orders (id bigserial primary key, ticket int, buyer int, until timestamptz); \
        insert into tickets (id) select generate_series(1, 1000000)";
    assert!(run(client("psql").args(["-d", "postgres", "-c", tables])), "tables");
    let script = folder.join("hold.sql");
    let hold = "\\set id random(1, 1000000)\nbegin;\nupdate tickets set holder = 1, until = now() + \
        interval '15 minutes' where id = :id and (until is null or until < now());\ninsert into \
        orders (ticket, buyer, until) values (:id, 1, now() + interval '15 minutes');\ncommit;\n";
    std::fs::write(&script, hold).expect("a file");
    let seconds = span().as_secs().max(1).to_string();
    let clients = CONNECTIONS.to_string();
    let said = client("pgbench")
        .args(["-n", "-c", &clients, "-j", "2", "-T", &seconds, "-M", "prepared", "-f"])
        .arg(&script)
        .arg("postgres")
        .stdout(Stdio::piped())
        .output();
    let said = String::from_utf8(said.expect("pgbench runs").stdout).expect("text");
    let line = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let tps = line.and_then(|tps| tps.split(' ').next()?.parse::<f64>().ok());
    let tps = tps.unwrap_or_else(|| panic!("pgbench says: {said}"));
    Some((tps.round() as usize, Duration::from_secs(1)))
}

/// Where Debian has them, or in the path.
fn programs_of_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().rev().find(|folder| {
        ["initdb", "postgres", "pgbench"].iter().all(|name| folder.join(name).exists())
    })
}

//! The program itself, as a self-hoster runs it.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::load::Connection;

/// Where the site writes its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// To a file, a line a request: the default level.
    File,
    /// Warnings alone.
    Quiet,
}

/// A running site; it is killed when this is dropped.
pub struct Site {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to its first page.
    pub first_page: Duration,
}

impl Site {
    /// Starts the site over a data folder, and waits for its first page.
    pub async fn start(data: &Path, log: Log) -> Self {
        Self::start_with(data, log, &[]).await
    }

    /// The same, with these variables in its environment.
    pub async fn start_with(data: &Path, log: Log, variables: &[(&str, &str)]) -> Self {
        let home = data.parent().expect("the data folder is in another");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
        let address = free.expect("a free port");
        let mut command = Command::new(program());
        // What is set for the bench is not meant for the site.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HOLDFAST_")) {
            command.env_remove(name);
        }
        let started = Instant::now();
        let child = command
            .current_dir(home)
            .env("HOLDFAST_STORAGE__PATH", data)
            .env("HOLDFAST_SERVER__LISTEN", address.to_string())
            // The few buyers here stand for very many.
            .env("HOLDFAST_ORDERS__MAX_LIVE_PER_USER", "1000000")
            .env("HOLDFAST_LIMITS__ADDRESS_FACTOR", "1000000")
            .env("HOLDFAST_LIMITS__ACCOUNT_FACTOR", "1000000")
            .env("HOLDFAST_LOG__LEVEL", if log == Log::Quiet { "warn" } else { "info" })
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(File::create(home.join("site.log")).expect("a file"))
            .spawn()
            .expect("the site starts");
        let mut site = Self { child, address, first_page: Duration::ZERO };
        loop {
            if let Some(mut connection) = Connection::open(address).await {
                let answer = connection.ask(&connection.get("/", None)).await;
                assert_eq!(answer.status, 200);
                site.first_page = started.elapsed();
                return site;
            }
            assert!(site.child.try_wait().is_ok_and(|ended| ended.is_none()), "the site ended");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The processor time that the process has used.
    pub fn processor(&self) -> Duration {
        processor(&self.child.id().to_string())
    }

    /// The memory that the process has in use, in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kib.expect("VmRSS") * 1024
    }
}

/// The program as it was built with the bench, or another build of it, to compare the two.
fn program() -> PathBuf {
    let built = env!("CARGO_BIN_EXE_holdfast").into();
    std::env::var_os("HOLDFAST_BENCH_PROGRAM").map_or(built, PathBuf::from)
}

/// The processor time that a process has used; this one is called `self`.
pub fn processor(process: &str) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("its status");
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>());
    Duration::from_millis(ticks.map(|n| n.expect("a number")).sum::<u64>() * TICK_MILLIS)
}

/// Linux counts processor time in hundredths of a second.
const TICK_MILLIS: u64 = 10;

impl Drop for Site {
    fn drop(&mut self) {
        // An error means that it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

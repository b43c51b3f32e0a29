//! A NATS server, in a process and a folder of its own, and a client of it that others wrote.

use std::{
    env,
    ffi::OsString,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::Command,
    time::Duration,
};

use tokio::time::Instant;

use super::program::Program;

const SERVER: &str = "HOLDFAST_NATS_SERVER";
pub const PYTHON: &str = "HOLDFAST_PYTHON";
const MISSING: &str = "is not set; docs/testing.md says what it names and how to have that";

/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a variable names. None if it names nothing on this machine: then it says so, and where changes
/// are judged, that is a failure.
pub fn named(variable: &str) -> Option<OsString> {
    let named = env::var_os(variable);
    if named.is_none() {
        eprintln!("skipped: {variable} {MISSING}");
        assert!(env::var_os("CI").is_none(), "{variable} {MISSING}");
    }
    named
}

/// A running server; killed when dropped.
pub struct Nats {
    pub port: u16,
    program: Program,
}

impl Nats {
    /// Starts one that keeps its streams in this folder, at any port or at one that it had before.
    pub async fn start(folder: &Path, port: Option<u16>) -> Option<Self> {
        Self::start_with(folder, port, "").await
    }

    /// Starts one with this in its configuration.
    pub async fn start_with(folder: &Path, port: Option<u16>, configuration: &str) -> Option<Self> {
        let server = named(SERVER)?;
        let file = folder.join("nats.conf");
        std::fs::write(&file, configuration).unwrap();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let port = port.unwrap_or_else(free_port);
            let mut command = Command::new(&server);
            command.args(["-js", "-a", "127.0.0.1", "-p", &port.to_string(), "-sd"]).arg(folder);
            command.arg("-c").arg(&file);
            let program = Program::spawn_command(command, folder, &[]);
            while !program.output().contains("Server is ready") {
                if program.output().contains("address already in use") {
                    break;
                }
                assert!(Instant::now() < deadline, "it does not start: {}", program.output());
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            if program.output().contains("Server is ready") {
                return Some(Self { port, program });
            }
            assert!(Instant::now() < deadline, "no port: {}", program.output());
        }
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// What it has logged.
    pub fn output(&self) -> String {
        self.program.output()
    }

    /// `kill -9`.
    pub fn kill(self) {
        self.program.kill();
    }

    /// What a stream has, as nats-py reads it: a line of JSON for each message, once there are so many.
    /// Bodies are parsed by `cloudevents`, and their data checked by `jsonschema`.
    pub async fn read(&self, stream: &str, messages: usize) -> Option<Vec<serde_json::Value>> {
        let python = named(PYTHON)?;
        let mut command = Command::new(python);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        command
            .arg(root.join("tests/common/read_events.py"))
            .args([&self.url(), stream, &messages.to_string()])
            .arg(root.join("docs/schemas"));
        let folder = tempfile::tempdir().unwrap();
        let program = Program::spawn_command(command, folder.path(), &[]);
        let finished = tokio::task::spawn_blocking(move || program.finish(PATIENCE)).await;
        let (code, output) = finished.unwrap();
        assert_eq!(code, Some(0), "{output}");
        Some(output.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

/// What the package `@asyncapi/parser` says of a document, if it is here.
pub fn asyncapi_says(document: &Path) -> Option<String> {
    let packages = named("HOLDFAST_ASYNCAPI")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("node");
    command.arg(root.join("tests/common/check_asyncapi.mjs")).arg(packages).arg(document);
    let folder = tempfile::tempdir().unwrap();
    let (code, output) = Program::spawn_command(command, folder.path(), &[]).finish(PATIENCE);
    assert_eq!(code, Some(0), "{output}");
    Some(output)
}

/// Runs a Python program that others' packages are for, if these are here; gives what it says.
pub fn python(program: &str, arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("program.py"), program).unwrap();
    let mut command = Command::new(named(PYTHON)?);
    command.args(["-u", "program.py"]).args(arguments);
    let (code, output) = Program::spawn_command(command, folder.path(), &[]).finish(PATIENCE);
    assert_eq!(code, Some(0), "{output}");
    Some(output)
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

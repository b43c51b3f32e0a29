//! [moto](https://github.com/getmoto/moto): a server that speaks S3 and that others wrote, in a process
//! of its own.

use std::{
    env,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::Command,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::program::Program;

const MISSING: &str = "moto is not here; install it (pip install 'moto[s3,server]==5.2.5'), and name its moto_server \
     by HOLDFAST_MOTO";

/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running moto with a bucket `tickets`; killed when dropped.
pub struct Moto {
    pub address: SocketAddr,
    _program: Program,
    // Goes last.
    _folder: TempDir,
}

impl Moto {
    /// None if there is none on this machine: then it says so, and where changes are judged, that is a
    /// failure.
    pub fn start() -> Option<Self> {
        let Some(path) = env::var_os("HOLDFAST_MOTO") else {
            eprintln!("skipped: {MISSING}");
            assert!(env::var_os("CI").is_none(), "{MISSING}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(path);
        command.args(["-H", "127.0.0.1", "-p", "0"]);
        let program = Program::spawn_command(command, folder.path(), &[("PYTHONUNBUFFERED", "1")]);
        let deadline = Instant::now() + PATIENCE;
        let address = loop {
            let said = program.output();
            let address = said
                .split_once("Running on http://")
                .and_then(|(_, after)| after.split_whitespace().next()?.parse().ok());
            if let Some(address) = address {
                break address;
            }
            assert!(Instant::now() < deadline, "it does not start: {said}");
            std::thread::park_timeout(Duration::from_millis(20));
        };
        let moto = Self { address, _program: program, _folder: folder };
        moto.make_bucket();
        Some(moto)
    }

    fn make_bucket(&self) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request = "PUT /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

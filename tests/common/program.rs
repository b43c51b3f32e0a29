//! The real program, in a folder of its own.

use std::{
    io::{BufRead as _, BufReader, Lines, Read},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

/// The longest that a start may take.
const START: Duration = Duration::from_secs(30);

/// A running program; killed when dropped.
pub struct Program {
    child: Child,
    output: Arc<Mutex<String>>,
    address: Receiver<SocketAddr>,
    /// Closed when both outputs are.
    ended: Receiver<()>,
    _unread: Arc<Mutex<Vec<Output>>>,
}

type Output = Lines<BufReader<Box<dyn Read + Send>>>;

impl Program {
    /// Starts it with these arguments and variables of the environment.
    pub fn spawn(in_folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
        command.args(arguments);
        Self::spawn_command(command, in_folder, variables)
    }

    /// Starts it by a command of one's own.
    pub fn spawn_command(command: Command, in_folder: &Path, variables: &[(&str, &str)]) -> Self {
        Self::start(command, in_folder, variables, false)
    }

    /// Starts the site over the folder's `data`; nobody reads what it says once it is there.
    pub fn serve_unread(in_folder: &Path) -> (Self, SocketAddr) {
        let command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
        let mut program = Self::start(command, in_folder, &[], true);
        let address = program.until_started();
        (program, address)
    }

    fn start(
        mut command: Command,
        in_folder: &Path,
        variables: &[(&str, &str)],
        unread: bool,
    ) -> Self {
        let mut child = command
            .current_dir(in_folder)
            .env("HOLDFAST_SERVER__LISTEN", "127.0.0.1:0")
            // Whoever comes, comes from one address.
            .env("HOLDFAST_LIMITS__ENABLED", "false")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = Arc::<Mutex<String>>::default();
        let (address_found, address) = channel();
        let (end, ended) = channel::<()>();
        let unread_lines = Arc::<Mutex<Vec<_>>>::default();
        let outputs: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for from in outputs {
            let (output, address_found, end) = (output.clone(), address_found.clone(), end.clone());
            let kept_open = unread_lines.clone();
            std::thread::spawn(move || {
                let mut lines = BufReader::new(from).lines();
                for line in lines.by_ref().map_while(Result::ok) {
                    if let Some(address) = line.strip_prefix("Holdfast is at http://") {
                        let _ = address_found.send(address.parse().unwrap());
                        if unread {
                            break;
                        }
                    }
                    let mut output = output.lock().unwrap();
                    output.push_str(&line);
                    output.push('\n');
                }
                // Open, so that it fills.
                kept_open.lock().unwrap().push(lines);
                drop(end);
            });
        }
        Self { child, output, address, ended, _unread: unread_lines }
    }

    /// Starts the site over the folder's `data`, and waits until it is there.
    pub fn serve(in_folder: &Path, variables: &[(&str, &str)]) -> (Self, SocketAddr) {
        let mut program = Self::spawn(in_folder, &[], variables);
        let address = program.until_started();
        (program, address)
    }

    pub fn until_started(&mut self) -> SocketAddr {
        let address = self.address.recv_timeout(START);
        address.unwrap_or_else(|_| panic!("it does not start: {}", self.output()))
    }

    /// What it has said so far, on both outputs.
    pub fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it run for so long, unless it ends before, and kills it.
    pub fn kill_after(self, time: Duration) {
        let _ = self.ended.recv_timeout(time);
        self.kill();
    }

    /// Waits for its end; gives its exit code, and all that it said.
    pub fn finish(mut self, within: Duration) -> (Option<i32>, String) {
        match self.ended.recv_timeout(within) {
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => {}
            _ => panic!("it has not ended within {within:?}: {}", self.output()),
        }
        let code = self.child.wait().unwrap().code();
        (code, self.output())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the program said:\n{}", self.output());
        }
    }
}

/// Runs it to its end.
pub fn run(
    in_folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (Option<i32>, String) {
    Program::spawn(in_folder, arguments, variables).finish(START)
}

/// Runs `holdfast verify` over the folder's `data`.
pub fn verify(in_folder: &Path) -> (Option<i32>, String) {
    run(in_folder, &["verify"], &[])
}

/// Backs the folder's `data` up, and restores it under this name beside it.
pub fn backed_up_and_restored(in_folder: &Path, name: &str) -> PathBuf {
    for arguments in [&["backup", "backups"][..], &["restore", "backups", name]] {
        let (code, said) = run(in_folder, arguments, &[]);
        assert_eq!(code, Some(0), "{said}");
    }
    in_folder.join(name)
}

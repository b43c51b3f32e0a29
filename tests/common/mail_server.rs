//! A real mail server, [aiosmtpd](https://github.com/aio-libs/aiosmtpd), in a process of its own.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use holdfast::{
    config::{Config, MailConfig, MailSecurity},
    delivery::mail::{Smtp, SmtpLimits},
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::Instant;

use super::program::Program;

const MISSING: &str = "aiosmtpd is not here; install it (pip install aiosmtpd==1.4.6) for python3 on the PATH, or \
     name a Python that has it by HOLDFAST_AIOSMTPD";

/// How long anything may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running mail server; killed when dropped.
pub struct MailServer {
    program: Program,
    pub port: u16,
    // Goes last.
    _folder: TempDir,
}

/// A mail as it was taken.
#[derive(Debug, Clone)]
pub struct Taken(pub Value);

impl Taken {
    pub fn text(&self, field: &str) -> &str {
        self.0[field].as_str().unwrap()
    }

    pub fn to(&self) -> &str {
        self.0["to"][0].as_str().unwrap()
    }

    /// A header's value, as it was sent.
    pub fn header(&self, name: &str) -> &str {
        let prefix = format!("{name}: ");
        let line = self.text("raw").lines().find_map(|line| line.strip_prefix(&prefix));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.text("raw")))
    }
}

impl MailServer {
    /// None if there is none on this machine: then it says so, and where changes are judged, that
    /// is a failure.
    pub async fn start(arguments: &[&str]) -> Option<Self> {
        let python = env::var_os("HOLDFAST_AIOSMTPD").unwrap_or_else(|| "python3".into());
        static HAS_IT: OnceLock<bool> = OnceLock::new();
        let has_it = HAS_IT.get_or_init(|| {
            let mut asked = Command::new(&python);
            asked.args(["-c", "import aiosmtpd"]).stderr(Stdio::null());
            asked.status().is_ok_and(|status| status.success())
        });
        if !has_it {
            eprintln!("skipped: {MISSING}");
            assert!(env::var_os("CI").is_none(), "{MISSING}");
            return None;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/mail_server.py");
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(&python);
        command.arg("-W").arg("ignore").arg(script).args(arguments);
        let program = Program::spawn_command(command, folder.path(), &[("PYTHONUNBUFFERED", "1")]);
        let deadline = Instant::now() + PATIENCE;
        let port = loop {
            let output = program.output();
            if let Some(port) = output.lines().find_map(|l| l.strip_prefix("Listening on ")) {
                break port.parse().unwrap();
            }
            assert!(Instant::now() < deadline, "it does not start: {output}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        Some(Self { program, port, _folder: folder })
    }

    /// What it has said.
    pub fn output(&self) -> String {
        self.program.output()
    }

    /// All that it has taken, in order.
    pub fn taken(&self) -> Vec<Taken> {
        let output = self.program.output();
        let mails = output.lines().filter_map(|line| line.strip_prefix("MAIL "));
        mails.map(|mail| Taken(serde_json::from_str(mail).unwrap())).collect()
    }

    /// Waits until it has taken so many.
    pub async fn until_taken(&self, count: usize) -> Vec<Taken> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            assert!(Instant::now() < deadline, "waited in vain: {}", self.output());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// As a site is set up for it.
    pub fn config(&self) -> MailConfig {
        MailConfig {
            server: "127.0.0.1".into(),
            port: self.port,
            security: MailSecurity::None,
            from: "Encore Tickets <tickets@encore.example>".into(),
            ..Config::default().mail
        }
    }

    pub fn smtp(&self) -> Smtp {
        smtp(&self.config())
    }

    /// The program's configuration for it, as variables of the environment.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("HOLDFAST_MAIL__SERVER", "127.0.0.1".into()),
            ("HOLDFAST_MAIL__PORT", self.port.to_string()),
            ("HOLDFAST_MAIL__SECURITY", "none".into()),
            ("HOLDFAST_MAIL__FROM", "Encore <tickets@encore.example>".into()),
        ]
    }
}

/// For mails from the site that the tests run.
pub fn smtp(config: &MailConfig) -> Smtp {
    let ten_seconds = Duration::from_secs(10);
    let mut smtp = config.smtp("encore.example").unwrap().unwrap();
    smtp.limits = SmtpLimits { until_sent: ten_seconds, until_answered: ten_seconds };
    smtp
}

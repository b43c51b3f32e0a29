//! An authenticator app: `pyotp`, which others wrote.

use std::{path::Path, process::Command};

use holdfast::types::Timestamp;

use super::nats::{PYTHON, named};

/// What an app shows that knows this secret, at a moment; nothing if there is no `pyotp` here.
pub fn code(secret: &str, at: Timestamp) -> Option<String> {
    let python = named(PYTHON)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/common/totp.py");
    let seconds = (at.as_millis() / 1000).to_string();
    let said = Command::new(python).arg(script).args([secret, &seconds]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Some(String::from_utf8(said.stdout).unwrap().trim().to_owned())
}

//! Certificates that nobody has signed.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A certificate for this name and these others, and its key. None where there is no openssl: then it
/// says so, and where changes are judged, that is a failure.
pub fn certificate(folder: &Path, name: &str, names: &str) -> Option<(PathBuf, PathBuf)> {
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args(["-subj", &format!("/CN={name}"), "-addext", &format!("subjectAltName={names}")])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .output();
    if made.is_ok_and(|made| made.status.success()) {
        return Some((cert, key));
    }
    eprintln!("skipped: there is no openssl here to make a certificate with");
    assert!(std::env::var_os("CI").is_none(), "openssl is missing");
    None
}

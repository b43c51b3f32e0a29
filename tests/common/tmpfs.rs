//! A small disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A folder that takes so many bytes and no more: a tmpfs of its own.
pub struct Tmpfs(PathBuf);

impl Tmpfs {
    /// None if this machine lets nobody mount one.
    pub fn mount(path: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(path).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(path)
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(path.to_owned()))
    }

    pub fn resize(&self, size: &str) {
        let remount = format!("remount,size={size}");
        let done = Command::new("mount").args(["-o", &remount]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(&self.0).status();
    }
}

/// Says what is missing on this machine; where changes are judged, nothing may be.
pub fn skip(why: &str) {
    eprintln!("skipped: {why}");
    assert!(std::env::var_os("CI").is_none(), "{why}");
}

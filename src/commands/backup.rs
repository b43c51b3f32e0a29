//! `holdfast backup`: a copy of a data folder from which a site can go on, whether the site runs or not.

use std::{path::Path, process::ExitCode};

use crate::{
    commands::cli::say,
    storage::backup::{BackedUp, backup},
};

/// Backs a data folder up, and says what it holds.
pub(crate) fn run(data: &Path, to: &Path, with_key: bool) -> ExitCode {
    match backup(data, to, with_key) {
        Ok(BackedUp { entries, files, findings }) => {
            for finding in &findings {
                say(&format!("BROKEN  {finding}"));
            }
            say(&format!(
                "{} has {entries} entries and {files} tickets' files, read back and checked",
                to.display()
            ));
            if with_key {
                say("It has the key that seals links, too: whoever reads it can enter any account");
            }
            if findings.is_empty() {
                return ExitCode::SUCCESS;
            }
            say(&format!("{} findings: it is as the site's own folder is", findings.len()));
        }
        Err(error) => eprintln!("holdfast: {error}. There is no backup; the site is unharmed."),
    }
    ExitCode::FAILURE
}

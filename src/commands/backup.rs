//! `holdfast backup`: a copy of a data folder from which a site can go on, whether the site runs or not.

use std::{path::Path, process::ExitCode};

use crate::{
    commands::cli::say,
    storage::backup::{BackedUp, backup},
};

/// Backs a data folder up, and says what it holds.
pub(crate) fn run(data: &Path, to: &Path) -> ExitCode {
    match backup(data, to) {
        Ok(BackedUp { entries, files, findings }) => {
            for finding in &findings {
                say(&format!("BROKEN  {finding}"));
            }
            say(&format!(
                "{} has {entries} entries and {files} tickets' files, read back and checked",
                to.display()
            ));
            if findings.is_empty() {
                return ExitCode::SUCCESS;
            }
            say(&format!("{} findings: it is as the site's own folder is", findings.len()));
        }
        Err(error) => eprintln!("holdfast: {error}. There is no backup; the site is unharmed."),
    }
    ExitCode::FAILURE
}

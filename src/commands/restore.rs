//! `holdfast restore`: a data folder made of a backup, and `holdfast go-live`, which ends its quiet.

use std::{
    io::{self, BufRead as _, Write as _},
    path::Path,
    process::ExitCode,
};

use uuid::Uuid;

use crate::{
    backup::{
        self, BackupError, Checked, Identities, Moment, Restored, Store,
        quiet::{self, WouldDo},
    },
    commands::cli::{block_on, say},
    storage::Folder,
    types::{Timestamp, ZoneName},
};

/// Reads as of when a folder is to be restored: a time, or the number of an entry.
pub(crate) fn moment(typed: &str) -> Result<Moment, String> {
    if let Ok(entry) = typed.parse() {
        return Ok(Moment::Entry(entry));
    }
    let time = Timestamp::parse_rfc3339(typed);
    let time = time.or_else(|_| Timestamp::parse_local(&typed.replace(' ', "T"), &ZoneName::utc()));
    time.map(Moment::Time).map_err(|_| {
        "a time such as 2026-12-31T20:00:00Z (or with +01:00), or the number of an entry".into()
    })
}

/// Restores a data folder, and says what it is.
pub(crate) fn run(
    from: Result<(Store, Identities), BackupError>,
    to: &Path,
    at: Option<Moment>,
) -> ExitCode {
    let restored =
        from.and_then(|(store, identities)| block_on(backup::restore(&store, &identities, to, at)));
    match restored {
        Ok(restored) => say_restored(to, &restored),
        Err(error) => {
            eprintln!("holdfast: {error}");
            ExitCode::FAILURE
        }
    }
}

fn say_restored(to: &Path, restored: &Restored) -> ExitCode {
    let Restored { backup, entries, latest, files, findings, would } = restored;
    for finding in findings {
        say(&format!("BROKEN  {finding}"));
    }
    let latest = latest.map_or_else(String::new, |at| format!(", the last of {}", at.rfc3339()));
    say(&format!(
        "{} is restored from the backup {backup}: {entries} entries{latest}, and {files} tickets' files",
        to.display()
    ));
    say(&format!(
        "It is quiet: it pays, mails and tells nobody until you say `holdfast go-live`. Then at once: \
         {would}."
    ));
    match findings.len() {
        0 => {
            say("every invariant holds");
            ExitCode::SUCCESS
        }
        count => {
            say(&format!("{count} findings"));
            ExitCode::FAILURE
        }
    }
}

/// Reads a whole backup and says what it is.
pub(crate) fn verify(from: Result<(Store, Identities), BackupError>) -> ExitCode {
    let scratch = std::env::temp_dir().join(format!("holdfast-verify-{}", Uuid::now_v7()));
    let checked =
        from.and_then(|(store, identities)| block_on(backup::check(&store, &identities, &scratch)));
    let Checked { backup, totals, files, findings } = match checked {
        Ok(checked) => checked,
        Err(error) => {
            say(&format!("BROKEN  {error}"));
            return ExitCode::FAILURE;
        }
    };
    for finding in &findings {
        say(&format!("BROKEN  {finding}"));
    }
    say(&format!(
        "the backup {backup} was read to its end: {} entries, {} users, {} tickets, {} orders, and \
         {files} files",
        totals.entries, totals.users, totals.tickets, totals.orders
    ));
    match findings.len() {
        0 => {
            say("every invariant holds");
            ExitCode::SUCCESS
        }
        count => {
            say(&format!("{count} findings"));
            ExitCode::FAILURE
        }
    }
}

/// Ends the quiet of a restored folder, once somebody has read what that means.
pub(crate) fn go_live(data: &Path, is_confirmed: bool) -> ExitCode {
    match end_quiet(data, is_confirmed) {
        Ok(said) => {
            say(said);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("holdfast: {why}");
            ExitCode::FAILURE
        }
    }
}

fn end_quiet(data: &Path, is_confirmed: bool) -> Result<&'static str, String> {
    if !quiet::is_marked(data) {
        return Ok("It is not quiet: nothing is to be done");
    }
    // Nobody goes live beneath a site that runs.
    let _folder = Folder::claim(data).map_err(|error| error.to_string())?;
    let would = WouldDo::of_folder(data).map_err(|error| error.to_string())?;
    say(&format!("From its next start on this copy is the site. At once: {would}."));
    say("Be sure that no other copy of it runs, or will: both would pay, refund and mail.");
    if !is_confirmed && !is_answered_yes() {
        return Err("it stays quiet: nothing was changed".into());
    }
    quiet::unmark(data).map_err(|error| format!("it stays quiet: {error}"))?;
    Ok("It goes live with its next start")
}

fn is_answered_yes() -> bool {
    let mut out = io::stdout();
    let _ = write!(out, "Type yes to go on: ").and_then(|()| out.flush());
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).is_ok() && answer.trim() == "yes"
}

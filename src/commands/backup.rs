//! `holdfast backup`: a copy of a data folder from which a site can go on, whether the site runs or not.

use std::{path::Path, process::ExitCode};

use crate::{
    backup::{self, BackedUp, BackupError, Store, Wanted},
    clock::Clock,
    commands::cli::{block_on, say},
};

/// Backs a data folder up, and says what it holds.
pub(crate) fn run(data: &Path, store: Result<Store, BackupError>, wanted: &Wanted) -> ExitCode {
    let made = store.and_then(|store| {
        let made = block_on(backup::backup(data, &store, wanted, Clock::System))?;
        Ok((store, made))
    });
    match made {
        Ok((store, backed_up)) => {
            say_made(&store, &backed_up);
            if wanted.with_key {
                say("It has the key that seals links, too: whoever reads it can enter any account");
            }
            match backed_up.findings.len() {
                0 if backed_up.not_dropped.is_none() => return ExitCode::SUCCESS,
                0 => {}
                count => say(&format!("{count} findings: it is as the site's own folder is")),
            }
        }
        Err(error) => eprintln!("holdfast: {error}. There is no backup; the site is unharmed."),
    }
    ExitCode::FAILURE
}

fn say_made(store: &Store, made: &BackedUp) {
    let BackedUp { name, entries, files, sent: (objects, bytes), .. } = made;
    for finding in &made.findings {
        say(&format!("BROKEN  {finding}"));
    }
    say(&format!(
        "{} has the backup {name}: {entries} entries and {files} tickets' files, checked. {objects} \
         objects of {bytes} bytes are new, and were read back",
        store.place()
    ));
    match (&made.not_dropped, made.dropped) {
        (Some(why), _) => say(&format!("What need not be kept is there still: {why}")),
        (None, 0) => {}
        (None, dropped) => say(&format!("{dropped} backups that need not be kept are deleted")),
    }
}

//! `holdfast compact`: the journal without what is gone. The site must be stopped.

use std::{
    io,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

use crate::{
    clock::Clock,
    commands::cli::say,
    storage::compaction::{self, Compacted, Step},
};

/// How often it says how far it is.
const SAID_EVERY: Duration = Duration::from_secs(1);

/// Compacts a data folder, and says what it does.
pub(crate) fn run(data: &Path) -> ExitCode {
    if !compaction::is_data_folder(data) {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    }
    let mut said = Instant::now();
    let mut progress = |step: Step| -> io::Result<()> {
        let is_long = matches!(step, Step::Read(_) | Step::Written(_) | Step::Compared(_));
        if is_long && said.elapsed() < SAID_EVERY {
            return Ok(());
        }
        said = Instant::now();
        match step {
            Step::Read(entries) => say(&format!("reading the journal: {entries} entries")),
            Step::Written(entries) => say(&format!("writing it anew: {entries} entries")),
            Step::Compared(entries) => say(&format!("reading it back: {entries} entries")),
            Step::Snapshots => say("the new journal says the same; building the snapshots"),
            Step::Ready => say("putting the new in the place of the old"),
            Step::Decided | Step::Moved | Step::Cleaning => {}
        }
        Ok(())
    };
    match compaction::compact(data, Clock::System, &mut progress) {
        Ok(compacted) => {
            say_done(&compacted);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("holdfast: {error}");
            compaction::tidy(data);
            ExitCode::FAILURE
        }
    }
}

fn say_done(compacted: &Compacted) {
    let Compacted { entries, bytes, forgotten, sessions } = compacted;
    say(&format!(
        "compacted: {} entries, now {}; {} bytes of journal, now {}",
        entries.0, entries.1, bytes.0, bytes.1
    ));
    say(&format!("{forgotten} deleted accounts are forgotten here; backups have them still"));
    match sessions {
        Some(sessions) => say(&format!("{sessions} sessions go on")),
        None => say("the sessions could not be read: everyone must sign in again"),
    }
}

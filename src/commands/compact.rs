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
    storage::compaction::{self, Compacted, CompactionStep, Retention},
};

/// How often it says how far it is.
const SAID_EVERY: Duration = Duration::from_secs(1);

/// Compacts a data folder, and says what it does.
pub(crate) fn run(data: &Path, retention: Retention) -> ExitCode {
    if compaction::journal_of(data).is_none() {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    }
    let mut said = Instant::now();
    let mut progress = |step: CompactionStep| -> io::Result<()> {
        let what = match step {
            // These come again and again.
            CompactionStep::Read(_) | CompactionStep::Written(_) | CompactionStep::Compared(_)
                if said.elapsed() < SAID_EVERY =>
            {
                return Ok(());
            }
            CompactionStep::Read(entries) => format!("reading the journal: {entries} entries"),
            CompactionStep::Written(entries) => format!("writing it anew: {entries} entries"),
            CompactionStep::Compared(entries) => format!("reading it back: {entries} entries"),
            CompactionStep::Snapshots => {
                "the new journal says the same; building the snapshots".into()
            }
            CompactionStep::Ready => "putting the new in the place of the old".into(),
            // Of a site that runs.
            CompactionStep::Followed(_) | CompactionStep::Linked => return Ok(()),
            CompactionStep::Decided | CompactionStep::Moved | CompactionStep::Cleaning => {
                return Ok(());
            }
        };
        said = Instant::now();
        say(&what);
        Ok(())
    };
    match compaction::compact(data, Clock::System, retention, &mut progress) {
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
    let Compacted { entries, bytes, forgotten } = compacted;
    say(&format!(
        "compacted: {} entries, now {}; {} bytes of journal, now {}",
        entries.0, entries.1, bytes.0, bytes.1
    ));
    say(&format!("{forgotten} deleted accounts are forgotten here; backups have them still"));
}

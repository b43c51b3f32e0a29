//! `holdfast verify`: every invariant over a data folder, and whether the payment provider's books
//! say the same. It reads only, and needs no lock, so that it can run beside the site; only the sums
//! that a site has stored are read when it is stopped, as a start reads them.

mod payments;
mod sums;

use std::{collections::HashSet, path::Path, process::ExitCode};

use sums::SumsCheck;

pub use payments::{BooksError, Charges, compare_with};

use crate::{
    audit::{Auditor, Totals},
    clock::Clock,
    commands::cli::say,
    config::Config,
    files::fault_of,
    storage::{
        compaction,
        journal::{self, Acknowledged, End, JournalError},
    },
};

/// What a data folder's journal says.
struct JournalHistory {
    auditor: Auditor,
    sums: SumsCheck,
    end: Result<End, JournalError>,
}

impl JournalHistory {
    fn read(data: &Path) -> Self {
        Self::read_with(data, SumsCheck::of_nothing())
    }

    /// The same, with a look at what the sums come to that are stored.
    fn read_with(data: &Path, sums: SumsCheck) -> Self {
        let journal = compaction::journal_of(data).unwrap_or_else(|| journal::folder_in(data));
        let marked = || Acknowledged::read(&journal).ok().flatten();
        let before = marked();
        match Self::of(&journal, sums, false) {
            // Somebody appends, and a part of what they were writing was read.
            Self { end: Err(JournalError::Damaged { .. }), sums, .. } if marked() != before => {
                Self::of(&journal, sums.again(), true)
            }
            history => history,
        }
    }

    /// All of it, or what is acknowledged.
    fn of(journal: &Path, mut sums: SumsCheck, is_acknowledged: bool) -> Self {
        let mut auditor = Auditor::default();
        let visit = |sequence, entry| {
            sums.before(sequence, &auditor);
            auditor.entry(sequence, &entry);
            Ok(())
        };
        let end = match is_acknowledged {
            true => journal::replay_acknowledged(journal, visit),
            false => journal::replay(journal, visit),
        };
        Self { auditor, sums, end }
    }
}

/// Checks a data folder, and with a configuration the payments, too; says what it finds.
pub(crate) fn run(data: &Path, payments: Option<&Config>) -> ExitCode {
    if compaction::journal_of(data).is_none() {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    }
    let sums = SumsCheck::begin(data);
    let JournalHistory { mut auditor, sums, end } = JournalHistory::read_with(data, sums);
    let (totals, broken) = auditor.finish();
    for finding in &broken {
        say(&format!("BROKEN  {finding}"));
    }
    match &end {
        Ok(end) => say_history(end, &totals),
        Err(error @ JournalError::Newer { .. }) => {
            eprintln!("holdfast: {error}");
            return ExitCode::FAILURE;
        }
        Err(error) => {
            say(&format!("BROKEN  {error}"));
            return ExitCode::FAILURE;
        }
    }
    let mut findings = broken.len();
    if findings == 0 {
        say("every invariant holds");
    }
    findings += sums.say(&auditor);
    findings += say_files(data, &auditor);
    if let Some(config) = payments {
        findings += say_overdue(&auditor);
        match payments::check(config, data, &auditor) {
            Ok(found) => findings += found,
            Err(error) => {
                say(&format!("the payments could not be compared: {error}"));
                return ExitCode::FAILURE;
            }
        }
    }
    match findings {
        0 => ExitCode::SUCCESS,
        _ => {
            say(&format!("{findings} findings"));
            ExitCode::FAILURE
        }
    }
}

fn say_history(end: &End, totals: &Totals) {
    if end.torn_bytes > 0 {
        say(&format!(
            "note    {} bytes after the last entry were being written when the server stopped, or \
             are now; they were never acknowledged, and the next start cuts them off",
            end.torn_bytes
        ));
    }
    say(&format!(
        "{} entries: {} users, {} events, {} tickets, {} orders of which {} completed, {} charges, \
         {} kept (in the currency's smallest unit)",
        totals.entries,
        totals.users,
        totals.events,
        totals.tickets,
        totals.orders,
        totals.completed,
        totals.charges,
        totals.kept_minor,
    ));
}

/// Whether each file is as its ticket says. A running site may have deleted one since its ticket was
/// read: so what looks wrong is looked up once more.
fn say_files(data: &Path, auditor: &Auditor) -> usize {
    let files: Vec<_> = auditor.files().collect();
    let mut faults: Vec<_> = files
        .iter()
        .filter_map(|(owner, file)| Some((owner, *file, fault_of(data, file)?)))
        .collect();
    if !faults.is_empty() {
        let now: HashSet<_> =
            JournalHistory::read(data).auditor.files().map(|(_, file)| file.id).collect();
        faults.retain(|(_, file, _)| now.contains(&file.id));
    }
    for (owner, file, fault) in &faults {
        say(&format!("BROKEN  the file {} of {owner} {fault}", file.id));
    }
    if faults.is_empty() && !files.is_empty() {
        say(&format!("each of {} files of tickets and events is there, and whole", files.len()));
    }
    faults.len()
}

fn say_overdue(auditor: &Auditor) -> usize {
    let overdue = auditor.overdue(Clock::System.now());
    for late in &overdue {
        say(&format!(
            "OVERDUE  {late}. A running site tries it again and again: start it, or read its log."
        ));
    }
    if overdue.is_empty() {
        say("no payment and no refund is overdue");
    }
    overdue.len()
}

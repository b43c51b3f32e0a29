//! `holdfast events`: what other programs may know of what has happened, from a data folder. It reads
//! only, and needs no lock, so that it can run beside the site.

use std::{
    collections::HashMap,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
    thread,
    time::Duration,
};

use crate::{
    delivery::cloud_events::EventSource,
    domain::{IllegalEvent, Key, Row, public::is_public},
    storage::{
        compaction,
        journal::{self, JournalError, JournalPosition, StoredEntry},
    },
};

/// How often it is looked whether there is more.
const LOOKED_EVERY: Duration = Duration::from_millis(200);

/// Prints the events from an entry of the journal on, a line each; and goes on with what comes, if one
/// follows.
pub(crate) fn run(data: &Path, source: &EventSource, from: u64, is_following: bool) -> ExitCode {
    if compaction::journal_of(data).is_none() {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    }
    let mut reader = FeedReader { source, from, rows: HashMap::new(), last: 0, place: None };
    loop {
        let printed = match reader.print_more(data) {
            Ok(()) => io::stdout().flush(),
            Err(EventsError::Output(error)) => Err(error),
            Err(EventsError::Journal(error)) => {
                eprintln!("holdfast: {error}");
                return ExitCode::FAILURE;
            }
        };
        // Whoever read it has seen enough.
        if printed.is_err() || !is_following {
            return ExitCode::SUCCESS;
        }
        #[expect(clippy::disallowed_methods, reason = "a journal does not tell that it has grown")]
        thread::sleep(LOOKED_EVERY);
    }
}

enum EventsError {
    Journal(JournalError),
    Output(io::Error),
}

/// Reads a journal as it grows.
struct FeedReader<'a> {
    source: &'a EventSource,
    /// Earlier entries are read and not printed.
    from: u64,
    rows: HashMap<Key, Row>,
    /// The last entry that was read, and its frame.
    last: u64,
    place: Option<JournalPosition>,
}

impl FeedReader<'_> {
    fn print_more(&mut self, data: &Path) -> Result<(), EventsError> {
        let journal = compaction::journal_of(data).unwrap_or_else(|| journal::folder_in(data));
        let (after, place) = (self.last, self.place);
        let mut output = io::BufWriter::new(io::stdout().lock());
        let mut failed = None;
        let read =
            journal::replay_acknowledged_after(&journal, after, place, |at, place, stored| {
                let printed = self.entry(at, &stored, &mut output)?;
                (self.last, self.place) = (at, Some(place));
                printed.map_err(|error| {
                    let said = error.to_string();
                    failed = Some(error);
                    said
                })
            });
        if let Some(error) = failed {
            return Err(EventsError::Output(error));
        }
        read.map_err(EventsError::Journal)?;
        output.flush().map_err(EventsError::Output)
    }

    /// Only records of which others may know are kept.
    fn entry(
        &mut self,
        sequence: u64,
        stored: &StoredEntry,
        output: &mut impl io::Write,
    ) -> Result<io::Result<()>, String> {
        if !stored.entry().events.iter().any(is_public) {
            return Ok(Ok(()));
        }
        let before = |key| Ok::<_, IllegalEvent>(self.rows.get(&key).cloned());
        let changes = stored.entry().changes(before).map_err(|illegal| illegal.to_string())?;
        let kept = changes.into_iter().filter(|change| change.new.version() > 0);
        self.rows.extend(kept.map(|change| (change.new.key(), change.new)));
        if sequence < self.from {
            return Ok(Ok(()));
        }
        let events = stored.public_events(sequence, |key| self.rows.get(&key).cloned());
        Ok(events.iter().try_for_each(|event| writeln!(output, "{}", self.source.body(event))))
    }
}

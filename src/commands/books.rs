//! `holdfast books`: the books of a data folder, for programs that others wrote. It reads only, and
//! needs no lock, so that it can run beside the site.

use std::{io, path::Path, process::ExitCode};

use crate::{
    books::{BooksFormat, BooksWriteError, BooksWriter},
    config::SiteConfig,
    storage::{
        compaction,
        journal::{self, JournalError},
    },
};

/// Prints the books, in the site's currency and by its time zone.
pub(crate) fn run(data: &Path, site: &SiteConfig, format: BooksFormat) -> ExitCode {
    let Some(journal) = compaction::journal_of(data) else {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    };
    match print(&journal, site, format) {
        Ok(()) => ExitCode::SUCCESS,
        Err(PrintError::Journal(error)) => {
            eprintln!("holdfast: {error}");
            ExitCode::FAILURE
        }
        // Books that end too early are not taken for all of them.
        Err(PrintError::Output(error)) => {
            eprintln!("holdfast: the books are not written to their end: {error}");
            ExitCode::FAILURE
        }
    }
}

enum PrintError {
    Journal(JournalError),
    Output(io::Error),
}

impl From<io::Error> for PrintError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn print(journal: &Path, site: &SiteConfig, format: BooksFormat) -> Result<(), PrintError> {
    let output = io::BufWriter::new(io::stdout().lock());
    let mut books = BooksWriter::begin(output, format, site.currency, &site.time_zone)?;
    let mut failed = None;
    let read = journal::replay_acknowledged(journal, |position, entry| {
        books.entry(position, &entry).map_err(|error| {
            let said = error.to_string();
            if let BooksWriteError::Output(error) = error {
                failed = Some(error);
            }
            said
        })
    });
    if let Some(error) = failed {
        return Err(PrintError::Output(error));
    }
    read.map_err(PrintError::Journal)?;
    books.end()?;
    Ok(())
}

//! `holdfast report`: what sellers have sold in a year, for who must report that. It reads only, and
//! needs no lock, so that it can run beside the site.

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use crate::{
    books::YearReport,
    config::SiteConfig,
    storage::{compaction, journal},
    types::Currency,
};

/// Prints a year's report, in the site's currency and by its time zone.
pub(crate) fn run(data: &Path, site: &SiteConfig, year: i16) -> ExitCode {
    let Some(journal) = compaction::journal_of(data) else {
        eprintln!("holdfast: {} is not a Holdfast data folder: it has no journal", data.display());
        return ExitCode::FAILURE;
    };
    let mut report = YearReport::begin(year, &site.time_zone);
    let read = journal::replay_acknowledged(&journal, |_, entry| {
        report.entry(&entry).map_err(|illegal| illegal.to_string())
    });
    if let Err(error) = read {
        eprintln!("holdfast: {error}");
        return ExitCode::FAILURE;
    }
    if site.currency != Currency::EUR {
        let currency = site.currency;
        eprintln!("holdfast: what euros are in {currency} is not known: every seller is listed");
    }
    let mut output = io::BufWriter::new(io::stdout().lock());
    let written = report.write(&mut output, site.currency).and_then(|()| output.flush());
    if let Err(error) = written {
        eprintln!("holdfast: the report is not written to its end: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

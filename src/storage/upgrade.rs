//! Upgrading in place: what a start makes of a data folder that another version of Holdfast had open.
//!
//! **A later version reads whatever an earlier one has written** ([`super::codec`]): the journal stays
//! as it is, records are written in the present form as they change, and snapshots of another layout
//! are built anew from the journal. **An earlier version reads what it knows**, and refuses a folder
//! with anything else in it before it has changed anything ([`super::journal::JournalError::Newer`]). So
//! who goes back at once, before something new was written, loses nothing.
//!
//! The folder's file `version` says which version had it open last. Nothing is decided by it: it makes
//! what is said of an upgrade, and of what cannot be read, plain.

use std::{fmt, time::Duration};

/// This program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a start has made of a folder that another version had open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upgrade {
    /// Which version; none if it did not say so yet.
    pub from: Option<String>,
    /// The layouts that the snapshots had, and have, if they were built anew for it.
    pub layouts: Option<(u64, u64)>,
    /// How many entries they were built from.
    pub entries: u64,
    /// How many of the present records are in an earlier form.
    pub older_records: u64,
    /// How long the start took with all that.
    pub took: Duration,
}

impl Upgrade {
    /// Whether the folder was another version's, and had something in it.
    #[must_use]
    pub fn is_one(&self) -> bool {
        let is_of_another = self.from.as_deref() != Some(VERSION) || self.layouts.is_some();
        is_of_another && self.entries > 0
    }
}

impl fmt::Display for Upgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, layouts, entries, older_records, took } = self;
        match from.as_deref() {
            Some(VERSION) => {
                write!(f, "this data folder is open with another Holdfast {VERSION} now")?;
            }
            Some(from) => {
                write!(
                    f,
                    "this data folder was last open with Holdfast {from}, and is with {VERSION} now"
                )?;
            }
            None => write!(
                f,
                "this data folder was last open with an earlier Holdfast, and is with {VERSION} now"
            )?,
        }
        match layouts {
            Some((was, is)) => write!(
                f,
                ": its snapshots were in layout {was}, and were built anew in layout {is} from the {entries} \
                 entries of the journal"
            )?,
            None => write!(f, ": its {entries} entries and its snapshots are used as they are")?,
        }
        if *older_records > 0 {
            write!(
                f,
                "; {older_records} records are in an earlier form, and are written in the present one as \
                 they change"
            )?;
        }
        write!(f, ". Nothing is lost. This took {:.1} s", took.as_secs_f64())
    }
}

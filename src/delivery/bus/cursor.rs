//! The cursor beside the stream: up to where a stream had which events. It is a little behind, and is
//! asked only where the stream itself was emptied.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::storage::write_private;

/// Its file in the data folder.
const FILE: &str = "bus-cursor";

/// Which event was a stream's message of this number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The stream's name.
    pub(super) stream: String,
    /// When it was made, in nanoseconds of Unix time: one of the same name may be another.
    pub(super) created: i64,
    /// The message's sequence number in the stream.
    pub(super) message: u64,
    /// The event's id.
    pub(super) event: String,
}

impl Cursor {
    /// What stands in a data folder, if it can be read.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }

    /// Writes it down, durably.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        write_private(folder, FILE, &serde_json::to_vec(self)?)
    }
}

//! What the snapshots hold of the books, for `holdfast verify`: the sums that pages show, counted as
//! entries came.

use std::path::Path;

use super::{
    Folder, OpenError,
    journal::{self, at},
    snapshots::{self, Opened, Snapshots},
    snapshots_place::snapshots_of,
};
use crate::{domain::ledger::Sums, reads::catalog::Balances};

/// The sums, as of an entry.
#[derive(Debug, Clone, Copy)]
pub struct StoredSums {
    /// The last entry that is in them.
    pub sequence: u64,
    /// What is on each account.
    pub books: Sums,
    /// What lies where, by the lines of sellers.
    pub balances: Balances,
}

/// Reads them, as a start does; nothing if there are no snapshots.
///
/// # Errors
/// When a running site has the folder, or the snapshots cannot be read: the next start builds such anew.
pub fn stored_sums(data: &Path) -> Result<Option<StoredSums>, OpenError> {
    let journal = journal::folder_in(data);
    let path = data.join(snapshots_of(&journal).map_err(at(&journal))?);
    if !path.is_dir() {
        return Ok(None);
    }
    let _folder = Folder::claim(data)?;
    let (snapshots, opened) = Snapshots::open(&path, snapshots::PATIENCE)?;
    snapshots.close(&path)?;
    let Opened { seal, catalog, statistics, .. } = opened;
    let (sequence, books) = (seal.sequence, statistics.total().books);
    Ok(Some(StoredSums { sequence, books, balances: catalog.earnings.balances() }))
}

/// Spoils one of them, under a seal that fits: adds so much to what is counted.
#[cfg(test)]
pub fn spoil_sums(data: &Path, books: Sums) {
    use super::snapshots::{Batch, SnapshotState};
    use crate::reads::statistics::{Quarter, Tally};

    let path = data.join(snapshots_of(&journal::folder_in(data)).unwrap());
    let (snapshots, opened) = Snapshots::open(&path, snapshots::PATIENCE).unwrap();
    let mut kept = SnapshotState::of(&opened);
    let (sequence, place) = (opened.seal.sequence, opened.seal.place);
    let tallies = [(Quarter(0), Tally { books, ..Tally::default() })].into();
    let batch = Batch { sequence, place, tallies, ..Batch::default() };
    snapshots.put(&mut kept, None, &batch).unwrap();
    snapshots.close(&path).unwrap();
}

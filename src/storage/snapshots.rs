//! The snapshots: every record as of some sequence number, and what has been counted until then, in
//! sled.
//!
//! sled never calls fsync, can lose the tail of what it had, and can panic or hang on damaged files
//! (sled 0.34.7). So nothing here is believed: each row has a checksum, and a seal over all of them
//! is written in the same batch as the rows. If the seal does not fit what is found at start-up, or
//! sled does not open in time, the folder is moved aside and built anew from the journal.
//!
//! What is present is read and checked at start-up, before anything is believed. What is of the past
//! ([`past`]) is only as long as it takes checked while the site runs, some rows at a time
//! ([`PastCheck`]): a start costs what is, not what was.
//!
//! | keys begin with | what |
//! | --- | --- |
//! | a kind's letter | a record that is present; of 17 bytes |
//! | `#` | how many entries an index of the past has |
//! | `$` | what happened in a quarter of an hour, and in all |
//! | `~` and a kind's letter | a record of the past |
//! | `~` and an index's letter | its entry in that, of which no kind has the letter |
//! | `~0` | public events, under the position of the last one's entry |
//! | `seal` | the seal |

mod opening;

use std::{
    collections::{HashMap, HashSet},
    io,
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::Duration,
};

pub use opening::{PATIENCE, wait_until_free};

use super::{
    codec::{self, CodecError},
    journal::JournalPosition,
    row,
    snapshotter::Changed,
};
use crate::{
    domain::{
        Key, Row,
        public::{PublicEvent, PublicEventId},
    },
    reads::{
        catalog::Catalog,
        past::{self, PastCount, PastIndex},
        statistics::{Quarter, Statistics, Tally},
        walk::Walk,
    },
    types::Timestamp,
};

/// The seal's own key; no record's key has its length.
const SEAL_KEY: &[u8] = b"seal";
/// With what the key of a count of the past begins.
const COUNT: u8 = b'#';
/// With what the keys of the statistics begin.
const COUNTED: u8 = b'$';

/// What the snapshots hold of which record, and under which keys ([`past::entries`]). Those of
/// another layout are built anew from the journal: this grows with every index.
pub const LAYOUT: u64 = 7;

/// With what the keys of public events begin.
const PUBLIC: [u8; 2] = [past::FIRST, b'0'];
/// How many bytes of public events end a row of them: sled likes no larger ones.
const PUBLIC_ROW_BYTES: usize = 4 * 1024;

/// How many rows of the past are checked at once.
const CHECKED_AT_ONCE: usize = 512;

/// What the snapshots hold, in short: written in one batch with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seal {
    /// The last entry whose changes are in the rows.
    pub sequence: u64,
    /// The frame of the journal in which that is.
    pub place: Option<JournalPosition>,
    present: Sum,
    past: Sum,
}

/// Which rows there are, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Sum {
    rows: u64,
    /// The sum of all rows' checksums, mixed.
    sum: u64,
}

/// What is read of the snapshots at start-up.
#[derive(Debug, Default)]
pub struct Opened {
    /// The seal, which fits what is present.
    pub seal: Seal,
    /// What is present.
    pub catalog: Catalog,
    /// What has been counted.
    pub statistics: Statistics,
    /// How many records of what is present an earlier version has written in a form of its own.
    pub older_records: u64,
}

/// What a batch of entries has made of the records, and adds to what is counted.
#[derive(Debug, Default)]
pub struct Batch {
    /// The last of the entries.
    pub sequence: u64,
    /// The frame of the journal in which that is.
    pub place: Option<JournalPosition>,
    /// The records as they are after it.
    pub rows: HashMap<Key, Row>,
    /// What happened, and when.
    pub tallies: HashMap<Quarter, Tally>,
    /// What other programs may know of it, oldest first.
    pub public: Vec<PublicEvent>,
}

impl Batch {
    /// Takes in what comes next.
    pub fn add(&mut self, changed: Changed) {
        let Changed { sequence, place, rows, tallies } = changed;
        (self.sequence, self.place) = (sequence, Some(place));
        self.rows.extend(rows.into_iter().map(|row| (row.key(), row)));
        for (quarter, tally) in tallies {
            *self.tallies.entry(quarter).or_default() += tally;
        }
    }
}

/// The check of the past, as far as it has come.
#[derive(Debug, Default)]
pub struct PastCheck {
    /// Up to which key it is checked; rows up to there that change are changed in `found`, too.
    until: Vec<u8>,
    found: Sum,
}

/// The snapshots, opened.
#[derive(Debug, Clone)]
pub struct Snapshots {
    db: sled::Db,
    rows: sled::Tree,
    /// Whether they are to fail, for a test.
    #[cfg(feature = "harness")]
    fails: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

/// Why snapshots cannot be used. The journal has everything, so this is never the end.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// sled says so.
    #[error("sled: {0}")]
    Sled(#[from] sled::Error),
    /// A row is damaged.
    #[error("a row is damaged: {0}")]
    Row(#[from] CodecError),
    /// Rows are missing, or stale.
    #[error("the rows do not fit their seal: {0}")]
    Seal(String),
    /// They are of a version of Holdfast that keeps other rows, or the same under other keys.
    #[error("they are in layout {0}, and this program's is {LAYOUT}")]
    OfAnotherLayout(u64),
    /// They are whole, and another journal's.
    #[error("they were made from another journal")]
    OfAnotherJournal,
    /// They are whole, but not yet let go of.
    #[error("an earlier storage of this process has not let go of them")]
    InUse,
    /// A record could not be read.
    #[error("a record could not be read from them")]
    Unreadable,
    /// They are being opened anew.
    #[error("they are being opened anew; try again in a minute")]
    Closed,
    /// sled panicked.
    #[error("sled panicked while it read its folder")]
    Panicked,
    /// sled did not come to an end.
    #[error("sled did not open its folder within {0:?}")]
    Hung(Duration),
    /// The disk says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// On which file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

impl SnapshotError {
    /// Whether the disk had no room, which is no fault of what is on it.
    #[must_use]
    pub fn is_full_disk(&self) -> bool {
        match self {
            Self::Sled(sled::Error::Io(source)) | Self::Io { source, .. } => {
                source.kind() == io::ErrorKind::StorageFull
            }
            _ => false,
        }
    }
}

impl Snapshots {
    /// The row under a key.
    ///
    /// # Errors
    /// When sled fails or the row is damaged.
    pub fn get(&self, key: Key) -> Result<Option<Row>, SnapshotError> {
        let bytes = row::key_bytes(key);
        let found = guarded(|| match self.rows.get(bytes)? {
            Some(present) => Ok(Some(present)),
            None => self.rows.get(past_key(&bytes)),
        })?;
        Ok(found.map(|bytes| row::decode(key, &bytes)).transpose()?)
    }

    /// The greatest id of each kind, by the kind's letter, of which they have a record.
    ///
    /// # Errors
    /// When sled fails.
    pub fn greatest_ids(&self) -> Result<foldhash::HashMap<u8, [u8; 16]>, SnapshotError> {
        let mut greatest = foldhash::HashMap::default();
        for letter in Key::LETTERS {
            for prefix in [&[*letter][..], &[past::FIRST, *letter]] {
                let last = guarded(|| {
                    let keys = self.rows.scan_prefix(prefix).keys().rev();
                    // The seal's key begins with a letter, too.
                    let mut ids = keys.filter(|key| {
                        key.as_ref().map_or(true, |key| key.len() == prefix.len() + 16)
                    });
                    ids.next().transpose()
                })?;
                if let Some(id) = last.as_ref().and_then(|key| key.last_chunk::<16>()) {
                    let of_kind = greatest.entry(*letter).or_insert(*id);
                    *of_kind = (*of_kind).max(*id);
                }
            }
        }
        Ok(greatest)
    }

    /// The ids that an index of the past names, in order.
    ///
    /// # Errors
    /// When sled fails.
    pub fn named(&self, index: PastIndex) -> Result<Vec<[u8; 16]>, SnapshotError> {
        self.named_along(index, Walk::up(None), usize::MAX)
    }

    /// The ids that such an index names from one on, so many at the most.
    ///
    /// # Errors
    /// When sled fails.
    pub fn named_along(
        &self,
        index: PastIndex,
        walk: Walk<[u8; 16]>,
        limit: usize,
    ) -> Result<Vec<[u8; 16]>, SnapshotError> {
        let keys = self.keys_along(index, walk, limit)?;
        Ok(keys.iter().filter_map(|key| key.last_chunk().copied()).collect())
    }

    /// The keys of an index's entries from behind one on, of which this is what comes after the
    /// index's prefix.
    fn keys_along<const N: usize>(
        &self,
        index: PastIndex,
        walk: Walk<[u8; N]>,
        limit: usize,
    ) -> Result<Vec<sled::IVec>, SnapshotError> {
        let key = |rest: &[u8]| [&index.prefix(), rest].concat();
        let range = walk.by(|from| key(&from)).range_within(key(&[]), key(&[u8::MAX; 25]));
        guarded(|| {
            let keys = walk.along(self.rows.range(range).keys());
            keys.take(limit).collect()
        })
    }

    /// What an index names that is by time, such as the mails of the past by when their causes came,
    /// from behind one on.
    ///
    /// # Errors
    /// When sled fails.
    pub fn dated_along(
        &self,
        index: PastIndex,
        walk: Walk<(Timestamp, [u8; 16])>,
        limit: usize,
    ) -> Result<Vec<(Timestamp, [u8; 16])>, SnapshotError> {
        let walk = walk.by(|(at, id)| {
            let mut key = [0; 24];
            key[..8].copy_from_slice(&past::ordered(at));
            key[8..].copy_from_slice(&id);
            key
        });
        let keys = self.keys_along(index, walk, limit)?;
        let found = keys.iter().filter_map(|key| {
            let (rest, id) = key.split_last_chunk::<16>()?;
            Some((past::moment(*rest.last_chunk()?), *id))
        });
        Ok(found.collect())
    }

    /// The public events after one, of entries up to another: so many at the most.
    ///
    /// # Errors
    /// When sled fails, or what it gives is damaged.
    pub fn public_events(
        &self,
        after: PublicEventId,
        until: u64,
        limit: usize,
    ) -> Result<Vec<PublicEvent>, SnapshotError> {
        let (mut found, mut from) = (vec![], after.sequence);
        while found.len() < limit {
            let range = public_key(from)..=public_key(u64::MAX);
            let Some((key, bytes)) = guarded(|| self.rows.range(range).next().transpose())? else {
                break;
            };
            let last = key.last_chunk().copied().map_or(until, u64::from_be_bytes);
            let events = codec::decode_public_events(codec::unseal(&key, &bytes)?)?;
            let wanted = |event: &PublicEvent| after < event.id && event.id.sequence <= until;
            found.extend(events.into_iter().filter(wanted).take(limit - found.len()));
            if last >= until {
                break;
            }
            from = last + 1;
        }
        Ok(found)
    }

    /// Writes what a batch of entries comes to, with the new seal, all at once. A check that is under
    /// way takes it into account.
    ///
    /// # Errors
    /// When sled fails.
    pub fn put(
        &self,
        kept: &mut SnapshotState,
        check: Option<&mut PastCheck>,
        batch: &Batch,
    ) -> Result<(), SnapshotError> {
        self.check_fault()?;
        let Batch { sequence, place, rows, tallies, public } = batch;
        let mut seal = Seal { sequence: *sequence, place: *place, ..kept.seal };
        let mut writing =
            BatchWriter { rows: &self.rows, seal: &mut seal, check, batch: sled::Batch::default() };
        let mut counted: HashMap<Vec<u8>, i64> = HashMap::new();
        for row in rows.values() {
            writing.row(row, &mut counted)?;
        }
        for (part, more) in counted.into_iter().filter(|(_, more)| *more != 0) {
            writing.count(&part, more)?;
        }
        writing.public_events(public)?;
        let (quarters, total) = kept.statistics.with(tallies);
        for (quarter, tally) in &quarters {
            writing.tally(Some(*quarter), *tally)?;
        }
        if !quarters.is_empty() {
            writing.tally(None, Some(total))?;
        }
        let mut batch = writing.batch;
        batch.insert(SEAL_KEY, seal.encode());
        self.rows.apply_batch(batch)?;
        kept.seal = seal;
        tallies.iter().for_each(|(quarter, tally)| kept.statistics.add(*tally, *quarter));
        Ok(())
    }

    /// Checks some more of the past; gives whether that was the last.
    ///
    /// # Errors
    /// When it does not fit the seal: then that is spoilt, so that the next start builds all anew.
    pub fn check(&self, seal: &Seal, check: &mut PastCheck) -> Result<bool, SnapshotError> {
        let from = Bound::Excluded(if check.until.is_empty() {
            vec![past::FIRST]
        } else {
            check.until.clone()
        });
        let mut rows = 0;
        for pair in self.rows.range((from, Bound::Unbounded)).take(CHECKED_AT_ONCE) {
            let (key, bytes) = pair?;
            check.found.add(&key, &bytes);
            check.until = key.to_vec();
            rows += 1;
        }
        if rows == CHECKED_AT_ONCE {
            return Ok(false);
        }
        if check.found == seal.past {
            return Ok(true);
        }
        self.rows.insert(SEAL_KEY, Vec::new())?;
        self.flush()?;
        Err(SnapshotError::Seal(format!(
            "{} rows of the past found, {} were written",
            check.found.rows, seal.past.rows
        )))
    }

    /// Has what is written fail from now on, until they are opened anew.
    #[cfg(feature = "harness")]
    pub fn fail(&self) {
        self.fails.store(true, std::sync::atomic::Ordering::Relaxed);
    }

    fn check_fault(&self) -> Result<(), SnapshotError> {
        #[cfg(feature = "harness")]
        if self.fails.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(SnapshotError::Unreadable);
        }
        Ok(())
    }

    /// Hands what was put to the operating system. It is durable some time after: what a power cut
    /// takes from it, the journal has.
    ///
    /// # Errors
    /// When sled fails.
    pub fn flush(&self) -> Result<(), SnapshotError> {
        self.db.flush()?;
        Ok(())
    }
}

/// What whoever writes the snapshots knows of what they hold.
#[derive(Debug, Default)]
pub struct SnapshotState {
    seal: Seal,
    statistics: Statistics,
}

impl SnapshotState {
    /// As it was opened.
    #[must_use]
    pub fn of(opened: &Opened) -> Self {
        Self { seal: opened.seal, statistics: opened.statistics.clone() }
    }

    /// The seal.
    #[must_use]
    pub fn seal(&self) -> &Seal {
        &self.seal
    }
}

/// A batch in the making, with the seal that it comes to.
struct BatchWriter<'a> {
    rows: &'a sled::Tree,
    seal: &'a mut Seal,
    check: Option<&'a mut PastCheck>,
    batch: sled::Batch,
}

impl BatchWriter<'_> {
    fn row(&mut self, row: &Row, counted: &mut HashMap<Vec<u8>, i64>) -> Result<(), SnapshotError> {
        let key = row::key_bytes(row.key());
        let was_present = self.rows.get(key)?;
        let was_past = match was_present {
            Some(_) => None,
            None => self.rows.get(past_key(&key))?,
        };
        let entries_of = |row: &Row| past::entries(row).into_iter().collect::<HashSet<_>>();
        let old = match &was_past {
            Some(bytes) => entries_of(&row::decode(row.key(), bytes)?),
            None => HashSet::new(),
        };
        let (is_past, bytes) = (past::is_past(row), row::encode(row)?);
        let (present, past) = if is_past { (None, Some(bytes)) } else { (Some(bytes), None) };
        self.replace(&key, was_present, present);
        self.replace(&past_key(&key), was_past, past);
        let new = if is_past { entries_of(row) } else { HashSet::new() };
        for (entry, more) in old.difference(&new).map(|entry| (entry, -1)) {
            self.replace(entry, Some(sled::IVec::default()), None);
            count(counted, entry, more);
        }
        for (entry, more) in new.difference(&old).map(|entry| (entry, 1)) {
            self.replace(entry, None, Some(vec![]));
            count(counted, entry, more);
        }
        Ok(())
    }

    fn count(&mut self, part: &[u8], more: i64) -> Result<(), SnapshotError> {
        let key = [&[COUNT], part].concat();
        let old = self.rows.get(&key)?;
        let before = old.as_deref().map_or(Ok(0), |old| decode_count(&key, old))?;
        let count = before.saturating_add_signed(more);
        let new = (count > 0).then(|| codec::seal(&key, &count.to_le_bytes()));
        self.replace(&key, old, new);
        Ok(())
    }

    /// They come once, and an entry's together.
    fn public_events(&mut self, events: &[PublicEvent]) -> Result<(), SnapshotError> {
        let mut row = PublicRow::default();
        for event in events {
            if row.bytes.len() >= PUBLIC_ROW_BYTES && row.last < event.id.sequence {
                self.public_row(std::mem::take(&mut row));
            }
            codec::append_public_event(&mut row.bytes, event)?;
            row.last = event.id.sequence;
        }
        if !row.bytes.is_empty() {
            self.public_row(row);
        }
        Ok(())
    }

    fn public_row(&mut self, row: PublicRow) {
        let key = public_key(row.last);
        let bytes = codec::seal(&key, &row.bytes);
        self.replace(&key, None, Some(bytes));
    }

    fn tally(&mut self, of: Option<Quarter>, tally: Option<Tally>) -> Result<(), SnapshotError> {
        let quarter = of.map(|quarter| quarter.0.to_be_bytes());
        let key = [&[COUNTED][..], quarter.as_ref().map_or(&[], |bytes| &bytes[..])].concat();
        let new = tally.map(|tally| codec::encode_tally(&tally)).transpose()?;
        let old = self.rows.get(&key)?;
        let new = new.map(|bytes| codec::seal(&key, &bytes));
        self.replace(&key, old, new);
        Ok(())
    }

    /// Once for each key of a batch.
    fn replace(&mut self, key: &[u8], old: Option<sled::IVec>, new: Option<Vec<u8>>) {
        let is_past = key.first() == Some(&past::FIRST);
        let checked = self.check.as_deref_mut().filter(|check| is_past && *key <= *check.until);
        let sealed = if is_past { &mut self.seal.past } else { &mut self.seal.present };
        for sum in [Some(sealed), checked.map(|check| &mut check.found)].into_iter().flatten() {
            old.iter().for_each(|old| sum.remove(key, old));
            new.iter().for_each(|new| sum.add(key, new));
        }
        match (old, new) {
            (_, Some(new)) => self.batch.insert(key, new),
            (Some(_), None) => self.batch.remove(key),
            (None, None) => {}
        }
    }
}

/// Public events that are kept together.
#[derive(Default)]
struct PublicRow {
    bytes: Vec<u8>,
    /// The entry of the last one.
    last: u64,
}

fn public_key(sequence: u64) -> [u8; 10] {
    let mut key = [0; 10];
    key[..2].copy_from_slice(&PUBLIC);
    key[2..].copy_from_slice(&sequence.to_be_bytes());
    key
}

fn count(counted: &mut HashMap<Vec<u8>, i64>, entry: &[u8], more: i64) {
    if let Some(part) = PastCount::of_entry(entry) {
        *counted.entry(part.to_vec()).or_default() += more;
    }
}

fn past_key(key: &[u8; 17]) -> [u8; 18] {
    let mut past = [past::FIRST; 18];
    past[1..].copy_from_slice(key);
    past
}

fn decode_count(key: &[u8], bytes: &[u8]) -> Result<u64, CodecError> {
    let count = codec::unseal(key, bytes)?.try_into();
    count.map(u64::from_le_bytes).map_err(|_| CodecError::Malformed("a count is cut short".into()))
}

/// sled may panic on what it reads from the disk, and this runs on threads that must not end.
fn guarded<T>(read: impl FnOnce() -> sled::Result<T>) -> Result<T, SnapshotError> {
    Ok(catch_unwind(AssertUnwindSafe(read)).map_err(|_| SnapshotError::Panicked)??)
}

impl Sum {
    fn add(&mut self, key: &[u8], row: &[u8]) {
        self.rows = self.rows.wrapping_add(1);
        self.sum = self.sum.wrapping_add(mixed(key, row));
    }

    fn remove(&mut self, key: &[u8], row: &[u8]) {
        self.rows = self.rows.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(mixed(key, row));
    }
}

impl Seal {
    fn encode(&self) -> Vec<u8> {
        let place = self.place.map_or([0; 3], JournalPosition::to_numbers);
        let Self { sequence, present, past, .. } = self;
        let sums = [present.rows, present.sum, past.rows, past.sum];
        let numbers = [&[*sequence][..], &sums, &place, &[LAYOUT]].concat();
        let bytes: Vec<u8> = numbers.into_iter().flat_map(u64::to_le_bytes).collect();
        codec::seal(SEAL_KEY, &bytes)
    }

    /// Whatever else a seal has, its layout is the last number.
    fn decode(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (numbers, rest) = codec::unseal(SEAL_KEY, bytes)?.as_chunks::<8>();
        let numbers: Vec<u64> = numbers.iter().map(|n| u64::from_le_bytes(*n)).collect();
        match (<[u64; 9]>::try_from(&numbers[..]), rest) {
            (Ok([sequence, rows, sum, past_rows, past_sum, segment, offset, salt, LAYOUT]), []) => {
                Ok(Self {
                    sequence,
                    place: JournalPosition::of_numbers([segment, offset, salt]),
                    present: Sum { rows, sum },
                    past: Sum { rows: past_rows, sum: past_sum },
                })
            }
            _ => match (numbers.last(), rest) {
                (Some(layout), []) if *layout != LAYOUT => {
                    Err(SnapshotError::OfAnotherLayout(*layout))
                }
                _ => Err(CodecError::Malformed("the seal is cut short".into()).into()),
            },
        }
    }
}

/// A row's share of the seal's sum: its checksum, spread over 64 bits (the finaliser of splitmix64)
/// so that a sum of them tells one set of rows from another.
fn mixed(key: &[u8], row: &[u8]) -> u64 {
    let sum = crc32c::crc32c_append(crc32c::crc32c(key), row);
    let mut z = (u64::from(sum) << 32) ^ row.len() as u64;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{domain::WebhookNotice, types::WebhookNoticeId};

    /// Records of the past, which have no index.
    fn notices(numbers: std::ops::Range<u32>, millis: i64) -> Batch {
        let id = |n: u32| [[0; 12].as_slice(), &n.to_be_bytes()].concat().try_into().unwrap();
        let rows = numbers.map(|n| {
            let id: [u8; 16] = id(n);
            Row::WebhookNotice(Arc::new(WebhookNotice {
                id: WebhookNoticeId::from_bytes(id),
                stripe_id: "evt".into(),
                kind: "kind".into(),
                received_at: Timestamp::from_millis(millis),
            }))
        });
        Batch { sequence: 1, rows: rows.map(|row| (row.key(), row)).collect(), ..Batch::default() }
    }

    #[test]
    fn a_check_of_the_past_takes_into_account_what_changes_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let (snapshots, opened) = Snapshots::open(folder.path(), PATIENCE).unwrap();
        let mut kept = SnapshotState::of(&opened);
        snapshots.put(&mut kept, None, &notices(100..2100, 1)).unwrap();
        let mut check = PastCheck::default();
        assert!(!snapshots.check(kept.seal(), &mut check).unwrap());
        // What it has seen changes, and what it has not; there is more of both.
        for (numbers, millis) in [(150..160, 2), (1900..1910, 2), (0..10, 1), (3000..3010, 1)] {
            snapshots.put(&mut kept, Some(&mut check), &notices(numbers, millis)).unwrap();
        }
        while !snapshots.check(kept.seal(), &mut check).unwrap() {}
    }
}

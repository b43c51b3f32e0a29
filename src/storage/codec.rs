//! Bytes of what is stored: versioned, and checked in full when read.
//!
//! bincode is positional and does not say of which type its bytes are: one byte before them does.
//! Each type has a version of its own. A version's types are frozen, and `golden.txt` holds their
//! bytes; a change to a type is its next version, with a function that makes the one into the other
//! ([`Stored::of_older`]). Events and kinds of records are appended without one.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::domain::{
    AccessToken, Alert, Books, Charge, Claim, Conversation, Dispute, Earning, Entry, Event,
    FeeInvoice, FeedCursor, InvoiceSeries, Mail, Message, Order, Payout, PayoutAccount, PayoutRun,
    Report, SignIn, SignInBy, SignInHistory, SignInTry, StaffAct, Ticket, User, WaitlistEntry,
    WaitlistStatus, WebhookDelivery, WebhookEndpoint, WebhookNotice, Wish, for_each_kind,
    public::PublicEvent,
};
use crate::reads::statistics::Tally;
use crate::types::{TicketId, Timestamp, UserId, WaitlistId};

/// Of types that have not changed yet.
const FIRST: u8 = 1;

/// More than any entry comes to: a length beyond it is damage, not data.
pub const ENTRY_BYTES_MAX: usize = 64 * 1024;

/// What decoding may ask for. bincode counts a number as large as it is in memory, up to eight
/// times its bytes, and a record can hold strings of several entries: whatever was encoded must
/// stay below this, or the journal could hold what cannot be read.
const DECODED_BYTES_MAX: usize = 64 * ENTRY_BYTES_MAX;

/// Bytes that are no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Nothing at all.
    #[error("the record is empty")]
    Empty,
    /// Written by a later version of Holdfast, or damaged.
    #[error("the record has version {0}, which this program does not read")]
    Version(u8),
    /// The checksum does not fit.
    #[error("the record's checksum does not fit its bytes")]
    Checksum,
    /// Not what bincode writes for the type.
    #[error("the record cannot be decoded: {0}")]
    Malformed(String),
    /// More than an entry may come to.
    #[error("the entry would take more than {ENTRY_BYTES_MAX} bytes")]
    TooLarge,
}

/// A type whose bytes are kept.
pub trait Stored: Serialize + DeserializeOwned {
    /// The version in which this program writes it; it reads all up to that.
    const VERSION: u8 = FIRST;

    /// Reads what an earlier program wrote.
    ///
    /// # Errors
    /// When there was no such version, or it is not all of one.
    fn of_older(version: u8, _payload: &[u8]) -> Result<Self, CodecError> {
        Err(CodecError::Version(version))
    }
}

impl Stored for Entry {}

impl Stored for Tally {}

/// What is stored under a record type's own key in the snapshots.
pub trait StoredRecord: Stored {}

macro_rules! stored {
    ($($kind:ident $id:ident $event:ident $letter:literal $called:literal $doc:literal,)*) => {
        $(
            stored_as! { $kind }
            impl StoredRecord for $kind {}
        )*
    };
}

/// The kinds of record that have changed, with what earlier versions end before: bytes that mean that
/// nobody knew.
macro_rules! stored_as {
    (Ticket) => {
        grown! { Ticket, 5, [
            [NONE, NONE, NOT_COUNTED, NONE, NONE].as_slice(),
            &[NOT_COUNTED, NONE, NONE],
            &[NONE, NONE],
            &[NONE],
        ] }
    };
    (User) => {
        grown! { User, 4, [
            [NOT_COUNTED, NONE_YET, NONE, NONE, EMPTY, EMPTY, NONE].as_slice(),
            &[NONE_YET, NONE, NONE, EMPTY, EMPTY, NONE],
            &[NONE, NONE, EMPTY, EMPTY, NONE],
        ] }
    };
    (Event) => {
        grown! { Event, 5, [
            [NOT_COUNTED, OTHER, NONE, SCHEDULED, EMPTY, NONE, NONE].as_slice(),
            &[OTHER, NONE, SCHEDULED, EMPTY, NONE, NONE],
            &[NONE, SCHEDULED, EMPTY, NONE, NONE],
            &[NONE],
        ] }
    };
    (Order) => {
        grown! { Order, 4, [[NOT_COUNTED, EMPTY, NONE].as_slice(), &[EMPTY, NONE], &[NONE]] }
    };
    (Charge) => {
        grown! { Charge, 4, [[NOT_COUNTED, NONE, NONE].as_slice(), &[NONE, NONE], &[NONE]] }
    };
    (SignIn) => {
        grown! { SignIn, 2, [[PASSWORD, NONE].as_slice()] }
    };
    (SignInHistory) => {
        impl Stored for SignInHistory {
            const VERSION: u8 = 2;

            fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
                match version {
                    FIRST => decode_payload::<FirstSignInHistory>(payload).map(Self::from),
                    _ => Err(CodecError::Version(version)),
                }
            }
        }
    };
    (WaitlistEntry) => {
        impl Stored for WaitlistEntry {
            const VERSION: u8 = 2;

            fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
                match version {
                    FIRST => decode_payload::<FirstWaitlistEntry>(payload).map(Self::from),
                    _ => Err(CodecError::Version(version)),
                }
            }
        }
    };
    ($kind:ident) => {
        impl Stored for $kind {}
    };
}

/// Before there were lines one waited for tickets alone.
#[derive(Deserialize)]
struct FirstWaitlistEntry {
    id: WaitlistId,
    ticket: TicketId,
    user: UserId,
    asked_at: Timestamp,
    status: WaitlistStatus,
}

impl From<FirstWaitlistEntry> for WaitlistEntry {
    fn from(first: FirstWaitlistEntry) -> Self {
        let FirstWaitlistEntry { id, ticket, user, asked_at, status } = first;
        Self { id, wish: Wish::Ticket(ticket), user, asked_at, status, let_pass: 0 }
    }
}

/// Before there was more than a password one signed in by that alone.
#[derive(Deserialize)]
struct FirstSignInHistory {
    id: UserId,
    succeeded: Vec<FirstSignInTry>,
    failed: Vec<FirstSignInTry>,
}

#[derive(Deserialize)]
struct FirstSignInTry {
    at: Timestamp,
    browser: Box<str>,
    from: Box<str>,
}

impl From<FirstSignInHistory> for SignInHistory {
    fn from(first: FirstSignInHistory) -> Self {
        let all = |tries: Vec<FirstSignInTry>| {
            let tries = tries.into_iter();
            let by = SignInBy::default();
            tries.map(move |FirstSignInTry { at, browser, from }| SignInTry {
                at,
                browser,
                from,
                by,
            })
        };
        let FirstSignInHistory { id, succeeded, failed } = first;
        Self { id, succeeded: all(succeeded).collect(), failed: all(failed).collect() }
    }
}

/// A type that has grown at its end only.
macro_rules! grown {
    ($kind:ident, $version:literal, $lacked:expr) => {
        impl Stored for $kind {
            const VERSION: u8 = $version;

            fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
                let lacked =
                    version.checked_sub(FIRST).and_then(|n| $lacked.get(usize::from(n)).copied());
                match lacked {
                    Some(lacked) => decode_payload(&[payload, lacked].concat()),
                    None => Err(CodecError::Version(version)),
                }
            }
        }
    };
}

/// As bincode writes an option that is none.
const NONE: u8 = 0;
/// As bincode writes a list of nothing.
const EMPTY: u8 = 0;
/// As bincode writes that something has never happened.
const NONE_YET: u8 = 0;
/// As bincode writes `FirstFactor::Password`.
const PASSWORD: u8 = 0;
/// As bincode writes `Category::Other`.
const OTHER: u8 = 5;
/// As bincode writes `EventStatus::Scheduled`.
const SCHEDULED: u8 = 0;
/// A version that nobody has counted: the snapshots of then are built anew from the journal.
const NOT_COUNTED: u8 = 0;

for_each_kind! { stored }

/// A tally's bytes.
///
/// # Errors
/// When bincode cannot write it, which it can.
pub fn encode_tally(tally: &Tally) -> Result<Vec<u8>, CodecError> {
    encode(tally)
}

/// The tally of these bytes.
///
/// # Errors
/// When they are not all of one.
pub fn decode_tally(bytes: &[u8]) -> Result<Tally, CodecError> {
    decode(bytes)
}

/// Appends a public event's bytes to those of others.
///
/// # Errors
/// When bincode cannot write it, which it can.
pub fn append_public_event(bytes: &mut Vec<u8>, event: &PublicEvent) -> Result<(), CodecError> {
    bincode::serde::encode_into_std_write(event, bytes, bincode::config::standard())
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    Ok(())
}

/// The public events of these bytes.
///
/// # Errors
/// When they are not all of some.
pub fn decode_public_events(mut bytes: &[u8]) -> Result<Vec<PublicEvent>, CodecError> {
    let config = bincode::config::standard().with_limit::<DECODED_BYTES_MAX>();
    let mut events = vec![];
    while !bytes.is_empty() {
        let (event, read) = bincode::serde::decode_from_slice(bytes, config)
            .map_err(|error| CodecError::Malformed(error.to_string()))?;
        events.push(event);
        bytes = bytes.get(read..).unwrap_or_default();
    }
    Ok(events)
}

/// A journal entry's bytes; its frame has the checksum.
///
/// # Errors
/// When it is too large.
pub fn encode_entry(entry: &Entry) -> Result<Vec<u8>, CodecError> {
    match encode(entry)? {
        bytes if bytes.len() > ENTRY_BYTES_MAX => Err(CodecError::TooLarge),
        bytes => Ok(bytes),
    }
}

/// The entry of these bytes.
///
/// # Errors
/// When they are not all of one.
pub fn decode_entry(bytes: &[u8]) -> Result<Entry, CodecError> {
    match bytes.len() > ENTRY_BYTES_MAX {
        true => Err(CodecError::TooLarge),
        false => decode(bytes),
    }
}

/// A record's bytes, with a checksum over them and their key. There is no bound on them: a record
/// is made of a few entries, and what the journal took the snapshots must take.
///
/// # Errors
/// When bincode cannot write it, which it can for every record.
pub fn encode_record<R: StoredRecord>(key: &[u8], record: &R) -> Result<Vec<u8>, CodecError> {
    Ok(seal(key, &encode(record)?))
}

/// The record of these bytes.
///
/// # Errors
/// When they are damaged, not all of one record, or stood under another key.
pub fn decode_record<R: StoredRecord>(key: &[u8], bytes: &[u8]) -> Result<R, CodecError> {
    decode(unseal(key, bytes)?)
}

/// Whether a record's bytes are of an earlier version than this program writes.
#[must_use]
pub fn is_of_older<R: StoredRecord>(sealed: &[u8]) -> bool {
    sealed.get(4).is_some_and(|version| *version < R::VERSION)
}

/// Puts a checksum over key and bytes before the bytes.
pub fn seal(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    [&checksum(key, bytes).to_le_bytes(), bytes].concat()
}

/// Takes off the checksum of [`seal`].
///
/// # Errors
/// When it does not fit.
pub fn unseal<'a>(key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8], CodecError> {
    let (sum, bytes) = sealed.split_first_chunk::<4>().ok_or(CodecError::Empty)?;
    match u32::from_le_bytes(*sum) == checksum(key, bytes) {
        true => Ok(bytes),
        false => Err(CodecError::Checksum),
    }
}

fn checksum(key: &[u8], bytes: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(key), bytes)
}

fn encode<T: Stored>(value: &T) -> Result<Vec<u8>, CodecError> {
    let config = bincode::config::standard();
    let mut bytes = vec![T::VERSION];
    bincode::serde::encode_into_std_write(value, &mut bytes, config)
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    Ok(bytes)
}

fn decode<T: Stored>(bytes: &[u8]) -> Result<T, CodecError> {
    let (version, payload) = bytes.split_first().ok_or(CodecError::Empty)?;
    match *version {
        version if version == T::VERSION => decode_payload(payload),
        version if version < T::VERSION => T::of_older(version, payload),
        version => Err(CodecError::Version(version)),
    }
}

fn decode_payload<T: DeserializeOwned>(payload: &[u8]) -> Result<T, CodecError> {
    let config = bincode::config::standard().with_limit::<DECODED_BYTES_MAX>();
    let (value, read) = bincode::serde::decode_from_slice(payload, config)
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    match read == payload.len() {
        true => Ok(value),
        false => Err(CodecError::Malformed("bytes are left over".into())),
    }
}

#[cfg(test)]
mod tests;

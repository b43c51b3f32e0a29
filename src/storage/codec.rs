//! Bytes of what is stored: versioned, and checked in full when read.
//!
//! bincode is positional and does not say of which type its bytes are: one byte before them does.
//! A version's types are frozen, and `golden_v1.txt` holds their bytes; a change to them is version
//! 2, with a function that makes the one into the other.

use serde::{Serialize, de::DeserializeOwned};

use crate::domain::{Charge, Entry, Event, Notice, Order, Ticket, User};

/// The version in which this program writes; it reads all up to it.
const VERSION: u8 = 1;

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
    #[error("the record has version {0}, and this program reads version {VERSION}")]
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

/// What is stored under a record type's own key in the snapshots.
pub trait Record: Serialize + DeserializeOwned {}

impl Record for User {}
impl Record for Event {}
impl Record for Ticket {}
impl Record for Order {}
impl Record for Charge {}
impl Record for Notice {}

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
pub fn encode_record<R: Record>(key: &[u8], record: &R) -> Result<Vec<u8>, CodecError> {
    Ok(seal(key, &encode(record)?))
}

/// The record of these bytes.
///
/// # Errors
/// When they are damaged, not all of one record, or stood under another key.
pub fn decode_record<R: Record>(key: &[u8], bytes: &[u8]) -> Result<R, CodecError> {
    decode(unseal(key, bytes)?)
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

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let config = bincode::config::standard();
    let mut bytes = vec![VERSION];
    bincode::serde::encode_into_std_write(value, &mut bytes, config)
        .map_err(|error| CodecError::Malformed(error.to_string()))?;
    Ok(bytes)
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let (version, payload) = bytes.split_first().ok_or(CodecError::Empty)?;
    if *version != VERSION {
        return Err(CodecError::Version(*version));
    }
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

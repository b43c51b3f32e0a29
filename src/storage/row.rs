//! Rows as the snapshots hold them.

use std::sync::Arc;

use super::codec::{self, CodecError};
use crate::domain::{Key, Row, for_each_kind};

/// A key's bytes: a letter for the kind, then the id.
pub fn key_bytes(key: Key) -> [u8; 17] {
    let (letter, id) = key.parts();
    let mut bytes = [letter; 17];
    bytes[1..].copy_from_slice(id);
    bytes
}

/// Reads what [`key_bytes`] wrote.
pub fn key_of(bytes: &[u8]) -> Option<Key> {
    let (letter, id) = bytes.split_first()?;
    Key::of_parts(*letter, id.try_into().ok()?)
}

macro_rules! codecs {
    ($($kind:ident $id:ident $event:ident $letter:literal $called:literal $doc:literal,)*) => {
        /// The row's bytes under its key.
        ///
        /// # Errors
        /// When bincode cannot write it, which it can for every record.
        pub fn encode(row: &Row) -> Result<Vec<u8>, CodecError> {
            let key = key_bytes(row.key());
            match row {
                $(Row::$kind(row) => codec::encode_record(&key, &**row),)*
            }
        }

        /// The row of these bytes.
        ///
        /// # Errors
        /// When they are no undamaged row of this key.
        pub fn decode(key: Key, bytes: &[u8]) -> Result<Row, CodecError> {
            let under = key_bytes(key);
            Ok(match key {
                $(Key::$kind(_) => Row::$kind(Arc::new(codec::decode_record(&under, bytes)?)),)*
            })
        }

        /// Whether a row's bytes are in an earlier form than this program writes.
        pub fn is_of_older(key: Key, bytes: &[u8]) -> bool {
            match key {
                $(Key::$kind(_) => codec::is_of_older::<crate::domain::$kind>(bytes),)*
            }
        }
    };
}

for_each_kind! { codecs }

//! Rows as the snapshots hold them.

use std::sync::Arc;

use super::codec::{self, CodecError};
use crate::{
    domain::{Key, Row},
    types::{ChargeId, EventId, MailId, NoticeId, OrderId, TicketId, UserId, WishId},
};

/// A key's bytes: a letter for the kind, then the id.
pub fn key_bytes(key: Key) -> [u8; 17] {
    let (kind, id) = match &key {
        Key::User(id) => (b'u', id.as_bytes()),
        Key::Event(id) => (b'e', id.as_bytes()),
        Key::Ticket(id) => (b't', id.as_bytes()),
        Key::Order(id) => (b'o', id.as_bytes()),
        Key::Charge(id) => (b'c', id.as_bytes()),
        Key::Notice(id) => (b'n', id.as_bytes()),
        Key::Wish(id) => (b'w', id.as_bytes()),
        Key::Mail(id) => (b'm', id.as_bytes()),
    };
    let mut bytes = [kind; 17];
    bytes[1..].copy_from_slice(id);
    bytes
}

/// Reads what [`key_bytes`] wrote.
pub fn key_of(bytes: &[u8]) -> Option<Key> {
    let (kind, id) = bytes.split_first()?;
    let id: [u8; 16] = id.try_into().ok()?;
    match kind {
        b'u' => Some(Key::User(UserId::from_bytes(id))),
        b'e' => Some(Key::Event(EventId::from_bytes(id))),
        b't' => Some(Key::Ticket(TicketId::from_bytes(id))),
        b'o' => Some(Key::Order(OrderId::from_bytes(id))),
        b'c' => Some(Key::Charge(ChargeId::from_bytes(id))),
        b'n' => Some(Key::Notice(NoticeId::from_bytes(id))),
        b'w' => Some(Key::Wish(WishId::from_bytes(id))),
        b'm' => Some(Key::Mail(MailId::from_bytes(id))),
        _ => None,
    }
}

/// The row's bytes under its key.
///
/// # Errors
/// When bincode cannot write it, which it can for every record.
pub fn encode(row: &Row) -> Result<Vec<u8>, CodecError> {
    let key = key_bytes(row.key());
    match row {
        Row::User(row) => codec::encode_record(&key, &**row),
        Row::Event(row) => codec::encode_record(&key, &**row),
        Row::Ticket(row) => codec::encode_record(&key, &**row),
        Row::Order(row) => codec::encode_record(&key, &**row),
        Row::Charge(row) => codec::encode_record(&key, &**row),
        Row::Notice(row) => codec::encode_record(&key, &**row),
        Row::Wish(row) => codec::encode_record(&key, &**row),
        Row::Mail(row) => codec::encode_record(&key, &**row),
    }
}

/// The row of these bytes.
///
/// # Errors
/// When they are no undamaged row of this key.
pub fn decode(key: Key, bytes: &[u8]) -> Result<Row, CodecError> {
    let under = key_bytes(key);
    Ok(match key {
        Key::User(_) => Row::User(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Event(_) => Row::Event(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Ticket(_) => Row::Ticket(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Order(_) => Row::Order(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Charge(_) => Row::Charge(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Notice(_) => Row::Notice(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Wish(_) => Row::Wish(Arc::new(codec::decode_record(&under, bytes)?)),
        Key::Mail(_) => Row::Mail(Arc::new(codec::decode_record(&under, bytes)?)),
    })
}

//! `Idempotency-Key`: what is sent twice makes one record, durable without a table of its own.
//!
//! The id of the record that a request makes is a UUIDv7 of now whose random bits are a hash: 42 of them
//! of the account, the route and the key, 32 of the body. A retry looks among the account's newest
//! records for one with these bits, and is answered with that as it is now. The bits of the body are the
//! last, in which tickets that are listed together differ ([`TicketId::sibling`]): the first of them has
//! them exactly.
//!
//! While the first request is under way its key is in memory. It goes on if its client goes away, so that
//! no other finds the key free before the record is there.
//!
//! [`TicketId::sibling`]: crate::types::TicketId::sibling

use std::{collections::HashSet, sync::Arc, time::Duration};

use axum::{extract::FromRequestParts, http::request::Parts};
use blake2::{Blake2s256, Digest as _};
use parking_lot::Mutex;

use super::problem::EdgeCode;
use crate::{
    http::{HttpError, HttpResult, error::Busy},
    storage::StorageError,
    types::{Timestamp, UserId},
};

/// The header.
const HEADER: &str = "idempotency-key";
/// How long a key may be.
const KEY_BYTES_MAX: usize = 255;
/// How long a key is known.
const KNOWN_FOR: Duration = Duration::from_secs(24 * 3600);
/// Among how many of an account's newest records of a kind a key is looked for.
const LOOKED_AT_MAX: usize = 10_000;
/// How many of them at once.
const LOOKED_AT_ONCE: usize = 500;
/// How many requests with keys are under way at once.
const UNDER_WAY_MAX: usize = 10_000;

/// The key of a request, if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdempotencyKey(Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> HttpResult<Self> {
        let Some(value) = parts.headers.get(HEADER) else { return Ok(Self(None)) };
        let key = value.to_str().ok().filter(|key| {
            (1..=KEY_BYTES_MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
        });
        Ok(Self(Some(key.ok_or(EdgeCode::KeyMalformed)?.to_owned())))
    }
}

impl IdempotencyKey {
    /// The key, if there is one.
    pub(super) fn key(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// The keys that are under way.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct KeysUnderWay(Arc<Mutex<HashSet<[u8; 32]>>>);

/// A request that makes a record, and is to make it once.
#[derive(Debug)]
pub(super) struct Once {
    whole: [u8; 32],
    body: [u8; 4],
    under_way: KeysUnderWay,
}

impl Drop for Once {
    fn drop(&mut self) {
        self.under_way.0.lock().remove(&self.whole);
    }
}

/// A record that the same request has made before.
pub(super) enum Before<I> {
    /// None.
    None,
    /// This one.
    Made(I),
}

impl Once {
    /// None, if the request has no key.
    ///
    /// # Errors
    /// When the first request with this key is still under way, or too many are.
    pub(super) fn begin(
        under_way: &KeysUnderWay,
        IdempotencyKey(key): &IdempotencyKey,
        (user, route, body): (UserId, &str, &[u8]),
    ) -> HttpResult<Option<Self>> {
        let Some(key) = key else { return Ok(None) };
        let whole = hash(&[user.as_bytes(), route.as_bytes(), key.as_bytes()]);
        let [a, b, c, d, ..] = hash(&[&whole, body]);
        let mut keys = under_way.0.lock();
        if keys.len() >= UNDER_WAY_MAX {
            return Err(HttpError::Overloaded(Busy::Requests));
        }
        match keys.insert(whole) {
            true => Ok(Some(Self { whole, body: [a, b, c, d], under_way: under_way.clone() })),
            false => Err(EdgeCode::KeyInUse.into()),
        }
    }

    /// The id of what the request makes now.
    pub(super) fn id(&self, now: Timestamp) -> [u8; 16] {
        let millis = u64::try_from(now.as_millis()).unwrap_or_default().to_be_bytes();
        let mut id = [0; 16];
        id[..6].copy_from_slice(&millis[2..]);
        id[6..12].copy_from_slice(&self.whole[..6]);
        id[6] = id[6] & 0x0f | 0x70;
        id[8] = id[8] & 0x3f | 0x80;
        id[12..].copy_from_slice(&self.body);
        id
    }

    /// What the same request has made, if it was here before. `newest` gives so many of the account's
    /// ids that come before one, the newest first.
    ///
    /// # Errors
    /// When another body came with this key, or the records cannot be read.
    pub(super) fn before<I: Copy>(
        &self,
        now: Timestamp,
        bytes: impl Fn(I) -> [u8; 16],
        newest: impl Fn(Option<I>, usize) -> Result<Vec<I>, StorageError>,
    ) -> HttpResult<Before<I>> {
        let oldest = self.id(now - KNOWN_FOR);
        let like = self.id(now);
        let (mut looked_at, mut last, mut is_reused) = (0, None, false);
        'looking: while looked_at < LOOKED_AT_MAX {
            let ids = newest(last, LOOKED_AT_ONCE)?;
            for id in &ids {
                let its = bytes(*id);
                if its[..6] < oldest[..6] {
                    break 'looking;
                }
                if its[6..] == like[6..] {
                    return Ok(Before::Made(*id));
                }
                is_reused |= its[6..12] == like[6..12];
            }
            looked_at += ids.len();
            last = ids.last().copied();
            if ids.len() < LOOKED_AT_ONCE {
                break;
            }
        }
        if is_reused { Err(EdgeCode::KeyReused.into()) } else { Ok(Before::None) }
    }
}

/// Of parts, none of which can be taken for the beginning of the next.
fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Blake2s256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::TicketId;

    const NOW: Timestamp = Timestamp::from_millis(1_795_348_800_000);

    fn begin(keys: &KeysUnderWay, user: UserId, key: &str, body: &str) -> HttpResult<Option<Once>> {
        let key = IdempotencyKey(Some(key.into()));
        Once::begin(keys, &key, (user, "POST /tickets", body.as_bytes()))
    }

    fn before(once: &Once, now: Timestamp, ids: &[TicketId]) -> HttpResult<Option<TicketId>> {
        let newest = |last: Option<TicketId>, limit: usize| {
            let mut ids: Vec<_> =
                ids.iter().copied().filter(|id| last.is_none_or(|l| *id < l)).collect();
            ids.sort();
            ids.reverse();
            ids.truncate(limit);
            Ok(ids)
        };
        Ok(match once.before(now, |id| *id.as_bytes(), newest)? {
            Before::None => None,
            Before::Made(id) => Some(id),
        })
    }

    #[test]
    fn a_record_is_found_by_its_key_and_its_body() {
        let (keys, user) = (KeysUnderWay::default(), UserId::new());
        let once = begin(&keys, user, "a", "one").unwrap().unwrap();
        let made = TicketId::from_bytes(once.id(NOW));
        assert_eq!(made.to_string().parse(), Ok(made), "it is an id like all others");
        drop(once);
        // With those that were listed together, and many others.
        let mut ids: Vec<_> = (0..10).map(|n| made.sibling(n)).collect();
        ids.extend((0..2000).map(|_| TicketId::new()));
        let hour = Duration::from_secs(3600);
        let again = begin(&keys, user, "a", "one").unwrap().unwrap();
        assert_eq!(before(&again, NOW + hour, &ids[..10]), Ok(Some(made)));
        assert_eq!(before(&again, NOW + KNOWN_FOR + hour, &ids[..10]), Ok(None), "too long ago");
        assert_eq!(before(&again, NOW, &ids), Ok(Some(made)));
        drop(again);
        let reused = begin(&keys, user, "a", "two").unwrap().unwrap();
        let refused = before(&reused, NOW, &ids);
        assert!(matches!(refused, Err(HttpError::Api(_))), "{refused:?}");
        drop(reused);
        for (user, key) in [(user, "b"), (UserId::new(), "a")] {
            let other = begin(&keys, user, key, "one").unwrap().unwrap();
            assert_eq!(before(&other, NOW, &ids), Ok(None), "it is another's");
        }
    }

    #[test]
    fn a_key_is_under_way_once() {
        let (keys, user) = (KeysUnderWay::default(), UserId::new());
        let first = begin(&keys, user, "a", "one").unwrap();
        assert!(begin(&keys, user, "a", "one").is_err());
        assert!(begin(&keys, user, "a", "two").is_err(), "with another body, too");
        assert!(begin(&keys, user, "b", "one").is_ok());
        drop(first);
        assert!(begin(&keys, user, "a", "one").is_ok());
        let none = IdempotencyKey(None);
        assert!(Once::begin(&keys, &none, (user, "", b"")).unwrap().is_none());
    }
}

use async_trait::async_trait;
use blake2::{Blake2s256, Digest as _};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{
    codec,
    snapshots::{SnapshotError, Snapshots},
};
use crate::clock::Clock;

/// Sessions, in sled. A row stands under a hash of the session's id, so that who reads the folder
/// cannot take over a session.
#[derive(Debug, Clone)]
pub struct SledSessions {
    tree: sled::Tree,
    clock: Clock,
}

/// A session as it is stored, less its id. JSON: what a session holds is a map of JSON values.
#[derive(Serialize, Deserialize)]
struct Stored {
    data: std::collections::HashMap<String, serde_json::Value>,
    /// Seconds since 1970 in UTC.
    expires: i64,
}

impl SledSessions {
    pub(super) fn open(
        snapshots: &Snapshots,
        clock: Clock,
    ) -> std::result::Result<Self, SnapshotError> {
        Ok(Self { tree: snapshots.sessions()?, clock })
    }

    /// Removes the sessions that have expired or are damaged; gives how many those were. Reads all,
    /// so it belongs on a thread that may block.
    ///
    /// # Errors
    /// When sled fails.
    pub fn remove_expired(&self) -> std::result::Result<usize, SnapshotError> {
        let mut removed = 0;
        for row in &self.tree {
            let (key, bytes) = row?;
            let over = decode(&key, &bytes).map_or(true, |stored| self.is_over(&stored));
            if over && self.tree.compare_and_swap(&key, Some(&bytes), None::<&[u8]>)?.is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Hands to the system what sled still keeps for itself: a session that was ended must not come
    /// back after `kill -9`.
    async fn flush(&self) -> Result<()> {
        let tree = self.tree.clone();
        let flushed = tokio::task::spawn_blocking(move || tree.flush()).await;
        let flushed = flushed.map_err(|error| Error::Backend(error.to_string()))?;
        flushed.map(|_| ()).map_err(backend)
    }

    fn is_over(&self, stored: &Stored) -> bool {
        stored.expires <= self.clock.now().as_millis() / 1000
    }
}

#[async_trait]
impl SessionStore for SledSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let (key, bytes) = encode(record)?;
            let placed = self.tree.compare_and_swap(key, None::<&[u8]>, Some(bytes));
            if placed.map_err(backend)?.is_ok() {
                return self.flush().await;
            }
            record.id = Id::default();
        }
    }

    /// Updates a session that is there: a slow request must not bring back one that was signed out
    /// meanwhile.
    async fn save(&self, record: &Record) -> Result<()> {
        let (key, bytes) = encode(record)?;
        let updated = self.tree.fetch_and_update(key, |old| old.map(|_| bytes.clone()));
        updated.map(|_| ()).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let key = key(id);
        let Some(bytes) = self.tree.get(key).map_err(backend)? else { return Ok(None) };
        // A damaged row is no session: its owner signs in again, and is not shown errors for ever.
        let Ok(stored) = decode(&key, &bytes) else {
            tracing::warn!("a damaged session was found; whose it was must sign in again");
            return Ok(None);
        };
        if self.is_over(&stored) {
            return Ok(None);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(stored.expires)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data: stored.data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.tree.remove(key(id)).map_err(backend)?;
        self.flush().await
    }
}

fn key(id: &Id) -> [u8; 32] {
    Blake2s256::digest(id.0.to_le_bytes()).into()
}

fn encode(record: &Record) -> Result<([u8; 32], Vec<u8>)> {
    let key = key(&record.id);
    let stored = Stored { data: record.data.clone(), expires: record.expiry_date.unix_timestamp() };
    let json = serde_json::to_vec(&stored).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((key, codec::seal(&key, &json)))
}

fn decode(key: &[u8], bytes: &[u8]) -> Result<Stored> {
    let json = codec::unseal(key, bytes).map_err(|error| Error::Decode(error.to_string()))?;
    serde_json::from_slice(json).map_err(|error| Error::Decode(error.to_string()))
}

fn backend(error: sled::Error) -> Error {
    Error::Backend(error.to_string())
}

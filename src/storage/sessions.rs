use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use blake2::{Blake2s256, Digest as _};
use parking_lot::Mutex;
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
use crate::{clock::Clock, types::UserId};

/// Sessions, in sled. A row stands under a hash of the session's id, so that who reads the folder
/// cannot take over a session.
#[derive(Debug, Clone)]
pub struct SledSessions {
    tree: sled::Tree,
    /// Nothing, under a hash of a user and the key of a session of theirs. It finds sessions and
    /// decides nothing: a row too many or too few does no harm.
    by_user: sled::Tree,
    known: Arc<Mutex<KnownOwners>>,
    clock: Clock,
}

/// Whose a session is, read once and kept until the session changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionOwner {
    /// The user.
    pub user: UserId,
    /// The user's epoch when it began.
    pub epoch: u32,
    /// When its use was written down last, in milliseconds since 1970.
    pub seen: i64,
    expires: i64,
}

#[derive(Debug, Default)]
struct KnownOwners {
    sessions: HashMap<Id, SessionOwner>,
    /// How often a session has changed.
    changes: u64,
}

impl KnownOwners {
    fn forget(&mut self, id: Id) {
        self.sessions.remove(&id);
        self.changes += 1;
    }

    /// Keeps whose a session was that was read when sessions had changed so often: one that has ended
    /// since must not be known.
    fn keep(&mut self, id: Id, owner: SessionOwner, changes: u64) {
        if self.sessions.len() >= KNOWN_MAX {
            self.sessions.clear();
        }
        if self.changes == changes {
            self.sessions.insert(id, owner);
        }
    }
}

/// How many sessions' owners are kept; some 2 MB.
const KNOWN_MAX: usize = 20_000;

/// A session of a user.
#[derive(Debug)]
pub struct OwnSession {
    /// What it holds.
    pub data: HashMap<String, serde_json::Value>,
    /// It is the one that was asked about.
    pub is_this: bool,
}

/// A session as it is stored, less its id. JSON: what a session holds is a map of JSON values.
#[derive(Serialize, Deserialize)]
struct StoredSession {
    data: HashMap<String, serde_json::Value>,
    /// Seconds since 1970 in UTC.
    expires: i64,
}

/// How many of a user's sessions are looked at: who has more has made them by a program.
const LISTED_MAX: usize = 100;

impl SledSessions {
    /// The key under which a session holds whose it is.
    pub const USER: &'static str = "user";
    /// And the user's epoch.
    pub const EPOCH: &'static str = "epoch";
    /// And when its use was written down last.
    pub const SEEN: &'static str = "seen";

    pub(super) fn open(
        snapshots: &Snapshots,
        clock: Clock,
    ) -> std::result::Result<Self, SnapshotError> {
        let (tree, by_user) = snapshots.sessions()?;
        Ok(Self { tree, by_user, known: Arc::default(), clock })
    }

    /// Whose a session is, if it has been loaded and has not changed since.
    #[must_use]
    pub fn whose(&self, id: Id) -> Option<SessionOwner> {
        let whose = *self.known.lock().sessions.get(&id)?;
        (whose.expires > self.clock.now().as_millis() / 1000).then_some(whose)
    }

    fn has_changed(&self, id: Id) {
        self.known.lock().forget(id);
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
                self.forget_whose(&key, &bytes)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// The sessions of a user that have not expired; of very many some. Among them is this one.
    ///
    /// # Errors
    /// When sled fails.
    pub fn of_user(
        &self,
        user: &str,
        this: Option<Id>,
    ) -> std::result::Result<Vec<OwnSession>, SnapshotError> {
        let user: [u8; 32] = Blake2s256::digest(user).into();
        let this = this.map(|id| key(&id));
        let mut found = vec![];
        for row in self.by_user.scan_prefix(user).keys().take(LISTED_MAX) {
            let row = row?;
            let key = row.get(user.len()..).unwrap_or_default();
            let stored = self.tree.get(key)?.and_then(|bytes| decode(key, &bytes).ok());
            if let Some(stored) = stored.filter(|stored| !self.is_over(stored)) {
                let is_this = this.is_some_and(|this| this == key);
                found.push(OwnSession { data: stored.data, is_this });
            }
        }
        Ok(found)
    }

    /// Copies the sessions that have not expired, but for those of some users; gives how many.
    ///
    /// # Errors
    /// When sled fails.
    pub(super) fn copy_to(
        &self,
        other: &Self,
        is_gone: impl Fn(&str) -> bool,
    ) -> std::result::Result<usize, SnapshotError> {
        let mut copied = 0;
        for row in &self.tree {
            let (key, bytes) = row?;
            let Ok(stored) = decode(&key, &bytes) else { continue };
            let user = stored.data.get(Self::USER).and_then(serde_json::Value::as_str);
            if self.is_over(&stored) || user.is_some_and(&is_gone) {
                continue;
            }
            other.tree.insert(&key, &bytes)?;
            if let Some(row) = by_user(&key, &stored.data) {
                other.by_user.insert(row, &[])?;
            }
            copied += 1;
        }
        Ok(copied)
    }

    fn note_whose(&self, key: &[u8], data: &HashMap<String, serde_json::Value>) -> Result<()> {
        match by_user(key, data) {
            Some(row) => self.by_user.insert(row, &[]).map(|_| ()).map_err(backend),
            None => Ok(()),
        }
    }

    /// For a session's bytes, which may be damaged.
    fn forget_whose(&self, key: &[u8], bytes: &[u8]) -> sled::Result<()> {
        let data = decode(key, bytes).map(|stored| stored.data).unwrap_or_default();
        match by_user(key, &data) {
            Some(row) => self.by_user.remove(row).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Hands to the system what sled still keeps for itself: a session that was ended must not come
    /// back after `kill -9`.
    async fn flush(&self) -> Result<()> {
        let tree = self.tree.clone();
        let flushed = tokio::task::spawn_blocking(move || tree.flush()).await;
        let flushed = flushed.map_err(|error| Error::Backend(error.to_string()))?;
        flushed.map(|_| ()).map_err(backend)
    }

    fn is_over(&self, stored: &StoredSession) -> bool {
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
                self.note_whose(&key, &record.data)?;
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
        self.has_changed(record.id);
        match updated.map_err(backend)? {
            Some(_) => self.note_whose(&key, &record.data),
            None => Ok(()),
        }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let key = key(id);
        let changes = self.known.lock().changes;
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
        if let Some(whose) = whose(&stored) {
            self.known.lock().keep(*id, whose, changes);
        }
        Ok(Some(Record { id: *id, data: stored.data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let key = key(id);
        let removed = self.tree.remove(key);
        self.has_changed(*id);
        if let Some(bytes) = removed.map_err(backend)? {
            self.forget_whose(&key, &bytes).map_err(backend)?;
        }
        self.flush().await
    }
}

fn whose(stored: &StoredSession) -> Option<SessionOwner> {
    let number = |key| stored.data.get(key).and_then(serde_json::Value::as_i64).unwrap_or_default();
    Some(SessionOwner {
        user: stored.data.get(SledSessions::USER)?.as_str()?.parse().ok()?,
        epoch: u32::try_from(number(SledSessions::EPOCH)).ok()?,
        seen: number(SledSessions::SEEN),
        expires: stored.expires,
    })
}

fn key(id: &Id) -> [u8; 32] {
    Blake2s256::digest(id.0.to_le_bytes()).into()
}

/// Where a session stands among those of its user, if it has one.
fn by_user(key: &[u8], data: &HashMap<String, serde_json::Value>) -> Option<Vec<u8>> {
    let user = data.get(SledSessions::USER)?.as_str()?;
    Some([&Blake2s256::digest(user)[..], key].concat())
}

fn encode(record: &Record) -> Result<([u8; 32], Vec<u8>)> {
    let key = key(&record.id);
    let stored =
        StoredSession { data: record.data.clone(), expires: record.expiry_date.unix_timestamp() };
    let json = serde_json::to_vec(&stored).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((key, codec::seal(&key, &json)))
}

fn decode(key: &[u8], bytes: &[u8]) -> Result<StoredSession> {
    let json = codec::unseal(key, bytes).map_err(|error| Error::Decode(error.to_string()))?;
    serde_json::from_slice(json).map_err(|error| Error::Decode(error.to_string()))
}

fn backend(error: sled::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_ended_while_it_was_read_is_not_known() {
        let owner = SessionOwner { user: UserId::new(), epoch: 1, seen: 0, expires: i64::MAX };
        let mut known = KnownOwners::default();
        let changes = known.changes;
        known.forget(Id(5));
        known.keep(Id(5), owner, changes);
        assert_eq!(known.sessions.get(&Id(5)), None);
        known.keep(Id(5), owner, known.changes);
        assert_eq!(known.sessions.get(&Id(5)), Some(&owner));
        (0..2 * KNOWN_MAX).for_each(|n| known.keep(Id(n as i128), owner, known.changes));
        assert!(known.sessions.len() <= KNOWN_MAX);
    }
}

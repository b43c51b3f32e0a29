//! What a session holds: whose it is, and what its owner is told of it.
//!
//! It also holds the user's *epoch*. A new password, and "sign out everywhere else", raise the
//! epoch in the user's record, in the journal; a session of an earlier epoch is nobody's from that
//! commit on, whatever a crash does to the sessions themselves. Such a change is decided by the
//! password that was checked, on the account's record: whoever knew the old one comes too late, and
//! a session that their overtaken sign-in begins is one of the earlier epoch.

use std::collections::HashMap;

use axum::{
    extract::FromRequestParts,
    http::{header::USER_AGENT, request::Parts},
};
use serde_json::Value;
use tower_sessions::Session;

use super::{Edge, HttpError, HttpResult, browser, client::Client};
use crate::{
    domain::User,
    storage::{SessionOwner, SledSessions},
    types::{Timestamp, UserId},
};

/// The keys. Of a session that an earlier version has begun only the user is there.
const USER: &str = SledSessions::USER;
const EPOCH: &str = SledSessions::EPOCH;
const BEGUN: &str = "begun";
const SEEN: &str = SledSessions::SEEN;
const BROWSER: &str = "browser";

/// How exactly it is known when a session was used last: it is written down this often at most.
const SEEN_MILLIS: i64 = 3600 * 1000;

/// Whose a session says that it is.
pub(super) struct Owner {
    pub(super) id: UserId,
    epoch: u32,
    seen: i64,
}

impl Owner {
    /// Of a session.
    pub(super) async fn of(
        session: &Session,
        sessions: Option<&SledSessions>,
    ) -> HttpResult<Option<Self>> {
        let known = session.id().and_then(|id| sessions?.whose(id));
        if let Some(SessionOwner { user: id, epoch, seen, .. }) = known {
            return Ok(Some(Self { id, epoch, seen }));
        }
        let Some(id) = session.get::<String>(USER).await?.and_then(|id| id.parse().ok()) else {
            return Ok(None);
        };
        let epoch = session.get(EPOCH).await?.unwrap_or_default();
        let seen = session.get(SEEN).await?.unwrap_or_default();
        Ok(Some(Self { id, epoch, seen }))
    }

    /// Whether the session has not been ended with all others of its user.
    pub(super) fn is(&self, user: &User) -> bool {
        self.epoch == user.epoch && !user.is_deleted()
    }

    /// Writes down that the session is used, which makes it last longer.
    pub(super) async fn seen(&self, session: &Session, now: Timestamp) -> HttpResult<()> {
        if now.as_millis().saturating_sub(self.seen) >= SEEN_MILLIS {
            session.insert(SEEN, now.as_millis()).await?;
        }
        Ok(())
    }
}

/// Where somebody signs in, or shows that they know their password.
pub(super) struct SessionHere {
    pub(super) session: Session,
    pub(super) client: Client,
    /// As the browser says.
    agent: String,
}

impl FromRequestParts<Edge> for SessionHere {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> HttpResult<Self> {
        let session = Session::from_request_parts(parts, edge).await;
        let session = session.map_err(|(_, error)| HttpError::internal(error))?;
        let Ok(client) = Client::from_request_parts(parts, edge).await;
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self { session, client, agent: agent.unwrap_or_default().to_owned() })
    }
}

impl SessionHere {
    /// Has the browser be signed in from now on as this user, whose record is the one that gave
    /// leave: if all sessions were ended since, this one begins as one of these. It begins under a
    /// new id, so that one known before is worth nothing.
    pub(super) async fn begin(&self, edge: &Edge, user: &User) -> HttpResult<()> {
        let (session, now) = (&self.session, edge.market.clock().now().as_millis());
        session.cycle_id().await?;
        session.insert(USER, user.id.to_string()).await?;
        session.insert(EPOCH, user.epoch).await?;
        session.insert(BEGUN, now).await?;
        session.insert(SEEN, now).await?;
        session.insert(BROWSER, browser::name(&self.agent)).await?;
        Ok(())
    }
}

/// What a user is told of a session of theirs, if it has not been ended.
pub(super) struct SessionFacts {
    pub(super) begun: Option<Timestamp>,
    pub(super) seen: Option<Timestamp>,
    pub(super) browser: String,
}

impl SessionFacts {
    pub(super) fn of(user: &User, data: &HashMap<String, Value>) -> Option<Self> {
        let number = |key| data.get(key).and_then(Value::as_i64);
        let browser = data.get(BROWSER).and_then(Value::as_str);
        (number(EPOCH).unwrap_or_default() == i64::from(user.epoch)).then(|| Self {
            begun: number(BEGUN).map(Timestamp::from_millis),
            seen: number(SEEN).map(Timestamp::from_millis),
            browser: browser.unwrap_or(browser::UNKNOWN).to_owned(),
        })
    }
}

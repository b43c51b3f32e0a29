//! A browser's session: a cookie that names a sign-in, which is a record like all others.
//!
//! What ends sign-ins is as durable as a sale: signing out, a new password and "sign out everywhere
//! else" are entries of the journal. The last two raise the *epoch* in the user's record; a sign-in
//! of an earlier epoch is nobody's from that commit on. Such a change is decided by the password that
//! was checked, on the account's record: whoever knew the old one comes too late, and a sign-in that
//! their overtaken request begins is one of the earlier epoch.

use std::{collections::HashMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use axum::{
    extract::FromRequestParts,
    http::{header::USER_AGENT, request::Parts},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tower_sessions::{
    Session, SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{Edge, HttpError, HttpResult, browser, client::Client};
use crate::{
    actors::Market,
    domain::{FirstFactor, SignIn, SignInBy, StepToken, User, rules::sign_in::Lasting},
    passwords::Password,
    types::{Email, SignInId, Timestamp, UserId},
    usecases::{
        accounts::{SignInAttempt, SignInRefusal},
        factors,
    },
};

/// Under what a session that begins says whose it is.
const BEGINS: &str = "begins";
/// Under what it says that it is in use.
const SEEN: &str = "seen";

/// How exactly it is known when a session was used last: it is written down this often at most.
const SEEN_EVERY: Duration = Duration::from_secs(3600);

/// The sign-ins, as `tower_sessions` asks for them.
#[derive(Clone)]
pub(super) struct SignIns {
    market: Arc<Market>,
    lasting: Lasting,
}

impl fmt::Debug for SignIns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIns").field("lasting", &self.lasting).finish_non_exhaustive()
    }
}

/// Who begins a session, and with what.
#[derive(Serialize, Deserialize)]
struct Beginning {
    user: UserId,
    epoch: u32,
    browser: String,
    from: String,
    by: SignInBy,
}

impl SignIns {
    pub(super) fn new(market: Arc<Market>, lasting: Lasting) -> Self {
        Self { market, lasting }
    }

    /// As who a session's sign-in is signed in, if it goes on.
    pub(super) fn whose(
        market: &Market,
        lasting: Lasting,
        session: &Session,
    ) -> HttpResult<Option<(Arc<SignIn>, Arc<User>)>> {
        let Some(id) = session.id() else { return Ok(None) };
        let Some(sign_in) = market.tables().sign_in(id_of(id))? else { return Ok(None) };
        let user = market.tables().user(sign_in.user)?;
        let now = market.clock().now();
        Ok(user.filter(|user| lasting.goes_on(&sign_in, user, now)).map(|user| (sign_in, user)))
    }
}

/// The sign-in that a session names.
pub(super) fn id_of(session: Id) -> SignInId {
    SignInId::of(session.0)
}

/// Writes down that a session is in use, which makes it last longer.
pub(super) async fn is_seen(
    session: &Session,
    seen_at: Timestamp,
    now: Timestamp,
) -> HttpResult<()> {
    if now.since(seen_at) >= SEEN_EVERY {
        session.insert(SEEN, true).await?;
    }
    Ok(())
}

fn failed(error: impl fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for SignIns {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let Some(begins) = record.data.get(BEGINS) else { return Ok(()) };
        let begins = Beginning::deserialize(begins).map_err(|e| Error::Decode(e.to_string()))?;
        while self.market.tables().sign_in(id_of(record.id)).map_err(failed)?.is_some() {
            record.id = Id::default();
        }
        let with = (&*begins.browser, &*begins.from);
        let who = (begins.user, begins.epoch);
        let began = self.market.begin_sign_in(id_of(record.id), who, begins.by, with).await;
        began.map_err(failed)
    }

    /// One that was signed out meanwhile is not brought back by a slow request.
    async fn save(&self, record: &Record) -> Result<()> {
        if record.data.contains_key(SEEN)
            && let Err(error) = self.market.sign_in_is_seen(id_of(record.id)).await
        {
            // Nobody is shown an error for that: they only looked at something.
            tracing::warn!(%error, "that a session is in use cannot be written down now");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let sign_in = self.market.tables().sign_in(id_of(*id)).map_err(failed)?;
        let Some(sign_in) = sign_in.filter(|sign_in| sign_in.ended_at.is_none()) else {
            return Ok(None);
        };
        let end = self.lasting.end(&sign_in);
        let expiry_date = OffsetDateTime::from_unix_timestamp(end.as_millis() / 1000);
        let expiry_date = expiry_date.map_err(|error| Error::Decode(error.to_string()))?;
        let is_over = end <= self.market.clock().now();
        Ok((!is_over).then(|| Record { id: *id, data: HashMap::new(), expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.market.end_sign_in(id_of(*id)).await.map_err(failed)
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
    /// With which browser and from which address of the network it is, in the words that are kept.
    pub(super) fn place(&self) -> (String, String) {
        (browser::name(&self.agent), self.client.0.to_string())
    }

    /// Which sign-in it is, if it is one.
    pub(super) fn sign_in_id(&self) -> Option<SignInId> {
        self.session.id().map(id_of)
    }

    /// Signs the browser in, if address and password are an account's, and no second step follows.
    pub(super) async fn sign_in(
        &self,
        edge: &Edge,
        email: &str,
        password: &str,
    ) -> HttpResult<std::result::Result<SignInStage, SignInRefusal>> {
        let (email, password) = (Email::parse(email).ok(), Password::parse(password).ok());
        let mut attempt = SignInAttempt::begin(&edge.market, email, password)?;
        let fits = match (&attempt.email, attempt.password.take()) {
            (Some(email), Some(password)) => {
                edge.password_fits(self.client, email, password, attempt.hash.clone()).await?
            }
            // What is no address has no account to be guessed at.
            (None, Some(password)) => edge.passwords.verify(password, None).await?,
            (_, None) => false,
        };
        let (browser, from) = self.place();
        let user = match attempt.conclude(&edge.market, fits, (&browser, &from)) {
            Ok(user) => user,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(step) = factors::second_step(&edge.market, &user, FirstFactor::Password) {
            return Ok(Ok(SignInStage::SecondStep(step)));
        }
        edge.know(self.client, &user.email);
        self.begin(&user, SignInBy::default()).await?;
        Ok(Ok(SignInStage::SignedIn(user)))
    }

    /// Has the browser be signed in from now on as this user, whose record is the one that gave
    /// leave: if all sessions were ended since, this one begins as one of these. It begins under a
    /// new id, so that one known before is worth nothing.
    pub(super) async fn begin(&self, user: &User, by: SignInBy) -> HttpResult<()> {
        self.session.cycle_id().await?;
        let (browser, from) = self.place();
        let begins = Beginning { user: user.id, epoch: user.epoch, browser, from, by };
        self.session.insert(BEGINS, begins).await?;
        // Before the answer: what cannot be written down is no sign-in, and is told as such.
        self.session.save().await?;
        Ok(())
    }

    /// The same for who was signed in here until all sessions ended, by what it was.
    pub(super) async fn begin_again(&self, market: &Market, user: &User) -> HttpResult<()> {
        let sign_in = self.sign_in_id().map(|id| market.tables().sign_in(id)).transpose()?;
        let by = sign_in.flatten().filter(|sign_in| sign_in.user == user.id);
        self.begin(user, by.map(|sign_in| sign_in.by).unwrap_or_default()).await
    }
}

/// How far somebody has come who has shown the right password.
#[derive(Debug)]
pub(super) enum SignInStage {
    /// They are signed in.
    SignedIn(Arc<User>),
    /// They are to show a second factor.
    SecondStep(StepToken),
}

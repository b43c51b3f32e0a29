//! Personal access tokens: made, used and ended.

use std::{convert::Infallible, sync::Arc};

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        AccessToken, AccessTokenEvent, DomainEvent, PasswordHash, Scopes, ShownToken,
        rules::{
            Rule,
            tokens::{TOKEN_USE_NOTED, TokenRefusal},
        },
    },
    storage::StorageError,
    types::{AccessTokenId, Timestamp, TokenName, UserId},
};

/// How many of those that are over are ended in one entry.
const ENDED_TOGETHER_MAX: usize = 64;

/// A token as its owner wants it.
#[derive(Debug, Clone)]
pub struct NewAccessToken {
    /// Its id, and what is kept of its secret.
    pub shown: ShownToken,
    /// As its owner calls it.
    pub name: TokenName,
    /// What it may be used for.
    pub scopes: Scopes,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
}

impl Market {
    /// Makes a token for an account, of which this password was checked. Those of the account that are
    /// over make room for it.
    pub async fn make_access_token(
        &self,
        owner: UserId,
        password: PasswordHash,
        new: NewAccessToken,
    ) -> Answer<TokenRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let user = reading.user(owner)?.filter(|it| !it.is_deleted() && it.ban.is_none());
            let user = user.ok_or(CommandError::Refused(TokenRefusal::NotThere))?;
            if user.password != password {
                return Err(CommandError::Refused(TokenRefusal::WrongPassword));
            }
            let before: Vec<_> = reading.tables().catalog().access_tokens_of(owner).collect();
            let mut events = over(reading, &before)?;
            let made = AccessTokenEvent::Made {
                owner,
                epoch: user.epoch,
                name: new.name.clone(),
                scopes: new.scopes,
                expires_at: new.expires_at,
                hash: new.shown.hash(),
            };
            events.push(DomainEvent::AccessToken(new.shown.id, made));
            Ok(Decision { events, rules: vec![Rule::AccessTokensHaveRoom(owner)] })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Revokes a token, for ever; done already if it was.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub async fn revoke_access_token(
        &self,
        id: AccessTokenId,
    ) -> Result<(), CommandError<Infallible>> {
        self.change_access_token(id, |_| true, AccessTokenEvent::Revoked).await
    }

    /// Writes down that a token is in use, unless it was of late or is revoked.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub async fn note_access_token(
        &self,
        token: &AccessToken,
    ) -> Result<(), CommandError<Infallible>> {
        let is_due = |token: &AccessToken, now: Timestamp| {
            token.used_at.is_none_or(|used| now.since(used) >= TOKEN_USE_NOTED)
        };
        if !is_due(token, self.clock().now()) {
            return Ok(());
        }
        let is_due = |(token, now): (&AccessToken, Timestamp)| is_due(token, now);
        self.change_access_token(token.id, is_due, AccessTokenEvent::Used).await
    }

    async fn change_access_token(
        &self,
        id: AccessTokenId,
        if_so: impl Fn((&AccessToken, Timestamp)) -> bool,
        event: AccessTokenEvent,
    ) -> Result<(), CommandError<Infallible>> {
        self.transact(By::Other, |reading| {
            let now = reading.now;
            let token = reading.access_token(id)?.filter(|token| token.revoked_at.is_none());
            let changes = token.is_some_and(|token| if_so((&token, now)));
            let events = changes.then(|| DomainEvent::AccessToken(id, event.clone()));
            Ok(events.into_iter().collect::<Vec<_>>().into())
        })
        .await
        .map(drop)
    }

    /// Ends those tokens that do not go on, so that a start does not read them; gives how many.
    ///
    /// # Errors
    /// When a record cannot be read, or it cannot be saved.
    pub async fn end_access_tokens_that_are_over(&self) -> Result<usize, CommandError<Infallible>> {
        let all: Vec<_> = self.tables().catalog().access_tokens().collect();
        let mut ended = 0;
        for some in all.chunks(ENDED_TOGETHER_MAX) {
            let committed = self.transact(By::Other, |reading| Ok(over(reading, some)?.into()));
            ended += committed.await?.map_or(0, |committed| committed.changes.len());
        }
        Ok(ended)
    }
}

/// The end of those of these tokens that do not go on.
fn over(
    reading: &mut Reading<'_>,
    tokens: &[AccessTokenId],
) -> Result<Vec<DomainEvent>, StorageError> {
    let mut events = vec![];
    for id in tokens {
        let Some(token) = reading.tables().access_token(*id)? else { continue };
        let user = reading.tables().user(token.owner)?;
        let goes_on = user.is_some_and(|user| token.goes_on(&user, reading.now));
        let is_open = |token: Arc<AccessToken>| token.revoked_at.is_none();
        if !goes_on && reading.access_token(*id)?.is_some_and(is_open) {
            events.push(DomainEvent::AccessToken(*id, AccessTokenEvent::Revoked));
        }
    }
    Ok(events)
}

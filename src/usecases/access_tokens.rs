//! Personal access tokens: their owner makes and revokes them, and a program shows one.

use std::{sync::Arc, time::Duration};

pub use crate::domain::rules::tokens::TokenRefusal;

use super::{Caller, Denial, Done, accounts::CheckedPassword, policy};
use crate::{
    actors::{CommandError, Market, NewAccessToken},
    domain::{AccessToken, Scope, Scopes, ShownToken, User},
    storage::StorageError,
    types::{AccessTokenId, TokenName},
};

/// How long a token may last, in days.
pub const TOKEN_DAYS_MAX: u16 = 366;

/// Makes a token, and gives what its owner is shown of it this once. So many days it lasts, at most
/// [`TOKEN_DAYS_MAX`].
pub async fn make_token(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    (name, scopes, days): (TokenName, Scopes, u16),
) -> Done<TokenRefusal, ShownToken> {
    let owner = policy::signed_in(caller)?.id;
    if scopes.have(Scope::Admin) {
        policy::admin(caller)?;
    }
    let failed = |error: getrandom::Error| crate::actors::Unavailable::NotDone(error.to_string());
    let shown = ShownToken::generate().map_err(failed)?;
    let lasts = Duration::from_secs(u64::from(days.min(TOKEN_DAYS_MAX)) * 24 * 3600);
    let expires_at = market.clock().now() + lasts;
    let new = NewAccessToken { shown: shown.clone(), name, scopes, expires_at };
    market.make_access_token(owner, password.into_hash(), new).await?;
    tracing::info!(user = %owner, token = %shown.id, "an access token was made");
    Ok(shown)
}

/// The caller's tokens that go on, the newest first.
///
/// # Errors
/// When nobody is signed in, or a record cannot be read.
pub fn own_tokens(
    market: &Market,
    caller: Caller<'_>,
) -> Result<Vec<Arc<AccessToken>>, super::AccessError> {
    let owner = policy::signed_in(caller)?.id;
    let mut tokens = market.tables().access_tokens_of(owner, market.clock().now())?;
    tokens.reverse();
    Ok(tokens)
}

/// Revokes a token of the caller's. Whoever finds one open session may: it takes away, and gives
/// nothing.
pub async fn revoke_token(
    market: &Market,
    caller: Caller<'_>,
    id: AccessTokenId,
) -> Done<TokenRefusal> {
    let token = market.tables().access_token(id)?.ok_or(Denial::NotFound)?;
    policy::own_token(caller, &token)?;
    let revoked = market.revoke_access_token(id).await;
    Ok(revoked.map_err(|error| match error {
        CommandError::Unavailable(error) => CommandError::<TokenRefusal>::from(error),
        CommandError::Refused(never) => match never {},
    })?)
}

/// For whom a token acts that a program shows, if it goes on; notes that it is in use.
///
/// # Errors
/// When a record cannot be read.
pub async fn shown(
    market: &Market,
    shown: &ShownToken,
) -> Result<Option<(Arc<AccessToken>, Arc<User>)>, StorageError> {
    let token = market.tables().access_token(shown.id)?;
    let Some(token) = token.filter(|token| token.is_shown_by(shown)) else { return Ok(None) };
    let user = market.tables().user(token.owner)?;
    let now = market.clock().now();
    let Some(user) = user.filter(|user| token.goes_on(user, now)) else { return Ok(None) };
    if let Err(error) = market.note_access_token(&token).await {
        // Nobody is refused for that.
        tracing::warn!(%error, "that an access token is in use cannot be written down now");
    }
    Ok(Some((token, user)))
}

//! Webhook endpoints: whoever is signed in has the site send what happens to what is theirs to where
//! they say; who runs the site, all that happens.

use std::{sync::Arc, time::Duration};

use super::{AccessError, Caller, Denial, Done, UseCaseError, policy, refusal::refusal_codes};
use crate::{
    actors::{Market, NewWebhookEndpoint},
    domain::{
        Scope, WebhookDelivery, WebhookEndpoint, WebhookSecret,
        rules::webhooks::{WebhookCommand, WebhookRefusal},
    },
    reads::{
        catalog::WEBHOOKS_KEPT,
        walk::{ListPlace, Walk},
    },
    types::{Timestamp, WebhookDeliveryId, WebhookEndpointId},
};

refusal_codes! {
    WebhookRefusal {
        NotThere: NotFound,
        TooMany: TooManyWebhooks,
        IsOff: WebhookIsOff,
        BacklogFull: WebhookBacklogFull,
        AlreadyWaiting: WebhookWaiting,
    }
}

/// For how long a secret is shown once it is made.
pub const SECRET_SHOWN: Duration = Duration::from_secs(10 * 60);

/// What an owner can do with their endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookWish {
    /// Have what happens sent to it from now on.
    TurnOn,
    /// Leave it alone.
    TurnOff,
    /// Put another secret in the place of the one there is, which goes on for a day.
    ReplaceSecret,
    /// Sign with the old secret no more.
    EndOldSecret,
    /// Delete it.
    Delete,
    /// Send a test to it.
    Test,
    /// Send again what failed.
    SendFailedAgain,
}

/// The caller's endpoints, oldest first.
///
/// # Errors
/// When nobody is signed in.
pub fn own_endpoints(
    market: &Market,
    caller: Caller<'_>,
) -> Result<Vec<Arc<WebhookEndpoint>>, Denial> {
    let user = policy::signed_in(policy::scoped(caller, Scope::Read)?)?.id;
    Ok(market.tables().catalog().webhooks.of_owner(user).cloned().collect())
}

/// An endpoint of the caller's.
///
/// # Errors
/// When there is none, or it is somebody else's.
pub fn own_endpoint(
    market: &Market,
    caller: Caller<'_>,
    id: WebhookEndpointId,
) -> Result<Arc<WebhookEndpoint>, AccessError> {
    let caller = policy::scoped(caller, Scope::Read).or_else(|_| policy::sends(caller))?;
    policy::signed_in(caller)?;
    let endpoint = market.tables().catalog().webhooks.endpoint(id).cloned();
    let endpoint = endpoint.ok_or(Denial::NotFound)?;
    policy::own_webhook_endpoint(caller, &endpoint)?;
    Ok(endpoint)
}

/// What was sent in the last 30 days to an endpoint of the caller's, newest first, so many at the most;
/// and behind which of them there is more, if there is.
///
/// # Errors
/// When there is no such endpoint, it is somebody else's, or a record cannot be read.
pub fn deliveries(
    market: &Market,
    caller: Caller<'_>,
    id: WebhookEndpointId,
    behind: Option<ListPlace>,
    limit: usize,
) -> Result<(Vec<Arc<WebhookDelivery>>, Option<ListPlace>), AccessError> {
    own_endpoint(market, caller, id)?;
    let (tables, now) = (market.tables(), market.clock().now());
    let walk = Walk::down(behind).by(|from| from.key(WebhookDeliveryId::from_bytes));
    let mut found = tables.webhook_deliveries_along(id, walk, limit + 1)?;
    found.retain(|(at, _)| now.since(*at) < WEBHOOKS_KEPT);
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more);
    let last = last.map(|(at, id)| ListPlace::at(*at, *id.as_bytes()));
    let mut deliveries = vec![];
    for (_, id) in found {
        deliveries.extend(tables.webhook_delivery(id)?);
    }
    Ok((deliveries, last))
}

/// The secret of an endpoint of the caller's that was made just now; later it is not shown any more.
///
/// # Errors
/// When it is somebody else's.
pub fn new_secret(
    market: &Market,
    caller: Caller<'_>,
    endpoint: &WebhookEndpoint,
    now: Timestamp,
) -> Result<Option<WebhookSecret>, Denial> {
    // Whoever has it forges webhooks: it is not for a token that may only look.
    let Ok(caller) = policy::sends(caller) else { return Ok(None) };
    policy::own_webhook_endpoint(caller, endpoint)?;
    let is_new = now.since(endpoint.secret.at) < SECRET_SHOWN;
    let secret = endpoint.secret.seed.secret(market.link_key(), endpoint.id);
    Ok(secret.filter(|_| is_new))
}

/// Adds an endpoint under a new id.
pub async fn add(
    market: &Market,
    caller: Caller<'_>,
    id: WebhookEndpointId,
    new: NewWebhookEndpoint,
) -> Done<WebhookRefusal> {
    let caller = policy::sends(caller)?;
    let user = policy::signed_in(caller)?.id;
    if new.is_of_everything {
        policy::admin(caller)?;
    }
    Ok(market.add_webhook_endpoint(id, user, new).await?)
}

/// Does with an endpoint of the caller's what they want; done already if it is so.
pub async fn change(
    market: &Market,
    caller: Caller<'_>,
    id: WebhookEndpointId,
    wish: WebhookWish,
) -> Done<WebhookRefusal> {
    let endpoint = own_endpoint(market, policy::sends(caller)?, id)?;
    let command = match wish {
        WebhookWish::Test => return Ok(market.test_webhook(id).await?),
        WebhookWish::SendFailedAgain => return Ok(market.resume_failed_webhooks(id).await?),
        WebhookWish::TurnOn => WebhookCommand::TurnOn,
        WebhookWish::TurnOff => WebhookCommand::TurnOff,
        WebhookWish::ReplaceSecret => {
            let seed = market.webhook_seed(endpoint.id)?;
            WebhookCommand::ReplaceSecret(seed)
        }
        WebhookWish::EndOldSecret => WebhookCommand::EndOldSecret,
        WebhookWish::Delete => WebhookCommand::Delete,
    };
    Ok(market.command_webhook(id, command).await?)
}

/// Sends something again to an endpoint of the caller's, which it gives.
pub async fn send_again(
    market: &Market,
    caller: Caller<'_>,
    id: WebhookDeliveryId,
) -> Done<WebhookRefusal, WebhookEndpointId> {
    let caller = policy::sends(caller)?;
    policy::signed_in(caller)?;
    let delivery = market.tables().webhook_delivery(id)?.ok_or(Denial::NotFound)?;
    let WebhookDelivery { endpoint, .. } = *delivery;
    own_endpoint(market, caller, endpoint)?;
    market.resume_webhook(id).await.map_err(UseCaseError::from)?;
    Ok(endpoint)
}

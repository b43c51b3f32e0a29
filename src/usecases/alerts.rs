//! Being told by mail of tickets that come on sale.

use std::sync::Arc;

use super::{Caller, Denial, Done, policy};
use crate::{
    actors::Market,
    domain::{Alert, AlertPace, AlertToken, AlertTopic, Scope, rules::alerts::AlertRefusal},
    storage::StorageError,
    types::{AlertId, UserId},
};

/// Has the caller told; done already if they are, and as often.
pub async fn ask(
    market: &Market,
    caller: Caller<'_>,
    topic: AlertTopic,
    pace: AlertPace,
) -> Done<AlertRefusal, AlertId> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    Ok(market.ask_for_alert(user, topic, pace).await?)
}

/// Has the caller told by this alert more often, or less; done already if it is so.
pub async fn choose_pace(
    market: &Market,
    caller: Caller<'_>,
    id: AlertId,
    pace: AlertPace,
) -> Done<AlertRefusal> {
    let alert = own(market, caller, id)?;
    Ok(market.choose_alert_pace(alert.id, pace).await?)
}

/// Has the caller told by this alert no more; done already if it has ended.
pub async fn end(market: &Market, caller: Caller<'_>, id: AlertId) -> Done<AlertRefusal> {
    let alert = own(market, caller, id)?;
    Ok(market.end_alert(alert.id).await?)
}

/// A user's alerts that have not ended, the oldest first.
#[must_use]
pub fn alerts_of(market: &Market, user: UserId) -> Vec<Arc<Alert>> {
    market.tables().catalog().alerts.of_user(user).cloned().collect()
}

/// The alert that a link from a mail ends, whoever has it; it may have ended.
///
/// # Errors
/// When it cannot be read.
pub fn ended_by(market: &Market, token: &AlertToken) -> Result<Option<Arc<Alert>>, StorageError> {
    match token.is_sealed(market.link_key()) {
        true => market.tables().alert(token.alert),
        false => Ok(None),
    }
}

/// Ends the alert of a link, whoever has it; done already if it has ended.
pub async fn end_by_link(market: &Market, token: &AlertToken) -> Done<AlertRefusal> {
    let alert = ended_by(market, token)?.ok_or(Denial::NotFound)?;
    Ok(market.end_alert(alert.id).await?)
}

fn own(
    market: &Market,
    caller: Caller<'_>,
    id: AlertId,
) -> Result<Arc<Alert>, policy::AccessError> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    policy::signed_in(caller)?;
    let alert = market.tables().alert(id)?.ok_or(Denial::NotFound)?;
    policy::own_alert(caller, &alert)?;
    Ok(alert)
}

//! What becomes of events, by who runs the site or has made them.

use std::sync::Arc;

use super::{AccessError, Caller, Denial, Done, policy};
use crate::{
    actors::Market,
    domain::{
        Deed, Event, Scope,
        rules::event::{EventCommand, EventRefusal},
    },
    files::ReceivedPicture,
    types::{EventId, Reason, UserId},
};

/// The event, if it is the caller's to change; who they are, and whether its maker.
///
/// # Errors
/// When there is none, as far as the caller may know.
pub fn changeable(
    market: &Market,
    caller: Caller<'_>,
    id: EventId,
) -> Result<(Arc<Event>, UserId, bool), AccessError> {
    let caller = policy::changes(caller)?;
    let event = market.tables().event(id)?;
    // A visitor is asked to sign in, whether or not there is one.
    policy::signed_in(caller)?;
    let event = event.filter(|event| event.merged.is_none()).ok_or(Denial::NotFound)?;
    let (by, is_maker) = policy::changes_event(caller, &event)?;
    Ok((event, by, is_maker))
}

/// Whether a caller may change an event as things are.
///
/// # Errors
/// When a record cannot be read.
pub fn may_change(market: &Market, caller: Caller<'_>, event: &Event) -> Result<bool, AccessError> {
    match policy::changes_event(caller, event) {
        Ok((by, true)) => Ok(!market.tables().has_tickets_of_others(event.id, by)?),
        Ok((_, false)) => Ok(true),
        Err(_) => Ok(false),
    }
}

/// Has an event changed, postponed or cancelled; done already if it is so.
pub async fn change(
    market: &Market,
    caller: Caller<'_>,
    id: EventId,
    command: EventCommand,
    reason: Reason,
) -> Done<EventRefusal> {
    let (_, by, is_by_maker) = changeable(market, caller, id)?;
    Ok(market.change_event(id, command, Deed { by, reason }, is_by_maker).await?)
}

/// Puts a picture in the stead of an event's poster.
pub async fn picture(
    market: &Arc<Market>,
    caller: Caller<'_>,
    id: EventId,
    received: ReceivedPicture,
) -> Done<EventRefusal> {
    let (_, by, is_by_maker) = changeable(market, caller, id)?;
    Ok(market.picture_event(id, received, by, is_by_maker).await?)
}

/// Has an event's poster be shown again; done already if it is.
pub async fn remove_picture(
    market: &Market,
    caller: Caller<'_>,
    id: EventId,
) -> Done<EventRefusal> {
    let (_, by, is_by_maker) = changeable(market, caller, id)?;
    Ok(market.unpicture_event(id, by, is_by_maker).await?)
}

/// Has the refunds of a cancelled event tried again now.
///
/// # Errors
/// When the caller does not run the site.
pub fn retry_refunds(market: &Market, caller: Caller<'_>) -> Result<(), Denial> {
    policy::admin(policy::scoped(caller, Scope::Admin)?)?;
    market.retry_refunds();
    Ok(())
}

//! Waiting for a ticket that is not free.

use std::convert::Infallible;

use super::{Caller, Done, policy};
use crate::{
    actors::{CommandError, Market},
    domain::{Scope, rules::waitlist::WaitlistRefusal},
    types::{OrderId, TicketId},
};

/// What came of asking to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitlistOutcome {
    /// The caller is told when the ticket is free.
    ToBeTold,
    /// They hold it already, by this order.
    Held(OrderId),
}

/// Has the caller told when a ticket is free; done already if they wait for it.
pub async fn tell_me(
    market: &Market,
    caller: Caller<'_>,
    ticket: TicketId,
) -> Done<WaitlistRefusal, WaitlistOutcome> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    match market.ask_to_be_told(user, ticket).await {
        Ok(()) => Ok(WaitlistOutcome::ToBeTold),
        Err(CommandError::Refused(WaitlistRefusal::HeldByYou(order))) => {
            Ok(WaitlistOutcome::Held(order))
        }
        Err(error) => Err(error.into()),
    }
}

/// Lets the caller hear no more of a ticket; done already if they do not wait for it.
pub async fn stop_telling(
    market: &Market,
    caller: Caller<'_>,
    ticket: TicketId,
) -> Done<Infallible> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    market.tables().ticket(ticket)?.ok_or(policy::Denial::NotFound)?;
    Ok(market.stop_telling(user, ticket).await?)
}

//! Standing in line for a ticket that is not free, or for seats of an event.

use std::convert::Infallible;

use super::{Caller, Done, policy};
use crate::{
    actors::{CommandError, Market},
    domain::{
        Scope, SeatsWish, Wish,
        rules::waitlist::{Place, WaitlistRefusal},
    },
    reads::catalog::WaitlistPlace,
    types::{EventId, OrderId, TicketId, UserId, WaitlistId},
};

/// What came of asking for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitlistOutcome {
    /// The caller stands in line.
    InLine,
    /// They hold it already, by this order.
    Held(OrderId),
}

/// How many stand before somebody is counted up to this.
pub const BEFORE_MAX: usize = 10_000;

/// Has the caller wait for a ticket; done already if they do.
pub async fn wait_for_ticket(
    market: &Market,
    caller: Caller<'_>,
    ticket: TicketId,
) -> Done<WaitlistRefusal, WaitlistOutcome> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    match market.wait_for(user, ticket).await {
        Ok(()) => Ok(WaitlistOutcome::InLine),
        Err(CommandError::Refused(WaitlistRefusal::HeldByYou(order))) => {
            Ok(WaitlistOutcome::Held(order))
        }
        Err(error) => Err(error.into()),
    }
}

/// Has the caller wait for seats of an event, in the place of what they waited for there before.
pub async fn wait_for_seats(
    market: &Market,
    caller: Caller<'_>,
    wish: SeatsWish,
) -> Done<WaitlistRefusal> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    Ok(market.wait_for_seats(user, wish).await?)
}

/// Lets the caller wait no more for a ticket; done already if they do not.
pub async fn leave_ticket(
    market: &Market,
    caller: Caller<'_>,
    ticket: TicketId,
) -> Done<Infallible> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    market.tables().ticket(ticket)?.ok_or(policy::Denial::NotFound)?;
    Ok(market.stop_waiting(user, WaitlistId::of(ticket, user)).await?)
}

/// Lets the caller wait no more for seats of an event; done already if they do not.
pub async fn leave_event(market: &Market, caller: Caller<'_>, event: EventId) -> Done<Infallible> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let user = policy::signed_in(caller)?.id;
    let stays = {
        let catalog = market.tables().catalog();
        catalog.event_that_stays(event).map(|stays| stays.id).ok_or(policy::Denial::NotFound)?
    };
    // One that was asked for before the events were merged is by the other's name.
    for event in [event, stays] {
        market.stop_waiting(user, WaitlistId::of_event(event, user)).await?;
    }
    Ok(())
}

/// In which lines somebody stands, or has their turn, the latest first: so many at the most.
#[must_use]
pub fn places_of(market: &Market, user: UserId, limit: usize) -> Vec<WaitlistPlace> {
    let now = market.clock().now();
    let catalog = market.tables().catalog();
    let places = catalog.places_of(user).rev().filter(|place| {
        place.order.is_some()
            || catalog.is_worth_waiting(&place.wish, now)
            || matches!(place.wish, Wish::Ticket(ticket) if catalog.listing(ticket).is_none())
    });
    places.take(limit).cloned().collect()
}

/// Which a place is in the line for a ticket of an event, or for any of them: 1 is the next. All
/// that stand before it are counted, up to [`BEFORE_MAX`].
#[must_use]
pub fn number_in_line(
    market: &Market,
    place: Place,
    ticket: Option<TicketId>,
    event: EventId,
) -> usize {
    1 + market.tables().catalog().before_in_line(place, ticket, event, BEFORE_MAX)
}

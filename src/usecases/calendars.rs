//! What somebody has bought, for their calendar.

use std::sync::Arc;

use super::{Caller, Denial, Done, accounts::AccountRefusal, buying, policy};
use crate::{
    actors::Market,
    domain::{CalendarToken, Order, OrderStatus, Scope, User, rules::account::AccountChange},
    reads::walk::Walk,
    storage::StorageError,
    types::OrderId,
};

/// Among how many of somebody's orders, the latest first, those are looked for that are for their
/// calendar.
pub const ORDERS_LOOKED_AT_MAX: usize = 1000;
/// How many tickets a calendar has at the most.
pub const TICKETS_MAX: usize = 200;

/// The caller's orders by which they bought tickets together.
pub fn bought_together(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<Vec<Arc<Order>>, policy::AccessError> {
    let mut orders = buying::purchase(market, policy::scoped(caller, Scope::Read)?, id)?;
    orders.retain(|order| matches!(order.status, OrderStatus::Completed { .. }));
    match orders.is_empty() {
        true => Err(Denial::NotFound.into()),
        false => Ok(orders),
    }
}

/// The caller's order by which they bought a ticket.
pub fn bought(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<Arc<Order>, policy::AccessError> {
    let order = policy::own_order(market, policy::scoped(caller, Scope::Read)?, id)?;
    match order.status {
        OrderStatus::Completed { .. } => Ok(order),
        _ => Err(Denial::NotFound.into()),
    }
}

/// What opens the caller's calendar to programs that sign in nowhere.
pub fn token(market: &Market, caller: Caller<'_>) -> Result<CalendarToken, Denial> {
    let user = policy::signed_in(policy::scoped(caller, Scope::Read)?)?;
    Ok(CalendarToken::new(market.link_key(), user))
}

/// The account whose calendar this opens.
///
/// # Errors
/// When it cannot be read.
pub fn opened_by(
    market: &Market,
    token: &CalendarToken,
) -> Result<Option<Arc<User>>, StorageError> {
    let user = market.tables().user(token.user)?;
    Ok(user.filter(|user| token.opens(market.link_key(), user)))
}

/// The orders by which a user bought tickets for events that have not started, the latest first. It
/// may read much from disk.
///
/// # Errors
/// When they cannot be read.
pub fn coming(market: &Market, user: &User) -> Result<Vec<Arc<Order>>, StorageError> {
    let (tables, now) = (market.tables(), market.clock().now());
    let mut coming = vec![];
    for id in tables.ordered_by(user.id, Walk::down(None), ORDERS_LOOKED_AT_MAX)? {
        let Some(order) = tables.order(id)? else { continue };
        if !matches!(order.status, OrderStatus::Completed { .. }) {
            continue;
        }
        if tables.ticket(order.ticket)?.is_some_and(|ticket| now < ticket.event_starts_at) {
            coming.push(order);
        }
        if coming.len() == TICKETS_MAX {
            break;
        }
    }
    Ok(coming)
}

/// Ends the address of the caller's calendar; gives what opens it then.
pub async fn renew(market: &Market, caller: Caller<'_>) -> Done<AccountRefusal, CalendarToken> {
    let id = policy::signed_in(policy::scoped(caller, Scope::Buy)?)?.id;
    let user = market.change_account(id, AccountChange::Calendar).await?;
    Ok(CalendarToken::new(market.link_key(), &user))
}

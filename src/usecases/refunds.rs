//! Giving money back.

use std::{sync::Arc, time::Duration};

use super::{AccessError, Caller, Done, policy};
use crate::{
    actors::{CommandError, Market, Unavailable},
    domain::{Deed, Order, rules::order::OrderRefusal},
    types::{OrderId, Reason, UserId},
};

/// The order, if the caller may give its money back, and as whom.
pub fn refundable(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<(Arc<Order>, UserId), AccessError> {
    let caller = policy::refunds(caller)?;
    let order = market.tables().order(id)?.ok_or(policy::Denial::NotFound)?;
    let ticket = market.tables().ticket(order.ticket)?.ok_or(policy::Denial::NotFound)?;
    let by = policy::refunder(caller, &order, &ticket, market.clock().now())?;
    Ok((order, by))
}

/// Gives an order's money back, and the ticket to its seller; waits no longer than this for it.
/// After an unknown outcome it is done, too, as far as the caller must know: the order tells.
pub async fn refund(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    reason: Reason,
    relist: bool,
    patience: Duration,
) -> Done<OrderRefusal> {
    let (_, by) = refundable(market, caller, id)?;
    match market.refund_within(id, Deed { by, reason }, relist, patience).await {
        Ok(()) | Err(CommandError::Unavailable(Unavailable::Unknown(_))) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

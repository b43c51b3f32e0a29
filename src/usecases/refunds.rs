//! Giving money back.

use std::{sync::Arc, time::Duration};

use super::{AccessError, Caller, Done, UseCaseError, policy};
use crate::{
    actors::{Answer, CommandError, Market, Unavailable},
    domain::{Deed, Order, OrderStatus, Scope, rules::order::OrderRefusal},
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

/// Gives back what the caller has bought for an event that was postponed since, and has its money go
/// back; waits no longer than this for it. The reason is the one for which it was postponed.
pub async fn give_back(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    patience: Duration,
) -> Done<OrderRefusal> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    if !matches!(order.status, OrderStatus::Completed { .. }) || order.refund.is_some() {
        // It is so already, or there is nothing to give back.
        let is_asked = order.refund.is_some();
        return if is_asked { Ok(()) } else { Err(UseCaseError::Refused(OrderRefusal::NotPaid)) };
    }
    let ticket = market.tables().ticket(order.ticket)?.ok_or(policy::Denial::NotFound)?;
    let event = market.tables().event_of(&ticket)?.ok_or(policy::Denial::NotFound)?;
    let until = policy::give_back_until(caller, &order, &event);
    let postponed = event.postponement().filter(|_| until.is_some());
    let Some(postponement) = postponed else { return Err(policy::Denial::RefundByBuyer.into()) };
    if market.clock().now() >= postponement.refund_until {
        return Err(policy::Denial::GiveBackTooLate.into());
    }
    let deed = Deed { by: order.buyer, reason: postponement.how.reason.clone() };
    done_or_under_way(market.refund_within(id, deed, false, patience).await)
}

/// After an unknown outcome it is done as far as the caller must know: the order tells.
fn done_or_under_way(refunded: Answer<OrderRefusal>) -> Done<OrderRefusal> {
    match refunded {
        Ok(()) | Err(CommandError::Unavailable(Unavailable::Unknown(_))) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Gives an order's money back, and the ticket to its seller; waits no longer than this for it.
pub async fn refund(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    reason: Reason,
    relist: bool,
    patience: Duration,
) -> Done<OrderRefusal> {
    let (_, by) = refundable(market, caller, id)?;
    done_or_under_way(market.refund_within(id, Deed { by, reason }, relist, patience).await)
}

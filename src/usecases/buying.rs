//! What buyers want: to have a ticket held, to pay for it, or to give it up.

use std::{sync::Arc, time::Duration};

use super::{
    AccessError, Caller, Code, Done, RefusalCode, UseCaseError, policy, refusal::refusal_codes,
};
use crate::{
    actors::{CommandError, Market, Unavailable, order::PayOutcome},
    domain::{
        CancelReason, ChargeFailure, Order, Scope, Ticket,
        rules::{order::OrderRefusal, ticket::TicketRefusal},
    },
    payments::Card,
    types::{ChargeId, OrderId, Price, Secret, TicketId},
};

/// A ticket is not held for its buyer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{why}")]
pub struct NotHeldForYou {
    /// Why.
    #[source]
    pub why: TicketRefusal,
    /// The ticket, as it was when that was decided or later.
    pub ticket: Arc<Ticket>,
}

impl RefusalCode for NotHeldForYou {
    fn code(&self) -> Code {
        match self.why {
            // Its price is not the buyer's to mend.
            TicketRefusal::Price(_) => Code::PriceNotAllowed,
            ref why => why.code(),
        }
    }
}

/// Has a ticket held for the caller, who saw that they would pay this; gives the order, a new one or
/// the one by which they hold it already.
pub async fn buy(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
    price: Price,
) -> Done<NotHeldForYou, OrderId> {
    buy_as(market, caller, id, price, OrderId::new()).await
}

/// The same by an order of this id, if it is a new one.
pub async fn buy_as(
    market: &Market,
    caller: Caller<'_>,
    id: TicketId,
    price: Price,
    order: OrderId,
) -> Done<NotHeldForYou, OrderId> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let buyer = policy::signed_in(caller)?.id;
    let find = || -> Result<_, AccessError> {
        Ok(market.tables().ticket(id)?.ok_or(policy::Denial::NotFound)?)
    };
    let ticket = find()?;
    let (why, ticket) = match market.refused_at_once(&ticket, order, buyer, price) {
        Some(why) => (why, ticket),
        None => match market.reserve(id, order, buyer, price).await {
            Ok(()) => return Ok(order),
            // Something has happened to it meanwhile.
            Err(CommandError::Refused(why)) => (why, find()?),
            Err(CommandError::Unavailable(error)) => return Err(error.into()),
        },
    };
    match why {
        TicketRefusal::HeldByYou(order) => Ok(order),
        TicketRefusal::NotListed => Err(policy::Denial::NotFound.into()),
        why => Err(UseCaseError::Refused(NotHeldForYou { why, ticket })),
    }
}

/// How far a payment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentProgress {
    /// The ticket is the buyer's.
    Completed,
    /// The buyer is to pay at the provider, by this.
    AwaitsBuyer(Secret),
    /// It is being settled: the order tells what comes of it.
    Settling,
}

/// Why an order is not paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayRefusal {
    /// The payment was declined, or did not come about.
    Failed(ChargeFailure),
    /// The order is over.
    Over(CancelReason),
    /// Its time is up.
    TimeIsUp,
}

refusal_codes! { PayRefusal { Failed: PaymentFailed, Over: OrderCancelled, @as TimeIsUp; } }

/// The order, if it is the caller's and can still be paid: for who has to be told first what is
/// wrong with a card.
pub fn payable(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<OrderRefusal, Arc<Order>> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    let refusal = match order.status {
        status if status.is_open() && market.clock().now() < order.expires_at => return Ok(order),
        status if status.is_open() => OrderRefusal::TimeIsUp,
        crate::domain::OrderStatus::Cancelled { reason, .. } => OrderRefusal::Cancelled(reason),
        _ => OrderRefusal::Completed,
    };
    Err(UseCaseError::Refused(refusal))
}

/// Pays for an order of the caller's, with a card or, without one, at the provider; waits no longer
/// than this until it is known what came of it. The same attempt charges once.
pub async fn pay(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    attempt: Option<ChargeId>,
    card: Option<Card>,
    patience: Duration,
) -> Done<PayRefusal, PaymentProgress> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    // A payment that waits for its buyer at the provider is gone on with.
    let under_way = order.status.charge_under_way().filter(|_| card.is_none());
    let charge = under_way.unwrap_or_else(|| charge_of(id, attempt));
    match market.pay_within(id, charge, card, patience).await {
        Ok(PayOutcome::Completed) | Err(CommandError::Refused(OrderRefusal::Completed)) => {
            Ok(PaymentProgress::Completed)
        }
        Ok(PayOutcome::AwaitsBuyer(secret)) => Ok(PaymentProgress::AwaitsBuyer(secret)),
        Err(
            CommandError::Refused(OrderRefusal::PaymentUnderWay)
            | CommandError::Unavailable(Unavailable::Unknown(_)),
        ) => Ok(PaymentProgress::Settling),
        Ok(PayOutcome::Failed(failure)) => Err(UseCaseError::Refused(PayRefusal::Failed(failure))),
        Ok(PayOutcome::Cancelled(reason))
        | Err(CommandError::Refused(OrderRefusal::Cancelled(reason))) => {
            Err(UseCaseError::Refused(PayRefusal::Over(reason)))
        }
        Err(CommandError::Refused(OrderRefusal::TimeIsUp)) => {
            Err(UseCaseError::Refused(PayRefusal::TimeIsUp))
        }
        Err(CommandError::Refused(OrderRefusal::NotThere | OrderRefusal::NotPaid)) => {
            Err(policy::Denial::NotFound.into())
        }
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

/// Whether it is known what came of a payment that the caller was to make at the provider. Who has
/// to wait asks again.
///
/// # Errors
/// When the order is not the caller's, or cannot be read.
pub async fn is_settled(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    patience: Duration,
) -> Result<bool, AccessError> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    let Some(charge) = order.status.charge_under_way() else { return Ok(true) };
    let asked = market.pay_within(id, charge, None, patience).await;
    // Whatever came of it, the order tells.
    Ok(!matches!(asked, Err(CommandError::Unavailable(_))))
}

/// Gives up an order of the caller's.
pub async fn cancel(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<OrderRefusal> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    policy::own_order(market, caller, id)?;
    Ok(market.cancel(id).await?)
}

/// The charge of the attempt that is named, so that what is sent twice charges once; a new one if
/// none is.
fn charge_of(order: OrderId, attempt: Option<ChargeId>) -> ChargeId {
    attempt.map_or_else(ChargeId::new, |attempt| ChargeId::of_attempt(order, attempt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_at_an_order_is_one_charge() {
        let (order, other) = (OrderId::new(), OrderId::new());
        let attempt = Some(ChargeId::new());
        let charge = charge_of(order, attempt);
        assert_eq!(charge_of(order, attempt), charge);
        assert_ne!(charge_of(other, attempt), charge, "it cannot be sent for another order");
        assert_eq!(charge.to_string().parse(), Ok(charge), "it is an id like all others");
        assert_ne!(charge_of(order, None), charge_of(order, None), "none named is a new one");
    }
}

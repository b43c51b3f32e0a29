//! What buyers want: to have a ticket held, to pay for it, or to give it up.

use std::{sync::Arc, time::Duration};

use super::{
    AccessError, Caller, Code, Done, RefusalCode, UseCaseError, policy, refusal::refusal_codes,
};
use crate::{
    actors::{
        Answer, CommandError, Market, Unavailable,
        order::PayOutcome,
        purchase::{TogetherRefusal, Wanted},
    },
    domain::{
        CancelReason, ChargeFailure, Order, Scope, Ticket,
        rules::{order::OrderRefusal, ticket::TicketRefusal},
    },
    payments::Card,
    types::{ChargeId, EventId, OrderId, Price, Secret, TicketId, UserId},
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
    let buyer = policy::trader(market, caller)?.id;
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

/// What somebody wants to have together of an event.
#[derive(Debug, Clone, Copy)]
pub struct WantedTogether<'a> {
    /// For which event.
    pub event: EventId,
    /// Of these tickets, as they stand together.
    pub tickets: &'a [TicketId],
    /// So many, the first that stand side by side and are free.
    pub count: usize,
    /// What the caller saw that they would pay for all of them.
    pub total: Price,
    /// The first of the orders that are made.
    pub first: OrderId,
}

/// Tickets are not held together; nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotHeldTogether {
    /// Which one it is about; none if all of them.
    pub ticket: Option<TicketId>,
    /// Why.
    #[source]
    pub why: TicketRefusal,
}

impl RefusalCode for NotHeldTogether {
    fn code(&self) -> Code {
        match self.why {
            TicketRefusal::Price(_) => Code::PriceNotAllowed,
            ref why => why.code(),
        }
    }
}

/// Has tickets for an event held for the caller, all or none; gives the first of the orders, which
/// are one purchase: a new one, or that by which they hold all of these already.
pub async fn buy_together(
    market: &Market,
    caller: Caller<'_>,
    wanted: WantedTogether<'_>,
) -> Done<NotHeldTogether, OrderId> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let buyer = policy::trader(market, caller)?.id;
    let WantedTogether { event, tickets, count, total, first } = wanted;
    if count == 0 || count > tickets.len() || !each_once(tickets) {
        return Err(policy::Denial::NotFound.into());
    }
    let mut records = vec![];
    for id in tickets {
        let ticket = market.tables().ticket(*id)?.ok_or(policy::Denial::NotFound)?;
        let is_for = market.tables().event_of(&ticket)?.map_or(ticket.event, |event| event.id);
        if is_for != event {
            return Err(policy::Denial::NotFound.into());
        }
        records.push(ticket);
    }
    let mut refusal = None;
    for together in records.windows(count) {
        match hold(market, buyer, together, (total, first)).await {
            Ok(first) => return Ok(first),
            Err(CommandError::Refused(TogetherRefusal { ticket, why })) => {
                // One who holds them already is told of that, whatever else stands beside them.
                if let TicketRefusal::HeldByYou(order) = why {
                    let purchase = market.tables().order(order)?;
                    let all = purchase.as_ref().map_or(&[][..], |order| order.purchase());
                    let holds = |ticket: &Arc<Ticket>| {
                        let held = ticket.status.reservation();
                        held.is_some_and(|held| all.contains(&held.order))
                    };
                    if all.len() == count && together.iter().all(holds) {
                        return Ok(all[0]);
                    }
                }
                refusal.get_or_insert(NotHeldTogether { ticket, why });
                if !is_taken(&why) {
                    break;
                }
            }
            Err(CommandError::Unavailable(error)) => return Err(error.into()),
        }
    }
    let none = NotHeldTogether { ticket: None, why: TicketRefusal::NotListed };
    Err(UseCaseError::Refused(refusal.unwrap_or(none)))
}

async fn hold(
    market: &Market,
    buyer: UserId,
    together: &[Arc<Ticket>],
    (total, first): (Price, OrderId),
) -> Answer<TogetherRefusal, OrderId> {
    let fee = market.settings().prices.fees.buyer;
    let orders = [first].into_iter().chain(std::iter::repeat_with(OrderId::new));
    let wanted: Vec<_> = together
        .iter()
        .zip(orders)
        .map(|(ticket, order)| Wanted { ticket: ticket.id, order, price: fee.shown(ticket.price) })
        .collect();
    let refused = |ticket, why| Err(CommandError::Refused(TogetherRefusal { ticket, why }));
    for (ticket, Wanted { order, price, .. }) in together.iter().zip(&wanted) {
        let why = market.refused_at_once(ticket, *order, buyer, *price);
        if let Some(why) = why {
            return refused(Some(ticket.id), why);
        }
    }
    let now = Price::sum(wanted.iter().map(|wanted| wanted.price));
    if now != Ok(total) {
        return refused(None, TicketRefusal::PriceChanged(now.unwrap_or(Price::MAX)));
    }
    market.reserve_together(&wanted, buyer).await?;
    Ok(wanted[0].order)
}

/// Whether others that stand together could be had.
fn is_taken(why: &TicketRefusal) -> bool {
    use TicketRefusal::{
        CoolingDown, Held, HeldByYou, NotHeld, NotListed, OneLeftAlone, OwnTicket, Selling, Sold,
        Withdrawn,
    };

    matches!(
        why,
        Held(_)
            | HeldByYou(_)
            | Selling
            | Sold
            | Withdrawn
            | NotListed
            | NotHeld
            | OwnTicket
            | CoolingDown { .. }
            | OneLeftAlone
    )
}

fn each_once(tickets: &[TicketId]) -> bool {
    let mut sorted = tickets.to_vec();
    sorted.sort_unstable();
    sorted.is_sorted_by(|one, next| one < next)
}

/// The orders of a purchase of the caller's, in their order, by any of them.
///
/// # Errors
/// When there is none, as far as the caller may know.
pub fn purchase(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Result<Vec<Arc<Order>>, AccessError> {
    let order = policy::own_order(market, caller, id)?;
    let mut orders = vec![];
    for id in order.purchase() {
        orders.extend(market.tables().order(*id)?);
    }
    Ok(orders)
}

/// The order by which a purchase is paid: the first that is open, or the first of all.
fn first_open(market: &Market, order: Arc<Order>) -> Result<Arc<Order>, AccessError> {
    for id in order.purchase() {
        if let Some(other) = market.tables().order(*id)?
            && other.status.is_open()
        {
            return Ok(other);
        }
    }
    Ok(order)
}

/// Gives up all orders of a purchase of the caller's that are open.
pub async fn cancel_together(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
) -> Done<OrderRefusal> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = policy::own_order(market, caller, id)?;
    let first = first_open(market, order)?;
    Ok(market.cancel_together(first.id).await?)
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
    /// The event that it is for does not take place.
    EventCancelled,
}

refusal_codes! { PayRefusal { Failed: PaymentFailed, Over: OrderCancelled, @as TimeIsUp, EventCancelled; } }

/// The order by which an order of the caller's is paid, if it can still be: for who has to be told
/// first what is wrong with a card.
pub fn payable(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<OrderRefusal, Arc<Order>> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let order = first_open(market, policy::own_order(market, caller, id)?)?;
    let refusal = match order.status {
        status if status.is_open() && market.clock().now() < order.expires_at => return Ok(order),
        status if status.is_open() => OrderRefusal::TimeIsUp,
        crate::domain::OrderStatus::Cancelled { reason, .. } => OrderRefusal::Cancelled(reason),
        _ => OrderRefusal::Completed,
    };
    Err(UseCaseError::Refused(refusal))
}

/// Pays for an order of the caller's, and for what was bought together with it, with a card or,
/// without one, at the provider; waits no longer than this until it is known what came of it. The
/// same attempt charges once.
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
    let order = first_open(market, order)?;
    let id = order.id;
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
        Err(CommandError::Refused(OrderRefusal::EventCancelled)) => {
            Err(UseCaseError::Refused(PayRefusal::EventCancelled))
        }
        Err(CommandError::Refused(
            OrderRefusal::NotThere
            | OrderRefusal::NotPaid
            | OrderRefusal::Disputed
            | OrderRefusal::GoTogether(_)
            | OrderRefusal::OneLeftAlone,
        )) => Err(policy::Denial::NotFound.into()),
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
    let order = first_open(market, order)?;
    let id = order.id;
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

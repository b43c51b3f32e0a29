//! A purchase: orders that were made together, of which each has its ticket and its charge, and
//! which are held, paid, sold or given up as one.
//!
//! **One press** is one entry: each ticket's machine decides, and what all of them decide is
//! committed, or nothing. So all of them end at one instant, and an expiry, too, is one entry (the
//! writer adds what the others come to). Their actors hear of it, and have the timers.
//!
//! **One payment** is for all orders that are open then. The charge of the first is the payment's:
//! the provider knows that one, over the sum, and its actor has all of them, until they are settled.
//! From then on each charge is its order's, whose money goes back by itself.
//!
//! **A ticket is dropped** by cancelling its order; a payment that was under way for all is given
//! up with that, since it was over another sum. Nothing can be added.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{
    Answer, CommandError, Market,
    order::{OrderStep, decide_with_ticket},
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Charge, ChargeEvent, ChargeFailure, DomainEvent, Order, OrderEvent,
        rules::{
            Refusal, Rule,
            order::{OrderCommand, OrderRefusal},
            prices::PriceRefusal,
            ticket::{TicketCommand, TicketRefusal, decide, reserves},
        },
    },
    storage::{StorageError, Tables},
    types::{ChargeId, OrderId, Price, TicketId, UserId},
};

/// A ticket that is wanted together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which ticket.
    pub ticket: TicketId,
    /// The order that is made for it.
    pub order: OrderId,
    /// What the buyer saw that they would pay for it.
    pub price: Price,
}

/// Why tickets are not held together: what one of them has refused. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct TogetherRefusal {
    /// Which one; none if it is about all of them.
    pub ticket: Option<TicketId>,
    /// Why.
    #[source]
    pub why: TicketRefusal,
}

impl Refusal for TogetherRefusal {
    fn of(broken: crate::domain::rules::BrokenRule) -> Option<Self> {
        TicketRefusal::of(broken).map(|why| Self { ticket: None, why })
    }
}

impl Market {
    /// Locks tickets for a buyer, all or none, and makes the order of each, as one purchase.
    pub async fn reserve_together(
        &self,
        wanted: &[Wanted],
        buyer: UserId,
    ) -> Answer<TogetherRefusal> {
        let settings = self.settings();
        let (hold, fees, limits) = (settings.hold, settings.prices.fees, settings.limits);
        let are_ended_only = AtomicBool::new(false);
        let mut decide = |reading: &mut Reading<'_>| {
            let mut decision = Decision::default();
            let (mut are_held, mut ended) = (0, vec![]);
            for Wanted { ticket: id, order, price } in wanted.iter().copied() {
                let refused =
                    |why| CommandError::Refused(TogetherRefusal { ticket: Some(id), why });
                let ticket = reading.ticket(id)?;
                let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
                let events =
                    decide(id, ticket.as_deref(), &command, reading.now).map_err(refused)?;
                if events.is_empty() {
                    are_held += 1;
                    continue;
                }
                if !reserves(&events) {
                    ended.extend(events);
                    continue;
                }
                if reading.order(order)?.is_some() {
                    return Err(refused(TicketRefusal::NotHeld));
                }
                decision.events.extend(events);
                let beside = wanted.len() - 1;
                decision.rules.push(Rule::BuyerMayHold { buyer, ticket: id, limits, beside });
                decision.rules.extend(ticket.map(|ticket| Rule::EventIsOn(ticket.event)));
            }
            are_ended_only.store(!ended.is_empty(), Ordering::Relaxed);
            if !ended.is_empty() {
                return Ok(Decision::from(ended));
            }
            // Asked again: it is so already. One that has been dropped since is not taken again.
            if are_held > 0 {
                return Ok(Decision::default());
            }
            if Price::sum(wanted.iter().map(|wanted| wanted.price)).is_err() {
                let why = PriceRefusal::TooHigh.into();
                return Err(CommandError::Refused(TogetherRefusal { ticket: None, why }));
            }
            if wanted.len() > 1 {
                let orders: Box<[_]> = wanted.iter().map(|wanted| wanted.order).collect();
                decision.events.extend(orders.iter().map(|order| {
                    DomainEvent::Order(*order, OrderEvent::MadeTogether(orders.clone()))
                }));
            }
            Ok(decision)
        };
        // What has run out is recorded first, and may be somebody else's then.
        let mut is_decided = false;
        while !is_decided {
            self.transact(By::Other, &mut decide).await?;
            is_decided = !are_ended_only.load(Ordering::Relaxed);
        }
        Ok(())
    }

    /// Gives up all orders of a purchase that are open; when this returns `Ok`, their tickets are
    /// free.
    pub async fn cancel_together(&self, order: OrderId) -> Answer<OrderRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let mut all = vec![];
            for id in purchase_of(reading, order)? {
                let is_open = reading.order(id)?.is_some_and(|order| order.status.is_open());
                // The first one's refusal is the answer, where nothing is left to be given up.
                if is_open || id == order {
                    all.extend(give_up(reading, id, &OrderCommand::Cancel)?);
                }
            }
            Ok(all.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}

/// The orders of a purchase, this one before the others.
fn purchase_of(reading: &mut Reading<'_>, id: OrderId) -> Result<Vec<OrderId>, StorageError> {
    let order = reading.order(id)?;
    let others = order.iter().flat_map(|order| order.purchase()).filter(|other| **other != id);
    Ok([id].into_iter().chain(others.copied()).collect())
}

/// The other charges of the payment that is known by this one.
pub(crate) fn parts_of(
    tables: &Tables,
    payment: &Charge,
) -> Result<Vec<Arc<Charge>>, StorageError> {
    let Some(first) = tables.order(payment.order)? else { return Ok(vec![]) };
    let others = first.purchase().iter().filter(|order| **order != first.id);
    others
        .filter_map(|order| {
            tables.charge(Charge::in_payment(payment.id, first.id, *order)).transpose()
        })
        .collect()
}

/// Decides for all orders that a payment is to pay for, or that it pays for: all do what is asked
/// of them, or none does.
pub(super) fn decide_for_all(
    reading: &mut Reading<'_>,
    (payment, first): (ChargeId, OrderId),
    command: impl Fn(ChargeId) -> OrderCommand,
) -> Answer<OrderRefusal, OrderStep> {
    let mut all = vec![];
    for id in purchase_of(reading, first)? {
        let charge = Charge::in_payment(payment, first, id);
        let command = command(charge);
        let begins = matches!(command, OrderCommand::Pay { .. });
        if charge != payment {
            let is_in = match begins {
                true => reading.order(id)?.is_some_and(|order| order.status.is_open()),
                false => reading.charge(charge)?.is_some(),
            };
            if !is_in {
                continue;
            }
        }
        match decide_with_ticket(reading, id, &command)? {
            OrderStep::Commit(events) => {
                let is_begun = begins && !events.is_empty();
                all.extend(events);
                if is_begun && charge != payment {
                    all.push(DomainEvent::Charge(charge, ChargeEvent::PartOf(payment)));
                }
            }
            other => return Ok(other),
        }
    }
    Ok(OrderStep::Commit(all))
}

/// Decides to give up an order. What pays for it and for others is given up, too, and they can be
/// paid anew.
pub(super) fn decide_cancel(
    reading: &mut Reading<'_>,
    id: OrderId,
    command: &OrderCommand,
) -> Answer<OrderRefusal, Vec<DomainEvent>> {
    let mut events = give_up(reading, id, command)?;
    let charge = reading.order(id)?.and_then(|order| order.status.charge_under_way());
    if !events.is_empty() && charge.is_some() {
        for other in purchase_of(reading, id)?.into_iter().filter(|other| *other != id) {
            let record = reading.order(other)?;
            events.extend(record.as_deref().and_then(without_the_dropped));
        }
    }
    Ok(events)
}

fn give_up(
    reading: &mut Reading<'_>,
    id: OrderId,
    command: &OrderCommand,
) -> Answer<OrderRefusal, Vec<DomainEvent>> {
    match decide_with_ticket(reading, id, command)? {
        OrderStep::Commit(events) => Ok(events),
        OrderStep::Refused(TicketRefusal::Selling) => {
            Err(CommandError::Refused(OrderRefusal::PaymentUnderWay))
        }
        OrderStep::Refused(_) | OrderStep::Void => {
            Err(CommandError::Refused(OrderRefusal::TimeIsUp))
        }
    }
}

fn without_the_dropped(order: &Order) -> Option<DomainEvent> {
    let charge = order.status.charge_under_way()?;
    let failed = OrderEvent::PaymentFailed(charge, ChargeFailure::TicketDropped);
    Some(DomainEvent::Order(order.id, failed))
}

//! What sellers are owed: what sales and refunds make of it, in their own entries, and when it can be
//! paid.
//!
//! A sale's line is born held. Once the event is over by `payouts.hold_days`, it is released. What
//! goes back to the buyer is taken from wherever it lies; where it was paid to the seller, or is on its
//! way, another line makes up for it, and what they sell later does. While the buyer has a problem it is
//! frozen; what the site bears the seller keeps.

use std::time::Duration;

use super::{Facts, Unreadable, disputes, payouts};
use crate::{
    domain::{
        BorneBy, CaseKind, ClaimEvent, ClaimStatus, DomainEvent, Earning, EarningEvent,
        EarningPlace, Event, Order, OrderEvent, PayoutEvent, Sale,
    },
    types::{EarningId, OrderId, Timestamp, UserId},
};

/// From when on what was earned with an event can be paid: none if it was cancelled, or if nobody
/// knows when it is.
#[must_use]
pub fn release_at(event: &Event, hold: Duration) -> Option<Timestamp> {
    event.over_at().filter(|_| event.cancellation().is_none()).map(|over_at| over_at + hold)
}

/// What the site owes the seller by an order, as it is booked.
#[must_use]
pub fn sale(order: &Order, event: crate::types::EventId, is_before_books: bool) -> Sale {
    Sale {
        order: order.id,
        event,
        asked: order.ticket_price(),
        buyer_fee: order.fee,
        seller_fee: order.seller_fee,
        is_before_books,
    }
}

/// What sales and refunds make of what is owed, where the entry does not say so itself.
pub(super) fn follow_money(
    facts: &impl Facts,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    for at in 0..events.len() {
        let is_booked = |id: OrderId| {
            let line = EarningId::of_sale(id);
            events.iter().any(|event| matches!(event, DomainEvent::Earning(id, _) if *id == line))
        };
        match events[at] {
            DomainEvent::Order(id, OrderEvent::Completed(_) | OrderEvent::Refunded(_))
                if is_booked(id) => {}
            DomainEvent::Order(id, OrderEvent::Completed(charge)) => {
                if let Some((seller, sale)) = sale_of(facts, id, false)? {
                    let earned = EarningEvent::Earned(seller, sale);
                    events.push(DomainEvent::Earning(EarningId::of_sale(id), earned));
                    if disputes::has_open(facts, charge)? {
                        let frozen = EarningEvent::Frozen(CaseKind::Dispute);
                        events.push(DomainEvent::Earning(EarningId::of_sale(id), frozen));
                    }
                }
            }
            DomainEvent::Order(id, OrderEvent::Refunded(_)) => give_back(facts, id, events)?,
            DomainEvent::Claim(id, ClaimEvent::Opened { .. }) => {
                if let Some(earning) = facts.earning(EarningId::of_sale(id))? {
                    events.extend(frozen(&earning, CaseKind::Claim));
                }
            }
            DomainEvent::Claim(
                id,
                ClaimEvent::Rejected(_)
                | ClaimEvent::Withdrawn
                | ClaimEvent::Upheld { borne_by: BorneBy::Site, .. },
            ) => {
                let earning = facts.earning(EarningId::of_sale(id))?;
                if earning.is_some_and(|earning| earning.is_frozen_for(CaseKind::Claim)) {
                    let thawed = EarningEvent::Thawed(CaseKind::Claim);
                    events.push(DomainEvent::Earning(EarningId::of_sale(id), thawed));
                }
            }
            // What the buyer's bank has taken the seller has had.
            DomainEvent::Earning(id, EarningEvent::LostToDispute) => {
                if let Some(earning) = facts.earning(id)?
                    && let Some(order) = earning.order()
                {
                    let asked = asked_back(facts, order, &earning, events)?;
                    events.extend(asked);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn sale_of(
    facts: &impl Facts,
    id: OrderId,
    is_before_books: bool,
) -> Result<Option<(UserId, Sale)>, Unreadable> {
    let Some(order) = facts.order(id)? else { return Ok(None) };
    let ticket = facts.ticket(order.ticket)?;
    Ok(ticket.map(|ticket| (ticket.seller, sale(&order, ticket.event, is_before_books))))
}

/// The money of an order has gone back to its buyer.
fn give_back(
    facts: &impl Facts,
    order: OrderId,
    events: &mut Vec<DomainEvent>,
) -> Result<(), Unreadable> {
    let id = EarningId::of_sale(order);
    let mut push = |event| events.push(DomainEvent::Earning(id, event));
    match facts.earning(id)? {
        None => {
            if let Some((seller, sale)) = sale_of(facts, order, true)? {
                push(EarningEvent::Earned(seller, sale));
                push(EarningEvent::Reversed);
            }
        }
        // The buyer's bank had taken it already.
        Some(earning) if earning.is_lost() => {
            push(EarningEvent::PaidBackTwice);
        }
        Some(_) if is_borne_by_site(facts, order)? => push(EarningEvent::BorneBySite),
        Some(earning) => {
            events.extend(had_back(&earning));
            events.push(DomainEvent::Earning(id, EarningEvent::Reversed));
            let asked = asked_back(facts, order, &earning, events)?;
            events.extend(asked);
        }
    }
    Ok(())
}

/// What the provider is asked to bring back of a sale whose money goes back to the buyer, and which it
/// has paid to the seller: nothing of what was made up for meanwhile.
fn asked_back(
    facts: &impl Facts,
    order: OrderId,
    earning: &Earning,
    events: &[DomainEvent],
) -> Result<Option<DomainEvent>, Unreadable> {
    let Some(id) = earning.place.payout().or(earning.recalled_from) else { return Ok(None) };
    let Some(payout) = facts.payout(id)? else { return Ok(None) };
    let debt = EarningId::recalled(order, id);
    let minor = match earning.place.payout() {
        Some(_) => earning.minor,
        None => facts.earning(debt)?.as_deref().map_or(0, owed_minor),
    };
    let asked = events.iter().map(|event| match event {
        DomainEvent::Payout(of, PayoutEvent::TakeBackAsked(_, minor)) if *of == id => *minor,
        _ => 0,
    });
    let left = payout.left_minor() - asked.sum::<i64>();
    Ok(payouts::take_back(&payout, left, debt, minor))
}

/// How much a line takes from what a seller is owed, as long as nothing has made up for it, in minor
/// units.
#[must_use]
pub fn owed_minor(debt: &Earning) -> i64 {
    if debt.place == EarningPlace::Available { (-debt.minor).max(0) } else { 0 }
}

/// Whether those who run the site have found that they bear what is given back.
fn is_borne_by_site(facts: &impl Facts, order: OrderId) -> Result<bool, Unreadable> {
    let status = facts.claim(order)?.map(|claim| claim.status.clone());
    Ok(matches!(status, Some(ClaimStatus::Upheld { borne_by: BorneBy::Site, .. })))
}

/// What has a sale's line frozen because a case is opened: nothing of one that is frozen for it
/// already, that went back, or of which the books know nothing.
#[must_use]
pub fn frozen(earning: &Earning, kind: CaseKind) -> Vec<DomainEvent> {
    let is_over = earning.place == EarningPlace::BeforeBooks || earning.is_lost();
    if is_over || earning.is_frozen_for(kind) {
        return vec![];
    }
    let mut events = had_back(earning);
    events.push(DomainEvent::Earning(earning.id, EarningEvent::Frozen(kind)));
    events
}

/// What has a sale's line lie where it can be taken from: nothing, unless it was paid or is on its way.
#[must_use]
pub fn had_back(earning: &Earning) -> Vec<DomainEvent> {
    let (Some(payout), Some(sale)) = (earning.place.payout(), earning.sale()) else {
        return vec![];
    };
    let (seller, order, minor) = (earning.seller, sale.order, earning.minor);
    let debt = EarningId::recalled(order, payout);
    let owed = EarningEvent::Owed { seller, order, payout, minor };
    vec![
        DomainEvent::Earning(debt, owed),
        DomainEvent::Earning(earning.id, EarningEvent::Recalled(debt)),
    ]
}

/// What can be released of these lines, which are of sales for an event that is over.
#[must_use]
pub fn released<'a>(earnings: impl IntoIterator<Item = &'a Earning>) -> Vec<DomainEvent> {
    let held = earnings.into_iter().filter(|earning| earning.place == EarningPlace::Held);
    held.map(|earning| DomainEvent::Earning(earning.id, EarningEvent::Released)).collect()
}

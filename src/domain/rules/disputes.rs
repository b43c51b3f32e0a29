//! Disputes: what becomes of a sale while the buyer's bank wants its money back, and after.
//!
//! What the provider says of a dispute now, and what is known of it, come to what has happened since:
//! so it makes no difference in which order, how often and by whom it is told. As long as one is open,
//! what was earned with the sales of its payment is frozen, and nothing of it goes back to the buyer.
//! What the provider has moved for it lies apart ([`Account::Disputed`](crate::domain::ledger::Account)).
//! Lost, it is taken from whole sales as far as it goes, or borne by the site if those who run it have
//! said so; what is left of it the site loses.

use std::sync::Arc;

use super::{BrokenRule, Facts, Refusal, Rule, Unreadable, earnings};
use crate::{
    domain::{
        CaseKind, Deed, Dispute, DisputeAtProvider, DisputeEvent, DisputeStatus, DomainEvent,
        Earning, EarningEvent, EarningPlace, Order, OrderEvent,
    },
    types::{ChargeId, DisputeId, EarningId, OrderId},
};

refusals! {
    /// Why nothing becomes of a dispute. Nothing has changed.
    pub enum DisputeRefusal {
        NotThere = "there is no such dispute",
        Over = "the dispute is over",
        AnotherOpened = "another dispute about the payment was opened just now",
    }
}

impl Refusal for DisputeRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::OtherDispute).then_some(Self::AnotherOpened)
    }
}

/// A sale that a disputed payment has paid for.
#[derive(Debug, Clone)]
pub struct DisputedSale {
    /// By which order, which is completed.
    pub order: Arc<Order>,
    /// What it has earned; none if that is from before the site kept books.
    pub earning: Option<Arc<Earning>>,
}

/// What has happened to a dispute, given what was known of it, how it is now, the sales of its payment,
/// and whether another one about that is open; and on what that rests.
#[must_use]
pub fn follow(
    known: Option<&Dispute>,
    now: &DisputeAtProvider,
    sales: &[DisputedSale],
    is_another_open: bool,
) -> (Vec<DomainEvent>, Vec<Rule>) {
    // What is lost is so for good: it waits until it is known what was taken.
    let waits = now.status == DisputeStatus::Lost && now.moved_minor == 0 && now.minor > 0;
    let waiting = DisputeAtProvider { status: DisputeStatus::UnderReview, ..now.clone() };
    let now = if waits { &waiting } else { now };
    let id = DisputeId::of(&now.name);
    let about = |event| DomainEvent::Dispute(id, event);
    let before = known.map(|known| known.status);
    let mut events = vec![];
    if known.is_none() {
        let status = if now.status.is_open() { now.status } else { DisputeStatus::UnderReview };
        events.push(about(DisputeEvent::Opened {
            name: now.name.clone(),
            payment: now.payment,
            minor: now.minor,
            opened_at: now.opened_at,
            status,
            due_by: now.due_by,
        }));
    }
    let (moved, fee) = known.map_or((0, 0), |known| (known.moved_minor, known.fee_minor));
    if (moved, fee) != (now.moved_minor, now.fee_minor) {
        let (minor, fee) = (now.moved_minor - moved, now.fee_minor - fee);
        events.push(about(DisputeEvent::MoneyMoved { minor, fee }));
    }
    // What was lost stays lost.
    if before == Some(DisputeStatus::Lost) {
        return (events, vec![]);
    }
    let lines = || sales.iter().filter_map(|sale| sale.earning.as_deref());
    if now.status.is_open() {
        if !before.is_some_and(DisputeStatus::is_open) {
            events.extend(lines().flat_map(|line| earnings::frozen(line, CaseKind::Dispute)));
        }
    } else if now.status == DisputeStatus::Lost {
        let is_borne_by_site = known.is_some_and(|known| known.borne_by_site.is_some());
        let mut left = now.moved_minor;
        for sale in sales {
            let taken = taken(sale, left, is_borne_by_site);
            if let Some((minor, taken)) = taken {
                left -= minor;
                events.extend(taken);
            } else if !is_another_open {
                events.extend(sale.earning.as_deref().and_then(thawed));
            }
        }
        events.push(about(DisputeEvent::Lost { rest_minor: left }));
    } else if !is_another_open {
        events.extend(lines().filter_map(thawed));
    }
    let is_so = known.is_some_and(|known| (known.status, known.due_by) == (now.status, now.due_by))
        || known.is_none() && now.status.is_open();
    if !is_so && now.status != DisputeStatus::Lost {
        events.push(about(DisputeEvent::Changed(now.status, now.due_by)));
    }
    let is_over = !now.status.is_open() && before != Some(now.status);
    let rules = match is_over && !is_another_open {
        true => vec![Rule::NoOtherDispute(now.payment, id)],
        false => vec![],
    };
    (events, rules)
}

/// What takes a lost sale from who bears it, and how much that is; none if it is more than what is left,
/// or if the sale is over already.
fn taken(
    sale: &DisputedSale,
    left: i64,
    is_borne_by_site: bool,
) -> Option<(i64, Vec<DomainEvent>)> {
    let line = sale.earning.as_deref()?;
    let minor = line.sale()?.paid_minor();
    if line.place == EarningPlace::BeforeBooks || line.is_lost() || minor > left {
        return None;
    }
    let about = |event| DomainEvent::Earning(line.id, event);
    let mut events = vec![];
    if is_borne_by_site {
        events.push(about(EarningEvent::DisputeBorneBySite));
        let open = [CaseKind::Claim, CaseKind::Dispute].into_iter();
        let open = open.filter(|case| line.is_frozen_for(*case));
        events.extend(open.map(|case| about(EarningEvent::Thawed(case))));
    } else {
        events.extend(earnings::had_back(line));
        events.push(about(EarningEvent::LostToDispute));
    }
    // The buyer has the money.
    if sale.order.is_refunding() {
        events.push(DomainEvent::Order(sale.order.id, OrderEvent::RefundDropped));
    }
    Some((minor, events))
}

fn thawed(line: &Earning) -> Option<DomainEvent> {
    let thawed = EarningEvent::Thawed(CaseKind::Dispute);
    line.is_frozen_for(CaseKind::Dispute).then_some(DomainEvent::Earning(line.id, thawed))
}

/// That the site bears a dispute, should it be lost; nothing if that was said before.
///
/// # Errors
/// When it is over: then the seller's balance is put right instead.
pub fn bear(dispute: &Dispute, deed: Deed) -> Result<Vec<DomainEvent>, DisputeRefusal> {
    match dispute.borne_by_site {
        Some(_) => Ok(vec![]),
        None if dispute.status.is_open() => {
            Ok(vec![DomainEvent::Dispute(dispute.id, DisputeEvent::BorneBySite(deed))])
        }
        None => Err(DisputeRefusal::Over),
    }
}

/// Whether money that events have asked for back may go back: not while the buyer's bank may take it
/// as well, or has.
pub(crate) fn check(
    facts: &impl Facts,
    events: &[DomainEvent],
) -> Result<Result<(), BrokenRule>, Unreadable> {
    for event in events {
        if let DomainEvent::Order(id, OrderEvent::RefundAsked { .. }) = event
            && let Some(order) = facts.order(*id)?
            && is_disputed(facts, &order)?
        {
            return Ok(Err(BrokenRule::Disputed));
        }
    }
    Ok(Ok(()))
}

/// Whether the buyer's bank wants back what an order was paid by, or has taken it.
///
/// # Errors
/// When a record cannot be read.
pub fn is_disputed(facts: &impl Facts, order: &Order) -> Result<bool, Unreadable> {
    let Some(charge) = order.status.paid_by() else { return Ok(false) };
    if has_open(facts, charge)? {
        return Ok(true);
    }
    // An order that is completed has its money in no other way.
    let line = facts.earning(EarningId::of_sale(order.id))?;
    Ok(line.is_some_and(|line| line.is_lost()))
}

/// Whether a dispute is open about the payment of which a charge is, or is a part.
///
/// # Errors
/// When a record cannot be read.
pub fn has_open(facts: &impl Facts, charge: ChargeId) -> Result<bool, Unreadable> {
    let payment = facts.charge(charge)?.map(|charge| charge.payment());
    Ok(payment.is_some_and(|payment| !facts.open_disputes_of(payment).is_empty()))
}

/// The order of which a line is, if it is of a sale's.
#[must_use]
pub fn order_of(line: EarningId) -> OrderId {
    OrderId::from_bytes(*line.as_bytes())
}

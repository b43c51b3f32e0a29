//! What may happen to an order.

use super::{
    BrokenRule, Refusal,
    ticket::{TicketCommand, TicketRefusal},
};
use crate::{
    domain::{
        CancelReason, ChargeEvent, ChargeFailure, Deed, DomainEvent, Order, OrderEvent, OrderStatus,
    },
    types::{ChargeId, Timestamp},
};

/// What an order can be asked to do, or told. Each can come twice: what is already so is no error
/// and no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderCommand {
    /// The buyer pays.
    Pay {
        /// By this charge, which this makes.
        charge: ChargeId,
        /// How many declined cards end the order.
        max_attempts: u32,
    },
    /// The buyer does not want it any more.
    Cancel,
    /// Those who run the site do not want it any more.
    CancelBySite(Deed),
    /// The payment says that the money of this charge is held ready.
    Authorised(ChargeId),
    /// The payment says that the money of this charge is ours.
    Captured(ChargeId),
    /// The seller or an admin wants the money to go back.
    Refund {
        /// Who asks, and why, for whom it concerns to read.
        deed: Deed,
        /// Whether the ticket is to be for sale again, and not withdrawn.
        relist: bool,
    },
    /// The payment says that the money went back.
    Refunded {
        /// Which charge.
        charge: ChargeId,
        /// The provider's name for the payment.
        stripe_id: Box<str>,
        /// The provider's name for the refund.
        stripe_refund_id: Box<str>,
    },
    /// The payment says that no money will come.
    Failed {
        /// Which charge.
        charge: ChargeId,
        /// Why.
        failure: ChargeFailure,
        /// How many declined cards end the order.
        max_attempts: u32,
    },
}

/// What follows from a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderDecision {
    /// Nothing: it is so already.
    Nothing,
    /// These events.
    Commit(Vec<DomainEvent>),
    /// It takes the ticket: the order's events travel with the command, and become true in one
    /// entry with the ticket's own, or not at all.
    AskTicket(TicketCommand),
    /// The charge came too late, or was never ours: it is voided.
    Void(ChargeId),
}

refusals! {
    /// Why an order does not do what it was asked. Nothing has changed.
    pub enum OrderRefusal {
        NotThere = "there is no such order",
        TimeIsUp = "the time to pay is up",
        Completed = "the order is paid",
        Cancelled(CancelReason) = "the order is cancelled",
        PaymentUnderWay = "a payment for this order is under way",
        NotPaid = "the order is not paid",
        EventCancelled = "the event is cancelled",
        /// So many.
        GoTogether(usize) = "these {0} seats go only together",
        OneLeftAlone = "one seat would be left alone",
        Disputed = "the buyer's bank wants the money back, or has taken it",
    }
}

impl Refusal for OrderRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::Ticket(TicketRefusal::EventCancelled) => Some(Self::EventCancelled),
            BrokenRule::Ticket(TicketRefusal::GoTogether(seats)) => Some(Self::GoTogether(seats)),
            BrokenRule::Ticket(TicketRefusal::OneLeftAlone) => Some(Self::OneLeftAlone),
            BrokenRule::Disputed => Some(Self::Disputed),
            _ => None,
        }
    }
}

/// What follows from a command for an order as it is.
pub fn decide(
    order: Option<&Order>,
    command: &OrderCommand,
    now: Timestamp,
) -> Result<OrderDecision, OrderRefusal> {
    let order = order.ok_or(OrderRefusal::NotThere)?;
    match command {
        OrderCommand::Pay { charge, max_attempts } => pay(order, *charge, *max_attempts, now),
        OrderCommand::Cancel => {
            cancel(order, CancelReason::Buyer, OrderEvent::Cancelled(CancelReason::Buyer))
        }
        OrderCommand::CancelBySite(deed) => {
            cancel(order, CancelReason::Admin, OrderEvent::CancelledBySite(deed.clone()))
        }
        OrderCommand::Authorised(charge) => {
            Ok(go_on(order, *charge, || TicketCommand::StartSale(order.id, *charge)))
        }
        OrderCommand::Captured(charge) => Ok(go_on(order, *charge, || {
            let captured = DomainEvent::Charge(*charge, ChargeEvent::Completed);
            let completed = DomainEvent::Order(order.id, OrderEvent::Completed(*charge));
            TicketCommand::CompleteSale(order.id, vec![captured, completed])
        })),
        OrderCommand::Refund { deed, relist } => match order.status {
            OrderStatus::Completed { .. } if order.refund.is_some() => Ok(OrderDecision::Nothing),
            OrderStatus::Completed { .. } => {
                let asked = OrderEvent::RefundAsked { deed: deed.clone(), relist: *relist };
                Ok(OrderDecision::Commit(vec![DomainEvent::Order(order.id, asked)]))
            }
            OrderStatus::Cancelled { reason: CancelReason::Refunded, .. } => {
                Ok(OrderDecision::Nothing)
            }
            OrderStatus::Created
            | OrderStatus::AwaitingPayment(_)
            | OrderStatus::Cancelled { .. } => Err(OrderRefusal::NotPaid),
        },
        OrderCommand::Refunded { charge, .. } if order.status.paid_by() != Some(*charge) => {
            Ok(OrderDecision::Nothing)
        }
        OrderCommand::Refunded { charge, stripe_id, stripe_refund_id } => {
            let (stripe_id, stripe_refund_id) = (stripe_id.clone(), stripe_refund_id.clone());
            let refunded = OrderEvent::Refunded(stripe_refund_id.clone());
            let went_back = ChargeEvent::Refunded { stripe_id, stripe_refund_id };
            Ok(OrderDecision::AskTicket(TicketCommand::Return {
                order: order.id,
                // A refund that was not asked for here was made at the provider: what is to become
                // of the ticket is for its seller to say.
                relist: order.refund.as_ref().is_some_and(|refund| refund.relist),
                with: vec![
                    DomainEvent::Charge(*charge, went_back),
                    DomainEvent::Order(order.id, refunded),
                ],
            }))
        }
        OrderCommand::Failed { charge, failure, max_attempts } => {
            Ok(failed(order, *charge, failure, *max_attempts))
        }
    }
}

/// What is asked of the ticket when the payment that is under way has come further.
fn go_on(
    order: &Order,
    charge: ChargeId,
    command: impl FnOnce() -> TicketCommand,
) -> OrderDecision {
    match order.status {
        OrderStatus::AwaitingPayment(under_way) if under_way == Some(charge) => {
            OrderDecision::AskTicket(command())
        }
        OrderStatus::Completed { charge: paid, .. } if paid == charge => OrderDecision::Nothing,
        _ => OrderDecision::Void(charge),
    }
}

fn pay(
    order: &Order,
    charge: ChargeId,
    max_attempts: u32,
    now: Timestamp,
) -> Result<OrderDecision, OrderRefusal> {
    match order.status {
        OrderStatus::Completed { .. } => Err(OrderRefusal::Completed),
        OrderStatus::Cancelled { reason, .. } => Err(OrderRefusal::Cancelled(reason)),
        OrderStatus::AwaitingPayment(Some(under_way)) if under_way == charge => {
            Ok(OrderDecision::Nothing)
        }
        OrderStatus::AwaitingPayment(Some(_)) => Err(OrderRefusal::PaymentUnderWay),
        OrderStatus::Created | OrderStatus::AwaitingPayment(None) => {
            if now >= order.expires_at {
                return Err(OrderRefusal::TimeIsUp);
            }
            if order.failed_attempts >= max_attempts {
                return Err(OrderRefusal::Cancelled(CancelReason::PaymentFailed));
            }
            let created = ChargeEvent::Created(order.id, order.price);
            Ok(OrderDecision::Commit(vec![
                DomainEvent::Order(order.id, OrderEvent::PaymentStarted(charge)),
                DomainEvent::Charge(charge, created),
            ]))
        }
    }
}

fn cancel(
    order: &Order,
    why: CancelReason,
    cancelled: OrderEvent,
) -> Result<OrderDecision, OrderRefusal> {
    match order.status {
        OrderStatus::Created | OrderStatus::AwaitingPayment { .. } => {
            Ok(give_up(order, vec![], cancelled))
        }
        OrderStatus::Cancelled { reason, .. } if reason == why => Ok(OrderDecision::Nothing),
        OrderStatus::Cancelled { reason, .. } => Err(OrderRefusal::Cancelled(reason)),
        OrderStatus::Completed { .. } => Err(OrderRefusal::Completed),
    }
}

fn failed(
    order: &Order,
    charge: ChargeId,
    failure: &ChargeFailure,
    max_attempts: u32,
) -> OrderDecision {
    if order.status.charge_under_way() != Some(charge) {
        return OrderDecision::Nothing;
    }
    let failed = OrderEvent::PaymentFailed(charge, failure.clone());
    let event = DomainEvent::Order(order.id, failed);
    if *failure == ChargeFailure::NotCaptured {
        let command = TicketCommand::AbandonSale(order.id, vec![event]);
        return OrderDecision::AskTicket(command);
    }
    if order.failed_attempts + u32::from(failure.is_attempt()) >= max_attempts {
        let cancelled = OrderEvent::Cancelled(CancelReason::PaymentFailed);
        return give_up(order, vec![event], cancelled);
    }
    OrderDecision::Commit(vec![event])
}

fn give_up(order: &Order, mut events: Vec<DomainEvent>, cancelled: OrderEvent) -> OrderDecision {
    events.push(DomainEvent::Order(order.id, cancelled));
    OrderDecision::AskTicket(TicketCommand::Release(order.id, events))
}

//! Money that is not settled although nobody waits for a buyer any more: what whoever runs the site
//! is told of, by the log, by `/metrics` and by `holdfast verify --payments`.

use std::time::Duration;

use crate::{
    domain::{Charge, ChargeStatus, Order},
    types::{ChargeId, OrderId, Timestamp},
};

/// How long it may take to settle a charge. Shorter outages of a provider end by themselves.
pub const OVERDUE_AFTER: Duration = Duration::from_secs(3600);

/// A charge that should have been settled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "charge {charge} of order {order} (payment {}): its money is {waits_for} since {}",
    .stripe_id.as_deref().unwrap_or("not known yet"),
    .since.rfc3339()
)]
pub struct Overdue {
    /// Which charge.
    pub charge: ChargeId,
    /// Of which order.
    pub order: OrderId,
    /// The provider's name for the payment, if it has one.
    pub stripe_id: Option<Box<str>>,
    /// What is to happen to it.
    pub waits_for: WaitsFor,
    /// Since when.
    pub since: Timestamp,
}

/// What is to happen to a charge at the provider; shown, in words after "the money is".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WaitsFor {
    /// No money is wanted any more: it is to be let go of, or given back if it has moved.
    #[error("to be let go of")]
    Release,
    /// The buyer has paid, and the ticket is being sold: it is to be taken.
    #[error("to be captured")]
    Capture,
    /// The sale was given up: it is to go back.
    #[error("to be given back")]
    Refund,
}

/// The charge, if it is overdue. A charge that merely waits for its buyer is not.
///
/// `authorised_at`: when the money was held ready, as far as that is known. Without it a charge
/// counts from its order's deadline on.
#[must_use]
pub fn overdue(
    charge: &Charge,
    order: Option<&Order>,
    authorised_at: Option<Timestamp>,
    now: Timestamp,
) -> Option<Overdue> {
    let (waits_for, since) = waits_for(charge, order, authorised_at)?;
    (now.since(since) > OVERDUE_AFTER).then(|| Overdue {
        charge: charge.id,
        order: charge.order,
        stripe_id: charge.stripe_id.clone(),
        waits_for,
        since,
    })
}

fn waits_for(
    charge: &Charge,
    order: Option<&Order>,
    authorised_at: Option<Timestamp>,
) -> Option<(WaitsFor, Timestamp)> {
    let refund = order.and_then(|order| order.refund.as_ref());
    match &charge.status {
        ChargeStatus::Failed(_) | ChargeStatus::Voided => None,
        ChargeStatus::Completed if charge.stripe_refund_id.is_some() => None,
        ChargeStatus::Completed => refund.map(|refund| (WaitsFor::Refund, refund.at)),
        ChargeStatus::Created | ChargeStatus::Authorised => Some(match order {
            None => (WaitsFor::Release, charge.created_at),
            Some(order) => match (order.status.over_at(), &charge.status) {
                (Some(over_at), _) => (WaitsFor::Release, over_at.max(charge.created_at)),
                (None, ChargeStatus::Authorised) => {
                    let known = authorised_at.unwrap_or(order.expires_at);
                    (WaitsFor::Capture, known.min(order.expires_at))
                }
                (None, _) => (WaitsFor::Release, order.expires_at),
            },
        }),
    }
}

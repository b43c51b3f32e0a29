//! What those who run the site say of what buyers' banks take back.

use super::{Caller, Done, policy};
use crate::{
    actors::Market,
    domain::{Deed, Order, Scope, rules::disputes::DisputeRefusal},
    storage::StorageError,
    types::{DisputeId, EarningId, Reason},
};

/// What is known of the buyer's bank about an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankSays {
    /// It wants the money back, or asks about the payment.
    Disputed,
    /// It has taken the money back.
    Lost,
}

/// What the buyer's bank says of an order that is paid, if it does.
///
/// # Errors
/// When a record cannot be read.
pub fn bank_says(market: &Market, order: &Order) -> Result<Option<BankSays>, StorageError> {
    let tables = market.tables();
    let Some(charge) = order.status.paid_by() else { return Ok(None) };
    let payment = tables.charge(charge)?.map(|charge| charge.payment());
    if payment.is_some_and(|payment| market.is_disputed(payment)) {
        return Ok(Some(BankSays::Disputed));
    }
    let line = tables.earning(EarningId::of_sale(order.id))?;
    let is_lost = line.is_some_and(|line| line.is_lost());
    Ok(is_lost.then_some(BankSays::Lost))
}

/// Has the site bear a dispute, should it be lost; done already if it does.
pub async fn bear(
    market: &Market,
    caller: Caller<'_>,
    id: DisputeId,
    reason: Reason,
) -> Done<DisputeRefusal> {
    let caller = policy::scoped(caller, Scope::Admin)?;
    let deed = Deed { by: policy::admin(caller)?.id, reason };
    Ok(market.bear_dispute(id, deed).await?)
}

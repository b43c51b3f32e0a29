//! What buyers have against what they got, what sellers say to it, and what those who run the site decide.

use super::{AccessError, Caller, Done, conversations::conversation, policy};
use crate::{
    actors::Market,
    domain::{
        BorneBy, ClaimReason, Deed, Scope, Side,
        rules::claim::{ClaimCommand, ClaimRefusal},
    },
    types::{MessageText, OrderId, Reason},
};

/// What those who run the site find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The buyer is right, and gets the money back.
    Uphold(BorneBy),
    /// The buyer is not.
    Reject,
}

/// Says that something is wrong with what the caller has bought.
pub async fn open(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    (reason, text): (ClaimReason, MessageText),
) -> Done<ClaimRefusal> {
    takes_part(market, policy::scoped(caller, Scope::Buy)?, id, Side::Buyer)?;
    Ok(market.claim(id, ClaimCommand::Open(reason, text)).await?)
}

/// Says something to what is wrong with what the caller has sold.
pub async fn answer(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    text: MessageText,
) -> Done<ClaimRefusal> {
    takes_part(market, policy::scoped(caller, Scope::Sell)?, id, Side::Seller)?;
    Ok(market.claim(id, ClaimCommand::Answer(text)).await?)
}

/// Takes back that something is wrong.
pub async fn withdraw(market: &Market, caller: Caller<'_>, id: OrderId) -> Done<ClaimRefusal> {
    takes_part(market, policy::scoped(caller, Scope::Buy)?, id, Side::Buyer)?;
    Ok(market.claim(id, ClaimCommand::Withdraw).await?)
}

/// Decides a claim.
pub async fn settle(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    verdict: Verdict,
    reason: Reason,
) -> Done<ClaimRefusal> {
    let caller = policy::scoped(caller, Scope::Admin)?;
    let deed = Deed { by: policy::admin(caller)?.id, reason };
    let command = match verdict {
        Verdict::Uphold(borne_by) => ClaimCommand::Uphold(borne_by, deed),
        Verdict::Reject => ClaimCommand::Reject(deed),
    };
    Ok(market.claim(id, command).await?)
}

/// Whether the caller takes part as this side: nobody else learns that there is anything.
fn takes_part(
    market: &Market,
    caller: Caller<'_>,
    id: OrderId,
    side: Side,
) -> Result<(), AccessError> {
    match conversation(market, caller, id)?.side == side {
        true => Ok(()),
        false => Err(policy::Denial::NotFound.into()),
    }
}

//! What buyers have against what they got.
//!
//! **A claim** is opened by the buyer of a paid order, from the sale on and for some days after the event
//! (`payouts.claim_days`): it never came, is not as described, was refused at the door. Those who run
//! the site then take part in the conversation of the two. The seller answers once. Who runs the
//! site upholds it, and with `ClaimUpheld` the refund is asked for in the same entry, borne by the
//! seller or by the site; or rejects it. Each has a reason that both read. The buyer can take it back.
//! Where the money goes back otherwise it is made good, in the entry that says so
//! (`rules::policies`). As long as one is open, neither of the two deletes their account.

use super::{
    Answer, CommandError, Market,
    payment::PaymentMsg,
    transaction::{By, Reading},
};
use crate::{
    domain::rules::claim::{ClaimCommand, ClaimRefusal, claim_until, decide},
    types::OrderId,
};

impl Market {
    /// Does something about the claim of an order; done already if it is so. Who may ask for what is for
    /// the edge to know.
    pub async fn claim(&self, id: OrderId, command: ClaimCommand) -> Answer<ClaimRefusal> {
        let not_there = CommandError::Refused(ClaimRefusal::NotThere);
        let decide = |reading: &mut Reading<'_>| {
            let order = reading.order(id)?.ok_or(not_there.clone())?;
            let ticket = reading.ticket(order.ticket)?.ok_or(not_there.clone())?;
            let event = reading.tables().event_of(&ticket)?.ok_or(not_there.clone())?;
            let until = claim_until(&event, self.settings().claim_for);
            let claim = reading.claim(id)?;
            let events = decide(&order, claim.as_deref(), &command, until, reading.now);
            Ok(events.map_err(CommandError::Refused)?.into())
        };
        let done = self.transact(By::Other, decide).await?;
        if done.is_some() && matches!(command, ClaimCommand::Uphold(..)) {
            let order = self.tables().order(id)?;
            if let Some(charge) = order.and_then(|order| order.status.paid_by()) {
                self.tell_payment(charge, PaymentMsg::Resume);
            }
        }
        Ok(())
    }
}

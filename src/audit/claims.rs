//! What holds of claims.

use super::Auditor;
use crate::{
    domain::{Claim, ClaimEvent, ClaimStatus, Earning, Key},
    types::{EarningId, OrderId, UserId},
};

impl Auditor {
    /// One is opened about what is paid and stays so, and decided once.
    pub(super) fn claim_event(&mut self, id: OrderId, event: &ClaimEvent) {
        let order = self.order(id);
        if let ClaimEvent::Opened { .. } = event
            && order.is_none_or(|order| order.status.paid_by().is_none() || order.refund.is_some())
        {
            self.find(format!("a claim is about order {id}, which is not paid"));
        }
    }

    /// What is upheld or made good goes back.
    pub(super) fn claim_fits(&mut self, claim: &Claim) {
        let id = claim.id;
        match claim.is_open() {
            true => self.open_claims.insert(id),
            false => self.open_claims.remove(&id),
        };
        let Some(order) = self.order(id) else {
            self.find(format!("a claim is about order {id}, which is not there"));
            return;
        };
        let goes_back = order.refund.is_some() || order.paid_back.is_some();
        // The buyer's bank may have taken it.
        let line = self.record::<Earning>(Key::Earning(EarningId::of_sale(id)));
        let is_lost = line.is_some_and(|line| line.is_lost());
        let is_right = match claim.status {
            ClaimStatus::Upheld { .. } => goes_back || is_lost,
            ClaimStatus::MadeGood(_) => order.paid_back.is_some() || is_lost,
            ClaimStatus::Open => order.paid_back.is_none(),
            ClaimStatus::Rejected(_) | ClaimStatus::Withdrawn(_) => true,
        };
        if !is_right {
            let status = claim.status.word();
            self.find(format!("the claim about order {id} is {status}, and its money is not so"));
        }
    }

    /// An open claim about what an account has bought or sold.
    pub(super) fn open_claim_of(&self, user: UserId) -> Option<OrderId> {
        self.open_claims.iter().copied().find(|id| {
            self.order(*id).is_some_and(|order| {
                let ticket = self.ticket(order.ticket);
                order.buyer == user || ticket.is_some_and(|ticket| ticket.seller == user)
            })
        })
    }

    /// Whether there is a claim about an order, whatever has become of it.
    pub(super) fn has_claim(&self, id: OrderId) -> bool {
        self.rows.contains_key(&Key::Claim(id))
    }
}

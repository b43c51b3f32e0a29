//! Disputes: what they are about is frozen as long as they are open, nothing of it is refunded, and
//! what lies apart for them is what the provider has taken.

use std::collections::{BTreeSet, HashMap};

use super::Auditor;
use crate::{
    domain::{
        CaseKind, Charge, ChargeEvent, Dispute, DisputeEvent, DisputeStatus, DomainEvent, Earning,
        EarningPlace, Key, OrderEvent, Row, ledger::Account,
    },
    types::{ChargeId, DisputeId, EarningId, OrderId},
};

/// What disputes there are.
#[derive(Debug, Default)]
pub(super) struct DisputesAudit {
    about: HashMap<ChargeId, BTreeSet<DisputeId>>,
    /// What the provider has taken for those that are not lost.
    apart_minor: i64,
}

impl Auditor {
    /// What an event must satisfy, given the records before it.
    pub(super) fn dispute_event(&mut self, event: &DomainEvent) {
        match event {
            DomainEvent::Dispute(id, DisputeEvent::Opened { payment, .. }) => {
                self.disputes.about.entry(*payment).or_default().insert(*id);
                let charge = self.record::<Charge>(Key::Charge(*payment));
                if charge.is_none_or(|charge| charge.part_of.is_some()) {
                    self.find(format!("dispute {id} is about no payment"));
                }
            }
            DomainEvent::Order(id, OrderEvent::RefundAsked { .. }) if self.is_disputed(*id) => {
                self.find(format!("a refund of order {id} is asked for while it is disputed"));
            }
            DomainEvent::Charge(id, ChargeEvent::FeeRead(_)) => {
                let charge = self.record::<Charge>(Key::Charge(*id));
                if charge.is_some_and(|charge| charge.part_of.is_some()) {
                    self.find(format!("charge {id} has a fee, and is only a part of a payment"));
                }
            }
            _ => {}
        }
    }

    /// What lies apart follows the records.
    pub(super) fn dispute_lies(&mut self, before: Option<&Row>, after: &Row) {
        for (row, sign) in before.map(|row| (row, -1)).into_iter().chain([(after, 1)]) {
            if let Row::Dispute(dispute) = row
                && dispute.status != DisputeStatus::Lost
            {
                self.disputes.apart_minor += sign * dispute.moved_minor;
            }
        }
    }

    /// After an entry the books say what the disputes do, and what is frozen is what is disputed.
    pub(super) fn disputes_fit(&mut self, touched: &BTreeSet<Key>) {
        let posted = self.books.posted(Account::Disputed);
        if posted != self.disputes.apart_minor {
            let apart = self.disputes.apart_minor;
            self.find(format!("{posted} lie apart by the books, and {apart} by the disputes"));
        }
        for key in touched {
            match key {
                Key::Earning(id) => {
                    let line = self.record::<Earning>(Key::Earning(*id));
                    if let Some(sale) = line.as_ref().and_then(|line| line.sale()) {
                        self.dispute_is_frozen(sale.order);
                    }
                }
                Key::Dispute(id) => {
                    let Some(dispute) = self.record::<Dispute>(Key::Dispute(*id)) else { continue };
                    let Some(charge) = self.record::<Charge>(Key::Charge(dispute.payment)) else {
                        continue;
                    };
                    let first = self.order(charge.order);
                    for order in first.iter().flat_map(|first| first.purchase()) {
                        self.dispute_is_frozen(*order);
                    }
                }
                _ => {}
            }
        }
    }

    /// What a sale has earned is frozen for a dispute as long as one is open about its payment.
    fn dispute_is_frozen(&mut self, order: OrderId) {
        let line = self.record::<Earning>(Key::Earning(EarningId::of_sale(order)));
        let is_there = |line: &&std::sync::Arc<Earning>| {
            line.place != EarningPlace::BeforeBooks && !line.is_lost()
        };
        let Some(line) = line.as_ref().filter(is_there) else { return };
        if line.is_frozen_for(CaseKind::Dispute) != self.is_disputed(order) {
            self.find(format!("what order {order} has earned is not frozen as its disputes stand"));
        }
    }

    /// Whether a dispute is open about what an order was paid by.
    fn is_disputed(&self, order: OrderId) -> bool {
        let charge = self.order(order).and_then(|order| order.status.paid_by());
        let charge = charge.and_then(|charge| self.record::<Charge>(Key::Charge(charge)));
        let about = charge.and_then(|charge| self.disputes.about.get(&charge.payment()));
        about.into_iter().flatten().any(|id| {
            let dispute = self.record::<Dispute>(Key::Dispute(*id));
            dispute.is_some_and(|dispute| dispute.status.is_open())
        })
    }
}

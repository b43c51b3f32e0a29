//! How tickets that were sold come to their buyers.
//!
//! **By a file** it must be there so many hours before the event starts (`market.deliver_hours_before`,
//! as it was when the ticket was listed). Until it is too late the ticket is sold without it; who sold
//! it is mailed twice, 72 and 24 hours before. Then the order is refunded in the name of the site
//! ([`UserId::SITE`](crate::types::UserId::SITE)): `RefundAsked` rests on the ticket, so that a file
//! that comes at the same moment is before or after it, never both; the payment's actor does the rest.
//! Sold tickets that wait for their file are among what is present, by when it is too late
//! (`Catalog::awaited_files`): the reconciler looks at those that are due in each round.

use std::sync::Arc;

use super::{
    Answer, CommandError, Market,
    event_changes::REFUNDS_UNDER_WAY_MAX,
    payment::PaymentMsg,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, OrderEvent, TicketStatus,
        rules::{
            Facts as _,
            handover::{REMINDED_BEFORE, see_to_file},
            order::OrderRefusal,
        },
    },
    types::{Reason, TicketId},
};

/// How many tickets are looked at in one round.
const LOOKED_AT_MAX: usize = 1024;

/// Why an order is refunded whose file has not come. Pages and mails say it in their reader's language.
const FILE_OVERDUE: &str = "The ticket’s file did not come in time.";

impl Market {
    /// Reminds sellers of files that are to come, and has the orders refunded for which it is too late.
    pub(super) async fn tend_files(self: &Arc<Self>) {
        let [first, _] = REMINDED_BEFORE;
        let until = self.clock().now() + first;
        let due: Vec<_> = {
            let catalog = self.tables().catalog();
            let due = catalog.awaited_files.range(..=(until, TicketId::MAX));
            due.take(LOOKED_AT_MAX).map(|(_, ticket)| *ticket).collect()
        };
        for ticket in due {
            if let Err(error) = self.see_to_file(ticket).await {
                tracing::warn!(%ticket, %error, "a file that is to come could not be seen to; the \
                    next round tries again");
            }
        }
    }

    async fn see_to_file(&self, id: TicketId) -> Answer<OrderRefusal> {
        let Ok(overdue) = Reason::parse(FILE_OVERDUE) else { return Ok(()) };
        let may_refund = self.refunds_under_way() < REFUNDS_UNDER_WAY_MAX;
        let mut refunded = None;
        let decide = |reading: &mut Reading<'_>| {
            refunded = None;
            let Some(ticket) = reading.ticket(id)? else { return Ok(Decision::default()) };
            let TicketStatus::Sold { order, .. } = ticket.status else {
                return Ok(Decision::default());
            };
            let Some(order) = reading.order(order)? else { return Ok(Decision::default()) };
            let event = reading.tables().event_of(&ticket)?;
            // When that takes place nobody knows; what is cancelled is refunded as such.
            let is_off = event
                .is_some_and(|event| event.cancellation().is_some() || event.over_at().is_none());
            if is_off {
                return Ok(Decision::default());
            }
            let tables = reading.tables();
            // Who has deleted their account is not reminded.
            let is_gone = tables.is_deleted(ticket.seller);
            let is_queued = |mail| is_gone || matches!(tables.mail(mail), Ok(Some(_)));
            let event = see_to_file(&ticket, &order, &overdue, is_queued, reading.now);
            if let Some(DomainEvent::Order(_, OrderEvent::RefundAsked { .. })) = event {
                if !may_refund {
                    return Ok(Decision::default());
                }
                refunded = order.status.paid_by();
            }
            Ok(event.into_iter().collect::<Vec<_>>().into())
        };
        match self.transact(By::Other, decide).await {
            // The buyer's bank sees to it.
            Err(CommandError::Refused(OrderRefusal::Disputed)) => return Ok(()),
            done => done?,
        };
        if let Some(charge) = refunded {
            self.tell_payment(charge, PaymentMsg::Resume);
        }
        Ok(())
    }
}

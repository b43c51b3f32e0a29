//! What holds of events that were cancelled.

use std::sync::Arc;

use super::Auditor;
use crate::{
    domain::{Event, OrderEvent, TicketEvent},
    types::{EventId, OrderId, TicketId},
};

impl Auditor {
    /// Nothing is listed, held or taken for sale for an event that was cancelled.
    pub(super) fn ticket_is_traded(&mut self, id: TicketId, event: &TicketEvent) {
        let of = match event {
            TicketEvent::Created { event, .. } => Some(*event),
            TicketEvent::Reserved(_) | TicketEvent::SaleStarted(..) => {
                self.ticket(id).map(|ticket| ticket.event)
            }
            _ => None,
        };
        if of.is_some_and(|of| self.is_cancelled(of)) {
            self.find(format!("ticket {id} is traded, and its event is cancelled"));
        }
    }

    /// Nor does anybody begin to pay for it.
    pub(super) fn order_is_paid(&mut self, id: OrderId, event: &OrderEvent) {
        let OrderEvent::PaymentStarted(_) = event else { return };
        let ticket = self.order(id).and_then(|order| self.ticket(order.ticket));
        if ticket.is_some_and(|ticket| self.is_cancelled(ticket.event)) {
            self.find(format!("order {id} is being paid, and its event is cancelled"));
        }
    }

    fn is_cancelled(&self, id: EventId) -> bool {
        self.event_that_stays(id).is_some_and(|event| event.cancellation().is_some())
    }

    /// The one that an event was merged into, or itself.
    pub(super) fn event_that_stays(&self, id: EventId) -> Option<Arc<Event>> {
        let mut event = self.event(id)?;
        // Each step is an event, so there are no more of them.
        for _ in 0..self.rows.len() {
            let Some(merged) = &event.merged else { break };
            event = self.event(merged.into)?;
        }
        Some(event)
    }
}

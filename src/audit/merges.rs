//! What holds of events that were merged into others.

use std::sync::Arc;

use super::Auditor;
use crate::{
    domain::{Event, Key},
    types::{EventId, TicketId, Timestamp},
};

impl Auditor {
    /// An event is merged into another that is there to stay.
    pub(super) fn merged(&mut self, id: EventId, into: EventId) {
        if self.event(into).is_none_or(|into| into.merged.is_some()) {
            self.find(format!("event {id} is merged into {into}, which is not there to stay"));
        }
    }

    /// A ticket is moved where its event was merged to, directly or by way of others: a merge of the
    /// other may have been committed while it was on its way. Or its event itself was moved.
    pub(super) fn moved(&mut self, id: TicketId, to: EventId, starts_at: Timestamp) {
        let ticket = self.ticket(id);
        let is_at_start = ticket.as_ref().is_none_or(|ticket| ticket.event_starts_at == starts_at);
        let from = ticket.map(|ticket| ticket.event);
        // Each step is an event, so there are no more of them.
        let mut steps = self.rows.len();
        let mut at = from;
        while let Some(event) = at.filter(|event| *event != to && steps > 0) {
            at = self.event(event).and_then(|event| Some(event.merged.as_ref()?.into));
            steps -= 1;
        }
        if at != Some(to) || (from == Some(to) && is_at_start) {
            self.find(format!(
                "ticket {id} is moved to event {to}, and its own was not merged there"
            ));
        }
        if self.event(to).is_some_and(|event| event.starts_at != starts_at) {
            self.find(format!("ticket {id} is moved to event {to}, which starts at another time"));
        }
    }

    pub(super) fn event(&self, id: EventId) -> Option<Arc<Event>> {
        self.record(Key::Event(id))
    }
}

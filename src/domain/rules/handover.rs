//! How tickets come to their buyers: what follows when a file does not.

use std::time::Duration;

use crate::{
    domain::{
        Claim, ClaimReason, ClaimStatus, Conversation, Deed, DomainEvent, Event, FileTerms,
        Handover, MailAbout, MailEvent, Order, OrderEvent, Ticket, TicketStatus,
    },
    types::{MailId, Reason, Timestamp, UserId},
};

refusals! {
    /// Why a file cannot be there by when its seller says.
    pub enum FileByRefusal {
        Past = "that moment has passed",
        /// This is the latest.
        TooLate(Timestamp) = "the event starts too soon after it",
    }
}

/// By its file, as its seller says for an event that starts then.
///
/// # Errors
/// When it cannot be there by then.
pub fn by_file(
    by: Option<Timestamp>,
    hours_before: u16,
    event_starts_at: Timestamp,
    now: Timestamp,
) -> Result<Handover, FileByRefusal> {
    let terms = FileTerms { by, hours_before };
    match by {
        Some(by) if by <= now => Err(FileByRefusal::Past),
        Some(by) if by > terms.due_at(event_starts_at) => {
            Err(FileByRefusal::TooLate(terms.due_at(event_starts_at)))
        }
        _ => Ok(Handover::File(terms)),
    }
}

/// How long before it is too late the seller of a ticket without its file is told so, each once.
pub const REMINDED_BEFORE: [Duration; 2] =
    [Duration::from_secs(72 * 3600), Duration::from_secs(24 * 3600)];

/// What is done about the file of a sold ticket; nothing, if it is there, or it is neither too late
/// for it nor time to remind its seller. Who bought it after a reminder was due is not reminded of:
/// the mail of the sale says the same.
#[must_use]
pub fn see_to_file(
    ticket: &Ticket,
    order: &Order,
    overdue: &Reason,
    is_queued: impl Fn(MailId) -> bool,
    now: Timestamp,
) -> Option<DomainEvent> {
    let due = ticket.awaited_file()?;
    let TicketStatus::Sold { at: sold_at, .. } = ticket.status else { return None };
    if order.refund.is_some() {
        return None;
    }
    if now >= due {
        let deed = Deed { by: UserId::SITE, reason: overdue.clone() };
        let asked = OrderEvent::RefundAsked { deed, relist: false };
        return Some(DomainEvent::Order(order.id, asked));
    }
    let mut reminders = REMINDED_BEFORE.iter().rev().map(|before| due - *before);
    let is_due = |at: &Timestamp| sold_at < *at && *at <= now;
    let latest = reminders.find(is_due)?;
    let mail = MailId::of(ticket.seller, &format!("file due {} {}", order.id, latest.as_millis()));
    let queued = MailEvent::Queued(ticket.seller, MailAbout::FileDue(order.id));
    (!is_queued(mail)).then_some(DomainEvent::Mail(mail, queued))
}

/// That a ticket has come to its buyer, and how one knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// The buyer said so, then.
    Confirmed(Timestamp),
    /// The event is over, and the buyer did not say that it never came.
    Assumed,
}

/// Whether a ticket has come to the buyer of this order, for this event.
#[must_use]
pub fn arrival(
    order: &Order,
    conversation: Option<&Conversation>,
    claim: Option<&Claim>,
    event: &Event,
    now: Timestamp,
) -> Option<Arrival> {
    if let Some(at) = conversation.and_then(|it| it.received_at) {
        return Some(Arrival::Confirmed(at));
    }
    let is_missing = claim.is_some_and(|claim| {
        claim.reason == ClaimReason::NotReceived
            && matches!(claim.status, ClaimStatus::Open | ClaimStatus::Upheld { .. })
    });
    let is_over = event.over_at().is_some_and(|over_at| over_at <= now);
    let is_sold = order.status.paid_by().is_some() && order.refund.is_none();
    let is_assumed = is_sold && is_over && event.cancellation().is_none() && !is_missing;
    is_assumed.then_some(Arrival::Assumed)
}

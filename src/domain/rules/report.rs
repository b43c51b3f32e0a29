//! Telling those who run the site of a listing.

use super::{BrokenRule, Refusal};
use crate::{
    domain::{Deed, DomainEvent, Report, ReportEvent, Ticket},
    types::{Reason, ReportId, UserId},
};

refusals! {
    /// Why nothing becomes of a report. Nothing has changed.
    pub enum ReportRefusal {
        NotThere = "there is no such listing or report",
        OwnTicket = "this is your own ticket",
        AccountClosed = "this account is closed",
    }
}

impl Refusal for ReportRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::AccountDeleted => Some(Self::AccountClosed),
            _ => None,
        }
    }
}

/// What follows when somebody tells of a listing; nothing if they have.
///
/// # Errors
/// When it is their own.
pub fn file(
    ticket: &Ticket,
    report: Option<&Report>,
    by: UserId,
    reason: &Reason,
) -> Result<Option<DomainEvent>, ReportRefusal> {
    if ticket.seller == by {
        return Err(ReportRefusal::OwnTicket);
    }
    let filed = ReportEvent::Filed { ticket: ticket.id, by, reason: reason.clone() };
    let filed = DomainEvent::Report(ReportId::of(ticket.id, by), filed);
    Ok(report.is_none().then_some(filed))
}

/// What follows when one of those who run the site has looked at it; nothing if one has.
#[must_use]
pub fn close(report: &Report, deed: &Deed) -> Option<DomainEvent> {
    let closed = ReportEvent::Closed(deed.clone());
    report.closed.is_none().then_some(DomainEvent::Report(report.id, closed))
}

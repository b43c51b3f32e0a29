use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{Reason, ReportId, TicketId, Timestamp, UserId};

/// That somebody has told those who run the site of a listing. Of one listing nobody tells twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which report.
    pub id: ReportId,
    /// Of which listing.
    pub ticket: TicketId,
    /// Who.
    pub by: UserId,
    /// What is wrong with it.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
    /// Who of those who run the site has looked at it, and what they say, if one has.
    pub closed: Option<Intervention>,
}

named! {
    /// What happens to a report.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ReportEvent {
        /// Somebody tells of a listing.
        Filed {
            /// Of which.
            ticket: TicketId,
            /// Who.
            by: UserId,
            /// What is wrong with it.
            reason: Reason,
        } = "ListingReported",
        /// One of those who run the site has looked at it.
        Closed(Deed) = "ReportClosed",
    }
    pub(super) fn name;
}

impl Report {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        report: &mut Option<Self>,
        id: ReportId,
        event: &ReportEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (report.as_mut(), event) {
            (None, ReportEvent::Filed { ticket, by, reason }) => {
                let (ticket, by, reason) = (*ticket, *by, reason.clone());
                *report = Some(Self { id, ticket, by, reason, at, closed: None });
                Ok(())
            }
            (Some(_), ReportEvent::Filed { .. }) => Err("filed"),
            (None, ReportEvent::Closed(_)) => Err("not there"),
            (Some(report), ReportEvent::Closed(_)) if report.closed.is_some() => Err("closed"),
            (Some(report), ReportEvent::Closed(deed)) => {
                report.closed = Some(deed.done(at));
                Ok(())
            }
        }
    }
}

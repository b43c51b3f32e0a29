use serde::{Deserialize, Serialize};

use super::{
    Arrival, ClaimEvent, DisputeEvent, DomainEvent, EarningEvent, EventEvent, MailEvent,
    OrderEvent, PayoutAccountEvent, PayoutEvent, PayoutRunEvent, ReportEvent, Setback, TicketEvent,
    UserEvent,
};
use crate::types::{Reason, Timestamp, UserId};

/// What somebody does to what concerns others: those who run the site, mostly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Who does it.
    pub by: UserId,
    /// Why, for whom it concerns to read.
    pub reason: Reason,
}

/// A deed, as it is kept with the record that it was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Who did it.
    pub by: UserId,
    /// Why, for whom it concerns to read.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

impl Deed {
    pub(super) fn done(&self, at: Timestamp) -> Intervention {
        Intervention { by: self.by, reason: self.reason.clone(), at }
    }
}

impl DomainEvent {
    /// By whom and why it was done, if it is a deed.
    #[must_use]
    pub fn deed(&self) -> Option<(UserId, &Reason)> {
        let deed = match self {
            Self::User(_, UserEvent::Banned(deed) | UserEvent::Unbanned(deed))
            | Self::Ticket(_, TicketEvent::Removed(deed) | TicketEvent::SeatSettled(deed))
            | Self::Order(
                _,
                OrderEvent::RefundAsked { deed, .. } | OrderEvent::CancelledBySite(deed),
            )
            | Self::Event(
                _,
                EventEvent::Renamed(_, deed)
                | EventEvent::Merged(_, deed)
                | EventEvent::Changed(_, deed)
                | EventEvent::Postponed { deed, .. }
                | EventEvent::Cancelled(deed),
            )
            | Self::Mail(_, MailEvent::ResumedBy(deed))
            | Self::Claim(_, ClaimEvent::Upheld { deed, .. } | ClaimEvent::Rejected(deed))
            | Self::Report(_, ReportEvent::Closed(deed))
            | Self::Dispute(_, DisputeEvent::BorneBySite(deed))
            | Self::Earning(
                _,
                EarningEvent::Corrected { deed, .. } | EarningEvent::ReleasedByHand(deed),
            )
            | Self::PayoutRun(_, PayoutRunEvent::Begun(deed))
            | Self::PayoutAccount(
                _,
                PayoutAccountEvent::Paused(deed) | PayoutAccountEvent::Resumed(deed),
            )
            | Self::Payout(_, PayoutEvent::Paid(Arrival::Said(deed))) => deed,
            Self::Payout(
                _,
                PayoutEvent::Failed(Setback { by: Some(by), reason })
                | PayoutEvent::Returned(Setback { by: Some(by), reason }),
            ) => return Some((*by, reason)),
            _ => return None,
        };
        Some((deed.by, &deed.reason))
    }
}

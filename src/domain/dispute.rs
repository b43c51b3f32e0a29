use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{ChargeId, DisputeId, Timestamp};

/// That a buyer's bank wants a payment back, or asks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Which dispute.
    pub id: DisputeId,
    /// The provider's name for it.
    pub name: Box<str>,
    /// The charge by which the payment is known that it is about.
    pub payment: ChargeId,
    /// What the bank wants, in minor units: all that was paid, or a part.
    pub minor: i64,
    /// Since when there is it.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Until when there can be evidence against it.
    pub due_by: Option<Timestamp>,
    /// What of the payment the provider has taken for it and not given back, in minor units.
    pub moved_minor: i64,
    /// What the provider has taken for itself and not given back.
    pub fee_minor: i64,
    /// Who of those who run the site has said that the site bears it, and why, if one has.
    pub borne_by_site: Option<Intervention>,
}

/// A dispute as the provider has it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeAtProvider {
    /// The provider's name for it.
    pub name: Box<str>,
    /// The charge by which the payment is known that it is about.
    pub payment: ChargeId,
    /// What the bank wants, in minor units.
    pub minor: i64,
    /// Since when there is it.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub status: DisputeStatus,
    /// Until when there can be evidence against it.
    pub due_by: Option<Timestamp>,
    /// What was taken of the payment less what was given back, in minor units.
    pub moved_minor: i64,
    /// The same of what the provider takes for itself.
    pub fee_minor: i64,
}

named! {
    /// Where a dispute stands, as Stripe has it (<https://docs.stripe.com/disputes/how-disputes-work>).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum DisputeStatus {
        /// The bank only asks, and wants evidence. No money has moved.
        InquiryNeedsResponse = "warning_needs_response",
        /// The bank only asks, and looks at the evidence.
        InquiryUnderReview = "warning_under_review",
        /// The bank asks no more, and wants nothing.
        InquiryClosed = "warning_closed",
        /// The money is gone until the bank has decided, and evidence is wanted.
        NeedsResponse = "needs_response",
        /// The bank looks at the evidence.
        UnderReview = "under_review",
        /// The bank gives the money back.
        Won = "won",
        /// The money is the buyer's.
        Lost = "lost",
    }
    /// As Stripe writes it.
    pub fn word;
}

named! {
    /// What happens to a dispute.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum DisputeEvent {
        /// The provider tells of it for the first time.
        Opened {
            /// The provider's name for it.
            name: Box<str>,
            /// The charge by which the payment is known that it is about.
            payment: ChargeId,
            /// What the bank wants, in minor units.
            minor: i64,
            /// Since when there is it.
            opened_at: Timestamp,
            /// Where it stands: it is open.
            status: DisputeStatus,
            /// Until when there can be evidence against it.
            due_by: Option<Timestamp>,
        } = "DisputeOpened",
        /// It stands elsewhere, or there is more time; or it is over, and the money is not lost.
        Changed(DisputeStatus, Option<Timestamp>) = "DisputeChanged",
        /// The provider has taken so much more of the payment, and for itself, or has given it back
        /// where that is less than nothing: in minor units.
        MoneyMoved {
            /// Of the payment.
            minor: i64,
            /// For itself.
            fee: i64,
        } = "DisputeMoneyMoved",
        /// Those who run the site say that it bears this, should it be lost.
        BorneBySite(Deed) = "DisputeBorneBySite",
        /// The money is the buyer's. In the same entry it is taken from the sales that it paid for.
        Lost {
            /// What of it is of no sale: the site loses it.
            rest_minor: i64,
        } = "DisputeLost",
    }
    pub(super) fn name;
}

impl DisputeStatus {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::InquiryNeedsResponse,
        Self::InquiryUnderReview,
        Self::InquiryClosed,
        Self::NeedsResponse,
        Self::UnderReview,
        Self::Won,
        Self::Lost,
    ];

    /// Whether the bank has not decided yet.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::InquiryClosed | Self::Won | Self::Lost)
    }

    /// Whether the bank waits for evidence.
    #[must_use]
    pub fn wants_evidence(self) -> bool {
        matches!(self, Self::InquiryNeedsResponse | Self::NeedsResponse)
    }
}

impl Dispute {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        dispute: &mut Option<Self>,
        id: DisputeId,
        event: &DisputeEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (dispute.as_mut(), event) {
            (None, DisputeEvent::Opened { name, payment, minor, opened_at, status, due_by })
                if status.is_open() =>
            {
                *dispute = Some(Self {
                    id,
                    name: name.clone(),
                    payment: *payment,
                    minor: *minor,
                    opened_at: *opened_at,
                    status: *status,
                    due_by: *due_by,
                    moved_minor: 0,
                    fee_minor: 0,
                    borne_by_site: None,
                });
            }
            (None, _) => return Err("not there"),
            (Some(dispute), DisputeEvent::MoneyMoved { minor, fee }) => {
                dispute.moved_minor += minor;
                dispute.fee_minor += fee;
            }
            (Some(Self { status: DisputeStatus::Lost, .. }), _) => return Err("lost"),
            (Some(dispute), DisputeEvent::Changed(status, due_by))
                if *status != DisputeStatus::Lost =>
            {
                (dispute.status, dispute.due_by) = (*status, *due_by);
            }
            (Some(dispute), DisputeEvent::BorneBySite(deed))
                if dispute.status.is_open() && dispute.borne_by_site.is_none() =>
            {
                dispute.borne_by_site = Some(deed.done(at));
            }
            (Some(dispute), DisputeEvent::Lost { .. }) => dispute.status = DisputeStatus::Lost,
            (Some(dispute), _) => return Err(dispute.status.word()),
        }
        Ok(())
    }
}

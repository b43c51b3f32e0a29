use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{MessageText, OrderId, Timestamp};

/// What a buyer has against what they got, or did not get. There is one for an order at the most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// About which order.
    pub id: OrderId,
    /// What is wrong.
    pub reason: ClaimReason,
    /// The same in the buyer's words.
    pub text: MessageText,
    /// When the buyer said so.
    pub opened_at: Timestamp,
    /// What the seller says to it, and when, if they have.
    pub answer: Option<(MessageText, Timestamp)>,
    /// Where it stands.
    pub status: ClaimStatus,
}

named! {
    /// What is wrong with what was bought.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ClaimReason {
        /// It never came.
        NotReceived = "not_received",
        /// It is not what its seller said.
        NotAsDescribed = "not_as_described",
        /// It was refused at the door.
        RefusedAtDoor = "refused_at_door",
    }
    /// In one word, as forms have it.
    pub fn word;
}

impl ClaimReason {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::NotReceived, Self::NotAsDescribed, Self::RefusedAtDoor];
}

named! {
    /// Who bears what is given back.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum BorneBy {
        /// Who sold it: what they have earned with it is gone.
        Seller = "seller",
        /// Who runs the site: the seller keeps what they have earned.
        Site = "site",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// Where a claim stands.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ClaimStatus {
        /// It waits for those who run the site.
        Open = "open",
        /// They found it right: the buyer gets the money back.
        Upheld {
            /// Who bears that.
            borne_by: BorneBy,
            /// Who decided it, why and when.
            how: Intervention,
        } = "upheld",
        /// They found it wrong.
        Rejected(Intervention) = "rejected",
        /// The buyer took it back.
        Withdrawn(Timestamp) = "withdrawn",
        /// The money went back before anybody had decided.
        MadeGood(Timestamp) = "made_good",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// What happens to a claim.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ClaimEvent {
        /// The buyer says that something is wrong.
        Opened {
            /// What.
            reason: ClaimReason,
            /// In their words.
            text: MessageText,
        } = "ClaimOpened",
        /// The seller says this to it.
        Answered(MessageText) = "ClaimAnswered",
        /// Those who run the site find it right; the refund is asked for in the same entry.
        Upheld {
            /// Who bears it.
            borne_by: BorneBy,
            /// Who decides it, and why, for both to read.
            deed: Deed,
        } = "ClaimUpheld",
        /// They find it wrong.
        Rejected(Deed) = "ClaimRejected",
        /// The buyer takes it back.
        Withdrawn = "ClaimWithdrawn",
        /// The money went back before anybody had decided.
        MadeGood = "ClaimMadeGood",
    }
    pub(super) fn name;
}

impl Claim {
    /// Whether it waits for those who run the site.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == ClaimStatus::Open
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        claim: &mut Option<Self>,
        id: OrderId,
        event: &ClaimEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if let ClaimEvent::Opened { reason, text } = event {
            if let Some(claim) = claim {
                return Err(claim.status.word());
            }
            let (reason, text, opened_at) = (*reason, text.clone(), at);
            let (answer, status) = (None, ClaimStatus::Open);
            *claim = Some(Self { id, reason, text, opened_at, answer, status });
            return Ok(());
        }
        let claim = claim.as_mut().ok_or("not there")?;
        if !claim.is_open() {
            return Err(claim.status.word());
        }
        claim.status = match event {
            ClaimEvent::Opened { .. } => return Err("open"),
            ClaimEvent::Answered(_) if claim.answer.is_some() => return Err("answered"),
            ClaimEvent::Answered(text) => {
                claim.answer = Some((text.clone(), at));
                ClaimStatus::Open
            }
            ClaimEvent::Upheld { borne_by, deed } => {
                ClaimStatus::Upheld { borne_by: *borne_by, how: deed.done(at) }
            }
            ClaimEvent::Rejected(deed) => ClaimStatus::Rejected(deed.done(at)),
            ClaimEvent::Withdrawn => ClaimStatus::Withdrawn(at),
            ClaimEvent::MadeGood => ClaimStatus::MadeGood(at),
        };
        Ok(())
    }
}

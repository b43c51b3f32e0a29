//! What may happen to a claim: opened by the buyer, answered by the seller, decided by those who run the
//! site.

use std::time::Duration;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        BorneBy, Claim, ClaimEvent, ClaimReason, ClaimStatus, Deed, DomainEvent, Event, Order,
        OrderEvent,
    },
    types::{MessageText, Timestamp},
};

/// How long after an event a claim can be opened, unless something else is set.
pub const CLAIM_FOR: Duration = Duration::from_secs(3 * 24 * 3600);

/// What is asked of a claim. Each can come twice: what is already so is no error and no event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimCommand {
    /// The buyer says that something is wrong.
    Open(ClaimReason, MessageText),
    /// The seller says this to it.
    Answer(MessageText),
    /// Those who run the site find it right: the money goes back, borne by the one or the other.
    Uphold(BorneBy, Deed),
    /// They find it wrong.
    Reject(Deed),
    /// The buyer takes it back.
    Withdraw,
}

refusals! {
    /// Why nothing becomes of a claim. Nothing has changed.
    pub enum ClaimRefusal {
        NotThere = "there is no such claim",
        NotPaid = "the order is not paid, or its money goes back already",
        TooLate = "the event is over for too long",
        OpenedBefore = "there was a claim about this order already",
        AnsweredBefore = "the claim is answered already",
        Settled = "the claim is settled",
        Disputed = "the buyer's bank wants the money back, or has taken it",
    }
}

impl Refusal for ClaimRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::Disputed).then_some(Self::Disputed)
    }
}

/// Until when a buyer may open a claim about what was for this event; none as long as nobody knows when
/// that takes place.
#[must_use]
pub fn claim_until(event: &Event, claim_for: Duration) -> Option<Timestamp> {
    event.over_at().map(|over_at| over_at + claim_for)
}

/// Whether a buyer may open a claim about an order, for an event of which claims are opened until then.
///
/// # Errors
/// When they may not.
pub fn may_open(
    order: &Order,
    claim: Option<&Claim>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), ClaimRefusal> {
    if claim.is_some() {
        return Err(ClaimRefusal::OpenedBefore);
    }
    if order.status.paid_by().is_none() || order.refund.is_some() {
        return Err(ClaimRefusal::NotPaid);
    }
    match until {
        Some(until) if now >= until => Err(ClaimRefusal::TooLate),
        _ => Ok(()),
    }
}

/// What follows from a command.
///
/// # Errors
/// When it cannot be done.
pub fn decide(
    order: &Order,
    claim: Option<&Claim>,
    command: &ClaimCommand,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Vec<DomainEvent>, ClaimRefusal> {
    let only = |event| Ok(vec![DomainEvent::Claim(order.id, event)]);
    if let ClaimCommand::Open(reason, text) = command {
        if claim.is_some_and(|it| (it.reason, &it.text) == (*reason, text)) {
            return Ok(vec![]);
        }
        may_open(order, claim, until, now)?;
        return only(ClaimEvent::Opened { reason: *reason, text: text.clone() });
    }
    let claim = claim.ok_or(ClaimRefusal::NotThere)?;
    match (command, &claim.status) {
        (ClaimCommand::Open(..), _) => Err(ClaimRefusal::OpenedBefore),
        (ClaimCommand::Answer(text), _)
            if claim.answer.as_ref().is_some_and(|(it, _)| it == text) =>
        {
            Ok(vec![])
        }
        (ClaimCommand::Answer(text), ClaimStatus::Open) => match claim.answer {
            Some(_) => Err(ClaimRefusal::AnsweredBefore),
            None => only(ClaimEvent::Answered(text.clone())),
        },
        (ClaimCommand::Uphold(borne_by, deed), ClaimStatus::Open) => {
            let upheld = ClaimEvent::Upheld { borne_by: *borne_by, deed: deed.clone() };
            let mut events = vec![DomainEvent::Claim(order.id, upheld)];
            if order.status.paid_by().is_some() && order.refund.is_none() {
                let asked = OrderEvent::RefundAsked { deed: deed.clone(), relist: false };
                events.push(DomainEvent::Order(order.id, asked));
            }
            Ok(events)
        }
        (ClaimCommand::Uphold(borne_by, _), ClaimStatus::Upheld { borne_by: by, .. })
            if borne_by == by =>
        {
            Ok(vec![])
        }
        (ClaimCommand::Reject(deed), ClaimStatus::Open) => only(ClaimEvent::Rejected(deed.clone())),
        (ClaimCommand::Withdraw, ClaimStatus::Open) => only(ClaimEvent::Withdrawn),
        (ClaimCommand::Reject(_), ClaimStatus::Rejected(_))
        | (ClaimCommand::Withdraw, ClaimStatus::Withdrawn(_)) => Ok(vec![]),
        (
            ClaimCommand::Answer(_)
            | ClaimCommand::Uphold(..)
            | ClaimCommand::Reject(_)
            | ClaimCommand::Withdraw,
            _,
        ) => Err(ClaimRefusal::Settled),
    }
}

//! Payouts: of what they are, to whom, and what becomes of them.

use std::time::Duration;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        BankAccount, CorrectionKind, DomainEvent, Earning, EarningEvent, EarningPlace, Payout,
        PayoutAccount, PayoutEvent, PayoutLine, PayoutStatus, PayoutTo,
    },
    types::{EarningId, PayoutId, Reason, Timestamp, UserId},
};

/// How sellers are paid, as a self-hoster has set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutTerms {
    /// `payouts.hold_days`: how long after an event what was earned with it is held.
    pub hold: Duration,
    /// `payouts.rest_days_after_change`: how long a bank account must have been there.
    pub rest: Duration,
    /// `payouts.minimum`, in minor units.
    pub minimum_minor: i64,
}

impl PayoutTerms {
    /// What `config.toml` has, in a currency of hundredths.
    pub const DEFAULT: Self = Self {
        hold: Duration::from_secs(5 * 24 * 3600),
        rest: Duration::from_secs(3 * 24 * 3600),
        minimum_minor: 1000,
    };
}

refusals! {
    /// Why a seller is paid nothing for now.
    pub enum NotReady {
        NoBank = "there is no bank account",
        /// From then on.
        Resting(Timestamp) = "the bank account has changed lately",
        Paused = "payouts to this account are paused",
        Closed = "the account is closed",
    }
}

refusals! {
    /// Why a payout is not made, or nothing becomes of it.
    pub enum PayoutRefusal {
        TooLittle = "it is less than is paid out",
        NothingToPay = "there is nothing that can be paid",
        DebtsLeft = "something is to be made up for first",
        OpenRun = "a run is being made",
        NotThere = "there is no such payout",
        WrongPassword = "this is not, or no longer, the account's password",
        Settled = "something else has become of it already",
        WrongSign = "a penalty takes, and what is paid or written off gives",
        OverDebt = "it is more than the seller owes",
        @through NotReady(#[from] NotReady) = "The seller is not ready.",
    }
}

impl Refusal for PayoutRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::DebtsLeft => Some(Self::DebtsLeft),
            BrokenRule::RunIsOpen => Some(Self::OpenRun),
            _ => None,
        }
    }
}

/// Where a seller is paid, if they are ready.
///
/// # Errors
/// When they are not, and why.
pub fn bank(
    account: Option<&PayoutAccount>,
    is_closed: bool,
    rest: Duration,
    now: Timestamp,
) -> Result<&BankAccount, NotReady> {
    let bank = account.and_then(|account| account.bank.as_ref());
    let is_paused = account.is_some_and(|account| account.paused.is_some());
    match bank {
        _ if is_closed => Err(NotReady::Closed),
        _ if is_paused => Err(NotReady::Paused),
        None => Err(NotReady::NoBank),
        Some(bank) if now < bank.given_at + rest => Err(NotReady::Resting(bank.given_at + rest)),
        Some(bank) => Ok(bank),
    }
}

/// The lines of a payout, of those that can be paid, what is to be made up for before the others: so
/// many as one payout has.
///
/// # Errors
/// When they come to less than is paid out.
pub fn lines<'a>(
    earnings: impl IntoIterator<Item = &'a Earning>,
    minimum_minor: i64,
) -> Result<Box<[PayoutLine]>, PayoutRefusal> {
    let payable = earnings.into_iter().filter(|it| it.place == EarningPlace::Available);
    let lines = payable.map(|it| PayoutLine { earning: it.id, minor: it.minor });
    let lines: Box<[_]> = lines.take(Payout::LINES_MAX).collect();
    match lines.iter().map(|line| line.minor).sum::<i64>() {
        _ if lines.is_empty() => Err(PayoutRefusal::NothingToPay),
        minor if minor < minimum_minor.max(1) => Err(PayoutRefusal::TooLittle),
        _ => Ok(lines),
    }
}

/// A payout begins.
#[must_use]
pub fn begin(
    id: PayoutId,
    seller: UserId,
    lines: Box<[PayoutLine]>,
    to: PayoutTo,
) -> Vec<DomainEvent> {
    let put = |line: &PayoutLine| DomainEvent::Earning(line.earning, EarningEvent::PutInPayout(id));
    let put: Vec<_> = lines.iter().map(put).collect();
    let begun = PayoutEvent::Begun(seller, lines, to);
    std::iter::once(DomainEvent::Payout(id, begun)).chain(put).collect()
}

/// Whether a balance of which so much is available may be put right by so much.
///
/// # Errors
/// When it may not.
pub fn may_correct(kind: CorrectionKind, minor: i64, available: i64) -> Result<(), PayoutRefusal> {
    match kind {
        _ if minor == 0 => Err(PayoutRefusal::NothingToPay),
        CorrectionKind::Adjustment => Ok(()),
        CorrectionKind::Penalty if minor < 0 => Ok(()),
        CorrectionKind::Penalty => Err(PayoutRefusal::WrongSign),
        CorrectionKind::DebtPaid | CorrectionKind::WrittenOff if minor < 0 => {
            Err(PayoutRefusal::WrongSign)
        }
        CorrectionKind::DebtPaid | CorrectionKind::WrittenOff if available + minor > 0 => {
            Err(PayoutRefusal::OverDebt)
        }
        CorrectionKind::DebtPaid | CorrectionKind::WrittenOff => Ok(()),
    }
}

/// What somebody, or the bank, says of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutOutcome {
    /// It has arrived.
    Paid,
    /// No money has left.
    Failed(Reason),
    /// It has come back.
    Returned(Reason),
}

/// What becomes of a payout, whose lines are these as they are now; nothing if it has become so
/// already.
///
/// # Errors
/// When something else has.
pub fn settle(
    payout: &Payout,
    lines: &[&Earning],
    outcome: PayoutOutcome,
) -> Result<Vec<DomainEvent>, PayoutRefusal> {
    let event = match (&payout.status, outcome) {
        (PayoutStatus::Paid(_), PayoutOutcome::Paid)
        | (PayoutStatus::Failed(..), PayoutOutcome::Failed(_))
        | (PayoutStatus::Returned(..), PayoutOutcome::Returned(_)) => return Ok(vec![]),
        (PayoutStatus::Begun, PayoutOutcome::Paid) => PayoutEvent::Paid,
        (PayoutStatus::Begun, PayoutOutcome::Failed(reason)) => PayoutEvent::Failed(reason),
        (PayoutStatus::Begun | PayoutStatus::Paid(_), PayoutOutcome::Returned(reason)) => {
            PayoutEvent::Returned(reason)
        }
        _ => return Err(PayoutRefusal::Settled),
    };
    let is_paid = event == PayoutEvent::Paid;
    let mut events = vec![DomainEvent::Payout(payout.id, event)];
    let mut had_back = 0;
    for PayoutLine { earning, minor } in &payout.lines {
        let is_in_it =
            lines.iter().any(|line| line.id == *earning && line.place.payout() == Some(payout.id));
        match (is_in_it, is_paid) {
            (true, true) => events.push(DomainEvent::Earning(*earning, EarningEvent::PaidOut)),
            (true, false) => {
                events.push(DomainEvent::Earning(*earning, EarningEvent::TakenFromPayout));
            }
            // It was had back meanwhile, and another line makes up for it.
            (false, _) => had_back += minor,
        }
    }
    if !is_paid && had_back != 0 {
        let seller = payout.seller;
        let came_back = EarningEvent::CameBack { seller, payout: payout.id, minor: had_back };
        events.push(DomainEvent::Earning(EarningId::came_back(payout.id), came_back));
    }
    Ok(events)
}

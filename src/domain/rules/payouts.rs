//! Payouts: of what they are, to whom, and what becomes of them.

use std::time::Duration;

use serde::Deserialize;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        AccountStanding, Arrival, CorrectionKind, DomainEvent, Earning, EarningEvent, EarningPlace,
        Payout, PayoutAccount, PayoutEvent, PayoutLine, PayoutStatus, PayoutTo, Setback,
    },
    types::{AccountHolder, EarningId, Iban, PayoutId, ProviderAccount, Reason, Timestamp, UserId},
};

/// How sellers are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PayoutMethod {
    /// Not by the site: it only says what they have earned.
    None,
    /// By those who run it, at their bank.
    Manual,
    /// By Stripe, to accounts of theirs there.
    Stripe,
}

/// How sellers are paid, as a self-hoster has set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutTerms {
    /// `payouts.method`.
    pub method: PayoutMethod,
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
        method: PayoutMethod::Manual,
        hold: Duration::from_secs(5 * 24 * 3600),
        rest: Duration::from_secs(3 * 24 * 3600),
        minimum_minor: 1000,
    };
}

refusals! {
    /// Why a seller is paid nothing for now.
    pub enum NotReady {
        NotBySite = "the site does not pay sellers",
        NoBank = "there is no bank account",
        NotConnected = "there is no account at the payment provider",
        Unfinished = "the payment provider is not told all that it asks yet",
        Restricted = "the payment provider does not let money be sent to the account",
        Gone = "the account at the payment provider was closed",
        /// From then on.
        Resting(Timestamp) = "the account has changed lately",
        /// From then on it is tried again.
        RefusedLately(Timestamp) = "the payment provider has refused it lately",
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
        AtProvider = "the payment provider says what becomes of it",
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

/// How long nothing is sent to whom the provider has refused to pay.
const AFTER_REFUSAL: Duration = Duration::from_secs(24 * 3600);

/// Where a seller can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A bank account.
    Bank(AccountHolder, Iban),
    /// An account at the payment provider. Whether it is ready still is to be asked there.
    Provider(ProviderAccount),
}

/// Where a seller is paid, if they are ready.
///
/// # Errors
/// When they are not, and why.
pub fn destination(
    account: Option<&PayoutAccount>,
    is_closed: bool,
    terms: &PayoutTerms,
    now: Timestamp,
) -> Result<Destination, NotReady> {
    if is_closed {
        return Err(NotReady::Closed);
    }
    if account.is_some_and(|account| account.paused.is_some()) {
        return Err(NotReady::Paused);
    }
    let rested = |since: Timestamp| match since + terms.rest {
        until if now < until => Err(NotReady::Resting(until)),
        _ => Ok(()),
    };
    match terms.method {
        PayoutMethod::None => Err(NotReady::NotBySite),
        PayoutMethod::Manual => {
            let bank = account.and_then(|account| account.bank.as_ref());
            let bank = bank.ok_or(NotReady::NoBank)?;
            rested(bank.given_at)?;
            Ok(Destination::Bank(bank.holder.clone(), bank.iban.clone()))
        }
        PayoutMethod::Stripe => {
            let connected = account.and_then(|account| account.connected.as_ref());
            let connected = connected.ok_or(NotReady::NotConnected)?;
            match connected.standing {
                AccountStanding::Unfinished => return Err(NotReady::Unfinished),
                AccountStanding::Restricted => return Err(NotReady::Restricted),
                AccountStanding::Gone => return Err(NotReady::Gone),
                AccountStanding::Ready => {}
            }
            rested(connected.since)?;
            match account.and_then(|account| account.refused_at) {
                Some(at) if now < at + AFTER_REFUSAL => {
                    Err(NotReady::RefusedLately(at + AFTER_REFUSAL))
                }
                _ => Ok(Destination::Provider(connected.id.clone())),
            }
        }
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

/// What somebody, the bank or the provider says of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutOutcome {
    /// It has arrived.
    Paid(Arrival),
    /// No money has left.
    Failed(Setback),
    /// The same, since the provider does not pay to this account.
    Refused(Reason),
    /// It has come back.
    Returned(Setback),
}

impl PayoutOutcome {
    /// Whether it can be so of a payout that the provider makes: that says what becomes of it. Only that
    /// all of a transfer was brought back there by hand somebody else says.
    fn is_for_provider(&self, payout: &Payout) -> bool {
        match self {
            Self::Paid(arrival) => matches!(arrival, Arrival::Transferred(_)),
            Self::Failed(setback) => setback.by.is_none(),
            Self::Refused(_) => true,
            Self::Returned(_) => {
                payout.transfer().is_some() && payout.left_minor() == payout.minor()
            }
        }
    }
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
    if matches!(payout.to, PayoutTo::Provider(_)) && !outcome.is_for_provider(payout) {
        return Err(PayoutRefusal::AtProvider);
    }
    let outcome = match outcome {
        PayoutOutcome::Refused(reason) => PayoutOutcome::Failed(Setback { by: None, reason }),
        other => other,
    };
    let (event, is_paid) = match (&payout.status, outcome) {
        (PayoutStatus::Paid(..), PayoutOutcome::Paid(_))
        | (PayoutStatus::Failed(..), PayoutOutcome::Failed(_))
        | (PayoutStatus::Returned(..), PayoutOutcome::Returned(_)) => return Ok(vec![]),
        (PayoutStatus::Begun, PayoutOutcome::Paid(arrival)) => (PayoutEvent::Paid(arrival), true),
        (PayoutStatus::Begun, PayoutOutcome::Failed(setback)) => {
            (PayoutEvent::Failed(setback), false)
        }
        (PayoutStatus::Begun | PayoutStatus::Paid(..), PayoutOutcome::Returned(setback)) => {
            (PayoutEvent::Returned(setback), false)
        }
        _ => return Err(PayoutRefusal::Settled),
    };
    let seller = payout.seller;
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
        let came_back = EarningEvent::CameBack { seller, payout: payout.id, minor: had_back };
        events.push(DomainEvent::Earning(EarningId::came_back(payout.id), came_back));
    }
    Ok(events)
}

/// What asks the provider to bring back what makes up for a line, in minor units, of a payout of which
/// so much is left there; nothing of one that the provider has not paid.
#[must_use]
pub fn take_back(payout: &Payout, left: i64, debt: EarningId, minor: i64) -> Option<DomainEvent> {
    let is_asked = payout.take_backs.iter().any(|it| it.debt == debt);
    let minor = minor.min(left);
    let asked = DomainEvent::Payout(payout.id, PayoutEvent::TakeBackAsked(debt, minor));
    (payout.transfer().is_some() && !is_asked && minor > 0).then_some(asked)
}

/// What the provider has brought back of what was asked of it for a line.
#[must_use]
pub fn taken_back(payout: &Payout, debt: &Earning, name: Box<str>) -> Vec<DomainEvent> {
    let asked = payout.take_backs.iter().find(|it| it.debt == debt.id);
    let (Some(asked), Some(order)) = (asked, debt.order()) else { return vec![] };
    let (seller, payout) = (payout.seller, payout.id);
    // Where it is all of what is owed still, that is over; else it is theirs, beside what they owe.
    let back = match debt.place == EarningPlace::Available && asked.minor == -debt.minor {
        true => DomainEvent::Earning(debt.id, EarningEvent::MadeGood),
        false => {
            let back = EarningEvent::TakenBack { seller, order, payout, minor: asked.minor };
            DomainEvent::Earning(EarningId::taken_back(order, payout), back)
        }
    };
    vec![DomainEvent::Payout(payout, PayoutEvent::TakenBack(debt.id, name)), back]
}

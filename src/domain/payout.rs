use serde::{Deserialize, Serialize};

use super::Deed;
use crate::types::{
    AccountHolder, EarningId, Iban, PayoutId, PayoutRunId, ProviderAccount, Reason, Timestamp,
    UserId,
};

/// Money of a seller's that is paid to them: some lines of theirs, whose sum it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payout {
    /// Which payout.
    pub id: PayoutId,
    /// To whom.
    pub seller: UserId,
    /// The lines that it pays, with what each came to then, in minor units.
    pub lines: Box<[PayoutLine]>,
    /// Where it goes.
    pub to: PayoutTo,
    /// When it began.
    pub begun_at: Timestamp,
    /// Where it stands.
    pub status: PayoutStatus,
    /// The request to the provider that pays it, or is to; it means nothing to a bank.
    pub attempt: Attempt,
    /// What of it is had back from the provider, since sales that it paid were refunded.
    pub take_backs: Box<[TakeBack]>,
}

/// A request to the provider that moves money: by its number follows the key under which it is sent. A
/// key brings the same answer for a day, and a refusal as well: so after one there is another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The how many-th it is.
    pub number: u32,
    /// Since when it is made.
    pub since: Timestamp,
}

/// Money of a payout that the provider is asked to bring back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBack {
    /// The line that makes up for it as long as it is not back.
    pub debt: EarningId,
    /// How much, in minor units.
    pub minor: i64,
    /// Since when.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub status: TakeBackStatus,
}

/// Where it stands with what is had back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakeBackStatus {
    /// It is asked for.
    Asked,
    /// It is back, by the provider's name for that.
    Done(Box<str>),
    /// The provider does not bring it back, since the seller has it no more, say: it stays a debt.
    Refused(Reason),
}

/// One line of a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutLine {
    /// Which line of the seller's.
    pub earning: EarningId,
    /// What it comes to, in minor units.
    pub minor: i64,
}

/// Where a payout goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayoutTo {
    /// To a bank account, in a run that an admin made.
    Bank {
        /// In which run.
        run: PayoutRunId,
        /// Whose account.
        holder: AccountHolder,
        /// Which.
        iban: Iban,
    },
    /// To the seller's account at the payment provider.
    Provider(ProviderAccount),
}

/// How it is known that a payout has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    /// Somebody who runs the site says so, or has brought the bank's report that does.
    Said(Deed),
    /// The provider has it, under this name.
    Transferred(Box<str>),
}

/// Why a payout has come to nothing, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setback {
    /// Who of those who run the site; none if it is the provider.
    pub by: Option<UserId>,
    /// Why.
    pub reason: Reason,
}

named! {
    /// Where a payout stands.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutStatus {
        /// It is on its way; whether it arrives is not known.
        Begun = "begun",
        /// It has arrived.
        Paid(Timestamp, Arrival) = "paid",
        /// It has come to nothing: no money has left.
        Failed(Timestamp, Setback) = "failed",
        /// It had arrived, or so it seemed, and has come back.
        Returned(Timestamp, Setback) = "returned",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// What happens to a payout.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutEvent {
        /// It begins: whose, of which lines, and where it goes. In one entry with what that makes of
        /// the lines, as all that follow.
        Begun(UserId, Box<[PayoutLine]>, PayoutTo) = "PayoutBegun",
        /// It has arrived.
        Paid(Arrival) = "PayoutPaid",
        /// No money has left, and why.
        Failed(Setback) = "PayoutFailed",
        /// It has come back, and why.
        Returned(Setback) = "PayoutReturned",
        /// There was too little at the provider to pay it: it is tried again under another key.
        Retried = "PayoutRetried",
        /// What makes up for this line is to be had back from the provider: so much, in minor units.
        TakeBackAsked(EarningId, i64) = "TakeBackAsked",
        /// It is back, under this name.
        TakenBack(EarningId, Box<str>) = "TakenBack",
        /// It does not come back, and why.
        TakeBackRefused(EarningId, Reason) = "TakeBackRefused",
    }
    pub(super) fn name;
}

impl Payout {
    /// The most lines that one payout has.
    pub const LINES_MAX: usize = 250;

    /// How much it is, in minor units.
    #[must_use]
    pub fn minor(&self) -> i64 {
        sum(&self.lines)
    }

    /// Whether it is on its way.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.status == PayoutStatus::Begun
    }

    /// The run that it is part of, if it goes to a bank.
    #[must_use]
    pub fn run(&self) -> Option<PayoutRunId> {
        match &self.to {
            PayoutTo::Bank { run, .. } => Some(*run),
            PayoutTo::Provider(_) => None,
        }
    }

    /// The provider's name for the transfer that has paid it, if one has.
    #[must_use]
    pub fn transfer(&self) -> Option<&str> {
        match &self.status {
            PayoutStatus::Paid(_, Arrival::Transferred(name)) => Some(name),
            _ => None,
        }
    }

    /// What is being had back from the provider, if anything is.
    #[must_use]
    pub fn take_back(&self) -> Option<&TakeBack> {
        self.take_backs.iter().find(|it| it.status == TakeBackStatus::Asked)
    }

    /// Whether the provider is to do something about it.
    #[must_use]
    pub fn is_at_provider(&self) -> bool {
        let is_sent = matches!(self.to, PayoutTo::Provider(_)) && self.is_under_way();
        is_sent || self.take_back().is_some()
    }

    /// Whether anything is left to happen to it by itself.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.is_under_way() && self.take_back().is_none()
    }

    /// How much of it the provider still has for the seller, as far as we know, in minor units.
    #[must_use]
    pub fn left_minor(&self) -> i64 {
        let is_back = |it: &&TakeBack| !matches!(it.status, TakeBackStatus::Refused(_));
        self.minor() - self.take_backs.iter().filter(is_back).map(|it| it.minor).sum::<i64>()
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        payout: &mut Option<Self>,
        id: PayoutId,
        event: &PayoutEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use PayoutStatus::{Begun, Failed, Paid, Returned};

        if let PayoutEvent::Begun(seller, lines, to) = event {
            if let Some(payout) = payout {
                return Err(payout.status.word());
            }
            if lines.len() > Self::LINES_MAX || sum(lines) <= 0 {
                return Err("of too many lines, or of nothing");
            }
            *payout = Some(Self {
                id,
                seller: *seller,
                lines: lines.clone(),
                to: to.clone(),
                begun_at: at,
                status: Begun,
                attempt: Attempt { number: 1, since: at },
                take_backs: [].into(),
            });
            return Ok(());
        }
        let Some(payout) = payout else { return Err("not there") };
        let is_paid = payout.transfer().is_some();
        payout.status = match (&payout.status, event) {
            (Begun, PayoutEvent::Paid(arrival)) => Paid(at, arrival.clone()),
            (Begun, PayoutEvent::Failed(setback)) => Failed(at, setback.clone()),
            (Begun | Paid(..), PayoutEvent::Returned(setback)) => Returned(at, setback.clone()),
            (Begun, PayoutEvent::Retried) => {
                let number = payout.attempt.number.saturating_add(1);
                payout.attempt = Attempt { number, since: at };
                return Ok(());
            }
            (_, PayoutEvent::TakeBackAsked(debt, minor)) if is_paid && *minor > 0 => {
                if payout.take_backs.iter().any(|it| it.debt == *debt) {
                    return Err("asked for");
                }
                let status = TakeBackStatus::Asked;
                let asked = TakeBack { debt: *debt, minor: *minor, asked_at: at, status };
                let all = std::mem::take(&mut payout.take_backs).into_iter();
                payout.take_backs = all.chain([asked]).collect();
                return Ok(());
            }
            (_, PayoutEvent::TakenBack(debt, _) | PayoutEvent::TakeBackRefused(debt, _)) => {
                let mut asked = payout.take_backs.iter_mut();
                let asked = asked.find(|it| it.debt == *debt && it.status == TakeBackStatus::Asked);
                asked.ok_or("not asked for")?.status = match event {
                    PayoutEvent::TakeBackRefused(_, why) => TakeBackStatus::Refused(why.clone()),
                    PayoutEvent::TakenBack(_, name) => TakeBackStatus::Done(name.clone()),
                    _ => TakeBackStatus::Asked,
                };
                return Ok(());
            }
            (status, _) => return Err(status.word()),
        };
        Ok(())
    }
}

impl From<Deed> for Setback {
    fn from(Deed { by, reason }: Deed) -> Self {
        Self { by: Some(by), reason }
    }
}

fn sum(lines: &[PayoutLine]) -> i64 {
    lines.iter().map(|line| line.minor).sum()
}

/// What an admin makes of what can be paid: payouts that go to the bank together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutRun {
    /// Which run.
    pub id: PayoutRunId,
    /// Who made it, and why, if they say so.
    pub deed: Deed,
    /// When.
    pub begun_at: Timestamp,
    /// Whether all of its payouts are made: from then on it is what it is.
    pub closed: Option<RunClosed>,
}

/// What a run has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunClosed {
    /// When.
    pub at: Timestamp,
    /// How many payouts it has.
    pub payouts: u32,
    /// How much they are in all, in minor units.
    pub minor: i64,
}

named! {
    /// What happens to a run.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutRunEvent {
        /// Somebody makes it.
        Begun(Deed) = "PayoutRunBegun",
        /// All of its payouts are made: so many, and so much.
        Closed {
            /// How many.
            payouts: u32,
            /// How much, in minor units.
            minor: i64,
        } = "PayoutRunClosed",
    }
    pub(super) fn name;
}

impl PayoutRun {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        run: &mut Option<Self>,
        id: PayoutRunId,
        event: &PayoutRunEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (run.as_mut(), event) {
            (None, PayoutRunEvent::Begun(deed)) => {
                *run = Some(Self { id, deed: deed.clone(), begun_at: at, closed: None });
            }
            (Some(run), PayoutRunEvent::Closed { payouts, minor }) if run.closed.is_none() => {
                run.closed = Some(RunClosed { at, payouts: *payouts, minor: *minor });
            }
            (Some(PayoutRun { closed: Some(_), .. }), _) => return Err("closed"),
            (Some(_), PayoutRunEvent::Begun(_)) => return Err("there already"),
            (Some(_), _) => return Err("open"),
            (None, PayoutRunEvent::Closed { .. }) => return Err("not there"),
        }
        Ok(())
    }
}

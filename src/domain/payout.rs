use serde::{Deserialize, Serialize};

use super::Deed;
use crate::types::{
    AccountHolder, EarningId, Iban, PayoutId, PayoutRunId, Reason, Timestamp, UserId,
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
}

named! {
    /// Where a payout stands.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutStatus {
        /// It is on its way; whether it arrives is not known.
        Begun = "begun",
        /// It has arrived.
        Paid(Timestamp) = "paid",
        /// It has come to nothing: no money has left.
        Failed(Timestamp, Reason) = "failed",
        /// It had arrived, or so it seemed, and has come back.
        Returned(Timestamp, Reason) = "returned",
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
        /// It has arrived, as somebody or the bank says.
        Paid = "PayoutPaid",
        /// No money has left, and why.
        Failed(Reason) = "PayoutFailed",
        /// It has come back, and why.
        Returned(Reason) = "PayoutReturned",
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

    /// The run that it is part of.
    #[must_use]
    pub fn run(&self) -> PayoutRunId {
        let PayoutTo::Bank { run, .. } = &self.to;
        *run
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
            let (seller, lines, to) = (*seller, lines.clone(), to.clone());
            *payout = Some(Self { id, seller, lines, to, begun_at: at, status: Begun });
            return Ok(());
        }
        let Some(payout) = payout else { return Err("not there") };
        payout.status = match (&payout.status, event) {
            (Begun, PayoutEvent::Paid) => Paid(at),
            (Begun, PayoutEvent::Failed(reason)) => Failed(at, reason.clone()),
            (Begun | Paid(_), PayoutEvent::Returned(reason)) => Returned(at, reason.clone()),
            (status, _) => return Err(status.word()),
        };
        Ok(())
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

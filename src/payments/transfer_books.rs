//! Transfers in the provider's books, compared with our payouts: by the reconciler, and by `holdfast
//! verify --payments`. Pure.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
};

use super::sellers::ListedTransfer;
use crate::{
    domain::{Payout, PayoutStatus, PayoutTo, TakeBackStatus},
    types::PayoutId,
};

/// What is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferFault {
    /// It belongs to no payout of this site's.
    Unknown,
    /// Its payout was transferred by another already.
    Twice,
    /// It is of another sum than its payout.
    OtherSum,
    /// Here its payout has come to nothing.
    NotPaidHere,
    /// More or less of it was had back there than here.
    HadBack,
    /// Here its payout was transferred, and there is no such transfer.
    Missing,
}

/// A transfer that is not as its payout, or the other way about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferDifference {
    /// What is the matter.
    pub fault: TransferFault,
    /// The provider's name for it.
    pub transfer: Box<str>,
    /// The payout, as far as one is named.
    pub payout: Option<PayoutId>,
    /// What is there, in minor units.
    pub there: i64,
    /// What is here, in minor units.
    pub here: i64,
}

impl fmt::Display for TransferDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, transfer, payout, there, here } = self;
        let what = match fault {
            TransferFault::Unknown => "it belongs to no payout of this site",
            TransferFault::Twice => "its payout was transferred before",
            TransferFault::OtherSum => "it is of another sum than its payout",
            TransferFault::NotPaidHere => "here its payout has come to nothing",
            TransferFault::HadBack => "another sum of it was had back there than here",
            TransferFault::Missing => "here it is made, and the provider's books do not have it",
        };
        write!(f, "TRANSFER {transfer}: {what} (")?;
        if let Some(payout) = payout {
            write!(f, "payout {payout}, ")?;
        }
        write!(f, "{there} there, {here} here). Look at both in the dashboard.")
    }
}

/// How a transfer stands to our record of the payout that it names; nothing if it is as it should be.
/// The books are to be read first and the record after, since a payout is committed before it is sent.
#[must_use]
pub fn judge(listed: &ListedTransfer, payout: Option<&Payout>) -> Option<TransferDifference> {
    let differs = |fault, there, here| {
        let (transfer, payout) = (listed.id.clone(), listed.payout);
        Some(TransferDifference { fault, transfer, payout, there, here })
    };
    let kept = listed.minor - listed.reversed_minor;
    let Some(payout) = payout.filter(|payout| matches!(payout.to, PayoutTo::Provider(_))) else {
        return differs(TransferFault::Unknown, kept, 0);
    };
    if listed.minor != payout.minor() {
        return differs(TransferFault::OtherSum, listed.minor, payout.minor());
    }
    match (&payout.status, payout.transfer()) {
        (PayoutStatus::Begun, _) => None,
        (PayoutStatus::Paid(..), Some(name)) if *name != *listed.id => {
            differs(TransferFault::Twice, kept, 0)
        }
        (PayoutStatus::Paid(..), _) => {
            let back = had_back(payout);
            let is_so = listed.reversed_minor == back || payout.take_back().is_some();
            if is_so { None } else { differs(TransferFault::HadBack, listed.reversed_minor, back) }
        }
        // What came back by hand is there no more.
        (PayoutStatus::Returned(..) | PayoutStatus::Failed(..), _) if kept == 0 => None,
        (PayoutStatus::Returned(..) | PayoutStatus::Failed(..), _) => {
            differs(TransferFault::NotPaidHere, kept, 0)
        }
    }
}

/// What of a payout is back, as we know it, in minor units.
fn had_back(payout: &Payout) -> i64 {
    let is_done = |status: &TakeBackStatus| matches!(status, TakeBackStatus::Done(_));
    payout.take_backs.iter().filter(|it| is_done(&it.status)).map(|it| it.minor).sum()
}

/// All transfers there and all payouts here, each way. What was transferred and had back comes to so
/// much there and here, in minor units.
#[must_use]
pub fn compare<'a>(
    listed: &[ListedTransfer],
    payouts: impl IntoIterator<Item = &'a Payout>,
) -> (Vec<TransferDifference>, [[i64; 2]; 2]) {
    let payouts: BTreeMap<_, _> = payouts.into_iter().map(|payout| (payout.id, payout)).collect();
    let of = |it: &ListedTransfer| it.payout.and_then(|id| payouts.get(&id).copied());
    let mut differences: Vec<_> = listed.iter().filter_map(|it| judge(it, of(it))).collect();
    let there: HashSet<_> = listed.iter().map(|it| &*it.id).collect();
    let (mut sent, mut back) = (0, 0);
    for payout in payouts.values() {
        let Some(name) = payout.transfer() else { continue };
        (sent, back) = (sent + payout.minor(), back + had_back(payout));
        if !there.contains(name) {
            differences.push(TransferDifference {
                fault: TransferFault::Missing,
                transfer: name.into(),
                payout: Some(payout.id),
                there: 0,
                here: payout.minor(),
            });
        }
    }
    let sent_there = listed.iter().map(|it| it.minor).sum();
    let back_there = listed.iter().map(|it| it.reversed_minor).sum();
    (differences, [[sent_there, sent], [back_there, back]])
}

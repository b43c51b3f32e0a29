//! The provider's books, compared with ours: by the reconciler, payment by payment, and by
//! `holdfast verify --payments`, each way. Pure.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    sync::Arc,
};

use crate::{
    domain::{Charge, ChargeStatus, Dispute, DisputeAtProvider, DisputeStatus},
    payments::Listed,
    types::DisputeId,
};

/// How a payment in the provider's books stands to our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// It is as we have it, or no money is in it.
    Fits,
    /// Its charge is not settled: it is its payment actor's to settle.
    UnderWay,
    /// It can still take money, and belongs to nothing that we know.
    OpenUnknown,
    /// It can still take money, and we have given it up.
    OpenSettled,
    /// It has a buyer's money, and belongs to nothing that we know.
    KeptUnknown,
    /// It has a buyer's money, and we have given it up or given it back.
    KeptSettled,
    /// The money went back, and we do not know of it.
    RefundedThere,
    /// Some of the money went back: an order is paid as a whole or not at all.
    PartlyRefunded,
    /// Another sum was captured than the order's price.
    OtherSum,
    /// We have it as paid, and no money was captured.
    NotCaptured,
}

impl Judgement {
    /// Whether it can and should be let go of.
    #[must_use]
    pub fn is_stray(self) -> bool {
        matches!(self, Self::OpenUnknown | Self::OpenSettled)
    }

    /// Whether a buyer's money lies in it that belongs to no sale.
    #[must_use]
    pub fn is_ownerless_money(self) -> bool {
        matches!(self, Self::KeptUnknown | Self::KeptSettled)
    }

    /// What is the matter.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fits => "it is as it should be",
            Self::UnderWay => "its charge is not settled",
            Self::OpenUnknown => "it can still take money, and belongs to no charge of this site",
            Self::OpenSettled => "it can still take money, and its charge is settled here",
            Self::KeptUnknown => "it has captured money, and belongs to no charge of this site",
            Self::KeptSettled => "it has captured money, and here its charge has none",
            Self::RefundedThere => "it was refunded at the provider, and here it is paid",
            Self::PartlyRefunded => "it was refunded in part",
            Self::OtherSum => "another sum was captured than its order's price",
            Self::NotCaptured => "here it is paid, and no money was captured",
        }
    }
}

/// How a payment stands to our record of the charge that it names, and of those that are parts of it.
///
/// The books are to be read first and the records after: a charge is committed before its payment is
/// begun, so what is not known then is really unknown.
#[must_use]
pub fn judge(listed: &Listed, charge: Option<&Charge>, parts: &[&Charge]) -> Judgement {
    let kept = listed.kept_minor();
    // Without a name for its payment, a charge is one whose payment is being made right now, or
    // whose payment never was heard of.
    let is_its_payment = |charge: &&Charge| {
        charge.part_of.is_none() && charge.stripe_id.as_deref().is_none_or(|id| id == &*listed.id)
    };
    let named = charge.filter(|charge| listed.charge == Some(charge.id));
    let Some(charge) = named.filter(is_its_payment) else {
        return match (listed.open, kept) {
            (true, _) => Judgement::OpenUnknown,
            (false, 0) => Judgement::Fits,
            (false, _) => Judgement::KeptUnknown,
        };
    };
    let all = || [charge].into_iter().chain(parts.iter().copied());
    let kept_here: u64 = all().map(Charge::kept_minor).sum();
    match &charge.status {
        ChargeStatus::Created | ChargeStatus::Authorised => Judgement::UnderWay,
        ChargeStatus::Failed(_) | ChargeStatus::Voided if listed.open => Judgement::OpenSettled,
        ChargeStatus::Completed if kept_here > 0 => {
            paid(listed, kept_here, all().map(|charge| u64::from(charge.amount.minor())).sum())
        }
        ChargeStatus::Failed(_) | ChargeStatus::Voided | ChargeStatus::Completed if kept > 0 => {
            Judgement::KeptSettled
        }
        ChargeStatus::Failed(_) | ChargeStatus::Voided | ChargeStatus::Completed => Judgement::Fits,
    }
}

fn paid(listed: &Listed, kept_here: u64, amount: u64) -> Judgement {
    match (listed.captured_minor, listed.refunded_minor) {
        (0, _) => Judgement::NotCaptured,
        (captured, refunded) if refunded >= captured => Judgement::RefundedThere,
        (_, refunded) if refunded > amount - kept_here => Judgement::PartlyRefunded,
        (captured, _) if captured != amount => Judgement::OtherSum,
        (captured, refunded) if captured - refunded > kept_here => Judgement::KeptSettled,
        _ => Judgement::Fits,
    }
}

/// Where the provider's books and ours differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// How the payment stands to our record of it; none if a charge is paid, and the provider has no
    /// such payment.
    pub judgement: Option<Judgement>,
    /// The payment as the provider has it, or would.
    pub payment: Listed,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, what, to_do) = match self.judgement {
            None => (
                "MISSING",
                "here it is paid, and the provider's books do not have it",
                "Look for it in the dashboard of the account whose key is configured.",
            ),
            Some(judgement) => (word(judgement), judgement.words(), to_do(judgement)),
        };
        let Listed { id, charge, order, .. } = &self.payment;
        write!(f, "{word:<9}payment {id}: {what} (")?;
        if let Some(charge) = charge {
            write!(f, "charge {charge}, ")?;
        }
        if let Some(order) = order {
            write!(f, "order {order}, ")?;
        }
        write!(f, "{} kept there). {to_do}", self.payment.kept_minor())
    }
}

fn word(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::OpenUnknown | Judgement::KeptUnknown => "UNKNOWN",
        Judgement::OpenSettled => "OPEN",
        Judgement::UnderWay => "UNSOLD",
        Judgement::KeptSettled => "KEPT",
        Judgement::RefundedThere | Judgement::PartlyRefunded => "REFUNDED",
        Judgement::OtherSum => "SUM",
        Judgement::NotCaptured => "UNPAID",
        Judgement::Fits => "FITS",
    }
}

fn to_do(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Fits => "",
        Judgement::UnderWay => "The running site settles it; if it runs, read its log.",
        Judgement::OpenUnknown | Judgement::OpenSettled => {
            "The running site lets go of it; or cancel it in the dashboard."
        }
        Judgement::KeptUnknown => {
            "If this folder is an old backup, the order may be in a newer one; else refund it in \
             the dashboard."
        }
        Judgement::KeptSettled => "Refund it in the dashboard.",
        Judgement::RefundedThere => "The running site takes that in.",
        Judgement::PartlyRefunded => {
            "Refund the rest in the dashboard, and the order is refunded; or tell its buyer that \
             the ticket stays theirs."
        }
        Judgement::OtherSum => "Compare both in the dashboard, and refund what is too much.",
        Judgement::NotCaptured => {
            "The ticket is the buyer's without money: look in the dashboard for what became of it."
        }
    }
}

/// Those disputes at the provider that are not so here: the money that has moved for them, and where
/// they stand, unless they are lost here already.
pub fn differing(
    there: &[DisputeAtProvider],
    here: impl Fn(DisputeId) -> Option<Arc<Dispute>>,
) -> impl Iterator<Item = &DisputeAtProvider> {
    there.iter().filter(move |there| {
        here(DisputeId::of(&there.name)).is_none_or(|here| {
            let is_settled = here.status == DisputeStatus::Lost || here.status == there.status;
            let has_moved = (here.moved_minor, here.fee_minor);
            !is_settled || has_moved != (there.moved_minor, there.fee_minor)
        })
    })
}

/// How many payments are kept, and how much that comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptTotal {
    /// How many.
    pub count: usize,
    /// How much, in minor units.
    pub minor: u64,
}

/// What has moved for one reason, there and here, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceTotal {
    /// For which.
    pub source: &'static str,
    /// By the provider's books.
    pub there: u64,
    /// By ours.
    pub here: u64,
}

/// What is kept, there and here, and where that differs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// By the provider's books.
    pub there: KeptTotal,
    /// By ours.
    pub here: KeptTotal,
    /// What moved, by its source.
    pub sources: Vec<SourceTotal>,
    /// In the order of the provider's books, then of ours by age.
    pub differences: Vec<Difference>,
}

/// Compares the provider's books with the charges, each way. `charges` are those that were made at
/// this provider, or never got that far.
#[must_use]
pub fn compare<'a>(listed: &[Listed], charges: impl IntoIterator<Item = &'a Charge>) -> Comparison {
    let mut payments = BTreeMap::<_, Vec<_>>::new();
    for charge in charges {
        let parts = payments.entry(charge.payment()).or_default();
        // The one by which the provider knows it is the first.
        match charge.part_of {
            None => parts.insert(0, charge),
            Some(_) => parts.push(charge),
        }
    }
    let mut comparison = Comparison::default();
    let completed = payments.values().flatten().filter(|it| it.status == ChargeStatus::Completed);
    let captured_here = completed.map(|charge| u64::from(charge.amount.minor())).sum::<u64>();
    let kept_here = payments.values().flatten().map(|charge| charge.kept_minor()).sum::<u64>();
    comparison.sources = vec![
        SourceTotal {
            source: "payments",
            there: listed.iter().map(|payment| payment.captured_minor).sum(),
            here: captured_here,
        },
        SourceTotal {
            source: "refunds",
            there: listed.iter().map(|payment| payment.refunded_minor).sum(),
            here: captured_here.saturating_sub(kept_here),
        },
    ];
    let mut seen = HashSet::new();
    for payment in listed {
        let kept = payment.kept_minor();
        comparison.there.add(kept);
        seen.insert(&*payment.id);
        let known = payment.charge.and_then(|id| payments.get(&id)).and_then(|it| it.split_first());
        let judgement = match known {
            Some((charge, parts)) => judge(payment, Some(charge), parts),
            None => judge(payment, None, &[]),
        };
        if judgement != Judgement::Fits && (judgement != Judgement::UnderWay || kept > 0) {
            let judgement = Some(judgement);
            comparison.differences.push(Difference { judgement, payment: payment.clone() });
        }
    }
    for parts in payments.values() {
        let kept = parts.iter().map(|charge| charge.kept_minor()).sum();
        comparison.here.add(kept);
        let Some(charge) = parts.first() else { continue };
        if let Some(id) = charge.stripe_id.as_deref().filter(|id| kept > 0 && !seen.contains(id)) {
            let payment = Listed {
                id: id.into(),
                charge: Some(charge.id),
                order: Some(charge.order),
                ..Listed::default()
            };
            comparison.differences.push(Difference { judgement: None, payment });
        }
    }
    comparison
}

impl KeptTotal {
    fn add(&mut self, minor: u64) {
        self.count += usize::from(minor > 0);
        self.minor += minor;
    }
}

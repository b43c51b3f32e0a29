use serde::{Deserialize, Serialize};

use super::Deed;
use crate::types::{EarningId, EventId, OrderId, PayoutId, Price, Timestamp, UserId};

/// One line of what the site owes a seller: what a sale has earned, or what makes more or less of it.
/// It lies in exactly one place. `domain/ledger.rs` says what each of its events comes to in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earning {
    /// Which line. A sale's has its order's bytes.
    pub id: EarningId,
    /// Whose it is.
    pub seller: UserId,
    /// What it is for.
    pub cause: EarningCause,
    /// How much, in minor units: less than nothing where it takes from what is owed.
    pub minor: i64,
    /// Since when there is it.
    pub at: Timestamp,
    /// Where it lies.
    pub place: EarningPlace,
    /// Since when it lies there.
    pub moved_at: Timestamp,
    /// Whether the site has borne the refund of its sale, so that the seller keeps it.
    pub is_borne_by_site: bool,
    /// When its sale's money went: back to the buyer, or to their bank.
    pub lost_at: Option<Timestamp>,
    /// The payout that it was part of or paid by, and was had back from.
    pub recalled_from: Option<PayoutId>,
}

/// What a line is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EarningCause {
    /// A sale.
    Sale(Sale),
    /// A sale was paid out by this payout, and is to be had back from what comes later.
    Recalled(OrderId, PayoutId),
    /// What this payout had paid of sales that were to be had back meanwhile has come back itself.
    CameBack(PayoutId),
    /// What this payout had paid for a sale that went back was had back from the provider.
    TakenBack(OrderId, PayoutId),
    /// Somebody who runs the site has put it right.
    Correction(CorrectionKind, Deed),
}

/// A sale, as it is booked: price, and what of it is whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// By which order.
    pub order: OrderId,
    /// For which event the ticket was then.
    pub event: EventId,
    /// What the seller asked for.
    pub asked: Price,
    /// What the buyer paid on top of it, if anything.
    pub buyer_fee: Option<Price>,
    /// What of it is the site's, if anything is.
    pub seller_fee: Option<Price>,
    /// Whether it is from before the site kept books.
    pub is_before_books: bool,
}

named! {
    /// Where a line lies.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum EarningPlace {
        /// Sold before the site kept books, and not known to be paid.
        BeforeBooks = "before_books",
        /// The event is not over long enough.
        Held = "held",
        /// It can be paid out.
        Available = "available",
        /// A case is open about its sale, and it goes back to where it was unless that says otherwise.
        Frozen(OpenCases, FrozenFrom) = "frozen",
        /// It is part of a payout that is under way.
        InPayout(PayoutId) = "on_its_way",
        /// It was paid by this payout.
        Paid(PayoutId) = "paid",
        /// Its sale's money went back.
        Reversed = "reversed",
    }
    /// In one word.
    pub fn word;
}

/// Where a line was before it was frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrozenFrom {
    /// The event was not over long enough.
    Held,
    /// It could be paid out.
    Available,
}

/// Which cases are open about a sale: one at the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCases {
    /// The buyer has a problem.
    pub claim: bool,
    /// The buyer's bank wants the money back.
    pub dispute: bool,
}

/// A case about a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseKind {
    /// The buyer has a problem.
    Claim,
    /// The buyer's bank wants the money back.
    Dispute,
}

named! {
    /// Why somebody who runs the site puts a balance right.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum CorrectionKind {
        /// The seller has broken the rules of the site, and pays for it.
        Penalty = "penalty",
        /// Something was wrong, one way or the other.
        Adjustment = "adjustment",
        /// The seller has paid what they owed.
        DebtPaid = "debt_paid",
        /// What the seller owes is given up.
        WrittenOff = "written_off",
    }
    /// In one word, as forms have it.
    pub fn word;
}

named! {
    /// What happens to a line.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum EarningEvent {
        /// A ticket was sold, in the same entry.
        Earned(UserId, Sale) = "SaleEarned",
        /// The sale of somebody, whose earning is of so much and was paid out, is to be had back.
        Owed {
            /// Who owes it.
            seller: UserId,
            /// Which sale.
            order: OrderId,
            /// By which payout it was paid.
            payout: PayoutId,
            /// How much, in minor units.
            minor: i64,
        } = "EarningOwed",
        /// A payout has come back, and so much of it was of sales that were had back already.
        CameBack {
            /// Whose payout.
            seller: UserId,
            /// Which.
            payout: PayoutId,
            /// How much, in minor units.
            minor: i64,
        } = "EarningCameBack",
        /// Somebody who runs the site puts a balance right.
        Corrected {
            /// Whose.
            seller: UserId,
            /// Why.
            kind: CorrectionKind,
            /// By how much, in minor units.
            minor: i64,
            /// Who does it, and why.
            deed: Deed,
        } = "BalanceCorrected",
        /// What a payout had paid for a sale that went back was had back from the provider.
        TakenBack {
            /// From whom.
            seller: UserId,
            /// Which sale.
            order: OrderId,
            /// By which payout it was paid.
            payout: PayoutId,
            /// How much, in minor units.
            minor: i64,
        } = "EarningTakenBack",
        /// What this line makes up for was had back from the provider, all of it.
        MadeGood = "EarningMadeGood",
        /// It can be paid out.
        Released = "EarningReleased",
        /// It is of a sale before there were books, and somebody who runs the site has it paid out.
        ReleasedByHand(Deed) = "EarningReleasedByHand",
        /// A case was opened about its sale.
        Frozen(CaseKind) = "EarningFrozen",
        /// That case is over.
        Thawed(CaseKind) = "EarningThawed",
        /// It is part of a payout, which has begun.
        PutInPayout(PayoutId) = "EarningPutInPayout",
        /// That payout has arrived.
        PaidOut = "EarningPaidOut",
        /// That payout has come to nothing.
        TakenFromPayout = "EarningTakenFromPayout",
        /// It was paid out, or is on its way, and is to be had back: this line makes up for it.
        Recalled(EarningId) = "EarningRecalled",
        /// Its sale's money went back, from what it was.
        Reversed = "EarningReversed",
        /// Its sale's money went back, and the site bears that.
        BorneBySite = "EarningBorneBySite",
        /// The buyer's bank has taken its sale's money, from what it was.
        LostToDispute = "EarningLostToDispute",
        /// The buyer's bank has taken its sale's money, and the site bears that.
        DisputeBorneBySite = "EarningDisputeBorneBySite",
        /// Its sale's money went back although the buyer's bank has taken it.
        PaidBackTwice = "SalePaidBackTwice",
    }
    pub(super) fn name;
}

impl CorrectionKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Adjustment, Self::Penalty, Self::DebtPaid, Self::WrittenOff];

    /// The kind of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl OpenCases {
    /// None.
    pub const NONE: Self = Self { claim: false, dispute: false };

    /// Whether there is any.
    #[must_use]
    pub fn is_any(self) -> bool {
        self != Self::NONE
    }

    fn with(self, kind: CaseKind, is_open: bool) -> Self {
        match kind {
            CaseKind::Claim => Self { claim: is_open, ..self },
            CaseKind::Dispute => Self { dispute: is_open, ..self },
        }
    }

    fn has(self, kind: CaseKind) -> bool {
        match kind {
            CaseKind::Claim => self.claim,
            CaseKind::Dispute => self.dispute,
        }
    }
}

impl FrozenFrom {
    fn place(self) -> EarningPlace {
        match self {
            Self::Held => EarningPlace::Held,
            Self::Available => EarningPlace::Available,
        }
    }
}

impl EarningPlace {
    /// Whether nothing happens to a line there but by a decision about it in particular.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::BeforeBooks | Self::Paid(_) | Self::Reversed)
    }

    /// The payout that it is part of, or was paid by.
    #[must_use]
    pub fn payout(self) -> Option<PayoutId> {
        match self {
            Self::InPayout(payout) | Self::Paid(payout) => Some(payout),
            _ => None,
        }
    }
}

impl Sale {
    /// What of the price is the seller's, in minor units: what is left of it.
    #[must_use]
    pub fn earned_minor(&self) -> i64 {
        let fee = self.seller_fee.map_or(0, Price::minor);
        i64::from(self.asked.minor()) - i64::from(fee)
    }

    /// What the buyer paid, in minor units.
    #[must_use]
    pub fn paid_minor(&self) -> i64 {
        let fee = self.buyer_fee.map_or(0, Price::minor);
        i64::from(self.asked.minor()) + i64::from(fee)
    }
}

impl Earning {
    /// The sale that it is of, if it is of one.
    #[must_use]
    pub fn sale(&self) -> Option<&Sale> {
        match &self.cause {
            EarningCause::Sale(sale) => Some(sale),
            _ => None,
        }
    }

    /// Whether it is frozen because such a case is open.
    #[must_use]
    pub fn is_frozen_for(&self, kind: CaseKind) -> bool {
        matches!(self.place, EarningPlace::Frozen(cases, _) if cases.has(kind))
    }

    /// Whether its sale's money is gone: it went back, or the buyer's bank has taken it.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost_at.is_some()
    }

    /// The order that it is about, if it is about one.
    #[must_use]
    pub fn order(&self) -> Option<OrderId> {
        match &self.cause {
            EarningCause::Sale(sale) => Some(sale.order),
            EarningCause::Recalled(order, _) | EarningCause::TakenBack(order, _) => Some(*order),
            EarningCause::CameBack(_) | EarningCause::Correction(..) => None,
        }
    }

    /// The line that an event is the birth of.
    fn born(id: EarningId, event: &EarningEvent, at: Timestamp) -> Option<Self> {
        let (seller, cause, minor, place) = match event {
            EarningEvent::Earned(seller, sale) => {
                let place = match sale.is_before_books {
                    true => EarningPlace::BeforeBooks,
                    false => EarningPlace::Held,
                };
                (*seller, EarningCause::Sale(sale.clone()), sale.earned_minor(), place)
            }
            EarningEvent::Owed { seller, order, payout, minor } => {
                let cause = EarningCause::Recalled(*order, *payout);
                (*seller, cause, -minor, EarningPlace::Available)
            }
            EarningEvent::CameBack { seller, payout, minor } => {
                (*seller, EarningCause::CameBack(*payout), *minor, EarningPlace::Available)
            }
            EarningEvent::TakenBack { seller, order, payout, minor } => {
                let cause = EarningCause::TakenBack(*order, *payout);
                (*seller, cause, *minor, EarningPlace::Available)
            }
            EarningEvent::Corrected { seller, kind, minor, deed } => {
                let cause = EarningCause::Correction(*kind, deed.clone());
                (*seller, cause, *minor, EarningPlace::Available)
            }
            _ => return None,
        };
        Some(Self {
            id,
            seller,
            cause,
            minor,
            at,
            place,
            moved_at: at,
            is_borne_by_site: false,
            lost_at: None,
            recalled_from: None,
        })
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        earning: &mut Option<Self>,
        id: EarningId,
        event: &EarningEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use EarningPlace::{Available, BeforeBooks, Frozen, Held, InPayout, Paid, Reversed};

        if let Some(born) = Self::born(id, event, at) {
            return match earning {
                Some(earning) => Err(earning.place.word()),
                None => {
                    *earning = Some(born);
                    Ok(())
                }
            };
        }
        let Some(earning) = earning else { return Err("not there") };
        let is_sale = earning.sale().is_some();
        earning.place = match (earning.place, event) {
            (Held, EarningEvent::Released) | (BeforeBooks, EarningEvent::ReleasedByHand(_)) => {
                Available
            }
            (Held, EarningEvent::Frozen(kind)) => {
                Frozen(OpenCases::NONE.with(*kind, true), FrozenFrom::Held)
            }
            (Available, EarningEvent::Frozen(kind)) if is_sale => {
                Frozen(OpenCases::NONE.with(*kind, true), FrozenFrom::Available)
            }
            (Frozen(cases, from), EarningEvent::Frozen(kind)) if !cases.has(*kind) => {
                Frozen(cases.with(*kind, true), from)
            }
            (Frozen(cases, from), EarningEvent::Thawed(kind)) if cases.has(*kind) => {
                match cases.with(*kind, false) {
                    OpenCases::NONE => from.place(),
                    left => Frozen(left, from),
                }
            }
            (Available, EarningEvent::MadeGood) if earning.minor < 0 && !is_sale => Reversed,
            (Available, EarningEvent::PutInPayout(payout)) => InPayout(*payout),
            (InPayout(payout), EarningEvent::PaidOut) => Paid(payout),
            (InPayout(_) | Paid(_), EarningEvent::TakenFromPayout) => Available,
            (InPayout(payout) | Paid(payout), EarningEvent::Recalled(_)) if is_sale => {
                earning.recalled_from = Some(payout);
                Available
            }
            (Held | Available | Frozen(..) | BeforeBooks, EarningEvent::Reversed)
            | (Held | Available | Frozen(..), EarningEvent::LostToDispute)
                if is_sale && !earning.is_lost() =>
            {
                earning.lost_at = Some(at);
                Reversed
            }
            (place, EarningEvent::PaidBackTwice) if is_sale && earning.is_lost() => place,
            (
                place @ (Held | Available | Frozen(..) | InPayout(_) | Paid(_)),
                EarningEvent::BorneBySite | EarningEvent::DisputeBorneBySite,
            ) if is_sale && !earning.is_lost() => {
                earning.lost_at = Some(at);
                earning.is_borne_by_site = true;
                place
            }
            (place, _) => return Err(place.word()),
        };
        earning.moved_at = at;
        Ok(())
    }
}

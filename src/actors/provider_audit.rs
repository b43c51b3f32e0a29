//! A look at the provider's books: a task of its own, since it waits on the network.
//!
//! Every round the reconciler has the provider list this site's payments, one list at a time and
//! with a deadline. The list is read first and our records after; a charge is committed before its
//! payment is begun, so a payment that is not known then is really unknown. One that can still take
//! money and belongs to no charge, or to one that is settled, is a stray, and let go of. One that
//! was refunded in the dashboard leads to a look at its charge. Money that belongs to no order is
//! counted and told, and left for a person: a restored backup would else give paid tickets away.
//! What was not as it should be is looked at again each round until it is, listed or not, and the
//! next list begins an hour before the last that was read to its end.
//!
//! With it go disputes (`disputes.rs`), and what the provider has taken for its work, where it did not
//! say so with the capture's answer.

use std::{collections::BTreeMap, convert::Infallible, time::Duration};

use super::{
    Answer, Market,
    purchase::parts_of,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::rules::payouts::PayoutMethod,
    domain::{Charge, ChargeEvent, ChargeStatus, DomainEvent},
    payments::books::{Judgement, judge},
    payments::overdue::OVERDUE_AFTER,
    payments::transfer_books::{self, TransferDifference},
    payments::{Listed, OutcomeUnknown},
    storage::StorageError,
    types::{ChargeId, OrderId, Timestamp},
};

/// How long a look may take, with all that it leads to: at a tenth of a second for a page of a
/// hundred, half a million payments.
pub(super) const LOOK_DEADLINE: Duration = Duration::from_secs(600);

/// How far back the first look of a process goes. No authorisation lives longer than seven days, so
/// what was begun before can take nobody's money any more; and it ends in time at a provider that
/// lists some hundred payments a second. What is older is for `holdfast verify --payments`.
const FIRST_LOOK_BACK: Duration = Duration::from_secs(8 * 24 * 3600);

/// By how much a look overlaps with the one before: what our clock and the provider's may differ,
/// and what a payment may take to appear in its list.
const OVERLAP: Duration = Duration::from_secs(3600);

/// How far back transfers are looked through: as long as disputes are.
const TRANSFERS_LOOKED_BACK: Duration = Duration::from_secs(180 * 24 * 3600);

/// If there are more of them, they are looked through only so often.
const TRANSFERS_AT_EACH_LOOK: usize = 1000;
const LOOKED_THROUGH_AGAIN: Duration = Duration::from_secs(3600);

/// Differences beyond these are taken as the list has them, without a second look at each.
const FINDS_MAX: usize = 100;

/// A payment in the provider's books that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The provider's name for it.
    pub payment: Box<str>,
    /// The charge that it names.
    pub charge: Option<ChargeId>,
    /// The order that it names.
    pub order: Option<OrderId>,
    /// What is the matter.
    pub judgement: Judgement,
    /// When we saw that first.
    pub seen_at: Timestamp,
}

/// What was asked of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AuditQuestion {
    /// Payments since then.
    pub(super) since: Timestamp,
    /// When it was asked.
    pub(super) asked_at: Timestamp,
    /// What was not as it should be: looked at again, listed or not.
    pub(super) known: BTreeMap<Box<str>, Issue>,
}

/// What came of a look.
#[derive(Debug)]
pub(super) struct Seen {
    /// All that is not as it should be.
    pub(super) issues: Vec<Issue>,
    /// What there is to be seen where the provider pays sellers.
    pub(super) sellers: Option<SellersSeen>,
    /// Why disputes or transfers could not be read, or a stray payment not be let go of.
    pub(super) not_done: Option<OutcomeUnknown>,
}

/// What there is to be seen where the provider pays sellers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellersSeen {
    /// What lies at the provider, in minor units, whether or not it can be used yet.
    pub balance_minor: i64,
    /// Transfers that are not as their payouts are.
    pub transfers: Vec<TransferDifference>,
    /// How many transfers were looked at, and when.
    pub looked_at: (usize, Timestamp),
}

/// Why there was nothing to be seen.
#[derive(Debug, thiserror::Error)]
pub(super) enum LookError {
    /// The provider did not say.
    #[error(transparent)]
    Provider(#[from] OutcomeUnknown),
    /// Our own records cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It took too long.
    #[error("the provider's books were not read within {LOOK_DEADLINE:?}")]
    Slow,
    /// The adapter failed.
    #[error("the adapter for the provider panicked")]
    Panicked,
}

impl Issue {
    /// Whether a person must see to it: what we bring to its end ourselves counts only once it has
    /// taken too long.
    pub fn needs_a_person(&self, now: Timestamp) -> bool {
        match self.judgement {
            Judgement::Fits | Judgement::UnderWay => false,
            Judgement::RefundedThere | Judgement::OpenUnknown | Judgement::OpenSettled => {
                now.since(self.seen_at) > OVERDUE_AFTER
            }
            Judgement::KeptUnknown
            | Judgement::KeptSettled
            | Judgement::PartlyRefunded
            | Judgement::OtherSum
            | Judgement::NotCaptured => true,
        }
    }
}

impl AuditQuestion {
    /// What to ask now, after a last look that succeeded, if one did.
    pub(super) fn next(now: Timestamp, looked_at: Option<Timestamp>, known: &[Issue]) -> Self {
        let since = looked_at.map_or(now - FIRST_LOOK_BACK, |looked_at| looked_at - OVERLAP);
        let known = known.iter().map(|issue| (issue.payment.clone(), issue.clone()));
        Self { since, asked_at: now, known: known.collect() }
    }
}

/// Reads the books, judges each payment, and lets go of stray ones.
pub(super) async fn look(market: &Market, question: &AuditQuestion) -> Result<Seen, LookError> {
    let seen = Seen { issues: vec![], sellers: None, not_done: None };
    let mut look = AuditRun { market, question, finds_left: FINDS_MAX, seen };
    let done = tokio::time::timeout(LOOK_DEADLINE, look.run()).await;
    done.map_err(|_| LookError::Slow)??;
    Ok(look.seen)
}

struct AuditRun<'a> {
    market: &'a Market,
    question: &'a AuditQuestion,
    finds_left: usize,
    seen: Seen,
}

impl AuditRun<'_> {
    async fn run(&mut self) -> Result<(), LookError> {
        self.seen.not_done = self.market.look_at_disputes().await.err();
        let mut unlisted = self.question.known.clone();
        let mut uncertain = vec![];
        for listed in self.market.gateway().listed(self.question.since).await? {
            self.read_fee(&listed).await?;
            let known = unlisted.remove(&listed.id).is_some();
            let judgement = self.judge(&listed)?;
            // The list may be older than what has happened here meanwhile. A stray is a stray.
            match judgement.is_stray() || is_settled(judgement) || known {
                true => self.conclude(&listed, judgement).await,
                false => uncertain.push((listed, judgement)),
            }
        }
        for (listed, judgement) in uncertain {
            if !self.look_again(&listed.id).await? {
                self.conclude(&listed, judgement).await;
            }
        }
        for (id, issue) in unlisted {
            if !self.look_again(&id).await? {
                self.seen.issues.push(issue);
            }
        }
        match self.look_at_sellers().await {
            Err(LookError::Provider(error)) => self.seen.not_done = Some(error),
            other => other?,
        }
        Ok(())
    }

    /// Compares what was transferred to sellers, where the provider pays them.
    async fn look_at_sellers(&mut self) -> Result<(), LookError> {
        let is_by_provider = self.market.settings().payouts.method == PayoutMethod::Stripe;
        let Some(sellers) = self.market.gateway().sellers().filter(|_| is_by_provider) else {
            return Ok(());
        };
        let balance_minor = sellers.balance().await?;
        let now = self.question.asked_at;
        let before = self.market.unsettled().sellers.clone();
        // One of long ago may be brought back today; but of very many not every minute.
        if let Some(before) = before.filter(|before| {
            before.looked_at.0 > TRANSFERS_AT_EACH_LOOK
                && now.since(before.looked_at.1) < LOOKED_THROUGH_AGAIN
        }) {
            self.seen.sellers = Some(SellersSeen { balance_minor, ..before });
            return Ok(());
        }
        let (mut transfers, mut count) = (vec![], 0);
        for listed in sellers.transfers(now - TRANSFERS_LOOKED_BACK).await? {
            let payout = listed.payout.map(|id| self.market.tables().payout(id)).transpose()?;
            transfers.extend(transfer_books::judge(&listed, payout.flatten().as_deref()));
            count += 1;
        }
        self.seen.sellers = Some(SellersSeen { balance_minor, transfers, looked_at: (count, now) });
        Ok(())
    }

    /// Judges a payment as it is now; not if too many were looked at again.
    async fn look_again(&mut self, id: &str) -> Result<bool, LookError> {
        if self.finds_left == 0 {
            return Ok(false);
        }
        self.finds_left -= 1;
        if let Some(now) = self.market.gateway().find(id.into()).await? {
            let judgement = self.judge(&now)?;
            self.conclude(&now, judgement).await;
        }
        Ok(true)
    }

    /// What the provider takes for its work it may say later than that the money is there.
    async fn read_fee(&self, listed: &Listed) -> Result<(), LookError> {
        let (Some(charge), Some(minor)) = (listed.charge, listed.fee_minor) else { return Ok(()) };
        let charge = self.market.tables().charge(charge)?;
        let is_its = |charge: &Charge| charge.stripe_id.as_deref() == Some(&*listed.id);
        if let Some(charge) = charge.filter(|charge| is_its(charge) && lacks_fee(charge))
            && let Err(error) = self.market.note_fee(charge.id, minor).await
        {
            tracing::warn!(charge = %charge.id, %error, "what the provider takes for a payment \
                could not be noted; it is read again with the next list that has it");
        }
        Ok(())
    }

    /// The record is read after the books.
    fn judge(&self, listed: &Listed) -> Result<Judgement, StorageError> {
        let charge = match listed.charge {
            Some(id) => self.market.tables().charge(id)?,
            None => None,
        };
        let parts = match &charge {
            Some(charge) => parts_of(self.market.tables(), charge)?,
            None => vec![],
        };
        let parts: Vec<_> = parts.iter().map(|part| &**part).collect();
        Ok(judge(listed, charge.as_deref(), &parts))
    }

    async fn conclude(&mut self, listed: &Listed, judgement: Judgement) {
        if is_settled(judgement) {
            return;
        }
        if judgement.is_stray() {
            match self.market.gateway().discard(listed.id.clone()).await {
                Ok(()) => {
                    tracing::warn!(
                        payment = &*listed.id,
                        charge = listed.charge.map(tracing::field::display),
                        order = listed.order.map(tracing::field::display),
                        why = judgement.words(),
                        "a payment at the provider was let go of"
                    );
                    return;
                }
                Err(error) => self.seen.not_done = Some(error),
            }
        }
        let before = self.question.known.get(&listed.id);
        let before = before.filter(|issue| issue.judgement == judgement);
        self.seen.issues.push(Issue {
            payment: listed.id.clone(),
            charge: listed.charge,
            order: listed.order,
            judgement,
            seen_at: before.map_or(self.question.asked_at, |issue| issue.seen_at),
        });
    }
}

impl Market {
    /// Notes what the provider has taken for a payment that was completed before it said so; done
    /// already if it is known.
    async fn note_fee(&self, payment: ChargeId, minor: u32) -> Answer<Infallible> {
        let decide = |reading: &mut Reading<'_>| {
            let is_unknown = reading.charge(payment)?.is_some_and(|charge| lacks_fee(&charge));
            let read = DomainEvent::Charge(payment, ChargeEvent::FeeRead(minor));
            Ok(Decision::from(if is_unknown { vec![read] } else { vec![] }))
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}

/// Whether it is not known yet what the provider has taken for a payment.
fn lacks_fee(charge: &Charge) -> bool {
    let is_payment = charge.status == ChargeStatus::Completed && charge.part_of.is_none();
    is_payment && charge.fee_minor.is_none()
}

/// Whether there is nothing to do about it here.
fn is_settled(judgement: Judgement) -> bool {
    matches!(judgement, Judgement::Fits | Judgement::UnderWay)
}

//! Disputes: what buyers' banks take back, as the provider tells it.
//!
//! **Told of.** A webhook, or a round of the reconciler, leads to a look at the provider, which says how
//! the dispute is now. What that comes to (`rules::disputes`) is one entry: `DisputeOpened`, and what
//! was earned with the sales of the payment is frozen, wherever it lies; `DisputeMoneyMoved`, as far as
//! it is not booked yet; `DisputeChanged` or `DisputeLost`, and the sales go on or are taken back. So
//! what is told twice, late, in another order or not at all comes to the same.
//!
//! **While one is open** the writer refuses every refund of its payment, whoever asks for it
//! (`rules::disputes::check`), and one that was asked for before waits: the payment's actor asks the
//! provider for none. A claim is upheld after it; if the dispute is lost, it is made good by that.
//!
//! **The reconciler** reads all disputes of half a year in each round, a hundred with each question: so
//! nothing is to be noted of which to look at again, and what comes of one that is over is seen, too.

use std::{sync::Arc, time::Duration};

use super::{
    Answer, CommandError, Market,
    payment::in_time,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Charge, Deed, DisputeAtProvider,
        rules::disputes::{self, DisputeRefusal, DisputedSale},
    },
    payments::OutcomeUnknown,
    storage::StorageError,
    types::{ChargeId, DisputeId, EarningId},
};

/// How far back disputes are read: a bank has decided by then, and what comes after that is told by
/// webhook alone.
const LOOK_BACK: Duration = Duration::from_secs(180 * 24 * 3600);

impl Market {
    /// Takes in how a dispute is now at the provider. One about a payment that we do not know is
    /// another's.
    pub async fn take_dispute(&self, now: &DisputeAtProvider) -> Answer<DisputeRefusal> {
        let id = DisputeId::of(&now.name);
        let decide = |reading: &mut Reading<'_>| {
            let known = reading.dispute(id)?;
            let sales = sales_of(reading, now.payment)?;
            let Some(sales) = sales else { return Ok(Decision::default()) };
            let is_another_open = {
                let catalog = reading.tables().catalog();
                catalog.disputes.open_about(now.payment).any(|open| open != id)
            };
            let (events, rules) = disputes::follow(known.as_deref(), now, &sales, is_another_open);
            Ok(Decision { events, rules })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Looks at the dispute that the provider calls so. Nobody waits for it.
    pub fn look_at_dispute(self: &Arc<Self>, name: Box<str>) {
        self.look_aside(async move |market| {
            let taken = match in_time(market.gateway().find_dispute(name)).await {
                Ok(Some(dispute)) => {
                    market.take_dispute(&dispute).await.map_err(|error| error.to_string())
                }
                Ok(None) => Ok(()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = taken {
                tracing::warn!(
                    error,
                    "a dispute that the provider told of could not be taken in; the reconciler \
                     finds it"
                );
            }
        });
    }

    /// Reads the provider's disputes, and takes them in.
    pub(super) async fn look_at_disputes(&self) -> Result<(), OutcomeUnknown> {
        let since = self.clock().now() - LOOK_BACK;
        for dispute in self.gateway().disputes(since).await? {
            if let Err(error) = self.take_dispute(&dispute).await {
                tracing::warn!(dispute = &*dispute.name, %error, "a dispute could not be taken \
                    in; the next round tries again");
            }
        }
        Ok(())
    }

    /// Whether a dispute is open about the payment that is known by this charge.
    pub fn is_disputed(&self, payment: ChargeId) -> bool {
        let catalog = self.tables().catalog();
        catalog.disputes.open_about(payment).next().is_some()
    }

    /// That the site bears a dispute, should it be lost.
    pub async fn bear_dispute(&self, id: DisputeId, deed: Deed) -> Answer<DisputeRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let not_there = CommandError::Refused(DisputeRefusal::NotThere);
            let dispute = reading.dispute(id)?.ok_or(not_there)?;
            let borne = disputes::bear(&dispute, deed.clone());
            Ok(borne.map_err(CommandError::Refused)?.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}

/// The sales that a payment has paid for; none if there is no such payment.
fn sales_of(
    reading: &mut Reading<'_>,
    payment: ChargeId,
) -> Result<Option<Vec<DisputedSale>>, StorageError> {
    let Some(charge) = reading.charge(payment)?.filter(|charge| charge.part_of.is_none()) else {
        return Ok(None);
    };
    let Some(first) = reading.order(charge.order)? else { return Ok(None) };
    let mut sales = vec![];
    for id in first.purchase() {
        let part = Charge::in_payment(payment, first.id, *id);
        let order = reading.order(*id)?.filter(|order| order.status.paid_by() == Some(part));
        if let Some(order) = order {
            let earning = reading.earning(EarningId::of_sale(*id))?;
            sales.push(DisputedSale { order, earning });
        }
    }
    Ok(Some(sales))
}

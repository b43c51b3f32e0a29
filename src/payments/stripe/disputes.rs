//! Disputes at Stripe (<https://docs.stripe.com/api/disputes>), and what it takes for its own work.

use miniserde::Deserialize;

use super::{
    Stripe,
    api::{ApiRequest, Expandable, ListPage, ListParams, PaymentIntent, get},
    state::is_name,
    wire::{Failed, StripeRefusal},
};
use crate::{
    domain::{DisputeAtProvider, DisputeStatus},
    payments::{Answered, metadata},
    types::{Currency, Timestamp},
};

/// A dispute.
#[derive(Deserialize)]
pub(super) struct StripeDispute {
    id: String,
    amount: i64,
    created: Option<i64>,
    status: String,
    payment_intent: Option<Expandable<PaymentIntent>>,
    evidence_details: Option<EvidenceDetails>,
    /// "List of zero, one, or two balance transactions that show funds withdrawn and reinstated".
    balance_transactions: Option<Vec<BalanceTransaction>>,
}

#[derive(Deserialize)]
struct EvidenceDetails {
    due_by: Option<i64>,
}

/// What something has done to the account's balance
/// (<https://docs.stripe.com/api/balance_transactions/object>), in the currency of that.
#[derive(Deserialize)]
pub(super) struct BalanceTransaction {
    amount: i64,
    fee: i64,
    currency: String,
}

/// The charge of an intent, as far as it says what Stripe takes for it.
#[derive(Deserialize)]
pub(super) struct LatestCharge {
    balance_transaction: Option<Expandable<BalanceTransaction>>,
}

/// Disputes with the intents that they are about.
const LIST_WITH_INTENT: &[&str] = &["data.payment_intent"];
const WITH_INTENT: &[&str] = &["payment_intent"];

/// `GET /v1/disputes`
pub(super) fn list(page: ListParams<'_>) -> ApiRequest<ListPage<StripeDispute>> {
    get("/disputes").query(&ListParams { expand: LIST_WITH_INTENT, ..page }).into()
}

/// `GET /v1/disputes/{id}`
fn fetch(id: &str) -> ApiRequest<StripeDispute> {
    let query = serde_json::json!({ "expand": WITH_INTENT });
    get(format!("/disputes/{id}")).query(&query).into()
}

impl Stripe {
    /// See [`super::PaymentGateway::disputes`].
    pub(super) async fn disputes_since(
        &self,
        since: Timestamp,
    ) -> Answered<Vec<DisputeAtProvider>> {
        let question = || self.new_question().aside();
        let found = self.pages(since, question, list, |it| (&it.id, it.created)).await;
        let found = found.map_err(|failed| failed.unknown("listing disputes"))?;
        let mut ours = vec![];
        for dispute in found {
            ours.extend(self.own_dispute(dispute).await?);
        }
        Ok(ours)
    }

    /// See [`super::PaymentGateway::find_dispute`].
    pub(super) async fn find_dispute_by_name(
        &self,
        id: &str,
    ) -> Answered<Option<DisputeAtProvider>> {
        if !is_name(id) {
            return Ok(None);
        }
        match self.wire.send(self.new_question().aside(), &fetch(id), None).await {
            Ok(dispute) => self.own_dispute(dispute).await,
            Err(Failed::Refused(StripeRefusal { status: 404, .. })) => Ok(None),
            Err(failed) => Err(failed.unknown("looking a dispute up")),
        }
    }

    /// A dispute, if it is about a payment of this site's.
    async fn own_dispute(&self, mut dispute: StripeDispute) -> Answered<Option<DisputeAtProvider>> {
        let intent = self.own_intent(dispute.payment_intent.take()).await?;
        let charge = intent.as_ref().and_then(|intent| intent.named(metadata::CHARGE));
        let payment = charge.and_then(|charge| charge.parse().ok());
        Ok(payment.map(|payment| {
            let (moved_minor, fee_minor) = dispute.moved(self.currency);
            let due_by = dispute.evidence_details.as_ref().and_then(|details| details.due_by);
            DisputeAtProvider {
                name: dispute.id.as_str().into(),
                payment,
                minor: dispute.amount,
                opened_at: dispute.created.map_or_else(|| self.clock.now(), seconds),
                status: status(&dispute.status),
                due_by: due_by.map(seconds),
                moved_minor,
                fee_minor,
            }
        }))
    }
}

impl StripeDispute {
    /// What was taken of the payment and not given back, and for Stripe itself. Of a balance in another
    /// currency it is known whether the money is there, and not what was taken beside it.
    fn moved(&self, currency: Currency) -> (i64, i64) {
        let (mut moved, mut fees) = (0, 0);
        for transaction in self.balance_transactions.iter().flatten() {
            if transaction.is_in(currency) {
                moved -= transaction.amount;
                fees += transaction.fee;
            } else {
                moved -= transaction.amount.signum() * self.amount;
            }
        }
        (moved, fees)
    }
}

impl BalanceTransaction {
    fn is_in(&self, currency: Currency) -> bool {
        self.currency.eq_ignore_ascii_case(currency.code())
    }
}

impl PaymentIntent {
    /// What Stripe takes for its work, if it says so already and in this currency.
    pub(super) fn fee_minor(&self, currency: Currency) -> Option<u32> {
        let charge = self.latest_charge.as_ref()?.whole.as_ref()?;
        let transaction = charge.balance_transaction.as_ref()?.whole.as_ref()?;
        transaction.is_in(currency).then(|| u32::try_from(transaction.fee).ok()).flatten()
    }
}

fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds.saturating_mul(1000))
}

/// One that is prevented never takes any money; one that is not understood is open until it is.
fn status(word: &str) -> DisputeStatus {
    let known = DisputeStatus::ALL.into_iter().find(|status| status.word() == word);
    match word {
        "prevented" => DisputeStatus::InquiryClosed,
        _ => known.unwrap_or(DisputeStatus::UnderReview),
    }
}

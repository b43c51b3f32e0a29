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

/// No dispute is over as much.
const MINOR_MAX: u64 = 1_000_000_000_000;

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
        let (moved_minor, fee_minor) = dispute.moved(self.currency);
        let amounts = [dispute.amount, moved_minor, fee_minor];
        if !is_name(&dispute.id) || amounts.iter().any(|minor| minor.unsigned_abs() > MINOR_MAX) {
            tracing::error!("a dispute at Stripe is not understood, and is left alone");
            return Ok(None);
        }
        Ok(payment.map(|payment| {
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
        let (mut moved, mut fees) = (0_i64, 0_i64);
        for transaction in self.balance_transactions.iter().flatten() {
            if transaction.is_in(currency) {
                moved = moved.saturating_sub(transaction.amount);
                fees = fees.saturating_add(transaction.fee);
            } else {
                moved =
                    moved.saturating_sub(self.amount.saturating_mul(transaction.amount.signum()));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse(transactions: &Value) -> StripeDispute {
        let dispute = json!({
            "id": "du_1",
            "object": "dispute",
            "amount": 4950,
            "balance_transactions": transactions,
            "charge": "ch_1",
            "created": 1_680_651_737,
            "currency": "eur",
            "evidence_details": { "due_by": null, "has_evidence": false },
            "is_charge_refundable": false,
            "payment_intent": "pi_1",
            "reason": "fraudulent",
            "status": "needs_response",
        });
        miniserde::json::from_str(&dispute.to_string()).unwrap()
    }

    #[test]
    fn what_has_moved_is_what_the_balance_says() {
        let of = |amount: i64, fee: i64, currency: &str| {
            json!({ "id": "txn_1", "amount": amount, "fee": fee, "net": 0,
                "currency": currency, "reporting_category": "dispute" })
        };
        let (min, max) = (of(i64::MIN, i64::MAX, "eur"), of(i64::MIN, 1, "eur"));
        for (transactions, expect) in [
            (json!([]), (0, 0)),
            (json!(null), (0, 0)),
            (json!([of(-4950, 1500, "eur")]), (4950, 1500)),
            (json!([of(-4950, 1500, "eur"), of(4950, -1500, "eur")]), (0, 0)),
            (json!([of(-4950, 1500, "eur"), of(4950, 0, "eur")]), (0, 1500)),
            // An account in dollars: what the bank wants is gone, or is back.
            (json!([of(-5400, 1500, "usd")]), (4950, 0)),
            (json!([of(-5400, 1500, "usd"), of(5390, 0, "usd")]), (0, 0)),
            (json!([min, max]), (i64::MAX, i64::MAX)),
        ] {
            assert_eq!(parse(&transactions).moved(Currency::EUR), expect, "{transactions}");
        }
    }

    #[test]
    fn a_word_that_nobody_knows_is_an_open_dispute() {
        for known in DisputeStatus::ALL {
            assert_eq!(status(known.word()), known);
        }
        assert_eq!(status("prevented"), DisputeStatus::InquiryClosed);
        assert!(status("arbitrated_on_the_moon").is_open());
    }
}

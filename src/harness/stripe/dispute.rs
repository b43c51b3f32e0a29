//! Disputes, and what this Stripe takes for its work. Of no real Stripe is it known what it does here in
//! detail: that a refund is refused while the money is gone and after it is lost, and that an inquiry
//! that becomes a dispute keeps its name, is as its documentation has it
//! (<https://docs.stripe.com/disputes/how-disputes-work>); what it takes is what a test says.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    ScriptedStripe, ScriptedStripeError, books::FakeBooks, command::PageParams, error::ApiError,
    intent::IntentStatus, ledger::What, page::paged,
};
use crate::{domain::DisputeStatus, types::Timestamp};

/// What Stripe takes for a dispute.
pub const DISPUTE_FEE: u32 = 1500;

/// How long there can be evidence.
const EVIDENCE_FOR: Duration = Duration::from_secs(7 * 24 * 3600);

/// A dispute about what an intent received, or about a part.
#[derive(Debug, Clone)]
pub(super) struct FakeDispute {
    id: String,
    /// Its place in the books.
    intent: usize,
    intent_id: String,
    charge: String,
    minor: u32,
    currency: String,
    created: i64,
    due_by: i64,
    status: DisputeStatus,
    /// What each has done to the balance, and what was taken for it.
    transactions: Vec<(i64, i64)>,
}

impl ScriptedStripe {
    /// A buyer's bank takes so much of a payment back, and Stripe its fee; the dispute's id.
    ///
    /// # Errors
    /// When so much was not taken.
    pub fn open_dispute(&self, intent: &str, minor: u32) -> Result<String, ScriptedStripeError> {
        self.dispute(intent, minor, DisputeStatus::NeedsResponse)
    }

    /// A buyer's bank asks about a payment; the dispute's id.
    ///
    /// # Errors
    /// When so much was not taken.
    pub fn open_inquiry(&self, intent: &str, minor: u32) -> Result<String, ScriptedStripeError> {
        self.dispute(intent, minor, DisputeStatus::InquiryNeedsResponse)
    }

    /// A dispute goes on, or is decided: what is won comes back, with Stripe's fee or without.
    ///
    /// # Errors
    /// When there is no such dispute.
    pub fn move_dispute(
        &self,
        dispute: &str,
        to: DisputeStatus,
        with_fee: bool,
    ) -> Result<(), ScriptedStripeError> {
        let now = self.now();
        self.shared.inner.lock().books.move_dispute(dispute, to, with_fee, now)?;
        self.shared.tell_of_change();
        Ok(())
    }

    /// What Stripe takes for each capture from now on; and whether it says so only later.
    pub fn set_fee(&self, minor: Option<u32>, is_late: bool) {
        let mut inner = self.shared.inner.lock();
        (inner.books.fee_minor, inner.books.are_fees_late) = (minor, is_late);
    }

    fn dispute(
        &self,
        intent: &str,
        minor: u32,
        status: DisputeStatus,
    ) -> Result<String, ScriptedStripeError> {
        let now = self.now();
        let id = self.shared.inner.lock().books.open_dispute(intent, minor, status, now)?;
        self.shared.tell_of_change();
        Ok(id)
    }
}

impl FakeBooks {
    fn open_dispute(
        &mut self,
        intent: &str,
        minor: u32,
        status: DisputeStatus,
        now: Timestamp,
    ) -> Result<String, ApiError> {
        let place = self.place(intent)?;
        let of = &self.intents[place];
        let charge = match (of.status, of.charge_id()) {
            (IntentStatus::Succeeded, Some(charge)) if minor <= of.received_minor => charge,
            _ => return Err(ApiError::not_refundable(intent)),
        };
        let (intent_id, currency) = (of.id.clone(), of.currency.clone());
        let id = self.next_id("du");
        self.disputes.push(FakeDispute {
            id: id.clone(),
            intent: place,
            intent_id,
            charge,
            minor,
            currency,
            created: now.as_millis() / 1000,
            due_by: (now + EVIDENCE_FOR).as_millis() / 1000,
            status,
            transactions: vec![],
        });
        let at = self.disputes.len() - 1;
        self.tell_of_dispute("charge.dispute.created", at, now);
        if status == DisputeStatus::NeedsResponse {
            self.withdraw(at, now);
        }
        Ok(id)
    }

    fn move_dispute(
        &mut self,
        id: &str,
        to: DisputeStatus,
        with_fee: bool,
        now: Timestamp,
    ) -> Result<(), ApiError> {
        let at = self.dispute_place(id)?;
        self.disputes[at].status = to;
        let (is_gone, is_inquiry) = (!self.disputes[at].transactions.is_empty(), {
            use DisputeStatus::{InquiryClosed, InquiryNeedsResponse, InquiryUnderReview};
            matches!(to, InquiryClosed | InquiryNeedsResponse | InquiryUnderReview)
        });
        if !is_gone && !is_inquiry {
            self.withdraw(at, now);
        }
        match to.is_open() {
            true => self.tell_of_dispute("charge.dispute.updated", at, now),
            false => self.tell_of_dispute("charge.dispute.closed", at, now),
        }
        if to == DisputeStatus::Won {
            let FakeDispute { intent, minor, .. } = self.disputes[at];
            let fee = if with_fee { DISPUTE_FEE } else { 0 };
            self.disputes[at].transactions.push((minor.into(), -i64::from(fee)));
            self.book(What::DisputeReinstated, intent, minor, now);
            self.book(What::FeeReturned, intent, fee, now);
            self.tell_of_dispute("charge.dispute.funds_reinstated", at, now);
        }
        Ok(())
    }

    /// The money leaves.
    fn withdraw(&mut self, at: usize, now: Timestamp) {
        let FakeDispute { intent, minor, .. } = self.disputes[at];
        self.disputes[at].transactions.push((-i64::from(minor), DISPUTE_FEE.into()));
        self.book(What::DisputeWithdrawn, intent, minor, now);
        self.book(What::FeeTaken, intent, DISPUTE_FEE, now);
        self.tell_of_dispute("charge.dispute.funds_withdrawn", at, now);
    }

    /// Whether a refund of an intent is refused: its money is gone, or may be.
    pub(super) fn is_charged_back(&self, place: usize) -> bool {
        self.disputes.iter().any(|dispute| {
            let is_back = matches!(dispute.status, DisputeStatus::Won);
            dispute.intent == place && !dispute.transactions.is_empty() && !is_back
        })
    }

    pub(super) fn show_dispute(&self, id: &str, is_whole: bool) -> Result<Value, ApiError> {
        let dispute = &self.disputes[self.dispute_place(id)?];
        Ok(self.with_intent(dispute.json(), is_whole))
    }

    pub(super) fn list_disputes(
        &self,
        page: &PageParams,
        are_whole: bool,
    ) -> Result<Value, ApiError> {
        let newest_first = self.disputes.iter().rev();
        let shown = newest_first.map(|it| (it.id.as_str(), it.created, it)).collect();
        let mut answer = paged("/v1/disputes", "dispute", shown, page, FakeDispute::json)?;
        for dispute in answer.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten() {
            *dispute = self.with_intent(dispute.take(), are_whole);
        }
        Ok(answer)
    }

    fn with_intent(&self, mut dispute: Value, is_whole: bool) -> Value {
        let place = dispute["payment_intent"].as_str().and_then(|id| self.place(id).ok());
        if let Some(place) = place.filter(|_| is_whole) {
            dispute["payment_intent"] = self.intents[place].json();
        }
        dispute
    }

    /// An intent with its latest charge whole, and what Stripe took for that.
    pub(super) fn with_fee(&self, mut intent: Value) -> Value {
        let place = intent["id"].as_str().and_then(|id| self.place(id).ok());
        let Some(of) = place.map(|place| &self.intents[place]) else { return intent };
        if let Some(charge) = of.charge_id() {
            let transaction = match of.fee_minor.filter(|_| !self.are_fees_late) {
                Some(fee) => transaction_json(of.received_minor.into(), fee.into(), &of.currency),
                None => Value::Null,
            };
            intent["latest_charge"] = json!({
                "id": charge,
                "object": "charge",
                "amount": of.minor,
                "balance_transaction": transaction,
            });
        }
        intent
    }

    /// What Stripe takes for a capture.
    pub(super) fn take_fee(&mut self, place: usize, now: Timestamp) {
        if let Some(fee) = self.fee_minor {
            self.intents[place].fee_minor = Some(fee);
            self.book(What::FeeTaken, place, fee, now);
        }
    }

    fn dispute_place(&self, id: &str) -> Result<usize, ApiError> {
        let at = self.disputes.iter().position(|dispute| dispute.id == id);
        at.ok_or_else(|| ApiError::no_such(404, "dispute", id, "dispute"))
    }

    fn tell_of_dispute(&mut self, kind: &'static str, at: usize, now: Timestamp) {
        let dispute = self.disputes[at].json();
        self.tell(kind, dispute, now);
    }
}

impl FakeDispute {
    /// As Stripe shows it (<https://docs.stripe.com/api/disputes/object>).
    fn json(&self) -> Value {
        let transactions = self.transactions.iter();
        let transactions: Vec<_> = transactions
            .map(|(amount, fee)| transaction_json(*amount, *fee, &self.currency))
            .collect();
        json!({
            "id": self.id,
            "object": "dispute",
            "amount": self.minor,
            "balance_transactions": transactions,
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "enhanced_eligibility_types": [],
            "evidence": {},
            "evidence_details": {
                "due_by": self.due_by,
                "has_evidence": false,
                "past_due": false,
                "submission_count": 0,
            },
            "is_charge_refundable": self.transactions.is_empty(),
            "livemode": false,
            "metadata": {},
            "payment_intent": self.intent_id,
            "reason": "product_not_received",
            "status": self.status.word(),
        })
    }
}

/// As Stripe shows it (<https://docs.stripe.com/api/balance_transactions/object>).
fn transaction_json(amount: i64, fee: i64, currency: &str) -> Value {
    json!({
        "object": "balance_transaction",
        "amount": amount,
        "currency": currency,
        "exchange_rate": null,
        "fee": fee,
        "net": amount - fee,
        "status": "available",
    })
}

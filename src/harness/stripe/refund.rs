use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::intent::FakeIntent;

/// Where a refund stands (<https://docs.stripe.com/refunds>).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RefundStatus {
    /// The money is on its way.
    Pending,
    /// It is done, as far as Stripe knows; the bank may still send it back.
    #[default]
    Succeeded,
    /// The bank sent it back; the money is the seller's again.
    Failed,
}

impl RefundStatus {
    /// As Stripe writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// A refund of all that an intent received, or of a part.
#[derive(Debug, Clone)]
pub(super) struct FakeRefund {
    pub(super) id: String,
    /// Its place in the books.
    pub(super) intent: usize,
    pub(super) intent_id: String,
    pub(super) charge: String,
    pub(super) minor: u32,
    pub(super) currency: String,
    pub(super) reason: Option<String>,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) created: i64,
    pub(super) status: RefundStatus,
}

impl FakeRefund {
    /// As Stripe shows it (<https://docs.stripe.com/api/refunds/object>).
    pub(super) fn json(&self) -> Value {
        let failed = self.status == RefundStatus::Failed;
        json!({
            "id": self.id,
            "object": "refund",
            "amount": self.minor,
            "balance_transaction": null,
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "destination_details": { "type": "card" },
            "failure_reason": failed.then_some("expired_or_canceled_card"),
            "metadata": self.metadata,
            "payment_intent": self.intent_id,
            "reason": self.reason,
            "receipt_number": null,
            "status": self.status.as_str(),
        })
    }

    /// The charge that is refunded, as `charge.refunded` tells of it: so much of it by now.
    pub(super) fn charge_json(&self, intent: &FakeIntent, refunded_minor: u32) -> Value {
        json!({
            "id": self.charge,
            "object": "charge",
            "amount": intent.minor,
            "amount_captured": intent.received_minor,
            "amount_refunded": refunded_minor,
            "captured": true,
            "created": intent.created(),
            "currency": self.currency,
            "livemode": false,
            "metadata": intent.metadata,
            "paid": true,
            "payment_intent": self.intent_id,
            "payment_method": intent.method,
            "refunded": refunded_minor == intent.received_minor,
            "status": "succeeded",
        })
    }
}

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Where an intent stands (<https://docs.stripe.com/payments/paymentintents/lifecycle>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntentStatus {
    /// It was just made, or a card was declined.
    RequiresPaymentMethod,
    /// It has a card that nobody has confirmed.
    RequiresConfirmation,
    /// The buyer has to authenticate.
    RequiresAction,
    /// The bank takes its time.
    Processing,
    /// The money is held.
    RequiresCapture,
    /// The money is taken.
    Succeeded,
    /// The end: nothing was taken.
    Canceled,
}

/// What happens to an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Attach,
    AskTheBuyer,
    Process,
    Decline,
    Hold,
    Take,
    Capture,
    Cancel,
}

impl IntentStatus {
    /// All of them, in Stripe's order.
    pub const ALL: [Self; 7] = [
        Self::RequiresPaymentMethod,
        Self::RequiresConfirmation,
        Self::RequiresAction,
        Self::Processing,
        Self::RequiresCapture,
        Self::Succeeded,
        Self::Canceled,
    ];

    /// As Stripe writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }

    /// Whether it can still be paid.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::RequiresPaymentMethod | Self::RequiresConfirmation | Self::RequiresAction
        )
    }

    /// The state machine: what an act leads to; nothing where it is illegal.
    pub(super) fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (
                Self::RequiresPaymentMethod | Self::RequiresConfirmation | Self::RequiresAction,
                Act::Attach,
            ) => Some(Self::RequiresConfirmation),
            (Self::RequiresConfirmation | Self::RequiresAction, Act::AskTheBuyer) => {
                Some(Self::RequiresAction)
            }
            (Self::RequiresConfirmation | Self::RequiresAction, Act::Process) => {
                Some(Self::Processing)
            }
            (Self::RequiresConfirmation | Self::RequiresAction | Self::Processing, Act::Decline) => {
                Some(Self::RequiresPaymentMethod)
            }
            (Self::RequiresConfirmation | Self::RequiresAction | Self::Processing, Act::Hold) => {
                Some(Self::RequiresCapture)
            }
            (Self::RequiresConfirmation | Self::RequiresAction | Self::Processing, Act::Take)
            | (Self::RequiresCapture, Act::Capture) => Some(Self::Succeeded),
            (
                Self::RequiresPaymentMethod
                | Self::RequiresConfirmation
                | Self::RequiresAction
                | Self::RequiresCapture,
                Act::Cancel,
            ) => Some(Self::Canceled),
            (
                Self::RequiresPaymentMethod,
                Act::AskTheBuyer | Act::Process | Act::Decline | Act::Hold | Act::Take,
            )
            | (
                Self::RequiresPaymentMethod | Self::RequiresConfirmation | Self::RequiresAction,
                Act::Capture,
            )
            // Stripe lets it be cancelled then only "in rare cases".
            | (
                Self::Processing,
                Act::Attach | Act::AskTheBuyer | Act::Process | Act::Capture | Act::Cancel,
            )
            | (
                Self::RequiresCapture,
                Act::Attach
                | Act::AskTheBuyer
                | Act::Process
                | Act::Decline
                | Act::Hold
                | Act::Take,
            )
            | (Self::Succeeded | Self::Canceled, _) => None,
        }
    }
}

impl Act {
    /// From where it is legal.
    pub(super) fn allowed_from(self) -> Allowed {
        Allowed(
            IntentStatus::ALL.into_iter().filter(|status| status.after(self).is_some()).collect(),
        )
    }
}

/// See [`Act::allowed_from`].
pub(super) struct Allowed(Vec<IntentStatus>);

impl Allowed {
    pub(super) fn map(self, show: fn(IntentStatus) -> &'static str) -> Vec<&'static str> {
        self.0.into_iter().map(show).collect()
    }
}

/// Why a card is declined (<https://docs.stripe.com/declines/codes>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decline {
    pub(super) code: &'static str,
    pub(super) decline_code: Option<&'static str>,
    pub(super) message: &'static str,
}

const DECLINED: Decline = Decline {
    code: "card_declined",
    decline_code: Some("generic_decline"),
    message: "Your card was declined.",
};

/// The buyer did not prove who they are.
pub(super) const AUTHENTICATION_FAILED: Decline = Decline {
    code: "payment_intent_authentication_failure",
    decline_code: None,
    message: "We are unable to authenticate your payment method. Please choose a different payment \
              method and try again.",
};

/// The bank said no in the end.
pub(super) const PROCESSING_FAILED: Decline = DECLINED;

/// What a test payment method does when it is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Pays,
    AsksTheBuyer,
    Processes,
    Declines(Decline),
}

/// Stripe's test payment methods (<https://docs.stripe.com/testing>).
pub(super) fn outcome_of(method: &str) -> Option<Outcome> {
    let declines = |code, decline_code, message| {
        Some(Outcome::Declines(Decline { code, decline_code: Some(decline_code), message }))
    };
    match method {
        "pm_card_visa" | "pm_card_mastercard" => Some(Outcome::Pays),
        "pm_card_threeDSecure2Required" | "pm_card_authenticationRequired" => {
            Some(Outcome::AsksTheBuyer)
        }
        "pm_usBankAccount_processing" => Some(Outcome::Processes),
        "pm_card_visa_chargeDeclined" | "pm_card_chargeDeclined" => {
            Some(Outcome::Declines(DECLINED))
        }
        "pm_card_chargeDeclinedInsufficientFunds"
        | "pm_card_visa_chargeDeclinedInsufficientFunds" => {
            declines("card_declined", "insufficient_funds", "Your card has insufficient funds.")
        }
        "pm_card_chargeDeclinedExpiredCard" | "pm_card_visa_chargeDeclinedExpiredCard" => {
            declines("expired_card", "expired_card", "Your card has expired.")
        }
        "pm_card_chargeDeclinedIncorrectCvc" | "pm_card_visa_chargeDeclinedIncorrectCvc" => {
            declines("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
        }
        "pm_card_chargeDeclinedProcessingError" => declines(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        ),
        _ => None,
    }
}

/// A PaymentIntent.
#[derive(Debug, Clone)]
pub(super) struct FakeIntent {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) minor: u32,
    pub(super) currency: String,
    pub(super) captures_by_hand: bool,
    pub(super) method_types: Vec<String>,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) description: Option<String>,
    /// By the clock, in milliseconds.
    pub(super) created_millis: i64,
    pub(super) status: IntentStatus,
    pub(super) method: Option<String>,
    pub(super) return_url: Option<String>,
    pub(super) last_error: Option<Decline>,
    /// How often its card was asked for money.
    pub(super) attempts: u32,
    pub(super) received_minor: u32,
    /// What was taken for it.
    pub(super) fee_minor: Option<u32>,
    pub(super) canceled_at: Option<i64>,
    pub(super) cancellation_reason: Option<String>,
}

impl FakeIntent {
    pub(super) fn charge_id(&self) -> Option<String> {
        let suffix = self.id.strip_prefix("pi_").unwrap_or(&self.id);
        (self.attempts > 0).then(|| format!("ch_{suffix}_{}", self.attempts))
    }

    pub(super) fn created(&self) -> i64 {
        self.created_millis / 1000
    }

    pub(super) fn capturable_minor(&self) -> u32 {
        if self.status == IntentStatus::RequiresCapture { self.minor } else { 0 }
    }

    /// As Stripe shows it (<https://docs.stripe.com/api/payment_intents/object>).
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "payment_intent",
            "amount": self.minor,
            "amount_capturable": self.capturable_minor(),
            "amount_details": { "tip": {} },
            "amount_received": self.received_minor,
            "application": null,
            "application_fee_amount": null,
            "automatic_payment_methods": null,
            "canceled_at": self.canceled_at,
            "cancellation_reason": self.cancellation_reason,
            "capture_method": if self.captures_by_hand { "manual" } else { "automatic" },
            "client_secret": self.secret,
            "confirmation_method": "automatic",
            "created": self.created(),
            "currency": self.currency,
            "customer": null,
            "description": self.description,
            "last_payment_error": self.last_error.map(|error| self.error_json(error)),
            "latest_charge": self.charge_id(),
            "livemode": false,
            "metadata": self.metadata,
            "next_action": self.next_action(),
            "on_behalf_of": null,
            "payment_method": self.method,
            "payment_method_options": {},
            "payment_method_types": self.method_types,
            "processing": null,
            "receipt_email": null,
            "review": null,
            "setup_future_usage": null,
            "shipping": null,
            "source": null,
            "statement_descriptor": null,
            "statement_descriptor_suffix": null,
            "status": self.status.as_str(),
            "transfer_data": null,
            "transfer_group": null,
        })
    }

    fn error_json(&self, error: Decline) -> Value {
        json!({
            "type": if error.decline_code.is_some() { "card_error" } else { "invalid_request_error" },
            "code": error.code,
            "decline_code": error.decline_code,
            "message": error.message,
            "charge": self.charge_id(),
            "doc_url": format!("https://docs.stripe.com/error-codes#{}", error.code.replace('_', "-")),
        })
    }

    fn next_action(&self) -> Value {
        match (self.status, &self.return_url) {
            (IntentStatus::RequiresAction, Some(return_url)) => json!({
                "type": "redirect_to_url",
                "redirect_to_url": {
                    "return_url": return_url,
                    "url": format!("https://hooks.stripe.com/3d_secure_2/hosted?{}", self.id),
                },
            }),
            (IntentStatus::RequiresAction, None) => json!({
                "type": "use_stripe_sdk",
                "use_stripe_sdk": { "type": "three_d_secure_redirect" },
            }),
            _ => Value::Null,
        }
    }
}

use serde::{Deserialize, Serialize};

use crate::types::{ChargeId, OrderId, Price, Timestamp};

/// One attempt to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Which charge. It is also the idempotency key at the provider: one key for each attempt,
    /// never one for the order, or a declined buyer could not try again.
    pub id: ChargeId,
    /// For which order.
    pub order: OrderId,
    /// How much.
    pub amount: Price,
    /// When it began.
    pub created_at: Timestamp,
    /// The provider's name for the payment, once it has one.
    pub stripe_id: Option<Box<str>>,
    /// The provider's name for the refund, if the money went back.
    pub stripe_refund_id: Option<Box<str>>,
    /// Where it stands.
    pub status: ChargeStatus,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// The charge by which the purchase is paid of which this is a part; none if that is this one.
    pub part_of: Option<ChargeId>,
    /// What the provider has taken for its work, in minor units, once it has said so: of the whole
    /// payment.
    pub fee_minor: Option<u32>,
}

named! {
    /// Where a charge stands.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ChargeStatus {
        /// Under way.
        Created = "created",
        /// The provider holds the money ready; nothing has moved yet.
        Authorised = "authorised",
        /// The money is ours (and, with a `stripe_refund_id`, was given back).
        Completed = "completed",
        /// No money moved, nor will it.
        Failed(ChargeFailure) = "failed",
        /// Given up by us before any money moved.
        Voided = "voided",
    }
    /// In one word.
    pub fn word;
}

/// Why a charge failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChargeFailure {
    /// The bank or the provider said no.
    Declined(DeclineCode),
    /// It never reached the provider: the server stopped in between.
    Interrupted,
    /// It was authorised, but then the provider would not capture it.
    NotCaptured,
    /// The buyer has dropped one of the tickets that it was to pay for.
    TicketDropped,
}

/// What the bank or the provider said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeclineCode {
    /// No reason given.
    CardDeclined,
    /// Not enough money in the account.
    InsufficientFunds,
    /// Something went wrong at the bank.
    ProcessingError,
    /// A reason in the provider's own plain words.
    Other(Box<str>),
}

impl DeclineCode {
    /// What [`DeclineCode::Other`] says where the provider did not even take the payment on: our
    /// own words, as they are stored.
    pub const NOT_SET_UP: &str = "The payment could not be set up, and nothing was charged.";
}

impl ChargeFailure {
    /// Whether it counts against `payments.max_attempts`: only the buyer's own declined cards do.
    pub fn is_attempt(&self) -> bool {
        matches!(self, Self::Declined(_))
    }
}

named! {
    /// What happens to a charge.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum ChargeEvent {
        /// The buyer pays this much, for this order.
        Created(OrderId, Price) = "ChargeCreated",
        /// The provider knows of it by this name, and waits for the buyer.
        Submitted(Box<str>) = "ChargeSubmitted",
        /// The provider, which calls it this, holds the money ready.
        Authorised(Box<str>) = "ChargeAuthorised",
        /// The money was captured.
        Completed = "ChargeCompleted",
        /// No money moved, nor will it.
        Failed(ChargeFailure) = "ChargeFailed",
        /// Given up by us before any money moved.
        Voided = "ChargeVoided",
        /// The money was captured, too late or for a sale that was given up, and went back.
        Refunded {
            /// The provider's name for the payment.
            stripe_id: Box<str>,
            /// The provider's name for the refund.
            stripe_refund_id: Box<str>,
        } = "ChargeRefunded",
        /// It is a part of the payment that goes by this charge: in one entry with its birth.
        PartOf(ChargeId) = "ChargePartOf",
        /// The provider has taken so much for its work, in minor units: of the whole payment.
        FeeRead(u32) = "ProviderFeeRead",
    }
    pub(super) fn name;
}

impl ChargeStatus {
    /// Whether something is still to be settled with the provider.
    pub fn is_unfinished(&self) -> bool {
        matches!(self, Self::Created | Self::Authorised)
    }
}

impl Charge {
    /// By which charge the provider knows the payment that this is, or is a part of.
    #[must_use]
    pub fn payment(&self) -> ChargeId {
        self.part_of.unwrap_or(self.id)
    }

    /// The charge of an order in the payment of its purchase, which is the first order's.
    #[must_use]
    pub fn in_payment(payment: ChargeId, first: OrderId, order: OrderId) -> ChargeId {
        match first == order {
            true => payment,
            false => ChargeId::of_attempt(order, payment),
        }
    }

    /// What was captured less what was refunded, in minor units.
    pub fn kept_minor(&self) -> u64 {
        match (&self.status, &self.stripe_refund_id) {
            (ChargeStatus::Completed, None) => u64::from(self.amount.minor()),
            _ => 0,
        }
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        charge: &mut Option<Self>,
        id: ChargeId,
        event: &ChargeEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use ChargeStatus::{Authorised, Completed, Created, Failed, Voided};

        if let ChargeEvent::Created(order, amount) = event {
            if let Some(charge) = charge {
                return Err(charge.status.word());
            }
            *charge = Some(Self {
                id,
                order: *order,
                amount: *amount,
                created_at: at,
                stripe_id: None,
                stripe_refund_id: None,
                status: Created,
                version: 0,
                part_of: None,
                fee_minor: None,
            });
            return Ok(());
        }
        let Some(charge) = charge else { return Err("not there") };
        charge.status = match (&charge.status, event) {
            (Created, ChargeEvent::PartOf(payment)) => {
                charge.part_of = Some(*payment);
                Created
            }
            (Created, ChargeEvent::Submitted(stripe_id)) => {
                charge.stripe_id = Some(stripe_id.clone());
                Created
            }
            (Created, ChargeEvent::Authorised(stripe_id)) => {
                charge.stripe_id = Some(stripe_id.clone());
                Authorised
            }
            (Authorised, ChargeEvent::Completed) => Completed,
            (Created | Authorised, ChargeEvent::Failed(failure)) => Failed(failure.clone()),
            (Created | Authorised, ChargeEvent::Voided) => Voided,
            (
                Created | Authorised | Completed,
                ChargeEvent::Refunded { stripe_id, stripe_refund_id },
            ) if charge.stripe_refund_id.is_none() => {
                charge.stripe_id = Some(stripe_id.clone());
                charge.stripe_refund_id = Some(stripe_refund_id.clone());
                Completed
            }
            (Completed, ChargeEvent::FeeRead(minor)) if charge.fee_minor.is_none() => {
                charge.fee_minor = Some(*minor);
                Completed
            }
            (status, _) => return Err(status.word()),
        };
        Ok(())
    }
}

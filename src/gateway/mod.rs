//! The port to a payment provider, and its adapters: [`sandbox`], the default, which needs no
//! account; and [`scripted`], its twin for tests, which can be told to misbehave.

mod card;
pub mod sandbox;
pub mod scripted;

use std::{fmt, future::Future, pin::Pin, time::Duration};

pub use card::{Card, CardError};

use crate::{
    domain::DeclineCode,
    types::{ChargeId, Price},
};

/// A payment provider: what Holdfast asks of one.
///
/// Every request names the charge, whose id is the idempotency key: asked twice, a provider does
/// it once. Every answer is the payment's present state, so a call that comes too late (capturing
/// what is voided, say) is answered by that state, not by an error.
pub trait PaymentGateway: Send + Sync + 'static {
    /// Holds the amount ready without moving it (`capture_method=manual`). A provider that collects
    /// the card itself answers [`PaymentState::Pending`] and is looked up later.
    fn authorise(&self, request: Authorisation) -> Answer<'_, Payment>;

    /// What the provider knows of the charge; none if it has never heard of it.
    fn look_up(&self, charge: ChargeId) -> Answer<'_, Option<Payment>>;

    /// Takes the money that is held ready.
    fn capture(&self, charge: ChargeId, id: &str) -> Answer<'_, Payment>;

    /// Lets go of the money that is held ready.
    fn void(&self, charge: ChargeId, id: &str) -> Answer<'_, Payment>;

    /// Gives back the money that was captured.
    fn refund(&self, charge: ChargeId, id: &str) -> Answer<'_, Payment>;

    /// How long a request whose answer was lost may still take effect at the provider. Until then
    /// "never heard of it" is not final.
    fn late_arrival(&self) -> Duration;
}

/// A provider's answer, some time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, OutcomeUnknown>> + Send + 'a>>;

/// A request to hold an amount ready.
#[derive(Debug, Clone)]
pub struct Authorisation {
    /// For which charge: the idempotency key.
    pub charge: ChargeId,
    /// How much.
    pub amount: Price,
    /// From which card; none where the provider asks the buyer itself.
    pub card: Option<Card>,
}

/// A payment as the provider sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The provider's name for it.
    pub id: Box<str>,
    /// Where it stands.
    pub state: PaymentState,
}

/// Where a payment stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider waits for the buyer.
    Pending,
    /// The money is held ready (`requires_capture`).
    Authorised,
    /// The money moved.
    Captured,
    /// Let go before any money moved.
    Voided,
    /// The bank said no.
    Declined(DeclineCode),
    /// The money moved, and went back.
    Refunded {
        /// The provider's name for the refund.
        refund_id: Box<str>,
    },
}

/// No answer that says what happened: a time-out, a broken connection, a 409, 429 or 5xx, an answer
/// that does not parse. The request may or may not have taken effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeUnknown(pub String);

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the provider's answer is not known: {}", self.0)
    }
}

impl std::error::Error for OutcomeUnknown {}

//! The port to a payment provider, and its adapters: [`sandbox`], the default, which needs no
//! account; [`stripe`]; and `scripted`, their twin for tests, which can be told to misbehave.
//!
//! What must hold of an adapter: every answer is the payment's present state; the charge's id is
//! the idempotency key; what is not known is [`OutcomeUnknown`], never a failure.

pub mod books;
mod card;
mod checkout;
pub mod machine;
pub mod overdue;
pub mod quiet;
pub mod sandbox;
#[cfg(any(test, feature = "harness"))]
pub mod scripted;
pub mod sellers;
pub mod stripe;
pub mod transfer_books;
pub mod transfer_machine;

use std::{future::Future, pin::Pin, time::Duration};

pub use card::{Card, CardError};
pub use checkout::{CardForm, Checkout, StripeCheckout};
use sellers::SellerGateway;

use crate::{
    domain::{DeclineCode, DisputeAtProvider},
    types::{ChargeId, OrderId, Price, Secret, TicketId, Timestamp},
};

/// A payment provider: what Holdfast asks of one.
///
/// Every request is about a [`Bill`], whose charge is the idempotency key: asked twice, a provider
/// does it once. Every answer is the payment's present state, so a call that comes too late
/// (capturing what is voided, say) is answered by that state, not by an error.
pub trait PaymentGateway: Send + Sync + 'static {
    /// Holds the amount ready without moving it (`capture_method=manual`). A provider that asks the
    /// buyer itself ([`PaymentGateway::asks_the_buyer`]) answers [`PaymentState::Pending`] and is
    /// looked up later.
    fn authorise(&self, bill: Bill, card: Option<Card>) -> Answer<'_, Payment>;

    /// What the provider knows of the charge; none if it has never heard of it.
    fn look_up(&self, bill: Bill) -> Answer<'_, Option<Payment>>;

    /// Takes the money that is held ready.
    fn capture(&self, bill: Bill) -> Answer<'_, Payment>;

    /// Lets go of the money that is held ready.
    fn void(&self, bill: Bill) -> Answer<'_, Payment>;

    /// Gives back the money that was captured.
    fn refund(&self, bill: Bill) -> Answer<'_, Payment>;

    /// Whether the provider asks the buyer for the card itself. A payment is then begun without
    /// one, at any time: the same charge gives the same payment.
    fn asks_the_buyer(&self) -> bool {
        false
    }

    /// How long a request whose answer was lost may still take effect at the provider. Until then
    /// "never heard of it" is not final.
    fn late_arrival(&self) -> Duration;

    /// Whether the provider has answered lately, as far as is known: for people who wait.
    fn is_answering(&self) -> bool {
        true
    }

    /// This site's payments at the provider that were made, or refunded, since then, whether or not
    /// we know them: what the books are checked against. A provider in the process has no books.
    fn listed(&self, _: Timestamp) -> Answer<'_, Vec<Listed>> {
        Box::pin(async { Ok(vec![]) })
    }

    /// One of this site's payments by the provider's name for it; none if there is none.
    fn find(&self, _: Box<str>) -> Answer<'_, Option<Listed>> {
        Box::pin(async { Ok(None) })
    }

    /// What the provider does for sellers, if it can pay them.
    fn sellers(&self) -> Option<&dyn SellerGateway> {
        None
    }

    /// The disputes about this site's payments that were opened since then, as they are now. A provider
    /// in the process has none.
    fn disputes(&self, _: Timestamp) -> Answer<'_, Vec<DisputeAtProvider>> {
        Box::pin(async { Ok(vec![]) })
    }

    /// A dispute about one of this site's payments by the provider's name for it; none if there is
    /// none.
    fn find_dispute(&self, _: Box<str>) -> Answer<'_, Option<DisputeAtProvider>> {
        Box::pin(async { Ok(None) })
    }

    /// Lets go of a payment that is not captured and belongs to nothing that we know. Done already
    /// if it is over.
    fn discard(&self, _: Box<str>) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// A provider's answer, some time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Answered<T>> + Send + 'a>>;

/// What a provider has answered.
pub type Answered<T> = Result<T, OutcomeUnknown>;

/// What is to be paid, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// By which charge.
    pub charge: ChargeId,
    /// By which charge the payment is known, of which that is a part: the idempotency key.
    pub payment: ChargeId,
    /// For which order.
    pub order: OrderId,
    /// For which ticket.
    pub ticket: TicketId,
    /// How much.
    pub amount: Price,
    /// Over how much the whole payment is: more than the amount where only a part goes back.
    pub whole: Price,
    /// When the charge was made: its payment is no older.
    pub since: Timestamp,
    /// The provider's name for the payment, once it is known.
    pub id: Option<Box<str>>,
}

impl Bill {
    /// Of one order alone, whose payment has no name yet.
    #[must_use]
    pub fn of_one(
        charge: ChargeId,
        (order, ticket): (OrderId, TicketId),
        amount: Price,
        since: Timestamp,
    ) -> Self {
        Self { charge, payment: charge, order, ticket, amount, whole: amount, since, id: None }
    }

    /// Whether it is for a part of its payment alone.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.amount < self.whole
    }
}

/// A payment of this site as a provider's books have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The provider's name for it.
    pub id: Box<str>,
    /// The charge that it names.
    pub charge: Option<ChargeId>,
    /// The order that it names.
    pub order: Option<OrderId>,
    /// Whether it is neither captured nor over: it can still take money.
    pub open: bool,
    /// What was captured, in minor units.
    pub captured_minor: u64,
    /// What of it went back or is on its way back, in minor units.
    pub refunded_minor: u64,
    /// What the provider has taken for its work, in minor units, if it says so.
    pub fee_minor: Option<u32>,
}

impl Listed {
    /// What is kept of it, in minor units.
    #[must_use]
    pub fn kept_minor(&self) -> u64 {
        self.captured_minor.saturating_sub(self.refunded_minor)
    }
}

/// A payment as the provider sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The provider's name for it.
    pub id: Box<str>,
    /// Where it stands.
    pub state: PaymentState,
    /// What the provider has taken for its work, in minor units, if it says so with this answer.
    pub fee_minor: Option<u32>,
}

/// Where a payment stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentState {
    /// The provider waits for the buyer.
    Pending {
        /// With it the buyer's browser pays at the provider.
        client_secret: Secret,
    },
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the provider's answer is not known: {0}")]
pub struct OutcomeUnknown(pub String);

/// By which metadata a payment at a provider names what it is for.
pub mod metadata {
    /// The order.
    pub const ORDER: &str = "order";
    /// The ticket.
    pub const TICKET: &str = "ticket";
    /// The charge.
    pub const CHARGE: &str = "charge";
    /// The site, since one account may serve several.
    pub const SITE: &str = "site";
    /// The payout.
    pub const PAYOUT: &str = "payout";
    /// The line that makes up for what is had back.
    pub const DEBT: &str = "debt";
    /// The seller.
    pub const SELLER: &str = "seller";
}

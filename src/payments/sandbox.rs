//! Payments without money or an account: Stripe's well-known test card numbers, in the process.
//!
//! The sandbox remembers nothing. A payment's id is made from the charge's, so after a restart it
//! captures and voids what it authorised before; a charge whose authorisation was under way then is
//! one that it has never heard of.

use std::time::Duration;

use super::{
    Answer, Bill, Card, CardError, CardForm, Checkout, Payment, PaymentGateway, PaymentState,
};
use crate::{domain::DeclineCode, types::ChargeId};

/// The sandbox.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sandbox;

impl Sandbox {
    /// How one pays here.
    #[must_use]
    pub fn checkout() -> Checkout {
        Checkout { form: CardForm::Sandbox, least: None }
    }

    /// Whether the card is one of the test cards.
    ///
    /// # Errors
    /// When it is any other.
    pub fn accepts(card: &Card) -> Result<(), CardError> {
        outcome(card).map(|_| ())
    }

    /// Whether a payment was made here, by its name.
    #[must_use]
    pub fn has_made(payment: &str) -> bool {
        payment.starts_with(PAYMENT)
    }
}

/// What the name of a payment begins with.
const PAYMENT: &str = "sandbox_pi_";

/// What a card leads to, by <https://docs.stripe.com/testing>.
fn outcome(card: &Card) -> Result<PaymentState, CardError> {
    match card.number() {
        "4242424242424242" => Ok(PaymentState::Authorised),
        "4000000000000002" => Ok(PaymentState::Declined(DeclineCode::CardDeclined)),
        "4000000000009995" => Ok(PaymentState::Declined(DeclineCode::InsufficientFunds)),
        "4000000000000119" => Ok(PaymentState::Declined(DeclineCode::ProcessingError)),
        _ => Err(CardError::NotATestCard),
    }
}

impl PaymentGateway for Sandbox {
    fn authorise(&self, bill: Bill, card: Option<Card>) -> Answer<'_, Payment> {
        let state = card
            .as_ref()
            .and_then(|card| outcome(card).ok())
            .unwrap_or(PaymentState::Declined(DeclineCode::CardDeclined));
        payment(bill.payment, state)
    }

    fn look_up(&self, _: Bill) -> Answer<'_, Option<Payment>> {
        Box::pin(async { Ok(None) })
    }

    fn capture(&self, bill: Bill) -> Answer<'_, Payment> {
        payment(bill.payment, PaymentState::Captured)
    }

    fn void(&self, bill: Bill) -> Answer<'_, Payment> {
        payment(bill.payment, PaymentState::Voided)
    }

    fn refund(&self, bill: Bill) -> Answer<'_, Payment> {
        let refund_id = format!("sandbox_re_{}", bill.charge).into();
        payment(bill.payment, PaymentState::Refunded { refund_id })
    }

    fn late_arrival(&self) -> Duration {
        Duration::ZERO
    }
}

fn payment<'a>(charge: ChargeId, state: PaymentState) -> Answer<'a, Payment> {
    Box::pin(async move {
        Ok(Payment { id: format!("{PAYMENT}{charge}").into(), state, fee_minor: None })
    })
}

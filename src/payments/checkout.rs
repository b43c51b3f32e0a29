use super::{Card, CardError, sandbox::Sandbox};
use crate::types::{Price, Timestamp};

/// What those who buy and sell meet of the payment provider: said by its adapter, made once when the
/// site is wired. Pages go by this and not by which provider it is.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// Where the buyer is asked for the card.
    pub form: CardForm,
    /// The least that can be charged, where the provider says so.
    pub least: Option<Price>,
}

/// Where the buyer is asked for the card.
#[derive(Debug, Clone)]
pub enum CardForm {
    /// On our page, for a card of the sandbox: no real money moves.
    Sandbox,
    /// In Stripe's own form on our page. Stripe tells by itself what comes of it.
    Stripe(StripeCheckout),
}

/// What browsers need to show Stripe's form.
#[derive(Debug, Clone)]
pub struct StripeCheckout {
    /// `payments.stripe.publishable_key`.
    pub publishable_key: String,
    /// `payments.stripe.js_url`.
    pub js_url: String,
    /// `payments.stripe.api_url`, which the form asks itself.
    pub api_url: String,
}

impl Checkout {
    /// Reads what was typed of a card, where it is typed on our page.
    ///
    /// # Errors
    /// When it is no card that is taken: everything that is wrong with it.
    pub fn card(
        &self,
        number: &str,
        expiry: &str,
        cvc: &str,
        now: Timestamp,
    ) -> Result<Option<Card>, Vec<CardError>> {
        match self.form {
            CardForm::Sandbox => {
                let card = Card::parse(number, expiry, cvc, now)?;
                Sandbox::accepts(&card).map_err(|error| vec![error])?;
                Ok(Some(card))
            }
            CardForm::Stripe(_) => Ok(None),
        }
    }

    /// Whether no real money moves.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        matches!(self.form, CardForm::Sandbox)
    }

    /// Whether the provider asks the buyer for the card itself, and tells us by itself what comes
    /// of it.
    #[must_use]
    pub fn asks_the_buyer(&self) -> bool {
        matches!(self.form, CardForm::Stripe(_))
    }
}

//! The form to pay an order with.

use super::FieldErrors;

/// The form to pay.
#[derive(Debug, Clone)]
pub struct PayForm {
    /// Names this attempt, so that a form sent twice charges once: hidden field `attempt`.
    pub attempt: String,
    /// How many declined cards are still allowed, this one included.
    pub attempts_left: u32,
    /// Who asks for the card.
    pub by: PayBy,
}

/// Who asks the buyer for the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayBy {
    /// We: a sandbox card.
    SandboxCard {
        /// As typed. The number and the code are never sent back.
        card_expiry: String,
        /// What is wrong, by field: `card_number`, `card_expiry`, `card_cvc`.
        errors: FieldErrors,
    },
    /// Stripe, in its own form on our page.
    Stripe(StripeForm),
}

/// What the browser must know to show Stripe's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeForm {
    /// `pk_…`
    pub publishable_key: String,
    /// Where Stripe's script is.
    pub js_url: String,
    /// How much, in the unit in which Stripe counts.
    pub amount_minor: u32,
    /// As Stripe writes it: `eur`.
    pub currency: String,
    /// Where Stripe sends the buyer afterwards: a path on this site, under whatever name the
    /// buyer's browser knows the site.
    pub return_path: String,
}

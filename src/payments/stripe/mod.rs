//! Payments through Stripe: a PaymentIntent for each charge, captured by hand.
//!
//! `verbs` is what is asked for each of the port's verbs, and `books` what is at Stripe; `api` has
//! the requests, `wire` sends them, `breaker` says when not to, and `state` what the answers mean.
//! `connect` is how sellers are paid.

mod api;
mod books;
mod breaker;
mod connect;
mod disputes;
mod least;
mod state;
mod verbs;
pub mod webhook;
mod wire;

use std::{fmt, time::Duration};

use least::least;
pub use wire::StripeLimits;

use self::{
    api::ListParams,
    verbs::StripeVerb,
    wire::{Failed, StripeQuestion, StripeRefusal, Wire},
};
use super::{
    Answer, Bill, Card, CardForm, Checkout, Listed, Payment, PaymentGateway, StripeCheckout,
    sellers::SellerGateway,
};
use crate::{
    clock::Clock,
    config,
    domain::DisputeAtProvider,
    types::{Currency, Timestamp},
};

/// How long a request may be on its way when nobody waits for its answer any more.
const ON_ITS_WAY: Duration = Duration::from_secs(60);

/// Payments through Stripe.
pub struct Stripe {
    wire: Wire,
    clock: Clock,
    currency: Currency,
    site: String,
}

/// How one pays through Stripe, as it is configured.
#[must_use]
pub fn checkout(stripe: &config::StripeConfig, currency: Currency) -> Checkout {
    let form = StripeCheckout {
        publishable_key: stripe.publishable_key.clone(),
        js_url: stripe.js_url.clone(),
        api_url: stripe.api_url.clone(),
    };
    Checkout { form: CardForm::Stripe(form), least: least(currency) }
}

/// Why Stripe cannot be used with these settings.
#[derive(Debug, thiserror::Error)]
pub enum StripeError {
    /// The key is no key.
    #[error("payments.stripe.secret_key: Stripe refuses it")]
    KeyRefused,
    /// The key is of another form than any of Stripe's.
    #[error("payments.stripe.secret_key: this is no key")]
    KeyMalformed,
    /// The key is a restricted one that may do too little.
    #[error(
        "payments.stripe.secret_key: this restricted key may not do what the site needs: in \
         Stripe's dashboard, let it write PaymentIntents and Refunds, and read Disputes and the Balance"
    )]
    PermissionMissing,
    /// The key is a restricted one that may not see transfers.
    #[error(
        "payments.stripe.secret_key: this restricted key may not pay sellers, as payouts.method = \
         \"stripe\" has it: in Stripe's dashboard, let it write Accounts, Account Links and Transfers \
         (docs/payouts.md)"
    )]
    MayNotPaySellers,
    /// The address is none.
    #[error("payments.stripe.api_url: this is no address of an API")]
    Address,
}

impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe").field("site", &self.site).finish_non_exhaustive()
    }
}

impl Stripe {
    /// An adapter for the account of `payments.stripe.secret_key`; nothing is asked of Stripe yet.
    /// Payments there name the site, since one account may serve several.
    ///
    /// # Errors
    /// When the key or the address cannot be used.
    pub fn new(
        config: &config::StripeConfig,
        currency: Currency,
        site: &str,
        limits: StripeLimits,
        clock: Clock,
    ) -> Result<Self, StripeError> {
        if config.secret_key.is_empty() {
            return Err(StripeError::KeyMalformed);
        }
        if !is_address(&config.api_url) {
            return Err(StripeError::Address);
        }
        let client = stripe::ClientBuilder::new(config.secret_key.expose())
            .url(format!("{}/", config.api_url.trim_end_matches('/')))
            .timeout(limits.attempt)
            .build()
            .map_err(|error| match error {
                stripe::StripeError::ConfigError(_) => StripeError::Address,
                _ => StripeError::KeyMalformed,
            })?;
        Ok(Self { wire: Wire::new(client, limits), clock, currency, site: site.to_owned() })
    }

    /// Asks Stripe whether it takes the key.
    ///
    /// # Errors
    /// When it does not. A Stripe that does not answer is no error: the site starts without it.
    pub async fn check(&self) -> Result<(), StripeError> {
        let question = StripeQuestion::within(self.wire.limits.check, [0, 0]);
        let one = ListParams { limit: 1, expand: api::LIST_WITH_FEE, ..ListParams::default() };
        let mut answer = self.wire.send(question, &api::list_intents(&one), None).await.map(|_| ());
        if answer.is_ok() {
            // Without refunds it cannot be said of captured money whether it is still there.
            let one = ListParams { limit: 1, ..ListParams::default() };
            answer = self.wire.send(question, &api::list_refunds(&one), None).await.map(|_| ());
        }
        if answer.is_ok() {
            let disputes = disputes::list(ListParams { limit: 1, ..ListParams::default() });
            answer = self.wire.send(question.aside(), &disputes, None).await.map(|_| ());
        }
        understood(answer, StripeError::PermissionMissing)
    }

    /// Asks Stripe whether the key may pay sellers, as far as looking goes.
    ///
    /// # Errors
    /// When it may not.
    pub async fn check_sellers(&self) -> Result<(), StripeError> {
        let question = StripeQuestion::within(self.wire.limits.check, [0, 0]);
        let answer = self.wire.send(question, &connect::one_transfer(), None).await.map(|_| ());
        understood(answer, StripeError::MayNotPaySellers)
    }
}

/// What it means that Stripe was asked for something at the start: one that does not answer is no error.
fn understood(answer: Result<(), Failed>, may_not: StripeError) -> Result<(), StripeError> {
    match answer {
        Ok(()) => Ok(()),
        Err(Failed::Refused(StripeRefusal { status: 401, .. })) => Err(StripeError::KeyRefused),
        Err(Failed::Refused(StripeRefusal { status: 403, .. })) => Err(may_not),
        Err(failed) => {
            let why = failed.unknown("asking whether the key is taken");
            tracing::warn!(%why, "Stripe does not answer: the site starts without it");
            Ok(())
        }
    }
}

impl PaymentGateway for Stripe {
    fn authorise(&self, bill: Bill, _: Option<Card>) -> Answer<'_, Payment> {
        Box::pin(StripeVerb::about(self, bill).begin())
    }

    /// One that has no name yet is begun: the same charge gives the same payment, and so there is
    /// no "never heard of it".
    fn look_up(&self, bill: Bill) -> Answer<'_, Option<Payment>> {
        Box::pin(async move { StripeVerb::about(self, bill).begin().await.map(Some) })
    }

    fn capture(&self, bill: Bill) -> Answer<'_, Payment> {
        Box::pin(StripeVerb::about(self, bill).take())
    }

    fn void(&self, bill: Bill) -> Answer<'_, Payment> {
        Box::pin(StripeVerb::about(self, bill).let_go())
    }

    fn refund(&self, bill: Bill) -> Answer<'_, Payment> {
        Box::pin(StripeVerb::about(self, bill).give_back())
    }

    fn asks_the_buyer(&self) -> bool {
        true
    }

    fn late_arrival(&self) -> Duration {
        ON_ITS_WAY
    }

    fn is_answering(&self) -> bool {
        self.wire.is_answering()
    }

    fn listed(&self, since: Timestamp) -> Answer<'_, Vec<Listed>> {
        Box::pin(self.list_since(since))
    }

    fn find(&self, id: Box<str>) -> Answer<'_, Option<Listed>> {
        Box::pin(async move { self.find_by_name(&id).await })
    }

    fn sellers(&self) -> Option<&dyn SellerGateway> {
        Some(self)
    }

    fn disputes(&self, since: Timestamp) -> Answer<'_, Vec<DisputeAtProvider>> {
        Box::pin(self.disputes_since(since))
    }

    fn find_dispute(&self, id: Box<str>) -> Answer<'_, Option<DisputeAtProvider>> {
        Box::pin(async move { self.find_dispute_by_name(&id).await })
    }

    fn discard(&self, id: Box<str>) -> Answer<'_, ()> {
        Box::pin(async move { self.discard_by_name(&id).await })
    }
}

fn is_address(url: &str) -> bool {
    let Ok(uri) = url.parse::<hyper::Uri>() else { return false };
    matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
}

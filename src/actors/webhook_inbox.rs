//! What the payment provider tells by itself: each thing is taken once, however often it is told,
//! and leads to a question to the provider. It needs no actor: nothing is decided but whether it is
//! known already.
//!
//! **A webhook.** `POST /webhooks/stripe` checks the signature over the raw body, and takes from it
//! the event's id, its kind, and a hint of the payment. `NoticeReceived` is committed under a hash
//! of the id, and then Stripe has its 200; a repetition has it at once, also after a restart. The
//! hint leads to a look: the charge's actor asks the provider, one question at a time however many
//! webhooks come, and goes on from the answer. So their order, number and loss make no difference
//! to the end: what no webhook tells, the reconciler asks.

use std::{convert::Infallible, sync::Arc};

use super::{
    CommandError, Market, Unavailable,
    payment::in_time,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{DomainEvent, WebhookNoticeEvent},
    storage::StorageError,
    types::{ChargeId, WebhookNoticeId},
};

/// How many payments are looked for by their names at once. Beyond it they are left to the
/// reconciler.
pub(super) const PAYMENTS_LOOKED_FOR_MAX: usize = 8;

/// Whether a notice is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is.
    Now,
    /// It was taken before.
    Before,
}

impl Market {
    /// Takes what the provider tells under this name; when this returns `Ok`, it is durable that it
    /// was told.
    pub async fn take_notice(&self, name: &str, kind: &str) -> Result<Taken, Unavailable> {
        let id = WebhookNoticeId::of(name);
        let decide = |reading: &mut Reading<'_>| {
            if reading.notice(id)?.is_some() {
                return Ok(Decision::default());
            }
            let received =
                WebhookNoticeEvent::Received { stripe_id: name.into(), kind: kind.into() };
            Ok(vec![DomainEvent::WebhookNotice(id, received)].into())
        };
        match self.transact::<Infallible>(By::Other, decide).await {
            Ok(Some(_)) => Ok(Taken::Now),
            Ok(None) => Ok(Taken::Before),
            Err(CommandError::Unavailable(error)) => Err(error),
        }
    }

    /// Looks at the charge, if it is one of ours. It may be another site's: an account at the
    /// provider can serve several.
    pub fn look_at_charge_if_known(&self, charge: ChargeId) -> Result<(), StorageError> {
        if self.tables().charge(charge)?.is_some() {
            self.look_at_charge(charge);
        }
        Ok(())
    }

    /// Looks at the charge of which the provider's payment of this name is, once the provider has
    /// said which that is. Nobody waits for it.
    pub fn look_at_payment(self: &Arc<Self>, name: Box<str>) {
        self.look_aside(async move |market| {
            let looked = match in_time(market.gateway().find(name)).await {
                Ok(found) => found
                    .and_then(|payment| payment.charge)
                    .map_or(Ok(()), |charge| market.look_at_charge_if_known(charge))
                    .map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = looked {
                tracing::warn!(
                    error,
                    "a payment that the provider told of could not be looked for; \
                    the reconciler finds it"
                );
            }
        });
    }

    /// Looks at what the provider told of while nobody waits for it; not at all beyond
    /// [`PAYMENTS_LOOKED_FOR_MAX`] at once, or once the site is stopping.
    pub(super) fn look_aside<F>(self: &Arc<Self>, look: impl FnOnce(Arc<Self>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let Ok(place) = self.looked_for.clone().try_acquire_owned() else { return };
        if self.is_stopping() {
            return;
        }
        let looking = look(self.clone());
        tokio::spawn(async move {
            let _place = place;
            looking.await;
        });
    }
}

//! What the payment provider tells by itself: each thing is taken once, however often it is told,
//! and leads to a question to the provider. It needs no actor: nothing is decided but whether it is
//! known already.

use std::sync::Arc;

use tokio::sync::{Mutex, Semaphore};

use super::{Market, Unavailable, payment::CALL_DEADLINE};
use crate::{
    domain::{DomainEvent, NoticeEvent},
    storage::{CommitError, StorageError},
    types::{ChargeId, NoticeId},
};

/// Notices whose ids agree in their last bits are taken one after the other.
const LANES: usize = 64;
/// How many payments are looked for by their names at once. Beyond it they are left to the
/// reconciler.
const LOOKED_FOR_MAX: usize = 8;

/// See the module.
pub(super) struct Notices {
    lanes: [Mutex<()>; LANES],
    looked_for: Arc<Semaphore>,
}

/// Whether a notice is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is.
    Now,
    /// It was taken before.
    Before,
}

impl Default for Notices {
    fn default() -> Self {
        Self {
            lanes: std::array::from_fn(|_| Mutex::default()),
            looked_for: Arc::new(Semaphore::new(LOOKED_FOR_MAX)),
        }
    }
}

impl Market {
    /// Takes what the provider tells under this name; when this returns `Ok`, it is durable that it
    /// was told.
    ///
    /// # Errors
    /// When something is out of order.
    pub async fn take_notice(&self, name: &str, kind: &str) -> Result<Taken, Unavailable> {
        let id = NoticeId::of(name);
        // A second commit of the same notice would be refused as a fault.
        let lane = usize::from(id.as_bytes()[15]) % LANES;
        let _alone = self.notices.lanes[lane].lock().await;
        if self.knows(id)? {
            return Ok(Taken::Before);
        }
        let received = NoticeEvent::Received { stripe_id: name.into(), kind: kind.into() };
        let events = vec![DomainEvent::Notice(id, received)];
        match self.commit(self.clock().now(), events).await {
            Ok(()) => Ok(Taken::Now),
            // A commit whose taker has gone, and so let go of the lane, may have come before.
            Err(_) if self.knows(id)? => Ok(Taken::Before),
            Err(CommitError::NotWritten(error)) => Err(Unavailable::NotDone(error)),
            Err(CommitError::Unknown(error)) => Err(Unavailable::Unknown(error)),
        }
    }

    /// Looks at the charge, if it is one of ours. It may be another site's: an account at the
    /// provider can serve several.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn look_at_charge_if_known(&self, charge: ChargeId) -> Result<(), StorageError> {
        if self.tables().charge(charge)?.is_some() {
            self.look_at_charge(charge);
        }
        Ok(())
    }

    /// Looks at the charge of which the provider's payment of this name is, once the provider has
    /// said which that is. Nobody waits for it.
    pub fn look_at_payment(self: &Arc<Self>, name: Box<str>) {
        let Ok(place) = self.notices.looked_for.clone().try_acquire_owned() else { return };
        if self.is_stopping() {
            return;
        }
        let market = self.clone();
        tokio::spawn(async move {
            let _place = place;
            let found = tokio::time::timeout(CALL_DEADLINE, market.gateway().find(name));
            let looked = match found.await {
                Ok(Ok(found)) => found
                    .and_then(|payment| payment.charge)
                    .map_or(Ok(()), |charge| market.look_at_charge_if_known(charge))
                    .map_err(|error| error.to_string()),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err(format!("there was no answer within {CALL_DEADLINE:?}")),
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

    fn knows(&self, notice: NoticeId) -> Result<bool, Unavailable> {
        let known = self.tables().notice(notice);
        known.map(|known| known.is_some()).map_err(|error| Unavailable::Unknown(error.to_string()))
    }
}

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::actors::PAY_DEADLINE;

/// Places for requests that wait for the payment provider: fewer than the site has for all, so that
/// a provider that is slow leaves room for those who look around and buy.
pub(super) struct PaymentSlots(Semaphore);

impl PaymentSlots {
    /// A quarter of the places that there are for requests.
    pub(super) fn of(requests_in_flight_max: usize) -> Self {
        Self(Semaphore::new((requests_in_flight_max / 4).max(1)))
    }

    /// How long this request may wait, while it keeps its place. Without one it does not wait at
    /// all: what it asks for is begun, and the order's page tells what comes of it.
    pub(super) fn patience(&self) -> (Option<SemaphorePermit<'_>>, Duration) {
        match self.0.try_acquire() {
            Ok(place) => (Some(place), PAY_DEADLINE),
            Err(_) => (None, Duration::ZERO),
        }
    }
}

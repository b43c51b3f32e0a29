//! The provider of a site that is quiet: it is asked nothing, and nobody is paid.
//!
//! What waits for it waits, as while a provider does not answer, and goes on once the site is live.

use std::time::Duration;

use super::{Answer, Bill, Card, Listed, OutcomeUnknown, Payment, PaymentGateway};
use crate::{domain::DisputeAtProvider, types::Timestamp};

/// In the place of a provider.
#[derive(Debug, Clone, Copy)]
pub struct Quiet {
    /// Whether the one in whose place it is asks buyers itself.
    pub asks_the_buyer: bool,
}

fn nothing<T: Send>() -> Answer<'static, T> {
    Box::pin(async { Err(OutcomeUnknown("this copy of the site is quiet".into())) })
}

impl PaymentGateway for Quiet {
    fn authorise(&self, _: Bill, _: Option<Card>) -> Answer<'_, Payment> {
        nothing()
    }

    fn look_up(&self, _: Bill) -> Answer<'_, Option<Payment>> {
        nothing()
    }

    fn capture(&self, _: Bill) -> Answer<'_, Payment> {
        nothing()
    }

    fn void(&self, _: Bill) -> Answer<'_, Payment> {
        nothing()
    }

    fn refund(&self, _: Bill) -> Answer<'_, Payment> {
        nothing()
    }

    fn asks_the_buyer(&self) -> bool {
        self.asks_the_buyer
    }

    fn late_arrival(&self) -> Duration {
        Duration::from_secs(24 * 3600)
    }

    fn is_answering(&self) -> bool {
        false
    }

    fn listed(&self, _: Timestamp) -> Answer<'_, Vec<Listed>> {
        nothing()
    }

    fn find(&self, _: Box<str>) -> Answer<'_, Option<Listed>> {
        nothing()
    }

    fn disputes(&self, _: Timestamp) -> Answer<'_, Vec<DisputeAtProvider>> {
        nothing()
    }

    fn find_dispute(&self, _: Box<str>) -> Answer<'_, Option<DisputeAtProvider>> {
        nothing()
    }

    fn discard(&self, _: Box<str>) -> Answer<'_, ()> {
        nothing()
    }
}

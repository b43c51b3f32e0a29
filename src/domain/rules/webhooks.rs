//! Webhook endpoints: what their owners can do with them, and what follows from a try.

use std::time::Duration;

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        WebhookDelivery, WebhookEndpoint, WebhookEndpointEvent, WebhookOff, WebhookOutcome,
        WebhookSeed,
    },
    types::Timestamp,
};

/// How many endpoints one account can have.
pub const WEBHOOK_ENDPOINTS_MAX: usize = 10;
/// How many deliveries can wait for one endpoint. Then it is turned off.
pub const WEBHOOKS_WAITING_MAX: usize = 10_000;
/// How long an endpoint may fail before it is turned off.
pub const FAILING_MAX: Duration = Duration::from_secs(5 * 24 * 3600);

/// The status by which an endpoint says that it wants to hear nothing more.
const GONE: u16 = 410;

refusals! {
    /// Why something is not done with a webhook endpoint. Nothing has changed.
    pub enum WebhookRefusal {
        NotThere = "there is no such webhook endpoint",
        TooMany = "you have {WEBHOOK_ENDPOINTS_MAX} webhook endpoints already",
        IsOff = "the endpoint is turned off",
        BacklogFull = "{WEBHOOKS_WAITING_MAX} deliveries wait for the endpoint already",
        AlreadyWaiting = "the delivery waits to be sent already",
    }
}

impl Refusal for WebhookRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::WebhooksFull => Some(Self::TooMany),
            BrokenRule::AccountDeleted => Some(Self::NotThere),
            _ => None,
        }
    }
}

/// What an owner can do with their endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookCommand {
    /// Have what happens sent to it from now on.
    TurnOn,
    /// Leave it alone.
    TurnOff,
    /// Put another secret in the place of the one there is.
    ReplaceSecret(WebhookSeed),
    /// Sign with the old secret no more.
    EndOldSecret,
    /// Delete it.
    Delete,
}

/// What follows from a command; nothing if it is so already.
///
/// # Errors
/// When there is no such endpoint.
pub fn decide_webhook(
    endpoint: Option<&WebhookEndpoint>,
    command: WebhookCommand,
) -> Result<Option<WebhookEndpointEvent>, WebhookRefusal> {
    let endpoint = endpoint.filter(|endpoint| !endpoint.is_deleted());
    let endpoint = endpoint.ok_or(WebhookRefusal::NotThere)?;
    Ok(match command {
        WebhookCommand::TurnOn => (!endpoint.is_on()).then_some(WebhookEndpointEvent::TurnedOn),
        WebhookCommand::TurnOff => {
            endpoint.is_on().then_some(WebhookEndpointEvent::TurnedOff(WebhookOff::ByOwner))
        }
        WebhookCommand::ReplaceSecret(seed) => Some(WebhookEndpointEvent::SecretReplaced(seed)),
        WebhookCommand::EndOldSecret => {
            endpoint.old_secret.map(|_| WebhookEndpointEvent::OldSecretEnded)
        }
        WebhookCommand::Delete => Some(WebhookEndpointEvent::Deleted),
    })
}

/// Whether one more delivery may wait for an endpoint because its owner asks for it: a test, or
/// one that is to be sent again.
///
/// # Errors
/// When it may not.
pub fn may_queue(
    endpoint: Option<&WebhookEndpoint>,
    again: Option<&WebhookDelivery>,
    waiting: usize,
) -> Result<(), WebhookRefusal> {
    let endpoint = endpoint.filter(|endpoint| !endpoint.is_deleted());
    match endpoint {
        None => Err(WebhookRefusal::NotThere),
        Some(endpoint) if !endpoint.is_on() => Err(WebhookRefusal::IsOff),
        Some(_) if again.is_some_and(WebhookDelivery::is_waiting) => {
            Err(WebhookRefusal::AlreadyWaiting)
        }
        Some(_) if waiting >= WEBHOOKS_WAITING_MAX => Err(WebhookRefusal::BacklogFull),
        Some(_) => Ok(()),
    }
}

/// What a try says of the endpoint itself; none if nothing new.
#[must_use]
pub fn learn_of_try(
    endpoint: &WebhookEndpoint,
    tried: Result<(), WebhookOutcome>,
    now: Timestamp,
) -> Option<WebhookEndpointEvent> {
    if !endpoint.is_on() {
        return None;
    }
    match (tried, endpoint.failing_since) {
        (Ok(()), failing) => failing.map(|_| WebhookEndpointEvent::Recovered),
        // That is not its fault.
        (
            Err(WebhookOutcome::SiteFault | WebhookOutcome::EventGone | WebhookOutcome::TooOld),
            _,
        ) => None,
        (Err(WebhookOutcome::Answered(GONE)), _) => {
            Some(WebhookEndpointEvent::TurnedOff(WebhookOff::Gone))
        }
        (Err(_), None) => Some(WebhookEndpointEvent::Failed),
        (Err(_), Some(since)) => (now.since(since) >= FAILING_MAX)
            .then_some(WebhookEndpointEvent::TurnedOff(WebhookOff::Failing)),
    }
}

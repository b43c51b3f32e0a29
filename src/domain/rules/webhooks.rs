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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            DomainEvent, LinkKey, Record as _, Row, WebhookAbout, WebhookDeliveryEvent,
            public::PublicKind,
        },
        types::{UserId, WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
    };

    const AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);
    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);
    const FAILED: Result<(), WebhookOutcome> = Err(WebhookOutcome::TooLate);

    /// An endpoint after these events.
    fn endpoint(events: &[WebhookEndpointEvent]) -> WebhookEndpoint {
        let id = WebhookEndpointId::from_bytes([1; 16]);
        let added = WebhookEndpointEvent::Added {
            owner: UserId::from_bytes([2; 16]),
            url: WebhookUrl::parse("https://example.org/").unwrap(),
            types: vec![PublicKind::OrderCompleted],
            is_of_everything: false,
            seed: WebhookSeed::of(&KEY, id, [3; 16]),
        };
        let all = [&[added][..], events].concat();
        let row = all.into_iter().fold(None, |row: Option<Row>, event| {
            let event = DomainEvent::WebhookEndpoint(id, event);
            Some(Row::after(row.as_ref(), &event, AT).unwrap())
        });
        (**WebhookEndpoint::in_row(&row.unwrap()).unwrap()).clone()
    }

    fn off(why: WebhookOff) -> WebhookEndpointEvent {
        WebhookEndpointEvent::TurnedOff(why)
    }

    #[test]
    fn commands() {
        use WebhookCommand::{Delete, EndOldSecret, ReplaceSecret, TurnOff, TurnOn};
        use WebhookEndpointEvent as Event;

        let seed = WebhookSeed::of(&KEY, WebhookEndpointId::from_bytes([1; 16]), [4; 16]);
        let is_off = [off(WebhookOff::Gone)];
        let replaced = [Event::SecretReplaced(seed)];
        for (before, command, expect) in [
            (&[][..], TurnOn, None),
            (&is_off, TurnOn, Some(Event::TurnedOn)),
            (&[], TurnOff, Some(off(WebhookOff::ByOwner))),
            (&is_off, TurnOff, None),
            (&[], ReplaceSecret(seed), Some(Event::SecretReplaced(seed))),
            (&[], EndOldSecret, None),
            (&replaced, EndOldSecret, Some(Event::OldSecretEnded)),
            (&is_off, Delete, Some(Event::Deleted)),
        ] {
            let endpoint = endpoint(before);
            assert_eq!(decide_webhook(Some(&endpoint), command), Ok(expect), "{command:?}");
        }
        let deleted = endpoint(&[Event::Deleted]);
        for gone in [None, Some(&deleted)] {
            for command in [TurnOn, TurnOff, ReplaceSecret(seed), EndOldSecret, Delete] {
                assert_eq!(decide_webhook(gone, command), Err(WebhookRefusal::NotThere));
            }
            assert_eq!(may_queue(gone, None, 0), Err(WebhookRefusal::NotThere));
        }
    }

    #[test]
    fn what_a_try_says_of_the_endpoint() {
        use WebhookEndpointEvent as Event;

        let now = |after| AT + after;
        let second = Duration::from_secs(1);
        let gone = Err(WebhookOutcome::Answered(410));
        let failing = [Event::Failed];
        let long = FAILING_MAX;
        for (before, tried, after, expect) in [
            (&[][..], Ok(()), second, None),
            (&[], FAILED, second, Some(Event::Failed)),
            (&failing, FAILED, long - second, None),
            (&failing, FAILED, long, Some(off(WebhookOff::Failing))),
            (&failing, Ok(()), long, Some(Event::Recovered)),
            (&[], gone, second, Some(off(WebhookOff::Gone))),
            (&[], Err(WebhookOutcome::SiteFault), second, None),
            (&failing, Err(WebhookOutcome::TooOld), long, None),
            (&[off(WebhookOff::ByOwner)], gone, second, None),
            (&[Event::Failed, Event::Recovered], FAILED, long, Some(Event::Failed)),
            (
                &[Event::Failed, off(WebhookOff::Gone), Event::TurnedOn],
                FAILED,
                long,
                Some(Event::Failed),
            ),
        ] {
            let learnt = learn_of_try(&endpoint(before), tried, now(after));
            assert_eq!(learnt, expect, "{before:?} {tried:?}");
        }
    }

    #[test]
    fn what_may_be_queued() {
        let (on, is_off) = (endpoint(&[]), endpoint(&[off(WebhookOff::ByOwner)]));
        let id = WebhookDeliveryId::of(on.id, "7-0");
        let queued = WebhookDeliveryEvent::Queued(on.id, WebhookAbout::Test);
        let row = Row::after(None, &DomainEvent::WebhookDelivery(id, queued), AT).unwrap();
        let waits = WebhookDelivery::in_row(&row).unwrap();
        let delivered = DomainEvent::WebhookDelivery(id, WebhookDeliveryEvent::Delivered(200));
        let delivered = Row::after(Some(&row), &delivered, AT).unwrap();
        let delivered = WebhookDelivery::in_row(&delivered).unwrap();
        for (endpoint, again, waiting, expect) in [
            (&on, None, WEBHOOKS_WAITING_MAX - 1, Ok(())),
            (&on, None, WEBHOOKS_WAITING_MAX, Err(WebhookRefusal::BacklogFull)),
            (&on, Some(&**delivered), 0, Ok(())),
            (&on, Some(&**waits), 0, Err(WebhookRefusal::AlreadyWaiting)),
            (&is_off, None, 0, Err(WebhookRefusal::IsOff)),
        ] {
            assert_eq!(may_queue(Some(endpoint), again, waiting), expect);
        }
    }
}

//! Samples of what is stored of webhooks, in the order in which it was appended.

use super::*;
use crate::{
    domain::{
        FeedCursorEvent, LinkKey, SecretInUse, WebhookAbout, WebhookDeliveryEvent,
        WebhookEndpointEvent, WebhookEndpointStatus, WebhookOff, WebhookOutcome, WebhookSeed,
        WebhookStatus, WebhookTry,
        public::{PublicEventId, PublicKind},
    },
    types::{FeedCursorId, WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
};

fn id() -> WebhookEndpointId {
    WebhookEndpointId::from_bytes([b'p'; 16])
}

fn seed() -> WebhookSeed {
    WebhookSeed::of(&LinkKey([1; LinkKey::BYTES]), id(), [2; 16])
}

fn url() -> WebhookUrl {
    WebhookUrl::parse("https://example.org/hook").unwrap()
}

fn types() -> Vec<PublicKind> {
    PublicKind::ALL.to_vec()
}

const REACHED: PublicEventId = PublicEventId { sequence: 300, index: 1 };

const EVENT: WebhookAbout = WebhookAbout::Event { id: REACHED, kind: PublicKind::OrderCompleted };

const REASONS: [WebhookOff; 5] = [
    WebhookOff::ByOwner,
    WebhookOff::Gone,
    WebhookOff::Failing,
    WebhookOff::Backlog,
    WebhookOff::AccountClosed,
];

fn outcomes() -> Vec<WebhookOutcome> {
    let all = vec![
        WebhookOutcome::Answered(503),
        WebhookOutcome::NoAddress,
        WebhookOutcome::NotAllowed,
        WebhookOutcome::NotConnected,
        WebhookOutcome::NotSecure,
        WebhookOutcome::TooLate,
        WebhookOutcome::NotHttp,
        WebhookOutcome::SiteFault,
        WebhookOutcome::EventGone,
        WebhookOutcome::KeyReplaced,
        WebhookOutcome::TooOld,
    ];
    covers(&all, 11, |outcome| match outcome {
        WebhookOutcome::Answered(_) => 0,
        WebhookOutcome::NoAddress => 1,
        WebhookOutcome::NotAllowed => 2,
        WebhookOutcome::NotConnected => 3,
        WebhookOutcome::NotSecure => 4,
        WebhookOutcome::TooLate => 5,
        WebhookOutcome::NotHttp => 6,
        WebhookOutcome::SiteFault => 7,
        WebhookOutcome::EventGone => 8,
        WebhookOutcome::KeyReplaced => 9,
        WebhookOutcome::TooOld => 10,
    });
    all
}

pub(super) fn events() -> Vec<DomainEvent> {
    let delivery = WebhookDeliveryId::of(id(), "7-0");
    let owner = ids().user;
    let added = WebhookEndpointEvent::Added {
        owner,
        url: url(),
        types: types(),
        is_of_everything: false,
        seed: seed(),
    };
    let mut endpoint = vec![
        added,
        WebhookEndpointEvent::SecretReplaced(seed()),
        WebhookEndpointEvent::OldSecretEnded,
        WebhookEndpointEvent::TurnedOn,
        WebhookEndpointEvent::Failed,
        WebhookEndpointEvent::Recovered,
        WebhookEndpointEvent::Deleted,
    ];
    endpoint.extend(REASONS.map(WebhookEndpointEvent::TurnedOff));
    let mut deliveries = vec![
        WebhookDeliveryEvent::Queued(id(), EVENT),
        WebhookDeliveryEvent::Queued(id(), WebhookAbout::Test),
        WebhookDeliveryEvent::Delivered(204),
        WebhookDeliveryEvent::Failed {
            outcome: WebhookOutcome::Answered(500),
            again_at: Some(UNTIL),
        },
        WebhookDeliveryEvent::Resumed,
    ];
    deliveries.extend(
        outcomes()
            .into_iter()
            .map(|outcome| WebhookDeliveryEvent::Failed { outcome, again_at: None }),
    );
    let mut all: Vec<_> =
        endpoint.into_iter().map(|event| DomainEvent::WebhookEndpoint(id(), event)).collect();
    all.extend(deliveries.into_iter().map(|event| DomainEvent::WebhookDelivery(delivery, event)));
    let cursor = FeedCursorId::of("webhooks");
    all.push(DomainEvent::FeedCursor(cursor, FeedCursorEvent::Moved(REACHED)));
    let about = MailAbout::WebhookTurnedOff(id(), WebhookOff::Failing);
    all.push(DomainEvent::Mail(MailId::of(owner, "a cause"), MailEvent::Queued(owner, about)));
    all
}

pub(super) fn endpoints() -> Vec<WebhookEndpoint> {
    let secret = SecretInUse { seed: seed(), at: AT };
    let first = WebhookEndpoint {
        id: id(),
        owner: ids().user,
        url: url(),
        types: types(),
        is_of_everything: true,
        added_at: AT,
        secret,
        old_secret: None,
        status: WebhookEndpointStatus::On(AT),
        failing_since: None,
    };
    let mut all = vec![
        first.clone(),
        WebhookEndpoint {
            old_secret: Some(secret),
            failing_since: Some(UNTIL),
            status: WebhookEndpointStatus::Deleted(UNTIL),
            ..first.clone()
        },
    ];
    all.extend(REASONS.map(|why| WebhookEndpoint {
        status: WebhookEndpointStatus::Off(why, UNTIL),
        ..first.clone()
    }));
    all
}

pub(super) fn deliveries() -> Vec<WebhookDelivery> {
    let first = WebhookDelivery {
        id: WebhookDeliveryId::of(id(), "7-0"),
        endpoint: id(),
        about: WebhookAbout::Test,
        queued_at: AT,
        since: AT,
        failures: 0,
        tries: vec![],
        status: WebhookStatus::Waiting(UNTIL),
    };
    let tried = |outcome| WebhookTry { at: UNTIL, outcome };
    vec![
        first.clone(),
        WebhookDelivery {
            about: EVENT,
            failures: 11,
            tries: outcomes().into_iter().map(tried).collect(),
            status: WebhookStatus::GivenUp(UNTIL),
            ..first.clone()
        },
        WebhookDelivery { status: WebhookStatus::Delivered(UNTIL), ..first },
    ]
}

pub(super) fn cursor() -> FeedCursor {
    FeedCursor { id: FeedCursorId::of("webhooks"), at: REACHED, moved_at: AT }
}

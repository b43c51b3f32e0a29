use std::{sync::Arc, time::Duration};

use super::{WEBHOOK_TRY_MAX, Webhook, WebhookSender};
use crate::{
    clock::Clock,
    delivery::{
        Consumer, NoReply, Queued, Schedule, TryResult, Turn, Undelivered, Waits,
        cloud_events::EventSource,
    },
    domain::{
        DomainEvent, WebhookAbout, WebhookDelivery, WebhookDeliveryEvent, WebhookEndpoint,
        WebhookOutcome, WebhookSecret, WebhookStatus, public::PublicEventId,
        rules::webhooks::learn_of_try,
    },
    storage::{Storage, StorageError},
    types::{BackOff, Timestamp, WebhookDeliveryId, WebhookEndpointId},
};

/// How many are under way to one endpoint, and in all.
const AT_ONCE: usize = 4;
const AT_ONCE_IN_ALL: usize = 64;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Webhooks as what is to be delivered: to endpoints, each under the id of the event that it tells of.
pub struct WebhookConsumer {
    /// What is committed.
    pub storage: Arc<Storage>,
    /// What they are sent by.
    pub sender: Arc<dyn WebhookSender>,
    /// As whose events they go out.
    pub source: EventSource,
    /// The clock.
    pub clock: Clock,
}

impl Consumer for WebhookConsumer {
    type Id = WebhookDeliveryId;
    type Destination = WebhookEndpointId;
    type Item = Arc<WebhookDelivery>;
    type Parcel = Webhook;
    /// The HTTP status.
    type Taken = u16;
    type Said = WebhookOutcome;

    const NAME: &'static str = "webhooks";
    const AT_ONCE: usize = AT_ONCE;
    const AT_ONCE_IN_ALL: usize = AT_ONCE_IN_ALL;
    // It ends by itself; this is for one that does not.
    const TRY_MAX: Duration = Duration::from_secs(WEBHOOK_TRY_MAX.as_secs() + 5);
    const SCHEDULE: Schedule = Schedule {
        waits: Waits::Listed(&[
            Duration::from_secs(5),
            Duration::from_secs(5 * MINUTE.as_secs()),
            Duration::from_secs(30 * MINUTE.as_secs()),
            Duration::from_secs(2 * HOUR.as_secs()),
            Duration::from_secs(5 * HOUR.as_secs()),
            Duration::from_secs(10 * HOUR.as_secs()),
            Duration::from_secs(14 * HOUR.as_secs()),
            Duration::from_secs(20 * HOUR.as_secs()),
            DAY,
        ]),
        tried_for: Duration::from_secs(5 * DAY.as_secs()),
        unusable_wait_max: DAY,
    };
    const BREAKER: BackOff =
        BackOff { first: Duration::from_secs(5), max: Duration::from_secs(15 * MINUTE.as_secs()) };

    fn destinations(&self) -> Vec<WebhookEndpointId> {
        if !self.sender.is_on() {
            return vec![];
        }
        self.storage.tables().catalog().webhooks.destinations()
    }

    fn waiting(&self, to: &WebhookEndpointId, count: usize) -> Vec<(Timestamp, WebhookDeliveryId)> {
        self.storage.tables().catalog().webhooks.waiting_for(*to).take(count).collect()
    }

    fn read(
        &self,
        id: WebhookDeliveryId,
    ) -> Result<Option<Queued<Arc<WebhookDelivery>>>, StorageError> {
        let Some(delivery) = self.storage.tables().webhook_delivery(id)? else { return Ok(None) };
        let WebhookStatus::Waiting(not_before) = delivery.status else { return Ok(None) };
        if self.endpoint(delivery.endpoint).is_none() {
            return Ok(None);
        }
        let WebhookDelivery { since, failures, .. } = *delivery;
        Ok(Some(Queued { since, failures, not_before, item: delivery }))
    }

    fn prepare(
        &self,
        delivery: &Arc<WebhookDelivery>,
        now: Timestamp,
    ) -> Result<Webhook, Undelivered<WebhookOutcome>> {
        let refused = |outcome| Undelivered::Refused(outcome);
        if Self::SCHEDULE.is_over(delivery.since, now) {
            return Err(refused(WebhookOutcome::TooOld));
        }
        let endpoint = self.endpoint(delivery.endpoint);
        let endpoint = endpoint.ok_or(refused(WebhookOutcome::EventGone))?;
        let (id, body) = match delivery.about {
            WebhookAbout::Test => self.test(delivery, &endpoint),
            WebhookAbout::Event { id, .. } => self.event(id),
        }
        .map_err(|error| {
            tracing::error!(%error, delivery = %delivery.id, "a webhook cannot be written; it is \
                tried again");
            Undelivered::not_now(WebhookOutcome::SiteFault)
        })?
        .ok_or(refused(WebhookOutcome::EventGone))?;
        let sent_at = now.as_millis().div_euclid(1000);
        let signature = self.signature(&endpoint, now, |secret| secret.sign(&id, sent_at, &body));
        let signature = signature.ok_or(Undelivered::not_now(WebhookOutcome::KeyReplaced))?;
        Ok(Webhook { url: endpoint.url.clone(), id, sent_at, signature, body })
    }

    async fn deliver(&self, webhook: &Webhook) -> TryResult<Self> {
        let reply = self.sender.send(webhook).await.map_err(Undelivered::Unusable)?;
        let said = WebhookOutcome::Answered(reply.status);
        match reply.status {
            200..=299 => Ok(reply.status),
            410 => Err(Undelivered::Refused(said)),
            _ => Err(Undelivered::NotNow { said, retry_after: reply.retry_after }),
        }
    }

    fn noted(
        &self,
        delivery: &Arc<WebhookDelivery>,
        result: &TryResult<Self>,
        again_at: Option<Timestamp>,
    ) -> Vec<DomainEvent> {
        let (event, tried) = match result {
            Ok(status) => (WebhookDeliveryEvent::Delivered(*status), Ok(())),
            Err(why) => {
                // A test is over when it has shown what is wrong.
                let again_at = again_at.filter(|_| delivery.about != WebhookAbout::Test);
                let outcome = *why.said();
                (WebhookDeliveryEvent::Failed { outcome, again_at }, Err(outcome))
            }
        };
        let mut events = vec![DomainEvent::WebhookDelivery(delivery.id, event)];
        if let Some(endpoint) = self.endpoint(delivery.endpoint) {
            let learnt = learn_of_try(&endpoint, tried, self.clock.now());
            events.extend(learnt.map(|event| DomainEvent::WebhookEndpoint(endpoint.id, event)));
        }
        events
    }

    fn log(
        &self,
        delivery: &Arc<WebhookDelivery>,
        result: &TryResult<Self>,
        again_at: Option<Timestamp>,
    ) {
        let (id, endpoint) = (delivery.id, delivery.endpoint);
        match (result, again_at) {
            (Ok(status), _) => {
                tracing::debug!(webhook = %id, %endpoint, status, "a webhook is delivered");
            }
            (Err(why), Some(at)) => {
                let (why, again_at) = (why.said(), at.rfc3339());
                tracing::debug!(webhook = %id, %endpoint, %why, again_at, "a webhook was not taken");
            }
            (Err(why), None) => {
                let why = why.said();
                tracing::info!(webhook = %id, %endpoint, %why, "a webhook is given up");
            }
        }
    }

    fn log_breaker(&self, endpoint: &WebhookEndpointId, turn: Turn<'_>) {
        match turn {
            Turn::Opened(trouble) => {
                let (said, since) = (&*trouble.said, trouble.since.rfc3339());
                tracing::info!(%endpoint, said, since, "a webhook endpoint takes nothing; what is \
                    for it waits, and is tried again");
            }
            Turn::Closed => tracing::info!(%endpoint, "a webhook endpoint takes webhooks again"),
        }
    }
}

impl WebhookConsumer {
    /// An endpoint, if anything is sent to it.
    fn endpoint(&self, id: WebhookEndpointId) -> Option<Arc<WebhookEndpoint>> {
        let catalog = self.storage.tables().catalog();
        catalog.webhooks.endpoint(id).filter(|endpoint| endpoint.is_on()).cloned()
    }

    /// By every secret that signs now; none where the site's key is another than it was.
    fn signature(
        &self,
        endpoint: &WebhookEndpoint,
        now: Timestamp,
        sign: impl Fn(&WebhookSecret) -> String,
    ) -> Option<String> {
        let key = self.storage.link_key();
        let mut signatures = vec![sign(&endpoint.secret.seed.secret(key, endpoint.id)?)];
        let old = endpoint.old_secret(now);
        let old = old.and_then(|old| old.seed.secret(key, endpoint.id));
        signatures.extend(old.as_ref().map(sign));
        Some(signatures.join(" "))
    }

    /// Id and body of a test.
    fn test(
        &self,
        delivery: &WebhookDelivery,
        endpoint: &WebhookEndpoint,
    ) -> Result<Option<(String, Vec<u8>)>, StorageError> {
        let id = format!("test-{}", delivery.id);
        let body = self.source.test(&id, delivery.queued_at, &endpoint.id.to_string());
        Ok(Some((id, body.to_string().into_bytes())))
    }

    /// Id and body of an event; none if it is not kept any more.
    fn event(&self, id: PublicEventId) -> Result<Option<(String, Vec<u8>)>, StorageError> {
        let before = match id.index.checked_sub(1) {
            Some(index) => PublicEventId { index, ..id },
            None => PublicEventId::end_of(id.sequence.saturating_sub(1)),
        };
        let found = self.storage.tables().public_events_after(Some(before), 1)?;
        let event = found.first().filter(|event| event.id == id);
        Ok(event.map(|event| (id.to_string(), self.source.body(event).to_string().into_bytes())))
    }
}

impl From<NoReply> for WebhookOutcome {
    fn from(why: NoReply) -> Self {
        match why {
            NoReply::SiteFault => Self::SiteFault,
            NoReply::TooLate => Self::TooLate,
        }
    }
}

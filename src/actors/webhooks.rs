//! The webhooks of a market: what their owners can do about them, and how sending them goes.
//!
//! **A webhook.** An entry is committed, and with it its public events. The follower
//! (`follower.rs`) reads these from where its cursor is, and commits a delivery for each endpoint
//! that wants one, with the cursor moved: the delivery's id is a hash of endpoint and event, so
//! that following again makes no second one. The entry's effect wakes the delivery actor
//! (`delivery/`), which has what is due sent as
//! [`WebhookConsumer`](crate::delivery::webhooks::WebhookConsumer) says, and commits
//! `WebhookDelivered` or `WebhookFailed`, with what that says of the endpoint: that it fails, is
//! there again, is gone (410), or has failed for five days. To send something again is an event, too
//! (`WebhookResumed`), with the same effect.
//!
//! **No endpoints, no cost.** While nothing is on the follower reads nothing, and no cursor moves.
//! The entry that turns the first endpoint on puts the cursor where the public events are then.

mod follower;

use std::sync::Arc;

pub(super) use follower::{Follower, LookAtFeed};

use super::{
    Answer, CommandError, Market, Unavailable,
    transaction::{By, Decision, Reading},
};
use crate::{
    delivery::webhooks::WebhookSender,
    domain::{
        DomainEvent, User, WebhookAbout, WebhookDelivery, WebhookDeliveryEvent, WebhookEndpoint,
        WebhookEndpointEvent, WebhookSeed, WebhookStatus,
        public::{PublicEvent, PublicKind},
        rules::{
            Rule,
            webhooks::{
                WEBHOOKS_WAITING_MAX, WebhookCommand, WebhookRefusal, decide_webhook, may_queue,
            },
        },
    },
    reads::{catalog::WEBHOOKS_KEPT, walk::Walk},
    storage::StorageError,
    types::{UserId, WebhookDeliveryId, WebhookEndpointId, WebhookUrl},
};

/// How many deliveries are looked at when all that failed are sent again, and how many of them are
/// in one entry.
const LOOKED_AT_MAX: usize = 10_000;
const RESUMED_AT_ONCE_MAX: usize = 200;

/// Where webhooks go out, and who hears of what.
#[derive(Clone)]
pub struct WebhookPort {
    /// Who brings them to their receivers.
    pub receivers: Arc<dyn WebhookSender>,
    /// Who hears of what.
    pub audience: Arc<dyn WebhookAudience>,
}

/// Who hears of what: the policy, of which the actors know nothing but this.
pub trait WebhookAudience: Send + Sync {
    /// Whether an endpoint of this owner may be told of an event, which concerns them or not.
    ///
    /// # Errors
    /// When a record cannot be read.
    fn may_be_told(
        &self,
        market: &Market,
        endpoint: &WebhookEndpoint,
        owner: (&User, bool),
        event: &PublicEvent,
    ) -> Result<bool, StorageError>;
}

/// What an owner wants of a new endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhookEndpoint {
    /// Where it is.
    pub url: WebhookUrl,
    /// Of what it is told.
    pub types: Vec<PublicKind>,
    /// Whether of all that happens on the site.
    pub is_of_everything: bool,
}

/// How sending webhooks goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WebhookState {
    /// How many wait.
    pub waiting: usize,
    /// How many were delivered since the start.
    pub delivered: u64,
    /// How many tries failed since then.
    pub failed: u64,
}

impl Market {
    /// Adds an endpoint.
    pub async fn add_webhook_endpoint(
        &self,
        id: WebhookEndpointId,
        owner: UserId,
        new: NewWebhookEndpoint,
    ) -> Answer<WebhookRefusal> {
        let seed = self.webhook_seed(id)?;
        let NewWebhookEndpoint { url, types, is_of_everything } = new;
        let added = WebhookEndpointEvent::Added { owner, url, types, is_of_everything, seed };
        let decide = |reading: &mut Reading<'_>| {
            let mut events = self.cursor_at_first(reading)?;
            events.push(DomainEvent::WebhookEndpoint(id, added.clone()));
            let rules = vec![Rule::AccountIsThere(owner), Rule::WebhookEndpointHasRoom(owner)];
            Ok(Decision { events, rules })
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Does with an endpoint what its owner wants.
    pub async fn command_webhook(
        &self,
        id: WebhookEndpointId,
        command: WebhookCommand,
    ) -> Answer<WebhookRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let endpoint = reading.webhook_endpoint(id)?;
            let decided = decide_webhook(endpoint.as_deref(), command);
            let Some(event) = decided.map_err(CommandError::Refused)? else {
                return Ok(Decision::default());
            };
            let mut events = match event {
                WebhookEndpointEvent::TurnedOn => self.cursor_at_first(reading)?,
                _ => vec![],
            };
            events.push(DomainEvent::WebhookEndpoint(id, event));
            Ok(events.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// A seed for a new secret of an endpoint.
    pub fn webhook_seed(
        &self,
        id: WebhookEndpointId,
    ) -> Result<WebhookSeed, CommandError<WebhookRefusal>> {
        WebhookSeed::new(self.link_key(), id).map_err(|error| {
            tracing::error!(%error, "the system has no randomness for a webhook's secret");
            Unavailable::NotDone(error.to_string()).into()
        })
    }

    /// Sends a test to an endpoint.
    pub async fn test_webhook(&self, id: WebhookEndpointId) -> Answer<WebhookRefusal> {
        let now = self.clock().now();
        let delivery = WebhookDeliveryId::of(id, &format!("test {}", now.as_millis()));
        let decide = |reading: &mut Reading<'_>| {
            let endpoint = reading.webhook_endpoint(id)?;
            let waiting = reading.tables().catalog().webhooks.waiting_count(id);
            may_queue(endpoint.as_deref(), None, waiting).map_err(CommandError::Refused)?;
            let queued = WebhookDeliveryEvent::Queued(id, WebhookAbout::Test);
            Ok(vec![DomainEvent::WebhookDelivery(delivery, queued)].into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Sends something again.
    pub async fn resume_webhook(&self, id: WebhookDeliveryId) -> Answer<WebhookRefusal> {
        let decide = |reading: &mut Reading<'_>| {
            let delivery = reading.webhook_delivery(id)?;
            let delivery = delivery.ok_or(CommandError::Refused(WebhookRefusal::NotThere))?;
            let endpoint = reading.webhook_endpoint(delivery.endpoint)?;
            let waiting = reading.tables().catalog().webhooks.waiting_count(delivery.endpoint);
            may_queue(endpoint.as_deref(), Some(&delivery), waiting)
                .map_err(CommandError::Refused)?;
            let resumed = WebhookDeliveryEvent::Resumed;
            Ok(vec![DomainEvent::WebhookDelivery(id, resumed)].into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Sends again what was given up of the latest 10,000.
    pub async fn resume_failed_webhooks(&self, id: WebhookEndpointId) -> Answer<WebhookRefusal> {
        let waiting = || self.tables().catalog().webhooks.waiting_count(id);
        let endpoint = self.tables().webhook_endpoint(id)?;
        may_queue(endpoint.as_deref(), None, waiting()).map_err(CommandError::Refused)?;
        let kept_since = self.clock().now() - WEBHOOKS_KEPT;
        let log = self.tables().webhook_deliveries_along(id, Walk::down(None), LOOKED_AT_MAX)?;
        let log: Vec<_> = log.into_iter().filter(|(at, _)| *at >= kept_since).collect();
        for some in log.chunks(RESUMED_AT_ONCE_MAX) {
            let room = WEBHOOKS_WAITING_MAX.saturating_sub(waiting());
            let decide = |reading: &mut Reading<'_>| {
                let mut events = vec![];
                for (_, id) in some {
                    let delivery = reading.webhook_delivery(*id)?;
                    if delivery.is_some_and(|delivery| is_given_up(&delivery)) {
                        let event = WebhookDeliveryEvent::Resumed;
                        events.push(DomainEvent::WebhookDelivery(*id, event));
                    }
                }
                events.truncate(room);
                Ok(events.into())
            };
            self.transact::<WebhookRefusal>(By::Other, decide).await?;
            // So many records are read from the disk.
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// How sending webhooks goes.
    pub fn webhook_state(&self) -> WebhookState {
        let (delivered, failed) = self.webhooks.counts();
        let waiting = self.tables().catalog().webhooks.waiting_in_all();
        WebhookState { waiting, delivered, failed }
    }
}

fn is_given_up(delivery: &Arc<WebhookDelivery>) -> bool {
    matches!(delivery.status, WebhookStatus::GivenUp(_))
}

//! The actor that follows the public events, and commits a delivery for each endpoint that wants one.

use std::{collections::HashMap, sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::super::{
    Answer, Market,
    entity::Alarm,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        DomainEvent, FeedCursorEvent, WebhookAbout, WebhookDeliveryEvent, WebhookEndpoint,
        WebhookEndpointEvent, WebhookOff,
        public::{PublicEvent, PublicEventId, PublicFact},
        rules::webhooks::{WEBHOOKS_WAITING_MAX, WebhookRefusal},
    },
    storage::StorageError,
    types::{FeedCursorId, UserId, WebhookDeliveryId, WebhookEndpointId},
};

/// How many events are read at once.
const EVENTS_MAX: usize = 256;
/// How many deliveries one entry begins at the most, before the events of the next one.
const QUEUED_MAX: usize = 200;
/// How many events are passed over before the cursor is moved for their sake.
const PASSED_OVER_MAX: usize = 1000;
/// The longest that the actor sleeps: what it could not do is tried again then.
const SLEEP_MAX: Duration = Duration::from_secs(60);
/// The wait after something could not be read or committed.
const AGAIN: Duration = Duration::from_secs(1);

/// Whose cursor it is.
const NAME: &str = "webhooks";

/// Look what has happened.
pub(in crate::actors) struct LookAtFeed;

/// See the module: it keeps nothing but its timer.
pub(in crate::actors) struct Follower;

pub(in crate::actors) struct Follows {
    market: Arc<Market>,
    passed: PassedOver,
    next: Option<Alarm>,
}

impl Actor for Follower {
    type Msg = LookAtFeed;
    type State = Follows;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<LookAtFeed>,
        market: Arc<Market>,
    ) -> Result<Follows, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(LookAtFeed);
        Ok(Follows { market, passed: PassedOver::default(), next: None })
    }

    async fn handle(
        &self,
        myself: ActorRef<LookAtFeed>,
        LookAtFeed: LookAtFeed,
        follows: &mut Follows,
    ) -> Result<(), ActorProcessingErr> {
        let market = follows.market.clone();
        let mut latest = market.tables().latest_public_event();
        latest.borrow_and_update();
        let left = market.follow_feed(&mut follows.passed).await;
        let is_any_on = market.tables().catalog().webhooks.is_any_on();
        follows.next = Some(Alarm::task(async move {
            match left {
                Ok(true) => {}
                // Without an endpoint nobody is told of what happens, and none hears of it.
                Ok(false) if !is_any_on => tokio::time::sleep(SLEEP_MAX).await,
                Ok(false) => {
                    // Whether it comes or not: it looks.
                    let _ = tokio::time::timeout(SLEEP_MAX, latest.changed()).await;
                }
                Err(error) => {
                    tracing::warn!(%error, "webhooks of what has happened could not be queued; it \
                        is tried again");
                    tokio::time::sleep(AGAIN).await;
                }
            }
            // An error means that the actor has stopped.
            let _ = myself.send_message(LookAtFeed);
        }));
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<LookAtFeed>,
        _: SupervisionEvent,
        _: &mut Follows,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

/// What was passed over since the cursor was moved, as nobody wants to be told of it.
#[derive(Debug, Clone, Default)]
struct PassedOver {
    /// Up to this, or the cursor if that is further.
    until: Option<PublicEventId>,
    count: usize,
}

/// What an entry queues.
#[derive(Default)]
struct Queued {
    events: Vec<DomainEvent>,
    /// How much waits for each endpoint with that.
    waiting: HashMap<WebhookEndpointId, usize>,
}

impl Market {
    /// The cursor put where the public events are now, if nothing is on yet.
    pub(super) fn cursor_at_first(
        &self,
        reading: &mut Reading<'_>,
    ) -> Result<Vec<DomainEvent>, StorageError> {
        let id = FeedCursorId::of(NAME);
        // Whoever turns another on at the same time decides again.
        reading.feed_cursor(id)?;
        if reading.tables().catalog().webhooks.is_any_on() {
            return Ok(vec![]);
        }
        let latest = *reading.tables().latest_public_event().borrow();
        let moved = FeedCursorEvent::Moved(PublicEventId::end_of(latest));
        Ok(vec![DomainEvent::FeedCursor(id, moved)])
    }

    /// Queues what the next public events come to, as one entry with the cursor moved. Gives
    /// whether there is more to follow.
    async fn follow_feed(&self, passed: &mut PassedOver) -> Answer<WebhookRefusal, bool> {
        let id = FeedCursorId::of(NAME);
        let (mut is_more, mut new) = (false, passed.clone());
        let decide = |reading: &mut Reading<'_>| {
            (is_more, new) = (false, passed.clone());
            if !reading.tables().catalog().webhooks.is_any_on() {
                return Ok(Decision::default());
            }
            let cursor = reading.feed_cursor(id)?.map(|cursor| cursor.at);
            if cursor > new.until {
                new = PassedOver { until: cursor, count: 0 };
            }
            let happened = reading.tables().public_events_after(new.until, EVENTS_MAX)?;
            let mut queued = Queued::default();
            let dealt_with = self.queue(&happened, &mut queued)?;
            let Some(last) = dealt_with.last() else { return Ok(Decision::default()) };
            is_more = dealt_with.len() < happened.len() || happened.len() == EVENTS_MAX;
            new.until = Some(last.id);
            new.count += dealt_with.len();
            // What nobody wants is passed over again after a restart: that is cheaper than a write.
            if queued.events.is_empty() && new.count < PASSED_OVER_MAX {
                return Ok(Decision::default());
            }
            new.count = 0;
            let mut events = std::mem::take(&mut queued.events);
            events.push(DomainEvent::FeedCursor(id, FeedCursorEvent::Moved(last.id)));
            Ok(events.into())
        };
        self.transact(By::Other, decide).await?;
        *passed = new;
        Ok(is_more)
    }

    /// Queues what events come to, as far as one entry takes it; gives those.
    fn queue<'a>(
        &self,
        happened: &'a [PublicEvent],
        queued: &mut Queued,
    ) -> Result<&'a [PublicEvent], StorageError> {
        for (nth, event) in happened.iter().enumerate() {
            if queued.events.len() >= QUEUED_MAX {
                return Ok(&happened[..nth]);
            }
            for endpoint in self.told_of(event)? {
                let waiting = queued
                    .waiting
                    .entry(endpoint.id)
                    .or_insert_with(|| self.tables().catalog().webhooks.waiting_count(endpoint.id));
                if *waiting > WEBHOOKS_WAITING_MAX {
                    continue;
                }
                *waiting += 1;
                let event = if *waiting > WEBHOOKS_WAITING_MAX {
                    let off = WebhookEndpointEvent::TurnedOff(WebhookOff::Backlog);
                    DomainEvent::WebhookEndpoint(endpoint.id, off)
                } else {
                    let delivery = WebhookDeliveryId::of(endpoint.id, &event.id.to_string());
                    let about = WebhookAbout::Event { id: event.id, kind: event.fact.kind() };
                    let waits = WebhookDeliveryEvent::Queued(endpoint.id, about);
                    DomainEvent::WebhookDelivery(delivery, waits)
                };
                queued.events.push(event);
            }
        }
        Ok(happened)
    }

    /// The endpoints that are to be told of an event.
    fn told_of(&self, event: &PublicEvent) -> Result<Vec<Arc<WebhookEndpoint>>, StorageError> {
        let concerned = self.concerned_by(event)?;
        let wanting: Vec<_> = {
            let catalog = self.tables().catalog();
            let own = concerned.iter().flat_map(|user| catalog.webhooks.of_owner(*user));
            let own = own.filter(|endpoint| !endpoint.is_of_everything);
            let all = own.chain(catalog.webhooks.of_everything());
            all.filter(|it| it.wants(event.fact.kind(), event.at)).cloned().collect()
        };
        let mut told = vec![];
        for endpoint in wanting {
            let Some(owner) = self.tables().user(endpoint.owner)? else { continue };
            let is_concerned = concerned.contains(&owner.id);
            if self.audience.may_be_told(self, &endpoint, (&owner, is_concerned), event)? {
                told.push(endpoint);
            }
        }
        Ok(told)
    }

    /// Whose things an event is about, each once.
    fn concerned_by(&self, event: &PublicEvent) -> Result<Vec<UserId>, StorageError> {
        let mut concerned = vec![];
        match &event.fact {
            PublicFact::User(user) => concerned.push(user.id),
            PublicFact::Ticket(ticket) => concerned.push(ticket.seller),
            PublicFact::Order(order) => {
                concerned.push(order.buyer);
                let ticket = self.tables().ticket(order.ticket)?;
                let seller = ticket.map(|ticket| ticket.seller);
                concerned.extend(seller.filter(|seller| *seller != order.buyer));
            }
            PublicFact::Charge(charge) => {
                concerned.extend(self.tables().order(charge.order)?.map(|order| order.buyer));
            }
            PublicFact::Event(_) | PublicFact::EventWith(..) => {}
        }
        Ok(concerned)
    }
}

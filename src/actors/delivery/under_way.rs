//! The deliveries that are under way. They are in tasks of their own, which outlive the actor: one
//! that takes a failed one's place begins none of them again.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{task::JoinSet, time::timeout};

use super::LookNow;
use crate::{
    actors::{Market, isolated::isolated, mailbox::Mailbox},
    clock::Clock,
    delivery::{CircuitBreaker, Consumer, NoReply, Queued, Trouble, TryResult, Undelivered},
    domain::DomainEvent,
    types::BackOff,
};

/// The waits before it is tried again to note what has become of a delivery.
const NOTED_AGAIN: BackOff =
    BackOff { first: Duration::from_secs(1), max: Duration::from_secs(60) };

/// What a consumer has under way, and how its destinations stand.
pub(in crate::actors) struct Deliveries<C: Consumer> {
    consumer: Arc<C>,
    /// What begins them.
    pub(in crate::actors) actor: Mailbox<LookNow>,
    inner: Mutex<UnderWayState<C>>,
    delivered: AtomicU64,
    failed: AtomicU64,
}

struct UnderWayState<C: Consumer> {
    /// Those to whom something is under way, or who are in trouble.
    lanes: HashMap<C::Destination, Lane<C::Id>>,
    /// When each of those to whom something waits was last begun something for, by how many were
    /// begun before that.
    turns: HashMap<C::Destination, u64>,
    begun: u64,
    tasks: JoinSet<()>,
    closed: bool,
}

/// What goes to one destination.
struct Lane<Id> {
    under_way: HashSet<Id>,
    breaker: CircuitBreaker,
}

impl<Id> Default for Lane<Id> {
    fn default() -> Self {
        Self { under_way: HashSet::new(), breaker: CircuitBreaker::default() }
    }
}

impl<C: Consumer> Deliveries<C> {
    pub(in crate::actors) fn new(consumer: C) -> Arc<Self> {
        let inner = UnderWayState {
            lanes: HashMap::new(),
            turns: HashMap::new(),
            begun: 0,
            tasks: JoinSet::new(),
            closed: false,
        };
        Arc::new(Self {
            consumer: Arc::new(consumer),
            actor: Mailbox::new(),
            inner: Mutex::new(inner),
            delivered: AtomicU64::new(0),
            failed: AtomicU64::new(0),
        })
    }

    pub(in crate::actors) fn consumer(&self) -> &C {
        &self.consumer
    }

    /// Has the actor look what is due: something waits, or has a place.
    pub(in crate::actors) fn wake(&self) {
        self.actor.tell(LookNow);
    }

    /// What is wrong with a destination, if anything is.
    pub(in crate::actors) fn trouble(&self, to: &C::Destination) -> Option<Trouble> {
        self.inner.lock().lanes.get(to)?.breaker.trouble().cloned()
    }

    /// How many deliveries were taken, and how many tries failed, since the start.
    pub(in crate::actors) fn counts(&self) -> (u64, u64) {
        (self.delivered.load(Ordering::Relaxed), self.failed.load(Ordering::Relaxed))
    }

    /// All to whom something may wait, in turn: those for whom something was begun least lately come
    /// first, so that nobody has all places, however long theirs take.
    pub(super) fn destinations(&self) -> Vec<C::Destination> {
        let mut destinations = self.consumer.destinations();
        let turns = &mut self.inner.lock().turns;
        let before = std::mem::take(turns);
        let kept = destinations.iter().filter_map(|to| Some((to.clone(), *before.get(to)?)));
        turns.extend(kept);
        destinations.sort_by_key(|to| turns.get(to).copied().unwrap_or_default());
        destinations
    }

    /// Begins a delivery, if it is not under way and there is a place for it.
    pub(super) fn begin(self: &Arc<Self>, market: &Arc<Market>, to: &C::Destination, id: C::Id) {
        let mut inner = self.inner.lock();
        let UnderWayState { lanes, turns, begun, tasks, closed } = &mut *inner;
        while tasks.try_join_next().is_some() {}
        if *closed || tasks.len() >= C::AT_ONCE_IN_ALL {
            return;
        }
        let lane = lanes.entry(to.clone()).or_default();
        let places = lane.breaker.places(C::AT_ONCE, market.clock().now());
        if lane.under_way.len() < places && lane.under_way.insert(id) {
            *begun += 1;
            turns.insert(to.clone(), *begun);
            tasks.spawn(self.clone().bring(market.clone(), to.clone(), id));
        }
    }

    /// Delivers, and notes what has become of it before it is anybody else's to deliver.
    async fn bring(self: Arc<Self>, market: Arc<Market>, to: C::Destination, id: C::Id) {
        match self.consumer.read(id) {
            // It may have been noted since it was seen to wait.
            Ok(Some(queued)) if queued.not_before <= market.clock().now() => {
                let events = self.attempt(market.clock(), &to, id, &queued).await;
                self.note(&market, id, &queued, events).await;
            }
            Ok(_) => {}
            Err(error) => {
                let (consumer, delivery) = (C::NAME, tracing::field::display(id));
                tracing::error!(consumer, delivery, %error, "a delivery cannot be read; it is \
                    tried again");
                tokio::time::sleep(NOTED_AGAIN.max).await;
            }
        }
        self.end(&to, id);
        self.wake();
    }

    /// Tries to deliver, and gives the events that note what became of it.
    async fn attempt(
        &self,
        clock: Clock,
        to: &C::Destination,
        id: C::Id,
        queued: &Queued<C::Item>,
    ) -> Vec<DomainEvent> {
        let prepared = self.consumer.prepare(&queued.item, clock.now());
        let asks = prepared.is_ok();
        let result = match prepared {
            Ok(parcel) => self.hand_over(clock, to, parcel).await,
            Err(why) => Err(why),
        };
        let again_at =
            |why: &Undelivered<C::Said>| C::SCHEDULE.again_at(&id, queued, why, clock.now());
        let again_at = result.as_ref().err().and_then(again_at);
        if asks {
            self.consumer.log(&queued.item, &result, again_at);
        }
        self.consumer.noted(&queued.item, &result, again_at)
    }

    /// Hands something over now, and takes note of what the destination has said.
    pub(in crate::actors) async fn hand_over(
        &self,
        clock: Clock,
        to: &C::Destination,
        parcel: C::Parcel,
    ) -> TryResult<C> {
        let consumer = self.consumer.clone();
        let delivered = isolated(async move { consumer.deliver(&parcel).await });
        let result = match timeout(C::TRY_MAX, delivered).await {
            Ok(Some(result)) => result,
            Ok(None) => Err(Undelivered::not_now(NoReply::SiteFault.into())),
            Err(_) => Err(Undelivered::not_now(NoReply::TooLate.into())),
        };
        let counter = if result.is_ok() { &self.delivered } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
        let mut inner = self.inner.lock();
        let lane = inner.lanes.entry(to.clone()).or_default();
        if let Some(turn) = lane.breaker.learn(&result, C::BREAKER, clock.now()) {
            self.consumer.log_breaker(to, turn);
        }
        result
    }

    /// Until it is noted the delivery keeps its place: it is not begun again, and where nothing can
    /// be noted soon nothing is delivered.
    async fn note(
        &self,
        market: &Market,
        id: C::Id,
        queued: &Queued<C::Item>,
        events: Vec<DomainEvent>,
    ) {
        for failures in 0.. {
            let noted = market.commit(market.clock().now(), events.clone()).await;
            let Err(error) = noted else { return };
            // It may have been noted, and only the answer was lost.
            if self.consumer.read(id).is_ok_and(|now| now.as_ref() != Some(queued)) {
                return;
            }
            let (consumer, delivery) = (C::NAME, tracing::field::display(id));
            tracing::error!(consumer, delivery, %error, "what has become of a delivery cannot be \
                noted; it is tried again");
            tokio::time::sleep(NOTED_AGAIN.wait(failures)).await;
        }
    }

    fn end(&self, to: &C::Destination, id: C::Id) {
        let mut inner = self.inner.lock();
        if let Some(lane) = inner.lanes.get_mut(to) {
            lane.under_way.remove(&id);
            if lane.under_way.is_empty() && lane.breaker.trouble().is_none() {
                inner.lanes.remove(to);
            }
        }
    }

    /// Begins nothing any more, lets what is under way come to its end, and ends what has not by
    /// then.
    pub(in crate::actors) async fn stop(&self, deadline: Duration) {
        let mut tasks = self.close();
        let end = async { while tasks.join_next().await.is_some() {} };
        if timeout(deadline, end).await.is_err() {
            let consumer = C::NAME;
            tracing::warn!(
                consumer,
                "some were being delivered; the next start delivers them again"
            );
        }
        tasks.shutdown().await;
    }

    /// Ends what is under way in the middle.
    pub(in crate::actors) async fn kill(&self) {
        self.close().shutdown().await;
    }

    fn close(&self) -> JoinSet<()> {
        let mut inner = self.inner.lock();
        inner.closed = true;
        std::mem::take(&mut inner.tasks)
    }
}

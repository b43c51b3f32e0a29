//! The actor that has something delivered, one for each [`Consumer`]: it begins what is due when it
//! is told that something waits, when something is due, and every minute. What can be relied on is
//! said in [`crate::delivery`].

#[cfg(test)]
mod tests;
mod under_way;

use std::{marker::PhantomData, sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{Market, entity::Alarm};
use crate::{delivery::Consumer, types::Timestamp};
pub(super) use under_way::Deliveries;

/// The longest that the actor sleeps: so long may something wait of which it was not told.
const SLEEP_MAX: Duration = Duration::from_secs(60);

/// Look what is due.
pub(super) struct LookNow;

/// It keeps nothing but its timer: what is under way is in [`Deliveries`], and goes on without it.
pub(super) struct DeliveryActor<C>(PhantomData<fn() -> C>);

pub(super) struct Looks<C: Consumer> {
    market: Arc<Market>,
    deliveries: Arc<Deliveries<C>>,
    next: Option<Alarm>,
}

impl<C> DeliveryActor<C> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<C: Consumer> Actor for DeliveryActor<C> {
    type Msg = LookNow;
    type State = Looks<C>;
    type Arguments = (Arc<Market>, Arc<Deliveries<C>>);

    async fn pre_start(
        &self,
        myself: ActorRef<LookNow>,
        (market, deliveries): Self::Arguments,
    ) -> Result<Looks<C>, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(LookNow);
        Ok(Looks { market, deliveries, next: None })
    }

    async fn handle(
        &self,
        myself: ActorRef<LookNow>,
        LookNow: LookNow,
        looks: &mut Looks<C>,
    ) -> Result<(), ActorProcessingErr> {
        let next = looks.begin_due();
        let clock = looks.market.clock();
        looks.next = Some(Alarm::task(async move {
            clock.sleep_until(next).await;
            // An error means that the actor has stopped.
            let _ = myself.send_message(LookNow);
        }));
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<LookNow>,
        _: SupervisionEvent,
        _: &mut Looks<C>,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl<C: Consumer> Looks<C> {
    /// Begins what is due and has a place, and gives when to look again.
    fn begin_due(&self) -> Timestamp {
        let now = self.market.clock().now();
        let mut next = now + SLEEP_MAX;
        for to in self.deliveries.destinations() {
            // As many as are under way may be among them.
            for (due, id) in self.deliveries.consumer().waiting(&to, 2 * C::AT_ONCE) {
                if due > now {
                    next = next.min(due);
                    break;
                }
                self.deliveries.begin(&self.market, &to, id);
            }
            let until = self.deliveries.trouble(&to).map(|trouble| trouble.until);
            next = until.into_iter().filter(|until| *until > now).fold(next, Timestamp::min);
        }
        next
    }
}

//! The deadlines of all holds, on one timer: a hold costs a place here, and no task of its own.
//!
//! A hold that runs out is its ticket's actor's to end. Holds that run out at one instant (an on-sale
//! begins at one) are ended together, some in one entry, as the machine of each ticket decides; their
//! actors hear of it, and each takes over what could not be ended so.

use std::{
    collections::BTreeMap,
    sync::{Arc, Weak},
};

use parking_lot::Mutex;
use tokio::{
    select,
    sync::Notify,
    task::{AbortHandle, JoinSet},
};

use super::{
    CommandError, Market,
    entity::Me,
    isolated::isolated,
    ticket::{TicketActor, TicketMsg},
    transaction::{By, Decision, Reading},
};
use crate::{
    clock::Clock,
    domain::rules::ticket::{TicketCommand, TicketRefusal, decide},
    types::{OrderId, TicketId, Timestamp},
};

/// How many holds end in one entry: far fewer than what an entry can hold.
const TOGETHER_MAX: usize = 64;

/// See above.
pub(super) struct Deadlines(Arc<HoldPlaces>);

#[derive(Default)]
struct HoldPlaces {
    waiting: Mutex<WaitingHolds>,
    /// There is one before all others.
    sooner: Notify,
}

#[derive(Default)]
struct WaitingHolds {
    /// How many there ever were: tells those of one instant apart.
    count: u64,
    by_deadline: BTreeMap<(Timestamp, u64), Hold>,
}

/// A hold that ends at a deadline.
pub(super) struct Hold {
    pub(super) ticket: TicketId,
    pub(super) order: OrderId,
    pub(super) actor: Me<TicketActor>,
}

/// A place among the deadlines, until this is dropped.
pub(super) struct Deadline {
    places: Arc<HoldPlaces>,
    at: (Timestamp, u64),
}

impl std::fmt::Debug for Deadline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Deadline({:?})", self.at.0)
    }
}

impl Deadlines {
    pub(super) fn new() -> Self {
        Self(Arc::default())
    }

    /// Has a hold ended when the clock has reached the deadline.
    pub(super) fn at(&self, deadline: Timestamp, hold: Hold) -> Deadline {
        let mut waiting = self.0.waiting.lock();
        let is_first = waiting.first().is_none_or(|first| deadline < first);
        waiting.count += 1;
        let at = (deadline, waiting.count);
        waiting.by_deadline.insert(at, hold);
        drop(waiting);
        if is_first {
            self.0.sooner.notify_one();
        }
        Deadline { places: self.0.clone(), at }
    }

    /// Waits for deadlines, for as long as the market is there.
    pub(super) fn run(&self, market: &Arc<Market>) -> AbortHandle {
        let (places, clock, market) = (self.0.clone(), market.clock(), Arc::downgrade(market));
        let run = async move {
            loop {
                let due = places.due(clock).await;
                if isolated(end(market.clone(), due)).await.is_none() {
                    tracing::error!(
                        "holds that ran out could not be ended together; the \
                        reconciler wakes their tickets"
                    );
                }
            }
        };
        tokio::spawn(run).abort_handle()
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let gone = self.places.waiting.lock().by_deadline.remove(&self.at);
        // It may have something of its own to drop, without the lock.
        drop(gone);
    }
}

impl WaitingHolds {
    fn first(&self) -> Option<Timestamp> {
        self.by_deadline.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    fn take_due(&mut self, now: Timestamp) -> Vec<Hold> {
        let later = self.by_deadline.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.by_deadline, later).into_values().collect()
    }
}

impl HoldPlaces {
    async fn due(&self, clock: Clock) -> Vec<Hold> {
        loop {
            let first = self.waiting.lock().first();
            let due = async {
                match first {
                    Some(deadline) => clock.sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            select! {
                () = due => {
                    let due = self.waiting.lock().take_due(clock.now());
                    if !due.is_empty() {
                        return due;
                    }
                }
                () = self.sooner.notified() => {}
            }
        }
    }
}

/// All at once: the writer puts what comes together into one group commit.
async fn end(market: Weak<Market>, mut due: Vec<Hold>) {
    let mut ending = JoinSet::new();
    while !due.is_empty() {
        let Some(market) = market.upgrade() else { return };
        let together = due.split_off(due.len().saturating_sub(TOGETHER_MAX));
        ending.spawn(async move {
            let is_one = together.len() == 1;
            if is_one || market.end_together(&together).await.is_err() {
                for Hold { order, actor, .. } in together {
                    actor.tell(TicketMsg::Deadline(order));
                }
            }
        });
    }
    ending.join_all().await;
}

impl Market {
    /// Ends holds in one entry. What is so already, and what may not be, is passed over.
    async fn end_together(&self, holds: &[Hold]) -> Result<(), CommandError<TicketRefusal>> {
        let decide_all = |reading: &mut Reading<'_>| {
            let mut events = vec![];
            for Hold { ticket: id, order, .. } in holds {
                let ticket = reading.ticket(*id)?;
                let command = TicketCommand::Expire { order: *order };
                // The writer reads it, too, and is to find it in memory.
                reading.order(*order)?;
                let decided = decide(*id, ticket.as_deref(), &command, reading.now);
                events.extend(decided.unwrap_or_default());
            }
            Ok(Decision::from(events))
        };
        self.transact(By::Other, decide_all).await.map(drop)
    }
}

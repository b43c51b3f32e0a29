//! The supervisor of all actors of one kind: it routes messages to them, activates those that are
//! not running, and restarts those that fail.
//!
//! An entity that fails is rebuilt from storage after a back-off; one that keeps failing is put in
//! quarantine. Messages for it meanwhile are dropped: who asked hears at once that no answer
//! comes, and what other actors told it is told again by their own timers or the reconciler. Its
//! neighbours notice nothing.

use std::{collections::HashMap, marker::PhantomData, sync::Arc, time::Duration};

use ractor::{
    Actor, ActorId, ActorProcessingErr, ActorRef, ActorRuntime, RpcReplyPort, SupervisionEvent,
};
use tokio::time::Instant;

use super::{
    Market,
    entity::{Birth, Entity, EntityActor, EntityMsg},
};
use crate::types::BackOff;

/// How many times an entity is restarted within [`RESTART_WINDOW`]; once more, and it is put in
/// quarantine.
pub const RESTARTS_MAX: u32 = 5;
/// Failures that lie further back than this are forgiven.
pub const RESTART_WINDOW: Duration = Duration::from_secs(60);
/// The wait before the first restart; it doubles with each.
pub const BACK_OFF: Duration = Duration::from_millis(50);
/// The wait before an entity in quarantine is tried again.
pub const QUARANTINE: Duration = Duration::from_secs(60);

/// What a supervisor can be told.
pub enum SupervisorMsg<E: Entity> {
    /// Give the message to the entity; activate it if it is not running.
    Deliver(E::Id, E::Msg),
    /// Give the message to the entity, unless it is not running.
    DeliverIfRunning(E::Id, E::Msg),
    /// The entity has nothing going on, having handled so many messages.
    Idle {
        /// Which entity.
        id: E::Id,
        /// Which actor of it says so.
        actor: ActorId,
        /// How many routed messages it has handled.
        handled: u64,
    },
    /// The back-off after a failure is over.
    Restart(E::Id),
    /// How many are running?
    Count(RpcReplyPort<usize>),
}

/// The supervisor of entities of one kind.
pub(super) struct Supervisor<E>(pub(super) PhantomData<fn() -> E>);

pub(super) struct Children<E: Entity> {
    market: Arc<Market>,
    running: HashMap<E::Id, Child<E>>,
    ids: HashMap<ActorId, E::Id>,
    troubles: HashMap<E::Id, FailingEntity>,
}

struct Child<E: Entity> {
    actor: ActorRef<EntityMsg<E::Msg>>,
    routed: u64,
}

/// An entity that has failed lately.
struct FailingEntity {
    failures: u32,
    last: Instant,
    /// Whether it waits for its restart.
    waits: bool,
}

impl<E: Entity> Actor for Supervisor<E> {
    type Msg = SupervisorMsg<E>;
    type State = Children<E>;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        market: Arc<Market>,
    ) -> Result<Children<E>, ActorProcessingErr> {
        Ok(Children {
            market,
            running: HashMap::new(),
            ids: HashMap::new(),
            troubles: HashMap::new(),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        children: &mut Children<E>,
    ) -> Result<(), ActorProcessingErr> {
        children.market.count_message();
        match message {
            SupervisorMsg::Deliver(id, message) => children.deliver(&myself, id, message),
            SupervisorMsg::DeliverIfRunning(id, message) => children.hand_on(id, message),
            SupervisorMsg::Idle { id, actor, handled } => children.stop_idle(id, actor, handled),
            SupervisorMsg::Restart(id) => {
                if let Some(trouble) = children.troubles.get_mut(&id) {
                    trouble.waits = false;
                }
                children.activate(&myself, id);
            }
            SupervisorMsg::Count(reply) => {
                // Who asked may have gone.
                let _ = reply.send(children.running.len());
            }
        }
        Ok(())
    }

    /// Never fails itself because of a child, as ractor's default would.
    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        children: &mut Children<E>,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(actor, error) => {
                children.failed(&myself, actor.get_id(), &error.to_string());
            }
            SupervisionEvent::ActorTerminated(actor, ..) => {
                children.failed(&myself, actor.get_id(), "it ended without being asked to");
            }
            SupervisionEvent::ActorStarted(_) | SupervisionEvent::ProcessGroupChanged(_) => {}
        }
        Ok(())
    }
}

impl<E: Entity> Children<E> {
    fn deliver(&mut self, myself: &ActorRef<SupervisorMsg<E>>, id: E::Id, message: E::Msg) {
        if self.troubles.get(&id).is_some_and(|trouble| trouble.waits) || self.market.is_stopping()
        {
            return;
        }
        if !self.running.contains_key(&id) {
            self.activate(myself, id);
        }
        self.hand_on(id, message);
    }

    fn hand_on(&mut self, id: E::Id, message: E::Msg) {
        if let Some(child) = self.running.get_mut(&id) {
            child.routed += 1;
            // An error means that it has just failed: the event that says so is on its way.
            let _ = child.actor.send_message(EntityMsg::Routed(message));
        }
    }

    fn activate(&mut self, myself: &ActorRef<SupervisorMsg<E>>, id: E::Id) {
        if self.running.contains_key(&id) || self.market.is_stopping() {
            return;
        }
        let birth = Birth { id, market: self.market.clone(), supervisor: myself.clone() };
        let spawned = ActorRuntime::<EntityActor<E>>::spawn_linked_instant(
            None,
            EntityActor(PhantomData),
            birth,
            myself.get_cell(),
        );
        match spawned {
            Ok((actor, _)) => {
                self.ids.insert(actor.get_id(), id);
                self.running.insert(id, Child { actor, routed: 0 });
            }
            Err(error) => tracing::error!(kind = E::KIND, %id, %error, "an actor cannot start"),
        }
    }

    fn stop_idle(&mut self, id: E::Id, actor: ActorId, handled: u64) {
        let Some(child) = self.running.get(&id) else { return };
        if child.actor.get_id() == actor && child.routed == handled {
            child.actor.stop(None);
            self.running.remove(&id);
            self.ids.remove(&actor);
        }
    }

    fn failed(&mut self, myself: &ActorRef<SupervisorMsg<E>>, actor: ActorId, error: &str) {
        let Some(id) = self.ids.remove(&actor) else { return };
        self.running.remove(&id);
        if self.market.is_stopping() {
            return;
        }
        let now = Instant::now();
        self.troubles.retain(|_, t| t.waits || now - t.last < RESTART_WINDOW);
        let trouble = self.troubles.entry(id).or_insert(FailingEntity {
            failures: 0,
            last: now,
            waits: true,
        });
        trouble.failures += 1;
        trouble.last = now;
        trouble.waits = true;
        let wait = match trouble.failures {
            failures @ 1..=RESTARTS_MAX => {
                BackOff { first: BACK_OFF, max: QUARANTINE }.wait(failures - 1)
            }
            _ => QUARANTINE,
        };
        tracing::error!(
            kind = E::KIND, %id, error, failures = trouble.failures, ?wait,
            "an actor failed; it is rebuilt from storage after a wait, and all others go on"
        );
        myself.send_after(wait, move || SupervisorMsg::Restart(id));
    }
}

//! What ticket, order and payment actors have in common: one actor for each record that has
//! something going on, activated by its first message, rebuilt from storage, and stopped when
//! nothing goes on any more.

use std::{
    fmt::Display, future::Future, hash::Hash, marker::PhantomData, sync::Arc, time::Duration,
};

use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::task::AbortHandle;

use super::{Market, deadlines::Deadline, supervisor::SupervisorMsg};
use crate::storage::StorageError;

/// A kind of record that has an actor.
pub trait Entity: Sized + Send + Sync + 'static {
    /// Names one of them.
    type Id: Copy + Eq + Hash + Display + Send + Sync + 'static;
    /// What it can be told.
    type Msg: Send + 'static;
    /// For the log.
    const KIND: &'static str;

    /// Makes one from what is stored, whether or not anything is.
    fn activate(id: Self::Id, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError>;

    /// Takes up what was going on when the last one stopped: arms timers.
    fn resume(&mut self) {}

    /// Handles a message. A refusal travels in the answer.
    ///
    /// # Errors
    /// When its state can no longer be trusted: it is rebuilt from storage.
    fn handle(&mut self, message: Self::Msg) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Whether nothing goes on: no timer, no call, nobody waiting.
    fn is_idle(&self) -> bool;
}

/// "Restart me."
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct Failure(pub String);

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self(error.to_string())
    }
}

/// An entity's own address, for its timers and tasks.
pub struct Me<E: Entity>(ActorRef<EntityMsg<E::Msg>>);

impl<E: Entity> Clone for Me<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<E: Entity> Me<E> {
    /// Sends itself a message.
    pub fn tell(&self, message: E::Msg) {
        // An error means that the actor has stopped, and with it what the message was for.
        let _ = self.0.send_message(EntityMsg::Own(message));
    }
}

/// Something that is sent later, unless this is dropped before.
#[derive(Debug)]
pub struct Alarm(Wait);

#[derive(Debug)]
enum Wait {
    Deadline { _place: Deadline },
    Task(AbortHandle),
}

impl Alarm {
    /// Holds a place among the deadlines.
    pub(super) fn at(place: Deadline) -> Self {
        Self(Wait::Deadline { _place: place })
    }

    /// Sends the message after a while.
    pub fn after<E: Entity>(wait: Duration, me: &Me<E>, message: E::Msg) -> Self {
        let me = me.clone();
        Self::task(async move {
            tokio::time::sleep(wait).await;
            me.tell(message);
        })
    }

    /// Runs the task until it ends or this is dropped.
    pub fn task(task: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(Wait::Task(tokio::spawn(task).abort_handle()))
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Wait::Task(task) = &self.0 {
            task.abort();
        }
    }
}

/// A message to an entity's actor.
#[derive(Debug)]
pub enum EntityMsg<M> {
    /// Through its supervisor, which counts these.
    Routed(M),
    /// From itself.
    Own(M),
}

/// The actor around an entity.
pub(super) struct EntityActor<E>(pub(super) PhantomData<fn() -> E>);

/// What an entity's actor starts with.
pub(super) struct Birth<E: Entity> {
    pub(super) id: E::Id,
    pub(super) market: Arc<Market>,
    pub(super) supervisor: ActorRef<SupervisorMsg<E>>,
}

pub(super) struct Shell<E: Entity> {
    birth: Birth<E>,
    entity: Option<E>,
    /// How many routed messages it has handled: if its supervisor has routed no more, it can stop
    /// without losing one.
    handled: u64,
}

impl<E: Entity> Shell<E> {
    fn report_if_idle(&self, myself: &ActorRef<EntityMsg<E::Msg>>) {
        if self.entity.as_ref().is_some_and(E::is_idle) {
            let idle = SupervisorMsg::Idle {
                id: self.birth.id,
                actor: myself.get_id(),
                handled: self.handled,
            };
            // An error means that the supervisor stops, and this with it.
            let _ = self.birth.supervisor.send_message(idle);
        }
    }
}

impl<E: Entity> Actor for EntityActor<E> {
    type Msg = EntityMsg<E::Msg>;
    type State = Shell<E>;
    type Arguments = Birth<E>;

    /// Does nothing that can fail: a failure here would reach the spawner, not the supervisor.
    async fn pre_start(
        &self,
        _: ActorRef<Self::Msg>,
        birth: Birth<E>,
    ) -> Result<Shell<E>, ActorProcessingErr> {
        Ok(Shell { birth, entity: None, handled: 0 })
    }

    async fn post_start(
        &self,
        myself: ActorRef<Self::Msg>,
        shell: &mut Shell<E>,
    ) -> Result<(), ActorProcessingErr> {
        let mut entity =
            E::activate(shell.birth.id, shell.birth.market.clone(), Me(myself.clone()))?;
        entity.resume();
        shell.entity = Some(entity);
        shell.report_if_idle(&myself);
        Ok(())
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        shell: &mut Shell<E>,
    ) -> Result<(), ActorProcessingErr> {
        shell.birth.market.count_message();
        let message = match message {
            EntityMsg::Routed(message) => {
                shell.handled += 1;
                message
            }
            EntityMsg::Own(message) => message,
        };
        if let Some(entity) = &mut shell.entity {
            entity.handle(message).await?;
        }
        shell.report_if_idle(&myself);
        Ok(())
    }
}

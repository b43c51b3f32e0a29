//! How an actor is asked that its supervisor may replace meanwhile, and what the answer may be
//! instead of what was asked for.

use std::time::Duration;

use parking_lot::RwLock;
use ractor::{ActorRef, RpcReplyPort, rpc::CallResult};

use super::entity::Failure;
use crate::storage::{CommitError, StorageError};

/// How long the edge waits for an actor's answer.
pub const ANSWER_DEADLINE: Duration = Duration::from_secs(5);

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError<R> {
    /// It may not be, as things are. Nothing has changed.
    #[error(transparent)]
    Refused(R),
    /// Something is out of order.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

/// What comes of a command.
pub type Answer<R, T = ()> = Result<T, CommandError<R>>;

/// Something is out of order that the one who asked cannot help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// It was not done.
    #[error("{0}")]
    NotDone(String),
    /// It may or may not have been done, or be done yet.
    #[error("{0}")]
    Unknown(String),
}

impl<R> CommandError<R> {
    /// What the result means for the actor that ran the command: after an unknown outcome its
    /// state is rebuilt from storage.
    pub(super) fn failure<T>(result: &Result<T, Self>) -> Result<(), Failure> {
        match result {
            Err(Self::Unavailable(Unavailable::Unknown(error))) => Err(Failure(error.clone())),
            _ => Ok(()),
        }
    }
}

impl From<CommitError> for Unavailable {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::NotWritten(error) => Self::NotDone(error),
            error @ (CommitError::Broken(_) | CommitError::Conflict) => {
                Self::NotDone(error.to_string())
            }
            CommitError::Unknown(error) => Self::Unknown(error),
        }
    }
}

impl<R> From<CommitError> for CommandError<R> {
    fn from(error: CommitError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl<R> From<StorageError> for CommandError<R> {
    fn from(error: StorageError) -> Self {
        Self::Unavailable(Unavailable::Unknown(error.to_string()))
    }
}

/// The address of an actor that its supervisor may replace.
pub(super) struct Mailbox<M>(RwLock<Option<ActorRef<M>>>);

impl<M: ractor::Message> Mailbox<M> {
    pub(super) fn new() -> Self {
        Self(RwLock::new(None))
    }

    pub(super) fn set(&self, actor: ActorRef<M>) {
        *self.0.write() = Some(actor);
    }

    pub(super) fn kill(&self) {
        if let Some(actor) = &*self.0.read() {
            actor.get_cell().kill();
        }
    }

    /// Sends a message; one to an actor that is just being replaced is lost, as it would be had
    /// the actor failed a moment later.
    pub(super) fn tell(&self, message: M) {
        if let Some(actor) = &*self.0.read() {
            let _ = actor.send_message(message);
        }
    }

    pub(super) async fn ask<T: Send + 'static>(
        &self,
        message: impl FnOnce(RpcReplyPort<T>) -> M,
        deadline: Duration,
    ) -> Result<T, Unavailable> {
        let actor = self.0.read().clone();
        let stopped = || Unavailable::NotDone("the site is starting or stopping".into());
        match actor.ok_or_else(stopped)?.call(message, Some(deadline)).await {
            Ok(CallResult::Success(answer)) => Ok(answer),
            Ok(CallResult::Timeout) => {
                Err(Unavailable::Unknown(format!("there was no answer within {deadline:?}")))
            }
            Ok(CallResult::SenderError) => {
                Err(Unavailable::Unknown("the one who should answer has failed".into()))
            }
            Err(_) => Err(stopped()),
        }
    }
}

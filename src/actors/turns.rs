//! What spans tickets is decided one after the other, though each ticket decides for itself: what one
//! buyer holds, and which tickets have the same file.

use std::{
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash},
    sync::Arc,
};

use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::{Instant, timeout_at},
};

use super::{
    ANSWER_DEADLINE, CommandError, Market, Unavailable,
    supervisor::SupervisorMsg,
    ticket::{TicketCommand, TicketMsg, TicketRefusal},
};
use crate::types::TicketId;

/// As many as requests in flight by default: two rarely share one by chance.
const LANES: usize = 1024;

/// Who has the same key takes turns, and with the few whose key shares their lane.
pub(super) struct Turns(Box<[Arc<Mutex<()>>]>);

/// A turn: until this is dropped, nothing else of its key is decided. It travels to the ticket's
/// actor, so that it lasts until that has decided, even if whoever asked has gone.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "it is held, not used")] OwnedMutexGuard<()>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..LANES).map(|_| Arc::default()).collect())
    }
}

impl Turns {
    /// Waits for the key's turn.
    pub(super) async fn of(&self, key: impl Hash, deadline: Instant) -> Result<Turn, Unavailable> {
        let hash = BuildHasherDefault::<DefaultHasher>::new().hash_one(key);
        let at = usize::try_from(hash % LANES as u64).unwrap_or(0);
        let turn = timeout_at(deadline, self.0[at].clone().lock_owned()).await;
        turn.map(Turn).map_err(|_| {
            Unavailable::NotDone(format!("what came before took longer than {ANSWER_DEADLINE:?}"))
        })
    }
}

impl Market {
    /// Has a ticket do what must not be decided beside others of its kind.
    pub(super) async fn command_in_turn(
        &self,
        ticket: TicketId,
        command: TicketCommand,
        turn: Turn,
        deadline: Instant,
    ) -> Result<(), CommandError<TicketRefusal>> {
        let message =
            |reply| SupervisorMsg::Deliver(ticket, TicketMsg::InTurn(command, turn, reply));
        self.tickets.ask(message, deadline.saturating_duration_since(Instant::now())).await?
    }
}

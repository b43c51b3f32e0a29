use std::{sync::Arc, time::Duration};

use ractor::RpcReplyPort;

use super::machine::{TicketCommand, TicketRefusal, decide};
use crate::{
    actors::{
        CommandError, Market,
        entity::{Alarm, Entity, Failure, Me},
        order::OrderMsg,
        turns::Turn,
    },
    domain::{DomainEvent, TicketEvent, TicketStatus},
    storage::StorageError,
    types::{OrderId, TicketId},
};

/// The wait before an expiry that could not be committed is tried again.
const EXPIRE_AGAIN: Duration = Duration::from_secs(1);

/// What a ticket's actor can be told.
#[derive(Debug)]
pub enum TicketMsg {
    /// Do this and say how it went: from the edge.
    Command(TicketCommand, RpcReplyPort<Result<(), CommandError<TicketRefusal>>>),
    /// Do this, which must not be decided beside others of its kind, and say how it went: from the
    /// edge. The turn lasts as long as this message.
    InTurn(TicketCommand, Turn, RpcReplyPort<Result<(), CommandError<TicketRefusal>>>),
    /// Do this and tell the order how it went: from its actor.
    ForOrder(OrderId, TicketCommand),
    /// The deadline of the order's reservation: from its own timer.
    Deadline(OrderId),
    /// Activate, and take up what was going on: from the reconciler.
    Resume,
}

/// The actor that owns a ticket's lock state and expiry timer.
pub struct TicketActor {
    id: TicketId,
    market: Arc<Market>,
    me: Me<Self>,
    /// Armed while the ticket is reserved.
    deadline: Option<Alarm>,
}

impl Entity for TicketActor {
    type Id = TicketId;
    type Msg = TicketMsg;
    const KIND: &'static str = "ticket";

    fn activate(id: TicketId, market: Arc<Market>, me: Me<Self>) -> Result<Self, StorageError> {
        Ok(Self { id, market, me, deadline: None })
    }

    async fn resume(&mut self) -> Result<(), Failure> {
        self.arm();
        Ok(())
    }

    async fn handle(&mut self, message: TicketMsg) -> Result<(), Failure> {
        match message {
            TicketMsg::Command(command, reply) => self.answer(&command, reply).await,
            TicketMsg::InTurn(command, _turn, reply) => self.answer(&command, reply).await,
            TicketMsg::ForOrder(order, command) => {
                let result = self.run(&command).await;
                let failure = CommandError::failure(&result);
                self.market.tell_order(order, OrderMsg::TicketAnswered(command, result));
                failure
            }
            TicketMsg::Deadline(order) => {
                let result = self.run(&TicketCommand::Expire { order }).await;
                match result {
                    // Armed for a deadline that has passed, the timer would fire at once, and
                    // again, for as long as nothing can be committed.
                    Err(_) => {
                        let again = TicketMsg::Deadline(order);
                        self.deadline = Some(Alarm::after(EXPIRE_AGAIN, &self.me, again));
                    }
                    Ok(()) => self.arm(),
                }
                CommandError::failure(&result)
            }
            TicketMsg::Resume => Ok(()),
        }
    }

    /// A live reservation keeps its actor, for the timer.
    fn is_idle(&self) -> bool {
        self.deadline.is_none()
    }
}

impl TicketActor {
    async fn answer(
        &mut self,
        command: &TicketCommand,
        reply: RpcReplyPort<Result<(), CommandError<TicketRefusal>>>,
    ) -> Result<(), Failure> {
        let result = self.run(command).await;
        let failure = CommandError::failure(&result);
        // Who asked may have gone; what is committed stays so.
        let _ = reply.send(result);
        failure
    }

    /// Decide, commit, apply, then the effects.
    async fn run(&mut self, command: &TicketCommand) -> Result<(), CommandError<TicketRefusal>> {
        let now = self.market.clock().now();
        // Not as it was left by the last command: a refund elsewhere may have recalled it.
        let before = self.market.tables().ticket(self.id)?;
        let events =
            decide(self.id, before.as_deref(), command, now).map_err(CommandError::Refused)?;
        if events.is_empty() {
            return Ok(());
        }
        if let TicketCommand::Reserve { order, buyer, .. } = command {
            if self.market.tables().order(*order)?.is_some() {
                // Asked again after the order is over: an order is made once.
                return Err(CommandError::Refused(TicketRefusal::NotHeld));
            }
            self.market.may_hold(*buyer, self.id, now).map_err(CommandError::Refused)?;
        }
        if let Some((by, file)) = command.attaches() {
            self.market.may_attach(by, &file).map_err(CommandError::Refused)?;
        }
        let expired = events.iter().filter_map(expired_order).collect::<Vec<_>>();
        self.market.commit(now, events).await?;
        self.arm();
        if let Some(file) = before.and_then(|ticket| ticket.file)
            && self.market.tables().ticket(self.id)?.and_then(|after| after.file) != Some(file)
        {
            self.market.discard_file(file.id);
        }
        for order in expired {
            self.market.tell_order(order, OrderMsg::TicketExpired);
        }
        Ok(())
    }

    /// Arms the timer that the ticket needs as it is committed, and drops any other.
    fn arm(&mut self) {
        let status = self.market.tables().catalog().listing(self.id).map(|listed| listed.status);
        self.deadline = match status {
            Some(TicketStatus::Reserved(reservation)) => Some(Alarm::at(
                self.market.clock(),
                reservation.expires_at,
                &self.me,
                TicketMsg::Deadline(reservation.order),
            )),
            _ => None,
        };
    }
}

fn expired_order(event: &DomainEvent) -> Option<OrderId> {
    match event {
        DomainEvent::Ticket(_, TicketEvent::ReservationExpired { order }) => Some(*order),
        _ => None,
    }
}

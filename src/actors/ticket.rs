//! A ticket: who may have it, and until when.
//!
//! **An expiry.** The ticket's timer (a place in `deadlines.rs`, which ends many that run
//! out at one instant together) fires, with the order for which it was armed, and the machine compares
//! the deadline itself. That the reservation has run out and that its order is over is one
//! entry; the payment that was under way, if any, is told, and voided. If the timer is late, the
//! next command sees that the reservation is over and records its end first.

use std::{sync::Arc, time::Duration};

use ractor::RpcReplyPort;

use super::{
    Answer, CommandError, Market,
    deadlines::Hold,
    entity::{Alarm, Entity, Failure, Me},
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        Reservation, Ticket, TicketStatus,
        rules::{
            Rule,
            ticket::{TicketCommand, TicketRefusal, decide, reserves},
        },
    },
    storage::StorageError,
    types::{OrderId, TicketId},
};

/// The wait before an expiry that could not be committed is tried again.
const EXPIRE_AGAIN: Duration = Duration::from_secs(1);

/// What a ticket's actor can be told.
#[derive(Debug)]
pub enum TicketMsg {
    /// Do this and say how it went: from the edge.
    Command(TicketCommand, RpcReplyPort<Answer<TicketRefusal>>),
    /// The deadline of the order's reservation: from its own timer.
    Deadline(OrderId),
    /// See what the ticket has become, and have the timer that it needs.
    Resume,
}

/// How far a command has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decided {
    All,
    /// A hold before it was recorded as over, and nothing else: it is to be decided again.
    EndOnly,
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

    fn resume(&mut self) {
        self.arm();
    }

    async fn handle(&mut self, message: TicketMsg) -> Result<(), Failure> {
        match message {
            TicketMsg::Command(command, reply) => {
                let result = self.run(&command).await;
                let failure = CommandError::failure(&result);
                // Who asked may have gone; what is committed stays so.
                let _ = reply.send(result);
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
            TicketMsg::Resume => {
                self.arm();
                Ok(())
            }
        }
    }

    /// A live reservation keeps its actor, for the timer.
    fn is_idle(&self) -> bool {
        self.deadline.is_none()
    }
}

/// What must hold for a seller to do with a ticket what they ask.
pub(super) fn rules_of_seller(
    id: TicketId,
    ticket: Option<&Ticket>,
    command: &TicketCommand,
) -> Vec<Rule> {
    let mut rules = vec![];
    if let TicketCommand::List(listing, _) = command {
        rules.push(Rule::EventIsOn(listing.event));
        rules.push(Rule::AccountIsThere(listing.seller));
    }
    if let Some((by, file)) = command.attaches() {
        rules.push(Rule::FileIsFree { by, file });
    }
    if let Some((seller, event, seat)) = command.claims(ticket) {
        rules.push(Rule::SeatIsFree { seller, ticket: id, event, seat });
    }
    rules
}

impl TicketActor {
    /// Decide, commit, apply, then the effects.
    async fn run(&mut self, command: &TicketCommand) -> Answer<TicketRefusal> {
        // What has run out is recorded first, and may be somebody else's then.
        while self.decide(command).await? == Decided::EndOnly {}
        Ok(())
    }

    async fn decide(&mut self, command: &TicketCommand) -> Answer<TicketRefusal, Decided> {
        let limits = self.market.settings().limits;
        let mut decided = Decided::All;
        let decide = |reading: &mut Reading<'_>| {
            let record = reading.ticket(self.id)?;
            let events = decide(self.id, record.as_deref(), command, reading.now)
                .map_err(CommandError::Refused)?;
            let mut rules = vec![];
            decided = Decided::All;
            match command {
                TicketCommand::Reserve { order, buyer, .. } if reserves(&events) => {
                    if reading.order(*order)?.is_some() {
                        // Asked again after the order is over: an order is made once.
                        return Err(CommandError::Refused(TicketRefusal::NotHeld));
                    }
                    let buyer = *buyer;
                    let ticket = self.id;
                    rules.push(Rule::BuyerMayHold { buyer, ticket, limits, beside: 0 });
                    rules.extend(record.as_ref().map(|ticket| Rule::EventIsOn(ticket.event)));
                }
                TicketCommand::Reserve { .. } if !events.is_empty() => decided = Decided::EndOnly,
                _ => {}
            }
            rules.extend(rules_of_seller(self.id, record.as_deref(), command));
            Ok(Decision { events, rules })
        };
        if self.market.transact(By::Ticket(self.id), decide).await?.is_some() {
            self.arm();
        }
        Ok(decided)
    }

    /// Arms the timer that the ticket needs as it is committed, and drops any other.
    fn arm(&mut self) {
        let status = self.market.tables().catalog().listing(self.id).map(|listed| listed.status);
        self.deadline = match status {
            Some(TicketStatus::Reserved(Reservation { order, expires_at, .. })) => {
                let hold = Hold { ticket: self.id, order, actor: self.me.clone() };
                Some(Alarm::at(self.market.deadlines().at(expires_at, hold)))
            }
            _ => None,
        };
    }
}

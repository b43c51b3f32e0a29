//! The actor that brings to an end what no message brings to its end: at start, what the last
//! process left in flight; every minute, what has been lost on the way.

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{Market, entity::Alarm, order::OrderMsg, payment::PaymentMsg, ticket::TicketMsg};
use crate::{domain::OrderStatus, storage::StorageError};

/// The wait between two rounds.
pub const ROUND: Duration = Duration::from_secs(60);

/// What the reconciler can be told.
#[derive(Debug)]
pub struct Round;

pub(super) struct Reconciler;

pub(super) struct Rounds {
    market: Arc<Market>,
    next: Option<Alarm>,
}

impl Actor for Reconciler {
    type Msg = Round;
    type State = Rounds;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<Round>,
        market: Arc<Market>,
    ) -> Result<Rounds, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(Round);
        Ok(Rounds { market, next: None })
    }

    async fn handle(
        &self,
        myself: ActorRef<Round>,
        Round: Round,
        rounds: &mut Rounds,
    ) -> Result<(), ActorProcessingErr> {
        if let Err(error) = reconcile(&rounds.market) {
            tracing::error!(%error, "a record could not be read while unfinished business was \
                looked for; the next round tries again");
        }
        rounds.next = Some(Alarm::task(async move {
            tokio::time::sleep(ROUND).await;
            // An error means that the reconciler has stopped.
            let _ = myself.send_message(Round);
        }));
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<Round>,
        _: SupervisionEvent,
        _: &mut Rounds,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

/// Activates every ticket that is held (its actor has the timer), every charge that is not settled,
/// and every order that waits for one of them in vain.
fn reconcile(market: &Market) -> Result<(), StorageError> {
    let (tickets, orders, refunding, charges) = {
        let catalog = market.tables().catalog();
        (
            catalog.held().collect::<Vec<_>>(),
            catalog.open_orders().collect::<Vec<_>>(),
            catalog.refunding().collect::<Vec<_>>(),
            catalog.unfinished_charges().collect::<Vec<_>>(),
        )
    };
    for ticket in tickets {
        market.tell_ticket(ticket, TicketMsg::Resume);
    }
    for id in charges {
        let Some(charge) = market.tables().charge(id)? else { continue };
        let order = market.tables().order(charge.order)?;
        // Who should have told it may have failed just before, and a payment that waits for its
        // buyer would wait for ever.
        let over = order.is_none_or(|o| matches!(o.status, OrderStatus::Cancelled { .. }));
        market.tell_payment(id, if over { PaymentMsg::Void } else { PaymentMsg::Resume });
    }
    for id in refunding {
        market.tell_order(id, OrderMsg::ResumeRefund);
    }
    for id in orders {
        let Some(order) = market.tables().order(id)? else { continue };
        if let Some(charge) = order.status.charge_under_way() {
            market.tell_payment(charge, PaymentMsg::Resume);
        }
        let ticket = market.tables().ticket(order.ticket)?;
        let held = ticket.and_then(|ticket| ticket.status.reservation().copied());
        if held.is_none_or(|held| held.order != id) {
            market.tell_order(id, OrderMsg::TicketExpired);
        }
    }
    Ok(())
}

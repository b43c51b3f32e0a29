//! What buyers do: press Buy, pay or give up, and what gives them their money back.
//!
//! **A Buy** comes with the price that the page showed. If what is committed already says no, that
//! is the answer, at no cost to the ticket's actor. Else that decides, one command after the other:
//! its machine checks price, seller, event and lock, and that the buyer may hold one more is a rule
//! that the writer checks. `TicketReserved + OrderCreated` (and `FeeIncluded`, where there is a
//! fee) are one entry, and the timer is armed. It is committed even if whoever pressed has gone.
//! What one buyer presses in two places at once is judged one after the other, since both entries
//! count the same holds; buyers do not wait for each other.
//!
//! To pay is asked of the payment's actor, to give up or to refund of the order's.

use std::time::Duration;

use super::{
    ANSWER_DEADLINE, Answer, Market,
    order::{OrderMsg, PayOutcome},
    payment::PaymentMsg,
    supervisor::SupervisorMsg,
};
use crate::{
    domain::{
        Deed, Ticket,
        rules::{
            self, BrokenRule, Rule,
            order::{OrderCommand, OrderRefusal},
            ticket::{TicketCommand, TicketRefusal, decide},
        },
    },
    payments::Card,
    types::{ChargeId, OrderId, Price, Reason, TicketId, UserId},
};

/// How long the edge waits for what comes of a payment; after it, the order's page tells.
pub const PAY_DEADLINE: Duration = Duration::from_secs(8);

impl Market {
    /// Locks a ticket for a buyer who saw that they would pay this (the site's fee included), and
    /// makes the order of this id.
    pub async fn reserve(
        &self,
        ticket: TicketId,
        order: OrderId,
        buyer: UserId,
        price: Price,
    ) -> Answer<TicketRefusal> {
        let (hold, fees) = (self.settings().hold, self.settings().prices.fees);
        let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
        self.command(ticket, command).await
    }

    /// What the rules say of a Buy as things are committed. A refusal by that is as good as the
    /// actor's, and costs the ticket that thousands want nothing; only a yes must come from the
    /// actor.
    pub fn refused_at_once(
        &self,
        ticket: &Ticket,
        order: OrderId,
        buyer: UserId,
        price: Price,
    ) -> Option<TicketRefusal> {
        let (now, hold) = (self.clock().now(), self.settings().hold);
        let fees = self.settings().prices.fees;
        let command = TicketCommand::Reserve { order, buyer, price, fees, hold };
        match decide(ticket.id, Some(ticket), &command, now) {
            // It is so already.
            Ok(events) if events.is_empty() => None,
            Ok(_) => {
                let limits = self.settings().limits;
                let rules = [
                    Rule::EventIsOn(ticket.event),
                    Rule::BuyerMayHold { buyer, ticket: ticket.id, limits, beside: 0 },
                ];
                rules.iter().find_map(|rule| match rules::check(rule, self.tables(), now) {
                    Ok(Err(BrokenRule::Ticket(refusal))) => Some(refusal),
                    _ => None,
                })
            }
            Err(refusal) => Some(refusal),
        }
    }

    /// Pays for an order, and waits until it is known what came of it.
    /// After an unknown outcome the order tells.
    pub async fn pay(
        &self,
        order: OrderId,
        charge: ChargeId,
        card: Option<Card>,
    ) -> Answer<OrderRefusal, PayOutcome> {
        self.pay_within(order, charge, card, PAY_DEADLINE).await
    }

    /// [`Market::pay`], waiting no longer than this; with no patience at all it is begun, and the
    /// order tells what came of it.
    pub async fn pay_within(
        &self,
        order: OrderId,
        charge: ChargeId,
        card: Option<Card>,
        patience: Duration,
    ) -> Answer<OrderRefusal, PayOutcome> {
        let message =
            |reply| SupervisorMsg::Deliver(charge, PaymentMsg::Pay { order, card, reply });
        self.payments.ask(message, patience).await?
    }

    /// Gives up an order; when this returns `Ok`, its ticket is free.
    pub async fn cancel(&self, order: OrderId) -> Answer<OrderRefusal> {
        self.command_order(order, OrderCommand::Cancel, ANSWER_DEADLINE).await
    }

    /// Gives an order's money back, and the ticket to its seller; when this returns `Ok`, both are
    /// so. Who may ask for that is for the edge to know. After an unknown outcome the order tells.
    pub async fn refund(
        &self,
        order: OrderId,
        by: UserId,
        reason: Reason,
        relist: bool,
    ) -> Answer<OrderRefusal> {
        self.refund_within(order, Deed { by, reason }, relist, PAY_DEADLINE).await
    }

    /// [`Market::refund`], waiting no longer than this.
    pub async fn refund_within(
        &self,
        order: OrderId,
        deed: Deed,
        relist: bool,
        patience: Duration,
    ) -> Answer<OrderRefusal> {
        self.command_order(order, OrderCommand::Refund { deed, relist }, patience).await
    }

    pub(super) async fn command_order(
        &self,
        order: OrderId,
        command: OrderCommand,
        patience: Duration,
    ) -> Answer<OrderRefusal> {
        let message = |reply| SupervisorMsg::Deliver(order, OrderMsg { command, reply });
        self.orders.ask(message, patience).await?
    }
}

use ractor::RpcReplyPort;

use super::machine::OrderRefusal;
use crate::{
    actors::{
        CommandError,
        ticket::{TicketCommand, TicketRefusal},
    },
    domain::{CancelReason, ChargeFailure},
    payments::Card,
    types::{ChargeId, Reason, Secret, UserId},
};

/// Where an answer goes.
pub(super) type Reply<T> = RpcReplyPort<Result<T, CommandError<OrderRefusal>>>;

/// What an order's actor can be told.
#[derive(Debug)]
pub enum OrderMsg {
    /// The buyer pays: answered when it is known what came of it.
    Pay {
        /// The charge that this makes.
        charge: ChargeId,
        /// The card, where we are told it.
        card: Option<Card>,
        /// How it went.
        reply: Reply<PayOutcome>,
    },
    /// The buyer does not want it any more.
    Cancel(Reply<()>),
    /// Those who run the site do not want it any more.
    CancelBySite {
        /// Who asks.
        by: UserId,
        /// Why, for the buyer to read.
        reason: Reason,
        /// How it went.
        reply: Reply<()>,
    },
    /// How the ticket took what it was asked.
    TicketAnswered(TicketCommand, Result<(), CommandError<TicketRefusal>>),
    /// The ticket is free again: the time was up.
    TicketExpired,
    /// The provider waits for the buyer: from the payment.
    AwaitsBuyer(ChargeId, Secret),
    /// The money is held ready: from the payment.
    Authorised(ChargeId),
    /// The money is ours: from the payment.
    Captured(ChargeId),
    /// The seller or an admin wants the money to go back: answered when it has.
    Refund {
        /// Who asks.
        by: UserId,
        /// Why, for the buyer to read.
        reason: Reason,
        /// Whether the ticket is to be for sale again, and not withdrawn.
        relist: bool,
        /// How it went.
        reply: Reply<()>,
    },
    /// The money went back: from the payment.
    Refunded {
        /// Which charge.
        charge: ChargeId,
        /// The provider's name for the payment.
        stripe_id: Box<str>,
        /// The provider's name for the refund.
        stripe_refund_id: Box<str>,
    },
    /// Give back the money, if that was asked for: from the reconciler.
    ResumeRefund,
    /// No money will come: from the payment.
    Failed(ChargeId, ChargeFailure),
    /// Ask the ticket again: from its own timer.
    AskAgain,
}

/// What came of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayOutcome {
    /// The buyer is to pay at the provider, by this.
    AwaitsBuyer(Secret),
    /// The ticket is the buyer's.
    Completed,
    /// It was declined, or did not come about.
    Failed(ChargeFailure),
    /// The order was over before it did.
    Cancelled(CancelReason),
}

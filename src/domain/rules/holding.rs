//! What one buyer may hold.
//!
//! Whose holds on a ticket have come to two whole ones waits for it (`orders.cooldown_seconds`),
//! counted from when the last ended. That is read off the orders themselves, so a restart changes
//! nothing. A hold counts for as much of its time as it lasted, whether the time ran out, the buyer
//! cancelled it or the card was declined: so nobody keeps a ticket from others by letting it go and
//! taking it again. Nothing resets the count, not even a purchase.

use std::time::Duration;

use super::ticket::TicketRefusal;
use crate::{
    domain::{CancelReason, Order, OrderStatus},
    types::{OrderId, Timestamp},
};

/// From so many whole holds on one ticket on, a buyer waits for the next.
const RUN_OUTS_MAX: usize = 2;

/// What a self-hoster can set about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldLimits {
    /// How many tickets are held for one buyer at once.
    pub live_max: usize,
    /// How long a buyer waits for a ticket after their holds on it have come to two, and after each
    /// later one.
    pub cooldown: Duration,
}

/// How a buyer stands, for one who wants a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many tickets are held for them.
    pub held: usize,
    /// The next deadline of these holds; none if each is past it and being paid for.
    pub next_deadline: Option<Timestamp>,
    /// To how many whole ones their holds on this ticket that have ended come.
    pub run_outs: usize,
    /// When the last of them ended.
    pub last_run_out: Option<Timestamp>,
}

/// A hold that has ended without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EndedHold {
    /// When.
    pub at: Timestamp,
    /// Whose it was.
    pub order: OrderId,
    /// For how much of its time it had lasted, in thousandths, of which one that was begun counts
    /// whole: many short holds come to no less than a long one.
    pub lasted: usize,
}

impl EndedHold {
    /// The whole time of a hold, in thousandths.
    pub const WHOLE: usize = 1000;

    /// An order's; none if it has led to a sale, those who run the site have ended it, or it goes on.
    #[must_use]
    pub fn of(order: &Order) -> Option<Self> {
        let OrderStatus::Cancelled { reason, at } = order.status else { return None };
        let at = match reason {
            CancelReason::Expired => order.expires_at,
            CancelReason::Buyer | CancelReason::PaymentFailed => at.min(order.expires_at),
            CancelReason::Refunded | CancelReason::Admin => return None,
        };
        let whole = order.expires_at.since(order.created_at).as_millis().max(1);
        let lasted = (at.since(order.created_at).as_millis() * Self::WHOLE as u128).div_ceil(whole);
        let lasted = usize::try_from(lasted).unwrap_or(Self::WHOLE).clamp(1, Self::WHOLE);
        Some(Self { at, order: order.id, lasted })
    }
}

/// Whether one who stands so may hold the ticket, and so many others at the same instant. It is asked
/// only for a ticket that is free and not theirs already.
///
/// # Errors
/// When they hold too many, or have let this one go too often.
pub fn may_hold(
    standing: &Standing,
    beside: usize,
    limits: &HoldLimits,
    now: Timestamp,
) -> Result<(), TicketRefusal> {
    let Standing { held, next_deadline, run_outs, last_run_out } = *standing;
    if let Some(last) = last_run_out
        && run_outs >= RUN_OUTS_MAX
        && now < last + limits.cooldown
    {
        return Err(TicketRefusal::CoolingDown { run_outs, until: last + limits.cooldown });
    }
    if held + beside >= limits.live_max {
        let max = limits.live_max;
        return Err(TicketRefusal::TooManyHeld { held, max, until: next_deadline });
    }
    Ok(())
}

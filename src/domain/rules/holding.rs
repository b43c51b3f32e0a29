//! What one buyer may hold.
//!
//! Who has let two holds on a ticket run out waits for it (`orders.cooldown_seconds`), counted from
//! the last deadline. That is read off the orders themselves, so a restart changes nothing. Only a
//! run-out counts, not a cancelled order or a declined card, and nothing resets the count, not even
//! a purchase.

use std::time::Duration;

use super::ticket::TicketRefusal;
use crate::types::Timestamp;

/// From so many holds on one ticket on that ran out, a buyer waits for the next.
const RUN_OUTS_MAX: usize = 2;

/// What a self-hoster can set about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldLimits {
    /// How many tickets are held for one buyer at once.
    pub live_max: usize,
    /// How long a buyer waits for a ticket after the second hold on it that ran out, and after each
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
    /// How many of their holds on this ticket have run out.
    pub run_outs: usize,
    /// When the last of them did.
    pub last_run_out: Option<Timestamp>,
}

/// Whether one who stands so may hold the ticket. It is asked only for a ticket that is free and
/// not theirs already.
///
/// # Errors
/// When they hold too many, or have let this one go too often.
pub fn may_hold(
    standing: &Standing,
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
    if held >= limits.live_max {
        let max = limits.live_max;
        return Err(TicketRefusal::TooManyHeld { held, max, until: next_deadline });
    }
    Ok(())
}

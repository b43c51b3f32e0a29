//! What each buyer holds, and what of theirs has run out: by this their next Buy is judged.

use std::collections::HashMap;

use crate::{
    domain::{CancelReason, Order, OrderStatus},
    types::{OrderId, TicketId, Timestamp, UserId},
};

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

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Buyers {
    /// Orders that may still lead to a sale, oldest id first.
    open: HashMap<UserId, Vec<OpenOrder>>,
    /// Only of tickets on which a hold has run out.
    run_outs: HashMap<(UserId, TicketId), RunOuts>,
}

/// An order that may still lead to a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OpenOrder {
    pub(super) order: OrderId,
    pub(super) ticket: TicketId,
    pub(super) expires_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RunOuts {
    count: usize,
    last: Timestamp,
}

impl Buyers {
    /// Takes in a changed order.
    pub(super) fn update(&mut self, old: Option<&Order>, new: &Order) {
        let was_open = old.is_some_and(|old| old.status.is_open());
        match (was_open, new.status.is_open()) {
            (false, true) => self.open(new),
            (true, false) => self.close(new),
            (true, true) | (false, false) => {}
        }
        if has_run_out(new) && !old.is_some_and(has_run_out) {
            let of = self.run_outs.entry((new.buyer, new.ticket));
            of.and_modify(|run_outs| {
                run_outs.count += 1;
                run_outs.last = run_outs.last.max(new.expires_at);
            })
            .or_insert(RunOuts { count: 1, last: new.expires_at });
        }
    }

    /// A buyer's orders that may still lead to a sale, oldest id first.
    pub(super) fn open_orders(&self, buyer: UserId) -> &[OpenOrder] {
        self.open.get(&buyer).map_or(&[], Vec::as_slice)
    }

    /// How a buyer stands to a ticket; `is_selling` says whether the ticket of an open order is
    /// being paid for by it, so that no deadline ends it.
    pub(super) fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
        is_selling: impl Fn(&OpenOrder) -> bool,
    ) -> Standing {
        let recorded = self.run_outs.get(&(buyer, ticket));
        let mut standing = Standing {
            run_outs: recorded.map_or(0, |run_outs| run_outs.count),
            last_run_out: recorded.map(|run_outs| run_outs.last),
            ..Standing::default()
        };
        for open in self.open_orders(buyer) {
            if open.expires_at > now {
                standing.held += 1;
                let next =
                    standing.next_deadline.map_or(open.expires_at, |d| d.min(open.expires_at));
                standing.next_deadline = Some(next);
            } else if is_selling(open) {
                standing.held += 1;
            } else if open.ticket == ticket {
                // Its end is still to be recorded.
                standing.run_outs += 1;
                standing.last_run_out = standing.last_run_out.max(Some(open.expires_at));
            }
        }
        standing
    }

    fn open(&mut self, order: &Order) {
        let open =
            OpenOrder { order: order.id, ticket: order.ticket, expires_at: order.expires_at };
        super::insert_sorted(self.open.entry(order.buyer).or_default(), open);
    }

    fn close(&mut self, order: &Order) {
        let Some(open) = self.open.get_mut(&order.buyer) else { return };
        open.retain(|open| open.order != order.id);
        if open.is_empty() {
            self.open.remove(&order.buyer);
        }
    }
}

fn has_run_out(order: &Order) -> bool {
    matches!(order.status, OrderStatus::Cancelled { reason: CancelReason::Expired, .. })
}

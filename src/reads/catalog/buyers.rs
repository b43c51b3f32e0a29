//! What each buyer holds, and what of theirs has ended: by this their next Buy is judged.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Catalog;
use crate::{
    domain::{
        Order, TicketStatus,
        rules::holding::{EndedHold, Standing},
    },
    types::{OrderId, TicketId, Timestamp, UserId},
};

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Buyers {
    /// Orders that may still lead to a sale, by their deadlines: what is live is found without
    /// looking at each.
    open: HashMap<UserId, Vec<OpenOrder>>,
    /// Only of tickets on which a hold has ended since the start.
    run_outs: HashMap<(UserId, TicketId), BTreeSet<EndedHold>>,
    /// Whose holds have ended before it.
    pub(super) ran_out_before: HashSet<UserId>,
}

/// An order that may still lead to a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OpenOrder {
    expires_at: Timestamp,
    order: OrderId,
    ticket: TicketId,
}

impl OpenOrder {
    fn of(order: &Order) -> Self {
        Self { expires_at: order.expires_at, order: order.id, ticket: order.ticket }
    }
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
        if let Some(ended) = EndedHold::of(new).filter(|_| old.and_then(EndedHold::of).is_none()) {
            self.run_outs.entry((new.buyer, new.ticket)).or_default().insert(ended);
        }
    }

    fn open(&mut self, order: &Order) {
        super::insert_sorted(self.open.entry(order.buyer).or_default(), OpenOrder::of(order));
    }

    fn close(&mut self, order: &Order) {
        let Some(open) = self.open.get_mut(&order.buyer) else { return };
        if let Ok(at) = open.binary_search(&OpenOrder::of(order)) {
            open.remove(at);
        }
        if open.is_empty() {
            self.open.remove(&order.buyer);
        }
    }
}

impl Catalog {
    /// How a buyer stands who wants a ticket: what they hold, and how often they let it go; these
    /// holds of theirs on it have ended before the start.
    pub fn standing(
        &self,
        buyer: UserId,
        ticket: TicketId,
        now: Timestamp,
        mut ended: Vec<EndedHold>,
    ) -> Standing {
        ended.extend(self.buyers.run_outs.get(&(buyer, ticket)).into_iter().flatten());
        ended.sort_unstable();
        ended.dedup();
        let mut lasted: usize = ended.iter().map(|hold| hold.lasted).sum();
        let open = self.open_by_deadline(buyer);
        let (past, live) = open.split_at(open.partition_point(|open| open.expires_at <= now));
        let mut standing = Standing {
            held: live.len(),
            next_deadline: live.first().map(|open| open.expires_at),
            run_outs: 0,
            last_run_out: ended.last().map(|hold| hold.at),
        };
        for open in past {
            if self.is_selling(open) {
                standing.held += 1;
            } else if open.ticket == ticket {
                // Its end is still to be recorded.
                lasted += EndedHold::WHOLE;
                standing.last_run_out = standing.last_run_out.max(Some(open.expires_at));
            }
        }
        standing.run_outs = lasted / EndedHold::WHOLE;
        standing
    }

    /// Whether any hold of a buyer had ended before the start.
    pub fn has_let_run_out(&self, buyer: UserId) -> bool {
        self.buyers.ran_out_before.contains(&buyer)
    }

    /// The orders of a buyer for which a ticket is held, next deadline first.
    pub fn held_by(&self, buyer: UserId, now: Timestamp) -> impl Iterator<Item = OrderId> + '_ {
        let open = self.open_by_deadline(buyer).iter();
        open.filter(move |open| open.expires_at > now || self.is_selling(open))
            .map(|open| open.order)
    }

    /// A user's orders that may still lead to a sale, whatever the clock says.
    pub fn open_orders_of(&self, buyer: UserId) -> impl Iterator<Item = OrderId> + '_ {
        self.open_by_deadline(buyer).iter().map(|open| open.order)
    }

    fn open_by_deadline(&self, buyer: UserId) -> &[OpenOrder] {
        self.buyers.open.get(&buyer).map_or(&[], Vec::as_slice)
    }

    /// Whether the ticket of an open order is being paid for by it, so that no deadline ends it.
    fn is_selling(&self, open: &OpenOrder) -> bool {
        self.listings.get(&open.ticket).is_some_and(|listed| match listed.status {
            TicketStatus::Selling { reservation, .. } => reservation.order == open.order,
            _ => false,
        })
    }
}

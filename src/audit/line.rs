//! What holds of the lines: who asked before comes before, and nothing that fits is free while
//! somebody waits for it. By what the site charges on top of prices nobody knows here, so what
//! somebody would pay at the most is compared only with what was charged.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::Auditor;
use crate::{
    domain::{
        DomainEvent, Entry, Key, Order, Row, SeatsWish, Ticket, TicketEvent, TicketStatus,
        WaitlistEntry, WaitlistEvent, WaitlistStatus, Wish, rules::waitlist::PASSED_OVER_MAX,
    },
    types::{EventId, Price, TicketId, Timestamp, UserId, WaitlistId, seat_key},
};

type Line = BTreeSet<(Timestamp, WaitlistId)>;

/// Who waits, as of the entry before.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_ticket: HashMap<TicketId, Line>,
    by_event: HashMap<EventId, Line>,
}

impl Lines {
    fn of(
        &self,
        ticket: TicketId,
        event: EventId,
    ) -> impl Iterator<Item = (Timestamp, WaitlistId)> {
        let lines = [self.by_ticket.get(&ticket), self.by_event.get(&event)];
        lines.into_iter().flatten().flatten().copied()
    }
}

/// What an entry does about lines.
#[derive(Default)]
struct Turns {
    /// Places whose turn it was, or is.
    done: HashSet<WaitlistId>,
    served: Vec<(WaitlistId, Vec<Arc<Order>>)>,
    /// Who has let a ticket go.
    let_go: HashSet<(TicketId, UserId)>,
    freed: HashSet<TicketId>,
    passed_over: usize,
    is_of_before: bool,
}

impl Auditor {
    /// Looks at an entry that has been taken in, but for what it changes of the lines, which it then
    /// takes in.
    pub(super) fn lines_are_kept(&mut self, entry: &Entry, touched: &BTreeSet<Key>) {
        let turns = self.turns(entry);
        for (id, orders) in &turns.served {
            self.served_in_turn(&turns, *id, orders);
        }
        if !turns.is_of_before && turns.passed_over < PASSED_OVER_MAX {
            for ticket in &turns.freed {
                self.nobody_waits_for(&turns, *ticket, entry.at);
            }
        }
        for key in touched {
            match (key, self.rows.get(key)) {
                (Key::WaitlistEntry(_), Some(Row::WaitlistEntry(new))) => {
                    let new = new.clone();
                    self.stands(&new);
                }
                (Key::Event(id), Some(Row::Event(event))) if event.merged.is_some() => {
                    let stays = self.stays(*id);
                    if let Some(line) = self.lines.by_event.remove(id) {
                        self.lines.by_event.entry(stays).or_default().extend(line);
                    }
                }
                _ => {}
            }
        }
    }

    fn turns(&self, entry: &Entry) -> Turns {
        let mut turns = Turns::default();
        for event in &entry.events {
            match event {
                DomainEvent::WaitlistEntry(id, what) => match what {
                    WaitlistEvent::Served(first) => {
                        let orders = self.order(*first).map_or_else(Vec::new, |order| {
                            order.purchase().iter().filter_map(|id| self.order(*id)).collect()
                        });
                        turns.done.insert(*id);
                        turns.served.push((*id, orders));
                    }
                    WaitlistEvent::Told => turns.is_of_before = true,
                    what => {
                        turns.passed_over += usize::from(*what == WaitlistEvent::PassedOver);
                        turns.done.insert(*id);
                    }
                },
                DomainEvent::Ticket(
                    id,
                    TicketEvent::ReservationReleased(order)
                    | TicketEvent::ReservationExpired(order),
                ) => {
                    turns.freed.insert(*id);
                    turns.let_go.extend(self.order(*order).map(|order| (*id, order.buyer)));
                }
                DomainEvent::Ticket(
                    id,
                    TicketEvent::Created { .. } | TicketEvent::Returned { relist: true, .. },
                ) => _ = turns.freed.insert(*id),
                _ => {}
            }
        }
        turns
    }

    /// Nobody who stood before them could have had what they have.
    fn served_in_turn(&mut self, turns: &Turns, id: WaitlistId, orders: &[Arc<Order>]) {
        let Some(entry) = self.record::<WaitlistEntry>(Key::WaitlistEntry(id)) else { return };
        let had: Vec<_> = orders
            .iter()
            .filter_map(|order| Some((self.ticket(order.ticket)?, Some(order.price))))
            .collect();
        if !self.has_all(&entry, &had, turns) || orders.iter().any(|it| it.buyer != entry.user) {
            self.find(format!("who waited by {id} has something else"));
        }
        let place = (entry.asked_at, id);
        let mut before = BTreeSet::new();
        for (ticket, _) in &had {
            let event = self.stays(ticket.event);
            before.extend(self.lines.of(ticket.id, event).filter(|other| *other < place));
        }
        for (_, other) in before.into_iter().filter(|(_, other)| !turns.done.contains(other)) {
            let Some(other) = self.record::<WaitlistEntry>(Key::WaitlistEntry(other)) else {
                continue;
            };
            if self.has_all(&other, &had, turns) {
                self.find(format!("{} was served before {}, who asked before", id, other.id));
                return;
            }
        }
    }

    /// Nobody waits for a ticket that an entry leaves free.
    fn nobody_waits_for(&mut self, turns: &Turns, id: TicketId, now: Timestamp) {
        let Some(ticket) = self.ticket(id).filter(|it| it.status == TicketStatus::Available) else {
            return;
        };
        if now >= ticket.event_starts_at || ticket.recalled.is_some() {
            return;
        }
        let event = self.stays(ticket.event);
        let free: Vec<_> = match ticket.group {
            Some(group) => {
                let seats = group.seats(id).filter_map(|(_, id)| self.ticket(id));
                let free = seats.filter(|it| it.status.at(now) == TicketStatus::Available);
                free.map(|ticket| (ticket, None)).collect()
            }
            None => vec![(ticket, None)],
        };
        // What comes of a group shows once no hold of it is over that is not recorded so.
        if free.iter().any(|(ticket, _)| ticket.status != TicketStatus::Available) {
            return;
        }
        let waiting = self.lines.of(id, event).filter(|(_, waiting)| !turns.done.contains(waiting));
        let could = waiting.into_iter().find_map(|(_, waiting)| {
            let waiting = self.record::<WaitlistEntry>(Key::WaitlistEntry(waiting))?;
            self.has_all(&waiting, &free, turns).then_some(waiting.id)
        });
        if let Some(waiting) = could {
            self.find(format!("ticket {id} is free, and {waiting} waits for it"));
        }
    }

    /// Whether among these tickets there is all that somebody waits for. What is not charged yet fits
    /// who would pay any price.
    fn has_all(
        &self,
        entry: &WaitlistEntry,
        tickets: &[(Arc<Ticket>, Option<Price>)],
        turns: &Turns,
    ) -> bool {
        // Of seats that do not go singly only who wants as many surely could have them.
        let wanted = match &entry.wish {
            Wish::Ticket(_) => 1,
            Wish::Seats(seats) => usize::from(seats.quantity),
        };
        let may_have = |ticket: &Ticket| {
            ticket.seller != entry.user
                && !turns.let_go.contains(&(ticket.id, entry.user))
                && (ticket.group.is_none() || wanted == tickets.len())
        };
        let mut fitting = tickets.iter().filter(|(ticket, _)| may_have(ticket));
        match &entry.wish {
            Wish::Ticket(id) => fitting.any(|(ticket, _)| ticket.id == *id),
            Wish::Seats(SeatsWish { event, quantity, at_most, section }) => {
                let key = |typed: &str| seat_key(typed);
                let section = section.as_ref().map(|section| key(section.as_str()));
                let fitting = fitting.filter(|(ticket, charged)| {
                    let of = ticket.details.section.as_ref();
                    self.stays(ticket.event) == self.stays(*event)
                        && at_most.is_none_or(|most| charged.is_some_and(|price| price <= most))
                        && section
                            .as_ref()
                            .is_none_or(|section| of.is_some_and(|of| key(of.as_str()) == *section))
                });
                fitting.count() >= usize::from(*quantity)
            }
        }
    }

    fn stands(&mut self, new: &WaitlistEntry) {
        let old = self.standing.get(&new.id).copied();
        let place = (new.asked_at, new.id);
        let event = match &new.wish {
            Wish::Ticket(_) => None,
            Wish::Seats(seats) => Some(self.stays(seats.event)),
        };
        let line = match (&new.wish, event) {
            (Wish::Seats(_), Some(event)) => self.lines.by_event.entry(event).or_default(),
            (Wish::Ticket(ticket), _) => self.lines.by_ticket.entry(*ticket).or_default(),
            (Wish::Seats(_), None) => return,
        };
        if let Some(at) = old {
            line.remove(&(at, new.id));
        }
        if new.status == WaitlistStatus::Waiting {
            line.insert(place);
            self.standing.insert(new.id, new.asked_at);
        } else {
            self.standing.remove(&new.id);
        }
    }

    /// The event that stays of those that this was merged into.
    fn stays(&self, event: EventId) -> EventId {
        self.event_that_stays(event).map_or(event, |stays| stays.id)
    }
}

//! Who waits in line: for a ticket and for seats of an event, in the order of asking, and by user.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    iter::Peekable,
    ops::Bound,
    sync::Arc,
};

use super::Catalog;
use crate::{
    domain::{
        WaitlistEntry, WaitlistStatus, Wish,
        rules::waitlist::{InLine, Offer, Place},
    },
    reads::live::LineId,
    types::{EventId, OrderId, TicketId, Timestamp, UserId, WaitlistId},
};

/// The index: entries that are not over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Waitlist {
    by_ticket: HashMap<TicketId, Line>,
    /// Of events that stay.
    by_event: HashMap<EventId, Line>,
    by_user: HashMap<UserId, BTreeMap<Place, WaitlistPlace>>,
    served: HashMap<OrderId, WaitlistId>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Line {
    waiting: BTreeMap<Place, Arc<InLine>>,
    /// How many of them want more than one ticket.
    want_several: usize,
}

impl Line {
    fn insert(&mut self, who: InLine) {
        self.want_several += usize::from(who.quantity > 1);
        self.waiting.insert(who.place(), Arc::new(who));
    }

    fn remove(&mut self, place: Place) {
        if let Some(who) = self.waiting.remove(&place) {
            self.want_several -= usize::from(who.quantity > 1);
        }
    }

    fn after(&self, place: Option<Place>) -> impl Iterator<Item = &Arc<InLine>> {
        let from = place.map_or(Bound::Unbounded, Bound::Excluded);
        self.waiting.range((from, Bound::Unbounded)).map(|(_, who)| who)
    }
}

/// A user's place in a line, or their turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitlistPlace {
    /// By which entry.
    pub id: WaitlistId,
    /// For what.
    pub wish: Wish,
    /// Since when they stand there.
    pub asked_at: Timestamp,
    /// The order that is theirs, or their purchase's first, if it is their turn.
    pub order: Option<OrderId>,
}

impl WaitlistPlace {
    /// None of an entry that is over.
    fn of(entry: &WaitlistEntry) -> Option<Self> {
        let order = match entry.status {
            WaitlistStatus::Waiting => None,
            WaitlistStatus::Served(order) => Some(order),
            WaitlistStatus::Told(_) | WaitlistStatus::Over | WaitlistStatus::Out => return None,
        };
        Some(Self { id: entry.id, wish: entry.wish.clone(), asked_at: entry.asked_at, order })
    }

    /// Where it is in its line.
    pub fn place(&self) -> Place {
        (self.asked_at, self.id)
    }
}

impl Waitlist {
    fn line(&mut self, wish: &Wish, stays: impl Fn(EventId) -> EventId) -> &mut Line {
        match wish {
            Wish::Ticket(ticket) => self.by_ticket.entry(*ticket).or_default(),
            Wish::Seats(seats) => self.by_event.entry(stays(seats.event)).or_default(),
        }
    }

    fn insert(&mut self, new: &WaitlistEntry, stays: impl Fn(EventId) -> EventId) {
        let Some(place) = WaitlistPlace::of(new) else { return };
        if let Some(order) = place.order {
            self.served.insert(order, new.id);
        }
        self.by_user.entry(new.user).or_default().insert(place.place(), place);
        if let Some(who) = InLine::of(new) {
            self.line(&new.wish, stays).insert(who);
        }
    }

    fn remove(&mut self, old: &WaitlistEntry, stays: impl Fn(EventId) -> EventId) {
        let Some(gone) = WaitlistPlace::of(old) else { return };
        if let Some(of_user) = self.by_user.get_mut(&old.user) {
            of_user.remove(&gone.place());
            if of_user.is_empty() {
                self.by_user.remove(&old.user);
            }
        }
        if let Some(order) = gone.order {
            self.served.remove(&order);
            return;
        }
        self.line(&old.wish, &stays).remove(gone.place());
        match &old.wish {
            Wish::Ticket(ticket) => drop_empty(&mut self.by_ticket, *ticket),
            Wish::Seats(seats) => drop_empty(&mut self.by_event, stays(seats.event)),
        }
    }
}

fn drop_empty<K: Eq + std::hash::Hash>(lines: &mut HashMap<K, Line>, key: K) {
    if lines.get(&key).is_some_and(|line| line.waiting.is_empty()) {
        lines.remove(&key);
    }
}

impl Catalog {
    /// Takes in a changed entry.
    pub(super) fn update_waitlist(&mut self, old: Option<&WaitlistEntry>, new: &WaitlistEntry) {
        let mut waitlist = std::mem::take(&mut self.waitlist);
        let stays = |event| self.event_that_stays(event).map_or(event, |stays| stays.id);
        if let Some(old) = old {
            waitlist.remove(old, stays);
        }
        waitlist.insert(new, stays);
        self.waitlist = waitlist;
    }

    /// Who waits for seats of an event that was merged waits for the other's.
    pub(super) fn merge_lines(&mut self, from: EventId) {
        let Some(line) = self.waitlist.by_event.remove(&from) else { return };
        let stays = self.event_that_stays(from).map_or(from, |stays| stays.id);
        let to = self.waitlist.by_event.entry(stays).or_default();
        to.want_several += line.want_several;
        to.waiting.extend(line.waiting);
    }

    /// Whether somebody waits for a ticket, or for seats of its event.
    pub fn has_line(&self, event: EventId, ticket: TicketId) -> bool {
        self.waitlist.by_event.contains_key(&event) || self.waitlist.by_ticket.contains_key(&ticket)
    }

    /// Whether somebody waits for more than one seat of an event.
    pub fn wants_several(&self, event: EventId) -> bool {
        self.waitlist.by_event.get(&event).is_some_and(|line| line.want_several > 0)
    }

    /// The next after a place, or the first, who could have some of these tickets of an event; and
    /// which.
    pub fn next_in_line(
        &self,
        event: EventId,
        offers: &[Offer],
        after: Option<Place>,
    ) -> Option<(&Arc<InLine>, Vec<TicketId>)> {
        let tickets = offers.iter().map(|offer| offer.ticket).collect::<BTreeSet<_>>();
        let lines = tickets.iter().filter_map(|ticket| self.waitlist.by_ticket.get(ticket));
        let lines = lines.chain(self.waitlist.by_event.get(&event));
        let mut next: Vec<Peekable<_>> = lines.map(|line| line.after(after).peekable()).collect();
        loop {
            let first = next.iter_mut().filter_map(|line| {
                let place = line.peek()?.place();
                Some((place, line))
            });
            let (_, line) = first.min_by_key(|(place, _)| *place)?;
            let who = line.next()?;
            if let Some(chosen) = who.choose(offers) {
                return Some((who, chosen));
            }
        }
    }

    /// Who is the first in a line, if anybody stands there.
    pub fn head_of(&self, line: LineId) -> Option<Place> {
        let (ticket, event) =
            (TicketId::from_bytes(line.bytes()), EventId::from_bytes(line.bytes()));
        let line = self.waitlist.by_ticket.get(&ticket);
        let line = line.or_else(|| self.waitlist.by_event.get(&event))?;
        line.waiting.keys().next().copied()
    }

    /// Who waits for a ticket, in the order of asking.
    pub fn waiting_for(&self, ticket: TicketId) -> impl Iterator<Item = UserId> {
        let line = self.waitlist.by_ticket.get(&ticket).into_iter();
        line.flat_map(|line| line.waiting.values()).map(|who| who.user)
    }

    /// Who waits for seats of an event, in the order of asking.
    pub fn waiting_at(&self, event: EventId) -> impl Iterator<Item = UserId> {
        let line = self.waitlist.by_event.get(&event).into_iter();
        line.flat_map(|line| line.waiting.values()).map(|who| who.user)
    }

    /// How many wait for this.
    pub fn in_line(&self, wish: &Wish) -> usize {
        let line = match wish {
            Wish::Ticket(ticket) => self.waitlist.by_ticket.get(ticket),
            Wish::Seats(seats) => self.line_at(seats.event),
        };
        line.map_or(0, |line| line.waiting.len())
    }

    /// For any seats of an event.
    fn line_at(&self, event: EventId) -> Option<&Line> {
        let event = self.event_that_stays(event).map_or(event, |stays| stays.id);
        self.waitlist.by_event.get(&event)
    }

    /// How many stand before a place in the line for a ticket of an event, or for any of them: with
    /// those who wait for any of them, and at most so many.
    pub fn before_in_line(
        &self,
        place: Place,
        ticket: Option<TicketId>,
        event: EventId,
        limit: usize,
    ) -> usize {
        let for_it = ticket.and_then(|ticket| self.waitlist.by_ticket.get(&ticket));
        let lines = for_it.into_iter().chain(self.line_at(event));
        lines.flat_map(|line| line.waiting.range(..place)).take(limit).count()
    }

    /// In which lines a user stands, or has their turn, in the order of asking.
    pub fn places_of(&self, user: UserId) -> impl DoubleEndedIterator<Item = &WaitlistPlace> {
        self.waitlist.by_user.get(&user).into_iter().flat_map(BTreeMap::values)
    }

    /// The place of which it was the turn by this order, or its purchase's first.
    pub fn served_by(&self, order: OrderId) -> Option<WaitlistId> {
        self.waitlist.served.get(&order).copied()
    }

    /// Whether something may still come of waiting for this: it has not started, and a ticket is not
    /// gone.
    pub fn is_worth_waiting(&self, wish: &Wish, now: Timestamp) -> bool {
        let event = match wish {
            Wish::Ticket(ticket) => self.listing(*ticket).map(|listed| listed.event),
            Wish::Seats(seats) => Some(seats.event),
        };
        let event = event.and_then(|event| self.event_that_stays(event));
        event.is_some_and(|event| now < event.starts_at)
    }
}

//! Who wants to be told when a ticket is free: by ticket, in the order of asking, and by user.

use std::collections::{BTreeSet, HashMap};

use super::Catalog;
use crate::{
    domain::{TicketStatus, WaitlistEntry, WaitlistStatus},
    types::{TicketId, Timestamp, UserId, WaitlistId},
};

/// The index: entries that are not over.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Waitlist {
    /// Those that wait.
    by_ticket: HashMap<TicketId, BTreeSet<(Timestamp, UserId)>>,
    by_user: HashMap<UserId, BTreeSet<WantedTicket>>,
    told: BTreeSet<(Timestamp, WaitlistId)>,
}

/// A ticket that a user wants to be told of, or has just been told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WantedTicket {
    /// When they asked.
    pub asked_at: Timestamp,
    /// Which ticket.
    pub ticket: TicketId,
    /// When they were told; none while they wait.
    pub told_at: Option<Timestamp>,
}

impl WantedTicket {
    /// None of an entry that is over.
    fn of(entry: &WaitlistEntry) -> Option<Self> {
        let told_at = match entry.status {
            WaitlistStatus::Waiting => None,
            WaitlistStatus::Told(at) => Some(at),
            WaitlistStatus::Over => return None,
        };
        Some(Self { asked_at: entry.asked_at, ticket: entry.ticket, told_at })
    }
}

impl Waitlist {
    /// Takes in a changed entry.
    pub(super) fn update(&mut self, old: Option<&WaitlistEntry>, new: &WaitlistEntry) {
        if let Some(old) = old {
            self.remove(old);
        }
        let Some(wanted) = WantedTicket::of(new) else { return };
        self.by_user.entry(new.user).or_default().insert(wanted);
        match wanted.told_at {
            None => _ = self.by_ticket.entry(new.ticket).or_default().insert(place(new)),
            Some(at) => _ = self.told.insert((at, new.id)),
        }
    }

    fn remove(&mut self, old: &WaitlistEntry) {
        let Some(wanted) = WantedTicket::of(old) else { return };
        if let Some(of_user) = self.by_user.get_mut(&old.user) {
            of_user.remove(&wanted);
            if of_user.is_empty() {
                self.by_user.remove(&old.user);
            }
        }
        if let Some(at) = wanted.told_at {
            self.told.remove(&(at, old.id));
        } else if let Some(waiting) = self.by_ticket.get_mut(&old.ticket) {
            waiting.remove(&place(old));
            if waiting.is_empty() {
                self.by_ticket.remove(&old.ticket);
            }
        }
    }
}

fn place(entry: &WaitlistEntry) -> (Timestamp, UserId) {
    (entry.asked_at, entry.user)
}

impl Catalog {
    /// Who waits to be told that a ticket is free, those who asked first before the others.
    pub fn waiting_for(&self, ticket: TicketId) -> impl Iterator<Item = UserId> + '_ {
        let waiting = self.waitlist.by_ticket.get(&ticket).into_iter().flatten();
        waiting.map(|(_, user)| *user)
    }

    /// Of which tickets a user wants to be told, or was told, in the order of asking.
    pub fn wanted_by(&self, user: UserId) -> impl DoubleEndedIterator<Item = &WantedTicket> {
        self.waitlist.by_user.get(&user).into_iter().flatten()
    }

    /// A user's entry for a ticket, if it is not over.
    pub fn waitlist_entry_of(&self, user: UserId, ticket: TicketId) -> Option<&WantedTicket> {
        self.wanted_by(user).find(|wanted| wanted.ticket == ticket)
    }

    /// Whether a ticket may be sold in the time to come, as far as is known without its record: it
    /// is available, held or being sold, and its event has not started.
    pub fn is_traded(&self, ticket: TicketId, now: Timestamp) -> bool {
        let listed = self.listing(ticket).and_then(|listed| self.event(listed.event));
        listed.is_some_and(|event| now < event.starts_at)
    }

    /// Whether a ticket is free although somebody waits to be told so.
    pub fn is_free_but_untold(&self, ticket: TicketId, now: Timestamp) -> bool {
        self.waitlist.by_ticket.contains_key(&ticket)
            && self.listing(ticket).is_some_and(|listed| listed.status == TicketStatus::Available)
            && self.is_traded(ticket, now)
    }

    /// The tickets of which that is so.
    pub fn free_but_untold(&self, now: Timestamp) -> impl Iterator<Item = TicketId> + '_ {
        let wanted = self.waitlist.by_ticket.keys().copied();
        wanted.filter(move |ticket| self.is_free_but_untold(*ticket, now))
    }

    /// Entries of which somebody was told no later than this, the first of them first.
    pub fn told_until(&self, at: Timestamp) -> impl Iterator<Item = WaitlistId> + '_ {
        self.waitlist.told.iter().take_while(move |(told, _)| *told <= at).map(|(_, entry)| *entry)
    }
}

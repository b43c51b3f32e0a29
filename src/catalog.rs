//! The catalog: what is found without knowing its id, in memory.
//!
//! It is built from the rows at start-up and changed with every committed entry, and holds what
//! lists need; a record itself is read from storage. In which order rows come makes no difference.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use crate::{
    domain::{Charge, Event, Order, Row, Ticket, TicketStatus, User},
    types::{ChargeId, Email, EventId, OrderId, Price, TicketId, Timestamp, Title, UserId},
};

/// The indexes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    users: HashMap<Email, UserId>,
    events: HashMap<EventId, EventEntry>,
    /// All that are for sale, soonest events first, cheapest first among an event's.
    on_sale: BTreeSet<Place>,
    listings: HashMap<TicketId, CatalogListing>,
    by_seller: HashMap<UserId, Vec<TicketId>>,
    by_buyer: HashMap<UserId, Vec<OrderId>>,
    /// Reserved or selling.
    held: HashSet<TicketId>,
    open_orders: HashSet<OrderId>,
    /// A refund was asked for, and the money has not gone back yet.
    refunding: HashSet<OrderId>,
    unfinished_charges: HashSet<ChargeId>,
}

type Place = (Timestamp, EventId, Price, TicketId);

#[derive(Debug, Default, PartialEq, Eq)]
struct EventEntry {
    /// None as long as only its tickets have come.
    event: Option<Arc<Event>>,
    /// In the order in which its page lists them: by rank of status, then by price.
    tickets: BTreeSet<(u8, Price, TicketId)>,
    sold: usize,
    held: usize,
}

/// A ticket that is available, held or being sold, as lists need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogListing {
    /// Which ticket.
    pub id: TicketId,
    /// What it is for.
    pub event: EventId,
    /// What its seller calls it.
    pub title: Title,
    /// What it costs.
    pub price: Price,
    /// Where it stands.
    pub status: TicketStatus,
}

/// How many tickets of an event stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EventCounts {
    /// For sale.
    pub available: usize,
    /// Reserved or selling.
    pub held: usize,
    /// Sold.
    pub sold: usize,
}

impl Catalog {
    /// Takes in a changed row.
    pub fn update(&mut self, old: Option<&Row>, new: &Row) {
        match (old, new) {
            (_, Row::User(user)) => self.update_user(user),
            (_, Row::Event(event)) => self.update_event(event),
            (Some(Row::Ticket(old)), Row::Ticket(new)) => self.update_ticket(Some(old), new),
            (_, Row::Ticket(new)) => self.update_ticket(None, new),
            (old, Row::Order(order)) => self.update_order(old.is_none(), order),
            (_, Row::Charge(charge)) => self.update_charge(charge),
        }
    }

    /// The account with this address.
    #[must_use]
    pub fn user_by_email(&self, email: &Email) -> Option<UserId> {
        self.users.get(email).copied()
    }

    /// An event.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Arc<Event>> {
        self.events.get(&id).and_then(|entry| entry.event.as_ref())
    }

    /// Events that have not started, soonest first, at most `limit`.
    #[must_use]
    pub fn coming_events(&self, now: Timestamp, limit: usize) -> Vec<&Arc<Event>> {
        let mut coming: Vec<_> =
            self.events.values().flat_map(|e| &e.event).filter(|e| e.starts_at > now).collect();
        coming.sort_unstable_by_key(|event| (event.starts_at, event.id));
        coming.truncate(limit);
        coming
    }

    /// How many tickets are for sale for events that have not started.
    #[must_use]
    pub fn on_sale_count(&self, now: Timestamp) -> usize {
        match self.on_sale.first() {
            Some((starts_at, ..)) if *starts_at > now => self.on_sale.len(),
            _ => self.on_sale.len() - self.on_sale.iter().take_while(|p| p.0 <= now).count(),
        }
    }

    /// What is for sale for events that have not started, soonest first, less the first `skipped`.
    pub fn on_sale(&self, now: Timestamp, skipped: usize) -> impl Iterator<Item = &CatalogListing> {
        self.on_sale
            .iter()
            .skip_while(move |place| place.0 <= now)
            .skip(skipped)
            .filter_map(|(.., id)| self.listings.get(id))
    }

    /// An event's tickets that are available, held or being sold: available ones first, cheapest
    /// first.
    pub fn tickets_of(&self, event: EventId) -> impl Iterator<Item = &CatalogListing> {
        self.events
            .get(&event)
            .into_iter()
            .flat_map(|entry| &entry.tickets)
            .filter_map(|(.., id)| self.listings.get(id))
    }

    /// How many tickets of an event stand where.
    #[must_use]
    pub fn counts_of(&self, event: EventId) -> EventCounts {
        self.events.get(&event).map_or_else(EventCounts::default, |entry| EventCounts {
            available: entry.tickets.len() - entry.held,
            held: entry.held,
            sold: entry.sold,
        })
    }

    /// All that somebody has listed, oldest id first.
    #[must_use]
    pub fn listed_by(&self, seller: UserId) -> &[TicketId] {
        self.by_seller.get(&seller).map_or(&[], Vec::as_slice)
    }

    /// All that somebody has ordered, oldest id first.
    #[must_use]
    pub fn ordered_by(&self, buyer: UserId) -> &[OrderId] {
        self.by_buyer.get(&buyer).map_or(&[], Vec::as_slice)
    }

    /// Tickets that are reserved or being sold: those that have an actor.
    pub fn held(&self) -> impl ExactSizeIterator<Item = TicketId> + '_ {
        self.held.iter().copied()
    }

    /// Orders that may still lead to a sale.
    pub fn open_orders(&self) -> impl ExactSizeIterator<Item = OrderId> + '_ {
        self.open_orders.iter().copied()
    }

    /// Orders whose money is to go back, and has not yet.
    pub fn refunding(&self) -> impl ExactSizeIterator<Item = OrderId> + '_ {
        self.refunding.iter().copied()
    }

    /// Charges that are not settled with the provider.
    pub fn unfinished_charges(&self) -> impl ExactSizeIterator<Item = ChargeId> + '_ {
        self.unfinished_charges.iter().copied()
    }

    /// How many accounts there are.
    #[must_use]
    pub fn users_count(&self) -> usize {
        self.users.len()
    }

    /// How many events there are, started ones too.
    #[must_use]
    pub fn events_count(&self) -> usize {
        self.events.len()
    }

    fn update_user(&mut self, user: &User) {
        self.users.insert(user.email.clone(), user.id);
    }

    fn update_event(&mut self, event: &Arc<Event>) {
        self.events.entry(event.id).or_default().event = Some(event.clone());
    }

    fn update_ticket(&mut self, old: Option<&Ticket>, new: &Ticket) {
        match old {
            Some(old) => self.remove_ticket(old),
            None => insert_sorted(self.by_seller.entry(new.seller).or_default(), new.id),
        }
        if rank(&new.status).is_some() {
            let listing = CatalogListing {
                id: new.id,
                event: new.event,
                title: new.title.clone(),
                price: new.price,
                status: new.status,
            };
            self.listings.insert(new.id, listing);
        }
        let entry = self.events.entry(new.event).or_default();
        if let Some(rank) = rank(&new.status) {
            entry.tickets.insert((rank, new.price, new.id));
        }
        match new.status {
            TicketStatus::Available => {
                self.on_sale.insert(place(new));
            }
            TicketStatus::Reserved(_) | TicketStatus::Selling { .. } => {
                self.held.insert(new.id);
                entry.held += 1;
            }
            TicketStatus::Sold { .. } => entry.sold += 1,
            TicketStatus::Withdrawn => {}
        }
    }

    fn remove_ticket(&mut self, old: &Ticket) {
        self.listings.remove(&old.id);
        self.on_sale.remove(&place(old));
        let was_held = self.held.remove(&old.id);
        if let Some(entry) = self.events.get_mut(&old.event) {
            if let Some(rank) = rank(&old.status) {
                entry.tickets.remove(&(rank, old.price, old.id));
            }
            entry.held -= usize::from(was_held);
            entry.sold -= usize::from(matches!(old.status, TicketStatus::Sold { .. }));
        }
    }

    fn update_order(&mut self, is_new: bool, order: &Order) {
        if is_new {
            insert_sorted(self.by_buyer.entry(order.buyer).or_default(), order.id);
        }
        match order.status.is_open() {
            true => self.open_orders.insert(order.id),
            false => self.open_orders.remove(&order.id),
        };
        match order.is_refunding() {
            true => self.refunding.insert(order.id),
            false => self.refunding.remove(&order.id),
        };
    }

    fn update_charge(&mut self, charge: &Charge) {
        match charge.status.is_unfinished() {
            true => self.unfinished_charges.insert(charge.id),
            false => self.unfinished_charges.remove(&charge.id),
        };
    }
}

/// Where an event's page lists a ticket; none for one that is not listed there.
fn rank(status: &TicketStatus) -> Option<u8> {
    match status {
        TicketStatus::Available => Some(0),
        TicketStatus::Reserved(_) | TicketStatus::Selling { .. } => Some(1),
        TicketStatus::Sold { .. } | TicketStatus::Withdrawn => None,
    }
}

fn place(ticket: &Ticket) -> Place {
    (ticket.event_starts_at, ticket.event, ticket.price, ticket.id)
}

/// Ids come nearly in order, since they begin with the time.
fn insert_sorted<T: Ord>(ids: &mut Vec<T>, id: T) {
    if let Err(at) = ids.binary_search(&id) {
        ids.insert(at, id);
    }
}

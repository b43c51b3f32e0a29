//! The catalog: what is found without knowing its id, in memory.
//!
//! It is built from the rows at start-up and changed with every committed entry, and holds what
//! lists need; a record itself is read from storage. In which order rows come makes no difference.

mod buyers;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::Bound,
    sync::Arc,
};

pub use buyers::Standing;
use buyers::{Buyers, OpenOrder};

use crate::{
    domain::{Charge, ChargeStatus, Event, Order, Row, Ticket, TicketStatus, User},
    types::{ChargeId, Email, EventId, OrderId, Price, TicketId, Timestamp, Title, UserId},
};

/// The indexes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    users: HashMap<Email, UserId>,
    events: HashMap<EventId, EventEntry>,
    /// By when they start, so that what is over costs nothing to pass by.
    starts: BTreeMap<Timestamp, Start>,
    listings: HashMap<TicketId, CatalogListing>,
    by_seller: HashMap<UserId, Vec<TicketId>>,
    by_buyer: HashMap<UserId, Vec<OrderId>>,
    buyers: Buyers,
    /// Reserved or selling.
    held: HashSet<TicketId>,
    open_orders: HashSet<OrderId>,
    /// A refund was asked for, and the money has not gone back yet.
    refunding: HashSet<OrderId>,
    unfinished_charges: HashSet<ChargeId>,
    /// By which charge a refunded order was paid, its last: its own record no longer says.
    refunded: HashMap<OrderId, ChargeId>,
}

/// What starts at one moment.
#[derive(Debug, Default, PartialEq, Eq)]
struct Start {
    events: BTreeSet<EventId>,
    /// All that are for sale, cheapest first among an event's.
    on_sale: BTreeSet<(EventId, Price, TicketId)>,
}

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
            (Some(Row::Order(old)), Row::Order(new)) => self.update_order(Some(old), new),
            (_, Row::Order(new)) => self.update_order(None, new),
            (_, Row::Charge(charge)) => self.update_charge(charge),
            // Found by its id alone.
            (_, Row::Notice(_)) => {}
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
        let coming = self.coming(now).flat_map(|start| &start.events);
        coming.filter_map(|id| self.event(*id)).take(limit).collect()
    }

    /// How many tickets are for sale for events that have not started.
    #[must_use]
    pub fn on_sale_count(&self, now: Timestamp) -> usize {
        self.coming(now).map(|start| start.on_sale.len()).sum()
    }

    /// What is for sale for events that have not started, soonest first, less the first `skipped`.
    pub fn on_sale(&self, now: Timestamp, skipped: usize) -> impl Iterator<Item = &CatalogListing> {
        self.coming(now)
            .flat_map(|start| &start.on_sale)
            .skip(skipped)
            .filter_map(|(.., id)| self.listings.get(id))
    }

    fn coming(&self, now: Timestamp) -> impl Iterator<Item = &Start> {
        self.starts.range((Bound::Excluded(now), Bound::Unbounded)).map(|(_, start)| start)
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

    /// How a buyer stands who wants a ticket: what they hold, and how often they let it go.
    #[must_use]
    pub fn standing(&self, buyer: UserId, ticket: TicketId, now: Timestamp) -> Standing {
        self.buyers.standing(buyer, ticket, now, |open| self.is_selling(open))
    }

    /// The orders of a buyer for which a ticket is held, next deadline first.
    pub fn held_by(&self, buyer: UserId, now: Timestamp) -> impl Iterator<Item = OrderId> + '_ {
        let open = self.buyers.open_orders(buyer).iter();
        open.filter(move |open| open.expires_at > now || self.is_selling(open))
            .map(|open| open.order)
    }

    fn is_selling(&self, open: &OpenOrder) -> bool {
        self.listings.get(&open.ticket).is_some_and(|listed| match listed.status {
            TicketStatus::Selling { reservation, .. } => reservation.order == open.order,
            _ => false,
        })
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

    /// By which charge an order was paid that was refunded.
    #[must_use]
    pub fn refunded_charge(&self, order: OrderId) -> Option<ChargeId> {
        self.refunded.get(&order).copied()
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
        self.starts.entry(event.starts_at).or_default().events.insert(event.id);
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
                let start = self.starts.entry(new.event_starts_at).or_default();
                start.on_sale.insert((new.event, new.price, new.id));
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
        if let Some(start) = self.starts.get_mut(&old.event_starts_at) {
            start.on_sale.remove(&(old.event, old.price, old.id));
            if start.on_sale.is_empty() && start.events.is_empty() {
                self.starts.remove(&old.event_starts_at);
            }
        }
        let was_held = self.held.remove(&old.id);
        if let Some(entry) = self.events.get_mut(&old.event) {
            if let Some(rank) = rank(&old.status) {
                entry.tickets.remove(&(rank, old.price, old.id));
            }
            entry.held -= usize::from(was_held);
            entry.sold -= usize::from(matches!(old.status, TicketStatus::Sold { .. }));
        }
    }

    fn update_order(&mut self, old: Option<&Order>, order: &Order) {
        self.buyers.update(old, order);
        if old.is_none() {
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
        if charge.status == ChargeStatus::Completed && charge.stripe_refund_id.is_some() {
            let last = self.refunded.entry(charge.order).or_insert(charge.id);
            *last = charge.id.max(*last);
        }
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

/// Ids come nearly in order, since they begin with the time.
fn insert_sorted<T: Ord>(ids: &mut Vec<T>, id: T) {
    if let Err(at) = ids.binary_search(&id) {
        ids.insert(at, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{City, EventName, Venue, ZoneName};

    fn event(starts_at: i64) -> Arc<Event> {
        Arc::new(Event {
            id: EventId::new(),
            name: EventName::parse("The Paper Lanterns").unwrap(),
            venue: Venue::parse("Spree Hall").unwrap(),
            city: City::parse("Berlin").unwrap(),
            starts_at: Timestamp::from_millis(starts_at),
            zone: ZoneName::utc(),
            created_by: UserId::new(),
        })
    }

    fn ticket(event: &Event, minor: u32) -> Ticket {
        Ticket {
            id: TicketId::new(),
            event: event.id,
            event_starts_at: event.starts_at,
            seller: event.created_by,
            title: Title::parse("Row 5").unwrap(),
            price: Price::from_minor(minor).unwrap(),
            listed_at: Timestamp::from_millis(0),
            status: TicketStatus::Available,
        }
    }

    #[test]
    fn only_what_has_not_started_is_on_sale_soonest_and_cheapest_first() {
        let mut catalog = Catalog::default();
        for starts_at in [30, 10, 20] {
            let event = event(starts_at);
            for minor in [2, 1] {
                catalog.update(None, &Row::Ticket(Arc::new(ticket(&event, minor))));
            }
            catalog.update(None, &Row::Event(event));
        }
        for (now, skipped, expect) in [
            (9, 0, vec![(10, 1), (10, 2), (20, 1), (20, 2), (30, 1), (30, 2)]),
            (9, 3, vec![(20, 2), (30, 1), (30, 2)]),
            (10, 0, vec![(20, 1), (20, 2), (30, 1), (30, 2)]),
            (29, 1, vec![(30, 2)]),
            (30, 0, vec![]),
        ] {
            let now = Timestamp::from_millis(now);
            let on_sale = catalog.on_sale(now, skipped).map(|listed| {
                let starts_at = catalog.event(listed.event).unwrap().starts_at;
                (starts_at.as_millis(), listed.price.minor())
            });
            assert_eq!(on_sale.collect::<Vec<_>>(), expect, "{now:?}");
            assert_eq!(catalog.on_sale_count(now), expect.len() + skipped, "{now:?}");
        }
    }

    #[test]
    fn the_soonest_events_that_have_not_started_are_offered() {
        let mut catalog = Catalog::default();
        for starts_at in [30, 10, 20] {
            catalog.update(None, &Row::Event(event(starts_at)));
        }
        for (now, limit, expect) in
            [(9, 3, vec![10, 20, 30]), (9, 2, vec![10, 20]), (10, 3, vec![20, 30]), (30, 3, vec![])]
        {
            let coming = catalog.coming_events(Timestamp::from_millis(now), limit);
            let starts: Vec<_> = coming.iter().map(|event| event.starts_at.as_millis()).collect();
            assert_eq!(starts, expect, "{now}");
        }
    }

    #[test]
    fn what_is_sold_or_withdrawn_leaves_nothing_behind() {
        let mut catalog = Catalog::default();
        let event = event(10);
        let listed = ticket(&event, 1);
        let withdrawn = Ticket { status: TicketStatus::Withdrawn, ..listed.clone() };
        let (listed, withdrawn) = (Row::Ticket(Arc::new(listed)), Row::Ticket(Arc::new(withdrawn)));
        catalog.update(None, &listed);
        catalog.update(Some(&listed), &withdrawn);
        let mut rebuilt = Catalog::default();
        rebuilt.update(None, &withdrawn);
        assert_eq!(catalog, rebuilt);
    }
}

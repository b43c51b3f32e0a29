//! Every record as of the last committed entry: the rows that have changed lately in memory, over
//! the snapshots, with the catalog beside them.

use std::{collections::HashMap, sync::Arc};

use parking_lot::{RwLock, RwLockReadGuard};

use super::{StorageError, snapshots::Snapshots};
use crate::{
    domain::{
        Change, Charge, DomainEvent, Entry, Event, IllegalEvent, Key, Mail, Notice, Order, Record,
        Row, Ticket, TicketEvent, User, Wish,
    },
    reads::{
        Applied, Projection,
        catalog::Catalog,
        history::{Histories, Line},
        live::Hub,
        statistics::{Orders, Statistics, Tally},
    },
    types::{ChargeId, EventId, MailId, NoticeId, OrderId, Price, TicketId, UserId, WishId},
};

/// How many entries become visible under one lock: readers wait for some 100 µs at most.
const PUBLISHED_TOGETHER_MAX: usize = 64;

/// The records.
#[derive(Debug, Default)]
pub struct Tables {
    /// Rows that may not be in the snapshots yet, with the entry that changed them last.
    recent: RwLock<HashMap<Key, (u64, Row)>>,
    snapshots: Option<Snapshots>,
    catalog: RwLock<Catalog>,
    histories: RwLock<Histories>,
    statistics: RwLock<Statistics>,
    live: Arc<Hub>,
}

/// What tickets cost so far and orders come to, while the journal is read.
#[derive(Debug, Default)]
pub struct Prices {
    tickets: HashMap<TicketId, Price>,
    orders: Orders,
}

/// Why an entry cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// It cannot happen to the records as they are.
    #[error(transparent)]
    Illegal(#[from] IllegalEvent),
    /// A record cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Tables {
    /// Tables over snapshots, with the catalog of their rows.
    pub fn over(snapshots: Snapshots, catalog: Catalog) -> Self {
        Self { snapshots: Some(snapshots), catalog: catalog.into(), ..Self::default() }
    }

    /// What an entry makes of the records as they are committed.
    ///
    /// # Errors
    /// When it cannot happen to them.
    pub fn changes_of(&self, entry: &Entry) -> Result<Vec<Change>, ApplyError> {
        let mut changes: Vec<Change> = Vec::with_capacity(entry.events.len());
        for event in &entry.events {
            let key = Key::of(event);
            if let Some(change) = changes.iter_mut().find(|change| change.new.key() == key) {
                change.new = Row::after(Some(&change.new), event, entry.at)?;
                continue;
            }
            let old = self.get(key)?;
            let new = Row::after(old.as_ref(), event, entry.at)?;
            changes.push(Change { old, new });
        }
        Ok(changes)
    }

    /// Makes committed entries visible, each all at once, and tells those who look.
    pub fn publish<'a>(&self, entries: impl Iterator<Item = Applied<'a>>) {
        let mut entries = entries.peekable();
        // A lock for each entry would put readers to sleep and wake them as often.
        while entries.peek().is_some() {
            let mut told = Vec::with_capacity(PUBLISHED_TOGETHER_MAX);
            {
                let mut recent = self.recent.write();
                let mut catalog = self.catalog.write();
                let mut histories = self.histories.write();
                let mut statistics = self.statistics.write();
                for entry in entries.by_ref().take(PUBLISHED_TOGETHER_MAX) {
                    for change in entry.changes {
                        recent.insert(change.new.key(), (entry.sequence, change.new.clone()));
                    }
                    let projections: [&mut dyn Projection; 3] =
                        [&mut *catalog, &mut *histories, &mut *statistics];
                    projections.into_iter().for_each(|projection| projection.apply(&entry));
                    told.push(entry);
                }
            }
            told.iter().for_each(|entry| (&*self.live).apply(entry));
        }
    }

    /// Applies an entry that is committed already: in recovery. Gives what it has changed.
    ///
    /// # Errors
    /// When it cannot happen, which leaves everything as it was.
    pub fn apply(&self, sequence: u64, entry: &Entry) -> Result<Vec<Change>, ApplyError> {
        let changes = self.changes_of(entry)?;
        self.publish(std::iter::once(Applied { sequence, entry, changes: &changes }));
        Ok(changes)
    }

    /// Takes from an entry whose changes are in the snapshots what they do not hold.
    pub fn remember(&self, entry: &Entry, prices: &mut Prices) {
        for event in &entry.events {
            if let Some(tally) = Tally::of(event, prices.orders.learn(event)) {
                self.statistics.write().add(tally, entry.at);
            }
            let DomainEvent::Ticket(id, event) = event else { continue };
            let before = match event {
                TicketEvent::Created { price, .. } | TicketEvent::Updated { price, .. } => {
                    prices.tickets.insert(*id, *price)
                }
                _ => None,
            };
            if let Some(line) = Line::of(event, entry.at, before) {
                self.histories.write().add(*id, line);
            }
        }
    }

    /// The latest of what has happened to a ticket since it was listed, oldest first.
    #[must_use]
    pub fn history(&self, ticket: TicketId) -> Vec<Line> {
        self.histories.read().of(ticket).to_vec()
    }

    /// How much has happened.
    pub fn statistics(&self) -> RwLockReadGuard<'_, Statistics> {
        self.statistics.read()
    }

    /// Forgets rows that are in the snapshots as of an entry.
    pub fn forget(&self, keys: impl Iterator<Item = Key>, sequence: u64) {
        let mut recent = self.recent.write();
        for key in keys {
            if recent.get(&key).is_some_and(|(changed, _)| *changed <= sequence) {
                recent.remove(&key);
            }
        }
    }

    /// Where those who look hear what changes.
    #[must_use]
    pub fn live(&self) -> &Arc<Hub> {
        &self.live
    }

    /// The catalog, as of the last committed entry. Commits wait for as long as it is held, and
    /// who asks for it again while they do waits for ever.
    pub fn catalog(&self) -> RwLockReadGuard<'_, Catalog> {
        self.catalog.read()
    }

    /// An account.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn user(&self, id: UserId) -> Result<Option<Arc<User>>, StorageError> {
        self.record(Key::User(id))
    }

    /// An event that people attend.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn event(&self, id: EventId) -> Result<Option<Arc<Event>>, StorageError> {
        // Recursive, since whoever holds the catalog may well ask for an event that is in it.
        Ok(self.catalog.read_recursive().event(id).cloned())
    }

    /// The event that a ticket is for: if its own was merged into another, that one.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn event_of(&self, ticket: &Ticket) -> Result<Option<Arc<Event>>, StorageError> {
        Ok(self.catalog.read_recursive().event_that_stays(ticket.event).cloned())
    }

    /// A ticket.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Arc<Ticket>>, StorageError> {
        self.record(Key::Ticket(id))
    }

    /// An order.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn order(&self, id: OrderId) -> Result<Option<Arc<Order>>, StorageError> {
        self.record(Key::Order(id))
    }

    /// A charge.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn charge(&self, id: ChargeId) -> Result<Option<Arc<Charge>>, StorageError> {
        self.record(Key::Charge(id))
    }

    /// Something that the payment provider told.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn notice(&self, id: NoticeId) -> Result<Option<Arc<Notice>>, StorageError> {
        self.record(Key::Notice(id))
    }

    /// A wish to be told when a ticket is free.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn wish(&self, id: WishId) -> Result<Option<Arc<Wish>>, StorageError> {
        self.record(Key::Wish(id))
    }

    /// A mail to somebody.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn mail(&self, id: MailId) -> Result<Option<Arc<Mail>>, StorageError> {
        self.record(Key::Mail(id))
    }

    fn record<R: Record>(&self, key: Key) -> Result<Option<Arc<R>>, StorageError> {
        Ok(self.get(key)?.as_ref().and_then(R::in_row).cloned())
    }

    /// A record of any kind.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub fn row(&self, key: Key) -> Result<Option<Row>, StorageError> {
        self.get(key)
    }

    pub(super) fn get(&self, key: Key) -> Result<Option<Row>, StorageError> {
        if let Some((_, row)) = self.recent.read().get(&key) {
            return Ok(Some(row.clone()));
        }
        match &self.snapshots {
            Some(snapshots) => snapshots.get(key).map_err(StorageError::Row),
            None => Ok(None),
        }
    }
}

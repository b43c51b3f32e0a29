//! Every record as of the last committed entry: the rows that have changed lately in memory, over
//! the snapshots, with the catalog beside them.

mod deletions;
mod merges;

use std::{collections::HashMap, sync::Arc};

use parking_lot::{RwLock, RwLockReadGuard};

use super::{StorageError, snapshots::Snapshots};
use crate::{
    domain::{
        Charge, DomainEvent, Entry, Event, IllegalEvent, Key, Mail, Notice, Order, Record, Row,
        Ticket, TicketEvent, User, Wish,
    },
    reads::catalog::Catalog,
    reads::history::{Histories, Line},
    reads::live::Hub,
    reads::statistics::{Numbers, Orders, Paid, Tally},
    types::{
        ChargeId, EventId, MailId, NoticeId, OrderId, Price, TicketId, Timestamp, UserId, WishId,
    },
};
pub use deletions::{DeletedError, Live};
pub use merges::MergedAwayError;

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
    numbers: RwLock<Numbers>,
    live: Arc<Hub>,
}

/// What an entry changes.
#[derive(Debug)]
pub struct Changes {
    rows: Vec<Change>,
    lines: Vec<(TicketId, Line)>,
    tally: Tally,
    at: Timestamp,
}

#[derive(Debug)]
struct Change {
    old: Option<Row>,
    new: Row,
}

/// Rows as they will be once the entries before are committed.
#[derive(Debug, Default)]
pub struct Prepared {
    rows: HashMap<Key, Row>,
}

/// What tickets cost so far and orders come to, while the journal is read.
#[derive(Debug, Default)]
pub struct Prices {
    tickets: HashMap<TicketId, Price>,
    orders: Orders,
}

impl Prepared {
    /// Takes in what one more entry changes.
    pub fn add(&mut self, changes: &Changes) {
        self.rows.extend(changes.rows.iter().map(|change| (change.new.key(), change.new.clone())));
    }
}

/// Why an entry cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// It cannot happen to the records as they are.
    #[error(transparent)]
    Illegal(#[from] IllegalEvent),
    /// It is for an account that is deleted, or deletes one for which something is live.
    #[error(transparent)]
    Deleted(#[from] DeletedError),
    /// It merges an event into one that is not there to stay.
    #[error(transparent)]
    MergedAway(#[from] MergedAwayError),
    /// A record cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Tables {
    /// Tables over snapshots, with the catalog of their rows.
    pub fn over(snapshots: Snapshots, catalog: Catalog) -> Self {
        Self { snapshots: Some(snapshots), catalog: catalog.into(), ..Self::default() }
    }

    /// What an entry would change, on top of what is prepared already and not visible yet. Nothing
    /// that this refuses is ever written to the journal.
    ///
    /// # Errors
    /// When the entry cannot happen to the records as they are.
    pub fn prepare(&self, prepared: &Prepared, entry: &Entry) -> Result<Changes, ApplyError> {
        let mut rows: Vec<Change> = Vec::with_capacity(entry.events.len());
        let (mut lines, mut tally) = (vec![], Tally::default());
        for event in &entry.events {
            let key = Key::of(event);
            if let Some(change) = rows.iter_mut().find(|change| change.new.key() == key) {
                lines.extend(line(Some(&change.new), event, entry.at));
                tally += counted(Some(&change.new), event);
                change.new = Row::after(Some(&change.new), event, entry.at)?;
                continue;
            }
            let old = match prepared.rows.get(&key) {
                Some(row) => Some(row.clone()),
                None => self.get(key)?,
            };
            let new = Row::after(old.as_ref(), event, entry.at)?;
            lines.extend(line(old.as_ref(), event, entry.at));
            tally += counted(old.as_ref(), event);
            rows.push(Change { old, new });
        }
        let changes = Changes { rows, lines, tally, at: entry.at };
        self.fits_deletions(prepared, entry, &changes)?;
        self.fits_merges(prepared, entry, &changes)?;
        Ok(changes)
    }

    /// Makes committed entries' changes visible, each entry's all at once, and tells those who look;
    /// gives the changed rows.
    pub fn publish(&self, entries: Vec<(u64, Changes)>) -> Vec<Row> {
        // A lock for each entry would put readers to sleep and wake them as often.
        for group in entries.chunks(PUBLISHED_TOGETHER_MAX) {
            let mut catalog = self.catalog.write();
            let mut recent = self.recent.write();
            let mut histories = self.histories.write();
            let mut numbers = self.numbers.write();
            for (sequence, changes) in group {
                for Change { old, new } in &changes.rows {
                    catalog.update(old.as_ref(), new);
                    recent.insert(new.key(), (*sequence, new.clone()));
                }
                changes.lines.iter().for_each(|(ticket, line)| histories.add(*ticket, *line));
                if changes.tally != Tally::default() {
                    numbers.add(changes.tally, changes.at);
                }
            }
        }
        for Change { old, new } in entries.iter().flat_map(|(_, changes)| &changes.rows) {
            match new {
                Row::Ticket(ticket) => self.live.publish(ticket, old.is_none()),
                Row::Event(event) if event.merged.is_some() => self.live.end(event.id),
                _ => {}
            }
        }
        let changes = entries.into_iter().flat_map(|(_, changes)| changes.rows);
        changes.map(|change| change.new).collect()
    }

    /// Prepares and publishes an entry that is committed already: in recovery.
    ///
    /// # Errors
    /// When it cannot happen, which leaves everything as it was.
    pub fn apply(&self, sequence: u64, entry: &Entry) -> Result<Vec<Row>, ApplyError> {
        let changes = self.prepare(&Prepared::default(), entry)?;
        Ok(self.publish(vec![(sequence, changes)]))
    }

    /// Takes from an entry whose changes are in the snapshots what they do not hold.
    pub fn remember(&self, entry: &Entry, prices: &mut Prices) {
        for event in &entry.events {
            if let Some(tally) = Tally::of(event, prices.orders.learn(event)) {
                self.numbers.write().add(tally, entry.at);
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
    pub fn numbers(&self) -> RwLockReadGuard<'_, Numbers> {
        self.numbers.read()
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

    fn get(&self, key: Key) -> Result<Option<Row>, StorageError> {
        if let Some((_, row)) = self.recent.read().get(&key) {
            return Ok(Some(row.clone()));
        }
        match &self.snapshots {
            Some(snapshots) => snapshots.get(key).map_err(StorageError::Row),
            None => Ok(None),
        }
    }
}

/// What an event adds to the numbers.
fn counted(before: Option<&Row>, event: &DomainEvent) -> Tally {
    let paid = match before {
        Some(Row::Order(order)) => Some(Paid::by(order)),
        _ => None,
    };
    Tally::of(event, paid).unwrap_or_default()
}

/// What an event adds to the history of the ticket that it is about.
fn line(before: Option<&Row>, event: &DomainEvent, at: Timestamp) -> Option<(TicketId, Line)> {
    let DomainEvent::Ticket(id, event) = event else { return None };
    let price = match before {
        Some(Row::Ticket(ticket)) => Some(ticket.price),
        _ => None,
    };
    Line::of(event, at, price).map(|line| (*id, line))
}

use std::sync::Arc;

use super::{Charge, DomainEvent, Event, IllegalEvent, Mail, Notice, Order, Ticket, User, Wish};
use crate::types::{
    ChargeId, EventId, MailId, NoticeId, OrderId, TicketId, Timestamp, UserId, WishId,
};

/// Which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// An account.
    User(UserId),
    /// An event that people attend.
    Event(EventId),
    /// A listing.
    Ticket(TicketId),
    /// An attempt to buy.
    Order(OrderId),
    /// An attempt to be paid.
    Charge(ChargeId),
    /// Something that the payment provider told.
    Notice(NoticeId),
    /// A wish to be told when a ticket is free.
    Wish(WishId),
    /// A mail to somebody.
    Mail(MailId),
}

/// A record of any kind. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An account.
    User(Arc<User>),
    /// An event that people attend.
    Event(Arc<Event>),
    /// A listing.
    Ticket(Arc<Ticket>),
    /// An attempt to buy.
    Order(Arc<Order>),
    /// An attempt to be paid.
    Charge(Arc<Charge>),
    /// Something that the payment provider told.
    Notice(Arc<Notice>),
    /// A wish to be told when a ticket is free.
    Wish(Arc<Wish>),
    /// A mail to somebody.
    Mail(Arc<Mail>),
}

/// What an entry has made of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was before; none if it was not there.
    pub old: Option<Row>,
    /// As it is from then on.
    pub new: Row,
}

impl Key {
    /// The record that an event is about.
    #[must_use]
    pub fn of(event: &DomainEvent) -> Self {
        match event {
            DomainEvent::User(id, _) => Self::User(*id),
            DomainEvent::Event(id, _) => Self::Event(*id),
            DomainEvent::Ticket(id, _) => Self::Ticket(*id),
            DomainEvent::Order(id, _) => Self::Order(*id),
            DomainEvent::Charge(id, _) => Self::Charge(*id),
            DomainEvent::Notice(id, _) => Self::Notice(*id),
            DomainEvent::Wish(id, _) => Self::Wish(*id),
            DomainEvent::Mail(id, _) => Self::Mail(*id),
        }
    }
}

impl Row {
    /// Whether both are the same record in the same state.
    #[must_use]
    pub fn is_same(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => one.is_shared_with(other) || one == other,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// Which record it is.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::User(row) => Key::User(row.id),
            Self::Event(row) => Key::Event(row.id),
            Self::Ticket(row) => Key::Ticket(row.id),
            Self::Order(row) => Key::Order(row.id),
            Self::Charge(row) => Key::Charge(row.id),
            Self::Notice(row) => Key::Notice(row.id),
            Self::Wish(row) => Key::Wish(row.id),
            Self::Mail(row) => Key::Mail(row.id),
        }
    }

    /// The row as it is after an event about it.
    ///
    /// # Errors
    /// When the event cannot happen to it, or is about something else.
    pub fn after(
        row: Option<&Self>,
        event: &DomainEvent,
        at: Timestamp,
    ) -> Result<Self, IllegalEvent> {
        let impossible = || IllegalEvent {
            event: event.name(),
            record: format!("{:?}", Key::of(event)),
            state: "a record of another kind",
        };
        let row = match event {
            DomainEvent::User(id, event) => changed(row, |it| User::apply(it, *id, event, at)),
            DomainEvent::Event(id, event) => changed(row, |it| Event::apply(it, *id, event, at)),
            DomainEvent::Ticket(id, event) => changed(row, |it| Ticket::apply(it, *id, event, at)),
            DomainEvent::Order(id, event) => changed(row, |it| Order::apply(it, *id, event, at)),
            DomainEvent::Charge(id, event) => changed(row, |it| Charge::apply(it, *id, event, at)),
            DomainEvent::Notice(id, event) => changed(row, |it| Notice::apply(it, *id, event, at)),
            DomainEvent::Wish(id, event) => changed(row, |it| Wish::apply(it, *id, event, at)),
            DomainEvent::Mail(id, event) => changed(row, |it| Mail::apply(it, *id, event, at)),
        };
        row?.ok_or_else(impossible)
    }
}

/// One kind of record.
pub trait Record: Clone {
    /// The record in a row; none if that has another kind.
    fn in_row(row: &Row) -> Option<&Arc<Self>>;

    /// A row of it.
    fn into_row(self) -> Row;
}

macro_rules! records {
    ($($kind:ident)*) => { $(
        impl Record for $kind {
            fn in_row(row: &Row) -> Option<&Arc<Self>> {
                if let Row::$kind(record) = row { Some(record) } else { None }
            }

            fn into_row(self) -> Row {
                Row::$kind(Arc::new(self))
            }
        }
    )* };
}

impl Row {
    fn is_shared_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::User(one), Self::User(other)) => Arc::ptr_eq(one, other),
            (Self::Event(one), Self::Event(other)) => Arc::ptr_eq(one, other),
            (Self::Ticket(one), Self::Ticket(other)) => Arc::ptr_eq(one, other),
            (Self::Order(one), Self::Order(other)) => Arc::ptr_eq(one, other),
            (Self::Charge(one), Self::Charge(other)) => Arc::ptr_eq(one, other),
            (Self::Notice(one), Self::Notice(other)) => Arc::ptr_eq(one, other),
            (Self::Wish(one), Self::Wish(other)) => Arc::ptr_eq(one, other),
            (Self::Mail(one), Self::Mail(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

records! { User Event Ticket Order Charge Notice Wish Mail }

/// The row with a change to its record; none if it has another kind, or has none afterwards.
fn changed<R: Record>(
    row: Option<&Row>,
    change: impl FnOnce(&mut Option<R>) -> Result<(), IllegalEvent>,
) -> Result<Option<Row>, IllegalEvent> {
    let mut record = match row.map(R::in_row) {
        Some(None) => return Ok(None),
        before => before.flatten().map(|record| (**record).clone()),
    };
    change(&mut record)?;
    Ok(record.map(R::into_row))
}

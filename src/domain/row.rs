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
        let row = match (event, row) {
            (DomainEvent::User(id, event), None | Some(Self::User(_))) => {
                let mut user = row.and_then(Self::user);
                User::apply(&mut user, *id, event, at)?;
                user.map(|user| Self::User(Arc::new(user)))
            }
            (DomainEvent::Event(id, event), None | Some(Self::Event(_))) => {
                let mut record = row.and_then(Self::event);
                Event::apply(&mut record, *id, event, at)?;
                record.map(|record| Self::Event(Arc::new(record)))
            }
            (DomainEvent::Ticket(id, event), None | Some(Self::Ticket(_))) => {
                let mut ticket = row.and_then(Self::ticket);
                Ticket::apply(&mut ticket, *id, event, at)?;
                ticket.map(|ticket| Self::Ticket(Arc::new(ticket)))
            }
            (DomainEvent::Order(id, event), None | Some(Self::Order(_))) => {
                let mut order = row.and_then(Self::order);
                Order::apply(&mut order, *id, event, at)?;
                order.map(|order| Self::Order(Arc::new(order)))
            }
            (DomainEvent::Charge(id, event), None | Some(Self::Charge(_))) => {
                let mut charge = row.and_then(Self::charge);
                Charge::apply(&mut charge, *id, event, at)?;
                charge.map(|charge| Self::Charge(Arc::new(charge)))
            }
            (DomainEvent::Notice(id, event), None | Some(Self::Notice(_))) => {
                let mut notice = row.and_then(Self::notice);
                Notice::apply(&mut notice, *id, event, at)?;
                notice.map(|notice| Self::Notice(Arc::new(notice)))
            }
            (DomainEvent::Wish(id, event), None | Some(Self::Wish(_))) => {
                let mut wish = row.and_then(Self::wish);
                Wish::apply(&mut wish, *id, event, at)?;
                wish.map(|wish| Self::Wish(Arc::new(wish)))
            }
            (DomainEvent::Mail(id, event), None | Some(Self::Mail(_))) => {
                let mut mail = row.and_then(Self::mail);
                Mail::apply(&mut mail, *id, event, at)?;
                mail.map(|mail| Self::Mail(Arc::new(mail)))
            }
            _ => None,
        };
        row.ok_or_else(impossible)
    }

    fn user(&self) -> Option<User> {
        if let Self::User(row) = self { Some((**row).clone()) } else { None }
    }

    fn event(&self) -> Option<Event> {
        if let Self::Event(row) = self { Some((**row).clone()) } else { None }
    }

    fn ticket(&self) -> Option<Ticket> {
        if let Self::Ticket(row) = self { Some((**row).clone()) } else { None }
    }

    fn order(&self) -> Option<Order> {
        if let Self::Order(row) = self { Some((**row).clone()) } else { None }
    }

    fn charge(&self) -> Option<Charge> {
        if let Self::Charge(row) = self { Some((**row).clone()) } else { None }
    }

    fn notice(&self) -> Option<Notice> {
        if let Self::Notice(row) = self { Some((**row).clone()) } else { None }
    }

    fn wish(&self) -> Option<Wish> {
        if let Self::Wish(row) = self { Some((**row).clone()) } else { None }
    }

    fn mail(&self) -> Option<Mail> {
        if let Self::Mail(row) = self { Some((**row).clone()) } else { None }
    }
}

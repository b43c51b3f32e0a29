use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Charge, ChargeEvent, Event, EventEvent, FeedCursor, FeedCursorEvent, IllegalEvent, Mail,
    MailEvent, Order, OrderEvent, SignIn, SignInEvent, SignInHistory, SignInHistoryEvent, Ticket,
    TicketEvent, User, UserEvent, WaitlistEntry, WaitlistEvent, WebhookDelivery,
    WebhookDeliveryEvent, WebhookEndpoint, WebhookEndpointEvent, WebhookNotice, WebhookNoticeEvent,
};
use crate::types::{
    ChargeId, EventId, FeedCursorId, MailId, OrderId, SignInId, TicketId, Timestamp, UserId,
    WaitlistId, WebhookDeliveryId, WebhookEndpointId, WebhookNoticeId,
};

/// Calls a macro with every kind of record: its name, what names one, what happens to one, by which
/// letter it is stored, what it is called, and what it is. Kinds are only appended: their order is stored.
macro_rules! for_each_kind {
    ($macro:ident) => {
        $macro! {
            User UserId UserEvent b'u' "user" "An account.",
            Event EventId EventEvent b'e' "event" "An event that people attend.",
            Ticket TicketId TicketEvent b't' "ticket" "A listing.",
            Order OrderId OrderEvent b'o' "order" "An attempt to buy.",
            Charge ChargeId ChargeEvent b'c' "charge" "An attempt to be paid.",
            WebhookNotice WebhookNoticeId WebhookNoticeEvent b'n' "webhook notice" "Something that the payment provider told.",
            WaitlistEntry WaitlistId WaitlistEvent b'w' "waitlist entry" "A place on a ticket's waitlist.",
            Mail MailId MailEvent b'm' "mail" "A mail to somebody.",
            SignIn SignInId SignInEvent b's' "sign-in" "That somebody is signed in with a browser.",
            SignInHistory UserId SignInHistoryEvent b'h' "sign-in history" "The latest tries to sign in to an account.",
            WebhookEndpoint WebhookEndpointId WebhookEndpointEvent b'p' "webhook endpoint" "Where somebody has the site send what happens.",
            WebhookDelivery WebhookDeliveryId WebhookDeliveryEvent b'd' "webhook delivery" "Something that is to be sent to a webhook endpoint.",
            FeedCursor FeedCursorId FeedCursorEvent b'f' "feed cursor" "How far one of those who follow the public events has come.",
        }
    };
}
pub(crate) use for_each_kind;

macro_rules! kinds {
    ($($kind:ident $id:ident $event:ident $letter:literal $called:literal $doc:literal,)*) => {
        /// A fact about one record.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum DomainEvent {
            $(#[doc = concat!("About: ", $doc)] $kind($id, $event),)*
        }

        /// Which record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Key {
            $(#[doc = $doc] $kind($id),)*
        }

        /// A record of any kind. Cheap to clone.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Row {
            $(#[doc = $doc] $kind(Arc<$kind>),)*
        }

        impl DomainEvent {
            /// The name by which the pages of the project speak of it, such as `OrderCreated`.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind(_, event) => event.name(),)*
                }
            }
        }

        impl Key {
            /// The record that an event is about.
            pub fn of(event: &DomainEvent) -> Self {
                match event {
                    $(DomainEvent::$kind(id, _) => Self::$kind(*id),)*
                }
            }

            /// By which letter its kind is stored, and its id's bytes.
            pub fn parts(&self) -> (u8, &[u8; 16]) {
                match self {
                    $(Self::$kind(id) => ($letter, id.as_bytes()),)*
                }
            }

            /// The key of these parts; none if there is no such kind.
            pub fn of_parts(letter: u8, id: [u8; 16]) -> Option<Self> {
                match letter {
                    $($letter => Some(Self::$kind($id::from_bytes(id))),)*
                    _ => None,
                }
            }
        }

        impl Row {
            /// Which record it is.
            pub fn key(&self) -> Key {
                match self {
                    $(Self::$kind(row) => Key::$kind(row.id),)*
                }
            }

            fn is_shared_with(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$kind(one), Self::$kind(other)) => Arc::ptr_eq(one, other),)*
                    _ => false,
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
                let changed = match event {
                    $(DomainEvent::$kind(id, event) => {
                        changed(row, |it| $kind::apply(it, *id, event, at))
                    })*
                };
                changed?.ok_or_else(|| IllegalEvent {
                    event: event.name(),
                    record: format!("{:?}", Key::of(event)),
                    state: "a record of another kind",
                })
            }
        }

        $(impl $kind {
            /// Makes the event's change.
            ///
            /// # Errors
            /// When it cannot happen to this record.
            pub fn apply(
                record: &mut Option<Self>,
                id: $id,
                event: &$event,
                at: Timestamp,
            ) -> Result<(), IllegalEvent> {
                Self::change(record, id, event, at).map_err(|state| IllegalEvent {
                    event: event.name(),
                    record: format!("{} {id}", $called),
                    state,
                })
            }
        }

        impl Record for $kind {
            fn in_row(row: &Row) -> Option<&Arc<Self>> {
                if let Row::$kind(record) = row { Some(record) } else { None }
            }

            fn into_row(self) -> Row {
                Row::$kind(Arc::new(self))
            }
        })*
    };
}

for_each_kind! { kinds }

/// What an entry has made of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was before; none if it was not there.
    pub old: Option<Row>,
    /// As it is from then on.
    pub new: Row,
}

impl Row {
    /// Whether something about the record is otherwise after a moment than until another, which the
    /// moment is not before: a deadline has passed.
    #[must_use]
    pub fn has_deadline_between(&self, until: Timestamp, after: Timestamp) -> bool {
        let deadlines = match self {
            Self::Ticket(ticket) => {
                let held = ticket.status.reservation().map(|held| held.expires_at);
                [Some(ticket.event_starts_at), held]
            }
            Self::Order(order) => [order.status.is_open().then_some(order.expires_at), None],
            _ => [None; 2],
        };
        deadlines.into_iter().flatten().any(|deadline| until < deadline && deadline <= after)
    }

    /// Whether both are the same record in the same state.
    pub fn is_same(one: Option<&Self>, other: Option<&Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => one.is_shared_with(other) || one == other,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// One kind of record.
pub trait Record: Clone {
    /// The record in a row; none if that has another kind.
    fn in_row(row: &Row) -> Option<&Arc<Self>>;

    /// A row of it.
    fn into_row(self) -> Row;
}

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

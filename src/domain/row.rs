use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::public::is_public;
use super::{
    AccessToken, AccessTokenEvent, Alert, AlertEvent, Books, BooksEvent, Charge, ChargeEvent,
    Claim, ClaimEvent, Conversation, ConversationEvent, Dispute, DisputeEvent, Earning,
    EarningEvent, Entry, Event, EventEvent, FeeInvoice, FeeInvoiceEvent, FeedCursor,
    FeedCursorEvent, IllegalEvent, InvoiceSeries, InvoiceSeriesEvent, Mail, MailEvent, Message,
    MessageEvent, Order, OrderEvent, Payout, PayoutAccount, PayoutAccountEvent, PayoutEvent,
    PayoutRun, PayoutRunEvent, Report, ReportEvent, SignIn, SignInEvent, SignInHistory,
    SignInHistoryEvent, StaffAct, StaffActEvent, Ticket, TicketEvent, User, UserEvent,
    WaitlistEntry, WaitlistEvent, WebhookDelivery, WebhookDeliveryEvent, WebhookEndpoint,
    WebhookEndpointEvent, WebhookNotice, WebhookNoticeEvent,
};
use crate::types::{
    AccessTokenId, AlertId, BooksId, ChargeId, DisputeId, EarningId, EventId, FeeInvoiceId,
    FeedCursorId, InvoiceSeriesId, MailId, MessageId, OrderId, PayoutId, PayoutRunId, ReportId,
    SignInId, StaffActId, TicketId, Timestamp, UserId, WaitlistId, WebhookDeliveryId,
    WebhookEndpointId, WebhookNoticeId,
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
            AccessToken AccessTokenId AccessTokenEvent b'a' "access token" "A personal access token, by which a program acts for an account.",
            WebhookEndpoint WebhookEndpointId WebhookEndpointEvent b'p' "webhook endpoint" "Where somebody has the site send what happens.",
            WebhookDelivery WebhookDeliveryId WebhookDeliveryEvent b'd' "webhook delivery" "Something that is to be sent to a webhook endpoint.",
            FeedCursor FeedCursorId FeedCursorEvent b'f' "feed cursor" "How far one of those who follow the public events has come.",
            Alert AlertId AlertEvent b'l' "alert" "That somebody is told of tickets that come on sale.",
            Earning EarningId EarningEvent b'g' "earning" "A line of what a seller is owed.",
            Payout PayoutId PayoutEvent b'y' "payout" "Money that is paid to a seller.",
            PayoutRun PayoutRunId PayoutRunEvent b'r' "payout run" "Payouts that go to the bank together.",
            PayoutAccount UserId PayoutAccountEvent b'i' "payout account" "Where a seller is paid.",
            Books BooksId BooksEvent b'b' "books" "That the site keeps books though it sold before it did.",
            Conversation OrderId ConversationEvent b'v' "conversation" "What the buyer and the seller of an order have to say to each other.",
            Message MessageId MessageEvent b'q' "message" "Something that one of them has said.",
            Claim OrderId ClaimEvent b'k' "claim" "What a buyer has against what they got.",
            Report ReportId ReportEvent b'x' "report" "That somebody has told of a listing.",
            Dispute DisputeId DisputeEvent b'j' "dispute" "That a buyer's bank wants a payment back, or asks about it.",
            FeeInvoice FeeInvoiceId FeeInvoiceEvent b'I' "fee invoice" "What an account has paid to the site in a month.",
            InvoiceSeries InvoiceSeriesId InvoiceSeriesEvent b'z' "invoice series" "How far the numbers of invoices have come.",
            StaffAct StaffActId StaffActEvent b'K' "act" "What one of those who run the site has done or looked at.",
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
            /// By which letters the kinds are stored.
            pub const LETTERS: &[u8] = &[$($letter),*];

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

impl Entry {
    /// What it makes of the records that were these before, in the order in which it names them. A
    /// record that others may know of has its next version then.
    ///
    /// # Errors
    /// When it cannot happen to them, or one cannot be read.
    pub fn changes<E: From<IllegalEvent>>(
        &self,
        mut before: impl FnMut(Key) -> Result<Option<Row>, E>,
    ) -> Result<Vec<Change>, E> {
        let mut changes: Vec<Change> = Vec::with_capacity(self.events.len());
        for event in &self.events {
            let key = Key::of(event);
            let at = match changes.iter().position(|change| change.new.key() == key) {
                Some(at) => {
                    changes[at].new = Row::after(Some(&changes[at].new), event, self.at)?;
                    at
                }
                None => {
                    let old = before(key)?;
                    let new = Row::after(old.as_ref(), event, self.at)?;
                    changes.push(Change { old, new });
                    changes.len() - 1
                }
            };
            let Change { old, new } = &mut changes[at];
            if is_public(event) {
                new.set_version(old.as_ref().map_or(0, Row::version).saturating_add(1));
            }
        }
        Ok(changes)
    }
}

/// What an entry has made of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was before; none if it was not there.
    pub old: Option<Row>,
    /// As it is from then on.
    pub new: Row,
}

/// The kinds that others may know of, and their version.
macro_rules! versioned {
    ($($kind:ident)*) => {
        impl Row {
            /// How many public events there were about the record.
            pub fn version(&self) -> u32 {
                match self {
                    $(Self::$kind(row) => row.version,)*
                    _ => 0,
                }
            }

            /// Notes that there were so many.
            pub fn set_version(&mut self, version: u32) {
                match self {
                    $(Self::$kind(row) => Arc::make_mut(row).version = version,)*
                    _ => {}
                }
            }
        }
    };
}

versioned! { User Event Ticket Order Charge }

impl Row {
    /// Whether something about the record is otherwise after a moment than until another, which the
    /// moment is not before: a deadline has passed.
    #[must_use]
    pub fn has_deadline_between(&self, until: Timestamp, after: Timestamp) -> bool {
        let deadlines = match self {
            Self::Ticket(ticket) => {
                let held = ticket.status.reservation().map(|held| held.expires_at);
                [Some(ticket.event_starts_at), held, ticket.file_due_at()]
            }
            Self::Order(order) => [order.status.is_open().then_some(order.expires_at), None, None],
            _ => [None; 3],
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

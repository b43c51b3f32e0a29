//! Public events: what other programs may know of what has happened.
//!
//! They follow from what is committed: each entry has at most one about each record, whatever
//! happens to that in it. A record's `version` counts them. Nothing in them says who somebody is, or
//! what they have typed but titles and events' names.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{
    CancelReason, Charge, ChargeEvent, ChargeStatus, DomainEvent, Entry, Event, EventEvent,
    EventStatus, Key, Order, OrderEvent, OrderStatus, Row, Ticket, TicketStatus, User, UserEvent,
};
use crate::types::{
    ChargeId, City, EventId, EventName, OrderId, Price, TicketId, Timestamp, Title, UserId, Venue,
};

/// By what a public event is known for ever: the position of its entry, and the place in it of the
/// first event about its record. Later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PublicEventId {
    /// The entry's position in the journal.
    pub sequence: u64,
    /// The event's index in it.
    pub index: u16,
}

impl PublicEventId {
    /// What comes after all events of an entry, and before those of the next.
    #[must_use]
    pub fn end_of(sequence: u64) -> Self {
        Self { sequence, index: u16::MAX }
    }
}

/// As `<sequence>-<index>`.
impl fmt::Display for PublicEventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.sequence, self.index)
    }
}

/// No `<sequence>-<index>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an event's id: it is a number, a hyphen, and a number, such as 4711-0")]
pub struct PublicEventIdError;

impl FromStr for PublicEventId {
    type Err = PublicEventIdError;

    fn from_str(text: &str) -> Result<Self, PublicEventIdError> {
        let id = text.split_once('-').and_then(|(sequence, index)| {
            Some(Self { sequence: sequence.parse().ok()?, index: index.parse().ok()? })
        });
        // One way to write each.
        id.filter(|id| id.to_string() == text).ok_or(PublicEventIdError)
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicEvent {
    /// Which event.
    pub id: PublicEventId,
    /// When.
    pub at: Timestamp,
    /// What the record that it is about has become by it.
    pub fact: PublicFact,
}

/// A record as an event has left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicFact {
    /// An account.
    User(PublicUser),
    /// An event that people attend.
    Event(PublicOccasion),
    /// A listing.
    Ticket(PublicTicket),
    /// An attempt to buy.
    Order(PublicOrder),
    /// An attempt to be paid.
    Charge(PublicCharge),
    /// An event that people attend of which there is more to say than once could be said: it has an
    /// end, or does not take place as it was announced.
    EventWith(PublicOccasion, OccasionMore),
}

/// Of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicUser {
    /// Which account.
    pub id: UserId,
    /// Counts its public events, from 1.
    pub version: u32,
    /// What has become of it; nothing when it is made.
    pub changed: Vec<UserChange>,
}

named! {
    /// What changes about an account.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum UserChange {
        /// It has another address.
        Address = "address",
        /// Its owner was seen to read what is sent there.
        Confirmation = "confirmation",
        /// The site has closed it.
        Ban = "ban",
        /// The site has opened it again.
        Unban = "unban",
        /// Its owner has deleted it.
        Deletion = "deletion",
    }
    /// In one word.
    pub fn word;
}

/// Of an event that people attend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicOccasion {
    /// Which event.
    pub id: EventId,
    /// Counts its public events, from 1.
    pub version: u32,
    /// What it is called.
    pub name: EventName,
    /// Where it is.
    pub venue: Venue,
    /// The venue's city.
    pub city: City,
    /// When it starts.
    pub starts_at: Timestamp,
}

/// More of an event that people attend.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OccasionMore {
    /// When it ends, if that is known.
    pub ends_at: Option<Timestamp>,
    /// Whether it takes place as it was announced.
    pub status: OccasionStatus,
}

named! {
    /// Whether an event takes place as it was announced.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
    pub enum OccasionStatus {
        /// It does.
        #[default]
        Scheduled = "scheduled",
        /// It takes place at another time.
        Postponed = "postponed",
        /// It does not take place.
        Cancelled = "cancelled",
    }
    /// In one word.
    pub fn word;
}

impl From<&Event> for OccasionMore {
    fn from(event: &Event) -> Self {
        let status = match event.status {
            EventStatus::Scheduled => OccasionStatus::Scheduled,
            EventStatus::Postponed(_) => OccasionStatus::Postponed,
            EventStatus::Cancelled(_) => OccasionStatus::Cancelled,
        };
        Self { ends_at: event.ends_at, status }
    }
}

/// Of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicTicket {
    /// Which ticket.
    pub id: TicketId,
    /// Counts its public events, from 1.
    pub version: u32,
    /// What its seller calls it.
    pub title: Title,
    /// What it costs.
    pub price: Price,
    /// Who sells it.
    pub seller: UserId,
    /// What it is for.
    pub event: EventId,
    /// Where it stands.
    pub status: TicketStatus,
}

impl PublicTicket {
    /// The order for which it is held or by which it was sold.
    #[must_use]
    pub fn order(&self) -> Option<OrderId> {
        order_of(&self.status)
    }
}

/// The order for which a ticket is held or by which it was sold.
#[must_use]
pub fn order_of(status: &TicketStatus) -> Option<OrderId> {
    match status {
        TicketStatus::Sold { order, .. } => Some(*order),
        status => status.reservation().map(|held| held.order),
    }
}

/// Of an attempt to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicOrder {
    /// Which order.
    pub id: OrderId,
    /// Counts its public events, from 1.
    pub version: u32,
    /// Whose order.
    pub buyer: UserId,
    /// For which ticket.
    pub ticket: TicketId,
    /// What the buyer pays.
    pub price: Price,
    /// Until when the ticket is held for it.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub status: OrderStatus,
}

impl PublicOrder {
    /// Why it is over without a sale, if it is.
    #[must_use]
    pub fn reason(&self) -> Option<CancelReason> {
        match self.status {
            OrderStatus::Cancelled { reason, .. } => Some(reason),
            _ => None,
        }
    }
}

/// Of an attempt to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCharge {
    /// Which charge.
    pub id: ChargeId,
    /// Counts its public events, from 1.
    pub version: u32,
    /// For which order.
    pub order: OrderId,
    /// Where it stands, in one word.
    pub status: PublicChargeStatus,
    /// How much.
    pub amount: Price,
}

named! {
    /// Where a charge stands, without what the bank has said.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PublicChargeStatus {
        /// Under way.
        Created = "created",
        /// The provider holds the money ready.
        Authorised = "authorised",
        /// The money is the site's.
        Completed = "completed",
        /// No money moved, nor will it.
        Failed = "failed",
        /// Given up before any money moved.
        Voided = "voided",
        /// The money went back.
        Refunded = "refunded",
    }
    /// In one word.
    pub fn word;
}

macro_rules! kinds {
    ($($kind:ident = $word:literal $meaning:literal,)*) => {
        named! {
            /// What kind of thing has happened.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
            pub enum PublicKind {
                $(#[doc = $meaning] $kind = $word,)*
            }
            /// Its name; outside `holdfast.` stands before it. It never changes.
            pub fn word;
        }

        impl PublicKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// In a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$kind => $meaning,)* }
            }
        }
    };
}

kinds! {
    UserCreated = "user.created" "An account was made.",
    UserUpdated = "user.updated" "An account's address, confirmation or ban changed, or it was deleted.",
    TicketCreated = "ticket.created" "A ticket was listed.",
    TicketUpdated = "ticket.updated" "Something else happened to a ticket.",
    OrderCreated = "order.created" "Buy was pressed, and the ticket is held.",
    OrderCancelled = "order.cancelled" "An order was given up, by whomever.",
    OrderExpired = "order.expired" "An order's time ran out.",
    OrderCompleted = "order.completed" "An order was paid, and the ticket is its buyer's.",
    OrderRefunded = "order.refunded" "An order's money went back.",
    ChargeCreated = "charge.created" "Somebody began to pay.",
    ChargeUpdated = "charge.updated" "Something became of a charge.",
    EventCreated = "event.created" "An event that people attend was typed in.",
    EventUpdated = "event.updated" "An event was changed, postponed or cancelled, or turned out to be another.",
}

impl FromStr for PublicKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|kind| kind.word() == text).copied().ok_or(())
    }
}

impl PublicFact {
    /// What kind of thing has happened.
    #[must_use]
    pub fn kind(&self) -> PublicKind {
        let (created, updated) = match self {
            Self::User(_) => (PublicKind::UserCreated, PublicKind::UserUpdated),
            Self::Event(_) | Self::EventWith(..) => {
                (PublicKind::EventCreated, PublicKind::EventUpdated)
            }
            Self::Ticket(_) => (PublicKind::TicketCreated, PublicKind::TicketUpdated),
            Self::Charge(_) => (PublicKind::ChargeCreated, PublicKind::ChargeUpdated),
            Self::Order(order) => {
                return match (order.status, order.reason()) {
                    (OrderStatus::Completed { .. }, _) => PublicKind::OrderCompleted,
                    (_, Some(CancelReason::Expired)) => PublicKind::OrderExpired,
                    (_, Some(CancelReason::Refunded)) => PublicKind::OrderRefunded,
                    (_, Some(_)) => PublicKind::OrderCancelled,
                    (_, None) => PublicKind::OrderCreated,
                };
            }
        };
        if self.version() == 1 { created } else { updated }
    }

    /// Counts the record's public events, from 1.
    #[must_use]
    pub fn version(&self) -> u32 {
        match self {
            Self::User(user) => user.version,
            Self::Event(event) | Self::EventWith(event, _) => event.version,
            Self::Ticket(ticket) => ticket.version,
            Self::Order(order) => order.version,
            Self::Charge(charge) => charge.version,
        }
    }

    /// The record.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::User(user) => Key::User(user.id),
            Self::Event(event) | Self::EventWith(event, _) => Key::Event(event.id),
            Self::Ticket(ticket) => Key::Ticket(ticket.id),
            Self::Order(order) => Key::Order(order.id),
            Self::Charge(charge) => Key::Charge(charge.id),
        }
    }
}

/// Whether others may know of an event: then its record has another version.
#[must_use]
pub fn is_public(event: &DomainEvent) -> bool {
    match event {
        DomainEvent::Event(
            _,
            EventEvent::Told(_) | EventEvent::RefundCounted | EventEvent::Pictured(..),
        ) => false,
        DomainEvent::Charge(_, ChargeEvent::FeeRead(_)) => false,
        DomainEvent::Ticket(..) | DomainEvent::Charge(..) | DomainEvent::Event(..) => true,
        DomainEvent::User(_, event) => {
            matches!(event, UserEvent::Created { .. }) || UserChange::by(event).is_some()
        }
        DomainEvent::Order(_, event) => match event {
            OrderEvent::Created { .. }
            | OrderEvent::Completed(_)
            | OrderEvent::Cancelled(_)
            | OrderEvent::Expired
            | OrderEvent::Refunded(_)
            | OrderEvent::CancelledBySite(_) => true,
            OrderEvent::PaymentStarted(_)
            | OrderEvent::PaymentFailed(..)
            | OrderEvent::RefundAsked { .. }
            | OrderEvent::RefundDropped
            | OrderEvent::FeeIncluded(_)
            | OrderEvent::SellerFeeIncluded(_)
            | OrderEvent::MadeTogether(_) => false,
        },
        DomainEvent::WebhookNotice(..)
        | DomainEvent::WaitlistEntry(..)
        | DomainEvent::Alert(..)
        | DomainEvent::Conversation(..)
        | DomainEvent::Message(..)
        | DomainEvent::Claim(..)
        | DomainEvent::Report(..)
        | DomainEvent::Dispute(..)
        | DomainEvent::Mail(..)
        | DomainEvent::SignIn(..)
        | DomainEvent::SignInHistory(..)
        | DomainEvent::AccessToken(..)
        | DomainEvent::WebhookEndpoint(..)
        | DomainEvent::WebhookDelivery(..)
        | DomainEvent::FeedCursor(..)
        | DomainEvent::Earning(..)
        | DomainEvent::Payout(..)
        | DomainEvent::PayoutRun(..)
        | DomainEvent::PayoutAccount(..)
        | DomainEvent::Books(..)
        | DomainEvent::FeeInvoice(..)
        | DomainEvent::InvoiceSeries(..)
        | DomainEvent::StaffAct(..) => false,
    }
}

/// The public events of an entry at a position, of which the events with these indexes are gone, by
/// the records as it has left them.
pub fn of_entry(
    (sequence, entry, gone): (u64, &Entry, &[u16]),
    after: impl Fn(Key) -> Option<Row>,
) -> Vec<PublicEvent> {
    let mut public: Vec<PublicEvent> = vec![];
    for (index, event) in Entry::indexes(gone).zip(&entry.events) {
        if !is_public(event) {
            continue;
        }
        let key = Key::of(event);
        let known = public.iter_mut().find(|public| public.fact.key() == key);
        let fact = match known {
            Some(public) => &mut public.fact,
            None => {
                let Some(fact) = after(key).and_then(|row| PublicFact::of(&row)) else { continue };
                let id = PublicEventId { sequence, index };
                public.push(PublicEvent { id, at: entry.at, fact });
                let Some(last) = public.last_mut() else { continue };
                &mut last.fact
            }
        };
        if let (PublicFact::User(user), DomainEvent::User(_, event)) = (fact, event) {
            user.changed.extend(UserChange::by(event));
        }
    }
    public
}

impl UserChange {
    fn by(event: &UserEvent) -> Option<Self> {
        match event {
            UserEvent::AddressChanged(_) => Some(Self::Address),
            UserEvent::Confirmed => Some(Self::Confirmation),
            UserEvent::Banned(_) => Some(Self::Ban),
            UserEvent::Unbanned(_) => Some(Self::Unban),
            UserEvent::Deleted => Some(Self::Deletion),
            UserEvent::Created { .. }
            | UserEvent::PasswordChanged(_)
            | UserEvent::SessionsEnded
            | UserEvent::LanguageChosen(_)
            | UserEvent::CalendarRenewed
            | UserEvent::TermsAgreed(_)
            | UserEvent::TotpAdded(..)
            | UserEvent::TotpUsed(_)
            | UserEvent::TotpRemoved
            | UserEvent::RecoveryCodesMade(_)
            | UserEvent::RecoveryCodeUsed(_)
            | UserEvent::PasskeyAdded { .. }
            | UserEvent::PasskeyUsed(..)
            | UserEvent::PasskeyRemoved(_)
            | UserEvent::SecondFactorsForgotten
            | UserEvent::OpenIdLinked(_)
            | UserEvent::OpenIdUnlinked => None,
        }
    }
}

impl PublicFact {
    /// What may be known of a record, if anything may.
    fn of(row: &Row) -> Option<Self> {
        Some(match row {
            Row::User(user) => {
                let User { id, version, .. } = **user;
                Self::User(PublicUser { id, version, changed: vec![] })
            }
            Row::Event(event) => {
                let Event { id, version, name, venue, city, starts_at, .. } = &**event;
                let occasion = PublicOccasion {
                    id: *id,
                    version: *version,
                    name: name.clone(),
                    venue: venue.clone(),
                    city: city.clone(),
                    starts_at: *starts_at,
                };
                match OccasionMore::from(&**event) {
                    more if more == OccasionMore::default() => Self::Event(occasion),
                    more => Self::EventWith(occasion, more),
                }
            }
            Row::Ticket(ticket) => {
                let Ticket { id, version, price, seller, event, status, .. } = **ticket;
                let title = ticket.title.clone();
                Self::Ticket(PublicTicket { id, version, title, price, seller, event, status })
            }
            Row::Order(order) => {
                let Order { id, version, buyer, ticket, price, expires_at, status, .. } = **order;
                Self::Order(PublicOrder { id, version, buyer, ticket, price, expires_at, status })
            }
            Row::Charge(charge) => {
                let Charge { id, version, order, amount, .. } = **charge;
                let status = PublicChargeStatus::of(charge);
                Self::Charge(PublicCharge { id, version, order, status, amount })
            }
            Row::WebhookEndpoint(_)
            | Row::WebhookDelivery(_)
            | Row::FeedCursor(_)
            | Row::WebhookNotice(_)
            | Row::WaitlistEntry(_)
            | Row::Alert(_)
            | Row::Conversation(_)
            | Row::Message(_)
            | Row::Claim(_)
            | Row::Report(_)
            | Row::Dispute(_)
            | Row::Mail(_)
            | Row::SignIn(_)
            | Row::SignInHistory(_)
            | Row::AccessToken(_)
            | Row::Earning(_)
            | Row::Payout(_)
            | Row::PayoutRun(_)
            | Row::PayoutAccount(_)
            | Row::Books(_)
            | Row::FeeInvoice(_)
            | Row::InvoiceSeries(_)
            | Row::StaffAct(_) => return None,
        })
    }
}

impl PublicChargeStatus {
    fn of(charge: &Charge) -> Self {
        match charge.status {
            ChargeStatus::Created => Self::Created,
            ChargeStatus::Authorised => Self::Authorised,
            ChargeStatus::Completed if charge.stripe_refund_id.is_some() => Self::Refunded,
            ChargeStatus::Completed => Self::Completed,
            ChargeStatus::Failed(_) => Self::Failed,
            ChargeStatus::Voided => Self::Voided,
        }
    }
}

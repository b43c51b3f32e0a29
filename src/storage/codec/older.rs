//! Records as earlier programs wrote them: frozen, and read into those of today.

use serde::{Deserialize, Serialize};

use super::{CodecError, FIRST, Stored, decode_payload};
use crate::{
    domain::{
        ChargeFailure, Details, Event, Order, OrderStatus, PasswordHash, Refund, Ticket,
        TicketStatus, User,
    },
    types::{
        City, Email, EventId, EventName, OrderId, Price, TicketId, Timestamp, Title, UserId, Venue,
        ZoneName,
    },
};

/// Before tickets had details and files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TicketV1 {
    pub(super) id: TicketId,
    pub(super) event: EventId,
    pub(super) event_starts_at: Timestamp,
    pub(super) seller: UserId,
    pub(super) title: Title,
    pub(super) price: Price,
    pub(super) listed_at: Timestamp,
    pub(super) status: TicketStatus,
}

/// Before orders had fees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct OrderV1 {
    pub(super) id: OrderId,
    pub(super) ticket: TicketId,
    pub(super) buyer: UserId,
    pub(super) price: Price,
    pub(super) expires_at: Timestamp,
    pub(super) created_at: Timestamp,
    pub(super) failed_attempts: u32,
    pub(super) last_failure: Option<ChargeFailure>,
    pub(super) refund: Option<Refund>,
    pub(super) status: OrderStatus,
}

/// Before sessions could be ended, accounts closed and addresses confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UserV1 {
    pub(super) id: UserId,
    pub(super) email: Email,
    pub(super) password: PasswordHash,
    pub(super) created_at: Timestamp,
}

/// Before events could be renamed and merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EventV1 {
    pub(super) id: EventId,
    pub(super) name: EventName,
    pub(super) venue: Venue,
    pub(super) city: City,
    pub(super) starts_at: Timestamp,
    pub(super) zone: ZoneName,
    pub(super) created_by: UserId,
}

impl Stored for Event {
    const VERSION: u8 = 2;

    fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
        match version {
            FIRST => decode_payload(payload).map(EventV1::into),
            other => Err(CodecError::Version(other)),
        }
    }
}

impl Stored for User {
    const VERSION: u8 = 2;

    fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
        match version {
            FIRST => decode_payload(payload).map(UserV1::into),
            other => Err(CodecError::Version(other)),
        }
    }
}

impl Stored for Ticket {
    const VERSION: u8 = 2;

    fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
        match version {
            FIRST => decode_payload(payload).map(TicketV1::into),
            other => Err(CodecError::Version(other)),
        }
    }
}

impl Stored for Order {
    const VERSION: u8 = 2;

    fn of_older(version: u8, payload: &[u8]) -> Result<Self, CodecError> {
        match version {
            FIRST => decode_payload(payload).map(OrderV1::into),
            other => Err(CodecError::Version(other)),
        }
    }
}

impl From<UserV1> for User {
    fn from(user: UserV1) -> Self {
        let UserV1 { id, email, password, created_at } = user;
        Self {
            id,
            email,
            password,
            created_at,
            epoch: 0,
            ban: None,
            language: None,
            confirmed_at: None,
        }
    }
}

impl From<EventV1> for Event {
    fn from(event: EventV1) -> Self {
        let EventV1 { id, name, venue, city, starts_at, zone, created_by } = event;
        let (renamed, merged) = (None, None);
        Self { id, name, venue, city, starts_at, zone, created_by, renamed, merged }
    }
}

impl From<TicketV1> for Ticket {
    fn from(ticket: TicketV1) -> Self {
        let TicketV1 { id, event, event_starts_at, seller, title, price, listed_at, status } =
            ticket;
        let details = Details::default();
        Self {
            id,
            event,
            event_starts_at,
            seller,
            title,
            price,
            listed_at,
            status,
            details,
            file: None,
            removed: None,
            recalled: None,
        }
    }
}

impl From<OrderV1> for Order {
    fn from(order: OrderV1) -> Self {
        let OrderV1 { id, ticket, buyer, price, expires_at, created_at, .. } = order;
        Self {
            id,
            ticket,
            buyer,
            price,
            expires_at,
            created_at,
            failed_attempts: order.failed_attempts,
            last_failure: order.last_failure,
            refund: order.refund,
            status: order.status,
            fee: None,
            cancelled_by: None,
        }
    }
}

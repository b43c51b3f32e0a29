use std::{collections::BTreeSet, fmt::Debug, fmt::Write as _};

use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        CancelReason, ChargeEvent, ChargeFailure, ChargeStatus, DeclineCode, DomainEvent,
        EventEvent, OrderEvent, OrderStatus, PasswordHash, Reservation, TicketEvent, TicketStatus,
        UserEvent,
    },
    types::{
        ChargeId, City, Email, EventId, EventName, OrderId, Price, TicketId, Timestamp, Title,
        UserId, Venue, ZoneName,
    },
};

const USER: UserId = id(b'u', UserId::from_bytes);
const EVENT: EventId = id(b'e', EventId::from_bytes);
const TICKET: TicketId = id(b't', TicketId::from_bytes);
const ORDER: OrderId = id(b'o', OrderId::from_bytes);
const CHARGE: ChargeId = id(b'c', ChargeId::from_bytes);
const AT: Timestamp = Timestamp::from_millis(1_795_348_800_000);
const UNTIL: Timestamp = Timestamp::from_millis(1_795_349_700_000);

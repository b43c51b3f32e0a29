//! The words of the domain as types: what exists as one of these has been checked.
//!
//! Anything from outside (a form, a path, a config file) is parsed into these at the edge;
//! nothing further in looks at a raw string again.

mod day;
mod email;
mod id;
mod money;
mod secret;
mod text;
mod timestamp;

pub use day::{Day, DayError};
pub use email::{Email, EmailError};
pub use id::{ChargeId, EventId, IdError, NoticeId, OrderId, TicketId, UserId};
pub use money::{Currency, CurrencyError, Price, PriceError};
pub use secret::Secret;
pub use text::{City, EventName, Reason, Text, TextError, Title, Venue, legible};
pub use timestamp::{Timestamp, TimestampError, ZoneName, ZoneNameError};

//! A ticket: who may have it, and until when.

mod actor;
mod files;
mod limits;
mod machine;
mod prices;

pub use actor::{TicketActor, TicketMsg};
pub use files::{file_for, may_attach};
pub use limits::{HoldLimits, may_hold};
pub use machine::{NewListing, TicketCommand, TicketRefusal, decide};
pub use prices::{PriceRefusal, PriceRules};

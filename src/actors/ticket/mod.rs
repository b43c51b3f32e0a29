//! A ticket: who may have it, and until when.

mod actor;
mod machine;

pub use actor::{TicketActor, TicketMsg};
pub use machine::{NewListing, TicketCommand, TicketRefusal, decide};

//! A ticket: who may have it, and until when.

mod actor;

pub use actor::{TicketActor, TicketMsg};

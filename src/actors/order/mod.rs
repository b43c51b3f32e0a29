//! An order: one buyer's attempt at one ticket.

mod actor;
mod machine;
mod message;

pub use actor::OrderActor;
pub use machine::{OrderCommand, OrderDecision, OrderRefusal, decide};
pub use message::{OrderMsg, PayOutcome};

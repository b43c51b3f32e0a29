//! An order: one buyer's attempt at one ticket.

mod actor;
mod machine;

pub use actor::{OrderActor, OrderMsg, PayOutcome};
pub use machine::{OrderCommand, OrderDecision, OrderRefusal, decide};

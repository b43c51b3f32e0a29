//! An order: one buyer's attempt at one ticket.

mod actor;

pub use super::payment::PayOutcome;
pub use actor::{OrderActor, OrderMsg};
pub(super) use actor::{OrderStep, Reply, decide_with_ticket};

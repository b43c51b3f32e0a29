//! An order: one buyer's attempt at one ticket.

mod actor;

pub use super::payment::PayOutcome;
pub use crate::domain::rules::order::{OrderCommand, OrderDecision, OrderRefusal, decide};
pub use actor::{OrderActor, OrderMsg};
pub(super) use actor::{OrderStep, Reply, decide_with_ticket};

//! A payment: one charge, brought to its end with the provider.

mod actor;
mod machine;

pub use actor::{CALL_DEADLINE, PaymentActor, PaymentMsg};
pub use machine::{Call, CanBegin, Goal, Known, Look, Step, look, next};

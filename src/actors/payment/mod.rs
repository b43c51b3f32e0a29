//! A payment: one charge, brought to its end with the provider.

mod actor;

pub use actor::{CALL_DEADLINE, PayOutcome, PaymentActor, PaymentMsg};

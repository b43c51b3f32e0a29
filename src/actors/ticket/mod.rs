//! A ticket: who may have it, and until when.

mod actor;

pub use crate::domain::rules::{
    holding::{HoldLimits, may_hold},
    prices::{PriceRefusal, PriceRules},
    ticket::{NewListing, TicketCommand, TicketRefusal, decide},
    ticket_files::{file_for, may_attach},
};
pub use actor::{TicketActor, TicketMsg};

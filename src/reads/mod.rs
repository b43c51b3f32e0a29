//! What is known beside the records themselves, in memory: what lists and searches need, what has
//! happened to each ticket, how much has happened, and who is told of it at this moment.
//!
//! **Invariant:** these follow what is committed and decide nothing of their own.

pub mod catalog;
pub mod history;
pub mod live;
pub mod search;
pub mod statistics;

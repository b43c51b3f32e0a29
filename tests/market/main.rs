//! The whole market in memory, with time that the test moves.

mod attaching;
#[path = "../common/mod.rs"]
mod common;
mod holding;
mod mail;
mod overdue;
mod purchase;
mod races;
mod reconciler;
mod supervision;
mod wishes;

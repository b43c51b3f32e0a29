//! The whole market in memory, with time that the test moves: its stories, random histories, and a
//! fault at every step.

mod alerts;
mod attaching;
mod backups;
mod books;
mod claims;
#[path = "../common/mod.rs"]
mod common;
mod conversations;
mod disputes;
mod event_changes;
mod faults;
mod fee_invoices;
mod frame;
mod handing_over;
mod histories;
mod holding;
mod line;
mod mail;
mod newcomer;
mod overdue;
mod payouts;
mod public_events;
mod purchase;
mod races;
mod reconciler;
mod seat_groups;
mod seats;
mod supervision;
mod together;
mod transfers;
mod webhooks;

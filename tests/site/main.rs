//! The site over HTTP: in this process mostly, and as the real program where its end is what matters.

mod accounts;
mod admin;
mod alerts;
mod api;
mod authorization;
mod backups;
mod bad_input;
mod calendars;
mod claims;
#[path = "../common/mod.rs"]
mod common;
mod compat;
mod conversations;
mod event_changes;
mod event_pages;
mod event_tickets;
mod fee_invoices;
mod files;
mod found;
mod language;
mod limits;
mod line;
mod listing;
mod live;
mod mail_server;
mod money;
mod pictures;
mod purchases;
mod rate_limits;
mod reports;
mod search;
mod shares;
mod site_pages;
mod stopping;
mod turning_pages;
mod webhooks;

//! The site over HTTP: in this process mostly, and as the real program where its end is what matters.

mod bad_input;
#[path = "../common/mod.rs"]
mod common;
mod confirm;
mod fee;
mod files;
mod limits;
mod live;
mod purchase_over_http;
mod rate_limits;
mod receipts;
mod search;
mod stopping;

//! What the storage promises, on real folders.

mod backup;
mod books;
#[path = "../common/mod.rs"]
mod common;
mod compact;
mod compact_running;
mod feed;
mod folder;
mod history;
mod journal;
mod positions;
mod rules;
mod snapshots;
mod upgrade;
mod webhooks;

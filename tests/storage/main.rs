//! What the storage promises, on real folders.

mod folder;
mod history;
mod journal;
mod positions;
mod sessions;
mod snapshots;

//! Holdfast: a self-hosted marketplace where people sell and buy tickets for events.
#![forbid(unsafe_code)]
pub mod domain;
pub mod types;
pub mod views;

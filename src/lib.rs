//! Holdfast: a self-hosted marketplace where people sell and buy tickets for events.
#![forbid(unsafe_code)]
pub mod actors;
pub mod app;
pub mod audit;
pub mod backup;
pub mod bank;
pub mod books;
pub mod clock;
pub mod commands;
pub mod config;
mod csv;
pub mod delivery;
pub mod domain;
pub mod files;
#[cfg(any(test, feature = "harness"))]
pub mod harness;
pub mod http;
mod log;
pub mod openid;
pub mod operator;
pub mod passkeys;
pub mod passwords;
pub mod payments;
pub mod reads;
pub mod storage;
mod texts;
pub mod types;
pub mod usecases;
mod views;

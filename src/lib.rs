//! Holdfast: a self-hosted marketplace where people sell and buy tickets for events.
#![forbid(unsafe_code)]
pub mod actors;
pub mod app;
pub mod audit;
pub mod books;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod compact;
pub mod config;
pub mod demo;
pub mod domain;
pub mod files;
pub mod gateway;
pub mod harness;
pub mod history;
pub mod http;
pub mod live;
pub mod mail;
pub mod numbers;
pub mod overdue;
pub mod passwords;
pub mod search;
pub mod storage;
mod texts;
pub mod types;
pub mod verify;
pub mod views;

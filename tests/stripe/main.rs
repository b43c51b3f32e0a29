//! Everything about Stripe: its stand-in, our adapter, the pages, the webhooks, and the money.

mod books;
#[path = "../common/mod.rs"]
mod common;
mod gateway;
mod localstripe;
mod money;
mod pages;
mod payouts;
mod quiet;
mod scripted;
mod together;
mod webhooks;

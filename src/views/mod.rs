//! The pages: plain maud functions of view models. They hold no handles and decide nothing.
//!
//! Each page is one function of a [`Shell`] and its model. Everything shows without a script;
//! [`SCRIPT`] only lets deadlines tick and keeps a form from being sent twice. To pay through Stripe
//! takes [`STRIPE_SCRIPT`], and Stripe's own.
//!
//! **Invariant:** no page has an inline style, script or handler, so that the strictest content
//! security policy fits, and nothing that somebody typed is written unescaped.

mod account;
mod assets;
mod browse;
mod error;
mod layout;
mod models;
mod order;
mod parts;
mod search;
mod selling;
mod ticket;

#[cfg(test)]
mod tests;

pub use account::{account, sign_in, sign_up};
pub use assets::{SCRIPT, STRIPE_SCRIPT, STYLE, script_path, stripe_script_path, style_path};
pub use browse::{event, home};
pub use error::error;
pub use models::*;
pub use order::{order, orders};
pub use selling::{edit, sell, selling};
pub use ticket::ticket;

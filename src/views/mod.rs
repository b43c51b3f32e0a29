//! The pages: plain maud functions of view models. They hold no handles and decide nothing.

mod models;

pub use models::*;

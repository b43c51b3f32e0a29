//! The pages in a real browser: Chromium without a window, driven through `chromedriver`. Two
//! tests at a time: each begins by taking its `TURN`.

mod account;
mod admin;
mod axe;
mod claims;
#[path = "../common/mod.rs"]
mod common;
mod file;
mod find;
mod german;
mod keyboard;
mod live;
mod machine;
mod money;
mod openid;
mod passkeys;
mod paying;
mod purchase;
mod selling;
mod stripe;
mod together;

//! The pages: plain maud functions of view models. They hold no handles and decide nothing.
//!
//! Each page is one function of a [`PageContext`] and its model, in the reader's language: its
//! texts are in `crate::texts`. Everything shows without a script; `page.js` only lets deadlines
//! tick and keeps a form from being sent twice, and `live.js` shows what changes while a page is
//! open. `sell.js` finds events as one types, and sends files with their progress. To pay through
//! Stripe takes `stripe.js`, and Stripe's own.
//!
//! **Invariant:** no page has an inline style, script or handler, so that the strictest content
//! security policy fits, and nothing that somebody typed is written unescaped.

mod account;
mod admin;
mod admin_desk;
mod admin_list;
mod alerts;
mod api;
mod assets;
mod browse;
mod calendar;
mod conversation;
mod error;
mod event_changes;
mod event_picker;
mod fee_invoice;
mod files;
mod ids;
mod layout;
mod line;
mod listing_fields;
mod mail_sample;
mod models;
mod money;
mod openid;
mod order;
mod own_listings;
mod parts;
mod paying;
mod payout_account;
mod poster;
mod price_plot;
mod purchase;
mod search;
mod security;
mod selling;
mod sharing;
mod sign_ins;
mod site_page;
mod ticket;
mod tokens;
mod typed_text;
mod webhooks;

#[cfg(test)]
mod tests;

pub use account::{
    account, change_email, change_password, confirm, confirm_link_over, confirmed, delete_account,
    deleted_account, forgot, reset, sign_in, sign_up,
};
pub use admin::{admin, mails};
pub use admin_list::{admin_list, admin_search};
pub use alerts::{alert_stop, alert_stopped, alerts};
pub use api::api;
pub use assets::asset;
use assets::{
    line_script_path, live_script_path, passkey_script_path, script_path, sell_script_path,
    stripe_script_path, style_path,
};
pub use browse::{event, home};
pub use calendar::calendar;
pub use conversation::conversation;
pub use error::error;
pub use event_changes::{cancelled_event, event_form};
pub use event_picker::{is_it_this_one, new_event, pick_event};
pub use fee_invoice::{fee_invoice, fee_invoices};
pub use files::listing_files;
pub use mail_sample::{mail_kinds, mail_sample};
pub use models::*;
pub use money::{admin_money, admin_run, admin_runs, admin_seller, money};
pub use openid::{openid_known, openid_link, openid_new, openid_refused};
pub use order::{order, orders, receipt};
pub use own_listings::selling;
pub use payout_account::{forget_payout_account, payout_account, to_provider};
pub use poster::{poster, poster_png};
pub use purchase::purchase;
pub use security::{
    add_passkey, add_totp, lost_factors, recovery_codes, second_look, second_step, security, sure,
};
pub use selling::{edit, sell};
pub use sharing::manifest;
pub use sign_ins::end_sessions;
pub use site_page::{agree_to_terms, site_page};
pub use ticket::ticket;
pub use tokens::tokens;
pub use typed_text::TypedText;
pub use webhooks::{webhook_endpoint, webhooks};

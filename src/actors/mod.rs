//! The actors, and who supervises whom:
//!
//! ```text
//! root ── restarts each of these, at once
//!  ├─ reconciler       at start and every minute: what is unfinished is taken up, and the
//!  │                   provider's books are compared with ours
//!  ├─ mails            begins to deliver what is due, each mail in a task of its own
//!  ├─ webhooks         the same for webhooks
//!  ├─ follower         reads what has happened, and queues webhooks of it
//!  ├─ backups          has the data folder backed up, and tells when that is late
//!  ├─ compactions      has the journal rid of what is gone
//!  ├─ alerts           has those told by mail who wait for tickets to come on sale
//!  ├─ tickets          a supervisor of entities ── ticket actors: lock state, expiry timer
//!  ├─ orders           a supervisor of entities ── order actors
//!  ├─ payments         a supervisor of entities ── payment actors: calls to the provider
//!  └─ payouts          a supervisor of entities ── payout actors: what the provider pays sellers
//! ```
//!
//! A command runs decide → judge → commit → apply → reply → effects: pure machines decide on the
//! records as they are committed, the writer judges whether that still holds and commits the events,
//! with what follows from them, as one entry, and what is to happen besides follows from the states
//! that the records have entered (`transaction.rs`). So what an actor knows is what is durable.

mod access_tokens;
mod accounts;
mod alerts;
mod attaching;
mod backups;
mod buying;
mod claims;
mod closing;
mod compactions;
mod connected_accounts;
mod conversations;
mod deadlines;
mod deleting;
mod delivery;
mod disputes;
mod entity;
mod event_changes;
mod event_pictures;
mod events;
mod factors;
mod handing_over;
mod invoicing;
mod isolated;
mod listing;
mod mailbox;
mod mails;
mod market;
pub mod order;
pub mod payment;
mod payout;
mod payouts;
mod provider_audit;
pub mod purchase;
mod reconciler;
mod reports;
mod root;
mod sign_ins;
mod staff_acts;
mod supervisor;
pub mod ticket;
mod transaction;
mod waitlist;
mod webhook_inbox;
mod webhooks;

pub use access_tokens::NewAccessToken;
pub use backups::BackupState;
pub use buying::PAY_DEADLINE;
pub use compactions::CompactionState;
pub use entity::{Alarm, Entity, EntityMsg, Failure, Me};
pub use mailbox::{ANSWER_DEADLINE, Answer, CommandError, Unavailable};
pub use mails::{MailState, NotGivenUp};
pub use market::{Backups, Market, Settings};
pub use provider_audit::{Issue, SellersSeen};
pub use reconciler::Unsettled;
pub use root::Branch;
pub use supervisor::{BACK_OFF, QUARANTINE, RESTART_WINDOW, RESTARTS_MAX};
pub use webhook_inbox::Taken;
pub use webhooks::{NewWebhookEndpoint, WebhookAudience, WebhookPort, WebhookState};

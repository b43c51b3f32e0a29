//! The actors, and who supervises whom:
//!
//! ```text
//! root ── restarts each of these, at once
//!  ├─ accounts         takes one sign-up at a time
//!  ├─ reconciler       at start and every minute: what is unfinished is taken up, and the
//!  │                   provider's books are compared with ours
//!  ├─ mailer           begins to send what is due, each mail in a task of its own
//!  ├─ tickets          a supervisor of entities ── ticket actors: lock state, expiry timer
//!  ├─ orders           a supervisor of entities ── order actors
//!  └─ payments         a supervisor of entities ── payment actors: calls to the provider
//! ```
//!
//! A command runs decide → commit → apply → reply → effects: a pure machine decides, the storage
//! commits the events and applies them to its tables, and the actor reads its record from there.
//! So what an actor knows is what is durable, always.

mod accounts;
mod attaching;
mod buying;
mod closing;
mod consequences;
mod deleting;
mod entity;
mod events;
mod listing;
mod look;
mod mailbox;
mod mailer;
mod market;
mod notices;
pub mod order;
pub mod payment;
mod reconciler;
mod resold;
mod root;
mod supervisor;
pub mod ticket;
mod turns;
mod wishes;

pub use accounts::{AddressTaken, Change, ChangeRefusal, LinkOver};
pub use buying::PAY_DEADLINE;
pub use entity::{Alarm, Entity, EntityMsg, Failure, Me};
pub use events::{APART_MAX, EventRefusal, EventWords, decide_merge, decide_rename};
pub use look::Issue;
pub use mailbox::{ANSWER_DEADLINE, CommandError, Unavailable};
pub use mailer::{MailState, NotGivenUp, TRIED_FOR, Trouble};
pub use market::{Market, Settings};
pub use notices::Taken;
pub use reconciler::Unsettled;
pub use root::Branch;
pub use supervisor::{BACK_OFF, QUARANTINE, RESTART_WINDOW, RESTARTS_MAX};
pub use turns::Turn;
pub use wishes::{NOTICE_LASTS, TOLD_AT_ONCE_MAX, WISHES_MAX, WishRefusal, Wishing, decide_wish};

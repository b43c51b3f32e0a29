//! What may be: pure, without actors, storage, network or clocks.
//!
//! - **Machines** ([`ticket`], [`order`], and [`crate::payments::machine`]) say what follows from a
//!   command for one record as it is, or why nothing does.
//! - **Rules** ([`Rule`]) are what a machine cannot see, because it spans records. They travel with
//!   the events, and the one writer checks them on what is committed, in the moment of committing.
//! - **Policies** ([`policies`]) are what follows from an entry: who waited is told, what a closed
//!   account would sell is withdrawn, a mail is queued. The writer adds them to the entry.
//!
//! Rules and policies ask for what is committed by [`Facts`].

/// Why something is not done: each variant with what it means, which is what it says of itself; and
/// `@through` those that say what they hold says.
macro_rules! refusals {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $(
                $(#[$more:meta])*
                $variant:ident $(($held:ty))? $({ $($named:tt)* })? = $text:literal,
            )*
            $(@through $inner:ident(#[from] $of:ty) = $meaning:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $(
                #[doc = $text]
                $(#[$more])*
                #[error($text)]
                $variant $(($held))? $({ $($named)* })?,
            )*
            $(#[doc = $meaning] #[error(transparent)] $inner(#[from] $of),)*
        }
    };
}
pub(crate) use refusals;

pub mod account;
pub mod alerts;
pub mod claim;
pub mod conversation;
pub mod disputes;
pub mod earnings;
pub mod event;
pub mod factors;
mod facts;
pub mod fee_invoices;
pub mod handover;
pub mod holding;
pub mod order;
pub mod payouts;
pub mod policies;
pub mod prices;
pub mod report;
mod rule;
pub mod seat_groups;
pub mod seats;
pub mod sign_in;
pub mod ticket;
pub mod ticket_files;
pub mod tokens;
pub mod waitlist;
pub mod webhooks;

pub use facts::{Facts, Live, Unreadable};
pub use rule::{BrokenRule, Refusal, Rule, check};

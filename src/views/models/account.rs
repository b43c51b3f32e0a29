//! Signing in and up, and what one's own account is.

pub use crate::usecases::accounts::AddressState;

use super::FieldErrors;
use crate::types::{SignInId, Timestamp};

/// `GET /signin`, `GET /signup` and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct SignForm {
    /// As typed. The password is never sent back.
    pub email: String,
    /// Where to go afterwards, a path on this site; empty for home: hidden field `next`.
    pub next: String,
    /// What is wrong, by field: `email`, `password`.
    pub errors: FieldErrors,
    /// What is wrong with the whole.
    pub refusal: Option<String>,
}

/// `GET /account`.
#[derive(Debug, Clone)]
pub struct AccountPage {
    pub email: String,
    /// Whether that is known to be its owner's.
    pub confirmation: AddressState,
    pub since: Timestamp,
    /// Where its owner is signed in, this place first.
    pub sessions: Vec<SessionLine>,
    /// Who has signed in to it or tried to, the latest first.
    pub tries: Vec<TryLine>,
    /// Whether it is one of those that run the site.
    pub is_admin: bool,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone)]
pub struct SessionLine {
    pub id: SignInId,
    /// Which browser it is, in a few words.
    pub browser: String,
    /// From which address of the network it was signed in with.
    pub from: String,
    /// When it was signed in with.
    pub begun: Timestamp,
    /// When it was used last, to the hour.
    pub seen: Timestamp,
    pub is_this: bool,
}

/// A try to sign in to an account.
#[derive(Debug, Clone)]
pub struct TryLine {
    pub at: Timestamp,
    /// Which browser it was, in a few words.
    pub browser: String,
    /// From which address of the network.
    pub from: String,
    /// The password was wrong.
    pub failed: bool,
}

/// `GET /account/email`, `GET /account/password`, and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct ProfileForm {
    /// The address, as typed or as it is.
    pub email: String,
    /// What is wrong, by field: `email`, `old_password`, `password`.
    pub errors: FieldErrors,
}

/// Something that keeps an account from being deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLine {
    pub what: String,
    /// Where its owner can do something about it.
    pub path: String,
    /// What they can do.
    pub remedy: &'static str,
}

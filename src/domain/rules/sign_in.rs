//! How long a sign-in lasts.

use std::time::Duration;

use crate::{
    domain::{SignIn, User},
    types::Timestamp,
};

/// How many browsers one account is signed in with: one more ends the oldest.
pub const SIGN_INS_MAX: usize = 50;

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    /// Since it was used last.
    pub idle: Duration,
    /// Since it began, however much it is used.
    pub at_most: Duration,
}

impl Lasting {
    /// When a sign-in runs out, if it is not used again.
    #[must_use]
    pub fn end(&self, sign_in: &SignIn) -> Timestamp {
        (sign_in.seen_at + self.idle).min(sign_in.begun_at + self.at_most)
    }

    /// Whether a sign-in is this user's and goes on: it has neither been ended, alone or with all
    /// others of its user, nor run out.
    #[must_use]
    pub fn goes_on(&self, sign_in: &SignIn, user: &User, now: Timestamp) -> bool {
        sign_in.ended_at.is_none()
            && sign_in.user == user.id
            && sign_in.epoch == user.epoch
            && !user.is_deleted()
            && now < self.end(sign_in)
    }
}

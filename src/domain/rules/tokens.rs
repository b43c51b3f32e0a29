//! Personal access tokens: how many there may be, and how long they last.

use std::time::Duration;

use super::{BrokenRule, Refusal};

/// How many access tokens of one account go on at once.
pub const ACCESS_TOKENS_MAX: usize = 20;
/// How exactly it is known when a token was used last: it is written down this often at most.
pub const TOKEN_USE_NOTED: Duration = Duration::from_secs(3600);

refusals! {
    /// Why no access token is made. Nothing has changed.
    pub enum TokenRefusal {
        NotThere = "there is no such account",
        WrongPassword = "the password has been changed meanwhile",
        TooMany = "you have {ACCESS_TOKENS_MAX} access tokens already",
    }
}

impl Refusal for TokenRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        (broken == BrokenRule::AccessTokensFull).then_some(Self::TooMany)
    }
}

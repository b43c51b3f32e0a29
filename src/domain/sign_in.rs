use serde::{Deserialize, Serialize};

use super::SignInBy;
use crate::types::{SignInId, Timestamp, UserId};

/// That somebody is signed in with a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Which sign-in: a hash of what the browser shows.
    pub id: SignInId,
    /// Who.
    pub user: UserId,
    /// The user's epoch when it began: all of an earlier one are over ([`super::User::epoch`]).
    pub epoch: u32,
    /// With what, as the browser says of itself.
    pub browser: Box<str>,
    /// From which address of the network.
    pub from: Box<str>,
    /// When it began.
    pub begun_at: Timestamp,
    /// When its use was written down last.
    pub seen_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// By what they showed who they are.
    pub by: SignInBy,
}

named! {
    /// What happens to a sign-in.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum SignInEvent {
        /// Somebody has shown who they are.
        Began {
            /// Who.
            user: UserId,
            /// The user's epoch.
            epoch: u32,
            /// With what, as the browser says of itself.
            browser: Box<str>,
            /// From which address of the network.
            from: Box<str>,
        } = "SignInBegan",
        /// It is still in use.
        Seen = "SignInSeen",
        /// They have signed out, or it has run out.
        Ended = "SignInEnded",
        /// They have shown who they are by more than a password.
        ShownBy(SignInBy) = "SignInShownBy",
    }
    pub(super) fn name;
}

impl SignIn {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        record: &mut Option<Self>,
        id: SignInId,
        event: &SignInEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (record.as_mut(), event) {
            (None, SignInEvent::Began { user, epoch, browser, from }) => {
                *record = Some(Self {
                    id,
                    user: *user,
                    epoch: *epoch,
                    browser: browser.clone(),
                    from: from.clone(),
                    begun_at: at,
                    seen_at: at,
                    ended_at: None,
                    by: SignInBy::default(),
                });
            }
            (None, _) => return Err("not there"),
            (Some(_), SignInEvent::Began { .. }) => return Err("there already"),
            (Some(Self { ended_at: Some(_), .. }), _) => return Err("ended"),
            (Some(record), SignInEvent::Seen) => record.seen_at = at,
            (Some(record), SignInEvent::Ended) => record.ended_at = Some(at),
            (Some(record), SignInEvent::ShownBy(by)) => record.by = *by,
        }
        Ok(())
    }
}

/// How many tries that succeeded, and how many that failed, are kept of an account; older ones are
/// forgotten. Records that are stored rest on it.
pub const TRIES_KEPT_MAX: usize = 20;

/// The latest tries to sign in to an account, for its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInHistory {
    /// Whose account.
    pub id: UserId,
    /// With the right password, oldest first: at most [`TRIES_KEPT_MAX`].
    pub succeeded: Vec<SignInTry>,
    /// With a wrong one, or with the right one and then a wrong code, as far as they were noted, oldest
    /// first: as many.
    pub failed: Vec<SignInTry>,
}

/// That somebody tried to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInTry {
    /// When.
    pub at: Timestamp,
    /// With what, as the browser says of itself.
    pub browser: Box<str>,
    /// From which address of the network.
    pub from: Box<str>,
    /// By what; of one that failed, what was wrong at last.
    pub by: SignInBy,
}

named! {
    /// What happens to an account's history of tries to sign in.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum SignInHistoryEvent {
        /// Somebody has signed in.
        Succeeded {
            /// With what, as the browser says of itself.
            browser: Box<str>,
            /// From which address of the network.
            from: Box<str>,
        } = "SignInSucceeded",
        /// The same, from where nobody had before: the owner is told.
        SucceededElsewhere {
            /// With what, as the browser says of itself.
            browser: Box<str>,
            /// From which address of the network.
            from: Box<str>,
        } = "SignInSucceededElsewhere",
        /// Somebody has typed a wrong password.
        Failed {
            /// With what, as the browser says of itself.
            browser: Box<str>,
            /// From which address of the network.
            from: Box<str>,
        } = "SignInFailed",
        /// The account is deleted: nothing of it is kept.
        Forgotten = "SignInHistoryForgotten",
        /// By what it was that somebody has just signed in, if by more than a password.
        SucceededBy(SignInBy) = "SignInSucceededBy",
        /// Somebody who knows the password has typed a wrong code.
        CodeFailed {
            /// With what, as the browser says of itself.
            browser: Box<str>,
            /// From which address of the network.
            from: Box<str>,
            /// By what they tried.
            by: SignInBy,
        } = "SignInCodeFailed",
    }
    pub(super) fn name;
}

impl SignInHistory {
    /// Makes the event's change; an error is the state in which it cannot happen.
    #[expect(clippy::unnecessary_wraps, reason = "as all records have it")]
    pub(super) fn change(
        record: &mut Option<Self>,
        id: UserId,
        event: &SignInHistoryEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let empty = || Self { id, succeeded: vec![], failed: vec![] };
        let history = record.get_or_insert_with(empty);
        let mut with = SignInBy::default();
        let (tries, browser, from) = match event {
            SignInHistoryEvent::Succeeded { browser, from }
            | SignInHistoryEvent::SucceededElsewhere { browser, from } => {
                (&mut history.succeeded, browser, from)
            }
            SignInHistoryEvent::Failed { browser, from } => (&mut history.failed, browser, from),
            SignInHistoryEvent::CodeFailed { browser, from, by } => {
                with = *by;
                (&mut history.failed, browser, from)
            }
            SignInHistoryEvent::SucceededBy(by) => {
                if let Some(latest) = history.succeeded.last_mut() {
                    latest.by = *by;
                }
                return Ok(());
            }
            SignInHistoryEvent::Forgotten => {
                *history = empty();
                return Ok(());
            }
        };
        if tries.len() == TRIES_KEPT_MAX {
            tries.remove(0);
        }
        tries.push(SignInTry { at, browser: browser.clone(), from: from.clone(), by: with });
        Ok(())
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.succeeded.is_empty() && self.failed.is_empty()
    }
}

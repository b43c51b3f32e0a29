use serde::{Deserialize, Serialize};

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
                });
            }
            (None, _) => return Err("not there"),
            (Some(_), SignInEvent::Began { .. }) => return Err("there already"),
            (Some(Self { ended_at: Some(_), .. }), _) => return Err("ended"),
            (Some(record), SignInEvent::Seen) => record.seen_at = at,
            (Some(record), SignInEvent::Ended) => record.ended_at = Some(at),
        }
        Ok(())
    }
}

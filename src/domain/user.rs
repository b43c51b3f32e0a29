use std::fmt;

use blake2::{Blake2s256, Digest as _};
use serde::{Deserialize, Serialize};

use super::{DomainEvent, IllegalEvent};
use crate::types::{Email, Timestamp, UserId};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Which account.
    pub id: UserId,
    /// Unique among accounts.
    pub email: Email,
    /// What the password is checked against.
    pub password: PasswordHash,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A password as argon2id keeps it: a PHC string with salt and parameters. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash(pub Box<str>);

impl PasswordHash {
    /// What a session is bound to: another password, another mark. Nothing is learnt from it.
    #[must_use]
    pub fn mark(&self) -> String {
        let hash: [u8; 32] = Blake2s256::digest(self.0.as_bytes()).into();
        hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

/// What happens to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserEvent {
    /// Somebody signed up.
    Created {
        /// Unique among accounts.
        email: Email,
        /// What the password is checked against.
        password: PasswordHash,
    },
    /// There is another password; who is signed in with the old one is not any more.
    PasswordChanged {
        /// What the new one is checked against.
        password: PasswordHash,
    },
}

impl User {
    /// Makes the event's change.
    ///
    /// # Errors
    /// When it cannot happen to this record.
    pub fn apply(
        user: &mut Option<Self>,
        id: UserId,
        event: &UserEvent,
        at: Timestamp,
    ) -> Result<(), IllegalEvent> {
        match (user.as_mut(), event) {
            (None, UserEvent::Created { email, password }) => {
                *user = Some(Self {
                    id,
                    email: email.clone(),
                    password: password.clone(),
                    created_at: at,
                });
                Ok(())
            }
            (Some(user), UserEvent::PasswordChanged { password }) => {
                user.password = password.clone();
                Ok(())
            }
            (None, UserEvent::PasswordChanged { .. }) => Err(IllegalEvent {
                event: DomainEvent::User(id, event.clone()).name(),
                record: format!("user {id}"),
                state: "not there",
            }),
            (Some(_), UserEvent::Created { .. }) => Err(IllegalEvent {
                event: DomainEvent::User(id, event.clone()).name(),
                record: format!("user {id}"),
                state: "there already",
            }),
        }
    }
}

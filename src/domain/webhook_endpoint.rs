use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{WebhookSeed, public::PublicKind};
use crate::types::{Timestamp, UserId, WebhookEndpointId, WebhookUrl};

/// How long a secret is still good after another has taken its place.
pub const OLD_SECRET_LASTS: Duration = Duration::from_secs(24 * 3600);

/// Where somebody has the site send what happens: a webhook endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEndpoint {
    /// Which endpoint.
    pub id: WebhookEndpointId,
    /// Who added it.
    pub owner: UserId,
    /// Where it is.
    pub url: WebhookUrl,
    /// Of what it is told.
    pub types: Vec<PublicKind>,
    /// Whether of all that happens on the site, as long as its owner runs that; else of what is its
    /// owner's.
    pub is_of_everything: bool,
    /// When it was added.
    pub added_at: Timestamp,
    /// What signs.
    pub secret: SecretInUse,
    /// What signs as well, as long as it lasts.
    pub old_secret: Option<SecretInUse>,
    /// Whether anything is sent to it.
    pub status: WebhookEndpointStatus,
    /// Since when nothing was taken, if the last try was in vain.
    pub failing_since: Option<Timestamp>,
}

/// A secret, by what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretInUse {
    /// What it is made of.
    pub seed: WebhookSeed,
    /// Since when it is this one; of an old one, until when it signs.
    pub at: Timestamp,
}

/// Whether anything is sent to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookEndpointStatus {
    /// What happens is sent to it, from then on.
    On(Timestamp),
    /// It is left alone, since then.
    Off(WebhookOff, Timestamp),
    /// Its owner has deleted it, or their account, then.
    Deleted(Timestamp),
}

/// Why an endpoint is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookOff {
    /// Its owner says so.
    ByOwner,
    /// It says that it is gone (410).
    Gone,
    /// It has taken nothing for five days.
    Failing,
    /// As much waits for it as may.
    Backlog,
    /// The site has closed its owner's account.
    AccountClosed,
}

impl WebhookOff {
    /// Whether that is news to its owner.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(self, Self::Gone | Self::Failing | Self::Backlog)
    }
}

named! {
    /// What happens to an endpoint.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum WebhookEndpointEvent {
        /// It is added.
        Added {
            /// By whom.
            owner: UserId,
            /// Where it is.
            url: WebhookUrl,
            /// Of what it is told.
            types: Vec<PublicKind>,
            /// Whether of all that happens.
            is_of_everything: bool,
            /// What signs.
            seed: WebhookSeed,
        } = "WebhookEndpointAdded",
        /// Another secret takes the place of the one there is, which goes on for a day.
        SecretReplaced(WebhookSeed) = "WebhookSecretReplaced",
        /// The old secret signs no more.
        OldSecretEnded = "WebhookOldSecretEnded",
        /// It is left alone from now on.
        TurnedOff(WebhookOff) = "WebhookEndpointTurnedOff",
        /// What happens is sent to it from now on.
        TurnedOn = "WebhookEndpointTurnedOn",
        /// A try was in vain, and those before were not.
        Failed = "WebhookEndpointFailed",
        /// A try was not in vain, and those before were.
        Recovered = "WebhookEndpointRecovered",
        /// It is deleted.
        Deleted = "WebhookEndpointDeleted",
    }
    pub(super) fn name;
}

impl WebhookEndpoint {
    /// Whether anything is sent to it.
    #[must_use]
    pub fn is_on(&self) -> bool {
        matches!(self.status, WebhookEndpointStatus::On(_))
    }

    /// Whether its owner has deleted it.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        matches!(self.status, WebhookEndpointStatus::Deleted(_))
    }

    /// Whether it is to be told of what happened then, of this type: not of what was before it was
    /// turned on.
    #[must_use]
    pub fn wants(&self, kind: PublicKind, at: Timestamp) -> bool {
        let is_of_now = matches!(self.status, WebhookEndpointStatus::On(since) if since <= at);
        is_of_now && self.types.contains(&kind)
    }

    /// The old secret, while it signs.
    #[must_use]
    pub fn old_secret(&self, now: Timestamp) -> Option<SecretInUse> {
        self.old_secret.filter(|old| now < old.at)
    }

    /// Makes the event's change; an error is the state in which it cannot happen. What a delivery has
    /// found out may come when the endpoint is another already, and then is no news.
    pub(super) fn change(
        endpoint: &mut Option<Self>,
        id: WebhookEndpointId,
        event: &WebhookEndpointEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use WebhookEndpointEvent as Event;
        use WebhookEndpointStatus as Status;

        let Some(endpoint) = endpoint else {
            let Event::Added { owner, url, types, is_of_everything, seed } = event else {
                return Err("not there");
            };
            *endpoint = Some(Self {
                id,
                owner: *owner,
                url: url.clone(),
                types: types.clone(),
                is_of_everything: *is_of_everything,
                added_at: at,
                secret: SecretInUse { seed: *seed, at },
                old_secret: None,
                status: Status::On(at),
                failing_since: None,
            });
            return Ok(());
        };
        match (event, endpoint.status) {
            (Event::Added { .. }, _) => return Err("there already"),
            (Event::Failed | Event::Recovered | Event::TurnedOff(_), Status::Deleted(_)) => {}
            (_, Status::Deleted(_)) => return Err("deleted"),
            (Event::SecretReplaced(seed), _) => {
                let old = SecretInUse { at: at + OLD_SECRET_LASTS, ..endpoint.secret };
                endpoint.old_secret = Some(old);
                endpoint.secret = SecretInUse { seed: *seed, at };
            }
            (Event::OldSecretEnded, _) => endpoint.old_secret = None,
            (Event::TurnedOff(why), Status::On(_)) => {
                endpoint.status = Status::Off(*why, at);
            }
            (Event::TurnedOn, Status::Off(..)) => {
                endpoint.status = Status::On(at);
                endpoint.failing_since = None;
            }
            (Event::TurnedOff(_), Status::Off(..)) | (Event::TurnedOn, Status::On(_)) => {}
            (Event::Failed, _) => _ = endpoint.failing_since.get_or_insert(at),
            (Event::Recovered, _) => endpoint.failing_since = None,
            (Event::Deleted, _) => {
                (endpoint.status, endpoint.old_secret) = (Status::Deleted(at), None);
            }
        }
        Ok(())
    }
}

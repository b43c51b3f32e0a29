use serde::{Deserialize, Serialize};

use super::public::{PublicEventId, PublicKind};
use crate::types::{Timestamp, WebhookDeliveryId, WebhookEndpointId};

/// How many tries of a delivery are kept, the latest.
pub const WEBHOOK_TRIES_KEPT_MAX: usize = 20;

/// Something that is to be sent to an endpoint. What it says is made when it is sent: the same each
/// time, since what happened stays so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDelivery {
    /// Which delivery.
    pub id: WebhookDeliveryId,
    /// To which endpoint.
    pub endpoint: WebhookEndpointId,
    /// What it says.
    pub about: WebhookAbout,
    /// When it began to wait.
    pub queued_at: Timestamp,
    /// Since when it is to be sent: since it began to wait, or somebody asked for it to be sent
    /// again.
    pub since: Timestamp,
    /// How often it was tried in vain since then.
    pub failures: u32,
    /// The latest tries, oldest first.
    pub tries: Vec<WebhookTry>,
    /// Where it stands.
    pub status: WebhookStatus,
}

/// What a webhook says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookAbout {
    /// What happened: a public event.
    Event {
        /// Which.
        id: PublicEventId,
        /// Of which kind, for those who look at a list.
        kind: PublicKind,
    },
    /// Nothing: its owner tests the endpoint.
    Test,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WebhookStatus {
    /// It is to be sent, not before this.
    Waiting(Timestamp),
    /// The endpoint has taken it, then.
    Delivered(Timestamp),
    /// It has not been tried again since then, nor will it be.
    GivenUp(Timestamp),
}

/// A try to deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookTry {
    /// When it was over.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: WebhookOutcome,
}

/// What came of a try. Variants are appended, never changed: they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum WebhookOutcome {
    /// The endpoint answered with this status.
    #[error("it answered {0}")]
    Answered(u16),
    /// Its host has no address.
    #[error("its host has no address")]
    NoAddress,
    /// Its host has no address that is sent to.
    #[error("its address is not on the public internet")]
    NotAllowed,
    /// Nobody took the connection.
    #[error("nothing answers at its address")]
    NotConnected,
    /// No secure connection came about.
    #[error("no secure connection: its certificate is not good, or it speaks no TLS")]
    NotSecure,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    TooLate,
    /// What it answered is not HTTP, or too long.
    #[error("what it answered is not HTTP")]
    NotHttp,
    /// The site could not do it: its log says why.
    #[error("a fault of the site: see its log")]
    SiteFault,
    /// What it would say is not known any more.
    #[error("what it was about is not kept any more")]
    EventGone,
    /// The site's key is another: so is the secret.
    #[error("the site's key was replaced: the endpoint needs a new secret")]
    KeyReplaced,
    /// It has waited longer than anything is tried.
    #[error("it has waited for more than five days")]
    TooOld,
}

named! {
    /// What happens to a delivery.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum WebhookDeliveryEvent {
        /// It is to be sent; coming again it changes nothing. To which endpoint, and what it says.
        Queued(WebhookEndpointId, WebhookAbout) = "WebhookQueued",
        /// The endpoint has taken it, with this status.
        Delivered(u16) = "WebhookDelivered",
        /// It was tried in vain.
        Failed {
            /// What came of it.
            outcome: WebhookOutcome,
            /// When it is tried again; never, if none.
            again_at: Option<Timestamp>,
        } = "WebhookFailed",
        /// Its owner wants it to be sent again.
        Resumed = "WebhookResumed",
    }
    pub(super) fn name;
}

impl WebhookDelivery {
    /// Whether it is to be sent.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        matches!(self.status, WebhookStatus::Waiting(_))
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        delivery: &mut Option<Self>,
        id: WebhookDeliveryId,
        event: &WebhookDeliveryEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        use WebhookDeliveryEvent as Event;

        if let Event::Queued(endpoint, about) = event {
            delivery.get_or_insert_with(|| Self {
                id,
                endpoint: *endpoint,
                about: *about,
                queued_at: at,
                since: at,
                failures: 0,
                tries: vec![],
                status: WebhookStatus::Waiting(at),
            });
            return Ok(());
        }
        let Some(delivery) = delivery else { return Err("not there") };
        delivery.status = match (delivery.status, event) {
            (WebhookStatus::Waiting(_), Event::Delivered(status)) => {
                delivery.tried(at, WebhookOutcome::Answered(*status));
                WebhookStatus::Delivered(at)
            }
            (WebhookStatus::Waiting(_), Event::Failed { outcome, again_at }) => {
                delivery.failures += 1;
                delivery.tried(at, *outcome);
                again_at.map_or(WebhookStatus::GivenUp(at), WebhookStatus::Waiting)
            }
            (WebhookStatus::Delivered(_) | WebhookStatus::GivenUp(_), Event::Resumed) => {
                (delivery.since, delivery.failures) = (at, 0);
                WebhookStatus::Waiting(at)
            }
            (WebhookStatus::Waiting(_), _) => return Err("waiting"),
            (WebhookStatus::Delivered(_), _) => return Err("delivered"),
            (WebhookStatus::GivenUp(_), _) => return Err("given up"),
        };
        Ok(())
    }

    fn tried(&mut self, at: Timestamp, outcome: WebhookOutcome) {
        if self.tries.len() >= WEBHOOK_TRIES_KEPT_MAX {
            self.tries.remove(0);
        }
        self.tries.push(WebhookTry { at, outcome });
    }
}

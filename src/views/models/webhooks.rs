//! Webhook endpoints, and what was sent to them.

use super::FieldErrors;
pub use crate::domain::{WebhookOff, WebhookOutcome};
use crate::types::{Timestamp, WebhookDeliveryId, WebhookEndpointId};

/// `GET /account/webhooks`, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct WebhooksPage {
    /// Oldest first.
    pub endpoints: Vec<WebhookEndpointLine>,
    /// Whether the viewer runs the site.
    pub may_have_everything: bool,
    pub form: WebhookForm,
}

/// An endpoint in the list.
#[derive(Debug, Clone)]
pub struct WebhookEndpointLine {
    pub id: WebhookEndpointId,
    pub url: String,
    pub is_on: bool,
    /// Whether the last try was in vain.
    pub is_failing: bool,
    /// How much waits for it.
    pub waiting: usize,
}

/// The form for a new endpoint.
#[derive(Debug, Clone, Default)]
pub struct WebhookForm {
    /// As typed.
    pub url: String,
    pub types: Vec<WebhookTypeChoice>,
    pub is_of_everything: bool,
    /// What is wrong, by field: `url`, `types`.
    pub errors: FieldErrors,
    /// What is wrong with the whole.
    pub refusal: Option<String>,
}

/// A type of events that can be chosen.
#[derive(Debug, Clone)]
pub struct WebhookTypeChoice {
    /// The field's name.
    pub name: &'static str,
    /// The type.
    pub shown: String,
    pub is_chosen: bool,
}

/// `GET /account/webhooks/{id}`.
#[derive(Debug, Clone)]
pub struct WebhookEndpointPage {
    pub id: WebhookEndpointId,
    pub url: String,
    pub types: Vec<String>,
    pub is_of_everything: bool,
    /// Why it is off, and since when; none if it is on.
    pub off: Option<(WebhookOff, Timestamp)>,
    /// Since when nothing was taken, if the last try was in vain.
    pub failing_since: Option<Timestamp>,
    /// The secret, and until when it is shown.
    pub secret: Option<(String, Timestamp)>,
    /// Since when it is this one.
    pub secret_since: Timestamp,
    /// Until when the old one signs as well.
    pub old_secret_until: Option<Timestamp>,
    /// How much waits for it.
    pub waiting: usize,
    /// The latest first.
    pub deliveries: Vec<WebhookDeliveryLine>,
    /// Whether these are the latest.
    pub is_first: bool,
    /// Where older ones begin.
    pub older: Option<String>,
    /// Why something was not done.
    pub refusal: Option<String>,
}

/// A delivery in the log.
#[derive(Debug, Clone)]
pub struct WebhookDeliveryLine {
    pub id: WebhookDeliveryId,
    /// The event's type and id; none of a test.
    pub what: Option<(String, String)>,
    pub queued_at: Timestamp,
    pub word: WebhookWord,
    /// Since when that is so; of what waits, until when.
    pub at: Timestamp,
    /// The latest first.
    pub tries: Vec<(Timestamp, WebhookOutcome)>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookWord {
    Waiting,
    Delivered,
    GivenUp,
}

impl WebhookWord {
    /// For scripts and tests.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }
}

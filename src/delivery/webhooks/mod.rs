//! Webhooks: what happens on the site, sent to whoever asked for it, signed as
//! [Standard Webhooks](https://www.standardwebhooks.com) says.
//!
//! Who follows the public events commits a delivery for each endpoint that wants one
//! (`src/actors/webhooks/`); as [`WebhookConsumer`] says, it is brought to a [`WebhookSender`], and
//! what came of it is noted. **Nothing inside the network is reached by it**: [`WebhookClient`]
//! resolves a host once, and connects to the very address that [`Reach`] has allowed.
//!
//! **Invariant:** nothing of what a receiver answers is kept but its status.

mod client;
mod consumer;
mod reach;
#[cfg(any(test, feature = "harness"))]
pub mod scripted;

use std::time::Duration;

use async_trait::async_trait;

pub use client::{Resolve, SystemResolver, WebhookClient};
pub use consumer::WebhookConsumer;
pub use reach::Reach;

use crate::{domain::WebhookOutcome, types::WebhookUrl};

/// How long a try may take in all.
pub const WEBHOOK_TRY_MAX: Duration = Duration::from_secs(15);

/// Who brings webhooks to their receivers. A port.
#[async_trait]
pub trait WebhookSender: Send + Sync {
    /// Whether any is sent; else they wait.
    fn is_on(&self) -> bool {
        true
    }

    /// Sends one, and gives what the receiver answers. It ends by itself within [`WEBHOOK_TRY_MAX`].
    ///
    /// # Errors
    /// When there is no answer.
    async fn send(&self, webhook: &Webhook) -> Result<WebhookReply, WebhookOutcome>;
}

/// Sends none: for a site that is quiet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

#[async_trait]
impl WebhookSender for Silent {
    fn is_on(&self) -> bool {
        false
    }

    async fn send(&self, _: &Webhook) -> Result<WebhookReply, WebhookOutcome> {
        Err(WebhookOutcome::SiteFault)
    }
}

/// A webhook, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// To where.
    pub url: WebhookUrl,
    /// The header `webhook-id`: the same with each try.
    pub id: String,
    /// The header `webhook-timestamp`: when it is sent, in seconds.
    pub sent_at: i64,
    /// The header `webhook-signature`: one for each secret, a space between them.
    pub signature: String,
    /// JSON.
    pub body: Vec<u8>,
}

/// What a receiver answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookReply {
    /// The HTTP status.
    pub status: u16,
    /// How long it wants to be spared, if it says so.
    pub retry_after: Option<Duration>,
}

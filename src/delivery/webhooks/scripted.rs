//! Receivers in memory that do as a test tells them.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use parking_lot::Mutex;

use super::{Webhook, WebhookReply, WebhookSender};
use crate::domain::WebhookOutcome;

/// What a receiver does with a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptedReply {
    /// It answers with this status.
    Status(u16),
    /// It answers 503, and wants to be spared for so long.
    RetryAfter(Duration),
    /// There is no answer, for this reason.
    None(WebhookOutcome),
    /// It takes the webhook, and the process ends before it hears that.
    TakeThenHang,
}

type Plan = Box<dyn FnMut(&Webhook) -> ScriptedReply + Send>;

/// All receivers there are: they take what they are sent, unless a test says otherwise.
#[derive(Clone)]
pub struct ScriptedReceivers {
    plan: Arc<Mutex<Plan>>,
    taken: Arc<Mutex<Vec<Webhook>>>,
    asked: Arc<Mutex<Vec<Webhook>>>,
}

impl Default for ScriptedReceivers {
    fn default() -> Self {
        Self {
            plan: Arc::new(Mutex::new(Box::new(|_| ScriptedReply::Status(204)))),
            taken: Arc::default(),
            asked: Arc::default(),
        }
    }
}

impl ScriptedReceivers {
    /// From now on they do this.
    pub fn plan(&self, plan: impl FnMut(&Webhook) -> ScriptedReply + Send + 'static) {
        *self.plan.lock() = Box::new(plan);
    }

    /// What was sent to them, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<Webhook> {
        self.asked.lock().clone()
    }

    /// What they have taken, in order.
    #[must_use]
    pub fn taken(&self) -> Vec<Webhook> {
        self.taken.lock().clone()
    }
}

#[async_trait]
impl WebhookSender for ScriptedReceivers {
    async fn send(&self, webhook: &Webhook) -> Result<WebhookReply, WebhookOutcome> {
        self.asked.lock().push(webhook.clone());
        let reply = (self.plan.lock())(webhook);
        let take = || self.taken.lock().push(webhook.clone());
        match reply {
            ScriptedReply::Status(status) => {
                if (200..300).contains(&status) {
                    take();
                }
                Ok(WebhookReply { status, retry_after: None })
            }
            ScriptedReply::RetryAfter(after) => {
                Ok(WebhookReply { status: 503, retry_after: Some(after) })
            }
            ScriptedReply::None(outcome) => Err(outcome),
            ScriptedReply::TakeThenHang => {
                take();
                std::future::pending().await
            }
        }
    }
}

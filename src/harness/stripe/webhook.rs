//! What Stripe tells by webhook. Nothing is sent by itself: a test takes the events and delivers,
//! repeats, shuffles, delays, loses, forges or ages them.

use std::{fmt::Write as _, time::Duration};

use axum::http::{
    Request, Uri,
    header::{CONTENT_TYPE, HOST},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::Full;
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sha2::Sha256;
use thiserror::Error;
use tokio::net::TcpStream;

use crate::types::Timestamp;

/// The version of Stripe's API whose shape events and objects have.
pub const API_VERSION: &str = "2025-09-30.clover";

/// How long a delivery waits for its answer.
const DELIVERY_DEADLINE: Duration = Duration::from_secs(10);

/// Something that Stripe has to tell (<https://docs.stripe.com/api/events/object>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StripeEvent {
    pub(super) id: String,
    pub(super) kind: &'static str,
    payload: String,
}

/// An event, signed: what a delivery carries. Its parts are public, so that a test can make it
/// what it should not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedEvent {
    /// `evt_…`
    pub id: String,
    /// As Stripe names it: `payment_intent.succeeded`.
    pub kind: String,
    /// The raw body.
    pub payload: String,
    /// What the header `Stripe-Signature` says.
    pub signature: String,
}

impl StripeEvent {
    pub(super) fn new(id: String, kind: &'static str, object: &Value, now: Timestamp) -> Self {
        let payload = json!({
            "id": id,
            "object": "event",
            "api_version": API_VERSION,
            "created": now.as_millis() / 1000,
            "data": { "object": object },
            "livemode": false,
            "pending_webhooks": 1,
            "request": { "id": null, "idempotency_key": null },
            "type": kind,
        });
        // Indented as Stripe's are: who checks the signature of anything but the raw body fails.
        let payload = format!("{payload:#}");
        Self { id, kind, payload }
    }

    pub(super) fn signed(&self, at: Timestamp, secrets: &[String]) -> SignedEvent {
        SignedEvent {
            id: self.id.clone(),
            kind: self.kind.to_owned(),
            payload: self.payload.clone(),
            signature: sign(&self.payload, at, secrets),
        }
    }
}

/// The header `Stripe-Signature` for a body: `t=…,v1=…`, with one `v1` for each secret, as there
/// are two while a secret is rotated. Each is the HMAC-SHA256 of `t.body` under the secret
/// (<https://docs.stripe.com/webhooks#verify-manually>).
#[must_use]
pub fn sign<S: AsRef<str>>(payload: &str, at: Timestamp, secrets: &[S]) -> String {
    let seconds = at.as_millis() / 1000;
    let mut header = format!("t={seconds}");
    for secret in secrets {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_ref().as_bytes())
            .expect("a key of any length will do");
        mac.update(format!("{seconds}.{payload}").as_bytes());
        header.push_str(",v1=");
        for byte in mac.finalize().into_bytes() {
            let _ = write!(header, "{byte:02x}");
        }
    }
    header
}

/// Why nothing came of a delivery.
#[derive(Debug, Error)]
pub enum DeliveryError {
    /// The address is none of the form `http://host:port/path`.
    #[error("{0} is no address to deliver to")]
    Address(String),
    /// Nobody answered in time.
    #[error("there was no answer within 10 seconds")]
    Late,
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
    /// The other side speaks no HTTP, or stopped to.
    #[error("no answer came: {0}")]
    Http(#[from] hyper::Error),
}

/// Delivers an event once, and says with what status it was answered. Stripe takes every 2xx for
/// received, and tries again for days after anything else.
///
/// # Errors
/// When there is no answer.
pub async fn deliver(url: &str, event: &SignedEvent) -> Result<u16, DeliveryError> {
    let sent = tokio::time::timeout(DELIVERY_DEADLINE, send(url, event));
    sent.await.map_err(|_| DeliveryError::Late)?
}

async fn send(url: &str, event: &SignedEvent) -> Result<u16, DeliveryError> {
    let no_address = || DeliveryError::Address(url.to_owned());
    let uri: Uri = url.parse().map_err(|_| no_address())?;
    let host = uri.authority().ok_or_else(no_address)?.as_str();
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::post(path)
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header("stripe-signature", &event.signature)
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .body(Full::new(Bytes::from(event.payload.clone())))
        .map_err(|_| no_address())?;
    let stream = TcpStream::connect(host).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?.status().as_u16())
}

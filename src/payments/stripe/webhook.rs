//! What Stripe tells by webhook: who signed it, and about which payment it is. Nothing else of it is
//! read: what happened is asked of Stripe itself.
//!
//! Pure: the time, the secrets and the raw body come from outside.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use super::state::is_name;
use crate::types::{ChargeId, Secret, Timestamp, UserId};

/// How far the time of a signature may be from ours, either way: Stripe's own libraries take as
/// much. What is older may be a recording.
pub const TOLERANCE_SECONDS: u64 = 300;

/// The longest id or kind of an event that is taken; Stripe's have some 30 characters.
const NAME_BYTES_MAX: usize = 255;

/// An event that Stripe signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `evt_…`: the same each time that it is sent.
    pub id: Box<str>,
    /// As Stripe names it: `payment_intent.succeeded`.
    pub kind: Box<str>,
    /// About what, as far as it says: only a hint of what to ask for.
    pub about: About,
}

/// About what an event is, as far as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The charge that the payment names.
    Charge(ChargeId),
    /// The payment of this name at Stripe (`pi_…`).
    Payment(Box<str>),
    /// The dispute of this name at Stripe (`dp_…`, `du_…`).
    Dispute(Box<str>),
    /// The account of the seller whom it names.
    Seller(UserId),
    /// Nothing of ours.
    Nothing,
}

/// Why a delivery is not taken. What was in it is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookRefusal {
    /// There is no header `Stripe-Signature`.
    #[error("there is no Stripe-Signature")]
    Unsigned,
    /// The header is not of the form `t=…,v1=…`.
    #[error("the Stripe-Signature cannot be read")]
    Malformed,
    /// It was signed too long ago, or in the future.
    #[error("the Stripe-Signature is too old, or one of the two clocks is wrong")]
    Stale,
    /// No secret of ours makes this signature of this body.
    #[error("the Stripe-Signature does not fit; is this endpoint's signing secret the one here?")]
    Forged,
    /// The body is no event.
    #[error("the body is no event of Stripe's")]
    NotAnEvent,
}

/// Checks the header `Stripe-Signature` against the raw body
/// (<https://docs.stripe.com/webhooks#verify-manually>), and reads the event. Any of the secrets
/// may have made any of the signatures: there are several while one takes the place of another.
///
/// # Errors
/// When it is not Stripe's, not of now, or no event.
pub fn read(
    header: Option<&str>,
    body: &[u8],
    secrets: &[Secret],
    now: Timestamp,
) -> Result<Told, WebhookRefusal> {
    let signature = Signature::of_now(header, now)?;
    match secrets.iter().any(|secret| signature.is_by(secret, body)) {
        true => told(body).ok_or(WebhookRefusal::NotAnEvent),
        false => Err(WebhookRefusal::Forged),
    }
}

/// Whether a header `Stripe-Signature` may be one, before the body is there that it signs.
///
/// # Errors
/// When it is none, or not of now.
pub fn may_be_signed(header: Option<&str>, now: Timestamp) -> Result<(), WebhookRefusal> {
    Signature::of_now(header, now).map(|_| ())
}

/// What a header `Stripe-Signature` says.
struct Signature<'a> {
    /// As it stands there: that is what was signed.
    t: &'a str,
    /// The same as a number, in seconds.
    at: i64,
    v1: Vec<[u8; 32]>,
}

impl<'a> Signature<'a> {
    fn of_now(header: Option<&'a str>, now: Timestamp) -> Result<Self, WebhookRefusal> {
        let signature = Self::parse(header.ok_or(WebhookRefusal::Unsigned)?)?;
        let is_of_now =
            now.as_millis().div_euclid(1000).abs_diff(signature.at) <= TOLERANCE_SECONDS;
        is_of_now.then_some(signature).ok_or(WebhookRefusal::Stale)
    }

    fn parse(header: &'a str) -> Result<Self, WebhookRefusal> {
        let (mut times, mut v1) = (vec![], vec![]);
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", t)) => times.push(t),
                Some(("v1", hex)) => v1.extend(from_hex(hex)),
                // Other schemes may stand beside this one.
                Some(_) => {}
                None => return Err(WebhookRefusal::Malformed),
            }
        }
        match times[..] {
            [t] if !v1.is_empty() && t.bytes().all(|byte| byte.is_ascii_digit()) => {
                let at = t.parse().map_err(|_| WebhookRefusal::Malformed)?;
                Ok(Self { t, at, v1 })
            }
            _ => Err(WebhookRefusal::Malformed),
        }
    }

    fn is_by(&self, secret: &Secret, body: &[u8]) -> bool {
        // With no secret anyone could sign.
        if secret.is_empty() {
            return false;
        }
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
            return false;
        };
        mac.update(self.t.as_bytes());
        mac.update(b".");
        mac.update(body);
        // This takes as long whatever differs.
        self.v1.iter().any(|v1| mac.clone().verify_slice(v1).is_ok())
    }
}

fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn told(body: &[u8]) -> Option<Told> {
    let event: Value = serde_json::from_slice(body).ok()?;
    let name = |field: &str| {
        let name = event.get(field)?.as_str()?;
        let is_plain = name.bytes().all(|byte| byte.is_ascii_graphic());
        (is_plain && (1..=NAME_BYTES_MAX).contains(&name.len())).then(|| Box::from(name))
    };
    let object = event.pointer("/data/object").unwrap_or(&Value::Null);
    Some(Told { id: name("id")?, kind: name("type")?, about: about(object) })
}

fn about(object: &Value) -> About {
    let charge = object.pointer("/metadata/charge").and_then(Value::as_str);
    if let Some(Ok(charge)) = charge.map(str::parse) {
        return About::Charge(charge);
    }
    let seller = object.pointer("/metadata/seller").and_then(Value::as_str);
    if let Some(Ok(seller)) = seller.map(str::parse) {
        return About::Seller(seller);
    }
    let id = object.get("id").and_then(Value::as_str);
    let is_dispute = |id: &&str| (id.starts_with("dp_") || id.starts_with("du_")) && is_name(id);
    if let Some(id) = id.filter(is_dispute) {
        return About::Dispute(id.into());
    }
    // A refund names the payment, whole or by its id; else it is the payment itself.
    let named = object.get("payment_intent");
    let named = named.map(|named| named.get("id").unwrap_or(named));
    let ids = [named, object.get("id")].into_iter().flatten().filter_map(Value::as_str);
    let is_payment = |id: &&str| id.starts_with("pi_") && is_name(id);
    ids.into_iter().find(is_payment).map_or(About::Nothing, |id| About::Payment(id.into()))
}

#[cfg(test)]
mod tests;

//! The secrets by which receivers know that a webhook is ours.
//!
//! None is kept: a secret follows from the site's key ([`LinkKey`]) and a seed that stands with the
//! endpoint. So journal, export and (unless it is asked for) backup hold nothing by which a webhook
//! can be forged. Where the key is another than it was, as after a backup that was restored without
//! it, so are the secrets; the mark that is kept with the seed tells.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::LinkKey;
use crate::types::WebhookEndpointId;

/// What these begin with: no link in a mail is sealed by another text.
const PURPOSE: &[u8] = b"holdfast: a webhook's secret";

/// What signs the webhooks to an endpoint, as Standard Webhooks has it. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret([u8; 32]);

/// What a secret is made of, with the site's key: random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WebhookSeed {
    random: [u8; 16],
    /// Of the secret that it was made for, nothing that helps to guess it.
    mark: [u8; 4],
}

impl WebhookSeed {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(key: &LinkKey, endpoint: WebhookEndpointId) -> Result<Self, getrandom::Error> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(Self::of(key, endpoint, random))
    }

    /// The one of these bytes.
    #[must_use]
    pub fn of(key: &LinkKey, endpoint: WebhookEndpointId, random: [u8; 16]) -> Self {
        let mark = mark(&derived(key, endpoint, random));
        Self { random, mark }
    }

    /// The secret; none where the site's key is another than the one that it was made with.
    #[must_use]
    pub fn secret(&self, key: &LinkKey, endpoint: WebhookEndpointId) -> Option<WebhookSecret> {
        let secret = derived(key, endpoint, self.random);
        (mark(&secret) == self.mark).then_some(WebhookSecret(secret))
    }
}

impl WebhookSecret {
    /// The secret as its receiver types it.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0))
    }

    /// The signature of a webhook: over its id, when it is sent (in seconds), and its body.
    #[must_use]
    pub fn sign(&self, id: &str, sent_at: i64, body: &[u8]) -> String {
        let mut signing = hmac(&self.0);
        signing.update(format!("{id}.{sent_at}.").as_bytes());
        signing.update(body);
        format!("v1,{}", STANDARD.encode(signing.finalize().into_bytes()))
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(hidden)")
    }
}

fn derived(key: &LinkKey, endpoint: WebhookEndpointId, random: [u8; 16]) -> [u8; 32] {
    let mut deriving = Hmac::<Sha256>::new(&key.0.into());
    deriving.update(&(PURPOSE.len() as u64).to_le_bytes());
    deriving.update(PURPOSE);
    deriving.update(endpoint.as_bytes());
    deriving.update(&random);
    deriving.finalize().into_bytes().into()
}

fn mark(secret: &[u8; 32]) -> [u8; 4] {
    let mut marking = hmac(secret);
    marking.update(b"mark");
    let [a, b, c, d, ..]: [u8; 32] = marking.finalize().into_bytes().into();
    [a, b, c, d]
}

/// A key of 32 bytes is one block with zeros behind it (RFC 2104).
fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::<Sha256>::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);

    /// The example of the specification, with its secret of 24 bytes.
    #[test]
    fn a_signature_is_the_one_of_standard_webhooks() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let mut padded = [0; 32];
        padded[..secret.len()].copy_from_slice(&secret);
        let signature = WebhookSecret(padded).sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_secret_follows_from_key_endpoint_and_seed_and_no_other_key_gives_one() {
        let (endpoint, other) = (WebhookEndpointId::new(), WebhookEndpointId::new());
        let seed = WebhookSeed::new(&KEY, endpoint).unwrap();
        let secret = seed.secret(&KEY, endpoint).unwrap();
        assert_eq!(seed.secret(&KEY, endpoint), Some(secret.clone()));
        assert_eq!(seed.secret(&LinkKey([2; LinkKey::BYTES]), endpoint), None);
        assert_eq!(seed.secret(&KEY, other), None);
        let next = WebhookSeed::new(&KEY, endpoint).unwrap();
        assert_ne!(next.secret(&KEY, endpoint), Some(secret.clone()));
        let typed = secret.expose();
        let bytes = STANDARD.decode(typed.strip_prefix("whsec_").unwrap()).unwrap();
        assert!((24..=64).contains(&bytes.len()));
        assert!(!format!("{secret:?} {seed:?}").contains(&typed[6..]));
    }
}

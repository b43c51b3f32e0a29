use std::{fmt, str::FromStr};

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::{
    LinkKey, LinkTokenError,
    link::{seal, sealing_of},
};
use crate::types::AlertId;

/// What its seals begin with: no link for anything else is one for this.
const PURPOSE: &[u8] = b"holdfast: no more mails of this alert";

/// What ends an alert to whoever reads its mails, without signing in. Like the other links in mails
/// (`link.rs`) it is kept nowhere. It does nothing else, and so it stays good for as long as there is
/// the alert: who has given an address up can still be rid of the mails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AlertToken {
    /// Which alert.
    pub alert: AlertId,
    seal: [u8; 16],
}

impl AlertToken {
    /// The one that ends this alert.
    #[must_use]
    pub fn new(key: &LinkKey, alert: AlertId) -> Self {
        Self { alert, seal: seal(sealing(key, alert)) }
    }

    /// Whether it is that one.
    #[must_use]
    pub fn is_sealed(&self, key: &LinkKey) -> bool {
        // In the same time, wherever the two differ.
        sealing(key, self.alert).verify_truncated_left(&self.seal).is_ok()
    }
}

fn sealing(key: &LinkKey, alert: AlertId) -> Hmac<Sha256> {
    sealing_of(key, &[PURPOSE], &[alert.as_bytes()])
}

impl fmt::Display for AlertToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alert = u128::from_be_bytes(*self.alert.as_bytes());
        write!(f, "{alert:032x}{:032x}", u128::from_be_bytes(self.seal))
    }
}

/// It ends an alert: it does not belong in a log.
impl fmt::Debug for AlertToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlertToken(hidden)")
    }
}

impl FromStr for AlertToken {
    type Err = LinkTokenError;

    fn from_str(text: &str) -> Result<Self, LinkTokenError> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(LinkTokenError);
        }
        let number = |part: &str| u128::from_str_radix(part, 16).map_err(|_| LinkTokenError);
        let (alert, seal) = text.split_at(32);
        let alert = AlertId::from_bytes(number(alert)?.to_be_bytes());
        Ok(Self { alert, seal: number(seal)?.to_be_bytes() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);

    #[test]
    fn it_ends_one_alert_and_what_is_not_one_ends_none() {
        let alert = AlertId::from_bytes([7; 16]);
        let text = AlertToken::new(&KEY, alert).to_string();
        let token: AlertToken = text.parse().unwrap();
        assert!(token.is_sealed(&KEY) && token.alert == alert);
        assert!(!token.is_sealed(&LinkKey([2; LinkKey::BYTES])));
        for at in 0..text.len() {
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            let forged = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
            let forged: AlertToken = forged.parse().unwrap();
            assert!(!forged.is_sealed(&KEY), "{at}");
        }
        for text in ["", &text[1..], &format!("{text}0"), &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(text.parse::<AlertToken>(), Err(LinkTokenError), "{text}");
        }
        assert!(!format!("{token:?}").contains(&text[..8]));
    }
}

//! Personal access tokens: by which a program does what its account's owner lets it.
//!
//! The text of one is `holdfast_`, its id, a secret of 160 random bits and a checksum over all of
//! that, in hexadecimal: whoever finds one in a text recognises it and can tell it from a mistyped
//! one, and it is looked up by its id. Its owner sees it once; the record has a hash of the secret.
//!
//! It is bound to its account's epoch ([`User::epoch`]), so that it ends with whatever ends all
//! sessions: a new password, a ban, the account's deletion, "sign out everywhere else".

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::User;
use crate::types::{AccessTokenId, Timestamp, TokenName, UserId};

/// A personal access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Which token.
    pub id: AccessTokenId,
    /// For whom it acts.
    pub owner: UserId,
    /// The owner's epoch when it was made: all of an earlier one are over ([`User::epoch`]).
    pub epoch: u32,
    /// As its owner calls it.
    pub name: TokenName,
    /// What it may be used for.
    pub scopes: Scopes,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
    /// Of its secret.
    pub hash: TokenHash,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its use was written down last, if it was used.
    pub used_at: Option<Timestamp>,
    /// When it was revoked, or ended because it was over, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// SHA-256 of a token's secret, which has enough bits that nobody finds it by trying.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(hidden)")
    }
}

named! {
    /// One kind of thing that a token may be used for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Scope {
        /// To look, at what is for sale and at what is the owner's.
        Read = "read",
        /// To list, change, withdraw and refund the owner's tickets, and to see to their files.
        Sell = "sell",
        /// To hold, pay for, give up and wait for tickets of others.
        Buy = "buy",
        /// To run the site, for who may.
        Admin = "admin",
    }
    /// Its name, as programs read it.
    pub fn word;
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Sell, Self::Buy, Self::Admin];

    /// The bit that stands for it in what is stored: it stays.
    const fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Sell => 2,
            Self::Buy => 4,
            Self::Admin => 8,
        }
    }
}

/// What a token may be used for: any of the [`Scope`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Scopes(u8);

impl Scopes {
    /// Whether this is among them.
    #[must_use]
    pub fn have(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.have(*scope))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<T: IntoIterator<Item = Scope>>(scopes: T) -> Self {
        Self(scopes.into_iter().fold(0, |bits, scope| bits | scope.bit()))
    }
}

named! {
    /// What happens to a token.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AccessTokenEvent {
        /// Its owner made it.
        Made {
            /// For whom it acts.
            owner: UserId,
            /// The owner's epoch.
            epoch: u32,
            /// As its owner calls it.
            name: TokenName,
            /// What it may be used for.
            scopes: Scopes,
            /// From when on it is worth nothing.
            expires_at: Timestamp,
            /// Of its secret.
            hash: TokenHash,
        } = "AccessTokenMade",
        /// It is in use.
        Used = "AccessTokenUsed",
        /// Its owner has revoked it, or it was over.
        Revoked = "AccessTokenRevoked",
    }
    pub(super) fn name;
}

impl AccessToken {
    /// Whether it is this user's and goes on: it was neither revoked nor ended with all of theirs, the
    /// account is open, and it has not expired.
    #[must_use]
    pub fn goes_on(&self, user: &User, now: Timestamp) -> bool {
        self.revoked_at.is_none()
            && self.owner == user.id
            && self.epoch == user.epoch
            && !user.is_deleted()
            && user.ban.is_none()
            && now < self.expires_at
    }

    /// Whether this is its text. It takes as long wherever the two differ.
    #[must_use]
    pub fn is_shown_by(&self, shown: &ShownToken) -> bool {
        self.id == shown.id && self.hash.0.ct_eq(&shown.hash().0).into()
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        record: &mut Option<Self>,
        id: AccessTokenId,
        event: &AccessTokenEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (record.as_mut(), event) {
            (None, AccessTokenEvent::Made { owner, epoch, name, scopes, expires_at, hash }) => {
                *record = Some(Self {
                    id,
                    owner: *owner,
                    epoch: *epoch,
                    name: name.clone(),
                    scopes: *scopes,
                    expires_at: *expires_at,
                    hash: hash.clone(),
                    made_at: at,
                    used_at: None,
                    revoked_at: None,
                });
            }
            (None, _) => return Err("not there"),
            (Some(_), AccessTokenEvent::Made { .. }) => return Err("there already"),
            (Some(Self { revoked_at: Some(_), .. }), _) => return Err("revoked"),
            (Some(record), AccessTokenEvent::Used) => record.used_at = Some(at),
            (Some(record), AccessTokenEvent::Revoked) => record.revoked_at = Some(at),
        }
        Ok(())
    }
}

/// What a token's owner is shown once, and a program shows at each request.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownToken {
    /// Which token it says it is.
    pub id: AccessTokenId,
    secret: [u8; 20],
}

/// With what the text of a token begins.
const PREFIX: &str = "holdfast_";
/// How many digits a token's text has behind that: the id, the secret and the checksum.
const DIGITS: usize = 32 + 40 + 8;

impl ShownToken {
    /// A new one, which nobody can guess.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 20];
        getrandom::fill(&mut secret)?;
        Ok(Self { id: AccessTokenId::new(), secret })
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.secret).into())
    }

    /// Its text.
    #[must_use]
    pub fn expose(&self) -> String {
        let mut text = PREFIX.to_owned();
        for byte in self.id.as_bytes().iter().chain(&self.secret) {
            text.push_str(&format!("{byte:02x}"));
        }
        let checksum = crc32fast::hash(text.as_bytes());
        format!("{text}{checksum:08x}")
    }
}

/// It is for few to know.
impl fmt::Debug for ShownToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownToken(hidden)")
    }
}

/// A text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an access token")]
pub struct ShownTokenError;

impl FromStr for ShownToken {
    type Err = ShownTokenError;

    fn from_str(text: &str) -> Result<Self, ShownTokenError> {
        let digits = text.strip_prefix(PREFIX).ok_or(ShownTokenError)?;
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != DIGITS || !digits.bytes().all(is_hex) {
            return Err(ShownTokenError);
        }
        let number = |from: usize, to: usize| {
            u128::from_str_radix(&digits[from..to], 16).map_err(|_| ShownTokenError)
        };
        let covered = &text[..text.len() - 8];
        if u128::from(crc32fast::hash(covered.as_bytes())) != number(72, 80)? {
            return Err(ShownTokenError);
        }
        let mut secret = [0; 20];
        secret[..16].copy_from_slice(&number(32, 64)?.to_be_bytes());
        secret[16..].copy_from_slice(&number(64, 72)?.to_be_bytes()[12..]);
        Ok(Self { id: AccessTokenId::from_bytes(number(0, 32)?.to_be_bytes()), secret })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PasswordHash;
    use crate::types::Email;

    #[test]
    fn a_text_is_read_as_it_was_shown_and_no_other() {
        let shown = ShownToken::generate().unwrap();
        let text = shown.expose();
        assert_eq!(text.len(), 89);
        assert!(text.starts_with("holdfast_"));
        assert_eq!(text.parse(), Ok(shown.clone()));
        assert_ne!(ShownToken::generate().unwrap().hash(), shown.hash());
        for at in 0..text.len() {
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            let mistyped = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
            assert_eq!(mistyped.parse::<ShownToken>(), Err(ShownTokenError), "{at}");
        }
        let odd = [String::new(), text.to_uppercase(), text[1..].into(), format!("{text}0")];
        for odd in odd.into_iter().chain([format!("holdfast_{}", "é".repeat(40))]) {
            assert_eq!(odd.parse::<ShownToken>(), Err(ShownTokenError), "{odd}");
        }
        assert_eq!(format!("{shown:?} {:?}", shown.hash()), "ShownToken(hidden) TokenHash(hidden)");
    }

    #[test]
    fn it_goes_on_for_its_open_account_until_it_is_over() {
        let now = Timestamp::from_millis(1000);
        let later = Timestamp::from_millis(2000);
        let user = User {
            id: UserId::new(),
            email: Email::parse("ann@example.org").unwrap(),
            password: PasswordHash("$argon2id$1".into()),
            created_at: now,
            epoch: 3,
            ban: None,
            language: None,
            confirmed_at: None,
            version: 1,
            calendar: 0,
            agreed: None,
            factors: Default::default(),
        };
        let shown = ShownToken::generate().unwrap();
        let mut record = None;
        let made = AccessTokenEvent::Made {
            owner: user.id,
            epoch: 3,
            name: TokenName::parse("backup").unwrap(),
            scopes: [Scope::Read, Scope::Buy].into_iter().collect(),
            expires_at: later,
            hash: shown.hash(),
        };
        AccessToken::change(&mut record, shown.id, &made, now).unwrap();
        let token = record.unwrap();
        assert!(token.goes_on(&user, now) && token.is_shown_by(&shown));
        let other = ShownToken { secret: [7; 20], ..shown };
        assert!(!token.is_shown_by(&other));
        assert!(!token.goes_on(&user, later), "it has expired");
        assert!(!token.goes_on(&User { epoch: 4, ..user.clone() }, now), "all were ended");
        assert!(!token.goes_on(&User { id: UserId::new(), ..user.clone() }, now));
        let revoked = AccessToken { revoked_at: Some(now), ..token.clone() };
        assert!(!revoked.goes_on(&user, now));
        assert_eq!(token.scopes.iter().collect::<Vec<_>>(), [Scope::Read, Scope::Buy]);
        assert!(!token.scopes.have(Scope::Sell) && !token.scopes.have(Scope::Admin));
    }
}

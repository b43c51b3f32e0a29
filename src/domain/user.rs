use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Deed, Factors, Intervention, LinkedOpenId, OpenIdSubject, RecoveryCodeHash, StoredPasskey,
    Totp, TotpSeed,
};
use crate::types::{Day, Email, Language, PasskeyName, Timestamp, UserId};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Which account.
    pub id: UserId,
    /// Unique among accounts.
    pub email: Email,
    /// What the password is checked against; empty once the account is deleted.
    pub password: PasswordHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often all of its sessions were ended at once: one that was begun before the last time is
    /// worth nothing. It is here and not with the sessions because it must survive what they may
    /// not.
    pub epoch: u32,
    /// Who has closed the account and why, while it is closed: nobody signs in to it, and it trades
    /// nothing.
    pub ban: Option<Intervention>,
    /// In which its owner reads the site and its mails, if they have chosen.
    pub language: Option<Language>,
    /// When its owner was seen to read what is sent to this address, if they were.
    pub confirmed_at: Option<Timestamp>,
    /// How many public events there were about it (`domain/public.rs`).
    pub version: u32,
    /// How often its owner has asked for another address of their calendar.
    pub calendar: u32,
    /// To which terms its owner has agreed last, and when, if to any.
    pub agreed: Option<Agreement>,
    /// By what its owner shows, beside the password, that it is them.
    pub factors: Factors,
}

/// The site's terms, as somebody was shown them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsShown {
    /// What they are called by: the day from which they are.
    pub version: Day,
    /// By what their text can be known again, in the language in which it was shown: its SHA-256.
    pub text: [u8; 32],
}

/// That somebody has agreed to the site's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// To which.
    pub terms: TermsShown,
    /// When.
    pub at: Timestamp,
}

/// A password as argon2id keeps it: a PHC string with salt and parameters. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash(pub Box<str>);

impl PasswordHash {
    /// In the place of one that is gone, or was never chosen; no password fits it.
    pub fn gone() -> Self {
        Self("gone".into())
    }

    /// Of an account that is deleted.
    fn none() -> Self {
        Self("".into())
    }

    fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    fn is_chosen(&self) -> bool {
        !self.is_none() && *self != Self::gone()
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

named! {
    /// What happens to an account.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum UserEvent {
        /// Somebody signed up.
        Created {
            /// Unique among accounts.
            email: Email,
            /// What the password is checked against.
            password: PasswordHash,
        } = "UserCreated",
        /// A new password was chosen, which ends all sessions: it is checked against this.
        PasswordChanged(PasswordHash) = "PasswordChanged",
        /// The account has another address, unique among accounts.
        AddressChanged(Email) = "AddressChanged",
        /// All sessions were ended.
        SessionsEnded = "SessionsEnded",
        /// Its owner deleted it: nobody is signed in to it any more, and address and password leave the
        /// record.
        Deleted = "UserDeleted",
        /// The site has closed the account, which ends all sessions.
        Banned(Deed) = "UserBanned",
        /// The site has opened the account again; whoever has it signs in anew.
        Unbanned(Deed) = "UserUnbanned",
        /// Its owner reads the site in this language.
        LanguageChosen(Language) = "LanguageChosen",
        /// Its owner was seen to read what is sent to its address.
        Confirmed = "AddressConfirmed",
        /// Its owner's calendar has another address.
        CalendarRenewed = "CalendarRenewed",
        /// Its owner has agreed to these terms.
        TermsAgreed(TermsShown) = "TermsAgreed",
        /// Its owner has an authenticator app, whose first code was the one of this step.
        TotpAdded(TotpSeed, u64) = "TotpAdded",
        /// A code of the app was taken: the one of this step.
        TotpUsed(u64) = "TotpUsed",
        /// Its owner signs in without the app.
        TotpRemoved = "TotpRemoved",
        /// Its owner has new recovery codes, and the old ones are worth nothing.
        RecoveryCodesMade(Box<[RecoveryCodeHash]>) = "RecoveryCodesMade",
        /// This one was used: it is worth nothing any more.
        RecoveryCodeUsed(RecoveryCodeHash) = "RecoveryCodeUsed",
        /// Its owner has a passkey.
        PasskeyAdded {
            /// What names it.
            id: Box<[u8]>,
            /// As its owner calls it.
            name: PasskeyName,
            /// Its public key and the like.
            credential: Box<str>,
        } = "PasskeyAdded",
        /// A passkey was used, and is as this says since.
        PasskeyUsed(Box<[u8]>, Box<str>) = "PasskeyUsed",
        /// This passkey opens nothing any more.
        PasskeyRemoved(Box<[u8]>) = "PasskeyRemoved",
        /// Its owner has lost what they signed in with beside their password: app, codes and passkeys are
        /// worth nothing any more.
        SecondFactorsForgotten = "SecondFactorsForgotten",
        /// Its owner signs in by the site's OpenID Connect provider, where this is who they are.
        OpenIdLinked(OpenIdSubject) = "OpenIdLinked",
        /// Its owner does not any more.
        OpenIdUnlinked = "OpenIdUnlinked",
    }
    pub(super) fn name;
}

impl User {
    /// Whether its owner has agreed to the terms of this version, if there are any.
    #[must_use]
    pub fn has_agreed(&self, to: Option<Day>) -> bool {
        to.is_none_or(|to| self.agreed.is_some_and(|agreed| agreed.terms.version == to))
    }

    /// Whether its owner has deleted it.
    pub fn is_deleted(&self) -> bool {
        self.password.is_none()
    }

    /// What a password is checked against, if its owner has one: who came by an OpenID Connect provider
    /// has chosen none yet.
    #[must_use]
    pub fn chosen_password(&self) -> Option<&PasswordHash> {
        Some(&self.password).filter(|password| password.is_chosen())
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        user: &mut Option<Self>,
        id: UserId,
        event: &UserEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        match (user.as_mut(), event) {
            (None, UserEvent::Created { email, password }) => {
                *user = Some(Self {
                    id,
                    email: email.clone(),
                    password: password.clone(),
                    created_at: at,
                    epoch: 0,
                    ban: None,
                    language: None,
                    confirmed_at: None,
                    version: 0,
                    calendar: 0,
                    agreed: None,
                    factors: Factors::default(),
                });
            }
            (Some(user), _) if user.is_deleted() => {
                return Err("deleted");
            }
            (Some(user), UserEvent::PasswordChanged(password)) => {
                user.password = password.clone();
                user.epoch = user.epoch.wrapping_add(1);
            }
            (Some(user), UserEvent::AddressChanged(email)) => {
                user.email = email.clone();
                user.confirmed_at = None;
            }
            (Some(user), UserEvent::LanguageChosen(language)) => user.language = Some(*language),
            (Some(user), UserEvent::CalendarRenewed) => {
                user.calendar = user.calendar.wrapping_add(1);
            }
            (Some(user), UserEvent::TermsAgreed(terms)) => {
                user.agreed = Some(Agreement { terms: *terms, at });
            }
            (Some(user), UserEvent::SessionsEnded) => user.epoch = user.epoch.wrapping_add(1),
            (Some(user), UserEvent::Deleted) => {
                user.email = Email::of_deleted(id);
                user.password = PasswordHash::none();
                user.confirmed_at = None;
                user.factors = Factors::default();
                user.epoch = user.epoch.wrapping_add(1);
            }
            (Some(user), UserEvent::Banned(deed)) if user.ban.is_none() => {
                user.ban = Some(deed.done(at));
                user.epoch = user.epoch.wrapping_add(1);
            }
            (Some(user), UserEvent::Unbanned { .. }) if user.ban.is_some() => {
                user.ban = None;
                user.epoch = user.epoch.wrapping_add(1);
            }
            (Some(user), UserEvent::Confirmed) if user.confirmed_at.is_none() => {
                user.confirmed_at = Some(at);
            }
            (mut other, event) => {
                if let Some(user) = &mut other
                    && user.factors.change(event, at)
                {
                    return Ok(());
                }
                return Err(match (other, event) {
                    (None, _) => "not there",
                    (Some(_), UserEvent::Banned(_)) => "banned",
                    (Some(_), UserEvent::Unbanned(_)) => "not banned",
                    (Some(_), UserEvent::Confirmed) => "confirmed",
                    (Some(_), UserEvent::TotpAdded(..)) => "an app is there",
                    (Some(_), UserEvent::TotpUsed(_) | UserEvent::TotpRemoved) => "no such app",
                    (Some(_), UserEvent::RecoveryCodeUsed(_)) => "no such code",
                    (Some(_), UserEvent::PasskeyAdded { .. }) => "the passkey is there",
                    (Some(_), UserEvent::PasskeyUsed(..) | UserEvent::PasskeyRemoved(_)) => {
                        "no such passkey"
                    }
                    (Some(_), UserEvent::OpenIdLinked(_)) => "linked already",
                    (Some(_), UserEvent::OpenIdUnlinked) => "not linked",
                    (Some(_), _) => "there already",
                });
            }
        }
        Ok(())
    }
}

impl Factors {
    /// Makes the change of an event about them, if there is one and it can happen.
    fn change(&mut self, event: &UserEvent, at: Timestamp) -> bool {
        match event {
            UserEvent::TotpAdded(seed, step) if self.totp.is_none() => {
                self.totp = Some(Totp { seed: *seed, added_at: at, step: *step });
            }
            UserEvent::TotpUsed(step) => match &mut self.totp {
                Some(totp) if totp.step < *step => totp.step = *step,
                _ => return false,
            },
            UserEvent::TotpRemoved => return self.totp.take().is_some(),
            UserEvent::RecoveryCodesMade(codes) => self.recovery_codes = codes.to_vec(),
            UserEvent::RecoveryCodeUsed(used) => {
                let before = self.recovery_codes.len();
                self.recovery_codes.retain(|code| code != used);
                return self.recovery_codes.len() < before;
            }
            UserEvent::PasskeyAdded { id, name, credential }
                if self.passkeys.iter().all(|passkey| passkey.id != *id) =>
            {
                self.passkeys.push(StoredPasskey {
                    id: id.clone(),
                    name: name.clone(),
                    credential: credential.clone(),
                    added_at: at,
                    used_at: None,
                });
            }
            UserEvent::PasskeyUsed(id, credential) => {
                let passkey = self.passkeys.iter_mut().find(|passkey| passkey.id == *id);
                let Some(passkey) = passkey else { return false };
                passkey.credential = credential.clone();
                passkey.used_at = Some(at);
            }
            UserEvent::PasskeyRemoved(id) => {
                let before = self.passkeys.len();
                self.passkeys.retain(|passkey| passkey.id != *id);
                return self.passkeys.len() < before;
            }
            // What stands for the password stays, as the password does.
            UserEvent::SecondFactorsForgotten => {
                *self = Self { openid: self.openid.take(), ..Self::default() };
            }
            UserEvent::OpenIdLinked(who) if self.openid.is_none() => {
                self.openid = Some(LinkedOpenId { who: who.clone(), added_at: at });
            }
            UserEvent::OpenIdUnlinked => return self.openid.take().is_some(),
            _ => return false,
        }
        true
    }
}

//! What may become of the factors by which an account is signed in to beside its password.

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        FirstFactor, LinkKey, OpenIdSubject, PasswordHash, RecoveryCode, RecoveryCodeHash,
        SecondFactor, TotpSeed, User, UserEvent,
    },
    types::{PasskeyName, Timestamp},
};

/// How many passkeys one account may have.
pub const PASSKEYS_MAX: usize = 10;
/// How long what an authenticator says of a passkey may be.
pub const CREDENTIAL_BYTES_MAX: usize = 4096;

/// A change to an account's factors. Those that name a password name the one that was checked, as
/// those of [`super::account::AccountChange`] do.
#[derive(Debug, Clone)]
pub enum FactorChange {
    /// An authenticator app, shown by its first code; recovery codes, if there are none yet.
    AddTotp(PasswordHash, TotpSeed, Box<str>, Box<[RecoveryCodeHash]>),
    /// No app any more.
    RemoveTotp(PasswordHash),
    /// New recovery codes in the place of the old.
    RenewCodes(PasswordHash, Box<[RecoveryCodeHash]>),
    /// Another passkey; recovery codes, if there are none yet.
    AddPasskey {
        /// That was checked.
        password: PasswordHash,
        /// What names it.
        id: Box<[u8]>,
        /// As its owner calls it.
        name: PasskeyName,
        /// Its public key and the like.
        credential: Box<str>,
        /// What is kept of the codes.
        codes: Box<[RecoveryCodeHash]>,
    },
    /// One passkey less.
    RemovePasskey(PasswordHash, Box<[u8]>),
    /// One code was shown, to sign in.
    UseCode(ShownCode),
    /// A passkey was used, and is as this says since: it was like that when it was checked.
    UsePasskey {
        /// Which.
        id: Box<[u8]>,
        /// As it was.
        before: Box<str>,
        /// As it is.
        after: Box<str>,
    },
    /// Who its owner is at the site's OpenID Connect provider.
    LinkOpenId(PasswordHash, OpenIdSubject),
    /// Not by the provider any more.
    UnlinkOpenId(PasswordHash),
}

/// What somebody shows as a second factor.
#[derive(Debug, Clone)]
pub enum ShownCode {
    /// The digits that an app shows.
    Totp(Box<str>),
    /// A recovery code.
    Recovery(RecoveryCode),
}

impl ShownCode {
    /// Which factor it is.
    #[must_use]
    pub fn factor(&self) -> SecondFactor {
        match self {
            Self::Totp(_) => SecondFactor::Code,
            Self::Recovery(_) => SecondFactor::RecoveryCode,
        }
    }
}

refusals! {
    /// Why an account's factors are not changed, or not taken. Nothing has changed.
    pub enum FactorRefusal {
        NotThere = "there is no such account, or no such factor",
        WrongPassword = "the password has been changed meanwhile",
        WrongCode = "this code is wrong, too old, or was used already",
        AlreadyThere = "the account has such a factor already",
        TooManyPasskeys = "the account has as many passkeys as one may",
        WrongPasskey = "what the authenticator said is not what was asked for",
        LinkOver = "this link is over",
        OpenIdTaken = "another account is linked to this, or has its address",
        LastWayIn = "nothing else is left to sign in by",
    }
}

impl Refusal for FactorRefusal {
    fn of(broken: BrokenRule) -> Option<Self> {
        match broken {
            BrokenRule::AccountDeleted => Some(Self::NotThere),
            // Of one that is made, so is the address.
            BrokenRule::OpenIdTaken | BrokenRule::AddressTaken => Some(Self::OpenIdTaken),
            _ => None,
        }
    }
}

/// What follows from a change, for an account that is there.
pub fn decide(
    key: &LinkKey,
    user: &User,
    change: FactorChange,
    now: Timestamp,
) -> Result<Vec<UserEvent>, FactorRefusal> {
    let factors = &user.factors;
    let checked = |password: &PasswordHash| match *password == user.password {
        true => Ok(()),
        false => Err(FactorRefusal::WrongPassword),
    };
    let has_password = user.chosen_password().is_some();
    let first_codes = |codes: Box<[RecoveryCodeHash]>| {
        let lacks = factors.recovery_codes.is_empty();
        lacks.then_some(UserEvent::RecoveryCodesMade(codes))
    };
    Ok(match change {
        FactorChange::AddTotp(password, seed, code, codes) => {
            checked(&password)?;
            if factors.totp.is_some() {
                return Err(FactorRefusal::AlreadyThere);
            }
            let secret = seed.secret(key, user.id).ok_or(FactorRefusal::WrongCode)?;
            let step = secret.step_of(&code, now).ok_or(FactorRefusal::WrongCode)?;
            let added = UserEvent::TotpAdded(seed, step);
            [added].into_iter().chain(first_codes(codes)).collect()
        }
        FactorChange::RemoveTotp(password) => {
            checked(&password)?;
            let is_there = factors.totp.is_some();
            let last = factors.passkeys.is_empty() && !factors.recovery_codes.is_empty();
            let codes = (is_there && last).then(|| UserEvent::RecoveryCodesMade([].into()));
            is_there.then_some(UserEvent::TotpRemoved).into_iter().chain(codes).collect()
        }
        FactorChange::RenewCodes(password, codes) => {
            checked(&password)?;
            if !factors.need_second_step() {
                return Err(FactorRefusal::NotThere);
            }
            vec![UserEvent::RecoveryCodesMade(codes)]
        }
        FactorChange::AddPasskey { password, id, name, credential, codes } => {
            checked(&password)?;
            if factors.passkeys.iter().any(|passkey| passkey.id == id) {
                return Err(FactorRefusal::AlreadyThere);
            }
            if factors.passkeys.len() >= PASSKEYS_MAX {
                return Err(FactorRefusal::TooManyPasskeys);
            }
            let added = UserEvent::PasskeyAdded { id, name, credential };
            [added].into_iter().chain(first_codes(codes)).collect()
        }
        FactorChange::RemovePasskey(password, id) => {
            checked(&password)?;
            if factors.passkeys.iter().all(|passkey| passkey.id != id) {
                return Err(FactorRefusal::NotThere);
            }
            if factors.passkeys.len() == 1 && factors.openid.is_none() && !has_password {
                return Err(FactorRefusal::LastWayIn);
            }
            let last = factors.totp.is_none() && factors.passkeys.len() == 1;
            let codes = (last && !factors.recovery_codes.is_empty())
                .then(|| UserEvent::RecoveryCodesMade([].into()));
            [UserEvent::PasskeyRemoved(id)].into_iter().chain(codes).collect()
        }
        FactorChange::UseCode(ShownCode::Totp(code)) => {
            let totp = factors.totp.as_ref().ok_or(FactorRefusal::WrongCode)?;
            let secret = totp.seed.secret(key, user.id).ok_or(FactorRefusal::WrongCode)?;
            let step = secret.step_of(&code, now).filter(|step| totp.step < *step);
            vec![UserEvent::TotpUsed(step.ok_or(FactorRefusal::WrongCode)?)]
        }
        FactorChange::UseCode(ShownCode::Recovery(code)) => {
            let hash = code.hash();
            if !factors.recovery_codes.contains(&hash) {
                return Err(FactorRefusal::WrongCode);
            }
            vec![UserEvent::RecoveryCodeUsed(hash)]
        }
        FactorChange::UsePasskey { id, before, after } => {
            let passkey = factors.passkeys.iter().find(|passkey| passkey.id == id);
            match passkey {
                Some(passkey) if passkey.credential == before => {
                    vec![UserEvent::PasskeyUsed(id, after)]
                }
                Some(_) => return Err(FactorRefusal::WrongPasskey),
                None => return Err(FactorRefusal::NotThere),
            }
        }
        FactorChange::LinkOpenId(password, who) => {
            checked(&password)?;
            match &factors.openid {
                Some(linked) if linked.who == who => vec![],
                Some(_) => return Err(FactorRefusal::AlreadyThere),
                None => vec![UserEvent::OpenIdLinked(who)],
            }
        }
        FactorChange::UnlinkOpenId(password) => {
            checked(&password)?;
            match &factors.openid {
                None => vec![],
                Some(_) if !has_password && factors.passkeys.is_empty() => {
                    return Err(FactorRefusal::LastWayIn);
                }
                Some(_) => vec![UserEvent::OpenIdUnlinked],
            }
        }
    })
}

/// Whether a second step follows for who has begun to sign in to an account by this.
#[must_use]
pub fn takes_second_step(user: &User, first: FirstFactor) -> bool {
    first != FirstFactor::Passkey && user.factors.need_second_step()
}

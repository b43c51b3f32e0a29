//! Accounts: to make one, sign in to it, change it and end it.
//!
//! Passwords are hashed and compared by who calls this, behind limits on how often that may be
//! tried: so a [`SignInAttempt`] says what is to be compared, and a [`CheckedPassword`] that it was.

use std::{convert::Infallible, sync::Arc};

pub use crate::domain::rules::account::AccountRefusal;

use super::{
    AccessError, Caller, Denial, Done, Staff, UseCaseError, policy, refusal::refusal_codes,
};
use crate::{
    actors::{CommandError, Market},
    domain::{
        ConfirmToken, LinkToken, PasswordHash, Purpose, ResetToken, Scope, SignIn, TermsShown,
        User, rules::account::AccountChange,
    },
    passwords::Password,
    storage::StorageError,
    types::{Email, Language, SignInId},
};

/// Makes an account whose owner reads this language and has agreed to these terms, and gives it.
pub async fn sign_up(
    market: &Market,
    email: Email,
    password: PasswordHash,
    language: Language,
    terms: Option<TermsShown>,
) -> Done<AccountRefusal, Arc<User>> {
    if terms.map(|terms| terms.version) != market.settings().terms {
        return Err(UseCaseError::Refused(AccountRefusal::TermsNotAgreed));
    }
    let id = market.sign_up_under(terms, email, password, language).await?;
    Ok(market.tables().user(id)?.ok_or(Denial::NotFound)?)
}

/// An attempt to sign in. Whose account it is about it keeps to itself until the password fits.
#[derive(Debug)]
pub struct SignInAttempt {
    user: Option<Arc<User>>,
    /// What was typed, if it is an address.
    pub email: Option<Email>,
    /// What is to be compared: what was typed, or in the place of what cannot be anyone's something
    /// that costs as much to refuse.
    pub password: Option<Password>,
    /// With what, if there is such an account.
    pub hash: Option<PasswordHash>,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// The same for every wrong pair, so that nobody learns who has an account.
    WrongCredentials,
    /// The site has closed the account: only who knows its password learns that.
    AccountClosed,
}

refusal_codes! { SignInRefusal { @as WrongCredentials, AccountClosed; } }

impl SignInAttempt {
    /// With what was typed, as far as it can be an address and a password.
    pub fn begin(
        market: &Market,
        email: Option<Email>,
        password: Option<Password>,
    ) -> Result<Self, StorageError> {
        let id = email.as_ref().and_then(|email| market.tables().catalog().user_by_email(email));
        let user = id.map(|id| market.tables().user(id)).transpose()?.flatten();
        let is_possible = password.is_some();
        let password = password.or_else(|| Password::parse("not anyone's password").ok());
        let hash = user.as_ref().filter(|_| is_possible).and_then(|user| user.chosen_password());
        let hash = hash.cloned();
        Ok(Self { user, email, password, hash })
    }

    /// The account, now that it is known whether the password fits that was typed into this browser,
    /// at this address of the network.
    ///
    /// # Errors
    /// When it does not, or the account is closed.
    pub fn conclude(
        self,
        market: &Arc<Market>,
        fits: bool,
        (browser, from): (&str, &str),
    ) -> Result<Arc<User>, SignInRefusal> {
        match self.user {
            Some(user) if !fits => {
                market.note_failed_sign_in(user.id, (browser, from));
                Err(SignInRefusal::WrongCredentials)
            }
            Some(user) if user.ban.is_some() => {
                tracing::info!(user = %user.id, from, "a sign-in to a closed account");
                Err(SignInRefusal::AccountClosed)
            }
            Some(user) => {
                tracing::info!(user = %user.id, from, "a sign-in");
                Ok(user)
            }
            None => {
                tracing::info!(from, "a wrong password, for no account");
                Err(SignInRefusal::WrongCredentials)
            }
        }
    }
}

/// The password of an account, of which the one who asks has shown that they know it.
#[derive(Debug, Clone)]
pub struct CheckedPassword(PasswordHash);

impl CheckedPassword {
    pub(super) fn into_hash(self) -> PasswordHash {
        self.0
    }

    /// The account's, whose owner has shown it of late.
    pub fn of_late(user: &User) -> Self {
        Self(user.password.clone())
    }

    /// The account's, if what its owner typed into this browser, at this address of the network, was
    /// found to fit it.
    pub fn of(market: &Arc<Market>, user: &User, fits: bool, here: (&str, &str)) -> Option<Self> {
        if !fits {
            market.note_failed_sign_in(user.id, here);
        }
        fits.then(|| Self(user.password.clone()))
    }
}

/// The user, if they may give up their address: asked before a password is.
pub fn may_give_up_address(caller: Caller<'_>) -> Done<AccountRefusal, &User> {
    let user = policy::signed_in(caller)?;
    match policy::may_give_up_address(caller) {
        true => Ok(user),
        false => Err(UseCaseError::Refused(AccountRefusal::RunsTheSite)),
    }
}

/// Gives the account another address.
pub async fn change_address(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    email: Email,
) -> Done<AccountRefusal, Arc<User>> {
    let id = may_give_up_address(caller)?.id;
    Ok(market.change_account(id, AccountChange::Address(password.0, email)).await?)
}

/// Gives the account another password, which ends all of its sessions.
pub async fn change_password(
    market: &Market,
    caller: Caller<'_>,
    old: CheckedPassword,
    new: PasswordHash,
) -> Done<AccountRefusal, Arc<User>> {
    let id = policy::signed_in(caller)?.id;
    Ok(market.change_account(id, AccountChange::Password { old: old.0, new }).await?)
}

/// Ends all sessions of the account. Whoever found one open and knows no password cannot.
pub async fn end_sessions(
    market: &Market,
    caller: Caller<'_>,
    _: CheckedPassword,
) -> Done<AccountRefusal, Arc<User>> {
    let user = policy::signed_in(caller)?;
    Ok(market.change_account(user.id, AccountChange::EndSessions(user.epoch)).await?)
}

/// A sign-in of the caller's, for them to end it.
pub fn own_sign_in(
    market: &Market,
    caller: Caller<'_>,
    id: SignInId,
) -> Done<AccountRefusal, Arc<SignIn>> {
    let sign_in = market.tables().sign_in(id)?.ok_or(Denial::NotFound)?;
    policy::own_sign_in(caller, &sign_in)?;
    Ok(sign_in)
}

/// Ends one sign-in of the caller's, by the same leave as all of them.
pub async fn end_sign_in(
    market: &Market,
    caller: Caller<'_>,
    _: CheckedPassword,
    id: SignInId,
) -> Done<AccountRefusal> {
    let id = own_sign_in(market, caller, id)?.id;
    let ended = market.end_sign_in(id).await;
    Ok(ended.map_err(|error| match error {
        CommandError::Unavailable(error) => CommandError::<AccountRefusal>::from(error),
        CommandError::Refused(never) => match never {},
    })?)
}

/// Deletes the account, if nothing is live for it.
pub async fn delete(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<AccountRefusal> {
    let id = may_give_up_address(caller)?.id;
    Ok(market.delete_account(id, password.0).await?)
}

/// Has the owner of the account read another language from now on. Who is signed in nowhere, or is
/// not there any more, has no account to keep it.
pub async fn choose_language(
    market: &Market,
    caller: Caller<'_>,
    language: Language,
) -> Done<Infallible> {
    let caller = policy::scoped(caller, Scope::Buy)?;
    let Some(user) = caller.id() else { return Ok(()) };
    match market.change_account(user, AccountChange::Language(language)).await {
        Ok(_) | Err(CommandError::Refused(_)) => Ok(()),
        Err(CommandError::Unavailable(error)) => Err(error.into()),
    }
}

/// Takes it that the owner of the account agrees to the terms that they were shown: those of now.
pub async fn agree_to_terms(
    market: &Market,
    caller: Caller<'_>,
    terms: TermsShown,
) -> Done<AccountRefusal> {
    let id = policy::signed_in(caller)?.id;
    if market.settings().terms != Some(terms.version) {
        return Err(UseCaseError::Refused(AccountRefusal::TermsNotAgreed));
    }
    market.change_account(id, AccountChange::Terms(terms)).await?;
    Ok(())
}

/// Has a link for a new password sent to who has this address, if anybody has: nothing tells which.
pub fn forgot_password(market: &Arc<Market>, email: Email) {
    market.forgot_password(email);
}

/// The account that a link opens the page for, while it is good.
pub fn opened_by<P: Purpose>(
    market: &Market,
    token: &LinkToken<P>,
) -> Result<Option<Arc<User>>, StorageError> {
    let now = market.clock().now();
    let user = market.tables().user(token.user)?;
    Ok(user.filter(|user| token.opens(market.link_key(), user, now)))
}

/// Replaces a forgotten password; all who are signed in with the old one are not any more.
pub async fn reset_password(
    market: &Market,
    token: ResetToken,
    password: PasswordHash,
) -> Done<AccountRefusal> {
    Ok(market.reset_password(token, password).await?)
}

/// How an account's address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressState {
    /// It was seen that its owner reads what is sent there.
    Confirmed,
    /// Its owner is to confirm it.
    Open,
    /// It is not asked for: the site sends no mail.
    NotAsked,
}

/// How an account's address stands, for its owner.
pub fn address_state(market: &Market, user: &User) -> AddressState {
    match user.confirmed_at {
        Some(_) => AddressState::Confirmed,
        None if market.sends_mails() => AddressState::Open,
        None => AddressState::NotAsked,
    }
}

/// Has the caller sent another link to confirm their address.
pub fn send_confirmation(market: &Arc<Market>, caller: Caller<'_>) -> Result<(), Denial> {
    market.send_confirmation(policy::signed_in(caller)?.id);
    Ok(())
}

/// The account whose address a link confirms, while it is good, for who may do that.
pub fn to_confirm(
    market: &Market,
    caller: Caller<'_>,
    staff: &Staff,
    token: &ConfirmToken,
) -> Result<Option<Arc<User>>, AccessError> {
    let account = opened_by(market, token)?;
    account.iter().try_for_each(|account| policy::confirms(caller, staff, account))?;
    Ok(account)
}

/// Takes an address as confirmed.
pub async fn confirm_address(
    market: &Market,
    caller: Caller<'_>,
    staff: &Staff,
    token: ConfirmToken,
) -> Done<AccountRefusal> {
    to_confirm(market, caller, staff, &token)?;
    Ok(market.confirm_address(token).await?)
}

//! Signing in as whom the site's OpenID Connect provider says somebody is.
//!
//! An account is found by issuer and subject alone. Where nobody is linked to these yet, an address that
//! the provider says is confirmed makes a new account; where it is somebody's, they show that account's
//! password once. So no provider takes over an account that it was not linked to.

use std::sync::Arc;

use super::{Denial, Done, Staff, UseCaseError, factors::FactorRefusal, refusal::refusal_codes};
use crate::{
    actors::Market,
    domain::{TermsShown, User},
    openid::ShownOpenId,
    storage::StorageError,
    types::{Email, Language},
};

/// Whose account somebody has whom the provider knows.
#[derive(Debug)]
pub enum OpenIdAccount {
    /// This one is linked to it.
    Linked(Arc<User>),
    /// This one has their address, and is linked to nobody.
    SameAddress(Arc<User>),
    /// They have none, and this is their address.
    New(Email),
}

/// Why somebody is not signed in by the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenIdRefusal {
    /// It cannot be reached, or does not answer as one does.
    Away,
    /// It has said no, or they have.
    Denied,
    /// What it said is not what was asked for.
    Wrong,
    /// Nothing was begun in this browser that this is the end of.
    NotBegun,
    /// Somebody else has shown themselves there, or nobody anew.
    NotYou,
    /// It does not say that their address is theirs.
    Unverified,
    /// The account with their address is linked to somebody else there.
    OtherLinked,
    /// Another account is linked to it, or has the address.
    Taken,
    /// The site has closed the account.
    Closed,
}

refusal_codes! {
    OpenIdRefusal {
        Away: OpenIdAway,
        Denied: OpenIdDenied,
        Wrong: OpenIdWrong,
        NotBegun: OpenIdWrong,
        NotYou: OpenIdWrong,
        Unverified: AddressUnconfirmed,
        OtherLinked: FactorThere,
        Taken: OpenIdTaken,
        Closed: AccountClosed,
    }
}

/// Whose account somebody has whom the provider has just shown.
///
/// # Errors
/// When a record cannot be read; inside, when they get none.
pub fn account_of(
    market: &Market,
    shown: &ShownOpenId,
) -> Result<Result<OpenIdAccount, OpenIdRefusal>, StorageError> {
    let tables = market.tables();
    if let Some(id) = tables.catalog().user_by_openid(&shown.who) {
        return Ok(match tables.user(id)? {
            Some(user) if user.ban.is_none() => Ok(OpenIdAccount::Linked(user)),
            Some(_) => {
                tracing::info!(user = %id, "a sign-in by OpenID Connect to a closed account");
                Err(OpenIdRefusal::Closed)
            }
            None => Err(OpenIdRefusal::Wrong),
        });
    }
    // Of an address that may be another's nothing is told, not even whether it has an account.
    let Some(email) = shown.email.as_ref().filter(|_| shown.is_verified) else {
        return Ok(Err(OpenIdRefusal::Unverified));
    };
    let Some(id) = tables.catalog().user_by_email(email) else {
        return Ok(Ok(OpenIdAccount::New(email.clone())));
    };
    Ok(match tables.user(id)? {
        Some(user) if user.factors.openid.is_some() => Err(OpenIdRefusal::OtherLinked),
        Some(user) => Ok(OpenIdAccount::SameAddress(user)),
        None => Err(OpenIdRefusal::Wrong),
    })
}

/// Makes an account of somebody whom the provider has shown. Their address is confirmed by its word; but
/// one of those who run the site or answer for it is confirmed as ever, so that no provider that takes
/// any address for anybody's makes an admin.
pub async fn sign_up(
    market: &Market,
    staff: &Staff,
    shown: ShownOpenId,
    language: Language,
    terms: Option<TermsShown>,
) -> Done<FactorRefusal, Arc<User>> {
    let (ShownOpenId { who, is_verified: true, .. }, Some(email)) = (&shown, shown.email.clone())
    else {
        return Err(UseCaseError::Refused(FactorRefusal::NotThere));
    };
    if terms.map(|terms| terms.version) != market.settings().terms {
        return Err(UseCaseError::Refused(FactorRefusal::NotThere));
    }
    let is_confirmed = staff.role_of(&email).is_none();
    let made = market.sign_up_by_openid(who.clone(), (email, is_confirmed), language, terms);
    let id = made.await?;
    tracing::info!(user = %id, "an account was made by OpenID Connect");
    Ok(market.tables().user(id)?.ok_or(Denial::NotFound)?)
}

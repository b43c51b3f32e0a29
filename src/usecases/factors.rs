//! The factors by which an account is signed in to beside its password: added, taken and removed.

use std::{sync::Arc, time::Duration};

pub use crate::domain::rules::factors::{FactorRefusal, ShownCode};

use super::{Caller, Done, UseCaseError, accounts, accounts::CheckedPassword, policy};
use crate::{
    actors::{Market, Unavailable},
    domain::{
        FirstFactor, LostToken, OpenIdSubject, RECOVERY_CODES, RecoveryCode, RecoveryCodeHash,
        SignInBy, StepToken, TotpSecret, TotpSeed, User,
        rules::factors::{FactorChange, takes_second_step},
    },
    passkeys::{NewPasskey, ShownPasskey},
    storage::StorageError,
    types::PasskeyName,
};

/// How long the second step of a sign-in may take.
pub const STEP_LASTS: Duration = Duration::from_secs(600);

/// An authenticator app that is not the account's yet: until it has shown its first code, it counts for
/// nothing and is kept nowhere.
#[derive(Debug)]
pub struct NewTotp {
    /// What the secret follows from.
    pub seed: TotpSeed,
    /// What the app is to know.
    pub secret: TotpSecret,
}

/// A new one for the caller; the same again, if they have begun with one.
pub fn new_totp(
    market: &Market,
    caller: Caller<'_>,
    begun: Option<TotpSeed>,
) -> Done<FactorRefusal, NewTotp> {
    let (user, key) = (policy::signed_in(caller)?, market.link_key());
    let again = |seed: TotpSeed| Some(NewTotp { seed, secret: seed.secret(key, user.id)? });
    match begun.and_then(again) {
        Some(again) => Ok(again),
        None => {
            let seed = TotpSeed::generate(key, user.id).map_err(no_randomness)?;
            again(seed).ok_or(UseCaseError::Refused(FactorRefusal::NotThere))
        }
    }
}

/// Adds an authenticator app by its first code. Gives the recovery codes, if these are the first.
pub async fn add_totp(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    seed: TotpSeed,
    code: &str,
) -> Done<FactorRefusal, Option<Vec<RecoveryCode>>> {
    let user = policy::signed_in(caller)?;
    let (codes, hashes) = recovery_codes()?;
    let change = FactorChange::AddTotp(password.into_hash(), seed, code.into(), hashes.clone());
    let changed = market.change_factors(user.id, change).await?;
    tracing::info!(user = %user.id, "an authenticator app was added");
    Ok((*changed.factors.recovery_codes == *hashes).then_some(codes))
}

/// Removes the authenticator app.
pub async fn remove_totp(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<FactorRefusal> {
    let user = policy::signed_in(caller)?;
    market.change_factors(user.id, FactorChange::RemoveTotp(password.into_hash())).await?;
    tracing::info!(user = %user.id, "an authenticator app was removed");
    Ok(())
}

/// Adds a passkey that the caller's browser has made. Gives the recovery codes, if these are the first.
pub async fn add_passkey(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    made: NewPasskey,
    name: PasskeyName,
) -> Done<FactorRefusal, Option<Vec<RecoveryCode>>> {
    let user = policy::signed_in(caller)?;
    let (codes, hashes) = recovery_codes()?;
    let change = FactorChange::AddPasskey {
        password: password.into_hash(),
        id: made.id,
        name,
        credential: made.credential,
        codes: hashes.clone(),
    };
    let changed = market.change_factors(user.id, change).await?;
    tracing::info!(user = %user.id, "a passkey was added");
    Ok((*changed.factors.recovery_codes == *hashes).then_some(codes))
}

/// Removes a passkey of the caller's.
pub async fn remove_passkey(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    id: Box<[u8]>,
) -> Done<FactorRefusal> {
    let user = policy::signed_in(caller)?;
    let change = FactorChange::RemovePasskey(password.into_hash(), id);
    market.change_factors(user.id, change).await?;
    tracing::info!(user = %user.id, "a passkey was removed");
    Ok(())
}

/// Takes a passkey that was shown, and gives whose it is.
pub async fn take_passkey(market: &Market, shown: ShownPasskey) -> Done<FactorRefusal, Arc<User>> {
    let ShownPasskey { user, id, before, after } = shown;
    Ok(market.change_factors(user, FactorChange::UsePasskey { id, before, after }).await?)
}

/// Makes recovery codes in the place of those that there are.
pub async fn renew_codes(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<FactorRefusal, Vec<RecoveryCode>> {
    let user = policy::signed_in(caller)?;
    let (codes, hashes) = recovery_codes()?;
    market.change_factors(user.id, FactorChange::RenewCodes(password.into_hash(), hashes)).await?;
    Ok(codes)
}

/// Has the site's OpenID Connect provider sign in to the caller's account.
pub async fn link_openid(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
    who: OpenIdSubject,
) -> Done<FactorRefusal> {
    let user = policy::signed_in(caller)?;
    let change = FactorChange::LinkOpenId(password.into_hash(), who);
    market.change_factors(user.id, change).await?;
    tracing::info!(user = %user.id, "an account was linked to the OpenID Connect provider");
    Ok(())
}

/// Has it sign in no more.
pub async fn unlink_openid(
    market: &Market,
    caller: Caller<'_>,
    password: CheckedPassword,
) -> Done<FactorRefusal> {
    let user = policy::signed_in(caller)?;
    let change = FactorChange::UnlinkOpenId(password.into_hash());
    market.change_factors(user.id, change).await?;
    tracing::info!(user = %user.id, "an account was unlinked from the OpenID Connect provider");
    Ok(())
}

/// What opens the second step to who has begun to sign in to an account by this; nothing if none
/// follows.
#[must_use]
pub fn second_step(market: &Market, user: &User, first: FirstFactor) -> Option<StepToken> {
    let until = market.clock().now() + STEP_LASTS;
    takes_second_step(user, first)
        .then(|| StepToken::new(market.link_key(), user, first, until))
        .flatten()
}

/// The account whose second step a token opens, while it does.
pub fn in_second_step(
    market: &Market,
    token: &StepToken,
) -> Result<Option<Arc<User>>, StorageError> {
    let user = match token {
        StepToken::AfterPassword(token) => accounts::opened_by(market, token)?,
        StepToken::AfterOpenId(token) => accounts::opened_by(market, token)?,
    };
    Ok(user.filter(|user| user.ban.is_none()))
}

/// Takes a code as the second step, which is done by that. A wrong one is noted for the account's owner.
pub async fn take_code(
    market: &Arc<Market>,
    token: &StepToken,
    code: ShownCode,
    here: (&str, &str),
) -> Done<FactorRefusal, (Arc<User>, SignInBy)> {
    let user = in_second_step(market, token)?;
    let user = user.ok_or(UseCaseError::Refused(FactorRefusal::LinkOver))?;
    let by = SignInBy { first: token.first(), second: Some(code.factor()) };
    let taken = market.change_factors(user.id, FactorChange::UseCode(code)).await;
    if let Err(crate::actors::CommandError::Refused(FactorRefusal::WrongCode)) = taken {
        market.note_wrong_code(user.id, by, here);
    }
    let user = taken?;
    tracing::info!(user = %user.id, from = here.1, "a sign-in by two factors");
    Ok((user, by))
}

/// Forgets the factors that somebody has lost, by the link that who runs the machine has printed.
pub async fn forget(market: &Market, token: LostToken) -> Done<FactorRefusal> {
    market.forget_factors(token).await?;
    tracing::warn!(user = %token.user, "the second factors of an account were forgotten");
    Ok(())
}

/// New codes, and what is kept of them.
fn recovery_codes() -> Result<(Vec<RecoveryCode>, Box<[RecoveryCodeHash]>), Unavailable> {
    let codes = (0..RECOVERY_CODES).map(|_| RecoveryCode::generate());
    let codes = codes.collect::<Result<Vec<_>, _>>().map_err(no_randomness)?;
    let hashes = codes.iter().map(RecoveryCode::hash).collect();
    Ok((codes, hashes))
}

fn no_randomness(error: getrandom::Error) -> Unavailable {
    Unavailable::NotDone(error.to_string())
}

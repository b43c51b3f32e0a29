//! A second look at who asks, before what must not be done by whoever finds a browser signed in: where
//! one is paid, one's address, access tokens, second factors, sessions.
//!
//! Whoever has typed their password has shown who they are for some minutes, in this browser: its
//! sign-in is noted here, and nowhere else, so that a restart asks anew. A form that asks for the
//! password by itself takes it by [`own_password`], and leaves the field out while the moment lasts; what
//! has no such form is led to the page of its own by [`LookedAgain`], and comes back. A new password and the
//! account's end take the password itself, each time ([`typed_password`]). Who has none, since they came by
//! an OpenID Connect provider, shows it there, and that is enough for all of these.

use std::time::Duration;

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use parking_lot::Mutex;

use super::{
    Action, Edge, HttpResult, SignedIn,
    buckets::{Buckets, Rate},
    session::SessionHere,
    visitor::query_value,
};
use crate::{
    passwords::Password,
    types::{SignInId, Timestamp},
    usecases::accounts::CheckedPassword,
};

/// How long somebody has shown who they are.
const LASTS: Rate = Rate { times: 1, per: Duration::from_secs(600) };
/// Of how many sign-ins that is noted: of more, those are asked again that were asked first.
const NOTED_MAX: usize = 20_000;

/// The sign-ins whose users have shown of late who they are.
pub(super) struct SecondLooks(Mutex<Buckets<SignInId>>);

impl Default for SecondLooks {
    fn default() -> Self {
        Self(Mutex::new(Buckets::new(NOTED_MAX)))
    }
}

impl SecondLooks {
    /// Whether the user of a sign-in has.
    pub(super) fn is_open(&self, sign_in: SignInId, now: Timestamp) -> bool {
        self.0.lock().is_used(&sign_in, now)
    }

    /// Notes that the user of a sign-in has.
    pub(super) fn open(&self, sign_in: SignInId, now: Timestamp) {
        // It is refused if that is noted already.
        let _ = self.0.lock().take(sign_in, LASTS, now);
    }
}

/// The user's password, if it is what was typed, or if nothing was typed and they have shown of late who
/// they are.
pub(super) async fn own_password(
    user: &SignedIn,
    here: &SessionHere,
    typed: &str,
) -> HttpResult<Option<CheckedPassword>> {
    if typed.is_empty() && user.has_looked() {
        return Ok(Some(CheckedPassword::of_late(user.account())));
    }
    typed_password(user, here, typed).await
}

/// The user's password, if it is what was typed: for what cannot be undone, or would keep the owner out.
/// A wrong one counts as a try to sign in.
pub(super) async fn typed_password(
    user: &SignedIn,
    here: &SessionHere,
    typed: &str,
) -> HttpResult<Option<CheckedPassword>> {
    let account = user.account();
    let Some(hash) = account.chosen_password() else {
        return Ok(user.has_looked().then(|| CheckedPassword::of_late(account)));
    };
    let Ok(password) = Password::parse(typed) else { return Ok(None) };
    let hash = Some(hash.clone());
    let fits = user.edge.password_fits(here.client, &account.email, password, hash).await?;
    if fits {
        user.edge.limit_user(Action::Account, account)?;
        user.edge.know(here.client, &account.email);
        user.look();
    }
    let (browser, from) = here.place();
    Ok(CheckedPassword::of(&user.edge.market, account, fits, (&browser, &from)))
}

/// A user who has shown of late who they are; others are led to where they do.
pub(super) struct LookedAgain {
    pub(super) user: SignedIn,
    pub(super) password: CheckedPassword,
}

impl FromRequestParts<Edge> for LookedAgain {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let user = SignedIn::from_request_parts(parts, edge).await?;
        if !user.has_looked() {
            let page = user.page();
            let next = query_value(&page);
            return Err(Redirect::to(&format!("/account/look?next={next}")).into_response());
        }
        let password = CheckedPassword::of_late(user.account());
        Ok(Self { user, password })
    }
}

//! Who asks: a program with an access token, or anybody.
//!
//! A token comes in `Authorization: Bearer …`, which no browser sends by itself: so no other site can
//! have somebody's browser ask for anything here, and requests without one are nobody's. Where a
//! session's cookie comes along it is refused, so that a token never borrows a session nor the other way
//! round.

use std::{marker::PhantomData, ops::Deref, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap,
        header::{AUTHORIZATION, COOKIE},
        request::Parts,
    },
};

use super::{super::middleware::is_session_cookie, problem::EdgeCode};
use crate::{
    domain::{AccessToken, Scope, User},
    http::{
        Action, Edge, HttpError, HttpResult, client::Client, limits::LimitNotes,
        request_context::RequestContext, staff_looks,
    },
    types::Language,
    usecases::{Caller, Denial, access_tokens, policy},
    views::PageContext,
};

/// Whoever asks, with a token or without.
#[derive(Clone)]
pub(crate) struct ApiCaller {
    pub(super) edge: Edge,
    pub(super) client: Client,
    pub(super) language: Language,
    by: Option<(Arc<AccessToken>, Arc<User>)>,
}

impl ApiCaller {
    /// The same as it is now; none if its token is over.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub(super) fn again(&self) -> HttpResult<Option<Self>> {
        let Some((token, owner)) = &self.by else { return Ok(Some(self.clone())) };
        let (tables, now) = (self.edge.market.tables(), self.edge.market.clock().now());
        let (token, owner) = (tables.access_token(token.id)?, tables.user(owner.id)?);
        let by = token.zip(owner).filter(|(token, owner)| token.goes_on(owner, now));
        Ok(by.map(|by| Self { by: Some(by), ..self.clone() }))
    }

    /// On whose behalf it is asked.
    pub(super) fn caller(&self) -> Caller<'_> {
        match &self.by {
            Some((token, owner)) => self.edge.staff.token(owner, token),
            None => Caller::Visitor,
        }
    }

    /// The same, for what takes no more than to look.
    pub(super) fn reader(&self) -> HttpResult<Caller<'_>> {
        Ok(policy::scoped(self.caller(), Scope::Read)?)
    }

    /// In whose words, and by which money and clock, it is answered.
    pub(super) fn context(&self) -> PageContext<'_> {
        let config = &self.edge.config;
        PageContext {
            language: self.language,
            page: String::new(),
            site_name: &config.site.name,
            operator: &self.edge.operator,
            base_url: &config.site.base_url,
            is_indexed: config.site.indexed,
            currency: config.site.currency,
            fee: self.edge.fee(),
            sandbox: self.edge.checkout.is_sandbox(),
            viewer: None,
            runs_the_site: false,
            is_staff: false,
            now: self.edge.market.clock().now(),
            zone: &config.site.time_zone,
            line: &[],
            turn_minutes: self.edge.turn_minutes(),
            mails: self.edge.market.sends_mails(),
            unconfirmed: false,
            terms_due: false,
            has_passkeys: false,
            openid: None,
            provider: config.accounts.openid.name.trim(),
            is_linked: false,
            has_password: true,
            has_looked: false,
            done: None,
        }
    }
}

impl FromRequestParts<Edge> for ApiCaller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> HttpResult<Self> {
        let asked = RequestContext::of(&parts.method, &parts.uri, &parts.headers);
        let Ok(client) = Client::from_request_parts(parts, edge).await;
        let nobody = Self { edge: edge.clone(), client, language: asked.language, by: None };
        let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(nobody) };
        if has_session(&parts.headers) {
            return Err(EdgeCode::TokenWithCookie.into());
        }
        let shown = header.to_str().ok().and_then(|header| {
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().parse().ok())?
        });
        let shown = shown.ok_or(EdgeCode::TokenInvalid)?;
        let by = access_tokens::shown(&edge.market, &shown).await?;
        let (token, owner) = by.ok_or(EdgeCode::TokenInvalid)?;
        let language = owner.language.unwrap_or(nobody.language);
        Ok(Self { language, by: Some((token, owner)), ..nobody })
    }
}

fn has_session(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let names = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    names.map(|(name, _)| name.trim()).any(is_session_cookie)
}

/// What a route takes: it is asked before anything else is, so that who may not learns nothing of what
/// they sent. The use cases ask the same policy.
pub(crate) trait Needs: Send + Sync + 'static {
    /// Whether a caller has it.
    fn check(caller: Caller<'_>) -> Result<Caller<'_>, Denial>;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident: $check:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy)]
            pub(crate) struct $name;

            impl Needs for $name {
                fn check(caller: Caller<'_>) -> Result<Caller<'_>, Denial> {
                    let check: fn(Caller<'_>) -> Result<Caller<'_>, Denial> = $check;
                    check(caller)
                }
            }
        )*
    };
}

needs! {
    /// To look at what is the owner's.
    Reads: |caller| policy::scoped(caller, Scope::Read);
    /// To sell.
    Sells: |caller| policy::scoped(caller, Scope::Sell);
    /// To buy.
    Buys: |caller| policy::scoped(caller, Scope::Buy);
    /// To give money back: as a seller, or as who runs the site.
    Refunds: |caller| policy::refunds(caller);
    /// To change an event: as who made it, or as who runs the site.
    Changes: |caller| policy::changes(caller);
    /// To write what the other side of an order reads.
    Writes: |caller| policy::writes(caller);
    /// To have what happens sent elsewhere.
    Sends: |caller| policy::sends(caller);
    /// To run the site.
    Administers: |caller| {
        let caller = policy::scoped(caller, Scope::Admin)?;
        policy::signed_in(caller)?;
        policy::admin(caller).map(|_| caller)
    };
}

/// A program with a token that has what the route takes.
#[derive(Clone)]
pub(crate) struct Bearer<N> {
    caller: ApiCaller,
    owner: Arc<User>,
    needs: PhantomData<N>,
}

impl<N> Bearer<N> {
    /// The account that it acts for.
    pub(super) fn owner(&self) -> &User {
        &self.owner
    }
}

impl<N> Deref for Bearer<N> {
    type Target = ApiCaller;

    fn deref(&self) -> &ApiCaller {
        &self.caller
    }
}

impl<N: Needs> FromRequestParts<Edge> for Bearer<N> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> HttpResult<Self> {
        let caller = ApiCaller::from_request_parts(parts, edge).await?;
        let Some((_, owner)) = &caller.by else { return Err(Denial::SignInRequired.into()) };
        let is_staffs = policy::staff(N::check(caller.caller())?).is_ok();
        if let Some(action) = Action::of(&parts.method, &parts.extensions) {
            let notes = parts.extensions.get::<LimitNotes>().cloned().unwrap_or_default();
            notes.note(edge.count_user(action, owner)?);
        }
        let owner = owner.clone();
        if is_staffs {
            staff_looks::at_page(edge, owner.id, parts).await?;
        }
        Ok(Self { caller, owner, needs: PhantomData })
    }
}

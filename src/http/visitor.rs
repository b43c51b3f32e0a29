//! Who asks: the user of the session, if there is one, and where pages that need one say so.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tower_sessions::Session;

use super::{
    Action, Edge, HttpError, presenters,
    request_context::RequestContext,
    session::{self, SignIns},
    staff_looks,
};
use crate::{
    domain::User,
    types::{Language, SignInId, UserId},
    usecases::{Caller, policy},
    views::{LinePlace, PageContext},
};

/// Browsers and proxies take no Location of any length.
const NEXT_BYTES_MAX: usize = 2048;

/// Of how many lines in which somebody stands their pages tell: the latest.
const LINES_SHOWN_MAX: usize = 20;

/// What a query's value must have encoded.
const QUERY_VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'&')
    .add(b'+')
    .add(b'%')
    .add(b'?');

/// Whoever asks, signed in or not.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) edge: Edge,
    user: Option<Arc<User>>,
    /// By which sign-in.
    sign_in: Option<SignInId>,
    request: RequestContext,
    /// Of which lines their pages tell, once a page is made.
    line: OnceLock<Vec<LinePlace>>,
}

impl Visitor {
    /// Whoever has this session, if it is one, and asks for this language.
    pub(super) async fn of(
        edge: &Edge,
        session: Option<&Session>,
        request: RequestContext,
    ) -> Result<Self, HttpError> {
        let mut unknown = Self::unknown(edge.clone(), request);
        let Some(session) = session else { return Ok(unknown) };
        let lasting = edge.config.accounts.lasting();
        let whose = SignIns::whose(&edge.market, lasting, session)?;
        // One that begins while the account is closed comes to nothing.
        let Some((sign_in, user)) = whose.filter(|(_, user)| user.ban.is_none()) else {
            return Ok(unknown);
        };
        session::is_seen(session, sign_in.seen_at, edge.market.clock().now()).await?;
        let (user, id) = (Some(user), Some(sign_in.id));
        if let Some(chosen) = user.as_ref().and_then(|user| user.language) {
            unknown.request.language = chosen;
        }
        Ok(Self { user, sign_in: id, ..unknown })
    }

    /// Somebody of whom nothing is known.
    pub(super) fn unknown(edge: Edge, request: RequestContext) -> Self {
        Self { edge, user: None, sign_in: None, request, line: OnceLock::new() }
    }

    /// In which they read the site: what they have chosen, else what their browser asks for.
    pub(super) fn language(&self) -> Language {
        self.request.language
    }

    /// The user, if one is signed in.
    pub(super) fn user(&self) -> Option<UserId> {
        self.user.as_ref().map(|user| user.id)
    }

    /// Counts what they do, if they are signed in, unless that is too often.
    pub(super) fn limit(&self, action: Action) -> Result<(), HttpError> {
        self.user.as_ref().map_or(Ok(()), |user| self.edge.limit_user(action, user))
    }

    /// On whose behalf it is asked.
    pub(super) fn caller(&self) -> Caller<'_> {
        self.edge.staff.caller(self.user.as_deref())
    }

    /// The page that they ask for, or whose form they have sent.
    pub(super) fn page(&self) -> String {
        self.request.page()
    }

    /// Whether they have shown of late that it is them.
    pub(super) fn has_looked(&self) -> bool {
        let now = self.edge.market.clock().now();
        self.sign_in.is_some_and(|id| self.edge.second_looks.is_open(id, now))
    }

    /// Notes that they have shown now that it is them.
    pub(super) fn look(&self) {
        if let Some(id) = self.sign_in {
            self.edge.second_looks.open(id, self.edge.market.clock().now());
        }
    }

    /// What every page needs. It looks at the catalog, which must not be held meanwhile; whatever
    /// leads to no page does without.
    pub(super) fn context(&self) -> PageContext<'_> {
        let config = &self.edge.config;
        let user = self.user.as_deref();
        let line = || match user {
            Some(user) => presenters::line(&self.edge, user.id, self.language(), LINES_SHOWN_MAX),
            None => vec![],
        };
        PageContext {
            language: self.language(),
            page: self.request.page(),
            site_name: &config.site.name,
            operator: &self.edge.operator,
            base_url: &config.site.base_url,
            is_indexed: config.site.indexed,
            currency: config.site.currency,
            fee: self.edge.fee(),
            sandbox: self.edge.checkout.is_sandbox(),
            viewer: user.map(|user| user.email.as_str()),
            runs_the_site: policy::admin(self.caller()).is_ok(),
            is_staff: policy::staff(self.caller()).is_ok(),
            now: self.edge.market.clock().now(),
            zone: &config.site.time_zone,
            line: self.line.get_or_init(line),
            turn_minutes: self.edge.turn_minutes(),
            mails: self.edge.market.sends_mails(),
            unconfirmed: self.edge.market.sends_mails()
                && user.is_some_and(|user| user.confirmed_at.is_none()),
            terms_due: user.is_some_and(|user| !user.has_agreed(self.edge.market.settings().terms)),
            has_passkeys: self.edge.passkeys.is_some()
                && user.is_none_or(|user| !user.factors.passkeys.is_empty()),
            openid: self.edge.openid.as_ref().map(|openid| openid.name()),
            provider: self.edge.config.accounts.openid.name.trim(),
            is_linked: self.edge.openid.is_some()
                && user.is_some_and(|user| user.factors.openid.is_some()),
            has_password: user.is_none_or(|user| user.chosen_password().is_some()),
            has_looked: self.has_looked(),
            done: self.request.done(),
        }
    }
}

impl FromRequestParts<Edge> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, HttpError> {
        Self::of(edge, parts.extensions.get::<Session>(), RequestContext::of_parts(parts)).await
    }
}

/// A user who is signed in; all others are sent to sign in first.
pub(super) struct SignedIn {
    visitor: Visitor,
    user: Arc<User>,
}

impl SignedIn {
    /// The user.
    pub(super) fn id(&self) -> UserId {
        self.user.id
    }

    /// The account.
    pub(super) fn account(&self) -> &User {
        &self.user
    }

    /// Counts what they do, unless that is too often.
    fn limited(self, parts: &Parts) -> Result<Self, HttpError> {
        let action = Action::of(&parts.method, &parts.extensions);
        if let Some(action) = action.filter(|action| action.counts_by_itself()) {
            self.edge.limit_user(action, &self.user)?;
        }
        Ok(self)
    }
}

impl std::ops::Deref for SignedIn {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl FromRequestParts<Edge> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, edge).await?;
        match visitor.user.clone() {
            Some(user) => Ok(Self { visitor, user }.limited(parts)?),
            None => Err(to_sign_in(&visitor.request.page())),
        }
    }
}

/// One of those who run the site or answer for it (`site.admins`, `site.support`). Nobody else learns
/// that there are such pages.
pub(super) struct StaffMember(SignedIn);

impl std::ops::Deref for StaffMember {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<Edge> for StaffMember {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, edge).await?;
        let user = visitor.user.clone().ok_or(HttpError::NotFound)?;
        if edge.staff.lacks_factor(&user) {
            return Err(Redirect::to("/account/security?needed=yes").into_response());
        }
        let user = SignedIn { visitor, user };
        policy::staff(user.caller()).map_err(HttpError::from)?;
        let staff = Self(user.limited(parts)?);
        staff_looks::at_page(edge, staff.id(), parts).await?;
        Ok(staff)
    }
}

/// One of those who run the site.
pub(super) struct Admin(StaffMember);

impl std::ops::Deref for Admin {
    type Target = StaffMember;

    fn deref(&self) -> &StaffMember {
        &self.0
    }
}

impl FromRequestParts<Edge> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let staff = StaffMember::from_request_parts(parts, edge).await?;
        policy::admin(staff.caller()).map_err(HttpError::from)?;
        Ok(Self(staff))
    }
}

/// Where a visitor goes who must sign in first, to come back to this page afterwards.
fn to_sign_in(next: &str) -> Response {
    let next = query_value(next);
    Redirect::to(&format!("/signin?next={next}")).into_response()
}

/// Where a user goes who must agree to the terms first, to come back to this page afterwards.
pub(super) fn to_terms(next: &str) -> String {
    format!("/account/terms?next={}", query_value(next))
}

/// A value for a query.
pub(super) fn query_value(value: &str) -> impl fmt::Display {
    utf8_percent_encode(value, QUERY_VALUE)
}

/// A path on this site to go to after signing in; home, if it is any other place.
pub(super) fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\t', '\n', '\r'])
        && next.len() <= NEXT_BYTES_MAX
        && next.bytes().all(|b| b.is_ascii_graphic());
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site() {
        for (next, expect) in [
            ("/tickets/1", "/tickets/1"),
            ("/?page=2", "/?page=2"),
            ("", "/"),
            ("https://evil.example", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("javascript:alert(1)", "/"),
        ] {
            assert_eq!(local_path(next), expect, "{next:?}");
        }
    }
}

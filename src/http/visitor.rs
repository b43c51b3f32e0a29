//! Who asks. The one place where a session becomes a user, and where pages that need one say so.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::USER_AGENT, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use tower_sessions::Session;

use super::{
    Edge, HttpError,
    request_context::RequestContext,
    session::{self, Owner},
};
use crate::{
    actors::NOTICE_LASTS,
    config::Provider,
    domain::{CancelReason, Order, OrderStatus, Ticket, TicketStatus, User},
    reads::catalog::CatalogListing,
    types::{Email, Language, Timestamp, UserId},
    views::{OrderReader, PageContext, WantedLine},
};

/// Browsers and proxies take no Location of any length.
const NEXT_BYTES_MAX: usize = 2048;

/// Of how many tickets that somebody wants their pages tell: those that are free, then the latest
/// wishes.
const WANTED_SHOWN_MAX: usize = 20;
/// Among how many of their wishes these are looked for: most of the old ones are sold.
const WANTED_LOOKED_AT_MAX: usize = 200;

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
    edge: Edge,
    user: Option<Arc<User>>,
    request: RequestContext,
    wanted: Vec<WantedLine>,
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
        let Some(owner) = Owner::of(session).await? else { return Ok(unknown) };
        let user = edge.market.tables().user(owner.id)?.filter(|user| owner.is(user));
        // A session that begins while the account is closed comes to nothing.
        let user = user.filter(|user| user.ban.is_none());
        if user.is_some() {
            owner.seen(session, edge.market.clock().now()).await?;
        }
        let wanted = user.as_ref().map(|user| wanted_by(edge, user.id)).unwrap_or_default();
        if let Some(chosen) = user.as_ref().and_then(|user| user.language) {
            unknown.request.language = chosen;
        }
        Ok(Self { user, wanted, ..unknown })
    }

    /// Somebody of whom nothing is known.
    pub(super) fn unknown(edge: Edge, request: RequestContext) -> Self {
        Self { edge, user: None, request, wanted: vec![] }
    }

    /// In which they read the site: what they have chosen, else what their browser asks for.
    pub(super) fn language(&self) -> Language {
        self.request.language
    }

    /// The user, if one is signed in.
    pub(super) fn user(&self) -> Option<UserId> {
        self.user.as_ref().map(|user| user.id)
    }

    /// What every page needs.
    pub(super) fn context(&self) -> PageContext<'_> {
        let config = &self.edge.config;
        PageContext {
            language: self.language(),
            page: self.request.page(),
            site_name: &config.site.name,
            currency: config.site.currency,
            fee: self.edge.fee(),
            sandbox: config.payments.provider == Provider::Sandbox,
            viewer: self.user.as_ref().map(|user| user.email.as_str()),
            now: self.edge.market.clock().now(),
            zone: &config.site.time_zone,
            wanted: &self.wanted,
            mails: self.edge.market.sends_mails(),
            unconfirmed: self.edge.market.sends_mails()
                && self.user.as_ref().is_some_and(|user| user.confirmed_at.is_none()),
        }
    }
}

/// The tickets of which somebody wants to be told, or was told just now.
fn wanted_by(edge: &Edge, user: UserId) -> Vec<WantedLine> {
    let now = edge.market.clock().now();
    let catalog = edge.market.tables().catalog();
    let latest = catalog.wanted_by(user).rev().take(WANTED_LOOKED_AT_MAX);
    let current = latest
        .filter(|wanted| wanted.told_at.is_none_or(|at| now.since(at) < NOTICE_LASTS))
        .filter(|wanted| catalog.is_traded(wanted.ticket, now))
        .filter_map(|wanted| catalog.listing(wanted.ticket));
    let line = |listed: &CatalogListing| WantedLine {
        id: listed.id,
        title: listed.title.to_string(),
        event: catalog
            .event_that_stays(listed.event)
            .map_or_else(String::new, |of| of.name.to_string()),
        is_free: listed.status.at(now) == TicketStatus::Available,
    };
    let mut lines: Vec<_> = current.map(line).collect();
    // What is free now comes before what may be.
    lines.sort_by_key(|line| !line.is_free);
    lines.truncate(WANTED_SHOWN_MAX);
    lines
}

impl FromRequestParts<Edge> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, HttpError> {
        let request = RequestContext::of(&parts.method, &parts.uri, &parts.headers);
        Self::of(edge, parts.extensions.get::<Session>(), request).await
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

    /// Whether the user is one of those who run the site (`site.admins`).
    pub(super) fn is_admin(&self) -> bool {
        runs_the_site(&self.visitor.edge, &self.user)
    }

    /// Whether the user may give back the money for a ticket: its seller until its event starts, and
    /// those who run the site always.
    pub(super) fn may_refund(&self, ticket: &Ticket, now: Timestamp) -> bool {
        (self.id() == ticket.seller && now < ticket.event_starts_at) || self.is_admin()
    }

    /// As whom the user may see an order: its buyer always, its seller and those who run the site
    /// once it is paid. Nobody else learns that it is there.
    pub(super) fn reader_of(&self, order: &Order, ticket: &Ticket) -> Option<OrderReader> {
        let paid = match order.status {
            OrderStatus::Completed { .. } => true,
            OrderStatus::Cancelled { reason, .. } => reason == CancelReason::Refunded,
            OrderStatus::Created | OrderStatus::AwaitingPayment { .. } => false,
        };
        match self.id() {
            user if user == order.buyer => Some(OrderReader::Buyer),
            user if paid && user == ticket.seller => Some(OrderReader::Seller),
            _ if paid && self.is_admin() => Some(OrderReader::Admin),
            _ => None,
        }
    }

    /// As one of all visitors.
    pub(super) fn visitor(&self) -> &Visitor {
        &self.visitor
    }
}

impl FromRequestParts<Edge> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let visitor = Visitor::from_request_parts(parts, edge)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        match visitor.user.clone() {
            Some(user) => Ok(Self { visitor, user }),
            None => Err(to_sign_in(&visitor.request.page())),
        }
    }
}

/// One of those who run the site (`site.admins`). Nobody else learns that there are such pages.
pub(super) struct Admin(SignedIn);

impl std::ops::Deref for Admin {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

impl FromRequestParts<Edge> for Admin {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, HttpError> {
        let visitor = Visitor::from_request_parts(parts, edge).await?;
        let user = visitor.user.clone().ok_or(HttpError::NotFound)?;
        let user = SignedIn { visitor, user };
        if user.is_admin() { Ok(Self(user)) } else { Err(HttpError::NotFound) }
    }
}

/// Whether somebody is one of those who run the site (`site.admins`).
pub(super) fn runs_the_site(edge: &Edge, user: &User) -> bool {
    let admins = &edge.config.site.admins;
    admins.iter().filter_map(|admin| Email::parse(admin).ok()).any(|admin| admin == user.email)
}

/// Where a visitor goes who must sign in first, to come back to this page afterwards.
fn to_sign_in(next: &str) -> Response {
    let next = utf8_percent_encode(next, QUERY_VALUE);
    Redirect::to(&format!("/signin?next={next}")).into_response()
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

/// Has the visitor's browser be signed in from now on as this user, whose record is the one that
/// gave leave: if all sessions were ended since, this one begins as one of these.
pub(super) async fn sign_in(
    edge: &Edge,
    session: &Session,
    user: &User,
    headers: &HeaderMap,
) -> Result<(), HttpError> {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    session::begin(session, user, agent, edge.market.clock().now()).await
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

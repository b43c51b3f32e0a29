//! Signing in by the site's OpenID Connect provider, linking an account to it, and showing there who one
//! is. Each begins by a link that leads to the provider, and comes back to [`back`]; what is still to be
//! asked then waits on the server for a page of the site's own, under the browser's cookie. No page needs a
//! script.

use axum::{
    extract::FromRequestParts,
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use maud::Markup;

use super::{go_to, mistyped, not_done, second_step, site_pages};
use crate::{
    domain::{FirstFactor, SignInBy, User},
    http::{
        Edge, Form, HttpError, HttpResult, SignedIn, Visitor,
        brief_cookie::BriefCookie,
        query, refused,
        second_look::LookedAgain,
        session::{SessionHere, SignInStage},
        visitor::{local_path, query_value},
    },
    openid::{
        OPENID_LASTS, OpenId, OpenIdError, OpenIdIntent, ShownOpenId, WaitingOpenId, WaitsFor,
    },
    texts::Tell as _,
    usecases::{
        RefusalCode as _,
        accounts::{CheckedPassword, SignInRefusal},
        factors::{self, FactorRefusal},
        openid::{self, OpenIdAccount, OpenIdRefusal},
    },
    views::{self, Done, FieldErrors, OpenIdForm, SignForm},
};

/// The cookie by which a browser that comes back is known.
const BROWSER: BriefCookie = BriefCookie { http: "openid", https: "__Host-openid" };

/// The provider, where there is one.
fn provider(edge: &Edge) -> HttpResult<&OpenId> {
    edge.openid.as_ref().ok_or(HttpError::NotFound)
}

/// Leads to the provider, to sign in by it.
pub(crate) async fn begin(visitor: Visitor, parts: Parts) -> HttpResult {
    send(&visitor, OpenIdIntent::SignIn, &query(&parts, "next").unwrap_or_default()).await
}

/// Leads to the provider, to show again that one is who is signed in.
pub(crate) async fn begin_look(user: SignedIn, parts: Parts) -> HttpResult {
    if user.account().factors.openid.is_none() {
        return Err(HttpError::NotFound);
    }
    let next = query(&parts, "next").unwrap_or_default();
    send(&user, OpenIdIntent::Look(user.id()), &next).await
}

/// Leads to the provider, to link the account to who one is there.
pub(crate) async fn begin_link(LookedAgain { user, .. }: LookedAgain) -> HttpResult {
    match user.account().factors.openid {
        Some(_) => go_to("/account/security"),
        None => send(&user, OpenIdIntent::Link(user.id()), "/account/security").await,
    }
}

async fn send(visitor: &Visitor, intent: OpenIdIntent, next: &str) -> HttpResult {
    let edge = &visitor.edge;
    let next = local_path(next);
    match provider(edge)?.begin(intent, next, edge.market.clock().now()).await {
        Ok(sent) => {
            let cookie = BROWSER.set(edge, &sent.browser, OPENID_LASTS.as_secs());
            Ok((cookie, Redirect::to(&sent.to)).into_response())
        }
        Err(error) => no(visitor, intent, next, refusal_of(&error)),
    }
}

fn refusal_of(error: &OpenIdError) -> OpenIdRefusal {
    tracing::warn!(%error, "nobody is signed in by the OpenID Connect provider");
    match error {
        OpenIdError::Away(_) => OpenIdRefusal::Away,
        OpenIdError::Wrong(_) => OpenIdRefusal::Wrong,
    }
}

/// Says why it came to nothing, where it was begun.
fn no(visitor: &Visitor, intent: OpenIdIntent, next: &str, refusal: OpenIdRefusal) -> HttpResult {
    let name = provider(&visitor.edge)?.name();
    let t = visitor.language();
    let why = match refusal {
        OpenIdRefusal::Closed => t.account_closed(&visitor.edge.config.site.name),
        other => (other, name).tell(t),
    };
    let context = visitor.context();
    let page = match intent {
        OpenIdIntent::SignIn => {
            let next = if next == "/" { String::new() } else { next.to_owned() };
            let form = SignForm { next, refusal: Some(why), ..SignForm::default() };
            views::sign_in(&context, &form)
        }
        OpenIdIntent::Link(_) => views::openid_refused(&context, &why, "/account/security"),
        OpenIdIntent::Look(_) => {
            let back = format!("/account/look?next={}", query_value(next));
            views::openid_refused(&context, &why, &back)
        }
    };
    not_done(refusal.code(), page)
}

/// Where the provider sends a browser back to.
pub(crate) async fn back(visitor: Visitor, here: SessionHere, parts: Parts) -> HttpResult {
    let edge = &visitor.edge;
    let (openid, now) = (provider(edge)?, edge.market.clock().now());
    let browser = BROWSER.read(&parts.headers, edge).unwrap_or_default();
    let said = |name: &str| query(&parts, name);
    let state = said("state").unwrap_or_default();
    let Some(begun) = openid.under_way.take(browser, &state, now) else {
        return no(&visitor, OpenIdIntent::SignIn, "/", OpenIdRefusal::NotBegun);
    };
    let (intent, next, at) = (begun.intent, begun.next.clone(), begun.at);
    let Some(code) = said("code").filter(|_| said("error").is_none()) else {
        return no(&visitor, intent, &next, OpenIdRefusal::Denied);
    };
    let shown = match openid.shown(begun, code, said("iss").as_deref(), now).await {
        Ok(shown) => shown,
        Err(error) => return no(&visitor, intent, &next, refusal_of(&error)),
    };
    match intent {
        OpenIdIntent::SignIn => signed_in(&visitor, &here, browser, shown, next).await,
        OpenIdIntent::Link(user) => {
            let waits_for = WaitsFor::Consent(user);
            openid.under_way.wait(browser, WaitingOpenId { shown, waits_for, next }, now);
            go_to("/account/security/openid/link")
        }
        OpenIdIntent::Look(user) => {
            let account = edge.market.tables().user(user)?;
            let linked = account.as_ref().and_then(|account| account.factors.openid.as_ref());
            let is_theirs = linked.is_some_and(|linked| linked.who == shown.who);
            if visitor.user() != Some(user) || !is_theirs || !shown.is_since(at) {
                return no(&visitor, intent, &next, OpenIdRefusal::NotYou);
            }
            visitor.look();
            Ok((BROWSER.unset(edge), Redirect::to(local_path(&next))).into_response())
        }
    }
}

/// Signs in whom the provider has shown, or leads to what is still to be asked.
async fn signed_in(
    visitor: &Visitor,
    here: &SessionHere,
    browser: &str,
    shown: ShownOpenId,
    next: String,
) -> HttpResult {
    let edge = &visitor.edge;
    let (openid, now) = (provider(edge)?, edge.market.clock().now());
    let (waits_for, page) = match openid::account_of(&edge.market, &shown)? {
        Ok(OpenIdAccount::Linked(user)) => return enter(edge, here, &user, &next).await,
        Ok(OpenIdAccount::SameAddress(user)) => {
            (WaitsFor::Password(user.id), "/signin/openid/known")
        }
        Ok(OpenIdAccount::New(_)) if edge.market.settings().terms.is_some() => {
            (WaitsFor::NewAccount, "/signin/openid/new")
        }
        Ok(OpenIdAccount::New(_)) => return enter_new(visitor, here, shown, None, &next).await,
        Err(refusal) => return no(visitor, OpenIdIntent::SignIn, &next, refusal),
    };
    openid.under_way.wait(browser, WaitingOpenId { shown, waits_for, next }, now);
    go_to(page)
}

/// Signs in to an account, or leads to its second step.
async fn enter(edge: &Edge, here: &SessionHere, user: &User, next: &str) -> HttpResult {
    let first = FirstFactor::OpenId;
    if let Some(step) = factors::second_step(&edge.market, user, first) {
        return second_step::lead(edge, step, next);
    }
    let (_, from) = here.place();
    tracing::info!(user = %user.id, from, "a sign-in by OpenID Connect");
    edge.know(here.client, &user.email);
    here.begin(user, SignInBy { first, second: None }).await?;
    Ok((BROWSER.unset(edge), Redirect::to(local_path(next))).into_response())
}

/// Makes an account, and signs in to it.
async fn enter_new(
    visitor: &Visitor,
    here: &SessionHere,
    shown: ShownOpenId,
    terms: Option<crate::domain::TermsShown>,
    next: &str,
) -> HttpResult {
    let edge = &visitor.edge;
    let made = openid::sign_up(&edge.market, &edge.staff, shown, visitor.language(), terms);
    match refused(made.await)? {
        Ok(user) => enter(edge, here, &user, next).await,
        Err(_) => no(visitor, OpenIdIntent::SignIn, next, OpenIdRefusal::Taken),
    }
}

/// Somebody whom the provider has shown in this browser, for whom a page waits.
pub(crate) struct Waiting {
    browser: String,
    waiting: WaitingOpenId,
}

impl FromRequestParts<Edge> for Waiting {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Response> {
        let browser = BROWSER.read(&parts.headers, edge).unwrap_or_default().to_owned();
        let (openid, now) = (edge.openid.as_ref(), edge.market.clock().now());
        match openid.and_then(|openid| openid.under_way.waiting(&browser, now)) {
            Some(waiting) => Ok(Self { browser, waiting }),
            None => Err(Redirect::to("/signin").into_response()),
        }
    }
}

impl Waiting {
    /// Has them wait no more.
    fn is_over(&self, edge: &Edge) {
        if let Some(openid) = &edge.openid {
            openid.under_way.take_waiting(&self.browser, edge.market.clock().now());
        }
    }

    fn form(&self, errors: FieldErrors) -> OpenIdForm {
        let shown = &self.waiting.shown;
        let email = shown.email.as_ref().map(|email| email.shown().into_owned());
        OpenIdForm { email: email.unwrap_or_default(), errors }
    }
}

/// Asks who has no account to agree to the terms.
pub(crate) async fn new_form(waiting: Waiting, visitor: Visitor) -> HttpResult {
    match waiting.waiting.waits_for {
        WaitsFor::NewAccount => {
            let form = waiting.form(FieldErrors::new());
            Ok(views::openid_new(&visitor.context(), &form).into_response())
        }
        _ => go_to("/signin"),
    }
}

/// Makes their account.
pub(crate) async fn make(
    waiting: Waiting,
    visitor: Visitor,
    here: SessionHere,
    form: Form,
) -> HttpResult {
    if waiting.waiting.waits_for != WaitsFor::NewAccount {
        return go_to("/signin");
    }
    let terms = match site_pages::agreed(&visitor, &form) {
        Ok(terms) => terms,
        Err(why) => {
            let form = waiting.form([("terms", why.to_owned())].into());
            return mistyped(views::openid_new(&visitor.context(), &form));
        }
    };
    waiting.is_over(&visitor.edge);
    let WaitingOpenId { shown, next, .. } = waiting.waiting;
    enter_new(&visitor, &here, shown, terms, &next).await
}

/// Asks for the password of the account that has the same address.
pub(crate) async fn known_form(waiting: Waiting, visitor: Visitor) -> HttpResult {
    match waiting.waiting.waits_for {
        WaitsFor::Password(_) | WaitsFor::SecondStep(_) => {
            let form = waiting.form(FieldErrors::new());
            Ok(views::openid_known(&visitor.context(), &form).into_response())
        }
        _ => go_to("/signin"),
    }
}

/// Links the account, if that is its password, once all is shown that signing in to it takes.
pub(crate) async fn show_password(
    waiting: Waiting,
    visitor: Visitor,
    here: SessionHere,
    form: Form,
) -> HttpResult {
    let (edge, t) = (&visitor.edge, visitor.language());
    let (WaitsFor::Password(id) | WaitsFor::SecondStep(id)) = waiting.waiting.waits_for else {
        return go_to("/signin");
    };
    let Some(user) = edge.market.tables().user(id)? else { return go_to("/signin") };
    let next = waiting.waiting.next.clone();
    match here.sign_in(edge, user.email.as_str(), form.get("password")).await? {
        Ok(SignInStage::SignedIn(user)) => {
            waiting.is_over(edge);
            link_to(edge, &user, &waiting.waiting.shown).await?;
            Ok((BROWSER.unset(edge), Redirect::to(local_path(&next))).into_response())
        }
        Ok(SignInStage::SecondStep(step)) => {
            let (openid, now) = (provider(edge)?, edge.market.clock().now());
            let waits_for = WaitsFor::SecondStep(id);
            openid.under_way.wait(
                &waiting.browser,
                WaitingOpenId { waits_for, ..waiting.waiting },
                now,
            );
            second_step::lead(edge, step, &next)
        }
        Err(SignInRefusal::AccountClosed) => {
            no(&visitor, OpenIdIntent::SignIn, &next, OpenIdRefusal::Closed)
        }
        Err(refusal @ SignInRefusal::WrongCredentials) => {
            let form = waiting.form([("password", t.not_your_password().to_owned())].into());
            not_done(refusal.code(), views::openid_known(&visitor.context(), &form))
        }
    }
}

/// Links the account to which somebody has just signed in by password and second step, if they were asked
/// for these to have it linked.
pub(super) async fn link_waiting(edge: &Edge, headers: &Parts, user: &User) -> HttpResult<()> {
    let Some(openid) = &edge.openid else { return Ok(()) };
    let (browser, now) = (BROWSER.read(&headers.headers, edge), edge.market.clock().now());
    let Some(browser) = browser else { return Ok(()) };
    match openid.under_way.waiting(browser, now) {
        Some(waiting) if waiting.waits_for == WaitsFor::SecondStep(user.id) => {
            openid.under_way.take_waiting(browser, now);
            link_to(edge, user, &waiting.shown).await
        }
        _ => Ok(()),
    }
}

/// Links the account of who has just shown its password. They are signed in in any case.
async fn link_to(edge: &Edge, user: &User, shown: &ShownOpenId) -> HttpResult<()> {
    let (password, who) = (CheckedPassword::of_late(user), shown.who.clone());
    let caller = edge.staff.caller(Some(user));
    if let Err(refusal) = refused(factors::link_openid(&edge.market, caller, password, who).await)?
    {
        tracing::warn!(user = %user.id, %refusal, "an account could not be linked");
    }
    Ok(())
}

/// Asks whether to link the account to who one is at the provider.
pub(crate) async fn link_form(
    LookedAgain { user, .. }: LookedAgain,
    waiting: Waiting,
) -> HttpResult {
    if waiting.waiting.waits_for != WaitsFor::Consent(user.id()) {
        return go_to("/account/security");
    }
    let form = waiting.form(FieldErrors::new());
    Ok(views::openid_link(&user.context(), &form).into_response())
}

/// Links it.
pub(crate) async fn link(
    LookedAgain { user, password }: LookedAgain,
    waiting: Waiting,
) -> HttpResult {
    let edge = &user.edge;
    if waiting.waiting.waits_for != WaitsFor::Consent(user.id()) {
        return go_to("/account/security");
    }
    waiting.is_over(edge);
    let (market, who) = (&edge.market, waiting.waiting.shown.who);
    match refused(factors::link_openid(market, user.caller(), password, who).await)? {
        Ok(()) => {
            let done = Redirect::to(&Done::OpenIdLinked.at("/account/security"));
            Ok((BROWSER.unset(edge), done).into_response())
        }
        Err(FactorRefusal::OpenIdTaken) => {
            no(&user, OpenIdIntent::Link(user.id()), "/account/security", OpenIdRefusal::Taken)
        }
        Err(_) => go_to("/account/security"),
    }
}

/// Asks whether to unlink it.
pub(crate) async fn unlink_form(LookedAgain { user, .. }: LookedAgain) -> HttpResult<Markup> {
    let name = super::security::provider_name(&user.edge);
    let t = user.language();
    Ok(views::sure(
        &user.context(),
        (&t.unlink_openid(name), &t.unlink_openid_means(name)),
        "/account/security/openid/remove",
    ))
}

/// Unlinks it, if something else is left to sign in by.
pub(crate) async fn unlink(LookedAgain { user, password }: LookedAgain) -> HttpResult {
    let market = &user.edge.market;
    match refused(factors::unlink_openid(market, user.caller(), password).await)? {
        Ok(()) => go_to(&Done::FactorRemoved.at("/account/security")),
        Err(refusal @ FactorRefusal::LastWayIn) => {
            let why = user.language().last_way_in();
            let page = views::openid_refused(&user.context(), why, "/account/password");
            not_done(refusal.code(), page)
        }
        Err(_) => go_to("/account/security"),
    }
}

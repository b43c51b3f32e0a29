//! How often one address, and one account, may do what costs much or could be guessed.
//!
//! **A sign-in.** Whose address it comes from is read off the connection, or off `X-Forwarded-For`
//! if a trusted proxy sent it. That address's bucket gives a token before the body is read, and the
//! bucket of the typed account one before the password is hashed. A right password gives its token
//! back, so only wrong ones count. An address that has signed in to the account before has a bucket
//! of its own for it: nobody locks an owner out by guessing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{MatchedPath, Request},
    http::{Extensions, HeaderName, HeaderValue, Method},
};
use blake2::{Blake2s256, Digest as _};
use parking_lot::Mutex;

use super::{
    Edge, EdgeState, HttpError, HttpResult, api,
    buckets::{Buckets, Rate},
    client::{self, Client},
};
use crate::{
    config,
    domain::{PasswordHash, User},
    passwords::Password,
    types::{Email, Language, UserId},
};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// To have a password checked.
    SignIn,
    /// To have a second factor checked.
    SecondFactor,
    /// To make an account, or to give one another address.
    SignUp,
    /// To ask for a new password, and to choose it.
    Reset,
    /// To have a link sent by which an address is confirmed, and to confirm it.
    Confirm,
    /// To have a ticket held.
    Buy,
    /// To pay.
    Pay,
    /// To list tickets: one form, up to ten of them.
    List,
    /// To list the first ticket for an event.
    NewEvent,
    /// To change or withdraw a listing, its file too.
    Edit,
    /// To be told when a ticket is free or new, or not to be.
    Wish,
    /// To give an order up, or to pay it back.
    GiveUp,
    /// To write to the other of the two who have traded a ticket, and what goes with it.
    Write,
    /// To choose a language.
    Language,
    /// To take away all that the site knows of one.
    Export,
    /// To change one's account, once the password was right.
    Account,
    /// To add, change or test a webhook endpoint, and to have something sent again.
    Webhook,
    /// To sign out, or to revoke a token.
    SignOut,
    /// What those do who run the site.
    Administer,
    /// Whatever else is sent: a new route is limited before anybody thinks of it.
    Other,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::SignIn,
        Self::SecondFactor,
        Self::SignUp,
        Self::Reset,
        Self::Confirm,
        Self::Buy,
        Self::Pay,
        Self::List,
        Self::NewEvent,
        Self::Edit,
        Self::Wish,
        Self::GiveUp,
        Self::Write,
        Self::Language,
        Self::Export,
        Self::Account,
        Self::Webhook,
        Self::SignOut,
        Self::Administer,
        Self::Other,
    ];

    /// Its name in the metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::Confirm => "confirm",
            Self::Buy => "buy",
            Self::Pay => "pay",
            Self::List => "list",
            Self::NewEvent => "new_event",
            Self::Edit => "edit",
            Self::Wish => "wish",
            Self::GiveUp => "give_up",
            Self::Write => "write",
            Self::Language => "language",
            Self::Export => "export",
            Self::Account => "account",
            Self::Webhook => "webhook",
            Self::SignOut => "sign_out",
            Self::Administer => "administer",
            Self::Other => "other",
        }
    }

    /// What a request does, if that is limited: all that is sent, and what costs much to be shown.
    pub(super) fn of(method: &Method, extensions: &Extensions) -> Option<Self> {
        Self::of_route(method, extensions.get::<MatchedPath>()?.as_str())
    }

    fn of_route(method: &Method, route: &str) -> Option<Self> {
        if let Some(route) = route.strip_prefix(api::ROOT) {
            return Self::of_api(method, route);
        }
        if matches!(*method, Method::GET | Method::HEAD) {
            let is_export = [
                "/account/export",
                "/selling/listings.csv",
                "/selling/money.csv",
                "/admin/money/invoices.csv",
            ]
            .contains(&route);
            // A provider is asked.
            return match route {
                _ if is_export => Some(Self::Export),
                "/account/payout/back" => Some(Self::Account),
                "/signin/openid" | "/account/look/openid" | "/account/security/openid" => {
                    Some(Self::SignIn)
                }
                "/signin/openid/back" => Some(Self::SecondFactor),
                _ => None,
            };
        }
        if let Some(action) = Self::of_compat(route) {
            return Some(action);
        }
        Some(match route {
            // The provider repeats itself; its signature is its leave, and it has its own bounds.
            "/webhooks/stripe" => return None,
            "/signin"
            | "/signin/openid/known"
            | "/account/password"
            | "/account/look"
            | "/account/delete"
            | "/account/payout"
            | "/account/payout/connect"
            | "/account/payout/forget"
            | "/account/tokens"
            | "/account/sessions/end"
            | "/account/sessions/{id}/end" => Self::SignIn,
            "/signin/code"
            | "/signin/code/passkey"
            | "/signin/code/passkey/begin"
            | "/signin/passkey"
            | "/signin/passkey/begin"
            | "/account/look/passkey"
            | "/account/look/passkey/begin" => Self::SecondFactor,
            // Both tell whether an address has an account.
            "/signup" | "/signin/openid/new" | "/account/email" => Self::SignUp,
            "/forgot" | "/reset/{token}" => Self::Reset,
            "/account/confirm" | "/confirm/{token}" => Self::Confirm,
            "/tickets/{id}/buy" | "/events/{id}/buy" => Self::Buy,
            "/orders/{id}/pay" | "/purchases/{id}/pay" => Self::Pay,
            "/tickets" => Self::List,
            "/tickets/{id}/edit"
            | "/tickets/{id}/withdraw"
            | "/tickets/{id}/attach"
            | "/tickets/{id}/file"
            | "/tickets/{id}/file/remove"
            | "/tickets/{id}/files"
            | "/tickets/{id}/pages"
            | "/selling/price"
            | "/selling/withdraw"
            | "/events/{id}/change"
            | "/events/{id}/postpone"
            | "/events/{id}/cancel"
            | "/events/{id}/picture/attach"
            | "/events/{id}/picture/remove"
            | "/events/{id}/refunds" => Self::Edit,
            "/tickets/{id}/line"
            | "/tickets/{id}/line/stop"
            | "/events/{id}/line"
            | "/events/{id}/line/stop"
            | "/alerts"
            | "/alerts/{id}/often"
            | "/alerts/{id}/delete"
            | "/alerts/stop/{token}" => Self::Wish,
            "/orders/{id}/cancel"
            | "/orders/{id}/refund"
            | "/orders/{id}/give-back"
            | "/purchases/{id}/cancel"
            | "/purchases/{id}/drop" => Self::GiveUp,
            "/orders/{id}/messages"
            | "/orders/{id}/messages/admins"
            | "/orders/{id}/received"
            | "/orders/{id}/problem"
            | "/orders/{id}/problem/answer"
            | "/orders/{id}/problem/withdraw"
            | "/tickets/{id}/report" => Self::Write,
            "/language" => Self::Language,
            "/lost/{token}" => Self::Confirm,
            route if route.starts_with("/account/security/") => Self::Account,
            "/account/calendar"
            | "/account/terms"
            | "/account/payout/go-on"
            | "/account/payout/look" => Self::Account,
            "/account/invoices" => Self::Export,
            "/signout" | "/account/tokens/{id}/revoke" => Self::SignOut,
            route if route.starts_with("/account/webhooks") => Self::Webhook,
            route if route.starts_with("/admin/") => Self::Administer,
            _ => Self::Other,
        })
    }

    /// The same for programs.
    fn of_api(method: &Method, route: &str) -> Option<Self> {
        if matches!(*method, Method::GET | Method::HEAD) {
            return (route == "/account/export").then_some(Self::Export);
        }
        Some(match route {
            route if route.starts_with("/webhook") => Self::Webhook,
            "/tickets" => Self::List,
            "/tickets/{id}"
            | "/tickets/{id}/withdraw"
            | "/tickets/{id}/file"
            | "/events/{id}"
            | "/events/{id}/postpone"
            | "/events/{id}/cancel"
            | "/events/{id}/picture" => Self::Edit,
            "/orders" | "/purchases" => Self::Buy,
            "/orders/{id}/pay" => Self::Pay,
            "/orders/{id}/cancel"
            | "/orders/{id}/refund"
            | "/orders/{id}/give-back"
            | "/purchases/{id}/cancel" => Self::GiveUp,
            "/orders/{id}/messages"
            | "/orders/{id}/received"
            | "/orders/{id}/problem"
            | "/orders/{id}/problem/answer"
            | "/orders/{id}/problem/withdraw" => Self::Write,
            "/waitlist/{id}" | "/events/{id}/line" | "/alerts" | "/alerts/{id}" => Self::Wish,
            "/account" => Self::Language,
            "/account/calendar" => Self::Account,
            route if route.starts_with("/admin/") => Self::Administer,
            _ => Self::Other,
        })
    }

    /// Whether each request of somebody who is signed in counts. Of the others the pages say which:
    /// only a wrong password, only what sends a mail.
    pub(super) fn counts_by_itself(self) -> bool {
        !matches!(
            self,
            Self::SignIn | Self::SecondFactor | Self::SignUp | Self::Reset | Self::Confirm
        )
    }

    /// How often one address may do it: thousands of people can be behind one, and all of them come
    /// on the day of a sale.
    fn per_address(self) -> Rate {
        match self {
            Self::SignIn | Self::SecondFactor => Rate { times: 300, per: 5 * MINUTE },
            Self::SignUp | Self::Confirm => Rate { times: 600, per: HOUR },
            Self::Reset => Rate { times: 120, per: HOUR },
            Self::Buy | Self::GiveUp | Self::SignOut => Rate { times: 600, per: MINUTE },
            Self::Pay | Self::Other => Rate { times: 300, per: MINUTE },
            Self::List => Rate { times: 600, per: HOUR },
            Self::NewEvent => Rate { times: 200, per: DAY },
            Self::Edit | Self::Wish | Self::Webhook | Self::Write => {
                Rate { times: 1200, per: HOUR }
            }
            Self::Language => Rate { times: 600, per: HOUR },
            Self::Export => Rate { times: 60, per: HOUR },
            Self::Account => Rate { times: 600, per: HOUR },
            Self::Administer => Rate { times: 600, per: MINUTE },
        }
    }

    /// How often one account may do it. Of sign-ins only those count that fail. Who signs up has no
    /// account yet.
    fn per_account(self) -> Rate {
        match self {
            Self::SignIn => Rate { times: 10, per: 15 * MINUTE },
            Self::SecondFactor => Rate { times: 10, per: HOUR },
            Self::SignUp | Self::Reset | Self::Confirm => Rate { times: 3, per: HOUR },
            Self::Buy | Self::GiveUp | Self::SignOut => Rate { times: 60, per: MINUTE },
            Self::Pay | Self::Other => Rate { times: 30, per: MINUTE },
            Self::List => Rate { times: 120, per: HOUR },
            Self::NewEvent => Rate { times: 50, per: DAY },
            Self::Edit => Rate { times: 300, per: HOUR },
            Self::Wish | Self::Webhook => Rate { times: 240, per: HOUR },
            Self::Write => Rate { times: 60, per: HOUR },
            Self::Language => Rate { times: 30, per: HOUR },
            Self::Export => Rate { times: 6, per: HOUR },
            Self::Account => Rate { times: 20, per: HOUR },
            Self::Administer => Rate { times: 120, per: MINUTE },
        }
    }

    /// How often an account may do it that is new or unconfirmed, if less often than others: what
    /// everybody sees.
    fn per_newcomer(self) -> Rate {
        match self {
            Self::List => Rate { times: 20, per: HOUR },
            Self::NewEvent => Rate { times: 10, per: DAY },
            Self::Edit | Self::Wish | Self::Webhook => Rate { times: 60, per: HOUR },
            Self::Write => Rate { times: 20, per: HOUR },
            other => other.per_account(),
        }
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// For how long an account is new.
const NEW_FOR: Duration = DAY;

/// How many addresses and accounts are remembered that have done something of late: some 10 MB.
const BUCKETS_MAX: usize = 100_000;
/// How many pairs of an account and an address that has signed in to it are remembered, and for how
/// long.
const KNOWN_MAX: usize = 20_000;
const KNOWN: Rate = Rate { times: 1, per: Duration::from_secs(30 * 24 * 3600) };

/// Who has done how much.
pub(super) struct RateLimits {
    config: config::LimitsConfig,
    buckets: Mutex<Buckets<(Action, BucketOwner)>>,
    /// Whoever types wrong passwords elsewhere does not lock out those who sign in from here.
    known: Mutex<Buckets<Typed>>,
    /// The operator has been told that a proxy is not believed.
    told: AtomicBool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum BucketOwner {
    Address(Client),
    /// What somebody did while they were new is no part of what they may do later.
    User {
        id: UserId,
        is_new: bool,
    },
    Typed(Typed),
}

/// Stands for an address that somebody typed, whatever its length, and whether or not it has an
/// account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Typed([u8; 32]);

/// Something was done too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} too often", action.name())]
pub struct TooOften {
    action: Action,
    by_address: bool,
    /// Others may do it more often.
    by_newcomer: bool,
    wait: Duration,
    rate: Rate,
}

/// How often something may still be done by somebody, once it was counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct LimitState {
    action: Action,
    by_address: bool,
    rate: Rate,
    left: u32,
    until_full: Duration,
}

/// What was counted for a request, to be told to who sent it.
#[derive(Debug, Clone, Default)]
pub(super) struct LimitNotes(Arc<Mutex<Vec<LimitState>>>);

impl LimitNotes {
    /// Notes what was counted, if anything was.
    pub(super) fn note(&self, state: Option<LimitState>) {
        self.0.lock().extend(state);
    }

    /// The `RateLimit` and `RateLimit-Policy` headers
    /// (draft-ietf-httpapi-ratelimit-headers-10) of what was counted; nothing if nothing was.
    pub(super) fn headers(
        &self,
        refused: Option<TooOften>,
    ) -> Option<[(HeaderName, HeaderValue); 2]> {
        let mut states = self.0.lock().clone();
        states.extend(refused.map(|no| LimitState {
            action: no.action,
            by_address: no.by_address,
            rate: no.rate,
            left: 0,
            until_full: no.wait,
        }));
        if states.is_empty() {
            return None;
        }
        let name = |state: &LimitState| {
            let by = if state.by_address { "address" } else { "account" };
            format!("\"{}-{by}\"", state.action.name().replace('_', "-"))
        };
        let policy = states.iter().map(|state| {
            format!("{};q={};w={}", name(state), state.rate.times, state.rate.per.as_secs())
        });
        let now = states.iter().map(|state| {
            let seconds = state.until_full.as_millis().div_ceil(1000);
            format!("{};r={};t={seconds}", name(state), state.left)
        });
        let [policy, now] = [policy.collect::<Vec<_>>(), now.collect()].map(|all| all.join(", "));
        let header =
            |name, value: String| Some((HeaderName::from_static(name), value.try_into().ok()?));
        Some([header("ratelimit-policy", policy)?, header("ratelimit", now)?])
    }
}

impl RateLimits {
    /// Nobody has done anything yet.
    pub(super) fn new(config: &config::LimitsConfig) -> Self {
        Self {
            config: config.clone(),
            buckets: Mutex::new(Buckets::new(BUCKETS_MAX)),
            known: Mutex::new(Buckets::new(KNOWN_MAX)),
            told: AtomicBool::new(false),
        }
    }

    fn rate(&self, action: Action, whose: BucketOwner) -> Rate {
        let (rate, factor) = match whose {
            BucketOwner::Address(_) => (action.per_address(), self.config.address_factor),
            BucketOwner::User { is_new: true, .. } => {
                (action.per_newcomer(), self.config.account_factor)
            }
            BucketOwner::User { .. } | BucketOwner::Typed(_) => {
                (action.per_account(), self.config.account_factor)
            }
        };
        Rate { times: rate.times.saturating_mul(factor), ..rate }
    }
}

impl EdgeState {
    /// Counts that a signed-in user does something, unless that is too often.
    pub(super) fn limit_user(&self, action: Action, user: &User) -> Result<(), HttpError> {
        self.count_user(action, user).map(drop)
    }

    /// The same, and how often they may do it still.
    pub(super) fn count_user(
        &self,
        action: Action,
        user: &User,
    ) -> Result<Option<LimitState>, HttpError> {
        let is_confirmed = user.confirmed_at.is_some() || !self.market.sends_mails();
        let is_new = self.market.clock().now().since(user.created_at) < NEW_FOR;
        self.limit(action, BucketOwner::User { id: user.id, is_new: is_new || !is_confirmed })
    }

    /// Counts that an address does something, unless that is too often.
    pub(super) fn limit_client(&self, action: Action, client: Client) -> Result<(), HttpError> {
        self.limit(action, BucketOwner::Address(client)).map(drop)
    }

    /// Counts that something is done about the account of a typed address, unless that is too
    /// often; so also if it has none, that nobody learns whether it has.
    pub(super) fn limit_typed(&self, action: Action, email: &Email) -> Result<(), HttpError> {
        self.limit(action, BucketOwner::Typed(digest(&[email.as_str()]))).map(drop)
    }

    /// Whether a password is the one of an account, to whoever is to sign in to it. Each that is
    /// not counts; when there were too many no more is looked at, right or wrong. Whom this keeps
    /// from guessing cannot keep the owner out by it: a client that has signed in to the account
    /// before has a count of its own.
    ///
    /// # Errors
    /// When there were too many, or it cannot be checked.
    pub(super) async fn password_fits(
        &self,
        client: Client,
        email: &Email,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HttpError> {
        let whose = self.guessed_at(client, email);
        // Before it is known whether it fits: many that are tried at once are many.
        self.limit(Action::SignIn, whose)?;
        let fits = self.passwords.verify(password, hash).await;
        if fits != Ok(false) {
            let rate = self.limits.rate(Action::SignIn, whose);
            self.limits.buckets.lock().give_back(&(Action::SignIn, whose), rate);
        }
        Ok(fits?)
    }

    /// The same for a second factor, which is checked by this.
    ///
    /// # Errors
    /// When there were too many, or it cannot be checked.
    pub(super) async fn factor_fits<T>(
        &self,
        client: Client,
        email: &Email,
        check: impl Future<Output = HttpResult<Option<T>>>,
    ) -> HttpResult<Option<T>> {
        let whose = self.guessed_at(client, email);
        self.limit(Action::SecondFactor, whose)?;
        let fits = check.await;
        if !matches!(fits, Ok(None)) {
            let rate = self.limits.rate(Action::SecondFactor, whose);
            self.limits.buckets.lock().give_back(&(Action::SecondFactor, whose), rate);
        }
        fits
    }

    /// Whose count a guess at an account is: the client's own, if it has signed in to it before.
    fn guessed_at(&self, client: Client, email: &Email) -> BucketOwner {
        let here = digest(&[email.as_str(), &client.0.to_string()]);
        let is_known = self.limits.known.lock().is_used(&here, self.market.clock().now());
        BucketOwner::Typed(if is_known { here } else { digest(&[email.as_str()]) })
    }

    /// Remembers that a client is an account's owner: somebody has signed in to it there, by all that it
    /// takes.
    pub(super) fn know(&self, client: Client, email: &Email) {
        let here = digest(&[email.as_str(), &client.0.to_string()]);
        // It is refused if the client is known already.
        let _ = self.limits.known.lock().take(here, KNOWN, self.market.clock().now());
    }

    fn limit(&self, action: Action, whose: BucketOwner) -> Result<Option<LimitState>, HttpError> {
        if !self.limits.config.enabled {
            return Ok(None);
        }
        let (rate, now) = (self.limits.rate(action, whose), self.market.clock().now());
        let (taken, (left, until_full)) = {
            let mut buckets = self.limits.buckets.lock();
            let taken = buckets.take((action, whose), rate, now);
            (taken, buckets.left(&(action, whose), rate, now))
        };
        let by_address = matches!(whose, BucketOwner::Address(_));
        taken.map(|()| Some(LimitState { action, by_address, rate, left, until_full })).map_err(
            |wait| {
                self.metrics.limited(action);
                let by_newcomer = matches!(whose, BucketOwner::User { is_new: true, .. })
                    && action.per_newcomer() != action.per_account();
                HttpError::TooOften(TooOften { action, by_address, by_newcomer, wait, rate })
            },
        )
    }
}

/// Counts what an address does, unless that is too often.
pub(super) fn by_address(edge: &Edge, request: &Request) -> Result<(), HttpError> {
    let Some(action) = Action::of(request.method(), request.extensions()) else {
        return Ok(());
    };
    let trusted = &edge.config.server.trusted_proxies;
    let peer = client::peer(request.extensions());
    if client::is_unheard(peer, request.headers(), trusted)
        && !edge.limits.told.swap(true, Ordering::Relaxed)
    {
        tracing::warn!(
            "a request says for whom it was forwarded, and is not believed: if it came from your \
             proxy, set server.trusted_proxies, or all who come through it are limited as one"
        );
    }
    let counted = edge.limit(action, BucketOwner::Address(Client::of_request(edge, request)))?;
    if let Some(notes) = request.extensions().get::<LimitNotes>() {
        notes.note(counted);
    }
    Ok(())
}

fn digest(parts: &[&str]) -> Typed {
    let mut hash = Blake2s256::new();
    for part in parts {
        // Neither has a zero in it.
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hash: [u8; 32] = hash.finalize().into();
    Typed(hash)
}

impl TooOften {
    /// Whole seconds until it may be done again.
    pub(super) fn retry_after(self) -> u64 {
        (self.wait.as_millis().div_ceil(1000)).try_into().unwrap_or(u64::MAX)
    }

    pub(super) fn title(self, t: Language) -> &'static str {
        match self.action {
            Action::SignIn | Action::SecondFactor => t.too_often_sign_in(),
            Action::SignUp => t.too_often_sign_up(),
            Action::Reset => t.too_often_reset(),
            Action::Confirm => t.too_often_confirm(),
            _ => t.too_often(),
        }
    }

    /// What happened, what is unharmed, and when to come back.
    pub(super) fn message(self, t: Language) -> String {
        let happened = match (self.by_address, self.action) {
            (true, _) => t.many_from_your_network(),
            (false, Action::SignIn) => t.many_wrong_passwords(),
            (false, _) => t.many_by_you(),
        };
        let unharmed = match self.action {
            Action::SignIn | Action::SecondFactor => t.unharmed_sign_in(),
            Action::SignUp => t.unharmed_sign_up(),
            Action::Reset => t.unharmed_reset(),
            Action::Confirm => t.unharmed_confirm(),
            Action::Buy => t.unharmed_buy(),
            Action::Pay => t.unharmed_pay(),
            Action::List | Action::NewEvent => t.unharmed_list(),
            _ => t.unharmed_other(),
        };
        let when = t.try_again_in(self.retry_after());
        match self.by_newcomer {
            true => format!("{happened} {unharmed} {} {when}", t.newcomers_may_less()),
            false => format!("{happened} {unharmed} {when}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, http::header::RETRY_AFTER, routing::post};
    use tokio_util::sync::CancellationToken;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{
        config::Config,
        harness::TestMarket,
        http::middleware::{Routes, layered},
        passwords::Passwords,
        payments::sandbox::Sandbox,
    };

    fn edge(market: &TestMarket) -> Edge {
        EdgeState::new(
            Config::default(),
            Arc::default(),
            market.market.clone(),
            Sandbox::checkout(),
            Passwords::new(1).unwrap(),
            Arc::default(),
            CancellationToken::new(),
        )
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_password_by_address_and_by_account() {
        let market = TestMarket::start().await;
        let edge = edge(&market);
        let pages = Router::new()
            .route("/forgot", post(|| async {}))
            .route("/reset/{token}", post(|| async {}));
        let router: Router =
            layered(Routes { pages, ..Routes::default() }, &edge).with_state(edge.clone());
        let ask =
            |path: &str| router.clone().oneshot(Request::post(path).body(Body::empty()).unwrap());
        for n in 0..120 {
            let path = if n % 2 == 0 { "/forgot".to_owned() } else { format!("/reset/{n}") };
            assert_eq!(ask(&path).await.unwrap().status(), 200);
        }
        let refused = ask("/forgot").await.unwrap();
        assert_eq!((refused.status().as_u16(), &refused.headers()[RETRY_AFTER]), (429, &30.into()));
        market.pass(Duration::from_secs(30)).await;
        assert_eq!(ask("/forgot").await.unwrap().status(), 200);

        let [anna, ben] =
            ["anna", "ben"].map(|n| Email::parse(&format!("{n}@example.org")).unwrap());
        for _ in 0..3 {
            assert!(edge.limit_typed(Action::Reset, &anna).is_ok());
        }
        assert!(edge.limit_typed(Action::Reset, &anna).is_err());
        assert!(edge.limit_typed(Action::Reset, &ben).is_ok());
        market.pass(Duration::from_secs(20 * 60)).await;
        assert!(edge.limit_typed(Action::Reset, &anna).is_ok());
    }

    /// Every route of `router` that is sent something, and what is limited though it is only asked
    /// for. A route of a shape that this cannot read would be missed: so it counts them, too.
    fn routes_that_write() -> Vec<(Method, String)> {
        let source = include_str!("mod.rs");
        let (source, _) = source.split_once("middleware::layered").unwrap();
        let routes = source.split(".route(").skip(1).map(|route| {
            let path = route.split('"').nth(1).unwrap().to_owned();
            let handler = route.split_once(',').unwrap().1;
            (path, handler.to_owned())
        });
        let routes: Vec<_> = routes.collect();
        for (path, handler) in &routes {
            let verbs = ["get(", "post("].iter().any(|verb| handler.contains(verb));
            let others = ["put(", "patch(", "delete(", "any(", "on("];
            let is_read = verbs && !others.iter().any(|verb| handler.starts_with(verb));
            assert!(is_read, "{path}: this test cannot tell whether it writes");
        }
        let writing = routes.into_iter().filter(|(_, handler)| handler.contains("post("));
        let writing = writing.map(|(path, _)| (Method::POST, path));
        writing.chain([(Method::GET, "/account/export".to_owned())]).collect()
    }

    #[test]
    fn every_route_that_writes_has_a_limit_of_its_own() {
        let routes = routes_that_write();
        assert!(routes.len() > 30, "{routes:?}");
        for (method, route) in routes {
            let action = Action::of_route(&method, &route);
            let is_limited = action.is_some_and(|action| action != Action::Other);
            assert!(is_limited || route == "/webhooks/stripe", "{method} {route}: {action:?}");
        }
        for operation in api::routes().document.operations().iter().filter(|of| of.method != "GET")
        {
            let method = operation.method.parse().unwrap();
            let action = Action::of_route(&method, &operation.path);
            let is_limited = action.is_some_and(|action| action != Action::Other);
            assert!(is_limited, "{method} {}: {action:?}", operation.path);
        }
        assert_eq!(Action::of_route(&Method::PUT, "/new"), Some(Action::Other), "nor are others");
        assert_eq!(Action::of_route(&Method::GET, "/"), None);
    }

    /// The same of the routes as they are wired: an address that has done all that it may do is
    /// refused everywhere, with a file too.
    #[tokio::test(start_paused = true)]
    async fn an_address_that_has_done_all_it_may_writes_nothing() {
        let market = TestMarket::start().await;
        let edge = edge(&market);
        let client = Client::at(std::net::Ipv4Addr::UNSPECIFIED.into());
        for action in Action::ALL {
            while edge.limit_client(action, client).is_ok() {}
        }
        let router: Router = crate::http::router(&edge);
        for (method, route) in routes_that_write() {
            // The sandbox tells nothing.
            if route == "/webhooks/stripe" {
                continue;
            }
            let path = route.replace("{id}", "01890000-0000-7000-8000-000000000000");
            for content_type in
                ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
            {
                let request = Request::builder().method(&method).uri(&path);
                let body =
                    Body::from_stream(futures_util::stream::pending::<std::io::Result<Vec<u8>>>());
                let request = request.header("content-type", content_type).body(body).unwrap();
                let answer = router.clone().oneshot(request).await.unwrap();
                assert_eq!(answer.status(), 429, "{method} {path}");
            }
        }
    }

    #[test]
    fn newcomers_may_do_less_and_nobody_more() {
        for action in Action::ALL {
            let [new, old, address] =
                [action.per_newcomer(), action.per_account(), action.per_address()];
            assert!(new.times <= old.times && old.times <= address.times, "{action:?}");
            assert_eq!(new.per, old.per, "{action:?}");
        }
    }

    #[test]
    fn what_one_is_told() {
        for (millis, seconds, words) in [
            (0, 0, "a second"),
            (1, 1, "a second"),
            (1001, 2, "2 seconds"),
            (90_000, 90, "90 seconds"),
            (90_001, 91, "2 minutes"),
            (360_000, 360, "6 minutes"),
        ] {
            let wait = Duration::from_millis(millis);
            let rate = Action::Pay.per_account();
            let limit =
                TooOften { action: Action::Pay, by_address: false, by_newcomer: false, wait, rate };
            assert_eq!(limit.retry_after(), seconds);
            let message = limit.message(Language::English);
            assert!(message.ends_with(&format!("again in {words}.")), "{message}");
        }
    }
}

//! How often one address, and one account, may do what costs much or could be guessed.
//!
//! **A sign-in.** Whose address it comes from is read off the connection, or off `X-Forwarded-For`
//! if a trusted proxy sent it. That address's bucket gives a token before the body is read, and the
//! bucket of the typed account one before the password is hashed. A right password gives its token
//! back, so only wrong ones count. An address that has signed in to the account before has a bucket
//! of its own for it: nobody locks an owner out by guessing.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
};
use blake2::{Blake2s256, Digest as _};
use parking_lot::Mutex;

use super::{
    Edge, EdgeState, HttpError,
    buckets::{Buckets, Rate},
    client::{self, Client},
};
use crate::{
    config,
    domain::PasswordHash,
    passwords::Password,
    types::{Email, Language, UserId},
};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// To have a password checked.
    SignIn,
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
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::SignIn, Self::SignUp, Self::Reset, Self::Confirm, Self::Buy, Self::Pay];

    /// Its name in the metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::Confirm => "confirm",
            Self::Buy => "buy",
            Self::Pay => "pay",
        }
    }

    /// What a request does, if that is limited.
    fn of(request: &Request) -> Option<Self> {
        if request.method() != Method::POST {
            return None;
        }
        match request.extensions().get::<MatchedPath>()?.as_str() {
            "/signin" | "/account/password" | "/account/delete" => Some(Self::SignIn),
            // Both tell whether an address has an account.
            "/signup" | "/account/email" => Some(Self::SignUp),
            "/forgot" | "/reset/{token}" => Some(Self::Reset),
            "/account/confirm" | "/confirm/{token}" => Some(Self::Confirm),
            "/tickets/{id}/buy" => Some(Self::Buy),
            "/orders/{id}/pay" => Some(Self::Pay),
            _ => None,
        }
    }

    /// How often one address may do it: thousands of people can be behind one.
    fn per_address(self) -> Rate {
        match self {
            Self::SignIn => Rate { times: 30, per: 5 * MINUTE },
            Self::SignUp | Self::Reset | Self::Confirm => Rate { times: 10, per: HOUR },
            Self::Buy => Rate { times: 600, per: MINUTE },
            Self::Pay => Rate { times: 300, per: MINUTE },
        }
    }

    /// How often one account may do it. Of sign-ins only those count that fail. Who signs up has no
    /// account yet.
    fn per_account(self) -> Rate {
        match self {
            Self::SignIn => Rate { times: 10, per: 15 * MINUTE },
            Self::SignUp | Self::Reset | Self::Confirm => Rate { times: 3, per: HOUR },
            Self::Buy => Rate { times: 60, per: MINUTE },
            Self::Pay => Rate { times: 30, per: MINUTE },
        }
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

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
    User(UserId),
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
    wait: Duration,
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
            BucketOwner::User(_) | BucketOwner::Typed(_) => {
                (action.per_account(), self.config.account_factor)
            }
        };
        Rate { times: rate.times.saturating_mul(factor), ..rate }
    }
}

impl EdgeState {
    /// Counts that a signed-in user does something, unless that is too often.
    pub(super) fn limit_user(&self, action: Action, user: UserId) -> Result<(), HttpError> {
        self.limit(action, BucketOwner::User(user))
    }

    /// Counts that something is done about the account of a typed address, unless that is too
    /// often; so also if it has none, that nobody learns whether it has.
    pub(super) fn limit_typed(&self, action: Action, email: &Email) -> Result<(), HttpError> {
        self.limit(action, BucketOwner::Typed(digest(&[email.as_str()])))
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
        let here = digest(&[email.as_str(), &client.0.to_string()]);
        let now = self.market.clock().now();
        let is_known = self.limits.known.lock().is_used(&here, now);
        let whose = BucketOwner::Typed(if is_known { here } else { digest(&[email.as_str()]) });
        // Before it is known whether it fits: many that are tried at once are many.
        self.limit(Action::SignIn, whose)?;
        let fits = self.passwords.verify(password, hash).await;
        if fits != Ok(false) {
            let rate = self.limits.rate(Action::SignIn, whose);
            self.limits.buckets.lock().give_back(&(Action::SignIn, whose), rate);
        }
        if fits == Ok(true) {
            self.know(client, email);
        }
        Ok(fits?)
    }

    /// Remembers that a client is an account's owner.
    pub(super) fn know(&self, client: Client, email: &Email) {
        let here = digest(&[email.as_str(), &client.0.to_string()]);
        // It is refused if the client is known already.
        let _ = self.limits.known.lock().take(here, KNOWN, self.market.clock().now());
    }

    fn limit(&self, action: Action, whose: BucketOwner) -> Result<(), HttpError> {
        if !self.limits.config.enabled {
            return Ok(());
        }
        let (rate, now) = (self.limits.rate(action, whose), self.market.clock().now());
        let taken = self.limits.buckets.lock().take((action, whose), rate, now);
        taken.map_err(|wait| {
            self.metrics.limited(action);
            let by_address = matches!(whose, BucketOwner::Address(_));
            HttpError::TooOften(TooOften { action, by_address, wait })
        })
    }
}

/// Counts what an address does, unless that is too often.
pub(super) fn by_address(edge: &Edge, request: &Request) -> Result<(), HttpError> {
    let Some(action) = Action::of(request) else { return Ok(()) };
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
    edge.limit(action, BucketOwner::Address(Client::of_request(edge, request)))
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
            Action::SignIn => t.too_often_sign_in(),
            Action::SignUp => t.too_often_sign_up(),
            Action::Reset => t.too_often_reset(),
            Action::Confirm => t.too_often_confirm(),
            Action::Buy | Action::Pay => t.too_often(),
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
            Action::SignIn => t.unharmed_sign_in(),
            Action::SignUp => t.unharmed_sign_up(),
            Action::Reset => t.unharmed_reset(),
            Action::Confirm => t.unharmed_confirm(),
            Action::Buy => t.unharmed_buy(),
            Action::Pay => t.unharmed_pay(),
        };
        format!("{happened} {unharmed} {}", t.try_again_in(self.retry_after()))
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
            market.market.clone(),
            Sandbox::checkout(),
            Passwords::new(1).unwrap(),
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
        for n in 0..10 {
            let path = if n % 2 == 0 { "/forgot".to_owned() } else { format!("/reset/{n}") };
            assert_eq!(ask(&path).await.unwrap().status(), 200);
        }
        let refused = ask("/forgot").await.unwrap();
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()[RETRY_AFTER]),
            (429, &360.into())
        );
        market.pass(Duration::from_secs(360)).await;
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
            let limit = TooOften { action: Action::Pay, by_address: false, wait };
            assert_eq!(limit.retry_after(), seconds);
            let message = limit.message(Language::English);
            assert!(message.ends_with(&format!("again in {words}.")), "{message}");
        }
    }
}

//! How Stripe is asked: in time, not too often, again where that may help, and not at all while it
//! does not answer.

use std::time::Duration;

use parking_lot::Mutex;
use stripe::{ApiErrors, Client, IdempotencyKey, RequestStrategy, StripeRequest as _};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout_at},
};

use super::{
    api::ApiRequest,
    breaker::{Breaker, BreakerChange},
};
use crate::payments::OutcomeUnknown;

/// How often a request is sent at most.
const TRIES: usize = 3;
/// The wait before the second and the third try: at least so long, and up to so much longer.
const WAITS: [(Duration, Duration); TRIES - 1] = [
    (Duration::from_millis(100), Duration::from_millis(300)),
    (Duration::from_millis(300), Duration::from_millis(700)),
];
/// Requests that are under way at once.
const REQUESTS_MAX: usize = 32;
/// More of a word of Stripe's is not logged.
const WORD_CHARS_MAX: usize = 100;

/// How long Stripe may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StripeLimits {
    /// For one try of one request.
    pub attempt: Duration,
    /// For all that one question to the port takes; less than the port's callers wait.
    pub operation: Duration,
    /// For the question at the start whether the key is taken.
    pub check: Duration,
    /// How long it is not asked at first when it has not answered; twice as long each time that it
    /// still does not, up to twelve times this.
    pub pause: Duration,
}

impl Default for StripeLimits {
    fn default() -> Self {
        Self {
            attempt: Duration::from_secs(4),
            operation: Duration::from_millis(9_500),
            check: Duration::from_secs(5),
            pause: Duration::from_secs(5),
        }
    }
}

/// The connection to Stripe.
pub(super) struct Wire {
    client: Client,
    pub(super) limits: StripeLimits,
    breaker: Mutex<Breaker>,
    places: Semaphore,
}

/// One question to the port: by when it is to be answered, and how its waits are spread.
#[derive(Debug, Clone, Copy)]
pub(super) struct StripeQuestion {
    deadline: Instant,
    /// Random bytes, so that what failed together does not come back together.
    spread: [u8; TRIES - 1],
    tries: usize,
    is_aside: bool,
}

/// No answer, or one that is none: of a try, or of each that was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failed {
    /// Stripe says no: nothing was done, nor will be.
    #[error("Stripe refuses it: {0}")]
    Refused(StripeRefusal),
    /// 409 and 429: it answers, but not this and now.
    #[error("Stripe answers {0}")]
    Busy(StripeRefusal),
    /// A 5xx in Stripe's own words. A 500 each time is perhaps the answer that is saved under this
    /// key.
    #[error("Stripe answers {0}")]
    Status(u16),
    /// What came cannot be read. It may have been a refusal with more in it than the client library
    /// knows.
    #[error("Stripe's answer cannot be read")]
    Unreadable,
    #[error("the connection to Stripe failed")]
    Connection,
    #[error("Stripe did not answer in time")]
    TimedOut,
    /// It was not sent, or failed now so and now otherwise: nobody knows.
    #[error("{0}")]
    Unknown(String),
}

/// What Stripe says no to, in the words that are fit for a log: its objects and messages may hold
/// secrets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub(super) struct StripeRefusal {
    pub(super) status: u16,
    pub(super) code: Option<String>,
    kind: String,
    words: String,
}

impl StripeQuestion {
    pub(super) fn within(limit: Duration, spread: [u8; TRIES - 1]) -> Self {
        Self { deadline: Instant::now() + limit, spread, tries: TRIES, is_aside: false }
    }

    /// The same, but each request is sent once only.
    pub(super) fn once(self) -> Self {
        Self { tries: 1, ..self }
    }

    /// The same, but that there is no answer does not keep others from being asked: no payment needs
    /// this one.
    pub(super) fn aside(self) -> Self {
        Self { is_aside: true, ..self }
    }

    /// The wait after so many other tries and this one, if there is another.
    fn wait(&self, tried: usize) -> Option<Duration> {
        let (least, more) = WAITS.get(tried).filter(|_| tried + 1 < self.tries)?;
        let spread = self.spread.get(tried).copied().unwrap_or_default();
        Some(*least + *more * u32::from(spread) / 255)
    }
}

impl Wire {
    pub(super) fn new(client: Client, limits: StripeLimits) -> Self {
        let breaker = Mutex::new(Breaker::new(limits.pause));
        Self { client, limits, breaker, places: Semaphore::new(REQUESTS_MAX) }
    }

    pub(super) fn is_answering(&self) -> bool {
        self.breaker.lock().is_closed()
    }

    /// Sends a request, and sends it again if that may help; under the same key, if it has one.
    pub(super) async fn send<T: miniserde::Deserialize>(
        &self,
        question: StripeQuestion,
        request: &ApiRequest<T>,
        key: Option<&str>,
    ) -> Result<T, Failed> {
        let strategy = match key.map(IdempotencyKey::new) {
            None => RequestStrategy::Once,
            Some(Ok(key)) => RequestStrategy::Idempotent(key),
            Some(Err(_)) => return Err(Failed::Unknown("the key is too long".into())),
        };
        let mut failures = Vec::new();
        for tried in 0..question.tries {
            match self.attempt(question, request, strategy.clone()).await {
                Err(failed @ (Failed::Refused(_) | Failed::Unknown(_))) => return Err(failed),
                Err(failed) => failures.push(failed),
                Ok(output) => return Ok(output),
            }
            let Some(wait) = question.wait(tried) else { break };
            if Instant::now() + wait + self.least() >= question.deadline {
                break;
            }
            tokio::time::sleep(wait).await;
        }
        let is_sure =
            failures.len() == question.tries && failures.windows(2).all(|two| two[0] == two[1]);
        Err(match failures.pop() {
            Some(last) if is_sure => last,
            last => Failed::Unknown(last.map_or_else(String::new, |last| last.to_string())),
        })
    }

    /// The least time that a try is worth beginning with.
    fn least(&self) -> Duration {
        self.limits.attempt / 4
    }

    async fn attempt<T: miniserde::Deserialize>(
        &self,
        question: StripeQuestion,
        request: &ApiRequest<T>,
        strategy: RequestStrategy,
    ) -> Result<T, Failed> {
        let Ok(Ok(_place)) = timeout_at(question.deadline, self.places.acquire()).await else {
            return Err(Failed::Unknown("too many requests to Stripe were under way".into()));
        };
        let now = Instant::now();
        // One that has hardly any time would only make Stripe look silent.
        if now + self.least() >= question.deadline {
            return Err(Failed::Unknown("there was no time left to ask Stripe".into()));
        }
        if !self.breaker.lock().admits(now) {
            return Err(Failed::Unknown(
                "Stripe has not answered lately, and is asked again soon".into(),
            ));
        }
        let limit = self.limits.attempt.min(question.deadline - now);
        let sent = request.customize().request_strategy(strategy).timeout(limit);
        let tried = sent.send(&self.client).await.map_err(Failed::from);
        let change = match &tried {
            Ok(_) | Err(Failed::Refused(_) | Failed::Busy(_) | Failed::Unknown(_)) => {
                self.breaker.lock().answered()
            }
            Err(_) if question.is_aside => None,
            Err(_) => self.breaker.lock().failed(Instant::now()),
        };
        match change {
            Some(BreakerChange::Opened) => {
                tracing::warn!("Stripe does not answer; it is asked again only now and then");
            }
            Some(BreakerChange::Closed) => tracing::info!("Stripe answers again"),
            None => {}
        }
        tried
    }
}

impl From<stripe::StripeError> for Failed {
    /// Never by an error's own words: they are whole objects.
    fn from(error: stripe::StripeError) -> Self {
        use stripe::StripeError as E;

        match error {
            E::Stripe(errors, status @ (409 | 429)) => {
                Self::Busy(StripeRefusal::new(&errors, status))
            }
            E::Stripe(errors, status @ (400..=423 | 425..=499)) => {
                Self::Refused(StripeRefusal::new(&errors, status))
            }
            E::Stripe(_, status) => Self::Status(status),
            E::JSONDeserialize(_) => Self::Unreadable,
            E::ClientError(_) => Self::Connection,
            E::Timeout => Self::TimedOut,
            E::ConfigError(_) => Self::Unknown("the request cannot be made".into()),
        }
    }
}

impl StripeRefusal {
    fn new(errors: &ApiErrors, status: u16) -> Self {
        let word = |word: &str| word.chars().take(WORD_CHARS_MAX).collect::<String>();
        let kind = word(errors.type_.as_str());
        let mut words = format!("{status} {kind}");
        for (name, what) in [
            ("code", errors.code.as_ref().map(|code| code.as_str())),
            ("decline code", errors.decline_code.as_deref()),
            ("parameter", errors.param.as_deref()),
        ] {
            if let Some(what) = what {
                words += &format!(", {name} {}", word(what));
            }
        }
        let code = errors.code.as_ref().map(|code| word(code.as_str()));
        Self { status, code, kind, words }
    }

    pub(super) fn is_about_key(&self) -> bool {
        self.kind == "idempotency_error"
    }
}

impl Failed {
    /// Whether only another key can help: this one replays a 500, or belongs to a request with other
    /// parameters, from before an upgrade say.
    pub(super) fn is_stuck(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_about_key(),
            failed => *failed == Self::Status(500),
        }
    }

    /// What Stripe says no to, unless that is the key.
    pub(super) fn refusal(&self) -> Option<&StripeRefusal> {
        match self {
            Self::Refused(refusal) if refusal.status != 401 => Some(refusal),
            _ => None,
        }
    }

    /// That it failed, said for this kind of request.
    pub(super) fn unknown(self, request: &str) -> OutcomeUnknown {
        match &self {
            Self::Refused(refusal) if refusal.status == 401 => {
                tracing::error!(%refusal, "Stripe does not take the key any more: was it rolled?");
            }
            Self::Refused(refusal) if refusal.status == 403 => {
                tracing::error!(%refusal, request, "the key may not do this at Stripe");
            }
            _ => {}
        }
        OutcomeUnknown(format!("{request}: {self}"))
    }
}

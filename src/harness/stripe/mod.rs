//! A Stripe of our own: a real HTTP server on this machine that behaves as Stripe's API does for
//! the few endpoints that Holdfast uses, can be told what goes wrong with each request, and keeps a
//! [`Ledger`] of what really happened to money.
//!
//! It is the twin of [`Scripted`](crate::payments::scripted::Scripted) on the other side of the
//! network. Its rules are those of Stripe's documentation, where they are linked to; what Stripe
//! leaves open it decides against the client. It runs in real time, since sockets do; its
//! [`Clock`] can be moved on by [`ScriptedStripe::pass`].
//!
//! Browsers come to it as well: it serves a script that stands in for Stripe.js
//! ([`ScriptedStripe::js_url`]), and takes a publishable key for what a browser may ask.
//!
//! Where it is not known to be Stripe's double: an answer is saved under its key as soon as the
//! parameters were in order, so that a 404 and a refusal by the state are replayed too (Stripe
//! saves "if an endpoint started executing"); a list of currencies has Stripe's minimum, the others
//! have none; what is `processing` cannot be cancelled, and becomes so by a bank account that is
//! captured by hand like a card; payment methods keep the names of Stripe's test cards as their ids;
//! a search knows only `metadata['key']:'value'`; of what can be expanded only the intents of refunds
//! and disputes are, and what is taken for a charge.
//!
//! ```
//! use holdfast::harness::stripe::{Endpoint, HttpFault, ScriptedStripe, ledger::What};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let stripe = ScriptedStripe::start().await;
//! // Every first capture is done, and its answer is lost.
//! stripe.fault(|asked| match (asked.call, asked.nth_of_call) {
//!     (Endpoint::Capture, 1) => HttpFault::CommitThenDrop,
//!     _ => HttpFault::None,
//! });
//! // … point `payments.stripe.api_url` to `stripe.url()`, and sell something. Then:
//! let ledger = stripe.ledger();
//! assert_eq!(ledger.double_charges(), Vec::<String>::new());
//! assert_eq!(ledger.count(What::Captured), 0);
//! # });
//! ```

mod books;
mod browser;
mod command;
mod connect;
mod dispute;
mod error;
mod form;
mod idempotency;
mod intent;
pub mod ledger;
mod page;
mod refund;
mod server;
mod shared;
pub mod webhook;

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use serde_json::Value;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

pub use command::Endpoint;
pub use connect::{AccountState, SeenTransfer};
pub use dispute::DISPUTE_FEE;
pub use idempotency::KEY_LIFE;
pub use intent::IntentStatus;
pub use ledger::Ledger;
pub use refund::RefundStatus;

use self::{
    books::FakeBooks,
    command::{ApiCommand, Method, NewRefund},
    connect::ConnectCommand,
    error::ApiError,
    shared::Shared,
    webhook::SignedEvent,
};
use crate::{clock::Clock, types::Timestamp};

/// A secret that events are signed with from the start.
pub const WEBHOOK_SECRET: &str = "whsec_scripted";

/// A key that is taken; so is every other that begins with `sk_test_`.
pub const API_KEY: &str = "sk_test_scripted";

/// The one key for real money that is taken.
pub const LIVE_API_KEY: &str = "sk_live_scripted";

/// What browsers are given with [`LIVE_API_KEY`].
pub const LIVE_PUBLISHABLE_KEY: &str = "pk_live_scripted";

/// What browsers are given; so is every other key that begins with `pk_test_`.
pub const PUBLISHABLE_KEY: &str = "pk_test_scripted";

/// How long a search does not find what is new: "under normal operating conditions, data is
/// searchable in under 1 minute" (<https://docs.stripe.com/search#data-freshness>).
const SEARCH_LAG: Duration = Duration::from_secs(60);

/// How long [`ScriptedStripe::until`] waits, in real time.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server. It outlives a market, as the real one does, and stops when the last handle to it is
/// dropped.
#[derive(Clone)]
pub struct ScriptedStripe {
    shared: Arc<Shared>,
    address: SocketAddr,
    _stop: Arc<DropGuard>,
}

/// A request, as the plan sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRequest {
    /// To which endpoint.
    pub call: Endpoint,
    /// `GET` or `POST`.
    pub method: String,
    /// `/v1/payment_intents/pi_…/capture`
    pub path: String,
    /// Its `Idempotency-Key`.
    pub key: Option<String>,
    /// The how many-th request of all, from 1.
    pub nth: usize,
    /// The how many-th to this endpoint, from 1.
    pub nth_of_call: usize,
}

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpFault {
    /// Nothing.
    None,
    /// The connection closes before anything was done or saved.
    Refuse,
    /// It takes so long to have its effect and to be answered. Its key is in use meanwhile.
    Delay(Duration),
    /// It has its effect, its answer is saved under its key, and the connection closes without it.
    CommitThenDrop,
    /// It is answered by this status at once, without any effect; nothing is saved.
    Status(u16),
    /// It has its effect, and is answered by a 500 that is saved under its key: for 24 hours the
    /// same key gives the same 500.
    CommitThen500,
    /// It has no effect, and is answered by a 500 that is saved under its key: only another key
    /// can have the effect.
    Saved500,
    /// A proxy answers: 502, and HTML. No effect; nothing is saved.
    HtmlBadGateway,
    /// It has its effect, and the connection closes in the middle of the answer.
    CutJson,
    /// The connection closes now, and it arrives after so long. If another with the same key was
    /// faster, it has no effect any more.
    Late(Duration),
}

/// Why something could not be done that no request asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct ScriptedStripeError(Box<str>);

impl ScriptedStripe {
    /// A Stripe on a free port of this machine, by the machine's clock.
    pub async fn start() -> Self {
        Self::start_at(Clock::System).await
    }

    /// A Stripe by a clock.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start_at(clock: Clock) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let shared = Arc::new(Shared::new(clock, WEBHOOK_SECRET));
        shared.inner.lock().books.search_lag = SEARCH_LAG;
        shared.inner.lock().books.connect.url = format!("http://{address}");
        let stop = CancellationToken::new();
        tokio::spawn(server::serve(listener, shared.clone(), stop.clone()));
        Self { shared, address, _stop: Arc::new(stop.drop_guard()) }
    }

    /// `http://127.0.0.1:…`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where a page gets the script that stands in for Stripe.js: `payments.stripe.js_url`. It has
    /// the calls that the order's page makes and asks this server; instead of a card one chooses
    /// one of Stripe's test payment methods, from a `select` of the id `stand-in-card`.
    #[must_use]
    pub fn js_url(&self) -> String {
        format!("{}{}", self.url(), browser::SCRIPT_PATH)
    }

    /// Asks the plan about every request from now on. It may itself do something here: cancel in
    /// the dashboard just before a capture, say.
    pub fn fault(&self, plan: impl FnMut(&SeenRequest) -> HttpFault + Send + 'static) {
        *self.shared.plan.lock() = Some(Box::new(plan));
    }

    /// What time it is here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.now()
    }

    /// Until nothing is under way here any more, late arrivals included: no request takes a day.
    pub async fn until_quiet(&self) {
        let is_quiet = |it: &Self| it.shared.under_way.load(Ordering::Relaxed) == 0;
        self.until("what was sent has its effect", is_quiet).await;
    }

    /// Lets time pass here, at once: also for what is under way, which [`Self::until_quiet`] waits for.
    pub fn pass(&self, time: Duration) {
        self.shared.inner.lock().passed += time;
        self.shared.tell_of_change();
    }

    /// From now on this key is refused as expired.
    pub fn revoke(&self, key: &str) {
        self.shared.inner.lock().revoked.insert(key.to_owned());
    }

    /// What browsers are given; so is every other key that begins with `pk_test_`.
    pub const PUBLISHABLE_KEY: &str = "pk_test_scripted";

    /// How long a search does not find what is new: a minute from the start.
    pub fn set_search_lag(&self, lag: Duration) {
        self.shared.inner.lock().books.search_lag = lag;
    }

    /// All that really happened to money, in order.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.shared.inner.lock().books.ledger.clone()
    }

    /// Every request so far, with those that a fault met.
    #[must_use]
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared.inner.lock().asked.clone()
    }

    /// Every intent and where it stands, the oldest first.
    #[must_use]
    pub fn intents(&self) -> Vec<(String, IntentStatus)> {
        self.shared.inner.lock().books.statuses()
    }

    /// Where an intent stands.
    #[must_use]
    pub fn status(&self, intent: &str) -> Option<IntentStatus> {
        self.intents().into_iter().find(|(id, _)| id == intent).map(|(_, status)| status)
    }

    /// The buyer pays in the browser with a card that succeeds. The intent is named by its id or
    /// by its client secret.
    ///
    /// # Errors
    /// When the intent cannot be paid any more.
    pub fn buyer_pays(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        self.buyer_pays_with(intent, "pm_card_visa")
    }

    /// The buyer pays in the browser with one of Stripe's test payment methods. A declined card is
    /// no error: the intent is [`IntentStatus::RequiresPaymentMethod`] again.
    ///
    /// # Errors
    /// When the intent cannot be paid any more, or there is no such method.
    pub fn buyer_pays_with(
        &self,
        intent: &str,
        method: &str,
    ) -> Result<IntentStatus, ScriptedStripeError> {
        let id = intent.split_once("_secret_").map_or(intent, |(id, _)| id).to_owned();
        let method = Some(Method::named(method)?);
        let known = self.shared.execute(ApiCommand::LookUp(id.clone()))?;
        if intent != id && known.get("client_secret").and_then(Value::as_str) != Some(intent) {
            return Err(ScriptedStripeError("this is not the secret of that intent".into()));
        }
        self.act(&id, ApiCommand::Confirm { id: id.clone(), method, return_url: None })
    }

    /// The buyer proves who they are to the bank (3-D Secure).
    ///
    /// # Errors
    /// When nobody asked for it.
    pub fn authenticate(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        self.go_on(intent, IntentStatus::RequiresAction, true)
    }

    /// The buyer fails to prove who they are to the bank (3-D Secure).
    ///
    /// # Errors
    /// When nobody asked for it.
    pub fn fail_authentication(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        self.go_on(intent, IntentStatus::RequiresAction, false)
    }

    /// The bank, which took its time, says yes or no.
    ///
    /// # Errors
    /// When it was not asked, or has said so.
    pub fn bank_answers(
        &self,
        intent: &str,
        succeeds: bool,
    ) -> Result<IntentStatus, ScriptedStripeError> {
        self.go_on(intent, IntentStatus::Processing, succeeds)
    }

    /// Somebody cancels the payment in Stripe's dashboard.
    ///
    /// # Errors
    /// When it cannot be cancelled.
    pub fn cancel_in_dashboard(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        let reason = Some("requested_by_customer".into());
        self.act(intent, ApiCommand::Cancel { id: intent.into(), reason })
    }

    /// Somebody takes the money in Stripe's dashboard.
    ///
    /// # Errors
    /// When none is held.
    pub fn capture_in_dashboard(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        self.act(intent, ApiCommand::Capture { id: intent.into(), minor: None, with_fee: false })
    }

    /// Somebody gives the money back in Stripe's dashboard; the refund's id.
    ///
    /// # Errors
    /// When none was taken, or it was given back.
    pub fn refund_in_dashboard(&self, intent: &str) -> Result<String, ScriptedStripeError> {
        self.give_back(intent, None)
    }

    /// Somebody gives a part of the money back in Stripe's dashboard; the refund's id.
    ///
    /// # Errors
    /// When so much was not taken, or it was given back.
    pub fn refund_part_in_dashboard(
        &self,
        intent: &str,
        minor: u32,
    ) -> Result<String, ScriptedStripeError> {
        self.give_back(intent, Some(minor))
    }

    fn give_back(&self, intent: &str, minor: Option<u32>) -> Result<String, ScriptedStripeError> {
        let (intent, metadata) = (intent.to_owned(), Default::default());
        let new = NewRefund { intent, minor, reason: None, metadata };
        let refund = self.shared.execute(ApiCommand::Refund(new))?;
        self.shared.tell_of_change();
        Ok(refund.get("id").and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// The bank lets go of held money after some days, and Stripe cancels the intent.
    ///
    /// # Errors
    /// When the intent is over.
    pub fn lapse(&self, intent: &str) -> Result<IntentStatus, ScriptedStripeError> {
        let now = self.now();
        self.then(intent, |books| books.lapse(intent, now))
    }

    /// Something becomes of a seller's account.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn set_account(
        &self,
        account: &str,
        state: AccountState,
    ) -> Result<(), ScriptedStripeError> {
        let now = self.now();
        self.shared.inner.lock().books.set_account(account, state, now)?;
        self.shared.tell_of_change();
        Ok(())
    }

    /// The sellers' accounts in the order in which they were opened, and whom they name.
    #[must_use]
    pub fn accounts(&self) -> Vec<(String, String)> {
        self.shared.inner.lock().books.connect.accounts()
    }

    /// What was transferred to sellers, in order.
    #[must_use]
    pub fn transfers(&self) -> Vec<SeenTransfer> {
        self.shared.inner.lock().books.connect.seen()
    }

    /// What lies on the site's own account, in minor units.
    #[must_use]
    pub fn balance_minor(&self) -> i64 {
        self.shared.inner.lock().books.balance_minor()
    }

    /// So much of what lies there cannot be transferred yet, in minor units.
    pub fn set_pending_minor(&self, minor: i64) {
        self.shared.inner.lock().books.connect.pending_minor = minor;
    }

    /// All that lies on a seller's account goes to their bank: so much, in minor units.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn pay_out(&self, account: &str) -> Result<i64, ScriptedStripeError> {
        Ok(self.shared.inner.lock().books.connect.pay_out(account)?)
    }

    /// Somebody has a transfer brought back in Stripe's dashboard, or a part of it.
    ///
    /// # Errors
    /// When so much is not to be had.
    pub fn reverse_in_dashboard(
        &self,
        transfer: &str,
        minor: Option<u32>,
    ) -> Result<(), ScriptedStripeError> {
        let (transfer, metadata) = (transfer.to_owned(), Default::default());
        let reverse = ConnectCommand::Reverse { transfer, minor, metadata };
        self.shared.execute(ApiCommand::Connect(reverse))?;
        self.shared.tell_of_change();
        Ok(())
    }

    /// How refunds begin from now on; at first they succeed at once. One that begins as failed
    /// gives nothing back.
    pub fn set_refunds_begin(&self, status: RefundStatus) {
        self.shared.inner.lock().books.refunds_begin = status;
    }

    /// From now on the account has nothing to give back (or has again), and refunds are refused.
    pub fn set_out_of_money(&self, is_out_of_money: bool) {
        self.shared.inner.lock().books.is_out_of_money = is_out_of_money;
    }

    /// What becomes of a refund in the end. One that succeeded may still fail, when the bank sends
    /// it back.
    ///
    /// # Errors
    /// When there is no such refund.
    pub fn settle_refund(
        &self,
        refund: &str,
        end: RefundStatus,
    ) -> Result<(), ScriptedStripeError> {
        let now = self.now();
        self.shared.inner.lock().books.settle_refund(refund, end, now)?;
        self.shared.tell_of_change();
        Ok(())
    }

    /// With which secrets events are signed from now on: two while one is rotated.
    pub fn set_webhook_secrets(&self, secrets: &[&str]) {
        self.shared.inner.lock().secrets = secrets.iter().map(|&secret| secret.into()).collect();
    }

    /// Everything that Stripe has to tell so far, in order, signed now: Stripe too signs again for
    /// each delivery.
    #[must_use]
    pub fn events(&self) -> Vec<SignedEvent> {
        self.events_after(0)
    }

    /// [`ScriptedStripe::events`] without the first so many, which are known already.
    #[must_use]
    pub fn events_after(&self, known: usize) -> Vec<SignedEvent> {
        let now = self.now();
        let inner = self.shared.inner.lock();
        let new = inner.books.events.iter().skip(known);
        new.map(|event| event.signed(now, &inner.secrets)).collect()
    }

    /// Waits until something holds here.
    ///
    /// # Panics
    /// When it does not within 30 seconds.
    pub async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let mut changes = self.shared.changes.subscribe();
        let waited = tokio::time::timeout(PATIENCE, async {
            while !holds(self) {
                // The sender lives as long as this handle.
                let _ = changes.changed().await;
            }
        });
        assert!(waited.await.is_ok(), "waited for this in vain: {what}");
    }

    fn go_on(
        &self,
        intent: &str,
        from: IntentStatus,
        succeeds: bool,
    ) -> Result<IntentStatus, ScriptedStripeError> {
        let now = self.now();
        self.then(intent, |books| books.go_on(intent, from, succeeds, now))
    }

    fn act(&self, intent: &str, command: ApiCommand) -> Result<IntentStatus, ScriptedStripeError> {
        let now = self.now();
        self.then(intent, |books| books.execute(command, now))
    }

    /// Does something, and says where the intent stands then.
    fn then(
        &self,
        intent: &str,
        act: impl FnOnce(&mut FakeBooks) -> Result<Value, ApiError>,
    ) -> Result<IntentStatus, ScriptedStripeError> {
        let done = act(&mut self.shared.inner.lock().books);
        self.shared.tell_of_change();
        match done {
            // A declined card is an answer like any other.
            Err(error) if error.status != 402 => Err(error.into()),
            _ => self
                .status(intent)
                .ok_or_else(|| ScriptedStripeError("there is no such intent".into())),
        }
    }
}

impl From<ApiError> for ScriptedStripeError {
    fn from(error: ApiError) -> Self {
        Self(error.to_string().into())
    }
}

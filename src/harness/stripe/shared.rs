use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use serde_json::Value;
use tokio::sync::watch;

use super::{
    HttpFault, SeenRequest,
    books::FakeBooks,
    command::{ApiCommand, Endpoint},
    error::ApiError,
    form::ApiForm,
    idempotency::{Begun, Keys, Saved},
};
use crate::{clock::Clock, types::Timestamp};

pub(super) type Plan = Box<dyn FnMut(&SeenRequest) -> HttpFault + Send>;

/// What requests and handles share.
pub(super) struct Shared {
    clock: Clock,
    pub(super) inner: Mutex<SharedState>,
    /// Apart from the rest, so that a plan may do something here itself.
    pub(super) plan: Mutex<Option<Plan>>,
    pub(super) changes: watch::Sender<()>,
    pub(super) under_way: AtomicUsize,
}

/// A request from its arrival, or from when it was sent if it arrives late, to its answer.
pub(super) struct UnderWay(Arc<Shared>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
        self.0.tell_of_change();
    }
}

#[derive(Default)]
pub(super) struct SharedState {
    pub(super) books: FakeBooks,
    keys: Keys,
    pub(super) asked: Vec<SeenRequest>,
    asked_by_call: HashMap<Endpoint, usize>,
    pub(super) passed: Duration,
    pub(super) secrets: Vec<String>,
    pub(super) revoked: HashSet<String>,
}

impl Shared {
    pub(super) fn new(clock: Clock, secret: &str) -> Self {
        let inner = SharedState { secrets: vec![secret.to_owned()], ..SharedState::default() };
        let (inner, plan) = (Mutex::new(inner), Mutex::new(None));
        let (changes, under_way) = (watch::Sender::new(()), AtomicUsize::new(0));
        Self { clock, inner, plan, changes, under_way }
    }

    pub(super) fn begins(self: &Arc<Self>) -> UnderWay {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(self.clone())
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now() + self.inner.lock().passed
    }

    pub(super) fn note(
        &self,
        call: Endpoint,
        method: &str,
        path: &str,
        key: Option<String>,
    ) -> SeenRequest {
        let mut inner = self.inner.lock();
        let nth_of_call = inner.asked_by_call.entry(call).or_default();
        *nth_of_call += 1;
        let nth_of_call = *nth_of_call;
        let nth = inner.asked.len() + 1;
        let (method, path) = (method.to_owned(), path.to_owned());
        let asked = SeenRequest { call, method, path, key, nth, nth_of_call };
        inner.asked.push(asked.clone());
        drop(inner);
        self.tell_of_change();
        asked
    }

    pub(super) fn ask(&self, asked: &SeenRequest) -> HttpFault {
        self.plan.lock().as_mut().map_or(HttpFault::None, |plan| plan(asked))
    }

    pub(super) fn is_revoked(&self, key: &str) -> bool {
        self.inner.lock().revoked.contains(key)
    }

    pub(super) fn secret_of(&self, intent: &str) -> Option<String> {
        self.inner.lock().books.secret_of(intent).map(str::to_owned)
    }

    pub(super) fn begin(&self, key: &str, path: &str, form: &ApiForm) -> Result<Begun, ApiError> {
        let now = self.now();
        self.inner.lock().keys.begin(key, path, form, now)
    }

    pub(super) fn end(&self, key: &str, answer: Saved) {
        self.inner.lock().keys.end(key, answer);
    }

    pub(super) fn execute(&self, command: ApiCommand) -> Result<Value, ApiError> {
        let now = self.now();
        self.inner.lock().books.execute(command, now)
    }

    pub(super) fn tell_of_change(&self) {
        self.changes.send_replace(());
    }
}

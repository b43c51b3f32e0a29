//! What is brought to others after it was committed: an outbox, delivered at least once.
//!
//! A [`Consumer`] says what waits, what is handed over and to whom, and which events note what has
//! become of it; mail is one ([`mail::MailConsumer`]). The engine is one for all of them
//! (`src/actors/delivery/`): it begins what is due, a few at once for each destination, and commits
//! what became of it. A try in vain is repeated by a [`Schedule`]: back-off with jitter, and giving
//! up. A destination that takes nothing opens its [`CircuitBreaker`]. To ask again for what was
//! given up is to commit an event that makes it wait anew, and to wake the engine.
//!
//! **The cursor** is in the journal: a delivery waits until events say what has become of it. They
//! are committed once the destination has answered, and until then it keeps its place: so none is
//! delivered again because it could not be noted, and where nothing can be noted nothing more is
//! delivered. Only the end of the process between the two has it delivered again, under the same
//! id, by which the destination can know it.
//!
//! **In order.** A consumer whose destinations are streams has [`Consumer::AT_ONCE`] 1, and
//! [`Consumer::waiting`] gives one delivery for each: the first entry after the stream's cursor,
//! which [`Consumer::noted`] moves on. What waits to be tried again holds up what is behind it.

pub mod bus;
mod circuit_breaker;
pub mod cloud_events;
pub mod event_schemas;
pub mod mail;
mod schedule;
pub mod webhooks;

use std::{fmt::Display, hash::Hash, time::Duration};

pub use circuit_breaker::{CircuitBreaker, Trouble, Turn};
pub use schedule::{Schedule, Waits};

use crate::{
    domain::DomainEvent,
    storage::StorageError,
    types::{BackOff, Timestamp},
};

/// Somebody who has things delivered. Its methods read what is committed; all but
/// [`Consumer::deliver`] at once.
pub trait Consumer: Send + Sync + 'static {
    /// A delivery's stable id: the destination is told it, and has it again with each try.
    type Id: Copy + Eq + Hash + Display + Send + Sync + 'static;
    /// To whom: it has a circuit breaker of its own.
    type Destination: Clone + Eq + Hash + Send + Sync + 'static;
    /// What a delivery is made of, as it is committed.
    type Item: PartialEq + Send + Sync + 'static;
    /// What is handed over.
    type Parcel: Send + Sync + 'static;
    /// What a destination says that takes something.
    type Taken: Send + 'static;
    /// Why one does not, as it may be kept and shown.
    type Said: Display + From<NoReply> + Send + 'static;

    /// For the log.
    const NAME: &'static str;
    /// How many are under way to one destination at once.
    const AT_ONCE: usize;
    /// How many are under way in all.
    const AT_ONCE_IN_ALL: usize;
    /// How long a try may take at the very most. Then it counts as "not now".
    const TRY_MAX: Duration;
    /// When a delivery is tried again, and when no more.
    const SCHEDULE: Schedule;
    /// How long a destination that takes nothing is left alone.
    const BREAKER: BackOff;

    /// All to whom something may wait to be delivered. They have places in turn; those that never had one, in
    /// this order.
    fn destinations(&self) -> Vec<Self::Destination>;

    /// The first so many that wait, each with when it is due: those that are due first come first.
    fn waiting(&self, to: &Self::Destination, count: usize) -> Vec<(Timestamp, Self::Id)>;

    /// A delivery, if it waits.
    ///
    /// # Errors
    /// When it cannot be read: that is tried again.
    fn read(&self, id: Self::Id) -> Result<Option<Queued<Self::Item>>, StorageError>;

    /// Makes what is handed over, of the records as they are now.
    ///
    /// # Errors
    /// When nothing is to be handed over, now or any more; the consumer has told the log why.
    fn prepare(
        &self,
        item: &Self::Item,
        now: Timestamp,
    ) -> Result<Self::Parcel, Undelivered<Self::Said>>;

    /// Hands it over; `Ok` means that it was taken. It may panic, and be dropped at any await.
    fn deliver(&self, parcel: &Self::Parcel) -> impl Future<Output = TryResult<Self>> + Send;

    /// The events that note what became of a try: it waits until `again_at`, or no more.
    fn noted(
        &self,
        item: &Self::Item,
        result: &TryResult<Self>,
        again_at: Option<Timestamp>,
    ) -> Vec<DomainEvent>;

    /// Tells the log what a destination has said to a delivery.
    fn log(&self, item: &Self::Item, result: &TryResult<Self>, again_at: Option<Timestamp>);

    /// Tells the log how a destination stands.
    fn log_breaker(&self, to: &Self::Destination, turn: Turn<'_>);
}

/// What comes of a try.
pub type TryResult<C> = Result<<C as Consumer>::Taken, Undelivered<<C as Consumer>::Said>>;

/// Why there is no word of a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReply {
    /// What speaks to it has panicked.
    SiteFault,
    /// It took longer than [`Consumer::TRY_MAX`].
    TooLate,
}

impl From<NoReply> for Box<str> {
    fn from(why: NoReply) -> Self {
        match why {
            NoReply::SiteFault => "a fault of the site: see its log".into(),
            NoReply::TooLate => "the server did not answer".into(),
        }
    }
}

/// A delivery that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued<T> {
    /// Since when it is to be delivered.
    pub since: Timestamp,
    /// How often it was tried in vain since then.
    pub failures: u32,
    /// When it is due.
    pub not_before: Timestamp,
    /// What it is made of.
    pub item: T,
}

/// Why something was not delivered, in words that may be kept and shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered<S = Box<str>> {
    /// It will not be taken, now or later.
    #[error("{0}")]
    Refused(S),
    /// It is not taken now; or it is not known whether it was.
    #[error("{said}")]
    NotNow {
        /// Why.
        said: S,
        /// How long the destination wants to be spared (HTTP's Retry-After), if it says so.
        retry_after: Option<Duration>,
    },
    /// The destination takes nothing from us as things are: it cannot be reached, or does not let
    /// us in. That says nothing about this delivery.
    #[error("{0}")]
    Unusable(S),
}

impl<S> Undelivered<S> {
    /// [`Undelivered::NotNow`], and nobody says when.
    #[must_use]
    pub fn not_now(said: S) -> Self {
        Self::NotNow { said, retry_after: None }
    }

    /// Why.
    #[must_use]
    pub fn said(&self) -> &S {
        match self {
            Self::Refused(said) | Self::NotNow { said, .. } | Self::Unusable(said) => said,
        }
    }
}

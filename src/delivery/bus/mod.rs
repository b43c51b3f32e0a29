//! The event bus: public events are published to a NATS JetStream stream, each once and in order,
//! however long NATS, the site or both were away.
//!
//! **The journal is the outbox, and the stream's last message the cursor.** Each message is published
//! with the sequence number that the stream must have before it (`Nats-Expected-Last-Sequence`, of the
//! whole stream), so none can come twice or out of order, whatever becomes of requests on the way. What
//! becomes of a session is never guessed: after a fault a new one begins, and reads the stream's last
//! message (`session.rs`). Since each message is one event, the numbers of both walk together: where the
//! stream was emptied by `max_age`, the cursor that stands beside it (`cursor.rs`) and its last sequence
//! number say which event comes next.
//!
//! It is a task of its own that reads the feed. Nothing waits for it, and nothing of it is in memory
//! but some events under way: NATS being down costs the site nothing but the backlog.

mod cursor;
mod session;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use super::cloud_events::EventSource;
use crate::{
    config::BusConfig,
    domain::public::PublicEventId,
    storage::{StorageError, Tables},
    types::{BackOff, Timestamp},
};

/// How long until NATS is tried again.
const BACK_OFF: BackOff =
    BackOff { first: Duration::from_millis(250), max: Duration::from_secs(30) };

/// What publishes.
#[derive(Debug, Clone)]
pub struct Bus {
    config: BusConfig,
    source: EventSource,
    tables: Arc<Tables>,
    /// The data folder, for the cursor.
    folder: PathBuf,
    state: Arc<BusState>,
}

/// How the bus does, for who watches over the site.
#[derive(Debug, Default)]
pub struct BusState {
    is_on: AtomicBool,
    has_begun: AtomicBool,
    is_connected: AtomicBool,
    published: AtomicU64,
    cursor: Mutex<Option<PublicEventId>>,
    trouble: Mutex<Option<Box<str>>>,
}

/// How far the bus is behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Entries of the journal after the one that was published last.
    pub entries: u64,
    /// When the first event happened that is not published.
    pub since: Option<Timestamp>,
}

impl BusState {
    /// Whether events are to be published.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Relaxed)
    }

    /// Whether NATS is there, as far as is known.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.is_connected.load(Ordering::Relaxed)
    }

    /// How many events were published since the start.
    #[must_use]
    pub fn published(&self) -> u64 {
        self.published.load(Ordering::Relaxed)
    }

    /// What keeps events from being published, if something does.
    #[must_use]
    pub fn trouble(&self) -> Option<Box<str>> {
        self.trouble.lock().clone()
    }

    /// What is not published yet.
    ///
    /// # Errors
    /// When the feed cannot be read.
    pub fn backlog(&self, tables: &Tables) -> Result<Backlog, StorageError> {
        let cursor = *self.cursor.lock();
        let next = tables.public_events_after(cursor, 1)?;
        let Some(next) = next.first() else { return Ok(Backlog::default()) };
        let latest = *tables.latest_public_event().borrow();
        let entries = latest.saturating_sub(cursor.map_or(0, |id| id.sequence));
        Ok(Backlog { entries, since: Some(next.at) })
    }

    /// Takes in what keeps events from being published. It may do so for days, so it is logged once:
    /// until it is over, or is something else.
    fn is_kept_by(&self, error: &BusError) {
        let why: Box<str> = error.to_string().into();
        let before = self.trouble.lock().replace(why.clone());
        if before.as_ref() == Some(&why) {
            return;
        }
        if error.is_final() {
            tracing::error!(%error, "the event bus stands still; the site goes on");
        } else {
            tracing::warn!(%error, "events are not published now; none is lost, and it is tried again");
        }
    }

    /// Takes in that all is published, or enough to say that it works.
    fn is_well(&self) {
        if self.trouble.lock().take().is_some() {
            tracing::info!("events are published again");
        }
    }

    fn is_published(&self, id: PublicEventId) {
        self.published.fetch_add(1, Ordering::Relaxed);
        *self.cursor.lock() = Some(id);
    }
}

/// Why events are not published.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// NATS cannot be reached, is too slow, or refuses. It is tried again.
    #[error("{0}")]
    Nats(Box<str>),
    /// The feed cannot be read now. It is tried again.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The server is too old.
    #[error(
        "the NATS server is version {0}, and the bus needs 2.10 or later: earlier ones cannot be told \
         to write to their disks at once"
    )]
    OldServer(Box<str>),
    /// The stream cannot take the events as it is set up.
    #[error("the stream cannot be used as it is: {0}")]
    Unfit(Box<str>),
    /// The stream has events that the journal does not.
    #[error(
        "the stream's last event is {stream}, and the journal ends before it, or has another event \
         there: the data folder was restored from a backup, or the stream is another site's. Nothing \
         is published, so that no event means two things. Put a stream of another name into \
         bus.stream, or delete this one once nobody needs it"
    )]
    Ahead {
        /// The stream's last event.
        stream: PublicEventId,
    },
    /// The stream has something that is not ours.
    #[error(
        "the stream's last message is not one of the site's events: somebody else publishes to its \
         subjects. Nothing more is published, since it has the place of one of these. Delete the stream once the \
         subjects are the site's alone, and all events are published again"
    )]
    Foreign,
    /// The stream was emptied, and nobody knows what was in it.
    #[error(
        "the stream is empty after {sequence} messages, and the file bus-cursor that says which the \
         last one was is missing or of another stream. Delete the stream, and all events are published \
         again; or restore the file"
    )]
    CursorLost {
        /// Its last sequence number.
        sequence: u64,
    },
}

impl BusError {
    fn nats(error: impl std::fmt::Display) -> Self {
        Self::Nats(error.to_string().into())
    }

    /// Whether only a person can help.
    fn is_final(&self) -> bool {
        match self {
            Self::Nats(_) | Self::Storage(_) => false,
            Self::OldServer(_)
            | Self::Unfit(_)
            | Self::Ahead { .. }
            | Self::Foreign
            | Self::CursorLost { .. } => true,
        }
    }
}

impl Bus {
    /// The bus as it is configured; none if it is off.
    #[must_use]
    pub fn new(
        config: &BusConfig,
        source: EventSource,
        tables: Arc<Tables>,
        folder: PathBuf,
        state: Arc<BusState>,
    ) -> Option<Self> {
        if !config.is_on() {
            return None;
        }
        state.is_on.store(true, Ordering::Relaxed);
        Some(Self { config: config.clone(), source, tables, folder, state })
    }

    /// Publishes until the site stops.
    pub async fn run(self, stopping: CancellationToken) {
        let mut failures = 0;
        while !stopping.is_cancelled() {
            // A panic in somebody's library must not be the end of it.
            let session = tokio::spawn(self.clone().session(stopping.clone()));
            let ended = session.await.unwrap_or_else(|error| Err(BusError::nats(error)));
            self.state.is_connected.store(false, Ordering::Relaxed);
            let Err(error) = ended else { return };
            if self.state.trouble().is_none() {
                failures = 0;
            }
            self.state.is_kept_by(&error);
            let wait = if error.is_final() { BACK_OFF.max } else { BACK_OFF.wait(failures) };
            failures = failures.saturating_add(1);
            stopping.run_until_cancelled(tokio::time::sleep(wait)).await;
        }
    }
}

//! Compactions that the site makes by itself while it runs ([`crate::storage::Storage::compact`]).
//!
//! Every ten minutes the actor looks whether one is due: so long after the last one, be it made by a
//! command or before a restart. One that is due waits for ten quiet minutes, for a day at the most: it
//! takes a core and the disk for a while, though nobody waits for it. What fails is tried again an hour
//! later, then after twice as long, and a day at the most; meanwhile it stands among what needs a person.

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{Market, entity::Alarm};
use crate::{
    storage::compaction::{self, Compacted},
    types::{BackOff, Timestamp},
};

/// How often it looks what time it is, and what is going on.
const LOOK_EVERY: Duration = Duration::from_secs(600);
/// How many entries in that time are quiet.
const QUIET_ENTRIES: u64 = 600;
/// How long a quiet time is waited for.
const WAITS_FOR_QUIET: Duration = Duration::from_secs(24 * 3600);
/// The wait after a first failure, and the longest.
const TRIED_AGAIN: Duration = Duration::from_secs(3600);
const TRIED_AGAIN_MAX: Duration = Duration::from_secs(24 * 3600);
/// How much less of the processor it takes than those who serve people.
const NICE: i32 = 10;

/// How compactions go: for those who run the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompactionState {
    /// When the last was made, if one ever was.
    pub last: Option<Timestamp>,
    /// What it came to, if it was made since the start.
    pub made: Option<Compacted>,
    /// Since when the tries come to nothing, and why the last did, if they do.
    pub trouble: Option<(Timestamp, Box<str>)>,
    /// How many tries did since the start.
    pub failures: u64,
    /// Whether one is under way.
    pub is_under_way: bool,
}

/// What the actor can be told.
pub(super) enum CompactionsMsg {
    /// Look what time it is.
    Look,
    /// What has come of one.
    Done(Result<Compacted, String>),
}

pub(super) struct CompactionsActor;

pub(super) struct Compactions {
    market: Arc<Market>,
    /// When the next try may be, and how many in a row came to nothing.
    failed: (u32, Timestamp),
    /// The newest entry when it looked last.
    seen: u64,
    next: Option<Alarm>,
}

impl Actor for CompactionsActor {
    type Msg = CompactionsMsg;
    type State = Compactions;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<CompactionsMsg>,
        market: Arc<Market>,
    ) -> Result<Compactions, ActorProcessingErr> {
        let last = market.storage().last_compaction();
        market.compaction_state.write().last = last;
        let (failed, seen) = ((0, market.clock().now()), market.newest_entry());
        let mut compactions = Compactions { market, failed, seen, next: None };
        compactions.look_later(&myself);
        Ok(compactions)
    }

    async fn handle(
        &self,
        myself: ActorRef<CompactionsMsg>,
        message: CompactionsMsg,
        compactions: &mut Compactions,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            CompactionsMsg::Look => {
                compactions.begin_if_due(&myself)?;
                compactions.look_later(&myself);
            }
            CompactionsMsg::Done(outcome) => compactions.note(outcome),
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<CompactionsMsg>,
        _: SupervisionEvent,
        _: &mut Compactions,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl Compactions {
    fn look_later(&mut self, myself: &ActorRef<CompactionsMsg>) {
        let myself = myself.clone();
        self.next = Some(Alarm::task(async move {
            tokio::time::sleep(LOOK_EVERY).await;
            // An error means that the actor has stopped.
            let _ = myself.send_message(CompactionsMsg::Look);
        }));
    }

    fn begin_if_due(&mut self, myself: &ActorRef<CompactionsMsg>) -> std::io::Result<()> {
        let Some(every) = self.market.settings().compact_every else { return Ok(()) };
        let (now, newest) = (self.market.clock().now(), self.market.newest_entry());
        let is_quiet = newest.saturating_sub(self.seen) < QUIET_ENTRIES;
        self.seen = newest;
        let state = self.market.compaction_state();
        let due = state.last.map_or(self.failed.1, |last| last + every);
        let waits = !is_quiet && now < due + WAITS_FOR_QUIET;
        if state.is_under_way || now < due || now < self.failed.1 || waits {
            return Ok(());
        }
        self.market.compaction_state.write().is_under_way = true;
        let (market, myself) = (self.market.clone(), myself.clone());
        let retention = market.settings().retention;
        let run = move || {
            // Without it it takes as much as others do.
            let _ = rustix::process::nice(NICE);
            let compacted = market.storage().compact(now, retention, &compaction::unwatched());
            let compacted = compacted.map_err(|error| error.to_string());
            // An error means that the actor has stopped.
            let _ = myself.send_message(CompactionsMsg::Done(compacted));
        };
        // A closed storage has waited for it.
        std::thread::Builder::new().name("compaction".into()).spawn(run).map(drop)
    }

    fn note(&mut self, outcome: Result<Compacted, String>) {
        let now = self.market.clock().now();
        let mut state = self.market.compaction_state.write();
        state.is_under_way = false;
        match outcome {
            Ok(compacted) => {
                let Compacted { bytes, forgotten, .. } = compacted;
                tracing::info!(
                    bytes_before = bytes.0,
                    bytes_after = bytes.1,
                    forgotten,
                    "the journal is compacted"
                );
                state.last = self.market.storage().last_compaction().or(Some(now));
                (state.made, state.trouble) = (Some(compacted), None);
                self.failed = (0, now);
            }
            Err(error) => {
                let wait = BackOff { first: TRIED_AGAIN, max: TRIED_AGAIN_MAX }.wait(self.failed.0);
                tracing::error!(
                    error,
                    ?wait,
                    "the journal could not be compacted; it is tried again"
                );
                let since = state.trouble.as_ref().map_or(now, |(since, _)| *since);
                state.trouble = Some((since, error.into()));
                state.failures += 1;
                self.failed = (self.failed.0 + 1, now + wait);
            }
        }
    }
}

impl Market {
    /// How compactions go.
    pub fn compaction_state(&self) -> CompactionState {
        self.compaction_state.read().clone()
    }

    /// The newest entry of which others may know.
    fn newest_entry(&self) -> u64 {
        *self.tables().latest_public_event().borrow()
    }
}

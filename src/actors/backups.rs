//! Backups that the site makes by itself, and that one is late.
//!
//! Once a minute the actor looks whether the next is due: so long after the last one in the place, be it
//! made by a command or before a restart. It is made in a task of its own; what fails is tried again
//! after five minutes, then after twice as long, and never later than the next would be due.
//!
//! Files that nothing names any more go once they are in a backup, so that a moment at which one was
//! named is restored with it; a few at the most are kept so.
//!
//! One is late when there was none for `backup.late_minutes`, or for as long since the start if the
//! place does not say. Then the log, `/metrics` and `/admin` say so, and each of those who run the site
//! has one mail until the next backup is made.

use std::{convert::Infallible, sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};

use super::{
    Answer, Market,
    entity::Alarm,
    isolated::isolated,
    transaction::{By, Reading},
};
use crate::{
    backup::BackupPort,
    domain::{DomainEvent, MailAbout, MailEvent},
    types::{BackOff, Email, FileId, MailId, Timestamp},
};

/// How often it looks what time it is.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How many files that nothing names any more are kept for the next backup: 1 GB at the most.
const HELD_FILES_MAX: usize = 100;
/// The wait after a first failure.
const TRIED_AGAIN: Duration = Duration::from_secs(5 * 60);

/// How backups go: for those who run the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackupState {
    /// When the newest was made, as far as is known.
    pub newest: Option<Timestamp>,
    /// Why the last try came to nothing, if it did.
    pub trouble: Option<Box<str>>,
    /// How many tries did since the start.
    pub failures: u64,
    /// What `verify` has found in the last one that was made here.
    pub findings: usize,
    /// Since when one is late, if it is.
    pub late_since: Option<Timestamp>,
}

/// What the actor can be told.
pub(super) enum BackupsMsg {
    /// Look what time it is.
    Look,
    /// What has come of a task: when the newest was made, and its findings.
    Done(Result<Outcome, String>),
}

pub(super) enum Outcome {
    /// What the place says.
    Known(Option<Timestamp>),
    /// One was made.
    Made(Timestamp, usize),
}

pub(super) struct BackupsActor;

pub(super) struct BackupRounds {
    market: Arc<Market>,
    /// None where the site makes no backups.
    port: Option<BackupPort>,
    started_at: Timestamp,
    /// Whether the place has said what is there.
    is_known: bool,
    /// How many tries in a row came to nothing, and when the next is due.
    failed: (u32, Timestamp),
    state: BackupState,
    task: Option<Alarm>,
    /// The files that go once this one is made.
    held: Vec<FileId>,
    next: Option<Alarm>,
}

impl Actor for BackupsActor {
    type Msg = BackupsMsg;
    type State = BackupRounds;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<BackupsMsg>,
        market: Arc<Market>,
    ) -> Result<BackupRounds, ActorProcessingErr> {
        // An error means that it does not start.
        let _ = myself.send_message(BackupsMsg::Look);
        let now = market.clock().now();
        let state = market.backup_state().unwrap_or_default();
        Ok(BackupRounds {
            port: market.backup_port.clone(),
            market,
            started_at: now,
            is_known: state.newest.is_some(),
            failed: (0, now),
            state,
            task: None,
            held: vec![],
            next: None,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<BackupsMsg>,
        message: BackupsMsg,
        rounds: &mut BackupRounds,
    ) -> Result<(), ActorProcessingErr> {
        let Some(port) = rounds.port.clone() else { return Ok(()) };
        match message {
            BackupsMsg::Look => {
                rounds.begin_what_is_due(&myself, &port);
                rounds.look_whether_late(&port).await;
                rounds.next = Some(Alarm::task(async move {
                    tokio::time::sleep(LOOK_EVERY).await;
                    // An error means that the actor has stopped.
                    let _ = myself.send_message(BackupsMsg::Look);
                }));
            }
            BackupsMsg::Done(outcome) => {
                rounds.task = None;
                rounds.note(outcome, &port);
                if rounds.failed.0 == 0 {
                    rounds.begin_what_is_due(&myself, &port);
                }
            }
        }
        rounds.market.publish_backup_state(rounds.state.clone());
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<BackupsMsg>,
        _: SupervisionEvent,
        _: &mut BackupRounds,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl BackupRounds {
    fn begin_what_is_due(&mut self, myself: &ActorRef<BackupsMsg>, port: &BackupPort) {
        let now = self.market.clock().now();
        let is_due = self.state.newest.is_none_or(|newest| now >= newest + port.every);
        if self.task.is_some() || now < self.failed.1 || self.is_known && !is_due {
            return;
        }
        let (myself, maker, is_known) = (myself.clone(), port.maker.clone(), self.is_known);
        if is_known {
            // What is held from now on may come too late for this one.
            self.held.extend(self.market.held_files.lock().drain(..));
        }
        self.task = Some(Alarm::task(async move {
            let work = isolated(async move {
                match is_known {
                    false => maker.newest().await.map(Outcome::Known),
                    true => maker.make().await.map(|(at, findings)| Outcome::Made(at, findings)),
                }
            });
            let panicked = || Err("a fault of the site: see its log".to_owned());
            // An error means that the actor has stopped.
            let _ = myself.send_message(BackupsMsg::Done(work.await.unwrap_or_else(panicked)));
        }));
    }

    fn note(&mut self, outcome: Result<Outcome, String>, port: &BackupPort) {
        let now = self.market.clock().now();
        match outcome {
            Ok(Outcome::Known(newest)) => {
                self.is_known = true;
                self.state.newest = newest;
            }
            Ok(Outcome::Made(at, findings)) => {
                self.held.drain(..).for_each(|file| self.market.delete_file(file));
                self.state.newest = Some(at);
                (self.state.trouble, self.state.findings) = (None, findings);
                match findings {
                    0 => tracing::info!(made_at = at.rfc3339(), "a backup is made"),
                    _ => tracing::error!(
                        made_at = at.rfc3339(),
                        findings,
                        "a backup is made of a data folder that is not as it should be: `holdfast \
                         verify` says more"
                    ),
                }
            }
            Err(error) => {
                let waits = BackOff { first: TRIED_AGAIN, max: port.every.max(TRIED_AGAIN) };
                let wait = waits.wait(self.failed.0);
                tracing::error!(error, ?wait, "no backup could be made; it is tried again");
                self.hold_no_more_than_may_be();
                self.state.trouble = Some(error.into());
                self.state.failures += 1;
                self.failed = (self.failed.0 + 1, now + wait);
                return;
            }
        }
        self.failed = (0, now);
    }

    /// Where none is made, what waits for one would fill the disk.
    fn hold_no_more_than_may_be(&mut self) {
        let too_many = self.held.len().saturating_sub(HELD_FILES_MAX);
        self.held.drain(..too_many).for_each(|file| self.market.delete_file(file));
    }

    async fn look_whether_late(&mut self, port: &BackupPort) {
        let now = self.market.clock().now();
        let since = self.state.newest.unwrap_or(self.started_at);
        // After a long stop the first has its time to be made.
        let due = since.max(self.started_at - port.every) + port.late_after;
        if now < due {
            self.state.late_since = None;
            return;
        }
        if self.state.late_since.is_none() {
            tracing::error!(
                newest = self.state.newest.map(Timestamp::rfc3339),
                why = self.state.trouble.as_deref(),
                "the backup is late"
            );
        }
        self.state.late_since = Some(due);
        if let Err(error) = self.market.tell_of_late_backup(&port.admins, since).await {
            tracing::warn!(%error, "those who run the site could not be told of a late backup; it \
                is tried again");
        }
    }
}

impl Market {
    /// How backups go; none if the site makes none.
    pub fn backup_state(&self) -> Option<BackupState> {
        self.backup_port.as_ref()?;
        Some(self.backup_state.read().clone())
    }

    /// Keeps a file for the next backup; gives one that is to go now, if any is.
    pub(super) fn hold_for_backup(&self, id: FileId) -> Option<FileId> {
        if self.backup_port.is_none() {
            return Some(id);
        }
        let mut held = self.held_files.lock();
        held.push_back(id);
        if held.len() > HELD_FILES_MAX { held.pop_front() } else { None }
    }

    /// Whether a file that was there at the start stays: it is named, or the next backup is to have it.
    pub fn keeps_file(&self, id: FileId) -> bool {
        if self.tables().names_file(id).unwrap_or(true) {
            return true;
        }
        match self.hold_for_backup(id) {
            None => true,
            Some(first) if first == id => false,
            Some(first) => {
                self.delete_file(first);
                true
            }
        }
    }

    fn publish_backup_state(&self, state: BackupState) {
        *self.backup_state.write() = state;
    }

    /// Queues a mail to each of those who run the site; done already if there is one since that backup.
    async fn tell_of_late_backup(&self, admins: &[Email], since: Timestamp) -> Answer<Infallible> {
        let ids: Vec<_> = {
            let catalog = self.tables().catalog();
            admins.iter().filter_map(|email| catalog.user_by_email(email)).collect()
        };
        let decide = |reading: &mut Reading<'_>| {
            let mut events = vec![];
            for id in &ids {
                let Some(user) = reading.user(*id)? else { continue };
                let mail = MailId::of(*id, &format!("backup late {}", since.as_millis()));
                if user.confirmed_at.is_some() && reading.mail(mail)?.is_none() {
                    let queued = MailEvent::Queued(*id, MailAbout::BackupLate(since));
                    events.push(DomainEvent::Mail(mail, queued));
                }
            }
            Ok(events.into())
        };
        self.transact(By::Other, decide).await.map(drop)
    }
}

//! The actor that sends mails: it wakes when one is queued, when one is due, and every minute.
//!
//! **A mail** is queued in the entry of its cause (an outbox: [`crate::domain::rules::policies`]).
//! Its id is a hash of the cause, so that one cause is one mail. The mailer begins what is due, a
//! few at once, each in a task that writes the mail from the records as they are, hands it to the
//! server, and commits `MailSent` or `MailFailed`. Until that is committed the mail keeps its
//! place: so none is sent again because it could not be noted, and where nothing can be noted
//! nothing more is sent. Only the end of the process between sending and noting has a mail sent
//! twice, under the same Message-ID.
//!
//! What a server says to one mail (no: given up; later: tried again for three days) is told from
//! what it says to all of them (unreachable, wrong password): then it is left alone, and one mail
//! at a time finds out whether it is back. Mail records stay until a compaction drops what was
//! settled long ago.

mod outbox;
mod schedule;

use std::{sync::Arc, time::Duration};

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, SupervisionEvent};

use super::{ANSWER_DEADLINE, CommandError, Market, entity::Alarm};
use crate::{
    delivery::mail::{Letter, NOT_SET_UP, Post, SendError},
    domain::{DomainEvent, MailEvent, MailStatus, User},
    types::{MailId, Reason, Timestamp, UserId},
};
use outbox::AT_ONCE;
pub(super) use outbox::Outbox;
use schedule::is_too_old;
pub use schedule::{TRIED_FOR, Trouble};

/// The longest that the mailer sleeps: so long may a mail wait of which it was not told.
const SLEEP_MAX: Duration = Duration::from_secs(60);

/// How many mails are given up at once where none can be sent.
const GIVEN_UP_AT_ONCE: usize = 64;

/// What the mailer can be told.
#[derive(Debug)]
pub(super) enum MailerMsg {
    /// These are queued.
    Queued(Vec<MailId>),
    /// Look what is due.
    Look,
    /// Send one that was given up.
    Resume {
        /// Which.
        id: MailId,
        /// Who asks.
        by: UserId,
        /// Why.
        reason: Reason,
        /// Whether it is sent.
        reply: RpcReplyPort<Result<(), CommandError<NotGivenUp>>>,
    },
}

/// The mail was not given up: it waits, or is sent, or there is none such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this mail was not given up")]
pub struct NotGivenUp;

/// How sending mails goes: for those who run the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailState {
    /// Whether there is a mail server.
    pub is_set_up: bool,
    /// What is wrong with it, if anything is.
    pub trouble: Option<Trouble>,
    /// How many mails were sent since the start.
    pub sent: u64,
    /// How many tries failed since then.
    pub failed: u64,
}

impl Market {
    /// Whether there is a mail server.
    #[must_use]
    pub fn sends_mails(&self) -> bool {
        self.post().sender.is_set_up()
    }

    /// How sending mails goes.
    #[must_use]
    pub fn mail_state(&self) -> MailState {
        let (sent, failed) = self.outbox.counts();
        let is_set_up = self.post().sender.is_set_up();
        MailState { is_set_up, trouble: self.outbox.trouble(), sent, failed }
    }

    /// Has a mail that was given up sent after all.
    ///
    /// # Errors
    /// When it was not given up, or something is out of order.
    pub async fn resume_mail(
        &self,
        id: MailId,
        by: UserId,
        reason: Reason,
    ) -> Result<(), CommandError<NotGivenUp>> {
        let message = |reply| MailerMsg::Resume { id, by, reason, reply };
        self.mailer.ask(message, ANSWER_DEADLINE).await?
    }

    /// Sends a test now, not through the outbox, and gives what the server says to it.
    ///
    /// # Errors
    /// When it does not take it.
    pub async fn send_test_mail(self: &Arc<Self>, to: &User) -> Result<(), SendError> {
        let now = self.clock().now();
        let id = MailId::of(to.id, &format!("test {}", now.as_millis()));
        let letter = Letter::test(&self.post().site.addressed_to(to), to.email.clone(), id, now);
        let result = outbox::hand_over(self, letter).await;
        if self.post().sender.is_set_up() {
            self.outbox.learn(&result, self.clock().now());
            self.mailer.tell(MailerMsg::Look);
        }
        result
    }

    pub(super) fn post(&self) -> &Post {
        &self.post
    }
}

pub(super) struct Mailer;

pub(super) struct Looks {
    market: Arc<Market>,
    next: Option<Alarm>,
}

impl Actor for Mailer {
    type Msg = MailerMsg;
    type State = Looks;
    type Arguments = Arc<Market>;

    async fn pre_start(
        &self,
        myself: ActorRef<MailerMsg>,
        market: Arc<Market>,
    ) -> Result<Looks, ActorProcessingErr> {
        let waiting = market.tables().catalog().mails().waiting().len();
        if waiting > 0 && !market.post().sender.is_set_up() {
            tracing::warn!(waiting, "mails are not sent: {NOT_SET_UP}");
        }
        // An error means that it does not start.
        let _ = myself.send_message(MailerMsg::Look);
        Ok(Looks { market, next: None })
    }

    async fn handle(
        &self,
        myself: ActorRef<MailerMsg>,
        message: MailerMsg,
        looks: &mut Looks,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            MailerMsg::Queued(mails) => looks.hear(&mails),
            MailerMsg::Look => {}
            MailerMsg::Resume { id, by, reason, reply } => {
                let result = looks.resume(id, by, reason).await;
                let failure = CommandError::failure(&result);
                // Who asked may have gone; what is committed stays so.
                let _ = reply.send(result);
                failure?;
            }
        }
        looks.look(&myself).await;
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _: ActorRef<MailerMsg>,
        _: SupervisionEvent,
        _: &mut Looks,
    ) -> Result<(), ActorProcessingErr> {
        Ok(())
    }
}

impl Looks {
    /// Without a mail server the log is all who hears of a mail.
    fn hear(&self, queued: &[MailId]) {
        if self.market.post().sender.is_set_up() {
            return;
        }
        for id in queued {
            if let Ok(Some(mail)) = self.market.tables().mail(*id) {
                let about = mail.about.kind();
                tracing::info!(mail = %id, about, "a mail is not sent: {NOT_SET_UP}");
            }
        }
    }

    async fn look(&mut self, myself: &ActorRef<MailerMsg>) {
        let market = &self.market;
        let now = market.clock().now();
        let mut next = now + SLEEP_MAX;
        if market.post().sender.is_set_up() {
            // In this order: what ends between the two is noted before it is not under way.
            let under_way = market.outbox.under_way();
            let waiting: Vec<_> = {
                let catalog = market.tables().catalog();
                let waiting = catalog.mails().waiting();
                waiting.filter(|(_, id)| !under_way.contains(id)).take(AT_ONCE).collect()
            };
            for (_, id) in waiting.iter().filter(|(not_before, _)| *not_before <= now) {
                market.outbox.begin(market, *id);
            }
            let not_yet = waiting.iter().map(|(not_before, _)| *not_before).find(|at| *at > now);
            let until = market.outbox.trouble().map(|trouble| trouble.until).filter(|at| *at > now);
            next = [not_yet, until].into_iter().flatten().fold(next, Timestamp::min);
        } else if self.give_up_old(now).await {
            next = now;
        }
        let (clock, myself) = (self.market.clock(), myself.clone());
        self.next = Some(Alarm::task(async move {
            clock.sleep_until(next).await;
            // An error means that the mailer has stopped.
            let _ = myself.send_message(MailerMsg::Look);
        }));
    }

    /// Gives up mails that nobody has any use for, some at a time; gives whether there may be more.
    async fn give_up_old(&self, now: Timestamp) -> bool {
        let market = &self.market;
        let waiting: Vec<_> = {
            let catalog = market.tables().catalog();
            let ids = catalog.mails().waiting().map(|(_, id)| id);
            ids.take(GIVEN_UP_AT_ONCE).collect()
        };
        let mails = waiting.iter().filter_map(|id| market.tables().mail(*id).ok().flatten());
        let old = mails.filter(|mail| is_too_old(mail, now));
        let failed = || MailEvent::Failed { error: NOT_SET_UP.into(), again_at: None };
        let events: Vec<_> = old.map(|mail| DomainEvent::Mail(mail.id, failed())).collect();
        let all = events.len() == GIVEN_UP_AT_ONCE;
        if events.is_empty() {
            return false;
        }
        match market.commit(now, events).await {
            Ok(()) => all,
            Err(error) => {
                tracing::warn!(%error, "old mails cannot be given up; it is tried again");
                false
            }
        }
    }

    async fn resume(
        &self,
        id: MailId,
        by: UserId,
        reason: Reason,
    ) -> Result<(), CommandError<NotGivenUp>> {
        let mail = self.market.tables().mail(id)?;
        match mail.map(|mail| mail.status) {
            Some(MailStatus::GivenUp { .. }) => {
                let event = DomainEvent::Mail(id, MailEvent::ResumedBy { by, reason });
                Ok(self.market.commit(self.market.clock().now(), vec![event]).await?)
            }
            _ => Err(CommandError::Refused(NotGivenUp)),
        }
    }
}

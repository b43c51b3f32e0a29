//! The mails that are under way. They are in tasks of their own, which outlive the mailer: one that
//! takes a failed one's place begins none of them again.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use tokio::{task::JoinSet, time::timeout};

use super::{
    MailerMsg,
    schedule::{Trouble, is_too_old, noted, trouble_after},
};
use crate::{
    actors::Market,
    delivery::mail::{Letter, NoLetter, SEND_MAX, SendError},
    domain::{DomainEvent, Mail, MailEvent, MailStatus},
    types::{MailId, Timestamp},
};

/// How many mails are under way at once.
pub(super) const AT_ONCE: usize = 4;

/// The wait before the log is told again that the mail server takes nothing.
const TOLD_AGAIN: Duration = Duration::from_secs(3600);

/// The wait before it is tried again to note what has become of a mail; it doubles.
const NOTED_AGAIN: Duration = Duration::from_secs(1);
const NOTED_AGAIN_MAX: Duration = Duration::from_secs(60);

/// See above.
#[derive(Default)]
pub(in crate::actors) struct Outbox {
    inner: Mutex<Inner>,
    sent: AtomicU64,
    failed: AtomicU64,
}

#[derive(Default)]
struct Inner {
    under_way: HashSet<MailId>,
    tasks: JoinSet<()>,
    trouble: Option<Trouble>,
    /// When the log was told of it.
    told_at: Option<Timestamp>,
    closed: bool,
}

impl Outbox {
    pub(super) fn under_way(&self) -> HashSet<MailId> {
        self.inner.lock().under_way.clone()
    }

    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.inner.lock().trouble.clone()
    }

    /// How many mails were sent, and how many tries failed, since the start.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.failed.load(Ordering::Relaxed))
    }

    /// Begins to send a mail, if there is a place for it. While the server is in trouble one mail
    /// at a time finds out whether it still is.
    pub(super) fn begin(&self, market: &Arc<Market>, id: MailId) {
        let mut inner = self.inner.lock();
        while inner.tasks.try_join_next().is_some() {}
        let places = match &inner.trouble {
            None => AT_ONCE,
            Some(trouble) if market.clock().now() < trouble.until => 0,
            Some(_) => 1,
        };
        if !inner.closed && inner.under_way.len() < places && inner.under_way.insert(id) {
            inner.tasks.spawn(send(market.clone(), id));
        }
    }

    /// Takes note of what the server has said.
    pub(super) fn learn(&self, result: &Result<(), SendError>, now: Timestamp) {
        match result {
            Ok(()) => self.sent.fetch_add(1, Ordering::Relaxed),
            Err(_) => self.failed.fetch_add(1, Ordering::Relaxed),
        };
        let mut inner = self.inner.lock();
        inner.trouble = trouble_after(inner.trouble.take(), result, now);
        match (&inner.trouble, inner.told_at) {
            (None, Some(_)) => {
                inner.told_at = None;
                tracing::info!("the mail server takes mails again");
            }
            (Some(trouble), told) if told.is_none_or(|told| now.since(told) >= TOLD_AGAIN) => {
                tracing::error!(
                    said = &*trouble.said,
                    since = trouble.since.rfc3339(),
                    "the mail server takes no mail: they wait, and are tried again for three days; \
                     see docs/mail.md, \"When mails do not arrive\""
                );
                inner.told_at = Some(now);
            }
            _ => {}
        }
    }

    /// Begins nothing any more, lets what is under way come to its end, and ends what has not by
    /// then.
    pub(in crate::actors) async fn stop(&self, deadline: Duration) {
        let mut tasks = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            std::mem::take(&mut inner.tasks)
        };
        let end = async { while tasks.join_next().await.is_some() {} };
        let in_time = timeout(deadline, end).await.is_ok();
        if !in_time {
            tracing::warn!("mails were under way; the next start sends them again");
        }
        tasks.shutdown().await;
    }

    /// Ends what is under way in the middle.
    pub(in crate::actors) async fn kill(&self) {
        let mut tasks = {
            let mut inner = self.inner.lock();
            inner.closed = true;
            std::mem::take(&mut inner.tasks)
        };
        tasks.shutdown().await;
    }

    fn end(&self, id: MailId) {
        self.inner.lock().under_way.remove(&id);
    }
}

/// Sends a mail, and notes what has become of it before it is anybody else's to send.
async fn send(market: Arc<Market>, id: MailId) {
    match market.tables().mail(id) {
        Ok(Some(mail)) if is_due(&mail, market.clock().now()) => {
            let event = attempt(&market, &mail).await;
            note(&market, &mail, event).await;
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(mail = %id, %error, "a mail cannot be read; it is tried again");
            tokio::time::sleep(NOTED_AGAIN_MAX).await;
        }
    }
    market.outbox.end(id);
    market.mailer.tell(MailerMsg::Look);
}

fn is_due(mail: &Mail, now: Timestamp) -> bool {
    matches!(mail.status, MailStatus::Waiting { not_before } if not_before <= now)
}

async fn attempt(market: &Arc<Market>, mail: &Mail) -> MailEvent {
    let (id, about) = (mail.id, mail.about.kind());
    let given_up = |error: &str| {
        tracing::info!(mail = %id, about, why = error, "a mail is given up");
        MailEvent::Failed { error: error.into(), again_at: None }
    };
    if is_too_old(mail, market.clock().now()) {
        return given_up("it was not sent: it is more than three days old");
    }
    let letter =
        match Letter::write(&market.post().site, market.tables(), mail, market.clock().now()) {
            Ok(letter) => letter,
            Err(NoLetter::Outdated(why)) => return given_up(&NoLetter::Outdated(why).to_string()),
            Err(NoLetter::Storage(error)) => {
                tracing::error!(mail = %id, %error, "a mail cannot be written; it is tried again");
                let result = Err(SendError::NotNow("a record cannot be read".into()));
                return noted(mail, &result, market.clock().now());
            }
        };
    let result = hand_over(market, letter).await;
    let now = market.clock().now();
    market.outbox.learn(&result, now);
    let event = noted(mail, &result, now);
    match &event {
        MailEvent::Failed { error, again_at: Some(at) } => {
            let again_at = at.rfc3339();
            tracing::warn!(mail = %id, about, error = &**error, again_at, "a mail was not taken");
        }
        MailEvent::Failed { error, again_at: None } => {
            tracing::error!(mail = %id, about, error = &**error, "a mail is given up");
        }
        _ => tracing::info!(mail = %id, about, "a mail is sent"),
    }
    event
}

/// In a task of its own, so that a sender that panics is an answer, too; in a set, so that it ends
/// with this one.
pub(super) async fn hand_over(market: &Arc<Market>, letter: Letter) -> Result<(), SendError> {
    let mut asked = JoinSet::new();
    let sender = market.post().sender.clone();
    asked.spawn(async move { sender.send(&letter).await });
    match timeout(SEND_MAX, asked.join_next()).await {
        Ok(Some(Ok(result))) => result,
        Ok(_) => Err(SendError::NotNow("a fault of the site: see its log".into())),
        Err(_) => Err(SendError::NotNow("the server did not answer".into())),
    }
}

/// Until it is noted the mail keeps its place: it is not sent again, and where nothing can be noted
/// soon nothing is sent.
async fn note(market: &Arc<Market>, mail: &Mail, event: MailEvent) {
    let mut wait = NOTED_AGAIN;
    loop {
        let change = vec![DomainEvent::Mail(mail.id, event.clone())];
        let Err(error) = market.commit(market.clock().now(), change).await else { return };
        // It may have been noted, and only the answer was lost.
        if market.tables().mail(mail.id).is_ok_and(|now| now.as_deref() != Some(mail)) {
            return;
        }
        tracing::error!(mail = %mail.id, %error, "what has become of a mail cannot be noted; it is \
            tried again");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(NOTED_AGAIN_MAX);
    }
}

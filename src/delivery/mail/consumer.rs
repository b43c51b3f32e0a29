use std::{sync::Arc, time::Duration};

use super::{Letter, NOT_SET_UP, NoLetter, Post, SEND_MAX};
use crate::{
    delivery::{Consumer, Queued, Schedule, Turn, Undelivered, Waits},
    domain::{DomainEvent, Mail, MailEvent, MailStatus},
    storage::{Storage, StorageError},
    types::{BackOff, MailId, Timestamp},
};

/// For how long a mail is tried. Later nobody has any use for it.
pub const TRIED_FOR: Duration = Duration::from_secs(3 * 24 * 3600);
/// How long a server that takes nothing is left alone at the most.
const ALONE_MAX: Duration = Duration::from_secs(15 * 60);

/// The mails as what is to be delivered: to one mail server, under their Message-IDs. The records
/// say which wait.
pub struct MailConsumer {
    /// What is committed.
    pub storage: Arc<Storage>,
    /// What they are sent by.
    pub post: Post,
}

impl Consumer for MailConsumer {
    type Id = MailId;
    /// The mail server.
    type Destination = ();
    type Item = Arc<Mail>;
    type Parcel = Letter;
    type Taken = ();
    type Said = Box<str>;

    const NAME: &'static str = "mail";
    const AT_ONCE: usize = 4;
    const AT_ONCE_IN_ALL: usize = Self::AT_ONCE;
    const TRY_MAX: Duration = SEND_MAX;
    const SCHEDULE: Schedule = Schedule {
        waits: Waits::Doubling(BackOff {
            first: Duration::from_secs(60),
            max: Duration::from_secs(4 * 3600),
        }),
        tried_for: TRIED_FOR,
        unusable_wait_max: ALONE_MAX,
    };
    const BREAKER: BackOff = BackOff { first: Duration::from_secs(60), max: ALONE_MAX };

    fn destinations(&self) -> Vec<()> {
        vec![()]
    }

    /// Without a mail server they wait for one until they are given up.
    fn waiting(&self, (): &(), count: usize) -> Vec<(Timestamp, MailId)> {
        let tables = self.storage.tables();
        let waiting: Vec<_> = tables.catalog().mails.waiting().take(count).collect();
        if self.post.sender.is_set_up() {
            return waiting;
        }
        let mails = waiting.into_iter().filter_map(|(_, id)| tables.mail(id).ok().flatten());
        let mut given_up: Vec<_> = mails.map(|mail| (mail.since + TRIED_FOR, mail.id)).collect();
        given_up.sort_unstable();
        given_up
    }

    fn read(&self, id: MailId) -> Result<Option<Queued<Arc<Mail>>>, StorageError> {
        Ok(self.storage.tables().mail(id)?.and_then(|mail| match mail.status {
            MailStatus::Waiting(not_before) => {
                let Mail { since, failures, .. } = *mail;
                Some(Queued { since, failures, not_before, item: mail })
            }
            MailStatus::Sent { .. } | MailStatus::GivenUp { .. } => None,
        }))
    }

    fn prepare(&self, mail: &Arc<Mail>, now: Timestamp) -> Result<Letter, Undelivered> {
        let (id, about) = (mail.id, mail.about.kind());
        let given_up = |why: &str| {
            tracing::info!(mail = %id, about, why, "a mail is given up");
            Err(Undelivered::Refused(why.into()))
        };
        if !self.post.sender.is_set_up() {
            return given_up(NOT_SET_UP);
        }
        if Self::SCHEDULE.is_over(mail.since, now) {
            return given_up("it was not sent: it is more than three days old");
        }
        match Letter::write(&self.post.site, &self.storage, mail, now) {
            Ok(letter) => Ok(letter),
            Err(outdated @ NoLetter::Outdated(_)) => given_up(&outdated.to_string()),
            Err(NoLetter::Storage(error)) => {
                tracing::error!(mail = %id, %error, "a mail cannot be written; it is tried again");
                Err(Undelivered::not_now("a record cannot be read".into()))
            }
        }
    }

    async fn deliver(&self, letter: &Letter) -> Result<(), Undelivered> {
        self.post.sender.send(letter).await
    }

    fn noted(
        &self,
        mail: &Arc<Mail>,
        result: &Result<(), Undelivered>,
        again_at: Option<Timestamp>,
    ) -> Vec<DomainEvent> {
        let event = match result {
            Ok(()) => MailEvent::Sent,
            Err(why) => MailEvent::Failed { error: why.to_string().into(), again_at },
        };
        vec![DomainEvent::Mail(mail.id, event)]
    }

    fn log(&self, mail: &Arc<Mail>, result: &Result<(), Undelivered>, again_at: Option<Timestamp>) {
        let (id, about) = (mail.id, mail.about.kind());
        match (result, again_at) {
            (Ok(()), _) => tracing::info!(mail = %id, about, "a mail is sent"),
            (Err(why), Some(at)) => {
                let (error, again_at) = (why.to_string(), at.rfc3339());
                tracing::warn!(mail = %id, about, error, again_at, "a mail was not taken");
            }
            (Err(why), None) => {
                tracing::error!(mail = %id, about, error = why.to_string(), "a mail is given up");
            }
        }
    }

    fn log_breaker(&self, (): &(), turn: Turn<'_>) {
        match turn {
            Turn::Opened(trouble) => tracing::error!(
                said = &*trouble.said,
                since = trouble.since.rfc3339(),
                "the mail server takes no mail: they wait, and are tried again for three days; \
                 see docs/mail.md, \"When mails do not arrive\""
            ),
            Turn::Closed => tracing::info!("the mail server takes mails again"),
        }
    }
}

//! The mails of a market: how sending them goes, and what those who run the site can do about it.
//!
//! **A mail** is queued in the entry of its cause (an outbox: [`crate::domain::rules::policies`]).
//! Its id is a hash of the cause, so that one cause is one mail. The entry's effect wakes the
//! delivery actor (`delivery/`), which has what is due written from the records as they are
//! ([`crate::delivery::mail::MailConsumer`]) and handed to the mail server, and commits `MailSent` or `MailFailed`. To send
//! one that was given up is an event, too (`MailResumed`), with the same effect.
//!
//! What a server says to one mail (no: given up; later: tried again for three days) is told from
//! what it says to all of them (unreachable, wrong password): then it is left alone, and one mail
//! at a time finds out whether it is back. Mail records stay until a compaction drops what was
//! settled long ago.

use std::sync::Arc;

use super::{
    Answer, CommandError, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    delivery::{
        Trouble, Undelivered,
        mail::{Letter, Letterhead, NOT_SET_UP, Post, samples},
    },
    domain::{Deed, DomainEvent, Mail, MailAbout, MailEvent, MailStatus, User, rules::Refusal},
    types::{Language, MailId},
};

/// The mail was not given up: it waits, or is sent, or there is none such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this mail was not given up")]
pub struct NotGivenUp;

impl Refusal for NotGivenUp {}

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
    pub fn sends_mails(&self) -> bool {
        self.post().sender.is_set_up()
    }

    /// How sending mails goes.
    pub fn mail_state(&self) -> MailState {
        let (sent, failed) = self.mails.counts();
        MailState { is_set_up: self.sends_mails(), trouble: self.mails.trouble(&()), sent, failed }
    }

    /// Has a mail that was given up sent after all.
    pub async fn resume_mail(&self, id: MailId, deed: Deed) -> Answer<NotGivenUp> {
        let decide = |reading: &mut Reading<'_>| match reading.mail(id)?.map(|mail| mail.status) {
            Some(MailStatus::GivenUp { .. }) => {
                let event = MailEvent::ResumedBy(deed.clone());
                Ok(Decision::from(vec![DomainEvent::Mail(id, event)]))
            }
            _ => Err(CommandError::Refused(NotGivenUp)),
        };
        self.transact(By::Other, decide).await.map(drop)
    }

    /// Sends a test now, not through the outbox, and gives what the server says to it.
    pub async fn send_test_mail(&self, to: &User) -> Result<(), Undelivered> {
        if !self.sends_mails() {
            return Err(Undelivered::Unusable(NOT_SET_UP.into()));
        }
        let now = self.clock().now();
        let id = MailId::of(to.id, &format!("test {}", now.as_millis()));
        let letter = Letter::test(&self.post().site.addressed_to(to), to.email.clone(), id, now);
        let result = self.mails.hand_over(self.clock(), &(), letter).await;
        // Others may have waited for the server.
        self.mails.wake();
        result
    }

    /// Has mails sent that have begun to wait. Without a mail server the log is all who hears of
    /// them.
    pub(super) fn mails_wait(&self, mails: &[Arc<Mail>]) {
        if self.sends_mails() {
            self.mails.wake();
            return;
        }
        for mail in mails {
            let about = mail.about.kind();
            tracing::info!(mail = %mail.id, about, "a mail is not sent: {NOT_SET_UP}");
        }
    }

    /// Tells the log at the start if mails wait that nobody sends.
    pub(super) fn tell_of_unsent_mails(&self) {
        let waiting = self.tables().catalog().mails.waiting().len();
        if waiting > 0 && !self.sends_mails() {
            tracing::warn!(waiting, "mails are not sent: {NOT_SET_UP}");
        }
    }

    /// Each kind of mail about something made up, as it would be sent to who reads this language.
    #[must_use]
    pub fn sample_mails(&self, language: Language) -> Vec<(MailAbout, Letter)> {
        let site = Letterhead { language, ..self.post().site.clone() };
        samples(&site, self.clock().now())
    }

    fn post(&self) -> &Post {
        &self.mails.consumer().post
    }
}

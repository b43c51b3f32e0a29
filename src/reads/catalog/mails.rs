//! Mails: which wait, and in which order people read of them.

use std::collections::BTreeSet;

use crate::{
    domain::{Mail, MailStatus},
    reads::walk::Walk,
    types::{MailId, Timestamp},
};

/// The index: of all mails but those that were sent before the start.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mails {
    /// By when they are to be sent.
    waiting: BTreeSet<(Timestamp, MailId)>,
    /// By when their causes came, as are all.
    given_up: BTreeSet<(Timestamp, MailId)>,
    all: BTreeSet<(Timestamp, MailId)>,
    /// How many were sent before the start.
    pub(super) sent_before: usize,
}

impl Mails {
    /// Takes in a changed mail.
    pub(super) fn update(&mut self, old: Option<&Mail>, new: &Mail) {
        if old.is_some_and(|old| matches!(old.status, MailStatus::Sent { .. })) {
            return;
        }
        if let Some(Mail { id, status: MailStatus::Waiting(not_before), .. }) = old {
            self.waiting.remove(&(*not_before, *id));
        }
        let place = (new.queued_at, new.id);
        self.all.insert(place);
        match new.status {
            MailStatus::GivenUp { .. } => self.given_up.insert(place),
            _ => self.given_up.remove(&place),
        };
        if let MailStatus::Waiting(not_before) = new.status {
            self.waiting.insert((not_before, new.id));
        }
    }

    /// Those that are to be sent, and not before when: the next one first.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = (Timestamp, MailId)> + '_ {
        self.waiting.iter().copied()
    }

    /// How many were given up.
    pub fn given_up_count(&self) -> usize {
        self.given_up.len()
    }

    /// When the cause of the first of these came.
    pub fn given_up_since(&self) -> Option<Timestamp> {
        self.given_up.first().map(|(at, _)| *at)
    }

    /// How many there are, and ever were.
    pub fn count(&self) -> usize {
        self.sent_before + self.all.len()
    }

    /// All of them, or only those that were given up.
    pub fn along(
        &self,
        only_given_up: bool,
        walk: Walk<(Timestamp, MailId)>,
    ) -> impl Iterator<Item = (Timestamp, MailId)> + '_ {
        let mails = if only_given_up { &self.given_up } else { &self.all };
        walk.along(mails.range(walk.range())).copied()
    }
}

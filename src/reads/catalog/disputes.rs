//! Disputes: by when they were opened, and those that are open by what they are about.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::Dispute,
    reads::walk::{Stretch, Walk},
    types::{ChargeId, DisputeId, Timestamp},
};

/// The index.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Disputes {
    all: BTreeSet<(Timestamp, DisputeId)>,
    open: BTreeSet<(Timestamp, DisputeId)>,
    /// Those that want evidence, by until when; of what is not known until when, by since when they are.
    wants_evidence: BTreeSet<(Timestamp, DisputeId)>,
    open_about: BTreeMap<ChargeId, BTreeSet<DisputeId>>,
}

impl Disputes {
    /// Takes in a changed dispute.
    pub(super) fn update(&mut self, old: Option<&Dispute>, new: &Dispute) {
        let deadline = |it: &Dispute| (it.due_by.unwrap_or(it.opened_at), it.id);
        if let Some(old) = old {
            self.wants_evidence.remove(&deadline(old));
        }
        if new.status.wants_evidence() {
            self.wants_evidence.insert(deadline(new));
        }
        let (place, is_open) = ((new.opened_at, new.id), new.status.is_open());
        self.all.insert(place);
        super::keep_sorted(&mut self.open, place, is_open);
        let about = self.open_about.entry(new.payment).or_default();
        super::keep_sorted(about, new.id, is_open);
        if about.is_empty() {
            self.open_about.remove(&new.payment);
        }
    }

    /// Those that are open about the payment that is known by this charge.
    pub fn open_about(&self, payment: ChargeId) -> impl Iterator<Item = DisputeId> + '_ {
        self.open_about.get(&payment).into_iter().flatten().copied()
    }

    /// How many want evidence, and until when the most urgent one does.
    #[must_use]
    pub fn want_evidence(&self) -> (usize, Option<Timestamp>) {
        (self.wants_evidence.len(), self.wants_evidence.first().map(|(at, _)| *at))
    }

    /// Since when the first of those that are open is.
    #[must_use]
    pub fn open_since(&self) -> Option<Timestamp> {
        self.open.first().map(|(at, _)| *at)
    }

    /// How many are open.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// All, or those that are open, as far as a page needs.
    pub fn along(
        &self,
        only_open: bool,
        walk: Walk<(Timestamp, DisputeId)>,
        limit: usize,
    ) -> Stretch<(Timestamp, DisputeId)> {
        let of = if only_open { &self.open } else { &self.all };
        let found = walk.along(of.range(walk.range())).map(|place| (*place, ()));
        super::looked_through(found, limit, |()| true)
    }
}

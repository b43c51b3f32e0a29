//! The scripted provider's disputes: what a test says that they are; and what it takes for its work.

use super::{Scripted, ScriptedState};
use crate::{
    domain::{DisputeAtProvider, DisputeStatus},
    payments::{Answered, OutcomeUnknown},
    types::{ChargeId, Timestamp},
};

impl Scripted {
    /// A buyer's bank takes so much of a payment, and the provider so much for itself; gives the
    /// dispute.
    pub fn open_dispute(
        &self,
        payment: ChargeId,
        opened_at: Timestamp,
        (minor, fee_minor): (i64, i64),
    ) -> DisputeAtProvider {
        let number = self.inner.lock().disputes.len() + 1;
        let dispute = DisputeAtProvider {
            name: format!("du_{number}").into(),
            payment,
            minor,
            opened_at,
            status: DisputeStatus::NeedsResponse,
            due_by: Some(opened_at + std::time::Duration::from_secs(7 * 24 * 3600)),
            moved_minor: minor,
            fee_minor,
        };
        self.put_dispute(dispute.clone());
        dispute
    }

    /// From now on the dispute of this name is so.
    pub fn put_dispute(&self, dispute: DisputeAtProvider) {
        let disputes = &mut self.inner.lock().disputes;
        disputes.retain(|known| known.name != dispute.name);
        disputes.push(dispute);
    }

    /// What it has taken for disputes and not given back, with what it has kept for itself, in minor
    /// units.
    #[must_use]
    pub fn taken_for_disputes(&self) -> i64 {
        self.inner.lock().taken_for_disputes()
    }

    /// What it says, with the capture's answer and in its books, that it takes for its work.
    pub fn set_fee(&self, with_answer: Option<u32>, in_books: Option<u32>) {
        let mut inner = self.inner.lock();
        (inner.fee_minor, inner.fee_read_later) = (with_answer, in_books);
    }

    pub(super) fn disputes_since(&self, since: Timestamp) -> Answered<Vec<DisputeAtProvider>> {
        let inner = self.inner.lock();
        match inner.books.is_down {
            true => Err(OutcomeUnknown("the script says so".into())),
            false => {
                Ok(inner.disputes.iter().filter(|it| it.opened_at >= since).cloned().collect())
            }
        }
    }

    pub(super) fn dispute_of(&self, name: &str) -> Answered<Option<DisputeAtProvider>> {
        let inner = self.inner.lock();
        match inner.books.is_down {
            true => Err(OutcomeUnknown("the script says so".into())),
            false => Ok(inner.disputes.iter().find(|it| &*it.name == name).cloned()),
        }
    }
}

impl ScriptedState {
    pub(super) fn taken_for_disputes(&self) -> i64 {
        self.disputes.iter().map(|dispute| dispute.moved_minor + dispute.fee_minor).sum()
    }
}

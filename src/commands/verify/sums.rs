//! The sums that pages show, against those that the journal comes to.

use std::path::Path;

use crate::{
    audit::Auditor,
    commands::cli::say,
    domain::ledger::{Account, Sums},
    storage::{FolderError, OpenError, StoredSums, stored_sums},
    types::UserId,
};

/// The stored sums, and what the journal comes to where they end.
pub(super) struct SumsCheck {
    stored: Result<Option<StoredSums>, OpenError>,
    derived: Option<Derived>,
}

/// What the journal comes to.
#[derive(Clone, Copy)]
struct Derived {
    /// By the postings.
    posted: Sums,
    /// By where sellers' lines lie.
    lies: Sums,
}

impl SumsCheck {
    /// Reads what is stored. The journal is to be read after it: it has at least as much then.
    pub(super) fn begin(data: &Path) -> Self {
        Self { stored: stored_sums(data), derived: None }
    }

    /// That nothing is looked at.
    pub(super) fn of_nothing() -> Self {
        Self { stored: Ok(None), derived: None }
    }

    /// The same for another reading of the journal.
    pub(super) fn again(self) -> Self {
        Self { derived: None, ..self }
    }

    /// Takes note, before the next entry is read, of what those before it come to.
    pub(super) fn before(&mut self, sequence: u64, auditor: &Auditor) {
        if let Ok(Some(stored)) = &self.stored
            && sequence > stored.sequence
            && self.derived.is_none()
        {
            self.derived = Some(Derived::of(auditor));
        }
    }

    /// Says what differs, and gives how much that is.
    pub(super) fn say(&self, auditor: &Auditor) -> usize {
        let stored = match &self.stored {
            Ok(Some(stored)) => stored,
            Ok(None) => return 0,
            Err(OpenError::Folder(FolderError::InUse(_))) => {
                say("note    the site is running: the sums that it has stored are not compared");
                return 0;
            }
            Err(error) => {
                say(&format!(
                    "note    the stored sums cannot be read, and were not compared: {error}"
                ));
                return 0;
            }
        };
        let derived = self.derived.unwrap_or_else(|| Derived::of(auditor));
        let differences = differences(stored, derived);
        for (what, stored, derived) in &differences {
            say(&format!(
                "BROKEN  the site shows {stored} for {what}, and its journal comes to {derived}. \
                 Stop it, delete the folder snapshots, and start it again: that builds them anew."
            ));
        }
        if differences.is_empty() {
            say("the stored sums of the books are those of the journal");
        }
        differences.len()
    }
}

impl Derived {
    fn of(auditor: &Auditor) -> Self {
        Self { posted: auditor.balances().collect(), lies: auditor.lies().collect() }
    }
}

/// What differs: of what, as it is stored, and as it is derived.
fn differences(stored: &StoredSums, derived: Derived) -> Vec<(String, i64, i64)> {
    let anybody = UserId::MIN;
    let accounts = Account::of_each_kind(anybody);
    let posted = accounts
        .map(|account| (account.to_string(), stored.books.of(account), derived.posted.of(account)));
    let balances = stored.balances;
    let lies = [
        (Account::Held(anybody), balances.held),
        (Account::Available(anybody), balances.available),
        (Account::Frozen(anybody), balances.frozen),
        (Account::InTransit, balances.in_transit),
    ]
    .map(|(account, minor)| (format!("{account}, line by line"), minor, derived.lies.of(account)));
    let all = posted.into_iter().chain(lies);
    all.filter(|(_, stored, derived)| stored != derived).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Clock,
        commands::verify::JournalHistory,
        domain::{CorrectionKind, Deed, DomainEvent, EarningEvent},
        storage::{Proposal, Storage, spoil_sums},
        types::{EarningId, Reason},
    };

    fn read(data: &Path) -> JournalHistory {
        JournalHistory::read_with(data, SumsCheck::begin(data))
    }

    /// What is found over a folder.
    fn found(data: &Path) -> Vec<(String, i64, i64)> {
        let JournalHistory { auditor, sums, .. } = read(data);
        let stored = sums.stored.unwrap().unwrap();
        differences(&stored, sums.derived.unwrap_or_else(|| Derived::of(&auditor)))
    }

    async fn correct(storage: &Storage, clock: Clock, minor: i64) {
        let seller = UserId::from_bytes([5; 16]);
        let deed = Deed { by: seller, reason: Reason::parse("As agreed").unwrap() };
        let kind = CorrectionKind::Adjustment;
        let corrected = EarningEvent::Corrected { seller, kind, minor, deed };
        let events = vec![DomainEvent::Earning(EarningId::new(), corrected)];
        let (rules, seen) = (vec![], vec![]);
        let proposal = Proposal { at: clock.now(), events, rules, seen, line: None };
        storage.propose(proposal).await.unwrap();
    }

    #[tokio::test]
    async fn a_sum_that_is_not_the_journals_is_found() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Clock::System);
        let data = folder.path().join("data");
        for minor in [2000, -300] {
            let (storage, _) = Storage::open(&data, clock).unwrap();
            correct(&storage, clock, minor).await;
            let running = read(&data).sums.stored;
            assert!(matches!(running, Err(OpenError::Folder(FolderError::InUse(_)))));
            storage.close();
            drop(storage);
            assert_eq!(found(&data), []);
        }
        let spoilt = [(Account::Adjustments, 1), (Account::Available(UserId::MIN), -1)];
        spoil_sums(&data, spoilt.into_iter().collect());
        let available = Account::Available(UserId::MIN).to_string();
        let expect = [(available, -1701, -1700), (Account::Adjustments.to_string(), 1701, 1700)];
        assert_eq!(found(&data), expect);
    }
}

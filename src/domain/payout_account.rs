use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{AccountHolder, Iban, Timestamp, UserId};

/// Where a seller is paid, and whether they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutAccount {
    /// Whose.
    pub id: UserId,
    /// Their bank account, if they have given one.
    pub bank: Option<BankAccount>,
    /// Who of those who run the site pays them nothing for now, and why, if one does.
    pub paused: Option<Intervention>,
}

/// A bank account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// Whose.
    pub holder: AccountHolder,
    /// Which.
    pub iban: Iban,
    /// Since when.
    pub given_at: Timestamp,
}

named! {
    /// What happens to it.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutAccountEvent {
        /// The seller gives a bank account, or another.
        BankGiven(AccountHolder, Iban) = "BankAccountGiven",
        /// The seller takes it back, or deletes their account.
        BankForgotten = "BankAccountForgotten",
        /// They are paid nothing for now.
        Paused(Deed) = "PayoutsPaused",
        /// They are paid again.
        Resumed = "PayoutsResumed",
    }
    pub(super) fn name;
}

impl PayoutAccount {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        account: &mut Option<Self>,
        id: UserId,
        event: &PayoutAccountEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        let account = account.get_or_insert(Self { id, bank: None, paused: None });
        match event {
            PayoutAccountEvent::BankGiven(holder, iban) => {
                let (holder, iban) = (holder.clone(), iban.clone());
                account.bank = Some(BankAccount { holder, iban, given_at: at });
            }
            PayoutAccountEvent::BankForgotten => account.bank = None,
            PayoutAccountEvent::Paused(deed) if account.paused.is_none() => {
                account.paused = Some(deed.done(at));
            }
            PayoutAccountEvent::Resumed if account.paused.is_some() => account.paused = None,
            PayoutAccountEvent::Paused(_) => return Err("paused"),
            PayoutAccountEvent::Resumed => return Err("not paused"),
        }
        Ok(())
    }
}

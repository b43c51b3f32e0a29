use serde::{Deserialize, Serialize};

use super::{Deed, Intervention};
use crate::types::{AccountHolder, Iban, ProviderAccount, Timestamp, UserId};

/// Where a seller is paid, and whether they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutAccount {
    /// Whose.
    pub id: UserId,
    /// Their bank account, if they have given one.
    pub bank: Option<BankAccount>,
    /// Their account at the payment provider, if they have connected one.
    pub connected: Option<ConnectedAccount>,
    /// How many they have connected so far.
    pub connections: u32,
    /// When the provider has refused to pay them last.
    pub refused_at: Option<Timestamp>,
    /// Who of those who run the site pays them nothing for now, and why, if one does.
    pub paused: Option<Intervention>,
    /// Who has paid them again after that, and why, if one has.
    pub resumed: Option<Intervention>,
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

/// A seller's account at the payment provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectedAccount {
    /// Which.
    pub id: ProviderAccount,
    /// Since when it is theirs here.
    pub since: Timestamp,
    /// Where it stood when the provider was asked last.
    pub standing: AccountStanding,
}

named! {
    /// Whether money can be transferred to a seller's account at the payment provider, as that says.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum AccountStanding {
        /// The seller has not told the provider all that it asks.
        Unfinished = "unfinished",
        /// It can.
        Ready = "ready",
        /// The provider does not let it.
        Restricted = "restricted",
        /// It was closed, or is not for this site any more.
        Gone = "gone",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// What happens to it.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum PayoutAccountEvent {
        /// The seller gives a bank account, or another.
        BankGiven(AccountHolder, Iban) = "BankAccountGiven",
        /// The seller takes back what they gave, or deletes their account.
        Forgotten = "PayoutAccountForgotten",
        /// They are paid nothing for now.
        Paused(Deed) = "PayoutsPaused",
        /// They are paid again.
        Resumed(Deed) = "PayoutsResumed",
        /// The seller has an account at the payment provider from now on, or another.
        Connected(ProviderAccount) = "AccountConnected",
        /// The provider says where that stands.
        Stands(AccountStanding) = "AccountStands",
        /// The provider has refused to pay them.
        Refused = "PayoutRefused",
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
        let account = account.get_or_insert(Self {
            id,
            bank: None,
            connected: None,
            connections: 0,
            refused_at: None,
            paused: None,
            resumed: None,
        });
        match event {
            PayoutAccountEvent::BankGiven(holder, iban) => {
                let (holder, iban) = (holder.clone(), iban.clone());
                account.bank = Some(BankAccount { holder, iban, given_at: at });
            }
            PayoutAccountEvent::Forgotten => (account.bank, account.connected) = (None, None),
            PayoutAccountEvent::Paused(deed) if account.paused.is_none() => {
                account.paused = Some(deed.done(at));
            }
            PayoutAccountEvent::Resumed(deed) if account.paused.is_some() => {
                account.paused = None;
                account.resumed = Some(deed.done(at));
            }
            PayoutAccountEvent::Connected(id) => {
                let (id, standing) = (id.clone(), AccountStanding::Unfinished);
                account.connected = Some(ConnectedAccount { id, since: at, standing });
                account.connections = account.connections.saturating_add(1);
                account.refused_at = None;
            }
            PayoutAccountEvent::Stands(standing) => match &mut account.connected {
                Some(connected) => connected.standing = *standing,
                None => return Err("not connected"),
            },
            PayoutAccountEvent::Refused => account.refused_at = Some(at),
            PayoutAccountEvent::Paused(_) => return Err("paused"),
            PayoutAccountEvent::Resumed(_) => return Err("not paused"),
        }
        Ok(())
    }
}

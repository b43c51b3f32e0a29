//! What really happened to money at the [`ScriptedStripe`](super::ScriptedStripe): lines that are
//! only ever added, and the questions that tests ask of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use crate::payments::metadata::{CHARGE, ORDER};
use crate::types::Timestamp;

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// An intent was made; no money is held.
    Created,
    /// A card said no; no money is held.
    Declined,
    /// The money is held on the buyer's card.
    Authorised,
    /// The money is the seller's.
    Captured,
    /// The intent is over, and what was held is let go.
    Canceled,
    /// The money is on its way back to the buyer.
    Refunded,
    /// A refund did not arrive, and the money is the seller's again.
    RefundFailed,
    /// A buyer's bank has taken the money.
    DisputeWithdrawn,
    /// The bank has given it back.
    DisputeReinstated,
    /// This Stripe has taken something for itself.
    FeeTaken,
    /// It has given that back.
    FeeReturned,
}

/// Something that really happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// What.
    pub what: What,
    /// To which intent.
    pub intent: String,
    /// How much it was about, in minor units.
    pub minor: u32,
    /// Of which currency, as Stripe writes it: `eur`.
    pub currency: String,
    /// What the intent said about itself then.
    pub metadata: Arc<BTreeMap<String, String>>,
    /// When, by the clock of this Stripe.
    pub at: Timestamp,
}

impl LedgerEntry {
    /// The order that the intent named.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        self.metadata.get(ORDER).map(String::as_str)
    }

    /// The charge that the intent named.
    #[must_use]
    pub fn charge(&self) -> Option<&str> {
        self.metadata.get(CHARGE).map(String::as_str)
    }
}

/// What one intent came to, by its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The intent.
    pub intent: String,
    /// Its order.
    pub order: Option<String>,
    /// Its charge.
    pub charge: Option<String>,
    /// Held on the buyer's card now, in minor units.
    pub held_minor: u32,
    /// Taken and not given back, in minor units.
    pub kept_minor: i64,
    /// How often money was taken.
    pub captures: usize,
    /// Whether it is neither cancelled nor captured, so that it can still take money.
    pub open: bool,
}

/// All that happened, in order. A copy: it does not grow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    lines: Vec<LedgerEntry>,
}

impl Ledger {
    pub(super) fn push(&mut self, line: LedgerEntry) {
        self.lines.push(line);
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[LedgerEntry] {
        &self.lines
    }

    /// How many lines say this.
    #[must_use]
    pub fn count(&self, what: What) -> usize {
        self.lines.iter().filter(|line| line.what == what).count()
    }

    /// What each intent came to, in the order in which they were made.
    #[must_use]
    pub fn accounts(&self) -> Vec<Account> {
        let mut places = BTreeMap::new();
        let mut accounts: Vec<Account> = Vec::new();
        for line in &self.lines {
            let place = *places.entry(line.intent.as_str()).or_insert_with(|| {
                accounts.push(Account {
                    intent: line.intent.clone(),
                    order: None,
                    charge: None,
                    held_minor: 0,
                    kept_minor: 0,
                    captures: 0,
                    open: true,
                });
                accounts.len() - 1
            });
            accounts[place].add(line);
        }
        accounts
    }

    /// What an order has paid and not got back, in minor units.
    #[must_use]
    pub fn captured_by_order(&self, order: &str) -> i64 {
        let of_order = |account: &Account| account.order.as_deref() == Some(order);
        self.accounts().iter().filter(|a| of_order(a)).map(|a| a.kept_minor).sum()
    }

    /// What the account has come to by all that happened, in minor units.
    #[must_use]
    pub fn balance_minor(&self) -> i64 {
        let moved = self.lines.iter().map(|line| {
            let minor = i64::from(line.minor);
            match line.what {
                What::Created | What::Declined | What::Authorised | What::Canceled => 0,
                What::Captured
                | What::RefundFailed
                | What::DisputeReinstated
                | What::FeeReturned => minor,
                What::Refunded | What::DisputeWithdrawn | What::FeeTaken => -minor,
            }
        });
        moved.sum()
    }

    /// Orders that paid more than once: two intents kept money, or one took it twice. A buyer who
    /// got the money back has paid once too often all the same if both were taken before; see
    /// [`Ledger::ever_double_charges`].
    #[must_use]
    pub fn double_charges(&self) -> Vec<String> {
        self.orders_with_more_than_one(|a| {
            if a.captures > 1 { a.captures } else { usize::from(a.kept_minor > 0) }
        })
    }

    /// Orders from which money was taken more than once, whether or not it was given back since.
    #[must_use]
    pub fn ever_double_charges(&self) -> Vec<String> {
        self.orders_with_more_than_one(|account| account.captures)
    }

    /// Intents that hold or keep money, or can still take some, for a charge that nobody knows.
    #[must_use]
    pub fn orphans<S: AsRef<str>>(&self, known: impl IntoIterator<Item = S>) -> Vec<Account> {
        let known: BTreeSet<String> = known.into_iter().map(|id| id.as_ref().to_owned()).collect();
        let is_known =
            |account: &Account| account.charge.as_ref().is_some_and(|id| known.contains(id));
        let matters = |account: &Account| account.open || account.kept_minor > 0;
        self.accounts().into_iter().filter(|a| matters(a) && !is_known(a)).collect()
    }

    /// Intents whose money is held on a card, neither taken nor let go.
    #[must_use]
    pub fn held(&self) -> Vec<Account> {
        self.accounts().into_iter().filter(|account| account.held_minor > 0).collect()
    }

    /// Intents that are neither captured nor cancelled: a buyer may still pay there.
    #[must_use]
    pub fn open(&self) -> Vec<Account> {
        self.accounts().into_iter().filter(|account| account.open).collect()
    }

    fn orders_with_more_than_one(&self, times: impl Fn(&Account) -> usize) -> Vec<String> {
        let mut by_order: BTreeMap<String, usize> = BTreeMap::new();
        for account in self.accounts() {
            // What names no order stands for itself: it too may be charged only once.
            let order = account.order.clone().unwrap_or_else(|| account.intent.clone());
            *by_order.entry(order).or_default() += times(&account);
        }
        by_order.into_iter().filter(|(_, times)| *times > 1).map(|(order, _)| order).collect()
    }
}

impl Account {
    fn add(&mut self, line: &LedgerEntry) {
        self.order = line.order().map(str::to_owned);
        self.charge = line.charge().map(str::to_owned);
        match line.what {
            What::Created
            | What::Declined
            | What::DisputeWithdrawn
            | What::DisputeReinstated
            | What::FeeTaken
            | What::FeeReturned => {}
            What::Authorised => self.held_minor = line.minor,
            What::Captured => {
                self.held_minor = 0;
                self.kept_minor += i64::from(line.minor);
                self.captures += 1;
                self.open = false;
            }
            What::Canceled => {
                self.held_minor = 0;
                self.open = false;
            }
            What::Refunded => self.kept_minor -= i64::from(line.minor),
            What::RefundFailed => self.kept_minor += i64::from(line.minor),
        }
    }
}

//! The books: what each committed event comes to in them, by double entry.
//!
//! **Nothing here is stored.** A pure function makes postings of events and of the records before
//! them, so the books say what the journal says, whoever asks and whenever; and nothing in them can be
//! edited: what was wrong is put right by another event ([`EarningEvent::Corrected`]).
//!
//! | when | debit → credit |
//! | --- | --- |
//! | a sale | Provider → Held, Fee:Buyer, Fee:Seller |
//! | it can be paid out | Held → Available |
//! | a refund | the sale's postings reversed, from wherever the earning lies |
//! | a refund that the site bears | Guarantee, Fee:Buyer, Fee:Seller → Provider |
//! | the provider's fee is read | Expenses:Provider → Provider |
//! | a dispute's money leaves; comes back | Disputed, its fee Losses → Provider; back |
//! | a dispute is lost | the earning or Guarantee, Fee:Buyer, Fee:Seller → Disputed; Losses → Disputed |
//! | a refund of what was lost by a dispute | Losses → Provider |
//! | a case is opened; is over | the earning → Frozen; back |
//! | a payout begun; arrived; failed; came back | Available → InTransit; InTransit → Bank or Provider; InTransit, Bank or Provider → Available |
//! | had back from the provider | Provider → Available |
//! | penalty; adjustment; debt paid; written off | Available → Penalties; ↔ Adjustments; Bank → Available; Losses → Available |
//! | books are opened | Provider → BeforeBooks |
//!
//! Of what was paid out and is to be had back nothing is posted by itself: the line that makes up for it
//! takes from `Available` what the sale's own brings back to it.

use std::{collections::HashMap, convert::Infallible, fmt, ops::AddAssign};

use serde::{Deserialize, Serialize};

use super::{
    BooksEvent, ChargeEvent, CorrectionKind, Dispute, DisputeEvent, DisputeStatus, DomainEvent,
    Earning, EarningEvent, EarningPlace, Entry, FrozenFrom, Key, Payout, PayoutEvent, PayoutStatus,
    PayoutTo, Record as _, Row, Sale,
};
use crate::types::{OrderId, PayoutId, Price, UserId};

/// An account of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// What lies at the payment provider.
    Provider,
    /// What lies at the bank, as far as it has to do with sellers.
    Bank,
    /// What the provider has taken away while a dispute is open.
    Disputed,
    /// What a seller has earned with events that are not over long enough.
    Held(UserId),
    /// What a seller can be paid.
    Available(UserId),
    /// What a seller has earned by sales about which a case is open.
    Frozen(UserId),
    /// What is on its way to sellers.
    InTransit,
    /// What buyers pay to the site.
    BuyerFees,
    /// What sellers pay to the site.
    SellerFees,
    /// What sellers pay for breaking its rules.
    Penalties,
    /// What the provider takes.
    ProviderFees,
    /// Refunds that the site bears.
    Guarantee,
    /// What was lost by disputes, and what sellers owe and was given up.
    Losses,
    /// What was put right.
    Adjustments,
    /// What was paid before there were books.
    BeforeBooks,
}

/// What is on each account, those of all sellers together, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sums([i64; 15]);

impl Sums {
    /// What an entry adds, given the records as they were before it.
    pub fn of_entry(entry: &Entry, mut before: impl FnMut(Key) -> Option<Row>) -> Self {
        let mut sums = Self::default();
        let never = |key| Ok::<_, Infallible>(before(key));
        let all = transactions(entry, never).unwrap_or_else(|never| match never {});
        for posting in all.iter().flat_map(|transaction| &transaction.postings) {
            sums.0[posting.account.sum()] += posting.minor;
        }
        sums
    }

    /// What is on an account, or on those of all sellers like it.
    #[must_use]
    pub fn of(&self, account: Account) -> i64 {
        self.0[account.sum()]
    }
}

impl FromIterator<(Account, i64)> for Sums {
    fn from_iter<I: IntoIterator<Item = (Account, i64)>>(balances: I) -> Self {
        let mut sums = Self::default();
        balances.into_iter().for_each(|(account, minor)| sums.0[account.sum()] += minor);
        sums
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, more: Self) {
        self.0.iter_mut().zip(more.0).for_each(|(sum, more)| *sum += more);
    }
}

impl Account {
    /// One of each kind, those of sellers this one's.
    #[must_use]
    pub fn of_each_kind(seller: UserId) -> [Self; 15] {
        [
            Self::Provider,
            Self::Bank,
            Self::Disputed,
            Self::Held(seller),
            Self::Available(seller),
            Self::Frozen(seller),
            Self::InTransit,
            Self::BuyerFees,
            Self::SellerFees,
            Self::Penalties,
            Self::ProviderFees,
            Self::Guarantee,
            Self::Losses,
            Self::Adjustments,
            Self::BeforeBooks,
        ]
    }

    /// Its name as programs that others wrote for such books want it, in parts.
    #[must_use]
    pub fn parts(self) -> (&'static str, Option<UserId>, &'static str) {
        match self {
            Self::Provider => ("Assets", None, "Provider"),
            Self::Bank => ("Assets", None, "Bank"),
            Self::Disputed => ("Assets", None, "Disputed"),
            Self::Held(seller) => ("Liabilities:Sellers", Some(seller), "Held"),
            Self::Available(seller) => ("Liabilities:Sellers", Some(seller), "Available"),
            Self::Frozen(seller) => ("Liabilities:Sellers", Some(seller), "Frozen"),
            Self::InTransit => ("Liabilities", None, "InTransit"),
            Self::BuyerFees => ("Income", None, "Fee:Buyer"),
            Self::SellerFees => ("Income", None, "Fee:Seller"),
            Self::Penalties => ("Income", None, "Penalties"),
            Self::ProviderFees => ("Expenses", None, "Provider"),
            Self::Guarantee => ("Expenses", None, "Guarantee"),
            Self::Losses => ("Expenses", None, "Losses"),
            Self::Adjustments => ("Expenses", None, "Adjustments"),
            Self::BeforeBooks => ("Equity", None, "BeforeBooks"),
        }
    }

    /// Which of the [`Sums`] it is part of.
    fn sum(self) -> usize {
        match self {
            Self::Provider => 0,
            Self::Bank => 1,
            Self::Disputed => 2,
            Self::Held(_) => 3,
            Self::Available(_) => 4,
            Self::Frozen(_) => 5,
            Self::InTransit => 6,
            Self::BuyerFees => 7,
            Self::SellerFees => 8,
            Self::Penalties => 9,
            Self::ProviderFees => 10,
            Self::Guarantee => 11,
            Self::Losses => 12,
            Self::Adjustments => 13,
            Self::BeforeBooks => 14,
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (kind, None, name) => write!(f, "{kind}:{name}"),
            (kind, Some(seller), name) => write!(f, "{kind}:{seller}:{name}"),
        }
    }
}

/// So much on an account: a debit if it is more than nothing, a credit if it is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Which account.
    pub account: Account,
    /// In minor units.
    pub minor: i64,
}

/// Postings that belong together and come to nothing in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// What it is, in words.
    pub what: &'static str,
    /// Which order it is about, if it is about one.
    pub order: Option<OrderId>,
    /// Which payout it is about, if it is about one.
    pub payout: Option<PayoutId>,
    /// Two at the least.
    pub postings: Vec<Posting>,
}

/// What an entry comes to in the books, given the records as they were before it.
///
/// # Errors
/// When a record that it needs cannot be read.
pub fn transactions<E>(
    entry: &Entry,
    mut before: impl FnMut(Key) -> Result<Option<Row>, E>,
) -> Result<Vec<Transaction>, E> {
    // An entry may do several things to one line, one after the other.
    let mut rows: HashMap<Key, Option<Row>> = HashMap::new();
    let mut all = vec![];
    for event in &entry.events {
        let key = Key::of(event);
        if let DomainEvent::Charge(_, ChargeEvent::FeeRead(minor)) = event {
            let minor = i64::from(*minor);
            let postings =
                vec![debit(Account::ProviderFees, minor), credit(Account::Provider, minor)];
            all.extend(transaction_of("provider's fee", None, postings));
            continue;
        }
        if !is_needed(key) {
            continue;
        }
        let row = match rows.remove(&key) {
            Some(row) => row,
            None => before(key)?,
        };
        all.extend(transaction(event, row.as_ref()));
        // What cannot happen changes nothing; whoever applies it says so.
        let after = Row::after(row.as_ref(), event, entry.at).ok();
        rows.insert(key, after);
    }
    Ok(all)
}

/// Whether a record is needed, as it was before, to know what an event about it comes to.
#[must_use]
pub fn is_needed(key: Key) -> bool {
    matches!(key, Key::Earning(_) | Key::Payout(_) | Key::Books(_) | Key::Dispute(_))
}

/// What one event comes to, given its record as it was before.
fn transaction(event: &DomainEvent, before: Option<&Row>) -> Option<Transaction> {
    match event {
        DomainEvent::Earning(_, event) => {
            earning_transaction(event, before.and_then(Earning::in_row).map(AsRef::as_ref))
        }
        DomainEvent::Payout(id, event) => {
            let payout = before.and_then(Payout::in_row).map(AsRef::as_ref);
            payout_transaction(*id, event, payout)
        }
        DomainEvent::Dispute(_, event) => {
            dispute_transaction(event, before.and_then(Dispute::in_row).map(AsRef::as_ref))
        }
        DomainEvent::Books(_, BooksEvent::Opened(minor)) => transaction_of(
            "books opened",
            None,
            vec![debit(Account::Provider, *minor), credit(Account::BeforeBooks, *minor)],
        ),
        _ => None,
    }
}

fn earning_transaction(event: &EarningEvent, before: Option<&Earning>) -> Option<Transaction> {
    match event {
        EarningEvent::Earned(_, sale) if sale.is_before_books => None,
        EarningEvent::Earned(seller, sale) => {
            let mut postings = fees(sale);
            postings.push(debit(Account::Provider, sale.paid_minor()));
            postings.push(credit(Account::Held(*seller), sale.earned_minor()));
            transaction_of("sale", Some(sale.order), postings)
        }
        EarningEvent::Corrected { seller, kind, minor, .. } => {
            let (what, against) = match kind {
                CorrectionKind::Penalty => ("penalty", Account::Penalties),
                CorrectionKind::Adjustment => ("adjustment", Account::Adjustments),
                CorrectionKind::DebtPaid => ("debt paid", Account::Bank),
                CorrectionKind::WrittenOff => ("debt written off", Account::Losses),
            };
            let postings =
                vec![credit(Account::Available(*seller), *minor), debit(against, *minor)];
            transaction_of(what, None, postings)
        }
        EarningEvent::Owed { .. } | EarningEvent::CameBack { .. } => None,
        EarningEvent::TakenBack { seller, order, minor, .. } => {
            let postings =
                vec![credit(Account::Available(*seller), *minor), debit(Account::Provider, *minor)];
            transaction_of("had back from the provider", Some(*order), postings)
        }
        EarningEvent::MadeGood => {
            let debt = before?;
            let postings = vec![
                credit(Account::Available(debt.seller), -debt.minor),
                debit(Account::Provider, -debt.minor),
            ];
            transaction_of("had back from the provider", debt.order(), postings)
        }
        EarningEvent::Released | EarningEvent::ReleasedByHand(_) => {
            let earning = before?;
            moved("released", earning, EarningPlace::Available)
        }
        EarningEvent::Frozen(_) => match before?.place {
            EarningPlace::Held | EarningPlace::Available => {
                let place = EarningPlace::Frozen(super::OpenCases::NONE, FrozenFrom::Held);
                moved("case opened", before?, place)
            }
            _ => None,
        },
        EarningEvent::Thawed(_) => {
            let mut after = before.cloned();
            // What cannot happen changes nothing.
            Earning::change(&mut after, before?.id, event, before?.moved_at).ok()?;
            match after?.place {
                EarningPlace::Frozen(..) => None,
                place => moved("case over", before?, place),
            }
        }
        // The payout's own event has the sum of its lines.
        EarningEvent::PutInPayout(_)
        | EarningEvent::PaidOut
        | EarningEvent::TakenFromPayout
        | EarningEvent::Recalled(_) => None,
        EarningEvent::Reversed => {
            let (earning, sale) = (before?, before?.sale()?);
            let mut postings = given_back(sale);
            postings.push(credit(Account::Provider, sale.paid_minor()));
            postings.push(debit(account_of(earning)?, sale.earned_minor()));
            transaction_of("refund", Some(sale.order), postings)
        }
        EarningEvent::BorneBySite => {
            let sale = before?.sale()?;
            let mut postings = given_back(sale);
            postings.push(credit(Account::Provider, sale.paid_minor()));
            postings.push(debit(Account::Guarantee, sale.earned_minor()));
            transaction_of("refund borne by the site", Some(sale.order), postings)
        }
        EarningEvent::LostToDispute => {
            let (earning, sale) = (before?, before?.sale()?);
            let mut postings = given_back(sale);
            postings.push(credit(Account::Disputed, sale.paid_minor()));
            postings.push(debit(account_of(earning)?, sale.earned_minor()));
            transaction_of("lost to a dispute", Some(sale.order), postings)
        }
        EarningEvent::DisputeBorneBySite => {
            let sale = before?.sale()?;
            let mut postings = given_back(sale);
            postings.push(credit(Account::Disputed, sale.paid_minor()));
            postings.push(debit(Account::Guarantee, sale.earned_minor()));
            transaction_of("dispute borne by the site", Some(sale.order), postings)
        }
        EarningEvent::PaidBackTwice => {
            let sale = before?.sale()?;
            let minor = sale.paid_minor();
            let postings = vec![debit(Account::Losses, minor), credit(Account::Provider, minor)];
            transaction_of("paid back twice", Some(sale.order), postings)
        }
    }
}

fn payout_transaction(
    id: PayoutId,
    event: &PayoutEvent,
    before: Option<&Payout>,
) -> Option<Transaction> {
    let (what, minor, from, to) = match (event, before) {
        (PayoutEvent::Begun(seller, lines, _), _) => {
            let minor = lines.iter().map(|line| line.minor).sum();
            ("payout begun", minor, Account::Available(*seller), Account::InTransit)
        }
        (_, None) => return None,
        (PayoutEvent::Paid(_), Some(payout)) => {
            ("payout arrived", payout.minor(), Account::InTransit, paid_from(payout))
        }
        (PayoutEvent::Failed(_), Some(payout)) => {
            let available = Account::Available(payout.seller);
            ("payout failed", payout.minor(), Account::InTransit, available)
        }
        (PayoutEvent::Returned(_), Some(payout)) => {
            let from = match payout.status {
                PayoutStatus::Begun => Account::InTransit,
                _ => paid_from(payout),
            };
            ("payout came back", payout.minor(), from, Account::Available(payout.seller))
        }
        // What was had back has a line of its own.
        (
            PayoutEvent::Retried
            | PayoutEvent::TakeBackAsked(..)
            | PayoutEvent::TakenBack(..)
            | PayoutEvent::TakeBackRefused(..),
            Some(_),
        ) => return None,
    };
    let transaction = transaction_of(what, None, vec![debit(from, minor), credit(to, minor)])?;
    Some(Transaction { payout: Some(id), ..transaction })
}

/// Where the money of a payout lies until it has arrived.
fn paid_from(payout: &Payout) -> Account {
    match payout.to {
        PayoutTo::Bank { .. } => Account::Bank,
        PayoutTo::Provider(_) => Account::Provider,
    }
}

fn dispute_transaction(event: &DisputeEvent, before: Option<&Dispute>) -> Option<Transaction> {
    let (what, postings) = match event {
        DisputeEvent::MoneyMoved { minor, fee } => {
            let what = if minor + fee < 0 { "back from a dispute" } else { "gone for a dispute" };
            // What was lost is settled.
            let apart = match before?.status {
                DisputeStatus::Lost => Account::Losses,
                _ => Account::Disputed,
            };
            let left = credit(Account::Provider, minor + fee);
            (what, vec![debit(apart, *minor), debit(Account::Losses, *fee), left])
        }
        DisputeEvent::Lost { rest_minor } => {
            let rest = *rest_minor;
            ("dispute lost", vec![debit(Account::Losses, rest), credit(Account::Disputed, rest)])
        }
        DisputeEvent::Opened { .. } | DisputeEvent::Changed(..) | DisputeEvent::BorneBySite(_) => {
            return None;
        }
    };
    transaction_of(what, None, postings)
}

/// A line goes from the account on which it is to another's.
fn moved(what: &'static str, earning: &Earning, to: EarningPlace) -> Option<Transaction> {
    let there = account_of(&Earning { place: to, ..earning.clone() })?;
    let postings = vec![debit(account_of(earning)?, earning.minor), credit(there, earning.minor)];
    transaction_of(what, earning.order(), postings)
}

/// The account on which a line lies; none of one that is paid, or on its way: there lies its payout.
#[must_use]
pub fn account_of(earning: &Earning) -> Option<Account> {
    Some(match earning.place {
        EarningPlace::BeforeBooks => Account::BeforeBooks,
        EarningPlace::Held => Account::Held(earning.seller),
        EarningPlace::Available => Account::Available(earning.seller),
        EarningPlace::Frozen(..) => Account::Frozen(earning.seller),
        EarningPlace::InPayout(_) | EarningPlace::Paid(_) | EarningPlace::Reversed => return None,
    })
}

/// The site's part of a sale, as it is credited.
fn fees(sale: &Sale) -> Vec<Posting> {
    let minor = |fee: Option<Price>| fee.map_or(0, |fee| i64::from(fee.minor()));
    let (buyer, seller) = match sale.is_before_books {
        true => (Account::BeforeBooks, Account::BeforeBooks),
        false => (Account::BuyerFees, Account::SellerFees),
    };
    vec![credit(buyer, minor(sale.buyer_fee)), credit(seller, minor(sale.seller_fee))]
}

/// The same, as it is given up.
fn given_back(sale: &Sale) -> Vec<Posting> {
    let fees = fees(sale).into_iter();
    fees.map(|posting| Posting { minor: -posting.minor, ..posting }).collect()
}

fn debit(account: Account, minor: i64) -> Posting {
    Posting { account, minor }
}

fn credit(account: Account, minor: i64) -> Posting {
    Posting { account, minor: -minor }
}

/// The postings that are of something; none if none is.
fn transaction_of(
    what: &'static str,
    order: Option<OrderId>,
    mut postings: Vec<Posting>,
) -> Option<Transaction> {
    postings.retain(|posting| posting.minor != 0);
    let is_any = !postings.is_empty();
    is_any.then_some(Transaction { what, order, payout: None, postings })
}

//! The books for others to read, and what is reported of a year. Each transaction of the ledger
//! ([`ledger::transactions`]) is written as the journal is read, in a form that programs for
//! bookkeeping take: what is kept in memory are the records that the ledger needs, and the accounts.

mod beancount;
mod postings_csv;
mod year_report;

use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    io::{self, Write},
};

pub use year_report::{REPORTED_MINOR, REPORTED_SALES, YearReport};

use crate::{
    domain::{
        Entry, IllegalEvent, Key, Row,
        ledger::{self, Account, Transaction},
    },
    types::{Currency, Day, Timestamp, ZoneName},
};

/// How books are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BooksFormat {
    /// For <https://beancount.github.io>.
    Beancount,
    /// A posting a line.
    Csv,
}

/// Why books are not written to their end.
#[derive(Debug, thiserror::Error)]
pub enum BooksWriteError {
    /// The journal says what cannot be.
    #[error(transparent)]
    Illegal(#[from] IllegalEvent),
    /// Whoever reads them takes no more.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Writes books, entry by entry.
#[derive(Debug)]
pub struct BooksWriter<'a, W> {
    output: W,
    format: BooksFormat,
    currency: Currency,
    /// Where it is whatever day it is.
    zone: &'a ZoneName,
    money: MoneyRecords,
    accounts: BTreeMap<Account, UsedAccount>,
}

/// What an account has come to.
#[derive(Debug, Clone, Copy)]
struct UsedAccount {
    first: Day,
    last: Day,
    /// Debits less credits.
    minor: i64,
}

/// A transaction, and when it was.
struct Booked<'a> {
    /// The position of its entry in the journal.
    position: u64,
    at: Timestamp,
    day: Day,
    transaction: &'a Transaction,
}

impl<'a, W: Write> BooksWriter<'a, W> {
    /// Begins books in a currency, whose days are those of a zone.
    ///
    /// # Errors
    /// When the output takes nothing.
    pub fn begin(
        mut output: W,
        format: BooksFormat,
        currency: Currency,
        zone: &'a ZoneName,
    ) -> io::Result<Self> {
        match format {
            BooksFormat::Beancount => beancount::begin(&mut output, currency)?,
            BooksFormat::Csv => postings_csv::begin(&mut output)?,
        }
        let (money, accounts) = (MoneyRecords::default(), BTreeMap::new());
        Ok(Self { output, format, currency, zone, money, accounts })
    }

    /// Writes what an entry comes to; entries are handed in in order.
    ///
    /// # Errors
    /// When the entry cannot be, or the output takes no more.
    pub fn entry(&mut self, position: u64, entry: &Entry) -> Result<(), BooksWriteError> {
        let (at, day) = (entry.at, Day::of(entry.at, self.zone));
        for transaction in &self.money.book(entry)? {
            for posting in &transaction.postings {
                let unused = UsedAccount { first: day, last: day, minor: 0 };
                let account = self.accounts.entry(posting.account).or_insert(unused);
                // A clock may have been set back.
                account.first = account.first.min(day);
                account.last = account.last.max(day);
                account.minor += posting.minor;
            }
            let booked = Booked { position, at, day, transaction };
            match self.format {
                BooksFormat::Beancount => {
                    beancount::transaction(&mut self.output, &booked, self.currency)?;
                }
                BooksFormat::Csv => {
                    postings_csv::transaction(&mut self.output, &booked, self.currency)?;
                }
            }
        }
        Ok(())
    }

    /// Ends them, and gives the output back.
    ///
    /// # Errors
    /// When the output takes no more.
    pub fn end(mut self) -> io::Result<W> {
        if self.format == BooksFormat::Beancount {
            beancount::end(&mut self.output, &self.accounts, self.currency)?;
        }
        self.output.flush()?;
        Ok(self.output)
    }
}

/// The records of whose past the ledger needs to know.
#[derive(Debug, Default)]
struct MoneyRecords(HashMap<Key, Row>);

impl MoneyRecords {
    /// What an entry comes to, which happens to the records.
    fn book(&mut self, entry: &Entry) -> Result<Vec<Transaction>, IllegalEvent> {
        let before = |key| Ok::<_, Infallible>(self.0.get(&key).cloned());
        let transactions =
            ledger::transactions(entry, before).unwrap_or_else(|never| match never {});
        for event in &entry.events {
            let key = Key::of(event);
            if ledger::is_needed(key) {
                let row = Row::after(self.0.get(&key), event, entry.at)?;
                self.0.insert(key, row);
            }
        }
        Ok(transactions)
    }
}

//! Books as beancount has them: <https://beancount.github.io/docs/beancount_language_syntax.html>.
//! Directives may stand in any order there, so accounts are opened at the end, when it is known since
//! when each was used; and beside each stands what it has come to, to be checked.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Booked, UsedAccount};
use crate::{domain::ledger::Account, types::Currency};

pub(super) fn begin(output: &mut impl Write, currency: Currency) -> io::Result<()> {
    writeln!(output, "option \"operating_currency\" \"{currency}\"")?;
    // The link to its entry tells each transaction from all others.
    writeln!(output, "plugin \"beancount.plugins.noduplicates\"")
}

pub(super) fn transaction(
    output: &mut impl Write,
    booked: &Booked<'_>,
    currency: Currency,
) -> io::Result<()> {
    let Booked { position, at, day, transaction } = booked;
    write!(output, "\n{day} * \"{}\" ^entry-{position}", transaction.what)?;
    if let Some(order) = transaction.order {
        write!(output, " ^order-{order}")?;
    }
    if let Some(payout) = transaction.payout {
        write!(output, " ^payout-{payout}")?;
    }
    writeln!(output, "\n  at: \"{}\"", at.rfc3339())?;
    for posting in &transaction.postings {
        let amount = signed(posting.minor, currency);
        writeln!(output, "  {}  {amount} {currency}", posting.account)?;
    }
    Ok(())
}

pub(super) fn end(
    output: &mut impl Write,
    accounts: &BTreeMap<Account, UsedAccount>,
    currency: Currency,
) -> io::Result<()> {
    for (account, used) in accounts {
        let minor = signed(used.minor, currency);
        writeln!(output, "\n{} open {account} {currency}", used.first)?;
        // It is checked as the day begins, and to the cent.
        writeln!(output, "{} balance {account}  {minor} ~ 0 {currency}", used.last.next())?;
    }
    Ok(())
}

fn signed(minor: i64, currency: Currency) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    format!("{sign}{}", currency.decimal(minor.unsigned_abs()))
}

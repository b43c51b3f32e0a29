//! Books as CSV: one posting a line.

use std::io::{self, Write};

use super::Booked;
use crate::{csv, types::Currency};

const COLUMNS: [&str; 9] =
    ["position", "at", "what", "order", "payout", "account", "debit", "credit", "currency"];

pub(super) fn begin(output: &mut impl Write) -> io::Result<()> {
    output.write_all(csv::line(COLUMNS).as_bytes())
}

pub(super) fn transaction(
    output: &mut impl Write,
    booked: &Booked<'_>,
    currency: Currency,
) -> io::Result<()> {
    let Booked { position, at, transaction, .. } = booked;
    let order = transaction.order.map(|order| order.to_string()).unwrap_or_default();
    let payout = transaction.payout.map(|payout| payout.to_string()).unwrap_or_default();
    for posting in &transaction.postings {
        let amount = currency.decimal(posting.minor.unsigned_abs());
        let (debit, credit) = match posting.minor {
            0.. => (amount.as_str(), ""),
            _ => ("", amount.as_str()),
        };
        let line = csv::line([
            &position.to_string(),
            &at.rfc3339(),
            transaction.what,
            &order,
            &payout,
            &posting.account.to_string(),
            debit,
            credit,
            currency.code(),
        ]);
        output.write_all(line.as_bytes())?;
    }
    Ok(())
}

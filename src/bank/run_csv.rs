//! A run of payouts as CSV, for a bank or a person that does not take SEPA's files.

use super::end_to_end_id;
use crate::{
    csv,
    domain::{Payout, PayoutTo},
    types::Currency,
};

const COLUMNS: [&str; 7] =
    ["payout", "end_to_end_id", "seller", "account_holder", "iban", "amount", "currency"];

/// The payouts of a run, one a line.
#[must_use]
pub fn run_csv<'a>(payouts: impl IntoIterator<Item = &'a Payout>, currency: Currency) -> String {
    let mut text = csv::line(COLUMNS);
    for payout in payouts {
        let PayoutTo::Bank { holder, iban, .. } = &payout.to;
        text.push_str(&csv::line([
            &payout.id.to_string(),
            &end_to_end_id(payout.id),
            &payout.seller.to_string(),
            holder.as_str(),
            iban.as_str(),
            &currency.decimal(payout.minor().unsigned_abs()),
            currency.code(),
        ]));
    }
    text
}

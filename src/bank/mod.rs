//! What goes to the bank and comes from it, where sellers are paid by those who run the site: files
//! alone. Nothing is sent, and nothing is decided here.

mod credit_transfer;
mod csv_report;
mod report;

pub use credit_transfer::{CreditTransferError, Debtor, credit_transfer};
pub use report::{BankReportError, BankReportLine, Booking, REPORT_BYTES_MAX, read_report};

use crate::types::PayoutId;

/// What a payout is called at the bank: its id without hyphens, since 35 characters are all that a
/// bank hands on. [`PayoutId`] reads it again.
#[must_use]
pub fn end_to_end_id(payout: PayoutId) -> String {
    hex(payout.as_bytes())
}

fn hex(id: &[u8; 16]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Invoices of the site's fees.

use super::TypedText;
use crate::{
    domain::{FeeInvoiceKind, FeePayer, Taxed},
    types::{FeeInvoiceId, Month, OrderId, Percent, Timestamp, UserId},
};

/// `GET /account/invoices`.
#[derive(Debug, Clone)]
pub struct FeeInvoicesPage {
    /// The latest first.
    pub invoices: Vec<FeeInvoiceRow>,
    /// Whether it is known who issues them.
    pub has_issuer: bool,
}

/// One in the list.
#[derive(Debug, Clone)]
pub struct FeeInvoiceRow {
    pub id: FeeInvoiceId,
    pub number: u32,
    pub kind: FeeInvoiceKind,
    pub month: Month,
    /// What it comes to, in minor units.
    pub gross: u64,
}

/// `GET /invoices/{id}`: one on paper.
#[derive(Debug, Clone)]
pub struct FeeInvoicePage {
    pub number: u32,
    pub kind: FeeInvoiceKind,
    pub month: Month,
    pub issued_at: Timestamp,
    /// Who issues it, line by line.
    pub operator: Vec<TypedText>,
    pub tax_id: String,
    pub tax: Percent,
    /// For whom it is.
    pub account: String,
    pub account_id: UserId,
    pub lines: Vec<FeeInvoiceLine>,
    pub total: Taxed,
}

/// One fee.
#[derive(Debug, Clone)]
pub struct FeeInvoiceLine {
    pub at: Timestamp,
    pub order: OrderId,
    pub payer: FeePayer,
    /// What it was for.
    pub event: Option<TypedText>,
    pub taxed: Taxed,
    /// The number of the invoice that it is taken back from, on a credit note.
    pub takes_back: Option<u32>,
}

use serde::{Deserialize, Serialize};

use crate::types::{
    FeeInvoiceId, InvoiceSeriesId, Month, OrderId, Percent, Price, Timestamp, UserId,
};

/// What an account has paid to the site in a month, or got back of that: a document with a number of
/// its own, which never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeInvoice {
    /// Which document.
    pub id: FeeInvoiceId,
    /// Its number: from 1 on, without gaps, over all of them.
    pub number: u32,
    /// Who has paid.
    pub account: UserId,
    /// In which month.
    pub month: Month,
    /// Whether it was paid or given back.
    pub kind: FeeInvoiceKind,
    /// Who issues it, as it was then.
    pub issuer: Issuer,
    /// For what, the oldest first.
    pub lines: Vec<FeeLine>,
    /// When it was issued.
    pub issued_at: Timestamp,
}

named! {
    /// What a document is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    pub enum FeeInvoiceKind {
        /// What was paid.
        Invoice = "invoice",
        /// What was given back.
        CreditNote = "credit_note",
    }
    /// In one word.
    pub fn word;
}

named! {
    /// As whom somebody pays a fee.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    pub enum FeePayer {
        /// Who buys.
        Buyer = "buyer",
        /// Who sells.
        Seller = "seller",
    }
    /// In one word.
    pub fn word;
}

/// One fee of one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FeeLine {
    /// When it was paid, or given back.
    pub at: Timestamp,
    /// Of which order.
    pub order: OrderId,
    /// As whom it was paid.
    pub payer: FeePayer,
    /// How much, tax included.
    pub gross: Price,
}

/// Who issues invoices of fees, and what of these is tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Name and address, in lines.
    pub operator: Box<str>,
    /// By what the tax office knows them.
    pub tax_id: Box<str>,
    /// The tax on what it is raised from, in hundredths of a percent.
    tax_hundredths: u32,
}

/// An amount, and what of it is tax, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taxed {
    /// Without it.
    pub net: u64,
    /// The tax.
    pub tax: u64,
}

impl Issuer {
    /// Who raises so much tax.
    #[must_use]
    pub fn new(operator: &str, tax_id: &str, tax: Percent) -> Self {
        Self { operator: operator.into(), tax_id: tax_id.into(), tax_hundredths: tax.hundredths() }
    }

    /// The tax on what it is raised from.
    #[must_use]
    pub fn tax(&self) -> Percent {
        Percent::from_hundredths(self.tax_hundredths)
    }

    /// What of an amount is tax: what is left without it is rounded half up, once.
    #[must_use]
    pub fn taxed(&self, gross: Price) -> Taxed {
        let (gross, whole) = (u64::from(gross.minor()), u64::from(Percent::WHOLE.hundredths()));
        let with_tax = whole + u64::from(self.tax_hundredths);
        let net = (gross * whole + with_tax / 2) / with_tax;
        Taxed { net, tax: gross - net }
    }
}

impl Taxed {
    /// All of it.
    #[must_use]
    pub fn gross(self) -> u64 {
        self.net + self.tax
    }
}

impl std::iter::Sum for Taxed {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let plus =
            |sum: Self, more: Self| Self { net: sum.net + more.net, tax: sum.tax + more.tax };
        all.fold(Self::default(), plus)
    }
}

named! {
    /// What happens to a document.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub enum FeeInvoiceEvent {
        /// It is issued.
        Issued {
            /// Under which number: the next of the series, in the same entry.
            number: u32,
            /// For whom.
            account: UserId,
            /// About which month.
            month: Month,
            /// What it is.
            kind: FeeInvoiceKind,
            /// By whom.
            issuer: Issuer,
            /// What is in it.
            lines: Vec<FeeLine>,
        } = "FeeInvoiceIssued",
    }
    pub(super) fn name;
}

impl FeeInvoice {
    /// What it comes to: the sum of its lines, of which each is rounded by itself.
    #[must_use]
    pub fn total(&self) -> Taxed {
        self.lines.iter().map(|line| self.issuer.taxed(line.gross)).sum()
    }

    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        invoice: &mut Option<Self>,
        id: FeeInvoiceId,
        event: &FeeInvoiceEvent,
        at: Timestamp,
    ) -> Result<(), &'static str> {
        if invoice.is_some() {
            return Err("issued");
        }
        let FeeInvoiceEvent::Issued { number, account, month, kind, issuer, lines } = event.clone();
        *invoice = Some(Self { id, number, account, month, kind, issuer, lines, issued_at: at });
        Ok(())
    }
}

/// How far the numbers of invoices have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSeries {
    /// There is one.
    pub id: InvoiceSeriesId,
    /// The last that was given.
    pub last: u32,
}

named! {
    /// What happens to the numbers.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    pub enum InvoiceSeriesEvent {
        /// The next is given to the document that comes in the same entry.
        Given = "InvoiceNumberGiven",
    }
    pub(super) fn name;
}

impl InvoiceSeries {
    /// Makes the event's change; an error is the state in which it cannot happen.
    pub(super) fn change(
        series: &mut Option<Self>,
        id: InvoiceSeriesId,
        event: &InvoiceSeriesEvent,
        _: Timestamp,
    ) -> Result<(), &'static str> {
        let InvoiceSeriesEvent::Given = event;
        let series = series.get_or_insert(Self { id, last: 0 });
        series.last = series.last.checked_add(1).ok_or("full")?;
        Ok(())
    }
}

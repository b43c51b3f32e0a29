//! Invoices of the site's fees: one for each account and month, once that is over.
//!
//! What is in one follows from when orders were paid and paid back, and from the fees that were
//! written into them at their birth: so it is the same whenever it is made.

use std::{collections::BTreeMap, time::Duration};

use super::{BrokenRule, Refusal};
use crate::{
    domain::{
        DomainEvent, Earning, FeeInvoiceEvent, FeeInvoiceKind, FeeLine, FeePayer, InvoiceSeries,
        InvoiceSeriesEvent, Issuer, Order,
    },
    types::{FeeInvoiceId, InvoiceSeriesId, Month, Timestamp, UserId, ZoneName},
};

/// How many lines a document has at the most; what is left goes into another.
pub const FEE_LINES_MAX: usize = 1000;

/// How long a month must be over: what happens at its end is committed by then.
const SETTLED_AFTER: Duration = Duration::from_secs(3600);

refusals! {
    /// Why no invoice is made. Nothing has changed.
    pub enum FeeInvoiceRefusal {
        NoIssuer = "it is not known who runs the site",
    }
}

impl Refusal for FeeInvoiceRefusal {
    fn of(_: BrokenRule) -> Option<Self> {
        None
    }
}

/// A document that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeDocument {
    /// Which it is.
    pub id: FeeInvoiceId,
    /// About which month.
    pub month: Month,
    /// What it is.
    pub kind: FeeInvoiceKind,
    /// What is in it.
    pub lines: Vec<FeeLine>,
}

/// What one of the two of an order has paid to the site by it, and what of that is theirs no more, or
/// the site's no more, since the money went back or the buyer's bank has taken it: nothing of what was
/// sold before there were books.
#[must_use]
pub fn fee_lines(
    order: &Order,
    earning: &Earning,
    payer: FeePayer,
) -> Vec<(FeeInvoiceKind, FeeLine)> {
    let Some(sale) = earning.sale() else { return vec![] };
    let fee = match payer {
        FeePayer::Buyer => sale.buyer_fee,
        FeePayer::Seller => sale.seller_fee,
    };
    let (Some(gross), false) = (fee, sale.is_before_books) else { return vec![] };
    let line = |at| FeeLine { at, order: order.id, payer, gross };
    let paid = order.paid.map(|paid| (FeeInvoiceKind::Invoice, line(paid.at)));
    let back = earning.lost_at.map(|at| (FeeInvoiceKind::CreditNote, line(at)));
    paid.into_iter().chain(back).collect()
}

/// The documents of an account, given all its lines: those about months that are over, the oldest
/// first.
#[must_use]
pub fn fee_documents(
    account: UserId,
    lines: impl IntoIterator<Item = (FeeInvoiceKind, FeeLine)>,
    zone: &ZoneName,
    now: Timestamp,
) -> Vec<FeeDocument> {
    let mut months: BTreeMap<(Month, FeeInvoiceKind), Vec<FeeLine>> = BTreeMap::new();
    for (kind, line) in lines {
        let month = Month::of(line.at, zone);
        if month.ends(zone) + SETTLED_AFTER <= now {
            months.entry((month, kind)).or_default().push(line);
        }
    }
    let mut documents = vec![];
    for ((month, kind), mut lines) in months {
        lines.sort_unstable();
        for (part, lines) in (0..).zip(lines.chunks(FEE_LINES_MAX)) {
            let id = FeeInvoiceId::of(account, month, kind.word(), part);
            documents.push(FeeDocument { id, month, kind, lines: lines.to_vec() });
        }
    }
    documents
}

/// What issues a document under the next number.
#[must_use]
pub fn issue(
    account: UserId,
    document: &FeeDocument,
    issuer: &Issuer,
    series: Option<&InvoiceSeries>,
) -> Vec<DomainEvent> {
    let FeeDocument { id, month, kind, ref lines } = *document;
    let number = series.map_or(0, |series| series.last).saturating_add(1);
    let (issuer, lines) = (issuer.clone(), lines.clone());
    let issued = FeeInvoiceEvent::Issued { number, account, month, kind, issuer, lines };
    vec![
        DomainEvent::InvoiceSeries(InvoiceSeriesId::the_one(), InvoiceSeriesEvent::Given),
        DomainEvent::FeeInvoice(id, issued),
    ]
}

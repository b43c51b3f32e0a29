//! What holds of invoices of the site's fees: their numbers have no gaps, and each fee is in one.

use std::collections::{HashMap, HashSet};

use super::Auditor;
use crate::{
    domain::{
        Earning, FeeInvoiceEvent, FeeInvoiceKind, FeeLine, FeePayer, Key, rules::fee_invoices,
    },
    types::{EarningId, FeeInvoiceId, Month, OrderId, UserId},
};

/// What was issued so far.
#[derive(Debug, Default)]
pub(super) struct FeeInvoicesAudit {
    /// How many documents.
    issued: u32,
    /// How many of them about each account's month.
    parts: HashMap<(UserId, Month, FeeInvoiceKind), u32>,
    /// What is in one already.
    lines: HashSet<(FeeInvoiceKind, OrderId, FeePayer)>,
}

impl Auditor {
    /// What a document must satisfy when it is issued.
    pub(super) fn fee_invoice_event(&mut self, id: FeeInvoiceId, event: &FeeInvoiceEvent) {
        let FeeInvoiceEvent::Issued { number, account, month, kind, lines, .. } = event;
        self.fee_invoices.issued += 1;
        if *number != self.fee_invoices.issued {
            self.find(format!("invoice {id} has the number {number}, which is not its turn"));
        }
        let part = self.fee_invoices.parts.entry((*account, *month, *kind)).or_default();
        let (this, is_whole) = (*part, lines.len() <= fee_invoices::FEE_LINES_MAX);
        *part += 1;
        if id != FeeInvoiceId::of(*account, *month, kind.word(), this) || !is_whole {
            self.find(format!("invoice {number} is not the next about its account's month"));
        }
        for line in lines {
            let is_new = self.fee_invoices.lines.insert((*kind, line.order, line.payer));
            if !is_new || !self.is_fee_of(*account, *kind, line) {
                self.find(format!(
                    "invoice {number} has what is not a fee of order {}",
                    line.order
                ));
            }
        }
    }

    fn is_fee_of(&self, account: UserId, kind: FeeInvoiceKind, line: &FeeLine) -> bool {
        let order = self.order(line.order);
        let earning = self.record::<Earning>(Key::Earning(EarningId::of_sale(line.order)));
        let (Some(order), Some(earning)) = (order, earning) else { return false };
        let Some(sale) = earning.sale() else { return false };
        let (fee, whose) = match line.payer {
            FeePayer::Buyer => (order.fee, order.buyer),
            FeePayer::Seller => (order.seller_fee, earning.seller),
        };
        let at = match kind {
            FeeInvoiceKind::Invoice => order.paid.map(|paid| paid.at),
            FeeInvoiceKind::CreditNote => earning.lost_at,
        };
        (fee, whose, at) == (Some(line.gross), account, Some(line.at)) && !sale.is_before_books
    }
}

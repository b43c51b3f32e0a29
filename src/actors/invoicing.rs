//! Invoices of the site's fees.
//!
//! **One for each account and month**, once that is over: with what the account has paid as a buyer and
//! as a seller, and a second document, a credit note, with what of fees it got back in that month. They
//! are made when somebody asks: the account's owner, or those who run the site, for all at once.
//! Whoever asks again finds what is there, since a document is known by account and month.
//!
//! **Numbers** have no gaps and never change: the next is given in the entry that issues the document
//! (`InvoiceNumberGiven` and `FeeInvoiceIssued`), so of two that are made at once one is decided again.
//! No sale waits for that: nothing else writes the series.

use super::{
    Answer, Market,
    transaction::{By, Decision, Reading},
};
use crate::{
    domain::{
        FeeInvoiceKind, FeeLine, FeePayer, Issuer,
        rules::fee_invoices::{FeeInvoiceRefusal, fee_documents, fee_lines, issue},
    },
    reads::walk::Walk,
    storage::StorageError,
    types::{EarningId, InvoiceSeriesId, UserId, ZoneName},
};

/// How many ids are read at once.
const IDS_AT_ONCE: usize = 1000;

impl Market {
    /// Makes the documents of an account about months that are over, by the clocks of a zone, and of
    /// which there are none yet; gives how many these were. The account's whole history is read for it.
    pub async fn make_fee_invoices(
        &self,
        account: UserId,
        issuer: &Issuer,
        zone: &ZoneName,
    ) -> Answer<FeeInvoiceRefusal, usize> {
        let lines = self.fee_lines_of(account)?;
        let mut made = 0;
        for document in fee_documents(account, lines, zone, self.clock().now()) {
            let decide = |reading: &mut Reading<'_>| {
                if reading.fee_invoice(document.id)?.is_some() {
                    return Ok(Decision::default());
                }
                let series = reading.invoice_series(InvoiceSeriesId::the_one())?;
                Ok(issue(account, &document, issuer, series.as_deref()).into())
            };
            made += usize::from(self.transact(By::Other, decide).await?.is_some());
        }
        Ok(made)
    }

    /// All fees that an account has paid or got back.
    fn fee_lines_of(
        &self,
        account: UserId,
    ) -> Result<Vec<(FeeInvoiceKind, FeeLine)>, StorageError> {
        let tables = self.tables();
        let bought = all_ids(|walk, limit| tables.ordered_by(account, walk, limit))?;
        let sold = all_ids(|walk, limit| tables.earnings_of(account, walk, limit))?;
        let bought = bought.into_iter().map(|id| (EarningId::of_sale(id), FeePayer::Buyer));
        let sold = sold.into_iter().map(|id| (id, FeePayer::Seller));
        let mut lines = vec![];
        for (id, payer) in bought.chain(sold) {
            let Some(earning) = tables.earning(id)? else { continue };
            let Some(sale) = earning.sale() else { continue };
            let Some(order) = tables.order(sale.order)? else { continue };
            lines.extend(fee_lines(&order, &earning, payer));
        }
        Ok(lines)
    }
}

/// All that an index has.
fn all_ids<Id: Copy>(
    along: impl Fn(Walk<Id>, usize) -> Result<Vec<Id>, StorageError>,
) -> Result<Vec<Id>, StorageError> {
    let mut all = vec![];
    loop {
        let ids = along(Walk::up(all.last().copied()), IDS_AT_ONCE)?;
        all.extend(&ids);
        if ids.len() < IDS_AT_ONCE {
            return Ok(all);
        }
    }
}

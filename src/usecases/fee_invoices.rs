//! Invoices of the site's fees: of one's own, and of all for those who run the site.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{AccessError, Caller, Done, UseCaseError, policy};
use crate::{
    actors::Market,
    domain::{
        FeeInvoice, FeeInvoiceKind, FeePayer, Issuer, Scope, User,
        rules::fee_invoices::FeeInvoiceRefusal,
    },
    storage::StorageError,
    types::{FeeInvoiceId, Month, OrderId, Timestamp, UserId, ZoneName},
};

/// One of them, for whom it is and for those who run the site.
pub fn fee_invoice(
    market: &Market,
    caller: Caller<'_>,
    id: FeeInvoiceId,
) -> Result<Arc<FeeInvoice>, AccessError> {
    let invoice = market.tables().fee_invoice(id)?.ok_or(policy::Denial::NotFound)?;
    policy::fee_invoice_reader(caller, &invoice)?;
    Ok(invoice)
}

/// Which invoice each line of a credit note takes back, by its number; none of an invoice's own.
pub fn taken_back(
    market: &Market,
    note: &FeeInvoice,
    zone: &ZoneName,
) -> Result<HashMap<(OrderId, FeePayer), u32>, StorageError> {
    let mut months = BTreeSet::new();
    if note.kind == FeeInvoiceKind::CreditNote {
        for line in &note.lines {
            let paid = market.tables().order(line.order)?.and_then(|order| order.paid);
            months.extend(paid.map(|paid| Month::of(paid.at, zone)));
        }
    }
    let mut numbers = HashMap::new();
    for month in months {
        let invoices = about(market, note.account, month)?;
        for invoice in invoices.iter().filter(|it| it.kind == FeeInvoiceKind::Invoice) {
            let lines = invoice.lines.iter();
            numbers.extend(lines.map(|line| ((line.order, line.payer), invoice.number)));
        }
    }
    Ok(numbers)
}

/// The caller's own, the oldest first.
pub fn own(
    market: &Market,
    caller: Caller<'_>,
    zone: &ZoneName,
) -> Result<Vec<Arc<FeeInvoice>>, AccessError> {
    let user = policy::signed_in(caller)?;
    let now = market.clock().now();
    let mut found = vec![];
    for month in months_of(user, zone, now) {
        found.extend(about(market, user.id, month)?);
    }
    Ok(found)
}

/// The months that an account has seen, the first first.
fn months_of(user: &User, zone: &ZoneName, now: Timestamp) -> impl Iterator<Item = Month> + use<> {
    let (first, last) = (Month::of(user.created_at, zone), Month::of(now, zone));
    std::iter::successors(Some(first), |month| Some(month.next())).take_while(move |it| *it <= last)
}

/// Those about a month of an account.
fn about(
    market: &Market,
    account: UserId,
    month: Month,
) -> Result<Vec<Arc<FeeInvoice>>, StorageError> {
    let mut found = vec![];
    for kind in [FeeInvoiceKind::Invoice, FeeInvoiceKind::CreditNote] {
        for part in 0.. {
            let id = FeeInvoiceId::of(account, month, kind.word(), part);
            let Some(invoice) = market.tables().fee_invoice(id)? else { break };
            found.push(invoice);
        }
    }
    Ok(found)
}

/// Those about a month, of all accounts, for those who run the site: by their numbers.
pub fn all_about(
    market: &Market,
    caller: Caller<'_>,
    month: Month,
) -> Result<Vec<Arc<FeeInvoice>>, AccessError> {
    policy::staff(policy::scoped(caller, Scope::Admin)?)?;
    let accounts = market.tables().catalog().user_ids();
    let mut found = vec![];
    for account in accounts {
        found.extend(about(market, account, month)?);
    }
    found.sort_by_key(|invoice| invoice.number);
    Ok(found)
}

/// Makes the caller's own about all months that are over; gives how many are new.
pub async fn make_own(
    market: &Market,
    caller: Caller<'_>,
    issuer: Option<&Issuer>,
    zone: &ZoneName,
) -> Done<FeeInvoiceRefusal, usize> {
    let id = policy::signed_in(caller)?.id;
    let issuer = issuer.ok_or(UseCaseError::Refused(FeeInvoiceRefusal::NoIssuer))?;
    Ok(market.make_fee_invoices(id, issuer, zone).await?)
}

/// Makes those of all accounts, for those who run the site; gives how many are new.
pub async fn make_all(
    market: &Market,
    caller: Caller<'_>,
    issuer: Option<&Issuer>,
    zone: &ZoneName,
) -> Done<FeeInvoiceRefusal, usize> {
    policy::admin(policy::scoped(caller, Scope::Admin)?)?;
    let issuer = issuer.ok_or(UseCaseError::Refused(FeeInvoiceRefusal::NoIssuer))?;
    let accounts = market.tables().catalog().user_ids();
    let mut made = 0;
    for account in accounts {
        made += market.make_fee_invoices(account, issuer, zone).await?;
    }
    Ok(made)
}

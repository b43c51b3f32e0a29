//! Invoices of the site's fees.

use axum::{
    http::{
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    response::IntoResponse as _,
};
use maud::Markup;

use super::{go_to, not_done};
use crate::{
    csv,
    domain::{FeeInvoice, FeeLine},
    http::{
        Admin, Edge, Form, HttpError, HttpResult, Id, SignedIn, StaffMember, error::Busy,
        presenters, refused, staff_looks,
    },
    storage::StorageError,
    types::{FeeInvoiceId, Month},
    usecases::{RefusalCode as _, fee_invoices},
    views::{self, Done, FeeInvoiceLine, FeeInvoicePage, FeeInvoiceRow, FeeInvoicesPage},
};

/// The visitor's own.
pub(crate) async fn list(user: SignedIn) -> HttpResult<Markup> {
    let (context, edge) = (user.context(), &user.edge);
    let zone = &edge.config.site.time_zone;
    let invoices = fee_invoices::own(&edge.market, user.caller(), zone)?;
    let row = |invoice: &FeeInvoice| FeeInvoiceRow {
        id: invoice.id,
        number: invoice.number,
        kind: invoice.kind,
        month: invoice.month,
        gross: invoice.total().gross(),
    };
    let page = FeeInvoicesPage {
        invoices: invoices.iter().rev().map(|invoice| row(invoice)).collect(),
        has_issuer: matches!(edge.config.site.issuer(), Ok(Some(_))),
    };
    Ok(views::fee_invoices(&context, &page))
}

/// Makes those of months that are over.
pub(crate) async fn make(user: SignedIn) -> HttpResult {
    let edge = user.edge.clone();
    // All that somebody has ever bought and sold is read for it.
    let _place = edge.exports.take(user.id()).map_err(busy)?;
    let issuer = edge.config.site.issuer().ok().flatten();
    let zone = edge.config.site.time_zone.clone();
    let caller = user.caller();
    match refused(fee_invoices::make_own(&edge.market, caller, issuer.as_ref(), &zone).await)? {
        Ok(0) => go_to(&Done::NoFeeInvoiceDue.at("/account/invoices")),
        Ok(_) => go_to(&Done::FeeInvoicesMade.at("/account/invoices")),
        Err(refusal) => not_done(refusal.code(), list(user).await?),
    }
}

/// One of them.
pub(crate) async fn invoice(user: SignedIn, Id(id): Id<FeeInvoiceId>) -> HttpResult<Markup> {
    let (context, edge) = (user.context(), &user.edge);
    let invoice = fee_invoices::fee_invoice(&edge.market, user.caller(), id)?;
    staff_looks::at_account(&user, "/invoices/{id}", invoice.account).await?;
    let t = context.language;
    let zone = &edge.config.site.time_zone;
    let taken_back = fee_invoices::taken_back(&edge.market, &invoice, zone)?;
    let mut lines = Vec::with_capacity(invoice.lines.len());
    for line in &invoice.lines {
        let takes_back = taken_back.get(&(line.order, line.payer)).copied();
        lines.push(FeeInvoiceLine { takes_back, ..shown(edge, &invoice, line)? });
    }
    let account = edge.market.tables().user(invoice.account)?;
    let account = account.map(|account| t.account_of(&account).into_owned()).unwrap_or_default();
    let page = FeeInvoicePage {
        number: invoice.number,
        kind: invoice.kind,
        month: invoice.month,
        issued_at: invoice.issued_at,
        operator: invoice.issuer.operator.lines().map(Into::into).collect(),
        tax_id: invoice.issuer.tax_id.clone().into(),
        tax: invoice.issuer.tax(),
        account,
        account_id: invoice.account,
        lines,
        total: invoice.total(),
    };
    Ok(views::fee_invoice(&context, &page))
}

fn shown(
    edge: &Edge,
    invoice: &FeeInvoice,
    line: &FeeLine,
) -> Result<FeeInvoiceLine, StorageError> {
    let tables = edge.market.tables();
    let order = tables.order(line.order)?;
    let ticket = order.map(|order| tables.ticket(order.ticket)).transpose()?.flatten();
    let event = ticket.map(|ticket| presenters::event_of(&tables.catalog(), ticket.event).name);
    Ok(FeeInvoiceLine {
        at: line.at,
        order: line.order,
        payer: line.payer,
        event,
        taxed: invoice.issuer.taxed(line.gross),
        takes_back: None,
    })
}

/// Makes those of all accounts.
pub(crate) async fn make_all(admin: Admin) -> HttpResult {
    let edge = admin.edge.clone();
    let place = edge.exports.take(admin.id()).map_err(busy)?;
    let issuer = edge.config.site.issuer().ok().flatten();
    // It may take longer than a request may: who looks again sees how far it has come.
    let making = tokio::spawn(async move {
        let _place = place;
        let (zone, caller) = (&edge.config.site.time_zone, admin.caller());
        fee_invoices::make_all(&edge.market, caller, issuer.as_ref(), zone).await
    });
    match refused(making.await.map_err(HttpError::internal)?)? {
        Ok(_) => go_to(&Done::FeeInvoicesMade.at("/admin/money")),
        Err(refusal) => Err(HttpError::Refused(refusal.code(), String::new())),
    }
}

/// A month's, line by line, as CSV.
pub(crate) async fn month_csv(staff: StaffMember, parts: Parts) -> HttpResult {
    let month = Month::parse(Form::of_query(&parts).get("month"));
    let month = month.map_err(|_| HttpError::NotFound)?;
    let place = staff.edge.exports.take(staff.id()).map_err(busy)?;
    let read = move || {
        let _place = place;
        lines_of(&staff, month)
    };
    let text = tokio::task::spawn_blocking(read).await.map_err(HttpError::internal)??;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"fees-{month}.csv\"")),
    ];
    Ok((headers, text).into_response())
}

const COLUMNS: [&str; 13] = [
    "number",
    "kind",
    "month",
    "issued_at",
    "account",
    "email",
    "at",
    "order",
    "payer",
    "net",
    "tax",
    "gross",
    "currency",
];

fn lines_of(staff: &StaffMember, month: Month) -> HttpResult<String> {
    let (edge, currency) = (&staff.edge, staff.edge.config.site.currency);
    let mut text = csv::line(COLUMNS);
    for invoice in fee_invoices::all_about(&edge.market, staff.caller(), month)? {
        let account = edge.market.tables().user(invoice.account)?;
        let email = account.map(|account| staff.language().account_of(&account).into_owned());
        for line in &invoice.lines {
            let taxed = invoice.issuer.taxed(line.gross);
            text.push_str(&csv::line([
                &invoice.number.to_string(),
                invoice.kind.word(),
                &month.to_string(),
                &invoice.issued_at.rfc3339(),
                &invoice.account.to_string(),
                email.as_deref().unwrap_or_default(),
                &line.at.rfc3339(),
                &line.order.to_string(),
                line.payer.word(),
                &currency.decimal(taxed.net),
                &currency.decimal(taxed.tax),
                &currency.decimal(taxed.gross()),
                currency.code(),
            ]));
        }
    }
    Ok(text)
}

fn busy<T>(_: T) -> HttpError {
    HttpError::Overloaded(Busy::Requests)
}

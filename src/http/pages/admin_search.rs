//! One search for those who run the site: what they were told leads to what it is about.

use axum::{http::request::Parts, response::IntoResponse as _};

use super::{
    admin_lists::{
        AdminList, Claims, Events, OrderList, PaymentDisputes, Reports, Tickets, Users, name_of,
    },
    go_to,
};
use crate::{
    domain::FeeInvoiceKind,
    http::{Edge, Form, HttpResult, StaffMember},
    storage::StorageError,
    types::Language,
    usecases::staff_search::{self, Found},
    views::{self, AdminKind, AdminRow, AdminSearchPage},
};

/// What is found; if that is one thing alone, its own page.
pub(crate) async fn search(staff: StaffMember, parts: Parts) -> HttpResult {
    let form = Form::of_query(&parts);
    let sought = form.get("q").trim();
    let found = staff_search::found(&staff.edge.market, staff.caller(), sought)?;
    if let [one] = found[..] {
        return go_to(&path_of(&staff.edge, one)?);
    }
    let context = staff.context();
    let t = context.language;
    let mut groups: Vec<(&str, Vec<AdminRow>)> = vec![];
    for one in found {
        let Some(row) = row(&staff.edge, t, one)? else { continue };
        let name = name(t, one);
        match groups.last_mut().filter(|(last, _)| *last == name) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((name, vec![row])),
        }
    }
    let page = AdminSearchPage { sought: sought.to_owned(), groups };
    Ok(views::admin_search(&context, &page).into_response())
}

/// What a kind of them is called.
fn name(t: Language, found: Found) -> &'static str {
    match found {
        Found::User(_) => t.admin_users(),
        Found::Order(_) => t.admin_orders(),
        Found::Claim(_) => t.admin_claims(),
        Found::Ticket(_) => t.admin_tickets(),
        Found::Event(_) => t.admin_events(),
        Found::Dispute(_) => t.admin_payment_disputes(),
        Found::Payout(_) | Found::Run(_) => t.admin_payouts(),
        Found::Invoice(_) => t.fee_invoices_title(),
        Found::Report(_) => t.admin_reports(),
    }
}

/// In one word, for programs.
pub(crate) fn word(found: Found) -> &'static str {
    match found {
        Found::User(_) => "user",
        Found::Order(_) => "order",
        Found::Claim(_) => "claim",
        Found::Ticket(_) => "ticket",
        Found::Event(_) => "event",
        Found::Dispute(_) => "dispute",
        Found::Payout(_) => "payout",
        Found::Run(_) => "payout_run",
        Found::Invoice(_) => "invoice",
        Found::Report(_) => "report",
    }
}

/// Where it is dealt with.
pub(crate) fn path_of(edge: &Edge, found: Found) -> Result<String, StorageError> {
    Ok(match found {
        Found::User(id) => Users.done(id),
        Found::Order(id) => OrderList.done(id),
        Found::Claim(id) => Claims.done(id),
        Found::Ticket(id) => Tickets.done(id),
        Found::Event(id) => Events.done(id),
        Found::Dispute(id) => PaymentDisputes.done(id),
        Found::Report(id) => Reports.done(id),
        Found::Run(id) => format!("/admin/payouts/{id}"),
        Found::Invoice(id) => format!("/invoices/{id}"),
        Found::Payout(id) => match edge.market.tables().payout(id)? {
            Some(payout) => match payout.run() {
                Some(run) => format!("/admin/payouts/{run}"),
                None => format!("/admin/sellers/{}", payout.seller),
            },
            None => "/admin/payouts".into(),
        },
    })
}

/// As it is shown in its own list, and what can be done there only there.
pub(crate) fn row(
    edge: &Edge,
    t: Language,
    found: Found,
) -> Result<Option<AdminRow>, StorageError> {
    let row = match found {
        Found::User(id) => Users.row(edge, t, id)?,
        Found::Order(id) => OrderList.row(edge, t, id)?,
        Found::Claim(id) => Claims.row(edge, t, id)?,
        Found::Ticket(id) => Tickets.row(edge, t, id)?,
        Found::Event(id) => Events.row(edge, t, id)?,
        Found::Dispute(id) => PaymentDisputes.row(edge, t, id)?,
        Found::Report(id) => Reports.row(edge, t, id)?,
        Found::Payout(_) | Found::Run(_) | Found::Invoice(_) => of_money(edge, t, found)?,
    };
    let path = path_of(edge, found)?;
    Ok(row.map(|row| AdminRow {
        links: vec![(path, t.admin_about_it())],
        deeds: vec![],
        action: None,
        ..row
    }))
}

/// Of what has no list of rows.
fn of_money(edge: &Edge, t: Language, found: Found) -> Result<Option<AdminRow>, StorageError> {
    let (tables, site) = (edge.market.tables(), &edge.config.site);
    let moment = |at| t.exact_moment(at, &site.time_zone);
    let (id, title, status, badge, lines) = match found {
        Found::Payout(id) => {
            let Some(payout) = tables.payout(id)? else { return Ok(None) };
            let amount = t.signed_amount(payout.minor(), site.currency);
            let word = payout.status.word();
            let badge = match word {
                "paid" => "completed",
                "begun" => "created",
                _ => "cancelled",
            };
            let who = name_of(edge, t, payout.seller)?;
            let badge = (badge, t.payout_status(&payout.status));
            (id.to_string(), amount, word, badge, vec![who, moment(payout.begun_at)])
        }
        Found::Run(id) => {
            let Some(run) = tables.payout_run(id)? else { return Ok(None) };
            let minor = run.closed.map_or(0, |closed| closed.minor);
            let amount = t.signed_amount(minor, site.currency);
            let badge = match run.closed {
                Some(_) => ("completed", t.admin_run_closed()),
                None => ("created", t.admin_run_being_made()),
            };
            let lines = vec![run.deed.reason.to_string(), moment(run.begun_at)];
            (id.to_string(), amount, "run", badge, lines)
        }
        Found::Invoice(id) => {
            let Some(invoice) = tables.fee_invoice(id)? else { return Ok(None) };
            let title = match invoice.kind {
                FeeInvoiceKind::Invoice => t.fee_invoice_number(invoice.number),
                FeeInvoiceKind::CreditNote => t.credit_note_number(invoice.number),
            };
            let lines = vec![name_of(edge, t, invoice.account)?, moment(invoice.issued_at)];
            (id.to_string(), title, invoice.kind.word(), ("completed", t.admin_issued()), lines)
        }
        _ => return Ok(None),
    };
    Ok(Some(AdminRow {
        kind: AdminKind::Found,
        id,
        title: title.as_str().into(),
        links: vec![],
        deeds: vec![],
        status,
        badge,
        lines,
        action: None,
    }))
}

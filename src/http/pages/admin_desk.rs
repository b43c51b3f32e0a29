//! A day of those who run the site begins here: what needs a person, how the site does today and has done
//! for thirty days, and the payments to look at.

use axum::response::IntoResponse as _;
use maud::Markup;

use super::{admin_csv, admin_lists::columns};
use crate::{
    http::{Edge, HttpResult, StaffMember},
    storage::free_bytes,
    types::{Day, Language, Timestamp},
    usecases::{
        Caller, Denial,
        needs::{self, Need, Surroundings},
    },
    views::{self, AdminKind, AdminListPage, AdminPage, AdminRow, DayFigures, Turning},
};

/// How many days are drawn, today among them.
const DAYS: usize = 30;

const MEGABYTE: u64 = 1024 * 1024;

/// How the site does, and what those who run it can do.
pub(crate) async fn dashboard(staff: StaffMember) -> HttpResult<Markup> {
    let context = staff.context();
    let (_, page) = figures(&staff.edge, staff.caller(), context.now)?;
    Ok(views::admin(&context, &page))
}

/// What needs a person.
pub(crate) fn needs(edge: &Edge, caller: Caller<'_>) -> Result<Vec<Need>, Denial> {
    let storage = &edge.config.storage;
    let least = storage.least_free_mb.saturating_mul(MEGABYTE);
    let around = Surroundings {
        bus: &edge.bus,
        disk: (free_bytes(&storage.path).ok(), least),
        refused_webhooks: edge.metrics.refused_webhooks(),
    };
    needs::needs(&edge.market, caller, around)
}

/// What has happened on each of the last days, today the last.
pub(crate) fn days(edge: &Edge, now: Timestamp) -> Vec<DayFigures> {
    let zone = &edge.config.site.time_zone;
    let days = edge.market.tables().statistics().days(now, DAYS, zone);
    let figures = |(day, tally)| DayFigures { day, tally, times: edge.response_times.on(day) };
    days.into_iter().map(figures).collect()
}

/// How the site does now, and since when it is today.
pub(crate) fn figures(
    edge: &Edge,
    caller: Caller<'_>,
    now: Timestamp,
) -> Result<(Timestamp, AdminPage), Denial> {
    let (tables, zone) = (edge.market.tables(), &edge.config.site.time_zone);
    let today = Day::of(now, zone);
    let midnight = today.begins(zone);
    let days = days(edge, now);
    let (total, until_now_yesterday) = {
        let numbers = tables.statistics();
        let yesterday = today.before().begins(zone);
        let until = (yesterday + now.since(midnight)).min(midnight);
        let until = Timestamp::from_millis(until.as_millis() - 1);
        (numbers.total(), numbers.since(yesterday, until))
    };
    let (mails_waiting, mails_given_up, unsettled, disputes) = {
        let catalog = tables.catalog();
        let mails = &catalog.mails;
        (
            mails.waiting().len(),
            mails.given_up_count(),
            catalog.unfinished_charges.len(),
            catalog.disputes.open_count(),
        )
    };
    let page = AdminPage {
        needs: needs(edge, caller)?,
        days,
        until_now_yesterday,
        total,
        mails_waiting,
        mails_given_up,
        unsettled,
        disputes,
        overdue: edge.market.unsettled().overdue.len(),
        streams: tables.live().readers(),
        backup: edge.market.backup_state(),
        quiet: edge.market.quiet(),
        takes_real_money: edge.config.takes_real_money(),
    };
    Ok((midnight, page))
}

/// The figures of the last days as CSV.
pub(crate) async fn days_csv(staff: StaffMember) -> HttpResult {
    let columns = [
        "day",
        "time_zone",
        "sign_ups",
        "listings",
        "holds",
        "holds_run_out",
        "sales",
        "sold",
        "fees",
        "refunds",
        "refunded",
        "currency",
        "answers",
        "answers_half_within_ms",
        "answers_95_percent_within_ms",
    ];
    admin_csv::download(&staff, "days", &columns, |edge, _| {
        let zone = &edge.config.site.time_zone;
        let minor = |minor| edge.config.site.currency.decimal(minor);
        let line = |it: DayFigures| {
            let within = |percent| it.times.within_ms(percent).map(|ms| ms.to_string());
            vec![
                it.day.to_string(),
                zone.to_string(),
                it.tally.sign_ups.to_string(),
                it.tally.listings.to_string(),
                it.tally.holds.to_string(),
                it.tally.run_outs.to_string(),
                it.tally.sales.to_string(),
                minor(it.tally.sold_minor),
                minor(it.tally.fees_minor),
                it.tally.refunds.to_string(),
                minor(it.tally.refunded_minor),
                columns::currency(edge),
                it.times.count().to_string(),
                within(50).unwrap_or_default(),
                within(95).unwrap_or_default(),
            ]
        };
        Ok((days(edge, edge.market.clock().now()).into_iter().map(line).collect(), None))
    })
}

/// A payment or a transfer to look at.
struct Trouble {
    kind: &'static str,
    name: String,
    order: Option<String>,
    what: String,
    since: Option<Timestamp>,
    link: Option<String>,
}

/// As the reconciler has seen them last.
fn troubles(edge: &Edge, t: Language) -> Vec<Trouble> {
    let (unsettled, now) = (edge.market.unsettled(), edge.market.clock().now());
    let of_order = |order: &str| format!("/admin/orders?q={order}");
    let overdue = unsettled.overdue.iter().map(|it| Trouble {
        kind: "overdue",
        name: it.stripe_id.as_deref().map_or_else(|| it.charge.to_string(), str::to_owned),
        order: Some(it.order.to_string()),
        what: t.payment_waits_for(it.waits_for).to_owned(),
        since: Some(it.since),
        link: Some(of_order(&it.order.to_string())),
    });
    let issues = unsettled.issues.iter().filter(|issue| issue.needs_a_person(now));
    let issues = issues.map(|it| Trouble {
        kind: "payment",
        name: it.payment.to_string(),
        order: it.order.map(|order| order.to_string()),
        what: t.payment_judgement(it.judgement).to_owned(),
        since: Some(it.seen_at),
        link: it.order.map(|order| of_order(&order.to_string())),
    });
    let transfers = unsettled.sellers.iter().flat_map(|seen| &seen.transfers).map(|it| Trouble {
        kind: "transfer",
        name: it.transfer.to_string(),
        order: None,
        what: t.transfer_fault(it.fault).to_owned(),
        since: None,
        link: it.payout.map(|payout| format!("/admin/search?q={payout}")),
    });
    overdue.chain(issues).chain(transfers).collect()
}

/// How many of them a page has: there are few, unless the provider is down.
const TROUBLES_SHOWN: usize = 200;

/// Payments, refunds and transfers that need a person.
pub(crate) async fn payments(staff: StaffMember) -> HttpResult {
    let (context, edge) = (staff.context(), &staff.edge);
    let t = context.language;
    let row = |it: Trouble| AdminRow {
        kind: AdminKind::Found,
        id: it.name.clone(),
        title: it.name.as_str().into(),
        links: it.link.into_iter().map(|link| (link, t.admin_about_it())).collect(),
        deeds: vec![],
        status: it.kind,
        badge: match it.kind {
            "overdue" => ("cancelled", t.admin_payment_overdue()),
            _ => ("created", t.admin_payment_differs()),
        },
        lines: std::iter::once(it.what)
            .chain(it.since.map(|since| t.exact_moment(since, context.zone)))
            .collect(),
        action: None,
    };
    let rows = troubles(edge, t).into_iter().take(TROUBLES_SHOWN).map(row).collect();
    let page = AdminListPage {
        title: t.admin_payments().into(),
        find: None,
        csv: Some("/admin/payments.csv".into()),
        refusal: None,
        rows,
        turning: Turning::default(),
    };
    Ok(views::admin_list(&context, &page).into_response())
}

/// The same as CSV.
pub(crate) async fn payments_csv(staff: StaffMember) -> HttpResult {
    let columns = ["kind", "name", "order", "what", "since"];
    admin_csv::download(&staff, "payments", &columns, |edge, _| {
        let line = |it: Trouble| {
            let order = it.order.unwrap_or_default();
            vec![it.kind.to_owned(), it.name, order, it.what, columns::at(it.since)]
        };
        Ok((troubles(edge, Language::English).into_iter().map(line).collect(), None))
    })
}

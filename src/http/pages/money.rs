//! What a seller is owed, where it lies and when it is paid; and where.

use std::collections::BTreeMap;

use axum::{
    http::{
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    response::IntoResponse as _,
};
use maud::Markup;

use super::admin_csv;
use crate::{
    csv,
    domain::{
        Arrival, CorrectionKind, Earning, EarningCause, EarningPlace, OpenCases, Payout,
        PayoutStatus, PayoutTo,
        rules::{
            earnings,
            payouts::{Destination, NotReady, PayoutMethod},
        },
    },
    http::{AskedPage, Edge, Form, HttpError, HttpResult, SignedIn, error::Busy, presenters},
    reads::walk::{Stretch, Walk, Way},
    storage::StorageError,
    types::{Day, EarningId, Timestamp, UserId},
    views::{self, MoneyLine, MoneyPage, MoneySums, MonthBars, PageContext, PayoutRow, Turning},
};

/// How many payouts are listed, and looked at for what was paid.
const PAYOUTS_SHOWN: usize = 100;

/// How many lines are looked at for the months, the newest first.
const LOOKED_AT_MAX: usize = 2000;

/// How many lines the CSV has at the most.
const CSV_MAX: usize = 20_000;

/// What the visitor is owed.
pub(crate) async fn money(user: SignedIn, parts: Parts) -> HttpResult<Markup> {
    let (context, edge, id) = (user.context(), &user.edge, user.id());
    let t = context.language;
    let (lines, turning) = lines_of(edge, &context, id, &AskedPage::of(&Form::of_query(&parts)))?;
    let payouts = payouts_of(edge, id)?;
    let days = edge.config.payouts.hold_days.into();
    let least = t.signed_amount(edge.market.settings().payouts.minimum_minor, context.currency);
    let is_by_site = edge.config.payouts.method != PayoutMethod::None;
    let terms = match is_by_site {
        true => vec![t.money_lead(days), t.money_minimum(&least)],
        false => vec![],
    };
    let ready = edge.market.payout_readiness(id, context.now)?;
    let page = MoneyPage {
        sums: sums(edge, id, &payouts),
        is_ready: ready.is_ok(),
        has_account: !matches!(ready, Err(NotReady::NoBank | NotReady::NotConnected)),
        readiness: readiness(&context, &ready),
        terms,
        months: months(edge, &context, id)?,
        lines,
        payouts: payouts.iter().map(|it| payout_row(&context, it, None)).collect(),
        turning,
    };
    Ok(views::money(&context, &page))
}

/// All lines as CSV.
pub(crate) async fn csv(user: SignedIn) -> HttpResult {
    let busy = |_| HttpError::Overloaded(Busy::Requests);
    let _place = user.edge.exports.take(user.id()).map_err(busy)?;
    let (edge, id) = (user.edge.clone(), user.id());
    let read = move || -> Result<String, StorageError> {
        let tables = edge.market.tables();
        let mut text = csv::line(COLUMNS);
        for id in tables.earnings_of(id, Walk::up(None), CSV_MAX)? {
            let Some(line) = tables.earning(id)? else { continue };
            // Numbers, whatever their sign.
            let cells = cells_of(&edge, &line).map(|cell| admin_csv::cell(&cell));
            text.push_str(&(cells.join(",") + "\r\n"));
        }
        Ok(text)
    };
    let text = tokio::task::spawn_blocking(read)
        .await
        .map_err(|_| HttpError::Overloaded(Busy::Requests))??;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-money.csv\""),
    ];
    Ok((headers, text).into_response())
}

/// What the columns of lines are called.
pub(super) const COLUMNS: [&str; 8] =
    ["at", "cause", "order", "amount", "currency", "place", "since", "reason"];

/// A line as CSV has it.
pub(super) fn cells_of(edge: &Edge, line: &Earning) -> [String; 8] {
    let currency = edge.config.site.currency;
    let (cause, reason) = match &line.cause {
        EarningCause::Sale(_) => ("sale", String::new()),
        EarningCause::Recalled(..) => ("recalled", String::new()),
        EarningCause::CameBack(_) => ("came_back", String::new()),
        EarningCause::TakenBack(..) => ("taken_back", String::new()),
        EarningCause::Correction(kind, deed) => (kind.word(), deed.reason.to_string()),
    };
    let sign = if line.minor < 0 { "-" } else { "" };
    [
        line.at.rfc3339(),
        cause.to_owned(),
        line.order().map(|order| order.to_string()).unwrap_or_default(),
        format!("{sign}{}", currency.decimal(line.minor.unsigned_abs())),
        currency.code().to_owned(),
        line.place.word().to_owned(),
        line.moved_at.rfc3339(),
        reason,
    ]
}

/// What a seller is owed, and was paid by these payouts.
pub(super) fn sums(edge: &Edge, seller: UserId, payouts: &[Payout]) -> MoneySums {
    let balances = edge.market.tables().catalog().earnings.balances_of(seller);
    let is_paid = |payout: &&Payout| matches!(payout.status, PayoutStatus::Paid(..));
    MoneySums {
        held: balances.held,
        available: balances.available,
        frozen: balances.frozen,
        in_transit: balances.in_transit,
        paid: payouts.iter().filter(is_paid).map(Payout::minor).sum(),
        paid_among: (payouts.len() == PAYOUTS_SHOWN).then_some(PAYOUTS_SHOWN),
    }
}

/// The latest payouts of a seller.
pub(super) fn payouts_of(edge: &Edge, seller: UserId) -> Result<Vec<Payout>, StorageError> {
    let tables = edge.market.tables();
    let mut payouts = vec![];
    for id in tables.payouts_of(seller, Walk::down(None), PAYOUTS_SHOWN)? {
        payouts.extend(tables.payout(id)?.map(|payout| payout.as_ref().clone()));
    }
    Ok(payouts)
}

/// A payout as it is listed: for those who run the site with whose it is.
pub(super) fn payout_row(
    context: &PageContext<'_>,
    payout: &Payout,
    to_whom: Option<String>,
) -> PayoutRow {
    let t = context.language;
    let place = match &payout.to {
        PayoutTo::Bank { holder, iban, .. } => {
            let iban = if to_whom.is_some() { iban.to_string() } else { iban.masked() };
            format!("{holder} · {iban}")
        }
        PayoutTo::Provider(account) if to_whom.is_some() => format!("Stripe · {account}"),
        PayoutTo::Provider(_) => t.payout_to_stripe().into(),
    };
    let why = match &payout.status {
        PayoutStatus::Failed(_, setback) | PayoutStatus::Returned(_, setback) => {
            Some((&setback.reason).into())
        }
        PayoutStatus::Begun => {
            (payout.attempt.number > 1).then(|| t.payout_waits_for_money().into())
        }
        PayoutStatus::Paid(_, Arrival::Said(deed)) if to_whom.is_some() => {
            Some((&deed.reason).into())
        }
        PayoutStatus::Paid(..) => None,
    };
    PayoutRow {
        id: payout.id,
        begun_at: payout.begun_at,
        minor: payout.minor(),
        seller: payout.seller,
        to_whom,
        place: place.into(),
        word: payout.status.word(),
        status: context.language.payout_status(&payout.status),
        why,
        action: None,
    }
}

/// Whether, where and when a seller is paid.
pub(super) fn readiness(
    context: &PageContext<'_>,
    ready: &Result<Destination, NotReady>,
) -> String {
    let t = context.language;
    let moment = |at| t.moment(at, context.zone);
    match ready {
        Ok(Destination::Bank(_, iban)) => t.money_ready(&iban.masked()),
        Ok(Destination::Provider(_)) => t.money_ready_at_stripe().into(),
        Err(NotReady::NotBySite) => t.money_not_by_site().into(),
        Err(NotReady::NoBank) => t.money_no_bank().into(),
        Err(NotReady::NotConnected) => t.money_not_connected().into(),
        Err(NotReady::Unfinished) => t.money_unfinished().into(),
        Err(NotReady::Restricted) => t.money_restricted().into(),
        Err(NotReady::Gone) => t.money_gone().into(),
        Err(NotReady::Resting(at)) => t.money_resting(&moment(*at)),
        Err(NotReady::RefusedLately(at)) => t.money_refused_lately(&moment(*at)),
        Err(NotReady::Paused) => t.money_paused().into(),
        Err(NotReady::Closed) => t.money_closed().into(),
    }
}

/// A page of a seller's lines.
pub(super) fn lines_of(
    edge: &Edge,
    context: &PageContext<'_>,
    seller: UserId,
    asked: &AskedPage,
) -> HttpResult<(Vec<MoneyLine>, Turning)> {
    let tables = edge.market.tables();
    let walked = |walk: Walk<EarningId>| {
        let ids = tables.earnings_of(seller, walk, presenters::PAGE + 1)?.into_iter();
        let line = |id| tables.earning(id);
        Stretch::of(ids.map(|id| (id, id)), presenters::PAGE, presenters::PAGE + 1, line)
    };
    let (lines, turning) = presenters::page_of(asked, Way::Down, walked)?;
    Ok((lines.iter().map(|line| money_line(edge, context, line)).collect(), turning))
}

fn money_line(edge: &Edge, context: &PageContext<'_>, line: &Earning) -> MoneyLine {
    let t = context.language;
    let catalog = edge.market.tables().catalog();
    let event = line.sale().map(|sale| presenters::event_of(&catalog, sale.event));
    let (what, note) = match &line.cause {
        EarningCause::Sale(_) => {
            let name = event.map_or_else(|| t.cause_sale().to_owned(), |it| it.name.to_string());
            let note = match line.place {
                EarningPlace::Reversed if is_sold(edge, line) => Some(t.cause_lost_to_dispute()),
                _ => line.is_borne_by_site.then(|| t.cause_borne()),
            };
            (name.into(), note.map(str::to_owned))
        }
        EarningCause::Recalled(..) => (t.cause_recalled().into(), None),
        EarningCause::CameBack(_) => (t.cause_came_back().into(), None),
        EarningCause::TakenBack(..) => (t.cause_taken_back().into(), None),
        EarningCause::Correction(kind, deed) => {
            (t.correction(*kind).into(), Some(deed.reason.to_string()))
        }
    };
    let until = match (line.place, line.sale()) {
        (EarningPlace::Held, Some(sale)) => {
            let hold = edge.market.settings().payouts.hold;
            let at =
                catalog.event_that_stays(sale.event).and_then(|it| earnings::release_at(it, hold));
            Some(match at {
                Some(at) => t.money_held_until(&t.moment(at, context.zone)),
                None => t.money_held_open().into(),
            })
        }
        (EarningPlace::Frozen(OpenCases { dispute: true, .. }, _), _) => {
            Some(t.money_disputed().into())
        }
        _ => None,
    };
    MoneyLine {
        at: line.at,
        what,
        note,
        order: line.order(),
        minor: line.minor,
        word: line.place.word(),
        place: t.earning_place(line.place),
        until,
    }
}

/// Whether the order of a line is completed still: its money has gone in another way then.
fn is_sold(edge: &Edge, line: &Earning) -> bool {
    let order = line.order().and_then(|id| edge.market.tables().order(id).ok().flatten());
    order.is_some_and(|order| order.status.paid_by().is_some())
}

/// What a seller has earned in each of the last twelve months.
fn months(
    edge: &Edge,
    context: &PageContext<'_>,
    seller: UserId,
) -> Result<MonthBars, StorageError> {
    let tables = edge.market.tables();
    let mut sums = twelve_months(context);
    for id in tables.earnings_of(seller, Walk::down(None), LOOKED_AT_MAX)? {
        let Some(line) = tables.earning(id)? else { continue };
        let counts = line.sale().is_some() && line.place != EarningPlace::Reversed;
        if let Some(sum) = sums.get_mut(&month(line.at, context)).filter(|_| counts) {
            *sum += line.minor;
        }
    }
    let title = context.language.money_months();
    Ok(MonthBars { title, months: sums.into_iter().collect() })
}

/// The month in which a moment is, by the site's clocks: as `2026-11`.
pub(super) fn month(at: Timestamp, context: &PageContext<'_>) -> String {
    Day::of(at, context.zone).to_string().chars().take(7).collect()
}

/// The last twelve months with nothing in them.
pub(super) fn twelve_months(context: &PageContext<'_>) -> BTreeMap<String, i64> {
    let now = month(context.now, context);
    let (year, month) = now.split_once('-').unwrap_or((&now, "01"));
    let (year, month): (i32, i32) = (year.parse().unwrap_or(1970), month.parse().unwrap_or(1));
    let back = |n: i32| {
        let months = year * 12 + month - 1 - n;
        (format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1), 0)
    };
    (0..12).map(back).collect()
}

/// Why a balance is put right, by the form's word.
pub(super) fn typed_kind(form: &Form) -> CorrectionKind {
    CorrectionKind::of_word(form.get("kind")).unwrap_or(CorrectionKind::Adjustment)
}

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

use super::{go_to, mistyped, profile::own_password};
use crate::{
    config::PayoutMethod,
    csv,
    domain::{
        CorrectionKind, Earning, EarningCause, EarningPlace, Payout, PayoutStatus, PayoutTo,
        rules::{
            earnings,
            payouts::{NotReady, PayoutRefusal},
        },
    },
    http::{
        AskedPage, Edge, Form, HttpError, HttpResult, SignedIn, error::Busy, presenters, refused,
        session::SessionHere,
    },
    reads::walk::{Stretch, Walk, Way},
    storage::StorageError,
    texts::Tell as _,
    types::{AccountHolder, Day, EarningId, Iban, Timestamp, UserId},
    usecases::payouts,
    views::{
        self, BankForm, Done, MoneyLine, MoneyPage, MoneySums, MonthBars, PageContext, PayoutRow,
        Turning,
    },
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
        false => vec![t.money_not_by_site().into()],
    };
    let (readiness, is_ready) = readiness(edge, &context, id)?;
    let page = MoneyPage {
        sums: sums(edge, id, &payouts),
        readiness,
        is_ready: is_by_site && is_ready,
        has_bank: edge.market.tables().payout_account(id)?.is_some_and(|it| it.bank.is_some()),
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
        let currency = edge.config.site.currency;
        let mut text = String::from("at,cause,order,amount,currency,place,since,reason\r\n");
        for id in tables.earnings_of(id, Walk::up(None), CSV_MAX)? {
            let Some(line) = tables.earning(id)? else { continue };
            let (cause, reason) = match &line.cause {
                EarningCause::Sale(_) => ("sale", String::new()),
                EarningCause::Recalled(..) => ("recalled", String::new()),
                EarningCause::CameBack(_) => ("came_back", String::new()),
                EarningCause::Correction(kind, deed) => (kind.word(), deed.reason.to_string()),
            };
            let sign = if line.minor < 0 { "-" } else { "" };
            let cells = [
                csv::cell(&line.at.rfc3339()),
                cause.to_owned(),
                line.order().map(|order| order.to_string()).unwrap_or_default(),
                // A number, whatever its sign.
                format!("{sign}{}", currency.decimal(line.minor.unsigned_abs())),
                currency.code().to_owned(),
                line.place.word().to_owned(),
                csv::cell(&line.moved_at.rfc3339()),
                csv::cell(&reason),
            ];
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

/// The form to say where one is paid.
pub(crate) async fn bank_form(user: SignedIn) -> HttpResult<Markup> {
    Ok(views::bank_form(&user.context(), &known_bank(&user)?))
}

/// The form with what is known.
fn known_bank(user: &SignedIn) -> HttpResult<BankForm> {
    let bank = user.edge.market.tables().payout_account(user.id())?.and_then(|it| it.bank.clone());
    Ok(BankForm {
        holder: bank.as_ref().map(|bank| bank.holder.to_string()).unwrap_or_default(),
        known: bank.map(|bank| bank.iban.masked()),
        rest_days: user.edge.config.payouts.rest_days_after_change.into(),
        ..BankForm::default()
    })
}

/// Has the visitor paid to another bank account.
pub(crate) async fn give_bank(user: SignedIn, here: SessionHere, form: Form) -> HttpResult {
    let t = user.language();
    let mut page = BankForm {
        holder: form.get("holder").to_owned(),
        iban: form.get("iban").to_owned(),
        ..known_bank(&user)?
    };
    let holder = AccountHolder::parse(form.get("holder"));
    let iban = Iban::parse(form.get("iban"));
    let (Ok(holder), Ok(iban)) = (&holder, &iban) else {
        if let Err(error) = holder {
            page.errors.insert("holder", error.tell(t));
        }
        if iban.is_err() {
            page.errors.insert("iban", t.money_iban_wrong().into());
        }
        return mistyped(views::bank_form(&user.context(), &page));
    };
    let checked = own_password(&user, &here, form.get("password")).await?;
    let (holder, iban) = (holder.clone(), iban.clone());
    let given = match checked {
        Some(password) => {
            let market = &user.edge.market;
            refused(payouts::give_bank(market, user.caller(), password, holder, iban).await)?
        }
        None => Err(PayoutRefusal::WrongPassword),
    };
    match given {
        Ok(()) => go_to(&Done::BankGiven.at("/selling/money")),
        Err(refusal) => {
            page.errors.insert("password", t.payout_refusal(&refusal).into());
            mistyped(views::bank_form(&user.context(), &page))
        }
    }
}

/// What a seller is owed, and was paid by these payouts.
pub(super) fn sums(edge: &Edge, seller: UserId, payouts: &[Payout]) -> MoneySums {
    let balances = edge.market.tables().catalog().earnings.balances_of(seller);
    let is_paid = |payout: &&Payout| matches!(payout.status, PayoutStatus::Paid(_));
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
    let PayoutTo::Bank { holder, iban, .. } = &payout.to;
    let why = match &payout.status {
        PayoutStatus::Failed(_, why) | PayoutStatus::Returned(_, why) => Some(why.into()),
        PayoutStatus::Begun | PayoutStatus::Paid(_) => None,
    };
    PayoutRow {
        id: payout.id,
        begun_at: payout.begun_at,
        minor: payout.minor(),
        seller: payout.seller,
        iban: if to_whom.is_some() { iban.to_string() } else { iban.masked() },
        to_whom,
        holder: holder.into(),
        word: payout.status.word(),
        status: context.language.payout_status(&payout.status),
        why,
        action: None,
    }
}

/// Where and when a seller is paid, or why not; and whether they can be.
pub(super) fn readiness(
    edge: &Edge,
    context: &PageContext<'_>,
    seller: UserId,
) -> Result<(String, bool), StorageError> {
    let t = context.language;
    let ready = edge.market.payout_readiness(seller, context.now)?;
    let is_ready = ready.is_ok();
    let told = match ready {
        Ok(()) => {
            let account = edge.market.tables().payout_account(seller)?;
            let bank = account.and_then(|account| account.bank.clone());
            t.money_ready(&bank.map(|bank| bank.iban.masked()).unwrap_or_default())
        }
        Err(NotReady::NoBank) => t.money_no_bank().into(),
        Err(NotReady::Resting(at)) => t.money_resting(&t.moment(at, context.zone)),
        Err(NotReady::Paused) => t.money_paused().into(),
        Err(NotReady::Closed) => t.money_closed().into(),
    };
    Ok((told, is_ready))
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
            (name.into(), line.is_borne_by_site.then(|| t.cause_borne().to_owned()))
        }
        EarningCause::Recalled(..) => (t.cause_recalled().into(), None),
        EarningCause::CameBack(_) => (t.cause_came_back().into(), None),
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

//! The books, runs of payouts, and a seller's money: for those who run the site.

use axum::{
    extract::Request,
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    response::IntoResponse,
};

use super::{
    admin_csv::{self, LINES_AT_ONCE},
    admin_lists::columns,
    go_to,
    money::{lines_of, month, payout_row, payouts_of, readiness, sums, twelve_months, typed_kind},
};
use crate::{
    bank::{self, Booking},
    csv,
    domain::{
        Arrival, CorrectionKind, Deed, Payout, PayoutRun, PayoutStatus, PayoutTo, Setback,
        ledger::Account,
        rules::payouts::{PayoutMethod, PayoutOutcome, PayoutRefusal},
    },
    http::{
        Admin, AskedPage, Form, HttpError, HttpResult, Id, StaffMember, client::Client, presenters,
        refused, status_of, uploads,
    },
    reads::walk::{ListPlace, Stretch, Walk, Way},
    storage::StorageError,
    texts::Tell as _,
    types::{EarningId, Language, OrderId, PayoutId, PayoutRunId, Price, Reason, UserId},
    usecases::{Done, RefusalCode as _, payouts},
    views::{
        self, AdminAction, AdminField, AdminMoneyPage, FieldErrors, MonthBars, RunPage, RunRow,
        RunsPage, SellerPage,
    },
};

/// How many sellers with a balance are listed.
const SELLERS_SHOWN: usize = 200;

/// How many payouts are listed that the payment provider has to do with now.
const AT_PROVIDER_SHOWN: usize = 200;

/// What was not done, and why.
type NotDone = (StatusCode, String);

/// The books.
pub(crate) async fn money(staff: StaffMember) -> HttpResult {
    let (context, tables) = (staff.context(), staff.edge.market.tables());
    let t = context.language;
    let nobody = UserId::MIN;
    let (accounts, months) = {
        let statistics = tables.statistics();
        let books = statistics.total().books;
        let accounts = Account::of_each_kind(nobody).map(|account| {
            let (kind, seller, name) = account.parts();
            let of_sellers = if seller.is_some() { "*:" } else { "" };
            let separator = if kind.is_empty() { "" } else { ":" };
            (format!("{kind}{separator}{of_sellers}{name}"), books.of(account))
        });
        let mut months = twelve_months(&context);
        for (at, tally) in statistics.quarters() {
            let income = [Account::BuyerFees, Account::SellerFees, Account::Penalties];
            let income: i64 = income.iter().map(|account| -tally.books.of(*account)).sum();
            if let Some(sum) = months.get_mut(&month(at, &context)).filter(|_| income != 0) {
                *sum += income;
            }
        }
        (Vec::from(accounts), months)
    };
    let (balances, listed) = {
        let catalog = tables.catalog();
        let listed = catalog.earnings.sellers(None).filter(|(_, it)| it.owed() != 0);
        (catalog.earnings.balances(), listed.take(SELLERS_SHOWN + 1).collect::<Vec<_>>())
    };
    let is_more = listed.len() > SELLERS_SHOWN;
    let mut sellers = vec![];
    for (id, balances) in listed.into_iter().take(SELLERS_SHOWN) {
        sellers.push((id, who(&staff, t, id)?, balances.owed(), balances.available));
    }
    let there = tables.statistics().total().books.of(Account::Provider);
    let page = AdminMoneyPage {
        accounts,
        owed: balances.owed(),
        there,
        said_there: staff.edge.market.unsettled().sellers.as_ref().map(|seen| seen.balance_minor),
        months: MonthBars { title: t.admin_income(), months: months.into_iter().collect() },
        sellers,
        is_more,
        has_issuer: matches!(staff.edge.config.site.issuer(), Ok(Some(_))),
        opened: tables.books()?.map(|books| (books.opened_at, books.before_minor)),
    };
    Ok(views::admin_money(&context, &page).into_response())
}

/// The sellers of whom there is a balance, as CSV.
pub(crate) async fn sellers_csv(staff: StaffMember) -> HttpResult {
    let columns =
        ["seller", "email", "held", "available", "frozen", "in_transit", "owed", "currency"];
    admin_csv::download(&staff, "sellers", &columns, |edge, from| {
        let after = from.map(|from| UserId::from_bytes(from.parts().1));
        let sellers = {
            let catalog = edge.market.tables().catalog();
            catalog.earnings.sellers(after).take(LINES_AT_ONCE).collect::<Vec<_>>()
        };
        let more = sellers.last().filter(|_| sellers.len() == LINES_AT_ONCE);
        let more = more.map(|(id, _)| ListPlace::of_id(*id.as_bytes()));
        let mut lines = vec![];
        for (id, it) in sellers.into_iter().filter(|(_, it)| it.owed() != 0) {
            let user = edge.market.tables().user(id)?;
            let email = user.map(|user| Language::English.account_of(&user).into_owned());
            let mut line = vec![id.to_string(), email.unwrap_or_default()];
            let sums = [it.held, it.available, it.frozen, it.in_transit, it.owed()];
            line.extend(sums.map(|minor| columns::decimal(edge, minor)));
            line.push(columns::currency(edge));
            lines.push(line);
        }
        Ok((lines, more))
    })
}

/// The runs as CSV.
pub(crate) async fn runs_csv(staff: StaffMember) -> HttpResult {
    let columns = ["id", "begun_at", "by", "reason", "closed_at", "payouts", "sum", "currency"];
    admin_csv::download(&staff, "payouts", &columns, |edge, from| {
        let tables = edge.market.tables();
        let walk = Walk::down(from).by(|from| PayoutRunId::from_bytes(from.parts().1));
        let ids = tables.payout_runs(walk, LINES_AT_ONCE)?;
        let more = ids.last().filter(|_| ids.len() == LINES_AT_ONCE);
        let more = more.map(|id| ListPlace::of_id(*id.as_bytes()));
        let mut lines = vec![];
        for id in ids {
            let Some(run) = tables.payout_run(id)? else { continue };
            lines.push(vec![
                id.to_string(),
                run.begun_at.rfc3339(),
                run.deed.by.to_string(),
                run.deed.reason.to_string(),
                columns::at(run.closed.map(|closed| closed.at)),
                run.closed.map(|closed| closed.payouts.to_string()).unwrap_or_default(),
                run.closed.map(|closed| columns::decimal(edge, closed.minor)).unwrap_or_default(),
                columns::currency(edge),
            ]);
        }
        Ok((lines, more))
    })
}

/// The lines of a seller's money as CSV.
pub(crate) async fn seller_csv(staff: StaffMember, Id(id): Id<UserId>) -> HttpResult {
    staff.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let columns = super::money::COLUMNS;
    admin_csv::download(&staff, &format!("seller-{id}"), &columns, move |edge, from| {
        let tables = edge.market.tables();
        let walk = Walk::up(from).by(|from| EarningId::from_bytes(from.parts().1));
        let ids = tables.earnings_of(id, walk, LINES_AT_ONCE)?;
        let more = ids.last().filter(|_| ids.len() == LINES_AT_ONCE);
        let more = more.map(|id| ListPlace::of_id(*id.as_bytes()));
        let mut lines = vec![];
        for id in ids {
            let line = tables.earning(id)?;
            lines.extend(line.map(|line| super::money::cells_of(edge, &line).into()));
        }
        Ok((lines, more))
    })
}

/// The runs.
pub(crate) async fn runs(staff: StaffMember, parts: Parts) -> HttpResult {
    show_runs(&staff, &AskedPage::of(&Form::of_query(&parts)), None)
}

fn show_runs(staff: &StaffMember, asked: &AskedPage, refused: Option<NotDone>) -> HttpResult {
    let (context, tables) = (staff.context(), staff.edge.market.tables());
    let t = context.language;
    let walked = |walk: Walk<PayoutRunId>| {
        let ids = tables.payout_runs(walk, presenters::PAGE + 1)?.into_iter();
        let run = |id| tables.payout_run(id);
        Stretch::of(ids.map(|id| (id, id)), presenters::PAGE, presenters::PAGE + 1, run)
    };
    let (runs, turning) = presenters::page_of(asked, Way::Down, walked)?;
    let available = {
        let catalog = tables.catalog();
        let sellers = catalog.earnings.sellers(None);
        sellers.map(|(_, balances)| balances.available.max(0)).sum::<i64>()
    };
    let at_provider: Vec<_> =
        tables.catalog().earnings.at_provider().iter().take(AT_PROVIDER_SHOWN).copied().collect();
    let at_provider = at_provider.into_iter().filter_map(|id| tables.payout(id).transpose());
    let at_provider = at_provider
        .map(|payout| {
            let payout = payout?;
            Ok(payout_row(&context, &payout, Some(who(staff, t, payout.seller)?)))
        })
        .collect::<Result<_, StorageError>>()?;
    let is_manual = staff.edge.market.settings().payouts.method == PayoutMethod::Manual;
    let make = AdminAction {
        summary: t.admin_run_make(),
        question: t.admin_run_question(&t.signed_amount(available, context.currency)),
        path: "/admin/payouts".into(),
        hidden: Some(("id", PayoutRunId::new().to_string())),
        fields: vec![why(t)],
        button: t.admin_run_make(),
    };
    let page = RunsPage {
        runs: runs.iter().map(|run| run_row(run)).collect(),
        at_provider,
        make: is_manual.then_some(make),
        refusal: refused.as_ref().map(|(_, why)| why.clone()),
        report: why(t),
        turning,
    };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    Ok((status, views::admin_runs(&context, &page)).into_response())
}

fn run_row(run: &PayoutRun) -> RunRow {
    RunRow {
        id: run.id,
        begun_at: run.begun_at,
        why: (&run.deed.reason).into(),
        closed: run.closed.map(|closed| (closed.payouts, closed.minor)),
    }
}

/// Makes a run.
pub(crate) async fn make_run(admin: Admin, form: Form) -> HttpResult {
    let id = form.get("id").parse().unwrap_or_else(|_| PayoutRunId::new());
    let made = match typed_reason(&admin, &form) {
        Ok(reason) => {
            let made = payouts::begin_run(&admin.edge.market, admin.caller(), id, reason).await;
            told(&admin, made)?
        }
        Err(not_done) => Err(not_done),
    };
    match made {
        Ok(()) => go_to(&format!("/admin/payouts/{id}")),
        Err(not_done) => show_runs(&admin, &AskedPage::default(), Some(not_done)),
    }
}

/// One run.
pub(crate) async fn run(staff: StaffMember, Id(id): Id<PayoutRunId>) -> HttpResult {
    show_run(&staff, id, None)
}

fn payouts_in(staff: &StaffMember, id: PayoutRunId) -> Result<Vec<Payout>, StorageError> {
    let tables = staff.edge.market.tables();
    let mut all = vec![];
    for id in tables.payouts_in(id)? {
        all.extend(tables.payout(id)?.map(|payout| payout.as_ref().clone()));
    }
    Ok(all)
}

fn show_run(staff: &StaffMember, id: PayoutRunId, refused: Option<NotDone>) -> HttpResult {
    let context = staff.context();
    let t = context.language;
    let run = staff.edge.market.tables().payout_run(id)?.ok_or(HttpError::NotFound)?;
    let mut rows = vec![];
    let mut are_any_begun = false;
    for payout in payouts_in(staff, id)? {
        let mut row = payout_row(&context, &payout, Some(who(staff, t, payout.seller)?));
        are_any_begun |= payout.is_under_way();
        if matches!(payout.status, PayoutStatus::Begun | PayoutStatus::Paid(..)) {
            row.action = Some(settle_action(t, &payout, &to_whom(&payout), context.currency));
        }
        rows.push(row);
    }
    let all_paid = (are_any_begun && run.closed.is_some()).then(|| AdminAction {
        summary: t.admin_run_paid(),
        question: t.admin_run_paid_question().into(),
        path: format!("/admin/payouts/{id}/paid"),
        hidden: None,
        fields: vec![why(t)],
        button: t.admin_run_paid(),
    });
    let refusal = refused.as_ref().map(|(_, why)| why.clone());
    let is_euro = context.currency == crate::types::Currency::EUR;
    let has_file = is_euro && staff.edge.config.payouts.debtor().is_ok_and(|it| it.is_some());
    let page = RunPage { run: run_row(&run), payouts: rows, all_paid, has_file, refusal };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    Ok((status, views::admin_run(&context, &page)).into_response())
}

/// In whose name the account is to which a payout goes.
fn to_whom(payout: &Payout) -> String {
    match &payout.to {
        PayoutTo::Bank { holder, .. } => holder.to_string(),
        PayoutTo::Provider(account) => account.to_string(),
    }
}

fn settle_action(
    t: Language,
    payout: &Payout,
    holder: &str,
    currency: crate::types::Currency,
) -> AdminAction {
    let choices = vec![
        ("paid", t.admin_outcome_paid()),
        ("failed", t.admin_outcome_failed()),
        ("returned", t.admin_outcome_returned()),
    ];
    let outcome = AdminField {
        name: "outcome",
        label: t.admin_outcome(),
        value: "paid".into(),
        max: 0,
        choices,
        error: None,
    };
    AdminAction {
        summary: t.admin_payout_settle(),
        question: t.admin_payout_question(&t.signed_amount(payout.minor(), currency), holder),
        path: format!("/admin/payouts/payments/{}/settle", payout.id),
        hidden: None,
        fields: vec![outcome, why(t)],
        button: t.admin_note(),
    }
}

/// Notes that all of a run's payouts have arrived.
pub(crate) async fn run_paid(admin: Admin, Id(id): Id<PayoutRunId>, form: Form) -> HttpResult {
    let done = match typed_reason(&admin, &form) {
        Ok(reason) => {
            let done = payouts::settle_run(&admin.edge.market, admin.caller(), id, reason).await;
            told(&admin, done)?
        }
        Err(not_done) => Err(not_done),
    };
    match done {
        Ok(()) => go_to(&format!("/admin/payouts/{id}")),
        Err(not_done) => show_run(&admin, id, Some(not_done)),
    }
}

/// Notes what became of a payout.
pub(crate) async fn settle(admin: Admin, Id(id): Id<PayoutId>, form: Form) -> HttpResult {
    let payout = admin.edge.market.tables().payout(id)?.ok_or(HttpError::NotFound)?;
    let outcome = match form.get("outcome") {
        "failed" => |deed: Deed| PayoutOutcome::Failed(deed.into()),
        "returned" => |deed: Deed| PayoutOutcome::Returned(deed.into()),
        _ => |deed| PayoutOutcome::Paid(Arrival::Said(deed)),
    };
    let done = match typed_reason(&admin, &form) {
        Ok(reason) => {
            let market = &admin.edge.market;
            told(&admin, payouts::settle(market, admin.caller(), id, outcome, reason).await)?
        }
        Err(not_done) => Err(not_done),
    };
    match (done, payout.run()) {
        (Ok(()), Some(run)) => go_to(&format!("/admin/payouts/{run}")),
        (Err(not_done), Some(run)) => show_run(&admin, run, Some(not_done)),
        (Ok(()), None) => go_to(&format!("/admin/sellers/{}", payout.seller)),
        (Err(not_done), None) => show_runs(&admin, &AskedPage::default(), Some(not_done)),
    }
}

/// A run's payouts as CSV.
pub(crate) async fn run_csv(staff: StaffMember, Id(id): Id<PayoutRunId>) -> HttpResult {
    let run = staff.edge.market.tables().payout_run(id)?.ok_or(HttpError::NotFound)?;
    if run.closed.is_none() {
        return Err(HttpError::NotFound);
    }
    let currency = staff.edge.config.site.currency;
    let mut text = String::from("payout,holder,iban,amount,currency,status\r\n");
    for payout in payouts_in(&staff, id)? {
        let PayoutTo::Bank { holder, iban, .. } = &payout.to else { continue };
        let cells = [
            payout.id.to_string(),
            csv::cell(holder.as_str()),
            iban.as_str().to_owned(),
            currency.decimal(payout.minor().unsigned_abs()),
            currency.code().to_owned(),
            payout.status.word().to_owned(),
        ];
        text.push_str(&(cells.join(",") + "\r\n"));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"payouts-{id}.csv\"")),
    ];
    Ok((headers, text).into_response())
}

/// A run as a credit transfer for the bank, if the site's own account is known.
pub(crate) async fn run_sepa(admin: Admin, Id(id): Id<PayoutRunId>) -> HttpResult {
    let run = admin.edge.market.tables().payout_run(id)?.ok_or(HttpError::NotFound)?;
    let debtor = admin.edge.config.payouts.debtor().ok().flatten().ok_or(HttpError::NotFound)?;
    let site = &admin.edge.config.site;
    let payouts = payouts_in(&admin, id)?;
    let file = bank::credit_transfer(&run, &payouts, &debtor, site.currency, &site.time_zone);
    let headers = [
        (CONTENT_TYPE, "application/xml".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"payouts-{id}.xml\"")),
    ];
    Ok((headers, file.map_err(|_| HttpError::NotFound)?).into_response())
}

/// Notes what a bank's report says of payouts.
pub(crate) async fn take_report(admin: Admin, client: Client, request: Request) -> HttpResult {
    let t = admin.language();
    let (parts, body) = request.into_parts();
    let bytes_max = bank::REPORT_BYTES_MAX + admin.edge.config.server.body_bytes_max;
    let (edge, user) = (&admin.edge, admin.id());
    let form = uploads::receive_text(edge, user, client, &parts.headers, body, bytes_max).await?;
    let reason = match typed_reason(&admin, &form) {
        Ok(reason) => reason,
        Err(not_done) => return show_runs(&admin, &AskedPage::default(), Some(not_done)),
    };
    let (report, currency) = (form.get("file").to_owned(), edge.config.site.currency);
    // It may be long.
    let read = move || bank::read_report(report.as_bytes(), currency);
    let read = tokio::task::spawn_blocking(read).await;
    let lines = match read.map_err(HttpError::internal)? {
        Ok(lines) => lines,
        Err(error) => {
            let not_done = (StatusCode::UNPROCESSABLE_ENTITY, error.tell(t));
            return show_runs(&admin, &AskedPage::default(), Some(not_done));
        }
    };
    let (mut noted, mut left) = (0, 0);
    for line in lines {
        let payout = edge.market.tables().payout(line.payout)?;
        let fits = payout.is_some_and(|payout| {
            line.amount.is_none_or(|amount| i64::from(amount.minor()) == payout.minor())
        });
        let outcome = |deed: Deed| match line.booked {
            Booking::Paid => PayoutOutcome::Paid(Arrival::Said(deed)),
            Booking::Failed(why) => {
                let reason = why.unwrap_or_else(|| deed.reason.clone());
                PayoutOutcome::Failed(Setback { reason, ..deed.into() })
            }
            Booking::Returned(why) => {
                let reason = why.unwrap_or_else(|| deed.reason.clone());
                PayoutOutcome::Returned(Setback { reason, ..deed.into() })
            }
        };
        let market = &edge.market;
        let is_noted = fits
            && refused(
                payouts::settle(market, admin.caller(), line.payout, outcome, reason.clone()).await,
            )?
            .is_ok();
        *if is_noted { &mut noted } else { &mut left } += 1;
    }
    let said = (StatusCode::OK, t.report_taken(noted, left));
    show_runs(&admin, &AskedPage::default(), Some(said))
}

/// A seller's money.
pub(crate) async fn seller(staff: StaffMember, Id(id): Id<UserId>, parts: Parts) -> HttpResult {
    show_seller(&staff, id, &AskedPage::of(&Form::of_query(&parts)), None)
}

fn show_seller(
    staff: &StaffMember,
    id: UserId,
    asked: &AskedPage,
    refused: Option<(NotDone, &Form, FieldErrors)>,
) -> HttpResult {
    let (context, edge) = (staff.context(), &staff.edge);
    let t = context.language;
    edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let payouts = payouts_of(edge, id)?;
    let (lines, turning) = lines_of(edge, &context, id, asked)?;
    let mut actions = seller_actions(staff, t, id)?;
    if let Some((_, form, errors)) = &refused {
        for field in actions.iter_mut().flat_map(|action| &mut action.fields) {
            form.get(field.name).clone_into(&mut field.value);
            field.error = errors.get(field.name).cloned();
        }
    }
    let seller = who(staff, t, id)?;
    let page = SellerPage {
        id,
        who: seller.clone(),
        sums: sums(edge, id, &payouts),
        readiness: readiness(&context, &edge.market.payout_readiness(id, context.now)?),
        lines,
        payouts: payouts.iter().map(|it| payout_row(&context, it, Some(seller.clone()))).collect(),
        actions,
        refusal: refused.as_ref().map(|((_, why), ..)| why.clone()),
        turning,
    };
    let status = refused.map_or(StatusCode::OK, |((status, _), ..)| status);
    Ok((status, views::admin_seller(&context, &page)).into_response())
}

fn seller_actions(staff: &StaffMember, t: Language, id: UserId) -> HttpResult<Vec<AdminAction>> {
    let account = staff.edge.market.tables().payout_account(id)?;
    let is_paused = account.is_some_and(|account| account.paused.is_some());
    let path = |what: &str| format!("/admin/sellers/{id}/{what}");
    let kinds = CorrectionKind::ALL.map(|kind| (kind.word(), t.correction(kind)));
    let field = |name, label, max| AdminField {
        name,
        label,
        value: String::new(),
        max,
        choices: vec![],
        error: None,
    };
    let kind = AdminField { choices: kinds.into(), ..field("kind", t.admin_correct_kind(), 0) };
    let (summary, question, pause) = match is_paused {
        true => (t.admin_resume(), t.admin_resume_question(), path("resume")),
        false => (t.admin_pause(), t.admin_pause_question(), path("pause")),
    };
    let mut actions = vec![
        AdminAction {
            summary: t.admin_correct(),
            question: t.admin_correct_question().into(),
            path: path("correct"),
            hidden: Some(("id", EarningId::new().to_string())),
            fields: vec![kind, field("amount", t.admin_correct_amount(), 20), why(t)],
            button: t.admin_note(),
        },
        AdminAction {
            summary,
            question: question.into(),
            path: pause,
            hidden: None,
            fields: vec![why(t)],
            button: summary,
        },
    ];
    if staff.edge.market.tables().books()?.is_some() {
        actions.push(AdminAction {
            summary: t.admin_release_before(),
            question: t.admin_release_before_question().into(),
            path: path("release"),
            hidden: None,
            fields: vec![field("order", t.admin_order_id(), 36), why(t)],
            button: t.admin_note(),
        });
    }
    Ok(actions)
}

/// Puts a seller's balance right.
pub(crate) async fn correct(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    let t = admin.language();
    let currency = admin.edge.config.site.currency;
    let mut errors = FieldErrors::new();
    let typed = form.get("amount").trim();
    let (is_taken, typed) = match typed.strip_prefix(['-', '\u{2212}']) {
        Some(typed) => (true, typed),
        None => (false, typed),
    };
    let minor = match t.typed_price(typed, currency) {
        Ok(price) => i64::from(Price::minor(price)) * if is_taken { -1 } else { 1 },
        Err(error) => {
            errors.insert("amount", error.tell(t));
            0
        }
    };
    let (line, kind) =
        (form.get("id").parse().unwrap_or_else(|_| EarningId::new()), typed_kind(&form));
    deed(&admin, id, &form, errors, async |reason| {
        let market = &admin.edge.market;
        payouts::correct(market, admin.caller(), line, id, (kind, minor), reason).await
    })
    .await
}

/// Pays a seller nothing for now.
pub(crate) async fn pause(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    deed(&admin, id, &form, FieldErrors::new(), async |reason| {
        payouts::pause(&admin.edge.market, admin.caller(), id, reason).await
    })
    .await
}

/// Pays them again.
pub(crate) async fn resume(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    deed(&admin, id, &form, FieldErrors::new(), async |reason| {
        payouts::resume(&admin.edge.market, admin.caller(), id, reason).await
    })
    .await
}

/// Has what an order from before the books has earned paid out with the rest.
pub(crate) async fn release(admin: Admin, Id(id): Id<UserId>, form: Form) -> HttpResult {
    let t = admin.language();
    let mut errors = FieldErrors::new();
    let order = form.get("order").trim().parse::<OrderId>().ok();
    // Only what is this seller's.
    let order = order.filter(|order| is_sold_by(&admin, *order, id).unwrap_or_default());
    if order.is_none() {
        errors.insert("order", t.no_such_ticket().into());
    }
    deed(&admin, id, &form, errors, async |reason| match order {
        Some(order) => {
            let market = &admin.edge.market;
            payouts::release_before_books(market, admin.caller(), order, reason).await
        }
        None => Ok(()),
    })
    .await
}

fn is_sold_by(admin: &Admin, order: OrderId, seller: UserId) -> Result<bool, StorageError> {
    let tables = admin.edge.market.tables();
    let Some(order) = tables.order(order)? else { return Ok(false) };
    Ok(tables.ticket(order.ticket)?.is_some_and(|ticket| ticket.seller == seller))
}

/// Does something about a seller for the reason in the form, unless something in it is wrong.
async fn deed(
    admin: &Admin,
    id: UserId,
    form: &Form,
    mut errors: FieldErrors,
    deed: impl AsyncFnOnce(Reason) -> Done<PayoutRefusal>,
) -> HttpResult {
    let t = admin.language();
    admin.edge.market.tables().user(id)?.ok_or(HttpError::NotFound)?;
    let reason = Reason::parse(form.get("reason"));
    let not_done = match reason {
        Ok(reason) if errors.is_empty() => match told(admin, deed(reason).await)? {
            Ok(()) => return go_to(&format!("/admin/sellers/{id}")),
            Err(not_done) => not_done,
        },
        Ok(_) => (StatusCode::UNPROCESSABLE_ENTITY, t.admin_nothing_done().into()),
        Err(error) => {
            errors.insert("reason", error.tell(t));
            (StatusCode::UNPROCESSABLE_ENTITY, t.admin_nothing_done().into())
        }
    };
    show_seller(admin, id, &AskedPage::default(), Some((not_done, form, errors)))
}

fn typed_reason(admin: &Admin, form: &Form) -> Result<Reason, NotDone> {
    let t = admin.language();
    let wrong = |error: crate::types::TextError| (StatusCode::UNPROCESSABLE_ENTITY, error.tell(t));
    Reason::parse(form.get("reason")).map_err(wrong)
}

/// What comes of it, or with which status and in which words it was refused.
fn told(admin: &Admin, done: Done<PayoutRefusal>) -> HttpResult<Result<(), NotDone>> {
    let t = admin.language();
    let why =
        |refusal: PayoutRefusal| (status_of(refusal.code()), t.payout_refusal(&refusal).to_owned());
    Ok(refused(done)?.map_err(why))
}

fn who(staff: &StaffMember, t: Language, id: UserId) -> Result<String, StorageError> {
    let user = staff.edge.market.tables().user(id)?;
    Ok(user.map_or_else(String::new, |user| t.account_of(&user).into_owned()))
}

fn why(t: Language) -> AdminField {
    let (value, max) = (String::new(), Reason::MAX);
    AdminField { name: "reason", label: t.admin_why(), value, max, choices: vec![], error: None }
}

//! What sellers are owed: for them, and for those who run the site.

use maud::{Markup, html};

use super::{
    AdminMoneyPage, MoneyLine, MoneyPage, MoneySums, MonthBars, PageContext, PayoutRow, RunPage,
    RunRow, RunsPage, SellerPage,
    admin_list::{ask, asked},
    layout::{Here, layout, waiting},
    parts::{alert, badge, empty, moment, turning},
    site_page::questions,
};

/// `GET /selling/money`: what the viewer is owed, and when they are paid.
pub fn money(context: &PageContext<'_>, page: &MoneyPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .eyebrow { a href="/selling" { (t.my_listings()) } }
        h1 { (t.money_title()) }
        (sums(context, &page.sums))
        p .notice[!page.is_ready] data-ready=(page.is_ready) {
            (page.readiness) " "
            a href="/account/payout" {
                @if page.has_account { (t.money_change_account()) } @else { (t.money_give_account()) }
            }
        }
        @if !page.is_ready { (questions(context)) }
        @for term in &page.terms { p .hint { (term) } }
        @if page.lines.is_empty() {
            (empty(t.money_nothing_title(), t.money_nothing(), Some(("/sell", t.sell_title()))))
        } @else {
            (month_bars(context, &page.months))
            h2 { (t.money_lines()) }
            p { a href="/selling/money.csv" download { (t.money_as_csv()) } }
            (lines(context, &page.lines))
            (turning(context, "/selling/money", &page.turning))
        }
        (payouts(context, &page.payouts, false))
    };
    layout(context, t.money_title(), Here::Selling, &main)
}

fn sums(context: &PageContext<'_>, sums: &MoneySums) -> Markup {
    let t = context.language;
    let paid = match sums.paid_among {
        Some(n) => t.money_paid_among(n),
        None => t.money_paid().into(),
    };
    html! {
        p .counts {
            @for (word, name, minor) in [
                ("held", t.money_held(), sums.held),
                ("available", t.money_available(), sums.available),
                ("frozen", t.money_frozen(), sums.frozen),
                ("in-transit", t.money_in_transit(), sums.in_transit),
                ("paid", &paid, sums.paid),
            ] {
                span data-money=(word) data-minor=(minor) {
                    strong { (t.signed_amount(minor, context.currency)) } " " (name)
                }
            }
        }
    }
}

/// A bar for each month. What it shows is said in words, too.
fn month_bars(context: &PageContext<'_>, bars: &MonthBars) -> Markup {
    let t = context.language;
    let most = bars.months.iter().map(|(_, minor)| *minor).max().unwrap_or_default().max(1);
    let told = t.money_months_told(&t.signed_amount(most, context.currency));
    let each = bars.months.iter().map(|(month, minor)| {
        [month, t.colon(), &t.signed_amount(*minor, context.currency)].concat()
    });
    let described = each.collect::<Vec<_>>().join(", ");
    let (first, last) = (bars.months.first(), bars.months.last());
    html! {
        section .prices {
            h2 { (bars.title) }
            figure .card .plot {
                svg role="img" aria-label=(described) viewBox="0 0 396 120" {
                    @for (n, (_, minor)) in bars.months.iter().enumerate() {
                        @let height = (minor.max(&0) * 110 / most).clamp(0, 110);
                        rect x=(n * 33 + 3) y=(115 - height) width="27" height=(height) {}
                    }
                }
                p .muted .days {
                    @for (month, _) in first.into_iter().chain(last) { span { (month) } }
                }
                figcaption { p { (told) } }
            }
        }
    }
}

fn lines(context: &PageContext<'_>, lines: &[MoneyLine]) -> Markup {
    let t = context.language;
    html! {
        table .dense .card .money role="table" {
            thead role="rowgroup" {
                tr role="row" {
                    @for column in [t.column_when(), t.column_what(), t.column_amount(), t.column_where()] {
                        th role="columnheader" scope="col" { (column) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for line in lines {
                    tr role="row" data-earning-place=(line.word) data-minor=(line.minor) {
                        td role="cell" { (moment(context, line.at)) }
                        td role="cell" {
                            @match line.order {
                                Some(order) => a href={ "/orders/" (order) } { (line.what) },
                                None => (line.what),
                            }
                            @if let Some(note) = &line.note { p .muted { (note) } }
                        }
                        td role="cell" .cost { (t.signed_amount(line.minor, context.currency)) }
                        td role="cell" {
                            (line.place)
                            @if let Some(until) = &line.until { p .muted { (until) } }
                        }
                    }
                }
            }
        }
    }
}

fn payouts(context: &PageContext<'_>, payouts: &[PayoutRow], is_open: bool) -> Markup {
    let t = context.language;
    html! {
        @if !payouts.is_empty() {
            h2 { (t.money_payouts()) }
            (payout_list(context, payouts, is_open))
        }
    }
}

fn payout_list(context: &PageContext<'_>, payouts: &[PayoutRow], is_open: bool) -> Markup {
    let t = context.language;
    html! {
            ul .rows .card {
                @for payout in payouts {
                    li .row data-payout-id=(payout.id) data-payout-status=(payout.word) {
                        div {
                            strong { (t.signed_amount(payout.minor, context.currency)) }
                            p .muted {
                                @if let Some(who) = &payout.to_whom {
                                    a href={ "/admin/sellers/" (payout.seller) } { (who) } " · "
                                }
                                (payout.place) " · "
                                (moment(context, payout.begun_at))
                            }
                            p .row-state { (badge(payout.word, payout.status)) }
                            @if let Some(why) = &payout.why { p .muted { (why) } }
                            @if let Some(action) = payout.action.as_ref().filter(|_| context.runs_the_site) {
                                (ask(&payout.id.to_string(), action, is_open))
                            }
                        }
                    }
                }
            }
    }
}

/// `GET /admin/money`: the books.
pub fn admin_money(context: &PageContext<'_>, page: &AdminMoneyPage) -> Markup {
    let t = context.language;
    let amount = |minor| t.signed_amount(minor, context.currency);
    let debits: i64 = page.accounts.iter().map(|(_, minor)| (*minor).max(0)).sum();
    let credits: i64 = page.accounts.iter().map(|(_, minor)| (-*minor).max(0)).sum();
    let main = html! {
        p .eyebrow { a href="/admin" { (t.admin_title()) } }
        h1 { (t.admin_money()) }
        p .lead data-owed=(page.owed) data-there=(page.there) {
            (t.admin_owed(&amount(page.owed), &amount(page.there)))
            @if let Some(said) = page.said_there { " " (t.admin_said_there(&amount(said))) }
        }
        @if let Some((at, minor)) = page.opened {
            p .hint { (t.admin_books_opened(&t.moment(at, context.zone), &amount(minor))) }
        }
        p { a href="/admin/payouts" { (t.admin_payouts()) } }
        (month_bars(context, &page.months))
        h2 { (t.admin_trial()) }
        table .dense .card .money role="table" {
            thead role="rowgroup" {
                tr role="row" {
                    @for column in [t.column_account(), t.column_debit(), t.column_credit()] {
                        th role="columnheader" scope="col" { (column) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for (account, minor) in &page.accounts {
                    tr role="row" data-account=(account) data-minor=(minor) {
                        td role="cell" { (account) }
                        td role="cell" .cost { @if *minor > 0 { (amount(*minor)) } }
                        td role="cell" .cost { @if *minor < 0 { (amount(-*minor)) } }
                    }
                }
                tr role="row" {
                    td role="cell" { strong { (t.admin_trial_sum()) } }
                    td role="cell" .cost { strong { (amount(debits)) } }
                    td role="cell" .cost { strong { (amount(credits)) } }
                }
            }
        }
        h2 { (t.admin_invoices()) }
        p .hint { (t.admin_invoices_hint()) }
        form .stack method="get" action="/admin/money/invoices.csv" {
            div .field {
                label for="month" { (t.invoice_month()) }
                select #month name="month" {
                    @for (month, _) in page.months.months.iter().rev() { option { (month) } }
                }
            }
            button type="submit" { (t.admin_invoices_month()) }
        }
        @if context.runs_the_site {
            @if page.has_issuer {
                form method="post" action="/admin/money/invoices" {
                    button type="submit" { (t.admin_invoices_make()) }
                }
            } @else {
                p .hint { (t.fee_invoices_no_issuer()) }
            }
        }
        h2 { (t.admin_balances()) }
        @if page.sellers.is_empty() { p .muted { (t.admin_nothing_owed()) } }
        ul .rows .card {
            @for (id, who, owed, available) in &page.sellers {
                li .row data-seller-id=(id) {
                    div {
                        a href={ "/admin/sellers/" (id) } { (who) }
                        p .muted { (amount(*owed)) " · " (t.money_available()) (t.colon()) (amount(*available)) }
                    }
                }
            }
        }
        @if page.is_more { p .hint { (t.admin_balances_more(page.sellers.len())) } }
        @if !page.sellers.is_empty() {
            p { a href="/admin/money/sellers.csv" download { (t.admin_as_csv()) } }
        }
    };
    layout(context, t.admin_money(), Here::Elsewhere, &main)
}

/// `GET /admin/payouts`: the runs, and how to make one.
pub fn admin_runs(context: &PageContext<'_>, page: &RunsPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .eyebrow { a href="/admin/money" { (t.admin_money()) } }
        h1 { (t.admin_payouts()) }
        (alert(page.refusal.as_deref()))
        @if let Some(make) = page.make.as_ref().filter(|_| context.runs_the_site) { (ask("run", make, page.refusal.is_some())) }
        @if !page.at_provider.is_empty() {
            h2 { (t.admin_at_provider()) }
            (payout_list(context, &page.at_provider, false))
        }
        @if context.runs_the_site && !page.runs.is_empty() {
            details .ask {
                summary { (t.admin_report()) }
                form .stack method="post" action="/admin/payouts/report" enctype="multipart/form-data" {
                    p { (t.admin_report_hint()) }
                    div .field {
                        label for="file" { (t.admin_report_file()) }
                        input #file name="file" type="file" accept=".xml,.csv,application/xml,text/xml,text/csv" required;
                    }
                    (asked("report", &page.report))
                    button .danger type="submit" { (t.admin_note()) }
                }
            }
        }
        @if page.runs.is_empty() {
            (empty(t.admin_payouts_none_title(), t.admin_payouts_none(), None))
        } @else {
            ul .rows .card {
                @for run in &page.runs {
                    li .row data-run-id=(run.id) {
                        div {
                            a href={ "/admin/payouts/" (run.id) } {
                                (t.admin_run_of(&t.moment(run.begun_at, context.zone)))
                            }
                            p .muted { (comes_to(context, run)) }
                            p .muted { (run.why) }
                        }
                    }
                }
            }
            p { a href="/admin/payouts.csv" download { (t.admin_as_csv()) } }
            (turning(context, "/admin/payouts", &page.turning))
        }
    };
    layout(context, t.admin_payouts(), Here::Elsewhere, &main)
}

fn comes_to(context: &PageContext<'_>, run: &RunRow) -> String {
    let t = context.language;
    match run.closed {
        Some((n, minor)) => t.admin_run_comes_to(n, &t.signed_amount(minor, context.currency)),
        None => t.admin_run_being_made().into(),
    }
}

/// `GET /admin/payouts/{id}`: the payouts of a run, and what became of each.
pub fn admin_run(context: &PageContext<'_>, page: &RunPage) -> Markup {
    let t = context.language;
    let title = t.admin_run_of(&t.moment(page.run.begun_at, context.zone));
    let main = html! {
        p .eyebrow { a href="/admin/payouts" { (t.admin_payouts()) } }
        h1 { (title) }
        (alert(page.refusal.as_deref()))
        p .lead .wait[page.run.closed.is_none()] data-run-id=(page.run.id)
            data-closed=(page.run.closed.is_some()) {
            (comes_to(context, &page.run))
        }
        @if page.run.closed.is_some() {
            p {
                a href={ "/admin/payouts/" (page.run.id) "/list.csv" } download { (t.admin_run_csv()) }
                @if context.runs_the_site && page.has_file {
                    " · "
                    a href={ "/admin/payouts/" (page.run.id) "/sepa.xml" } download { (t.admin_run_sepa()) }
                }
            }
        }
        @if let Some(action) = page.all_paid.as_ref().filter(|_| context.runs_the_site) { (ask("all", action, false)) }
        (payouts(context, &page.payouts, page.refusal.is_some()))
    };
    // While it is being made the page looks again by itself.
    let again = page.run.closed.is_none().then(|| format!("/admin/payouts/{}", page.run.id));
    waiting(context, &title, Here::Elsewhere, again.as_deref(), &main)
}

/// `GET /admin/sellers/{id}`: a seller's money.
pub fn admin_seller(context: &PageContext<'_>, page: &SellerPage) -> Markup {
    let t = context.language;
    let title = t.admin_seller(&page.who);
    let list = format!("/admin/sellers/{}", page.id);
    let main = html! {
        p .eyebrow { a href="/admin/money" { (t.admin_money()) } }
        h1 { (title) }
        (alert(page.refusal.as_deref()))
        (sums(context, &page.sums))
        p .notice { (page.readiness) }
        @for (n, action) in page.actions.iter().enumerate().filter(|_| context.runs_the_site) {
            (ask(&format!("{n}"), action, page.refusal.is_some()))
        }
        @if !page.lines.is_empty() {
            h2 { (t.money_lines()) }
            (lines(context, &page.lines))
            p { a href={ (list) "/lines.csv" } download { (t.admin_as_csv()) } }
            (turning(context, &list, &page.turning))
        }
        (payouts(context, &page.payouts, false))
    };
    layout(context, &title, Here::Elsewhere, &main)
}

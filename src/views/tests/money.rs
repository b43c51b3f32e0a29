//! Pages of sellers' money, with all that they can have.

use super::samples::*;
use crate::{
    domain::{FeeInvoiceKind, FeePayer, Taxed},
    types::{FeeInvoiceId, Month, OrderId, PayoutId, PayoutRunId, UserId, ZoneName},
    views::*,
};

fn sums() -> MoneySums {
    MoneySums {
        held: 4702,
        available: -300,
        frozen: 0,
        in_transit: 70_000,
        paid: 123_456,
        paid_among: Some(100),
    }
}

fn months() -> MonthBars {
    let months = (1..=12).map(|n| (format!("2026-{n:02}"), i64::from(n) * 1000 - 1500));
    MonthBars { title: "OK", months: months.collect() }
}

fn action(text: &str) -> AdminAction {
    let field = |name, choices| AdminField {
        name,
        label: "OK",
        value: text.into(),
        max: 20,
        choices,
        error: Some(text.into()),
    };
    AdminAction {
        summary: "OK",
        question: text.into(),
        path: "/x".into(),
        hidden: Some(("id", "1".into())),
        fields: vec![field("kind", vec![("a", "A"), ("b", "B")]), field("amount", vec![])],
        button: "OK",
    }
}

fn line(text: &str, order: Option<OrderId>) -> MoneyLine {
    MoneyLine {
        at: NOW,
        what: text.into(),
        note: Some(text.into()),
        order,
        minor: if order.is_some() { 4702 } else { -300 },
        word: "held",
        place: "OK",
        until: Some(text.into()),
    }
}

fn lines(text: &str) -> Vec<MoneyLine> {
    vec![line(text, Some(OrderId::from_bytes([7; 16]))), line(text, None)]
}

fn payout(text: &str, to_whom: Option<&str>) -> PayoutRow {
    PayoutRow {
        id: PayoutId::from_bytes([8; 16]),
        begun_at: NOW,
        minor: 70_000,
        seller: UserId::from_bytes([9; 16]),
        to_whom: to_whom.map(Into::into),
        place: text.into(),
        word: "begun",
        status: "OK",
        why: Some(text.into()),
        action: to_whom.map(action),
    }
}

fn run(text: &str, closed: Option<(u32, i64)>) -> RunRow {
    RunRow { id: PayoutRunId::from_bytes([6; 16]), begun_at: NOW, why: text.into(), closed }
}

pub fn money_page(text: &str, lines: Vec<MoneyLine>) -> MoneyPage {
    MoneyPage {
        sums: sums(),
        readiness: text.into(),
        is_ready: lines.is_empty(),
        has_account: lines.is_empty(),
        terms: vec![text.into()],
        months: months(),
        payouts: vec![payout(text, None)],
        turning: Turning { after: Some("2".into()), ..Turning::default() },
        lines,
    }
}

pub fn earned_page(text: &str) -> MoneyPage {
    money_page(text, lines(text))
}

pub fn payout_page(text: &str, provider: Option<ProviderStep>) -> PayoutAccountPage {
    PayoutAccountPage {
        readiness: text.into(),
        is_ready: provider == Some(ProviderStep::Nothing),
        provider,
        bank: BankForm { holder: text.into(), iban: text.into() },
        is_known: provider != Some(ProviderStep::Connect),
        rest_days: 3,
        refusal: Some(text.into()),
        errors: match provider {
            None => [("iban", text.to_owned()), ("password", text.to_owned())].into(),
            Some(ProviderStep::Connect) => [("password", text.to_owned())].into(),
            Some(_) => Default::default(),
        },
    }
}

pub fn admin_money_page(text: &str) -> AdminMoneyPage {
    AdminMoneyPage {
        accounts: vec![("Assets:Provider".into(), 5445), (text.into(), -5445)],
        owed: 4702,
        there: 5445,
        said_there: Some(5400),
        months: months(),
        sellers: vec![(UserId::from_bytes([9; 16]), text.into(), 4702, -300)],
        is_more: true,
        has_issuer: true,
        opened: Some((NOW, 123_456)),
    }
}

pub fn runs_page(text: &str) -> RunsPage {
    RunsPage {
        runs: vec![run(text, None), run(text, Some((2, 70_000)))],
        at_provider: vec![payout(text, Some(text))],
        make: Some(action(text)),
        report: action(text).fields[1].clone(),
        refusal: Some(text.into()),
        turning: Turning::default(),
    }
}

pub fn run_page(text: &str) -> RunPage {
    RunPage {
        run: run(text, Some((1, 70_000))),
        payouts: vec![payout(text, Some(text))],
        all_paid: Some(action(text)),
        has_file: true,
        refusal: Some(text.into()),
    }
}

pub fn seller_page(text: &str) -> SellerPage {
    SellerPage {
        id: UserId::from_bytes([9; 16]),
        who: text.into(),
        sums: sums(),
        readiness: text.into(),
        lines: lines(text),
        payouts: vec![payout(text, None)],
        actions: vec![action(text)],
        refusal: Some(text.into()),
        turning: Turning::default(),
    }
}

pub fn fee_invoices_page() -> FeeInvoicesPage {
    let row = |kind| FeeInvoiceRow {
        id: FeeInvoiceId::from_bytes([6; 16]),
        number: 17,
        kind,
        month: Month::of(NOW, &ZoneName::utc()),
        gross: 248,
    };
    let kinds = [FeeInvoiceKind::Invoice, FeeInvoiceKind::CreditNote];
    FeeInvoicesPage { invoices: kinds.map(row).into(), has_issuer: false }
}

pub fn fee_invoice_page(text: &str) -> FeeInvoicePage {
    let taxed = Taxed { net: 208, tax: 40 };
    let line = |payer| FeeInvoiceLine {
        at: NOW,
        order: OrderId::from_bytes([7; 16]),
        payer,
        event: Some(text.into()),
        taxed,
        takes_back: Some(16),
    };
    FeeInvoicePage {
        number: 17,
        kind: FeeInvoiceKind::Invoice,
        month: Month::of(NOW, &ZoneName::utc()),
        issued_at: NOW,
        operator: vec![text.into(), text.into()],
        tax_id: text.into(),
        tax: "19".parse().unwrap(),
        account: text.into(),
        account_id: UserId::from_bytes([9; 16]),
        lines: [FeePayer::Buyer, FeePayer::Seller].map(line).into(),
        total: [taxed, taxed].into_iter().sum(),
    }
}

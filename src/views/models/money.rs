//! What sellers are owed, for them and for those who run the site.

use super::{AdminAction, AdminField, FieldErrors, Turning, TypedText};
use crate::types::{OrderId, PayoutId, PayoutRunId, Timestamp, UserId};

/// What somebody is owed, by where it lies, in minor units; and what they were paid.
#[derive(Debug, Clone, Copy, Default)]
pub struct MoneySums {
    pub held: i64,
    pub available: i64,
    pub frozen: i64,
    pub in_transit: i64,
    pub paid: i64,
    /// Of how many payouts the last is, if there are more.
    pub paid_among: Option<usize>,
}

/// `GET /selling/money`.
#[derive(Debug, Clone)]
pub struct MoneyPage {
    pub sums: MoneySums,
    /// Whether, where and when they are paid.
    pub readiness: String,
    pub is_ready: bool,
    /// Whether it is known where.
    pub has_account: bool,
    /// The terms, in words.
    pub terms: Vec<String>,
    pub months: MonthBars,
    pub lines: Vec<MoneyLine>,
    pub payouts: Vec<PayoutRow>,
    pub turning: Turning,
}

/// Months, and how much there was in each, in minor units.
#[derive(Debug, Clone)]
pub struct MonthBars {
    pub title: &'static str,
    /// The oldest first: as `2026-11`.
    pub months: Vec<(String, i64)>,
}

/// One line of what somebody is owed.
#[derive(Debug, Clone)]
pub struct MoneyLine {
    pub at: Timestamp,
    pub what: TypedText,
    /// More about it.
    pub note: Option<String>,
    pub order: Option<OrderId>,
    /// In minor units.
    pub minor: i64,
    /// Where it lies: its word, for scripts.
    pub word: &'static str,
    pub place: &'static str,
    /// Until when, or why not yet.
    pub until: Option<String>,
}

/// One payout in a list.
#[derive(Debug, Clone)]
pub struct PayoutRow {
    pub id: PayoutId,
    pub begun_at: Timestamp,
    /// In minor units.
    pub minor: i64,
    pub seller: UserId,
    /// Their address; none for themselves.
    pub to_whom: Option<String>,
    /// Where it goes.
    pub place: TypedText,
    /// Where it stands: its word, for scripts.
    pub word: &'static str,
    pub status: &'static str,
    pub why: Option<TypedText>,
    pub action: Option<AdminAction>,
}

/// `GET /account/payout`, and what its forms answer that is refused.
#[derive(Debug, Clone, Default)]
pub struct PayoutAccountPage {
    /// Whether, where and when they are paid.
    pub readiness: String,
    pub is_ready: bool,
    /// What is to be done at the payment provider, where that pays sellers.
    pub provider: Option<ProviderStep>,
    /// For where it does not.
    pub bank: BankForm,
    /// Whether there is anything to forget.
    pub is_known: bool,
    pub rest_days: u64,
    /// Why nothing was done.
    pub refusal: Option<String>,
    pub errors: FieldErrors,
}

/// What a seller is to do at the payment provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderStep {
    /// Open an account there.
    Connect,
    /// Tell it what it asks.
    GoOn,
    /// Nothing.
    Nothing,
}

/// A bank account, as it is typed.
#[derive(Debug, Clone, Default)]
pub struct BankForm {
    pub holder: String,
    pub iban: String,
}

/// `GET /admin/money`.
#[derive(Debug, Clone)]
pub struct AdminMoneyPage {
    /// Each account, and what is on it: debits less credits, in minor units.
    pub accounts: Vec<(String, i64)>,
    pub owed: i64,
    pub there: i64,
    /// What the payment provider says lies there, where it pays sellers.
    pub said_there: Option<i64>,
    pub months: MonthBars,
    /// Sellers, their addresses, what they are owed in all and what of it can be paid.
    pub sellers: Vec<(UserId, String, i64, i64)>,
    pub is_more: bool,
    /// Whether it is known who issues invoices.
    pub has_issuer: bool,
    /// When books were opened that had not been kept, and what was paid before.
    pub opened: Option<(Timestamp, i64)>,
}

/// A run in a list.
#[derive(Debug, Clone)]
pub struct RunRow {
    pub id: PayoutRunId,
    pub begun_at: Timestamp,
    pub why: TypedText,
    /// How many payouts, and how much; none while it is being made.
    pub closed: Option<(u32, i64)>,
}

/// `GET /admin/payouts`.
#[derive(Debug, Clone)]
pub struct RunsPage {
    pub runs: Vec<RunRow>,
    /// Payouts that the payment provider makes and that are on their way.
    pub at_provider: Vec<PayoutRow>,
    pub make: Option<AdminAction>,
    /// For the reason with which a bank's report is taken.
    pub report: AdminField,
    pub refusal: Option<String>,
    pub turning: Turning,
}

/// `GET /admin/payouts/{id}`.
#[derive(Debug, Clone)]
pub struct RunPage {
    pub run: RunRow,
    pub payouts: Vec<PayoutRow>,
    pub all_paid: Option<AdminAction>,
    /// Whether it can be had as a file for the bank.
    pub has_file: bool,
    pub refusal: Option<String>,
}

/// `GET /admin/sellers/{id}`.
#[derive(Debug, Clone)]
pub struct SellerPage {
    pub id: UserId,
    pub who: String,
    pub sums: MoneySums,
    pub readiness: String,
    pub lines: Vec<MoneyLine>,
    pub payouts: Vec<PayoutRow>,
    pub actions: Vec<AdminAction>,
    pub refusal: Option<String>,
    pub turning: Turning,
}

//! Sellers' money: what they are owed, line by line, and what they were paid.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    body::ApiQuery,
    caller::{Bearer, Reads},
    model::ListJson,
};
use crate::{
    domain::{
        CorrectionKind, Earning, EarningCause, EarningPlace, Payout, PayoutStatus, PayoutTo,
        rules::payouts::NotReady,
    },
    http::HttpResult,
    reads::walk::Walk,
    types::{Currency, EarningId, PayoutId, Timestamp},
};

/// An amount that may be less than nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
pub(crate) struct BalanceJson {
    /// In the currency's minor unit: -300 is 3.00 EUR that are owed to the site.
    minor: i64,
    #[schema(example = "EUR")]
    currency: String,
}

/// What a seller is owed, by where it lies.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SellerMoney)]
pub(crate) struct SellerMoneyJson {
    /// Of events that are not over long enough.
    held: BalanceJson,
    /// That can be paid; less than nothing is a debt.
    available: BalanceJson,
    /// About which a case is open.
    frozen: BalanceJson,
    /// On its way.
    in_transit: BalanceJson,
    readiness: ReadinessJson,
    /// From when on a new account is paid to, or one that was refused; null unless it rests.
    #[schema(format = DateTime)]
    rests_until: Option<String>,
}

/// Whether a seller can be paid.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Readiness)]
pub(crate) enum ReadinessJson {
    Ready,
    /// The site does not pay sellers.
    NotBySite,
    NoBank,
    /// There is no account at the payment provider.
    NotConnected,
    /// The payment provider has questions.
    Unfinished,
    /// The payment provider lets no money be sent to the account.
    Restricted,
    /// The account at the payment provider was closed.
    Gone,
    Resting,
    /// The payment provider has refused a payout, and it is tried again then.
    RefusedLately,
    Paused,
    Closed,
}

/// One line of what a seller is owed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MoneyLine)]
pub(crate) struct MoneyLineJson {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = DateTime)]
    at: String,
    amount: BalanceJson,
    cause: MoneyCauseJson,
    #[schema(format = Uuid)]
    order_id: Option<String>,
    place: MoneyPlaceJson,
    /// Since when it lies there.
    #[schema(format = DateTime)]
    since: String,
    /// The payout that it is in.
    #[schema(format = Uuid)]
    payout_id: Option<String>,
    /// Why a balance was put right.
    why: Option<String>,
}

/// Where a line comes from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MoneyCause)]
pub(crate) enum MoneyCauseJson {
    Sale,
    /// What was paid already is had back.
    Recalled,
    /// A payout came back.
    CameBack,
    /// What a refunded sale had been paid was had back from the payment provider.
    TakenBack,
    Penalty,
    Adjustment,
    DebtPaid,
    WrittenOff,
}

/// Where a line lies.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MoneyPlace)]
pub(crate) enum MoneyPlaceJson {
    BeforeBooks,
    Held,
    Available,
    Frozen,
    InPayout,
    Paid,
    Reversed,
}

/// Money that is paid to a seller.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payout)]
pub(crate) struct PayoutJson {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = DateTime)]
    begun_at: String,
    amount: BalanceJson,
    status: PayoutStatusJson,
    /// When that became of it.
    #[schema(format = DateTime)]
    settled_at: Option<String>,
    /// Why it failed or came back.
    why: Option<String>,
    /// The end of the number of the bank account; null where the payment provider pays.
    bank_account: Option<String>,
    /// How many lines it is of.
    lines: usize,
}

/// What has become of a payout.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PayoutStatus)]
pub(crate) enum PayoutStatusJson {
    Begun,
    Paid,
    Failed,
    Returned,
}

impl BalanceJson {
    fn of(minor: i64, currency: Currency) -> Self {
        Self { minor, currency: currency.code().to_owned() }
    }
}

impl MoneyLineJson {
    fn of(line: &Earning, currency: Currency) -> Self {
        let (cause, why) = match &line.cause {
            EarningCause::Sale(_) => (MoneyCauseJson::Sale, None),
            EarningCause::Recalled(..) => (MoneyCauseJson::Recalled, None),
            EarningCause::CameBack(_) => (MoneyCauseJson::CameBack, None),
            EarningCause::TakenBack(..) => (MoneyCauseJson::TakenBack, None),
            EarningCause::Correction(kind, deed) => {
                let cause = match kind {
                    CorrectionKind::Penalty => MoneyCauseJson::Penalty,
                    CorrectionKind::Adjustment => MoneyCauseJson::Adjustment,
                    CorrectionKind::DebtPaid => MoneyCauseJson::DebtPaid,
                    CorrectionKind::WrittenOff => MoneyCauseJson::WrittenOff,
                };
                (cause, Some(deed.reason.to_string()))
            }
        };
        Self {
            id: line.id.to_string(),
            at: line.at.rfc3339(),
            amount: BalanceJson::of(line.minor, currency),
            cause,
            order_id: line.order().map(|order| order.to_string()),
            place: match line.place {
                EarningPlace::BeforeBooks => MoneyPlaceJson::BeforeBooks,
                EarningPlace::Held => MoneyPlaceJson::Held,
                EarningPlace::Available => MoneyPlaceJson::Available,
                EarningPlace::Frozen(..) => MoneyPlaceJson::Frozen,
                EarningPlace::InPayout(_) => MoneyPlaceJson::InPayout,
                EarningPlace::Paid(_) => MoneyPlaceJson::Paid,
                EarningPlace::Reversed => MoneyPlaceJson::Reversed,
            },
            since: line.moved_at.rfc3339(),
            payout_id: line.place.payout().map(|payout| payout.to_string()),
            why,
        }
    }
}

impl PayoutJson {
    fn of(payout: &Payout, currency: Currency) -> Self {
        let bank_account = match &payout.to {
            PayoutTo::Bank { iban, .. } => Some(iban.masked()),
            PayoutTo::Provider(_) => None,
        };
        let (status, settled_at, why) = match &payout.status {
            PayoutStatus::Begun => (PayoutStatusJson::Begun, None, None),
            PayoutStatus::Paid(at, _) => (PayoutStatusJson::Paid, Some(at), None),
            PayoutStatus::Failed(at, why) => (PayoutStatusJson::Failed, Some(at), Some(why)),
            PayoutStatus::Returned(at, why) => (PayoutStatusJson::Returned, Some(at), Some(why)),
        };
        Self {
            id: payout.id.to_string(),
            begun_at: payout.begun_at.rfc3339(),
            amount: BalanceJson::of(payout.minor(), currency),
            status,
            settled_at: settled_at.copied().map(Timestamp::rfc3339),
            why: why.map(|setback| setback.reason.to_string()),
            bank_account,
            lines: payout.lines.len(),
        }
    }
}

/// What the caller is owed, by where it lies.
#[utoipa::path(
    get,
    path = "/money",
    tag = "money",
    responses((status = 200, body = SellerMoneyJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn money(who: Bearer<Reads>) -> HttpResult<Json<SellerMoneyJson>> {
    let (market, id) = (&who.edge.market, who.owner().id);
    let balances = market.tables().catalog().earnings.balances_of(id);
    let balance = |minor| BalanceJson::of(minor, who.edge.config.site.currency);
    let (readiness, rests_until) = match market.payout_readiness(id, market.clock().now())? {
        Ok(_) => (ReadinessJson::Ready, None),
        Err(NotReady::NotBySite) => (ReadinessJson::NotBySite, None),
        Err(NotReady::NoBank) => (ReadinessJson::NoBank, None),
        Err(NotReady::NotConnected) => (ReadinessJson::NotConnected, None),
        Err(NotReady::Unfinished) => (ReadinessJson::Unfinished, None),
        Err(NotReady::Restricted) => (ReadinessJson::Restricted, None),
        Err(NotReady::Gone) => (ReadinessJson::Gone, None),
        Err(NotReady::RefusedLately(at)) => (ReadinessJson::RefusedLately, Some(at.rfc3339())),
        Err(NotReady::Resting(at)) => (ReadinessJson::Resting, Some(at.rfc3339())),
        Err(NotReady::Paused) => (ReadinessJson::Paused, None),
        Err(NotReady::Closed) => (ReadinessJson::Closed, None),
    };
    Ok(Json(SellerMoneyJson {
        held: balance(balances.held),
        available: balance(balances.available),
        frozen: balance(balances.frozen),
        in_transit: balance(balances.in_transit),
        readiness,
        rests_until,
    }))
}

/// What the caller is owed line by line, newest first.
#[utoipa::path(
    get,
    path = "/money/lines",
    tag = "money",
    params(
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<MoneyLineJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn lines(
    who: Bearer<Reads>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<MoneyLineJson>>> {
    let (limit, after) = (query.limit()?, query.after::<EarningId>()?);
    let (tables, currency) = (who.edge.market.tables(), who.edge.config.site.currency);
    let mut ids = tables.earnings_of(who.owner().id, Walk::down(after), limit + 1)?;
    let next = next_of(&mut ids, limit);
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        items.extend(tables.earning(id)?.map(|line| MoneyLineJson::of(&line, currency)));
    }
    Ok(Json(ListJson { items, next }))
}

/// What the caller was paid, or is being paid, newest first.
#[utoipa::path(
    get,
    path = "/payouts",
    tag = "money",
    params(
        ("after" = Option<String>, Query, description = "`next` of the part before."),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 100, description = "How many, 50 unless said."),
    ),
    responses((status = 200, body = ListJson<PayoutJson>)),
    security(("token" = ["read"])),
)]
pub(super) async fn payouts(
    who: Bearer<Reads>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<PayoutJson>>> {
    let (limit, after) = (query.limit()?, query.after::<PayoutId>()?);
    let (tables, currency) = (who.edge.market.tables(), who.edge.config.site.currency);
    let mut ids = tables.payouts_of(who.owner().id, Walk::down(after), limit + 1)?;
    let next = next_of(&mut ids, limit);
    let mut items = Vec::with_capacity(ids.len());
    for id in ids {
        items.extend(tables.payout(id)?.map(|payout| PayoutJson::of(&payout, currency)));
    }
    Ok(Json(ListJson { items, next }))
}

/// What to ask for what follows, given one more than is shown.
fn next_of<Id: ToString>(ids: &mut Vec<Id>, limit: usize) -> Option<String> {
    let is_more = ids.len() > limit;
    ids.truncate(limit);
    ids.last().filter(|_| is_more).map(ToString::to_string)
}

//! How the site does: what has happened today and in all, and what waits.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::caller::{Administers, Bearer},
    runs,
};
use crate::{
    http::{HttpResult, pages::admin_desk::figures},
    reads::statistics::Tally,
    types::{Currency, Timestamp},
    usecases::needs::Need,
    views::DayFigures,
};

/// How the site does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Statistics)]
pub(crate) struct StatisticsJson {
    /// What has happened since midnight.
    today: TallyJson,
    /// When that was.
    #[schema(format = DateTime)]
    today_since: String,
    /// By whose clocks: the site's zone.
    time_zone: String,
    /// What has happened in all.
    in_all: TallyJson,
    mails_waiting: usize,
    mails_given_up: usize,
    /// Payments that are not settled with the provider.
    payments_unsettled: usize,
    /// Those of them that should have been for over an hour.
    payments_overdue: usize,
    /// Open pages that are told what changes.
    open_pages: usize,
    /// What needs a person, the most urgent first.
    needs: Vec<NeedJson>,
    /// The last 30 days by the clocks of the site, today the last.
    days: Vec<DayJson>,
}

/// Something that needs a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Need)]
pub(crate) struct NeedJson {
    /// What it is.
    kind: &'static str,
    /// How many; of a disk how many bytes are free.
    count: u64,
    /// Since when the oldest of them is, or until when there is time for evidence; null if nobody knows.
    #[schema(format = DateTime)]
    since: Option<String>,
    /// The page where it is dealt with, if there is one.
    path: Option<&'static str>,
}

/// A day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Day)]
pub(crate) struct DayJson {
    /// Which.
    #[schema(format = Date)]
    day: String,
    /// What has happened on it.
    #[serde(flatten)]
    tally: TallyJson,
    /// How many requests were answered.
    answers: u64,
    /// Within how many milliseconds half of them were; null if there were none.
    half_within_ms: Option<u32>,
    /// Within how many 95 in a hundred were.
    most_within_ms: Option<u32>,
}

/// How often what happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tally)]
pub(crate) struct TallyJson {
    /// Accounts that were made.
    sign_ups: u64,
    /// Tickets that were listed.
    listings: u64,
    /// Tickets that were held for a buyer.
    holds: u64,
    /// Those of them whose time ran out.
    holds_run_out: u64,
    /// Orders that were paid.
    sales: u64,
    /// What was paid for them, the site's fees included.
    sold: SumJson,
    /// What of it was the site's fees.
    fees: SumJson,
    /// Orders whose money went back.
    refunds: u64,
    /// How much that was.
    refunded: SumJson,
}

/// Money of several payments, or of none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sum)]
pub(crate) struct SumJson {
    /// In the currency's minor unit.
    minor: u64,
    /// As ISO 4217 writes it.
    currency: String,
}

impl TallyJson {
    fn of(tally: &Tally, currency: Currency) -> Self {
        let sum = |minor| SumJson { minor, currency: currency.code().to_owned() };
        Self {
            sign_ups: tally.sign_ups,
            listings: tally.listings,
            holds: tally.holds,
            holds_run_out: tally.run_outs,
            sales: tally.sales,
            sold: sum(tally.sold_minor),
            fees: sum(tally.fees_minor),
            refunds: tally.refunds,
            refunded: sum(tally.refunded_minor),
        }
    }
}

/// How the site does: what has happened today and in all, and what waits.
#[utoipa::path(
    get,
    path = "/admin/statistics",
    tag = "admin",
    responses((status = 200, body = StatisticsJson)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn statistics(
    who: Bearer<Administers>,
) -> HttpResult<Json<StatisticsJson>> {
    let (edge, site) = (&who.edge, &who.edge.config.site);
    let (midnight, figures) = figures(edge, runs(&who)?, edge.market.clock().now())?;
    let need = |need: &Need| NeedJson {
        kind: need.kind.word(),
        count: need.count,
        since: need.since.map(Timestamp::rfc3339),
        path: need.kind.path(),
    };
    let day = |it: &DayFigures| DayJson {
        day: it.day.to_string(),
        tally: TallyJson::of(&it.tally, site.currency),
        answers: it.times.count(),
        half_within_ms: it.times.within_ms(50),
        most_within_ms: it.times.within_ms(95),
    };
    Ok(Json(StatisticsJson {
        needs: figures.needs.iter().map(need).collect(),
        days: figures.days.iter().map(day).collect(),
        today: TallyJson::of(&figures.today(), site.currency),
        today_since: midnight.rfc3339(),
        time_zone: site.time_zone.to_string(),
        in_all: TallyJson::of(&figures.total, site.currency),
        mails_waiting: figures.mails_waiting,
        mails_given_up: figures.mails_given_up,
        payments_unsettled: figures.unsettled,
        payments_overdue: figures.overdue,
        open_pages: figures.streams,
    }))
}

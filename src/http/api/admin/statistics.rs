//! How the site does: what has happened today and in all, and what waits.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::caller::{Administers, Bearer};
use crate::{http::pages::admin_mail::figures, reads::statistics::Tally, types::Currency};

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
pub(in crate::http::api) async fn statistics(who: Bearer<Administers>) -> Json<StatisticsJson> {
    let (edge, site) = (&who.edge, &who.edge.config.site);
    let (midnight, figures) = figures(edge, edge.market.clock().now());
    Json(StatisticsJson {
        today: TallyJson::of(&figures.today, site.currency),
        today_since: midnight.rfc3339(),
        time_zone: site.time_zone.to_string(),
        in_all: TallyJson::of(&figures.total, site.currency),
        mails_waiting: figures.mails_waiting,
        mails_given_up: figures.mails_given_up,
        payments_unsettled: figures.unsettled,
        payments_overdue: figures.overdue,
        open_pages: figures.streams,
    })
}

//! What has happened to a ticket, for its seller and, once it is theirs, its buyer.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::{Bearer, Reads},
    model::MoneyJson,
};
use crate::{
    domain::{
        Ticket,
        history::{Happened, Line},
    },
    http::{HttpError, HttpResult, Id},
    types::{Currency, TicketId},
    usecases::policy,
};

/// What has happened to a ticket.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TicketHistory)]
pub(crate) struct TicketHistoryJson {
    #[schema(format = DateTime)]
    listed_at: String,
    /// What its seller asked for then; null once older lines are forgotten.
    listed_for: Option<MoneyJson>,
    /// What has happened since, oldest first: the latest 200.
    lines: Vec<HistoryLineJson>,
}

/// Something that has happened to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HistoryLine)]
pub(crate) struct HistoryLineJson {
    #[schema(format = DateTime)]
    at: String,
    what: HappenedJson,
    /// What its seller had asked for, if they changed that.
    from: Option<MoneyJson>,
    /// And asked for from then on.
    to: Option<MoneyJson>,
    /// Why those who run the site have removed it, if they have.
    reason: Option<String>,
}

/// What that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Happened)]
pub(crate) enum HappenedJson {
    /// Its seller asked for another price.
    PriceChanged,
    /// It was held for a buyer.
    Held,
    /// Their order was cancelled.
    Released,
    /// Their time ran out.
    RanOut,
    /// They have paid.
    Sold,
    /// They have their money back, and it is for sale again.
    RefundedRelisted,
    /// They have their money back, and it is withdrawn.
    RefundedWithdrawn,
    /// Its seller took it back.
    Withdrawn,
    /// Those who run the site have withdrawn it.
    Removed,
    /// The order by which its seller had bought it was refunded.
    Recalled,
    /// Its event was there twice, and it is for the one that stayed.
    Moved,
}

impl From<Happened> for HappenedJson {
    fn from(happened: Happened) -> Self {
        match happened {
            Happened::PriceChanged { .. } => Self::PriceChanged,
            Happened::Held => Self::Held,
            Happened::Released => Self::Released,
            Happened::RanOut => Self::RanOut,
            Happened::Sold => Self::Sold,
            Happened::Refunded(true) => Self::RefundedRelisted,
            Happened::Refunded(false) => Self::RefundedWithdrawn,
            Happened::Withdrawn => Self::Withdrawn,
            Happened::Removed => Self::Removed,
            Happened::Recalled => Self::Recalled,
            Happened::Moved => Self::Moved,
        }
    }
}

impl HistoryLineJson {
    fn of(line: &Line, ticket: &Ticket, currency: Currency) -> Self {
        let (from, to) = match line.what {
            Happened::PriceChanged { from, to } => (Some(from), Some(to)),
            _ => (None, None),
        };
        let removed = ticket.removed.as_ref().filter(|_| line.what == Happened::Removed);
        Self {
            at: line.at.rfc3339(),
            what: line.what.into(),
            from: from.map(|price| MoneyJson::of(price, currency)),
            to: to.map(|price| MoneyJson::of(price, currency)),
            reason: removed.map(|by| by.reason.to_string()),
        }
    }
}

/// What has happened to a ticket: its seller's always, its buyer's once it is paid. There is none for
/// others.
#[utoipa::path(
    get,
    path = "/tickets/{id}/history",
    tag = "tickets",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = TicketHistoryJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn history(
    who: Bearer<Reads>,
    Id(id): Id<TicketId>,
) -> HttpResult<Json<TicketHistoryJson>> {
    let ticket = who.edge.market.tables().ticket(id)?.ok_or(HttpError::NotFound)?;
    let onlooker = policy::onlooker(who.reader()?, &ticket, who.edge.market.clock().now());
    if !policy::sees_history(onlooker, &ticket) {
        return Err(HttpError::NotFound);
    }
    let currency = who.edge.config.site.currency;
    let listed_for = ticket.history.listed_for(ticket.price);
    let lines = ticket.history.lines().iter();
    Ok(Json(TicketHistoryJson {
        listed_at: ticket.listed_at.rfc3339(),
        listed_for: listed_for.map(|price| MoneyJson::of(price, currency)),
        lines: lines.map(|line| HistoryLineJson::of(line, &ticket, currency)).collect(),
    }))
}

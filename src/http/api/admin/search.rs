//! One search for whatever those who run the site were told.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::{
        body::ApiQuery,
        caller::{Administers, Bearer},
        model::ListJson,
    },
    runs,
};
use crate::{
    http::{
        HttpResult,
        pages::admin_search::{path_of, row, word},
    },
    types::Language,
    usecases::staff_search,
};

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Found)]
pub(crate) struct FoundJson {
    /// `user`, `order`, `claim`, `ticket`, `event`, `dispute`, `payout`, `payout_run`, `invoice` or
    /// `report`.
    kind: &'static str,
    /// Its id; of a claim its order's.
    id: String,
    /// What it is called.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// Its page.
    path: String,
}

/// Whatever has this id, address, name or number, ten of a kind at the most.
#[utoipa::path(
    get,
    path = "/admin/search",
    tag = "admin",
    params(
        ("q" = String, Query, description = "An id, the payment provider's name for a payment, an invoice's number, an address or how it begins, an event's name."),
    ),
    responses((status = 200, body = ListJson<FoundJson>)),
    security(("token" = ["admin"])),
)]
pub(in crate::http::api) async fn search(
    who: Bearer<Administers>,
    query: ApiQuery,
) -> HttpResult<Json<ListJson<FoundJson>>> {
    let (edge, caller) = (&who.edge, runs(&who)?);
    let mut items = vec![];
    for found in staff_search::found(&edge.market, caller, query.0.get("q"))? {
        let Some(row) = row(edge, Language::English, found)? else { continue };
        items.push(FoundJson {
            kind: word(found),
            id: row.id,
            title: row.title.to_string(),
            status: row.status,
            path: path_of(edge, found)?,
        });
    }
    Ok(Json(ListJson { items, next: None }))
}

//! What was paid for what.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::{Bearer, Reads},
    model::{EventJson, OrderJson},
    orders::found,
};
use crate::{
    domain::Charge,
    http::{HttpError, HttpResult, Id},
    types::OrderId,
    usecases::policy,
};

/// What was paid for what.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Receipt)]
pub(crate) struct ReceiptJson {
    order: OrderJson,
    site: String,
    event: EventJson,
    /// Its buyer's address, for who may know it.
    buyer: Option<String>,
    /// The payment, and the provider's name for it.
    #[schema(format = Uuid)]
    payment: String,
    reference: Option<String>,
    /// The provider's name for the refund.
    refund_reference: Option<String>,
}

/// The receipt of an order that was paid; there is none of another.
#[utoipa::path(
    get,
    path = "/orders/{id}/receipt",
    tag = "orders",
    params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = ReceiptJson)),
    security(("token" = ["read"])),
)]
pub(super) async fn receipt(
    who: Bearer<Reads>,
    Id(id): Id<OrderId>,
) -> HttpResult<Json<ReceiptJson>> {
    let (order, ticket, reader) = found(&who, who.reader()?, id)?;
    let tables = who.edge.market.tables();
    let paid = order.paid.ok_or(HttpError::NotFound)?;
    let charge = tables.charge(paid.charge)?;
    let event = tables.event_of(&ticket)?.ok_or(HttpError::NotFound)?;
    let buyer = match policy::sees_buyer(reader) {
        true => tables.user(order.buyer)?,
        false => None,
    };
    let reference =
        |name: fn(&Charge) -> Option<&str>| charge.as_deref().and_then(name).map(str::to_owned);
    Ok(Json(ReceiptJson {
        order: OrderJson::of(&order, &ticket, reader, who.edge.config.site.currency),
        site: who.edge.config.site.name.clone(),
        event: EventJson::of(&who.edge, &event),
        buyer: buyer.map(|buyer| who.language.account_of(&buyer).into_owned()),
        payment: paid.charge.to_string(),
        reference: reference(|charge| charge.stripe_id.as_deref()),
        refund_reference: reference(|charge| charge.stripe_refund_id.as_deref()),
    }))
}

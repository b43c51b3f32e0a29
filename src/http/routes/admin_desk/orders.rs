use axum::{extract::State, http::request::Parts, response::Response};

use super::{Desk, name_of};
use crate::{
    actors::order::OrderRefusal,
    http::{
        Edge, HttpError,
        error::refused,
        form::{Form, Id},
        visitor::Admin,
    },
    storage::StorageError,
    types::OrderId,
    views::{DeskAction, DeskRow},
};

/// The orders of how many buyers are looked for at most.
const BUYERS_MAX: usize = 100;

const DESK: Desk<OrderId> = Desk {
    title: "Orders",
    path: "/admin/orders",
    hint: "An order's id, or part of its buyer's e-mail address. Without it: orders that are open.",
    find,
    row,
};

/// The orders that are open, or those of a buyer, newest first.
pub(crate) async fn orders(
    State(edge): State<Edge>,
    admin: Admin,
    parts: Parts,
) -> Result<Response, HttpError> {
    DESK.page(&edge, &admin, &Form::of_query(&parts))
}

/// Cancels an order that is not paid.
pub(crate) async fn cancel(
    State(edge): State<Edge>,
    admin: Admin,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, HttpError> {
    edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    let text = id.to_string();
    let reason = match DESK.reason(&edge, &admin, &text, &form)? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    let message = match refused(edge.market.cancel_by_site(id, admin.id(), reason).await)? {
        Ok(()) => return Ok(DESK.done(&text)),
        Err(OrderRefusal::NotThere) => return Err(HttpError::NotFound),
        Err(OrderRefusal::PaymentUnderWay) => {
            "Its payment is being taken: look again in a moment, and refund it once it is paid. \
             Nothing was done."
        }
        Err(OrderRefusal::Completed | OrderRefusal::NotPaid) => {
            "This order is paid: refund it on its own page. Nothing was done."
        }
        Err(OrderRefusal::Cancelled(_) | OrderRefusal::TimeIsUp) => {
            "This order is over already. Nothing was done."
        }
    };
    DESK.conflict(&edge, &admin, &text, message)
}

fn find(edge: &Edge, sought: &str) -> Result<Vec<OrderId>, StorageError> {
    if let Ok(id) = sought.parse() {
        return Ok(vec![id]);
    }
    let catalog = edge.market.tables().catalog();
    let mut found: Vec<OrderId> = match sought {
        "" => catalog.open_orders().collect(),
        part => {
            let buyers = catalog.users_like(part).into_iter().take(BUYERS_MAX);
            buyers.flat_map(|buyer| catalog.ordered_by(buyer).to_vec()).collect()
        }
    };
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

fn row(edge: &Edge, id: OrderId) -> Result<Option<DeskRow>, StorageError> {
    let tables = edge.market.tables();
    let Some(order) = tables.order(id)? else { return Ok(None) };
    let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
    let config = &edge.config.site;
    let mut lines = vec![
        format!("Order {id}, ticket {}", ticket.id),
        format!(
            "{} {} · {} · by {}",
            order.price.decimal(config.currency),
            config.currency,
            order.created_at.format("%-d %b %Y, %H:%M", &config.time_zone),
            name_of(edge, order.buyer)?
        ),
    ];
    if let Some(by) = &order.cancelled_by {
        lines.push(format!("Cancelled by {}: {}", name_of(edge, by.by)?, by.reason));
    }
    if let Some(refund) = &order.refund {
        lines.push(format!("Refunded by {}: {}", name_of(edge, refund.by)?, refund.reason));
    }
    let paid = order.status.paid_by().is_some();
    let (badge, action) = match order.status.is_open() {
        true => (
            ("created", "Open"),
            Some(DeskAction {
                summary: "Cancel",
                question: "The ticket is free at once, and the buyer is told why by mail. They are \
                    not charged.",
                path: format!("/admin/orders/{id}/cancel"),
                button: "Cancel this order",
            }),
        ),
        false if paid => (("completed", "Completed"), None),
        false => (("cancelled", "Cancelled"), None),
    };
    Ok(Some(DeskRow {
        kind: "order",
        id: id.to_string(),
        title: ticket.title.to_string(),
        link: paid.then(|| (format!("/orders/{id}"), "Open or refund this order")),
        status: order.status.word(),
        badge,
        lines,
        action,
    }))
}

//! Several tickets of an event, bought together: held by one press, paid by one payment.

use std::sync::Arc;

use axum::response::IntoResponse as _;

use super::{
    browse, go_to, mistyped, not_done,
    orders::{OrderNotes, failure_to_show, given_up, stage, with_stripe},
};
use crate::{
    domain::Order,
    http::{Form, HttpError, HttpResult, Id, SignedIn, presenters, refused},
    types::{EventId, OrderId, Price, Quantity, TicketId},
    usecases::{
        RefusalCode as _,
        buying::{self, WantedTogether},
        policy,
    },
    views::{self, PurchaseLine, PurchasePage},
};

/// Holds tickets of an event for the visitor, all or none, at the sum that they saw.
pub(crate) async fn buy(user: SignedIn, Id(event): Id<EventId>, form: Form) -> HttpResult {
    let t = user.language();
    let currency = user.edge.config.site.currency;
    let tickets: Result<Vec<TicketId>, _> =
        form.all("ticket").take(Quantity::MAX.get() + 1).map(str::parse).collect();
    let tickets = tickets.map_err(|_| HttpError::NotFound)?;
    if tickets.is_empty() || tickets.len() > Quantity::MAX.get() {
        return mistyped(browse::noticed(&user, event, t.choose_how_many().into())?);
    }
    let count = match form.sent("quantity") {
        Some(typed) => Quantity::parse(typed).map_or(0, Quantity::get),
        None => tickets.len(),
    };
    if !(1..=tickets.len()).contains(&count) {
        return mistyped(browse::noticed(&user, event, t.choose_how_many().into())?);
    }
    let total = match form.sent("each") {
        Some(each) => {
            Price::parse(each, currency).ok().and_then(|each| Price::sum(vec![each; count]).ok())
        }
        None => Price::parse(form.get("price"), currency).ok(),
    };
    let Some(total) = total else {
        return mistyped(browse::noticed(&user, event, t.price_did_not_come().into())?);
    };
    let first = OrderId::new();
    let wanted = WantedTogether { event, tickets: &tickets, count, total, first };
    match refused(buying::buy_together(&user.edge.market, user.caller(), wanted).await)? {
        Ok(first) => {
            let order = policy::own_order(&user.edge.market, user.caller(), first)?;
            go_to(&path_of(&order))
        }
        Err(refusal) => {
            let why = presenters::refusal(&refusal.why, &user.context()).message;
            let about =
                refusal.ticket.map(|id| user.edge.market.tables().ticket(id)).transpose()?;
            let why = match about.flatten() {
                Some(ticket) => [&presenters::called(&ticket, t), t.colon(), &why].concat(),
                None => why,
            };
            not_done(refusal.code(), browse::noticed(&user, event, t.none_is_held(&why))?)
        }
    }
}

/// A purchase, and what its buyer can do. One order alone has a page of its own.
pub(crate) async fn purchase(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let order = policy::own_order(&user.edge.market, user.caller(), id)?;
    if order.purchase()[0] != id || order.together.is_empty() {
        return go_to(&path_of(&order));
    }
    let orders = buying::purchase(&user.edge.market, user.caller(), id)?;
    let notice = failure_to_show(paid_by(&orders), user.language());
    page_of(&user, &orders, OrderNotes { notice, ..OrderNotes::default() })
}

/// The order by which a purchase is paid: the first that is open, or the first of all.
fn paid_by(orders: &[Arc<Order>]) -> &Order {
    orders.iter().find(|order| order.status.is_open()).unwrap_or(&orders[0])
}

/// Gives up a purchase.
pub(crate) async fn cancel(user: SignedIn, Id(id): Id<OrderId>) -> HttpResult {
    let cancelled = buying::cancel_together(&user.edge.market, user.caller(), id).await;
    given_up(&user, id, refused(cancelled)?)
}

/// Drops one ticket of a purchase.
pub(crate) async fn drop_one(user: SignedIn, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    let ticket: TicketId = form.get("ticket").parse().map_err(|_| HttpError::NotFound)?;
    let orders = buying::purchase(&user.edge.market, user.caller(), id)?;
    let order = orders.iter().find(|order| order.ticket == ticket).ok_or(HttpError::NotFound)?;
    let cancelled = buying::cancel(&user.edge.market, user.caller(), order.id).await;
    given_up(&user, id, refused(cancelled)?)
}

/// Where an order is shown: with what was bought together with it, or alone.
pub(super) fn path_of(order: &Order) -> String {
    match &*order.together {
        [] => format!("/orders/{}", order.id),
        [first, ..] => format!("/purchases/{first}"),
    }
}

/// The page of a purchase, by any of its orders.
pub(super) fn purchase_page(user: &SignedIn, order: &Order, shown: OrderNotes) -> HttpResult {
    page_of(user, &buying::purchase(&user.edge.market, user.caller(), order.id)?, shown)
}

fn page_of(user: &SignedIn, orders: &[Arc<Order>], shown: OrderNotes) -> HttpResult {
    let (tables, context) = (user.edge.market.tables(), user.context());
    let is_open = |order: &&Arc<Order>| order.status.is_open();
    let first = paid_by(orders);
    let counts = |order: &&Arc<Order>| match first.status.is_open() {
        true => order.status.is_open(),
        false => order.paid.is_some() && order.paid_back.is_none(),
    };
    let total = Price::sum(orders.iter().filter(counts).map(|order| order.price)).ok();
    let fee = Price::sum(orders.iter().filter(counts).filter_map(|order| order.fee)).ok();
    let stage = stage(
        user,
        first,
        total.unwrap_or(first.price),
        format!("/purchases/{}/return", orders[0].id),
        &shown,
    )?;
    let mut lines = vec![];
    for order in orders {
        let ticket = tables.ticket(order.ticket)?.ok_or(HttpError::NotFound)?;
        let has_file = policy::file_for(user.caller(), &ticket).is_some();
        lines.push(PurchaseLine {
            order: presenters::order(tables, order, &ticket, context.language)?,
            file: ticket.file.as_ref().filter(|_| has_file).map(presenters::file),
            comes: presenters::handover(&ticket),
            is_disputed: order.status.is_open() && ticket.is_disputed(),
        });
    }
    let open = orders.iter().filter(is_open).count();
    let page = PurchasePage {
        id: orders[0].id,
        status: presenters::purchase_status(orders),
        lines,
        open,
        total,
        fee,
        stage,
        notice: shown.notice,
    };
    let response = views::purchase(&context, &page).into_response();
    Ok(with_stripe(user, &page.stage, response))
}

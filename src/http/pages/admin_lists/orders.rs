use super::{AdminList, ListHead, act, name_of, reason};
use crate::{
    domain::{MailAbout, TicketStatus, rules::order::OrderRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    storage::{StorageError, Tables},
    types::{Language, OrderId},
    usecases::admin,
    views::{AdminAction, AdminKind, AdminRow},
};

/// Of how many accounts the orders are looked for at most.
const ACCOUNTS_MAX: usize = 100;
/// Among how many of the latest mails the latest sales are looked for: each sale has two.
const MAILS_MAX: usize = 2000;

/// The orders that are paid, or were until they were refunded, the latest first; or those of
/// somebody among them.
#[derive(Default)]
pub(crate) struct PaidOrders;

/// The orders that are open, or those of a buyer or a seller, newest first.
#[derive(Default)]
pub(crate) struct OrderList;

/// Cancels an order that is not paid.
pub(crate) async fn cancel(admin: Admin, Id(id): Id<OrderId>, form: Form) -> HttpResult {
    admin.edge.market.tables().order(id)?.ok_or(HttpError::NotFound)?;
    let deed = async |(), reason| {
        admin::cancel_order(&admin.edge.market, admin.caller(), id, reason).await
    };
    let why_not = |t: Language, refusal: &OrderRefusal| match refusal {
        OrderRefusal::PaymentUnderWay => t.admin_order_being_paid(),
        OrderRefusal::Completed | OrderRefusal::NotPaid => t.admin_order_paid(),
        OrderRefusal::NotThere | OrderRefusal::Cancelled(_) | OrderRefusal::TimeIsUp => {
            t.admin_order_over()
        }
    };
    act(&OrderList, &admin, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for PaidOrders {
    type Id = OrderId;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_paid_orders().into(),
            path: "/admin/orders/paid".into(),
            hint: t.admin_paid_orders_hint().into(),
        }
    }

    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<OrderId>, StorageError> {
        let tables = edge.market.tables();
        if sought.is_empty() {
            let mut found = vec![];
            for id in tables.latest_mails(false, None, MAILS_MAX)? {
                if let Some(MailAbout::OrderCompleted(order)) =
                    tables.mail(id)?.map(|mail| mail.about.clone())
                {
                    found.push(order);
                }
            }
            return Ok(found);
        }
        let mut paid = vec![];
        for id in OrderList.find(edge, sought)? {
            if tables.order(id)?.is_some_and(|order| order.paid.is_some()) {
                paid.push(id);
            }
        }
        Ok(paid)
    }

    fn row(&self, edge: &Edge, t: Language, id: OrderId) -> Result<Option<AdminRow>, StorageError> {
        OrderList.row(edge, t, id)
    }
}

/// What these accounts have bought, and what is held, sold or was refunded of what they sell.
fn of_accounts_like(tables: &Tables, part: &str) -> Result<Vec<OrderId>, StorageError> {
    let mut found = vec![];
    let accounts = tables.catalog().users_like(part);
    for account in accounts.into_iter().take(ACCOUNTS_MAX) {
        found.extend(tables.ordered_by(account)?);
        for ticket in tables.listed_by(account)? {
            found.extend(tables.refunded_for(ticket)?);
            found.extend(tables.ticket(ticket)?.and_then(|ticket| match ticket.status {
                TicketStatus::Sold { order, .. } => Some(order),
                status => status.reservation().map(|held| held.order),
            }));
        }
    }
    Ok(found)
}

impl AdminList for OrderList {
    type Id = OrderId;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_orders().into(),
            path: "/admin/orders".into(),
            hint: t.admin_orders_hint().into(),
        }
    }

    fn find(&self, edge: &Edge, sought: &str) -> Result<Vec<OrderId>, StorageError> {
        if let Ok(id) = sought.parse() {
            return Ok(vec![id]);
        }
        let tables = edge.market.tables();
        let mut found: Vec<OrderId> = vec![];
        if sought.is_empty() {
            found.extend(tables.catalog().open_orders.iter().copied());
        } else {
            found = of_accounts_like(tables, sought)?;
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        Ok(found)
    }

    fn row(&self, edge: &Edge, t: Language, id: OrderId) -> Result<Option<AdminRow>, StorageError> {
        let tables = edge.market.tables();
        let Some(order) = tables.order(id)? else { return Ok(None) };
        let Some(ticket) = tables.ticket(order.ticket)? else { return Ok(None) };
        let config = &edge.config.site;
        let price = t.amount(order.price, config.currency);
        let at = t.exact_moment(order.created_at, &config.time_zone);
        let mut lines = vec![
            t.admin_order_ids(&id.to_string(), &ticket.id.to_string()),
            t.admin_order_line(&price, &at, &name_of(edge, t, order.buyer)?),
            t.admin_order_seller(&name_of(edge, t, ticket.seller)?),
        ];
        if let Some(by) = &order.cancelled_by {
            lines.push(t.admin_cancelled_by(&name_of(edge, t, by.by)?, by.reason.as_str()));
        }
        if let Some(refund) = &order.refund {
            lines.push(t.admin_refunded_by(&name_of(edge, t, refund.by)?, refund.reason.as_str()));
        }
        let is_paid = order.status.paid_by().is_some();
        let (badge, action) = match order.status.is_open() {
            true => (
                ("created", t.admin_open()),
                Some(AdminAction {
                    summary: t.admin_cancel(),
                    question: t.admin_cancel_ask().into(),
                    path: format!("/admin/orders/{id}/cancel"),
                    hidden: None,
                    fields: vec![reason(t)],
                    button: t.admin_cancel_button(),
                }),
            ),
            false if is_paid => (("completed", t.status_completed()), None),
            false if order.paid_back.is_some() => (("cancelled", t.fact_refunded()), None),
            false => (("cancelled", t.status_cancelled()), None),
        };
        let refund = (format!("/orders/{id}"), t.admin_refund_link());
        Ok(Some(AdminRow {
            kind: AdminKind::Order,
            id: id.to_string(),
            title: (&ticket.title).into(),
            links: is_paid.then_some(refund).into_iter().collect(),
            status: order.status.word(),
            badge,
            lines,
            action,
        }))
    }
}

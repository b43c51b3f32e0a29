use super::{AdminList, Cells, ListHead, act, columns, name_of, reason};
use crate::{
    domain::{MailAbout, Order, TicketStatus, rules::order::OrderRefusal},
    http::{Admin, Edge, Form, HttpError, HttpResult, Id},
    reads::walk::{ListPlace, Stretch, Walk},
    storage::{StorageError, Tables},
    types::{Language, MailId, OrderId, TicketId, UserId},
    usecases::admin,
    views::{AdminAction, AdminKind, AdminRow},
};

/// Of how many accounts the orders are looked for at most.
const ACCOUNTS_MAX: usize = 20;
/// How many of their orders and tickets, or of the latest mails, are looked at for one part.
const LOOKED_AT_MAX: usize = 2000;
/// How many of them at once.
const LOOKED_AT_ONCE: usize = 100;

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
        OrderRefusal::NotThere
        | OrderRefusal::Cancelled(_)
        | OrderRefusal::TimeIsUp
        | OrderRefusal::EventCancelled
        | OrderRefusal::Disputed
        // Nobody asks those who run the site about seats that go together.
        | OrderRefusal::GoTogether(_)
        | OrderRefusal::OneLeftAlone => t.admin_order_over(),
    };
    act(&OrderList, &admin, id, &form, |_| Some(()), deed, why_not).await
}

impl AdminList for PaidOrders {
    type Id = OrderId;

    const COLUMNS: &'static [&'static str] = columns::OF_ORDER;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_paid_orders().into(),
            path: "/admin/orders/paid".into(),
            hint: t.admin_paid_orders_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, OrderId>, StorageError> {
        let tables = edge.market.tables();
        if !sought.is_empty() {
            return of_accounts_like(tables, sought, (walk, limit), |order| order.paid.is_some());
        }
        // Each sale is told of in one mail to its buyer.
        let walk = walk.by(|from| from.key(MailId::from_bytes));
        let mails = tables.mails_along(false, walk, LOOKED_AT_MAX + 1)?;
        let mails = mails.into_iter().map(|(at, id)| (ListPlace::at(at, *id.as_bytes()), id));
        Stretch::of(mails, limit, LOOKED_AT_MAX, |id| {
            Ok(tables.mail(id)?.and_then(|mail| match mail.about {
                MailAbout::OrderCompleted(order) => Some(order),
                _ => None,
            }))
        })
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        columns::order(edge, id)
    }

    fn row(&self, edge: &Edge, t: Language, id: OrderId) -> Result<Option<AdminRow>, StorageError> {
        OrderList.row(edge, t, id)
    }
}

/// By what an order is found of somebody: they have placed it, or it is for what they have listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trade {
    Placed(OrderId),
    Listed(TicketId),
}

/// What these accounts have bought, by when that was, and what is held, sold or was refunded of what they
/// sell, by when they listed it, so many at the most. A ticket's orders count as one, and stay together.
fn of_accounts_like(
    tables: &Tables,
    part: &str,
    (walk, limit): (Walk<ListPlace>, usize),
    is_wanted: impl Fn(&Order) -> bool,
) -> Result<Stretch<ListPlace, OrderId>, StorageError> {
    let accounts = tables.catalog().users_like(part, Walk::down(None), ACCOUNTS_MAX).found;
    let accounts: Vec<UserId> = accounts.into_iter().map(|(_, id)| id).collect();
    let orders_of = |trade| {
        let ids = match trade {
            Trade::Placed(order) => vec![order],
            Trade::Listed(ticket) => {
                let mut ids = tables.refunded_for(ticket)?;
                ids.extend(tables.ticket(ticket)?.and_then(|ticket| match ticket.status {
                    TicketStatus::Sold { order, .. } => Some(order),
                    status => status.reservation().map(|held| held.order),
                }));
                ids
            }
        };
        let mut orders = vec![];
        for id in ids {
            let is_placed = matches!(trade, Trade::Placed(_));
            let is_here =
                |order: &Order| (is_placed || !accounts.contains(&order.buyer)) && is_wanted(order);
            orders.extend(tables.order(id)?.filter(|order| is_here(order)).map(|order| order.id));
        }
        Ok::<_, StorageError>((!orders.is_empty()).then_some(orders))
    };
    let mut stretch = Stretch { found: vec![], more: None };
    let mut walk = walk.by(|from| from.parts().1);
    for _ in 0..LOOKED_AT_MAX / LOOKED_AT_ONCE {
        let mut trades = vec![];
        for account in &accounts {
            let (placed, listed) = (walk.by(OrderId::from_bytes), walk.by(TicketId::from_bytes));
            let placed = tables.ordered_by(*account, placed, LOOKED_AT_ONCE + 1)?;
            let listed = tables.listed_by(*account, listed, LOOKED_AT_ONCE + 1)?;
            trades.extend(placed.iter().map(|id| (*id.as_bytes(), Trade::Placed(*id))));
            trades.extend(listed.iter().map(|id| (*id.as_bytes(), Trade::Listed(*id))));
        }
        let order = Walk { from: None, way: walk.way };
        let trades = order.merged(trades, LOOKED_AT_ONCE + 1);
        let left = limit - stretch.found.len();
        let more = Stretch::of(trades, left, LOOKED_AT_ONCE, orders_of)?;
        stretch.found.extend(more.found);
        (stretch.more, walk.from) = (more.more, more.more);
        if stretch.found.len() == limit || stretch.more.is_none() {
            break;
        }
    }
    let each = |(at, orders): (_, Vec<OrderId>)| orders.into_iter().map(move |id| (at, id));
    let found = stretch.found.into_iter().flat_map(each).collect();
    Ok(Stretch { found, more: stretch.more }.by(ListPlace::of_id))
}

impl AdminList for OrderList {
    type Id = OrderId;

    const COLUMNS: &'static [&'static str] = columns::OF_ORDER;

    fn head(&self, t: Language) -> ListHead {
        ListHead {
            title: t.admin_orders().into(),
            path: "/admin/orders".into(),
            hint: t.admin_orders_hint().into(),
        }
    }

    fn walked(
        &self,
        edge: &Edge,
        sought: &str,
        walk: Walk<ListPlace>,
        limit: usize,
    ) -> Result<Stretch<ListPlace, OrderId>, StorageError> {
        let tables = edge.market.tables();
        if !sought.is_empty() {
            return of_accounts_like(tables, sought, (walk, limit), |_| true);
        }
        let walk = walk.by(|from| OrderId::from_bytes(from.parts().1));
        let found = tables.catalog().open_orders(walk, limit);
        Ok(found.by(|id| ListPlace::of_id(*id.as_bytes())))
    }

    fn cells(&self, edge: &Edge, id: Self::Id) -> Result<Option<Cells>, StorageError> {
        columns::order(edge, id)
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
            let reason = t.refund_reason(refund);
            lines.push(match refund.by == UserId::SITE {
                true => t.admin_refunded_by_itself(reason),
                false => t.admin_refunded_by(&name_of(edge, t, refund.by)?, reason),
            });
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
            deeds: vec![],
            status: order.status.word(),
            badge,
            lines,
            action,
        }))
    }
}

use maud::{Markup, html};

use super::{
    HandoverView, OrderStage, PageContext, PurchaseLine, PurchasePage,
    event_changes::{event_news, was_and_is},
    files::{download, still_to_come},
    layout::{Here, waiting},
    order::{calendar_link, going_on, receipt_link, sell_on},
    parts::{
        alert, ask_first, event_facts, of_which_fee, order_badge, place_line, price, price_text,
        seat_disputed,
    },
    paying::{payment, summary},
};
use crate::{domain::CancelReason, types::Timestamp};

/// `GET /purchases/{id}`: what was bought together, and what its buyer can do now.
pub fn purchase(context: &PageContext<'_>, page: &PurchasePage) -> Markup {
    let t = context.language;
    let path = format!("/purchases/{}", page.id);
    let expires_at = page.lines.iter().find_map(|line| line.order.expires_at);
    let (title, open) = (t.tickets(page.lines.len()), t.tickets(page.open));
    let main = html! {
        article .order .paying[page.stage.is_payable()]
            data-purchase-id=(page.id)
            data-purchase-status=(page.status)
            data-expires-at=[expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
        {
            @if let (OrderStage::Payable(form), Some(first)) = (&page.stage, page.lines.first()) {
                (summary(context, &open, &first.order.event, form))
                (alert(page.notice.as_deref()))
                (payment(
                    context,
                    form,
                    &path,
                    &ask_first(
                        t.cancel_this_purchase(),
                        t.cancel_purchase_asks(),
                        &format!("{path}/cancel"),
                        t.cancel_all_tickets(),
                    ),
                    &pass(context, page, &title, expires_at),
                ))
                (tickets(context, page, &path))
            } @else {
                (alert(page.notice.as_deref()))
                @if page.status == "completed" {
                    (bought(context, page, &path))
                    (tickets(context, page, &path))
                    (pass(context, page, &title, expires_at))
                } @else {
                    (pass(context, page, &title, expires_at))
                    (tickets(context, page, &path))
                }
            }
        }
    };
    let again = page.stage.again(&path);
    waiting(context, &title, Here::Elsewhere, again.as_deref(), &main)
}

/// The tickets themselves, for who has bought them.
fn bought(context: &PageContext<'_>, page: &PurchasePage, path: &str) -> Markup {
    let t = context.language;
    let lines = || page.lines.iter().filter(|line| line.order.status == "completed");
    html! {
        section .bought .card {
            p .big { (t.they_are_yours()) }
            @if let Some(all) = alike(page) {
                p { (still_to_come(context, all)) }
            } @else {
                @for line in lines() { (the_ticket(context, line)) }
            }
            div .actions { (calendar_link(t, path)) }
        }
    }
}

/// How all that were bought come, if none has its file and they come alike.
fn alike(page: &PurchasePage) -> Option<HandoverView> {
    let mut lines = page.lines.iter().filter(|line| line.order.status == "completed");
    let first = lines.next()?;
    let is_alike = |line: &PurchaseLine| line.file.is_none() && line.comes == first.comes;
    (first.file.is_none() && lines.all(is_alike)).then_some(first.comes)
}

/// One of several: its file, or that it has none.
fn the_ticket(
    context: &PageContext<'_>,
    PurchaseLine { order, file, comes, .. }: &PurchaseLine,
) -> Markup {
    let t = context.language;
    let which = order.place.clone().unwrap_or_else(|| order.title.isolated());
    html! {
        p {
            @match file {
                Some(file) => (download(context, order.ticket_id, *file, &t.download_ticket(&which), true)),
                None => { (which) (t.colon()) (still_to_come(context, *comes)) },
            }
        }
    }
}

/// What was bought together, and where that stands. While it is to be paid, the line above has the
/// heading.
fn pass(
    context: &PageContext<'_>,
    page: &PurchasePage,
    title: &str,
    expires_at: Option<Timestamp>,
) -> Markup {
    let t = context.language;
    html! {
        div .pass {
            div .pass-body {
                p .eyebrow { (t.your_purchase()) }
                @if page.stage.is_payable() { h2 { (title) } } @else { h1 { (title) } }
                @if let Some(first) = page.lines.first() {
                    p { a href=(first.order.event.path()) { (first.order.event.name) } }
                    (event_facts(context, &first.order.event))
                    (event_news(context, &first.order.event, None))
                    @if let Some(was) = &first.order.was {
                        (was_and_is(context, t.event_was_when_bought(), (was, None), &first.order.event))
                    }
                }
            }
            div .pass-stub {
                @if let Some(total) = page.total {
                    p .pass-price data-total { (price(context, total)) }
                    @if page.fee.is_some() {
                        p .hint { (price_text(context, total)) (of_which_fee(context, page.fee)) "." }
                    }
                }
                (going_on(context, &page.stage, expires_at))
                @if matches!(page.stage, OrderStage::Refunding | OrderStage::Over) {
                    p { a href="/orders" { (t.my_orders()) } }
                }
            }
        }
    }
}

fn tickets(context: &PageContext<'_>, page: &PurchasePage, path: &str) -> Markup {
    html! {
        ul .rows .card {
            @for line in &page.lines { (ticket(context, page, line, path)) }
        }
    }
}

fn ticket(
    context: &PageContext<'_>,
    page: &PurchasePage,
    PurchaseLine { order, is_disputed, .. }: &PurchaseLine,
    path: &str,
) -> Markup {
    let t = context.language;
    let can_drop =
        matches!(page.stage, OrderStage::Payable(_)) && order.expires_at.is_some() && page.open > 1;
    html! {
        li .row
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason.map(CancelReason::word)]
        {
            div {
                a .row-link href={ "/tickets/" (order.ticket_id) } { (order.title) }
                (place_line(order.place.as_ref()))
                @if *is_disputed { (seat_disputed(context, false)) }
                @if page.status != "created" || order.status == "cancelled" {
                    p .row-state {
                        (order_badge(context, order))
                        span .actions { a href={ "/orders/" (order.id) } { (t.its_order()) } }
                    }
                }
                @if page.status == "completed" && order.status == "completed" {
                    div .actions {
                        (receipt_link(t, order))
                        (sell_on(context, order))
                    }
                }
                @if can_drop {
                    div .actions {
                        details .ask {
                            summary { (t.drop_this_ticket()) }
                            form method="post" action={ (path) "/drop" } {
                                p { (t.drop_asks()) }
                                input type="hidden" name="ticket" value=(order.ticket_id);
                                button .danger type="submit" { (t.drop_the_ticket()) }
                            }
                        }
                    }
                }
            }
            (price(context, order.price))
        }
    }
}

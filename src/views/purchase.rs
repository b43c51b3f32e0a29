use maud::{Markup, html};

use super::{
    OrderStage, PageContext, PurchaseLine, PurchasePage,
    event_changes::{event_news, was_and_is},
    files::download,
    layout::{Here, waiting},
    order::going_on,
    parts::{
        alert, ask_first, event_facts, of_which_fee, order_badge, place_line, price, price_text,
        seat_disputed,
    },
    paying::payment,
};
use crate::domain::CancelReason;

/// `GET /purchases/{id}`: what was bought together, and what its buyer can do now.
pub fn purchase(context: &PageContext<'_>, page: &PurchasePage) -> Markup {
    let t = context.language;
    let path = format!("/purchases/{}", page.id);
    let expires_at = page.lines.iter().find_map(|line| line.order.expires_at);
    let title = t.tickets(page.lines.len());
    let main = html! {
        article .order
            data-purchase-id=(page.id)
            data-purchase-status=(page.status)
            data-expires-at=[expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
        {
            (alert(page.notice.as_deref()))
            div .pass {
                div .pass-body {
                    p .eyebrow { (t.your_purchase()) }
                    h1 { (title) }
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
                    (stage(context, page, expires_at))
                }
            }
            ul .rows .card {
                @for line in &page.lines { (ticket(context, page, line, &path)) }
            }
            @if let OrderStage::Payable(form) = &page.stage {
                (payment(context, form, &path, &ask_first(
                    t.cancel_this_purchase(),
                    t.cancel_purchase_asks(),
                    &format!("{path}/cancel"),
                    t.cancel_all_tickets(),
                )))
            }
        }
    };
    let again = page.stage.again(&path);
    waiting(context, &title, Here::Elsewhere, again.as_deref(), &main)
}

fn stage(
    context: &PageContext<'_>,
    page: &PurchasePage,
    expires_at: Option<crate::types::Timestamp>,
) -> Markup {
    let t = context.language;
    match &page.stage {
        stage @ (OrderStage::Payable(_) | OrderStage::Settling { .. } | OrderStage::RunOut) => {
            going_on(context, stage, expires_at)
        }
        _ if page.status == "completed" => html! {
            p .big { (t.they_are_yours()) }
            p { a .button href="/orders" { (t.my_orders()) } }
        },
        _ => html! { p { a .button href="/orders" { (t.my_orders()) } } },
    }
}

fn ticket(
    context: &PageContext<'_>,
    page: &PurchasePage,
    PurchaseLine { order, file, is_disputed }: &PurchaseLine,
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
                @if let Some(file) = file {
                    p .actions {
                        (download(context, order.ticket_id, *file, t.download_your_ticket(), false))
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

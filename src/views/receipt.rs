use maud::{Markup, Render, html};

use super::{
    OrderLine, PageContext, ReceiptPage, ReceiptRefund,
    layout::{Here, layout},
    parts::{event_date, fact, moment, place, price_text},
};
use crate::domain::CancelReason;

/// `GET /orders/{id}/receipt`: what was paid for what, on one sheet of paper.
pub fn receipt(context: &PageContext<'_>, page: &ReceiptPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    let main = html! {
        article .receipt .card
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason.map(CancelReason::word)]
        {
            p .eyebrow { (context.site_name) " · " (page.site_url) }
            h1 { (t.receipt()) }
            @if context.sandbox {
                p .notice { (t.made_in_sandbox()) }
            }
            (facts(context, page))
            p { a .button href={ "/orders/" (order.id) } { (t.back_to_order()) } }
        }
    };
    let title = t.receipt_for(&order.title);
    layout(context, &title, Here::Elsewhere, &main)
}

fn facts(context: &PageContext<'_>, page: &ReceiptPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    html! {
        dl .facts {
            (fact(t.fact_order(), order.id))
            (known(t.account(), page.account.as_ref()))
            (fact(t.fact_ticket(), &order.title))
            (known(t.fact_place(), order.place.as_ref()))
            (fact(t.fact_event(), &order.event.name))
            (fact(t.when(), html! { (event_date(context, &order.event)) " " (order.event.zone) }))
            (fact(t.place(), place(&order.event)))
            @if let Some(fee) = order.fee {
                (fact(t.field_price(), price_text(context, order.asked)))
                (fact(t.fact_fee(), price_text(context, fee)))
            }
            (fact(t.fact_paid(), html! { strong { (price_text(context, order.price)) } }))
            (known(t.fact_paid_on(), page.paid_at.map(|at| moment(context, at))))
            (known(t.fact_payment(), page.payment.as_ref()))
            (known(t.fact_reference(), page.reference.as_ref()))
            @if let Some(refund) = &page.refund { (refund_facts(context, order, refund)) }
        }
    }
}

fn refund_facts(context: &PageContext<'_>, order: &OrderLine, refund: &ReceiptRefund) -> Markup {
    let t = context.language;
    html! {
        @if let Some(at) = refund.at {
            (fact(t.fact_refunded(), html! { strong { (price_text(context, order.price)) } }))
            (fact(t.fact_refunded_on(), moment(context, at)))
        } @else {
            (fact(t.fact_refund(), t.refund_asked_for()))
        }
        (known(t.fact_refund(), refund.reference.as_ref()))
        (known(t.fact_reason(), refund.reason.as_ref()))
    }
}

/// A fact, if it is known.
fn known(name: &str, what: Option<impl Render>) -> Markup {
    what.map_or_else(|| html! {}, |what| fact(name, what))
}

use maud::{Markup, html};

use super::{
    OrderLine, PageContext, ReceiptPage, ReceiptRefund,
    layout::{Head, Here, layout},
    parts::{event_date, moment, place, price_text},
};
use crate::domain::CancelReason;

/// `GET /orders/{id}/receipt`: what was paid for what, on one sheet of paper.
#[must_use]
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
    layout(context, &Head::new(&title, Here::Elsewhere), &main)
}

fn facts(context: &PageContext<'_>, page: &ReceiptPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    html! {
        dl .facts {
            (fact(t.fact_order(), &html! { (order.id) }))
            @if let Some(account) = &page.account {
                (fact(t.account(), &html! { (account) }))
            }
            (fact(t.fact_ticket(), &html! { (order.title) }))
            @if let Some(place) = &order.place {
                (fact(t.fact_place(), &html! { (place) }))
            }
            (fact(t.fact_event(), &html! { (order.event.name) }))
            (fact(t.when(), &html! { (event_date(context, &order.event)) " " (order.event.zone) }))
            (fact(t.place(), &html! { (place(&order.event)) }))
            @if let Some(fee) = order.fee {
                (fact(t.field_price(), &html! { (price_text(context, order.asked)) }))
                (fact(t.fact_fee(), &html! { (price_text(context, fee)) }))
            }
            (fact(t.fact_paid(), &html! { strong { (price_text(context, order.price)) } }))
            @if let Some(at) = page.paid_at {
                (fact(t.fact_paid_on(), &moment(context, at)))
            }
            @if let Some(payment) = &page.payment {
                (fact(t.fact_payment(), &html! { (payment) }))
            }
            @if let Some(reference) = &page.reference {
                (fact(t.fact_reference(), &html! { (reference) }))
            }
            @if let Some(refund) = &page.refund {
                (refund_facts(context, order, refund))
            }
        }
    }
}

fn refund_facts(context: &PageContext<'_>, order: &OrderLine, refund: &ReceiptRefund) -> Markup {
    let t = context.language;
    html! {
        @if let Some(at) = refund.at {
            (fact(t.fact_refunded(), &html! { strong { (price_text(context, order.price)) } }))
            (fact(t.fact_refunded_on(), &moment(context, at)))
        } @else {
            (fact(t.fact_refund(), &html! { (t.refund_asked_for()) }))
        }
        @if let Some(reference) = &refund.reference {
            (fact(t.fact_refund(), &html! { (reference) }))
        }
        @if let Some(reason) = &refund.reason {
            (fact(t.fact_reason(), &html! { (reason) }))
        }
    }
}

fn fact(name: &str, what: &Markup) -> Markup {
    html! {
        div {
            dt { (name) }
            dd { (what) }
        }
    }
}

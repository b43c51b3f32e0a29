use maud::{Markup, html};

use super::{
    OrderLine, ReceiptPage, ReceiptRefund, Shell,
    layout::{Head, Here, layout},
    parts::{event_date, moment, place, price_text},
};

/// `GET /orders/{id}/receipt`: what was paid for what, on one sheet of paper.
#[must_use]
pub fn receipt(shell: &Shell<'_>, page: &ReceiptPage) -> Markup {
    let order = &page.order;
    let main = html! {
        article .receipt .card
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason]
        {
            p .eyebrow { (shell.site_name) " · " (page.site_url) }
            h1 { "Receipt" }
            @if shell.sandbox {
                p .notice { "Made in the sandbox: a test, for which no real money moved." }
            }
            (facts(shell, page))
            p { a .button href={ "/orders/" (order.id) } { "Back to the order" } }
        }
    };
    let title = format!("Receipt for {}", order.title);
    layout(shell, &Head::new(&title, Here::Elsewhere), &main)
}

fn facts(shell: &Shell<'_>, page: &ReceiptPage) -> Markup {
    let order = &page.order;
    html! {
        dl .facts {
            (fact("Order", &html! { (order.id) }))
            @if let Some(account) = &page.account {
                (fact("Account", &html! { (account) }))
            }
            (fact("Ticket", &html! { (order.title) }))
            @if let Some(place) = &order.place {
                (fact("Place", &html! { (place) }))
            }
            (fact("Event", &html! { (order.event.name) }))
            (fact("When", &html! { (event_date(shell, &order.event)) " " (order.event.zone) }))
            (fact("Where", &html! { (place(&order.event)) }))
            @if let Some(fee) = order.fee {
                (fact("Price", &html! { (price_text(shell, order.asked)) }))
                (fact("Fee", &html! { (price_text(shell, fee)) }))
            }
            (fact("Paid", &html! { strong { (price_text(shell, order.price)) } }))
            @if let Some(at) = page.paid_at {
                (fact("Paid on", &moment(shell, at)))
            }
            @if let Some(payment) = &page.payment {
                (fact("Payment", &html! { (payment) }))
            }
            @if let Some(reference) = &page.reference {
                (fact("Reference", &html! { (reference) }))
            }
            @if let Some(refund) = &page.refund {
                (refund_facts(shell, order, refund))
            }
        }
    }
}

fn refund_facts(shell: &Shell<'_>, order: &OrderLine, refund: &ReceiptRefund) -> Markup {
    html! {
        @if let Some(at) = refund.at {
            (fact("Refunded", &html! { strong { (price_text(shell, order.price)) } }))
            (fact("Refunded on", &moment(shell, at)))
        } @else {
            (fact("Refund", &html! { "Asked for; the money is on its way back." }))
        }
        @if let Some(reference) = &refund.reference {
            (fact("Refund", &html! { (reference) }))
        }
        @if let Some(reason) = &refund.reason {
            (fact("Reason", &html! { (reason) }))
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

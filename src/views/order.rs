use maud::{Markup, Render, html};

use super::{
    BankSays, OrderLine, OrderPage, OrderReader, OrderStage, OrdersPage, PageContext, ReceiptPage,
    ReceiptRefund, RefundForm, SettlingStep,
    account::calendar,
    conversation::conversation_link,
    event_changes::{event_news, event_state, was_and_is},
    files::{download, how_it_comes, still_to_come},
    layout::{Here, layout, waiting},
    line::places,
    parts::{
        Field, alert, ask_first, empty, event_date, event_facts, event_times, fact, lines, moment,
        of_which_fee, order_badge, place, place_line, price, price_text, row_deadline,
        seat_disputed, turning, watched_deadline,
    },
    paying::{payment, summary},
};
use crate::{
    domain::{CancelReason, rules::handover::Arrival},
    types::{Language, Timestamp},
};

/// `GET /orders`: what the viewer has bought, or tried to.
pub fn orders(context: &PageContext<'_>, page: &OrdersPage) -> Markup {
    let t = context.language;
    let main = html! {
        h1 { (t.my_orders()) }
        @if page.orders.is_empty() {
            (empty(t.no_orders_title(), t.no_orders(), Some(("/", t.see_tickets_for_sale()))))
        } @else {
            p .lead { (t.orders_newest_first()) }
            ul .rows .card { @for order in &page.orders { (order_row(context, order)) } }
            (turning(context, "/orders", &page.turning))
            @if page.turning.is_first() {
                h2 { (t.calendar_title()) }
                (calendar(t, &page.calendar))
            }
        }
        (places(context, &page.line))
    };
    layout(context, t.my_orders(), Here::Orders, &main)
}

fn order_row(context: &PageContext<'_>, order: &OrderLine) -> Markup {
    let t = context.language;
    html! {
        li .row
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason.map(CancelReason::word)]
            data-expires-at=[order.expires_at.map(|at| at.rfc3339())]
        {
            div {
                a .row-link href={ "/orders/" (order.id) } { (order.title) }
                (place_line(order.place.as_ref()))
                p .muted {
                    (order.event.name) " · " (event_date(context, &order.event)) " "
                    (event_state(context, &order.event))
                }
                p .row-state {
                    (order_badge(context, order))
                    @if let Some(at) = order.expires_at {
                        (row_deadline(context, at))
                    } @else if let Some(why) = order.reason.and_then(|reason| reasons(t, reason).0) {
                        span { (why) }
                    }
                }
            }
            (price(context, order.price))
        }
    }
}

/// `GET /orders/{id}`: the order, and what its buyer can do now.
pub fn order(context: &PageContext<'_>, page: &OrderPage) -> Markup {
    let order = &page.order;
    let path = format!("/orders/{}", order.id);
    let main = html! {
        article .order .paying[page.stage.is_payable()]
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason.map(CancelReason::word)]
            data-expires-at=[order.expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
        {
            @if let OrderStage::Payable(form) = &page.stage {
                (summary(context, &order.title, &order.event, form))
                (alert(page.notice.as_deref()))
                (payment(context, form, &path, &cancel(context, &path), &pass(context, page)))
            } @else {
                (alert(page.notice.as_deref()))
                @if page.is_bought() {
                    section .bought .card {
                        p .big { (context.language.it_is_yours()) }
                        (the_ticket(context, page))
                        div .actions {
                            (calendar_link(context.language, &path))
                            (conversation_link(context.language, &path, page.conversation))
                            (receipt_link(context.language, order))
                            (sell_on(context, order))
                        }
                        (received(context, page, &path))
                    }
                }
                (pass(context, page))
            }
            @if let Some(until) = page.give_back_until {
                (give_back(context, order, until, &path))
            }
            @if let Some(form) = &page.refund {
                (refund(context, order, form, &path))
            }
        }
    };
    let again = page.stage.again(&path);
    waiting(context, &order.title, Here::Elsewhere, again.as_deref(), &main)
}

/// What was ordered, and where that stands. While it is to be paid, the line above has the heading.
fn pass(context: &PageContext<'_>, page: &OrderPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    let title = html! { a href={ "/tickets/" (order.ticket_id) } { (order.title) } };
    html! {
        div .pass {
            div .pass-body {
                p .eyebrow { (whose(t, page.reader)) }
                @if page.stage.is_payable() { h2 { (title) } } @else { h1 { (title) } }
                (place_line(order.place.as_ref()))
                p { a href=(order.event.path()) { (order.event.name) } }
                (event_facts(context, &order.event))
                (event_news(context, &order.event, page.event_reason.as_ref()))
                @if let Some(was) = &order.was {
                    (was_and_is(
                        context,
                        t.event_was_when_bought(),
                        (was, page.event_reason.as_ref()),
                        &order.event,
                    ))
                }
                @if page.is_disputed { (seat_disputed(context, false)) }
                @if let Some(says) = page.bank { (bank_says(t, says, page.reader)) }
                @if let Some((first, count)) = page.together {
                    p { a href={ "/purchases/" (first) } { (t.bought_together(count)) } }
                }
                @if order.expires_at.is_some() { (how_it_comes(context, page.file, page.comes)) }
            }
            div .pass-stub {
                (price_of(context, page))
                (stage(context, page))
            }
        }
    }
}

/// What the buyer's bank says of the payment.
fn bank_says(t: Language, says: BankSays, reader: OrderReader) -> Markup {
    let (word, text) = match (says, reader) {
        (BankSays::Disputed, OrderReader::Buyer) => ("disputed", t.your_order_disputed()),
        (BankSays::Disputed, _) => ("disputed", t.order_disputed()),
        (BankSays::Lost, OrderReader::Buyer) => ("lost", t.your_order_lost_to_dispute()),
        (BankSays::Lost, _) => ("lost", t.order_lost_to_dispute()),
    };
    html! { p .notice data-bank=(word) { (text) } }
}

/// The ticket itself, for its buyer: its file, or how it comes without one.
fn the_ticket(context: &PageContext<'_>, page: &OrderPage) -> Markup {
    let (t, ticket) = (context.language, page.order.ticket_id);
    html! {
        @match page.file.filter(|_| page.has_file) {
            Some(file) => p { (download(context, ticket, file, t.download_your_ticket(), true)) },
            None => p { (still_to_come(context, page.comes)) },
        }
    }
}

/// That it has come, or the button to say so.
fn received(context: &PageContext<'_>, page: &OrderPage, path: &str) -> Markup {
    let t = context.language;
    html! {
        @match page.arrival {
            Some(arrival) => (came(arrival, t.event_over_so_it_came(), |at| {
                t.ticket_received_on(&t.exact_moment(at, context.zone))
            })),
            None => form method="post" action={ (path) "/received" } {
                button type="submit" { (t.ticket_received()) }
            },
        }
        p { a href={ (path) "/messages#problems" } { (t.problem_title()) } }
    }
}

/// That it has come, in these words if that is assumed.
fn came(arrival: Arrival, assumed: &str, confirmed: impl Fn(Timestamp) -> String) -> Markup {
    html! {
        @match arrival {
            Arrival::Confirmed(at) => p .hint data-received="confirmed" { (confirmed(at)) },
            Arrival::Assumed => p .hint data-received="assumed" { (assumed) },
        }
    }
}

pub(super) fn calendar_link(t: Language, path: &str) -> Markup {
    html! { a .button href={ (path) "/calendar.ics" } download { (t.calendar_add()) } }
}

/// What was bought can be sold, until it starts.
pub(super) fn sell_on(context: &PageContext<'_>, order: &OrderLine) -> Markup {
    html! {
        @if context.now < order.event.starts_at {
            a .button href={ "/sell?order=" (order.id) } { (context.language.sell_it_on()) }
        }
    }
}

fn cancel(context: &PageContext<'_>, path: &str) -> Markup {
    let (t, action) = (context.language, format!("{path}/cancel"));
    ask_first(t.cancel_this_order(), t.cancel_asks(), &action, t.cancel_the_order())
}

/// What the buyer pays, and what of it is the fee; for the seller what they get, and that.
fn price_of(context: &PageContext<'_>, page: &OrderPage) -> Markup {
    let order = &page.order;
    let is_seller = page.reader == OrderReader::Seller;
    let shown = if is_seller { order.asked } else { order.price };
    let paid = paid_by_buyer(context, order);
    html! {
        p .pass-price { (price(context, shown)) (order_badge(context, order)) }
        @if order.fee.is_some() {
            p .hint {
                @if is_seller { (context.language.buyer_pays(&paid)) } @else { (paid) "." }
            }
        }
    }
}

fn stage(context: &PageContext<'_>, page: &OrderPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    match page.stage {
        OrderStage::Payable(_) | OrderStage::Settling { .. } | OrderStage::RunOut => {
            going_on(context, &page.stage, order.expires_at)
        }
        OrderStage::Refunding => html! {
            p .wait { (t.refunding()) }
            (refund_reason(t, page))
        },
        OrderStage::Over if page.reader != OrderReader::Buyer => html! {
            p {
                @if order.status == "completed" {
                    (t.sold_and_paid(&paid_by_buyer(context, order)))
                } @else {
                    (t.buyer_gets_back(&paid_by_buyer(context, order)))
                }
            }
            (refund_reason(t, page))
            @if let Some(arrival) = page.arrival {
                (came(arrival, t.event_over_so_buyer_has_it(), |at| {
                    t.buyer_has_it(&t.exact_moment(at, context.zone))
                }))
            }
            div .actions {
                (conversation_link(t, &format!("/orders/{}", order.id), page.conversation))
                (receipt_link(t, order))
                a .button href={ "/tickets/" (order.ticket_id) } { (t.the_ticket()) }
            }
        },
        OrderStage::Over if order.status == "completed" => html! {
            p { (t.you_paid(&paid_by_buyer(context, order), &order.event.venue)) }
            p { a href="/orders" { (t.my_orders()) } }
        },
        OrderStage::Over => html! {
            p { (order.reason.map_or(t.over(), |reason| reasons(t, reason).1)) }
            (refund_reason(t, page))
            @if order.reason == Some(CancelReason::Refunded) {
                p { (receipt_link(t, order)) }
                p { (conversation_link(t, &format!("/orders/{}", order.id), page.conversation)) }
            }
            p { a .button href={ "/tickets/" (order.ticket_id) } { (t.back_to_ticket()) } }
        },
    }
}

/// What goes on while the buyer has not paid, or the payment is being settled.
pub(super) fn going_on(
    context: &PageContext<'_>,
    stage: &OrderStage,
    expires_at: Option<Timestamp>,
) -> Markup {
    let t = context.language;
    let held = || watched_deadline(context, t.held_for_you_until(), expires_at);
    match stage {
        OrderStage::Payable(_) => held(),
        OrderStage::Settling { step, provider_answers } => html! {
            p .wait { (settling(context, *step, *provider_answers)) " " (t.looks_again()) }
            @if *step != SettlingStep::Taking { (held()) }
        },
        OrderStage::RunOut => html! { p .wait { (t.run_out()) } },
        OrderStage::Refunding | OrderStage::Over => html! {},
    }
}

/// All that the buyer paid, and what of it was the fee.
fn paid_by_buyer(context: &PageContext<'_>, order: &OrderLine) -> String {
    price_text(context, order.price) + &of_which_fee(context, order.fee)
}

pub(super) fn receipt_link(t: Language, order: &OrderLine) -> Markup {
    html! { a .button href={ "/orders/" (order.id) "/receipt" } { (t.receipt_to_print()) } }
}

/// What a buyer who waits must know: what goes on, and that their money is safe.
fn settling(context: &PageContext<'_>, step: SettlingStep, provider_answers: bool) -> String {
    let t = context.language;
    let provider = if context.sandbox { t.payment_service() } else { "Stripe" };
    match (step, provider_answers) {
        (SettlingStep::SettingUp, true) => t.setting_up().into(),
        (SettlingStep::SettingUp, false) => t.setting_up_unanswered(provider),
        (SettlingStep::Asking, true) => t.asking().into(),
        (SettlingStep::Taking, true) => t.taking().into(),
        (SettlingStep::Asking | SettlingStep::Taking, false) => t.unanswered(provider),
    }
}

fn whose(t: Language, reader: OrderReader) -> &'static str {
    match reader {
        OrderReader::Buyer => t.your_order(),
        OrderReader::Seller => t.your_sale(),
        OrderReader::Admin => t.an_order(),
    }
}

fn refund_reason(t: Language, page: &OrderPage) -> Markup {
    html! {
        @if let Some(reason) = &page.refund_reason {
            p { (t.reason_given()) q { (reason) } }
        }
    }
}

/// What was bought for an event that was postponed since goes back by one press, which asks first.
fn give_back(context: &PageContext<'_>, order: &OrderLine, until: Timestamp, path: &str) -> Markup {
    let (t, price) = (context.language, price_text(context, order.price));
    let asks = t.give_back_asks(&price, &t.day(until, &order.event.zone));
    ask_first(t.give_back(), &asks, &format!("{path}/give-back"), &t.give_back_button(&price))
}

/// The refund asks first: the form is folded away, and open only when something is wrong with it.
fn refund(context: &PageContext<'_>, order: &OrderLine, form: &RefundForm, path: &str) -> Markup {
    let t = context.language;
    let reason = Field {
        label: t.refund_why(),
        maxlength: Some(200),
        required: true,
        ..Field::new(t, "reason", &form.reason)
    };
    html! {
        details .ask open[!form.errors.is_empty()] {
            summary { (t.refund_this_order()) }
            form .stack method="post" action={ (path) "/refund" } {
                p { (t.refund_asks(&paid_by_buyer(context, order))) }
                (reason.render(&form.errors))
                label .check {
                    input type="checkbox" name="relist" value="yes" checked[form.relist];
                    " " (t.refund_relists())
                }
                button .danger type="submit" { (t.refund(&price_text(context, order.price))) }
            }
        }
    }
}

/// Why an order was cancelled, in short and in a sentence.
fn reasons(t: Language, reason: CancelReason) -> (Option<&'static str>, &'static str) {
    match reason {
        CancelReason::Buyer => (Some(t.cancelled_by_you()), t.over_by_you()),
        CancelReason::Expired => (Some(t.cancelled_time_ran_out()), t.over_time_ran_out()),
        CancelReason::PaymentFailed => {
            (Some(t.cancelled_payment_failed()), t.over_payment_failed())
        }
        // Its badge says so.
        CancelReason::Refunded => (None, t.over_refunded()),
        CancelReason::Admin => (Some(t.cancelled_by_site()), t.over_by_site()),
    }
}

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
            (receipt_facts(context, page))
            (event_news(context, &order.event, None))
            @if let Some(was) = &order.was {
                (was_and_is(context, t.event_was_when_bought(), (was, None), &order.event))
            }
            p { a .button href={ "/orders/" (order.id) } { (t.back_to_order()) } }
        }
    };
    let title = t.receipt_for(&order.title);
    layout(context, &title, Here::Elsewhere, &main)
}

fn receipt_facts(context: &PageContext<'_>, page: &ReceiptPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    html! {
        dl .facts {
            @if !page.operator.is_empty() { (fact(t.invoice_issuer(), lines(&page.operator))) }
            (known(t.invoice_tax_id(), page.tax_id.as_ref()))
            (fact(t.fact_receipt_number(), order.id))
            (known(t.account(), page.account.as_ref()))
            (fact(t.fact_ticket(), &order.title))
            (known(t.fact_place(), order.place.as_ref()))
            (fact(t.fact_event(), &order.event.name))
            (fact(
                t.when(),
                event_times(
                    context,
                    order.event.starts_at,
                    order.event.ends_at,
                    &order.event.zone,
                ),
            ))
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

use maud::{Markup, html};

use super::{
    FieldErrors, OrderLine, OrderPage, OrderReader, OrderStage, OrdersPage, PayBy, PayForm,
    RefundForm, SettlingStep, Shell, StripeForm,
    files::{download, how_it_comes},
    layout::{Head, Here, layout},
    listing_fields::place_line,
    parts::{
        AskFirst, Field, alert, count, countdown, deadline, error_summary, event_date, event_facts,
        of_which_fee, order_badge, paging, price, price_text, watched_deadline,
    },
    stripe_script_path,
    wishes::waited_for,
};

/// The sandbox's cards and what each does, as the contract has them.
const SANDBOX_CARDS: [(&str, &str); 4] = [
    ("4242 4242 4242 4242", "succeeds"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 9995", "has insufficient funds"),
    ("4000 0000 0000 0119", "gives a processing error"),
];

/// `GET /orders`: what the viewer has bought, or tried to.
#[must_use]
pub fn orders(shell: &Shell<'_>, page: &OrdersPage) -> Markup {
    let main = html! {
        h1 { "My orders" }
        @if page.orders.is_empty() {
            div .empty {
                h2 { "You have no orders here" }
                p { "What you buy is kept here, with where it stands." }
                p { a .button .primary href="/" { "See the tickets for sale" } }
            }
        } @else {
            p .lead { (count(page.paging.total, "order", "orders")) ", newest first." }
            ul .rows .card { @for order in &page.orders { (order_row(shell, order)) } }
            (paging(shell, "/orders", page.paging))
        }
        (waited_for(shell, &page.wanted))
    };
    layout(shell, &Head::new("My orders", Here::Orders), &main)
}

fn order_row(shell: &Shell<'_>, order: &OrderLine) -> Markup {
    html! {
        li .row
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason]
            data-expires-at=[order.expires_at.map(|at| at.rfc3339())]
        {
            div {
                a .row-link href={ "/orders/" (order.id) } { (order.title) }
                (place_line(order.place.as_ref()))
                p .muted { (order.event.name) " · " (event_date(shell, &order.event)) }
                p .row-state {
                    (order_badge(shell, order))
                    @if let Some(at) = order.expires_at {
                        span { "until " (deadline(shell, at)) " " (countdown()) }
                    } @else if let Some(reason) = order.reason {
                        span { (reason_in_short(reason)) }
                    }
                }
            }
            (price(shell, order.price))
        }
    }
}

/// `GET /orders/{id}`: the order, and what its buyer can do now.
#[must_use]
pub fn order(shell: &Shell<'_>, page: &OrderPage) -> Markup {
    let order = &page.order;
    let path = format!("/orders/{}", order.id);
    let main = html! {
        article .order
            data-order-id=(order.id)
            data-order-status=(order.status)
            data-order-reason=[order.reason]
            data-expires-at=[order.expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
        {
            (alert(page.notice.as_deref()))
            div .pass {
                div .pass-body {
                    p .eyebrow { (whose(page.reader)) }
                    h1 { a href={ "/tickets/" (order.ticket_id) } { (order.title) } }
                    (place_line(order.place.as_ref()))
                    p { a href={ "/events/" (order.event.id) } { (order.event.name) } }
                    (event_facts(shell, &order.event))
                    @if order.expires_at.is_some() { (how_it_comes(shell, page.file)) }
                }
                div .pass-stub {
                    (price_of(shell, page))
                    (stage(shell, page))
                }
            }
            @if let OrderStage::Payable(form) = &page.stage {
                (payment(shell, order, form, &path))
            }
            @if let Some(form) = &page.refund {
                (refund(shell, order, form, &path))
            }
        }
    };
    let refresh = match page.stage {
        OrderStage::Settling { step: SettlingStep::Asking, .. } => Some(format!("{path}/return")),
        OrderStage::Settling { .. } | OrderStage::Refunding | OrderStage::RunOut => Some(path),
        OrderStage::Payable(_) | OrderStage::Over => None,
    };
    layout(shell, &Head { title: &order.title, here: Here::Elsewhere, refresh }, &main)
}

/// What the buyer pays, and what of it is the fee; for the seller what they get, and that.
fn price_of(shell: &Shell<'_>, page: &OrderPage) -> Markup {
    let order = &page.order;
    let is_seller = page.reader == OrderReader::Seller;
    let shown = if is_seller { order.asked } else { order.price };
    let total = price_text(shell, order.price);
    html! {
        p .pass-price { (price(shell, shown)) (order_badge(shell, order)) }
        @if order.fee.is_some() {
            p .hint {
                @if is_seller { "The buyer pays " }
                (total) (of_which_fee(shell, order.fee)) "."
            }
        }
    }
}

fn stage(shell: &Shell<'_>, page: &OrderPage) -> Markup {
    let order = &page.order;
    match page.stage {
        OrderStage::Payable(_) => html! {
            (watched_deadline(shell, "Held for you until", order.expires_at))
        },
        OrderStage::Settling { step, provider_answers } => html! {
            p .wait { (settling(shell, step, provider_answers)) " This page looks again every 2 seconds." }
            @if step != SettlingStep::Taking {
                (watched_deadline(shell, "Held for you until", order.expires_at))
            }
        },
        OrderStage::RunOut => html! {
            p .wait { "The time to pay has run out. The ticket is being set free; this page looks again every 2 seconds." }
        },
        OrderStage::Refunding => html! {
            p .wait { "The money is going back to the buyer. This page looks again every 2 seconds; there is nothing you need to do." }
            (refund_reason(page))
        },
        OrderStage::Over if page.reader != OrderReader::Buyer => html! {
            p {
                @if order.status == "completed" {
                    "Sold and paid: " (paid_by_buyer(shell, order)) "."
                } @else {
                    "Refunded: the buyer gets back " (paid_by_buyer(shell, order)) "."
                }
            }
            (refund_reason(page))
            p { (receipt_link(order)) }
            p { a .button href={ "/tickets/" (order.ticket_id) } { "The ticket" } }
        },
        OrderStage::Over if order.status == "completed" => html! {
            p .big { "It is yours." }
            @match page.file.filter(|_| page.has_file) {
                Some(file) => p { (download(shell, order.ticket_id, file, "Download your ticket", true)) },
                None => (how_it_comes(shell, None)),
            }
            p {
                "You paid " (paid_by_buyer(shell, order))
                ". This page is your proof of purchase: keep its address, or print it, and have it ready at "
                (order.event.venue) "."
            }
            p { (receipt_link(order)) }
            p { a .button href="/orders" { "My orders" } }
        },
        OrderStage::Over => html! {
            p { (reason_in_words(order.reason)) }
            (refund_reason(page))
            @if order.reason == Some("refunded") { p { (receipt_link(order)) } }
            p { a .button href={ "/tickets/" (order.ticket_id) } { "Back to the ticket" } }
        },
    }
}

/// All that the buyer paid, and what of it was the fee.
fn paid_by_buyer(shell: &Shell<'_>, order: &OrderLine) -> String {
    price_text(shell, order.price) + &of_which_fee(shell, order.fee)
}

fn receipt_link(order: &OrderLine) -> Markup {
    html! { a href={ "/orders/" (order.id) "/receipt" } { "Receipt, to print" } }
}

/// What a buyer who waits must know: what goes on, and that their money is safe.
fn settling(shell: &Shell<'_>, step: SettlingStep, provider_answers: bool) -> String {
    let provider = if shell.sandbox { "The payment service" } else { "Stripe" };
    match (step, provider_answers) {
        (SettlingStep::SettingUp, true) => {
            "Your payment is being set up. You have not been charged; you can pay in a moment."
                .into()
        }
        (SettlingStep::SettingUp, false) => format!(
            "{provider} does not answer just now, so you cannot pay yet. You have not been \
             charged. We keep asking, and the form comes as soon as there is an answer."
        ),
        (SettlingStep::Asking, true) => {
            "We are asking what came of your payment. There is nothing you need to do.".into()
        }
        (SettlingStep::Taking, true) => {
            "Your payment is being settled. There is nothing you need to do.".into()
        }
        (SettlingStep::Asking | SettlingStep::Taking, false) => format!(
            "{provider} does not answer just now, so we do not know yet what came of your payment. \
             We keep asking. You will not be charged twice, and you do not pay for a ticket that \
             you do not get."
        ),
    }
}

fn whose(reader: OrderReader) -> &'static str {
    match reader {
        OrderReader::Buyer => "Your order",
        OrderReader::Seller => "Your sale",
        OrderReader::Admin => "An order",
    }
}

fn refund_reason(page: &OrderPage) -> Markup {
    html! {
        @if let Some(reason) = &page.refund_reason {
            p { "The reason given: " q { (reason) } }
        }
    }
}

/// The refund asks first: the form is folded away, and open only when something is wrong with it.
fn refund(shell: &Shell<'_>, order: &OrderLine, form: &RefundForm, path: &str) -> Markup {
    let reason = Field {
        name: "reason",
        label: "Why, for the buyer to read",
        value: &form.reason,
        maxlength: Some(200),
        required: true,
        ..Field::default()
    };
    html! {
        details .ask open[!form.errors.is_empty()] {
            summary { "Refund this order" }
            form .stack method="post" action={ (path) "/refund" } {
                p {
                    "The buyer gets back all of the " (paid_by_buyer(shell, order))
                    ", and the ticket is not theirs any more. This cannot be undone."
                }
                (reason.render(&form.errors))
                label .check {
                    input type="checkbox" name="relist" value="yes" checked[form.relist];
                    " Put the ticket up for sale again at the same price"
                }
                button .danger type="submit" { "Refund " (price_text(shell, order.price)) }
            }
        }
    }
}

fn reason_in_words(reason: Option<&str>) -> &'static str {
    match reason {
        Some("buyer") => "You cancelled this order. You were not charged.",
        Some("expired") => {
            "The time to pay ran out, so the ticket is no longer held for you. You were not charged."
        }
        Some("payment_failed") => {
            "The payment failed too often, so the ticket is no longer held for you. You were not charged."
        }
        Some("refunded") => "This order was refunded: you get back what you paid.",
        Some("admin") => "The people who run this site cancelled this order. You were not charged.",
        _ => "This order was cancelled.",
    }
}

fn reason_in_short(reason: &str) -> &'static str {
    match reason {
        "buyer" => "by you",
        "expired" => "the time ran out",
        "payment_failed" => "the payment failed",
        "refunded" => "refunded",
        "admin" => "by the site",
        _ => "",
    }
}

fn payment(shell: &Shell<'_>, order: &OrderLine, form: &PayForm, path: &str) -> Markup {
    let cancel = AskFirst {
        summary: "Cancel this order",
        question: "Give the ticket back? Others can buy it at once. You are not charged.",
        action: format!("{path}/cancel"),
        button: "Cancel the order",
    };
    html! {
        section .pay {
            div {
                @match &form.by {
                    PayBy::SandboxCard { card_expiry, errors } => {
                        h2 { "Pay by card" }
                        (error_summary(shell, errors))
                        form .stack method="post" action={ (path) "/pay" } {
                            input type="hidden" name="attempt" value=(form.attempt);
                            (card_fields(card_expiry, errors))
                            button .primary type="submit" { "Pay " (price_text(shell, order.price)) }
                            p .hint { (attempts(form.attempts_left)) }
                        }
                    }
                    PayBy::Stripe(stripe) => (stripe_form(shell, order, form, stripe, path)),
                }
                (cancel.render())
            }
            @match &form.by {
                PayBy::SandboxCard { .. } => (sandbox_help()),
                PayBy::Stripe(stripe) => (stripe_help(stripe)),
            }
        }
    }
}

/// Stripe's own form is put into this one by the script of this page, which shows the button once
/// it is there.
fn stripe_form(
    shell: &Shell<'_>,
    order: &OrderLine,
    form: &PayForm,
    stripe: &StripeForm,
    path: &str,
) -> Markup {
    let host = host(&stripe.js_url);
    let held = html! {
        "You have not been charged, and the ticket stays held for you"
        @if let Some(at) = order.expires_at { " until " (deadline(shell, at)) }
        "."
    };
    html! {
        h2 { "Pay" }
        form .stack method="post" action={ (path) "/pay" }
            data-stripe=(stripe.publishable_key)
            data-js=(stripe.js_url)
            data-amount=(stripe.amount_minor)
            data-currency=(stripe.currency)
            data-return=(stripe.return_path)
        {
            input type="hidden" name="attempt" value=(form.attempt);
            noscript {
                p .notice {
                    "To pay here, your browser must run JavaScript: this site’s and that of "
                    strong { (host) } ", by which you pay. Turn it on and reload this page, "
                    "or cancel the order below. " (held)
                }
            }
            p .muted data-stripe-loading hidden { "Loading Stripe’s form…" }
            p .notice role="alert" data-stripe-missing hidden {
                "Stripe’s form could not be loaded. Check your connection, allow "
                strong { (host) } " in whatever blocks scripts in your browser, and "
                a href=(path) { "reload this page" } ". " (held)
            }
            div data-stripe-form {}
            p .field-error role="alert" data-stripe-error {}
            button .primary type="submit" hidden { "Pay " (price_text(shell, order.price)) }
            p .hint { (attempts(form.attempts_left)) }
        }
        script src=(stripe_script_path()) data-words=(shell.language.stripe_script_words()) defer {}
    }
}

fn stripe_help(stripe: &StripeForm) -> Markup {
    html! {
        aside .help {
            h2 { "How you pay" }
            ul {
                li { "The form is Stripe’s: what you type there goes to Stripe and never touches this site." }
                li { "Your bank may ask you to confirm that it is you (3-D Secure)." }
                li { "Money is taken once, and only if the ticket becomes yours." }
                @if stripe.publishable_key.starts_with("pk_test_") {
                    li { strong { "Stripe’s test mode" } ": test cards only, no real money moves." }
                }
            }
        }
    }
}

/// The host that an address names.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

fn card_fields(card_expiry: &str, errors: &FieldErrors) -> Markup {
    let number = Field {
        name: "card_number",
        label: "Card number",
        inputmode: Some("numeric"),
        autocomplete: Some("cc-number"),
        maxlength: Some(32),
        required: true,
        ..Field::default()
    };
    let expiry = Field {
        name: "card_expiry",
        label: "Expires (MM/YY)",
        value: card_expiry,
        autocomplete: Some("cc-exp"),
        maxlength: Some(9),
        required: true,
        ..Field::default()
    };
    let code = Field {
        name: "card_cvc",
        label: "Code (CVC)",
        inputmode: Some("numeric"),
        autocomplete: Some("cc-csc"),
        maxlength: Some(4),
        required: true,
        ..Field::default()
    };
    html! {
        (number.render(errors))
        div .pair {
            (expiry.render(errors))
            (code.render(errors))
        }
    }
}

fn attempts(left: u32) -> String {
    match left {
        1 => "This is the last try: if this card is declined, the order is cancelled.".into(),
        _ => format!("{left} tries left: a declined card uses one up."),
    }
}

fn sandbox_help() -> Markup {
    html! {
        aside .help {
            h2 { "Sandbox cards" }
            p { "Any future expiry, any code." }
            dl {
                @for (number, outcome) in SANDBOX_CARDS {
                    div {
                        dt { (number) }
                        dd { (outcome) }
                    }
                }
            }
        }
    }
}

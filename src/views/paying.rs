//! The forms to pay an order with: a sandbox card, or Stripe's own.

use maud::{Markup, Render, html};

use super::{
    EventLine, FieldErrors, PageContext, PayBy, PayForm, StripeForm,
    parts::{Field, Said, countdown, deadline, error_summary, fact, price, price_text},
    stripe_script_path,
};
use crate::types::Language;

/// The sandbox's cards and what each does, as the contract has them.
const SANDBOX_CARDS: [(&str, Said); 4] = [
    ("4242 4242 4242 4242", Language::card_succeeds),
    ("4000 0000 0000 0002", Language::card_is_declined),
    ("4000 0000 0000 9995", Language::card_has_no_funds),
    ("4000 0000 0000 0119", Language::card_gives_an_error),
];

/// What is paid for, how much it is and how much time is left: one line that stays in view.
pub(super) fn summary(
    context: &PageContext<'_>,
    what: impl Render,
    event: &EventLine,
    form: &PayForm,
) -> Markup {
    html! {
        div .summary {
            h1 { (what) " · " (event.name) }
            (price(context, form.amount))
            span .time-left {
                span { (context.language.until()) (deadline(context, form.expires_at)) }
                (countdown())
            }
        }
    }
}

/// The form to pay an order, with what helps to pay, the way out, and what is paid for.
pub(super) fn payment(
    context: &PageContext<'_>,
    form: &PayForm,
    path: &str,
    cancel: &Markup,
    pass: &Markup,
) -> Markup {
    let t = context.language;
    html! {
        section .pay {
            div {
                @match &form.by {
                    PayBy::SandboxCard { card_number, card_expiry, errors } => {
                        h2 { (t.pay_by_card()) }
                        form .stack method="post" action={ (path) "/pay" } {
                            (error_summary(context, errors))
                            input type="hidden" name="attempt" value=(form.attempt);
                            (card_fields(t, card_number, card_expiry, errors))
                            (pay_button(context, form, false))
                        }
                    }
                    PayBy::Stripe(stripe) => (stripe_form(context, form, stripe, path)),
                }
                (cancel)
                @match &form.by {
                    PayBy::SandboxCard { .. } => (sandbox_help(t)),
                    PayBy::Stripe(stripe) => (stripe_help(t, stripe)),
                }
            }
            (pass)
        }
    }
}

/// On a phone the button stays in reach, below what is scrolled.
fn pay_button(context: &PageContext<'_>, form: &PayForm, hidden: bool) -> Markup {
    let t = context.language;
    html! {
        div .pay-now {
            button .primary type="submit" hidden[hidden] { (t.pay(&price_text(context, form.amount))) }
        }
        p .hint { (t.tries_left(form.attempts_left)) }
    }
}

/// Stripe's own form is put into this one by the script of this page, which shows the button once
/// it is there.
fn stripe_form(
    context: &PageContext<'_>,
    form: &PayForm,
    stripe: &StripeForm,
    path: &str,
) -> Markup {
    let (t, host) = (context.language, host(&stripe.js_url));
    let held = html! {
        (t.stays_held())
        " " (t.until()) (deadline(context, form.expires_at)) "."
    };
    html! {
        h2 { (t.pay_at_stripe()) }
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
                    (t.needs_javascript()) strong { (host) } (t.turn_javascript_on()) (held)
                }
            }
            p .muted data-stripe-loading hidden { (t.stripe_loads()) }
            p .notice role="alert" data-stripe-missing hidden {
                (t.stripe_is_missing()) strong { (host) } (t.in_what_blocks_scripts())
                a href=(path) { (t.reload_this_page()) } ". " (held)
            }
            div data-stripe-form {}
            p .field-error role="alert" data-stripe-error {}
            (pay_button(context, form, true))
        }
        script src=(stripe_script_path(t)) defer {}
    }
}

fn stripe_help(t: Language, stripe: &StripeForm) -> Markup {
    html! {
        aside .help {
            h2 { (t.how_you_pay()) }
            ul {
                li { (t.form_is_stripes()) }
                li { (t.bank_may_ask()) }
                li { (t.taken_once()) }
                @if stripe.publishable_key.starts_with("pk_test_") {
                    li { strong { (t.stripe_test_mode()) } (t.test_cards_only()) }
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

fn card_fields(t: Language, number: &str, expiry: &str, errors: &FieldErrors) -> Markup {
    let field = |name, value, autocomplete, maxlength, pattern| Field {
        pattern: Some(pattern),
        autocomplete: Some(autocomplete),
        maxlength: Some(maxlength),
        required: true,
        ..Field::new(t, name, value)
    };
    let inputmode = Some("numeric");
    // As `payments::Card` takes them, and no stricter.
    let digits = (r"\s*(\d[\s\-]*){12,19}", t.card_number_wrong());
    let month = (r"\s*(\d{1,4}\s*/\s*\d{1,4}|\d{4})\s*", t.card_expiry_malformed());
    let three = (r"\d{3,4}", t.card_code_wrong());
    let number = Field { inputmode, ..field("card_number", number, "cc-number", 32, digits) };
    let expiry = Field {
        label: t.card_expires(),
        inputmode,
        ..field("card_expiry", expiry, "cc-exp", 9, month)
    };
    let code =
        Field { label: t.card_code(), inputmode, ..field("card_cvc", "", "cc-csc", 4, three) };
    html! {
        (number.render(errors))
        div .pair {
            (expiry.render(errors))
            (code.render(errors))
        }
    }
}

fn sandbox_help(t: Language) -> Markup {
    html! {
        aside .help {
            h2 { (t.sandbox_cards()) }
            p { (t.sandbox_cards_need()) }
            dl {
                @for (number, outcome) in SANDBOX_CARDS { (fact(number, outcome(t))) }
            }
        }
    }
}

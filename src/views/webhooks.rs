use maud::{Markup, html};

use super::{
    PageContext, WebhookDeliveryLine, WebhookEndpointPage, WebhookForm, WebhookWord, WebhooksPage,
    layout::{Here, narrow},
    parts::{
        Field, alert, ask_first, badge, described_by, empty, error_summary, fact, field_error,
        hint, moment,
    },
};

/// `GET /account/webhooks`, and a refused `POST`.
pub fn webhooks(context: &PageContext<'_>, page: &WebhooksPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.webhooks_lead()) }
        @if page.endpoints.is_empty() {
            (empty(t.webhooks_none(), t.webhooks_none_means(), None))
        } @else {
            ul .rows .card {
                @for endpoint in &page.endpoints {
                    li .row data-webhook-id=(endpoint.id) data-webhook-on=(endpoint.is_on) {
                        div {
                            a .row-link href={ "/account/webhooks/" (endpoint.id) } { (endpoint.url) }
                            p .row-state {
                                (on_or_off(context, endpoint.is_on))
                                @if endpoint.is_on && endpoint.is_failing { span { (t.webhook_fails()) } }
                                @if endpoint.waiting > 0 { span { (t.webhook_waiting(endpoint.waiting)) } }
                            }
                        }
                    }
                }
            }
        }
        h2 { (t.webhook_add()) }
        (add(context, &page.form, page.may_have_everything))
        p { a href="/account" { (t.back_to_the_account()) } }
    };
    narrow(context, t.webhooks_title(), Here::Account, &main)
}

fn add(context: &PageContext<'_>, form: &WebhookForm, may_have_everything: bool) -> Markup {
    let t = context.language;
    let url = Field {
        kind: "url",
        hint: t.webhook_url_hint(),
        autocomplete: Some("off"),
        maxlength: Some(500),
        required: true,
        ..Field::new(t, "url", &form.url)
    };
    let error = form.errors.get("types").map(String::as_str);
    html! {
        form .stack method="post" action="/account/webhooks" {
            (alert(form.refusal.as_deref()))
            (error_summary(context, &form.errors))
            (url.render(&form.errors))
            fieldset #types aria-describedby=[described_by("types", t.webhook_types_hint(), error)] {
                legend { (t.webhook_types()) }
                (hint("types", t.webhook_types_hint()))
                @for choice in &form.types {
                    p {
                        label .check {
                            input type="checkbox" name=(choice.name) checked[choice.is_chosen];
                            " " code { (choice.shown) }
                        }
                    }
                }
                (field_error("types", error))
            }
            @if may_have_everything {
                p {
                    label .check {
                        input type="checkbox" name="everything" checked[form.is_of_everything];
                        " " (t.webhook_everything())
                    }
                }
            }
            button .primary type="submit" { (t.webhook_add()) }
        }
    }
}

/// `GET /account/webhooks/{id}`, and what was not done there.
pub fn webhook_endpoint(context: &PageContext<'_>, page: &WebhookEndpointPage) -> Markup {
    let t = context.language;
    let path = format!("/account/webhooks/{}", page.id);
    let is_on = page.off.is_none();
    let main = html! {
        (alert(page.refusal.as_deref()))
        (secret(context, page))
        dl .facts data-webhook-id=(page.id) data-webhook-on=(is_on) {
            (fact(t.webhook_url(), html! { code { (page.url) } }))
            (fact(t.webhook_types(), html! {
                @for kind in &page.types { code { (kind) } " " }
                @if page.is_of_everything { (t.webhook_of_everything()) }
            }))
            (fact(t.webhook_state(), html! {
                (on_or_off(context, is_on)) " "
                @if let Some((why, at)) = page.off { (t.webhook_off_why(why)) " " (moment(context, at)) }
                @if let Some(since) = page.failing_since { (t.webhook_fails_since()) (moment(context, since)) }
            }))
            (fact(t.webhook_waits(), page.waiting))
        }
        div .actions {
            @if is_on {
                (button(&format!("{path}/test"), t.webhook_test()))
                (button(&format!("{path}/off"), t.webhook_turn_off()))
            } @else {
                (button(&format!("{path}/on"), t.webhook_turn_on()))
            }
        }
        h2 { (t.webhook_log()) }
        p .muted { (t.webhook_log_hint()) }
        @if page.deliveries.is_empty() {
            p { (t.webhook_nothing_sent()) }
        } @else {
            ul .rows .card { @for line in &page.deliveries { (delivery(context, line, is_on)) } }
            @if let Some(older) = &page.older {
                p { a .button href={ (path) "?before=" (older) } { (t.webhook_older()) } }
            }
            @if !page.is_first { p { a href=(path) { (t.webhook_latest()) } } }
            @if is_on {
                (ask_first(
                    t.webhook_send_failed(),
                    t.webhook_send_failed_ask(),
                    &format!("{path}/again"),
                    t.webhook_send_failed(),
                ))
            }
        }
        h2 { (t.webhook_secret()) }
        p { (t.webhook_secret_since()) (moment(context, page.secret_since)) }
        @if let Some(until) = page.old_secret_until {
            p { (t.webhook_old_secret_until()) (moment(context, until)) }
            (button(&format!("{path}/secret/end"), t.webhook_end_old_secret()))
        }
        (ask_first(
            t.webhook_new_secret(),
            t.webhook_new_secret_ask(),
            &format!("{path}/secret"),
            t.webhook_new_secret(),
        ))
        h2 { (t.webhook_delete()) }
        (ask_first(
            t.webhook_delete(),
            t.webhook_delete_ask(),
            &format!("{path}/delete"),
            t.webhook_delete(),
        ))
        p { a href="/account/webhooks" { (t.webhooks_all()) } }
    };
    narrow(context, t.webhook_title(), Here::Account, &main)
}

/// The secret, as long as it is shown.
fn secret(context: &PageContext<'_>, page: &WebhookEndpointPage) -> Markup {
    let t = context.language;
    html! {
        @if let Some((secret, until)) = &page.secret {
            div .notice role="status" {
                p { (t.webhook_secret_is()) }
                p { code data-webhook-secret { (secret) } }
                p .muted { (t.webhook_secret_shown_until()) (moment(context, *until)) }
            }
        }
    }
}

fn delivery(context: &PageContext<'_>, line: &WebhookDeliveryLine, is_on: bool) -> Markup {
    let t = context.language;
    let (status, word) = match line.word {
        WebhookWord::Waiting => ("created", t.webhook_waits()),
        WebhookWord::Delivered => ("completed", t.webhook_delivered()),
        WebhookWord::GivenUp => ("cancelled", t.webhook_given_up()),
    };
    html! {
        li .row data-delivery-id=(line.id) data-delivery-status=(line.word.word()) {
            div {
                @match &line.what {
                    Some((kind, event)) => { code { (kind) } " " span .muted { (event) } }
                    None => strong { (t.webhook_is_test()) }
                }
                p .muted { (moment(context, line.queued_at)) }
                p .row-state {
                    (badge(status, word))
                    span {
                        @if line.word == WebhookWord::Waiting { (t.webhook_not_before()) }
                        (moment(context, line.at))
                    }
                }
                @if !line.tries.is_empty() {
                    details {
                        summary { (t.webhook_tries(line.tries.len())) }
                        ul .links {
                            @for (at, outcome) in &line.tries {
                                li { (t.webhook_outcome(*outcome)) p .muted { (moment(context, *at)) } }
                            }
                        }
                    }
                }
                @if is_on && line.word != WebhookWord::Waiting {
                    (button(
                        &format!("/account/webhooks/deliveries/{}/again", line.id),
                        t.webhook_send_again(),
                    ))
                }
            }
        }
    }
}

fn on_or_off(context: &PageContext<'_>, is_on: bool) -> Markup {
    let t = context.language;
    match is_on {
        true => badge("completed", t.webhook_on()),
        false => badge("cancelled", t.webhook_off()),
    }
}

fn button(action: &str, name: &str) -> Markup {
    html! { form method="post" action=(action) { button type="submit" { (name) } } }
}

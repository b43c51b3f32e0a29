//! What the buyer and the seller of an order have to say to each other.

use maud::{Markup, html};

use super::{
    ClaimForm, ClaimView, ConversationLink, ConversationPage, FieldErrors, MessageLine,
    PageContext,
    files::file_field,
    layout::{Here, layout},
    parts::{
        alert, ask_first, described_by, empty, error_summary, event_date, field_error, hint,
        is_first_wrong, moment, place,
    },
    site_page::questions,
};
use crate::{
    domain::{ClaimReason, Side},
    types::{Language, MessageText},
};

/// `GET /orders/{id}/messages`: what was said, and the form to say more.
pub fn conversation(context: &PageContext<'_>, page: &ConversationPage) -> Markup {
    let (t, order) = (context.language, &page.order);
    let path = format!("/orders/{}", order.id);
    let main = html! {
        div .narrow .stack data-order-id=(order.id) data-side=(page.side.word()) {
            p .eyebrow { a href=(path) { (order.title) } }
            h1 { (heading(t, page.side)) }
            p .muted {
                (order.event.name) " · " (event_date(context, &order.event)) " · "
                (place(&order.event))
            }
            (alert(page.notice.as_deref()))
            @if page.notice.is_some() { (questions(context)) }
            @if let Some(claim) = &page.claim { (problem(context, page, claim, &path)) }
            @if page.messages.is_empty() {
                (empty(t.messages_none_title(), t.messages_none(), None))
            } @else {
                ul .stack {
                    @for (n, message) in page.messages.iter().enumerate() {
                        (line(context, page, message, n + 1 == page.messages.len()))
                    }
                }
            }
            (write(context, page, &path))
            @if let Some(form) = &page.claimable { (report(context, page, form, &path)) }
            @if page.claim.is_none() { (admins(context, page, &path)) }
        }
    };
    layout(context, heading(t, page.side), Here::Elsewhere, &main)
}

fn heading(t: Language, side: Side) -> &'static str {
    match side {
        Side::Buyer => t.messages_with_seller(),
        Side::Seller => t.messages_with_buyer(),
        Side::Admin => t.messages_of_both(),
    }
}

fn line(
    context: &PageContext<'_>,
    page: &ConversationPage,
    message: &MessageLine,
    is_last: bool,
) -> Markup {
    let t = context.language;
    let who = match (message.is_own, message.by) {
        (true, _) => t.message_by_you(),
        (false, Side::Buyer) => t.message_by_buyer(),
        (false, Side::Seller) => t.message_by_seller(),
        (false, Side::Admin) => t.message_by_admins(),
    };
    html! {
        li .card .own[message.is_own] id=[is_last.then_some("last")]
            data-message=(message.number) data-by=(message.by.word())
        {
            p .row-state {
                strong { (who) } " · " (moment(context, message.at))
                @if message.is_new { " · " strong { (t.message_is_new()) } }
            }
            @if let Some(text) = &message.text { p .notes dir=[text.dir()] { (**text) } }
            @if let Some(file) = message.file {
                p {
                    a .button href={ "/orders/" (page.order.id) "/messages/" (message.number) "/file" }
                        download
                    { (t.message_file()) " (" (file.kind) ", " (t.file_size(file.bytes)) ")" }
                }
            }
        }
    }
}

fn write(context: &PageContext<'_>, page: &ConversationPage, path: &str) -> Markup {
    let t = context.language;
    let (name, error) = ("text", page.errors.get("text").map(String::as_str));
    html! {
        form .stack method="post" action={ (path) "/messages" } enctype="multipart/form-data" {
            (error_summary(context, &only(page, &["text", "file"])))
            div .field {
                label for=(name) { (t.field_message()) }
                (hint(name, t.message_hint()))
                textarea #(name) name=(name) rows="5" dir="auto" maxlength=(MessageText::MAX)
                    autofocus[is_first_wrong(&page.errors, name)]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(name, t.message_hint(), error)]
                { "\n" (page.text) }
                (field_error(name, error))
            }
            (file_field(t.message_file_optional(), t.file_advice(), &page.errors))
            div .actions { button .primary type="submit" { (t.message_send()) } }
        }
    }
}

/// What the buyer has against what they got, and what each can do about it.
fn problem(
    context: &PageContext<'_>,
    page: &ConversationPage,
    claim: &ClaimView,
    path: &str,
) -> Markup {
    let t = context.language;
    let (is_open, is_buyer) = (claim.status == "open", page.side == Side::Buyer);
    html! {
        section .notice .stack data-claim=(claim.status) {
            h2 { (if is_buyer { t.problem_of_yours() } else { t.problem_of_buyer() }) }
            p { strong { (t.claim_reason(claim.reason)) } " · " (moment(context, claim.opened_at)) }
            p .notes dir=[claim.text.dir()] { (*claim.text) }
            @if let Some((answer, at)) = &claim.answer {
                p { strong { (t.problem_answered_by_seller()) } " · " (moment(context, *at)) }
                p .notes dir=[answer.dir()] { (**answer) }
            }
            p { (outcome(t, claim)) }
            @if let Some(why) = &claim.why { p { (t.reason_given()) q { (why) } } }
            @if is_open && page.side == Side::Seller && claim.answer.is_none() {
                form .stack method="post" action={ (path) "/problem/answer" } {
                    (problem_text(context, page, t.problem_answer(), t.problem_answer_hint()))
                    div .actions { button type="submit" { (t.problem_answer_send()) } }
                }
            }
            @if is_open && is_buyer {
                (ask_first(
                    t.problem_withdraw(),
                    t.problem_withdraw_question(),
                    &format!("{path}/problem/withdraw"),
                    t.problem_withdraw_button(),
                ))
            }
        }
    }
}

fn outcome(t: Language, claim: &ClaimView) -> Markup {
    html! {
        @match claim.status {
            "open" => (t.problem_waits()),
            "upheld" => {
                strong { (t.problem_upheld()) }
                @if let Some(who) = claim.borne_by { " " (t.borne_by(who)) }
            }
            "rejected" => strong { (t.problem_rejected()) },
            "withdrawn" => (t.problem_withdrawn()),
            _ => (t.problem_made_good()),
        }
    }
}

/// The form by which the buyer says that something is wrong, folded away.
fn report(
    context: &PageContext<'_>,
    page: &ConversationPage,
    form: &ClaimForm,
    path: &str,
) -> Markup {
    let t = context.language;
    let until = form.until.map(|until| t.exact_moment(until, context.zone));
    let error = page.errors.get("reason").map(String::as_str);
    let is_wrong = error.is_some() || page.errors.contains_key("problem");
    html! {
        details .ask #problems open[is_wrong] {
            summary { (t.problem_title()) }
            form .stack method="post" action={ (path) "/problem" } {
                p { (t.problem_what_for(until.as_deref().unwrap_or(t.problem_no_date()))) }
                div .field {
                    label for="reason" { (t.problem_reason()) }
                    select #reason name="reason"
                        autofocus[is_first_wrong(&page.errors, "reason")]
                        aria-invalid=[error.map(|_| "true")]
                        aria-describedby=[described_by("reason", "", error)]
                    {
                        @for reason in ClaimReason::ALL {
                            option value=(reason.word()) selected[reason.word() == form.reason] {
                                (t.claim_reason(reason))
                            }
                        }
                    }
                    (field_error("reason", error))
                }
                (problem_text(context, page, t.field_problem(), t.problem_hint()))
                div .actions { button .danger type="submit" { (t.problem_report()) } }
            }
        }
    }
}

/// The words of the one or the other.
fn problem_text(
    context: &PageContext<'_>,
    page: &ConversationPage,
    label: &str,
    advice: &str,
) -> Markup {
    let error = page.errors.get("problem").map(String::as_str);
    html! {
        (error_summary(context, &only(page, &["reason", "problem"])))
        div .field {
            label for="problem" { (label) }
            (hint("problem", advice))
            textarea #problem name="text" rows="4" dir="auto" maxlength=(MessageText::MAX) required
                autofocus[is_first_wrong(&page.errors, "problem")]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("problem", advice, error)]
            { "\n" (page.problem) }
            (field_error("problem", error))
        }
    }
}

/// What is wrong with one of the page's forms.
fn only(page: &ConversationPage, fields: &[&str]) -> FieldErrors {
    let own = page.errors.iter().filter(|(field, _)| fields.contains(field));
    own.map(|(field, error)| (*field, error.clone())).collect()
}

/// Asking those who run the site, for the two.
fn admins(context: &PageContext<'_>, page: &ConversationPage, path: &str) -> Markup {
    let t = context.language;
    html! {
        @match (page.side, page.asked_admins_at) {
            (Side::Admin, _) => {}
            (_, Some(at)) if page.waits_for_admins => p .hint { (t.admins_are_asked(&t.exact_moment(at, context.zone))) },
            (_, asked) => {
                @if asked.is_some() { p .hint { (t.admins_take_part()) } }
                (ask_first(
                    t.admins_ask(),
                    t.admins_ask_question(),
                    &format!("{path}/messages/admins"),
                    t.admins_ask_button(),
                ))
            }
        }
    }
}

/// Where an order's page leads to it.
pub(super) fn conversation_link(t: Language, path: &str, link: Option<ConversationLink>) -> Markup {
    html! {
        @if let Some(link) = link {
            a .button href={ (path) "/messages" } data-unseen=(link.unseen) {
                (t.messages_link(link.side, usize::from(link.unseen)))
            }
        }
    }
}

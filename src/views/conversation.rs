//! What the buyer and the seller of an order have to say to each other.

use maud::{Markup, html};

use super::{
    ConversationLink, ConversationPage, MessageLine, PageContext,
    files::file_field,
    layout::{Here, layout},
    parts::{
        ask_first, described_by, empty, error_summary, event_date, field_error, hint,
        is_first_wrong, moment, place,
    },
};
use crate::{
    domain::Side,
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
            (admins(context, page, &path))
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
            (error_summary(context, &page.errors))
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

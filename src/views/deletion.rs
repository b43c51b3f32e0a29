//! The end of an account.

use maud::{Markup, html};

use super::{
    FieldErrors, LiveLine, PageContext,
    account::password,
    layout::{Here, narrow},
    parts::error_summary,
};
use crate::types::Language;

/// `GET /account/delete`, and a refused `POST`: the form, or what must be over first.
pub fn delete_account(
    context: &PageContext<'_>,
    live: &[LiveLine],
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let typed = password(t, "password", t.so_that_we_know(), "current-password");
    let main = html! {
        (error_summary(context, errors))
        @if live.is_empty() {
            (what_goes(t))
            form .stack method="post" action="/account/delete" {
                (typed.render(errors))
                button .danger type="submit" { (t.delete_for_ever()) }
            }
        } @else {
            p .notice role="alert" { (t.not_deleted_yet()) }
            ul .links {
                @for line in live {
                    li { a href=(line.path) { (line.what) } span .muted { (line.remedy) } }
                }
            }
        }
        p { a href="/account" { (t.keep_the_account()) } }
    };
    narrow(context, t.delete_this_account(), Here::Account, &main)
}

fn what_goes(t: Language) -> Markup {
    html! {
        p .lead { (t.cannot_be_undone()) }
        h2 { (t.what_goes()) }
        ul .links {
            li { (t.goes_account()) }
            li { (t.goes_wishes()) }
            li { (t.goes_later()) }
        }
        h2 { (t.what_stays()) }
        ul .links {
            li { (t.stays_orders()) }
            li { (t.stays_tickets()) }
            li { (t.stays_events()) }
        }
        p {
            (t.not_open_any_more())
            a href="/account/export" download { (t.download_your_data()) }
            (t.and_your_tickets_first())
        }
    }
}

/// `GET /account/deleted`.
pub fn deleted_account(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.account_is_deleted_lead()) }
        p { a href="/" { (t.look_at_what_is_for_sale()) } }
    };
    narrow(context, t.account_is_deleted(), Here::Elsewhere, &main)
}

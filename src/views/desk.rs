//! The lists on which those who run the site find an account, an order or a ticket, and act on it.

use maud::{Markup, html};

use super::{
    DeskAction, DeskPage, DeskRow, Shell,
    layout::{Head, Here, layout},
    parts::{alert, badge, paging, query_value},
};

/// `GET /admin/users`, `/admin/orders`, `/admin/tickets`.
#[must_use]
pub fn desk(shell: &Shell<'_>, page: &DeskPage) -> Markup {
    let list = format!("{}?q={}", page.path, query_value(&page.sought));
    let main = html! {
        p .eyebrow { a href="/admin" { "Run the site" } }
        h1 { (page.title) }
        (alert(page.refusal.as_deref()))
        form .stack method="get" action=(page.path) role="search" {
            div .field {
                label for="q" { "Find" }
                p .hint #q-hint { (page.hint) }
                input #q name="q" type="search" value=(page.sought) maxlength="254"
                    aria-describedby="q-hint";
            }
            button type="submit" { "Find" }
        }
        @if page.rows.is_empty() {
            div .empty { h2 { "Nothing here" } p { "Nothing was found by that." } }
        } @else {
            ul .rows .card { @for row in &page.rows { (line(page, row)) } }
        }
        (paging(shell, &list, page.paging))
    };
    layout(shell, &Head::new(page.title, Here::Elsewhere), &main)
}

fn line(page: &DeskPage, row: &DeskRow) -> Markup {
    let of = |kind: &str, name: &str| {
        (row.kind == kind).then(|| match name {
            "id" => row.id.clone(),
            _ => row.status.to_owned(),
        })
    };
    html! {
        li .row
            data-user-id=[of("user", "id")] data-user-status=[of("user", "status")]
            data-order-id=[of("order", "id")] data-order-status=[of("order", "status")]
            data-ticket-id=[of("ticket", "id")] data-ticket-status=[of("ticket", "status")]
        {
            div {
                strong { (row.title) }
                @for line in &row.lines { p .muted { (line) } }
                p .row-state { (badge(row.badge.0, row.badge.1)) }
                @if let Some((href, text)) = &row.link { p { a href=(href) { (text) } } }
                @if let Some(action) = &row.action { (ask(page, row, action)) }
            }
        }
    }
}

/// The action asks first, and for a reason.
fn ask(page: &DeskPage, row: &DeskRow, action: &DeskAction) -> Markup {
    let field = format!("reason-{}", row.id);
    html! {
        details .ask open[page.refusal.is_some()] {
            summary { (action.summary) }
            form .stack method="post" action=(action.path) {
                p { (action.question) }
                div .field {
                    label for=(field) { "Why" }
                    input id=(field) name="reason" type="text" maxlength="200" required
                        value=(page.reason);
                }
                button .danger type="submit" { (action.button) }
            }
        }
    }
}

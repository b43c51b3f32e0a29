//! The lists on which those who run the site find an account, an order, a ticket or an event, and
//! act on it.

use maud::{Markup, html};

use super::{
    AdminAction, AdminField, AdminKind, AdminListPage, AdminRow, AdminSearchPage, Finder,
    PageContext,
    layout::{Here, layout},
    parts::{alert, badge, described_by, empty, field_error, query_value, turning},
};
use crate::types::Language;

/// `GET /admin/users`, `/admin/orders`, `/admin/tickets`, `/admin/events`, and what an event can be
/// merged into.
pub fn admin_list(context: &PageContext<'_>, page: &AdminListPage) -> Markup {
    let t = context.language;
    let query = page.find.as_ref().map(|it| format!("?q={}", query_value(&it.sought)));
    let query = query.unwrap_or_default();
    let path = page.find.as_ref().map(|it| it.path.as_str()).unwrap_or_default();
    let main = html! {
        p .eyebrow { a href="/admin" { (t.admin_title()) } }
        h1 { (page.title) }
        @if page.has_wrong_field() {
            @if let Some(message) = &page.refusal { p .alert role="alert" { (message) } }
        } @else {
            (alert(page.refusal.as_deref()))
        }
        @if let Some(find) = &page.find { (finder(t, find)) }
        @if page.rows.is_empty() {
            @let means = match page.turning.after {
                Some(_) => t.admin_nothing_yet(),
                None => t.admin_nothing(),
            };
            (empty(t.admin_nothing_title(), means, None))
        } @else {
            ul .rows .card {
                @for row in &page.rows { (line(row, page.refusal.is_some())) }
            }
        }
        @if let Some(csv) = page.csv.as_ref().filter(|_| !page.rows.is_empty()) {
            p { a href={ (csv) (query) } download { (t.admin_as_csv()) } }
        }
        (turning(context, &format!("{path}{query}"), &page.turning))
    };
    layout(context, &page.title, Here::Elsewhere, &main)
}

fn finder(t: Language, find: &Finder) -> Markup {
    html! {
        form .stack method="get" action=(find.path) role="search" {
            div .field {
                label for="q" { (t.admin_find()) }
                p .hint #q-hint { (find.hint) }
                input #q name="q" type="search" dir="auto" value=(find.sought) maxlength="254"
                    aria-describedby="q-hint";
            }
            button type="submit" { (t.admin_find()) }
        }
    }
}

/// `GET /admin/search`: what was found, by kind.
pub fn admin_search(context: &PageContext<'_>, page: &AdminSearchPage) -> Markup {
    let t = context.language;
    let main = html! {
        p .eyebrow { a href="/admin" { (t.admin_title()) } }
        h1 { (t.admin_search_title()) }
        @if page.groups.is_empty() {
            div data-found="0" {
                (empty(t.admin_nothing_title(), t.admin_search_nothing(), None))
            }
        } @else {
            p .muted { (t.admin_search_found(&page.sought)) }
            @for (name, rows) in &page.groups {
                section .found {
                    h2 { (name) }
                    ul .rows .card { @for row in rows { (line(row, false)) } }
                }
            }
        }
        p .hint { (t.admin_search_hint()) }
    };
    layout(context, t.admin_search_title(), Here::Elsewhere, &main)
}

fn line(row: &AdminRow, is_open: bool) -> Markup {
    let of = |kind: AdminKind, value: &str| (row.kind == kind).then(|| value.to_owned());
    let (id, status) = (row.id.as_str(), row.status);
    html! {
        li .row
            data-user-id=[of(AdminKind::User, id)] data-user-status=[of(AdminKind::User, status)]
            data-order-id=[of(AdminKind::Order, id)] data-order-status=[of(AdminKind::Order, status)]
            data-ticket-id=[of(AdminKind::Ticket, id)]
            data-ticket-status=[of(AdminKind::Ticket, status)]
            data-event-id=[of(AdminKind::Event, id)] data-event-status=[of(AdminKind::Event, status)]
            data-dispute-id=[of(AdminKind::Dispute, id)]
            data-dispute-status=[of(AdminKind::Dispute, status)]
            data-found-id=[of(AdminKind::Found, id)] data-found-status=[of(AdminKind::Found, status)]
            data-act-id=[of(AdminKind::Act, id)] data-act=[of(AdminKind::Act, status)]
        {
            div {
                strong { (row.title) }
                @for line in &row.lines { p .muted { (line) } }
                p .row-state { (badge(row.badge.0, row.badge.1)) }
                @for (href, text) in row.links.iter().chain(&row.deeds) { p { a href=(href) { (text) } } }
                @if let Some(action) = &row.action { (ask(id, action, is_open)) }
            }
        }
    }
}

/// The action asks first, and for a reason.
pub(super) fn ask(id: &str, action: &AdminAction, is_open: bool) -> Markup {
    html! {
        details .ask open[is_open] {
            summary { (action.summary) }
            form .stack method="post" action=(action.path) {
                p { (action.question) }
                @if let Some((name, value)) = &action.hidden {
                    input type="hidden" name=(name) value=(value);
                }
                @for field in &action.fields { (asked(id, field)) }
                button .danger type="submit" { (action.button) }
            }
        }
    }
}

pub(super) fn asked(row: &str, field: &AdminField) -> Markup {
    let id = format!("{}-{row}", field.name);
    let error = field.error.as_deref();
    html! {
        div .field {
            label for=(id) { (field.label) }
            @if field.choices.is_empty() {
                input id=(id) name=(field.name) type="text" dir="auto" maxlength=(field.max) required
                    value=(field.value) autofocus[error.is_some()]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(&id, "", error)];
            } @else {
                select id=(id) name=(field.name) autofocus[error.is_some()]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by(&id, "", error)]
                {
                    @for (value, called) in &field.choices {
                        option value=(value) selected[*value == field.value] { (called) }
                    }
                }
            }
            (field_error(&id, error))
        }
    }
}

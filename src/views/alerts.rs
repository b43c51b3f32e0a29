//! Being told by mail of tickets that come on sale.

use maud::{Markup, html};

use super::{
    AlertLine, EventPage, Home, PageContext,
    layout::{Here, narrow},
    parts::{alert, empty, moment, query_value},
    search::{fields, is_filtered, search_path},
};
use crate::domain::AlertPace;

/// To be told of what a search finds.
pub(super) fn of_search(context: &PageContext<'_>, page: &Home) -> Markup {
    html! {
        @if is_filtered(&page.search) {
            @let asked = html! {
                @for (name, value) in fields(&page.search) {
                    input type="hidden" name=(name) value=(value);
                }
            };
            (form(context, page.alerted, &search_path(context, &page.search), &asked))
        }
    }
}

/// To be told of tickets for an event, or for all at its venue.
pub(super) fn of_event(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let (t, event) = (context.language, &page.event);
    let asked = html! {
        input type="hidden" name="event_id" value=(event.id);
        fieldset {
            legend { (t.alert_of()) }
            label .check {
                input type="radio" name="about" value="event" checked;
                " " (t.alert_this_event())
            }
            label .check {
                input type="radio" name="about" value="venue";
                " " (t.alert_this_venue(&event.venue))
            }
        }
    };
    form(context, page.alerted, &event.path(), &asked)
}

/// Folded away, so that it stands in nobody's way.
fn form(
    context: &PageContext<'_>,
    alerted: Option<AlertPace>,
    path: &str,
    asked: &Markup,
) -> Markup {
    let t = context.language;
    html! {
        details #alert {
            summary { (t.alert_title()) }
            div .line {
                p .hint { (t.alert_hint()) }
                @if !context.mails { p .hint { (t.alert_no_mail()) } }
                @if alerted.is_some() {
                    p data-alerted { (t.alert_you_are_told()) " " a href="/alerts" { (t.alerts_title()) } }
                }
                @if context.viewer.is_none() {
                    p { a .button href={ "/signin?next=" (query_value(path)) } { (t.alert_sign_in()) } }
                } @else if context.unconfirmed {
                    p { (t.alert_refused_unconfirmed()) " " a href="/account" { (t.account()) } }
                } @else {
                    form .wish method="post" action="/alerts" {
                        (asked)
                        div .field {
                            label for="often" { (t.alert_often()) }
                            select #often name="often" {
                                @for pace in AlertPace::ALL {
                                    option value=(pace.word()) selected[Some(pace) == alerted] {
                                        (t.alert_pace(pace))
                                    }
                                }
                            }
                        }
                        button type="submit" { (t.alert_ask()) }
                    }
                }
            }
        }
    }
}

/// `GET /alerts`: what somebody is told of, and why something asked for is not done.
pub fn alerts(context: &PageContext<'_>, lines: &[AlertLine], notice: Option<&str>) -> Markup {
    let t = context.language;
    let main = html! {
        (alert(notice))
        @if lines.is_empty() {
            (empty(t.alerts_none_title(), t.alerts_none(), Some(("/", t.see_tickets_for_sale()))))
        } @else {
            p .lead { (t.alerts_lead()) }
            @if !context.mails { p .hint { (t.alert_no_mail()) } }
            ul .rows .card {
                @for line in lines { (alert_row(context, line)) }
            }
        }
        p { a href="/account" { (t.back_to_the_account()) } }
    };
    narrow(context, t.alerts_title(), Here::Account, &main)
}

fn alert_row(context: &PageContext<'_>, line: &AlertLine) -> Markup {
    let t = context.language;
    let (other, rather) = match line.pace {
        AlertPace::Daily => (AlertPace::AtOnce, t.alert_rather_at_once()),
        AlertPace::AtOnce => (AlertPace::Daily, t.alert_rather_daily()),
    };
    html! {
        li .row data-alert-id=(line.id) data-often=(line.pace.word()) {
            div .stack {
                a href=(line.path) { (line.what) }
                p .muted {
                    (t.alert_pace(line.pace)) " · "
                    @match line.told_at {
                        Some(at) => { (t.alert_told_last()) " " (moment(context, at)) },
                        None => (t.alert_told_never()),
                    }
                }
                div .actions {
                    form method="post" action={ "/alerts/" (line.id) "/often" } {
                        button type="submit" name="often" value=(other.word())
                            aria-label={ (rather) (t.colon()) (*line.what) } { (rather) }
                    }
                    form method="post" action={ "/alerts/" (line.id) "/delete" } {
                        button type="submit" aria-label={ (t.alert_end()) (t.colon()) (*line.what) } {
                            (t.alert_end())
                        }
                    }
                }
            }
        }
    }
}

/// `GET /alerts/stop/{token}`: a button, and nothing is done before it is pressed.
pub fn alert_stop(context: &PageContext<'_>, token: &str, line: &AlertLine) -> Markup {
    let t = context.language;
    let main = html! {
        p .lead { (t.alert_stop_what(&line.what)) }
        form method="post" action={ "/alerts/stop/" (token) } {
            button .primary type="submit" { (t.alert_stop_button()) }
        }
    };
    narrow(context, t.alert_stop_title(), Here::Elsewhere, &main)
}

/// `POST /alerts/stop/{token}`: it has ended.
pub fn alert_stopped(context: &PageContext<'_>) -> Markup {
    let t = context.language;
    let main = html! {
        p .notice role="status" { (t.alert_stopped()) }
        p { a href="/alerts" { (t.alerts_title()) } " · " a href="/" { (t.find_tickets()) } }
    };
    narrow(context, t.alert_stopped_title(), Here::Elsewhere, &main)
}

//! Standing in line, wherever a page says so.

use maud::{Markup, html};

use super::{
    EventPage, LinePlace, Onlooker, PageContext, TicketPage,
    browse::filtered_path,
    line_script_path,
    parts::{
        Field, Plain, alert, countdown, deadline, described_by, field_error, live, query_value,
    },
};

/// Whose turn it is is told on every page, and has the way to what is theirs.
pub(super) fn notices(context: &PageContext<'_>) -> Markup {
    html! {
        @if !context.line.is_empty() {
            script src=(Plain(line_script_path(context.language))) defer {}
            div .wide data-turns role="status" {
                @for place in context.line {
                    @if place.turn.is_none() {
                        span hidden data-line-id=(place.id) data-line-at=(place.asked_at.as_millis())
                            data-line-of=(watched(place).collect::<Vec<_>>().join(" ")) {}
                    }
                }
                @for place in context.line {
                    @if let Some((order, until)) = place.turn {
                        div .notice .actions .turn data-line-status="yours" data-line-id=(place.id)
                            data-expires-at=(until.rfc3339())
                        {
                            p {
                                strong {
                                    (context.language.turn_is_yours(&place.what, &place.event_name))
                                }
                                " " (context.language.until()) " " (deadline(context, until)) " "
                                (countdown())
                            }
                            a .button .primary href={ "/orders/" (order) } { (context.language.turn_pay()) }
                        }
                    }
                }
            }
        }
    }
}

/// The stream by which a page that shows nothing else live hears that it is somebody's turn.
pub(super) fn live_notices(context: &PageContext<'_>) -> Markup {
    html! {
        @if let Some(line) = line_query(context) {
            (live(context, &format!("/live?{line}&tickets=none"), None))
        }
    }
}

/// What a stream is also to tell of: the lines in which the viewer stands; with nothing before it
/// that it would follow.
pub(super) fn line_query(context: &PageContext<'_>) -> Option<String> {
    let mut of: Vec<_> = context.line.iter().flat_map(watched).collect();
    of.sort();
    of.dedup();
    (!of.is_empty()).then(|| format!("line={}", of.join(",")))
}

/// Those for the ticket, and those for any seats of its event, who may come first.
fn watched(place: &LinePlace) -> impl Iterator<Item = String> {
    let ticket = place.ticket.map(|ticket| ticket.to_string());
    ticket.into_iter().chain([place.event.to_string()])
}

/// The same before what else a stream is told of.
pub(super) fn line_before(context: &PageContext<'_>) -> String {
    line_query(context).map(|line| line + "&").unwrap_or_default()
}

/// To stand in line for a ticket, or no more. While it is free, this is there for the script to show.
pub(super) fn for_ticket(context: &PageContext<'_>, page: &TicketPage, path: &str) -> Markup {
    let hidden = page.listing.status.word == "available";
    let t = context.language;
    html! {
        @if page.started {
        } @else if page.onlooker == Onlooker::Visitor {
            a .button data-tell hidden[hidden] href={ "/signin?next=" (query_value(path)) } {
                (t.line_sign_in())
            }
        } @else if let Some(place) = &page.place {
            div data-tell hidden[hidden] { (place_card(context, place, path)) }
        } @else {
            form .tell method="post" action={ (path) "/line" } data-tell hidden[hidden]
                data-line-status=[page.has_passed.then_some("passed")]
            {
                @if page.has_passed { p { (t.line_passed()) } }
                button type="submit" { (Plain(t.line_join())) }
                p .hint { (t.line_for_a_ticket(context.turn_minutes, context.mails)) }
            }
        }
    }
}

/// To stand in line for seats of an event.
pub(super) fn for_seats(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let t = context.language;
    let path = format!("/events/{}", page.event.id);
    html! {
        @if !page.started {
            section #line .line {
                h2 {
                    @if page.place.is_some() { (t.line_title_yours()) } @else { (t.line_title()) }
                }
                // Where the form leads: what stands above is not seen there.
                (alert(page.wish.notice.as_deref()))
                @if let Some(place) = &page.place { (place_card(context, place, &path)) }
                @else if !page.is_signed_in {
                    p .hint { (t.line_for_seats(context.turn_minutes)) }
                    a .button href={ "/signin?next=" (query_value(&filtered_path(context, page))) } {
                        (t.line_sign_in())
                    }
                } @else {
                    p .hint { (t.line_for_seats(context.turn_minutes)) }
                    (wish(context, page, &path))
                }
                @if page.place.as_ref().is_some_and(|place| place.turn.is_none()) {
                    details open[!page.wish.errors.is_empty()] {
                        summary { (t.line_change()) }
                        p .hint { (t.line_change_means()) }
                        (wish(context, page, &path))
                    }
                }
            }
        }
    }
}

fn wish(context: &PageContext<'_>, page: &EventPage, path: &str) -> Markup {
    let (t, form) = (context.language, &page.wish);
    let price = Field {
        label: t.line_max_price(),
        hint: t.line_any_price(),
        required: false,
        short: true,
        ..Field::decimal(t, "max_price", &form.max_price)
    };
    let section = Field {
        label: t.line_section(),
        hint: t.line_section_any(),
        required: false,
        short: true,
        ..Field::new(t, "section", &form.section)
    };
    let typed = form.quantity.parse::<usize>().unwrap_or(2);
    let wrong = form.errors.get("quantity").map(String::as_str);
    html! {
        form .wish method="post" action={ (path) "/line#line" } {
            div .field {
                label for="quantity" { (t.line_quantity()) }
                select #quantity name="quantity" aria-invalid=[wrong.map(|_| "true")]
                    aria-describedby=[described_by("quantity", "", wrong)]
                {
                    @for count in 1..=page.most {
                        option value=(count) selected[count == typed] { (count) }
                    }
                }
                (field_error("quantity", wrong))
            }
            (price.render(&form.errors))
            (section.render(&form.errors))
            button type="submit" { (Plain(t.line_join())) }
        }
    }
}

/// Where somebody stands, and how they leave.
fn place_card(context: &PageContext<'_>, place: &LinePlace, path: &str) -> Markup {
    let t = context.language;
    html! {
        @if let Some(number) = place.number {
            div .tell data-line-status="waiting" data-line-place=(number) data-line-id=(place.id) {
                p {
                    @if place.ticket.is_none() { (place.what) br; }
                    (t.line_place_is()) " " strong data-place { (number) }
                }
                label .check hidden data-sound-for-turn {
                    input type="checkbox" name="sound";
                    (t.line_sound())
                }
                (leave(context, path, ""))
            }
        }
    }
}

fn leave(context: &PageContext<'_>, path: &str, next: &str) -> Markup {
    html! {
        form method="post" action={ (path) "/line/stop" } {
            @if !next.is_empty() { input type="hidden" name="next" value=(next); }
            button type="submit" { (context.language.line_leave()) }
        }
    }
}

/// The lines in which the viewer stands.
pub(super) fn places(context: &PageContext<'_>, line: &[LinePlace]) -> Markup {
    let t = context.language;
    html! {
        p { a href="/alerts" { (t.alerts_title()) } }
        @if !line.is_empty() {
            section .stack {
                h2 #line { (t.line_waiting_for()) }
                ul .rows .card {
                    @for place in line {
                        @let (path, target) = match place.ticket {
                            Some(ticket) => (format!("/tickets/{ticket}"), format!("/tickets/{ticket}")),
                            None => (format!("/events/{}", place.event), place.event_path.clone()),
                        };
                        li .row data-line-id=(place.id) data-line-place=[place.number]
                            data-line-status=(if place.turn.is_some() { "yours" } else { "waiting" })
                        {
                            div {
                                a .row-link href=(target) { (place.what) }
                                p .muted { (place.event_name) }
                                @if let Some(number) = place.number {
                                    p { (t.line_place_is()) " " strong data-place { (number) } }
                                }
                                (leave(context, &path, "/orders#line"))
                            }
                        }
                    }
                }
            }
        }
    }
}

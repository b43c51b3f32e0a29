use maud::{Markup, html};

use super::{
    CancelledEvent, EventDeed, EventForm, EventLine, EventState, PageContext, PlanLine, TypedText,
    files::picture_field,
    layout::{Here, layout, waiting},
    parts::{
        Field, alert, ask_first, error_summary, event_facts, event_times, fact, field_error,
        is_first_wrong, poster_img,
    },
};
use crate::types::{City, EventName, Language, Reason, Venue};

/// `GET /events/{id}/change`, `/postpone` and `/cancel`.
pub fn event_form(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let t = context.language;
    let title = name_of(t, page.deed);
    let main = html! {
        p .eyebrow { a href=(page.event.path()) { (page.event.name) } }
        h1 { (title) }
        @if page.errors.is_empty() { (alert(page.notice.as_deref())) }
        (error_summary(context, &page.errors))
        nav aria-label=(t.change_this_event()) {
            @for deed in EventDeed::ALL.into_iter().filter(|deed| *deed != page.deed) {
                a .button href=(path(&page.event, deed)) { (name_of(t, deed)) } " "
            }
        }
        (event_facts(context, &page.event))
        @if page.is_open {
            form .stack method="post" action=(path(&page.event, page.deed)) {
                @match page.deed {
                    EventDeed::Change => (change_fields(context, page)),
                    EventDeed::Postpone => (postpone_fields(context, page)),
                    EventDeed::Cancel => (cancel_fields(context, page)),
                }
            }
            @if page.deed == EventDeed::Change { (picture(context, page)) }
        }
    };
    layout(context, title, Here::Elsewhere, &main)
}

fn picture(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let t = context.language;
    let action = format!("/events/{}/picture/attach", page.event.id);
    let send = html! {
        form .stack method="post" action=(action) enctype="multipart/form-data" {
            (picture_field(context, &page.errors))
            button type="submit" { (t.event_picture_send()) }
        }
    };
    own_picture(t, &page.event, &send)
}

/// What is shown of an event, what else can be done about that, and to take it off, if somebody has
/// uploaded it.
fn own_picture(t: Language, event: &EventLine, others: &Markup) -> Markup {
    html! {
        section .stack .event-picture {
            h2 { (t.event_picture()) }
            (poster_img(event, true))
            (others)
            @if event.uploaded.is_some() {
                (ask_first(
                    t.event_picture_remove(),
                    t.event_picture_remove_asks(),
                    &format!("/events/{}/picture/remove", event.id),
                    t.event_picture_delete(),
                ))
            }
        }
    }
}

fn name_of(t: Language, deed: EventDeed) -> &'static str {
    match deed {
        EventDeed::Change => t.change_this_event(),
        EventDeed::Postpone => t.postpone_event(),
        EventDeed::Cancel => t.cancel_event(),
    }
}

fn path(event: &EventLine, deed: EventDeed) -> String {
    format!("/events/{}/{}", event.id, deed.word())
}

fn time<'a>(name: &'static str, label: &'a str, hint: &'a str, value: &'a str) -> Field<'a> {
    Field { name, label, hint, kind: "datetime-local", value, ..Field::default() }
}

fn reason(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let t = context.language;
    let field = Field {
        label: t.change_why(),
        maxlength: Some(Reason::MAX),
        required: true,
        ..Field::new(t, "reason", &page.typed.reason)
    };
    field.render(&page.errors)
}

fn change_fields(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let (t, typed) = (context.language, &page.typed);
    let line = |name, value, max| {
        let field = Field { maxlength: Some(max), required: true, ..Field::new(t, name, value) };
        field.render(&page.errors)
    };
    let starts_at = Field {
        hint: t.by_the_clocks_there(),
        kind: "datetime-local",
        required: true,
        ..Field::new(t, "starts_at", &typed.starts_at)
    };
    html! {
        p .hint { (t.change_event_hint()) }
        (line("event_name", &typed.event_name, EventName::MAX))
        (line("venue", &typed.venue, Venue::MAX))
        (line("city", &typed.city, City::MAX))
        (starts_at.render(&page.errors))
        (time("ends_at", t.field_ends_at(), t.field_ends_at_hint(), &typed.ends_at)
            .render(&page.errors))
        (line("time_zone", &typed.time_zone, 64))
        (reason(context, page))
        button .primary type="submit" { (t.change_event_button()) }
    }
}

fn postpone_fields(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let (t, typed) = (context.language, &page.typed);
    let refund_until = Field {
        name: "refund_until",
        label: t.field_refund_until(),
        kind: "date",
        value: &typed.refund_until,
        required: true,
        ..Field::default()
    };
    html! {
        p .hint { (t.postpone_event_hint()) " " (t.change_event_hint()) }
        (time("starts_at", t.field_new_start(), t.by_the_clocks_there(), &typed.starts_at)
            .render(&page.errors))
        (time("ends_at", t.field_new_end(), t.field_ends_at_hint(), &typed.ends_at)
            .render(&page.errors))
        (refund_until.render(&page.errors))
        (reason(context, page))
        button .primary type="submit" { (t.postpone_event_button()) }
    }
}

fn cancel_fields(context: &PageContext<'_>, page: &EventForm) -> Markup {
    let t = context.language;
    let error = page.errors.get("confirm").map(String::as_str);
    html! {
        p { (t.cancel_event_asks(page.sold, page.listed)) }
        (reason(context, page))
        div .field {
            label .check {
                input #confirm type="checkbox" name="confirm" value="yes" required
                    autofocus[is_first_wrong(&page.errors, "confirm")]
                    aria-invalid=[error.map(|_| "true")];
                " " (t.cancel_event_tick())
            }
            (field_error("confirm", error))
        }
        button .danger type="submit" { (t.cancel_event_button()) }
    }
}

/// `GET /events/{id}/cancel` of an event that is cancelled: how far its refunds are.
pub fn cancelled_event(context: &PageContext<'_>, page: &CancelledEvent) -> Markup {
    let t = context.language;
    let again = page.goes_on().then(|| path(&page.event, EventDeed::Cancel));
    let main = html! {
        p .eyebrow { a href=(page.event.path()) { (page.event.name) } }
        h1 { (t.refunds_title()) }
        (event_news(context, &page.event, Some(&page.reason)))
        (event_facts(context, &page.event))
        section .refunds data-refunded=(page.refunded) data-to-refund=(page.all) {
            p .big { (t.refunds_so_far(page.refunded, page.all)) }
            progress value=(page.refunded) max=(page.all.max(1))
                aria-label=(t.refunds_title()) {}
            @if page.is_telling { p { (t.event_still_telling()) } }
            @if page.listed > 0 { p { (t.refunds_listed_left(page.listed)) } }
            @if page.goes_on() {
                p .wait { (t.refunds_going_on()) }
            } @else {
                p { (t.refunds_done()) }
            }
            @if page.late_count > 0 {
                p .notice { (t.refunds_late(page.late_count)) }
                ul {
                    @for (order, since) in &page.late {
                        li {
                            a href={ "/orders/" (order) } {
                                (t.refund_late(&order.to_string(), &t.exact_moment(*since, context.zone)))
                            }
                        }
                    }
                }
                @if page.is_admin {
                    form method="post" action={ "/events/" (page.event.id) "/refunds" } {
                        button type="submit" { (t.refunds_again()) }
                    }
                }
            }
        }
        @if page.may_unpicture { (own_picture(t, &page.event, &html! {})) }
    };
    waiting(context, t.refunds_title(), Here::Elsewhere, again.as_deref(), &main)
}

/// That an event does not take place as it was announced, and why.
pub(super) fn event_news(
    context: &PageContext<'_>,
    event: &EventLine,
    reason: Option<&TypedText>,
) -> Markup {
    let t = context.language;
    html! {
        @if event.state != EventState::Scheduled {
            div .notice role="note" data-event-state=(event.state.word()) {
                @match event.state {
                    EventState::Scheduled => {}
                    EventState::Cancelled => p { (t.event_is_cancelled()) },
                    EventState::Postponed { has_date, refunds } => {
                        p {
                            (t.event_is_postponed())
                            @if !has_date { " " (t.event_no_date_yet()) }
                        }
                        @if context.now <= refunds {
                            p { (t.event_refund_until(&t.day(refunds, &event.zone))) }
                        }
                    },
                }
                @if let Some(reason) = reason { p { (t.reason_given()) q { (reason) } } }
            }
        }
    }
}

/// What was before, and what is now, where these are different; and why, unless what is said beside it
/// tells.
pub(super) fn was_and_is(
    context: &PageContext<'_>,
    title: &str,
    (was, reason): (&PlanLine, Option<&TypedText>),
    event: &EventLine,
) -> Markup {
    let t = context.language;
    let before = html! { (event_times(context, was.starts_at, was.ends_at, &was.zone)) };
    let now = html! { (event_times(context, event.starts_at, event.ends_at, &event.zone)) };
    let is_elsewhere = (&*was.venue, &*was.city) != (&*event.venue, &*event.city);
    html! {
        section .notice .changed data-event-was=(was.starts_at.rfc3339()) {
            p { strong { (title) } }
            dl .facts {
                @if *was.name != *event.name {
                    (changed(t, t.fact_event(), &html! { (was.name) }, &html! { (event.name) }))
                }
                @if (was.starts_at, was.ends_at) != (event.starts_at, event.ends_at) {
                    (changed(t, t.when(), &before, &now))
                }
                @if is_elsewhere {
                    (changed(
                        t,
                        t.place(),
                        &html! { (was.venue) ", " (was.city) },
                        &html! { (event.venue) ", " (event.city) },
                    ))
                }
            }
            @if let Some(reason) = reason.filter(|_| event.state == EventState::Scheduled) {
                p { (t.reason_given()) q { (reason) } }
            }
        }
    }
}

fn changed(t: Language, name: &str, was: &Markup, is: &Markup) -> Markup {
    html! {
        (fact(name, html! {
            span .muted { (t.event_was_before()) (t.colon()) } s { (was) }
            br;
            span .muted { (t.event_is_now()) (t.colon()) } (is)
        }))
    }
}

/// Where a list names an event that does not take place as it was announced.
pub(super) fn event_state(context: &PageContext<'_>, event: &EventLine) -> Markup {
    let t = context.language;
    let word = match event.state {
        EventState::Scheduled => return html! {},
        EventState::Postponed { .. } => t.event_postponed(),
        EventState::Cancelled => t.event_cancelled(),
    };
    html! { span .badge .event-off data-event-state=(event.state.word()) { (word) } }
}

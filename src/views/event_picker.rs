//! The first step of a listing: the event is chosen, or described.

use maud::{Markup, html};

use super::{
    EventLine, EventPicker, FieldErrors, NewEventForm, PageContext,
    layout::{Here, narrow},
    parts::{
        Field, alert, described_by, error_summary, event_date, field_error, is_first_wrong, place,
        query_value, turning,
    },
    sell_script_path,
};
use crate::{
    reads::search::QUERY_CHARS_MAX,
    types::{Category, Language},
};

/// How many steps a listing has.
const STEPS: usize = 3;

/// Which step of a listing this is.
pub(super) fn step(t: Language, number: usize) -> Markup {
    let name = match number {
        1 => t.step_event(),
        2 => t.step_seats(),
        _ => t.step_files(),
    };
    html! { p .eyebrow { (t.step_of(number, STEPS)) (t.colon()) (name) } }
}

/// `GET /sell`: the events that there are. The script makes a combobox of the field and the list.
pub fn pick_event(context: &PageContext<'_>, page: &EventPicker) -> Markup {
    let t = context.language;
    let described = match page.find.is_empty() {
        true => "/sell/new".to_owned(),
        false => format!("/sell/new?event_name={}", query_value(&page.find)),
    };
    let path = match page.find.is_empty() {
        true => "/sell".to_owned(),
        false => format!("/sell?find={}", query_value(&page.find)),
    };
    let main = html! {
        (step(t, 1))
        (alert(page.refusal.as_deref()))
        form .search method="get" action="/sell" role="search" data-find {
            label .whole for="find" { (t.find_the_event()) }
            input #find name="find" type="search" value=(page.find) maxlength=(QUERY_CHARS_MAX)
                dir="auto" autocomplete="off" placeholder=(t.event_words());
            button .primary type="submit" { (t.search_button()) }
        }
        ul #found .rows .card aria-label=(t.choose_the_event()) {
            @for picked in &page.events {
                li .row {
                    div {
                        a .row-link href={ "/sell?event_id=" (picked.event.id) } { (picked.event.name) }
                        p .muted {
                            (event_date(context, &picked.event)) " · " (place(&picked.event))
                            @if picked.available > 0 { " · " (t.so_many_for_sale(picked.available)) }
                        }
                    }
                }
            }
        }
        div #found-rest .stack {
            @if page.events.is_empty() {
                p data-found-none { (t.no_event_found()) }
            } @else if page.turning.after.is_some() {
                p .hint { (t.type_more_to_find()) }
            }
            (turning(context, &path, &page.turning))
            p { a .button data-describe href=(described) { (t.describe_the_event()) } }
        }
        script src=(sell_script_path(t)) defer {}
    };
    narrow(context, t.sell_title(), Here::Sell, &main)
}

/// `GET /sell/new`: the fields for an event that is not there yet.
pub fn new_event(context: &PageContext<'_>, form: &NewEventForm, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let main = html! {
        (step(t, 1))
        form .stack method="get" action="/sell/new" {
            (error_summary(context, errors))
            (new_event_fields(context, form, errors))
            div .actions {
                button .primary type="submit" { (t.go_on_to_seats()) }
                a .button href="/sell" { (t.choose_another_event()) }
            }
        }
    };
    narrow(context, t.sell_title(), Here::Sell, &main)
}

/// Whether a described event is one of these, which are there.
pub fn is_it_this_one(
    context: &PageContext<'_>,
    similar: &[EventLine],
    form: &NewEventForm,
) -> Markup {
    let t = context.language;
    let main = html! {
        (step(t, 1))
        h2 { (t.is_it_this_one()) }
        p { (t.is_it_this_one_why()) }
        ul .rows .card {
            @for event in similar {
                li .row data-similar=(event.id) {
                    div {
                        p { strong { (event.name) } }
                        p .muted { (event_date(context, event)) " · " (place(event)) }
                        div .actions {
                            a .button .primary href={ "/sell?event_id=" (event.id) } { (t.yes_this_one()) }
                        }
                    }
                }
            }
        }
        form .stack method="get" action="/sell/new" {
            (new_event_kept(form))
            button type="submit" { (t.no_a_new_one()) }
        }
    };
    narrow(context, t.sell_title(), Here::Sell, &main)
}

/// What was typed of a new event, kept for the next step: whoever comes there is sure of it.
pub(super) fn new_event_kept(form: &NewEventForm) -> Markup {
    html! {
        @for (name, value) in [
            ("event_name", &form.event_name),
            ("venue", &form.venue),
            ("city", &form.city),
            ("starts_at", &form.starts_at),
            ("ends_at", &form.ends_at),
            ("time_zone", &form.time_zone),
            ("category", &form.category),
        ] {
            input type="hidden" name=(name) value=(value);
        }
        input type="hidden" name="sure" value="yes";
    }
}

/// What is asked of an event.
pub(super) fn new_event_fields(
    context: &PageContext<'_>,
    form: &NewEventForm,
    errors: &FieldErrors,
) -> Markup {
    let t = context.language;
    let line = |name, value, maxlength| {
        let field = Field { maxlength: Some(maxlength), ..Field::new(t, name, value) };
        field.render(errors)
    };
    let starts_at = Field {
        hint: t.by_the_clocks_there(),
        kind: "datetime-local",
        ..Field::new(t, "starts_at", &form.starts_at)
    };
    let ends_at = Field {
        hint: t.field_ends_at_hint(),
        kind: "datetime-local",
        ..Field::new(t, "ends_at", &form.ends_at)
    };
    html! {
        div .new-event {
            (line("event_name", &form.event_name, 120))
            (line("venue", &form.venue, 120))
            (line("city", &form.city, 80))
            (category(context, form, errors))
            (starts_at.render(errors))
            (ends_at.render(errors))
            (time_zone(context, form, errors))
        }
    }
}

fn category(context: &PageContext<'_>, page: &NewEventForm, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let error = errors.get("category").map(String::as_str);
    html! {
        div .field {
            label for="category" { (t.category_optional()) }
            select #category name="category"
                autofocus[is_first_wrong(errors, "category")]
                aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by("category", "", error)]
            {
                option value="" { (t.no_category_chosen()) }
                @for category in Category::ALL {
                    option value=(category.tag()) selected[category.tag() == page.category] {
                        (category.name(t))
                    }
                }
            }
            (field_error("category", error))
        }
    }
}

/// Zones to choose from, one for each offset and set of rules that many people live by. Any other
/// can be typed.
const ZONES: [(&str, &str); 7] = [
    ("Africa", "Cairo Johannesburg Lagos Nairobi"),
    (
        "America",
        "Bogota Buenos_Aires Chicago Denver Halifax Los_Angeles Mexico_City New_York Phoenix \
         Santiago Sao_Paulo",
    ),
    ("Asia", "Bangkok Dubai Hong_Kong Kolkata Seoul Singapore Tokyo"),
    ("Atlantic", "Canary"),
    ("Australia", "Perth Sydney"),
    ("Europe", "Athens Berlin Istanbul Lisbon London Madrid"),
    ("Pacific", "Auckland"),
];

/// Folded away, since most venues are where the site is or have been here before.
fn time_zone(context: &PageContext<'_>, page: &NewEventForm, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let advice = t.which_time_zone(&page.zone);
    let zone = Field {
        hint: &advice,
        autocomplete: Some("off"),
        list: Some("zones"),
        maxlength: Some(64),
        ..Field::new(t, "time_zone", &page.time_zone)
    };
    html! {
        details .zone open[!page.time_zone.is_empty()] {
            summary { (t.is_time_zone_another(&page.zone)) }
            (zone.render(errors))
            datalist #zones {
                @for (area, places) in ZONES {
                    @for place in places.split(' ') { option value={ (area) "/" (place) }; }
                }
            }
        }
    }
}

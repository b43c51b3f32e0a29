use maud::{Markup, html};

use super::{
    EditForm, FieldErrors, Listing, PageContext, SellForm, Turning,
    event_changes::event_state,
    files::listing_field,
    layout::{Here, layout, narrow},
    listing_fields::{place_fields, value_fields},
    parts::{
        Field, alert, ask_first_here, described_by, empty, error_summary, event_date, field_error,
        hint, is_first_wrong, place, row_state, ticket_row, turning,
    },
};
use crate::types::Category;

/// `GET /sell`, and a refused `POST /tickets`.
pub fn sell(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let main = html! {
        form .stack method="post" action="/tickets" enctype="multipart/form-data" {
            (error_summary(context, &page.errors))
            input type="hidden" name="ticket_id" value=(page.ticket_id);
            fieldset {
                legend { (t.sell_the_event()) }
                (event_choice(context, page))
                (new_event(context, page))
            }
            fieldset {
                legend { (t.sell_your_ticket()) }
                (title_field(context, &page.title).render(&page.errors))
                (price_field(context, &page.price, &page.errors))
                (place_fields(context, &page.details, Some(&page.quantity), &page.errors))
                (value_fields(context, &page.details, true, &page.errors))
                (listing_field(context, &page.errors))
            }
            button .primary type="submit" { (t.put_up_for_sale()) }
            p .hint { (t.for_sale_at_once()) }
        }
    };
    narrow(context, t.sell_title(), Here::Sell, &main)
}

fn event_choice(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let error = page.errors.get("event_id").map(String::as_str);
    let advice = t.event_not_in_the_list();
    html! {
        @if page.events.is_empty() {
            input type="hidden" name="event_id" value="";
        } @else {
            div .field {
                label for="event_id" { (t.choose_the_event()) }
                (hint("event_id", advice))
                select #event_id name="event_id"
                    autofocus[is_first_wrong(&page.errors, "event_id")]
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by("event_id", advice, error)]
                {
                    option value="" { (t.a_new_event()) }
                    @for event in &page.events {
                        @let id = event.id.to_string();
                        option value=(id) selected[id == page.event_id] {
                            (event.name.isolated()) " – "
                            (t.moment(event.starts_at, &event.zone))
                            ", " (event.city.isolated())
                        }
                    }
                }
                (field_error("event_id", error))
            }
        }
    }
}

fn new_event(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let line = |name, value, maxlength| {
        let field = Field { maxlength: Some(maxlength), ..Field::new(t, name, value) };
        field.render(&page.errors)
    };
    let starts_at = Field {
        hint: t.by_the_clocks_there(),
        kind: "datetime-local",
        ..Field::new(t, "starts_at", &page.starts_at)
    };
    html! {
        div .new-event {
            @if !page.events.is_empty() {
                p .or { span { (t.or_a_new_event()) } }
            }
            (line("event_name", &page.event_name, 120))
            (line("venue", &page.venue, 120))
            (line("city", &page.city, 80))
            (category(context, page))
            (starts_at.render(&page.errors))
            (time_zone(context, page))
        }
    }
}

fn category(context: &PageContext<'_>, page: &SellForm) -> Markup {
    let t = context.language;
    let error = page.errors.get("category").map(String::as_str);
    html! {
        div .field {
            label for="category" { (t.category_optional()) }
            select #category name="category"
                autofocus[is_first_wrong(&page.errors, "category")]
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
fn time_zone(context: &PageContext<'_>, page: &SellForm) -> Markup {
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
            (zone.render(&page.errors))
            datalist #zones {
                @for (area, places) in ZONES {
                    @for place in places.split(' ') { option value={ (area) "/" (place) }; }
                }
            }
        }
    }
}

fn title_field<'a>(context: &PageContext<'_>, value: &'a str) -> Field<'a> {
    Field {
        hint: context.language.title_such_as(),
        maxlength: Some(120),
        required: true,
        ..Field::new(context.language, "title", value)
    }
}

fn price_field(context: &PageContext<'_>, value: &str, errors: &FieldErrors) -> Markup {
    let t = context.language;
    let on_top = t.what_you_get(&t.number(context.fee.percent().to_string()));
    let field = Field {
        label: &t.price_in(context.currency.code()),
        hint: if context.fee.is_none() { "" } else { &on_top },
        required: true,
        short: true,
        ..Field::decimal(t, "price", value)
    };
    field.render(errors)
}

/// `GET /tickets/{id}/edit`, and a refused `POST`.
pub fn edit(context: &PageContext<'_>, page: &EditForm) -> Markup {
    let t = context.language;
    let path = format!("/tickets/{}", page.ticket_id);
    let main = html! {
        div .narrow {
            p .eyebrow { a href=(page.event.path()) { (page.event.name) } }
            h1 { (t.edit_your_ticket()) }
            p .muted { (event_date(context, &page.event)) " · " (place(&page.event)) }
            @if page.refusal.is_some() {
                (alert(page.refusal.as_deref()))
                p { a .button href=(path) { (t.back_to_ticket()) } }
            } @else {
                form .stack method="post" action={ (path) "/edit" } {
                    (error_summary(context, &page.errors))
                    (title_field(context, &page.title).render(&page.errors))
                    (price_field(context, &page.price, &page.errors))
                    (place_fields(context, &page.details, None, &page.errors))
                    (value_fields(context, &page.details, false, &page.errors))
                    div .actions {
                        button .primary type="submit" { (t.save_the_changes()) }
                        a .button href=(path) { (t.back_without_saving()) }
                    }
                }
            }
        }
    };
    layout(context, t.edit_your_ticket(), Here::Elsewhere, &main)
}

/// `GET /selling`: what the viewer has listed and sold, newest first; what is `available` can be
/// edited and withdrawn.
pub fn selling(context: &PageContext<'_>, listings: &[Listing], part: &Turning) -> Markup {
    let t = context.language;
    let here = part.here.as_ref().map_or("/selling".into(), |here| format!("/selling?{here}"));
    let main = html! {
        h1 { (t.my_listings()) }
        @if listings.is_empty() {
            (empty(t.nothing_listed(), t.listings_are_kept_here(), Some(("/sell", t.sell_title()))))
        } @else {
            p .lead {
                (t.listings_newest_first())
                @if !context.fee.is_none() {
                    " " (t.prices_are_what_you_get(&t.number(context.fee.percent().to_string())))
                }
            }
            ul .rows .card { @for listing in listings { (own_row(context, listing, &here)) } }
            (turning(context, "/selling", part))
        }
    };
    layout(context, t.my_listings(), Here::Selling, &main)
}

/// The page at `here` is where one comes back to.
fn own_row(context: &PageContext<'_>, listing: &Listing, here: &str) -> Markup {
    let (t, path) = (context.language, format!("/tickets/{}", listing.id));
    let (summary, button) = (t.withdraw(), t.listing_withdraw_button());
    let withdraw = format!("{path}/withdraw");
    let more = html! {
        p .muted {
            (listing.event.name) " · " (event_date(context, &listing.event)) " "
            (event_state(context, &listing.event))
        }
        (row_state(context, listing.status))
        @if listing.status.word == "available" {
            div .actions {
                a .button href={ (path) "/edit" } { (t.listing_edit()) }
                (ask_first_here(summary, t.listing_withdraw_question(), &withdraw, button, Some(here)))
            }
        }
        @if let Some(order) = listing.sold_by {
            div .actions { a .button href={ "/orders/" (order) } { (t.listing_sale()) } }
        }
    };
    ticket_row(context, listing, listing.asked, &more)
}

use maud::{Markup, html};

use super::{
    EditForm, FieldErrors, Listing, SellForm, SellingPage, Shell,
    files::listing_field,
    layout::{Head, Here, layout},
    listing_fields::{place_fields, place_line, value_fields},
    parts::{
        AskFirst, Field, alert, count, described_by, error_summary, event_date, field_error, hint,
        paging, place, price, row_deadline, ticket_badge,
    },
};

/// `GET /sell`, and a refused `POST /tickets`.
#[must_use]
pub fn sell(shell: &Shell<'_>, page: &SellForm) -> Markup {
    let main = html! {
        div .narrow {
            h1 { "Sell a ticket" }
            (error_summary(shell, &page.errors))
            form .stack method="post" action="/tickets" enctype="multipart/form-data" {
                input type="hidden" name="ticket_id" value=(page.ticket_id);
                fieldset {
                    legend { "The event" }
                    (event_choice(page))
                    (new_event(page))
                }
                fieldset {
                    legend { "Your ticket" }
                    (title_field(&page.title).render(&page.errors))
                    (price_field(shell, &page.price, &page.errors))
                    (place_fields(&page.details, Some(&page.quantity), &page.errors))
                    (value_fields(shell, &page.details, true, &page.errors))
                    (listing_field(&page.errors))
                }
                button .primary type="submit" { "Put it up for sale" }
                p .hint { "It is for sale at once. You can edit or withdraw it until somebody buys it." }
            }
        }
    };
    layout(shell, &Head::new("Sell a ticket", Here::Sell), &main)
}

fn event_choice(page: &SellForm) -> Markup {
    let error = page.errors.get("event_id").map(String::as_str);
    let advice = "Not in the list? Leave this at “A new event” and describe it below.";
    html! {
        @if page.events.is_empty() {
            input type="hidden" name="event_id" value="";
        } @else {
            div .field {
                label for="event_id" { "Choose the event" }
                (hint("event_id", advice))
                select #event_id name="event_id"
                    aria-invalid=[error.map(|_| "true")]
                    aria-describedby=[described_by("event_id", advice, error)]
                {
                    option value="" { "A new event" }
                    @for event in &page.events {
                        @let id = event.id.to_string();
                        option value=(id) selected[id == page.event_id] {
                            (event.name) " – "
                            (event.starts_at.format("%-d %b %Y, %H:%M", &event.zone))
                            ", " (event.city)
                        }
                    }
                }
                (field_error("event_id", error))
            }
        }
    }
}

fn new_event(page: &SellForm) -> Markup {
    let name = Field {
        name: "event_name",
        label: "Name of the event",
        value: &page.event_name,
        maxlength: Some(120),
        ..Field::default()
    };
    let venue = Field {
        name: "venue",
        label: "Venue",
        value: &page.venue,
        maxlength: Some(120),
        ..Field::default()
    };
    let city = Field {
        name: "city",
        label: "City",
        value: &page.city,
        maxlength: Some(80),
        ..Field::default()
    };
    let starts_at = Field {
        name: "starts_at",
        label: "Starts at",
        hint: "By the clocks at the venue.",
        kind: "datetime-local",
        value: &page.starts_at,
        ..Field::default()
    };
    html! {
        div .new-event {
            @if !page.events.is_empty() {
                p .or { span { "or describe a new event" } }
            }
            (name.render(&page.errors))
            (venue.render(&page.errors))
            (city.render(&page.errors))
            (starts_at.render(&page.errors))
            (time_zone(page))
        }
    }
}

/// Zones to choose from, one for each offset and set of rules that many people live by. Any other
/// can be typed.
const ZONES: [&str; 32] = [
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Bogota",
    "America/Buenos_Aires",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Bangkok",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Kolkata",
    "Asia/Seoul",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Atlantic/Canary",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Pacific/Auckland",
];

/// Folded away, since most venues are where the site is or have been here before.
fn time_zone(page: &SellForm) -> Markup {
    let advice = format!(
        "Its name or a large city in it. Leave it empty to use the one that this venue has had, or \
         else {}.",
        page.zone
    );
    let zone = Field {
        name: "time_zone",
        label: "Time zone of the venue",
        value: &page.time_zone,
        hint: &advice,
        autocomplete: Some("off"),
        list: Some("zones"),
        maxlength: Some(64),
        ..Field::default()
    };
    html! {
        details .zone open[!page.time_zone.is_empty()] {
            summary { "Is the venue in another time zone than " (page.zone) "?" }
            (zone.render(&page.errors))
            datalist #zones { @for zone in ZONES { option value=(zone); } }
        }
    }
}

fn title_field(value: &str) -> Field<'_> {
    Field {
        name: "title",
        label: "What you sell",
        value,
        hint: "Such as “Seated, lower tier” or “Standing, early entry”.",
        maxlength: Some(120),
        required: true,
        ..Field::default()
    }
}

fn price_field(shell: &Shell<'_>, value: &str, errors: &FieldErrors) -> Markup {
    let percent = shell.fee.percent();
    let on_top = format!("This is what you get. Buyers pay a fee of {percent} % on top.");
    let field = Field {
        name: "price",
        label: &format!("Price in {}", shell.currency),
        value,
        hint: if shell.fee.is_none() { "" } else { &on_top },
        inputmode: Some("decimal"),
        autocomplete: Some("off"),
        required: true,
        short: true,
        ..Field::default()
    };
    field.render(errors)
}

/// `GET /tickets/{id}/edit`, and a refused `POST`.
#[must_use]
pub fn edit(shell: &Shell<'_>, page: &EditForm) -> Markup {
    let path = format!("/tickets/{}", page.ticket_id);
    let main = html! {
        div .narrow {
            p .eyebrow { a href={ "/events/" (page.event.id) } { (page.event.name) } }
            h1 { "Edit your ticket" }
            p .muted { (event_date(shell, &page.event)) " · " (place(&page.event)) }
            @if page.refusal.is_some() {
                (alert(page.refusal.as_deref()))
                p { a .button href=(path) { "Back to the ticket" } }
            } @else {
                (error_summary(shell, &page.errors))
                form .stack method="post" action={ (path) "/edit" } {
                    (title_field(&page.title).render(&page.errors))
                    (price_field(shell, &page.price, &page.errors))
                    (place_fields(&page.details, None, &page.errors))
                    (value_fields(shell, &page.details, false, &page.errors))
                    div .actions {
                        button .primary type="submit" { "Save the changes" }
                        a .button href=(path) { "Back without saving" }
                    }
                }
            }
        }
    };
    layout(shell, &Head::new("Edit your ticket", Here::Elsewhere), &main)
}

/// `GET /selling`: what the viewer has listed and sold.
#[must_use]
pub fn selling(shell: &Shell<'_>, page: &SellingPage) -> Markup {
    let main = html! {
        h1 { "My listings" }
        @if page.listings.is_empty() {
            div .empty {
                h2 { "You have nothing listed here" }
                p { "What you put up for sale is kept here, with where it stands." }
                p { a .button .primary href="/sell" { "Sell a ticket" } }
            }
        } @else {
            p .lead {
                (count(page.paging.total, "listing", "listings")) ", newest first."
                @if !shell.fee.is_none() {
                    " Prices are what you get; buyers pay a fee of " (shell.fee.percent()) " % on top."
                }
            }
            ul .rows .card { @for listing in &page.listings { (own_row(shell, listing)) } }
            (paging(shell, "/selling", page.paging))
        }
    };
    layout(shell, &Head::new("My listings", Here::Selling), &main)
}

fn own_row(shell: &Shell<'_>, listing: &Listing) -> Markup {
    let path = format!("/tickets/{}", listing.id);
    let status = listing.status;
    html! {
        li .row
            data-ticket-id=(listing.id)
            data-ticket-status=(status.word)
            data-expires-at=[status.expires_at.map(|at| at.rfc3339())]
        {
            div {
                a .row-link href=(path) { (listing.title) }
                (place_line(listing.place.as_ref()))
                p .muted { (listing.event.name) " · " (event_date(shell, &listing.event)) }
                p .row-state {
                    (ticket_badge(shell, status))
                    (row_deadline(shell, status))
                }
                @if status.word == "available" { (own_actions(&path)) }
                @if let Some(order) = listing.sold_by {
                    div .actions { a .button href={ "/orders/" (order) } { "See the sale" } }
                }
            }
            (price(shell, listing.asked))
        }
    }
}

fn own_actions(path: &str) -> Markup {
    let withdraw = AskFirst {
        summary: "Withdraw",
        question: "Take this ticket off the market?",
        action: format!("{path}/withdraw"),
        button: "Withdraw this ticket",
    };
    html! {
        div .actions {
            a .button href={ (path) "/edit" } { "Edit" }
            (withdraw.render())
        }
    }
}

use maud::{Markup, html};

use super::{
    EventLine, EventPage, Home, Listing, Shell,
    layout::{Head, Here, layout},
    listing_fields::place_line,
    parts::{
        count, date_leaf, event_date, event_facts, live_list, paging, place, price, row_deadline,
        ticket_badge,
    },
    search::{is_filtered, nothing_found, search_form, search_path},
    wishes::wanted_query,
};

/// `GET /`: what is for sale, as far as it is looked for.
#[must_use]
pub fn home(shell: &Shell<'_>, page: &Home) -> Markup {
    let main = html! {
        div .hero {
            h1 { "Tickets for sale" }
            @if page.on_sale > 0 { (search_form(shell, &page.search)) }
        }
        @if page.on_sale == 0 {
            (nothing_for_sale())
        } @else {
            @if page.listings.is_empty() {
                (nothing_found(page))
            } @else {
                (found(page))
                (listings(shell, page))
                (paging(shell, &search_path(&page.search), page.paging))
            }
        }
        (live_list(shell, "/live", None, page.listed))
    };
    layout(shell, &Head::new("Tickets for sale", Here::Home), &main)
}

fn nothing_for_sale() -> Markup {
    html! {
        div .empty {
            h2 { "Nothing is for sale just now" }
            p { "Have a ticket that you cannot use? List it in a minute and be the first to sell." }
            p { a .button .primary href="/sell" { "Sell a ticket" } }
        }
    }
}

/// How much was found.
fn found(page: &Home) -> Markup {
    html! {
        p .lead {
            strong { (count(page.paging.total, "ticket", "tickets")) }
            " at " (count(page.events, "event", "events")) ", "
            @match page.search.sort {
                "cheapest" => "cheapest first.",
                "newest" => "newest first.",
                _ => "soonest events first.",
            }
            @if is_filtered(&page.search) {
                " " a href="/" { "Show all " (page.on_sale) }
            }
        }
    }
}

/// Event by event where that is the order, else ticket by ticket.
fn listings(shell: &Shell<'_>, page: &Home) -> Markup {
    html! {
        @if page.search.sort == "soonest" {
            @for group in page.listings.chunk_by(|a, b| a.event.id == b.event.id) {
                (event_group(shell, group))
            }
        } @else {
            ul .rows .card {
                @for listing in &page.listings {
                    (ticket_row(shell, listing, Some(&listing.event)))
                }
            }
        }
    }
}

/// Tickets for one event, below its name.
fn event_group(shell: &Shell<'_>, group: &[Listing]) -> Markup {
    html! {
        @if let Some(Listing { event, .. }) = group.first() {
            section .group {
                header .row-head {
                    (date_leaf(shell, event))
                    div {
                        h2 { a href={ "/events/" (event.id) } { (event.name) } }
                        p .muted { (event_date(shell, event)) " · " (place(event)) }
                    }
                }
                ul .rows { @for listing in group { (ticket_row(shell, listing, None)) } }
            }
        }
    }
}

/// `GET /events/{id}`: one event and its tickets.
#[must_use]
pub fn event(shell: &Shell<'_>, page: &EventPage) -> Markup {
    let path = format!("/events/{}", page.event.id);
    let main = html! {
        div .hero {
            h1 { (page.event.name) }
            (event_facts(shell, &page.event))
        }
        ul .counts aria-label="Tickets" {
            li { strong data-count="available" { (page.available) } " available" }
            li { strong data-count="reserved" { (page.held) } " held" }
            li { strong data-count="sold" { (page.sold) } " sold" }
        }
        @if page.started {
            p .notice { "This event has started: its tickets are not sold any more." }
        }
        @if page.listings.is_empty() {
            div .empty {
                h2 { "No tickets here" }
                p { "Nobody sells a ticket for this event at the moment." }
            }
        } @else {
            ul .rows .card {
                @for listing in &page.listings { (ticket_row(shell, listing, None)) }
            }
            (paging(shell, &path, page.paging))
        }
        (live_list(shell, &format!("{path}/live"), wanted_query(shell), page.listed))
        @if !page.started {
            p { a .button href={ "/sell?event_id=" (page.event.id) } { "Sell a ticket for this event" } }
        }
    };
    layout(shell, &Head::new(&page.event.name, Here::Elsewhere), &main)
}

/// A ticket, and what it is for where that is not said above.
fn ticket_row(shell: &Shell<'_>, listing: &Listing, event: Option<&EventLine>) -> Markup {
    let status = listing.status;
    html! {
        li .row
            data-ticket-id=(listing.id)
            data-ticket-status=(status.word)
            data-expires-at=[status.expires_at.map(|at| at.rfc3339())]
        {
            div {
                a .row-link href={ "/tickets/" (listing.id) } { (listing.title) }
                (place_line(listing.place.as_ref()))
                @if let Some(event) = event {
                    p .muted {
                        strong { (event.name) } " · " (event_date(shell, event)) " · " (place(event))
                    }
                }
                @if status.word != "available" {
                    p .row-state {
                        (ticket_badge(shell, status))
                        (row_deadline(shell, status))
                    }
                }
            }
            (price(shell, listing.price))
        }
    }
}

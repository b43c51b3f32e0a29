use maud::{Markup, html};

use super::{
    EventLine, EventPage, Home, Listing, PageContext,
    layout::{Here, layout_of_live},
    parts::{
        date_leaf, empty, event_date, event_facts, live, paging, place, poster_img, row_state,
        ticket_row,
    },
    search::{is_filtered, nothing_found, search_form, search_path},
    waitlist::wanted_query,
};
use crate::types::Language;

/// `GET /`: what is for sale, as far as it is looked for.
pub fn home(context: &PageContext<'_>, page: &Home) -> Markup {
    let t = context.language;
    let main = html! {
        div .hero {
            h1 { (t.tickets_for_sale()) }
            @if page.on_sale > 0 { (search_form(context, &page.search)) }
        }
        @if page.on_sale == 0 {
            (empty(t.nothing_for_sale(), t.be_the_first_to_sell(), Some(("/sell", t.sell_a_ticket()))))
        } @else if page.listings.is_empty() {
            (nothing_found(context, page))
        } @else {
            (found(t, page))
            (listings(context, page))
            (paging(context, &search_path(context, &page.search), &page.paging))
        }
        (live(context, "/live?tickets=", Some(page.listed)))
    };
    layout_of_live(context, t.tickets_for_sale(), Here::Home, &main)
}

/// How much was found.
fn found(t: Language, page: &Home) -> Markup {
    let order = match page.search.sort {
        "cheapest" => t.cheapest_first(),
        "newest" => t.newest_first(),
        _ => t.soonest_first(),
    };
    html! {
        p .lead {
            strong { (t.tickets(page.paging.total)) }
            (t.at_events(&t.events_found(page.events))) (order)
            @if is_filtered(&page.search) {
                " " a href="/" { (t.show_all(page.on_sale)) }
            }
        }
    }
}

/// Event by event where that is the order, else ticket by ticket.
fn listings(context: &PageContext<'_>, page: &Home) -> Markup {
    html! {
        @if page.search.sort == "soonest" {
            @for group in page.listings.chunk_by(|a, b| a.event.id == b.event.id) {
                (event_group(context, group))
            }
        } @else {
            ul .rows .card {
                @for listing in &page.listings {
                    (found_row(context, listing, Some(&listing.event)))
                }
            }
        }
    }
}

/// Tickets for one event, below its name.
fn event_group(context: &PageContext<'_>, group: &[Listing]) -> Markup {
    html! {
        @if let Some(Listing { event, .. }) = group.first() {
            section .group {
                header .row-head {
                    (date_leaf(context, event))
                    div {
                        h2 { a href=(event.path()) { (event.name) } }
                        p .muted { (event_date(context, event)) " · " (place(event)) }
                    }
                }
                ul .rows { @for listing in group { (found_row(context, listing, None)) } }
            }
        }
    }
}

/// `GET /events/{id}`: one event and its tickets.
pub fn event(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let t = context.language;
    let path = page.event.path();
    let wanted = wanted_query(context).map(|wanted| wanted + "&").unwrap_or_default();
    let main = html! {
        div .hero .event-head {
            (poster_img(&page.event, false))
            div {
                p .eyebrow { (page.event.category.name(t)) }
                h1 dir=[page.event.name.dir()] { (*page.event.name) }
                (event_facts(context, &page.event))
            }
        }
        ul .counts aria-label=(t.tickets_of_event()) {
            li { strong data-count="available" { (page.available) } (t.count_available()) }
            li { strong data-count="reserved" { (page.held) } (t.count_held()) }
            li { strong data-count="sold" { (page.sold) } (t.count_sold()) }
        }
        @if page.started {
            p .notice { (t.tickets_not_sold_any_more()) }
        }
        @if page.listings.is_empty() {
            (empty(t.no_tickets_here(), t.nobody_sells_a_ticket(), None))
        } @else {
            ul .rows .card {
                @for listing in &page.listings { (found_row(context, listing, None)) }
            }
            (paging(context, &path, &page.paging))
        }
        (live(context, &format!("/events/{}/live?{wanted}tickets=", page.event.id), Some(page.listed)))
        @if !page.started {
            p {
                a .button href={ "/sell?event_id=" (page.event.id) } { (t.sell_a_ticket_for_this()) }
            }
        }
    };
    layout_of_live(context, &page.event.name, Here::Elsewhere, &main)
}

/// A ticket, and what it is for where that is not said above.
fn found_row(context: &PageContext<'_>, listing: &Listing, event: Option<&EventLine>) -> Markup {
    let more = html! {
        @if let Some(event) = event {
            p .muted {
                strong { (event.name) } " · " (event_date(context, event)) " · " (place(event))
            }
        }
        @if listing.status.word != "available" { (row_state(context, listing.status)) }
    };
    ticket_row(context, listing, listing.price, &more)
}

//! What a seller has listed, as a table.

use maud::{Markup, html};

use super::{
    FieldErrors, NotDone, OwnListing, PageContext, SellingPage, SellingTab,
    event_changes::event_state,
    layout::{Here, layout},
    parts::{Field, empty, event_date, place_line, price, row_state, turning},
};
use crate::types::Language;

/// `GET /selling`: what the viewer has listed and sold, newest first; what is `available` can be
/// edited and withdrawn.
pub fn selling(context: &PageContext<'_>, page: &SellingPage) -> Markup {
    let t = context.language;
    let main = html! {
        h1 { (t.my_listings()) }
        p { a href="/selling/money" { (t.money_title()) } }
        @if let Some(not_done) = &page.not_done { (what_is_not_done(t, not_done)) }
        @if page.tab == SellingTab::All && page.rows.is_empty() {
            (empty(t.nothing_listed(), t.listings_are_kept_here(), Some(("/sell", t.sell_title()))))
        } @else {
            (tabs(context, page))
            p .lead {
                (t.listings_newest_first())
                @if !context.fee.is_none() {
                    " " (t.prices_are_what_you_get(&t.number(context.fee.percent().to_string())))
                }
            }
            (what_it_comes_to(context, page))
            @if page.rows.is_empty() {
                p .muted { (t.nothing_of_this_kind()) }
            } @else {
                (table(context, page))
            }
            (turning(context, &page.tab.path(None), &page.turning))
        }
    };
    layout(context, t.my_listings(), Here::Selling, &main)
}

fn tabs(context: &PageContext<'_>, page: &SellingPage) -> Markup {
    let t = context.language;
    html! {
        nav .tabs aria-label=(t.my_listings()) {
            ul {
                @for tab in SellingTab::ALL {
                    li {
                        a href=(tab.path(None)) data-tab=(tab.word())
                            aria-current=[(tab == page.tab).then_some("page")]
                        {
                            (name(t, tab))
                            @if let Some(count) = page.sums.count(tab) { " " span .muted { (count) } }
                        }
                    }
                }
            }
        }
    }
}

fn name(t: Language, tab: SellingTab) -> &'static str {
    match tab {
        SellingTab::All => t.tab_all(),
        SellingTab::ForSale => t.tab_for_sale(),
        SellingTab::Held => t.tab_held(),
        SellingTab::Sold => t.tab_sold(),
        SellingTab::FileMissing => t.tab_file_missing(),
    }
}

fn what_it_comes_to(context: &PageContext<'_>, page: &SellingPage) -> Markup {
    let (t, sums) = (context.language, &page.sums);
    let amount = |minor| t.amount_of_minor(minor, context.currency);
    let decimal = |minor| context.currency.decimal(minor);
    html! {
        p data-asked=(decimal(sums.asked)) data-sold=(decimal(sums.sold_for)) {
            (t.listings_come_to(&amount(sums.asked), &amount(sums.sold_for)))
            @if let Some(count) = sums.sold_among { " " (t.sold_among_newest(count)) }
            " " a href="/selling/listings.csv" download { (t.listings_as_csv()) }
        }
    }
}

/// Why not all that was asked for is done.
fn what_is_not_done(t: Language, not_done: &NotDone) -> Markup {
    html! {
        div .alert role="alert" tabindex="-1" autofocus {
            p { (not_done.why) }
            @if !not_done.each.is_empty() {
                ul {
                    @for (listing, why) in &not_done.each {
                        li data-not-done=(listing.id) {
                            a href={ "/tickets/" (listing.id) } { (listing.title) }
                            @if let Some(place) = &listing.place { ", " (place) }
                            (t.colon()) (why)
                        }
                    }
                }
            }
        }
    }
}

/// The roles are said because narrow screens lay the table out as rows.
fn table(context: &PageContext<'_>, page: &SellingPage) -> Markup {
    let t = context.language;
    let is_any_free = page.rows.iter().any(|row| row.listing.status.word == "available");
    let here = page.turning.here.as_deref().and_then(|here| here.split_once('='));
    let columns = [
        t.column_choose(),
        t.column_ticket(),
        t.column_price(),
        t.column_status(),
        t.column_file(),
        t.column_more(),
    ];
    html! {
        form .stack method="post" action="/selling/price" {
            input type="hidden" name="show" value=(page.tab.word());
            @if let Some((turn, from)) = here { input type="hidden" name=(turn) value=(from); }
            table .dense .card role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in columns { th role="columnheader" scope="col" { (column) } }
                    }
                }
                tbody role="rowgroup" { @for own in &page.rows { (row(context, own)) } }
            }
            @if is_any_free { (with_the_chosen(context, page)) }
        }
    }
}

fn row(context: &PageContext<'_>, own: &OwnListing) -> Markup {
    let (t, listing) = (context.language, &own.listing);
    let path = format!("/tickets/{}", listing.id);
    let is_free = listing.status.word == "available";
    html! {
        tr role="row"
            data-ticket-id=(listing.id)
            data-ticket-status=(listing.status.word)
            data-expires-at=[listing.status.expires_at.map(|at| at.rfc3339())]
        {
            td role="cell" .choose {
                @if is_free {
                    label {
                        input type="checkbox" name="ticket" value=(listing.id) checked[own.is_chosen]
                            aria-label=(t.choose_listing(&listing.title));
                    }
                }
            }
            td role="cell" .what {
                a href=(path) { (listing.title) }
                (place_line(listing.place.as_ref()))
                p .muted {
                    (listing.event.name) " · " (event_date(context, &listing.event)) " "
                    (event_state(context, &listing.event))
                }
                @if listing.is_disputed { p .row-state data-seat-disputed { (t.seat_disputed()) } }
            }
            td role="cell" .cost { (price(context, listing.asked)) }
            td role="cell" { (row_state(context, listing.status)) }
            td role="cell" {
                @if let Some(file) = own.file { (file.kind) }
                @else if own.lacks_file { a href=(path) data-file-missing { (t.file_is_missing()) } }
                @else { "–" }
            }
            td role="cell" .more {
                @if is_free {
                    a href={ (path) "/edit" } { (t.listing_edit()) }
                } @else if let Some(order) = listing.sold_by {
                    a href={ "/orders/" (order) } { (t.listing_sale()) }
                }
            }
        }
    }
}

/// What can be done about all that are chosen. The first button is what Enter presses in its field.
fn with_the_chosen(context: &PageContext<'_>, page: &SellingPage) -> Markup {
    let t = context.language;
    let field = Field {
        label: &t.price_in(context.currency.code()),
        short: true,
        ..Field::decimal(t, "price", &page.price)
    };
    html! {
        p #chosen { (t.with_the_chosen()) }
        div .actions role="group" aria-labelledby="chosen" {
            details .ask {
                summary { (t.reprice_chosen()) }
                div .asked {
                    (field.render(&FieldErrors::new()))
                    button type="submit" { (t.reprice_chosen_button()) }
                }
            }
            details .ask {
                summary { (t.withdraw_chosen()) }
                div .asked {
                    p { (t.withdraw_chosen_question()) }
                    button .danger type="submit" formaction="/selling/withdraw" {
                        (t.withdraw_chosen_button())
                    }
                }
            }
        }
    }
}

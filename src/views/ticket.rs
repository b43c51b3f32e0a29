use maud::{Markup, html};

use super::{
    FieldErrors, Listing, Onlooker, PageContext, RefusalView, TicketPage,
    event_changes::event_news,
    files::{download, how_it_comes, sellers_file},
    layout::{Here, layout_of_live},
    line::{for_ticket, line_query},
    listing_fields::ticket_facts,
    parts::{
        Field, Plain, alert, ask_first, countdown, deadline, event_facts, live, moment, price,
        price_text, query_value, seat_disputed, status_badge, watched_deadline,
    },
    sharing,
};
use crate::{
    domain::{SeatsGo, history::Happened},
    types::{BuyerFee, Language, Timestamp},
};

/// `GET /tickets/{id}`: the ticket, its live status, and what this onlooker can do.
pub fn ticket(context: &PageContext<'_>, page: &TicketPage) -> Markup {
    let listing = &page.listing;
    let path = format!("/tickets/{}", listing.id);
    let live_path = match line_query(context) {
        Some(line) => format!("{path}/live?{line}"),
        None => format!("{path}/live"),
    };
    let main = html! {
        @if let Some(why) = &page.refusal { (refusal(context, page, why, &path)) }
        article .pass
            data-ticket-id=(listing.id)
            data-ticket-status=(listing.status.word)
            data-expires-at=[listing.status.expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
            data-mine[matches!(page.onlooker, Onlooker::Seller | Onlooker::Buyer(_))]
        {
            div .pass-body {
                p .eyebrow { a href=(listing.event.path()) { (listing.event.name) } }
                h1 dir=[listing.title.dir()] { (*listing.title) }
                (event_facts(context, &listing.event))
                (event_news(context, &listing.event, None))
                (ticket_facts(context, &page.details))
                @if listing.is_disputed { (seat_disputed(context, page.onlooker == Onlooker::Seller)) }
                @if page.onlooker != Onlooker::Seller
                    && matches!(listing.status.word, "available" | "reserved" | "selling")
                {
                    (how_it_comes(context, page.file.attached, page.file.comes))
                }
            }
            div .pass-stub {
                (price_of(context, page))
                (standing(context, page, &path))
            }
        }
        @if page.onlooker == Onlooker::Seller { (sellers_file(context, listing.id, &page.file)) }
        @if let Some(lines) = &page.history { (history(context, lines)) }
        @if matches!(page.onlooker, Onlooker::Other | Onlooker::Buyer(_)) {
            (report(context.language, &path))
        }
        (live(context, &live_path, None))
    };
    layout_of_live(context, &sharing::of_ticket(context, page), Here::Elsewhere, &main)
}

/// What its buyer pays; for its seller what they get, and that.
fn price_of(context: &PageContext<'_>, page: &TicketPage) -> Markup {
    let listing = &page.listing;
    let badge = status_badge(context, listing.status.word);
    if page.onlooker != Onlooker::Seller || listing.price == listing.asked {
        return html! { p .pass-price { (price(context, listing.price)) (badge) } };
    }
    let asked = price_text(context, listing.asked);
    html! {
        p .pass-price { span .price { (asked) } (badge) }
        p { (context.language.you_get(&asked)) (price(context, listing.price)) "." }
    }
}

/// Telling those who run the site of it, folded away.
fn report(t: Language, path: &str) -> Markup {
    let reason = Field {
        label: t.report_why(),
        maxlength: Some(200),
        required: true,
        ..Field::new(t, "reason", "")
    };
    html! {
        details .ask {
            summary { (t.report_listing()) }
            form .stack method="post" action={ (path) "/report" } {
                p { (t.report_ask()) }
                (reason.render(&FieldErrors::new()))
                button type="submit" { (t.report_send()) }
            }
        }
    }
}

/// What has happened to the ticket, folded away.
fn history(context: &PageContext<'_>, lines: &[(Timestamp, String)]) -> Markup {
    html! {
        details .history {
            summary { (context.language.history()) }
            ol { @for (at, what) in lines { li { (moment(context, *at)) " · " (what) } } }
        }
    }
}

/// Why the ticket is not held for who pressed Buy. One that ends by itself is gone when it has.
fn refusal(context: &PageContext<'_>, page: &TicketPage, why: &RefusalView, path: &str) -> Markup {
    if why.ends.is_none() && why.holds.is_empty() {
        return alert(Some(&why.message));
    }
    let t = context.language;
    let at = why.ends.map(|(_, at)| at.rfc3339());
    html! {
        div .alert role="alert" tabindex="-1" autofocus data-expires-at=[at.as_ref()] data-reload=[at.as_ref().map(|_| path)] {
            p { (why.message) }
            @if why.holds.is_empty() {
                p { (other_tickets(t, page)) }
            } @else {
                ul {
                    @for held in &why.holds {
                        li {
                            a href={ "/orders/" (held.id) } { (held.title) ", " (held.event.name) }
                            @if let Some(at) = held.expires_at { ", " (t.until()) (deadline(context, at)) }
                        }
                    }
                }
            }
            @if let Some((what, at)) = why.ends {
                p { (what) " " strong { (deadline(context, at)) } ". " (countdown()) }
            }
        }
    }
}

/// Where the ticket stands, as far as it concerns this onlooker, and what they can do.
fn standing(context: &PageContext<'_>, page: &TicketPage, path: &str) -> Markup {
    let t = context.language;
    match (page.onlooker, page.listing.status.word) {
        (Onlooker::Seller, "available") => sellers_choices(t, page, path),
        (Onlooker::Seller, _) => sellers_news(context, page),
        (Onlooker::Buyer(_), _) => buyers_link(context, page),
        (_, "available") if page.started => html! {
            p { (t.event_started_not_sold()) }
        },
        (_, "available") if page.file.comes.file_due.is_some_and(|due| context.now >= due) => {
            html! {
                p { (t.comes_as_file_overdue()) (other_tickets(t, page)) }
            }
        }
        (onlooker, "available") => html! {
            @if onlooker == Onlooker::Visitor {
                a .button .primary href={ "/signin?next=" (query_value(path)) } { (t.sign_in_to_buy()) }
            } @else if let Some(together) = &page.goes_with {
                p {
                    @if page.seats_go == Some(SeatsGo::Together) {
                        (t.go_only_together(together.tickets.len()))
                    } @else {
                        (t.goes_with_neighbours(together.tickets.len()))
                    }
                }
                form method="post" action={ "/events/" (page.listing.event.id) "/buy" } {
                    @for ticket in &together.tickets {
                        input type="hidden" name="ticket" value=(ticket);
                    }
                    input type="hidden" name="price" value=(together.total.decimal(context.currency));
                    button .primary type="submit" {
                        (t.buy_all_for(&price_text(context, together.total)))
                    }
                }
            } @else {
                form method="post" action={ (path) "/buy" } {
                    input type="hidden" name="price" value=(page.listing.price.decimal(context.currency));
                    button .primary type="submit" {
                        (t.buy_for(&price_text(context, page.listing.price)))
                    }
                }
            }
            (what_is_fee(context, page))
            p .hint { (Plain(t.what_buying_means())) }
            @if page.seats_go != Some(SeatsGo::Together) { (for_ticket(context, page, path)) }
        },
        (_, "reserved") => html! {
            (watched_deadline(context, t.held_by_another_until(), page.listing.status.expires_at))
            p { (Plain(t.free_again_if_unpaid())) }
            (for_ticket(context, page, path))
        },
        (_, "selling") => html! {
            p { (Plain(t.another_is_paying())) }
            (for_ticket(context, page, path))
        },
        (_, "sold") => html! {
            p { (t.somebody_else_bought_it()) (other_tickets(t, page)) }
        },
        _ => html! {
            p { (t.seller_took_it_back()) (other_tickets(t, page)) }
        },
    }
}

fn what_is_fee(context: &PageContext<'_>, page: &TicketPage) -> Markup {
    let t = context.language;
    let Listing { price, asked, .. } = page.listing;
    let fee = t.amount_of_minor(BuyerFee::minor_within(price, asked), context.currency);
    html! {
        @if !context.fee.is_none() {
            p .hint {
                (t.that_is_all_you_pay())
                span data-fee { (fee) } (t.of_it_is_the_fee())
            }
        }
    }
}

fn other_tickets(t: Language, page: &TicketPage) -> Markup {
    html! { a href=(page.listing.event.path()) { (t.see_other_tickets()) } }
}

fn sellers_choices(t: Language, page: &TicketPage, path: &str) -> Markup {
    let withdraw = ask_first(
        t.withdraw(),
        t.withdraw_question(),
        &format!("{path}/withdraw"),
        t.withdraw_this_ticket(),
    );
    html! {
        p {
            @if page.started {
                (t.event_started_yours_not_sold())
            } @else {
                (t.you_are_selling())
            }
            @if page.listed_with > 0 {
                " " (t.listed_with_it(page.listed_with))
            }
            @if let Some(how) = page.seats_go { " " (t.seats_go(how)) "." }
        }
        div .actions {
            a .button href={ (path) "/edit" } { (t.edit_listing()) }
            a .button href="/selling" { (t.my_listings()) }
            @if page.listed_with > 0 { a .button href={ (path) "/files" } { (t.files_of_all()) } }
            (withdraw)
        }
    }
}

fn sellers_news(context: &PageContext<'_>, page: &TicketPage) -> Markup {
    let t = context.language;
    html! {
        @match page.listing.status.word {
            "reserved" => {
                (watched_deadline(context, t.held_by_a_buyer_until(), page.listing.status.expires_at))
                p { (t.locked_meanwhile()) }
            }
            "selling" => p { (t.buyer_is_paying()) (t.locked_meanwhile()) },
            "sold" => p { (t.you_have_sold_it()) },
            _ => p {
                @match page.withdrawn {
                    Some(Happened::Refunded(_)) => (t.withdrawn_with_refund()),
                    Some(Happened::Removed) => (t.withdrawn_by_site()),
                    Some(Happened::Recalled) => (t.withdrawn_with_purchase()),
                    _ => (t.you_have_withdrawn_it()),
                }
            },
        }
        p { a .button href="/selling" { (t.my_listings()) } }
    }
}

fn buyers_link(context: &PageContext<'_>, page: &TicketPage) -> Markup {
    let t = context.language;
    let Onlooker::Buyer(order) = page.onlooker else { return html! {} };
    html! {
        @match page.listing.status.word {
            "reserved" => {
                (watched_deadline(context, t.held_for_you_until(), page.listing.status.expires_at))
                a .button .primary href={ "/orders/" (order) } { (t.go_on_to_pay()) }
            }
            "selling" => {
                p { (t.payment_is_being_settled()) }
                a .button .primary href={ "/orders/" (order) } { (t.see_your_order()) }
            }
            _ => {
                p { (t.it_is_yours()) }
                @if page.file.attached.is_none() && page.file.comes.handover.is_some() {
                    (how_it_comes(context, None, page.file.comes))
                }
                @if let (Some(file), true) = (page.file.attached, page.file.is_for_onlooker) {
                    p { (download(context, page.listing.id, file, t.download_your_ticket(), true)) }
                }
                a .button .primary[!page.file.is_for_onlooker] href={ "/orders/" (order) } { (t.see_your_order()) }
            }
        }
    }
}

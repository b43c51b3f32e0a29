use maud::{Markup, html};

use super::{
    HistoryLine, Listing, Onlooker, Refusal, Shell, TicketPage,
    files::{download, how_it_comes, sellers_file},
    layout::{Head, Here, layout},
    listing_fields::ticket_facts,
    parts::{
        AskFirst, alert, count, countdown, deadline, event_facts, live, moment, price, price_text,
        query_value, ticket_badge, watched_deadline,
    },
    wishes::{tell, wanted_query},
};
use crate::types::BuyerFee;

/// `GET /tickets/{id}`: the ticket, its live status, and what this onlooker can do.
#[must_use]
pub fn ticket(shell: &Shell<'_>, page: &TicketPage) -> Markup {
    let listing = &page.listing;
    let path = format!("/tickets/{}", listing.id);
    // Of this ticket the page itself tells.
    let wanted: Vec<_> = shell.wanted.iter().filter(|of| of.id != listing.id).cloned().collect();
    let shell = &Shell { wanted: &wanted, ..shell.clone() };
    let live_path = match wanted_query(shell) {
        Some(wanted) => format!("{path}/live?{wanted}"),
        None => format!("{path}/live"),
    };
    let main = html! {
        @if let Some(why) = &page.refusal { (refusal(shell, page, why, &path)) }
        article .pass
            data-ticket-id=(listing.id)
            data-ticket-status=(listing.status.word)
            data-expires-at=[listing.status.expires_at.map(|at| at.rfc3339())]
            data-reload=(path)
            data-mine[matches!(page.onlooker, Onlooker::Seller | Onlooker::Buyer(_))]
        {
            div .pass-body {
                p .eyebrow { a href={ "/events/" (listing.event.id) } { (listing.event.name) } }
                h1 { (listing.title) }
                (event_facts(shell, &listing.event))
                (ticket_facts(shell, &page.details))
                @if page.onlooker != Onlooker::Seller
                    && matches!(listing.status.word, "available" | "reserved" | "selling")
                {
                    (how_it_comes(page.file.attached))
                }
            }
            div .pass-stub {
                (price_of(shell, page))
                (standing(shell, page, &path))
            }
        }
        @if page.onlooker == Onlooker::Seller { (sellers_file(listing.id, &page.file)) }
        @if let Some(lines) = &page.history { (history(shell, lines)) }
        (live(shell, &live_path))
    };
    layout(shell, &Head::new(&listing.title, Here::Elsewhere), &main)
}

/// What its buyer pays; for its seller what they get, and that.
fn price_of(shell: &Shell<'_>, page: &TicketPage) -> Markup {
    let listing = &page.listing;
    let badge = ticket_badge(shell, listing.status);
    if page.onlooker != Onlooker::Seller || listing.price == listing.asked {
        return html! { p .pass-price { (price(shell, listing.price)) (badge) } };
    }
    let asked = price_text(shell, listing.asked);
    html! {
        p .pass-price { span .price { (asked) } (badge) }
        p { "You get " (asked) "; buyers pay " (price(shell, listing.price)) "." }
    }
}

/// What has happened to the ticket, folded away.
fn history(shell: &Shell<'_>, lines: &[HistoryLine]) -> Markup {
    html! {
        details .history {
            summary { "History" }
            ol { @for line in lines { li { (moment(shell, line.at)) " · " (line.what) } } }
        }
    }
}

/// Why the ticket is not held for who pressed Buy. One that ends by itself is gone when it has.
fn refusal(shell: &Shell<'_>, page: &TicketPage, why: &Refusal, path: &str) -> Markup {
    if why.ends.is_none() && why.holds.is_empty() {
        return alert(Some(&why.message));
    }
    let at = why.ends.map(|ends| ends.at.rfc3339());
    html! {
        div .alert role="alert" data-expires-at=[at.as_ref()] data-reload=[at.as_ref().map(|_| path)] {
            p { (why.message) }
            @if why.holds.is_empty() {
                p { (other_tickets(page)) }
            } @else {
                ul {
                    @for held in &why.holds {
                        li {
                            a href={ "/orders/" (held.id) } { (held.title) ", " (held.event.name) }
                            @if let Some(at) = held.expires_at { ", until " (deadline(shell, at)) }
                        }
                    }
                }
            }
            @if let Some(ends) = why.ends {
                p { (ends.what) " " strong { (deadline(shell, ends.at)) } ". " (countdown()) }
            }
        }
    }
}

/// Where the ticket stands, as far as it concerns this onlooker, and what they can do.
fn standing(shell: &Shell<'_>, page: &TicketPage, path: &str) -> Markup {
    match (page.onlooker, page.listing.status.word) {
        (Onlooker::Seller, "available") => sellers_choices(page, path),
        (Onlooker::Seller, _) => sellers_news(shell, page),
        (Onlooker::Buyer(_), _) => buyers_link(shell, page),
        (_, "available") if page.started => html! {
            p { "The event has started: this ticket is not sold any more." }
        },
        (Onlooker::Visitor, "available") => html! {
            a .button .primary href={ "/signin?next=" (query_value(path)) } { "Sign in to buy" }
            (what_is_fee(shell, page))
            (what_buying_means())
            (tell(shell, page, path))
        },
        (Onlooker::Other, "available") => html! {
            form method="post" action={ (path) "/buy" } {
                input type="hidden" name="price" value=(page.listing.price.decimal(shell.currency));
                button .primary type="submit" { "Buy for " (price_text(shell, page.listing.price)) }
            }
            (what_is_fee(shell, page))
            (what_buying_means())
            (tell(shell, page, path))
        },
        (_, "reserved") => html! {
            (watched_deadline(shell, "Held by another buyer until", page.listing.status.expires_at))
            p { "If they do not pay, it is free again then." }
            (tell(shell, page, path))
        },
        (_, "selling") => html! {
            p { "Another buyer is paying for it right now. If the payment fails, it is free again." }
            (tell(shell, page, path))
        },
        (_, "sold") => html! {
            p { "Somebody else has bought it. " (other_tickets(page)) }
        },
        _ => html! {
            p { "Its seller has taken it back. " (other_tickets(page)) }
        },
    }
}

fn what_is_fee(shell: &Shell<'_>, page: &TicketPage) -> Markup {
    let Listing { price, asked, .. } = page.listing;
    html! {
        @if !shell.fee.is_none() {
            p .hint {
                "That is all you pay. "
                span data-fee { (BuyerFee::decimal_within(price, asked, shell.currency)) }
                " " (shell.currency) " of it is this site’s fee."
            }
        }
    }
}

fn what_buying_means() -> Markup {
    html! { p .hint { "It is then held for you, and for nobody else, while you pay." } }
}

fn other_tickets(page: &TicketPage) -> Markup {
    html! { a href={ "/events/" (page.listing.event.id) } { "See other tickets for this event" } }
}

fn sellers_choices(page: &TicketPage, path: &str) -> Markup {
    let withdraw = AskFirst {
        summary: "Withdraw",
        question: "Take this ticket off the market? You would have to list it anew to sell it.",
        action: format!("{path}/withdraw"),
        button: "Withdraw this ticket",
    };
    html! {
        p {
            @if page.started {
                "The event has started: your ticket is not sold any more."
            } @else {
                "You are selling this ticket. Anyone can buy it now."
            }
            @if page.listed_with > 0 {
                " " (count(page.listed_with, "other was", "others were")) " listed with it."
            }
        }
        div .actions {
            a .button href={ (path) "/edit" } { "Edit" }
            a .button href="/selling" { "My listings" }
            (withdraw.render())
        }
    }
}

fn sellers_news(shell: &Shell<'_>, page: &TicketPage) -> Markup {
    let locked = "It cannot be edited or withdrawn meanwhile.";
    html! {
        @match page.listing.status.word {
            "reserved" => {
                (watched_deadline(shell, "Held by a buyer until", page.listing.status.expires_at))
                p { (locked) }
            }
            "selling" => p { "A buyer is paying for your ticket right now. " (locked) },
            "sold" => p { "You have sold this ticket." },
            _ => p { "You have withdrawn this ticket. Nobody can buy it." },
        }
        p { a .button href="/selling" { "My listings" } }
    }
}

fn buyers_link(shell: &Shell<'_>, page: &TicketPage) -> Markup {
    let Onlooker::Buyer(order) = page.onlooker else { return html! {} };
    html! {
        @match page.listing.status.word {
            "reserved" => {
                (watched_deadline(shell, "Held for you until", page.listing.status.expires_at))
                a .button .primary href={ "/orders/" (order) } { "Go on to pay" }
            }
            "selling" => {
                p { "Your payment is being settled." }
                a .button .primary href={ "/orders/" (order) } { "See your order" }
            }
            _ => {
                p { "It is yours." }
                @if let (Some(file), true) = (page.file.attached, page.file.is_for_onlooker) {
                    p { (download(page.listing.id, file, "Download your ticket", true)) }
                }
                a .button .primary[!page.file.is_for_onlooker] href={ "/orders/" (order) } { "See your order" }
            }
        }
    }
}

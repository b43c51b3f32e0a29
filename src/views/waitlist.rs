//! "Tell me when it is free", wherever a page says so.

use maud::{Markup, html};

use super::{
    Listing, Onlooker, PageContext, TicketPage,
    parts::{Plain, event_date, live, price, query_value, row_state},
};

/// What the viewer waits for and is free now; the rest is there for the script to show.
pub(super) fn notices(context: &PageContext<'_>) -> Markup {
    let (t, tickets) = (context.language, context.wanted);
    html! {
        @if !tickets.is_empty() {
            div .wide role="status" {
                @for ticket in tickets {
                    @let path = format!("/tickets/{}", ticket.id);
                    div .notice .actions .wanted data-wanted data-ticket-id=(ticket.id) hidden[!ticket.is_free] {
                        p { (t.is_free_now(&ticket.title, &ticket.event)) }
                        a .button href=(path) { (t.see_it()) }
                        form method="post" action={ (path) "/tell/stop" } {
                            button .plain type="submit" { (t.do_not_tell_me()) }
                        }
                    }
                }
            }
        }
    }
}

/// The stream by which the notices of a page that shows nothing else live come and go.
pub(super) fn live_notices(context: &PageContext<'_>) -> Markup {
    let ids: Vec<_> = context.wanted.iter().map(|ticket| ticket.id.to_string()).collect();
    html! {
        @if !ids.is_empty() { (live(context, &format!("/live?tickets={}", ids.join(",")), None)) }
    }
}

/// What a stream is also to tell of: the tickets that the viewer wants; with nothing before it that
/// it would follow.
pub(super) fn wanted_query(context: &PageContext<'_>) -> Option<String> {
    let ids: Vec<_> = context.wanted.iter().map(|ticket| ticket.id.to_string()).collect();
    (!ids.is_empty()).then(|| format!("wanted={}", ids.join(",")))
}

/// The same before what else a stream is told of.
pub(super) fn wanted_before(context: &PageContext<'_>) -> String {
    wanted_query(context).map(|wanted| wanted + "&").unwrap_or_default()
}

/// To be told when it is free, or no more. While it is free, this is there for the script to show.
pub(super) fn tell(context: &PageContext<'_>, page: &TicketPage, path: &str) -> Markup {
    let hidden = page.listing.status.word == "available";
    let t = context.language;
    html! {
        @if page.started {
        } @else if page.onlooker == Onlooker::Visitor {
            a .button data-tell hidden[hidden] href={ "/signin?next=" (query_value(path)) } {
                (t.sign_in_to_be_told())
            }
        } @else if page.asked {
            form .tell method="post" action={ (path) "/tell/stop" } data-tell hidden[hidden] {
                p { (t.you_will_be_told(context.mails)) }
                button type="submit" { (t.do_not_tell_me()) }
            }
        } @else {
            form .tell method="post" action={ (path) "/tell" } data-tell hidden[hidden] {
                button type="submit" { (Plain(t.tell_me_when_free())) }
                p .hint { (t.how_you_are_told(context.mails)) }
            }
        }
    }
}

/// The tickets of which the viewer will be told.
pub(super) fn waited_for(context: &PageContext<'_>, tickets: &[Listing]) -> Markup {
    html! {
        @if !tickets.is_empty() {
            section .stack {
                h2 #wanted { (context.language.told_when_these_are_free()) }
                ul .rows .card {
                    @for ticket in tickets {
                        li .row {
                            div {
                                a .row-link href={ "/tickets/" (ticket.id) } { (ticket.title) }
                                p .muted { (ticket.event.name) " · " (event_date(context, &ticket.event)) }
                                (row_state(context, ticket.status))
                                form .actions method="post" action={ "/tickets/" (ticket.id) "/tell/stop" } {
                                    input type="hidden" name="next" value="/orders#wanted";
                                    button type="submit" { (context.language.do_not_tell_me()) }
                                }
                            }
                            (price(context, ticket.price))
                        }
                    }
                }
            }
        }
    }
}

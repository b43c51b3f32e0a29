use maud::{Markup, html};

use super::{
    EventCard, EventFilterForm, EventPage, EventState, Home, Listing, PageContext, SeatRunLine,
    alerts,
    event_changes::{event_news, event_state, was_and_is},
    layout::{Here, layout_of_live},
    line::{for_seats, line_before},
    parts::{
        Field, alert, described_by, empty, event_date, event_facts, field_error, live, paging,
        place, poster_img, price, query_value, row_state, ticket_row, turning,
    },
    price_plot::price_plot,
    search::{is_filtered, is_priced, nothing_found, quick_filters, search_form, search_path},
    sharing,
};
use crate::types::{AgainstFaceValue, Language, isolated, seat_key};

/// `GET /`: the events that there are tickets for, as far as they are looked for.
pub fn home(context: &PageContext<'_>, page: &Home) -> Markup {
    let line = line_before(context);
    let t = context.language;
    let is_empty = page.on_sale == 0 && page.cards.is_empty();
    let main = html! {
        div .hero {
            h1 { (t.tickets_for_sale()) }
            @if !context.operator.headline.is_empty() {
                p .lead data-headline { (isolated(&context.operator.headline)) }
            }
            @if !is_empty {
                (search_form(context, &page.search))
                (quick_filters(context, &page.search))
            }
        }
        @if is_empty {
            (empty(t.nothing_for_sale(), t.be_the_first_to_sell(), Some(("/sell", t.sell_a_ticket()))))
        } @else if page.cards.is_empty() {
            (nothing_found(context, page))
        } @else {
            (found(t, page))
            ul .cards {
                @for (n, card) in page.cards.iter().enumerate() {
                    (event_card(context, card, is_priced(&page.search), n >= AT_THE_TOP))
                }
            }
            (paging(context, &search_path(context, &page.search), &page.paging))
        }
        (alerts::of_search(context, page))
        (live(context, &format!("/live?{line}events="), Some(page.listed)))
    };
    layout_of_live(context, &sharing::of_home(context, page), Here::Home, &main)
}

/// How many cards may be seen before anybody scrolls: their pictures are not waited with.
const AT_THE_TOP: usize = 6;

/// How much was found.
fn found(t: Language, page: &Home) -> Markup {
    let order = match page.search.sort {
        "cheapest" => t.cheapest_first(),
        "newest" => t.newest_first(),
        _ => t.soonest_first(),
    };
    let sold_out = page.paging.total.saturating_sub(page.events);
    html! {
        p .lead {
            @if page.events > 0 {
                strong { (t.tickets(page.tickets)) }
                (t.at_events(&t.events_found(page.events))) (order)
                @if sold_out > 0 { " " (t.without_tickets_too(&t.events_found(sold_out))) }
            } @else {
                (t.without_tickets(&t.events_found(sold_out)))
            }
            @if is_filtered(&page.search) {
                " " a href="/" { (t.show_all(page.on_sale)) }
            }
        }
    }
}

/// An event, and what there is of it. What is left of its tickets within some prices is not told
/// again when it changes.
fn event_card(
    context: &PageContext<'_>,
    card: &EventCard,
    is_within_prices: bool,
    is_far_down: bool,
) -> Markup {
    let (t, EventCard { event, available, from, held }) = (context.language, card);
    html! {
        li .event-card data-event-id=(event.id) data-available=(available) {
            (poster_img(event, is_far_down))
            div {
                p .card-date { (event_date(context, event)) " " (event_state(context, event)) }
                h2 { a href=(event.path()) { (event.name) } }
                p .muted { (place(event)) }
                p .card-offer {
                    @if let Some(from) = from {
                        span .from { (t.price_from_on()) (price(context, *from)) }
                    }
                    span .left data-left[!is_within_prices] {
                        @match (available, held) {
                            (0, 0) => (t.sold_out()),
                            (0, _) => (t.all_held()),
                            (left, _) => (t.tickets_left(*left)),
                        }
                    }
                }
            }
        }
    }
}

/// `GET /events/{id}`: one event and its tickets.
pub fn event(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let t = context.language;
    let path = page.event.path();
    let line = line_before(context);
    let is_cancelled = page.event.state == EventState::Cancelled;
    let main = html! {
        div .hero .event-head {
            (poster_img(&page.event, false))
            div {
                p .eyebrow { (page.event.category.name(t)) }
                h1 dir=[page.event.name.dir()] { (*page.event.name) }
                (event_facts(context, &page.event))
                @if page.may_change {
                    p {
                        @if is_cancelled {
                            a .button href={ "/events/" (page.event.id) "/cancel" } { (t.refunds_title()) }
                        } @else {
                            a .button href={ "/events/" (page.event.id) "/change" } { (t.change_this_event()) }
                        }
                    }
                }
            }
        }
        (event_news(context, &page.event, page.reason.as_ref()))
        @if let Some(was) = &page.was { (was_and_is(context, t.event_was(), (was, page.reason.as_ref()), &page.event)) }
        @if !is_cancelled {
            ul .counts aria-label=(t.tickets_of_event()) {
                li { strong data-count="available" { (page.available) } (t.count_available()) }
                li { strong data-count="reserved" { (page.held) } (t.count_held()) }
                li { strong data-count="sold" { (page.sold) } (t.count_sold()) }
            }
        }
        @if page.started {
            p .notice { (t.tickets_not_sold_any_more()) }
        }
        (alert(page.notice.as_deref()))
        (ticket_filter(context, page))
        @if !page.runs.is_empty() { (together(context, page)) }
        @if page.listings.is_empty() && page.turning.is_some() {
            @if page.runs.is_empty() { (nothing_fits(context, page)) }
        } @else if !page.listings.is_empty() {
            ul .rows .card {
                @for listing in &page.listings { (found_row(context, listing)) }
            }
            @if page.turning.is_none() { (paging(context, &path, &page.paging)) }
        } @else if !is_cancelled {
            (empty(t.no_tickets_here(), t.nobody_sells_a_ticket(), None))
        }
        @if let Some(pages) = &page.turning { (turning(context, &filtered_path(context, page), pages)) }
        (live(context, &format!("/events/{}/live?{line}tickets=", page.event.id), Some(page.listed)))
        @if let Some(plot) = &page.plot { (price_plot(context, plot)) }
        @if !is_cancelled { (for_seats(context, page)) }
        @if !page.started && !is_cancelled {
            (alerts::of_event(context, page))
            p {
                a .button href={ "/sell?event_id=" (page.event.id) } { (t.sell_a_ticket_for_this()) }
            }
        }
    };
    layout_of_live(context, &sharing::of_event(context, page), Here::Elsewhere, &main)
}

/// To look for some of an event's tickets, and what of them is looked for.
fn ticket_filter(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let (t, form) = (context.language, &page.filter);
    let is_used = form.fields().iter().any(|(_, typed)| !typed.is_empty());
    let currency = context.currency.code();
    let counts = (2..=page.most).map(|count| (count.to_string(), count.to_string()));
    let has = |section: &&String| seat_key(section) == seat_key(&form.in_section);
    let chosen = form.sections.iter().find(has).unwrap_or(&form.in_section);
    let mut sections = form.sections.clone();
    // Somebody has it by a link, and all its tickets are gone.
    if !chosen.is_empty() && !sections.contains(chosen) && !form.errors.contains_key("in_section") {
        sections.push(chosen.clone());
    }
    let sections = sections.into_iter().map(|it| (it.clone(), isolated(&it).into_owned()));
    let up_to = Field {
        label: &t.price_to(currency),
        maxlength: Some(100),
        ..Field::decimal(t, "up_to", &form.up_to)
    };
    html! {
        @if form.is_offered || is_used {
            form .filter method="get" action=(page.event.path()) {
                details open[is_used] {
                    summary { (t.filter_tickets()) }
                    div .pair {
                        (choice(form, "together", (t.filter_together(), t.filter_any_number()), &form.together, counts))
                        @if sections.len() > 0 {
                            (choice(form, "in_section", (t.filter_section(), t.filter_any_section()), chosen, sections))
                        }
                        (up_to.render(&form.errors))
                    }
                    button type="submit" { (t.filter_show()) }
                }
            }
        }
        @if page.turning.is_some() {
            p .lead data-filtered {
                (t.only_these(&form.active.join(" · "))) " "
                a href=(page.event.path()) { (t.show_all(page.available)) }
            }
        }
    }
}

/// A field to choose one of some, or any.
fn choice(
    form: &EventFilterForm,
    name: &'static str,
    (label, any): (&str, &str),
    chosen: &str,
    from: impl Iterator<Item = (String, String)>,
) -> Markup {
    let error = form.errors.get(name).map(String::as_str);
    html! {
        div .field {
            label for=(name) { (label) }
            select id=(name) name=(name) aria-invalid=[error.map(|_| "true")]
                aria-describedby=[described_by(name, "", error)]
            {
                option value="" { (any) }
                @for (value, shown) in from {
                    option value=(value) selected[value == chosen] { (shown) }
                }
            }
            (field_error(name, error))
        }
    }
}

/// Where those of an event's tickets are that are looked for. A price has a point there, whoever is
/// sent the link.
pub(super) fn filtered_path(context: &PageContext<'_>, page: &EventPage) -> String {
    let fields = page.filter.fields().into_iter().filter(|(_, typed)| !typed.is_empty());
    let pairs = fields.map(|(name, typed)| {
        match (name, context.language.typed_price(typed, context.currency)) {
            ("up_to", Ok(price)) => format!("{name}={}", price.decimal(context.currency)),
            _ => format!("{name}={}", query_value(typed)),
        }
    });
    let path = page.event.path();
    match pairs.collect::<Vec<_>>().join("&") {
        query if query.is_empty() => path,
        query => format!("{path}?{query}"),
    }
}

/// That no ticket is as it is looked for, and what to do about it.
fn nothing_fits(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let t = context.language;
    let goes_on = page.turning.as_ref().is_some_and(|pages| pages.after.is_some());
    html! {
        @if goes_on {
            p .notice { (t.no_ticket_fits_yet()) }
        } @else {
            div .empty {
                h2 { (t.no_ticket_fits()) }
                p { (t.when_one_comes()) }
                p .actions {
                    @if !page.started { a .button .primary href="#line" { (t.wait_for_just_that()) } }
                    a .button href=(page.event.path()) { (t.show_all(page.available)) }
                }
            }
        }
    }
}

/// How a price stands to what is printed on the ticket, in words.
fn face_value_badge(context: &PageContext<'_>, against: Option<AgainstFaceValue>) -> Markup {
    let t = context.language;
    let percent = |percent: u64| t.percent(percent);
    let (class, words) = match against {
        None => return html! {},
        Some(AgainstFaceValue::Below(by)) => ("below", t.below_face_value(&percent(by))),
        Some(AgainstFaceValue::At) => ("at", t.at_face_value().to_owned()),
        Some(AgainstFaceValue::Above(by)) => ("above", t.above_face_value(&percent(by))),
    };
    html! { span class={ "face-value " (class) } data-face-value=(class) { (words) } }
}

/// Tickets that stand together, to be had by one press.
fn together(context: &PageContext<'_>, page: &EventPage) -> Markup {
    let t = context.language;
    let action = format!("/events/{}/buy", page.event.id);
    html! {
        section .together {
            h2 { (t.seats_together()) }
            ul .rows .card { @for run in &page.runs { (seat_run(context, run, &action)) } }
        }
    }
}

fn seat_run(context: &PageContext<'_>, run: &SeatRunLine, action: &str) -> Markup {
    let t = context.language;
    let most = run.counts.last().copied().unwrap_or_default();
    html! {
        li .run data-seat-run=(most) {
            p {
                strong { (run.place) }
                br;
                span .muted {
                    @if run.total.is_some() {
                        (t.only_together())
                    } @else {
                        (t.up_to_together(most))
                        @if run.is_kept_whole { " · " (t.none_left_alone()) }
                    }
                }
                @if run.against_face_value.is_some() { br; }
                (face_value_badge(context, run.against_face_value))
            }
            p .run-price {
                (price(context, run.total.unwrap_or(run.each))) br;
                span .muted {
                    @if run.total.is_some() { (t.for_all(run.tickets.len())) } @else { (t.each()) }
                }
            }
            @if run.is_own {
                p .muted data-own { (t.seats_are_yours()) }
            } @else {
                (hold_together(context, run, action))
            }
        }
    }
}

/// To hold so many of a run by one press.
fn hold_together(context: &PageContext<'_>, run: &SeatRunLine, action: &str) -> Markup {
    let t = context.language;
    let most = run.counts.last().copied().unwrap_or_default();
    let first = || run.counts.iter().copied().find(|count| *count > 1).unwrap_or(most);
    let chosen = run.chosen.unwrap_or_else(first);
    html! {
        form method="post" action=(action) {
            @for ticket in &run.tickets { input type="hidden" name="ticket" value=(ticket); }
            @if let Some(total) = run.total {
                input type="hidden" name="price" value=(total.decimal(context.currency));
            } @else {
                input type="hidden" name="each" value=(run.each.decimal(context.currency));
                label {
                    (t.how_many())
                    select name="quantity" {
                        @for count in &run.counts {
                            option value=(count) selected[*count == chosen] { (count) }
                        }
                    }
                }
            }
            button .primary type="submit" { (t.buy_together()) }
        }
    }
}

/// A ticket of the event above.
fn found_row(context: &PageContext<'_>, listing: &Listing) -> Markup {
    let more = html! {
        @if listing.status.word != "available" { (row_state(context, listing.status)) }
        (face_value_badge(context, listing.against_face_value))
    };
    ticket_row(context, listing, listing.price, &more)
}

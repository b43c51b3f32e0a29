use axum::{
    http::{StatusCode, header::LOCATION, request::Parts},
    response::{IntoResponse as _, Response},
};
use maud::Markup;

use crate::{
    http::{
        AskedPage, Form, HttpError, HttpResult, Id, Visitor,
        presenters::{self, PAGE},
        search::Search,
    },
    reads::catalog::Filter,
    types::{EventId, Quantity},
    views::{self, EventPage, Home, SearchForm},
};

/// How far what somebody could look for instead is counted.
const ENOUGH_TO_HELP: usize = 500;

/// What is for sale, as far as it is looked for.
pub(crate) async fn home(visitor: Visitor, parts: Parts) -> Markup {
    let context = visitor.context();
    let typed = Form::of_query(&parts);
    let search = Search::read(&typed, &context);
    let asked = AskedPage::of(&typed);
    let home = {
        let catalog = visitor.edge.market.tables().catalog();
        let count = |filter: &Filter| {
            catalog.find_some(filter, context.now, ENOUGH_TO_HELP).tickets.min(ENOUGH_TO_HELP)
        };
        let found = catalog.find(&search.filter, context.now);
        let paging = presenters::paging(&asked, found.tickets, |anchor| {
            Some(catalog.place_in(&found, search.sort, anchor.parse().ok()?))
        });
        let listings = catalog.page(&found, search.sort, paging.skipped, PAGE);
        let paging = presenters::anchored_in(&catalog, paging, &listings);
        let (mut without, mut alone) = (vec![], vec![]);
        if found.tickets == 0 {
            without = search.without_each(count);
        }
        if found.tickets == 0 && without.is_empty() {
            alone = search.each_alone(count);
        }
        Home {
            listings: presenters::listings(&catalog, listings, &context),
            paging,
            events: found.events.len(),
            on_sale: catalog.on_sale_count(context.now),
            listed: catalog.listed + visitor.edge.market.tables().live().came_back(),
            without,
            alone,
            counted_to: ENOUGH_TO_HELP,
            search: SearchForm { cities: catalog.cities(context.now), ..search.form },
        }
    };
    views::home(&context, &home)
}

/// So many groups of tickets that stand together are shown: the cheapest.
const RUNS_SHOWN: usize = 12;

/// An event and its tickets.
pub(crate) async fn event(visitor: Visitor, Id(id): Id<EventId>, asked: AskedPage) -> HttpResult {
    event_page(&visitor, id, &asked, None)
}

/// An event's page that says why something is not done.
pub(super) fn noticed(visitor: &Visitor, id: EventId, notice: String) -> HttpResult {
    event_page(visitor, id, &AskedPage::of(&Form::default()), Some(notice))
}

fn event_page(
    visitor: &Visitor,
    id: EventId,
    asked: &AskedPage,
    notice: Option<String>,
) -> HttpResult {
    let context = visitor.context();
    let most = visitor.edge.market.settings().limits.live_max.min(Quantity::MAX.get());
    let page = {
        let catalog = visitor.edge.market.tables().catalog();
        let event = catalog.event_that_stays(id).ok_or(HttpError::NotFound)?;
        if event.id != id {
            return Ok(moved_to(presenters::event_line(event).path()));
        }
        let counts = catalog.counts_of(id);
        let paging = presenters::paging(asked, counts.available + counts.held, |anchor| {
            Some(catalog.place_among(id, anchor.parse().ok()?))
        });
        let paging_is_first = paging.skipped == 0;
        let listed: Vec<_> = catalog.tickets_of(id).skip(paging.skipped).take(PAGE).collect();
        let paging = presenters::anchored_in(&catalog, paging, &listed);
        EventPage {
            event: presenters::event_line(event),
            listings: presenters::listings(&catalog, listed, &context),
            paging,
            available: counts.available,
            prices: catalog
                .prices_of(id)
                .map(|(lowest, highest)| (context.fee.shown(lowest), context.fee.shown(highest))),
            held: counts.held,
            sold: counts.sold,
            listed: counts.listed,
            started: event.starts_at <= context.now,
            runs: match event.starts_at > context.now && paging_is_first {
                true => presenters::seat_runs(&catalog, id, most, RUNS_SHOWN, &context),
                false => vec![],
            },
            notice,
        }
    };
    Ok(views::event(&context, &page).into_response())
}

/// Where an event is that was merged into another, for good: 301.
pub(super) fn moved_to(path: String) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, path)]).into_response()
}

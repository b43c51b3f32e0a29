use axum::{
    http::{StatusCode, Uri, header::LOCATION, request::Parts},
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
    types::EventId,
    views::{self, EventPage, Home, SearchForm, event_path},
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

/// An event and its tickets.
///
/// Its address has its name: any other one leads there.
pub(crate) async fn event(
    visitor: Visitor,
    Id(id): Id<EventId>,
    asked: AskedPage,
    uri: Uri,
) -> HttpResult {
    let context = visitor.context();
    let page = {
        let catalog = visitor.edge.market.tables().catalog();
        let event = catalog.event_that_stays(id).ok_or(HttpError::NotFound)?;
        let path = event_path(event.id, event.name.as_str());
        if uri.path() != path {
            let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
            return Ok(moved_to(path + &query));
        }
        let counts = catalog.counts_of(id);
        let paging = presenters::paging(&asked, counts.available + counts.held, |anchor| {
            Some(catalog.place_among(id, anchor.parse().ok()?))
        });
        let listed: Vec<_> = catalog.tickets_of(id).skip(paging.skipped).take(PAGE).collect();
        let paging = presenters::anchored_in(&catalog, paging, &listed);
        EventPage {
            event: presenters::event_line(event),
            listings: presenters::listings(&catalog, listed, &context),
            paging,
            available: counts.available,
            held: counts.held,
            sold: counts.sold,
            listed: counts.listed,
            started: event.starts_at <= context.now,
        }
    };
    Ok(views::event(&context, &page).into_response())
}

/// Where an event is that has another name, or was merged into another: 301.
pub(super) fn moved_to(path: String) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, path)]).into_response()
}

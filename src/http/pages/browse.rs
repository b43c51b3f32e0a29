use std::{cmp::Reverse, convert::Infallible};

use axum::{
    http::{StatusCode, header::LOCATION, request::Parts},
    response::{IntoResponse as _, Response},
};
use maud::Markup;

use super::alerts;
use crate::{
    domain::AlertTopic,
    http::{
        AskedPage, Form, HttpError, HttpResult, Id, Visitor,
        presenters::{self, EVENTS_PAGE, PAGE},
        search::Search,
        ticket_filter::EventFilter,
    },
    reads::{
        catalog::{Catalog, CatalogListing, EventAnchor, Filter},
        walk::{Stretch, Way},
    },
    types::{Category, City, Day, EventId, Quantity},
    usecases::events,
    views::{
        self, EventFilterForm, EventPage, Home, PageContext, Paging, QuickFilters, SearchForm,
        Turning, WishForm, event_path,
    },
};

/// How far what somebody could look for instead is counted.
const ENOUGH_TO_HELP: usize = 500;

/// What is for sale, as far as it is looked for.
pub(crate) async fn home(visitor: Visitor, parts: Parts) -> Markup {
    let context = visitor.context();
    let typed = Form::of_query(&parts);
    let search = Search::read(&typed, &context);
    let asked = AskedPage::of(&typed);
    let alerted = alerts::pace_of(&visitor, &AlertTopic::Search(search.topic()));
    let home = {
        let catalog = visitor.edge.market.tables().catalog();
        let count = |filter: &Filter| {
            catalog.find_some(filter, context.now, ENOUGH_TO_HELP).tickets.min(ENOUGH_TO_HELP)
        };
        let found = catalog.find_events(&search.filter, context.now);
        let total = found.all.len();
        let paging = presenters::paging_by(EVENTS_PAGE, &asked, total, |anchor| {
            Some(catalog.place_of_event(&found, search.sort, anchor.parse().ok()?))
        });
        let shown = catalog.page_of_events(&found, search.sort, paging.skipped, EVENTS_PAGE);
        let [first, last] = [shown.first(), shown.last()]
            .map(|offer| offer.map(|offer| EventAnchor::from(*offer).to_string()));
        let (mut without, mut alone) = (vec![], vec![]);
        if total == 0 {
            without = search.without_each(count);
        }
        if total == 0 && without.is_empty() {
            alone = search.each_alone(count);
        }
        let cities = catalog.cities(context.now);
        Home {
            cards: shown
                .iter()
                .map(|offer| presenters::event_card(&catalog, offer, &context))
                .collect(),
            paging: Paging { first, last, ..paging },
            events: found.on_sale,
            tickets: found.tickets,
            on_sale: catalog.on_sale_count(context.now),
            listed: catalog.listed + visitor.edge.market.tables().live().came_back(),
            without,
            alone,
            counted_to: ENOUGH_TO_HELP,
            alerted,
            search: SearchForm {
                quick: quick_filters(&catalog, &cities, &context),
                cities,
                ..search.form
            },
        }
    };
    views::home(&context, &home)
}

/// How many cities are looked for by a single press.
const QUICK_CITIES: usize = 6;

/// What is looked for by a single press: days by the site's clocks, and what there are tickets for.
fn quick_filters(
    catalog: &Catalog,
    cities: &[(City, usize)],
    context: &PageContext<'_>,
) -> QuickFilters {
    let today = Day::of(context.now, context.zone);
    let (first, last) = today.weekend();
    let mut most: Vec<_> = cities.iter().collect();
    most.sort_by_key(|(_, events)| Reverse(*events));
    QuickFilters {
        today: today.to_string(),
        weekend: (first.to_string(), last.to_string()),
        cities: most.into_iter().take(QUICK_CITIES).map(|(city, _)| city.clone()).collect(),
        categories: catalog
            .categories(context.now)
            .into_iter()
            .filter(|category| *category != Category::Other)
            .collect(),
    }
}

/// From so many tickets for sale on, one may look for some of an event's.
const FILTERED_FROM: usize = 9;

/// An event and its tickets.
///
/// Its address has its name: any other one leads there.
pub(crate) async fn event(visitor: Visitor, Id(id): Id<EventId>, parts: Parts) -> HttpResult {
    let path = {
        let catalog = visitor.edge.market.tables().catalog();
        let event = catalog.event_that_stays(id).ok_or(HttpError::NotFound)?;
        event_path(event.id, event.name.as_str())
    };
    if parts.uri.path() != path {
        let query = parts.uri.query().map_or_else(String::new, |query| format!("?{query}"));
        return Ok(moved_to(path + &query));
    }
    event_page(&visitor, id, &Form::of_query(&parts), None, WishForm::default())
}

/// An event's page that says why something is not done.
pub(super) fn noticed(visitor: &Visitor, id: EventId, notice: String) -> HttpResult {
    event_page(visitor, id, &Form::default(), Some(notice), WishForm::default())
}

/// An event's page with what somebody typed to wait for seats of it, and why that is not done.
pub(super) fn wished(visitor: &Visitor, id: EventId, typed: WishForm) -> HttpResult {
    event_page(visitor, id, &Form::default(), None, typed)
}

fn event_page(
    visitor: &Visitor,
    id: EventId,
    typed: &Form,
    notice: Option<String>,
    wish: WishForm,
) -> HttpResult {
    let context = visitor.context();
    let tables = visitor.edge.market.tables();
    let stays = tables.catalog().event_that_stays(id).cloned().ok_or(HttpError::NotFound)?;
    let may_change = events::may_change(&visitor.edge.market, visitor.caller(), &stays)?;
    let alerted = alerts::pace_of(visitor, &AlertTopic::Event(stays.id));
    let most = visitor.edge.market.settings().limits.live_max.min(Quantity::MAX.get());
    let is_here = |place: &&views::LinePlace| place.ticket.is_none() && place.event == stays.id;
    let place = context.line.iter().find(is_here);
    let place = place.map(|place| presenters::numbered(&visitor.edge, place));
    let asked = EventFilter::read(typed, most, &context);
    let is_on_sale = stays.starts_at > context.now && stays.cancellation().is_none();
    let asked_page = AskedPage::of(typed);
    let plot = match is_on_sale && asked_page.is_first() {
        true => visitor.edge.price_plots.of(tables, stays.id, &context)?,
        false => None,
    };
    let page = {
        let catalog = tables.catalog();
        let event = &stays;
        let id = event.id;
        let counts = catalog.counts_of(id);
        let shown = TicketsShown::of(&catalog, id, &asked, &asked_page);
        EventPage {
            event: presenters::event_line(event),
            listings: presenters::listings(&catalog, shown.listed, &context),
            available: counts.available,
            prices: catalog
                .prices_of(id)
                .map(|(lowest, highest)| (context.fee.shown(lowest), context.fee.shown(highest))),
            held: counts.held,
            sold: counts.sold,
            listed: counts.listed,
            started: event.starts_at <= context.now,
            runs: match is_on_sale && shown.is_first {
                true => {
                    let viewer = (visitor.user(), &context);
                    presenters::seat_runs(&catalog, id, most, &asked, viewer)
                }
                false => vec![],
            },
            filter: EventFilterForm {
                is_offered: is_on_sale && counts.available >= FILTERED_FROM,
                sections: match counts.available >= FILTERED_FROM || asked.is_active() {
                    true => catalog.sections_of(id).into_iter().map(str::to_owned).collect(),
                    false => vec![],
                },
                ..asked.form.clone()
            },
            plot,
            paging: shown.paging,
            turning: shown.turning,
            notice,
            wish: wish.or_of(&asked.form),
            place,
            most,
            is_signed_in: visitor.user().is_some(),
            was: event.changes.last().map(|change| presenters::plan_line(&change.was)),
            reason: presenters::event_reason(event),
            may_change,
            alerted,
        }
    };
    Ok(views::event(&context, &page).into_response())
}

/// Which of an event's tickets a page shows one by one.
struct TicketsShown<'a> {
    listed: Vec<&'a CatalogListing>,
    paging: Paging,
    turning: Option<Turning>,
    is_first: bool,
}

impl<'a> TicketsShown<'a> {
    /// Those that were asked for: none of what is looked for by how many stand together.
    fn of(
        catalog: &'a Catalog,
        event: EventId,
        looked_for: &EventFilter,
        asked: &AskedPage,
    ) -> Self {
        if looked_for.is_active() {
            let like = |walk| {
                Ok::<_, Infallible>(match looked_for.together {
                    None => catalog.tickets_like(event, &looked_for.filter, walk, PAGE),
                    Some(_) => Stretch { found: vec![], more: None },
                })
            };
            let Ok((ids, turning)) = presenters::page_of(asked, Way::Up, like);
            let listed = ids.into_iter().filter_map(|id| catalog.listing(id)).collect();
            let is_first = turning.is_first();
            return Self { listed, paging: Paging::default(), turning: Some(turning), is_first };
        }
        let counts = catalog.counts_of(event);
        let paging = presenters::paging(asked, counts.available + counts.held, |anchor| {
            Some(catalog.place_among(event, anchor.parse().ok()?))
        });
        let listed: Vec<_> = catalog.tickets_of(event).skip(paging.skipped).take(PAGE).collect();
        let is_first = paging.skipped == 0;
        let paging = presenters::anchored_in(catalog, paging, &listed);
        Self { listed, paging, turning: None, is_first }
    }
}

/// Where an event is that has another name, or was merged into another: 301.
pub(super) fn moved_to(path: String) -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, path)]).into_response()
}

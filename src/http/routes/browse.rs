use axum::extract::State;
use maud::Markup;

use crate::{
    http::{
        Edge, HttpError,
        form::{Id, PageNumber},
        shown::{self, PAGE},
        visitor::Visitor,
    },
    types::EventId,
    views::{self, EventPage, Home},
};

/// What is for sale, soonest events first.
pub(crate) async fn home(
    State(edge): State<Edge>,
    visitor: Visitor,
    PageNumber(page): PageNumber,
) -> Markup {
    let shell = visitor.shell();
    let home = {
        let catalog = edge.market.tables().catalog();
        let paging = shown::paging(page, catalog.on_sale_count(shell.now));
        let listings = catalog
            .on_sale(shell.now, shown::skipped(paging))
            .take(PAGE)
            .map(|listed| shown::listing(&catalog, listed, shell.now))
            .collect();
        Home { listings, paging }
    };
    views::home(&shell, &home)
}

/// An event and its tickets.
pub(crate) async fn event(
    State(edge): State<Edge>,
    visitor: Visitor,
    Id(id): Id<EventId>,
    PageNumber(page): PageNumber,
) -> Result<Markup, HttpError> {
    let shell = visitor.shell();
    let page = {
        let catalog = edge.market.tables().catalog();
        let event = catalog.event(id).ok_or(HttpError::NotFound)?;
        let counts = catalog.counts_of(id);
        let paging = shown::paging(page, counts.available + counts.held);
        EventPage {
            event: shown::event_line(event),
            listings: catalog
                .tickets_of(id)
                .skip(shown::skipped(paging))
                .take(PAGE)
                .map(|listed| shown::listing(&catalog, listed, shell.now))
                .collect(),
            paging,
            available: counts.available,
            held: counts.held,
            sold: counts.sold,
            started: event.starts_at <= shell.now,
        }
    };
    Ok(views::event(&shell, &page))
}

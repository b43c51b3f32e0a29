//! The first step of a listing: its event is found, or described and then made with the listing.
//!
//! All that there are can be found, a page at a time; the script shows what fits as one types by
//! asking for the same page. Who describes one that may be there already is asked whether it is that
//! one, and says so or makes another by one press. Nothing is made before the ticket is listed: what
//! was typed goes with it from step to step.

use axum::{http::request::Parts, response::IntoResponse as _};
use maud::Markup;

use super::{listing_form::TypedListing, mistyped, selling::offer_form};
use crate::{
    domain::EventEvent,
    http::{AskedPage, Form, HttpResult, SignedIn, presenters},
    reads::{
        search::{QUERY_CHARS_MAX, Query},
        walk::{ListPlace, Way},
    },
    types::{EventId, legible},
    views::{self, EventPicker, PickedEvent},
};

/// How many events are shown at once.
const EVENTS_SHOWN: usize = 20;

/// How many events are shown that a described one may be.
const SIMILAR_SHOWN: usize = 5;

/// The events that there are, as far as they are looked for; `refusal` says why the one that was
/// chosen cannot be.
pub(super) fn pick(user: &SignedIn, form: &Form, refusal: Option<String>) -> Markup {
    let find = legible(form.get("find"), QUERY_CHARS_MAX);
    let query = Query::parse(&find);
    let catalog = user.edge.market.tables().catalog();
    let now = user.edge.market.clock().now();
    let walked = |walk: crate::reads::walk::Walk<ListPlace>| {
        let walk = walk.by(|from| from.key(EventId::from_bytes));
        let stretch = catalog.coming_like(&query, now, walk, EVENTS_SHOWN);
        Ok::<_, std::convert::Infallible>(stretch.by(|(at, id)| ListPlace::at(at, *id.as_bytes())))
    };
    let Ok((shown, turning)) = presenters::page_of(&AskedPage::of(form), Way::Up, walked);
    let events = shown.into_iter().filter_map(|(_, id)| catalog.event(id));
    let events = events.map(|event| PickedEvent {
        event: presenters::event_line(event),
        available: catalog.counts_of(event.id).available,
    });
    let page = EventPicker { find, events: events.collect(), turning, refusal };
    drop(catalog);
    views::pick_event(&user.context(), &page)
}

/// The form for an event that is not there yet; once it is filled in, the form for its tickets.
pub(crate) async fn new_event(user: SignedIn, parts: Parts) -> HttpResult {
    let form = Form::of_query(&parts);
    let mut typed = TypedListing::by(&user, &form);
    let is_filled_in = form.sent("venue").is_some() && form.sent("change").is_none();
    if !is_filled_in {
        let page = views::new_event(&user.context(), &typed.new_event(), &typed.errors);
        return Ok(page.into_response());
    }
    let Some(event) = typed.typed_event(user.id(), user.edge.market.clock().now()) else {
        return mistyped(views::new_event(&user.context(), &typed.new_event(), &typed.errors));
    };
    let is_sure = !form.get("sure").is_empty();
    if let Some(EventEvent::Created { name, venue, city, starts_at, .. }) = &event.new
        && !is_sure
    {
        let catalog = user.edge.market.tables().catalog();
        let place = (venue.as_str(), city.as_str());
        let similar = catalog.events_similar(name.as_str(), place, *starts_at);
        drop(catalog);
        let coming = similar.iter().filter(|event| event.starts_at > user.context().now);
        let lines: Vec<_> =
            coming.take(SIMILAR_SHOWN).map(|event| presenters::event_line(event)).collect();
        if !lines.is_empty() {
            let page = views::is_it_this_one(&user.context(), &lines, &typed.new_event());
            return Ok(page.into_response());
        }
    }
    Ok(offer_form(&user, typed).into_response())
}

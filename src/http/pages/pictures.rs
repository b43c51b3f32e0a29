//! Events' pictures.

use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse as _, Response},
};

use super::browse::moved_to;
use crate::{
    http::{Edge, HttpError, HttpResult, Id, content_policy::DRAWING_POLICY},
    types::EventId,
    views::poster,
};

/// Which poster is drawn for the same words: a later one has another number, so that nobody goes on
/// with what they have.
const DRAWN_BY: u32 = 1;

/// For an address without the event's version: five minutes.
const A_WHILE: &str = "public, max-age=300";
/// For one that has it, and is another when that is: a week.
const LONG: &str = "public, max-age=604800";

/// An event's picture: its poster, which follows from what the event is called, where and what it is.
pub(crate) async fn picture(
    State(edge): State<Edge>,
    Id(id): Id<EventId>,
    uri: Uri,
    headers: HeaderMap,
) -> HttpResult {
    let event = {
        let catalog = edge.market.tables().catalog();
        catalog.event_that_stays(id).cloned().ok_or(HttpError::NotFound)?
    };
    if event.id != id {
        return Ok(moved_to(format!("/events/{}/picture", event.id)));
    }
    let is_of_version = uri.query() == Some(&format!("v={}", event.version));
    // Weak, since what is compressed on the way has other bytes.
    let tag = format!("W/\"{}-{DRAWN_BY}-{}\"", event.version, event.category.tag());
    let is_known = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .any(|known| known.trim() == tag);
    let caching = [
        (CACHE_CONTROL, if is_of_version { LONG } else { A_WHILE }.to_owned()),
        (CONTENT_SECURITY_POLICY, DRAWING_POLICY.to_owned()),
        (ETAG, tag),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let drawn = poster(event.name.as_str(), event.category, event.city.as_str());
    let answer: Response = (caching, [(CONTENT_TYPE, "image/svg+xml")], drawn).into_response();
    Ok(answer)
}

//! Events' pictures: posters, drawn and in dots, and what was uploaded in their stead.
//!
//! Nobody who is no browser shows a drawing, so a poster is put into dots for those to whom a page is
//! shared: one at a time, once for as long as it is among the newest. An uploaded picture has an address
//! of its own, which nothing else ever has.

use std::{collections::VecDeque, ops::ControlFlow, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, StatusCode, Uri,
        header::{
            CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH,
        },
    },
    response::{IntoResponse as _, Response},
};
use parking_lot::Mutex;

use super::{assets::FOREVER, browse::moved_to, files::download};
use crate::{
    domain::Event,
    http::{
        Edge, HttpError, HttpResult, Id,
        content_policy::{DRAWING_POLICY, FILE_POLICY},
    },
    types::{EventId, FileId},
    views::{poster, poster_png},
};

/// Which poster is drawn for the same words: a later one has another number, so that nobody goes on
/// with what they have.
const DRAWN_BY: u32 = 1;

/// For an address without the event's version: five minutes.
const A_WHILE: &str = "public, max-age=300";
/// For one that has it, and is another when that is: a week.
const LONG: &str = "public, max-age=604800";

/// How many posters in dots are kept in memory, of some 30 KB each.
const DRAWN_MAX: usize = 64;

/// Posters in dots, the newest last.
#[derive(Default)]
pub(in crate::http) struct Drawn {
    posters: Mutex<VecDeque<(String, Bytes)>>,
    /// One is drawn at a time.
    drawing: Arc<tokio::sync::Mutex<()>>,
}

impl Drawn {
    fn known(&self, tag: &str) -> Option<Bytes> {
        let posters = self.posters.lock();
        posters.iter().find(|(of, _)| of == tag).map(|(_, png)| png.clone())
    }

    fn keep(&self, tag: String, png: Bytes) {
        let mut posters = self.posters.lock();
        posters.push_back((tag, png));
        if posters.len() > DRAWN_MAX {
            posters.pop_front();
        }
    }
}

/// An event's poster, which follows from what the event is called, where and what it is.
pub(crate) async fn picture(
    State(edge): State<Edge>,
    Id(id): Id<EventId>,
    uri: Uri,
    headers: HeaderMap,
) -> HttpResult {
    // Weak, since what is compressed on the way has other bytes.
    let tag = |event: &Event| format!("W/\"{}\"", named(event));
    let (event, caching) = match asked(&edge, (id, "picture"), &uri, &headers, tag)? {
        ControlFlow::Continue(wanted) => wanted,
        ControlFlow::Break(answer) => return Ok(answer),
    };
    let drawn = poster(event.name.as_str(), event.category, event.city.as_str());
    Ok((caching, [(CONTENT_TYPE, "image/svg+xml")], drawn).into_response())
}

/// The same in dots.
pub(crate) async fn poster_in_dots(
    State(edge): State<Edge>,
    Id(id): Id<EventId>,
    uri: Uri,
    headers: HeaderMap,
) -> HttpResult {
    let tag = |event: &Event| format!("\"{}-{}\"", event.id, named(event));
    let (event, caching) = match asked(&edge, (id, "poster.png"), &uri, &headers, tag)? {
        ControlFlow::Continue(wanted) => wanted,
        ControlFlow::Break(answer) => return Ok(answer),
    };
    let tag = tag(&event);
    let png = in_dots(&edge, event, tag).await?;
    Ok((caching, [(CONTENT_TYPE, "image/png")], png).into_response())
}

/// The event whose poster is wanted by this name, and how long the answer is good; or the answer, if
/// it is elsewhere or known already.
fn asked(
    edge: &Edge,
    (id, name): (EventId, &str),
    uri: &Uri,
    headers: &HeaderMap,
    tag: impl FnOnce(&Event) -> String,
) -> Result<ControlFlow<Response, (Arc<Event>, Caching)>, HttpError> {
    let event = event_of(edge, id)?;
    if event.id != id {
        return Ok(ControlFlow::Break(moved_to(format!("/events/{}/{name}", event.id))));
    }
    let caching = caching(&event, uri, tag(&event));
    if is_known(headers, &caching) {
        let unchanged = (StatusCode::NOT_MODIFIED, caching).into_response();
        return Ok(ControlFlow::Break(unchanged));
    }
    Ok(ControlFlow::Continue((event, caching)))
}

async fn in_dots(edge: &Edge, event: Arc<Event>, tag: String) -> Result<Bytes, HttpError> {
    if let Some(png) = edge.drawn.known(&tag) {
        return Ok(png);
    }
    let turn = edge.drawn.drawing.clone().lock_owned().await;
    // Who was before may have drawn the same.
    if let Some(png) = edge.drawn.known(&tag) {
        return Ok(png);
    }
    let edge = edge.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let png = poster_png(event.name.as_str(), event.category, event.city.as_str())?;
        let png = Bytes::from(png);
        edge.drawn.keep(tag, png.clone());
        Some(png)
    });
    let drawn = drawn.await.map_err(HttpError::internal)?;
    drawn.ok_or_else(|| HttpError::Internal("a poster cannot be put into dots".into()))
}

/// A picture that was uploaded for an event, as long as it is the event's.
pub(crate) async fn uploaded(
    State(edge): State<Edge>,
    Path((id, file)): Path<(String, String)>,
) -> HttpResult {
    let (id, file) =
        id.parse::<EventId>().ok().zip(file.parse::<FileId>().ok()).ok_or(HttpError::NotFound)?;
    let picture = event_of(&edge, id)?.picture.ok_or(HttpError::NotFound)?;
    let file = picture.files().into_iter().find(|own| own.id == file).ok_or(HttpError::NotFound)?;
    let files = edge.market.storage().files().cloned().ok_or(HttpError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, file.kind.media_type().to_owned()),
        (CONTENT_LENGTH, file.bytes.to_string()),
        (CACHE_CONTROL, FOREVER.to_owned()),
        (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
    ];
    let answer: Response = (headers, download(files, file)).into_response();
    Ok(answer)
}

fn event_of(edge: &Edge, id: EventId) -> Result<Arc<Event>, HttpError> {
    let catalog = edge.market.tables().catalog();
    catalog.event_that_stays(id).cloned().ok_or(HttpError::NotFound)
}

fn named(event: &Event) -> String {
    format!("{}-{DRAWN_BY}-{}", event.version, event.category.tag())
}

/// What an answer says of how long it is good, its tag last.
type Caching = [(HeaderName, String); 3];

fn caching(event: &Event, uri: &Uri, tag: String) -> Caching {
    let is_of_version = uri.query() == Some(&format!("v={}", event.version));
    [
        (CACHE_CONTROL, if is_of_version { LONG } else { A_WHILE }.to_owned()),
        (CONTENT_SECURITY_POLICY, DRAWING_POLICY.to_owned()),
        (ETAG, tag),
    ]
}

fn is_known(headers: &HeaderMap, [.., (_, tag)]: &Caching) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    tags.flat_map(|tags| tags.split(',')).any(|known| known.trim() == tag)
}

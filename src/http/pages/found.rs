//! What search engines and phones ask for.

use std::{str::FromStr, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse as _,
};
use parking_lot::Mutex;

use crate::{
    domain::Event,
    http::{Edge, HttpError, HttpResult, Id, presenters},
    types::Timestamp,
    views,
};

/// How many addresses a part of the sitemap has at the most.
const PART_MAX: usize = 5000;
/// How many parts there are at the most: some 10 MB in memory. Those events have them that come
/// soonest.
const PARTS_MAX: usize = 20;
/// For how long a sitemap is good enough.
const SITEMAP_LASTS: Duration = Duration::from_secs(60);
const A_MINUTE: &str = "public, max-age=60";
const XML: &str = "application/xml; charset=utf-8";

/// What is somebody's own, what leads nowhere without signing in, and what is for programs.
const NOT_TO_BE_FOUND: [&str; 14] = [
    "/account",
    "/admin",
    "/api",
    "/confirm/",
    "/forgot",
    "/live",
    "/orders",
    "/purchases",
    "/reset/",
    "/sell",
    "/signin",
    "/signup",
    "/*/live",
    "/*/edit",
];

/// What robots may look at, and where they are told what there is.
pub(crate) async fn robots(State(edge): State<Edge>) -> HttpResult {
    let mut said = String::from("User-agent: *\n");
    match edge.config.site.indexed {
        true => {
            NOT_TO_BE_FOUND.iter().for_each(|path| said.extend(["Disallow: ", path, "\n"]));
            let sitemap = format!("\nSitemap: {}/sitemap.xml\n", edge.config.site.base_url);
            said.extend(["Allow: /\n", &sitemap]);
        }
        false => said.push_str("Disallow: /\n"),
    }
    let headers =
        [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")];
    Ok((headers, said).into_response())
}

/// How the site looks as an app.
pub(crate) async fn manifest(State(edge): State<Edge>) -> HttpResult {
    let headers =
        [(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, "public, max-age=3600")];
    Ok((headers, views::manifest(&edge.config.site.name, edge.operator.accents.light))
        .into_response())
}

/// The addresses of what may be found, in parts, each a whole document; made once a minute at the most.
#[derive(Default)]
pub(in crate::http) struct Sitemap(Mutex<Option<(Timestamp, Arc<[Bytes]>)>>);

impl Sitemap {
    /// All parts. Who comes while they are made waits for them: nothing is made twice.
    fn parts(&self, edge: &Edge) -> Arc<[Bytes]> {
        let now = edge.market.clock().now();
        let mut made = self.0.lock();
        match &*made {
            Some((at, parts)) if now.since(*at) < SITEMAP_LASTS && *at <= now => parts.clone(),
            _ => made.insert((now, made_parts(edge, now).into())).1.clone(),
        }
    }
}

/// The parts of now. The catalog is held for one of them at a time.
fn made_parts(edge: &Edge, now: Timestamp) -> Vec<Bytes> {
    let base_url = &edge.config.site.base_url;
    let mut parts = vec![];
    let mut last: Option<Arc<Event>> = None;
    while parts.len() < PARTS_MAX {
        let events: Vec<Arc<Event>> = {
            let catalog = edge.market.tables().catalog();
            let events = match &last {
                None => catalog.coming_events(now, PART_MAX),
                Some(last) => catalog.coming_events_behind(last, PART_MAX),
            };
            events.into_iter().cloned().collect()
        };
        let mut part = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        // The home page is named in the index's first part, in the place of no event.
        let home = if last.is_none() { Some("/".to_owned()) } else { None };
        let there = events.iter().filter(|event| event.merged.is_none());
        let paths = there.map(|event| presenters::event_line(event).path());
        for path in home.into_iter().chain(paths).take(PART_MAX) {
            part.extend(["<url><loc>", base_url, &path, "</loc></url>\n"]);
        }
        part.push_str("</urlset>\n");
        parts.push(part.into());
        last = events.last().cloned();
        if events.len() < PART_MAX {
            break;
        }
    }
    parts
}

async fn parts(edge: Edge) -> HttpResult<Arc<[Bytes]>> {
    if !edge.config.site.indexed {
        return Err(HttpError::NotFound);
    }
    let made = tokio::task::spawn_blocking(move || edge.sitemap.parts(&edge)).await;
    made.map_err(|error| HttpError::Internal(error.to_string()))
}

/// Where the parts of the sitemap are.
pub(crate) async fn sitemap(State(edge): State<Edge>) -> HttpResult {
    let base_url = edge.config.site.base_url.clone();
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for number in 1..=parts(edge).await?.len() {
        let address = format!("{base_url}/sitemap/{number}.xml");
        index.extend(["<sitemap><loc>", &address, "</loc></sitemap>\n"]);
    }
    index.push_str("</sitemapindex>\n");
    Ok(([(CONTENT_TYPE, XML), (CACHE_CONTROL, A_MINUTE)], index).into_response())
}

/// The name of a part: `1.xml`.
pub(crate) struct PartName(usize);

impl FromStr for PartName {
    type Err = HttpError;

    fn from_str(name: &str) -> HttpResult<Self> {
        let number = name.strip_suffix(".xml").and_then(|number| number.parse().ok());
        number.filter(|number| *number > 0).map(Self).ok_or(HttpError::NotFound)
    }
}

/// A part of the sitemap.
pub(crate) async fn sitemap_part(
    State(edge): State<Edge>,
    Id(PartName(number)): Id<PartName>,
) -> HttpResult {
    let parts = parts(edge).await?;
    let part = parts.get(number - 1).ok_or(HttpError::NotFound)?.clone();
    Ok(([(CONTENT_TYPE, XML), (CACHE_CONTROL, A_MINUTE)], part).into_response())
}

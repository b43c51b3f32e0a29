//! Every layer around the routes; in each stack the outermost comes first.
//!
//! Each `Router::layer` boxes every route once more, and each request clones all of its boxes at
//! each of them: so what belongs together is one stack, which is one layer to the router.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody as _},
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
            STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use tokio::{sync::Semaphore, time::Instant};
use tower::{Layer, Service, ServiceBuilder};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};
use uuid::{Uuid, fmt::Hyphenated};

use super::{
    Edge, HttpError, api,
    client::Client,
    compat, compression,
    content_policy::{OPENER_POLICY, POLICY},
    error::{Busy, COME_BACK_SECONDS, LoggedError, PlainAnswer},
    limits::{self, LimitNotes},
    multipart::Pace,
    pages::webhooks::unsigned,
    request_context::RequestContext,
    session::SignIns,
    shares::{Share, Shares},
    uploads,
    visitor::Visitor,
};
use crate::views;

/// How many things that the payment provider tells are worked on at once; it sends the rest again.
const WEBHOOKS_IN_FLIGHT_MAX: usize = 256;
/// What Stripe tells is a whole object with all that hangs on it: more than a form.
const WEBHOOK_BYTES_MAX: usize = 256 * 1024;

/// The cookie of a session. By https no other site of the same domain can set it.
pub(super) const SESSION_COOKIE: &str = "holdfast";
const SESSION_COOKIE_HTTPS: &str = "__Host-holdfast";

/// Whether a cookie of this name may be a session's.
pub(super) fn is_session_cookie(name: &str) -> bool {
    matches!(name, SESSION_COOKIE | SESSION_COOKIE_HTTPS)
}

/// So many bytes of forms, and of what the provider tells, have come and wait for the rest or are
/// worked on; of these an eighth is from one address at most. Some can always be sent whole, however
/// large they may be.
const FORM_BYTES_WAITING_MAX: usize = 64 * 1024 * 1024;
const WEBHOOK_BYTES_WAITING_MAX: usize = 16 * 1024 * 1024;
/// How long what the provider tells takes to come: it has it all before it calls.
const WEBHOOK_BODY_TIME: Duration = Duration::from_secs(10);

fn waiting(bytes_max: usize, of_one_max: usize) -> Shares<Client> {
    let all_max = bytes_max.max(of_one_max.saturating_mul(8));
    Shares::new(all_max, all_max / 8)
}

/// The routes, by what is around them.
#[derive(Default)]
pub(super) struct Routes {
    /// Pages for people.
    pub pages: Router<Edge>,
    /// Those with which a file may come: it is read while it comes, by [`super::uploads`], which
    /// has bounds of its own.
    pub uploads: Router<Edge>,
    /// Files of ours.
    pub assets: Router<Edge>,
    /// What the payment provider tells. It comes from no page, and people and it leave each other
    /// their places.
    pub webhooks: Router<Edge>,
    /// Streams, which last; the hub bounds them.
    pub live: Router<Edge>,
    /// How the site is doing, which is told even when it is overloaded.
    pub operations: Router<Edge>,
    /// For programs: no cookie is heard, and errors are problems.
    pub api: Router<Edge>,
    /// The same where they wait for what happens: no request in flight, and bounded by itself.
    pub api_waiting: Router<Edge>,
    /// For clients of the design that the site comes from: pages in other words.
    pub compat: Router<Edge>,
}

/// Every layer, around the routes: one stack for each kind of them.
///
/// | the outermost first | pages | uploads | assets | webhooks | live, operations | api | compat |
/// | --- | --- | --- | --- | --- | --- | --- | --- |
/// | `Finish`: another host is refused, errors become pages, headers, the log | x | x | x | x | x | errors become problems, and limits headers | errors become that design's |
/// | a panic is an error | x | x | x | x | x | x | x |
/// | compressed, if nothing in it is secret | x | | x | | | | |
/// | none from other sites | x | x | x | | | no need: a token comes by no cookie | x |
/// | `Admit`: rate limits | x | x | x | x | | x | x |
/// | and a time limit, the whole body, a place | x | with no file | x | x | | with no file | x |
/// | sessions | x | x | | | | | x |
pub(super) fn layered(routes: Routes, edge: &Edge) -> Router<Edge> {
    let server = &edge.config.server;
    let admit = AdmitLayer {
        edge: edge.clone(),
        places: Arc::new(Semaphore::new(server.requests_in_flight_max)),
        bytes_max: server.body_bytes_max,
        waiting: waiting(FORM_BYTES_WAITING_MAX, server.body_bytes_max),
        what: Bodies::Forms,
    };
    let webhook_bytes_max = server.body_bytes_max.max(WEBHOOK_BYTES_MAX);
    let admit_webhooks = AdmitLayer {
        places: Arc::new(Semaphore::new(WEBHOOKS_IN_FLIGHT_MAX)),
        bytes_max: webhook_bytes_max,
        waiting: waiting(WEBHOOK_BYTES_WAITING_MAX, webhook_bytes_max),
        what: Bodies::Webhooks,
        ..admit.clone()
    };
    let admit_files = AdmitLayer { what: Bodies::Files, ..admit.clone() };

    let inside = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            HttpError::Internal("a handler panicked".into()).into_response()
        }))
        // axum's own limit would be in the way of a larger one.
        .layer(DefaultBodyLimit::disable());
    let finish = |any_host| FinishLayer { edge: edge.clone(), any_host, errors: ErrorsAs::Pages };
    let every = ServiceBuilder::new().layer(finish(false)).layer(inside.clone());
    let csrf = csrf(&edge.config.site.base_url);
    let sessions = ServiceBuilder::new().layer(sessions(edge)).map_request(tell_session);

    let compressed =
        every.clone().map_request(compression::without_secrets).layer(compression::layer());
    let limits_of_pages =
        ServiceBuilder::new().layer(csrf.clone()).layer(admit.clone()).layer(sessions.clone());
    let limited = compressed.layer(csrf.clone()).layer(admit);
    let pages = routes.pages.layer(limited.clone().layer(sessions.clone()));
    let uploads = every.clone().layer(csrf).layer(admit_files.clone()).layer(sessions);
    let uploads = routes.uploads.layer(uploads);
    let assets = routes.assets.layer(limited);
    let webhooks = routes.webhooks.layer(every.clone().layer(admit_webhooks));
    let live = routes.live.layer(every);
    // Those who watch over the site ask the machine, under any name that it has.
    let operations = ServiceBuilder::new().layer(finish(true)).layer(inside.clone());
    let problems = FinishLayer { errors: ErrorsAs::Problems, ..finish(false) };
    let waiting = ServiceBuilder::new().layer(problems.clone()).layer(inside.clone());
    let api = ServiceBuilder::new().layer(problems).layer(inside.clone()).layer(admit_files);
    let others = live.merge(routes.operations.layer(operations)).merge(routes.api.layer(api));
    let others = others.merge(routes.api_waiting.layer(waiting));
    let compat_errors = FinishLayer { errors: ErrorsAs::Compat, ..finish(false) };
    let compat = ServiceBuilder::new().layer(compat_errors).layer(inside).layer(limits_of_pages);
    let others = others.merge(routes.compat.layer(compat));
    pages.merge(uploads).merge(assets).merge(webhooks).merge(others)
}

fn csrf(base_url: &str) -> CsrfLayer {
    let csrf = CsrfLayer::new();
    // The origin has been checked with the configuration; without it the Host header decides.
    csrf.clone().add_trusted_origin(base_url).unwrap_or(csrf)
}

/// Who the people are that pages are for.
fn sessions(edge: &Edge) -> SessionManagerLayer<SignIns> {
    let days = time::Duration::days(i64::from(edge.config.accounts.session_days));
    let sign_ins = SignIns::new(edge.market.clone(), edge.config.accounts.lasting());
    SessionManagerLayer::new(sign_ins)
        .with_name(match edge.config.is_https() {
            true => SESSION_COOKIE_HTTPS,
            false => SESSION_COOKIE,
        })
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(edge.config.is_https())
        .with_expiry(Expiry::OnInactivity(days))
}

/// In which session a request is, for the page that is made of an answer that is an error.
#[derive(Clone, Default)]
struct SessionOfRequest(Arc<OnceLock<Session>>);

/// Says in which session a request is.
fn tell_session(request: Request) -> Request {
    let (extensions, session) = (request.extensions(), request.extensions().get::<Session>());
    if let (Some(told), Some(session)) = (extensions.get::<SessionOfRequest>(), session) {
        // A request is in one session.
        let _ = told.0.set(session.clone());
    }
    request
}

/// Lets a request in, or turns it away, before anything is read or looked up for it.
///
/// This and [`Finish`] are around every request, so neither boxes more than its own future.
#[derive(Clone)]
struct Admit<S> {
    how: AdmitLayer,
    inner: S,
}

/// Puts [`Admit`] around routes.
#[derive(Clone)]
struct AdmitLayer {
    edge: Edge,
    /// How many requests may be in flight.
    places: Arc<Semaphore>,
    /// How large a body may be.
    bytes_max: usize,
    /// How much of all bodies may have come.
    waiting: Shares<Client>,
    what: Bodies,
}

/// What comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bodies {
    /// Forms of pages.
    Forms,
    /// Forms that may come with a file, which are then read by the routes, which bound them.
    Files,
    /// What the payment provider tells.
    Webhooks,
}

impl<S> Layer<S> for AdmitLayer {
    type Service = Admit<S>;

    fn layer(&self, inner: S) -> Admit<S> {
        Admit { how: self.clone(), inner }
    }
}

impl<S> Service<Request> for Admit<S>
where
    S: Service<Request, Error = Infallible, Response: IntoResponse, Future: Send>,
    S: Clone + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let how = self.how.clone();
        // The one that was asked whether it is ready.
        let unasked = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, unasked);
        Box::pin(async move {
            if let Err(error) = limits::by_address(&how.edge, &request) {
                return Ok(error.into_response());
            }
            if how.what == Bodies::Files && uploads::brings_a_file(&request, how.bytes_max) {
                return inner.call(request).await.map(IntoResponse::into_response);
            }
            let time = Duration::from_secs(how.edge.config.server.request_seconds);
            let answer = admitted(&how, request, &mut inner);
            let late = |_| Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
            tokio::time::timeout(time, answer).await.unwrap_or_else(late)
        })
    }
}

async fn admitted<S>(
    how: &AdmitLayer,
    request: Request,
    inner: &mut S,
) -> Result<Response, Infallible>
where
    S: Service<Request, Error = Infallible, Response: IntoResponse>,
{
    // Before a place is taken, so that clients whose body does not come keep none from the others.
    let (request, _bytes) = match with_its_body(how, request).await {
        Ok(whole) => whole,
        Err(answer) => return Ok(answer),
    };
    match how.places.try_acquire() {
        Ok(_place) => inner.call(request).await.map(IntoResponse::into_response),
        Err(_) => Ok(HttpError::Overloaded(Busy::Requests).into_response()),
    }
}

/// The request, all of whose body has come, and its share of what may wait.
async fn with_its_body(
    how: &AdmitLayer,
    request: Request,
) -> Result<(Request, Option<Share<Client>>), Response> {
    if request.body().size_hint().lower() > how.bytes_max as u64 {
        return Err(HttpError::TooLarge.into_response());
    }
    let is_webhook = how.what == Bodies::Webhooks && request.method() == Method::POST;
    if is_webhook && let Some(refused) = unsigned(&how.edge, request.headers()) {
        return Err(refused);
    }
    if request.body().is_end_stream() {
        return Ok((request, None));
    }
    let client = Client::of_request(&how.edge, &request);
    let (parts, body) = request.into_parts();
    let read = read_whole(body, how.bytes_max, how.waiting.begin(client));
    let read = match is_webhook {
        true => {
            tokio::time::timeout(WEBHOOK_BODY_TIME, read).await.unwrap_or(Err(HttpError::CutOff))
        }
        false => read.await,
    };
    let (bytes, share) = read?;
    Ok((Request::from_parts(parts, bytes.into()), Some(share)))
}

/// All of a body, whose share of what may wait grows as it comes: who sends nothing has none. It comes
/// at the rate of a file at least.
async fn read_whole(
    mut body: Body,
    bytes_max: usize,
    mut share: Share<Client>,
) -> Result<(Bytes, Share<Client>), HttpError> {
    let (mut bytes, mut pace) = (BytesMut::new(), Pace::from(Instant::now()));
    loop {
        let next = tokio::time::timeout_at(pace.until(), body.frame()).await;
        let Some(frame) = next.map_err(|_| HttpError::CutOff)? else { break };
        // What is no data is a trailer.
        let Ok(data) = frame.map_err(|_| HttpError::NotAForm)?.into_data() else { continue };
        if bytes.len() + data.len() > bytes_max {
            return Err(HttpError::TooLarge);
        }
        share.grow(data.len()).map_err(|_| HttpError::Overloaded(Busy::Requests))?;
        pace.count(data.len());
        bytes.extend_from_slice(&data);
    }
    Ok((bytes.freeze(), share))
}

/// Makes a page of every error, hardens every answer, and logs it.
#[derive(Clone)]
struct Finish<S> {
    how: FinishLayer,
    inner: S,
}

/// Puts [`Finish`] around routes.
#[derive(Clone)]
struct FinishLayer {
    edge: Edge,
    /// It is answered whatever the site is called.
    any_host: bool,
    errors: ErrorsAs,
}

/// How errors are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ErrorsAs {
    /// To people.
    Pages,
    /// To programs.
    Problems,
    /// To clients of the design that the site comes from.
    Compat,
}

impl<S> Layer<S> for FinishLayer {
    type Service = Finish<S>;

    fn layer(&self, inner: S) -> Finish<S> {
        Finish { how: self.clone(), inner }
    }
}

impl<S> Service<Request> for Finish<S>
where
    S: Service<Request, Error = Infallible, Response: IntoResponse, Future: Send + 'static>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let FinishLayer { edge, any_host, errors } = self.how.clone();
        let line = LogLine::of(&request);
        let asked = RequestContext::of(request.method(), request.uri(), request.headers());
        let session = SessionOfRequest::default();
        request.extensions_mut().insert(asked.clone());
        request.extensions_mut().insert(session.clone());
        let notes = LimitNotes::default();
        if errors == ErrorsAs::Problems {
            request.extensions_mut().insert(notes.clone());
        }
        let is_here = any_host || edge.hosts.have(request.uri(), request.headers());
        let answer = is_here.then(|| self.inner.call(request));
        Box::pin(async move {
            let response = match answer {
                Some(answer) => answer.await?.into_response(),
                None => HttpError::OtherHost(edge.config.site.base_url.clone()).into_response(),
            };
            let mut response = match errors {
                ErrorsAs::Pages => render_errors(&edge, asked, session, response).await,
                ErrorsAs::Problems => as_problem(&edge, &asked, line.id, &notes, response),
                ErrorsAs::Compat => as_compat(&asked, response),
            };
            harden(&edge, &mut response);
            line.log(&edge, &mut response);
            Ok(response)
        })
    }
}

/// Gives answers that are errors without a page of their own the error page.
async fn render_errors(
    edge: &Edge,
    asked: RequestContext,
    session: SessionOfRequest,
    mut response: Response,
) -> Response {
    let status = response.status();
    let error = response.extensions_mut().remove::<HttpError>();
    let is_done = is_html(&response) || response.extensions().get::<PlainAnswer>().is_some();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || (error.is_none() && is_done) {
        return response;
    }
    let visitor = Visitor::of(edge, session.0.get(), asked.clone()).await;
    let visitor = visitor.unwrap_or_else(|_| Visitor::unknown(edge.clone(), asked));
    let t = visitor.language();
    let page = error.map_or_else(|| HttpError::page_for(status, t), |error| error.page(t));
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.remove(CONTENT_TYPE);
    let mut rendered = views::error(&visitor.context(), &page).into_response();
    *rendered.status_mut() = status;
    rendered.headers_mut().extend(parts.headers.drain().filter_map(|(k, v)| k.map(|k| (k, v))));
    *rendered.extensions_mut() = parts.extensions;
    rendered
}

/// Gives answers that are errors their problem, and all of them what was counted.
fn as_problem(
    edge: &Edge,
    asked: &RequestContext,
    request: Uuid,
    notes: &LimitNotes,
    mut response: Response,
) -> Response {
    let status = response.status();
    let error = response.extensions_mut().remove::<HttpError>();
    let refused = match &error {
        Some(HttpError::TooOften(limit)) => Some(*limit),
        _ => None,
    };
    if status.is_client_error() || status.is_server_error() {
        let base_url = &edge.config.site.base_url;
        response = api::render(base_url, asked.language, request, error, response);
    }
    response.headers_mut().extend(notes.headers(refused).into_iter().flatten());
    response
}

fn as_compat(asked: &RequestContext, mut response: Response) -> Response {
    let status = response.status();
    let error = response.extensions_mut().remove::<HttpError>();
    match status.is_client_error() || status.is_server_error() {
        true => compat::render(asked.language, error, response),
        false => response,
    }
}

fn is_html(response: &Response) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    content_type.is_some_and(|v| v.starts_with("text/html"))
}

/// About how many headers an answer gets here.
const ADDED_HEADERS: usize = 12;

/// The headers that browsers need to be strict.
fn harden(edge: &Edge, response: &mut Response) {
    let headers = response.headers_mut();
    let fixed = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (OPENER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    headers.reserve(ADDED_HEADERS);
    for (name, value) in fixed {
        // What shows Stripe's form, or is no page, has a policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if edge.config.is_https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, COME_BACK_SECONDS);
    }
    // Pages show what holds at this moment, for this visitor.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// What is asked for is that something happens: how long that takes says nothing of the site.
const WAITS: [&str; 1] = ["/api/v1/changes"];

/// One line a request, with an id that the answer carries too. Never its query, headers or body.
struct LogLine {
    id: Uuid,
    started: Instant,
    method: Method,
    path: String,
}

impl LogLine {
    fn of(request: &Request) -> Self {
        let path = match request.extensions().get::<MatchedPath>() {
            Some(route) => path_for_log(route.as_str(), request.uri().path()),
            None => "(no such page)".to_owned(),
        };
        let method = request.method().clone();
        Self { id: Uuid::now_v7(), started: Instant::now(), method, path }
    }

    fn log(self, edge: &Edge, response: &mut Response) {
        let Self { id, started, method, path } = self;
        let status = response.status();
        let took = started.elapsed();
        edge.metrics.request(status.as_u16(), took.as_secs_f64());
        if !WAITS.contains(&path.as_str()) {
            edge.response_times.add(edge.market.clock().now(), took);
        }
        let milliseconds = took.as_micros() as f64 / 1000.0;
        let error = response.extensions_mut().remove::<LoggedError>().map(|error| error.0);
        match (status.is_server_error(), error) {
            (true, error) => tracing::error!(
                request = %id, %method, path, status = status.as_u16(), milliseconds,
                error = error.as_deref().unwrap_or("none given"), "request"
            ),
            (false, _) => tracing::info!(
                request = %id, %method, path, status = status.as_u16(), milliseconds, "request"
            ),
        }
        let mut written = [0; Hyphenated::LENGTH];
        if let Ok(id) = HeaderValue::from_str(id.hyphenated().encode_lower(&mut written)) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
        }
    }
}

/// The path with the ids that it names. What else stands in the place of an id may be anything: a
/// token, an address that was pasted there.
fn path_for_log(route: &str, path: &str) -> String {
    let parts = route.split('/').zip(path.split('/'));
    let mut said = String::with_capacity(path.len());
    for (part, typed) in parts {
        let is_hidden = part.starts_with('{') && typed.parse::<Uuid>().is_err();
        said.push_str(if is_hidden { part } else { typed });
        said.push('/');
    }
    said.pop();
    said
}

#[cfg(test)]
mod tests {
    use axum::routing::{MethodRouter, get};
    use tokio_util::sync::CancellationToken;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{
        config::Config, harness::TestMarket, http::EdgeState, passwords::Passwords,
        payments::sandbox::Sandbox,
    };

    /// A site with one place, and one route that is not like the others.
    async fn site(path: &str, route: MethodRouter<Edge>) -> Router {
        let mut config = Config::default();
        config.server.requests_in_flight_max = 1;
        let edge = EdgeState::new(
            config,
            Arc::default(),
            TestMarket::start().await.market,
            Sandbox::checkout(),
            Passwords::new(1).unwrap(),
            Arc::default(),
            CancellationToken::new(),
        );
        let (pages, api) = match path.starts_with("/api/") {
            true => (Router::new(), Router::new().route(path, route)),
            false => (Router::new().route(path, route), Router::new()),
        };
        layered(Routes { pages, api, ..Routes::default() }, &edge).with_state(edge)
    }

    /// What a program is told of what went wrong in a layer: the status, and the problem's code.
    async fn problem(answer: Response) -> (u16, String) {
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let problem: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert_eq!(problem["status"], status);
        (status, problem["code"].as_str().unwrap().to_owned())
    }

    #[tokio::test(start_paused = true)]
    async fn programs_are_told_of_overload_panics_and_time_outs_as_problems() {
        let slow = get(std::future::pending::<()>);
        let router = site("/api/v1/slow", slow).await;
        let ask = || {
            let request = Request::get("/api/v1/slow").body(Body::empty()).unwrap();
            tokio::spawn(router.clone().oneshot(request))
        };
        // Whichever of the two comes second finds no place.
        let (one, other) = (ask(), ask());
        let mut told = vec![];
        for answer in [one, other] {
            told.push(problem(answer.await.unwrap().unwrap()).await);
        }
        told.sort();
        assert_eq!(told, [(503, "overloaded".to_owned()), (503, "too_slow".to_owned())]);

        let broken = get(|| async {
            if true {
                panic!("as it must be in this test");
            }
        });
        let router = site("/api/v1/broken", broken).await;
        let request = Request::get("/api/v1/broken").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(problem(answer).await, (500, "internal".to_owned()));

        let reads = axum::routing::post(async |_: Bytes| ());
        let router = site("/api/v1/reads", reads).await;
        let request = Request::post("/api/v1/reads").body(endless(10)).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(problem(answer).await, (408, "cut_off".to_owned()));
    }

    #[tokio::test(start_paused = true)]
    async fn too_many_requests_at_once_are_told_to_come_back() {
        let (begun, go_on) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (begins, goes_on) = (begun.clone(), go_on.clone());
        let slow = get(move || async move {
            begins.add_permits(1);
            goes_on.acquire().await.unwrap().forget();
        });
        let router = site("/slow", slow).await;
        let ask = || router.clone().oneshot(Request::get("/slow").body(Body::empty()).unwrap());
        let first = tokio::spawn(ask());
        begun.acquire().await.unwrap().forget();
        let busy = ask().await.unwrap();
        assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.headers()[RETRY_AFTER], "2");
        let page = busy.into_body().collect().await.unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&page).contains("The site is very busy"));
        go_on.add_permits(2);
        assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK, "who was first");
        assert_eq!(ask().await.unwrap().status(), StatusCode::OK, "the place is free again");
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_in_a_handler_is_a_page_and_frees_its_place() {
        let broken = get(|| async {
            if true {
                panic!("as it must be in this test");
            }
        });
        let router = site("/broken", broken).await;
        for _ in 0..3 {
            let request = Request::get("/broken").body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert!(answer.headers().contains_key("x-request-id"));
            assert!(answer.headers().contains_key(CONTENT_SECURITY_POLICY));
            let page = answer.into_body().collect().await.unwrap().to_bytes();
            let page = String::from_utf8_lossy(&page);
            assert!(page.contains("Something went wrong here"), "{page}");
            assert!(!page.contains("as it must be"), "what it said is not for everyone: {page}");
        }
    }
    /// A body of so many bytes that never ends.
    fn endless(bytes: usize) -> Body {
        let sent = futures_util::stream::iter([Ok::<_, Infallible>(vec![b'x'; bytes])]);
        Body::from_stream(futures_util::StreamExt::chain(sent, futures_util::stream::pending()))
    }

    async fn read(shares: &Shares<Client>, address: &str, bytes: usize) -> Option<HttpError> {
        let client = Client::at(address.parse().unwrap());
        let read = read_whole(endless(bytes), 1000, shares.begin(client));
        tokio::time::timeout(Duration::from_secs(1), read).await.ok()?.err()
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_of_bodies_has_a_bound_and_nobody_has_it_all() {
        let shares = waiting(0, 1000);
        let held = |address: &str, bytes| {
            let client = Client::at(address.parse().unwrap());
            let mut share = shares.begin(client);
            assert_eq!(share.grow(bytes), Ok(()));
            share
        };
        assert!(matches!(read(&shares, "203.0.113.1", 1001).await, Some(HttpError::TooLarge)));
        assert!(read(&shares, "203.0.113.1", 1000).await.is_none(), "it waits for the rest");
        let one = held("2001:db8::1", 900);
        let busy = read(&shares, "2001:db8::2", 101).await;
        assert!(matches!(busy, Some(HttpError::Overloaded(_))), "they are one network");
        assert!(read(&shares, "203.0.113.1", 1000).await.is_none(), "others are others");
        let all: Vec<_> = (1..8).map(|n| held(&format!("198.51.100.{n}"), 1000)).collect();
        let busy = read(&shares, "203.0.113.1", 101).await;
        assert!(matches!(busy, Some(HttpError::Overloaded(_))), "there is no more");
        drop((one, all));
        assert!(read(&shares, "203.0.113.1", 1000).await.is_none());
    }
}

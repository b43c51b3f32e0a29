use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::http::{HeaderMap, Request, Response, header};
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::{
    HttpFault, SeenRequest,
    browser::{self, Asker},
    command::{ApiCommand, Endpoint},
    error::ApiError,
    form::ApiForm,
    idempotency::{Begun, Saved},
    shared::Shared,
};

/// No request of ours is anywhere near as large.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// The wait after the machine could not give one more connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Between two requests on a connection, and for a request's head.
const HEAD_DEADLINE: Duration = Duration::from_secs(60);

/// The connection ends here without (the rest of) an answer.
#[derive(Debug, Error)]
#[error("the script says so")]
struct Dropped;

impl From<Infallible> for Dropped {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Serves until `stop`, then drops what is open.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        if let Ok((stream, _)) = accepted {
            let (shared, stop) = (shared.clone(), stop.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = converse(stream, shared) => {}
                    () = stop.cancelled() => {}
                }
            });
        } else {
            // Out of file handles, say: others have to end first.
            tokio::time::sleep(ACCEPT_PAUSE).await;
        }
    }
}

async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(shared.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_DEADLINE)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that a fault ends is an error to hyper.
    let _ = connection.await;
}

/// What came in, read whole.
struct RawRequest {
    call: Endpoint,
    id: String,
    method: String,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Result<Bytes, ()>,
}

async fn respond(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<WrittenBody>, Dropped> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_BYTES_MAX).collect().await;
    let (method, path) = (head.method.as_str().to_owned(), head.uri.path().to_owned());
    if let Some(answer) = for_any_browser(&method, &path) {
        return Ok(answer);
    }
    if let Some(number) = path.strip_prefix("/setup/").filter(|_| method == "GET") {
        let now = shared.now();
        let url = shared.inner.lock().books.follow_link(number, now);
        shared.tell_of_change();
        return Ok(sent_to(url.as_deref()));
    }
    let (call, id) = Endpoint::of(&method, &path);
    let received = RawRequest {
        call,
        id,
        method,
        path,
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: body.map(http_body_util::Collected::to_bytes).map_err(drop),
    };
    let asked = shared.note(call, &received.method, &received.path, received.key());
    let fault = shared.ask(&asked);
    // What a request does, it does whether or not anyone still waits for the answer.
    let done = tokio::spawn(with_fault(shared, received, asked, fault));
    done.await.unwrap_or(Err(Dropped))
}

/// What is no call of the API: the script, and a browser's question whether it may call.
fn for_any_browser(method: &str, path: &str) -> Option<Response<WrittenBody>> {
    let (status, content_type, content) = match (method, path) {
        ("OPTIONS", _) => (204, "text/plain", ""),
        ("GET", browser::SCRIPT_PATH) => (200, "text/javascript; charset=utf-8", browser::SCRIPT),
        _ => return None,
    };
    let mut response = Response::new(WrittenBody::new(content.to_owned(), false));
    *response.status_mut() = status.try_into().unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    browser::allow_every_origin(headers);
    Some(response)
}

async fn with_fault(
    shared: Arc<Shared>,
    received: RawRequest,
    asked: SeenRequest,
    fault: HttpFault,
) -> Result<Response<WrittenBody>, Dropped> {
    let under_way = shared.begins();
    let plainly = How { delay: Duration::ZERO, then: AnswerMode::Answer };
    let answer = match fault {
        HttpFault::None => answer(&shared, &received, plainly).await,
        HttpFault::Refuse => return Err(Dropped),
        HttpFault::Delay(delay) => answer(&shared, &received, How { delay, ..plainly }).await,
        HttpFault::CommitThenDrop => {
            answer(&shared, &received, plainly).await;
            return Err(Dropped);
        }
        HttpFault::Status(status) => ApiAnswer::error(&ApiError::of_status(status)),
        HttpFault::CommitThen500 => {
            answer(&shared, &received, How { then: AnswerMode::Fail, ..plainly }).await
        }
        HttpFault::Saved500 => {
            answer(&shared, &received, How { then: AnswerMode::FailFirst, ..plainly }).await
        }
        HttpFault::HtmlBadGateway => return Ok(bad_gateway()),
        HttpFault::CutJson => {
            let whole = answer(&shared, &received, plainly).await;
            return Ok(whole.response(asked.nth, true));
        }
        HttpFault::Late(delay) => {
            tokio::spawn(async move {
                let _under_way = under_way;
                tokio::time::sleep(delay).await;
                answer(&shared, &received, plainly).await;
            });
            return Err(Dropped);
        }
    };
    Ok(answer.response(asked.nth, false))
}

/// How a request is done.
#[derive(Clone, Copy)]
struct How {
    /// While it waits, its key is in use.
    delay: Duration,
    then: AnswerMode,
}

/// What is answered, and saved under the key.
#[derive(Clone, Copy)]
enum AnswerMode {
    /// What came of it.
    Answer,
    /// A 500, although it is done.
    Fail,
    /// A 500, and it is not done.
    FailFirst,
}

/// An answer to be.
struct ApiAnswer {
    status: u16,
    body: String,
    replayed: bool,
}

impl ApiAnswer {
    fn error(error: &ApiError) -> Self {
        Self { status: error.status, body: format!("{:#}", error.body()), replayed: false }
    }

    fn response(self, nth: usize, cut: bool) -> Response<WrittenBody> {
        let mut response = Response::new(WrittenBody::new(self.body, cut));
        *response.status_mut() = self.status.try_into().unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
        browser::allow_every_origin(headers);
        if let Ok(id) = format!("req_Scripted{nth}").try_into() {
            headers.insert("request-id", id);
        }
        if self.replayed {
            headers.insert("idempotent-replayed", header::HeaderValue::from_static("true"));
        }
        response
    }
}

/// Does what a request asks, once for each key.
async fn answer(shared: &Shared, received: &RawRequest, how: How) -> ApiAnswer {
    let begun = received.check(shared).and_then(|(asker, command, form)| {
        let Some(key) = received.key_that_counts()? else {
            return Ok((asker, command, None, Begun::Do));
        };
        let begun = shared.begin(&key, &received.path, &form)?;
        Ok((asker, command, Some(key), begun))
    });
    let (asker, command, key) = match begun {
        Err(error) => return ApiAnswer::error(&error),
        Ok((.., Begun::Replay(Saved { status, body }))) => {
            return ApiAnswer { status, body, replayed: true };
        }
        Ok((asker, command, key, Begun::Do)) => (asker, command, key),
    };
    if how.delay > Duration::ZERO {
        tokio::time::sleep(how.delay).await;
    }
    let came_of_it = match how.then {
        AnswerMode::Answer => shared.execute(command),
        AnswerMode::Fail => shared.execute(command).and(Err(ApiError::of_status(500))),
        AnswerMode::FailFirst => Err(ApiError::of_status(500)),
    };
    let (status, body) = match came_of_it {
        Ok(value) => (200, value),
        Err(error) => (error.status, error.body()),
    };
    let answer = ApiAnswer { status, body: format!("{:#}", asker.sees(body)), replayed: false };
    if let Some(key) = key {
        shared.end(&key, Saved { status: answer.status, body: answer.body.clone() });
    }
    shared.tell_of_change();
    answer
}

impl RawRequest {
    fn key(&self) -> Option<String> {
        let key = self.headers.get("idempotency-key")?;
        key.to_str().ok().filter(|key| !key.is_empty()).map(str::to_owned)
    }

    /// "Don't send idempotency keys in GET and DELETE requests because it has no effect."
    fn key_that_counts(&self) -> Result<Option<String>, ApiError> {
        let is_there = self.headers.get("idempotency-key").is_some_and(|key| !key.is_empty());
        match (self.method.as_str(), is_there) {
            ("POST", true) => self.key().map(Some).ok_or_else(ApiError::malformed),
            _ => Ok(None),
        }
    }

    /// What has to be right before anything is done.
    fn check(&self, shared: &Shared) -> Result<(Asker, ApiCommand, ApiForm), ApiError> {
        let form = self.form();
        let in_form = || form.as_ref().ok().and_then(|form| form.get("key"));
        let asker = Asker::of(self.bearer().or_else(in_form), shared)?;
        if self.call == Endpoint::Unknown {
            return Err(ApiError::no_such_url(&self.method, &self.path));
        }
        let form = asker.admit(self.call, &self.id, form?, shared)?;
        Ok((asker, ApiCommand::parse(self.call, self.id.clone(), &form)?, form))
    }

    fn form(&self) -> Result<ApiForm, ApiError> {
        let body = self.body.as_ref().map_err(|()| ApiError::malformed())?;
        if !body.is_empty() && !self.is_form() {
            return Err(ApiError::malformed());
        }
        Ok(ApiForm::parse(self.query.as_bytes())?.and(ApiForm::parse(body)?))
    }

    /// The key of the header, empty if there is none in it.
    fn bearer(&self) -> Option<&str> {
        let given = self.headers.get(header::AUTHORIZATION)?;
        let given = given.to_str().unwrap_or_default();
        Some(given.strip_prefix("Bearer ").unwrap_or_default().trim())
    }

    fn is_form(&self) -> bool {
        let given = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = given.and_then(|given| given.split(';').next()).map(str::trim);
        media_type.is_some_and(|it| it.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    }
}

/// A browser is sent on.
fn sent_to(url: Option<&str>) -> Response<WrittenBody> {
    let mut response = Response::new(WrittenBody::new(String::new(), false));
    *response.status_mut() = axum::http::StatusCode::NOT_FOUND;
    if let Some(url) = url.and_then(|url| url.try_into().ok()) {
        *response.status_mut() = axum::http::StatusCode::SEE_OTHER;
        response.headers_mut().insert(header::LOCATION, url);
    }
    response
}

/// What a proxy in front of Stripe says when Stripe is down.
fn bad_gateway() -> Response<WrittenBody> {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
    let mut response = Response::new(WrittenBody::new(page.to_owned(), false));
    *response.status_mut() = axum::http::StatusCode::BAD_GATEWAY;
    let html = header::HeaderValue::from_static("text/html");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

/// A body that is written whole, or half and then no more.
struct WrittenBody {
    bytes: Bytes,
    written: u64,
    state: WriteState,
}

enum WriteState {
    Whole,
    Half,
    /// The first half is on its way; it is flushed before the connection ends.
    Flushing,
    Cut,
    Done,
}

impl WrittenBody {
    fn new(body: String, cut: bool) -> Self {
        let bytes = Bytes::from(body);
        let state = if cut { WriteState::Half } else { WriteState::Whole };
        Self { written: bytes.len() as u64, bytes, state }
    }
}

impl Body for WrittenBody {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match self.state {
            WriteState::Whole => {
                self.state = WriteState::Done;
                Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.bytes)))))
            }
            WriteState::Half => {
                self.state = WriteState::Flushing;
                let half = self.bytes.slice(..self.bytes.len() / 2);
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            WriteState::Flushing => {
                self.state = WriteState::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            WriteState::Cut => Poll::Ready(Some(Err(Dropped))),
            WriteState::Done => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.written)
    }
}

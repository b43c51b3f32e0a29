//! Which answers are compressed.
//!
//! How short a compressed page is tells whether what a stranger wrote into it is like what is secret
//! in it (BREACH): so nothing is compressed in which both may stand. A page for somebody who is
//! signed in has their address in it, and titles that others have chosen; one of a link by mail has
//! its token. What is shown to nobody in particular has no secret, and most who come are that. Streams
//! of events have no such layer: what is compressed waits for more.

use axum::{
    extract::{MatchedPath, Request},
    http::{
        Method,
        header::{ACCEPT_ENCODING, COOKIE},
    },
};
use tower_http::{CompressionLevel, compression::CompressionLayer};

use super::middleware::SESSION_COOKIE;

/// Compresses what [`without_secrets`] has left to be. The fastest is a third of the work of the
/// usual level, for a tenth more bytes.
pub(super) fn layer() -> CompressionLayer {
    CompressionLayer::new().quality(CompressionLevel::Fastest)
}

/// Asks for nothing to be compressed in which something secret may stand.
pub(super) fn without_secrets(mut request: Request) -> Request {
    let route = request.extensions().get::<MatchedPath>();
    let has_token = route.is_none_or(|route| route.as_str().contains("{token}"));
    let has_session = request.headers().get_all(COOKIE).iter().any(|cookies| {
        memchr::memmem::find(cookies.as_bytes(), SESSION_COOKIE.as_bytes()).is_some()
    });
    if has_token || has_session || request.method() != Method::GET {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    request
}

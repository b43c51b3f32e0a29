use axum::{
    http::{
        Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};

use crate::{http::HttpError, views};

/// A path has its content's hash in it, so what it names never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The stylesheet and the scripts.
pub(crate) async fn asset(uri: Uri) -> Result<Response, HttpError> {
    let (content_type, content) = match uri.path() {
        path if path == views::style_path() => ("text/css; charset=utf-8", views::STYLE),
        path if path == views::script_path() => (SCRIPT, views::SCRIPT),
        path if path == views::live_script_path() => (SCRIPT, views::LIVE_SCRIPT),
        path if path == views::stripe_script_path() => (SCRIPT, views::STRIPE_SCRIPT),
        _ => return Err(HttpError::NotFound),
    };
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, FOREVER)], content).into_response())
}

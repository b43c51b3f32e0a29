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

/// The stylesheet and the script.
pub(crate) async fn asset(uri: Uri) -> Result<Response, HttpError> {
    let (content_type, content) = match uri.path() {
        path if path == views::style_path() => ("text/css; charset=utf-8", views::STYLE),
        path if path == views::script_path() => ("text/javascript; charset=utf-8", views::SCRIPT),
        _ => return Err(HttpError::NotFound),
    };
    Ok(([(CONTENT_TYPE, content_type), (CACHE_CONTROL, FOREVER)], content).into_response())
}

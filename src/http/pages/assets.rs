use axum::{
    http::{
        Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::IntoResponse as _,
};

use crate::{
    http::{HttpError, HttpResult},
    views,
};

/// A path has its content's hash in it, so what it names never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The stylesheet and the scripts.
pub(crate) async fn asset(uri: Uri) -> HttpResult {
    let asset = views::asset(uri.path()).ok_or(HttpError::NotFound)?;
    let headers = [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, FOREVER)];
    Ok((headers, asset.content.as_str()).into_response())
}

use axum::{
    http::{
        HeaderName, HeaderValue, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::IntoResponse as _,
};

use crate::{
    http::{HttpError, HttpResult},
    views,
};

/// A path has its content's hash in it, so what it names never changes.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";

/// Where else a browser shows it: pictures, wherever links to the site are.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The stylesheet, the scripts and the icons.
pub(crate) async fn asset(uri: Uri) -> HttpResult {
    let asset = views::asset(uri.path()).ok_or(HttpError::NotFound)?;
    let headers = [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, FOREVER)];
    let mut response = (headers, &*asset.content).into_response();
    if asset.content_type.starts_with("image/") {
        response.headers_mut().insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    Ok(response)
}

use axum::{
    extract::State,
    http::{
        HeaderName, HeaderValue, Uri,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::IntoResponse as _,
};

use crate::{
    http::{Edge, HttpError, HttpResult, content_policy::DRAWING_POLICY},
    views,
};

/// A path has its content's hash in it, so what it names never changes.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";

/// Where else a browser shows it: pictures, wherever links to the site are.
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The stylesheet, the scripts and the icons, and what of these is the operator's.
pub(crate) async fn asset(State(edge): State<Edge>, uri: Uri) -> HttpResult {
    let style = edge.operator.style.as_ref().filter(|style| style.path == uri.path());
    if let Some(style) = style {
        let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, FOREVER)];
        return Ok((headers, style.content.clone()).into_response());
    }
    if let Some(logo) = edge.operator.logo_at(uri.path()) {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static(logo.content_type)),
            (CACHE_CONTROL, HeaderValue::from_static(FOREVER)),
            (CONTENT_SECURITY_POLICY, HeaderValue::from_static(DRAWING_POLICY)),
        ];
        return Ok((headers, logo.content.clone()).into_response());
    }
    let asset = views::asset(uri.path()).ok_or(HttpError::NotFound)?;
    let headers = [(CONTENT_TYPE, asset.content_type), (CACHE_CONTROL, FOREVER)];
    let mut response = (headers, &*asset.content).into_response();
    if asset.content_type.starts_with("image/") {
        response.headers_mut().insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    Ok(response)
}

use axum::{
    extract::Path,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse as _,
};

use crate::{
    delivery::event_schemas::{asyncapi, schema},
    domain::public::PublicKind,
    http::{HttpError, HttpResult},
};

/// They change with the program alone.
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// What public events look like: one kind, or all of them.
pub(crate) async fn document(Path(file): Path<String>) -> HttpResult {
    let name = file.strip_suffix(".json").ok_or(HttpError::NotFound)?;
    let (content_type, document) = match name {
        "asyncapi" => ("application/vnd.aai.asyncapi+json;version=3.0.0", asyncapi()),
        kind => {
            let kind = kind.parse::<PublicKind>().map_err(|()| HttpError::NotFound)?;
            ("application/schema+json", schema(kind))
        }
    };
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, FOR_AN_HOUR)];
    Ok((headers, document.to_string()).into_response())
}

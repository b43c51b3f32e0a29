use std::{collections::HashMap, sync::LazyLock};

use axum::{
    body::Bytes,
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

/// Each document by its file's name, with its media type.
static DOCUMENTS: LazyLock<HashMap<String, (&str, Bytes)>> = LazyLock::new(|| {
    let kinds = PublicKind::ALL.iter().map(|kind| {
        let document = Bytes::from(schema(*kind).to_string());
        (format!("{}.json", kind.word()), ("application/schema+json", document))
    });
    let all = ("application/vnd.aai.asyncapi+json;version=3.0.0", asyncapi().to_string().into());
    kinds.chain([("asyncapi.json".to_owned(), all)]).collect()
});

/// What public events look like: one kind, or all of them.
pub(crate) async fn document(Path(file): Path<String>) -> HttpResult {
    let (content_type, document) = DOCUMENTS.get(&file).ok_or(HttpError::NotFound)?;
    let headers = [(CONTENT_TYPE, *content_type), (CACHE_CONTROL, FOR_AN_HOUR)];
    Ok((headers, document.clone()).into_response())
}
